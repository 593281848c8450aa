"""Answer from the cases that a brochure prints: which case is meant, and what several of them come to together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import AmountEntry, Answer, Step
from assistant.answering.context import Desk
from assistant.answering.joining import together
from assistant.answering.statements import write_statement
from assistant.answering.wording import yen
from assistant.corpus.model import Scheme, Statement

# A case that the brochure tells, not one's own: 「町の例がパンフに載っていた」, "the flyer lists four claims".
_A_CASE = re.compile(r"例|ケース|実績|件|\b(?:case|claim|example|incident|stor(?:y|ies)|payment)s?\b")
_PRINTED = re.compile(
    r"(?:パンフ|チラシ|冊子|資料|案内|スライド|概要)[^。!?\n]{0,24}(?:載|のって|のっと|書い|書かれ|紹介|出て|あっ|あり|例)|(?:載|のって|紹介されて)[^。!?\n]{0,16}(?:例|ケース|件)|"
    r"(?:例|ケース|件)[^。!?\n]{0,16}(?:載って|のって|紹介|書いて|書かれ)|支払い?(?:事例|実績)|"
    r"\b(?:flyer|leaflet|brochure|booklet|slides?|overview|pamphlet)\b[^.?!\n]{0,50}\b(?:list\w*|print\w*|show\w*|mention\w*|describ\w*|tell\w*|told|report\w*|give\w*|there (?:is|are|was|were))\b|"
    r"\b(?:listed|printed|shown|mentioned|described|reported)\b[^.?!\n]{0,30}\b(?:flyer|leaflet|brochure|booklet|slides?|overview|pamphlet)\b|\bpaid cases?\b"
)
_AMOUNT = re.compile(
    r"いくら|何円|なんぼ|金額|支払(?:額|金額|保険金|われ)|保険金(?:は|額|が)|払われ|総額|合計|\bhow much\b|\bamount|\bpaid\b|\bpayout|\btotal\b|\bsum\b|\bcosts?\b"
)
_ONES_OWN = re.compile(
    r"うち(?:も|で|が|の|に|なら)|当社|弊社|当町|当村|当センター|私たち|われわれ|我々|同じこと|もし|だったら|\b(?:us|our|ours|we|would|if)\b"
)
_ADD = re.compile(
    r"合計|合算|足す|足した|足して|合わせ|全部で|総額|トータル|\badd(?:ing|ed)?\b|\btotal\b|\btogether\b|\bsum\b|\bin all\b|\bcombined\b|\baltogether\b"
)
SEVERAL = re.compile(r"それぞれ|各|2件|二件|両方|\b(?:two|both|each|cases|claims)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_N = r"(\d|one|two|three|four|five|[一二三四五])"
_FIRST = re.compile(
    rf"(?:最初|はじめ|初め|上(?:から)?|前)の?{_N}(?:つ|件|例|番)|\b(?:first|top|upper)\s+{_N}\b|{_N}(?:番目?|件目|例目)まで"
)
_LAST = re.compile(rf"(?:最後|終わり|下(?:から)?|後ろ)の?{_N}(?:つ|件|例|番)|\blast\s+{_N}\b")
_ALL = re.compile(
    rf"全部|すべて|全て|全件|{_N}(?:つ|件|例)(?:とも|の合計|を?(?:全部|合わせ|足))|\ball\b|\ball (?:of them|{_N})\b"
)


def asks_printed_case(text: str) -> bool:
    """Whether a prepared text asks what was paid in a case that the brochure prints, and not in one's own."""
    return all(x.search(text) for x in (_PRINTED, _A_CASE, _AMOUNT)) and not _ONES_OWN.search(text)


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE = re.compile(
    rf"(?P<y>20\d\d)年の?(?P<m>1[0-2]|[1-9])月|令和(?P<r>\d)年の?(?P<n>1[0-2]|[1-9])月|\b(?P<name>{'|'.join(_MONTHS)}),? (?:of )?(?P<z>20\d\d)"
)


def dated_cases(scheme: Scheme, text: str) -> tuple[Statement, ...]:
    """The printed cases of the month that a prepared text names, in the brochure's order; empty where it names none."""
    months = set()
    for m in _DATE.finditer(text):
        year = int(m["y"] or m["z"] or 2018 + int(m["r"] or 0))
        months.add((year, _MONTHS.index(m["name"]) + 1 if m["name"] else int(m["m"] or m["n"])))
    told = [s for s in scheme.statements.values() if s.kind == "example" and len(s.figures) == 1]
    return tuple(s for s in told if any(f"{y}年{m}月" in s.text.ja for y, m in months))


def asks_dated_case(scheme: Scheme, text: str) -> bool:
    """Whether a prepared text asks what was paid in a printed case that it names by its month."""
    return bool(
        _A_CASE.search(text) and _AMOUNT.search(text) and not _ONES_OWN.search(text) and dated_cases(scheme, text)
    )


def write_dated(desk: Desk, statements: Sequence[Statement], text: str) -> Answer:
    """What the brochure tells of cases of one month, each; and what they come to together, where that is asked (whole yen)."""
    answers = [write_statement(desk, s) for s in statements]
    if len(answers) < 2 or not adds_up(text):
        return together(answers)
    figures = [f.yen for s in statements for f in s.figures]
    lead, entry = _total(desk, figures)
    whole = together(answers)
    return whole.model_copy(update={"text": f"{lead}\n\n{whole.text}", "amounts": (entry, *whole.amounts)})


def adds_up(text: str) -> bool:
    """Whether figures are to be added up."""
    return bool(_ADD.search(text))


def write_cases(desk: Desk, statement: Statement, text: str) -> Answer:
    """What a statement about printed cases says; where a sum of several is asked, that sum first (whole yen)."""
    answer = write_statement(desk, statement)
    figures = statement.figures
    chosen = _chosen(len(figures), text) if adds_up(text) else None
    if chosen is None or len(figures) < 2:
        return answer
    lead, entry = _total(desk, [f.yen for f in figures[chosen]])
    return answer.model_copy(update={"text": f"{lead}\n\n{answer.text}", "amounts": (entry, *answer.amounts)})


def _total(desk: Desk, figures: Sequence[int]) -> tuple[str, AmountEntry]:
    """The sum of figures in yen, as a sentence and as an amount with its steps."""
    total = sum(figures)
    shown = " + ".join(f"{f:,}" for f in figures)
    ja = desk.language == "ja"
    lead = f"**合計は {yen(total, 'ja')} です。**（{shown}）" if ja else f"**Together {yen(total, 'en')}.** ({shown})"
    entry = AmountEntry(
        label="合計" if ja else "total",
        yen=total,
        scheme=desk.scheme.scheme,
        basis="computed",
        steps=(Step(label="合計" if ja else "total", expression=shown, yen=total),),
    )
    return lead, entry


def _chosen(count: int, text: str) -> slice | None:
    """Which of `count` figures are to be added up; None where that is not said."""
    for pattern, last in ((_FIRST, False), (_LAST, True)):
        m = pattern.search(text)
        if m:
            word = next(g for g in m.groups() if g)
            n = _NUMBERS.get(word) or int(word)
            if 1 < n <= count:
                return slice(count - n, count) if last else slice(0, n)
    return slice(0, count) if _ALL.search(text) else None
