"""Write everything that is read of a run into its folder."""

from __future__ import annotations

from pathlib import Path

from evals.ablations import read_table
from evals.gate import judge_at
from evals.home import Home
from evals.report.junit import junit_xml
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.view import View
from evals.results import read_cases, read_resources, read_results

PAGE, COMMENT, JUNIT, GATE = "report.html", "report.md", "junit.xml", "gate.json"


def write_reports(folder: Path, home: Home) -> Path:
    """Write the page, the comment for a pull request, the gate's judgement and JUnit XML; return the page's path.

    Raises:
        EvaluationError: the folder holds no run, or thresholds or baseline cannot be used.
    """
    results = read_results(folder)
    view = View(
        results, judge_at(home, results), read_cases(folder), read_resources(folder), read_table(home.ablations)
    )
    (folder / PAGE).write_text(page(view), encoding="utf-8")
    (folder / COMMENT).write_text(markdown(view), encoding="utf-8")
    (folder / JUNIT).write_text(junit_xml(view), encoding="utf-8")
    judged = view.judgement.model_dump_json(indent=1, by_alias=True, exclude={"baseline"})
    (folder / GATE).write_text(judged + "\n", encoding="utf-8")
    return folder / PAGE
