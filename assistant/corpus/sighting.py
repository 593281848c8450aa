"""Which of thousands of patterns may match a text: told by the pieces of the text, not by trying each pattern.

All patterns are known here once, and what is found out about a text is kept while it is asked about: schemes share
most of their words, and a message is read in the terms of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from assistant.corpus.needles import Needles, Outline, outline
from assistant.derived.expressions import expressions
from assistant.derived.shelf import Shelf

_NAME = "needles"

PIECE = 4
"""Characters by which a needle is looked up."""

TEXTS = 64
"""Texts of which what was found out is kept."""


class Patterns:
    """Regular expressions by what a text must contain for them; one instance serves all threads."""

    def __init__(self) -> None:
        self._owners: dict[str, list[tuple[str, list[str]]]] = {}
        """By first characters: the needles that begin so, each with the patterns that need it or another."""
        self._of_needle: dict[str, list[str]] = {}
        self._further: dict[str, tuple[Needles, ...]] = {}
        self._always: frozenset[str] = frozenset()
        self._empty: set[str] = set()
        self._kept: dict[str, Outline] = {}
        self._new: dict[str, Outline] = {}
        self._expected: set[str] = set()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._further)

    def add(self, source: str) -> None:
        """Make a pattern known.

        Raises:
            re.error: it is no valid regular expression.
        """
        if source in self._further:
            return
        known = self._outline(source)
        expressions.expect(source)
        with self._lock:
            if source in self._further:
                return
            # Other threads may be reading: these lists only grow, which who goes through them does not mind.
            for needle in known.needles[0] if known.needles else ():
                owners = self._of_needle.get(needle)
                if owners is None:
                    owners = self._of_needle[needle] = []
                    self._owners.setdefault(needle[:PIECE], []).append((needle, owners))
                owners.append(source)
            if not known.needles:
                self._always |= {source}
            if known.empty:
                self._empty.add(source)
            self._further[source] = known.needles[1:]

    def expect(self, source: str) -> None:
        """Tell of a valid pattern that will be made known at its first use, so that it is kept with the others."""
        self._expected.add(source)

    def load(self, shelf: Shelf) -> None:
        """Take over what an earlier start has read off patterns."""
        content = shelf.read(_NAME)
        if content is not None:
            self._kept = {
                source: Outline(tuple(map(frozenset, needles)), empty)
                for source, empty, *needles in json.loads(content)
            }

    def save(self, shelf: Shelf) -> None:
        """Keep what was read off patterns since, if anything was."""
        for source in self._expected - self._kept.keys():
            self._outline(source)
            expressions.expect(source)
        if self._new:
            self._kept, self._new = {**self._kept, **self._new}, {}
            listed = [[source, x.empty, *map(sorted, x.needles)] for source, x in self._kept.items()]
            shelf.write(_NAME, json.dumps(listed, ensure_ascii=False).encode())

    def _outline(self, source: str) -> Outline:
        known = self._kept.get(source)
        if known is None:
            known = self._new[source] = outline(source)
        return known

    def may_be_empty(self, source: str) -> bool:
        """Whether a known pattern can match without a character."""
        return source in self._empty

    def possible(self, text: str) -> frozenset[str]:
        """The known patterns that may match a text; no other does. Linear in the text."""
        found: set[str] = set()
        for size in range(1, PIECE + 1):
            for piece in self._owners.keys() & {text[i : i + size] for i in range(len(text) - size + 1)}:
                for needle, sources in self._owners[piece]:
                    if len(needle) <= PIECE or needle in text:
                        found.update(sources)
        further = self._further
        return self._always.union(s for s in found if all(any(n in text for n in one) for one in further[s]))


class Sighting:
    """What is known of one text: which patterns are `possible`, and where those that were looked for stand first."""

    def __init__(self, text: str, possible: frozenset[str]) -> None:
        self.text, self.possible = text, possible
        self._first: dict[str, tuple[int, int] | None] = {}

    def first(self, source: str) -> tuple[int, int] | None:
        """The first place of a pattern."""
        try:
            return self._first[source]
        except KeyError:
            place = self.next(source, 0) if source in self.possible else None
            self._first[source] = place
            return place

    def next(self, source: str, start: int) -> tuple[int, int] | None:
        """The first place of a pattern from an offset on."""
        match = expressions.compile(source).search(self.text, start)
        return match.span() if match else None

    def places(self, sources: tuple[str, ...]) -> list[tuple[int, int]]:
        """Where any of some patterns stands, as one expression of them would find it: from the left, without overlaps.

        None of them may match without a character. Of two that begin at one place, the one given first is found.
        """
        ahead = [(*place, s) for s in sources if s in self.possible and (place := self.first(s))]
        if len(ahead) == 1:
            return [m.span() for m in expressions.compile(ahead[0][2]).finditer(self.text)]
        found: list[tuple[int, int]] = []
        while ahead:
            start, end, _ = min(ahead, key=lambda place: place[0])  # the first of equal ones
            found.append((start, end))
            ahead = [
                (*place, s) for a, b, s in ahead if (place := (a, b) if a >= end else self.next(s, end)) is not None
            ]
        return found


PATTERNS = Patterns()
"""Those of this process."""


def sighting(text: str) -> Sighting:
    """What is known of a text; kept for the texts asked about of late."""
    return _sighting(text, len(PATTERNS))


@lru_cache(maxsize=TEXTS)
def _sighting(text: str, known: int) -> Sighting:
    return Sighting(text, PATTERNS.possible(text))


class Sought:
    """A regular expression of the code, looked for only in texts that have what it needs."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source
        PATTERNS.expect(source)

    def stands_in(self, text: str) -> bool:
        """Whether it matches anywhere in a text."""
        return self._sighting(text).first(self.source) is not None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Its matches, as `re.finditer` gives them."""
        seen = self._sighting(text)
        return expressions.compile(self.source).finditer(text) if self.source in seen.possible else iter(())

    def _sighting(self, text: str) -> Sighting:
        PATTERNS.add(self.source)
        return sighting(text)
