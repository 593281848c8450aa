"""Find, for each restated section, the passage of a person's own document that it restates.

A restated section keeps what cannot be said otherwise: figures, names, defined terms. The passage is the run of pieces
that holds most of these, weighed by how rare they are, and little else. Sections follow each other as the brochure
does, so that among passages as good as each other the one near its neighbours' is taken: a path through the document,
found by dynamic programming, that may jump but pays for it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.brochure import Section
from assistant.documents.units import Unit, quote
from assistant.language.tokens import tokenize

LEAST = 0.30
"""A passage that shares less than this with a section is not its original."""
_CANDIDATES = 16
_JUMP = 0.10
"""What a jump costs at most, in the score of a passage."""
_FREE = 12
"""Pieces that a section may lie behind the one before, at no cost."""
_MOST_PIECES = 48
_TITLE = 1.5
"""How much more a word of a section's title counts."""
_BETA = 1.0
"""How much more it counts that a passage holds all of the section than that it holds nothing else."""
_UNLIKE = 0.05
"""A document that holds less than this of a brochure's words is about something else."""
_LIKELY = 0.6
"""Brochures that share less than this of what the likeliest shares are not compared piece by piece."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Link:
    """A restated section and the passage that it restates; `score` is 0 to 1."""

    section: str
    document: str
    text: str
    page: int | None
    score: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Linked:
    """All links of a document with one brochure, and how many of the brochure's sections were looked for."""

    document: str
    sought: int
    links: tuple[Link, ...]

    @property
    def share(self) -> float:
        """How much of the brochure was found in the document: the scores of its sections, 0 to 1."""
        return sum(link.score for link in self.links) / self.sought if self.sought else 0.0


class Brochures:
    """Restated brochures in one language, ready to be compared with documents."""

    def __init__(self, sections: Iterable[Section], language: str) -> None:
        """Args: sections: restated ones, in the order of their brochures. language: only sections in it are compared."""
        self.language = language
        self._sections: dict[str, list[Section]] = {}
        for section in sections:
            if section.language == language:
                self._sections.setdefault(section.document, []).append(section)
        self._wanted = {
            document: [_section_tokens(section, language) for section in restated]
            for document, restated in self._sections.items()
        }
        self._rarity = _rarities([frozenset(each) for restated in self._wanted.values() for each in restated])

    def link(self, pieces: Sequence[Unit], scheme: str | None = None) -> tuple[Linked, ...]:
        """Link a document with the brochures that it may be, of one scheme or of all, the likeliest first."""
        tokens = [_tokens(piece.text, self.language) for piece in pieces]
        held = frozenset().union(*tokens)
        likeness = {
            document: _likeness(self._wanted[document], held, self._rarity)
            for document, restated in self._sections.items()
            if scheme is None or restated[0].scheme == scheme
        }
        likely = max(likeness.values(), default=0.0) * _LIKELY
        found = [
            Linked(document, len(restated), tuple(_links(pieces, tokens, restated, self._wanted[document])))
            for document, restated in self._sections.items()
            if document in likeness and likeness[document] >= max(likely, _UNLIKE)
        ]
        return tuple(sorted(found, key=lambda linked: (-linked.share, linked.document)))


