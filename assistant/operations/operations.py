"""The operations themselves: each builds the query that a message would have become, and has the same code answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Answer
from assistant.answering.compare import write_across
from assistant.answering.context import Desk, abstain
from assistant.answering.engine import Answerer
from assistant.answering.examples import write_fitting, write_unmatched
from assistant.answering.joining import together
from assistant.answering.limits import write_deductible, write_limits
from assistant.answering.offers import write_offers
from assistant.answering.payouts import Wish
from assistant.answering.premiums import write_premium
from assistant.answering.statements import write_deadline, write_passages
from assistant.corpus.brochure import Section
from assistant.corpus.loader import Corpus
from assistant.corpus.model import PremiumExample, PremiumExamples, PremiumRate, PremiumTable, Scheme
from assistant.corpus.narrowing import Narrowed, narrow
from assistant.errors import DeadlineError, InputError
from assistant.operations.case import (
    check_item,
    check_plan,
    check_riders,
    check_sections,
    choices_of,
    query_of,
    reading_of,
    scheme_of,
    unknown,
)
from assistant.operations.matrix import Matrices
from assistant.operations.requests import (
    CompareRequest,
    CoverageRequest,
    DeadlineRequest,
    PayoutRequest,
    PremiumRequest,
    SearchRequest,
)
from assistant.operations.vocabulary import SchemeVocabulary, samples_of, vocabulary_of
from assistant.understanding.intents import Intent
from assistant.understanding.query import Cost, SchemeReading


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as doors offer it: name, what it does in one sentence, its request, and whether wording must stay."""

    name: str
    summary: str
    request: type[Any]
    run: Callable[[Any], Answer]
    final: bool = True


NarrowSearch = Callable[..., Sequence[tuple[Section, float]]]
"""A `Search` that takes a `Narrowed`, too, where not all of the brochures are searched."""

Finish = Callable[[Answer], Answer]
"""Puts beside an answer what is no part of its computation: the person's own documents."""


