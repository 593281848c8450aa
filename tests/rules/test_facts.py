"""From what is told to what the rules rely on: definitions, implications, and incidents that are not told at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.loader import load_scheme
from assistant.corpus.model import Scheme
from assistant.errors import RuleError
from assistant.rules.coverage import Verdict, assess
from assistant.rules.facts import resolve_facts
from assistant.rules.logic import Truth

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def silver() -> Scheme:
    """A scheme with definitions that override a word, and implications with a "not"."""
    return load_scheme(ROOT / "corpus" / "silver")[0]


@pytest.mark.parametrize(
    ("stated", "leak"),
    [
        # Lost media hold information; a client's machine that is lost is property first.
        ({"lost_media": True}, True),
        ({"lost_media": True, "leak": None}, True),
        ({"lost_media": True, "leak": False}, False),
        ({"lost_media": True, "property_damage": True}, None),
        # A definition beats the word, whatever was said of the leak.
        ({"officer_disclosed": True}, False),
        ({"officer_disclosed": True, "leak": None}, False),
        ({"officer_disclosed": True, "leak": True}, False),
        ({"own_information": True, "leak": True}, False),
        ({"public_information": True, "leak": True}, False),
        # It reaches no further than what it defines.
        ({"own_information": True, "personal_information": True, "leak": True}, True),
        ({"public_information": True, "personal_information": True, "leak": True}, True),
        ({"public_information": True, "published": True, "leak": True}, True),
        # One's own data attacked: others' may be at risk, unless it is told what leaked.
        ({"own_information": True, "attack": True}, None),
        ({"own_information": True, "attack": True, "leak": True}, False),
    ],
)
def test_what_counts_as_a_leak(silver: Scheme, stated: dict[str, Truth], leak: Truth) -> None:
    assert resolve_facts(silver, stated).values["leak"] is leak


def test_a_fact_tells_something_when_stated_or_implied_not_when_presumed(silver: Scheme) -> None:
    facts = resolve_facts(silver, {"no_attack_found": True, "consent": None})
    assert facts.tells("no_attack_found") and facts.tells("consent")
    assert facts.tells("suspected_attack"), "implied"
    assert not facts.tells("copyright"), "presumed"
    assert not facts.tells("published"), "open"


def test_an_unknown_fact_is_refused_by_name(silver: Scheme) -> None:
    with pytest.raises(RuleError, match="no fact 'lekage'"):
        resolve_facts(silver, {"lekage": True})


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        # Nothing is told of what happened: it may have been a leak.
        ({"settlement_consent": True}, "conditional"),
        # An incident is told by what it implies: nothing else is supposed to have happened beside it.
        ({"lost_media": True}, "covered"),
        ({"officer_disclosed": True}, "not_covered"),
    ],
)
@pytest.mark.parametrize("plan", ["leakage-only", "comprehensive"])
def test_an_incident_is_open_only_when_none_is_told(
    silver: Scheme, plan: str, stated: dict[str, Truth], verdict: Verdict
) -> None:
    assert assess(silver, plan, "damages", stated).verdict == verdict
