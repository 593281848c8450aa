"""Write the answer about premiums that a brochure prints for examples only: the example that fits, or that none does.

An example answers for its own industry, sales, plan, options and set, and for nothing else: no figure is derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from assistant.answer import AmountEntry, Answer, Step
from assistant.answering.context import Desk, abstain
from assistant.answering.wording import bullets, capital, join, phrase, yen
from assistant.corpus.model import PremiumExample, PremiumExamples
from assistant.corpus.patterns import PatternSet, literal
from assistant.rules.payout import limit_yen
from assistant.understanding.numbers import find_all
from assistant.understanding.polarity import polarity
from assistant.understanding.query import Query, SchemeReading

_SALES_BEFORE = re.compile(r"(?:売上|売り上げ|年商|sales|revenue|turnover)[^。!?\n、,]{0,14}$")
_SALES_AFTER = re.compile(
    r"^\s*(?:の|ほど|くらい|ぐらい)?\s*(?:(?:売上|売り上げ|年商)|(?:in |of )?(?:annual )?(?:sales|revenue|turnover))"
)
_NOT_SALES_AFTER = re.compile(r"^\s*(?:の)?(?:限度|上限|コース|補償|cover|limit)")
# Below this a lone amount is hardly a company's sales.
_LEAST_SALES = 10_000_000
_ASKS_EXAMPLES = re.compile(r"例|サンプル|目安|参考|example|sample|ballpark|rough")
_PAIR = 2
# "Dearer with the rider than without it", 「特約の有無で」: the examples with the option and those without.
_EITHER_WAY = re.compile(
    r"\bwith\b(?!out)[^.?!\n]{1,60}\bwithout\b(?: (?:it|that|them|the (?:\w+ )?rider)\b|(?= ?(?:[.?!,;:]|$| for| in)))|\bwithout\b[^.?!\n]{1,40}\bwith(?: (?:it|that|the (?:\w+ )?rider)\b)|\bwith (?:and|or|versus|vs\.?) without\b|"
    r"(?:特約|オプション)[^。!?\n]{0,6}(?:の(?:有無|あるなし|ありなし)|あり[^。!?\n]{0,6}なし|(?:を)?(?:付|つ)け(?:た|る)[^。!?\n]{0,10}(?:付|つ)けな)"
)
_NEGATED = re.compile(
    r"^[^、。!?\n]{0,12}?(?:なし|無し|抜き|外し|付け(?:て(?:い)?)?(?:な|ま?せ|ず)|つけ(?:て(?:い)?)?(?:な|ま?せ|ず))"
)


def write_example(desk: Desk, r: SchemeReading, q: Query, rule: PremiumExamples) -> Answer:
    """The printed premium where industry, sales, plan, options and set are an example's; else which examples there are."""
    if q.followup and q.wants("difference", "compare"):
        # "And the difference to basic?": the plan talked about before and the one named now.
        r = replace(r, plans=())
    named = _of_industry(q.message.text, rule.examples) or _of_industry(q.topic, rule.examples)
    fitting = [e for e in named if _fits(desk, e, r, q.topic)]
    sales = _sales(q.message.text) or _sales(q.topic)
    if sales:
        fitting = [e for e in fitting if e.sales in sales]
    if not named and not sales and _ASKS_EXAMPLES.search(q.topic):
        fitting = [e for e in rule.examples if _fits(desk, e, r, q.topic)]
    if fitting:
        return write_fitting(desk, q, rule, fitting, given=bool(sales))
    return write_unmatched(desk, rule, named)


# ---------------------------------------------------------------------- what is asked

_ASKS_FIGURE = re.compile(
    r"保険料|掛け?金|年額|年間|いくら|何円|なんぼ|金額|"
    r"premium|annual|yearly|a year|how many yen|per year|how much|figure|gap|difference|差|cost|price|\bpay\b|what (?:is|was) (?:printed|shown|given)"
)


