"""Questions about a limit that do not say so: "how much liability is in set 3?", 「セット4の利益は3億円まで？」.

A limit is meant where a type and a part of the cover are named, nothing happened and no cost is priced: "how much" then
asks how far the cover goes, and a sum that the person names is one that they take to be the limit.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.context import Desk
from assistant.answering.limits import named_sections
from assistant.corpus.model import PremiumExamples
from assistant.understanding.intents import Intent
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.sizes import large_sums

_LEAST = 1_000_000  # yen; a smaller sum is no limit
_PREMIUM = re.compile(
    r"保険料|掛け?金|分担金|負担金|年額|年間|年いくら|加入(?!セット)|入る|premium|contribution|a year|per year|annual|yearly|\bcosts? (?:us|me|to join)\b"
)
_UP_TO = re.compile(
    r"^(?:円|yen)?(?:まで|が(?:上限|限度|最高|最大)|を(?:上限|限度))(?!に|の(?:間|あいだ)|下|減|値下)|^(?: yen)? (?:max(?:imum)?|at most|limit|ceiling|cap)\b"
)
_UP_TO_BEFORE = re.compile(
    r"\b(?:up to|as (?:far|high|much) as|capped at|limit(?:ed)? (?:is|to|of)|maximum (?:is|of)|(?:liability|costs?|profits?) (?:is|are|goes to|of))(?: only| just)?\s*$"
)
_SUPPOSED = re.compile(r"(?:よね|ですか|でしょ|[?？]|\bright\b|\bcorrect\b)")
_CAN_COSTS = re.compile(
    r"対応費用|費用損害|費用(?:部分|の部分|枠)|response[- ]costs?|\bcosts?\b[^.?!]{0,20}\b(?:limit|section|part)"
)


# "How far does it go for the costs?", 「費用はどこまで出ますか」, with a type told.
_HOW_FAR = re.compile(
    r"どこまで(?:なら|は|が|も)?(?:出|払|補償|見て|みて|カバー|いけ|行け|もらえ|貰え|支払|下り|おり|面倒|使え|OK|大丈夫|です)|\bhow far\b|\bup to where\b|\bwhere (?:does|do|will) (?:it|the \w+|they|that) (?:stop|end)\b"
)


def with_ceiling(q: Query, r: SchemeReading) -> Query:
    """The query with a limit asked for where it is asked how far the cover of a type goes and no cost is priced."""
    asks = _HOW_FAR.search(q.message.text) and r.choices.get("type") and not any(c.yen is not None for c in r.costs)
    if not asks or q.wants("premium"):
        return q
    return replace(q, intents={**{i: n for i, n in q.intents.items() if i != "payout"}, "limit": 0})


def limit_in_mind(q: Query, r: SchemeReading, desk: Desk) -> tuple[Query, SchemeReading]:
    """The query and reading with a limit asked for where that is what is meant; unchanged elsewhere."""
    if "type" not in desk.scheme.dimensions or not desk.scheme.limits:
        return q, r
    q = with_ceiling(q, r)
    if not _general(r, desk):
        return q, r
    happened = any(desk.scheme.facts[f].kind == "peril" and v is not False for f, v in r.facts.items())
    if happened or not r.choices.get("type") or _PREMIUM.search(q.message.text):
        return q, r
    sections = _sections(q, r, desk)
    if not sections and not (_no_table(desk) and named_sections(desk, q.message.text)):
        return q, r
    priced = any(c.yen is not None for c in r.costs)
    text = q.message.text
    named = tuple(
        value
        for value, start, end in large_sums(q.figures)
        if value not in r.held
        and (
            _UP_TO.match(text[end : end + 12])
            or (_UP_TO_BEFORE.search(text[max(0, start - 30) : start]) and _SUPPOSED.search(text[end:]))
        )
    )
    if not named and not priced | ("limit" in q.intents):
        named = tuple(y for y in q.supposed_yen if y >= _LEAST)
    if named and any(c.yen is not None and c.yen not in named for c in r.costs):
        return q, r  # another sum is a cost, and what is paid for it is asked
    limit: dict[Intent, int] = {"limit": 0}
    if named and ("limit" not in q.intents or not q.supposed_yen):
        return replace(q, intents=limit, supposed_yen=named, needs={}), replace(r, costs=())
    if (
        not sections
        or priced
        or "limit" in q.intents
        or not q.wants("payout")
        or (q.wants("premium") and not _no_table(desk))
    ):
        return q, r
    return replace(q, intents={**limit, **{i: n for i, n in q.intents.items() if i in ("difference", "compare")}}), r


def _no_table(desk: Desk) -> bool:
    return isinstance(desk.scheme.premium, PremiumExamples)


def _general(r: SchemeReading, desk: Desk) -> bool:
    """Whether no cost is named but what stands for a whole part of the cover."""
    return all(desk.scheme.stands_for_section(i) for i in r.items)


def _sections(q: Query, r: SchemeReading, desk: Desk) -> set[str]:
    """Parts of the cover named; 「費用」 alone is a part only where no premium can be meant by it."""
    found = set(r.sections) | set(q.needs) | {desk.scheme.items[i].section for i in r.items}
    if found == {"response_costs"} and not _no_table(desk) and not _CAN_COSTS.search(q.message.text):
        return set()
    return found
