"""Answer questions about the contract itself: who is insured, must one join, what bears the deductible, who may attach what."""

from __future__ import annotations

from collections.abc import Collection

from assistant.answer import AmountEntry, Answer
from assistant.answering.context import Desk
from assistant.answering.general import not_stated
from assistant.answering.joining import together
from assistant.answering.statements import write_statement
from assistant.answering.wording import yen
from assistant.corpus.model import Rider, SalesCap, Statement
from assistant.understanding.contract_questions import Topic, asks_whether_allowed, contract_topic, sales_told
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import costs_with_amounts


def answer_on_contract(desk: Desk, q: Query, r: SchemeReading, hits: Collection[str]) -> Answer | None:
    """The answer to a question about the contract; None where none is asked, or the brochure has none.

    `hits` are the statements with a pattern that the message matches.
    """
    if costs_with_amounts(r) or q.wants("payout", "premium"):
        return None
    capped = _within_cap(desk, q, r, hits)
    if capped is not None:
        return capped
    topic = contract_topic(q.message)
    if topic is None:
        return None
    named = tuple(i for i in r.items if not desk.scheme.stands_for_section(i))
    if topic in ("deductible", "limit") and not named:
        return None
    if topic == "deductible" and desk.scheme.deductibles:
        return _bears_deductible(desk, r, named)
    statement = _statement_on(desk, topic, r, hits)
    if statement is not None:
        return write_statement(desk, statement)
    return not_stated(desk) if topic in ("deductible", "limit") else None


def _statement_on(desk: Desk, topic: Topic, r: SchemeReading, hits: Collection[str]) -> Statement | None:
    """The statement on a topic that is nearest: about what is named, then with a pattern that matches and is not beaten."""
    about = {*r.items, *(desk.scheme.items[i].section for i in r.items), *r.sections, *r.riders, *r.plans}
    found = [
        (i, s) for i, s in desk.scheme.statements.items() if s.topic == topic and (not s.about or about & set(s.about))
    ]
    beaten = {b for i, s in found if i in hits for b in s.words.beats}
    found.sort(key=lambda x: (not x[1].about, x[0] in beaten, x[0] not in hits))
    return found[0][1] if found else None


def _bears_deductible(desk: Desk, r: SchemeReading, items: Collection[str]) -> Answer | None:
    """Whether the deductible is taken from the costs named, from the data of the scheme."""
    ja, lang = desk.language == "ja", desk.language
    lines: list[str] = []
    amounts: list[AmountEntry] = []
    cites: list[str] = []
    for item in items:
        own = [
            d
            for d in desk.scheme.deductibles
            if d.section == desk.scheme.items[item].section
            and (not d.plans or not r.plans or set(d.plans) & set(r.plans))
        ]
        if not own:
            continue
        name, d = desk.t(desk.scheme.items[item].name), own[0]
        cites += d.cites
        amounts.append(AmountEntry(label="免責金額" if ja else "deductible", yen=d.yen, scheme=desk.scheme.scheme))
        per = {"claim": ("1請求", "claim"), "incident": ("1事故", "incident")}[d.per]
        section = desk.t(desk.scheme.sections[d.section].name)
        if not d.yen:
            lines.append(
                f"**いいえ。{name}から差し引く免責金額はありません**（なし、0円）。"
                if ja
                else f"**No: there is no deductible** (none, 0 yen), so none is taken from {name}."
            )
        elif item in d.exempt:
            lines.append(
                f"**いいえ。{name}から免責金額は差し引かれません。**{section}の免責金額（{per[0]}につき{yen(d.yen, lang)}）を差し引くのは、ほかの支払いからだけです。"
                if ja
                else f"**No: the deductible is not taken from {name}.** That of {section}, {yen(d.yen, lang)} for each {per[1]}, is taken from the other payments only."
            )
        else:
            lines.append(
                f"**はい。{name}にも免責金額がかかります。**ただし費用ごとではなく、{section}の支払いの合計から、{per[0]}につき{yen(d.yen, lang)}を1回だけ差し引きます。"
                if ja
                else f"**Yes, the deductible applies to {name} as well**, but not to each cost by itself: {yen(d.yen, lang)} is taken once for each {per[1]} from the sum of {section}."
            )
    if not lines:
        return None
    citations = desk.cite(cites)
    text = "\n\n".join([*dict.fromkeys(lines), desk.sources(citations)])
    return Answer(language=lang, kind="fact", text=text, amounts=tuple(dict.fromkeys(amounts)), citations=citations)


def _within_cap(desk: Desk, q: Query, r: SchemeReading, hits: Collection[str]) -> Answer | None:
    """Whether the sales told allow an option: the figures are compared, and what else the brochure says follows."""
    sales = sales_told(q.message, q.figures)
    happened = any(v and desk.scheme.facts[f].kind == "peril" for f, v in r.facts.items())
    if sales is None or happened or not asks_whether_allowed(q.message) or q.wants("limit"):
        return None
    capped = {i: x for i, x in desk.scheme.riders.items() if x.sales_cap is not None}
    named = [i for i in r.riders if i in capped]
    if not capped or (r.riders and not named):
        return None
    if not named and all(x.sales_cap is None or sales <= x.sales_cap.yen for x in capped.values()):
        return None  # no option was asked about, and none is out of reach
    parts = [
        _compared(desk, capped[i], cap, sales, bool(named))
        for i in named or list(capped)[:1]
        if (cap := capped[i].sales_cap) is not None
    ]
    further = _statement_on(desk, "eligibility", r, hits)
    if further is not None:
        parts.append(write_statement(desk, further.model_copy(update={"figures": ()})))
    return together(parts).model_copy(update={"text": "\n\n".join(p.text for p in parts), "kind": "fact"})


def _compared(desk: Desk, rider: Rider, cap: SalesCap, sales: int, asked: bool) -> Answer:
    """Sales in yen against the cap of a rider; `asked` says that this rider was asked about."""
    ja, lang = desk.language == "ja", desk.language
    allowed, name = sales <= cap.yen, desk.t(rider.name)
    inferred = cap.certainty == "inferred"
    if ja:
        said = ("はい。" if allowed else "いいえ。") if asked else ""
        able = ("付けられると読みます（推定）" if allowed else "付けられないと読みます（推定）") if inferred else ""
        able = able or ("付けられます" if allowed else "付けられません")
        lead = f"**{said}売上高{yen(sales, lang)}では、{name}を{able}。**"
        ground = f"上限は売上高{yen(cap.yen, lang)}で、{yen(sales, lang)}はその額{'以下です' if allowed else 'を超えています'}。"
    else:
        said = ("Yes: with" if allowed else "No: with") if asked else "With"
        able = ("can" if allowed else "cannot") + " be attached" + (" (inferred)" if inferred else "")
        lead = f"**{said} sales of {yen(sales, lang)} the {name} {able}.**"
        ground = f"The cap is {yen(cap.yen, lang)}, and {yen(sales, lang)} is {'not ' if allowed else ''}above it."
    labels = ("売上高の上限", "売上高") if ja else ("sales cap", "sales")
    amounts = (
        AmountEntry(label=labels[0], yen=cap.yen, scheme=desk.scheme.scheme, basis=cap.certainty),
        AmountEntry(label=labels[1], yen=sales, scheme=desk.scheme.scheme),
    )
    citations = desk.cite(cap.cites)
    return Answer(language=lang, kind="fact", text=f"{lead}\n\n{ground}", amounts=amounts, citations=citations)
