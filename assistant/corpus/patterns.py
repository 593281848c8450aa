"""The patterns of the corpus: how people say a thing, as regular expressions with three additions.

`~` stands for up to 24 characters inside the same sentence, ` && ` joins parts that must all stand in the message, and
a pattern that starts with a Latin letter matches at the start of a word only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.errors import SchemeError

GAP = r"[^。!?\n]{0,24}?"


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern holds, in the prepared text."""

    start: int
    end: int


class PatternSet:
    """Patterns that all mean the same, compiled into few expressions."""

    def __init__(self, patterns: Iterable[str], where: str = "") -> None:
        """Compile.

        Raises:
            SchemeError: a pattern is no valid regular expression; the message names it and `where` it stands.
        """
        plain: list[str] = []
        self._joint: list[tuple[re.Pattern[str], ...]] = []
        chosen = tuple(dict.fromkeys(patterns))
        try:
            for pattern in chosen:
                if " && " in pattern:
                    self._joint.append(tuple(compile_one(p) for p in pattern.split(" && ")))
                else:
                    plain.append(pattern)
            self._plain = compile_any(tuple(plain)) if plain else None
        except re.error as error:
            raise SchemeError(f"{where}: {_first_broken(chosen)}") from error

    def __bool__(self) -> bool:
        return self._plain is not None or bool(self._joint)

    def find(self, text: str) -> list[Match]:
        """All places, in order; a joined pattern counts where its first part stands."""
        found = (
            [Match(m.start(), m.end()) for m in self._plain.finditer(text) if m.end() > m.start()]
            if self._plain
            else []
        )
        for parts in self._joint:
            first = parts[0].search(text)
            if first and all(p.search(text) for p in parts[1:]):
                found.append(Match(first.start(), first.end()))
        return sorted(found, key=lambda m: (m.start, -m.end))


@cache
def compile_one(part: str) -> re.Pattern[str]:
    """One part of a pattern, compiled once.

    Raises:
        re.error: it is no valid regular expression.
    """
    return re.compile(translate(part))


@cache
def compile_any(parts: tuple[str, ...]) -> re.Pattern[str]:
    """One expression that holds where any of the patterns does; compiled once for the same patterns.

    Raises:
        re.error: one of them is no valid regular expression.
    """
    return re.compile("|".join(f"(?:{translate(p)})" for p in parts))


def check_pattern(pattern: str) -> str:
    """The pattern itself, when it is valid.

    Raises:
        ValueError: it is no valid regular expression.
    """
    try:
        for part in pattern.split(" && "):
            compile_one(part)
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
