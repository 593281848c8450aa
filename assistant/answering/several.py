"""Answer a query that names no scheme, or several: compared, one below the other, or by asking which is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.answering import general
from assistant.answering.alike import Place, in_common_terms, judged_alike
from assistant.answering.asked import asks_for_cost
from assistant.answering.cases import asks_printed_case, write_cases
from assistant.answering.compare import write_across, write_verdicts
from assistant.answering.context import Desk
from assistant.answering.joining import together, under_its_name
from assistant.answering.judging import subject_of
from assistant.answering.linked import STATEMENT_FLOOR, STATEMENT_LIKELY, printed_case
from assistant.answering.paid_across import asks_sum, write_paid_across
from assistant.answering.statements import write_statement
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import ALL_SCHEMES

if TYPE_CHECKING:
    from assistant.answering.engine import Answerer

SCHEME_RIVAL = 0.75


def answer_several(answerer: Answerer, q: Query, today: dt.date) -> Answer:
    named = [r for r in q.readings if r.named or r.plans or r.riders]
    readings = named or list(q.readings)
    if len(readings) == 1:
        return answerer.single(q, readings[0], today) or answerer.nothing(q, readings)
    desks = [Desk(answerer.corpus, answerer.corpus.schemes[r.scheme], q.message.language) for r in readings]
    places = in_common_terms(list(zip(desks, readings, strict=True)))
    judged, unknowing = judged_alike(q, places)
    if asks_printed_case(q.message.text):
        told = [
            (x, r)
            for r in readings
            if (x := printed_case(answerer.links(q, r), answerer.corpus.schemes[r.scheme], q.message.text))
        ]
        if told:
            case, r = max(told, key=lambda t: t[0].score)
            desk = Desk(answerer.corpus, answerer.corpus.schemes[r.scheme], q.message.language)
            return write_cases(desk, desk.scheme.statements[case.id], q.message.text)
    # With schemes named, "what would they pay?" asks each for a sum; of all that there are, which of them pays.
    sums = write_paid_across(q, places) if named or asks_sum(q) else None
    found = sums or write_across(q, places, judged, unknowing) or _unknown_cost(answerer, q, places)
    if found is not None:
        return found
    if named and len(named) < len(answerer.corpus.schemes):
        parts = [(r, a) for r in named if (a := answerer.single(q, r, today)) is not None]
        if len(parts) > 1:
            by_scheme = {d.scheme.scheme: d for d in desks}
            return together([under_its_name(by_scheme[r.scheme], a) for r, a in parts])
        if parts:
            return parts[0][1]
    if ALL_SCHEMES.search(q.message.text):
        each = _each_scheme(answerer, q, readings)
        if each is not None:
            return each
    which = _which_scheme(answerer, q, readings)
    if which is not None:
        return which
    best = max(
        ((answerer.links(q, r)[0], r) for r in readings if answerer.links(q, r)), key=lambda x: x[0].score, default=None
    )
    if best is not None and (
        best[0].score >= STATEMENT_LIKELY or (best[0].pattern and best[0].score >= STATEMENT_FLOOR)
    ):
        answer = answerer.single(q, best[1], today)
        if answer is not None:
            return answer
    return answerer.nothing(q, readings)


def _unknown_cost(answerer: Answerer, q: Query, places: Sequence[Place]) -> Answer | None:
    """A cost is asked about that no scheme's words know: the one that is clearly meant is judged, else it is asked for.

    The verdict on the incident behind it, for every scheme, would be read as a yes to the cost.
    """
    if any(r.items for _, r in places) or not q.wants("coverage", "payout", "compare"):
        return None
    if not any(asks_for_cost(q, r) for _, r in places):
        return None
    guesses = [answerer.guess_item(q, r, d.scheme) for d, r in places]
    guessed = in_common_terms([(d, r) for (d, _), (r, _) in zip(places, guesses, strict=True)])
    judged, unknowing = judged_alike(q, guessed) if any(r.items for r, _ in guesses) else ([], [])
    if judged and len(judged) > len(unknowing):
        return write_verdicts(q, judged, unknowing)
    told = [(d, r) for d, r in places if any(v and d.scheme.facts[f].kind == "peril" for f, v in r.facts.items())]
    if not told:
        return None
    near = {
        i: d.t(d.scheme.items[i].name)
        for (d, _), (_, ids) in reversed(list(zip(places, guesses, strict=True)))
        for i in ids[:2]
    }
    thing = next((r.unknown for _, r in places if r.unknown), "")
    incident = min((subject_of(d, r, False) for d, r in told), key=len)
    return general.which_cost_of_all(q.message.language, thing, incident, tuple(near.values()), q.message.cased)


def _each_scheme(answerer: Answerer, q: Query, readings: Sequence[SchemeReading]) -> Answer | None:
    """What each scheme's brochure says on the subject, where all schemes are asked about."""
    parts = []
    for r in readings:
        desk = Desk(answerer.corpus, answerer.corpus.schemes[r.scheme], q.message.language)
        best = next(iter(answerer.links(q, r)), None)
        if best is not None and best.score >= (STATEMENT_FLOOR if best.pattern else STATEMENT_LIKELY):
            answer = write_statement(desk, desk.scheme.statements[best.id])
            parts.append(answer.model_copy(update={"text": f"**{desk.t(desk.scheme.short)}**\n\n{answer.text}"}))
    return together(parts) if len(parts) > 1 else None


def _which_scheme(answerer: Answerer, q: Query, readings: Sequence[SchemeReading]) -> Answer | None:
    """No scheme is named, and several have something to say on the subject: asks which one is meant."""
    likely: list[tuple[float, SchemeReading]] = []
    for r in readings:
        links = answerer.links(q, r)
        if links and (links[0].score >= STATEMENT_LIKELY or (links[0].pattern and links[0].score >= STATEMENT_FLOOR)):
            likely.append((links[0].score, r))
    if not likely:
        return None
    top = max(score for score, _ in likely)
    near = [r for score, r in likely if score >= SCHEME_RIVAL * top]
    if len(near) < 2:
        return None
    return general.which_scheme(q.message.language, [answerer.corpus.schemes[r.scheme] for r in near], q.message.cased)
