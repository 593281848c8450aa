"""BM25 of the library bm25s, counted over all passages at once instead of passage by passage.

The library counts the tokens of each document in Python, which takes half a minute for 100,000 passages; it invites
subclasses to build its index in another way. The scores are the same, bit for bit.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of each index it builds

K1 = 1.2
B = 0.6


class Postings(bm25s.BM25):  # type: ignore[misc]
    """For each token the passages that hold it, with what it adds to their score."""

    def __init__(self, **_: Any) -> None:
        super().__init__(method="lucene", k1=K1, b=B, backend="numpy", csc_backend="numpy")
        self.nonoccurrence_array = None  # this way of scoring needs none

    def build_index_from_ids(
        self, unique_token_ids: Sequence[int], corpus_token_ids: Sequence[NDArray[np.int32]], **_: Any
    ) -> dict[str, Any]:
        """What the library keeps as `scores`: a sparse matrix, tokens by passages, in columns of tokens."""
        passages, tokens = len(corpus_token_ids), len(unique_token_ids)
        lengths = np.fromiter(map(len, corpus_token_ids), dtype=np.int64, count=passages)
        places = np.concatenate(corpus_token_ids).astype(np.int64)
        places *= passages
        places += np.repeat(np.arange(passages), lengths)
        places, counts = np.unique(places, return_counts=True)
        column, row = np.divmod(places, passages)
        frequencies = np.bincount(column, minlength=tokens)
        different, which = np.unique(frequencies, return_inverse=True)
        rarities = np.array([rarity(int(each), passages) for each in different], dtype=np.float32)[which]
        expected = K1 * ((1 - B) + B * lengths / lengths.mean())
        return {
            "data": (rarities[column] * (counts / (expected[row] + counts))).astype(np.float32),
            "indices": row.astype(np.int32),
            "indptr": np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64),
            "num_docs": passages,
        }


def rarity(frequency: int, passages: int) -> float:
    """Inverse document frequency as Lucene computes it: what BM25 tends to for a passage full of the token."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