def asks_example(desk: Desk, r: SchemeReading, q: Query, rule: PremiumExamples) -> bool:
    """Whether the figure of a printed example is asked for: its industry, its sales and its plan or options are named."""
    if not _ASKS_FIGURE.search(q.message.text) or not _of_industry(q.topic, rule.examples) or r.items:
        return False
    sales = _sales(q.message.text) or _sales(q.topic)
    # "In the printed example of the developer with the rider": industry and option tell which, without the sales.
    apart = q.wants("difference")
    told = not sales and (bool(r.riders) or apart) and bool(_ASKS_EXAMPLES.search(q.topic))
    named = [
        e
        for e in _of_industry(q.message.text, rule.examples) or _of_industry(q.topic, rule.examples)
        if (told or e.sales in sales) and _fits(desk, e, r, q.topic)
    ]
    return bool(named) and bool(r.plans or r.riders or r.choices.get("type") or apart)


def names_example(rule: PremiumExamples, text: str) -> bool:
    """Whether a prepared text names an example's industry and some sales: "how much" then means the premium."""
    return bool(_of_industry(text, rule.examples)) and bool(_sales(text))


@lru_cache(maxsize=256)
def _patterns(patterns: tuple[str, ...]) -> PatternSet:
    return PatternSet(patterns, "premium example")


def _of_industry(text: str, examples: Iterable[PremiumExample]) -> list[PremiumExample]:
    found = []
    for e in examples:
        names = (*e.words.yes, *map(literal, (*e.words.aliases, e.industry.ja, e.industry.en)))
        if _patterns(names).find(text):
            found.append(e)
    return found


def _sales(text: str) -> set[int]:
    """The sales named, in yen: amounts beside a word for sales, else one lone large amount."""
    amounts = [a for a in find_all(text).amounts if not a.too_large]
    marked = {
        a.value
        for a in amounts
        if _SALES_BEFORE.search(text[max(0, a.start - 26) : a.start]) or _SALES_AFTER.match(text[a.end : a.end + 30])
    }
    if marked:
        return marked
    lone = [a for a in amounts if a.value >= _LEAST_SALES and not _NOT_SALES_AFTER.match(text[a.end : a.end + 12])]
    return {lone[0].value} if len(lone) == 1 else set()


def _fits(desk: Desk, e: PremiumExample, r: SchemeReading, text: str) -> bool:
    """Whether an example agrees with the plan, the options and the choices named; what is not named fits."""
    if r.plans and e.plan not in r.plans:
        return False
    if any(d in r.choices and r.choices[d] and v not in r.choices[d] for d, v in e.choices.items()):
        return False
    if _EITHER_WAY.search(text):
        return True
    wanted, denied = _riders(desk, r, text)
    return set(wanted) <= set(e.riders) and not set(denied) & set(e.riders)


def _riders(desk: Desk, r: SchemeReading, text: str) -> tuple[list[str], list[str]]:
    """Options that are to be attached, and options that are not ("without the rider")."""
    denied = []
    for ident, rider in desk.scheme.riders.items():
        names = (*rider.words.yes, *map(literal, (*rider.words.aliases, rider.name.ja, rider.name.en)))
        places = _patterns(names).find(text)
        if places and all(polarity(text, m.start, m.end) is False or _NEGATED.match(text[m.end :]) for m in places):
            denied.append(ident)
    return [x for x in r.riders if x not in denied], denied


# ---------------------------------------------------------------------- discounts

_DISCOUNT = re.compile(r"割引|値引|引き|オフ|安く|\b(?:discounts?|rebates?|reductions?|off|cheaper)\b")
# 「割引前の保険料が25万円」, "250,000 yen before discounts": the sum that the discounts are taken from.
_UNDISCOUNTED = re.compile(
    r"割引(?:前|なし|する前)[^。!?\n]{0,16}$|定価[^。!?\n]{0,10}$|\b(?:undiscounted|list|full|before (?:any )?discounts?)\b[^.?!\n]{0,20}$"
)
_UNDISCOUNTED_AFTER = re.compile(
    r"^(?:円)?(?:で|が|の|、)?(?:割引|値引き?)(?:前|なし|する前)|^(?: yen)?[^.?!,;\n]{0,24}\b(?:before|without) (?:any |all |the |these |those )*(?:discounts?|reductions?|rebates?)"
)
_GROUP_ALONE = re.compile(
    r"団体割引(?:だけ|のみ|しか)|\bonly (?:the )?group (?:discount|reduction|rebate)|\bgroup (?:discount|reduction|rebate)s? (?:alone|only|by itself)"
)
_AT_MOST = re.compile(
    r"最大|最高|いちばん|一番|フル|満額|満点|\b(?:maximum|max|highest|largest|full|best|(?<!on )top|perfect)\b"
)
_COMBINES = re.compile(
    r"合わせ|あわせ|合計|両方|全部|トータル|実質|結局|最終|団体|掛け|足し|(?:割引|値引き)も|"
    r"\b(?:together|combin\w*|both|every|all (?:of )?(?:the |those |these )?(?:discounts?|reductions?)|altogether|in all|total|overall|on top|group|effective\w*|net|stack\w*)\b"
)