def _likeness(sections: Sequence[Mapping[str, float]], held: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How many of a brochure's words a document holds at all, by their rarity: 0 to 1."""
    words = frozenset().union(*sections)
    whole = sum(rarity[word] for word in words)
    return sum(rarity[word] for word in words & held) / whole if whole else 0.0


def _links(
    pieces: Sequence[Unit],
    tokens: Sequence[frozenset[str]],
    sections: Sequence[Section],
    wanted: Sequence[Mapping[str, float]],
) -> Iterable[Link]:
    if not pieces:
        return
    rarity = _rarities([*tokens, *(frozenset(w) for w in wanted)])
    windows = _Windows(tokens, [len(piece.text) for piece in pieces], rarity)
    options = [
        windows.best(want, len(section.text) + len(section.title))
        for want, section in zip(wanted, sections, strict=True)
    ]
    for section, (first, last, score) in zip(sections, _path(options, len(pieces)), strict=True):
        if score >= LEAST:
            shown = pieces[first : last + 1]
            page = next((piece.page for piece in shown if not piece.heading), shown[0].page)
            yield Link(section.id, section.document, quote(shown), page, round(score, 4), first, last)


class _Windows:
    """All runs of pieces, to be compared with a section at once."""

    def __init__(self, tokens: Sequence[frozenset[str]], lengths: Sequence[int], rarity: Mapping[str, float]) -> None:
        self._tokens, self._rarity = tokens, rarity
        self._count = len(tokens)
        self._where: dict[str, list[int]] = {}
        for n, each in enumerate(tokens):
            for token in each:
                self._where.setdefault(token, []).append(n)
        self._characters = np.concatenate([[0], np.cumsum(lengths)])
        self._most = min(_MOST_PIECES, self._count)
        # weight[l, i]: the rarity of all different words in the run of l + 1 pieces from i on
        self._weights = np.zeros((self._most, self._count))
        for i in range(self._count):
            seen: set[str] = set()
            total = 0.0
            for length in range(min(self._most, self._count - i)):
                for token in self._tokens[i + length]:
                    if token not in seen:
                        seen.add(token)
                        total += rarity[token]
                self._weights[length, i] = total

    def best(self, wanted: Mapping[str, float], characters: int) -> list[tuple[int, int, float]]:
        """The likeliest runs for a section: first piece, last piece, score; best first."""
        held = [token for token in wanted if token in self._where]
        whole = sum(self._rarity[token] * weight for token, weight in wanted.items())
        if not held or not whole:
            return []
        present = np.zeros((len(held), self._count + 1), dtype=np.int16)
        for row, token in enumerate(held):
            present[row, np.asarray(self._where[token]) + 1] = 1
        sums = present.cumsum(axis=1, dtype=np.int16)
        # Both sums at once: with the section's own weights, and without.
        values = np.asarray(
            [[self._rarity[t] * wanted[t] for t in held], [self._rarity[t] for t in held]], dtype=np.float32
        )
        found: list[tuple[float, int, int]] = []
        for length in range(1, self._most + 1):
            ends = np.arange(length, self._count + 1)
            sizes = self._characters[ends] - self._characters[ends - length]
            if sizes.min() > max(200, 4 * characters):
                break
            inside = (sums[:, length:] > sums[:, :-length]).astype(np.float32)
            weighted, shared = values @ inside
            precision = shared / np.maximum(self._weights[length - 1, : self._count - length + 1], 1e-9)
            score = _balance(weighted / whole, precision)
            top = np.argpartition(-score, _CANDIDATES)[:_CANDIDATES] if len(score) > _CANDIDATES else range(len(score))
            found += [(float(score[at]), int(at), int(at) + length - 1) for at in top]
        found.sort(key=lambda each: (-each[0], each[1], each[2]))
        kept: list[tuple[int, int, float]] = []
        for score_, first, last in found:
            if len(kept) == _CANDIDATES:
                break
            # Runs that share a beginning or an end are one candidate.
            if all(abs(first - f) + abs(last - e) > 1 for f, e, _ in kept):
                kept.append((first, last, score_))
        return kept


def _balance(coverage: NDArray[np.float64], precision: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the section a run holds against how little else, as one figure (F with `_BETA`)."""
    square = _BETA * _BETA
    result: NDArray[np.float64] = (1 + square) * coverage * precision / np.maximum(square * precision + coverage, 1e-9)
    return result


def _path(options: Sequence[Sequence[tuple[int, int, float]]], count: int) -> list[tuple[int, int, float]]:
    """One run for each section, so that scores are high and neighbours near; (0, 0, 0.0) where there is none."""
    scores: list[list[float]] = []
    origins: list[list[int]] = []
    chosen: list[list[tuple[int, int, float]]] = []
    for each in options:
        here = list(each) or [(-1, -1, 0.0)]
        row, back = [], []
        for first, _, score in here:
            best, origin = score, -1
            if chosen:
                before = [
                    total - _cost(previous, first, count)
                    for total, previous in zip(scores[-1], chosen[-1], strict=True)
                ]
                origin = int(np.argmax(before))
                best = score + before[origin]
            row.append(best)
            back.append(origin)
        scores.append(row)
        origins.append(back)
        chosen.append(here)
    if not chosen:
        return []
    at = int(np.argmax(scores[-1]))
    picked: list[tuple[int, int, float]] = []
    for n in range(len(chosen) - 1, -1, -1):
        first, last, score = chosen[n][at]
        picked.append((max(first, 0), max(last, 0), score))
        at = origins[n][at]
    return picked[::-1]


def _cost(previous: tuple[int, int, float], first: int, count: int) -> float:
    """What it costs that a section's passage begins at `first`, behind the passage of the section before."""
    if first < 0 or previous[0] < 0:
        return 0.0
    distance = first - previous[1]
    away = max(0, distance - _FREE) if distance >= 0 else max(0, previous[0] - first)
    return _JUMP * min(1.0, away / max(20.0, 0.15 * count))


def _section_tokens(section: Section, language: str) -> dict[str, float]:
    wanted = dict.fromkeys(_tokens(section.text, language), 1.0)
    for token in _tokens(section.title, language):
        wanted[token] = _TITLE
    return wanted


def _tokens(text: str, language: str) -> frozenset[str]:
    """Words, figures and pairs of letters of a text: what stays when it is said in other words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = set(tokenize(text, language).words)
    found.update(f"0{figure.replace(',', '')}" for figure in _FIGURE.findall(plain))
    if language == "ja":
        letters = re.findall(r"[一-龠々ァ-ヶー]{2,}", plain)
        found.update(f"~{run[n : n + 2]}" for run in letters for n in range(len(run) - 1))
    return frozenset(found)


def _rarities(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(token for text in texts for token in text)
    return {token: math.log(1 + len(texts) / count) for token, count in counts.items()}
