"""Which texts hold a feature, and with which weight: rows of arrays, that are multiplied with a message's vector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Postings:
    """Texts by feature: those of feature `i` are `rows[starts[i]:starts[i + 1]]`, with their `weights`; `count` texts in all."""

    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]
    count: int

    @classmethod
    def of(cls, vectors: Sequence[Mapping[str, float]], place: Mapping[str, int]) -> Postings:
        """The postings of texts' vectors; `place` numbers the features."""
        columns = np.array([place[f] for v in vectors for f in v], dtype=np.int64)
        rows = np.repeat(np.arange(len(vectors), dtype=np.int32), [len(v) for v in vectors])
        weights = np.array([w for v in vectors for w in v.values()], dtype=np.float64)
        order = np.argsort(columns, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=len(place)))])
        return cls(starts.astype(np.int64), rows[order], weights[order], len(vectors))

    @classmethod
    def of_arrays(cls, stored: Mapping[str, npt.NDArray[Any]], prefix: str) -> Postings:
        """What `arrays` gave, from arrays that are named so."""
        starts, rows, weights = (stored[f"{prefix}{name}"] for name in ("starts", "rows", "weights"))
        return cls(starts, rows, weights, int(stored[f"{prefix}count"]))

    def arrays(self, prefix: str) -> dict[str, npt.NDArray[Any]]:
        """All of it as arrays, to be stored under names that begin with `prefix`."""
        fields: dict[str, npt.NDArray[Any]] = {
            "starts": self.starts,
            "rows": self.rows,
            "weights": self.weights,
            "count": np.array(self.count),
        }
        return {f"{prefix}{name}": values for name, values in fields.items()}

    def times(self, vector: Iterable[tuple[int, float]]) -> dict[int, float]:
        """The dot product of each text that shares a feature with a vector, given as features' numbers and weights.

        Products are added one by one in the order of the vector, so that no sum depends on how they are stored.
        """
        spans = [(self.starts[f], self.starts[f + 1], w) for f, w in vector]
        if not spans:
            return {}
        rows = np.concatenate([self.rows[a:b] for a, b, _ in spans])
        products = np.concatenate([w * self.weights[a:b] for a, b, w in spans])
        total = np.bincount(rows, products, minlength=self.count)
        shared = np.zeros(self.count, dtype=bool)
        shared[rows] = True
        found = np.flatnonzero(shared)
        return dict(zip(found.tolist(), total[found].tolist(), strict=True))
