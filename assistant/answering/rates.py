"""Write the rate of a premium that is reckoned by heads, where the rate itself is asked for: of a type, with and without."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import Answer
from assistant.answering.asked import asking
from assistant.answering.context import Desk
from assistant.answering.premium_words import both_ways
from assistant.answering.premiums import asks_for, rates_table
from assistant.answering.wording import bullets, capital
from assistant.corpus.model import PremiumRate
from assistant.understanding.query import Query, SchemeReading

_RATE = re.compile(
    r"料率|分担金率|(?<![効確比割税倍能])率(?:は|を|の|って|が|に|$|[?？、。])|(?:住民|人口)?(?:1|一|ひと)人(?:につき|あたり|当たり|頭)|"
    r"\brates?\b(?! of (?:participation|attack))|\bper (?:resident|inhabitant|head|capita)\b"
)
# "How many towns take part?" asks for another rate; a share of what is paid is none of the premium.
_OTHER_RATE = re.compile(r"加入率|参加率|支払割合|縮小|participation|割引率|discount|uptake|take-up")


_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)|令和(\d{1,2}|元)|\br(\d)年")
_ANOTHER_YEAR = re.compile(r"来年|次年度|翌年|再来年|今年度|本年度|\b(?:next|this|coming|current) (?:\w+ )?year")


def _of_another_year(rule: PremiumRate, text: str) -> bool:
    """Whether a year is named that is not the one whose rates are printed."""
    printed = rule.fiscal_year.ja if rule.fiscal_year else ""
    named = [next(x for x in m.groups() if x) for m in _YEAR.finditer(text)]
    return bool(_ANOTHER_YEAR.search(text)) or any(x not in re.findall(r"\d+", printed) for x in named)


def write_rate(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The rate of the types named, under each plan asked about, and by how much they differ.

    None where no rate is asked for, or where residents are told and a contribution is what is wanted.
    """
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumRate) or q.residents is not None or q.bad_residents or r.items:
        return None
    values = [v for v in r.choices.get(rule.by, ()) if all(v in x for x in rule.rates.values())]
    text = asking(q)
    if not values or not _RATE.search(text) or _OTHER_RATE.search(text) or _of_another_year(rule, q.message.text):
        return None
    ja = desk.language == "ja"
    plans = tuple(p for p in r.plans if p in rule.rates)
    if len(plans) != 1 or (len(values) == 1 and q.wants("difference", "compare")) or both_ways(q.message.text):
        plans = tuple(rule.rates)
    names = desk.scheme.dimensions[rule.by].values
    rows = []
    for v in values:
        name = desk.t(names[v].name)
        for p in plans:
            rate = rule.rates[p][v]
            rows.append(
                f"{name}、{desk.plan(p)}：住民1人あたり **{rate}円**"
                if ja
                else f"{capital(name)}, {desk.plan(p)}: **{rate} yen** per resident"
            )
    gaps = _gaps(rule, plans, values) if len(rows) > 1 else ()
    lines = [bullets(rows) if len(rows) > 1 else rows[0] + ("です。" if ja else ".")]
    for gap in dict.fromkeys(gaps):
        lines.append(
            f"差は住民1人あたり **{gap}円** です。" if ja else f"The difference is **{gap} yen** per resident."
        )
    lines += [asks_for(desk.language, ["住民数" if ja else "the number of residents"]), rates_table(desk, rule, values)]
    lines += [desk.t(x) for x in (rule.fiscal_year, rule.caveat) if x]
    citations = desk.cite(c for p in rule.rates for c in rule.cites.get(p, ()))
    lines.append(desk.sources(citations))
    return Answer(language=desk.language, kind="fact", text="\n\n".join(lines), citations=citations)


def _gaps(rule: PremiumRate, plans: tuple[str, ...], values: list[str]) -> tuple[Decimal, ...]:
    """By how much two types differ under each plan, or two plans under one type; in yen per resident."""
    if len(values) == 2:
        pairs = [(rule.rates[p][values[0]], rule.rates[p][values[1]]) for p in plans]
    elif len(values) == 1 and len(plans) == 2:
        pairs = [(rule.rates[plans[0]][values[0]], rule.rates[plans[1]][values[0]])]
    else:
        return ()
    return tuple(abs(a - b) for a, b in pairs)
