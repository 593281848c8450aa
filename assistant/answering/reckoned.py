"""Reckon what a query asks for in figures: premiums, limits, deductibles, payouts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.answering.asked import asking, asks_premium, compares_premiums, fills_in_premium
from assistant.answering.bills import (
    write_backwards,
    write_bill,
    write_not_printed,
    write_product,
    write_span,
    write_surcharge,
    write_switch,
)
from assistant.answering.context import Desk, abstain
from assistant.answering.coverage import entries, reason
from assistant.answering.examples import asks_example, write_discount
from assistant.answering.joining import together
from assistant.answering.judging import barred, basis, groups_of, plans_asked, subject_of, told_facts, verdict_on
from assistant.answering.limits import (
    COMPARES,
    NOT_OF_COVER,
    asked_limits,
    named_sections,
    set_aside,
    supposed_limits,
    with_other_plan,
    write_deductible,
    write_enough,
    write_extreme,
    write_limits,
    write_sublimit,
)
from assistant.answering.offers import CHEAP, CHEAPEST, write_cheapest_covering, write_offers
from assistant.answering.payouts import (
    Judged,
    Wish,
    asks_remaining,
    heads_note,
    missed_note,
    wish_of,
    with_numbered,
    write_payout,
)
from assistant.answering.premiums import names_premium, takes_up_premium, with_extreme, write_premium
from assistant.corpus.model import Grant, Limit, PremiumExamples, PremiumTable
from assistant.rules.coverage import Finding, assess
from assistant.rules.payout import Line, Payout, estimate
from assistant.rules.premium import types_of
from assistant.understanding.amounts import unplaced
from assistant.understanding.linking import Link
from assistant.understanding.query import Cost, Query, SchemeReading
from assistant.understanding.reading import costs_with_amounts

_MEMBERS = re.compile(
    r"(?<![\d,.])(\d{1,3}(?:,\d{3})+|\d{1,7}) (?:[a-z-]+ ){0,2}?(?:members|people|persons|individuals|customers|victims|clients)(?![a-z])"
)
# "Is the profit insured, and up to what amount?": whether, beside how much.
_WHETHER = re.compile(
    r"\b(?:is|are|was|were|does|do|will|would|can|could)\b[^.?!\n]{2,60}\b(?:cover\w*|insur\w+|paid|pays?|includ\w+|reimburs\w+|claim)\b[^.?!\n]{0,20}[,;]? (?:and|,|if so)[^.?!\n]{0,30}\b(?:up to|how much|what|how high|how far)\b|"
    r"(?:補償|対象|支払|払|出)[^。!?\n]{0,10}(?:か|の)[、。?]?[^。!?\n]{0,10}(?:いくらまで|上限|限度)"
)
STATEMENT_SURE = 1.20  # a statement this near to the words is asked for, no figure


def worked_out(q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
    """What is reckoned from the message's own figures and choices; no statement can be nearer to the question."""
    found = write_backwards(desk, r, q) or write_product(desk, q) or write_surcharge(desk, r, q)
    if found:
        return found
    rule, text = desk.scheme.premium, q.message.text
    told = bool(r.items) or any(v for v in r.facts.values())
    chosen = CHEAPEST.search(q.topic if q.followup else asking(q)) and not costs_with_amounts(r)
    if told and chosen and q.wants("choose") and isinstance(rule, PremiumTable):
        # What is looked for need not be the plan that was talked about before.
        free = replace(r, plans=(), plans_from="all") if r.plans_from == "history" else r
        found = write_cheapest_covering(desk, free, q)
        if found:
            return found
    if isinstance(rule, PremiumExamples):
        if asks_example(desk, r, q, rule):
            return write_premium(desk, r, q)
        found = write_discount(desk, q, rule)
        if found:
            return found
    if takes_up_premium(desk, r, q) or fills_in_premium(q, r, desk):
        return write_premium(desk, r, q)
    if q.wants("sum") and q.wants("premium", "payout") and not told:
        bought = with_extreme(desk, r, q, rule.by[0]) if isinstance(rule, PremiumTable) else r
        found = write_not_printed(desk, q) or write_switch(desk, r, q) or write_bill(desk, bought, q)
        if found:
            return found
    if names_premium(desk, r, q) and not told:
        return _premium(desk, r, q)
    if isinstance(rule, PremiumTable) and not told and compares_premiums(q, r) and asks_premium(q, r, desk):
        return _premium(desk, r, q)
    priced = costs_with_amounts(r)
    if q.needs and q.wants("choose") and not priced and not isinstance(rule, PremiumTable):
        found = write_enough(desk, r, q)
        if found:
            return found
    heads = heads_told(q)
    if heads and r.items and not priced and q.wants("limit", "sum"):
        found = write_sublimit(desk, r.items, heads)
        if found:
            return found
    incident = any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items())
    if q.wants("limit") and not q.wants("payout", "premium") and not incident and q.budget is None:
        limits = asked_limits(limits_asked(q, r, desk), text)
        supposed = supposed_limits(q, r.held)
        if limits and supposed:
            return write_limits(desk, r, limits, supposed)
        if limits and not priced and q.wants("choose") and not q.needs:
            found = write_extreme(desk, q, r, limits)
            if found:
                return found
    r = with_other_plan(desk, r, text)
    types = r.choices.get("type", ())
    if len(types) == 2 and q.wants("limit") and COMPARES.search(q.message.text) and not costs_with_amounts(r):
        limits = limits_asked(q, r, desk)
        return write_limits(desk, r, limits) if limits and not q.wants("premium") else None
    if q.followup and q.wants("difference") and asks_premium(q, r, desk) and not q.wants("limit"):
        return write_not_printed(desk, q) or write_premium(desk, r, q)
    return None


