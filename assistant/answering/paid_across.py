"""What each of several schemes would pay for one loss: the amount where its brochure prints limits, else the verdict alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.answering.alike import Place
from assistant.answering.asked import asking
from assistant.answering.context import Desk
from assistant.answering.joining import together, under_its_name
from assistant.answering.judging import verdict_on
from assistant.answering.reckoned import payout_of
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import costs_with_amounts

_WHAT_SUM = re.compile(
    r"いくら|何円|なんぼ|どの(?:くらい|程度)|どれ(?:くらい|だけ|ほど)|\b(?:how much|what (?:sum|amount|figure)|what (?:do|does|would|will|can) (?!we |i |you |they |our )[^.?!\n]{2,120}? pay)\b"
)
_PAID = frozenset(("covered", "conditional"))


def asks_sum(q: Query) -> bool:
    """Whether "how much" is asked in so many words."""
    return bool(_WHAT_SUM.search(asking(q)))


def write_paid_across(q: Query, places: Sequence[Place]) -> Answer | None:
    """The payouts of the schemes, one below the other; None where no sum is asked for, or none can be reckoned."""
    if not (q.wants("payout") or asks_sum(q)) or q.wants("choose") or not all(costs_with_amounts(r) for _, r in places):
        return None
    paid = [_paid(q, desk, r) for desk, r in places]
    if not any(a is not None and a.amounts for a in paid):
        return None
    parts = [under_its_name(desk, a) for (desk, _), a in zip(places, paid, strict=True) if a is not None]
    return together(parts)


def _paid(q: Query, desk: Desk, r: SchemeReading) -> Answer | None:
    """What one scheme pays; the verdict where the brochure states no sums, or where nothing is paid."""
    stated = bool(desk.scheme.limits or desk.scheme.deductibles)
    found = payout_of(q, r, desk, costs_with_amounts(r)) if stated else None
    if found is not None:
        return found
    verdict = verdict_on(q, r, desk)
    if verdict is None or stated or not any(v.verdict in _PAID for v in verdict.verdicts):
        return verdict
    note = (
        "いくら支払われるかは計算できません。支払限度額も免責金額も、パンフレットに書かれていないためです。"
        if desk.language == "ja"
        else "How much would be paid cannot be reckoned: the brochure states neither a limit nor a deductible."
    )
    blocks = verdict.text.split("\n\n")
    # After the verdict, which is one sentence, or a heading with a list below it.
    place = next((i for i, b in enumerate(blocks[1:], 1) if not b.startswith("- ")), len(blocks))
    text = "\n\n".join((*blocks[:place], note, *blocks[place:]))
    return verdict.model_copy(update={"text": text, "caveats": (note, *verdict.caveats)})
