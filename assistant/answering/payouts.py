"""Write the answer to "how much is paid?": the payout with every step, the other readings, what is left out and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import AmountEntry, Answer, Step, VerdictEntry
from assistant.answering.context import Desk
from assistant.answering.coverage import condition_text, derive, reason
from assistant.answering.wording import VERDICT_WORDS, bullets, capital, phrase, yen
from assistant.corpus.model import Scheme
from assistant.rules.coverage import Finding
from assistant.rules.payout import Payout, PayoutStep
from assistant.rules.premium import types_of
from assistant.understanding.amounts import numbered_costs
from assistant.understanding.intents import in_full
from assistant.understanding.query import Query, SchemeReading


def step_label(desk: Desk, step: PayoutStep) -> str:
    """What a step is, in words."""
    ja = desk.language == "ja"
    item = desk.t(desk.scheme.items[step.item].name) if step.item else ""
    section = desk.t(desk.scheme.sections[step.section].name) if step.section else ""
    names = {
        "item": (item, item),
        "sublimit": (f"{item}（1名・1法人あたりの限度）", f"{item} (limit for each)"),
        "ratio": (f"{item}（縮小支払割合）", f"{item} (reduced ratio)"),
        "sum": (f"{section}の合計", f"sum of {section}"),
        "deductible": ("免責金額を差し引き", "less the deductible"),
        "limit": ("1請求・1事故の支払限度額", "limit per claim or incident"),
        "exempt": ("免責金額のかからない費用を加算", "plus costs that bear no deductible"),
        "section": (f"{section}（全事故の合計）", f"{section}, all incidents"),
        "period": ("保険期間中の支払限度額", "limit for the policy period"),
        "total-limit": ("すべての保険金を合わせた限度額", "limit over all payments"),
        "total": ("合計", "total"),
    }
    return names[step.kind][0 if ja else 1]


def payout_entry(desk: Desk, payout: Payout, label: str) -> AmountEntry:
    """A payout as an amount of the answer."""
    return AmountEntry(
        label=label,
        yen=payout.yen,
        scheme=payout.scheme,
        plan=payout.plan,
        type=payout.type,
        basis="inferred" if payout.inferred else "computed",
        steps=tuple(Step(label=step_label(desk, s), expression=s.expression, yen=s.yen) for s in payout.steps),
    )


_OWN_SHARE = re.compile(
    r"持ち?出し|手出し|足りない|不足|自己負担|自腹|(?:うち|当方|こちら|自分|町|村|センター|会社)(?:たち)?(?:で|が|の|は)?(?:の)?(?:負担|払う分)|負担(?:する|は|額)|(?:いくら|何円)(?:が|は)?(?:残|戻)|戻って|"
    r"(?:bear|carry|pay|shoulder|cover|swallow|foot|absorb)\w*[^.?!]{0,20}(?:ourselves|myself|itself|themselves)|own pocket|(?:is|be|are) left\b|left (?:for|to|with)|"
    r"remains?\b|comes? back|own share|on our own"
)
_REMAINING = re.compile(
    r"(?:限度額?|枠|補償)[^。.!?\n]{0,24}残|残[^。.!?\n]{0,12}(?:限度|枠)|(?:limit|cover)[^.?!]{0,40}(?:left|remain)|(?:left|remain\w*)[^.?!]{0,24}(?:limit|cover)|(?:still|yet) (?:available|to use)"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a payout question asks beside the payout.

    Whether a sum is right, whether all is paid, the rest borne, what the period has left.
    """

    supposed: tuple[int, ...] = ()
    borne: bool = False
    remaining: bool = False
    in_full: bool = False


def wish_of(q: Query) -> Wish:
    """What this message wishes to know."""
    return Wish(q.supposed_yen, bool(_OWN_SHARE.search(q.message.text)), asks_remaining(q), in_full(q.message.text))


def asks_remaining(q: Query) -> bool:
    """Whether it is asked what is left of a limit."""
    return bool(_REMAINING.search(q.message.text))


def with_numbered(q: Query, r: SchemeReading, scheme: Scheme) -> SchemeReading:
    """The reading with the costs that the message calls by their number and that are not among its priced costs yet."""
    held = {c.item for c in r.costs if c.yen is not None}
    known = Counter(c.yen for c in r.costs if c.yen is not None)
    told = Counter(a.value for a in q.figures.amounts)
    # An amount that a cost called by its name has already is not counted for its number as well.
    more = tuple(
        c
        for c in numbered_costs(q.message, q.figures, scheme)
        if c.item not in held and c.yen is not None and told[c.yen] > known[c.yen]
    )
    if not more:
        return r
    named = {c.item for c in more}
    costs = (*(c for c in r.costs if c.item not in named), *more)
    return replace(r, costs=costs, items=tuple(dict.fromkeys((*r.items, *(c.item for c in more)))))