def write_discount(desk: Desk, q: Query, rule: PremiumExamples) -> Answer | None:
    """The group discount and the one that a message names as one's own, multiplied; None where that is not asked."""
    d = rule.discounts
    text = q.message.text
    if d is None or not _DISCOUNT.search(text) or not _COMBINES.search(text):
        return None
    before = [
        a
        for a in q.figures.amounts
        if _UNDISCOUNTED.search(text[max(0, a.start - 24) : a.start]) or _UNDISCOUNTED_AFTER.match(text[a.end :])
    ]
    if q.wants("premium") and q.figures.amounts and len(before) != 1:
        return None
    own = {int(c.value) for c in q.figures.counts if c.unit == "percent" and c.value == int(c.value)} - {d.group}
    if before and _AT_MOST.search(text):
        own = {d.most}
    if not own:
        # "20 plus 60, i.e. 80 off altogether?": the parts without their sign, and the sum that the person takes them for.
        told = {int(b.value) for b in (*q.figures.bare, *q.figures.counts) if b.value == int(b.value)}
        own = {x for x in told - {d.group} if d.group in told and x + d.group in told} or own
    own -= {d.group + x for x in own}
    if (before or q.wants("sum") or "%" not in text) and not own and _AT_MOST.search(text):
        own = {d.most}
    if before and not own and _GROUP_ALONE.search(text):
        own = {0}
    if len(own) != 1:
        return None
    percent = next(iter(own))
    ja, lang = desk.language == "ja", desk.language
    citations = desk.cite(d.cites)
    if not 0 <= percent <= d.most:
        body = (
            f"セキュリティの状況に応じた割引は最大{d.most}%です。{percent}%という割引はチラシにありません。"
            if ja
            else f"The discount by the state of your security is at most {d.most}%; the flyer has none of {percent}%."
        )
        return abstain(lang, "\n\n".join([body, desk.sources(citations), desk.whom_to_ask()]), citations=citations)
    rest = Decimal(100 - d.group) * (100 - percent) / 100
    off = (100 - rest).normalize()
    how = f"{Decimal(100 - d.group) / 100:f} × {Decimal(100 - percent) / 100:f} = {(rest / 100).normalize():f}"
    body = (
        (
            f"団体割引だけなら **{d.group}%** の割引です。"
            if ja
            else f"The group discount alone takes **{d.group}%** off."
        )
        if not percent
        else f"合わせて **{off:f}%** の割引です。割引は足し算ではなく掛け算です（{how}）。"
        if ja
        else f"Together **{off:f}%** off. The discounts are multiplied, not added ({how})."
    )
    amounts: tuple[AmountEntry, ...] = ()
    if before:
        left = Decimal(before[0].value) * rest / 100
        paid, shown = int(left.to_integral_value(ROUND_HALF_UP)), (rest / 100).normalize()
        body += (
            f"割引前が{yen(before[0].value, lang)}なら、割引後は **{yen(paid, lang)}** です（{before[0].value:,} × {shown:f}）。"
            if ja
            else f" From {yen(before[0].value, lang)} before discounts, **{yen(paid, lang)}** is left ({before[0].value:,} × {shown:f})."
        )
        label = "割引後の保険料" if ja else "premium after discounts"
        step = Step(label=label, expression=f"{before[0].value:,} × {shown:f}", yen=paid)
        amounts = (AmountEntry(label=label, yen=paid, scheme=desk.scheme.scheme, basis="computed", steps=(step,)),)
    return Answer(
        language=lang,
        kind="amount" if amounts else "fact",
        text=f"{body}\n\n{desk.sources(citations)}",
        amounts=amounts,
        citations=citations,
    )


