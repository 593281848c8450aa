"""Write the answers about premiums: lookups, computed contributions, sums, differences, best offers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import AmountEntry, Answer, Language, Step
from assistant.answering.context import Desk, abstain
from assistant.answering.examples import write_example
from assistant.answering.moves import ends_of
from assistant.answering.premium_words import added_up, asks_otherwise, both_ways, premium_label
from assistant.answering.wording import bullets, capital, yen
from assistant.corpus.model import PremiumExamples, PremiumRate, PremiumTable
from assistant.rules.payout import limit_yen
from assistant.rules.premium import PremiumFinding, offers, premium, types_of
from assistant.understanding.dialogue import follow_plan
from assistant.understanding.lexicon import find_choices
from assistant.understanding.query import Query, SchemeReading


def write_premium(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The premium answer for what was named; None where the scheme's premium is no lookup."""
    rule = desk.scheme.premium
    if isinstance(rule, PremiumTable):
        return _from_table(desk, r, q, rule)
    if isinstance(rule, PremiumRate):
        return _from_rate(desk, r, q, rule)
    if isinstance(rule, PremiumExamples):
        return write_example(desk, r, q, rule)
    return abstain(desk.language, f"{desk.t(rule.text)}\n\n{desk.whom_to_ask()}", citations=desk.cite(rule.cites))


_SO_THEN = re.compile(
    r"(?:だとすると|だとしたら|そうすると|そうなると|そうしたら|それなら|それだと|すると|その場合|この場合|となると|だったら|では|じゃあ?|ほな)(?:は|なら)?[、,]?\s*"
    r"(?:どう(?:なり|なる|です|でしょ)[^。?]{0,6}|いくら[^。?]{0,8}|何円[^。?]{0,6})?\s*[?？]\s*$|"
    r"\b(?:so then|what then|and then|then what|now what|in that case|what (?:does|would) that (?:make it|mean|come to|change)|what (?:is|would) it (?:be|then)|so what is it|so|then)\s*\?\s*$"
)


_PREMIUM_IS = re.compile(
    r"(?:保険料|掛け?金|分担金|年額)[^。!?\n]{0,16}(?:いくら|何円|なんぼ|[?？]|教えて)|(?:いくら|何円|なんぼ)[^。!?\n]{0,10}(?:の)?(?:保険料|掛け?金)|"
    r"(?:what(?:'s| is| are| would be| will be)|how much (?:is|are|would)|tell me|give me)[^.?!]{0,24}\bpremiums?\b"
)


def names_premium(desk: Desk, r: SchemeReading, q: Query) -> bool:
    """Whether the premium is asked for in so many words and all that a table of premiums depends on is said."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumTable) or not _PREMIUM_IS.search(q.message.text):
        return False
    return all(r.choices.get(d) for d in rule.by) and q.budget is None and not q.needs and not q.figures.amounts


def takes_up_premium(desk: Desk, r: SchemeReading, q: Query) -> bool:
    """Whether a message only tells another rank and asks what follows: nothing but the premium depends on the rank."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumTable) or r.items or any(r.facts.values()) or not _SO_THEN.search(q.message.text):
        return False
    rank = rule.by[1]
    said = any(c.dimension == rank and c.value for c in find_choices(desk.scheme, q.message.text, r.plans))
    return (
        said
        and all(len(r.choices.get(d, ())) == 1 for d in rule.by)
        and set(q.intents) <= {"premium", "payout", "difference"}
    )


def entry(desk: Desk, found: PremiumFinding) -> AmountEntry:
    """A premium as an amount of the answer."""
    steps = (
        (Step(label=premium_label(desk, found), expression=found.working, yen=found.yen),) if found.expression else ()
    )
    return AmountEntry(
        label="年間保険料" if desk.language == "ja" else "annual premium",
        yen=found.yen,
        scheme=desk.scheme.scheme,
        plan=found.plan,
        type=found.choices.get("type"),
        rank=found.choices.get("rank"),
        basis="computed" if found.basis == "computed" else "stated",
        steps=steps,
    )


