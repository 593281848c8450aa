"""The table of what was tried: written from a real run of tests, and up to date with the tests of this repository."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import EvaluationError
from evals.trying.fuzzing import RUNS, fuzz
from evals.trying.plugin import Tried, tried_of
from evals.trying.table import TABLE, missing_rows, run_tests, table_of

TESTS = Path(__file__).parents[1]
SAMPLE = """
import pytest
from hypothesis import given, settings, strategies as st

@pytest.mark.tried("Faults", "the disk is full", "nothing is lost")
@pytest.mark.parametrize("size", [1, 2])
def test_disk(size): pass

@pytest.mark.tried("Abuse", "many bodies", "no 5xx", unit="bodies")
def test_bodies(record_property): record_property("times", 5000)

@pytest.mark.tried("Abuse", "any number", "it is read", unit="examples")
@given(st.integers())
@settings(max_examples=7, derandomize=True, database=None)
def test_numbers(number): pass

@pytest.mark.tried("Abuse", "a pipe | in a name", "it is refused")
def test_fails(): assert False

@pytest.mark.tried("Faults", "no disk at all", "it says so")
def test_skipped(): pytest.skip("needs root")

def test_without_a_mark(): assert False
"""


def test_a_run_of_tests_becomes_a_table(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = tried\n", encoding="utf-8")
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    first = table_of(run_tests(tmp_path / "test_sample.py"))
    lines = [line for line in first.splitlines() if line.startswith(("|", "##"))]
    assert lines[0] == "## Faults"
    assert lines[3].startswith("| no disk at all | 0 cases | Not tried here: needs root |")
    assert lines[4].startswith("| the disk is full | 2 cases | nothing is lost | `")
    assert lines[5] == "## Abuse"
    assert lines[8].startswith("| a pipe \\| in a name | 0 cases | **Failed**: test_fails |")
    assert lines[9].startswith("| any number | 7 examples | it is read |")
    assert lines[10].startswith("| many bodies | 5,000 bodies | no 5xx |")
    assert table_of(run_tests(tmp_path / "test_sample.py")) == first


def marks() -> Iterator[Tried]:
    """What the tests of this repository try, read from their sources."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.tried":
                named = {word.arg or "": ast.literal_eval(word.value) for word in node.keywords}
                yield tried_of(*map(ast.literal_eval, node.args), **named)


def test_the_table_has_a_line_for_everything_that_is_tried_and_nothing_failed() -> None:
    page = TABLE.read_text(encoding="utf-8")
    found = list(marks())
    assert found
    assert missing_rows(((row.group, row.what) for row in found), page) == []
    rows = sum(line.startswith("| ") for line in page.splitlines()) - 2 * page.count("\n## ")
    assert rows == len({(row.group, row.what) for row in found}) + len(RUNS)
    assert "**Failed**" not in page


def test_what_cannot_be_fuzzed_is_named() -> None:
    with pytest.raises(EvaluationError, match="numbers, understanding"):
        fuzz("weather", 1)
