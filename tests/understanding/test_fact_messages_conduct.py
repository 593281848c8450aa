"""What leaked, who did it and what was done about it: invented messages against the words of the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversation import Selection
from assistant.corpus.loader import load_scheme, read_shared_words
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.reading import Reader
from assistant.understanding.text import prepare

CORPUS = Path(__file__).parents[2] / "corpus"
# The base loader keeps the keys true and false as words.
MESSAGES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("fact_messages_conduct.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    scheme, _ = load_scheme(CORPUS / "silver", read_shared_words(CORPUS))
    return Reader({"silver": scheme}, {"silver": Lexicon(scheme)})


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m["text"][:30])
def test_the_facts_stated_are_read_and_no_others(reader: Reader, message: dict[str, Any]) -> None:
    facts = reader.read([message["text"]], Selection("silver")).readings[0].facts
    known = reader.schemes["silver"].facts
    assert {f for key in ("true", "false", "open", "not") for f in message.get(key, ())} <= set(known)
    assert [f for f in message.get("true", ()) if facts.get(f) is not True] == []
    assert [f for f in message.get("false", ()) if f not in facts or facts[f] is not False] == []
    assert [f for f in message.get("open", ()) if f not in facts or facts[f] is not None] == []
    # A denial of what is presumed not to be so does no harm; any other value would.
    presumed = {f for f, fact in known.items() if fact.unless_stated is False}
    assert [
        f
        for f in message.get("not", ())
        if facts.get(f) is True or (facts.get(f) is False and f not in presumed and f != "leak")
    ] == []


@pytest.mark.parametrize(
    "filler",
    [
        "漏れた名簿が",
        "保険会社の同意を",
        "理事が",
        "職員が勝手に",
        "the insurer ",
        "leaked list of ",
        "お詫びの",
        "契約の前に",
    ],
)
def test_reading_facts_takes_linear_time(reader: Reader, filler: str) -> None:
    """A message of 6,000 characters is read in about a second, whatever it repeats."""
    message = prepare(filler * (6000 // len(filler)))

    reader.lexicons["silver"].find_facts(message, message.text)
