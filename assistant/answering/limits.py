"""Write the answers about limits and deductibles: those asked for, compared, the highest, and the limit for each head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answer import AmountEntry, Answer, Step
from assistant.answering.context import Desk, abstain
from assistant.answering.premium_words import premium_label
from assistant.answering.wording import bullets, capital, join, phrase, yen
from assistant.corpus.model import Limit, PremiumRate
from assistant.corpus.patterns import PatternSet
from assistant.rules.payout import limit_yen
from assistant.rules.premium import PremiumFinding, premium
from assistant.understanding.query import Query, SchemeReading

# Sections of cover by the words of the trade, where a scheme's own words do not name them.
_SECTION_WORDS = {
    "liability": re.compile(r"賠償|liabilit(?!y (?:scheme|insurance|policy|part of the))|damages|third[- ]part"),
    "response_costs": re.compile(r"費用|対応費|\bcosts?\b|expenses"),
    "business_interruption": re.compile(r"利益|休業|profits?\b|business interruption"),
}
HIGHEST = re.compile(
    r"(?:一番|いちばん|最も|もっとも)(?:大き|高)|最大の(?:支払)?(?:限度|補償|金額|額)|最高(?:の(?:支払)?限度|限度|額)|"
    r"(?:highest|largest|biggest|maximum|greatest)(?: \w+){0,2} (?:limit|cover|amount|sum|figure)"
)
COMPARES = re.compile(
    r"同じ|違|差|大き|小さ|高い|低い|多い|少ない|どちら|どっち|比べ|変わ|変化|どうな|上が|下が|増え|減"
    r"|\bsame\b|\bchang|\bwhat happens|\bris(?:e|es)\b|\bgo(?:es)? (?:up|down)\b|bigger|larger|higher|smaller|lower|greater|equal|differ|compare|\bmore\b|\bless\b|which"
)
# "How large can the discount, or the fine, get at most?" asks for no limit of cover.
NOT_OF_COVER = re.compile(
    r"割引|値引|罰金|制裁金|課徴金|過料|\b(?:discounts?|rebates?|reductions?|fines?|fined|penalt(?:y|ies))\b"
)
LOWEST = re.compile(
    r"(?:一番|いちばん|最も|もっとも)(?:小さ|低)|最(?:低|小)の?(?:支払)?限度|(?:lowest|smallest)(?: \w+)? (?:limit|cover|amount|sum)"
)


_SPAN_OF_TYPES = re.compile(
    r"(?:セット|類型|タイプ|コース|sets?|types?|numbers?|nos?\.?)\s*(\d{1,2})\s*(?:to|through|thru|and up to|-|–|〜|~|ー|から)\s*"
    r"(?:セット|類型|タイプ|set|type)?\s*(\d{1,2})(?![\d,.]*\s*(?:万|億|million|yen|円|人|%|\d))"
)
_PREMISE_END = re.compile(r"なので|だから|ですから|ので|から、|でしたら|\bso\b|\btherefore\b|\bthen\b")
_LEAST_SUPPOSED = 1_000_000  # a smaller sum is no limit


def with_span(desk: Desk, r: SchemeReading, text: str) -> SchemeReading:
    """The reading with all types of a span that the prepared text names ("sets 1 to 4")."""
    m = _SPAN_OF_TYPES.search(text)
    values = list(desk.scheme.dimensions["type"].values) if "type" in desk.scheme.dimensions else []
    if m is None or m[1] not in values or m[2] not in values or int(m[1]) >= int(m[2]):
        return r
    return replace(r, choices={**r.choices, "type": tuple(str(n) for n in range(int(m[1]), int(m[2]) + 1))})


_OTHER_PLAN = re.compile(
    r"\b(?:pricier|dearer|costlier|(?:more|less) expensive|cheaper|bigger|fuller|broader|other|better) (?:plan|one|cover|course)|\b(?:both|either|two) plans|"
    r"(?:高い|安い|もう一方|もう片方|上位|下位|別|他)の?(?:ほう|方)?の?プラン|(?:両|双方の|どちらの|2つの)プラン"
)


def with_other_plan(desk: Desk, r: SchemeReading, text: str) -> SchemeReading:
    """The reading with the like type of the other plans where two plans are compared by one type ("type I of the pricier")."""
    types = r.choices.get("type", ())
    own = {t: p for p, x in desk.scheme.plans.items() if x.offered for t in x.types}
    if len(types) != 1 or types[0] not in own or not _OTHER_PLAN.search(text) or not COMPARES.search(text):
        return r
    number = types[0].split()[-1]
    alike = tuple(t for t in own if t.split()[-1] == number)
    if len({own[t] for t in alike}) < 2 or len(alike) != len({own[t] for t in alike}):
        return r
    return replace(r, choices={**r.choices, "type": alike}, plans=tuple(dict.fromkeys(own[t] for t in alike)))


def asked_limits(limits: Sequence[Limit], text: str) -> list[Limit]:
    """The limits without those that only the premise of a prepared text names ("X has …, so is Y …?")."""
    asked = _PREMISE_END.split(text)[-1]
    kept = [
        x
        for x in limits
        if not (x.words.yes and (own := PatternSet(x.words.yes)).find(text) and not own.find(asked)) or x.section
    ]
    return kept or list(limits)


def supposed_limits(q: Query, held: Sequence[int] = ()) -> tuple[int, ...]:
    """The sums in yen that a message supposes to be a limit, those told as `held` aside; empty where it supposes nothing."""
    if q.supposed_yen:
        return q.supposed_yen
    if not q.supposes:
        return ()
    sums = (a.value for a in q.figures.amounts if a.value >= _LEAST_SUPPOSED and not a.too_large)
    return tuple(x for x in sums if x not in held)


def write_enough(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The types with the lowest limits that are enough for a need; None where nothing is needed or nothing printed."""
    if not q.needs or "type" not in desk.scheme.dimensions:
        return None
    ja, lang = desk.language == "ja", desk.language
    r = with_span(desk, r, q.message.text)
    own = [x for x in desk.scheme.limits if x.section and x.by in (None, "type") and x.certainty == "stated"]
    own = [x for x in own if not x.plans or not r.plans or set(x.plans) & set(r.plans)]
    if not any(x.by for x in own):
        return None
    names = desk.scheme.dimensions["type"].values
    enough: list[tuple[tuple[int, ...], str, list[tuple[Limit, int]]]] = []
    for t in r.choices.get("type", ()) or names:
        first: dict[str, tuple[Limit, int]] = {}
        for limit in own:
            value = limit_yen(limit, {"type": t})
            if value is not None and limit.section:
                first.setdefault(limit.section, (limit, value))
        if all(s in first and first[s][1] >= need for s, need in q.needs.items()):
            rows = list(first.values())
            enough.append((tuple(v for _, v in rows), t, rows))
    citations = desk.cite(c for x in own for c in x.cites)
    if not enough:
        text = (
            "その限度額を満たすものはパンフレットにありません。"
            if ja
            else "Nothing in the brochure has limits that high."
        )
        return abstain(lang, "\n\n".join([text, desk.sources(citations), desk.whom_to_ask()]), citations=citations)
    enough.sort(key=lambda x: x[0])
    low, _, rows = enough[0]
    alike = [desk.t(names[t].name) for key, t, _ in enough if key == low]
    higher = [desk.t(names[t].name) for key, t, _ in enough if key != low]
    which = join(alike, lang)
    shown = ("、" if ja else ", ").join(f"{desk.t(x.name)} {yen(v, lang)}" for x, v in rows)
    lines = [
        f"その条件を満たすなかで限度額がいちばん低いのは **{which}** です（{shown}）。"
        if ja
        else f"The lowest limits that meet this are those of **{which}** ({shown})."
    ]
    if higher:
        lines.append(f"ほかに条件を満たすもの：{join(higher, lang)}。" if ja else f"Also enough: {join(higher, lang)}.")
    rate = _lowest_rate(desk, r, [t for _, t, _ in enough])
    cheapest = _cheapest(desk, r, q, [t for _, t, _ in enough])
    if rate:
        lines.append(rate)
        lines += [_contribution(desk, f) for f in cheapest]
        citations = (*citations, *desk.cite(_rate_cites(desk, r)))
    lines.append(desk.sources(citations))
    amounts = tuple(
        AmountEntry(
            label=desk.t(x.name), yen=v, scheme=desk.scheme.scheme, type=enough[0][1] if len(alike) == 1 else None
        )
        for x, v in rows
    )
    label = "保険料分担金" if ja else "contribution"
    amounts += tuple(
        AmountEntry(
            label=label,
            yen=f.yen,
            scheme=desk.scheme.scheme,
            plan=f.plan,
            type=f.choices.get("type"),
            basis="computed",
            steps=(Step(label=label, expression=f.expression, yen=f.yen),),
        )
        for f in cheapest
    )
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=amounts, citations=citations)