# ---------------------------------------------------------------------- what is written


def write_fitting(
    desk: Desk, q: Query, rule: PremiumExamples, fitting: Sequence[PremiumExample], *, given: bool
) -> Answer:
    """The printed premiums of the examples that fit; `given` says that the sales were named."""
    ja, lang = desk.language == "ja", desk.language
    rows = [
        f"{_conditions(desk, e, limits=False)}、{desk.plan(e.plan)}：**{yen(e.yen, lang)}**{_sure(desk, e)}"
        if ja
        else f"{capital(_conditions(desk, e, limits=False))}, {desk.plan(e.plan)}: **{yen(e.yen, lang)}**{_sure(desk, e)}"
        for e in fitting
    ]
    lines = ["チラシの例の年間保険料です。" if ja else "The annual premium printed as an example:", bullets(rows)]
    amounts = [
        AmountEntry(
            label="年間保険料（例）" if ja else "annual premium (example)",
            yen=e.yen,
            scheme=desk.scheme.scheme,
            plan=e.plan,
            type=e.choices.get("type"),
            basis="inferred" if e.certainty == "inferred" else "stated",
        )
        for e in fitting
    ]
    lines += _gap(desk, q, fitting, amounts)
    if len({e.industry.en for e in fitting}) == 1:
        shown = _limits(desk, fitting[0], amounts)
        if shown:
            lines.append(f"この例の支払限度額：{shown}" if ja else f"Limits of this example: {shown}.")
    if not given:
        lines.append("ほかの売上高の保険料は書かれていません。" if ja else "Premiums for other sales are not stated.")
    _add_sales(desk, fitting, amounts)
    caveats = list(dict.fromkeys(desk.t(e.note) for e in fitting if e.note))
    if rule.includes:
        caveats.append(desk.t(rule.includes))
    if any(e.certainty == "inferred" for e in fitting):
        caveats.append(phrase("inferred", lang))
    citations = desk.cite(c for e in fitting for c in e.cites)
    return Answer(
        language=lang,
        kind="amount",
        text="\n\n".join([*lines, *caveats, desk.sources(citations)]),
        amounts=tuple(amounts),
        citations=citations,
        caveats=tuple(caveats),
    )


def write_unmatched(desk: Desk, rule: PremiumExamples, near: Sequence[PremiumExample]) -> Answer:
    """No example fits: that only examples are printed, and for what; their premiums would only mislead here."""
    ja, lang = desk.language == "ja", desk.language
    amounts: list[AmountEntry] = []
    rows = list(dict.fromkeys(_conditions(desk, e, limits=bool(near)) for e in (near or rule.examples)))
    lines = [
        desk.t(rule.caveat),
        ("例があるのは次の条件です：" if ja else "Examples are printed for:") + "\n" + bullets(map(capital, rows)),
        desk.whom_to_ask(),
    ]
    _add_sales(desk, near or rule.examples, amounts)
    for e in {(*e.choices.items(),): e for e in near}.values():
        _limits(desk, e, amounts)
    citations = desk.cite(rule.cites)
    return Answer(
        language=lang,
        kind="abstention",
        text="\n\n".join([*lines, desk.sources(citations)]),
        amounts=tuple(amounts),
        citations=citations,
        caveats=(desk.t(rule.caveat),),
        abstained=True,
    )


def _conditions(desk: Desk, e: PremiumExample, *, limits: bool) -> str:
    """What an example stands for: industry, sales, options, set, and where wanted its limits."""
    ja = desk.language == "ja"
    sales = yen(e.sales, desk.language)
    parts = [desk.t(e.industry), f"年間売上高 {sales}" if ja else f"annual sales {sales}"]
    parts += [
        f"{desk.t(desk.scheme.riders[x].name)}あり" if ja else f"with the {desk.t(desk.scheme.riders[x].name)}"
        for x in e.riders
    ]
    parts += [desk.t(desk.scheme.dimensions[d].values[v].name) for d, v in e.choices.items()]
    text = ("、" if ja else ", ").join(parts)
    shown = _limits(desk, e, None) if limits else ""
    return f"{text}（{shown}）" if shown and ja else f"{text} ({shown})" if shown else text