def heads_note(desk: Desk, item: str) -> str | None:
    """That a limit for each head applies, where an item has one and no head count was given."""
    for sub in desk.scheme.sublimits:
        if item in sub.items and sub.per in ("victim", "corporation"):
            if desk.language == "ja":
                who = "被害者1名" if sub.per == "victim" else "被害法人1法人"
                return f"{who}につき{sub.yen:,}円が限度です。人数・法人数を教えていただくと、その限度で計算し直します。"
            who = "victim" if sub.per == "victim" else "corporation"
            return f"At most {sub.yen:,} yen counts for each {who}; give their number to have it computed within that limit."
    return None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a plan, by the id under which it is reported, does with the costs told: those it pays and those it does not.

    `left` has each cost that is not paid with its sum in yen; `why` says further why nothing is paid.
    """

    plan: str
    paid: tuple[Finding, ...] = ()
    left: tuple[tuple[Finding, int], ...] = ()
    why: tuple[str, ...] = ()


def missed_note(desk: Desk, yen_named: int) -> str:
    """That an amount of the message is not reckoned with, as it was not understood which cost it is."""
    if desk.language == "ja":
        return f"{yen_named:,}円は、どの費用かが読み取れなかったため、計算に含めていません。費用の名前を添えて、もう一度お尋ねください。"
    return f"{yen_named:,} yen is not reckoned with, as it was not understood which cost it is: please ask again with its name."


def write_payout(
    desk: Desk,
    payouts: Mapping[tuple[str, str | None], Sequence[Payout]],
    judged: Sequence[Judged],
    *,
    wish: Wish,
    spent: int,
    low: Mapping[tuple[str, str | None], Payout] | None = None,
    notes: Sequence[str] = (),
    verdicts: Sequence[VerdictEntry] = (),
) -> Answer:
    """The payout answer; `payouts` by plan and type, each with its readings; `judged` has the plans in the order asked.

    `spent` is the sum of all costs named, in yen; `low` are the payouts at the lower end where a range was named.
    """
    ja, lang = desk.language == "ja", desk.language
    lines: list[str] = []
    amounts: list[AmountEntry] = []
    caveats: list[str] = []
    word = "お支払いの見込額" if ja else "estimated payout"
    paying = [j for j in judged if any(plan == j.plan for plan, _ in payouts)]
    asked = {j.plan: _conditions(desk, j) for j in paying}
    same = len({tuple(p.yen for p in group) for group in payouts.values()}) == 1
    each: list[tuple[list[Key], Sequence[Payout]]] = [([k], g) for k, g in payouts.items()]
    if same:
        # Plans that pay alike, on the same conditions, are told together; so are the types of one plan.
        told: dict[object, list[Key]] = {}
        for key in payouts:
            told.setdefault(asked.get(key[0], ()), []).append(key)
        each = [(keys, payouts[keys[0]]) for keys in told.values()]
    elif len(each) > _MANY_TYPES and not wish.remaining and not low:
        each = _alike(each)
    # Conditions and costs left out that all plans share are told once, below.
    apart = len(set(asked.values())) > 1
    left = {j.plan: _left_out(desk, j, len(judged) > 1) for j in judged}
    alike = len(paying) == len(judged) and len({tuple((f.item, y) for f, y in j.left) for j in judged}) == 1
    for judgement in judged:
        own = [(keys, group) for keys, group in each if keys[0][0] == judgement.plan]
        if judgement not in paying:
            lines += left[judgement.plan] if judgement.left else []
        for keys, group in own:
            plan, type_value = keys[0]
            primary = group[0]
            who = _who(desk, keys)
            prefix = ""
            borne = max(0, spent - primary.yen)
            right = {primary.yen, *([borne] if wish.borne else []), *primary.by_incident.values()}
            other_right = any(p.yen in wish.supposed for p in group[1:])
            if wish.supposed and len(each) == 1 and not (other_right and not right & set(wish.supposed)):
                prefix = phrase("yes" if right & set(wish.supposed) else "no", lang)
            elif wish.in_full and not wish.supposed and len(each) == 1 and primary.yen < spent:
                prefix = phrase("no", lang)  # a "yes" would hold under conditions only, which stand below
            lines.append(
                f"**{prefix}{word}：{yen(primary.yen, lang)}**（{who}）"
                if ja
                else f"**{prefix}{capital(word)}: {yen(primary.yen, lang)}** ({who})"
            )
            lines.append(
                bullets(
                    f"{step_label(desk, s)}：{_reckoned(s, '＝')}{yen(s.yen, lang)}"
                    if ja
                    else f"{capital(step_label(desk, s))}: {_reckoned(s, '=')}{yen(s.yen, lang)}"
                    for s in primary.steps
                )
            )
            amounts += [payout_entry(desk, payouts[k][0], word) for k in ([keys[0]] if same else keys)]
            lower = (low or {}).get((plan, type_value))
            if lower is not None and lower.yen != primary.yen:
                label = "低いほうの額の場合" if ja else "at the lower end of the range"
                amounts.append(payout_entry(desk, lower, label))
                shown = yen(lower.yen, lang)
                lines.append(
                    f"{label}のお支払いの見込額は **{shown}** です。" if ja else f"{capital(label)}: **{shown}**."
                )
            lines += _incidents(desk, primary, wish, amounts)
            if wish.borne:
                how = f"{spent:,} − {primary.yen:,}"
                label = "ご自身の負担" if ja else "borne by yourselves"
                lines.append(
                    f"{label}として残るのは **{yen(borne, lang)}** です（{how}）。"
                    if ja
                    else f"{capital(label)}: **{yen(borne, lang)}** ({how})."
                )
                amounts.append(_more(desk, primary, label, borne, how))
            for other in group[1:]:
                label = _other_label(desk, other)
                amounts.append(payout_entry(desk, other, label))
                text = (
                    f"{label}では {yen(other.yen, lang)} です。" if ja else f"{capital(label)}: {yen(other.yen, lang)}."
                )
                lines.append(text)
            caveats += [desk.t(x) for x in primary.reasons]
        if apart and own:
            lines += _if_only(desk, asked[judgement.plan])
        if judgement in paying and not alike:
            lines += left[judgement.plan]
    if alike:
        lines += _left_out(desk, judged[0], False)
    open_conditions = tuple(dict.fromkeys(c for conditions in asked.values() for c in conditions))
    if not apart:
        lines += _if_only(desk, open_conditions)
    findings = [f for j in paying for f in j.paid]
    formal = list(
        dict.fromkeys(desk.t(c) for f in findings for i in f.formalities if (c := desk.scheme.facts[i].condition))
    )
    if formal:
        lines.append(
            (phrase("formalities", lang) + ("：" if ja else ": "))
            + ("、".join(formal) + "。" if ja else "; ".join(formal) + ".")
        )
    lines += list(dict.fromkeys([*caveats, *notes]))
    paid_by = (c for g in payouts.values() for p in g for c in p.cites)
    judged_by = (c for f in (*findings, *(f for j in judged for f, _ in j.left)) for c in f.cites)
    citations = desk.cite([*paid_by, *judged_by])
    lines.append(desk.sources(citations))
    if caveats or open_conditions:
        lines.append(desk.whom_to_ask())
    lines.append(phrase("insurer_decides", lang))
    return Answer(
        language=lang,
        kind="amount",
        text="\n\n".join(x for x in lines if x),
        amounts=tuple(amounts),
        citations=citations,
        caveats=tuple(dict.fromkeys([*caveats, *notes, phrase("insurer_decides", lang)])),
        derivation=tuple(derive(desk, f) for f in findings),
        verdicts=tuple(verdicts),
    )


def _conditions(desk: Desk, judged: Judged) -> tuple[str, ...]:
    """What the payout of a plan depends on."""
    return tuple(dict.fromkeys(condition_text(desk, c) for f in judged.paid for c in f.conditions))


def _if_only(desk: Desk, conditions: Sequence[str]) -> list[str]:
    if not conditions:
        return []
    head = "次の条件を満たす場合の金額です：" if desk.language == "ja" else "This is paid only if:"
    return [head + "\n" + bullets(f"☐ {c}" for c in conditions)]


def _left_out(desk: Desk, judged: Judged, named: bool) -> list[str]:
    """The costs that a plan does not pay, each with the reason; `named` says that the plan must be told."""
    ja, lang = desk.language == "ja", desk.language
    plan = desk.plan_label(judged.plan)
    lines = []
    if not judged.paid:
        lines.append(f"**{plan}：お支払いはありません。**" if ja else f"**{capital(plan)}: nothing is paid.**")
    for finding, amount in judged.left:
        name = desk.t(desk.scheme.items[finding.item].name)
        verdict = VERDICT_WORDS[lang][finding.verdict]
        told = reason(desk, finding)
        if not judged.paid:
            lines.append(
                f"{name} {amount:,}円は、{verdict}。{told}"
                if ja
                else f"{capital(name)}, {amount:,} yen: {verdict}. {told}"
            )
        elif named:
            lines.append(
                f"{plan}では、{name} {amount:,}円は計算に含めていません（{verdict}）。{told}"
                if ja
                else f"{capital(plan)}: {name}, {amount:,} yen, is left out ({verdict}). {told}"
            )
        else:
            lines.append(
                f"{name} {amount:,}円は計算に含めていません（{verdict}）。{told}"
                if ja
                else f"{capital(name)}, {amount:,} yen, is left out ({verdict}). {told}"
            )
    return [*lines, *judged.why]


def _incidents(desk: Desk, payout: Payout, wish: Wish, amounts: list[AmountEntry]) -> list[str]:
    """What each of several incidents is paid, and what the period's limits have left, where that is of interest."""
    ja, lang = desk.language == "ja", desk.language
    lines: list[str] = []
    shares = sorted(payout.by_incident.items())
    if len(shares) > 1:
        rows = []
        for number, value in shares:
            label = f"{number}件目" if ja else f"incident {number}"
            rows.append(f"{label}：**{yen(value, lang)}**" if ja else f"{capital(label)}: **{yen(value, lang)}**")
            amounts.append(_more(desk, payout, label, value, ""))
        lines.append(bullets(rows))
        if len(payout.left) == 1:
            rest = next(iter(payout.left.values())) + sum(v for n, v in shares if n != shares[0][0])
            label = "1件目の後に残る保険期間中の限度額" if ja else "left of the period's limit after incident 1"
            lines.append(f"{label}：{yen(rest, lang)}" if ja else f"{capital(label)}: {yen(rest, lang)}.")
            amounts.append(_more(desk, payout, label, rest, ""))
    elif wish.remaining:
        for section, value in payout.left.items():
            name = desk.t(desk.scheme.sections[section].name)
            label = f"{name}の限度額の残り（保険期間中）" if ja else f"left of the period's limit, {name}"
            lines.append(f"{label}：**{yen(value, lang)}**" if ja else f"{capital(label)}: **{yen(value, lang)}**.")
            amounts.append(_more(desk, payout, label, value, ""))
    return lines