def _row(desk: Desk, found: PremiumFinding, word: str) -> str:
    ja = desk.language == "ja"
    how = f"（{found.expression}）" if found.expression and ja else f" ({found.expression})" if found.expression else ""
    amount = yen(found.yen, desk.language)
    return (
        f"{premium_label(desk, found)}の{word}は **{amount}** です{how}。"
        if ja
        else f"{capital(premium_label(desk, found))}: {word} **{amount}**{how}."
    )


def _from_table(desk: Desk, r: SchemeReading, q: Query, rule: PremiumTable) -> Answer:
    ja, lang = desk.language == "ja", desk.language
    first, second = rule.by
    r = with_extreme(
        desk, _with_plans(desk, _with_wanted(desk, _both_sides(desk, r, q, first), q, first), first), q, first
    )
    plans = r.plans or tuple(desk.scheme.plans)
    pairs = _pairs(r, first, second)
    found: list[PremiumFinding] = []
    for type_value, rank in pairs:
        for plan in plans:
            for t in [type_value] if type_value else types_of(desk.scheme, plan):
                if t not in types_of(desk.scheme, plan):
                    continue
                for k in [rank] if rank else tuple(desk.scheme.dimensions[second].values):
                    found.append(premium(desk.scheme, plan, {first: t, second: k}))
    found = list({(f.plan, *f.choices.values()): f for f in found}.values())
    if q.needs and len(r.choices.get(first, ())) < 2:
        cheap = {
            (o.premium.plan, *o.premium.choices.values()) for o in offers(desk.scheme, {}, plans, at_least=q.needs)
        }
        # "the 100 million course" names the type whose limit is exactly that, where there is one.
        exact = [f for f in found if _liability(desk, f) == q.needs.get("liability")]
        found = exact or [f for f in found if (f.plan, *f.choices.values()) in cheap] or found
    if len(found) == 1 and q.wants("difference") and r.plans_from == "text" and not q.followup:
        found = [*_under_other_plan(desk, found[0], first), *found]
    rows = [_row(desk, f, "年間保険料" if ja else "annual premium") for f in found]
    amounts = [entry(desk, f) for f in found]
    if len(found) > 3:
        body = _table(desk, found, first, second)
        lead = "年間保険料は次のとおりです。" if ja else "The annual premiums are:"
        lines = [lead, body]
    else:
        lines = [bullets(rows) if len(rows) > 1 else rows[0]]
    lines += _combined(desk, q, found, amounts)
    citations = desk.cite(c for f in found for c in f.cites)
    if not _all_given(r, first, second) and len(found) > 1:
        axes = ("と" if ja else " and the ").join(desk.t(desk.scheme.dimensions[d].name) for d in (first, second))
        lines.append(f"{axes}を選ぶと、1つに絞ってお答えします。" if ja else f"Name the {axes} to get a single figure.")
    if desk.scheme.period:
        p = desk.scheme.period
        lines.append(
            f"保険期間 {p.start:%Y年%-m月%-d日}〜{p.end:%Y年%-m月%-d日} の年間保険料です。"
            if ja
            else f"For the policy period {p.start:%-d %B %Y} to {p.end:%-d %B %Y}."
        )
    lines.append(desk.sources(citations))
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=tuple(amounts), citations=citations)


def _both_sides(desk: Desk, r: SchemeReading, q: Query, first: str) -> SchemeReading:
    """A difference asked for in a follow-up: the type named now and the one talked about before."""
    if not (q.followup and q.wants("difference", "compare")) or len(r.choices.get(first, ())) != 1:
        return r
    types = [c.value for c in find_choices(desk.scheme, q.topic, r.plans) if c.dimension == first and c.value]
    types = list(dict.fromkeys(types))
    if len(types) != 2:
        return r
    own = tuple(p for p, x in desk.scheme.plans.items() if set(x.types) & set(types))
    return replace(r, plans=own or r.plans, choices={**r.choices, first: tuple(types)})


def _with_wanted(desk: Desk, r: SchemeReading, q: Query, first: str) -> SchemeReading:
    """A difference asked for: beside the type that one has, the type of the same plan with the limit that is wanted."""
    types = r.choices.get(first, ())
    if len(types) != 1 or "liability" not in q.needs or not q.wants("difference"):
        return r
    own = [t for p in desk.scheme.plans for t in types_of(desk.scheme, p) if types[0] in types_of(desk.scheme, p)]
    like = {
        t
        for x in desk.scheme.limits
        if x.section == "liability"
        for t in own
        if limit_yen(x, {first: t}) == q.needs["liability"]
    }
    return replace(r, choices={**r.choices, first: (*types, *sorted(like - {*types}))})


