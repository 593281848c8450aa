"""The ids of a scheme with their names in both languages: all that a program needs to ask by ids."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.corpus.model import PremiumExamples, PremiumRate, PremiumTable, Scheme, Text
from assistant.rules.coverage import assess
from assistant.rules.premium import types_of

_TRIED_COSTS = 2


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Part):
    """A name in both languages."""

    ja: str
    en: str


class Named(_Part):
    """An id with its name."""

    id: str
    name: Names


class PlanEntry(Named):
    """A plan: the types it has, and the options that are attached to it from the start."""

    types: tuple[str, ...]
    riders: tuple[str, ...]
    offered: bool


class RiderEntry(Named):
    """An option; `plan` is the name under which cover with it is reported, where it has one of its own."""

    plan: str | None
    requires: tuple[str, ...]
    excludes: tuple[str, ...]


class DimensionEntry(Named):
    """Type, rank: what limits and premiums depend on besides the plan."""

    values: tuple[Named, ...]


class SectionEntry(Named):
    """A section of cover; `general` is the item that stands for all of it."""

    general: str | None


class ItemEntry(Named):
    """A cost or loss; `heads` says what its limit counts: each victim or corporation."""

    section: str
    number: str | None
    under: str | None
    heads: str | None


class FactEntry(Named):
    """Something that is true, false or unknown of an incident; a `peril` is what may have happened."""

    kind: str


class DeadlineEntry(Named):
    """A deadline; `date` says whether it counts from a date that must be given."""

    kind: str
    plans: tuple[str, ...]
    date: bool


class LimitEntry(Named):
    """A limit: the section of cover and the plans that it is for, and the dimension it depends on."""

    section: str | None
    plans: tuple[str, ...]
    by: str | None


class PremiumEntry(_Part):
    """What a premium depends on: `table`, `rate` (yen a head), `examples` (as printed) or `none` stated."""

    kind: str
    needs: tuple[str, ...]
    industries: tuple[Names, ...] = ()


class SchemeVocabulary(_Part):
    """A scheme as integrators need it."""

    id: str
    name: Names
    edition: str
    period: tuple[dt.date, dt.date] | None
    documents: tuple[Named, ...]
    plans: tuple[PlanEntry, ...]
    riders: tuple[RiderEntry, ...]
    dimensions: tuple[DimensionEntry, ...]
    sections: tuple[SectionEntry, ...]
    items: tuple[ItemEntry, ...]
    facts: tuple[FactEntry, ...]
    deadlines: tuple[DeadlineEntry, ...]
    limits: tuple[LimitEntry, ...]
    premium: PremiumEntry


def vocabulary_of(scheme: Scheme) -> SchemeVocabulary:
    """The ids and names of one scheme."""
    heads = {i: s.per for s in scheme.sublimits for i in s.items if s.per != "incident"}
    return SchemeVocabulary(
        id=scheme.scheme,
        name=_both(scheme.name),
        edition=scheme.edition,
        period=(scheme.period.start.date(), scheme.period.end.date()) if scheme.period else None,
        documents=tuple(Named(id=i, name=_both(d.title)) for i, d in scheme.documents.items()),
        plans=tuple(
            PlanEntry(id=i, name=_both(p.name), types=types_of(scheme, i), riders=p.riders, offered=p.offered)
            for i, p in scheme.plans.items()
        ),
        riders=tuple(
            RiderEntry(id=i, name=_both(r.name), plan=r.plan, requires=r.requires, excludes=r.excludes)
            for i, r in scheme.riders.items()
        ),
        dimensions=tuple(
            DimensionEntry(
                id=i, name=_both(d.name), values=tuple(Named(id=v, name=_both(c.name)) for v, c in d.values.items())
            )
            for i, d in scheme.dimensions.items()
        ),
        sections=tuple(SectionEntry(id=i, name=_both(s.name), general=s.general) for i, s in scheme.sections.items()),
        items=tuple(
            ItemEntry(
                id=i, name=_both(x.name), section=x.section, number=x.number, under=x.under, heads=heads.get(i, x.unit)
            )
            for i, x in scheme.items.items()
        ),
        facts=tuple(FactEntry(id=i, name=_both(f.name), kind=f.kind) for i, f in scheme.facts.items()),
        deadlines=tuple(
            DeadlineEntry(id=i, name=_both(d.name), kind=d.kind, plans=d.plans, date=d.kind != "fixed")
            for i, d in scheme.deadlines.items()
        ),
        limits=tuple(
            LimitEntry(id=x.id, name=_both(x.name), section=x.section, plans=x.plans, by=x.by) for x in scheme.limits
        ),
        premium=_premium(scheme),
    )


def _premium(scheme: Scheme) -> PremiumEntry:
    rule = scheme.premium
    if isinstance(rule, PremiumTable):
        return PremiumEntry(kind=rule.kind, needs=rule.by)
    if isinstance(rule, PremiumRate):
        return PremiumEntry(kind=rule.kind, needs=(rule.by, "residents"))
    if isinstance(rule, PremiumExamples):
        names = {e.industry.ja: _both(e.industry) for e in rule.examples}
        return PremiumEntry(kind=rule.kind, needs=("industry", "sales"), industries=tuple(names.values()))
    return PremiumEntry(kind=rule.kind, needs=())


def _both(text: Text) -> Names:
    return Names(ja=text.ja, en=text.en)


def samples_of(scheme: Scheme) -> dict[str, dict[str, Any]]:
    """A request for each operation that the scheme can answer, made of its own ids: what documentation shows."""
    plan = next(i for i, p in scheme.plans.items() if p.offered)
    peril, item = _covered_pair(scheme, plan)
    kinds = types_of(scheme, plan)
    base: dict[str, Any] = {"scheme": scheme.scheme, "plan": plan}
    typed = base | ({"type": kinds[0]} if kinds else {})
    facts = {"facts": {peril: True}}
    out: dict[str, dict[str, Any]] = {
        "coverage": base | {"items": [item]} | facts,
        "payout": typed | facts | {"costs": [{"item": item, "yen": 3_000_000}]},
        "premium": dict(base),
        "compare": {"cases": [{"scheme": scheme.scheme, "items": [item]} | facts]},
        "search": {"scheme": scheme.scheme, "query": scheme.items[item].name.ja, "k": 3},
    }
    rule = scheme.premium
    if isinstance(rule, PremiumTable | PremiumRate):
        out["premium"] = dict(typed)
        if isinstance(rule, PremiumRate):
            out["premium"]["residents"] = 10_000
        elif "rank" in rule.by:
            out["premium"]["rank"] = next(iter(scheme.dimensions["rank"].values))
    elif isinstance(rule, PremiumExamples):
        first = rule.examples[0]
        out["premium"] |= {"plan": first.plan, "industry": first.industry.ja, "sales": first.sales}
    deadline = next(iter(scheme.deadlines), None)
    if deadline is not None:
        out["deadline"] = {"scheme": scheme.scheme, "deadline": deadline, "date": "2026-06-01"}
    return out


def _covered_pair(scheme: Scheme, plan: str) -> tuple[str, str]:
    """The first peril and cost that go together, so that an example shows something that is paid; else the first of each."""
    perils = [i for i, f in scheme.facts.items() if f.kind == "peril"]
    costs = [i for i in scheme.items if not scheme.stands_for_section(i)] or list(scheme.items)
    # A few costs for each peril find a pair soon; all of them would take seconds where none is covered.
    pairs = product(perils, costs[:_TRIED_COSTS])
    found = next((p for p in pairs if assess(scheme, plan, p[1], {p[0]: True}).verdict == "covered"), None)
    return found or ((perils or list(scheme.facts))[0], costs[0])
