"""What was learned from labelled questions: how likely a message states a fact, asks about a cost or for a statement.

Linear classifiers over the features of a message, all in one sparse table of bytes (`learned.npz`), made by
`assistant learn train`. A *head* is one thing that can be true of a message: `+leak` (states a leak), `-leak`
(denies one), `item:lawyer` (asks about it), `ask:premium`, `<scheme>:agency_contact` (a statement of a scheme). Heads are
calibrated on writers that they were not trained on: 0.8 means right in eight of ten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.understanding.features import BLOCKS, Features, block_values

FILE = Path(__file__).with_name("learned.npz")


@dataclass(frozen=True, slots=True)
class Learned:
    """The classifiers. `heads` in order of the columns; `slope` and `shift` calibrate each head's score."""

    heads: tuple[str, ...]
    features: Mapping[str, Mapping[str, int]]
    idf: Mapping[str, dict[str, float]]
    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.int8]
    dense: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    slope: npt.NDArray[np.float32]
    shift: npt.NDArray[np.float32]
    block_weights: Mapping[str, float]
    families: Mapping[str, tuple[int, ...]]

    def scores(self, features: Features) -> npt.NDArray[np.float32]:
        """The score of every head, shape (heads,), before calibration."""
        total = self.bias + self.block_weights["vector"] * (features.vector @ self.dense)
        picked: list[tuple[int, float]] = []
        for block in BLOCKS:
            known = self.features[block]
            counts = features.counts.get(block)
            if counts:
                values = block_values(counts, self.idf[block], self.block_weights[block])
                picked += [(known[f], v) for f, v in values]
        if picked:
            rows = np.fromiter((row for row, _ in picked), dtype=np.int64, count=len(picked))
            amounts = np.fromiter((value for _, value in picked), dtype=np.float64, count=len(picked))
            begins = self.starts[rows]
            counts_of = self.starts[rows + 1] - begins
            # The places of all weights of these rows, one after the other.
            places = np.arange(int(counts_of.sum())) + np.repeat(begins - (np.cumsum(counts_of) - counts_of), counts_of)
            weighed = self.weights[places] * np.repeat(amounts, counts_of)
            added = np.bincount(self.columns[places], weighed, minlength=len(self.heads))
            total += self.scale * added.astype(np.float32)
        return total

    def likely(self, features: Features) -> dict[str, float]:
        """The probability of every head: alone for facts and costs, among its family for the others."""
        scores = self.scores(features)
        calibrated = self.slope * scores + self.shift
        alone = 1.0 / (1.0 + np.exp(-np.clip(calibrated.astype(np.float64), -40.0, 40.0)))
        out = dict(zip(self.heads, alone.tolist(), strict=True))
        for columns in self.families.values():
            part = calibrated[list(columns)]
            part = np.exp(part - part.max())
            part /= part.sum()
            out.update((self.heads[c], float(p)) for c, p in zip(columns, part, strict=True))
        return out


@cache
def learned(path: Path = FILE) -> Learned | None:
    """The classifiers shipped with the package; None where the file is missing (the patterns then stand alone)."""
    if not path.exists():
        return None
    with np.load(path) as data:
        meta = json.loads(data["meta"].tobytes().decode())
        columns, weights, counts = data["columns"], data["weights"], data["counts"]
        dense = data["dense"].astype(np.float32) * data["dense_scale"]
        scale, bias, slope, shift = (data[k].astype(np.float32) for k in ("scale", "bias", "slope", "shift"))
    features: dict[str, dict[str, int]] = {}
    idf: dict[str, dict[str, float]] = {}
    row = 0
    for block in BLOCKS:
        names: list[str] = meta["features"][block]
        features[block] = {n: row + i for i, n in enumerate(names)}
        idf[block] = dict(zip(names, meta["idf"][block], strict=True))
        row += len(names)
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    heads = tuple(meta["heads"])
    return Learned(
        heads,
        features,
        idf,
        starts,
        columns,
        weights,
        dense,
        scale,
        bias,
        slope,
        shift,
        meta["weights"],
        families_of(heads),
    )


def families_of(heads: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Heads of which exactly one holds: the kinds of question, and the statements of each scheme (or none of them)."""
    found: dict[str, list[int]] = {}
    for i, head in enumerate(heads):
        family, colon, _ = head.partition(":")
        if colon and family != "item":
            found.setdefault(family, []).append(i)
    return {k: tuple(v) for k, v in found.items()}
