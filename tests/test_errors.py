"""The tree of errors: complete in its docstring, each one described, each code its own."""

from __future__ import annotations

import inspect
import re

import pytest

from assistant import errors

CLASSES = [
    member
    for _, member in inspect.getmembers(errors, inspect.isclass)
    if issubclass(member, Exception) and member.__module__ == errors.__name__
]


def tree_from_docstring() -> dict[str, str | None]:
    """Read the drawn tree: error name → name of its parent."""
    parents: dict[str, str | None] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"([ │├└─]*)([A-Z]\w*Error)\b", line)
        if not found:
            continue
        depth, name = len(found[1]), found[2]
        while path and path[-1][0] >= depth:
            path.pop()
        assert name not in parents, f"{name} stands twice in the tree"
        parents[name] = path[-1][1] if path else None
        path.append((depth, name))
    return parents


def test_the_drawn_tree_is_the_real_one() -> None:
    real = {cls.__name__: cls.__bases__[0].__name__ for cls in CLASSES}
    assert tree_from_docstring() == real | {"AssistantError": None}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_says_what_it_is_for(cls: type[Exception]) -> None:
    assert cls.__doc__ and cls.__doc__.strip().endswith(".")


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [cls.__dict__.get("code") for cls in CLASSES]
    assert None not in codes
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z][a-z_]*", str(code)) for code in codes)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_message_and_field_can_be_read_from_every_error(cls: type[errors.AssistantError]) -> None:
    error = cls("There is no plan x.", field="plan")
    assert str(error) == error.message == "There is no plan x."
    assert error.field == "plan"


def test_unknown_choice_carries_the_choices() -> None:
    assert errors.UnknownChoiceError("…", field="rank", choices=("A", "B")).choices == ("A", "B")
