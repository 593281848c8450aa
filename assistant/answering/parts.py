"""Answer a message that asks several things of different kinds request by request: each its own, with the story shared.

"By how much would our bill rise, and would the dearer plan pay for a copied photo?" As one question such a message has one
answer, and the other is lost. Read without what else is asked, each request keeps its own plans, types and amounts; only
what it leaves open comes from the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.answering.joining import together
from assistant.corpus.model import Scheme
from assistant.understanding.intents import Intent, find_intents
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import ALL_PLANS, costs_with_amounts

if TYPE_CHECKING:
    from assistant.answering.engine import Answerer

_FIGURES: tuple[Intent, ...] = ("premium", "limit", "deductible")
_OF_INCIDENT: frozenset[Intent] = frozenset(("coverage", "payout", "compare"))
NAMED_SURE = 0.70  # score of a statement that a request names
_SIDES = 2  # of a comparison
_ASKED_BESIDE = 2  # requests of different kinds that make a message more than one question


@dataclass(frozen=True, slots=True)
class Part:
    """A request of a message with its answer; `words` is the request alone, read by itself.

    `corrects` says that it only corrects what was told before, so that the premium asked for then is asked anew.
    """

    query: Query
    answer: Answer
    words: Query
    corrects: bool = False


def asks_figure(words: Query, schemes: Mapping[str, Scheme]) -> bool:
    """Whether a request, read alone, asks for a printed figure, which no incident changes."""
    own = set(find_intents(words.message.text))
    return (
        bool(own & set(_FIGURES))
        and ("coverage" not in own or "premium" not in own)
        and not words.figures.amounts
        and not any(
            any(r.facts.values()) or any(not schemes[r.scheme].stands_for_section(i) for i in r.items)
            for r in words.readings
        )
    )


def leans(words: Query) -> bool:
    """Whether a request, read alone, says nothing of its own to be answered: "and if it is not attached?"."""
    text = words.message.text
    return not find_intents(text) and not any(c.isdigit() for c in text) and not names(words) and not _chooses(words)


def names_plan(words: Query) -> bool:
    """Whether a request, read alone, names a plan or an option: "the wider plan?"."""
    return any(r.plans or r.riders for r in words.readings)


def _chooses(words: Query) -> bool:
    return any(r.choices for r in words.readings)


def names(words: Query) -> bool:
    """Whether a request, read alone, names a cost or tells of an incident."""
    return any(r.items or any(r.facts.values()) for r in words.readings)


def shared(part: Query, words: Query, whole: Query, *, incident: bool) -> Query:
    """A request's query with what it leaves open as the whole message has it: plans, types, residents, the `incident`.

    `words` is the request read alone: where it tells of an incident or names a cost of its own, no other one is meant.
    """
    known = {r.scheme: r for r in whole.readings}
    alone = {r.scheme: r for r in words.readings}
    readings = tuple(
        _filled(r, alone.get(r.scheme), known[r.scheme], incident=incident, gap=part.wants("difference", "compare"))
        if r.scheme in known
        else r
        for r in part.readings
    )
    residents = part.residents if part.residents is not None else whole.residents
    return replace(part, readings=readings, residents=residents)


def _filled(
    r: SchemeReading, alone: SchemeReading | None, whole: SchemeReading, *, incident: bool, gap: bool
) -> SchemeReading:
    if alone is None:
        return r
    own = bool(alone.items or any(alone.facts.values()))
    named = bool(alone.plans or alone.choices.get("type") or ALL_PLANS.search(alone.bare))
    # "By how much would it rise with F I": the type that one has now stands elsewhere in the message.
    step = gap and any(len(v) == 1 and len(whole.choices.get(d, ())) == _SIDES for d, v in alone.choices.items())
    choices = {**whole.choices, **r.choices, **({} if step else alone.choices)}
    # A request that names no type is about all that the message names, though one of them was selected beforehand.
    choices |= {
        d: v
        for d, v in whole.choices.items()
        if d not in alone.choices and len(v) == _SIDES and set(r.choices.get(d, ())) <= set(v)
    }
    if step:
        choices |= {d: whole.choices[d] for d in alone.choices if len(whole.choices.get(d, ())) == _SIDES}
    elif alone.plans and alone.plans != whole.plans and "type" not in alone.choices:
        # Another plan than the one that somebody has: the type they told is none of its own.
        choices = {d: v for d, v in choices.items() if d != "type" or (d in r.choices and r.conflict is None)}
    asked = named and not step
    r = replace(
        r,
        plans=r.plans if asked or not whole.plans else whole.plans,
        plans_from=r.plans_from if asked or not whole.plans else whole.plans_from,
        choices=choices,
        conflict=r.conflict if alone.plans and alone.choices.get("type") else None,
        riders=r.riders or (() if asked else whole.riders),
        own=r.own or whole.own,
    )
    if not incident:
        return r
    return replace(
        r,
        facts=r.facts if any(alone.facts.values()) else {**whole.facts, **r.facts},
        items=r.items or (() if own else whole.items),
    )


def each_answered(answerer: Answerer, whole: Query, found: Answer, parts: Sequence[Part]) -> Answer | None:
    """The answers of the requests, one below the other; None where `found`, the answer to the message, says as much.

    Each must be sure to be what its request asks, and they must be of different kinds: what is compared, added up or
    chosen from is one request.
    """
    if (found.abstained and not found.citations) or whole.budget is not None or whole.needs:
        return None
    kinds = [(p, _kind(answerer, p)) for p in parts]
    asked = [(p, k) for p, k in kinds if k is not None or not (leans(p.words) or p.corrects)]
    asked = [
        (p, k) for p, k in asked if not _echoes(p, found, [x for x, _ in asked if x is not p and x.answer.verdicts])
    ]
    sure = [p for p, k in asked if k is not None]
    if len({k for _, k in asked if k is not None}) < _ASKED_BESIDE:
        anew = [p.answer for p in sure if p.corrects and not _says(found, p.answer)]
        return _below([*anew, found]) if anew else None
    if any(p.answer.text == found.text for p in sure) and found.abstained:
        return None  # what the brochure is silent on was asked; the rest of the message only leads up to it
    missing = [p for p in sure if not _says(found, p.answer)]
    if not missing:
        return None
    if len(sure) == len(asked) and _judged(found) <= {x for p in sure for x in _judged(p.answer)}:
        return _below([p.answer for p in sure])
    # One of the requests is not understood for sure by itself: the answer to the whole stands, with what it leaves out.
    return None if found.abstained else _below([found, *(p.answer for p in missing if not _clashes(found, p.answer))])


def _judged(answer: Answer) -> set[tuple[str, str | None, str]]:
    """Which plan has which verdict in an answer."""
    return {(v.scheme, v.plan, v.verdict) for v in answer.verdicts}


def _below(answers: Sequence[Answer]) -> Answer | None:
    """Answers one below the other, each once; None for no more than one."""
    kept: list[Answer] = []
    for answer in answers:
        lead = answer.text.split("\n\n", 1)[0]
        if not any(lead in x.text for x in kept):
            kept.append(answer)
    return together(kept) if len(kept) > 1 else None


def _clashes(found: Answer, part: Answer) -> bool:
    """Whether a verdict of a part is another one than that given already under the same plan."""
    given = {(v.scheme, v.plan): v.verdict for v in found.verdicts}
    return any(given.get((v.scheme, v.plan), v.verdict) != v.verdict for v in part.verdicts)


def _echoes(p: Part, found: Answer, others: Sequence[Part]) -> bool:
    """Whether a request only asks again what another one asks: "is it paid, or is it not? Please tell me for both plans."."""
    words = p.words
    if not p.answer.verdicts or not set(find_intents(words.message.text)) <= {"coverage", "compare"} or names(words):
        return False
    judged = [a for a in (found, *(x.answer for x in others)) if a.verdicts]
    plans = {(v.scheme, v.plan) for a in judged for v in a.verdicts}
    return bool(judged) and {(v.scheme, v.plan) for v in p.answer.verdicts} <= plans


def _says(found: Answer, part: Answer) -> bool:
    """Whether an answer holds what another one says: its verdicts, its amounts, else its words."""
    if part.verdicts:
        known = {(v.scheme, v.plan, v.subject, v.verdict) for v in found.verdicts}
        return all((v.scheme, v.plan, v.subject, v.verdict) in known for v in part.verdicts)
    if part.amounts:
        return {a.yen for a in part.amounts} <= {a.yen for a in found.amounts}
    return part.text.split("\n\n", 1)[0] in found.text


def _kind(answerer: Answerer, p: Part) -> str | None:
    """What kind of thing a request asks and is answered with; None where the answer is not sure to be what it asks."""
    own, answer = set(find_intents(p.words.message.text)), p.answer
    if p.corrects:
        return "premium" if answer.amounts and answer.kind == "amount" and "premium" in p.query.intents else None
    if answer.abstained and not answer.citations:
        return None
    if answer.verdicts:
        told = names(p.words) or any(any(r.facts.values()) for r in p.query.readings)
        sure = told and (bool(own & _OF_INCIDENT) or leans(p.words)) and not own & set(_FIGURES)
        subjects = sorted({f"{v.subject} ({v.plan})" for v in answer.verdicts})
        return f"verdict {' '.join(subjects)}" if sure else None
    if answer.amounts and answer.kind == "amount":
        figure = next((i for i in _FIGURES if i in own), "premium" if "difference" in own else None)
        # What is paid for several costs is one sum, with one deductible; another sum is a request of its own.
        paid = any(costs_with_amounts(r) for r in p.query.readings)
        other = (
            f"sum {sorted(a.yen for a in answer.amounts)}"
            if (own & {"payout", "sum"} or p.query.figures.amounts) and not paid
            else None
        )
        return figure or other
    if answer.passages:
        return None
    if "deadline" in own or answerer.names_statement(p.words, NAMED_SURE, answer):
        return f"statement {answer.text[:60]}"
    return None