def _under_other_plan(desk: Desk, found: PremiumFinding, first: str) -> list[PremiumFinding]:
    """What the same size and rank costs under the other plan of two: "how much more is the wider plan?" names but one."""
    others = [p for p in desk.scheme.plans if p != found.plan]
    if len(others) != 1:
        return []
    moved = follow_plan(desk.scheme, (others[0],), {first: (found.choices[first],)})[first]
    return [premium(desk.scheme, others[0], {**found.choices, first: t}) for t in moved if t != found.choices[first]]


def _with_plans(desk: Desk, r: SchemeReading, first: str) -> SchemeReading:
    """The reading with the plans that the types named belong to, where the plan itself was not named just now."""
    named = set(r.choices.get(first, ()))
    if r.plans_from == "text" or not named:
        return r
    own = tuple(p for p, x in desk.scheme.plans.items() if set(x.types) & named)
    return replace(r, plans=own or r.plans)


_MOST_COVER = re.compile(
    r"(?:限度額?|補償額?)(?:が|の|は)?(?:一番|いちばん|最も|もっとも)(?:高|大き)|(?:一番|いちばん|最も|もっとも)(?:高|大き)い(?:賠償)?(?:の)?(?:支払)?(?:限度|補償)|最高(?:の)?限度|限度額?(?:が)?最(?:高|大)|"
    r"\b(?:highest|largest|biggest|top|maximum)\b[^.?!]{0,24}\b(?:limit|cover|type)"
)
_LEAST_COVER = re.compile(
    r"(?:限度額?|補償額?)(?:が|の|は)?(?:一番|いちばん|最も|もっとも)(?:低|小さ)|(?:一番|いちばん|最も|もっとも)(?:低|小さ)い(?:賠償)?(?:の)?(?:支払)?(?:限度|補償)|限度額?(?:が)?最(?:低|小)|"
    r"\b(?:lowest|smallest|minimum)\b[^.?!]{0,24}\b(?:limit|cover|type)"
)


def with_extreme(desk: Desk, r: SchemeReading, q: Query, first: str) -> SchemeReading:
    """The reading with the types that have the highest (or lowest) liability limit, where these are named that way."""
    most, least = _MOST_COVER.search(q.topic), _LEAST_COVER.search(q.topic)
    if r.choices.get(first) or bool(most) == bool(least):
        return r
    pick = max if most else min
    chosen: list[str] = []
    for plan in r.plans or tuple(desk.scheme.plans):
        by_limit = {
            t: limit_yen(x, {first: t})
            for x in desk.scheme.limits
            if x.section == "liability" and (not x.plans or plan in x.plans)
            for t in types_of(desk.scheme, plan)
        }
        known = {t: v for t, v in by_limit.items() if v is not None}
        if known:
            chosen += [t for t, v in known.items() if v == pick(known.values())]
    return replace(r, choices={**r.choices, first: tuple(dict.fromkeys(chosen))}) if chosen else r


def _liability(desk: Desk, f: PremiumFinding) -> int | None:
    for limit in desk.scheme.limits:
        if limit.section == "liability" and (not limit.plans or f.plan in limit.plans):
            return limit_yen(limit, f.choices)
    return None


def _pairs(r: SchemeReading, first: str, second: str) -> list[tuple[str | None, str | None]]:
    """Types with ranks as they were named: one of each, or in step ("F II at B and G III at C"), or every pairing."""
    types: list[str | None] = [*r.choices.get(first, ())] or [None]
    ranks: list[str | None] = [*r.choices.get(second, ())] or [None]
    if len(types) == len(ranks) and len(types) > 1:
        return list(zip(types, ranks, strict=True))
    return [(t, k) for t in types for k in ranks]


def _all_given(r: SchemeReading, first: str, second: str) -> bool:
    return bool(r.choices.get(first)) and bool(r.choices.get(second))


