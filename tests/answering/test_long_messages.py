"""A message of 10,000 characters is answered in a second, whatever it consists of."""

from __future__ import annotations

import time

import pytest

from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.settings import Settings

LONG = 10_000  # characters
SECONDS = 5.0  # of processor time; a second is promised, and machines differ
UNITS = {
    "Japanese sentences": "個人情報が漏えいしたので弁護士費用と見舞金は補償されますか。",
    "one Japanese sentence": "個人情報が漏えいして弁護士費用と見舞金を払い",
    "English sentences": "Was the data leaked? We paid 300,000 yen to a lawyer. ",
    "one English sentence": "the laptop with personal data was stolen and we paid a lawyer 300,000 yen and ",
    "digits": "1234567890",
    "figures": "1,234,567円と",
    "both languages": "漏えいleak 3人 ",
    "a log": "Feb 11 03:10:00 gw01 sshd[9255]: Failed password for admin from 192.0.2.134 port 16760 ssh2\n",
    "questions": "保険料は？\n",
    "alternatives": "攻撃か、紛失か、",
    "denials": "it was not leaked or maybe it was, ",
    "one letter": "あ",
    "marks": "「」、",
    "dates": "2026年4月1日から",
    "markup": "<b>leak</b>",
}


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    opened = Assistant.open(settings, lazy=True)
    opened.retrieval()
    opened.warm()
    return opened


@pytest.mark.parametrize("kind", UNITS)
def test_a_long_message_is_answered_in_a_second(assistant: Assistant, kind: str) -> None:
    unit = UNITS[kind]
    message = (unit * (LONG // len(unit) + 1))[: LONG - 20] + "。補償されますか？"
    started = time.thread_time()
    try:
        assert assistant.ask(message).text
    except AssistantError as error:  # a sum that cannot be one is told
        assert error.message
    assert time.thread_time() - started < SECONDS
