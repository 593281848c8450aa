"""Patterns find the same whether they are looked for in every text or only where a text has what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.loader import Corpus
from assistant.corpus.needles import outline
from assistant.corpus.patterns import Match, PatternSet, translate
from assistant.errors import SchemeError

# Parts with all that patterns are made of: choices, classes, repeats, looks, gaps, the beginning and end of words.
_PARTS = (
    *(
        "leak",
        "漏え?い",
        "(lost|stolen|left)",
        "[ab]+",
        "(?<![a-z])data",
        "(?!x)y?",
        r"\d{1,3}円",
        "~",
        "紙の?(名簿|台帳)",
    ),
    *(r"\b(we|i) ", "[^。]{0,4}?", "(?:not |no )?paid", "(?<=は)補償", "$", "^", ".", r"s?(?![a-z])", "(a|ab|)c"),
)
_WORDS = (
    *[
        "leak",
        "漏えい",
        "漏い",
        "lost",
        "stolen",
        "left",
        "data",
        "b",
        "ab",
        "abc",
        "c",
        "y",
        "12円",
        "紙の名簿",
        "紙台帳",
        "we",
        "i",
        "not",
        "paid",
        "は",
        "補償",
        "。",
        "!",
    ],
    " ",
    "\n",
)

patterns = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=4).map("".join)
texts = st.lists(st.sampled_from(_WORDS), max_size=14).map("".join)


def _by_one_expression(chosen: list[str], text: str) -> list[Match]:
    """The places as one expression of all plain patterns and a search for each part of the joined ones find them."""
    plain = [p for p in chosen if " && " not in p]
    whole = re.compile("|".join(f"(?:{translate(p)})" for p in plain)) if plain else None
    found = [Match(*m.span()) for m in whole.finditer(text) if m.group()] if whole else []
    for pattern in (p for p in chosen if " && " in p):
        first, *others = [re.search(translate(p), text) for p in pattern.split(" && ")]
        if first and all(others):
            found.append(Match(*first.span()))
    return sorted(found, key=lambda m: (m.start, -m.end))


@given(st.lists(patterns, min_size=1, max_size=5, unique=True), patterns, texts)
def test_patterns_are_found_as_one_expression_finds_them(chosen: list[str], second: str, text: str) -> None:
    chosen = [*chosen, f"{chosen[0]} && {second}"]
    assert PatternSet(chosen).find(text) == _by_one_expression(chosen, text)


@given(patterns, texts)
def test_what_matches_has_what_the_pattern_needs(pattern: str, text: str) -> None:
    source = translate(pattern)
    if re.search(source, text):
        assert all(any(needle in text for needle in needles) for needles in outline(source).needles)


def _all_patterns(corpus: Corpus) -> Iterator[list[str]]:
    for scheme in corpus.schemes.values():
        for group in (scheme.facts, scheme.items, scheme.plans, scheme.riders, scheme.statements):
            for thing in group.values():
                yield from (list(found) for found in (thing.words.yes, thing.words.no, thing.words.open) if found)


def test_the_corpus_says_what_it_said_before_patterns_were_passed_over(whole_corpus: Corpus) -> None:
    every = [u for s in whole_corpus.schemes.values() for f in s.facts.values() for u in f.words.utterances]
    said = [u.lower() for u in every[:: len(every) // 12]]
    assert len(said) >= 12
    for chosen in list(_all_patterns(whole_corpus))[::50]:
        known = PatternSet(chosen)
        for text in said:
            assert known.find(text) == _by_one_expression(list(dict.fromkeys(chosen)), text), (chosen, text)


def test_hardly_any_pattern_of_the_corpus_is_looked_for_everywhere(whole_corpus: Corpus) -> None:
    """A pattern without a word that it needs costs time with every message."""
    sources = {translate(p) for chosen in _all_patterns(whole_corpus) for p in chosen if " && " not in p}
    assert len([s for s in sources if not outline(s).needles]) <= len(sources) // 1000


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("leak", [{"leak"}]),
        ("(lost|stolen)~laptop", [{"laptop"}, {"lost", "stolen"}]),
        ("漏え?い", [{"漏えい", "漏い"}]),
        ("[ab]c", [{"ac", "bc"}]),
        (r"\d+円", [{"円"}]),
        ("(?:data )?loss(?!es)", [{"data loss", "loss"}]),
        ("(?i)leak", []),
        ("[a-z]+|leak", []),
        ("(?:leak)*", []),
    ],
)
def test_needles_are_read_off_a_pattern(pattern: str, needs: list[set[str]]) -> None:
    assert [set(n) for n in outline(translate(pattern)).needles] == needs


@pytest.mark.parametrize("pattern", ["leak(", "[", "a{2,1}", "(?<=a+)b", "(?<!は|では)補償", r"leak && (?<=\w{1,2})b"])
def test_a_broken_pattern_is_named_where_it_stands(pattern: str) -> None:
    with pytest.raises(SchemeError, match=r"words of leak: .*is no valid pattern"):
        PatternSet(["fine", pattern], "words of leak")
