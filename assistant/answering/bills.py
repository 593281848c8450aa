"""Write the answers that reckon with premiums: several buyers, what an option adds, and from a sum back to its ground."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import AmountEntry, Answer, Step
from assistant.answering.context import Desk, abstain
from assistant.answering.premium_words import added_up, premium_label
from assistant.answering.wording import bullets, capital, join, yen
from assistant.corpus.model import PremiumRate, PremiumTable
from assistant.errors import AmountError
from assistant.rules.premium import PremiumFinding, all_premiums, heads_for, premium, surcharge, types_of
from assistant.rules.rounding import rate_times
from assistant.understanding.buyers import Buyers, find_buyers, like_buyers
from assistant.understanding.query import Query, SchemeReading

ADDS = re.compile(
    r"付け|つけ|追加|なしより|ないより|ない場合|入れな|浮|加え|上乗せ|外し|外す|やめ|ありとなし|有無|なしと|"
    r"\badd(?:s|ed|ing)?\b|with and without|with or without|extra|surcharge|on top|\brise[sn]?\b|\bgo(?:es)? up|went up|increas|drop|more|\bwithout\b|\b(?:dearer|costlier|cheaper|pricier)\b|\bsav(?:e|es|ed|ing)\b|\bleav(?:e|es|ing) (?:it |that )?out"
)
_ASKS_HEADS = re.compile(
    r"住民数(?:は|って|が)?\s*(?:\?|$)|(?:住民|人口)[^。!?\n]{0,12}(?:何人|何名|いくつ|どれ|どのくらい)|何人(?:分|で|と|の|を|に|です|だ|なん|いる|$|\?)|何名|"
    r"(?:how many|what number of|which number of) (?:residents|people|inhabitants|heads|persons)|(?:what|which) population|population (?:was|is|did)"
)
_RISES = re.compile(
    r"上が|増え|高くな|上乗せ|プラス|\brise|\bgo(?:es)? up|went up|increas|\bmore\b|extra|\badd|surcharge|on top"
)
_ASKS_WHICH = re.compile(
    r"(?:どの|何の|どれの|どちらの|なんの)(?:プラン|タイプ|ランク|契約|もの)|どれ(?:です|でしょう|に当た|だ)|何(?:タイプ|ランク)|"
    r"(?:which|what) (?:type|rank|plan|combination|one)"
)

_PLUS = re.compile(r"\bplus\b|足す|足した|プラスして|と合わせ")
_HIGH = re.compile(r"(?:一番|いちばん|最も|もっとも)高い|最高(?:の|額)|(?:highest|dearest|most expensive|largest|top)")
_LOW = re.compile(
    r"(?:一番|いちばん|最も|もっとも)(?:安い|低い)|最(?:安|低)(?:の|額)|(?:lowest|cheapest|smallest|least expensive)"
)

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBER_OF_MONTH = {m: n for n, m in enumerate(_MONTHS.split("|"), 1)}
_BY_MONTH = re.compile(
    r"月額|月々|毎月|ひと月|一月あたり|[1一][かヶカヵ箇]月(?:分|あたり|当たり|だと|では|で|の|に)|月割|日割|月払|分割|四半期|半年分|半額|"
    r"\bmonthly\b|(?:per|a|each|every) month(?!s)|instal|quarterly|by the month|pro ?-?rat"
)
_MID_TERM = re.compile(
    r"途中|中途|期中|残り(?:の)?(?:期間|\d+\s*[かヶカ]月)|半年(?:だけ|間|しか)|"
    r"mid-?\s?(?:term|year)|part-?\s?way|half\s?way|(?:rest|remainder|remaining (?:part|months?)) (?:of|in)|later in the year|(?:six|three|nine|[2-9]) months"
)
_FROM_MONTH = re.compile(
    rf"(?<!\d)(1[0-2]|[1-9])月(?:\d+日)?(?:から|に|より|付|スタート|開始)|(?:join|start|enter|enrol|cover|begin)\w*[^.?!]{{0,24}}\b({_MONTHS})\b|from (?:\d+ )?({_MONTHS})\b"
)
# "Sorry, I was looking at last year's papers": what was looked at by mistake is not what is asked for.
_LOOKED_AT = re.compile(
    r"(?:去年|昨年|前年)度?の?(?:資料|表|一覧|パンフ(?:レット)?|案内|書類|紙|もの|やつ|分|の)?(?:を|で)?(?:見て|見ちゃ|使って|読んで)|(?:は|が|って)、?(?:去年|昨年|前年)度?の(?:数字?|人口|住民数?|もの|値|分|数値|人数)|"
    r"\b(?:look\w*|read\w*|us(?:ed|ing)|had|copied|quot\w+|working) (?:at |from |off |with )?(?:last|previous) year['’]?s\b"
)
_OTHER_YEAR = re.compile(
    r"来年|翌年|次年度|再来年|去年|昨年|前年|(?:next|last|following|coming|previous|past) (?:fiscal |policy )?year|year after"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度?|(?!\d))|令和(\d{1,2}|元)年度?|\breiwa (\d{1,2})")


# ---------------------------------------------------------------------- premiums that are not printed


def write_not_printed(desk: Desk, q: Query) -> Answer | None:
    """That a share of the year's premium or another year's is not printed; None where the year's own is asked for."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumTable | PremiumRate):
        return None
    ja, text = desk.language == "ja", q.message.text
    if _other_year(desk, rule, text):
        what = "ほかの年度の額" if ja else "the premium of another year"
    elif _MID_TERM.search(text) or _starts_late(desk, text):
        what = "途中から加入する場合の額" if ja else "the premium for joining during the year"
    elif _BY_MONTH.search(text):
        what = "ひと月あたりの額や分割払いの額" if ja else "a monthly share or an instalment"
    else:
        return None
    p = desk.scheme.period
    if p is not None:
        span = (
            f"{p.start:%Y年%-m月%-d日}〜{p.end:%Y年%-m月%-d日}の1年分"
            if ja
            else f"the whole year {p.start:%-d %B %Y} to {p.end:%-d %B %Y}"
        )
    else:
        span = "1年分" if ja else "a whole year"
    body = (
        f"パンフレットにある保険料は{span}の年額だけです。{what}は書かれておらず、年額から割り出すこともできません。取扱代理店に確認してください。"
        if ja
        else f"The brochure has premiums for {span} only. It does not state {what}, and none can be derived from the annual figure. "
        "Please ask the agency."
    )
    fiscal = desk.t(rule.fiscal_year) if isinstance(rule, PremiumRate) and rule.fiscal_year else ""
    citations = desk.cite(c for cites in rule.cites.values() for c in cites)
    parts = [body, fiscal, desk.sources(citations), desk.whom_to_ask()]
    return abstain(desk.language, "\n\n".join(x for x in parts if x), citations=citations)


