"""Which of several subjects a statement is about, where an answer judges more than one: the fine, or the lawyer's fee."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.answer import Verdict, VerdictEntry
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.words import latin, runs
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_SECTIONS: Final = {
    "liability": re.compile(r"賠償|責任|争訟|damages|liabilit|claim(?:s|ed)? (?:by|from|against)|lawsuit|dispute"),
    "response_costs": re.compile(r"費用|対応|調査|復旧|見舞|costs?\b|expenses?|response|investigat|restor"),
    "business_interruption": re.compile(r"利益|休業|継続|収入|profit|income|interruption|revenue"),
}


def expected(key: tuple[str, str], places: tuple[str, ...], evidence: Evidence) -> set[Verdict]:
    """The verdicts on a plan that a statement must agree with; several where it does not say what it is about.

    Args:
        key: scheme and plan.
        places: the clause, then what stands around it; the first that names a subject counts.
        evidence: the answer.
    """
    entries = [v for v in evidence.answer.verdicts if (v.scheme, v.plan) == key]
    verdicts = {v.verdict for v in entries}
    if len(verdicts) < 2:
        return verdicts
    for place in places:
        if (found := _said_of(entries, place)) is not None:
            return found
    return verdicts


def _said_of(entries: list[VerdictEntry], text: str) -> set[Verdict] | None:
    subjects = tuple(dict.fromkeys(v.subject.lower() for v in entries))
    own = {s: _own_units(s, subjects) for s in subjects}
    units = _units(text)
    scores = {s: len(own[s] & units) for s in subjects}
    best = max(scores.values())
    if best:
        named = {v.verdict for v in entries if scores[v.subject.lower()] == best}
        if len(named) == 1:
            return named
    sections = {s for v in entries if (s := v.section) in _SECTIONS and _SECTIONS[s].search(text)}
    if len(sections) == 1 and len({v.section for v in entries}) > 1:
        return {v.verdict for v in entries if v.section in sections}
    return None


def _own_units(subject: str, subjects: tuple[str, ...]) -> frozenset[str]:
    """The units of a subject that no other has."""
    others = frozenset().union(*(_units(s) for s in subjects if s != subject))
    return _units(subject) - others


@lru_cache(maxsize=8192)
def _units(text: str) -> frozenset[str]:
    """Pairs of kanji and katakana, and English stems."""
    pairs = {r[i : i + 2] for r in runs(text) for i in range(len(r) - 1)}
    return frozenset(pairs | {stem(w) for w in latin(text) if len(w) > 2 and w not in ENGLISH_STOPWORDS})
