"""Compatibility folding (NFKC) that remembers where every character came from.

Full-width digits, half-width kana, ￥, ㌦ and the like become their plain forms, so that one set of patterns reads all
of them, and a finding in the folded text is reported as a span of the text that the person wrote. Long vowels stay.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
# Canonical ordering of a run of combining marks is quadratic; no word of any language has more than a few.
_LONGEST_CLUSTER: Final = 16


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for reading, with the way back.

    Attributes:
        source: the text as given.
        text: the folded text.
        starts: for each character of `text`, where its origin starts in `source` (None: same place).
        ends: for each character of `text`, where its origin ends in `source` (None: same place).
    """

    source: str
    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `source`, in characters, from which `text[start:end]` (not empty) was folded."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


_COMBINING: Final = re.compile(
    f"[{''.join(c for c in map(chr, range(0xD800)) if unicodedata.combining(c))}\ufb1e\ufe20-\ufe2f\uff9e\uff9f\U00010000-\U0010ffff]"
)
"""Characters that combine with the one before; beyond the basic plane all are taken for such."""


def normalise(text: str) -> str:
    """The text in NFKC: full-width to plain, half-width kana to full, long vowels untouched; in linear time."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    if not _COMBINING.search(text):  # only long runs of combining marks take more than linear time
        return unicodedata.normalize("NFKC", text)
    return "".join(unicodedata.normalize("NFKC", text[start:end]) for start, end in _clusters(text))


def fold(text: str) -> Folded:
    """Fold a text for reading numbers and dates.

    Item numbers (①, ⑴) and powers (²) are left as they are, as they are labels rather than numbers; characters
    without any width are dropped.
    """
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and _INVISIBLE.isdisjoint(text)):
        return Folded(text, text)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        cluster = text[start:end]
        if cluster in _INVISIBLE:
            continue
        if unicodedata.category(cluster[0]) != "No":
            cluster = unicodedata.normalize("NFKC", cluster)
        parts.append(cluster)
        starts.extend([start] * len(cluster))
        ends.extend([end] * len(cluster))
    return Folded(text, "".join(parts), tuple(starts), tuple(ends))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Spans that fold on their own: a character with the marks that join it (ﾄ with ﾞ, e with an accent)."""
    spans: list[tuple[int, int]] = []
    start = 0
    for at, character in enumerate(text):
        if at and (at - start >= _LONGEST_CLUSTER or not _joins(character)):
            spans.append((start, at))
            start = at
    if text:
        spans.append((start, len(text)))
    return spans


def _joins(character: str) -> bool:
    if character < "\u0300":
        return False
    return unicodedata.combining(unicodedata.normalize("NFKC", character)[0]) != 0
