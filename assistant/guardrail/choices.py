"""A choice told as several things that must all be, and several things that must all be told as a choice.

In a demand "and" and "or" are not the same. The answer: by a press conference, letters of apology, or a written report. A
lie joins them by "and"; another turns "within 30 days and before bearing the costs" into "or".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import has_stem, latin, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_DEMANDS: Final = re.compile(
    r"\b(?:must|ha(?:s|ve) to|needs?|needed|require[sd]?|requires|only|if|provided|as long as|unless|conditions?|obtain|before|within|once|by|through)\b"
)
_MANNER: Final = re.compile(r"\b(?:by|through|within|once)\b")
"""How something comes about, in a sentence that demands nothing: any of several ways will do."""
_OPEN: Final = re.compile(
    r"\b(?:or|one of|any of|either|whichever|for example|for instance|such as|e\.g|ways?|alternativ\w+|enough|suffic\w+|counts?)\b"
)
_ONE_OF: Final = re.compile(
    r"\b(?:one|any)(?: or more)? of (?:these|the following|them|those|two|three|four|five)\b[:,]?|次のいずれか"
)
_ITEM: Final = re.compile(r"〔\d{1,2}〕|\(\d\)|;|,? or\b|,(?!\d)")
_OR: Final = re.compile(r"\bor\b")
_NEAR: Final = 60
"""Letters on either side of a connective that are read for what it joins."""


def check_choices(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that joins what the answer leaves to choose, or leaves to choose what it joins."""
    text = sentence.text
    if not text.isascii() and not re.search(r"[a-z]{3}", text):
        return
    if not _DEMANDS.search(text) or negated(text):
        return
    if " and " in text and not _OPEN.search(text):
        for members in _choices(evidence):
            told = [m for m in members if len(m) > 1 and _tells(m, text)]
            if len(told) > 1:
                yield f"The answer leaves a choice, the draft asks for all: “{text.strip()[:80]}”."
                return
    if not _DEMANDS.search(_MANNER.sub(" ", text)):
        return
    for m in _OR.finditer(text):
        left = _words(text[max(0, m.start() - _NEAR) : m.start()])[-2:]
        right = _words(text[m.end() : m.end() + _NEAR])[:2]
        if len(left) < 2 or len(right) < 2:
            continue
        joined, open_ = False, False
        for line in _demands(evidence):
            way = _connective(left, right, line)
            joined, open_ = joined or way == "and", open_ or way == "or"
        if joined and not open_:
            yield f"The answer asks for both, the draft leaves a choice: “{text.strip()[:80]}”."
            return


def _tells(member: tuple[str, ...], text: str) -> bool:
    """Whether a text names a member of a choice: most of its telling words."""
    words = words_of(text)
    return sum(has_stem([words], w) for w in member) >= max(2, 0.6 * len(member))


@lru_cache(maxsize=128)
def _choices(evidence: Evidence) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The choices of an answer: what stands behind "one of these", and lists with "or"; each member by its telling words."""
    found = []
    for line in (*evidence.lines, *evidence.details):
        head = _ONE_OF.search(line.text)
        if head is None and not (_OR.search(line.text) and "," in line.text):
            continue
        body = line.text[head.end() if head else 0 :]
        if head is None:  # "a, b, or c": from the clause's colon or its preposition on
            body = body[: _last(_OR, body) + _NEAR]
        members = [tuple(_words(piece)) for piece in _ITEM.split(body)]
        members = [m for m in members if m]
        shared = {w for a in members for w in a if sum(w in b for b in members) > 1}
        own = tuple(tuple(w for w in m if w not in shared) for m in members)
        if sum(len(m) > 1 for m in own) > 1:
            found.append(own)
    return tuple(found)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


def _words(text: str) -> list[str]:
    """The telling words of a text in order, as stems."""
    return [stem(w) for w in latin(text) if len(w) > 2 and w not in ENGLISH_STOPWORDS]


@lru_cache(maxsize=128)
def _demands(evidence: Evidence) -> tuple[str, ...]:
    """The answer's sentences that demand something."""
    return tuple(x for x in evidence.statements if _DEMANDS.search(x))


def _connective(left: list[str], right: list[str], line: str) -> str | None:
    """How a sentence of the answer joins two pairs of words: "and", "or", or None where it has not both."""
    places = {stem(m[0]): m for m in reversed(list(re.finditer(r"[a-z']+", line)))}
    a, b = [places.get(w) for w in left], [places.get(w) for w in right]
    if not all(a) or not all(b):
        return None
    first, second = sorted((max(m.end() for m in a if m), min(m.start() for m in b if m)))
    between = line[first:second]
    if _OR.search(between):
        return "or"
    return "and" if re.search(r"\b(?:and|as well as|also)\b", between) else None
