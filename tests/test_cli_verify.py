"""`verify` on the command line with the real assistant: one draft for a person, many for a program."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import cli
from assistant.service import Assistant
from assistant.settings import Settings

QUESTION = "G IIIのランクCの年間保険料はいくらですか？"
RIGHT, WRONG = "年間22,950円です。", "月額22,950円です。"
Verify = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings, lazy=True)


@pytest.fixture
def verify(service: Assistant, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Verify:
    monkeypatch.setattr(cli, "open_assistant", lambda: service)

    def call(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main(["verify", *arguments])
        out, err = capsysbinary.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, out.decode(), err.decode()

    return call


def test_a_person_is_told_that_a_draft_is_right(verify: Verify, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(RIGHT, encoding="utf-8")
    code, out, _ = verify("--draft", str(draft), QUESTION)
    assert (code, out.strip()) == (0, "The draft says what the rules compute.")


def test_a_person_is_told_what_is_wrong(verify: Verify) -> None:
    code, out, _ = verify("--draft", "-", QUESTION, stdin=WRONG.encode())
    assert code == 1
    assert "per month" in out


def test_json_is_the_judgement_and_nothing_else(verify: Verify) -> None:
    code, out, err = verify("--json", "--draft", "-", QUESTION, stdin=WRONG.encode())
    found = json.loads(out)
    assert (code, err, found["accepted"]) == (1, "", False)
    assert found["reasons"]


def test_a_batch_judges_record_by_record_and_goes_on_after_a_bad_one(verify: Verify) -> None:
    records: list[Any] = [
        {"id": "right", "turns": [QUESTION], "draft": RIGHT},
        {"id": "wrong", "turns": [QUESTION], "draft": WRONG},
        {"id": "turns", "turns": ["G IIIに入っています。ランクはCです。", "年間保険料は？"], "draft": RIGHT},
        {"id": "selected", "turns": ["年間保険料は？"], "draft": RIGHT,
         "selected": {"scheme": "silver", "plan": "leakage-only", "type": "G III", "rank": "C"}},
        {"id": "no draft", "turns": [QUESTION]},
        {"id": "no question", "draft": RIGHT},
        {"id": "empty question", "turns": [" "], "draft": RIGHT},
        {"id": "as the questions with attacks", "question": QUESTION, "text": RIGHT},
    ]  # fmt: skip
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    code, out, _ = verify("--batch", "-", stdin=lines)
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [record["id"] for record in found] == [record["id"] for record in records]
    assert [record.get("accepted") for record in found] == [True, False, True, True, None, None, None, True]
    assert [record["error"]["field"] for record in found if "error" in record] == ["draft", "turns", "turns[0]"]
    assert found[0]["reasons"] == [] and found[1]["reasons"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([QUESTION], "Give the draft"),
        (["--draft", "-"], "Give a question"),
        (["--draft", "nowhere.txt", QUESTION], "cannot be read"),
        (["--batch", "-", QUESTION], "not both"),
    ],
)
def test_what_cannot_be_judged_is_told(verify: Verify, arguments: list[str], told: str) -> None:
    code, _, err = verify(*arguments)
    assert code == 2
    assert told in err
