"""Of which subject a figure is, where an answer judges several: the ratio of one cost told of another.

An answer on two costs has a reason, conditions and a computation for each, one block below the other. A figure that
stands in the block of one only must not be told of the other: "90% of the prevention costs" for 90% of the advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import Value, read_figures
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import runs

_BEGINS: Final = re.compile(r"^(?:理由|why)[::]\s*", re.I)
_STATEMENT: Final = re.compile(r"[^。;]+?(?:(?<=れ)、|(?<=で)、|(?<=し)、|(?<=が)、|[。;]|$)")
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Block:
    """The subject of a block, as runs of kanji and katakana, and the figures in it."""

    subject: tuple[str, ...]
    values: frozenset[tuple[str, Value]]


def check_blocks(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that tells a figure of another subject than the answer."""
    blocks = _blocks(evidence)
    if len(blocks) < _LEAST:
        return
    for m in _STATEMENT.finditer(sentence.text):
        mine = [b for b in blocks if any(s in m[0] for s in b.subject)]
        if len(mine) != 1:
            continue
        for figure in read_figures(m[0]).figures:
            key = (figure.kind, figure.value)
            holders = [b for b in blocks if key in b.values]
            if holders and mine[0] not in holders:
                yield f"The answer says {figure.text.strip()} of {holders[0].subject[0]}, the draft of {mine[0].subject[0]}."
                return


@lru_cache(maxsize=128)
def _blocks(evidence: Evidence) -> tuple[Block, ...]:
    """The blocks of an answer that name a subject, each with the words that no other block has for its own."""
    heads: list[tuple[str, set[tuple[str, Value]]]] = []
    for line in evidence.lines:
        if begins := _BEGINS.match(line.text):
            heads.append((line.text[begins.end() :], set()))
        if heads:
            heads[-1][1].update(
                (f.kind, f.value) for f in read_figures(line.text).figures if f.kind in ("percent", "yen")
            )
    found = []
    for at, (text, values) in enumerate(heads):
        others = [other for i, (other, _) in enumerate(heads) if i != at]
        own = tuple(w for w in runs(text) if len(w) > _LEAST and not any(w in other for other in others))
        if own:
            found.append(Block(own, frozenset(values)))
    return tuple(found) if len(found) == len(heads) else ()