def _limits(desk: Desk, e: PremiumExample, amounts: list[AmountEntry] | None) -> str:
    """The limits that an example stands for, in words; adds them to `amounts`."""
    parts = []
    for limit in desk.scheme.limits:
        if (limit.by and limit.by not in e.choices) or (limit.plans and e.plan not in limit.plans):
            continue
        value = limit_yen(limit, e.choices)
        if value is None:
            continue
        parts.append(f"{desk.t(limit.name)} {yen(value, desk.language)}")
        entry = AmountEntry(
            label=desk.t(limit.name),
            yen=value,
            scheme=desk.scheme.scheme,
            type=e.choices.get("type"),
            basis="inferred" if limit.certainty == "inferred" else "stated",
        )
        if amounts is not None and entry not in amounts:
            amounts.append(entry)
    return join(parts, desk.language)


def _add_sales(desk: Desk, examples: Iterable[PremiumExample], amounts: list[AmountEntry]) -> None:
    label = "例の年間売上高" if desk.language == "ja" else "annual sales of the example"
    for value in dict.fromkeys(e.sales for e in examples):
        amounts.append(AmountEntry(label=label, yen=value, scheme=desk.scheme.scheme))


def _sure(desk: Desk, e: PremiumExample) -> str:
    if e.certainty == "stated":
        return ""
    return "（並び順からの推定）" if desk.language == "ja" else " (paired by order: inferred)"


def _gap(desk: Desk, q: Query, fitting: Sequence[PremiumExample], amounts: list[AmountEntry]) -> list[str]:
    """The differences of the examples that are alike in all but the plan, or else of two, where a difference is asked for."""
    if not q.wants("difference", "compare"):
        return []
    alike: dict[tuple[object, ...], list[PremiumExample]] = {}
    for e in fitting:
        alike.setdefault((e.industry.en, e.sales, e.riders, *e.choices.items()), []).append(e)
    # With the option or without it are two premiums of which nobody asks the difference unless they say so.
    both = len(fitting) == _PAIR and (fitting[0].riders == fitting[1].riders or _EITHER_WAY.search(q.topic))
    pairs = [fitting] if both else [x for x in alike.values() if len(x) == _PAIR]
    if len({e.industry.en for x in pairs for e in x}) > 1:
        return []
    ja, lang, rows = desk.language == "ja", desk.language, []
    for pair in pairs:
        low, high = sorted(e.yen for e in pair)
        unsure = any(e.certainty == "inferred" for e in pair)
        shown, sums = yen(high - low, lang), f"{high:,} − {low:,}"
        amounts.append(
            AmountEntry(
                label="差額" if ja else "difference",
                yen=high - low,
                scheme=desk.scheme.scheme,
                basis="inferred" if unsure else "computed",
            )
        )
        if len(pairs) == 1:
            rows.append(f"差は **{shown}** です（{sums}）。" if ja else f"The difference is **{shown}** ({sums}).")
            continue
        # Of the same industry with an option and without it: whose difference it is.
        names = [desk.t(desk.scheme.riders[x].name) for x in pair[0].riders]
        named = {x for pair_ in pairs for e in pair_ for x in e.riders}
        without = [desk.t(desk.scheme.riders[x].name) for x in sorted(named) if x not in pair[0].riders]
        guess = _sure(desk, next((e for e in pair if e.certainty != "stated"), pair[0]))
        if ja:
            how = f"{'・'.join(names)}あり" if names else f"{'・'.join(without)}なし"
            rows.append(f"- {how}の差は **{shown}** です（{sums}）{guess}。")
        else:
            how = f"with the {' and the '.join(names)}" if names else f"without the {' and the '.join(without)}"
            rows.append(f"- The difference {how} is **{shown}** ({sums}){guess}.")
    return ["\n".join(rows)] if rows else []
