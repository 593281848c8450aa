"""What each operation takes: ids of a scheme, facts that are true, false or unknown, and amounts in whole yen.

The shapes are checked here, the ids against the scheme in `case.py`. Nothing is coerced: "5" is no number, 1 is not true.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.answer import Language
from assistant.rules.payout import MAX_YEN
from assistant.rules.premium import MAX_RESIDENTS

MAX_IDS = 40
MAX_FACTS = 100
MAX_COSTS = 50
MAX_CASES = 8
MAX_QUERY_CHARS = 2000
MAX_PASSAGES = 20

Id = Annotated[str, Field(min_length=1, max_length=200)]
Yen = Annotated[int, Field(ge=0, le=MAX_YEN)]
Heads = Annotated[int, Field(ge=0, le=MAX_RESIDENTS)]


def _day(value: object) -> object:
    """A date as JSON carries it; other forms that pydantic takes (seconds since 1970, a time) are no dates here."""
    if isinstance(value, str) and len(value) == 10:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]


class Strict(BaseModel):
    """Base: nothing is coerced, and a field that does not exist is an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Request(Strict):
    """Base of all requests."""

    language: Annotated[Language, Field(description="Language of the answer.")] = "ja"


class Case(Strict):
    """A scheme, what somebody has of it, and what is known of the incident."""

    scheme: Annotated[Id, Field(description="Scheme id.")]
    plan: Annotated[Id | None, Field(description="Plan id, or the printed name of an option. Default: all plans.")] = (
        None
    )
    type: Annotated[Id | None, Field(description="Type, contract type or enrolment set. Default: all.")] = None
    riders: Annotated[
        list[Id], Field(max_length=MAX_IDS, description="Ids of options that are attached besides the plan's own.")
    ] = []
    facts: Annotated[
        dict[Id, bool | None],
        Field(
            max_length=MAX_FACTS,
            description="What is known of the incident, by fact id: true, false, or null for asked and not known. "
            "A fact that is left out was not mentioned.",
        ),
    ] = {}


class IncidentCase(Case):
    """A case with the costs or losses that are asked about."""

    items: Annotated[
        list[Id], Field(max_length=MAX_IDS, description="Ids of costs or losses. Default: each section of cover.")
    ] = []


class CoverageRequest(IncidentCase, Request):
    """Is it covered? At least one item, or one fact of kind `peril`, says what happened."""


class CostLine(Strict):
    """One cost or loss of an incident."""

    item: Annotated[Id, Field(description="Item id.")]
    yen: Annotated[Yen, Field(description="The cost in whole yen.")]
    low: Annotated[Yen | None, Field(description="The lower end in yen, where the cost is a range up to `yen`.")] = None
    heads: Annotated[
        Heads | None, Field(description="Victims or corporations, for items that are limited for each.")
    ] = None
    incident: Annotated[int, Field(ge=1, le=MAX_COSTS, description="Which of several incidents it belongs to.")] = 1


class PayoutRequest(Case, Request):
    """What is paid for these costs, in yen, every step shown."""

    costs: Annotated[list[CostLine], Field(min_length=1, max_length=MAX_COSTS)]
    paid_before: Annotated[
        dict[Id, Yen],
        Field(
            max_length=MAX_IDS,
            description="Paid earlier in the policy period, in yen by section of cover (liability …).",
        ),
    ] = {}
    own_share: Annotated[bool, Field(description="Also say what remains to be borne.")] = False
    remaining: Annotated[bool, Field(description="Also say what the limit of the period has left.")] = False


class PremiumRequest(Request):
    """What it costs a year. What is left out stays open: all premiums that fit are given, or what is needed is named."""

    scheme: Annotated[Id, Field(description="Scheme id.")]
    plan: Annotated[Id | None, Field(description="Plan id. Default: all plans.")] = None
    type: Annotated[Id | None, Field(description="Type, contract type or enrolment set.")] = None
    rank: Annotated[Id | None, Field(description="Rank, where premiums depend on one.")] = None
    residents: Annotated[
        int | None, Field(ge=1, le=MAX_RESIDENTS, description="Head count, where premiums are a rate a head.")
    ] = None
    riders: Annotated[
        list[Id], Field(max_length=MAX_IDS, description="Ids of options, where examples differ by them.")
    ] = []
    industry: Annotated[Id | None, Field(description="Industry, where premiums are printed for examples.")] = None
    sales: Annotated[Yen | None, Field(description="Yearly sales in yen, where premiums are printed for examples.")] = (
        None
    )
    budget: Annotated[
        Yen | None, Field(description="The most that may be paid a year, in yen: gives the best offer.")
    ] = None
    at_least: Annotated[
        dict[Id, Yen],
        Field(
            max_length=MAX_IDS, description="The least limit wanted, in yen by section of cover: gives the best offer."
        ),
    ] = {}


class DeadlineRequest(Request):
    """The last day that is in time."""

    scheme: Annotated[Id, Field(description="Scheme id.")]
    deadline: Annotated[Id, Field(description="Deadline id.")]
    date: Annotated[
        Day | None, Field(description="The date that it counts from (discovery, or the wanted first day), YYYY-MM-DD.")
    ] = None
    plan: Annotated[Id | None, Field(description="Plan id; a deadline may hold for some plans only.")] = None


class CompareRequest(Request):
    """Plans or schemes side by side.

    One case without items and facts: on what the plans of the scheme differ. Otherwise each case is judged; ids of facts
    and items differ from scheme to scheme, so that each case names its own.
    """

    of: Annotated[Literal["coverage", "limits", "deductibles"], Field(description="What is compared.")] = "coverage"
    cases: Annotated[list[IncidentCase], Field(min_length=1, max_length=MAX_CASES)]
    section: Annotated[Id, Field(description="Section of cover whose limits are compared.")] = "liability"


class SearchRequest(Request):
    """Passages of the brochures, nearest first; no verdict is drawn from them."""

    query: Annotated[str, Field(min_length=1, max_length=MAX_QUERY_CHARS, description="What to look for, in words.")]
    k: Annotated[int, Field(ge=1, le=MAX_PASSAGES, description="How many passages at most.")] = 5
    scheme: Annotated[Id | None, Field(description="Scheme id. Default: all schemes.")] = None
    plan: Annotated[Id | None, Field(description="Plan id: without what holds for other plans only.")] = None
    document: Annotated[Id | None, Field(description="Document id: in this brochure alone.")] = None
    edition: Annotated[Id | None, Field(description="Edition of a scheme: in its brochures alone.")] = None
