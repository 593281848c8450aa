"""From what a question states to what the rules may rely on: implications and presumptions, as the scheme declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.corpus.model import Scheme
from assistant.errors import RuleError
from assistant.rules.logic import Truth, evaluate


@dataclass(frozen=True, slots=True)
class FactBase:
    """All facts of a case: `values` by id, and which of them were stated, implied or merely presumed."""

    values: Mapping[str, Truth]
    stated: frozenset[str]
    presumed: frozenset[str]

    def tells(self, ident: str) -> bool:
        """Whether a fact was stated (be it as unknown) or implied: not merely presumed, nor left open."""
        return ident in self.stated or (self.values[ident] is not None and ident not in self.presumed)


def facts_of_choices(scheme: Scheme, choices: Mapping[str, Iterable[str]]) -> dict[str, bool]:
    """What holds because of the types, ranks or sets chosen; of several values of one dimension what they agree on."""
    found: dict[str, bool] = {}
    for dimension, values in choices.items():
        chosen = [scheme.dimensions[dimension].values[v].facts for v in values]
        if chosen:
            found |= {f: v for f, v in chosen[0].items() if all(c.get(f) is v for c in chosen)}
    return found


def resolve_facts(scheme: Scheme, stated: Mapping[str, Truth], riders: Iterable[str] = ()) -> FactBase:
    """Complete the stated facts.

    What is stated stands, unless a definition of the brochure overrides it. Implications follow from what is stated,
    and settle what was stated to be unknown. A fact still open has its declared presumption. The `when` of both is
    judged on what is stated and implied alone: what was never mentioned counts as not so there, what is said to be
    unknown stays unknown.

    Raises:
        RuleError: a fact that the scheme does not have.
    """
    for ident in stated:
        if ident not in scheme.facts:
            raise RuleError(f"The scheme {scheme.scheme!r} has no fact {ident!r}.", field=ident)
    known: dict[str, Truth] = {k: v for k, v in stated.items() if v is not None}
    # An option's presence may imply facts, too.
    known |= {f"rider.{rider}": rider in set(riders) for rider in scheme.riders}
    explicit = frozenset(stated)
    closed: dict[str, Truth] = {f: None if f in explicit else False for f in scheme.facts} | known
    for _ in range(len(scheme.implications) + 1):
        before = dict(known)
        for rule in scheme.implications:
            if evaluate(rule.when, closed, scheme, "").value is True:
                for ident, value in rule.then.items():
                    if rule.overrides:
                        known[ident] = value
                    closed[ident] = known.setdefault(ident, value)
        if known == before:
            break
    values: dict[str, Truth] = {}
    presumed: set[str] = set()
    for ident, fact in scheme.facts.items():
        if ident in known:
            values[ident] = known[ident]
            continue
        if any(known.get(f) is False for f in fact.falls_with):
            values[ident] = False
            continue
        if ident in explicit:  # stated to be unknown: "we do not know yet whether …"
            values[ident] = None
            continue
        default: bool | str = "unknown"
        if isinstance(fact.unless_stated, tuple):
            for case in fact.unless_stated:
                holds = evaluate(case.when, closed, scheme, "").value
                if holds is not False:
                    default = case.value if holds else "unknown"
                    break
        else:
            default = fact.unless_stated
        values[ident] = default if isinstance(default, bool) else None
        if isinstance(default, bool):
            presumed.add(ident)
    for rider in scheme.riders:
        values[f"rider.{rider}"] = rider in set(riders)
    return FactBase(values, explicit, frozenset(presumed))