def _other_year(desk: Desk, rule: PremiumTable | PremiumRate, text: str) -> bool:
    if _OTHER_YEAR.search(_LOOKED_AT.sub(" ", text)):
        return True
    period = desk.scheme.period
    own = {period.start.year, period.end.year} if period else set()
    if not own and isinstance(rule, PremiumRate) and rule.fiscal_year:
        own = {int(y) for y in re.findall(r"20\d\d", rule.fiscal_year.en)}
    if not own:
        return False
    named = set()
    for m in _YEAR.finditer(text):
        era = m[2] or m[3]
        named.add(int(m[1]) if m[1] else 2018 + (1 if era == "元" else int(era)))
    return bool(named) and not named & own


def _starts_late(desk: Desk, text: str) -> bool:
    first = desk.scheme.period.start.month if desk.scheme.period else 4
    for m in _FROM_MONTH.finditer(text):
        month = int(m[1]) if m[1] else _NUMBER_OF_MONTH[m[2] or m[3]]
        if month != first:
            return True
    return False


# ---------------------------------------------------------------------- several buyers


def write_bill(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """What several buyers pay, each and together; None where the message counts out no more than one."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumTable | PremiumRate):
        return None
    groups = find_buyers(desk.scheme, q.message.text, r.plans)
    if not q.followup and not any(g.choices or g.residents is not None for g in groups):
        return None
    counted = any(g.count > 1 for g in groups)
    if not counted and not (len(groups) > 1 and (q.wants("sum") or _PLUS.search(q.message.text))):
        return None
    once = {d: v[0] for d, v in r.choices.items() if len(v) == 1}
    rows: list[list[tuple[Buyers, PremiumFinding]]] = []
    for plan in _plans(desk, r, rule):
        row = [x for g in groups if (x := _priced(desk, rule, plan, g, once, q)) is not None]
        if row:
            rows.append(row)
    if isinstance(rule, PremiumTable):
        # The type decides the plan, so that each group stands in one plan's row only.
        order = {id(g): i for i, g in enumerate(groups)}
        rows = [sorted((x for row in rows for x in row), key=lambda x: order[id(x[0])])]
    if not rows or any(len(row) != len(groups) for row in rows):
        return None
    return _bill(desk, rule, rows)


def write_switch(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """What several like buyers pay more or less together for another type or rank; None where that is not asked."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumTable) or not q.wants("difference"):
        return None
    count = like_buyers(q.message.text)
    axes = [d for d in rule.by if len(r.choices.get(d, ())) == 2]
    fixed = {d: r.choices[d][0] for d in rule.by if len(r.choices.get(d, ())) == 1}
    if count is None or len(axes) != 1 or len(fixed) != len(rule.by) - 1:
        return None
    cells = [{**fixed, axes[0]: v} for v in r.choices[axes[0]]]
    plans = [next((p for p in desk.scheme.plans if c[rule.by[0]] in types_of(desk.scheme, p)), None) for c in cells]
    found = [premium(desk.scheme, p, c, None) for p, c in zip(plans, cells, strict=True) if p is not None]
    if len(found) != 2:
        return None
    ja, lang = desk.language == "ja", desk.language
    gap = abs(found[1].yen - found[0].yen)
    high, low = max(f.yen for f in found), min(f.yen for f in found)
    how = f"({high:,} − {low:,}) × {count}"
    lines = [
        bullets(
            f"{capital(premium_label(desk, f))}：{yen(f.yen, lang)}"
            if ja
            else f"{capital(premium_label(desk, f))}: {yen(f.yen, lang)}"
            for f in found
        ),
        f"差は{count}件分で年 **{yen(gap * count, lang)}** です（{how}）。"
        if ja
        else f"The difference for the {count} together is **{yen(gap * count, lang)}** a year ({how}).",
        *_remarks(desk, rule),
    ]
    label = "差額" if ja else "difference"
    step = Step(label=label, expression=how, yen=gap * count)
    amounts = [_entry(desk, f, "年間保険料" if ja else "annual premium", f.yen, "") for f in found]
    amounts.append(
        AmountEntry(label=label, yen=gap * count, scheme=desk.scheme.scheme, basis="computed", steps=(step,))
    )
    return _closed(desk, lines, amounts, rule)


def _plans(desk: Desk, r: SchemeReading, rule: PremiumTable | PremiumRate) -> tuple[str, ...]:
    if isinstance(rule, PremiumTable):
        return tuple(desk.scheme.plans)
    return tuple(p for p in (r.plans or tuple(rule.rates)) if p in rule.rates)


def _priced(
    desk: Desk, rule: PremiumTable | PremiumRate, plan: str, g: Buyers, once: dict[str, str], q: Query
) -> tuple[Buyers, PremiumFinding] | None:
    choices = {**once, **g.choices}
    by = rule.by if isinstance(rule, PremiumTable) else (rule.by,)
    if any(d not in choices for d in by) or choices[by[0]] not in types_of(desk.scheme, plan):
        return None
    heads = g.residents or q.residents if isinstance(rule, PremiumRate) else None
    if isinstance(rule, PremiumRate) and heads is None:
        return None
    return g, premium(desk.scheme, plan, choices, heads)


def _bill(
    desk: Desk, rule: PremiumTable | PremiumRate, rows: Sequence[Sequence[tuple[Buyers, PremiumFinding]]]
) -> Answer:
    ja, lang = desk.language == "ja", desk.language
    lines: list[str] = []
    amounts: list[AmountEntry] = []
    for row in rows:
        parts, values = [], []
        for group, found in row:
            total = found.yen * group.count
            values.append(total)
            label = premium_label(desk, found)
            each = f"{found.expression}" if found.expression else ""
            how = f"{found.yen:,} × {group.count}" if group.count > 1 else ""
            shown = "、".join(x for x in (each, how) if x) if ja else "; ".join(x for x in (each, how) if x)
            tail = (f"（{shown}）" if ja else f" ({shown})") if shown else ""
            of = (f" {group.count}件分" if ja else f", {group.count} of them") if group.count > 1 else ""
            parts.append(
                f"{capital(label)}{of}：{yen(total, lang)}{tail}"
                if ja
                else f"{capital(label)}{of}: {yen(total, lang)}{tail}"
            )
            amounts.append(_entry(desk, found, "年間保険料" if ja else "annual premium", found.yen, found.working))
            if group.count > 1:
                amounts.append(_entry(desk, found, label + of, total, how))
        lines.append(bullets(parts))
        if len(values) > 1:
            line, amount = added_up(desk, values)
            lines.append(line)
            amounts.append(amount)
    lines += _remarks(desk, rule)
    citations = desk.cite(c for row in rows for _, f in row for c in f.cites)
    lines.append(desk.sources(citations))
    # An amount that is shown in brackets only (one buyer's premium) is listed once.
    unique = tuple({(a.yen, a.plan, a.type, a.rank): a for a in amounts}.values())
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=unique, citations=citations)


