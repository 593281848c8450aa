"""What has one plan that another lacks? Verdicts, limits and premiums of plans side by side.

No plan is taken to be wider than another: a plan that covers more perils may define one of them more narrowly (systems
developed for others, say), so that the other one covers it there. Such places are named in the rules' property tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.corpus.model import Scheme
from assistant.rules.coverage import Finding, Verdict, assess
from assistant.rules.logic import Truth


@dataclass(frozen=True, slots=True)
class Difference:
    """A peril or cost on which plans differ, with the finding of each plan in the order asked."""

    subject: str
    item: str
    findings: tuple[Finding, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts alone."""
        return tuple(f.verdict for f in self.findings)


def differences(
    scheme: Scheme, plans: tuple[str, ...], given: Mapping[str, Truth] | None = None
) -> tuple[Difference, ...]:
    """The perils (as claims for damages and as own costs) on which the plans' verdicts differ, in the scheme's order."""
    found: list[Difference] = []
    for ident, fact in scheme.facts.items():
        if fact.kind != "peril":
            continue
        for section in scheme.sections.values():
            if section.general is None:
                continue
            stated: dict[str, Truth] = {**(given or {}), ident: True}
            row = Difference(ident, section.general, tuple(assess(scheme, p, section.general, stated) for p in plans))
            if len(set(row.verdicts)) > 1:
                found.append(row)
    for item_id, item in scheme.items.items():
        if item.general:
            continue
        # Nothing is known of the incident: every peril is open, so that only what bars the cost outright shows.
        open_facts: dict[str, Truth] = {
            **{f: None for f, x in scheme.facts.items() if x.kind == "peril"},
            **(given or {}),
        }
        row = Difference(item_id, item_id, tuple(assess(scheme, p, item_id, open_facts) for p in plans))
        barred = any(v == "not_covered" for v in row.verdicts)
        if barred and len(set(row.verdicts)) > 1:
            found.append(row)
    return tuple(found)
