"""In what order a computation takes its steps: the ratio, the deductible, the limit.

"Up to its limit; the deductible is then taken from that" has each step of the answer and none in its place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.text import Sentence, fold_text

_STEPS: Final[dict[str, re.Pattern[str]]] = {
    "ratio": re.compile(r"\b(?:ratio|percent|share)\b|\d\s?%|縮小|割合"),
    "deductible": re.compile(r"\b(?:deductible|excess)\b|免責"),
    "limit": re.compile(r"\b(?:limit|cap|ceiling|maximum)\b|限度|上限"),
}
_THEN: Final = re.compile(
    r"\b(?:then|after that|afterwards|thereafter|subsequently|finally|last of all|from (?:that|this|which)|of (?:that|this|which))\b|そこから|ここから|その後|そのあと|次に|最後に"
)
_OTHER_WAY: Final = re.compile(
    r"\b(?:other|another|alternativ\w+|first|were|would|if|before|after)\b|別の|先に|もし|なら|れば"
)


def check_steps(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that takes the steps of a computation in another order."""
    order = _order(evidence)
    then = _THEN.search(sentence.text)
    if len(order) < 2 or then is None or _OTHER_WAY.search(sentence.text.replace("after that", "")):
        return
    places = {name: m.start() for name, p in _STEPS.items() if name in order and (m := p.search(sentence.text))}
    told = sorted(places, key=lambda n: places[n])
    for one, other in itertools.pairwise(told):
        apart = _THEN.search(sentence.text, places[one]) is not None
        if apart and order.index(one) > order.index(other):
            yield f"In the answer the {other} comes before the {one}: “{sentence.text.strip()[:80]}”."
            return


@lru_cache(maxsize=128)
def _order(evidence: Evidence) -> tuple[str, ...]:
    """The steps of the answer's computation in their order; none where its computations differ."""
    orders = set()
    for amount in evidence.answer.amounts:
        named = [
            name
            for s in amount.steps
            for name in ("limit", "deductible", "ratio")
            if _STEPS[name].search(fold_text(f"{s.label} {s.expression if name == 'ratio' else ''}").lower())
        ]
        if len(order := tuple(dict.fromkeys(named))) > 1:
            orders.add(order)
    return orders.pop() if len(orders) == 1 else ()
