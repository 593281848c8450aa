"""Which of the dates of a message is the day that something is wished to begin: the others tell when what was heard."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from assistant.understanding.dates import FoundDate

# 「1月12日の火曜から」, 「4月1日付けで」, "from 12 January", "cover to begin on 1 June".
_BEGINS_AFTER: Final = re.compile(
    r"[ ]?(?:[((][^))\n]{1,6}[))]|の?[月火水木金土日]曜日?)?[ ]?(?:から(?!連絡|聞)|より|付け?[でのに]?|(?:に|で)(?:途中|中途)?(?:で|から)?(?:入|加入|開始|始め|スタート))|"
    r",?[ ](?:start|onwards?\b)",
    re.I,
)
_BEGINS_BEFORE: Final = re.compile(
    r"\b(?:from|as of|as from|effective|(?:start|begin|commenc|join|enrol)\w*(?: (?:on|from|as of|as from|by))?)"
    r"(?: (?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?(?: the)? $",
    re.I,
)
_BEFORE_REACH: Final = 40  # characters before a date in which the words for a beginning stand


def wished_day(text: str, found: Sequence[FoundDate], today: dt.date) -> dt.date | None:
    """The day that is wished: the one from which something shall begin, else the first that is still to come.

    Args:
        text: the message in which the dates were found.
        found: its dates, in order.
        today: no day before it can still be wished where a later one is named.

    Returns:
        The day; the first one where nothing sets it apart, None where there is none.
    """
    dated = [(d, d.date) for d in found if d.date is not None]
    begins = [
        day
        for d, day in dated
        if _BEGINS_AFTER.match(text, d.end) or _BEGINS_BEFORE.search(text[max(0, d.start - _BEFORE_REACH) : d.start])
    ]
    # "Today I was told …; from 12 January": today is wished only where no other day is named.
    coming = [day for day in begins if day > today] or begins or [day for _, day in dated if day > today]
    return next(iter(coming or [day for _, day in dated]), None)
