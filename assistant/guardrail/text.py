"""A draft cut into sentences and segments, each folded for reading: widths, cases and Markdown no longer matter."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.language.hygiene import without_invisible
from assistant.understanding.folding import normalise

_CIRCLED: Final = {0x2460 + i: f"〔{i + 1}〕" for i in range(20)}
_PUNCTUATION: Final = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "‘": "'", "—": " - ", "–": "-", "−": "-", "…": " ", "・": "・", "‑": "-", "‐": "-"}
)
_MARKDOWN: Final = re.compile(r"\*{1,3}|`{1,3}|~~|(?m:^\s{0,3}#{1,6}\s+)|(?m:^\s{0,3}>\s?)|☐|\|(?=\s*-{3})")
_BULLET: Final = re.compile(r"(?m)^\s*(?:[-*•◦▪‣]|・|●|○(?=\s))\s*")
_BLANKS: Final = re.compile(r"[ \t\u00a0]+")
_ABBREVIATION: Final = re.compile(
    r"\b(?:e\.g|i\.e|approx|vs|etc|incl|p|pp|co|ltd|inc|a\.m|p\.m|cf|max|min|mr|ms|mrs|dr|st|messrs)\.$"
)
_NUMBERED: Final = re.compile(r"\bno\.\s?\d")
_END: Final = re.compile(r"[。！？!?]+[」』）)\"']*|\n+|\.(?=[\"')]*(?:\s|$))")
_CUT: Final = re.compile(
    r"、|;|；|,(?!\d)|(?<!\d),|:(?=\s|[^\d\s])|：|[（）()【】\[\]]|\s-\s|\s/\s|→|⇒|(?<=[円%人日名])/|\||"
    r"(?<=[すたいるんだ])(?:が|けれども|けど|し|ので|ため)(?=[、 ])|"
    r"\b(?:but|while|whereas|although|though|however|because(?! of)|since|so that|therefore|which means)\b"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence between commas, brackets and conjunctions; `start` counts from the sentence's start."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the sentence."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or line, folded and in lower case, `cased` with its capitals and the same offsets."""

    text: str
    cased: str
    segments: tuple[Segment, ...]
    bullet: bool = False


@lru_cache(maxsize=4096)
def fold_text(raw: str) -> str:
    """A text in one spelling of widths, marks and blanks; circled numbers become 〔1〕; Markdown signs go."""
    text = without_invisible(raw.replace("\r\n", "\n").replace("\r", "\n")).text
    text = normalise(text.replace("…", " ").translate(_CIRCLED)).translate(_PUNCTUATION)
    text = _BULLET.sub("\u0001", _MARKDOWN.sub("", text))
    return _BLANKS.sub(" ", text.replace("|", " / ")).strip()


@lru_cache(maxsize=4096)
def sentences(folded: str) -> tuple[Sentence, ...]:
    """The sentences of a folded text, in order; every line is at least one."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(folded):
        if match[0].startswith(".") and _ABBREVIATION.search(
            folded[max(start, match.start() - 8) : match.end()].lower()
        ):
            continue
        if match[0] == "." and _NUMBERED.search(folded[max(0, match.start() - 4) : match.end() + 3].lower()):
            continue
        _add(found, folded[start : match.end()])
        start = match.end()
    _add(found, folded[start:])
    return tuple(found)


def _add(found: list[Sentence], piece: str) -> None:
    bullet = "\u0001" in piece
    cased = piece.replace("\u0001", "").strip()
    if not cased.strip("。.!?！？ -/\"'"):
        return
    text = cased.lower()
    if len(text) != len(cased):
        cased = text
    found.append(Sentence(text, cased, segments(text), bullet))


@lru_cache(maxsize=8192)
def segments(text: str) -> tuple[Segment, ...]:
    """The segments of a sentence, conjunctions included in the one that they begin."""
    cuts = [0]
    for match in _CUT.finditer(text):
        cuts.append(match.start() if match[0][0].isalpha() and match[0][0].isascii() else match.end())
    cuts.append(len(text))
    parts = []
    for a, b in itertools.pairwise(cuts):
        piece = text[a:b]
        if piece.strip(" 、,;:.()[]（）【】。!?-/"):
            parts.append(Segment(piece, a))
    return tuple(parts) or (Segment(text, 0),)
