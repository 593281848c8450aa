"""A pattern in two languages finds what it finds as one expression."""

from __future__ import annotations

import re

import pytest

from assistant.guardrail.bilingual import alternatives, bilingual

PATTERN = r"\b(?:only|just)\b|だけ(?!で(?:は)?な)|(?<![|(])のみ|[|)]+|\bno\b[^|]{0,3}\bmore\b"


def test_only_the_outer_alternatives_are_cut() -> None:
    assert "|".join(alternatives(PATTERN)) == PATTERN
    assert len(alternatives(PATTERN)) == 5


@pytest.mark.parametrize(
    "text", ["this plan only", "このプランだけ", "だけではなく", "only のみ", "のみ only", "a|b", "nothing"]
)
def test_the_first_place_is_that_of_the_whole_expression(text: str) -> None:
    one, two = bilingual(PATTERN).search(text), re.search(PATTERN, text)
    assert (one and one.span()) == (two and two.span())
