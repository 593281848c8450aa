"""The plans of a scheme side by side: for each cost, or each thing that may have happened, the verdict of every plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock

from assistant.answer import Verdict
from assistant.corpus.model import Scheme, Text
from assistant.operations.case import unknown
from assistant.rules.coverage import assess

COSTS = "costs"


@dataclass(frozen=True, slots=True)
class Column:
    """A plan, or a plan with one option that has a printed name of its own; `ident` is what a request calls it."""

    ident: str
    name: Text
    plan: str
    riders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One cost, or one peril with the whole of a section of cover; `verdicts` has one entry a column, in their order."""

    item: str
    peril: str | None
    name: Text
    number: str | None
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One table: the costs of a scheme, or its perils as one section of cover pays for them."""

    group: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def groups_of(scheme: Scheme) -> dict[str, Text | None]:
    """The tables that a scheme has, by id: its costs (no name of their own), then its perils by section of cover."""
    found: dict[str, Text | None] = {COSTS: None}
    found |= {ident: section.name for ident, section in scheme.sections.items() if section.general}
    return found


def columns_of(scheme: Scheme) -> tuple[Column, ...]:
    """Every plan that is offered; of a scheme with one plan, also that plan with each named option."""
    plans = [Column(i, p.name, i) for i, p in scheme.plans.items() if p.offered]
    if len(plans) == 1:
        base = plans[0].plan
        plans += [Column(r.plan, r.name, base, (i, *r.requires)) for i, r in scheme.riders.items() if r.plan]
    return tuple(plans)


class Matrices:
    """Computes each table once and keeps it; verdicts depend on the corpus alone. Safe to use from several threads."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes, self._lock = schemes, Lock()
        self._of = cache(self._compute)

    def of(self, scheme: str, group: str = COSTS) -> Matrix:
        """The table of a scheme.

        Raises:
            UnknownChoiceError: there is no such scheme, or no such table of it.
        """
        if scheme not in self._schemes:
            raise unknown("scheme", scheme, self._schemes, "scheme")
        if group not in groups_of(self._schemes[scheme]):
            raise unknown("table", group, groups_of(self._schemes[scheme]), "group")
        with self._lock:
            return self._of(scheme, group)

    def _compute(self, ident: str, group: str) -> Matrix:
        scheme, columns = self._schemes[ident], columns_of(self._schemes[ident])
        asked: list[tuple[str, str | None, Text, str | None]]
        if group == COSTS:
            asked = [(i, None, x.name, x.number) for i, x in scheme.items.items() if not scheme.stands_for_section(i)]
        else:
            general = scheme.sections[group].general
            assert general is not None  # else it is no group
            asked = [(general, i, f.name, None) for i, f in scheme.facts.items() if f.kind == "peril"]
        rows = [
            Row(
                item,
                peril,
                name,
                number,
                tuple(assess(scheme, c.plan, item, {peril: True} if peril else {}, c.riders).verdict for c in columns),
            )
            for item, peril, name, number in asked
        ]
        return Matrix(group, columns, tuple(rows))
