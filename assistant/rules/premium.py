"""What does it cost? Premiums from tables, rates and printed examples, and the choices that meet a need.

Nothing is interpolated or prorated: what a brochure does not print or let compute has no premium here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from assistant.corpus.model import PremiumRate, PremiumTable, Scheme
from assistant.errors import AmountError, RuleError, UnknownChoiceError
from assistant.rules.payout import limit_yen
from assistant.rules.rounding import Mode, rate_times

MAX_RESIDENTS = 10**8


@dataclass(frozen=True, slots=True)
class PremiumFinding:
    """A premium in yen a year with what it stands for; `expression` shows the arithmetic where there is any."""

    scheme: str
    plan: str
    choices: Mapping[str, str]
    yen: int
    basis: str
    expression: str
    cites: tuple[str, ...]

    @property
    def working(self) -> str:
        """The arithmetic as a step shows it, which has its result beside it: without the result where that is whole yen."""
        return self.expression.removesuffix(f" = {self.yen:,}")


def types_of(scheme: Scheme, plan: str) -> tuple[str, ...]:
    """The types, contract types or sets that a plan offers."""
    own = scheme.plans[plan].types
    if own:
        return own
    first = next(iter(scheme.dimensions), None)
    return tuple(scheme.dimensions[first].values) if first else ()


def check_choice(scheme: Scheme, plan: str, dimension: str, value: str) -> None:
    """Check that `value` exists and belongs to the plan.

    Raises:
        UnknownChoiceError: it does not; the message names the valid ones.
    """
    valid = tuple(scheme.dimensions[dimension].values)
    if dimension == next(iter(scheme.dimensions), None) and scheme.plans[plan].types:
        valid = scheme.plans[plan].types
    if value not in valid:
        raise UnknownChoiceError(
            f"{scheme.plans[plan].name.en} has no {dimension} {value!r}; it has {', '.join(valid)}.",
            field=dimension,
            choices=valid,
        )


def premium(scheme: Scheme, plan: str, choices: Mapping[str, str], count: int | None = None) -> PremiumFinding:
    """The premium of one plan for the given choices and, where rates are by the head, the head count.

    Raises:
        UnknownChoiceError: a choice does not exist.
        AmountError: the count is not a positive whole number.
        RuleError: a choice or the count is missing, or the brochure states no premium.
    """
    rule = scheme.premium
    if isinstance(rule, PremiumTable):
        first, second = rule.by
        for dimension in rule.by:
            if dimension not in choices:
                raise RuleError(f"The premium depends on the {dimension}; none was given.", field=dimension)
            check_choice(scheme, plan, dimension, choices[dimension])
        picked = {first: choices[first], second: choices[second]}
        yen = rule.yen[choices[first]][choices[second]]
        return PremiumFinding(scheme.scheme, plan, picked, yen, "stated", "", rule.cites.get(plan, ()))
    if isinstance(rule, PremiumRate):
        if rule.by not in choices:
            raise RuleError(f"The premium depends on the {rule.by}; none was given.", field=rule.by)
        check_choice(scheme, plan, rule.by, choices[rule.by])
        if count is None:
            raise RuleError("The premium depends on the number of residents; none was given.", field="residents")
        if count <= 0 or count > MAX_RESIDENTS:
            raise AmountError("The number of residents must be a positive whole number.", field="residents")
        rate = rule.rates[plan][choices[rule.by]]
        yen = rate_times(rate, count, rule.rounding)
        exact = rate * count
        shown = f"{rate} × {count:,} = {exact.normalize():,f}"
        return PremiumFinding(
            scheme.scheme, plan, {rule.by: choices[rule.by]}, yen, "computed", shown, rule.cites.get(plan, ())
        )
    raise RuleError("The brochure states no premium that can be looked up.", field="premium")


def all_premiums(scheme: Scheme, fixed: Mapping[str, str], plans: tuple[str, ...] = ()) -> tuple[PremiumFinding, ...]:
    """Every premium of the table for the plans (all, when none is named) that agrees with the fixed choices."""
    rule = scheme.premium
    if not isinstance(rule, PremiumTable):
        return ()
    found = []
    for plan in plans or tuple(scheme.plans):
        axes = [types_of(scheme, plan) if i == 0 else tuple(scheme.dimensions[d].values) for i, d in enumerate(rule.by)]
        for values in product(*axes):
            picked = dict(zip(rule.by, values, strict=True))
            if all(fixed.get(d, v) == v for d, v in picked.items()):
                found.append(premium(scheme, plan, picked))
    return tuple(found)


def surcharge(scheme: Scheme, low: str, high: str) -> Decimal | None:
    """By how many yen a head the rates of plan `high` are above those of `low`; None where the types differ in it."""
    rule = scheme.premium
    if not isinstance(rule, PremiumRate) or low not in rule.rates or high not in rule.rates:
        return None
    gaps = {rule.rates[high][v] - rate for v, rate in rule.rates[low].items() if v in rule.rates[high]}
    return gaps.pop() if len(gaps) == 1 else None


def heads_for(rate: Decimal, yen: int, rounding: Mode) -> tuple[int, ...]:
    """The head counts whose rate × count, rounded, is this many yen; empty where no whole count gives it.

    Raises:
        AmountError: the rate or the yen is not positive.
    """
    if rate <= 0 or yen <= 0 or yen > MAX_RESIDENTS * rate:
        raise AmountError(f"No head count gives {yen} yen at a rate of {rate}.", field="premium")
    near = int(Decimal(yen) / rate)
    # A rate below one yen gives the same rounded yen for several counts; below that, one on either side suffices.
    reach = int(1 / rate) + 1
    return tuple(n for n in range(max(1, near - reach), near + reach + 1) if rate_times(rate, n, rounding) == yen)


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan and type with its premium and its limits, in yen by section of cover."""

    premium: PremiumFinding
    limits: Mapping[str, int]


def offers(
    scheme: Scheme,
    fixed: Mapping[str, str],
    plans: tuple[str, ...] = (),
    *,
    at_least: Mapping[str, int] | None = None,
    budget: int | None = None,
) -> tuple[Offer, ...]:
    """Plans and types that meet a need: limits of at least so many yen by section, a premium within the budget.

    Sorted by premium, cheapest first.
    """
    needs = dict(at_least or {})
    result = []
    for found in all_premiums(scheme, fixed, plans):
        limits: dict[str, int] = {}
        for limit in scheme.limits:
            if limit.section and (not limit.plans or found.plan in limit.plans):
                value = limit_yen(limit, found.choices)
                if value is not None:
                    limits.setdefault(limit.section, value)
        if all(limits.get(s, -1) >= y for s, y in needs.items()) and (budget is None or found.yen <= budget):
            result.append(Offer(found, limits))
    return tuple(sorted(result, key=lambda o: (o.premium.yen, o.premium.plan)))
