"""Hold a scheme against its brochure: is every section used, does every figure stand where it is cited from?

The loader has checked that all names resolve. Here is what remains: sections that nothing rests on, figures that their
section lacks in either language, and rules, facts and items that no question could reach.

A figure need not stand in the sections cited where it is

- a count of what they list: bullets, table rows, lettered points, sub-sections, or the citations themselves;
- a count of the scheme's documents, or their date, or a number of the agency: these are declared and cited once;
- zero yen where the section says that there is none;
- listed in the entry's `derived:` with how it follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assistant.corpus.brochure import Section
from assistant.corpus.claims import Claim, claims, date_figures, derived_figures, entries
from assistant.corpus.figures import Figure, read_figures
from assistant.corpus.loader import LANGUAGES, Corpus
from assistant.corpus.model import Scheme, Statement, Words
from assistant.corpus.reach import facts_read, items_without_rule, unreachable_rules
from assistant.corpus.yaml_source import KeyPath

FEW_PATTERNS = 3
FEW_UTTERANCES = 8
_MOST_LISTED = 40
_NONE = re.compile(r"なし|なく|ない|ません|不要|無料|\b(?:no|not|none|nil|without|free)\b", re.IGNORECASE)
_POINT = re.compile(r"^ *(?:[-*] |\d+\. )", re.MULTILINE)
_ROW = re.compile(r"^\|", re.MULTILINE)
_CIRCLED = re.compile("[\u2460-\u2473]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: the file and line, the key there, what is wrong and what to do."""

    where: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.key}: {self.message}"


@dataclass(frozen=True, slots=True)
class SchemeReport:
    """How much of its brochure a scheme uses, and what is to be mended. Hints do not make the check fail.

    `used` sections have a rule, term, figure or contact resting on them, `stated` ones only statements, `background`
    ones are marked as such; together with `unused` they are all `sections`. `rules` counts by effect.
    """

    scheme: str
    sections: int
    used: int
    stated: int
    background: int
    unused: tuple[str, ...]
    rules: Mapping[str, int]
    statements: int
    silent_statements: int
    figures: int
    facts: int
    items: int
    problems: tuple[Problem, ...]
    hints: tuple[str, ...]


def check_corpus(corpus: Corpus) -> tuple[SchemeReport, ...]:
    """Check every scheme of a loaded corpus, in its order."""
    return tuple(check_scheme(corpus, ident) for ident in corpus.schemes)


def check_scheme(corpus: Corpus, ident: str) -> SchemeReport:
    """Check one scheme of a loaded corpus."""
    scheme = corpus.schemes[ident]
    check = _Check(scheme, corpus)
    sections = [s.id for s in corpus.sections if s.scheme == ident and s.language == LANGUAGES[0]]
    ruled, stated = _cited(scheme)
    background = [s for s in sections if s in scheme.background]
    unused = tuple(s for s in sections if s not in ruled | stated and s not in background)
    check.sections(unused, [s for s in background if s in ruled])
    figures = check.figures()
    check.reach()
    return SchemeReport(
        scheme=ident,
        sections=len(sections),
        used=sum(s in ruled for s in sections),
        stated=sum(s in stated and s not in ruled and s not in background for s in sections),
        background=len(background),
        unused=unused,
        rules=dict(Counter(r.effect for r in scheme.rules)),
        statements=len(scheme.statements),
        silent_statements=sum(s.silent for s in scheme.statements.values()),
        figures=figures,
        facts=len(scheme.facts),
        items=len(scheme.items),
        problems=tuple(dict.fromkeys(check.problems)),
        hints=_hints(scheme),
    )


