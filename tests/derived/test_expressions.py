"""Expressions whose compiled code was kept match as those that `re` compiles anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.corpus.patterns import PatternSet
from assistant.derived import expressions as module
from assistant.derived.expressions import Expressions
from assistant.derived.shelf import Shelf
from assistant.errors import SchemeError

SOURCES = (
    "漏え?い|流出",
    r"(?<![a-z])insur(?:er|ed|ance)?(?![a-z])",
    r"(?P<sum>\d{1,3}(?:,\d{3})*)円(?!札)",
    r"(?i:cyber)\s+attack",
    r"(?i)ransom",
    r"(a+)b\1",
    r"(?:x|y){2,5}?[^。!?\n]{0,24}?z",
    r"^\s*$",
    "",
)
TEXTS = (
    "",
    "情報の漏洩と流出",
    "漏えい",
    "the insurer, reinsured",
    "1,200円札と3,400円",
    "CYBER attack",
    "aabaa RANSOM",
    "xyxz\n",
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, "key")


def reopened(shelf: Shelf) -> Expressions:
    found = Expressions()
    found.load(shelf)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_a_kept_expression_finds_what_re_finds(shelf: Shelf, source: str) -> None:
    first = Expressions()
    first.compile(source)
    first.save(shelf)
    kept = reopened(shelf)
    assert kept.knows(source)
    for made in (first.compile(source), kept.compile(source)):
        assert made == re.compile(source)
        for text in TEXTS:
            found = [(m.span(), m.groups(), m.groupdict()) for m in made.finditer(text)]
            assert found == [(m.span(), m.groups(), m.groupdict()) for m in re.finditer(source, text)]


def test_what_is_not_kept_is_compiled(shelf: Shelf) -> None:
    assert not reopened(shelf).knows("a|b")
    assert reopened(shelf).compile("a|b").fullmatch("b")


def test_later_expressions_join_those_kept(shelf: Shelf) -> None:
    for source in ("one", "two"):
        found = reopened(shelf)
        found.compile(source)
        found.save(shelf)
    assert all(map(reopened(shelf).knows, ("one", "two")))


@pytest.mark.parametrize("broken", ["(", "a(?<=b*)c", "[z-a]"])
def test_an_invalid_expression_is_an_error_and_not_kept(shelf: Shelf, broken: str) -> None:
    first = Expressions()
    with pytest.raises(re.error):
        first.compile(broken)
    first.save(shelf)
    assert not reopened(shelf).knows(broken)


def test_without_a_known_engine_everything_is_compiled(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    Expressions().save(shelf)
    monkeypatch.setattr(module, "_ENGINE", None)
    found = reopened(shelf)
    assert found.compile("漏え?い") == re.compile("漏え?い")
    found.save(shelf)
    assert not list(shelf.folder.iterdir() if shelf.folder else ())


def test_a_pattern_that_is_sure_matches_as_any_other() -> None:
    patterns = ["lost~laptop", "drop && phone"]
    sure, checked = PatternSet(patterns, sure=True), PatternSet(patterns)
    for text in ("we lost a laptop", "the phone dropped", "a phone"):
        assert sure.find(text) == checked.find(text)


def test_what_is_expected_is_kept_though_nobody_asked_yet(shelf: Shelf) -> None:
    first = Expressions()
    first.expect("a|b")
    first.save(shelf)
    assert reopened(shelf).knows("a|b")


def test_a_broken_pattern_is_told_with_its_place() -> None:
    with pytest.raises(SchemeError, match="here: the pattern 'never asked"):
        PatternSet(["never asked (about"], "here")
