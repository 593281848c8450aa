"""Which losses and costs are asked about: invented messages against the words of the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.corpus.loader import load_scheme, read_shared_words
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.text import prepare

CORPUS = Path(__file__).parents[2] / "corpus"
MESSAGES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("item_messages.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    scheme, _ = load_scheme(CORPUS / "silver", read_shared_words(CORPUS))
    return Lexicon(scheme)


def found(lexicon: Lexicon, text: str) -> set[str]:
    return {mention.id for mention in lexicon.find_items(prepare(text).text)}


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m["text"][:30])
def test_the_losses_and_costs_asked_about_are_found(lexicon: Lexicon, message: dict[str, Any]) -> None:
    items = found(lexicon, message["text"])
    expected, banned = set(message["items"]), set(message.get("not", ()))
    if not expected:
        assert items == set()
    assert expected <= items, f"missing {sorted(expected - items)}, found {sorted(items)}"
    assert not banned & items, f"over-fired {sorted(banned & items)}, found {sorted(items)}"


def test_every_item_is_asked_about_at_least_twice_and_named_by_the_scheme(lexicon: Lexicon) -> None:
    counts = {ident: sum(ident in m["items"] for m in MESSAGES) for ident in lexicon.scheme.items}
    assert {ident: n for ident, n in counts.items() if n < 2} == {}
    named = {i for m in MESSAGES for key in ("items", "not") for i in m.get(key, ())}
    assert named <= set(lexicon.scheme.items)


@pytest.mark.parametrize("ident", ["item 〔3〕", "〔3〕", "③", "③の費用"])
def test_a_circled_number_names_the_item(lexicon: Lexicon, ident: str) -> None:
    assert found(lexicon, ident) == {"investigation"}


@pytest.mark.parametrize(
    "filler", ["弁護士に", "訴えられ", "カード", "会社に見舞", "the card ", "a lawyer who ", "データを", "a" * 7]
)
def test_reading_takes_linear_time(lexicon: Lexicon, filler: str) -> None:
    """A message of 6,000 characters is read to the end, whatever it repeats."""
    text = prepare(filler * (6000 // len(filler))).text

    lexicon.find_items(text)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("人件費は出ないですよね？", "staff_overtime"),
        ("弁護士費用は出ないのでしょうか", "lawyer"),
        ("Isn't overtime covered?", "staff_overtime"),
        ("So the ransom is not paid?", "ransom"),
        ("Don't you cover consultants?", "consulting"),
    ],
)
def test_a_negative_question_names_its_cost(lexicon: Lexicon, text: str, item: str) -> None:
    assert item in found(lexicon, text)


def test_the_example_utterances_of_an_item_name_it(lexicon: Lexicon) -> None:
    examples = [(i, u) for i, item in lexicon.scheme.items.items() for u in item.words.utterances]
    assert {i for i, _ in examples} == set(lexicon.scheme.items)
    assert [(i, u) for i, u in examples if i not in found(lexicon, u)] == []