class _Check:
    def __init__(self, scheme: Scheme, corpus: Corpus) -> None:
        self.scheme, self.source = scheme, corpus.sources.get(scheme.scheme)
        self.texts: dict[tuple[str, str], str] = {}
        self.read: dict[tuple[str, str], tuple[Figure, ...]] = {}
        self.labels: dict[tuple[str, str], tuple[Figure, ...]] = {}
        self.listed: dict[tuple[str, str], set[int]] = {}
        own = [s for s in corpus.sections if s.scheme == scheme.scheme]
        children = Counter((s.parent, s.language) for s in own if s.parent)
        for s in own:
            at = (s.id, s.language)
            self.texts[at] = f"{s.title}\n{s.text}"
            self.read[at] = read_figures(self.texts[at])
            self.labels[at] = read_figures(self.texts[at], labels=True)
            self.listed[at] = _counts(s) | {children[at]}
        agency = scheme.agency
        self.agency = {n for n in (agency.phone, agency.fax) if n and agency.cites}
        self.dates = _dates(scheme)
        self.problems: list[Problem] = []

    def say(self, path: KeyPath, message: str) -> None:
        where = self.source.where(path) if self.source else self.scheme.scheme
        self.problems.append(Problem(where, ".".join(map(str, path)), message))

    def sections(self, unused: Iterable[str], contradicted: Iterable[str]) -> None:
        for ident in unused:
            self.say(
                ("background",),
                f"section {ident!r} of the brochure is used by nothing: cite it from the rule or statement that rests on "
                "it, or list it here if no answer needs it.",
            )
        for ident in contradicted:
            self.say(("background",), f"section {ident!r} is no background: a rule or figure rests on it; take it out.")

    def figures(self) -> int:
        """Check all figures; returns how many there are."""
        stated = list(claims(self.scheme))
        marked = {entry.path: derived_figures(entry.model) for entry in entries(self.scheme)}
        needed: set[tuple[KeyPath, str]] = set()
        for claim in stated:
            languages = (claim.language,) if claim.language else LANGUAGES
            lacking = [language for language in languages if not self.stands(claim, language)]
            if not lacking:
                continue
            at, keys = next(((p, keys) for p, keys in marked.items() if keys and claim.path[: len(p)] == p), ((), {}))
            key = next((k for k, figures in keys.items() if any(claim.figure.matches(f) for f in figures)), None)
            if key is not None:
                needed.add((at, key))
                continue
            files = " and ".join(f"brochure.{lang}.md" for lang in lacking)
            self.say(
                claim.path,
                f"{claim.figure.text!r} does not stand in {', '.join(claim.cites)} of {files}: cite the section that it "
                "stands in, correct it, or list it under `derived` with how it follows.",
            )
        for path, keys in marked.items():
            for key in keys:
                if (path, key) not in needed:
                    self.say(
                        (*path, "derived", key), "need not be derived, or the entry does not give it; take it out."
                    )
        return len(stated)

    def stands(self, claim: Claim, language: str) -> bool:
        figure, places = claim.figure, [(c, language) for c in claim.cites]
        if any(figure.matches(other) for at in places for other in self.read[at]):
            return True
        if figure.kind == "code":
            return figure.value in self.agency and claim.path[0] != "agency"
        if any(figure.matches(date) for date in self.dates):
            return True
        if figure.kind == "yen" and figure.value == 0:
            return any(_NONE.search(self.texts[at]) for at in places)
        if figure.kind != "number" or not isinstance(figure.value, Fraction) or figure.value > _MOST_LISTED:
            return False
        if any(figure.matches(other) for at in places for other in self.labels[at]):
            return True  # what is no label where it is claimed may be one in a heading or a table
        counts = {len(places), len(self.scheme.documents)}.union(*(self.listed[at] for at in places))
        return figure.value in counts

    def reach(self) -> None:
        scheme, read = self.scheme, facts_read(self.scheme)
        for kind, known in (("facts", scheme.facts), ("terms", scheme.terms)):
            for ident in known:
                if ident not in read:
                    self.say((kind, ident), "no rule depends on it: use it in a rule, or take it out.")
        for ident in items_without_rule(scheme):
            self.say(
                ("items", ident), "no rule grants, excludes or leaves it open: every question on it stays undecided."
            )
        for index, reason in unreachable_rules(scheme):
            self.say(("rules", index, "id"), f"rule {scheme.rules[index].id!r} can never speak: {reason}.")


def _dates(scheme: Scheme) -> tuple[Figure, ...]:
    """The figures that date the scheme's documents: by them a text may say which document it speaks of."""
    titles = [text for d in scheme.documents.values() for text in (d.title.ja, d.title.en)]
    read = [f for title in titles for f in read_figures(title)]
    read += [f for d in scheme.documents.values() if d.dated for f in date_figures(d.dated)]
    return tuple(f for f in read if f.kind in ("calendar year", "calendar month", "day of month"))


def _counts(section: Section) -> set[int]:
    """How many things a section lists: bullets, rows of its tables, circled and lettered points."""
    counts: set[int] = set()
    for block in re.split(r"\n\s*\n", section.text):
        points = [line for line in block.splitlines() if _POINT.match(line)]
        counts |= {len(points), sum(not line.startswith(" ") for line in points), len(_ROW.findall(block)) - 2}
    counts.add(len(_POINT.findall(section.text)))
    counts.add(len(set(_CIRCLED.findall(section.text))))
    return counts


def _cited(scheme: Scheme) -> tuple[set[str], set[str]]:
    """The sections that rules, terms and figures rest on, and those that statements rest on."""
    ruled: set[str] = set()
    stated: set[str] = set()
    for entry in entries(scheme):
        (stated if isinstance(entry.model, Statement) else ruled).update(entry.cites)
    return ruled, stated


def _hints(scheme: Scheme) -> tuple[str, ...]:
    hints = []
    for kind, known in (("fact", scheme.facts), ("item", scheme.items)):
        words: Mapping[str, Words] = {i: entry.words for i, entry in known.items()}
        for ident, w in words.items():
            patterns = len(w.yes) + len(w.no) + len(w.aliases)
            if patterns < FEW_PATTERNS or len(w.utterances) < FEW_UTTERANCES:
                hints.append(f"{kind} {ident}: {patterns} patterns, {len(w.utterances)} utterances.")
    return tuple(hints)
