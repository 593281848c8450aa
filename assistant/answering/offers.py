"""Write the answers that choose by premium: what meets a need or a budget, and the cheapest that covers what was told."""

from __future__ import annotations

import re

from assistant.answer import AmountEntry, Answer
from assistant.answering.context import Desk, abstain
from assistant.answering.joining import together
from assistant.answering.judging import groups_of, verdict_on
from assistant.answering.premium_words import premium_label
from assistant.answering.premiums import entry
from assistant.answering.wording import bullets, capital, yen
from assistant.corpus.model import PremiumTable
from assistant.rules.premium import Offer, offers
from assistant.understanding.query import Query, SchemeReading

CHEAP = re.compile(r"安い|最安|安く|cheap|lowest (?:premium|price|cost)|least expensive")
# 「一番安い」 chooses; 「安い方のプラン」 only names a plan.
CHEAPEST = re.compile(
    r"(?:一番|いちばん|最も|もっとも)(?:保険料が|掛け?金が)?(?:お?安|手頃|低)|最安|(?:安く|安価に)(?:済|抑|あが|上が|入)|cheapest|lowest (?:premium|price|cost)|least expensive|\bcheap(?:est)? way\b"
)
SHOWN_OFFERS = 6


def write_cheapest_covering(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The cheapest plan and type that cover what was told, for each rank if none is named, above the verdict on each plan.

    None where no plan covers it, not even under conditions: the verdict alone is the answer then.
    """
    rule = desk.scheme.premium
    if not isinstance(rule, PremiumTable):
        return None
    paid = tuple(
        g.plan
        for g in groups_of(r, desk.scheme)
        if g.verdicts and set(g.verdicts) <= {"covered", "conditional"} and g.plan in desk.scheme.plans
    )
    verdict = verdict_on(q, r, desk)
    if not paid or verdict is None:
        return None
    fixed = {d: v[0] for d, v in r.choices.items() if len(v) == 1}
    second = rule.by[1]
    ranks = [fixed[second]] if second in fixed else list(desk.scheme.dimensions[second].values)
    groups = [(p,) for p in paid] if second in fixed else [paid]
    best = [
        found[0]
        for plans in groups
        for k in ranks
        if (found := offers(desk.scheme, {**fixed, second: k}, plans, at_least=q.needs, budget=q.budget))
    ]
    if not best:
        return None
    if second in fixed:
        best.sort(key=lambda o: o.premium.yen)
    ja = desk.language == "ja"
    rows = [_offer_row(desk, o, True) for o in best]
    lead = (
        "これが補償される（条件つきを含む）なかで、いちばん安いもの："
        if ja
        else "The cheapest that covers this, under conditions where the verdict below says so: "
    )
    if second in fixed:
        text = f"{lead}{rows[0]}"
        if rows[1:]:
            text += ("\n\nほかのプランでは：\n" if ja else "\n\nUnder the other plan:\n") + bullets(rows[1:])
    else:
        text = f"{lead.rstrip()}\n\n{bullets(rows)}"
    citations = desk.cite(c for o in best for c in o.premium.cites)
    chosen = Answer(
        language=desk.language,
        kind="amount",
        text=text,
        amounts=tuple(entry(desk, o.premium) for o in best) + tuple(x for o in best for x in _limit_entries(desk, o)),
        citations=citations,
        basis={"scheme": r.scheme},
    )
    return together([chosen, verdict])


def write_offers(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The plans and types that meet a need or a budget; None where nothing can be chosen by premium."""
    if not isinstance(desk.scheme.premium, PremiumTable):
        return None
    ja, lang = desk.language == "ja", desk.language
    fixed = {d: v[0] for d, v in r.choices.items() if len(v) == 1}
    found = offers(desk.scheme, fixed, r.plans, at_least=q.needs, budget=q.budget)
    if not found:
        text = (
            "その条件（限度額・予算）に合うプランとタイプはありません。"
            if ja
            else "No plan and type meets that need within that budget."
        )
        return abstain(lang, f"{text}\n\n{desk.whom_to_ask()}")
    highest = q.wants("limit") or (q.budget is not None and not q.needs)
    if highest and q.budget is not None:
        found = tuple(sorted(found, key=lambda o: (-o.limits.get("liability", 0), o.premium.yen)))
    best = found[0]
    lines = [_offer_row(desk, best, True)]
    others = found[1:SHOWN_OFFERS]
    if others and len(fixed) >= 1:
        lines.append(("ほかの候補：" if ja else "Others:") + "\n" + bullets(_offer_row(desk, o, False) for o in others))
    amounts = [entry(desk, best.premium), *_limit_entries(desk, best)]
    amounts += [entry(desk, o.premium) for o in (others if len(fixed) >= 1 else ())]
    citations = desk.cite([*best.premium.cites, *(c for x in desk.scheme.limits for c in x.cites)])
    lines.append(desk.sources(citations))
    return Answer(language=lang, kind="amount", text="\n\n".join(lines), amounts=tuple(amounts), citations=citations)


def _limit_entries(desk: Desk, o: Offer) -> list[AmountEntry]:
    out = []
    for section, value in o.limits.items():
        name = desk.t(desk.scheme.sections[section].name)
        label = f"{name}の支払限度額" if desk.language == "ja" else f"limit, {name}"
        out.append(
            AmountEntry(
                label=label,
                yen=value,
                scheme=desk.scheme.scheme,
                plan=o.premium.plan,
                type=o.premium.choices.get("type"),
            )
        )
    return out


def _offer_row(desk: Desk, o: Offer, best: bool) -> str:
    ja, lang = desk.language == "ja", desk.language
    limits = ("、" if ja else ", ").join(
        f"{desk.t(desk.scheme.sections[s].name)} {yen(v, lang)}" for s, v in o.limits.items()
    )
    label, price = premium_label(desk, o.premium), yen(o.premium.yen, lang)
    if best:
        return (
            f"**{label}：年間保険料 {price}**（支払限度額：{limits}）"
            if ja
            else f"**{capital(label)}: {price} a year** (limits: {limits})"
        )
    return f"{label}：{price}（{limits}）" if ja else f"{capital(label)}: {price} ({limits})"
