"""What happened to systems, others and rights, as people tell it: invented messages and the facts they state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection
from assistant.corpus.loader import load_scheme, read_shared_words
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.reading import Reader

CORPUS = Path(__file__).parents[2] / "corpus"
# The base loader: to the safe one, the keys "true" and "false" are truth values.
MESSAGES: list[dict[str, Any]] = [
    message
    for name in ("fact_messages_events.yaml", "fact_messages.yaml")
    for message in yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), yaml.BaseLoader)
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    scheme, _ = load_scheme(CORPUS / "silver", read_shared_words(CORPUS))
    return Reader({scheme.scheme: scheme}, {scheme.scheme: Lexicon(scheme)})


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m["text"][:30])
def test_the_facts_of_a_message_are_read(reader: Reader, message: dict[str, Any]) -> None:
    facts = reader.read([message["text"]], Selection("silver")).readings[0].facts
    wanted = {**dict.fromkeys(message.get("true", ()), True), **dict.fromkeys(message.get("false", ()), False)}
    wanted |= dict.fromkeys(message.get("open", ()))
    assert {fact: facts.get(fact, "not told") for fact in wanted} == wanted
    assert not [fact for fact in message.get("not", ()) if facts.get(fact) is True]
