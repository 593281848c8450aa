"""What would be paid? From cost lines to a payout in whole yen, every step kept.

The order is that of the scheme: each item (sublimit, then ratio), the sum less the deductible once, the section's
limit, what the period has left, and the limit over all payments. Where the brochure allows another order, or leaves a
ratio unclear, the other reading's payout follows the primary one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assistant.corpus.model import Deductible, Limit, Ratio, Scheme, Sublimit, Text
from assistant.errors import AmountError, RuleError
from assistant.rules.rounding import ratio_of

MAX_YEN = 10**13  # beyond any cover here; a larger figure is a slip of the keyboard

StepKind = Literal[
    "item", "sublimit", "ratio", "sum", "deductible", "limit", "exempt", "section", "period", "total-limit", "total"
]


@dataclass(frozen=True, slots=True)
class Line:
    """One cost or loss of an incident: yen, and for per-head items how many victims or corporations."""

    item: str
    yen: int
    heads: int | None = None
    incident: int = 1
    pays_as: str | None = None


@dataclass(frozen=True, slots=True)
class PayoutStep:
    """One step: what it is about, the expression in figures, and the yen it gives."""

    kind: StepKind
    expression: str
    yen: int
    item: str | None = None
    section: str | None = None
    incident: int = 1


@dataclass(frozen=True, slots=True)
class Payout:
    """A payout under one plan and type; `reading` is "primary", "deductible-before-ratio" or "ratio".

    `by_incident` shares the payout out over the incidents in their order, each taking what the limits of the period
    have left; `left` is what a period's limit has left after all of it, in yen by section of cover.
    """

    scheme: str
    plan: str
    type: str | None
    yen: int
    reading: str
    inferred: bool
    steps: tuple[PayoutStep, ...]
    by_section: Mapping[str, int]
    cites: tuple[str, ...]
    reasons: tuple[Text, ...] = ()
    ratio_percent: int | None = None
    by_incident: Mapping[int, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)


def money(yen: int) -> str:
    """A figure with thousands separators, without unit."""
    return f"{yen:,}"


def estimate(
    scheme: Scheme,
    plan: str,
    choices: Mapping[str, str],
    lines: Iterable[Line],
    *,
    paid_before: Mapping[str, int] | None = None,
) -> tuple[Payout, ...]:
    """Compute the payout for covered lines; the primary reading first, others that differ after it.

    `choices` gives the value of each dimension the limits depend on (e.g. {"type": "G II"}). `paid_before` is what
    was paid in the policy period already, in yen by section of cover.

    Raises:
        AmountError: an amount or head count is negative or absurd.
        RuleError: a limit is not stated for this plan, or a choice is missing.
    """
    rows = tuple(lines)
    for row in rows:
        if row.yen < 0 or row.yen > MAX_YEN:
            raise AmountError(f"An amount of {row.yen} yen cannot be a cost.", field=row.item)
        if row.heads is not None and row.heads < 0:
            raise AmountError(f"{row.heads} persons or corporations cannot be.", field=row.item)
    calc = _Calculation(scheme, plan, choices, dict(paid_before or {}))
    primary = calc.run(rows, "primary", None)
    results = [primary]
    sections = {scheme.items[r.item].section for r in rows}
    for reading in scheme.readings:
        if reading.section in sections:
            other = calc.run(rows, reading.id, None)
            if other.yen != primary.yen:
                results.append(other)
    for percent in sorted({p for r in rows for p in calc.ratio(r).others}, reverse=True):
        other = calc.run(rows, "ratio", percent)
        if other.yen != primary.yen:
            results.append(other)
    return tuple(results)


def find_ratio(scheme: Scheme, plan: str, item: str) -> Ratio:
    """The reduced ratio of an item, looked up through the cost it belongs to; 100 per cent where none is declared."""
    current: str | None = item
    while current is not None:
        for ratio in scheme.ratios:
            if current in ratio.items and (not ratio.plans or plan in ratio.plans):
                return ratio
        current = scheme.items[current].under
    return Ratio(items=(item,), percent=100, cites=())


def find_limit(
    scheme: Scheme, plan: str, section: str, per: str, choices: Mapping[str, str]
) -> tuple[Limit, int] | None:
    """The limit of a section `per` claim, incident or period, with its yen for these choices; None where none is stated.

    Raises:
        RuleError: the limit depends on a choice that is not given.
    """
    for limit in scheme.limits:
        if limit.section == section and per in (limit.per or (per,)) and (not limit.plans or plan in limit.plans):
            value = limit_yen(limit, choices)
            return None if value is None else (limit, value)
    return None


def limit_yen(limit: Limit, choices: Mapping[str, str]) -> int | None:
    """The yen of a limit for these choices; None where the brochure states none.

    Raises:
        RuleError: a choice is missing.
    """
    if isinstance(limit.yen, int):
        return limit.yen
    assert limit.by is not None
    if limit.by not in choices:
        raise RuleError(f"The limit {limit.id!r} depends on the {limit.by}; none was given.", field=limit.by)
    return limit.yen.get(choices[limit.by])


class _Calculation:
    def __init__(self, scheme: Scheme, plan: str, choices: Mapping[str, str], paid: dict[str, int]) -> None:
        self.scheme, self.plan, self.choices, self.paid = scheme, plan, choices, paid
        self.steps: list[PayoutStep] = []
        self.cites: list[str] = []
        self.reasons: list[Text] = []
        self.inferred = False

    def ratio(self, line: Line) -> Ratio:
        return find_ratio(self.scheme, self.plan, line.pays_as or line.item)

    def run(self, lines: tuple[Line, ...], reading: str, other_percent: int | None) -> Payout:
        self.steps, self.cites, self.reasons, self.inferred = [], [], [], False
        order = list(self.scheme.sections)
        sections = [s for s in order if any(self.scheme.items[r.item].section == s for r in lines)]
        totals: dict[str, int] = {}
        shares: dict[int, int] = {}
        for section in sections:
            own = [r for r in lines if self.scheme.items[r.item].section == section]
            incidents = sorted({r.incident for r in own})
            paid = [
                self.incident(section, [r for r in own if r.incident == i], i, reading, other_percent)
                for i in incidents
            ]
            total = sum(paid)
            if len(paid) > 1:
                self.step("section", " + ".join(map(money, paid)), total, section=section)
            totals[section] = self.within_period(section, total)
            room = totals[section]
            for number, value in zip(incidents, paid, strict=True):
                shares[number] = shares.get(number, 0) + min(value, room)
                room -= min(value, room)
        grand = sum(totals.values())
        if len(totals) > 1:
            self.step("total", " + ".join(map(money, totals.values())), grand)
        grand = self.within_total(grand)
        room = grand
        for number in sorted(shares):
            shares[number] = min(shares[number], room)
            room -= shares[number]
        type_value = self.choices.get("type") or next(iter(self.choices.values()), None)
        return Payout(
            self.scheme.scheme,
            self.plan,
            type_value,
            grand,
            reading,
            self.inferred,
            tuple(self.steps),
            totals,
            tuple(dict.fromkeys(self.cites)),
            tuple({r.ja: r for r in self.reasons}.values()),
            other_percent,
            shares,
            self.left(totals),
        )

    def left(self, totals: Mapping[str, int]) -> dict[str, int]:
        """What the limits of the period have left, in yen by section, after what was paid before and is paid now."""
        out = {}
        everything = sum(self.paid.values()) + sum(totals.values())
        for section, value in totals.items():
            found = find_limit(self.scheme, self.plan, section, "period", self.choices)
            if found is not None:
                # A limit over all payments is used up by those of every section.
                used = everything if found[0].caps_total else self.paid.get(section, 0) + value
                out[section] = max(0, found[1] - used)
        return out

    def step(self, kind: StepKind, expression: str, yen: int, **where: object) -> None:
        self.steps.append(PayoutStep(kind, expression, yen, **where))  # type: ignore[arg-type]

    def incident(self, section: str, lines: list[Line], number: int, reading: str, other: int | None) -> int:
        deductible = self.deductible(section)
        bears = [r for r in lines if not (deductible and r.item in deductible.exempt)]
        exempt = [r for r in lines if r not in bears]
        at = {"section": section, "incident": number}
        if reading == "deductible-before-ratio" and deductible:
            subtotal = self.deductible_first(bears, deductible, at, other)
        else:
            values = [self.item(r, at, other) for r in bears]
            subtotal = sum(values)
            if len(values) > 1:
                self.step("sum", " + ".join(map(money, values)), subtotal, **at)
            if deductible and bears:
                less = max(0, subtotal - deductible.yen)
                self.step("deductible", f"{money(subtotal)} − {money(deductible.yen)}", less, **at)
                self.cites += deductible.cites
                subtotal = less
        limit = self.limit(section, ("claim", "incident"))
        if limit is not None and subtotal > limit:
            self.step("limit", f"min({money(subtotal)}, {money(limit)})", limit, **at)
            subtotal = limit
        if exempt:
            free = [self.item(r, at, other) for r in exempt]
            total = subtotal + sum(free)
            if bears:
                self.step("exempt", " + ".join(map(money, [subtotal, *free])), total, **at)
            elif len(free) > 1:
                self.step("sum", " + ".join(map(money, free)), total, **at)
            subtotal = total
        return subtotal

    def item(self, line: Line, at: dict[str, object], other: int | None) -> int:
        value = self.counted(line, at)
        percent = self.percent(line, other)
        if percent != 100:
            paid = ratio_of(value, Decimal(percent), "down")
            self.step("ratio", f"{money(value)} × {percent}%", paid, item=line.item, **at)
            return paid
        self.step("item", money(value), value, item=line.item, **at)
        return value

    def counted(self, line: Line, at: dict[str, object]) -> int:
        """The line's yen after its sublimit."""
        sub = self.sublimit(line)
        if sub is None:
            return line.yen
        heads = line.heads if sub.per in ("victim", "corporation") else 1
        if heads is None:
            return line.yen
        most = sub.yen * heads
        self.cites += sub.cites
        if line.yen <= most:
            return line.yen
        self.step("sublimit", f"min({money(line.yen)}, {money(sub.yen)} × {heads:,})", most, item=line.item, **at)
        return most

    def percent(self, line: Line, other: int | None) -> int:
        ratio = self.ratio(line)
        self.cites += ratio.cites
        if ratio.certainty == "inferred":
            self.inferred = True
            if ratio.reason:
                self.reasons.append(ratio.reason)
            if other is not None and other in ratio.others:
                return other
        return ratio.percent

    def deductible_first(
        self, lines: list[Line], deductible: Deductible, at: dict[str, object], other: int | None
    ) -> int:
        """The other order: the deductible is borne by the items in turn, then each ratio applies.

        The lowest ratio bears first: the reading furthest from the primary one, and the same in whatever order the
        lines are told.
        """
        items: dict[tuple[int, str], list[int]] = {}
        for line in lines:
            items.setdefault((self.percent(line, other), line.item), []).append(self.counted(line, at))
        left = deductible.yen
        parts: list[int] = []
        for (percent, item), values in sorted(items.items()):
            borne = min(left, sum(values))
            left -= borne
            inner = " + ".join(map(money, values)) + (f" − {money(borne)}" if borne else "")
            paid = ratio_of(sum(values) - borne, Decimal(percent), "down")
            shown = f"({inner})" if borne or len(values) > 1 else inner
            self.step("ratio", f"{shown} × {percent}%", paid, item=item, **at)
            parts.append(paid)
        self.cites += deductible.cites
        if len(parts) > 1:
            self.step("sum", " + ".join(map(money, parts)), sum(parts), **at)
        return sum(parts)

    def deductible(self, section: str) -> Deductible | None:
        return next(
            (
                d
                for d in self.scheme.deductibles
                if d.yen and d.section == section and (not d.plans or self.plan in d.plans)
            ),
            None,
        )

    def sublimit(self, line: Line) -> Sublimit | None:
        return next((s for s in self.scheme.sublimits if line.item in s.items), None)

    def limit(self, section: str, pers: tuple[str, ...]) -> int | None:
        for per in pers:
            found = find_limit(self.scheme, self.plan, section, per, self.choices)
            if found:
                self.cites += found[0].cites
                if found[0].caveat:
                    self.reasons.append(found[0].caveat)
                return found[1]
        for limit in self.scheme.limits:
            # A limit whose figure is not printed cannot cap the payout, but the person must be told so.
            here = limit.section == section and (not limit.plans or self.plan in limit.plans)
            if here and limit.caveat and set(limit.per) & set(pers):
                self.inferred = True
                self.reasons.append(limit.caveat)
                self.cites += limit.cites
        return None

    def within_period(self, section: str, total: int) -> int:
        limit = self.limit(section, ("period",))
        if limit is None:
            return total
        left = max(0, limit - self.paid.get(section, 0))
        if total > left:
            shown = money(limit) if left == limit else f"{money(limit)} − {money(limit - left)}"
            self.step("period", f"min({money(total)}, {shown})", left, section=section)
            return left
        return total

    def within_total(self, total: int) -> int:
        for limit in self.scheme.limits:
            if limit.caps_total and (not limit.plans or self.plan in limit.plans):
                value = limit_yen(limit, self.choices)
                if value is None:
                    continue
                left = max(0, value - sum(self.paid.values()))
                if total > left:
                    self.cites += limit.cites
                    self.step("total-limit", f"min({money(total)}, {money(left)})", left)
                    return left
        return total