def _table(desk: Desk, found: Sequence[PremiumFinding], first: str, second: str) -> str:
    columns = list(dict.fromkeys(f.choices[second] for f in found))
    rows = list(dict.fromkeys((f.plan, f.choices[first]) for f in found))
    at = {(f.plan, f.choices[first], f.choices[second]): f.yen for f in found}
    dim = desk.scheme.dimensions
    head = f"| {desk.t(dim[first].name)} | " + " | ".join(desk.t(dim[second].values[c].name) for c in columns) + " |"
    unit = "円" if desk.language == "ja" else " yen"
    body = [
        f"| {desk.plan(p)} {t} | "
        + " | ".join(f"{at[p, t, c]:,}{unit}" if (p, t, c) in at else "–" for c in columns)
        + " |"
        for p, t in rows
    ]
    return "\n".join([head, "| --- |" + " ---: |" * len(columns), *body])


def _combined(desk: Desk, q: Query, found: Sequence[PremiumFinding], amounts: list[AmountEntry]) -> list[str]:
    """Sum and difference of the premiums named, where they are asked for."""
    ja, lang = desk.language == "ja", desk.language
    lines: list[str] = []
    if len(found) < 2 or len(found) > 4:
        return lines
    values = [f.yen for f in found]
    rows = [[f for f in found if f.plan == p] for p in dict.fromkeys(f.plan for f in found)]
    if len(found) == 4 and len(rows) == 2 and all(len(x) == 2 for x in rows) and q.wants("difference"):
        # Two types under either plan: by how much they differ is told plan by plan.
        for pair in rows:
            gap = abs(pair[0].yen - pair[1].yen)
            name = desk.plan(pair[0].plan)
            lines.append(
                f"{name}での差は **{yen(gap, lang)}** です。"
                if ja
                else f"Under the {name} the difference is **{yen(gap, lang)}**."
            )
            label = "差額" if ja else "difference"
            amounts.append(
                AmountEntry(label=label, yen=gap, scheme=desk.scheme.scheme, plan=pair[0].plan, basis="computed")
            )
        return [*lines, *_wider(desk, rows, amounts)]
    # One town with an option and without it pays either the one or the other, never both together.
    either = isinstance(desk.scheme.premium, PremiumRate) and q.wants("difference") and len(found) == 2
    if q.wants("sum") and not either:
        line, amount = added_up(desk, values)
        lines.append(line)
        amounts.append(amount)
    if len(found) == 2 and q.wants("difference", "compare"):
        high, low = max(values), min(values)
        gap = high - low
        shown = f"{high:,} − {low:,}"
        if gap == 0:
            lines.append("差はありません。" if ja else "There is no difference.")
        else:
            lines.append(
                f"差は **{yen(gap, lang)}** です（{shown}）。"
                if ja
                else f"The difference is **{yen(gap, lang)}** ({shown})."
            )
            amounts.append(
                AmountEntry(
                    label="差額" if ja else "difference",
                    yen=gap,
                    scheme=desk.scheme.scheme,
                    basis="computed",
                    steps=(Step(label="差額" if ja else "difference", expression=shown, yen=gap),),
                )
            )
    return lines


def _wider(desk: Desk, rows: Sequence[Sequence[PremiumFinding]], amounts: list[AmountEntry]) -> list[str]:
    """Under which of two plans the premiums of two types lie further apart, and by how much."""
    ja, lang = desk.language == "ja", desk.language
    (low, _), (high, more) = sorted(((abs(a.yen - b.yen), a.plan) for a, b in rows), key=lambda x: x[0])
    if low == high:
        return ["どちらのプランでも差は同じです。" if ja else "The difference is the same under both plans."]
    gap, how = high - low, f"{high:,} − {low:,}"
    label = "差の開き" if ja else "difference of the differences"
    step = Step(label=label, expression=how, yen=gap)
    amounts.append(AmountEntry(label=label, yen=gap, scheme=desk.scheme.scheme, basis="computed", steps=(step,)))
    return [
        f"差は{desk.plan(more)}のほうが {yen(gap, lang)} 大きくなります（{how}）。"
        if ja
        else f"It is larger under the {desk.plan(more)}, by {yen(gap, lang)} ({how})."
    ]


