"""Regular expressions that need not be compiled again: their compiled code, kept on disk.

The corpus has thousands of patterns, and compiling them takes most of a start. `re` turns each into a list of numbers
and hands that to its engine; these lists are kept, and handed to the same engine of the same Python. Where `re` is made
otherwise than known here, or a pattern is not among those kept, it is compiled as ever.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from assistant.derived.shelf import Shelf

_NAME = "expressions"


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What the engine is told of an expression: flags, its code, the number of groups, and their names with numbers."""

    flags: int
    code: array[int]
    groups: int
    names: dict[str, int]


class Expressions:
    """Compiled expressions by their source; one instance serves all threads."""

    def __init__(self) -> None:
        self._kept: dict[str, _Compiled] = {}
        self._made: dict[str, re.Pattern[str]] = {}
        self._new: dict[str, _Compiled] = {}
        self._expected: set[str] = set()

    def compile(self, source: str) -> re.Pattern[str]:
        """The compiled expression, made once.

        Raises:
            re.error: it is no valid regular expression.
        """
        made = self._made.get(source)
        if made is None:
            made = self._made[source] = self._from_kept(source) or self._anew(source)
        return made

    def knows(self, source: str) -> bool:
        """Whether an expression is known to be valid, so that compiling it can wait for its first use."""
        return source in self._kept or source in self._made

    def expect(self, source: str) -> None:
        """Make known that a valid expression will be asked for, so that it is kept with the others."""
        self._expected.add(source)

    def load(self, shelf: Shelf) -> None:
        """Take over what was kept by an earlier start of the same Python."""
        if _ENGINE is None:
            return
        content = shelf.read(_name())
        if content is None:
            return
        listed, _, numbers = content.partition(b"\n")
        code = array("I")
        code.frombytes(numbers)
        at = 0
        kept: dict[str, _Compiled] = {}
        for source, flags, length, groups, names in json.loads(listed):
            kept[source] = _Compiled(flags, code[at : at + length], groups, names)
            at += length
        self._kept = kept

    def save(self, shelf: Shelf) -> None:
        """Keep what is not kept yet of what was compiled and of what will be asked for, if there is any."""
        if _ENGINE is None:
            return
        for source in self._expected - self._kept.keys():
            self.compile(source)
        if not self._new:
            return
        self._kept = {**self._kept, **self._new}
        self._new = {}
        listed = [[source, c.flags, len(c.code), c.groups, c.names] for source, c in self._kept.items()]
        numbers = b"".join(c.code.tobytes() for c in self._kept.values())
        shelf.write(_name(), json.dumps(listed, ensure_ascii=True).encode() + b"\n" + numbers)

    def _from_kept(self, source: str) -> re.Pattern[str] | None:
        kept = self._kept.get(source)
        if kept is None or _ENGINE is None:
            return None
        return _pattern(source, kept)

    def _anew(self, source: str) -> re.Pattern[str]:
        if _ENGINE is None:
            return re.compile(source)
        compiled = _compiled(source)
        self._new[source] = compiled
        return _pattern(source, compiled)


def _pattern(source: str, c: _Compiled) -> re.Pattern[str]:
    by_number: list[str | None] = [None] * (c.groups + 1)
    for name, number in c.names.items():
        by_number[number] = name
    made: re.Pattern[str] = _ENGINE.compile(source, c.flags, c.code.tolist(), c.groups, c.names, tuple(by_number))
    return made


def _compiled(source: str) -> _Compiled:
    """Compile as `re.compile` does, and keep the code that it would throw away."""
    tree = _PARSER.parse(source, 0)
    code = _COMPILER._code(tree, 0)
    return _Compiled(tree.state.flags, array("I", code), tree.state.groups - 1, dict(tree.state.groupdict))


def _parts() -> tuple[Any, Any, Any]:
    """Parser, compiler and engine of `re`; None where this Python's are not those known here."""
    if sys.implementation.name != "cpython":
        return None, None, None
    try:
        parser, compiler, engine = (import_module(name) for name in ("re._parser", "re._compiler", "_sre"))
        tried = parser.parse("a(?P<b>c)|d", 0)
        names = tried.state.groupdict
        pattern = engine.compile("a(?P<b>c)|d", tried.state.flags, compiler._code(tried, 0), 1, names, (None, "b"))
        known = pattern == re.compile("a(?P<b>c)|d") and pattern.fullmatch("ac")["b"] == "c"
        return (parser, compiler, engine) if known and array("I").itemsize == engine.CODESIZE else (None, None, None)
    except Exception:  # whatever else it is, it is not what is known here
        return None, None, None


_PARSER, _COMPILER, _ENGINE = _parts()


def _name() -> str:
    return f"{_NAME}-{sys.implementation.cache_tag}-{_ENGINE.MAGIC}"


expressions = Expressions()
"""Those of this process."""
