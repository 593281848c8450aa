"""Costs that a message names in a row: "the claims, our response costs, our lost profit", 「本体の弁償と、情報漏えいの損害賠償」.

What stands in a row is asked about one by one, so that none of it is another name for what stands beside it, nor its mere
background.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(
    # What the one before ends in, the sign of the row, and what the next one begins with.
    r"(?:の?(?:分|代金?|費用?|金額?))?(?:(?:、|,|;|・)\s*|(?:と|や|および|及び|ならびに|並びに|または|あるいは)、?|\s*,?\s+(?:and|or|as well as)\s+|\s*[,;/]\s*(?:and |or )?)"
    r"(?:(?:our|the|own|any|their|its|my|incident|of|lost|such)\s+|(?:自社|当社|弊社|うち|自分|こちら|先方|相手|顧客|お?客|取引先|情報漏え?い|漏え?い|事故)(?:様|さん|側)?(?:から|へ|に対する)?の)*"
)


Place = tuple[str, int, int]
"""What is named, and from where to where."""


def in_a_row(text: str, places: Iterable[Place]) -> frozenset[Place]:
    """Those of the costs, each with the place where it is named, that stand in a row with another one."""
    found: set[Place] = set()
    before: list[Place] = []
    for group in _apart(places):
        several = len({p[0] for p in (*before, *group)}) > 1
        if before and several and _BETWEEN.fullmatch(text, max(p[2] for p in before), group[0][1]):
            found.update(before, group)
        before = group
    return frozenset(found)


def _apart(places: Iterable[Place]) -> list[list[Place]]:
    """Places in order, those that overlap together."""
    groups: list[list[Place]] = []
    for place in sorted(places, key=lambda p: (p[1], -p[2])):
        if groups and place[1] < max(p[2] for p in groups[-1]):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups
