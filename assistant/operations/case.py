"""From the ids of a request to the reading that the answering code takes; an id that does not exist names those that do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from assistant.answer import Language
from assistant.answering.judging import clashing_riders
from assistant.corpus.model import Scheme
from assistant.errors import InputError, UnknownChoiceError
from assistant.operations.requests import Case, IncidentCase
from assistant.rules.premium import types_of
from assistant.understanding.intents import Intent
from assistant.understanding.numbers import Figures
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.text import prepare

_SHOWN = 12


def unknown(what: str, value: str, valid: Iterable[str], field: str) -> UnknownChoiceError:
    """The error for an id that does not exist: its nearest ones first where there are many."""
    choices = tuple(valid)
    shown = value if len(value) <= 60 else value[:57] + "…"
    named: Iterable[str] = choices
    if len(choices) > _SHOWN:
        near = get_close_matches(value, choices, _SHOWN, 0.5)
        named = [*near, *(c for c in choices if c not in near)]
    return UnknownChoiceError(
        f"There is no {what} {shown!r}. Valid: {', '.join(named) or '(none)'}.", field=field, choices=choices
    )


def scheme_of(schemes: Mapping[str, Scheme], ident: str, at: str = "") -> Scheme:
    """The scheme of this id.

    Raises:
        UnknownChoiceError: there is none.
    """
    if ident not in schemes:
        raise unknown("scheme", ident, schemes, f"{at}scheme")
    return schemes[ident]


def query_of(
    language: Language,
    *readings: SchemeReading,
    intents: Iterable[Intent] = (),
    residents: int | None = None,
    needs: Mapping[str, int] | None = None,
    budget: int | None = None,
) -> Query:
    """A query without a message: what would be read from words is given."""
    return Query(
        message=prepare("", language),
        intents={intent: 0 for intent in intents},
        figures=Figures(),
        readings=readings,
        residents=residents,
        needs=dict(needs or {}),
        budget=budget,
    )


def reading_of(scheme: Scheme, case: Case, at: str = "") -> SchemeReading:
    """The case in the terms of its scheme; `at` is the path of the case in the request, with a dot at its end.

    Raises:
        UnknownChoiceError: an id does not exist, or a type belongs to another plan.
        InputError: options exclude each other.
    """
    plans, riders = _plans(scheme, case, at)
    plans, source, choices = choices_of(scheme, plans, {"type": case.type}, at)
    for fact in case.facts:
        if fact not in scheme.facts:
            raise unknown("fact", fact, scheme.facts, f"{at}facts.{fact}")
    items = tuple(dict.fromkeys(case.items)) if isinstance(case, IncidentCase) else ()
    for number, item in enumerate(items):
        check_item(scheme, item, f"{at}items.{number}")
    return SchemeReading(
        scheme=scheme.scheme,
        named=True,
        plans=plans,
        plans_from=source,
        choices=choices,
        riders=riders,
        facts=dict(case.facts),
        items=items,
    )


def check_item(scheme: Scheme, item: str, field: str) -> None:
    """Check that the scheme has this cost or loss.

    Raises:
        UnknownChoiceError: it has not.
    """
    if item not in scheme.items:
        raise unknown("item", item, scheme.items, field)


def check_plan(scheme: Scheme, plan: str | None, at: str = "") -> tuple[str, ...]:
    """The plan named as the plans to look at; empty for all.

    Raises:
        UnknownChoiceError: there is no such plan.
    """
    if plan is None:
        return ()
    if plan not in scheme.plans:
        raise unknown("plan", plan, scheme.plans, f"{at}plan")
    return (plan,)


def check_riders(scheme: Scheme, riders: Iterable[str], at: str = "") -> tuple[str, ...]:
    """The options named, each once.

    Raises:
        UnknownChoiceError: one does not exist.
    """
    found = tuple(dict.fromkeys(riders))
    for number, rider in enumerate(found):
        if rider not in scheme.riders:
            raise unknown("option", rider, scheme.riders, f"{at}riders.{number}")
    return found


def check_sections(scheme: Scheme, sections: Iterable[str], field: str) -> None:
    """Check that the scheme has these sections of cover.

    Raises:
        UnknownChoiceError: one does not exist.
    """
    for section in sections:
        if section not in scheme.sections:
            raise unknown("section of cover", section, scheme.sections, f"{field}.{section}")


def choices_of(
    scheme: Scheme, plans: tuple[str, ...], given: Mapping[str, str | None], at: str = ""
) -> tuple[tuple[str, ...], str, dict[str, tuple[str, ...]]]:
    """The plans, where they come from, and the values chosen by dimension; a type may decide the plan.

    Raises:
        UnknownChoiceError: a value does not exist, or belongs to another plan.
    """
    choices: dict[str, tuple[str, ...]] = {}
    source = "text" if plans else "all"
    for dimension, value in given.items():
        if value is None:
            continue
        known = scheme.dimensions.get(dimension)
        valid = tuple(known.values) if known else ()
        if dimension == "type" and plans and known:
            valid = tuple(dict.fromkeys(t for p in plans for t in types_of(scheme, p)))
        if value not in valid:
            raise unknown(dimension, value, valid, f"{at}{dimension}")
        choices[dimension] = (value,)
        own = tuple(p for p, x in scheme.plans.items() if value in x.types)
        if dimension == "type" and not plans and own:
            plans, source = own, "type"
    return plans, source, choices


def _plans(scheme: Scheme, case: Case, at: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The plan named and the options attached; the printed name of an option stands for cover with it."""
    riders = check_riders(scheme, case.riders, at)
    plans: tuple[str, ...] = ()
    named = {rider.plan: ident for ident, rider in scheme.riders.items() if rider.plan}
    if case.plan in scheme.plans:
        plans = (case.plan,)
    elif case.plan in named:
        riders = tuple(dict.fromkeys((*riders, named[case.plan])))
    elif case.plan is not None:
        raise unknown("plan", case.plan, (*scheme.plans, *named), f"{at}plan")
    attached = [*riders, *(x for r in riders for x in scheme.riders[r].requires)]
    clash = clashing_riders(scheme, attached)
    if clash:
        one, other = (f"{c} ({scheme.riders[c].name.en})" for c in clash)
        reason = scheme.riders[clash[0]].reason
        why = f" {reason.en}" if reason else ""
        raise InputError(f"The options {one} and {other} cannot go together.{why}", field=f"{at}riders")
    return plans, riders
