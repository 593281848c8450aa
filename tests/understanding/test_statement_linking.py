"""The statements of an invented scheme as things that a message is linked to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.corpus.model import Scheme
from assistant.understanding.statement_linking import statement_hits, statement_linker
from assistant.understanding.text import Language, prepare


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("分割払いはできますか", True),
        ("Can we pay in instalments?", True),
        ("Could we PAY it MONTHLY?", True),
        ("保険料はいくらですか", False),
        ("", False),
    ],
)
def test_patterns_of_both_languages_are_heard(orchard_schemes: Mapping[str, Scheme], text: str, hit: bool) -> None:
    hits = statement_hits(orchard_schemes["orchard"])

    assert hits.of(prepare(text).text) == ({"silent_instalments"} if hit else set())


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [
        ("ja", "保険料を分割で払いたい", "窓口の住所はどこですか"),
        ("en", "paying by instalments", "where is the office"),
    ],
)
def test_a_message_about_a_statement_scores_higher_than_another(
    orchard_schemes: Mapping[str, Scheme], language: Language, near: str, far: str
) -> None:
    linker = statement_linker(orchard_schemes["orchard"], language)
    about, other = (linker.link(prepare(t).text) for t in (near, far))

    assert about[0].id == "silent_instalments"
    assert about[0].pattern
    assert about[0].score > max((x.score for x in other), default=0.0)


def test_compiled_patterns_may_be_shared(orchard_schemes: Mapping[str, Scheme]) -> None:
    scheme = orchard_schemes["orchard"]
    hits = statement_hits(scheme)
    text = prepare("Can we pay in instalments?").text

    assert statement_linker(scheme, "en", hits).link(text) == statement_linker(scheme, "en").link(text)
