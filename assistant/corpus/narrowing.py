"""Which part of the brochures a search is about: what concerns a plan, one document, or one edition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import UnknownChoiceError

if TYPE_CHECKING:
    from assistant.corpus.model import Scheme


class Place(Protocol):
    """What stands in a section of a document of a scheme."""

    @property
    def scheme(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def section(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The documents that are searched, None for all, and the sections (scheme, section) that are left out of them."""

    documents: frozenset[str] | None = None
    left_out: frozenset[tuple[str, str]] = frozenset()

    def keeps(self, place: Place) -> bool:
        """Whether a section or a passage of one comes into question."""
        kept = self.documents is None or place.document in self.documents
        return kept and (place.scheme, place.section) not in self.left_out


EVERYTHING = Narrowed()
"""All brochures."""


def narrow(
    schemes: Mapping[str, Scheme],
    scheme: str | None = None,
    *,
    plan: str | None = None,
    document: str | None = None,
    edition: str | None = None,
) -> Narrowed:
    """The part that fits everything that is given.

    A plan leaves out the sections on which only what holds for other plans rests; what holds for all stays. A plan that
    an option stands for leaves nothing out. An edition is that of a scheme.

    Args:
        scheme: one of `schemes`, or None for all of them.

    Raises:
        UnknownChoiceError: there is no such plan, document or edition, or none that fits the others; it names those that do.
    """
    if plan is document is edition is None:
        return Narrowed()
    fitting = dict(schemes) if scheme is None else {scheme: schemes[scheme]}
    if edition is not None:
        editions = tuple(dict.fromkeys(each.edition for each in fitting.values()))
        fitting = {ident: each for ident, each in fitting.items() if each.edition == edition}
        _known(bool(fitting), "edition", edition, editions)
    if plan is not None:
        plans = tuple(dict.fromkeys(name for each in fitting.values() for name in _plans(each)))
        fitting = {ident: each for ident, each in fitting.items() if plan in _plans(each)}
        _known(bool(fitting), "plan", plan, plans)
    documents = tuple(name for each in fitting.values() for name in each.documents)
    if document is not None:
        _known(document in documents, "document", document, documents)
        documents = (document,)
    left_out = {
        (ident, section)
        for ident, each in fitting.items()
        if plan in each.plans
        for section, holds_for in _holding(each).items()
        if holds_for is not None and plan not in holds_for
    }
    return Narrowed(frozenset(documents), frozenset(left_out))


def _plans(scheme: Scheme) -> tuple[str, ...]:
    return (*scheme.plans, *(rider.plan for rider in scheme.riders.values() if rider.plan))


def _holding(scheme: Scheme) -> dict[str, set[str] | None]:
    """The plans for which something holds that rests on a section, by section; None where something holds for all."""
    found: dict[str, set[str] | None] = {}
    for sections, plans in _resting(scheme):
        for section in sections:
            so_far = found.setdefault(section, set())
            found[section] = None if so_far is None or not plans else so_far | set(plans)
    return found


def _resting(scheme: Scheme) -> Iterator[tuple[Collection[str], Collection[str]]]:
    """What rests on which sections, and the plans for which it holds; none for all of them."""
    figures = (*scheme.limits, *scheme.deductibles, *scheme.ratios, *scheme.sublimits, *scheme.readings)
    said = (*scheme.statements.values(), *scheme.deadlines.values(), *scheme.facts.values(), *scheme.terms.values())
    for each in (*scheme.rules, *figures, *said, scheme.premium):
        cites: Any = getattr(each, "cites", ())
        by_plan = isinstance(cites, Mapping)
        yield [section for some in cites.values() for section in some] if by_plan else cites, getattr(each, "plans", ())
    yield scheme.background, ()


def _known(found: bool, what: str, value: str, valid: tuple[str, ...]) -> None:
    if not found:
        shown = value if len(value) <= 60 else value[:57] + "…"
        raise UnknownChoiceError(
            f"There is no {what} {shown!r} to search. Valid: {', '.join(valid) or '(none)'}.", field=what, choices=valid
        )
