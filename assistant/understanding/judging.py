"""Judge the classifiers on writers that they were not trained on: precision and recall beside those of the patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.understanding.labelled import Labelled
from assistant.understanding.learned import families_of
from assistant.understanding.training import Example

SURE = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was judged, how many there are, and the shares (ratios) that were right."""

    what: str
    language: str
    count: int
    patterns: tuple[float, float] | None
    """Precision and recall of the patterns alone; None where they make no such choice."""
    learned: tuple[float, float]
    """Precision and recall of the classifiers; of a choice, the share right first and among the first three."""


def judge(
    labels: Sequence[Labelled], rows: Sequence[Example], heads: Sequence[str], scores: Any, slope: Any, shift: Any
) -> Iterator[Row]:
    """The table, from out-of-writer scores of shape (examples, heads) and their calibration."""
    families = families_of(heads)
    chosen = {c for columns in families.values() for c in columns}
    likely = 1 / (1 + np.exp(-np.clip(np.nan_to_num(scores, nan=-30.0) * slope + shift, -40, 40)))
    kinds: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("facts stated", "+", lambda h: h),
        ("facts denied", "-", lambda h: h),
        ("costs asked about", "item:", lambda h: f"item {h[5:]}"),
    )
    for what, prefix, name in kinds:
        columns = [c for c, h in enumerate(heads) if h.startswith(prefix) and c not in chosen]
        for language in ("ja", "en"):
            at = [i for i, x in enumerate(labels) if x.lang == language]
            gold, read, thought = [], [], []
            for i in at:
                found = rows[i].features.counts["found"]
                for c in columns:
                    if heads[c] not in rows[i].open:
                        gold.append(heads[c] in rows[i].yes)
                        read.append(name(heads[c]) in found)
                        thought.append(likely[i, c] >= SURE)
            yield Row(what, language, sum(gold), _precision_recall(gold, read), _precision_recall(gold, thought))
    for family, members in families.items():
        columns = list(members)
        for language in ("ja", "en"):
            ranks = []
            for i, x in enumerate(labels):
                right = rows[i].families.get(family)
                if x.lang != language or right is None or (family != "ask" and not x.statement):
                    continue
                order = np.argsort(-np.nan_to_num(scores[i, columns], nan=-30.0), kind="stable")
                ranks.append([heads[columns[c]] for c in order].index(right))
            if ranks:
                first = sum(r == 0 for r in ranks) / len(ranks)
                yield Row(family, language, len(ranks), None, (first, sum(r < 3 for r in ranks) / len(ranks)))


def _precision_recall(gold: Sequence[bool], said: Sequence[Any]) -> tuple[float, float]:
    both = sum(1 for g, s in zip(gold, said, strict=True) if g and s)
    return both / max(1, sum(map(bool, said))), both / max(1, sum(gold))
