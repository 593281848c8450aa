"""What a scheme itself prints, each figure with its owner and its role: premiums, rates, limits, deductibles, telephones.

An answer gives what was asked; who writes freely adds that the limit is far away, or what the next type would cost. Such
a figure is no figure of the answer, and still true. Here is what the rules know of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from assistant.corpus.model import Limit, PremiumRate, PremiumTable, Scheme
from assistant.guardrail.figures import Value, read_figures
from assistant.guardrail.text import fold_text, sentences

PrintedRole: TypeAlias = Literal["premium", "rate", "addition", "limit", "deductible", "phone"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure that a scheme prints; an owner that is None (or empty) does not matter to it.

    `desk` says whom a telephone belongs to. `per` is what a deductible is taken each time of, `exempt` names what bears none.
    `shared` limits are within one that caps all payments together.
    """

    role: PrintedRole
    value: Value
    scheme: str
    plans: tuple[str, ...] = ()
    type: str | None = None
    rank: str | None = None
    section: str | None = None
    per: str | None = None
    desk: str | None = None
    exempt: tuple[str, ...] = ()
    shared: bool = False


DESKS: Final[dict[str, re.Pattern[str]]] = {
    "hotline": re.compile(r"ホットライン|\bhotline\b"),
    "adr": re.compile(r"\badr\b|紛争|苦情"),
    "insurer": re.compile(r"保険会社|幹事|東京海上|損保ジャパン|\binsurer|\bsompo japan|\btokio"),
    "agency": re.compile(r"代理店|全福|千里|\bagen(?:cy|t)\b|\bzenpuku|\bsenri"),
    "fax": re.compile(r"ファックス|ファクス|\bfax\b|\bip\s?電話|\bip phones?"),
}
"""Who may be rung up; the first that a text names, and those that no other telephone stands between, has the number."""


def printed(scheme: Scheme) -> tuple[Printed, ...]:
    """All that a scheme prints."""
    return tuple(dict.fromkeys((*_premiums(scheme), *_limits(scheme), *_deductibles(scheme), *_phones(scheme))))


def _premiums(scheme: Scheme) -> Iterator[Printed]:
    premium, plan_of = scheme.premium, {t: p for p, plan in scheme.plans.items() for t in plan.types}
    if isinstance(premium, PremiumTable) and premium.by == ("type", "rank"):
        for kind, row in premium.yen.items():
            for rank, yen in row.items():
                plans = (plan_of[kind],) if kind in plan_of else ()
                yield Printed("premium", Fraction(yen), scheme.scheme, plans, kind, rank)
    elif isinstance(premium, PremiumRate) and premium.by == "type":
        for plan, rates in premium.rates.items():
            for kind, rate in rates.items():
                yield Printed("rate", Fraction(rate), scheme.scheme, (plan,), kind)
        yield from _additions(premium, scheme.scheme)


def _additions(premium: PremiumRate, scheme: str) -> Iterator[Printed]:
    """What one variant costs more a head than another one, where that is the same in every type."""
    for plan, rates in premium.rates.items():
        for other, theirs in premium.rates.items():
            apart = {Fraction(rate) - Fraction(theirs[kind]) for kind, rate in rates.items() if kind in theirs}
            if plan != other and len(apart) == 1 and (more := apart.pop()) > 0:
                yield Printed("addition", more, scheme, (plan,))


def _limits(scheme: Scheme) -> Iterator[Printed]:
    limits = [x for x in scheme.limits if x.certainty == "stated" and x.section is not None and x.by in (None, "type")]
    shared = any(x.caps_total for x in limits)
    seen: dict[tuple[str | None, tuple[str, ...], str | None], set[int]] = {}
    for limit in limits:
        for kind, yen in _by_type(limit):
            seen.setdefault((limit.section, limit.plans, kind), set()).add(yen)
    for (section, plans, kind), values in seen.items():
        if len(values) == 1:
            yield Printed("limit", Fraction(values.pop()), scheme.scheme, plans, kind, section=section, shared=shared)


def _by_type(limit: Limit) -> Iterator[tuple[str | None, int]]:
    if isinstance(limit.yen, int):
        yield None, limit.yen
    else:
        yield from ((kind, yen) for kind, yen in limit.yen.items() if yen)


def _deductibles(scheme: Scheme) -> Iterator[Printed]:
    for d in scheme.deductibles:
        names = (scheme.items[i].name for i in d.exempt if i in scheme.items)
        exempt = tuple(fold_text(x).lower() for name in names for x in (name.ja, name.en))
        value = Fraction(d.yen)
        yield Printed("deductible", value, scheme.scheme, d.plans, section=d.section, per=d.per, exempt=exempt)


def _phones(scheme: Scheme) -> Iterator[Printed]:
    """The telephones of a scheme's contacts, each with the desk that the text before it names."""
    texts = [t for s in scheme.statements.values() if s.kind == "contact" for t in (s.text.ja, s.text.en)]
    for text in texts:
        desk: str | None = None
        for sentence in sentences(fold_text(text)):
            start = 0
            for f in (f for f in read_figures(sentence.text).figures if f.kind == "phone"):
                desk = desk_of(sentence.text[start : f.start]) or desk
                start = f.end
                if desk is not None:
                    yield Printed("phone", f.value, scheme.scheme, desk=desk)


def desk_of(text: str) -> str | None:
    """The desk that a text names last: fax and hotline before those who keep them."""
    if DESKS["fax"].search(text):
        return "fax"
    places = [(m.start(), name) for name, pattern in DESKS.items() for m in pattern.finditer(text)]
    if any(name in ("hotline", "adr") for _, name in places):
        return next(name for _, name in places if name in ("hotline", "adr"))
    return max(places)[1] if places else None
