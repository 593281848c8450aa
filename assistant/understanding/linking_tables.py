"""The features of texts that messages are linked to, weighed and counted once: tf-idf tables of a linker.

Features are character and word n-grams and general ideas. Tables are made from texts alone, so they are kept on disk
for the next start.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.derived.shelf import Shelf
from assistant.understanding.concepts import concepts
from assistant.understanding.offtopic import OFF_TOPIC
from assistant.understanding.postings import Postings

_KEEP = re.compile(r"[a-z0-9ぁ-ゖァ-ヺー一-鿿〔〕%]+")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "be",
        "of",
        "to",
        "in",
        "on",
        "for",
        "and",
        "or",
        "do",
        "does",
        "did",
        "we",
        "our",
        "us",
        "i",
        "my",
        "you",
        "your",
        "it",
        "its",
        "this",
        "that",
        "what",
        "which",
        "who",
        "how",
        "when",
        "where",
        "can",
        "could",
        "would",
        "will",
        "should",
        "if",
        "with",
        "at",
        "by",
        "from",
        "as",
        "any",
        "there",
        "have",
        "has",
        "had",
        "not",
        "no",
        "so",
    ]
)

# Weights of the features: an idea says more than letters; hiragana alone is mostly grammar; what no statement has
# ever said must not drown what is known.
CONCEPT_WEIGHT = 2.4
HIRAGANA_WEIGHT = 0.5
UNSEEN_WEIGHT = 0.3

_HIRAGANA = re.compile(r"[ぁ-ゖー]+")


@dataclass(frozen=True, slots=True)
class Linkable:
    """A thing to link to: its id, its texts (utterances, names), the text that answers, and its patterns."""

    id: str
    examples: tuple[str, ...]
    document: str
    patterns: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """What a linker knows of its things' texts: the weights of features, and which texts hold them.

    `place` numbers the features, `idf` weighs each; `owners` tells which thing each example belongs to, numbers past the
    things' are the background.
    """

    place: Mapping[str, int]
    idf: npt.NDArray[np.float64]
    owners: npt.NDArray[np.int32]
    examples: Postings
    documents: Postings

    @classmethod
    def kept(cls, shelf: Shelf, name: str, things: Callable[[], Sequence[Linkable]]) -> Tables:
        """The tables from the shelf, else made from the things and kept."""
        stored = shelf.read_arrays(name)
        if stored is not None:
            return cls._from(stored)
        tables = cls.of(things())
        shelf.write_arrays(name, tables._arrays())
        return tables

    @classmethod
    def of(cls, things: Sequence[Linkable]) -> Tables:
        """Count and weigh the features of all texts; takes about a second for hundreds of things."""
        bags: list[tuple[int, Counter[str]]] = []
        for i, thing in enumerate(things):
            bags += [(i, Counter(grams(e))) for e in thing.examples]
        documents = [Counter(grams(" ".join((t.document, *t.examples)))) for t in things]
        # The background follows the things; its words count as seen in one thing only where no thing has them.
        for i, said in enumerate(OFF_TOPIC.values(), len(things)):
            bags += [(i, Counter(grams(e))) for e in said]
        behind = [Counter(grams(" ".join(said))) for said in OFF_TOPIC.values()]
        frequency: Counter[str] = Counter()
        for bag in documents:
            frequency.update(bag.keys())
        n = max(1, len(documents))
        for bag in behind:
            for gram in bag:
                frequency[gram] += gram not in frequency
        idf = {g: kind_weight(g) * max(0.0, math.log((n + 1) / (f + 0.5))) for g, f in frequency.items()}
        # An idea may need the end of a text, and so stand in an example and in no document.
        idf |= {g: unseen(len(things)) * kind_weight(g) for _, bag in bags for g in bag if g not in idf}
        place = {g: i for i, g in enumerate(idf)}
        return cls(
            place,
            np.array([*idf.values()], dtype=np.float64),
            np.array([i for i, _ in bags], dtype=np.int32),
            Postings.of([unit(b, idf.__getitem__) for _, b in bags], place),
            Postings.of([unit(b, idf.__getitem__) for b in (*documents, *behind)], place),
        )

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        names = np.frombuffer("\n".join(self.place).encode(), dtype=np.uint8)
        return {
            "features": names,
            "idf": self.idf,
            "owners": self.owners,
            **self.examples.arrays("example_"),
            **self.documents.arrays("document_"),
        }

    @classmethod
    def _from(cls, stored: Mapping[str, npt.NDArray[Any]]) -> Tables:
        names = stored["features"].tobytes().decode().split("\n")
        return cls(
            {name: i for i, name in enumerate(names)},
            stored["idf"],
            stored["owners"],
            Postings.of_arrays(stored, "example_"),
            Postings.of_arrays(stored, "document_"),
        )


def unseen(things: int) -> float:
    """The weight of a feature that none of so many things has."""
    return UNSEEN_WEIGHT * math.log((max(1, things) + 1) / 0.5)


def unit(bag: Counter[str], weight: Callable[[str], float]) -> dict[str, float]:
    """The vector of a text by its features, of length 1."""
    raw = {g: (1 + math.log(c)) * weight(g) for g, c in bag.items()}
    norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
    return {g: v / norm for g, v in raw.items()}


def kind_weight(gram: str) -> float:
    if gram.startswith("c:"):
        return CONCEPT_WEIGHT
    return HIRAGANA_WEIGHT if _HIRAGANA.fullmatch(gram) else 1.0


def grams(text: str) -> Iterable[str]:
    """Features of a prepared text: ideas, stems and parts of words in Latin, bigrams and trigrams in Japanese."""
    for name in concepts(text.lower()):
        yield f"c:{name}"
    for run in _KEEP.findall(text.lower()):
        if run[0].isascii():
            if run in _STOP:
                continue
            yield f"w:{_stem(run)}"
            for i in range(len(run) - 3):
                yield run[i : i + 4]
        else:
            for size in (2, 3):
                for i in range(len(run) - size + 1):
                    yield run[i : i + size]
            if len(run) == 1:
                yield run


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
