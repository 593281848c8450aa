"""What was learned from labelled questions: how likely a message states a fact, asks about a cost or for a statement.

Linear classifiers over the features of a message, all in one sparse table of bytes (`learned.npz`), made by
`assistant learn train`. A *head* is one thing that can be true of a message: `+leak` (states a leak), `-leak`
(denies one), `item:lawyer` (asks about it), `ask:premium`, `<scheme>:agency_contact` (a statement of a scheme). Heads are
calibrated on writers that they were not trained on: 0.8 means right in eight of ten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.understanding.features import BLOCKS, Features, block_values

FILE = Path(__file__).with_name("learned.npz")


@dataclass(frozen=True, slots=True)
class TextScores:
    """The part of the scores that a text alone decides: the same for every scheme. Both of shape (heads,)."""

    score: npt.NDArray[np.float32]
    added: npt.NDArray[np.float64]


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
    families: Mapping[str, npt.NDArray[np.intp]]

    def of_text(self, features: Features) -> TextScores:
        """What the text alone adds to the score of every head, whatever patterns find in it."""
        score = self.bias + self.block_weights["vector"] * (features.vector @ self.dense)
        columns, weighed = self._weighed(features, BLOCKS[:-1])
        return TextScores(score, np.bincount(columns, weighed, len(self.heads)).astype(np.float64, copy=False))

    def scores(self, features: Features, text: TextScores | None = None) -> npt.NDArray[np.float32]:
        """The score of every head, shape (heads,), before calibration; `text` is what `of_text` gave for these features."""
        text = text or self.of_text(features)
        added = text.added
        if features.counts.get(BLOCKS[-1]):
            added = added.copy()
            np.add.at(added, *self._weighed(features, BLOCKS[-1:]))  # one after the other, as `bincount` does
        return text.score + self.scale * added.astype(np.float32)

    def _weighed(
        self, features: Features, blocks: Sequence[str]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        """All weights of the features in these blocks with the heads that they count for, in the order of the features."""
        picked: list[tuple[int, float]] = []
        for block in blocks:
            counts = features.counts.get(block)
            if counts:
                known = self.features[block]
                picked += [(known[f], v) for f, v in block_values(counts, self.idf[block], self.block_weights[block])]
        rows = np.fromiter((row for row, _ in picked), dtype=np.int64, count=len(picked))
        amounts = np.fromiter((value for _, value in picked), dtype=np.float64, count=len(picked))
        begins = self.starts[rows]
        counts_of = self.starts[rows + 1] - begins
        # The places of all weights of these rows, one after the other.
        places = np.arange(int(counts_of.sum())) + np.repeat(begins - (np.cumsum(counts_of) - counts_of), counts_of)
        return self.columns[places].astype(np.intp), self.weights[places] * np.repeat(amounts, counts_of)

    def likely(self, features: Features, text: TextScores | None = None) -> dict[str, float]:
        """The probability of every head: alone for facts and costs, among its family for the others."""
        calibrated = self.slope * self.scores(features, text) + self.shift
        chances = 1.0 / (1.0 + np.exp(-np.clip(calibrated.astype(np.float64), -40.0, 40.0)))
        for columns in self.families.values():
            part = calibrated[columns]
            part = np.exp(part - part.max())
            chances[columns] = part / part.sum()
        return dict(zip(self.heads, chances.tolist(), strict=True))


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
        {family: np.array(columns, dtype=np.intp) for family, columns in families_of(heads).items()},
    )


def families_of(heads: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Heads of which exactly one holds: the kinds of question, and the statements of each scheme (or none of them)."""
    found: dict[str, list[int]] = {}
    for i, head in enumerate(heads):
        family, colon, _ = head.partition(":")
        if colon and family != "item":
            found.setdefault(family, []).append(i)
    return {k: tuple(v) for k, v in found.items()}
