"""How alike two texts are, in words and in meaning; texts that are alike form groups.

The likeness is the cosine of the two vectors, to which the characters in common (Dice's coefficient) are added at a weight.
Meaning knows that two words are near, characters that they are the same: of short texts both are evidence.

The weight was chosen on 6,000 sentences of Tatoeba that the embedding had not seen, by the correlation with what
all-MiniLM-L6-v2 makes of their translations (42,000 pairs of neighbours: 0.658 without characters, 0.661 with them).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.language.tokens import clean
from assistant.retrieval.embedding import Embedder

CHARACTERS = 0.2
"""Weight of the characters in common beside a cosine of weight 1."""

ALIKE = 0.7
"""Likeness from which on two questions count as alike: of labelled Japanese questions by two writers, 78% of such pairs ask about
the same cost or statement, of English ones as many."""


def likeness(embedder: Embedder, first: Sequence[str], second: Sequence[str]) -> NDArray[np.float64]:
    """How alike each text of `first` is to the one at its place in `second`, shape (texts,), at most 1.

    Raises:
        ValueError: there are not as many in one as in the other.
    """
    if len(first) != len(second):
        raise ValueError(f"There are {len(first)} texts on one side and {len(second)} on the other.")
    mine, others = _of_meaning(embedder, first), _of_meaning(embedder, second)
    common = np.array([_in_common(one, other) for one, other in zip(first, second, strict=True)])
    alike: NDArray[np.float64] = _both((mine * others).sum(axis=1), common)
    return alike


def groups(embedder: Embedder, texts: Sequence[str], least: float = ALIKE) -> list[list[int]]:
    """The places of texts that are alike, in the order of the first of each group.

    A text joins the first group whose first text it is alike to, so that a group has one subject however long it grows.
    """
    vectors = _of_meaning(embedder, texts)
    found: list[list[int]] = []
    for place, text in enumerate(texts):
        heads = [group[0] for group in found]
        common = np.array([_in_common(texts[head], text) for head in heads])
        alike = _both(vectors[heads] @ vectors[place], common) if heads else np.zeros(0)
        near = np.flatnonzero(alike >= least)
        if near.size:
            found[int(near[0])].append(place)
        else:
            found.append([place])
    return found


def _of_meaning(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array(embedder.embed_documents(list(texts))) if texts else np.zeros((0, 0))


def _both(cosines: NDArray[np.float64], common: NDArray[np.float64]) -> NDArray[np.float64]:
    return (cosines + CHARACTERS * common) / (1 + CHARACTERS)


def _in_common(first: str, second: str) -> float:
    mine, others = set(clean(first)), set(clean(second))
    return 2 * len(mine & others) / max(1, len(mine) + len(others))