class Operations:
    """Answers typed requests over a corpus with the answerer of the chat. Safe to use from several threads."""

    def __init__(self, corpus: Corpus, answerer: Answerer, search: NarrowSearch, finish: Finish | None = None) -> None:
        self.corpus, self._answerer, self._search = corpus, answerer, search
        self._finish = finish or (lambda answer: answer)
        self.matrices = Matrices(corpus.schemes)
        self._samples: dict[str, dict[str, dict[str, Any]]] | None = None

    def all(self) -> tuple[Operation, ...]:
        """Every operation, for doors that offer them."""
        return tuple(replace(operation, run=self._finished(operation.run)) for operation in self._bare())

    def _finished(self, run: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
        return lambda request: self._finish(run(request))

    def _bare(self) -> tuple[Operation, ...]:
        return (
            Operation(
                "coverage",
                "Is a cost or incident covered, under which plan and conditions?",
                CoverageRequest,
                self.coverage,
            ),
            Operation("payout", "What would be paid for costs in yen, step by step?", PayoutRequest, self.payout),
            Operation(
                "premium", "What does cover cost a year, or what is the best offer?", PremiumRequest, self.premium
            ),
            Operation("deadline", "Until which day can something be done in time?", DeadlineRequest, self.deadline),
            Operation("compare", "On what do plans or schemes differ?", CompareRequest, self.compare),
            Operation(
                "search", "Which passages of the brochures are about this?", SearchRequest, self.search, final=False
            ),
        )

    def vocabulary(self, scheme: str) -> SchemeVocabulary:
        """The ids of a scheme with their names.

        Raises:
            UnknownChoiceError: there is no such scheme.
        """
        return vocabulary_of(scheme_of(self.corpus.schemes, scheme))

    def samples(self, operation: str) -> dict[str, dict[str, Any]]:
        """An example request of an operation for each scheme that can answer it, by scheme id."""
        if self._samples is None:
            self._samples = {ident: samples_of(scheme) for ident, scheme in self.corpus.schemes.items()}
        found = {ident: samples.get(operation) for ident, samples in self._samples.items()}
        return {ident: sample for ident, sample in found.items() if sample is not None}

    def coverage(self, request: CoverageRequest) -> Answer:
        """Whether it is covered, plan by plan.

        Raises:
            UnknownChoiceError: an id does not exist.
            InputError: neither a cost nor an incident is named.
        """
        scheme = scheme_of(self.corpus.schemes, request.scheme)
        reading = reading_of(scheme, request)
        answer = self._answerer.verdict(
            query_of(request.language, reading), reading, Desk(self.corpus, scheme, request.language)
        )
        if answer is None:
            raise _nothing_named(scheme)
        return answer

    def payout(self, request: PayoutRequest) -> Answer:
        """What is paid for the costs; where nothing is, the verdict that says why.

        Raises:
            UnknownChoiceError: an id does not exist.
            InputError: the lower end of a range is above the cost.
        """
        scheme = scheme_of(self.corpus.schemes, request.scheme)
        reading = reading_of(scheme, request)
        costs = []
        for number, line in enumerate(request.costs):
            check_item(scheme, line.item, f"costs.{number}.item")
            if line.low is not None and line.low > line.yen:
                raise InputError("The lower end of a range cannot be above the cost.", field=f"costs.{number}.low")
            costs.append(Cost(line.item, line.yen, line.heads, line.incident, line.low))
        check_sections(scheme, request.paid_before, "paid_before")
        for section, yen in request.paid_before.items():
            # What was paid before counts for its section, whatever the item.
            item = next((i for i, x in scheme.items.items() if x.section == section), None)
            if item is not None:
                costs.append(Cost(item, yen, before=True))
        items = tuple(dict.fromkeys(c.item for c in costs if not c.before))
        reading = replace(reading, items=items, costs=tuple(costs))
        query, desk = query_of(request.language, reading), Desk(self.corpus, scheme, request.language)
        wish = Wish(borne=request.own_share, remaining=request.remaining)
        answer = self._answerer.payout(query, reading, desk, costs, wish) or self._answerer.verdict(
            query, reading, desk
        )
        if answer is None:
            raise _nothing_named(scheme)
        return answer

    def premium(self, request: PremiumRequest) -> Answer:
        """What it costs a year; with a budget or a least limit, the best offer.

        Raises:
            UnknownChoiceError: an id does not exist.
            InputError: a field is given that the scheme's premiums do not depend on.
        """
        scheme = scheme_of(self.corpus.schemes, request.scheme)
        rule, desk = scheme.premium, Desk(self.corpus, scheme, request.language)
        plans = check_plan(scheme, request.plan)
        riders = check_riders(scheme, request.riders)
        check_sections(scheme, request.at_least, "at_least")
        plans, source, choices = choices_of(scheme, plans, {"type": request.type, "rank": request.rank})
        if isinstance(rule, PremiumRate) and request.plan is not None and request.plan not in rule.rates:
            raise unknown("rate for plan", request.plan, rule.rates, "plan")
        _refuse_idle(scheme, request)
        reading = SchemeReading(
            scheme=scheme.scheme, named=True, plans=plans, plans_from=source, choices=choices, riders=riders
        )
        query = query_of(
            request.language,
            reading,
            intents=("premium",),
            residents=request.residents,
            needs=request.at_least,
            budget=request.budget,
        )
        if isinstance(rule, PremiumExamples):
            named, fitting = _examples(rule, request, reading)
            if fitting:
                return write_fitting(desk, query, rule, fitting, given=request.sales is not None)
            return write_unmatched(desk, rule, named)
        answer = write_offers(desk, reading, query) if request.budget is not None or request.at_least else None
        answer = answer or write_premium(desk, reading, query)
        assert answer is not None  # each kind of premium writes one
        return answer

    def deadline(self, request: DeadlineRequest) -> Answer:
        """The last day in time, or the rule alone where no date is given.

        Raises:
            UnknownChoiceError: an id does not exist.
            InputError: the deadline does not hold for the plan, or the holidays of that year are not known.
        """
        scheme = scheme_of(self.corpus.schemes, request.scheme)
        if request.deadline not in scheme.deadlines:
            raise unknown("deadline", request.deadline, scheme.deadlines, "deadline")
        rule = scheme.deadlines[request.deadline]
        if check_plan(scheme, request.plan) and rule.plans and request.plan not in rule.plans:
            raise InputError(f"The deadline {request.deadline!r} holds for {', '.join(rule.plans)} only.", field="plan")
        try:
            return write_deadline(Desk(self.corpus, scheme, request.language), rule, request.date)
        except DeadlineError as error:
            raise InputError(f"No deadline can be computed from this date: {error.message}.", field="date") from None

    def compare(self, request: CompareRequest) -> Answer:
        """Cases side by side; one case without items and facts: on what the plans of its scheme differ.

        Raises:
            UnknownChoiceError: an id does not exist.
            InputError: there is nothing to compare.
        """
        pairs = []
        for number, case in enumerate(request.cases):
            at = f"cases.{number}."
            scheme = scheme_of(self.corpus.schemes, case.scheme, at)
            reading = reading_of(scheme, case, at)
            pairs.append((Desk(self.corpus, scheme, request.language), reading))
        if request.of == "limits":
            return self._limits(request, pairs)
        if request.of == "deductibles":
            if len(pairs) == 1:
                return write_deductible(*pairs[0]) or _not_stated(pairs[0][0], "免責金額", "no deductible")
            return self._across(request, pairs, "deductible")
        desk, reading = pairs[0]
        if len(pairs) > 1:
            for number, (_, each) in enumerate(pairs):
                if not each.items and not each.facts:
                    raise InputError("Name what happened: items or facts.", field=f"cases.{number}.items")
            return self._across(request, pairs, "coverage")
        query = query_of(request.language, reading)
        if reading.items or reading.facts:
            answer = self._answerer.verdict(query, reading, desk)
        else:
            answer = self._answerer.differences(query, reading) if len(desk.scheme.plans) > 1 else None
        if answer is None:
            raise InputError(
                "There is nothing to compare: name items or facts, or a scheme with several plans.", field="cases"
            )
        return answer

    def search(self, request: SearchRequest) -> Answer:
        """Passages, nearest first, of one scheme or of all; `abstained`, as they are no verdict.

        Raises:
            UnknownChoiceError: the scheme, plan, document or edition does not exist.
            InputError: the query is blank.
        """
        if request.scheme is not None:
            scheme_of(self.corpus.schemes, request.scheme)
        if not request.query.strip():
            raise InputError("The query is empty. Say what to look for.", field="query")
        ja = request.language == "ja"
        narrowed = narrow(
            self.corpus.schemes, request.scheme, plan=request.plan, document=request.document, edition=request.edition
        )
        part = () if narrowed == Narrowed() else (narrowed,)
        hits = self._search(request.query, request.scheme, request.language, request.k, *part)
        if not hits:
            text = "該当する記載は見つかりませんでした。" if ja else "No passage was found."
            return Answer(language=request.language, kind="abstention", text=text, abstained=True)
        parts = []
        for ident in dict.fromkeys(section.scheme for section, _ in hits):
            desk = Desk(self.corpus, self.corpus.schemes[ident], request.language)
            name = desk.t(desk.scheme.name)
            lead = (
                f"{name}：パンフレットの記載（判断ではありません）"
                if ja
                else f"{name}: passages of the brochure (no verdict)"
            )
            parts.append(write_passages(desk, [(s, v) for s, v in hits if s.scheme == ident], lead))
        answer = together(parts)
        passages = sorted((p for part in parts for p in part.passages), key=lambda p: -p.score)
        return answer.model_copy(update={"kind": "fact", "passages": tuple(passages)})

    def _limits(self, request: CompareRequest, pairs: list[tuple[Desk, SchemeReading]]) -> Answer:
        valid = tuple(dict.fromkeys(s for desk, _ in pairs for s in desk.scheme.sections))
        if request.section not in valid:
            raise unknown("section of cover", request.section, valid, "section")
        if len(pairs) == 1:
            desk, reading = pairs[0]
            own = [
                x
                for x in desk.scheme.limits
                if x.section == request.section
                and (not x.plans or not reading.plans or set(x.plans) & set(reading.plans))
            ]
            return write_limits(desk, reading, own) if own else _not_stated(desk, "支払限度額", "no limit")
        return self._across(
            request, [(d, replace(r, items=(), sections=(request.section,))) for d, r in pairs], "limit"
        )

    def _across(self, request: CompareRequest, pairs: list[tuple[Desk, SchemeReading]], intent: Intent) -> Answer:
        query = query_of(request.language, *(r for _, r in pairs), intents=(intent,))
        judged = pairs if intent == "coverage" else []
        answer = write_across(query, pairs, judged)
        return answer if answer is not None else _not_stated(pairs[0][0], "支払限度額", "no limit")


def _not_stated(desk: Desk, ja: str, en: str) -> Answer:
    text = f"パンフレットに{ja}の記載はありません。" if desk.language == "ja" else f"The brochure states {en}."
    return abstain(desk.language, f"{text}\n\n{desk.whom_to_ask()}")


def _nothing_named(scheme: Scheme) -> InputError:
    perils = [f for f, x in scheme.facts.items() if x.kind == "peril"]
    return InputError(
        f"Name what happened: at least one item, or a fact that tells of an incident, such as {', '.join(perils[:5])}.",
        field="items",
    )


def _refuse_idle(scheme: Scheme, request: PremiumRequest) -> None:
    """A field that the scheme's premiums do not depend on would be passed over in silence."""
    rule = scheme.premium
    idle = {
        "residents": request.residents is not None and not isinstance(rule, PremiumRate),
        "industry": request.industry is not None and not isinstance(rule, PremiumExamples),
        "sales": request.sales is not None and not isinstance(rule, PremiumExamples),
        "riders": bool(request.riders) and not isinstance(rule, PremiumExamples),
        "budget": request.budget is not None and not isinstance(rule, PremiumTable),
        "at_least": bool(request.at_least) and not isinstance(rule, PremiumTable),
    }
    for field, given in idle.items():
        if given:
            raise InputError(f"No premium of {scheme.scheme!r} depends on {field}; leave it out.", field=field)


def _examples(
    rule: PremiumExamples, request: PremiumRequest, reading: SchemeReading
) -> tuple[list[PremiumExample], list[PremiumExample]]:
    """The printed examples of the industry named, and those of them that agree with all that is given."""
    named = list(rule.examples)
    if request.industry is not None:
        wanted = request.industry.casefold()
        named = [e for e in rule.examples if wanted in (e.industry.ja.casefold(), e.industry.en.casefold())]
        if not named:
            names = dict.fromkeys(e.industry.of(request.language) for e in rule.examples)
            raise unknown("printed example for", request.industry, names, "industry")
    fitting = [
        e
        for e in named
        if (not reading.plans or e.plan in reading.plans)
        and all(e.choices.get(d, v[0]) == v[0] for d, v in reading.choices.items())
        and set(reading.riders) <= set(e.riders)
        and (request.sales is None or e.sales == request.sales)
    ]
    return (named if request.industry is not None else []), fitting