def figures_of(q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> Answer | None:
    sure = best is not None and best.score >= STATEMENT_SURE and best.pattern
    r = with_numbered(q, r, desk.scheme)
    priced = costs_with_amounts(r)
    choosing = q.wants("choose") or q.budget is not None or not q.wants("premium")
    wish = (
        bool(q.needs)
        or q.budget is not None
        or (
            bool(CHEAP.search(q.topic if q.followup else q.message.text))
            and not r.items
            and not any(v for v in r.facts.values())
        )
    )
    if q.wants("premium") and not priced and not r.items and not compares_premiums(q, r):
        span = write_span(desk, r, q)
        if span:
            return write_not_printed(desk, q) or span
    asked = q.wants("premium", "choose", "limit") and wish
    if asked and choosing and not priced and not r.choices.get("type") and not compares_premiums(q, r):
        offered = write_offers(desk, r, q)
        if offered:
            return offered
    # "G III. Investigation 6 million yen." With type and cost told and nothing asked, what is paid is what is wanted.
    bare = not q.intents and bool(r.choices.get("type"))
    if priced and (q.wants("payout", "sum") or q.supposed_yen or asks_remaining(q) or bare):
        found = payout_of(q, r, desk, priced)
        if found:
            return found
    # With all that a premium depends on said, a statement that is close in words is not what is asked.
    complete = any(r.choices.values()) and (q.residents is not None or q.bad_residents or len(r.choices) > 1)
    if asks_premium(q, r, desk) and (complete or not sure):
        return _premium(desk, r, q)
    sub = write_sublimit(desk, r.items) if "limit" in q.intents and r.items and not priced and not sure else None
    if sub:
        return sub
    limits = limits_asked(q, r, desk)
    if limits and not sure and not priced:
        found = write_extreme(desk, q, r, limits) or write_limits(desk, r, limits, supposed_limits(q, r.held))
        verdict = verdict_on(q, r, desk) if _asks_both(q, r, desk) else None
        return together([verdict, found]) if verdict is not None else found
    specific = any(not desk.scheme.stands_for_section(i) for i in r.items)
    if "deductible" in q.intents and not priced and not sure and not q.wants("premium") and not specific:
        taken = q.supposed_yen or tuple(a.value for a in q.figures.amounts if q.supposes and not a.too_large)
        return write_deductible(desk, r, taken)
    return None


def _asks_both(q: Query, r: SchemeReading, desk: Desk) -> bool:
    """Whether it is asked of a cost of an incident told both if it is paid and up to what amount."""
    incident = any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items())
    return incident and bool(r.items) and q.wants("coverage") and bool(_WHETHER.search(asking(q)))


def heads_told(q: Query) -> int | None:
    """The one number of people or firms that a message names; None for none or several."""
    units = ("person", "resident", "corporation")
    found = {c.value for c in q.figures.counts if c.unit in units and isinstance(c.value, int)}
    found |= {int(m[1].replace(",", "")) for m in _MEMBERS.finditer(q.message.text)}
    return next(iter(found)) if len(found) == 1 and min(found) > 0 else None


