"""A pattern of ways to say a thing in two languages, of which only those are tried whose letters a text has.

Most sentences are in one language. Trying the other language's ways at every letter of them takes half of the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_LATIN: Final = re.compile(r"[a-z]{2}")
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The ways in Latin words, those in Japanese, and those of signs that belong to both; None where there is none."""

    latin: re.Pattern[str] | None
    japanese: re.Pattern[str] | None
    signs: re.Pattern[str] | None

    def search(self, text: str) -> re.Match[str] | None:
        """The first place of one of the ways in a folded lower-case text."""
        latin, japanese = _letters(text)
        tried = (self.latin if latin else None, self.japanese if japanese else None, self.signs)
        found = [m for pattern in tried if pattern is not None and (m := pattern.search(text))]
        return min(found, key=lambda m: m.start(), default=None)


@lru_cache(maxsize=4096)
def _letters(text: str) -> tuple[bool, bool]:
    """Whether a text has Latin words, and whether it has Japanese; asked for every pattern, and read once."""
    return bool(_LATIN.search(text)), bool(_JAPANESE.search(text))


def bilingual(pattern: str) -> Bilingual:
    """A pattern cut at its outer alternatives; what has a letter of Latin only is tried in texts that have Latin words."""
    ways: dict[str, list[str]] = {"latin": [], "japanese": [], "signs": []}
    for way in alternatives(pattern):
        words = re.search(r"[a-z]{2}", re.sub(r"\\.", "", way))
        ways["japanese" if not way.isascii() else "latin" if words else "signs"].append(way)
    return Bilingual(_joined(ways["latin"]), _joined(ways["japanese"]), _joined(ways["signs"]))


def _joined(ways: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(ways)) if ways else None


def alternatives(pattern: str) -> list[str]:
    """The outer alternatives of a pattern."""
    found, depth, start, at, inside = [], 0, 0, 0, False
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 2
            continue
        if inside:
            inside = letter != "]"
        elif letter == "[":
            inside = True
            at += 1 if pattern[at + 1] != "^" else 2  # a bracket may stand first
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and not depth:
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*found, pattern[start:]]
