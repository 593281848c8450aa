"""A plugin of pytest: counts what the tests with the mark `tried` try, and writes it down as JSON lines.

`tried(group, what, outcome, unit="cases")`: what is tried, what the tests hold to happen then, and in what it is counted. A
test counts once; one of Hypothesis as often as it had examples; one that goes through many by itself tells how many, by
`record_property("times", n)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

MARK = "tried"
OPTION = "--tried-out"
_PASSING = re.compile(r"(\d+) passing")


@dataclass(slots=True)
class Tried:
    """One row: what was tried, in which files of tests, how often, and how it ended."""

    group: str
    what: str
    outcome: str
    unit: str
    files: list[str] = field(default_factory=list)
    times: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def tried_of(group: str, what: str, outcome: str, unit: str = "cases") -> Tried:
    """The row that a mark names."""
    return Tried(group, what, outcome, unit)


class Collector:
    """Keeps a row for each thing tried while the tests run."""

    def __init__(self, out: Path, root: Path) -> None:
        self._out, self._root = out, root
        self._rows: dict[tuple[str, str], Tried] = {}
        self._examples: dict[str, int] = {}
        self._row_of: dict[str, Tried] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what each test tries; several may try the same."""
        for item in session.items:
            mark = item.get_closest_marker(MARK)
            if mark is None:
                continue
            named = tried_of(*mark.args, **mark.kwargs)
            row = self._rows.setdefault((named.group, named.what), named)
            file = item.path.relative_to(self._root).as_posix()
            if file not in row.files:
                row.files.append(file)
            self._row_of[item.nodeid] = row

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Note how many examples Hypothesis tried."""
        report = yield
        said = getattr(item, "hypothesis_statistics", "")
        self._examples[item.nodeid] = sum(map(int, _PASSING.findall(said)))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test that ended."""
        row = self._row_of.get(report.nodeid)
        if row is None:
            return
        if report.failed:
            row.failed.append(report.nodeid)
        elif report.skipped:
            why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            row.skipped.append(why.removeprefix("Skipped: "))
        elif report.when == "call":
            told = sum(int(str(value)) for name, value in report.user_properties if name == "times")
            row.times += told or self._examples.get(report.nodeid) or 1

    def pytest_sessionfinish(self) -> None:
        """Write the rows, a JSON object a line, in the order of groups and of what was tried."""
        lines = [json.dumps(asdict(row), ensure_ascii=False) for _, row in sorted(self._rows.items())]
        self._out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file to write."""
    parser.addoption(OPTION, type=Path, default=None, help="Write what was tried to this file.")


def pytest_configure(config: pytest.Config) -> None:
    """Collect where a file is named."""
    out = config.getoption(OPTION)
    if out is not None:
        config.pluginmanager.register(Collector(out, config.rootpath))
