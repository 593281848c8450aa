"""The patterns of the corpus: how people say a thing, as regular expressions with four additions.

`~` stands for up to 24 characters inside the same sentence, `{record}` for a class of words (`word_classes`), ` && `
joins parts that must all stand in the message, and a pattern that starts with a Latin letter matches at the start of
a word only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.corpus.sighting import PATTERNS, sighting
from assistant.corpus.word_classes import spell_out
from assistant.derived.expressions import expressions
from assistant.errors import SchemeError

GAP = r"[^。!?\n]{0,24}?"


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern holds, in the prepared text."""

    start: int
    end: int


class PatternSet:
    """Patterns that all mean the same; they are looked for only in texts that have what they need."""

    __slots__ = ("_firsts", "_joint", "_known", "_plain", "_together")

    def __init__(self, patterns: Iterable[str], where: str = "", *, sure: bool = False) -> None:
        """Make the patterns known; those that are `sure` to be valid at their first use.

        Raises:
            SchemeError: a pattern is no valid regular expression; the message names it and `where` it stands.
        """
        chosen = tuple(dict.fromkeys(patterns))
        try:
            self._plain = tuple(translate(p) for p in chosen if " && " not in p)
            self._joint = tuple(tuple(map(translate, p.split(" && "))) for p in chosen if " && " in p)
        except re.error as error:
            raise SchemeError(f"{where}: {_first_broken(chosen)}") from error
        self._firsts = frozenset((*self._plain, *(parts[0] for parts in self._joint)))
        self._together: str | None = None
        self._known = False
        if sure:
            for source in self._all():
                PATTERNS.expect(source)
            return
        try:
            self._make_known()
        except re.error as error:
            raise SchemeError(f"{where}: {_first_broken(chosen)}") from error

    def __bool__(self) -> bool:
        return bool(self._firsts)

    def find(self, text: str) -> list[Match]:
        """All places, in order; a joined pattern counts where its first part stands."""
        if not self._known:
            self._make_known()
        seen = sighting(text)
        if self._firsts.isdisjoint(seen.possible):
            return []
        if self._together is None:
            found = [Match(*place) for place in seen.places(self._plain)]
        else:
            whole = expressions.compile(self._together)
            found = [Match(*m.span()) for m in whole.finditer(text) if m.end() > m.start()]
        for first, *others in self._joint:
            place = seen.first(first)
            if place and all(seen.first(p) for p in others):
                found.append(Match(*place))
        return sorted(found, key=lambda m: (m.start, -m.end))

    def _all(self) -> Iterator[str]:
        yield from self._plain
        for parts in self._joint:
            yield from parts

    def _make_known(self) -> None:
        for source in self._all():
            PATTERNS.add(source)
        if any(map(PATTERNS.may_be_empty, self._plain)):
            # Where one of them can match nothing, only one expression of all tells what it leaves to the others.
            self._together = "|".join(f"(?:{p})" for p in self._plain)
        self._known = True


def check_pattern(pattern: str) -> str:
    """The pattern itself, when it is valid.

    Raises:
        ValueError: it is no valid regular expression.
    """
    try:
        for part in pattern.split(" && "):
            expressions.compile(translate(part))
    except re.error as error:
        raise ValueError(f"is no valid pattern: {error}") from error
    return pattern


def _first_broken(patterns: Iterable[str]) -> str:
    for pattern in patterns:
        try:
            check_pattern(pattern)
        except ValueError as error:
            return f"the pattern {pattern!r} {error}."
    return "the patterns are valid one by one and not together: give the groups in them names of their own, or none."


def translate(pattern: str) -> str:
    """A pattern of the corpus as a plain regular expression over lower-case text."""
    pattern = spell_out(pattern.strip())
    if re.match(r"[A-Za-z]", pattern) or re.match(r"\((?:\?:)?[A-Za-z]", pattern):
        pattern = r"(?<![a-z])" + pattern
    return pattern.replace("~?", "~").replace("~", GAP)


def literal(name: str) -> str:
    """A plain name as a pattern: blanks may vary, and a Latin name ends at the end of a word."""
    parts = [re.escape(p) for p in name.lower().split()]
    pattern = r"\s*".join(parts)
    return pattern + r"(?![a-z])" if name[-1:].isascii() and name[-1:].isalpha() else pattern