def _more(desk: Desk, payout: Payout, label: str, value: int, expression: str) -> AmountEntry:
    return AmountEntry(
        label=label,
        yen=value,
        scheme=payout.scheme,
        plan=payout.plan,
        type=payout.type,
        basis="inferred" if payout.inferred else "computed",
        steps=(Step(label=label, expression=expression, yen=value),) if expression else (),
    )


_MANY_TYPES = 3
Key = tuple[str, str | None]
"""Plan and type under which a payout is reckoned."""


def _alike(each: Sequence[tuple[list[Key], Sequence[Payout]]]) -> list[tuple[list[Key], Sequence[Payout]]]:
    """The payouts in order; those of one plan that are reckoned alike under several types are written once."""
    found: list[tuple[list[Key], Sequence[Payout]]] = []
    for (key, *_), group in each:
        same = (k for k, g in found if k[0][0] == key[0] and _as_reckoned(g) == _as_reckoned(group))
        keys = next(same, None)
        if keys is not None:
            keys.append(key)
        else:
            found.append(([key], group))
    return found


def _as_reckoned(group: Sequence[Payout]) -> list[object]:
    return [(p.yen, p.steps, p.reasons, p.by_incident) for p in group]


def _reckoned(step: PayoutStep, equals: str) -> str:
    """How a step comes to its sum; nothing where it is the sum itself."""
    return "" if step.expression == f"{step.yen:,}" else f"{step.expression} {equals} "