def _cheapest(desk: Desk, r: SchemeReading, q: Query, types: Sequence[str]) -> list[PremiumFinding]:
    """The contribution of the cheapest of the types under each plan asked about, where the residents are told."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumRate) or rule.by != "type" or q.residents is None:
        return []
    found = []
    for plan in r.plans or tuple(rule.rates):
        known = [t for t in types if t in rule.rates.get(plan, {})]
        if known:
            best = min(known, key=lambda t: rule.rates[plan][t])
            found.append(premium(desk.scheme, plan, {"type": best}, q.residents))
    return found


def _contribution(desk: Desk, f: PremiumFinding) -> str:
    name, amount = premium_label(desk, f), yen(f.yen, desk.language)
    if desk.language == "ja":
        return f"{name}の保険料分担金は **{amount}** です（{f.expression}）。"
    return f"{capital(name)}: contribution a year **{amount}** ({f.expression})."


def _rate_cites(desk: Desk, r: SchemeReading) -> list[str]:
    rule = desk.scheme.premium
    return [c for p in r.plans or rule.rates for c in rule.cites.get(p, ())] if isinstance(rule, PremiumRate) else []


def _lowest_rate(desk: Desk, r: SchemeReading, types: Sequence[str]) -> str:
    """Which of the types has the lowest premium rate under the plans asked about; empty where no rates are printed."""
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumRate) or rule.by != "type":
        return ""
    ja, names = desk.language == "ja", desk.scheme.dimensions["type"].values
    rows = []
    for plan in r.plans or tuple(rule.rates):
        rates = {t: rule.rates[plan][t] for t in types if t in rule.rates.get(plan, {})}
        if rates:
            best = min(rates, key=lambda t: rates[t])
            name = desk.t(names[best].name)
            rows.append(
                f"{desk.plan(plan)}：{name}（{rates[best]}円）"
                if ja
                else f"{desk.plan(plan)}: {name} ({rates[best]} yen)"
            )
    lead = "このうち住民1人あたりの料率がいちばん低いもの：" if ja else "The lowest rate per resident among these: "
    return f"{lead}{join(rows, desk.language)}{'。' if ja else '.'}" if rows else ""


# "Not liability, the costs", 「賠償ではなく費用のほう」
_SET_ASIDE = re.compile(
    r"\bnot (?:for |on |the )*(?:liabilit\w+|damages|third[- ]part\w+|(?:response[- ])?costs?|expenses|profits?)\b|"
    r"(?:賠償(?:責任|損害)?|(?:対応)?費用(?:損害)?|利益(?:損害)?)(?:の(?:ほう|方|部分))?(?:では|じゃ|で)な(?:く|い)"
)


def set_aside(text: str) -> bool:
    """Whether a prepared text names a part of the cover only to say that another one is meant."""
    return bool(_SET_ASIDE.search(text))


def named_sections(desk: Desk, text: str) -> set[str]:
    """Sections of cover named in a prepared text by the words of the trade, without those that are set aside."""
    text = _SET_ASIDE.sub(" ", text)
    return {s for s in desk.scheme.sections if s in _SECTION_WORDS and _SECTION_WORDS[s].search(text)}


def write_extreme(desk: Desk, q: Query, r: SchemeReading, limits: Sequence[Limit]) -> Answer | None:
    """The highest (or lowest) limit printed, and for which type; None where that is not asked, or a type is named."""
    low = bool(LOWEST.search(q.message.text))
    r = with_span(desk, r, q.message.text)
    types = r.choices.get("type", ())
    if len(types) == 1 or not (low or HIGHEST.search(q.message.text)):
        return None
    cells = [
        (x, key, value)
        for x in limits
        for key, value in (x.yen.items() if isinstance(x.yen, dict) else [("", x.yen)])
        if value is not None and x.certainty == "stated" and (not types or x.by != "type" or key in types)
    ]
    if not cells:
        return None
    pick = min if low else max
    ja, lang = desk.language == "ja", desk.language
    best = pick(value for _, _, value in cells)
    head = ("最も低い" if low else "最も高い") if ja else ("The lowest" if low else "The highest")
    top = next(x for x, _, value in cells if value == best)
    rows, amounts = [], []
    for limit in [top, *(x for x in limits if x is not top)]:
        own = [(key, value) for x, key, value in cells if x is limit]
        if not own:
            continue
        value = pick(v for _, v in own)
        keys = [key for key, v in own if v == value and key]
        where = _values(desk, limit, keys)
        name = desk.t(limit.name)
        text = f"{name} **{yen(value, lang)}**" + ((f"（{where}）" if ja else f" ({where})") if where else "")
        rows.append(capital(text))
        amounts.append(
            AmountEntry(label=name, yen=value, scheme=desk.scheme.scheme, type=keys[0] if len(keys) == 1 else None)
        )
    lead = f"{head}支払限度額は、{rows[0]}です。" if ja else f"{head} limit: {rows[0]}."
    lines = [lead]
    if rows[1:]:
        lines.append(("ほかの区分では：" if ja else "For the other parts of the cover:") + "\n" + bullets(rows[1:]))
    citations = desk.cite(c for x in limits for c in x.cites)
    lines.append(desk.sources(citations))
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=tuple(amounts), citations=citations)


def _values(desk: Desk, limit: Limit, keys: Iterable[str]) -> str:
    names = [desk.t(desk.scheme.dimensions[limit.by].values[k].name) for k in keys] if limit.by else []
    return ("・" if desk.language == "ja" else ", ").join(names)


def write_limits(desk: Desk, r: SchemeReading, limits: Sequence[Limit], supposed: Sequence[int] = ()) -> Answer:
    """The limits named, for the types named or all; `supposed` are sums in yen that the person takes to be the limit."""
    ja, lang = desk.language == "ja", desk.language
    rows: list[str] = []
    amounts: list[AmountEntry] = []
    caveats: list[str] = []
    values: dict[str, list[tuple[str, int]]] = {}
    limits = _with_siblings(desk, r, limits)
    chosen = r.choices.get("type", ())
    for limit in limits:
        if isinstance(limit.yen, int):
            pairs: list[tuple[str | None, int | None]] = [(None, limit.yen)]
        else:
            assert limit.by is not None
            wanted = r.choices.get(limit.by, ())
            if not wanted and r.plans:
                own = [t for p in r.plans for t in desk.scheme.plans[p].types]
                wanted = tuple(t for t in limit.yen if t in own)
            # A value that a limit does not list belongs to another limit.
            pairs = [(k, limit.yen[k]) for k in (wanted or tuple(limit.yen)) if k in limit.yen]
            if not pairs:
                continue
            if len(pairs) > 1 and all(value is None for _, value in pairs):
                pairs = [(None, None)]  # what is printed for none of them is said once
        for key, value in pairs:
            where = desk.t(desk.scheme.dimensions[limit.by].values[key].name) if key and limit.by else ""
            what = (
                f"{where}の{desk.t(limit.name)}"
                if ja and where
                else f"{where}: {desk.t(limit.name)}"
                if where
                else desk.t(limit.name)
            )
            per = _per(desk, limit)
            if value is None:
                rows.append(
                    f"{what}は、パンフレットに書かれていません。"
                    if ja
                    else f"{capital(what)}: not stated in the brochure."
                )
                continue
            values.setdefault(limit.id, []).append((where, value))
            rows.append(
                f"{what}は **{yen(value, lang)}** です{per}。"
                if ja
                else f"{capital(what)}: **{yen(value, lang)}**{per}."
            )
            plan = next(
                (p for p, x in desk.scheme.plans.items() if key in x.types),
                limit.plans[0] if len(limit.plans) == 1 else None,
            )
            amounts.append(
                AmountEntry(
                    label=desk.t(limit.name),
                    yen=value,
                    scheme=desk.scheme.scheme,
                    plan=plan,
                    type=key if limit.by == "type" else chosen[0] if len(chosen) == 1 else None,
                    basis="inferred" if limit.certainty == "inferred" else "stated",
                )
            )
        if limit.caveat:
            caveats.append(desk.t(limit.caveat))
        elif limit.certainty == "inferred":
            caveats.append(phrase("inferred", lang))
    told = {a.yen for a in amounts}
    # What may be chosen freely has no limit to be right or wrong about: only an example of it is printed.
    open_range = bool(told and supposed) and not told & set(supposed) and all(a.basis == "inferred" for a in amounts)
    said = phrase("yes" if told <= set(supposed) else "no", lang) if supposed and told else ""
    if open_range or (told & set(supposed) and not told <= set(supposed)):
        said = ""  # right for one of them and wrong for another: the figures tell
    lines = [f"{said}{rows[0]}"] if len(rows) == 1 else [said.rstrip("、 "), bullets(rows)] if said else [bullets(rows)]
    names = {x.id: desk.t(x.name) for x in limits}
    for ident, found in values.items():
        if len(found) != 2:
            continue
        several = len(values) > 1
        text, gap = _compared(desk, names[ident] if several else "", found)
        lines.append(text)
        if gap:
            label = "差額" if ja else "difference"
            amounts.append(AmountEntry(label=label, yen=gap, scheme=desk.scheme.scheme, basis="computed"))
    if len(chosen) == 2:
        # What depends on no type is the same under both.
        alike = [x for x in limits if isinstance(x.yen, int) and x.id in values]
        lines += [
            f"{desk.t(x.name)}：どちらも同じ額で、変わりません。"
            if ja
            else f"{capital(desk.t(x.name))}: the same under both; it does not change."
            for x in alike
        ]
    caveats = list(dict.fromkeys(caveats))
    lines += caveats
    citations = desk.cite(c for x in limits for c in x.cites)
    lines.append(desk.sources(citations))
    return Answer(
        language=lang,
        kind="amount",
        text="\n\n".join(lines),
        amounts=tuple(amounts),
        citations=citations,
        caveats=tuple(caveats),
        abstained=not amounts or open_range,
    )


def _compared(desk: Desk, name: str, found: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """Which of two limits is bigger and by how many yen, in words and as a figure."""
    ja, lang = desk.language == "ja", desk.language
    gap = abs(found[0][1] - found[1][1])
    lead = (f"{name}：" if ja else f"{capital(name)}: ") if name else ""
    if not gap:
        text = "どちらも同じ額で、差はありません。" if ja else "both are the same; there is no difference."
        return lead + (text if lead else capital(text)), 0
    bigger = max(found, key=lambda x: x[1])[0]
    which = (f"{bigger}のほうが大きく、" if ja else f"{bigger} is bigger; ") if bigger else ""
    end = f"差は {yen(gap, lang)} です。" if ja else f"the difference is {yen(gap, lang)}."
    text = which + end
    return lead + (text if lead else capital(text)), gap


def _with_siblings(desk: Desk, r: SchemeReading, limits: Sequence[Limit]) -> list[Limit]:
    """The limits with those of the same section that list the types which they themselves leave out."""
    found = list(limits)
    for limit in limits:
        wanted = r.choices.get(limit.by or "", ())
        for other in desk.scheme.limits:
            if other in found or (other.section, other.by) != (limit.section, limit.by):
                continue
            if isinstance(limit.yen, dict) and isinstance(other.yen, dict):
                extra = set(other.yen) - set(limit.yen)
                if extra & set(wanted) if wanted else extra:
                    found.append(other)
    return found


def _per(desk: Desk, limit: Limit) -> str:
    names = {
        "claim": ("1請求", "a claim"),
        "incident": ("1事故", "an incident"),
        "period": ("保険期間中", "the policy period"),
        "person": ("1名", "a person"),
    }
    if not limit.per:
        return ""
    if desk.language == "ja":
        return "（" + "・".join(names[p][0] for p in limit.per) + "）"
    return (
        " (per "
        + " and ".join(names[p][1].removeprefix("a ").removeprefix("an ").removeprefix("the ") for p in limit.per)
        + ")"
    )


def write_sublimit(desk: Desk, items: Sequence[str], heads: int | None = None) -> Answer | None:
    """The limit for each victim, corporation or incident of the items named; None where there is none.

    `heads` victims or corporations make a limit for all of them together.
    """
    ja, lang = desk.language == "ja", desk.language
    shown = [(i, s) for s in desk.scheme.sublimits for i in items if i in s.items]
    if not shown:
        return None
    who = {
        "victim": ("被害者1名", "victim"),
        "corporation": ("被害法人1法人", "corporation"),
        "incident": ("1事故", "incident"),
    }
    rows, amounts = [], []
    for item, sub in shown:
        name = desk.t(desk.scheme.items[item].name)
        rows.append(
            f"{name}は、{who[sub.per][0]}につき **{yen(sub.yen, lang)}** が限度です。"
            if ja
            else f"{capital(name)}: up to **{yen(sub.yen, lang)}** for each {who[sub.per][1]}."
        )
        amounts.append(AmountEntry(label=name, yen=sub.yen, scheme=desk.scheme.scheme))
        if heads and sub.per != "incident":
            total, how = sub.yen * heads, f"{sub.yen:,} × {heads:,}"
            rows[-1] += (
                f"{heads:,}{'名' if sub.per == 'victim' else '法人'}の合計では **{yen(total, lang)}** までです（{how}）。免責金額を差し引く前の額です。"
                if ja
                else f" For {heads:,} of them up to **{yen(total, lang)}** in all ({how}), before any deductible."
            )
            step = Step(label=name, expression=how, yen=total)
            amounts.append(
                AmountEntry(label=name, yen=total, scheme=desk.scheme.scheme, basis="computed", steps=(step,))
            )
    citations = desk.cite(c for _, s in shown for c in s.cites)
    lines = [bullets(rows) if len(rows) > 1 else rows[0], desk.sources(citations)]
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=tuple(amounts), citations=citations)


def write_deductible(desk: Desk, r: SchemeReading, supposed: Sequence[int] = ()) -> Answer | None:
    """The deductibles; None where the scheme states none. `supposed` are sums in yen that the person takes it to be."""
    ja, lang = desk.language == "ja", desk.language
    rows = []
    amounts = []
    shown = [d for d in desk.scheme.deductibles if not r.sections or d.section in r.sections] or list(
        desk.scheme.deductibles
    )
    if not shown:
        return None
    if not any(d.yen for d in shown):
        rows.append("免責金額はありません（なし、0円）。" if ja else "There is no deductible (none, 0 yen).")
        amounts.append(AmountEntry(label="免責金額" if ja else "deductible", yen=0, scheme=desk.scheme.scheme))
    for d in shown if rows == [] else ():
        section = desk.t(desk.scheme.sections[d.section].name)
        per = {"claim": ("1請求", "claim"), "incident": ("1事故", "incident")}[d.per]
        rows.append(
            f"{section}の免責金額は、{per[0]}につき **{yen(d.yen, lang)}** です。"
            if ja
            else f"{capital(section)}: a deductible of **{yen(d.yen, lang)}** for each {per[1]}."
        )
        amounts.append(AmountEntry(label="免責金額" if ja else "deductible", yen=d.yen, scheme=desk.scheme.scheme))
    extra = (
        "免責金額は費用項目ごとではなく合計から1回差し引きます。争訟費用・協力費用からは差し引きません。"
        if ja
        else "It is taken once from the sum, not from each cost; dispute and cooperation costs bear none."
    )
    exempt = any(d.exempt for d in shown)
    citations = desk.cite(c for d in shown for c in d.cites)
    lines = [bullets(rows), *([extra] if exempt else []), desk.sources(citations)]
    if supposed:
        lines = [phrase("yes" if {a.yen for a in amounts} <= set(supposed) else "no", lang).rstrip("、 "), *lines]
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=tuple(amounts), citations=citations)
