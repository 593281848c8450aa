"""What a message looks like to the classifiers: words, letters, groups of words of like meaning, and their mean vector.

Four blocks, each scaled to length 1 and weighted: words and pairs of words (Sudachi's normalised forms, English
stems), letters (n-grams), groups of words and pairs of groups (so that a word that no labelled question uses still
counts by its meaning), and the mean of the word vectors. What hand-written patterns found is a fifth block. Figures
are folded into one sign: sums and dates are read elsewhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.language.stemming import stem
from assistant.language.tokens import morphemes
from assistant.language.word_vectors import DIMENSIONS, Language, word_vectors
from assistant.understanding.concepts import concepts
from assistant.understanding.text import Message

READ = 1_500  # characters of a message that are looked at; longer ones by their head and tail
BLOCKS = ("word", "letter", "group", "found")
# Chosen by cross-validation over the writers of the labelled questions (`assistant learn train`).
WEIGHTS = {"word": 1.0, "letter": 1.0, "group": 1.0, "found": 1.0, "vector": 1.0}

_FIGURE = re.compile(r"\d[\d,.]*")
_ENGLISH = re.compile(r"[a-z]+(?:['’][a-z]+)?|0|[.,;:!?]")
_MARKS = frozenset({"補助記号", "空白", "記号"})
_GRAMMAR = frozenset({"助詞", "助動詞"})


@dataclass(frozen=True, slots=True)
class Features:
    """The counts of each block and the mean vectors, shape (2 × 128,): Japanese words, then English ones."""

    counts: dict[str, Counter[str]]
    vector: npt.NDArray[np.float32]


def text_features(message: Message) -> Features:
    """The features of a message's text, without what patterns find in it. Linear in the message."""
    text = message.text
    if len(text) > READ:
        text = text[: READ // 2] + "\n" + text[-READ // 2 :]
    text = _FIGURE.sub("0", text)
    words: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    vector = np.zeros(2 * DIMENSIONS, np.float32)
    before: str | None = None
    group_before: int | None = None
    for word, grammar in _words(text, message.language):
        if word is None:
            before = group_before = None
            continue
        form = stem(word) if word.isascii() else word
        words[form] += 1
        if before is not None:
            words[f"{before} {form}"] += 1
        before = form
        if grammar:
            continue
        side: Language = "en" if word.isascii() else "ja"
        table = word_vectors(side)
        row = table.row(word)
        if row is None:
            continue
        coarse = int(table.coarse[row])
        groups[f"{side}{coarse}"] += 1
        groups[f"{side}:{table.fine[row]}"] += 1
        if group_before is not None:
            groups[f"{side}{group_before}+{coarse}"] += 1
        group_before = coarse
        start = DIMENSIONS if side == "en" else 0
        vector[start : start + DIMENSIONS] += table.vectors[row]
    groups.update(f"idea {name}" for name in concepts(message.text))
    for start in (0, DIMENSIONS):
        length = float(np.linalg.norm(vector[start : start + DIMENSIONS]))
        if length > 0:
            vector[start : start + DIMENSIONS] /= length
    return Features({"word": words, "letter": _letters(text, message.language), "group": groups}, vector)


def with_found(features: Features, found: Iterable[str]) -> Features:
    """The features with what patterns found (names such as `+leak`, `-published`, `investigation`)."""
    return Features({**features.counts, "found": Counter(found)}, features.vector)


def block_values(counts: Counter[str], idf: dict[str, float], weight: float) -> list[tuple[str, float]]:
    """A block's known features with their values: (1 + ln count) × idf, together of length `weight`."""
    values = [(f, (1.0 + math.log(n)) * idf[f]) for f, n in counts.items() if f in idf]
    length = math.sqrt(sum(v * v for _, v in values))
    return [(f, weight * v / length) for f, v in values] if length > 0 else []


def _words(text: str, language: str) -> Iterable[tuple[str | None, bool]]:
    """Each word and whether it is mere grammar; None where a mark ends a phrase."""
    if language == "en":
        for match in _ENGLISH.finditer(text):
            yield (None, False) if match[0] in ".,;:!?" else (match[0], match[0] == "0")
        return
    for form, part in morphemes(text):
        yield (None, False) if part in _MARKS else (form, part in _GRAMMAR or form == "0")


def _letters(text: str, language: str) -> Counter[str]:
    line = re.sub(r"\s+", " " if language == "en" else "", text)
    sizes = (4, 5) if language == "en" else (2, 3, 4)
    return Counter(line[i : i + n] for n in sizes for i in range(len(line) - n + 1))