def limits_asked(q: Query, r: SchemeReading, desk: Desk) -> list[Limit]:
    """The limits that are asked for: by name and by section of cover, else all."""
    if "limit" not in q.intents or (NOT_OF_COVER.search(q.message.text) and not named_sections(desk, q.message.text)):
        return []
    specific = any(not desk.scheme.stands_for_section(i) for i in r.items)
    if specific and (not r.choices or (q.wants("coverage") and not _may_be_paid(r, desk))):
        return []
    own = [x for x in desk.scheme.limits if not x.plans or not r.plans or set(x.plans) & set(r.plans)]
    sections = set(r.sections) | {desk.scheme.items[i].section for i in r.items}
    spoken = named_sections(desk, q.message.text)
    if spoken and set_aside(q.message.text):
        sections = spoken
    sections |= spoken
    named = [x for x in desk.scheme.limits if x.id in r.limits]
    if named and not sections and not any(x in own for x in named):
        return named  # the limit of another part of the contract than the plan that is also spoken of
    found = [x for x in own if x.id in r.limits or x.section in sections]
    return found or ([] if sections or r.limits else own)


def _may_be_paid(r: SchemeReading, desk: Desk) -> bool:
    """Whether the costs named are covered for sure under the types chosen, so that only "how much" is open."""
    plans = [n for n in plans_asked(r, desk.scheme) if r.choices.get("type")]
    facts = told_facts(r, desk.scheme)
    return bool(plans) and all(
        assess(desk.scheme, n.plan, i, facts, n.riders).verdict in ("covered", "conditional")
        for n in plans
        for i in r.items
    )


def payout_of(q: Query, r: SchemeReading, desk: Desk, told: Sequence[Cost], wish: Wish | None = None) -> Answer | None:
    """What is paid for priced costs; None where the brochure states no money or none of the costs is paid.

    `wish` is what is asked beside the payout; None reads it from the message.
    """
    r, told = _as_any_plan_pays(q, r, desk, told)
    priced = [c for c in told if not c.before]
    if not desk.scheme.deductibles and not desk.scheme.limits:
        return _no_sum(q, r, desk, priced)
    paid: dict[str, int] = {}
    for c in told:
        if c.before and c.yen is not None:
            section = desk.scheme.items[c.item].section
            paid[section] = paid.get(section, 0) + c.yen
    low: dict[tuple[str, str | None], Payout] = {}
    payouts: dict[tuple[str, str | None], Sequence[Payout]] = {}
    judged: list[Judged] = []
    for named in plans_asked(r, desk.scheme):
        lines: list[Line] = []
        kept: list[Finding] = []
        left: list[tuple[Finding, int]] = []
        for cost in priced:
            facts = {**told_facts(r, desk.scheme), **dict(cost.facts)}
            finding = assess(desk.scheme, named.plan, cost.item, facts, named.riders)
            assert cost.yen is not None
            if finding.verdict in ("covered", "conditional"):
                kept.append(finding)
                lines.append(Line(cost.item, cost.yen, cost.heads, cost.incident, finding.pays_as))
            else:
                left.append((finding, cost.yen))
        types = r.choices.get("type") or types_of(desk.scheme, named.plan)
        own = [t for t in types if t in types_of(desk.scheme, named.plan)]
        if lines and not own:
            continue  # none of its types is asked about
        judged.append(Judged(named.report, tuple(kept), tuple(left)))
        for t in own if lines else ():
            payouts[named.report, t] = estimate(desk.scheme, named.plan, {"type": t}, lines, paid_before=paid)
            if any(c.low is not None for c in priced):
                least = {(c.item, c.yen): c.low for c in priced if c.low is not None}
                lower = [replace(x, yen=least.get((x.item, x.yen), x.yen)) for x in lines]
                low[named.report, t] = estimate(desk.scheme, named.plan, {"type": t}, lower, paid_before=paid)[0]
    if not payouts:
        return None
    notes = [write for c in priced if c.heads is None and (write := heads_note(desk, c.item))]
    notes += [missed_note(desk, x) for x in unplaced(q.message, q.figures, told) if not q.followup]
    answer = write_payout(
        desk,
        payouts,
        [_with_reasons(desk, j, judged, r) for j in judged],
        wish=wish or wish_of(q),
        spent=sum(c.yen for c in priced if c.yen is not None),
        low=low,
        notes=notes,
    )
    # What one of several costs came too late for says nothing against those that are paid.
    paid_first = next((c for c in priced if any(f.item == c.item for j in judged for f in j.paid)), None)
    sure = {f: v for f, v in paid_first.facts if v is not None} if paid_first else {}
    groups = groups_of(
        replace(r, items=tuple(dict.fromkeys(c.item for c in priced)), facts={**r.facts, **sure}), desk.scheme
    )
    verdicts = answer.verdicts or tuple(
        v for g in groups for v in entries(desk, g, subject_of(desk, r, barred(groups), groups))
    )
    return answer.model_copy(update={"verdicts": verdicts, "basis": basis(r, groups)})