def _from_rate(desk: Desk, r: SchemeReading, q: Query, rule: PremiumRate) -> Answer:
    ja, lang = desk.language == "ja", desk.language
    dimension = rule.by
    values = r.choices.get(dimension, ())
    plans = tuple(p for p in (r.plans or tuple(rule.rates)) if p in rule.rates) or tuple(rule.rates)
    text = q.message.text
    if (
        (len(values) == 1 and q.wants("difference"))
        or both_ways(text)
        or (_names_option(rule, r) and asks_otherwise(text))
    ):
        plans = tuple(rule.rates)  # of one type and number of residents, only with the option and without it differ
    name = desk.scheme.dimensions[dimension].name
    cites = tuple(c for p in plans for c in rule.cites.get(p, ()))
    if q.bad_residents:
        text = (
            "住民数は1以上の整数で指定してください。この人数では保険料分担金を計算できません。"
            if ja
            else "The number of residents must be a positive whole number; no contribution can be computed from this one."
        )
        return abstain(lang, f"{text}\n\n{desk.whom_to_ask()}", citations=desk.cite(cites))
    if not values or q.residents is None:
        wanted = []
        if not values:
            wanted.append(desk.t(name))
        if q.residents is None:
            wanted.append("住民数" if ja else "the number of residents")
        shown = rates_table(desk, rule, values)
        lead = asks_for(lang, wanted)
        citations = desk.cite(cites)
        return Answer(
            language=lang,
            kind="clarification",
            text=f"{lead}\n\n{shown}\n\n{desk.sources(citations)}",
            citations=citations,
            abstained=False,
        )
    # A move with a plan told for either end is between these two, not between every pairing.
    ends = ends_of(desk.scheme, q.message.text, dimension, values) if q.wants("difference", "compare") else []
    cells = ends or [(p, v) for v in values for p in plans]
    found = [premium(desk.scheme, p, {dimension: v}, q.residents) for p, v in cells if p in rule.rates]
    amounts = [entry(desk, f) for f in found]
    rows = [_row(desk, f, "保険料分担金" if ja else "contribution a year") for f in found]
    lines = [bullets(rows) if len(rows) > 1 else rows[0], *_combined(desk, q, found, amounts)]
    if any("." in f.expression.rsplit("=", 1)[-1] for f in found):
        lines.append("1円未満の端数は四捨五入しています。" if ja else "Fractions of a yen are rounded half up.")
    if rule.fiscal_year:
        lines.append(desk.t(rule.fiscal_year))
    if rule.caveat:
        lines.append(desk.t(rule.caveat))
    citations = desk.cite(cites)
    lines.append(desk.sources(citations))
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=tuple(amounts), citations=citations)


def _names_option(rule: PremiumRate, r: SchemeReading) -> bool:
    """Whether the plan named is the dearest, which has an option that others have not."""
    dearest = max(rule.rates, key=lambda p: max(rule.rates[p].values()))
    return r.plans == (dearest,) and r.plans_from == "text"


def asks_for(language: Language, wanted: Sequence[str]) -> str:
    """How a contribution is reckoned, and what must be told for it."""
    return (
        f"保険料分担金は「住民1人あたりの料率 × 住民数」（円未満四捨五入）で計算します。{'と'.join(wanted)}を教えてください。"
        if language == "ja"
        else f"The contribution is the rate per resident × the number of residents, rounded half up. Please give {' and '.join(wanted)}."
    )


def rates_table(desk: Desk, rule: PremiumRate, values: Sequence[str]) -> str:
    """The rates of these types, or of all, under each plan, as a table below their unit."""
    plans = list(rule.rates)
    dim = desk.scheme.dimensions[rule.by]
    head = f"| {desk.t(dim.name)} | " + " | ".join(desk.plan(p) for p in plans) + " |"
    rows = [
        f"| {desk.t(dim.values[v].name)} | " + " | ".join(f"{rule.rates[p].get(v, '–')}" for p in plans) + " |"
        for v in (values or dim.values)
    ]
    unit = desk.t(rule.unit)
    return "\n".join([unit, "", head, "| --- |" + " ---: |" * len(plans), *rows])
