"""What the dates and counted days of a message decide: whether notice came in time, a cost arose within the days, a claim within the period.

Each date is tied to what is said beside it: something was noticed, the insurer was told, work was ordered or billed,
somebody claimed. How many days there are, and which period it is, stands in the scheme.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeVar

from assistant.corpus.model import Scheme
from assistant.rules.deadline import days_after, years_after
from assistant.understanding.dates import FoundDate, find_dates, find_times
from assistant.understanding.elapsed import Elapsed, Order, find_elapsed, notice_by_count
from assistant.understanding.numerals import whole_number
from assistant.understanding.text import Message

Event = Literal["told", "claimed", "spent", "noticed"]
Place = TypeVar("Place", bound=FoundDate | Elapsed)

WITHIN_RESPONSE: Final = "within_response_period"
IN_TIME, LATE, COST_IN_TIME, CLAIM_IN_PERIOD = (
    "notified_in_time",
    "late_notice",
    "cost_within_30_days",
    "claim_in_period",
)
_INSURER: Final = r"(?:保険(?:会社|屋|の(?:人|会社|担当))|東京海上|あいおい|損保ジャパン|引受|ホットライン|\binsur(?:er|ers|ance (?:company|people|firm|line|desk))\b|\bhotline\b|\bunderwriters?\b|\btokio marine\b)"
_TELL: Final = r"(?:連絡|電話|一報|報告|通知|伝え|知らせ|届け|相談|ファックス|fax|メール|\b(?:call\w*|phon\w*|rang|ring|told|tell|notif\w*|report\w*|inform\w*|contact\w*|notice|e-?mail\w*|fax\w*|wrote|got through|reach\w*|hear\w*|learn\w*)\b)"
_EVENTS: Final[tuple[tuple[Event, re.Pattern[str]], ...]] = (
    (
        "told",
        re.compile(
            rf"{_INSURER}[^。!?\n]{{0,24}}?{_TELL}|{_TELL}[^。!?\n]{{0,40}}?{_INSURER}|"
            # Notice to nobody in particular is notice to the insurer.
            r"(?<![者人員様客先署会民]に)(?<![者人員様客先署会民]へ)通知(?:し|を出|を入れ)|\b(?:gave|given|sent) (?:the )?notice\b|\bnotice was (?:given|sent)\b"
        ),
    ),
    (
        "claimed",
        re.compile(
            r"(?:損害)?賠償(?:を|の|金の?)?(?:請求|要求|求め)|請求(?:が|を)(?:来|届|受け)|訴え(?:られ|て|を)|訴状|内容証明|クレームが来|"
            r"\b(?:claim(?:ed|s)?|demand\w*|sued|lawsuit|writ|letter (?:asking|claiming|demanding)|asking for (?:money|damages|compensation)|served)\b"
        ),
    ),
    (
        "spent",
        re.compile(
            r"発注|依頼|頼(?:ん|み|む)|契約|見てもら|みてもら|来てもら|調べてもら|調査してもら|支払|払っ|払い|入金|請求書|納品|着手|作業|調査会社|調査(?:は|が|を|も)[^、。]{0,4}(?:済|終|完了|受け|行|実施)|業者|"
            r"\b(?:order\w*|hired?|engag\w+|commission\w*|paid|pay|bill\w*|invoic\w*|contract\w*|signed|came|booked|called in|brought in|specialists?|forensic\w*|experts?)\b"
        ),
    ),
    (
        "noticed",
        re.compile(
            r"気づ|気が?付|発見|見つ|不審|おかし|変な|妙な|見慣れ|検知|怪し|発覚|異常|警告|アラート|"
            r"\b(?:notic\w+|found|spotted|discover\w*|saw|suspicious|suspect\w*|weird|odd|strange|alert\w*|pop-?ups?|warning|alarm\w*|came to light)\b"
        ),
    ),
)
_SPENT: Final = next(p for e, p in _EVENTS if e == "spent")
_NOTICED: Final = re.compile(
    r"発見|見つ|気づ|気付|発覚|判明|分かっ|わかっ|\b(?:found|discover\w*|notic\w+|came to light|spotted)\b"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = re.compile(
    r"(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?!\s*\d)|(?<!\d )\b(?P<m2>january|february|march|april|may|june|july|august|september|october|november|december),? (?P<y2>20\d\d)\b"
)
_LATER: Final = re.compile(
    r"(?P<n1>\d{1,2}|[一二三四五六七八九十])\s*(?P<u1>年|[かヶカヵ箇]月)(?P<half>半)?(?:たって|経って|経過して|して)?(?:後|のち|あと|経|たっ)|"
    r"\b(?P<n2>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen) (?P<u2>years?|months?) (?:later|after|afterwards|on)\b"
)
_TOLD_BEFORE: Final = re.compile(r"の[はが][^、。!?\n]{0,8}$")
_ORDER: Final = Order(_EVENTS[0][1].pattern, _EVENTS[2][1].pattern)
_PART: Final = re.compile(r"[。!?;\n]|\.(?=\s|$)|,(?=\s)|、|\b(?:and|but|then|so)\b")
_SENTENCE: Final = re.compile(r"[。!?\n]|\.(?=\s|$)")
# Who is not insured afterwards has no later period in which a claim could fall.
_ENDED: Final = re.compile(
    r"更新(?:せず|していな|してな|しな(?:い|かっ)|しませ)|継続(?:せず|していな|しな)|解約|満期|"
    r"\b(?:not|n['’]t|never) (?:been )?renew\w*|\b(?:lapsed|expired|cancelled|no renewal|without renewing)\b"
)
_SOON: Final = dt.timedelta(days=270)
_EVENING: Final = re.compile(r"夕方|夜|晩|\b(?:evening|night|dusk)\b")


def facts_by_dates(message: Message, scheme: Scheme) -> dict[str, bool]:
    """The facts of a scheme that the dates of a message decide; empty where they decide none."""
    late = {WITHIN_RESPONSE: False} if _long_after(message.text, scheme) and WITHIN_RESPONSE in scheme.facts else {}
    if scheme.period is None:
        return late
    counted = {**late, **{f: v for f, v in _counted_notice(message.text, scheme).items() if f in scheme.facts}}
    if not any(c.isdigit() for c in message.text):
        return counted
    start, end = scheme.period.start, scheme.period.end
    dates = [
        d
        for d in find_dates(message.cased, start.date(), (start.date(), end.date()))
        if d.date is not None and d.kind in ("absolute", "yearless")
    ]
    happened: dict[Event, dt.date] = {}
    noticed = {e: span for e, span in _months(message.text)}.get("noticed")
    for event, found in _events(message.text, dates):
        if found.date is None:
            continue
        date = found.date
        if event == "claimed" and found.kind == "yearless" and noticed is not None and date < noticed[0]:
            date = years_after(date, 1)  # nobody claims for what has not been found yet
        date = _after(date, happened.values()) if found.kind == "yearless" and _told_years(dates) else date
        happened.setdefault(event, date)
    decided = {
        **_notice(happened, scheme, _ORDER.told_first(message.text)),
        **_claim(message.text, happened, start, end),
        **_response(message.text, happened, scheme),
    }
    return {**counted, **{f: v for f, v in decided.items() if f in scheme.facts}}


def facts_of_costs(message: Message, scheme: Scheme, amounts: Sequence[int]) -> dict[int, dict[str, bool | None]]:
    """What the days of several costs decide of each: one ordered in time, the next too late. By the start of its amount.

    A cost whose day is not told, beside others whose days differ, is open.
    """
    days, years = _term(scheme), _years_of_response(scheme)
    if len(amounts) < 2 or scheme.period is None or (days is None and years is None):
        return {}
    span = (scheme.period.start.date(), scheme.period.end.date())
    dates = [
        d for d in find_dates(message.cased, span[0], span) if d.date is not None and d.kind in ("absolute", "yearless")
    ]
    told = {found.start: event for event, found in _events(message.text, dates)}
    noticed = next((d.date for d in dates if told.get(d.start) == "noticed"), None)
    decided: dict[int, dict[str, bool | None]] = {}
    if noticed is not None:
        own = [d for d in dates if told.get(d.start) in (None, "spent") and d.date is not None]
        for amount, found in _beside(message.text, amounts, own):
            date = _after(found.date, [noticed]) if found.date and found.kind == "yearless" else found.date
            if date is None or date < noticed:
                continue
            facts: dict[str, bool | None] = {}
            if days is not None:
                facts[COST_IN_TIME] = date <= days_after(noticed, days)
            if years is not None:
                facts[WITHIN_RESPONSE] = date <= years_after(noticed, years)
            decided[amount] = facts
    elif days is not None:
        counted = list(find_elapsed(message.text))
        told = {found.start: event for event, found in _events(message.text, counted)}
        # 「発見して10日後」 counts from the discovery; nothing was discovered then.
        for amount, count in _beside(
            message.text, amounts, [c for c in counted if told.get(c.start) not in ("told", "claimed")]
        ):
            if count.most <= days or count.least > days:
                decided[amount] = {COST_IN_TIME: count.most <= days}
    decided = {a: {f: v for f, v in facts.items() if f in scheme.facts} for a, facts in decided.items()}
    if len({tuple(x.items()) for x in decided.values()}) > 1:
        for amount in amounts:
            decided.setdefault(amount, {COST_IN_TIME: None} if COST_IN_TIME in scheme.facts else {})
    return decided


_NEAR: Final = 40  # characters between an amount and the day that it is told with


def _beside(text: str, amounts: Sequence[int], places: Sequence[Place]) -> Iterator[tuple[int, Place]]:
    """Amounts with the day told beside each: they take turns ("¥5 on 2 May, ¥7 on 3 June"), or one stands by the other."""
    order = sorted([*((a, True) for a in amounts), *((p.start, False) for p in places)])
    if len(amounts) == len(places) and not any(x[1] is y[1] for x, y in pairwise(order)):
        yield from zip(sorted(amounts), sorted(places, key=lambda p: p.start), strict=True)
        return
    at = {p.start: p for p in places}
    for i, (here, is_amount) in enumerate(order):
        near = [
            at[there]
            for there, other in (*order[max(0, i - 1) : i], *order[i + 1 : i + 2])
            if is_amount
            and not other
            and abs(here - there) <= _NEAR
            and not _SENTENCE.search(text, min(here, there), max(here, there))
        ]
        if len(near) == 1:
            yield here, near[0]


def _term(scheme: Scheme) -> int | None:
    """The days within which something is due after its discovery."""
    return next((d.days for d in scheme.deadlines.values() if d.kind == "days-after" and d.days), None)


def _counted_notice(text: str, scheme: Scheme) -> dict[str, bool]:
    days, counted = _term(scheme), list(find_elapsed(text))
    if days is None or not counted:
        return {}
    happened: dict[str, Elapsed] = {}
    for event, found in _events(text, counted):
        happened.setdefault(event, found)
    return notice_by_count(happened, _ORDER.told_first(text), days, (IN_TIME, LATE, COST_IN_TIME))


def _told_years(dates: Sequence[FoundDate]) -> bool:
    return any(d.kind == "absolute" for d in dates)


def _after(date: dt.date, before: Iterable[dt.date]) -> dt.date:
    """A day without its year after one with it: "on 3 March 2027 … on 3 April" goes on into the next year of the policy."""
    last = max(before, default=date)
    later = years_after(date, 1)
    return later if date < last and later - last <= _SOON else date


def _notice(happened: dict[Event, dt.date], scheme: Scheme, told_first: bool | None) -> dict[str, bool]:
    days = _term(scheme)
    noticed, told, spent = (happened.get(e) for e in ("noticed", "told", "spent"))
    if days is None or noticed is None or any(x is not None and x < noticed for x in (told, spent)):
        return {}
    last = days_after(noticed, days)
    facts: dict[str, bool] = {}
    if spent is not None:
        facts[COST_IN_TIME] = spent <= last
    if told is not None:
        first = told_first if spent is None and told_first is not None else spent is None or told <= spent
        if spent is None and told_first and told > last:
            facts[COST_IN_TIME] = False  # what was ordered only then arose later still
        facts[LATE] = told <= last and not first
        if told > last:
            facts[IN_TIME] = False
        elif first and (spent is not None or told_first):
            facts[IN_TIME] = True
        elif not first:
            facts.pop(COST_IN_TIME, None)  # what then holds is a question of its own
    return facts


def _response(text: str, happened: dict[Event, dt.date], scheme: Scheme) -> dict[str, bool]:
    """A cost after the years of response, which run from the day after discovery; months will do."""
    years = _years_of_response(scheme)
    if years is None:
        return {}
    months = {e: span for e, span in _months(text)}
    noticed = (happened["noticed"], happened["noticed"]) if "noticed" in happened else months.get("noticed")
    spent = (happened["spent"], happened["spent"]) if "spent" in happened else months.get("spent")
    if noticed is None or spent is None or spent[1] < noticed[0]:
        return {}
    return {WITHIN_RESPONSE: False} if spent[0] > years_after(noticed[1], years) else {}


def _years_of_response(scheme: Scheme) -> int | None:
    return next((d.years for d in scheme.deadlines.values() if d.kind == "years-after" and d.years), None)


def _months(text: str) -> Iterator[tuple[Event, tuple[dt.date, dt.date]]]:
    """Months that are named with their year, as first and last day, each with what is said in its part of the sentence."""
    for m in _MONTH.finditer(text):
        year = int(m["y1"] or m["y2"])
        month = int(m["m1"]) if m["m1"] else _MONTHS.index(m["m2"][:3]) + 1
        if not 1 <= month <= 12:
            continue
        first = dt.date(year, month, 1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        event = next((e for e, p in _EVENTS if p.search(text, *_sentence_of(text, m))), None)
        if event is not None:
            yield event, (first, last)


def _long_after(text: str, scheme: Scheme) -> bool:
    """Whether a cost is said to have come so long after discovery that no year of response holds it."""
    years = _years_of_response(scheme)
    if years is None:
        return False
    for m in _LATER.finditer(text):
        number = whole_number(m["n1"] or m["n2"]) or 0
        unit = m["u1"] or m["u2"]
        months = number * (12 if unit[0] in "年y" else 1) + (6 if m["half"] else 0)
        if months > 12 * years and _SPENT.search(text, *_sentence_of(text, m)) and _NOTICED.search(text):
            return True
    return False


def _sentence_of(text: str, m: re.Match[str]) -> tuple[int, int]:
    """Where the sentence begins and ends in which something was found."""
    stop = _SENTENCE.search(text, m.end())
    return max((x.end() for x in _SENTENCE.finditer(text, 0, m.start())), default=0), stop.start() if stop else len(
        text
    )


def _claim(text: str, happened: dict[Event, dt.date], start: dt.datetime, end: dt.datetime) -> dict[str, bool]:
    claimed = happened.get("claimed")
    if claimed is not None and claimed < start.date():
        return {CLAIM_IN_PERIOD: False}
    if claimed is None or not _ENDED.search(text):
        return {}
    times = [t.time for t in find_times(text) if t.time is not None]
    after = (len(times) == 1 and times[0] > end.time()) or (not times and bool(_EVENING.search(text)))
    late = claimed > end.date() or (claimed == end.date() and after)
    return {CLAIM_IN_PERIOD: False} if late else {}


def _events(text: str, dates: Sequence[Place]) -> Iterator[tuple[Event, Place]]:
    """Each date with what is said beside it: in its own part of the sentence, else up to the next date, else around it."""
    for number, found in enumerate(dates):
        ahead = dates[number + 1].start if number + 1 < len(dates) else len(text)
        before = dates[number - 1].end if number else 0
        stop = _SENTENCE.search(text, found.end)
        sentence = (
            max([before, *(m.end() for m in _SENTENCE.finditer(text, before, found.start))]),
            min(ahead, stop.start() if stop else ahead),
        )
        cut = _PART.search(text, found.end)
        part = (
            max([sentence[0], *(m.end() for m in _PART.finditer(text, sentence[0], found.start))]),
            min(sentence[1], cut.start() if cut else sentence[1]),
        )
        onwards = (found.start, sentence[1])
        # In Japanese a date stands before what happened (behind it in 「頼んだのは2日後」), in English on either side.
        for begin, finish in (
            (onwards, part, sentence)
            if not text[part[0] : part[1]].isascii() and not _TOLD_BEFORE.search(text, part[0], found.start)
            else (part, onwards, sentence)
        ):
            # What comes first behind a date is what happened on it: 「10日に気づき、業者に頼んだ」.
            told = [(m.start(), n, e) for n, (e, p) in enumerate(_EVENTS) if (m := p.search(text, begin, finish))]
            if told:
                yield (min(told) if begin == found.start else min(told, key=lambda x: x[1]))[2], found
                break
