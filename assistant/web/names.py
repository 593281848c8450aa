"""Names that people know for the ids in an answer: schemes, plans, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Language
from assistant.web.protocol import PlanInfo, SchemeInfo


@dataclass(frozen=True, slots=True)
class Names:
    """A look-up over the catalogue; what it does not know is shown as its id."""

    schemes: Sequence[SchemeInfo]

    def scheme(self, ident: str | None) -> SchemeInfo | None:
        """Return the scheme of this id."""
        return next((scheme for scheme in self.schemes if scheme.id == ident), None)

    def plan(self, scheme: str | None, ident: str | None) -> PlanInfo | None:
        """Return the plan of this id in a scheme."""
        found = self.scheme(scheme)
        return next((plan for plan in found.plans if plan.id == ident), None) if found else None

    def scheme_name(self, ident: str, language: Language) -> str:
        """Return the scheme's name in a language."""
        found = self.scheme(ident)
        return found.name.get(language, ident) if found else ident

    def plan_name(self, scheme: str | None, ident: str, language: Language) -> str:
        """Return the plan's name in a language."""
        found = self.plan(scheme, ident)
        return found.name.get(language, ident) if found else ident

    def contact_of(self, answer: Answer) -> tuple[SchemeInfo, ...]:
        """Return the schemes whose agencies can help with an answer: those it is about, or all when it names none.

        An answer without verdicts, amounts and sources may still name an agency in its text.
        """
        named = [entry.scheme for entry in answer.verdicts]
        named += [entry.scheme for entry in answer.amounts if entry.scheme]
        named += [citation.scheme for citation in answer.citations if citation.scheme]
        named.append(answer.basis.get("scheme", ""))
        if not any(named):
            agencies = [(scheme.id, scheme.agency.get(answer.language)) for scheme in self.schemes]
            named = [ident for ident, agency in agencies if agency and agency in answer.text]
        found = [self.scheme(ident) for ident in dict.fromkeys(named)]
        return tuple(scheme for scheme in found if scheme) or tuple(self.schemes)
