"""Whether an answer's sources support it: they exist, they are the rule's own, and they are those a reader named.

Three questions, from the outside in: does each cited section exist, in that document, on that page; is a section that
the governing rule itself rests on among those cited; and is one of the sections cited that the gold grounds name, which
were read off the brochure and not off the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.corpus.loader import Corpus
from evals.records import Ground
from evals.scoring import Json, Problem

Ratio = tuple[int, int]
"""How many of how many."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands: the page of each (scheme, document, section), and the sections of each rule."""

    pages: Mapping[tuple[str, str, str], int]
    rules: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, corpus: Corpus) -> Places:
        """The places of a corpus."""
        return cls(
            {(s.scheme, s.document, s.id): s.page for s in corpus.sections},
            {f"{ident}.{rule.id}": rule.cites for ident, scheme in corpus.schemes.items() for rule in scheme.rules},
        )


@dataclass(frozen=True, slots=True)
class Support:
    """How well an answer is supported: `places` of its citations, `rules` of its verdicts, and the gold grounds.

    `sections` and `justification` are None where no gold is known.
    """

    places: Ratio
    rules: Ratio
    sections: bool | None
    justification: bool | None
    problems: tuple[Problem, ...]


def support(answer: Json, places: Places, ground: Ground | None) -> Support:
    """Judge the sources of one answer."""
    cited = [_place(citation) for citation in answer.get("citations") or ()]
    known = {(scheme, section) for (scheme, _, section), _ in cited}
    problems = [
        Problem("citation", f"{document} has no section {section!r} on page {page}")
        for (scheme, document, section), page in cited
        if places.pages.get((scheme, document, section)) != page
    ]
    right_places = len(cited) - len(problems)
    governing = [rule for entry in answer.get("verdicts") or () for rule in entry.get("rules") or ()]
    unsupported = [rule for rule in governing if not _rests_on(rule, places, known)]
    problems += [Problem("citation", f"no section of rule {rule} is cited") for rule in dict.fromkeys(unsupported)]
    sections = justification = None
    if ground is not None and ground.sections:
        sections = any(f"{scheme}/{section}" in ground.sections for scheme, section in known)
        if not sections:
            given = ", ".join(sorted(f"{scheme}/{section}" for scheme, section in known)) or "none"
            problems.append(Problem("citation", f"cites {given}; want one of {', '.join(ground.sections)}"))
    if ground is not None and ground.rules:
        missing = [rule for rule in ground.rules if rule not in governing]
        justification = not missing
        if missing:
            problems.append(Problem("justification", f"rules {', '.join(missing)} are not named"))
    return Support(
        (right_places, len(cited)),
        (len(governing) - len(unsupported), len(governing)),
        sections,
        justification,
        tuple(problems),
    )


def _place(citation: Mapping[str, object]) -> tuple[tuple[str, str, str], object]:
    scheme, document, section = (str(citation.get(key) or "") for key in ("scheme", "document", "section"))
    return (scheme, document, section), citation.get("page")


def _rests_on(rule: str, places: Places, cited: set[tuple[str, str]]) -> bool:
    scheme = rule.split(".", 1)[0]
    return any((scheme, section) in cited for section in places.rules.get(rule, ()))
