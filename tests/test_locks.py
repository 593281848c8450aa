"""The locks name a version, with hashes, of all that the project asks for, and what is installed for the tests is that."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / ".ci" / "locks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ \\;]+)([^\\\n]*)\\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pins(*names: str) -> dict[str, str]:
    """Name and version of what the files lock; a later file comes in place of an earlier one."""
    found = {}
    for name in names:
        text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
        entries = ENTRY.findall(text)
        # Whatever is no comment is part of an entry with its hashes.
        assert len(entries) == len(re.findall(r"^[^#\s]", text, re.MULTILINE)), name
        found.update({canonicalize_name(package): number for package, number, _, _ in entries})
    return found


@pytest.mark.parametrize(
    ("files", "extras"),
    [
        (("torch", "run"), ()),
        (("torch", "test"), ("test", "train")),
        *[(("torch", "run", extra), (extra,)) for extra in PROJECT["optional-dependencies"] if extra not in ("test", "train")],
    ],
)  # fmt: skip
def test_all_that_is_asked_for_is_locked_in_a_version_that_fits(
    files: tuple[str, ...], extras: tuple[str, ...]
) -> None:
    locked = pins(*files)
    asked = [*PROJECT["dependencies"], *(each for extra in extras for each in PROJECT["optional-dependencies"][extra])]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        assert name in locked and locked[name] in requirement.specifier, f"{requirement}: run `python .ci/lock.py`"


def test_what_builds_the_project_is_locked() -> None:
    assert {"hatchling", "editables"} <= pins("run").keys() & pins("test").keys()
    assert "cyclonedx-bom" in pins("tools")


def test_the_tests_run_on_what_is_locked() -> None:
    other = {}
    for name, locked in pins("torch", "test").items():
        try:
            found = version(name).partition("+")[0]
        except PackageNotFoundError:  # of another system
            continue
        if found != locked:
            other[name] = found
    assert not other, "run `make test`, or `python .ci/install.py test`"
