"""YAML that remembers where each key stands, so that every error can name file, line and key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import SchemeError

KeyPath = tuple[str | int, ...]

_MOST_VALUES = 200_000
_DEEPEST = 40
"""An alias stands for all that it names: a few lines may unfold to more than any memory holds, or into themselves."""


@dataclass(slots=True)
class Source:
    """Plain data read from YAML, with the file and line of every key path."""

    data: dict[str, Any]
    lines: dict[KeyPath, tuple[Path, int]] = field(default_factory=dict)

    def where(self, path: KeyPath) -> str:
        """`file:line` of the nearest enclosing key of `path` that stands in a file."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                file, line = self.lines[path[:end]]
                return f"{file}:{line}"
        return "?"


def read_yaml(path: Path) -> Source:
    """Read one YAML mapping.

    Raises:
        SchemeError: the file is missing, not UTF-8, not YAML, not a mapping, or has a key twice.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    except RecursionError as error:
        raise SchemeError(f"{path}:1: is nested too deeply.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise SchemeError(f"{path}:{line}: is not valid YAML: {getattr(error, 'problem', error)}.") from error
    if not isinstance(node, yaml.MappingNode):
        raise SchemeError(f"{path}:1: must be a mapping of `key: value` lines.")
    lines: dict[KeyPath, tuple[Path, int]] = {(): (path, 1)}
    # The composed nodes resolve tags as the safe loader does; only scalars need its constructors.
    constructor = yaml.SafeLoader("")
    data = _convert(node, (), path, lines, constructor)
    return Source(data, lines)


def _convert(
    node: yaml.Node, at: KeyPath, path: Path, lines: dict[KeyPath, tuple[Path, int]], make: yaml.SafeLoader
) -> Any:
    if len(at) > _DEEPEST or len(lines) > _MOST_VALUES:
        what = (
            "is nested too deeply, or an alias stands within what it names"
            if len(at) > _DEEPEST
            else "unfolds to too much"
        )
        raise SchemeError(f"{path}:{node.start_mark.line + 1}: {'.'.join(map(str, at[:4]))} {what}.")
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            # Keys are always names here: a type `1` or an answer `yes` must not become int or bool.
            key = str(key_node.value)
            here = (*at, key)
            line = key_node.start_mark.line + 1
            if key in result:
                raise SchemeError(f"{path}:{line}: key {'.'.join(map(str, here))!r} stands here a second time.")
            lines[here] = (path, line)
            result[key] = _convert(value_node, here, path, lines, make)
        return result
    if isinstance(node, yaml.SequenceNode):
        values = []
        for i, child in enumerate(node.value):
            lines[(*at, i)] = (path, child.start_mark.line + 1)
            values.append(_convert(child, (*at, i), path, lines, make))
        return values
    try:
        return make.construct_object(node, deep=True)
    except (ValueError, yaml.YAMLError) as error:
        reason = getattr(error, "problem", None) or error
        where = f"{path}:{node.start_mark.line + 1}: {'.'.join(map(str, at))}"
        raise SchemeError(f"{where}: {node.value!r} cannot be read: {reason}.") from error


def merge(into: Source, other: Source) -> None:
    """Add the top-level keys of `other`; mappings join key by key, and nothing may stand in both files.

    Raises:
        SchemeError: a key stands in both.
    """
    for key, value in other.data.items():
        if key not in into.data:
            into.data[key] = value
        elif isinstance(into.data[key], dict) and isinstance(value, dict):
            for inner, part in value.items():
                if inner in into.data[key]:
                    raise SchemeError(
                        f"{other.where((key, inner))}: {key}.{inner} already stands at {into.where((key, inner))}."
                    )
                into.data[key][inner] = part
        elif isinstance(into.data[key], list) and isinstance(value, list):
            offset = len(into.data[key])
            into.data[key].extend(value)
            for path, place in list(other.lines.items()):
                if path[:1] == (key,) and len(path) > 1 and isinstance(path[1], int):
                    into.lines[(key, path[1] + offset, *path[2:])] = place
            continue
        else:
            raise SchemeError(f"{other.where((key,))}: {key} already stands at {into.where((key,))}.")
        for path, place in other.lines.items():
            if path[:1] == (key,):
                into.lines.setdefault(path, place)
