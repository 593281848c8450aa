"""JUnit XML: a suite for the gate and one for each data set, for the tools of continuous integration."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from evals.report.view import View

# What XML 1.0 cannot carry.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(view: View) -> str:
    """The run as JUnit XML. A wrong case is a failure only when it is a regression: others are known, and counted."""
    root = Xml.Element("testsuites", name="evaluation")
    gate = Xml.SubElement(root, "testsuite", name="gate")
    for check in view.judgement.checks:
        case = Xml.SubElement(gate, "testcase", classname="gate", name=_clean(check.name))
        if check.verdict == "failed":
            Xml.SubElement(case, "failure", message=_clean(check.message))
        elif check.verdict == "not judged":
            Xml.SubElement(case, "skipped", message=_clean(check.message))
    suites: dict[str, Xml.Element] = {}
    for outcome in view.results.outcomes:
        if outcome.dataset not in suites:
            suites[outcome.dataset] = Xml.SubElement(root, "testsuite", name=outcome.dataset)
        case = Xml.SubElement(suites[outcome.dataset], "testcase", classname=outcome.dataset, name=_clean(outcome.id))
        if outcome.skipped is not None:
            Xml.SubElement(case, "skipped", message=_clean(outcome.skipped))
        elif outcome.id in view.regressed:
            Xml.SubElement(case, "failure", message=_clean("; ".join(outcome.problems)), type="regression")
        elif not outcome.right:
            Xml.SubElement(case, "skipped", message=_clean("known to be wrong: " + "; ".join(outcome.problems)))
    for suite in root:
        suite.set("tests", str(len(suite)))
        for kind in ("failure", "skipped"):
            suite.set("failures" if kind == "failure" else kind, str(len(suite.findall(f"testcase/{kind}"))))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
