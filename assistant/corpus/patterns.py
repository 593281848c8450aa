"""The patterns of the corpus: how people say a thing, as regular expressions with three additions.

`~` stands for up to 24 characters inside the same sentence, ` && ` joins parts that must all stand in the message, and
a pattern that starts with a Latin letter matches at the start of a word only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.derived.expressions import expressions
from assistant.errors import SchemeError

GAP = r"[^。!?\n]{0,24}?"


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern holds, in the prepared text."""

    start: int
    end: int


class PatternSet:
    """Patterns that all mean the same, joined into few expressions."""

    __slots__ = ("_joint", "_plain", "_sources")

    def __init__(self, patterns: Iterable[str], where: str = "", *, sure: bool = False) -> None:
        """Compile; patterns that an earlier start has compiled, and those of which one is `sure`, at their first use.

        Raises:
            SchemeError: a pattern is no valid regular expression; the message names it and `where` it stands.
        """
        chosen = tuple(dict.fromkeys(patterns))
        plain = [p for p in chosen if " && " not in p]
        joint = [tuple(map(translate, p.split(" && "))) for p in chosen if " && " in p]
        self._sources = (_any_of(plain) if plain else None, joint)
        self._plain: re.Pattern[str] | None = None
        self._joint: list[tuple[re.Pattern[str], ...]] | None = None
        if sure:
            for source in self._all():
                expressions.expect(source)
        elif not all(map(expressions.knows, self._all())):
            try:
                self._compile()
            except re.error as error:
                raise SchemeError(f"{where}: {_first_broken(chosen)}") from error

    def __bool__(self) -> bool:
        return self._sources[0] is not None or bool(self._sources[1])

    def find(self, text: str) -> list[Match]:
        """All places, in order; a joined pattern counts where its first part stands."""
        joint = self._compile() if self._joint is None else self._joint
        found = (
            [Match(m.start(), m.end()) for m in self._plain.finditer(text) if m.end() > m.start()]
            if self._plain
            else []
        )
        for parts in joint:
            first = parts[0].search(text)
            if first and all(p.search(text) for p in parts[1:]):
                found.append(Match(first.start(), first.end()))
        return sorted(found, key=lambda m: (m.start, -m.end))

    def _all(self) -> Iterator[str]:
        plain, joint = self._sources
        if plain is not None:
            yield plain
        for parts in joint:
            yield from parts

    def _compile(self) -> list[tuple[re.Pattern[str], ...]]:
        plain, joint = self._sources
        self._plain = expressions.compile(plain) if plain is not None else None
        self._joint = [tuple(map(expressions.compile, parts)) for parts in joint]
        return self._joint


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{translate(p)})" for p in patterns)


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
    pattern = pattern.strip()
    if re.match(r"[A-Za-z]", pattern) or re.match(r"\((?:\?:)?[A-Za-z]", pattern):
        pattern = r"(?<![a-z])" + pattern
    return pattern.replace("~?", "~").replace("~", GAP)


def literal(name: str) -> str:
    """A plain name as a pattern: blanks may vary, and a Latin name ends at the end of a word."""
    parts = [re.escape(p) for p in name.lower().split()]
    pattern = r"\s*".join(parts)
    return pattern + r"(?![a-z])" if name[-1:].isascii() and name[-1:].isalpha() else pattern