def _as_any_plan_pays(
    q: Query, r: SchemeReading, desk: Desk, told: Sequence[Cost]
) -> tuple[SchemeReading, Sequence[Cost]]:
    """The costs with what no word names taken for what every plan asked about pays, where there is such a cost.

    A check for an attack that was none is an emergency response cost under one plan; another plan, which knows no such
    cost, may pay for the same check as a response to an attack.
    """
    facts, named = told_facts(r, desk.scheme), plans_asked(r, desk.scheme)
    paying = ("covered", "conditional")
    for item in dict.fromkeys(c.item for c in told):
        names = desk.scheme.items[item].name
        if names.ja in q.message.text or names.en.lower() in q.message.text:
            continue
        by_item = [assess(desk.scheme, n.plan, item, facts, n.riders).verdict in paying for n in named]
        if all(by_item) or not any(by_item):
            continue
        like = [
            i
            for rule in desk.scheme.rules
            if isinstance(rule, Grant) and rule.pays_as == item
            for i in rule.items
            if i != item
        ]
        other = next(
            (
                i
                for i in dict.fromkeys(like)
                if all(assess(desk.scheme, n.plan, i, facts, n.riders).verdict in paying for n in named)
            ),
            None,
        )
        if other is not None:
            told = [replace(c, item=other) if c.item == item else c for c in told]
            r = replace(r, items=tuple(dict.fromkeys(other if i == item else i for i in r.items)))
    return r, told


def _with_reasons(desk: Desk, judged: Judged, all_plans: Sequence[Judged], r: SchemeReading) -> Judged:
    """With why a plan that pays nothing does not pay these costs as what another plan pays them as."""
    if judged.paid or judged.plan not in desk.scheme.plans:
        return judged
    items = {f.item for f, _ in judged.left}
    elsewhere = dict.fromkeys(
        f.pays_as for j in all_plans for f in j.paid if f.pays_as and f.item in items and f.pays_as not in items
    )
    facts = told_facts(r, desk.scheme)
    barred_as = [assess(desk.scheme, judged.plan, i, facts, desk.scheme.plans[judged.plan].riders) for i in elsewhere]
    why = tuple(dict.fromkeys(reason(desk, f) for f in barred_as if f.verdict == "not_covered"))
    return replace(judged, why=why)


# A sum is asked for in so many words, not only whether the cost is paid.
_WHAT_SUM = re.compile(
    r"いくら|何円|なんぼ|何割|どの(?:くらい|程度)|どれ(?:くらい|だけ|ほど)|\bhow much\b|\bwhat (?:sum|amount|share|part|portion|figure)\b"
)


def _no_sum(q: Query, r: SchemeReading, desk: Desk, priced: Sequence[Cost]) -> Answer | None:
    """That what is paid cannot be reckoned where the brochure states no limit and no deductible; None for other questions."""
    if not q.wants("payout") or not _WHAT_SUM.search(asking(q)):
        return None
    groups = groups_of(replace(r, items=tuple(dict.fromkeys(c.item for c in priced))), desk.scheme)
    if barred(groups):
        return None
    ja = desk.language == "ja"
    subject = subject_of(desk, r, False, groups)
    text = (
        f"{subject}がいくら支払われるかは、計算できません。支払限度額も免責金額も、パンフレットに書かれていないためです。補償の対象かどうかは、あらためてお尋ねください。"
        if ja
        else f"What would be paid for {subject} cannot be reckoned: the brochure states neither a limit nor a deductible. Whether it is covered at all is a question that can be answered: please ask it by itself."
    )
    return abstain(desk.language, f"{text}\n\n{desk.whom_to_ask()}", basis=basis(r, groups))


def _premium(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The premium: one that is not printed, of a switch, of several together, or of one plan; the first that fits."""
    return write_not_printed(desk, q) or write_switch(desk, r, q) or write_bill(desk, r, q) or write_premium(desk, r, q)
