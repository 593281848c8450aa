"""Who gets a gift of apology: people or companies."""

from __future__ import annotations

import pytest

from assistant.understanding.numbers import find_all
from assistant.understanding.query import Cost, SchemeReading
from assistant.understanding.recipients import COMPANIES, PEOPLE, recipient, with_recipient
from assistant.understanding.text import prepare


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("会員210人に菓子折りを届けます", PEOPLE),
        ("取引先3社に菓子折りを届けます", COMPANIES),
        ("a box of fruit for each of the five firms", COMPANIES),
        ("vouchers for 2,500 victims", PEOPLE),
        ("菓子折りを届けます", None),
        ("会員210人と取引先3社に菓子折りを届けます", None),
        ("the insurance company agreed to a gift for the residents", PEOPLE),
    ],
)
def test_those_who_get_a_gift_are_told_apart(text: str, who: str | None) -> None:
    message = prepare(text)
    assert recipient(message.text, find_all(message.cased)) == who


def test_a_gift_is_put_under_those_who_get_it() -> None:
    reading = SchemeReading("s", items=(PEOPLE, "lawyer"), costs=(Cost(PEOPLE, 60_000), Cost("lawyer", 1)))
    moved = with_recipient(reading, COMPANIES, {PEOPLE, COMPANIES, "lawyer"})
    assert moved.items == (COMPANIES, "lawyer")
    assert [(c.item, c.yen) for c in moved.costs] == [(COMPANIES, 60_000), ("lawyer", 1)]


def test_a_gift_stays_where_it_is_if_nobody_or_only_one_kind_is_insured() -> None:
    reading = SchemeReading("s", items=(PEOPLE,))
    assert with_recipient(reading, None, {PEOPLE, COMPANIES}) == reading
    assert with_recipient(reading, COMPANIES, {PEOPLE}) == reading
