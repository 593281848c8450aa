"""Check that everything a scheme names exists, and that no two of its rules contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from assistant.corpus.brochure import Section as BrochureSection
from assistant.corpus.model import (
    ExceptionRule,
    Exclusion,
    Grant,
    PremiumExamples,
    PremiumRate,
    PremiumTable,
    Requirement,
    Scheme,
    Silence,
    atoms,
)
from assistant.corpus.yaml_source import KeyPath, Source
from assistant.errors import SchemeError


def check_references(scheme: Scheme, sections: Iterable[BrochureSection], source: Source) -> None:
    """Check ids, citations and contradictions.

    Raises:
        SchemeError: the first problem of each kind found, with file, line and key.
    """
    known_sections = {s.id for s in sections}
    check = _Checker(scheme, known_sections, source)
    check.rules()
    check.facts_and_terms()
    check.money()
    check.statements()
    if check.problems:
        raise SchemeError("\n".join(check.problems[:20]))


class _Checker:
    def __init__(self, scheme: Scheme, sections: set[str], source: Source) -> None:
        self.scheme, self.sections, self.source = scheme, sections, source
        self.problems: list[str] = []

    def say(self, path: KeyPath, message: str) -> None:
        self.problems.append(f"{self.source.where(path)}: {'.'.join(map(str, path))}: {message}")

    def among(self, path: KeyPath, names: Iterable[str], valid: Iterable[str], what: str) -> None:
        options = set(valid)
        for name in names:
            if name not in options:
                near = get_close_matches(name, sorted(options), n=6, cutoff=0.5) if len(options) > 12 else []
                hint = f"near it: {', '.join(near)}" if near else f"there are: {', '.join(sorted(options)[:40])}"
                self.say(path, f"no {what} is called {name!r}; {hint}.")

    def cites(self, path: KeyPath, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.sections:
                self.say(path, f"section {name!r} does not stand in the brochures.")

    def expression(self, path: KeyPath, value: object) -> None:
        s = self.scheme
        self.among(path, atoms(value), [*s.facts, *s.terms, *(f"rider.{r}" for r in s.riders)], "fact or term")

    def rules(self) -> None:
        s = self.scheme
        seen: dict[str, int] = {}
        grants = {r.id for r in s.rules if isinstance(r, Grant)}
        exclusions = {r.id for r in s.rules if isinstance(r, Exclusion)}
        for i, rule in enumerate(s.rules):
            at: KeyPath = ("rules", i)
            if rule.id in seen:
                self.say((*at, "id"), f"rule id {rule.id!r} is already used by rule {seen[rule.id]}.")
            seen[rule.id] = i
            self.among((*at, "plans"), rule.plans, s.plans, "plan")
            self.among((*at, "items"), rule.items, [*s.items, *s.sections], "item or section of cover")
            self.among((*at, "with_riders"), (*rule.with_riders, *rule.without_riders), s.riders, "rider")
            self.cites((*at, "cites"), rule.cites)
            if not rule.cites:
                self.say((*at, "cites"), "a rule must cite the section it rests on.")
            self.expression((*at, "when"), rule.when)
            if isinstance(rule, Grant):
                if not rule.items:
                    self.say((*at, "items"), "a grant must name what it covers.")
                if rule.pays_as:
                    self.among((*at, "pays_as"), [rule.pays_as], s.items, "item")
            if isinstance(rule, Exclusion | Requirement | Silence):
                self.among((*at, "grants"), rule.grants, grants, "grant")
            if isinstance(rule, ExceptionRule):
                self.among((*at, "of"), rule.of, exclusions, "exclusion")
            if isinstance(rule, Requirement):
                self.expression((*at, "needs"), rule.needs)

    def facts_and_terms(self) -> None:
        s = self.scheme
        for ident, fact in s.facts.items():
            if ident in s.terms:
                self.say(("terms", ident), "is also the id of a fact.")
            self.among(("facts", ident, "falls_with"), fact.falls_with, s.facts, "fact")
            self.among(("facts", ident, "explains"), fact.explains, s.items, "item")
            if isinstance(fact.unless_stated, tuple):
                for d in fact.unless_stated:
                    self.expression(("facts", ident, "unless_stated"), d.when)
            if fact.kind == "requirement" and fact.condition is None:
                self.say(("facts", ident), "a requirement needs `condition`: what to do so that it holds.")
        for ident, term in s.terms.items():
            self.cites(("terms", ident, "cites"), term.cites)
            if (term.means is None) == (not term.by_plan):
                self.say(("terms", ident), "give either `means` or `by_plan`.")
            self.among(("terms", ident, "by_plan"), term.by_plan, s.plans, "plan")
            if term.means is not None:
                self.expression(("terms", ident, "means"), term.means)
            for plan, part in term.by_plan.items():
                self.expression(("terms", ident, "by_plan", plan), part)
        outcomes: dict[str, dict[str, bool]] = {}
        for i, rule in enumerate(s.implications):
            self.expression(("implications", i, "when"), rule.when)
            self.among(("implications", i, "then"), rule.then, s.facts, "fact")
            before = outcomes.setdefault(repr(rule.when), {})
            for fact_id, value in rule.then.items():
                if before.setdefault(fact_id, value) != value:
                    self.say(("implications", i), f"sets {fact_id!r} to the opposite of an earlier implication.")
        for ident, item in s.items.items():
            self.among(("items", ident, "section"), [item.section], s.sections, "section of cover")
            if item.under:
                self.among(("items", ident, "under"), [item.under], s.items, "item")
        for ident, section in s.sections.items():
            if section.general:
                self.among(("sections", ident, "general"), [section.general], s.items, "item")

    def money(self) -> None:
        s = self.scheme
        taken: dict[tuple[str, str], int] = {}
        for i, ratio in enumerate(s.ratios):
            self.among(("ratios", i, "items"), ratio.items, s.items, "item")
            self.among(("ratios", i, "plans"), ratio.plans, s.plans, "plan")
            self.cites(("ratios", i, "cites"), ratio.cites)
            for plan in ratio.plans or tuple(s.plans):
                for item in ratio.items:
                    if (plan, item) in taken:
                        self.say(
                            ("ratios", i),
                            f"{item!r} of {plan!r} already has the ratio of entry "
                            f"{taken[plan, item]}; two ratios contradict each other.",
                        )
                    taken[plan, item] = i
        for i, limit in enumerate(s.limits):
            at: KeyPath = ("limits", i)
            self.among((*at, "plans"), limit.plans, s.plans, "plan")
            self.cites((*at, "cites"), limit.cites)
            if limit.section:
                self.among((*at, "section"), [limit.section], s.sections, "section of cover")
            if (limit.by is None) != isinstance(limit.yen, int):
                self.say(at, "give `by` with a table of yen, or no `by` with one figure.")
            elif limit.by is not None:
                self.among((*at, "by"), [limit.by], s.dimensions, "dimension")
                if limit.by in s.dimensions and isinstance(limit.yen, dict):
                    self.among((*at, "yen"), limit.yen, s.dimensions[limit.by].values, limit.by)
        for i, d in enumerate(s.deductibles):
            self.among(("deductibles", i), [d.section], s.sections, "section of cover")
            self.among(("deductibles", i, "plans"), d.plans, s.plans, "plan")
            self.among(("deductibles", i, "exempt"), d.exempt, s.items, "item")
            self.cites(("deductibles", i, "cites"), d.cites)
        for i, sub in enumerate(s.sublimits):
            self.among(("sublimits", i, "items"), sub.items, s.items, "item")
            self.cites(("sublimits", i, "cites"), sub.cites)
        for i, reading in enumerate(s.readings):
            self.among(("readings", i, "section"), [reading.section], s.sections, "section of cover")
            self.cites(("readings", i, "cites"), reading.cites)
        premium = s.premium
        if isinstance(premium, PremiumTable):
            self.among(("premium", "by"), premium.by, s.dimensions, "dimension")
            first, second = (s.dimensions[d].values if d in s.dimensions else {} for d in premium.by)
            self.among(("premium", "yen"), premium.yen, first, premium.by[0])
            if lacking := set(first) - set(premium.yen):
                self.say(
                    ("premium", "yen"), f"needs a row for each {premium.by[0]}; lacking: {', '.join(sorted(lacking))}."
                )
            for key, row in premium.yen.items():
                self.among(("premium", "yen", key), row, second, premium.by[1])
                if set(row) != set(second):
                    self.say(("premium", "yen", key), f"needs a premium for each of {', '.join(second)}.")
        if isinstance(premium, PremiumTable | PremiumRate):
            self.among(("premium", "cites"), premium.cites, s.plans, "plan")
            for plan, names in premium.cites.items():
                self.cites(("premium", "cites", plan), names)
        else:
            self.cites(("premium", "cites"), premium.cites)
        if isinstance(premium, PremiumExamples):
            for i, e in enumerate(premium.examples):
                here: KeyPath = ("premium", "examples", i)
                self.among((*here, "plan"), [e.plan], s.plans, "plan")
                self.among((*here, "riders"), e.riders, s.riders, "rider")
                self.cites((*here, "cites"), e.cites)
                self.among((*here, "choices"), e.choices, s.dimensions, "dimension")
                for axis in sorted(set(e.choices) & set(s.dimensions)):
                    self.among((*here, "choices", axis), [e.choices[axis]], s.dimensions[axis].values, axis)
        if isinstance(premium, PremiumRate):
            self.among(("premium", "by"), [premium.by], s.dimensions, "dimension")
            self.among(("premium", "rates"), premium.rates, s.plans, "plan")

    def statements(self) -> None:
        s = self.scheme
        for ident, statement in s.statements.items():
            self.cites(("statements", ident, "cites"), statement.cites)
            self.among(("statements", ident, "plans"), statement.plans, s.plans, "plan")
            known = {*s.items, *s.sections, *s.riders, *s.plans}
            self.among(("statements", ident, "about"), statement.about, known, "item, section of cover, option or plan")
            if not statement.cites and not statement.silent:
                self.say(("statements", ident), "must cite the section it rests on.")
        for ident, deadline in s.deadlines.items():
            self.cites(("deadlines", ident, "cites"), deadline.cites)
        self.cites(("background",), s.background)
        for ident, dimension in s.dimensions.items():
            for value, choice in dimension.values.items():
                self.among(("dimensions", ident, "values", value, "facts"), choice.facts, s.facts, "fact")
        for ident, plan in s.plans.items():
            self.among(("plans", ident, "riders"), plan.riders, s.riders, "rider")
        for ident, rider in s.riders.items():
            self.among(("riders", ident), (*rider.requires, *rider.excludes), s.riders, "rider")
            self.among(("riders", ident, "sections"), rider.sections, s.sections, "section of cover")
            if rider.sales_cap is not None:
                self.cites(("riders", ident, "sales_cap", "cites"), rider.sales_cap.cites)