def _entry(desk: Desk, found: PremiumFinding, label: str, value: int, expression: str) -> AmountEntry:
    steps = (Step(label=label, expression=expression, yen=value),) if expression else ()
    return AmountEntry(
        label=label,
        yen=value,
        scheme=desk.scheme.scheme,
        plan=found.plan,
        type=found.choices.get("type"),
        rank=found.choices.get("rank"),
        basis="computed" if expression else "stated",
        steps=steps,
    )


def _remarks(desk: Desk, rule: PremiumTable | PremiumRate) -> list[str]:
    if isinstance(rule, PremiumRate):
        return [desk.t(x) for x in (rule.fiscal_year, rule.caveat) if x is not None]
    p = desk.scheme.period
    if p is None:
        return []
    if desk.language == "ja":
        return [f"保険期間 {p.start:%Y年%-m月%-d日}〜{p.end:%Y年%-m月%-d日} の年間保険料です。"]
    return [f"Annual premiums for the policy period {p.start:%-d %B %Y} to {p.end:%-d %B %Y}."]


# ---------------------------------------------------------------------- the highest and the lowest


def write_span(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The highest premium printed, with the lowest and the difference where they are asked for; None otherwise."""
    rule, text = desk.scheme.premium, q.message.text
    if not isinstance(rule, PremiumTable) or q.needs or q.budget is not None or not _HIGH.search(text):
        return None
    fixed = {d: v[0] for d, v in r.choices.items() if len(v) == 1}
    found = sorted(all_premiums(desk.scheme, fixed, r.plans), key=lambda f: f.yen)
    if len(found) < 2:
        return None
    ja, lang = desk.language == "ja", desk.language
    picked = [("最も高い" if ja else "the highest", found[-1])]
    if _LOW.search(text):
        picked.append(("最も安い" if ja else "the lowest", found[0]))
    lines = [
        f"{word}年間保険料は、{premium_label(desk, f)}の **{yen(f.yen, lang)}** です。"
        if ja
        else f"{capital(word)} annual premium is **{yen(f.yen, lang)}** ({premium_label(desk, f)})."
        for word, f in picked
    ]
    amounts = [_entry(desk, f, "年間保険料" if ja else "annual premium", f.yen, "") for _, f in picked]
    if len(picked) == 2:
        gap, how = found[-1].yen - found[0].yen, f"{found[-1].yen:,} − {found[0].yen:,}"
        lines.append(
            f"差は **{yen(gap, lang)}** です（{how}）。" if ja else f"The difference is **{yen(gap, lang)}** ({how})."
        )
        amounts.append(
            AmountEntry(label="差額" if ja else "difference", yen=gap, scheme=desk.scheme.scheme, basis="computed")
        )
    return _closed(desk, [*lines, *_remarks(desk, rule)], amounts, rule)


# ---------------------------------------------------------------------- what an option adds


def write_surcharge(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """By how much one plan's contribution is above another's where no type is named and all types differ alike."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumRate) or len(rule.rates) != 2 or r.choices.get(rule.by) or q.residents is None:
        return None
    if not (q.wants("difference") or ADDS.search(q.message.text)) or not q.wants("difference", "premium", "payout"):
        return None
    low, high = sorted(rule.rates, key=lambda p: max(rule.rates[p].values()))
    rate = surcharge(desk.scheme, low, high)
    if rate is None or not ADDS.search(q.message.text):
        return None
    ja, lang = desk.language == "ja", desk.language
    value = rate_times(rate, q.residents, rule.rounding)
    shown = f"{rate} × {q.residents:,} = {(rate * q.residents).normalize():,f}"
    name = desk.plan(high)
    lead = (
        f"{name}を付けると、年間の保険料分担金は **{yen(value, lang)}** 増えます（{shown}）。増える率はどの{desk.t(desk.scheme.dimensions[rule.by].name)}でも住民1人あたり{rate}円です。"
        if ja
        else f"The {name} adds **{yen(value, lang)}** to the yearly contribution ({shown}). "
        f"Every {desk.t(desk.scheme.dimensions[rule.by].name)} pays the same {rate} yen a resident for it."
    )
    label = "増える額" if ja else "increase"
    amount = AmountEntry(
        label=label,
        yen=value,
        scheme=desk.scheme.scheme,
        plan=high,
        basis="computed",
        steps=(Step(label=label, expression=shown, yen=value),),
    )
    return _closed(desk, [lead, *([desk.t(rule.fiscal_year)] if rule.fiscal_year else [])], [amount], rule)


# ---------------------------------------------------------------------- a rate that is named

_RATE = re.compile(r"(?<![\d.,])(\d{2,3}\.\d)\s*(?:円|yen)")
_ROUNDS = re.compile(
    r"端数|切り?(?:捨|上)|四捨五入|いくら|何円|金額|計算|額|\bround|fraction|how much|what|total|figure"
)


def write_product(desk: Desk, q: Query) -> Answer | None:
    """The contribution at a rate that a message names itself, with its residents; None where the rate is none of the table."""
    rule, text = desk.scheme.premium, q.message.text
    named = {Decimal(m[1]) for m in _RATE.finditer(text)}
    if not isinstance(rule, PremiumRate) or q.residents is None or len(named) != 1 or not _ROUNDS.search(text):
        return None
    rate = next(iter(named))
    cells = [(p, t) for p, row in rule.rates.items() for t, x in row.items() if x == rate]
    if not cells:
        return None
    found = premium(desk.scheme, cells[0][0], {rule.by: cells[0][1]}, q.residents)
    ja = desk.language == "ja"
    label = premium_label(desk, found)
    lead = (
        f"保険料分担金は **{yen(found.yen, desk.language)}** です（{found.expression}）。1円未満の端数は四捨五入します。1人あたり{rate}円は{label}の率です。"
        if ja
        else f"The contribution is **{yen(found.yen, desk.language)}** ({found.expression}); fractions of a yen are rounded half up. "
        f"{rate} yen a resident is the rate of {label}."
    )
    amount = _entry(desk, found, "保険料分担金" if ja else "contribution", found.yen, found.expression)
    return _closed(desk, [lead, *_remarks(desk, rule)], [amount], rule)


# ---------------------------------------------------------------------- from a sum back to its ground


def write_backwards(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """From a premium that was named to its residents, or to its type and rank; None where that is not asked."""
    rule, text = desk.scheme.premium, q.message.text
    named = [a for a in q.figures.amounts if a.value > 0 and not a.too_large]
    sums = list(dict.fromkeys(a.value for a in named))
    if q.budget is not None or q.needs:
        return None  # what may be spent or is wanted is no premium that was named
    if len(sums) != 1 or (r.items and any(not desk.scheme.stands_for_section(i) for i in r.items)):
        return None
    if isinstance(rule, PremiumTable) and _ASKS_WHICH.search(text) and q.wants("premium"):
        return _which_cell(desk, rule, sums[0], r)
    if not isinstance(rule, PremiumRate) or q.residents is not None or not _ASKS_HEADS.search(text):
        return None
    return _heads(desk, r, rule, sums[0], rises=bool(_RISES.search(text)))


def _which_cell(desk: Desk, rule: PremiumTable, value: int, r: SchemeReading) -> Answer | None:
    ja, lang = desk.language == "ja", desk.language
    found = [f for f in all_premiums(desk.scheme, {}) if f.yen == value]
    if not found:
        text = (
            f"パンフレットの保険料の表に {value:,}円 はありません。"
            if ja
            else f"No premium of {value:,} yen is in the brochure's tables."
        )
        citations = desk.cite(c for cites in rule.cites.values() for c in cites)
        return abstain(lang, "\n\n".join([text, desk.sources(citations), desk.whom_to_ask()]), citations=citations)
    lines = [
        f"**{yen(value, lang)}** は、{premium_label(desk, f)}の年間保険料です。"
        if ja
        else f"**{yen(value, lang)}** is the annual premium of the {premium_label(desk, f)}."
        for f in found
    ]
    amounts = [_entry(desk, f, "年間保険料" if ja else "annual premium", f.yen, "") for f in found]
    return _closed(desk, [*lines, *_remarks(desk, rule)], amounts, rule)


def _heads(desk: Desk, r: SchemeReading, rule: PremiumRate, value: int, *, rises: bool) -> Answer | None:
    rates: list[tuple[str, Decimal]] = []
    types = r.choices.get(rule.by, ())
    if len(rule.rates) == 2 and (rises or not types):
        low, high = sorted(rule.rates, key=lambda p: max(rule.rates[p].values()))
        gap = surcharge(desk.scheme, low, high)
        if rises and gap is not None:
            rates = [(desk.plan(high), gap)]
    if not rates:
        names = desk.scheme.dimensions[rule.by].values
        plans = [p for p in (r.plans or tuple(rule.rates)) if p in rule.rates]
        rates = [
            (f"{desk.plan(p)} {desk.t(names[t].name)}", rule.rates[p][t])
            for p in plans
            for t in types
            if t in rule.rates[p]
        ]
    if not rates:
        return None
    lines = [_back(desk, name, rate, value, rule) for name, rate in rates]
    ja = desk.language == "ja"
    label = "お尋ねの額" if ja else "the sum named"
    amount = AmountEntry(label=label, yen=value, scheme=desk.scheme.scheme, basis="computed")
    fiscal = [desk.t(rule.fiscal_year)] if rule.fiscal_year else []
    return _closed(desk, [bullets(lines) if len(lines) > 1 else lines[0], *fiscal], [amount], rule)


def _back(desk: Desk, name: str, rate: Decimal, value: int, rule: PremiumRate) -> str:
    ja, lang = desk.language == "ja", desk.language
    try:
        heads = heads_for(rate, value, rule.rounding)
    except AmountError:
        heads = ()
    if not heads:
        return (
            f"{name}：{yen(value, lang)} になる住民数はありません（1人あたり{rate}円）。"
            if ja
            else f"{capital(name)}: no whole number of residents gives {yen(value, lang)} at {rate} yen each."
        )
    shown = join((f"{n:,}" for n in heads), lang)
    how = f"{value:,} ÷ {rate} = {(Decimal(value) / rate).quantize(Decimal('0.1')).normalize():,f}"
    return (
        f"{name}：住民 **{shown}人** で計算した額です（{how}、1人あたり{rate}円）。"
        if ja
        else f"{capital(name)}: {yen(value, lang)} was computed with **{shown} residents** ({how}; {rate} yen each)."
    )


def _closed(desk: Desk, lines: list[str], amounts: Sequence[AmountEntry], rule: PremiumTable | PremiumRate) -> Answer:
    citations = desk.cite(c for cites in rule.cites.values() for c in cites)
    text = "\n\n".join([*lines, desk.sources(citations)])
    return Answer(language=desk.language, kind="amount", text=text, amounts=tuple(amounts), citations=citations)