def _who(desk: Desk, keys: Sequence[tuple[str, str | None]]) -> str:
    types = list(dict.fromkeys(t for _, t in keys if t))
    plans = list(dict.fromkeys(p for p, _ in keys))
    names = (
        "・".join(desk.plan_label(p) for p in plans)
        if desk.language == "ja"
        else ", ".join(desk.plan_label(p) for p in plans)
    )
    values = desk.scheme.dimensions["type"].values if "type" in desk.scheme.dimensions else {}
    if len(types) > _MANY_TYPES and set(types) == {t for p in plans for t in types_of(desk.scheme, p)}:
        kind = desk.t(desk.scheme.dimensions["type"].name)
        return f"{names} すべての{kind}" if desk.language == "ja" else f"{names}, any {kind}"
    shown = [desk.t(values[t].name) if t in values else t for t in types]
    return f"{names} {'・'.join(shown)}" if shown else names


def _other_label(desk: Desk, payout: Payout) -> str:
    ja = desk.language == "ja"
    if payout.reading == "ratio":
        return f"割合が{payout.ratio_percent}%の場合" if ja else f"if the ratio is {payout.ratio_percent}%"
    reading = next(x for x in desk.scheme.readings if x.id == payout.reading)
    text = desk.t(reading.text)
    return f"別の読み方（{text}）" if ja else f"another reading ({text})"
