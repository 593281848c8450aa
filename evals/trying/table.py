"""Run the tests that try something, and write the table of what was tried, how often and what happened."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.errors import EvaluationError
from evals.trying.plugin import MARK, OPTION, Tried

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "tried.md"
_HEAD = """# What was tried against it

Faults of the machine and abuse by people, each a test that runs with the real thing: real processes that are killed, real files,
real disks that are full, a real server. `python -m evals tried` runs them again and writes this page; a test of `make test`
holds that none is missing from it. *How often* counts what was really sent or done in that run.
"""


def run_tests(tests: Path, root: Path = ROOT, more: Sequence[str] = ()) -> tuple[Tried, ...]:
    """Run the tests below a folder that carry the mark, in a process of their own, and return what they tried.

    Raises:
        EvaluationError: pytest did not get as far as running them.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "tried.jsonl"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            MARK,
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "evals.trying.plugin",
        ]
        ended = subprocess.run(
            [*command, OPTION, str(out), *more, str(tests)], cwd=root, stdout=sys.stderr, check=False
        )
        if not out.exists() or ended.returncode not in (0, 1):
            raise EvaluationError(f"The tests of {tests} did not run; pytest says why above.")
        return tuple(Tried(**json.loads(line)) for line in out.read_text(encoding="utf-8").splitlines())


def table_of(rows: Iterable[Tried]) -> str:
    """The page, as Markdown; the same for the same results."""
    parts, group = [_HEAD], ""
    for row in sorted(rows, key=lambda row: (row.group != "Faults", row.group, row.what)):
        if row.group != group:
            group = row.group
            parts.append(
                f"\n## {group}\n\n| what was tried | how often | what happened | tests |\n| --- | --- | --- | --- |\n"
            )
        where = ", ".join(f"`{file.removeprefix('tests/')}`" for file in sorted(row.files))
        parts.append(f"| {_cell(row.what)} | {_times(row)} | {_cell(_happened(row))} | {where} |\n")
    return "".join(parts)


def missing_rows(rows: Iterable[tuple[str, str]], page: str) -> list[str]:
    """What is tried by (group, what) and has no line on the page."""
    return [what for _, what in rows if f"| {_cell(what)} |" not in page]


def _times(row: Tried) -> str:
    unit = row.unit.removesuffix("s") if row.times == 1 else row.unit
    return f"{row.times:,} {unit}"


def _happened(row: Tried) -> str:
    if row.failed:
        return f"**Failed**: {', '.join(sorted({name.rpartition('::')[2] for name in row.failed}))}"
    if not row.times:
        return f"Not tried here: {'; '.join(sorted(set(row.skipped)))}"
    return row.outcome


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
