"""Sources: they exist as cited, they are the rule's own, and they are those that a reader named."""

from __future__ import annotations

from typing import Any

import pytest

from evals.citations import Places, support
from evals.records import Ground

PLACES = Places(
    {("orchard", "leaflet", "exclusions"): 2, ("orchard", "leaflet", "contact"): 3},
    {"orchard.ransom": ("exclusions",)},
)


def answer(section: str = "exclusions", page: int = 2, document: str = "leaflet", rule: str = "orchard.ransom") -> Any:
    citation = {"scheme": "orchard", "document": document, "section": section, "page": page}
    verdict = {"scheme": "orchard", "plan": "barn", "verdict": "not_covered", "rules": [rule]}
    return {"verdicts": [verdict], "citations": [citation]}


def test_a_supported_answer() -> None:
    found = support(answer(), PLACES, Ground(id="1", sections=["orchard/exclusions"], rules=["orchard.ransom"]))
    assert (found.places, found.rules, found.sections, found.justification) == ((1, 1), (1, 1), True, True)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (answer(page=3), "leaflet has no section 'exclusions' on page 3"),
        (answer(document="flyer"), "flyer has no section 'exclusions' on page 2"),
        (answer(section="preface"), "leaflet has no section 'preface' on page 2"),
    ],
)
def test_a_place_that_does_not_exist(given: Any, told: str) -> None:
    found = support(given, PLACES, None)
    assert found.places == (0, 1)
    assert told in [problem.message for problem in found.problems]


def test_a_section_that_is_not_the_rules_own() -> None:
    found = support(answer(section="contact", page=3), PLACES, None)
    assert (found.places, found.rules) == ((1, 1), (0, 1))
    assert [problem.message for problem in found.problems] == ["no section of rule orchard.ransom is cited"]


def test_a_rule_that_does_not_exist_supports_nothing() -> None:
    assert support(answer(rule="orchard.ghost"), PLACES, None).rules == (0, 1)


def test_gold_is_judged_apart_from_the_verdict() -> None:
    found = support(answer(), PLACES, Ground(id="1", sections=["orchard/contact"], rules=["orchard.disaster"]))
    assert (found.sections, found.justification) == (False, False)
    assert {problem.aspect for problem in found.problems} == {"citation", "justification"}


def test_without_gold_nothing_is_asked() -> None:
    found = support({"verdicts": [], "citations": []}, PLACES, None)
    assert (found.places, found.rules, found.sections, found.justification) == ((0, 0), (0, 0), None, None)
