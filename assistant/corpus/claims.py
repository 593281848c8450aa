"""Every figure that a scheme states, each with the sections that it claims to come from.

A figure is claimed by the entry that cites: a rule's text, a limit's yen, a period's dates. An entry within another
one (a premium's example) claims with its own citations where it has any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from assistant.corpus.figures import Figure, Kind, read_figures
from assistant.corpus.model import PremiumRate, PremiumTable, Scheme, Text, Words, atoms
from assistant.corpus.yaml_source import KeyPath

_MONEY: Mapping[str, Kind] = {
    "yen": "yen", "sales": "yen", "percent": "percent", "others": "percent", "days": "days",
}  # fmt: skip
_CODES = ("phone", "fax")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with its key path in the scheme, the sections cited, and the language it stands in (None: data)."""

    path: KeyPath
    cites: tuple[str, ...]
    figure: Figure
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that cites sections, with its key path."""

    path: KeyPath
    cites: tuple[str, ...]
    model: BaseModel


def entries(scheme: Scheme) -> Iterator[Entry]:
    """Everything in the scheme that cites sections, with all of its citations."""
    for path, model in _models(scheme, ()):
        cites: tuple[str, ...] | dict[str, tuple[str, ...]] = getattr(model, "cites", ())
        if isinstance(cites, dict):
            cites = tuple(dict.fromkeys(c for names in cites.values() for c in names))
        if cites:
            yield Entry(path, cites, model)


def claims(scheme: Scheme) -> Iterator[Claim]:
    """All figures of all entries, each with the sections of which one must hold it."""
    for entry in entries(scheme):
        if isinstance(entry.model, PremiumTable | PremiumRate):
            yield from _premiums(scheme, entry, entry.model)
        for name in type(entry.model).model_fields:
            if name not in ("cites", "rates") and not (name == "yen" and isinstance(entry.model, PremiumTable)):
                yield from _claims(getattr(entry.model, name), (*entry.path, name), entry.cites)
    yield from _facts(scheme)


def derived_figures(model: BaseModel) -> dict[str, tuple[Figure, ...]]:
    """The figures that an entry marks as derived from its section's own, by their key in `derived`."""
    return {key: read_figures(key) for key in getattr(model, "derived", {})}


def _models(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, BaseModel]]:
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from _models(getattr(value, name), (*path, name) if path or name else path)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _models(part, (*path, key))
    elif isinstance(value, tuple):
        for i, part in enumerate(value):
            yield from _models(part, (*path, i))


def _premiums(scheme: Scheme, entry: Entry, premium: PremiumTable | PremiumRate) -> Iterator[Claim]:
    """The figures of a plan against that plan's own citations: another plan's table must not vouch for them."""
    for plan, cites in premium.cites.items():
        if isinstance(premium, PremiumRate):
            for choice, rate in premium.rates.get(plan, {}).items():
                figure = Figure("number", Fraction(rate), str(rate))
                yield Claim((*entry.path, "rates", plan, choice), cites, figure)
            continue
        for row in scheme.plans[plan].types or tuple(premium.yen):
            for column, yen in premium.yen.get(row, {}).items():
                yield Claim((*entry.path, "yen", row, column), cites, Figure("yen", Fraction(yen), f"{yen:,} yen"))


def _facts(scheme: Scheme) -> Iterator[Claim]:
    """A fact cites nothing itself: the rules and terms that name it vouch for the figures in its wording."""
    named: dict[str, list[str]] = {}
    for rule in scheme.rules:
        for atom in (*atoms(rule.when), *atoms(getattr(rule, "needs", True))):
            named.setdefault(atom, []).extend(rule.cites)
    for term in scheme.terms.values():
        for part in (term.means, *term.by_plan.values()):
            for atom in () if part is None else atoms(part):
                named.setdefault(atom, []).extend(term.cites)
    for ident, fact in scheme.facts.items():
        if cites := tuple(dict.fromkeys(named.get(ident, ()))):
            yield from _claims(fact, ("facts", ident), cites)


def _claims(value: object, path: KeyPath, cites: tuple[str, ...]) -> Iterator[Claim]:
    key = next((part for part in reversed(path) if part in _MONEY or part in _CODES), None)
    if isinstance(value, Text):
        for language in ("ja", "en"):
            for figure in read_figures(value.of(language)):
                yield Claim((*path, language), cites, figure, language)
    elif isinstance(value, Words) or (isinstance(value, BaseModel) and bool(getattr(value, "cites", ()))):
        return  # words are patterns; what cites for itself claims for itself
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _claims(getattr(value, name), (*path, name), cites)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _claims(part, (*path, name), cites)
    elif isinstance(value, tuple):
        for i, part in enumerate(value):
            yield from _claims(part, (*path, i), cites)
    elif isinstance(value, date):
        for figure in date_figures(value):
            yield Claim(path, cites, figure)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool) and key in _MONEY:
        yield Claim(path, cites, Figure(_MONEY[str(key)], Fraction(value), f"{value:,} {_MONEY[str(key)]}"))
    elif isinstance(value, str) and key in _CODES:
        yield Claim(path, cites, Figure("code", value, value))


def date_figures(value: date) -> tuple[Figure, ...]:
    """Year, month, day and, of a moment, the time of day, as figures."""
    parts: list[tuple[Kind, int]] = [("calendar year", value.year), ("calendar month", value.month)]
    parts.append(("day of month", value.day))
    if isinstance(value, datetime):
        parts.append(("clock", 60 * value.hour + value.minute))
    return tuple(Figure(kind, Fraction(number), f"{kind} {number} of {value}") for kind, number in parts)
