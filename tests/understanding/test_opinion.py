"""The second opinion: what is likely enough is added, what is unlikely is dropped, what costs money needs more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pytest

from assistant.corpus.model import Scheme
from assistant.understanding.features import Features
from assistant.understanding.intents import Intent
from assistant.understanding.learned import Learned
from assistant.understanding.linking import PatternHits
from assistant.understanding.numbers import find_all
from assistant.understanding.opinion import (
    ADD_CIRCUMSTANCE,
    ADD_DENIAL,
    ADD_FACT,
    ADD_FURTHER_PERIL,
    ADD_INTENT,
    ADD_ITEM,
    ADD_REQUIREMENT,
    ADD_UNNAMED_ITEM,
    DROP_BESIDE,
    DROP_FACT,
    DROP_ITEM,
    DROP_ONLY_ITEM,
    SURE_ITEM,
    Opinion,
    likely_intents,
)
from assistant.understanding.query import Cost, SchemeReading
from assistant.understanding.text import prepare

STEP = 0.01
# leak, attack: perils; disaster: a circumstance; guild_consent: a requirement; ransom: the one particular cost.
# damages and data_restoration each stand for a whole section.


@dataclass(frozen=True)
class Thinks:
    """Stands in for what was learned: the same probabilities for every message."""

    probabilities: Mapping[str, float]

    @property
    def families(self) -> Mapping[str, tuple[int, ...]]:
        """The scheme of these tests is one that was trained for."""
        return {"orchard": ()}

    def of_text(self, features: Features) -> None:
        """No text says anything."""

    def likely(self, features: Features, text: None = None) -> dict[str, float]:
        return dict(self.probabilities)


def weigh(
    schemes: Mapping[str, Scheme], likely: Mapping[str, float], read: SchemeReading, text: str = "a message"
) -> SchemeReading:
    opinion = Opinion(schemes, cast(Learned, Thinks(likely)), lambda _: PatternHits({}))
    message = prepare(text)
    (found,) = opinion.weigh(message, (), find_all(message.cased), [read])
    return found


@pytest.mark.parametrize(
    ("held", "likely", "expected"),
    [
        # what no pattern found
        ({}, {"+leak": ADD_FACT}, {"leak": True}),
        ({}, {"+leak": ADD_FACT - STEP}, {}),
        ({}, {"+disaster": ADD_CIRCUMSTANCE - STEP}, {}),
        ({}, {"+disaster": ADD_CIRCUMSTANCE}, {"disaster": True}),
        ({}, {"-leak": ADD_DENIAL}, {"leak": False}),
        ({}, {"-leak": ADD_DENIAL - STEP}, {}),
        ({}, {"+leak": 0.7, "-leak": 0.8}, {"leak": False}),  # denied more likely than said
        ({}, {"+leak": 0.8, "-leak": 0.7}, {"leak": True}),
        # what makes a loss payable
        ({}, {"+guild_consent": ADD_REQUIREMENT - STEP}, {}),
        ({}, {"+guild_consent": ADD_REQUIREMENT}, {"guild_consent": True}),
        # a further peril beside one that is known; not so beside one that is denied, nor beside a circumstance
        ({"leak": True}, {"+leak": 1, "+attack": ADD_FURTHER_PERIL - STEP}, {"leak": True}),
        ({"leak": True}, {"+leak": 1, "+attack": ADD_FURTHER_PERIL}, {"leak": True, "attack": True}),
        ({"leak": None}, {"+attack": ADD_FURTHER_PERIL - STEP}, {"leak": None}),
        ({"leak": False}, {"+attack": ADD_FACT}, {"leak": False, "attack": True}),
        ({"disaster": True}, {"+disaster": 1, "+attack": ADD_FACT}, {"disaster": True, "attack": True}),
        # what a pattern found
        ({"leak": True}, {"+leak": DROP_FACT}, {"leak": True}),
        ({"leak": True}, {"+leak": DROP_FACT - STEP}, {}),
        ({"leak": False}, {"+leak": 0.99}, {"leak": False}),
        ({"leak": None}, {"+leak": 0.99}, {"leak": None}),
    ],
)
def test_facts_are_added_and_dropped_by_how_likely_they_are(
    orchard_schemes: Mapping[str, Scheme],
    held: dict[str, bool | None],
    likely: dict[str, float],
    expected: dict[str, bool | None],
) -> None:
    assert weigh(orchard_schemes, likely, SchemeReading("orchard", facts=held)).facts == expected


@pytest.mark.parametrize(
    ("held", "likely", "expected"),
    [
        ((), {"item:ransom": ADD_ITEM}, ("ransom",)),
        ((), {"item:ransom": ADD_ITEM - STEP}, ()),
        ((), {"item:damages": 0.99, "item:data_restoration": 0.99}, ()),  # whole sections are never added
        ((), {"item:damages": 0.99, "item:ransom": ADD_ITEM}, ("ransom",)),
        (("damages",), {"item:damages": 0.9, "item:ransom": 0.9}, ("damages",)),  # what was found stands alone
        # the only cost that is named in what asks, and one of several
        (("ransom",), {"item:ransom": DROP_ONLY_ITEM}, ("ransom",)),
        (("ransom",), {"item:ransom": DROP_ONLY_ITEM - STEP}, ()),
        (("damages", "ransom"), {"item:damages": 0.65, "item:ransom": DROP_ITEM - STEP}, ("damages",)),
        (("damages", "ransom"), {"item:damages": 0.65, "item:ransom": DROP_ITEM}, ("damages", "ransom")),
        (("ransom",), {}, ("ransom",)),  # no opinion
        # beside a cost that is surely asked about
        (("damages", "ransom"), {"item:damages": SURE_ITEM, "item:ransom": DROP_BESIDE - STEP}, ("damages",)),
        (("damages", "ransom"), {"item:damages": SURE_ITEM, "item:ransom": DROP_BESIDE}, ("damages", "ransom")),
        (
            ("damages", "ransom"),
            {"item:damages": SURE_ITEM - STEP, "item:ransom": DROP_BESIDE - STEP},
            ("damages", "ransom"),
        ),
    ],
)
def test_costs_are_added_and_dropped_by_how_likely_they_are(
    orchard_schemes: Mapping[str, Scheme], held: tuple[str, ...], likely: dict[str, float], expected: tuple[str, ...]
) -> None:
    read = SchemeReading("orchard", items=held)
    assert weigh(orchard_schemes, likely, read, "is that cost paid?").items == expected


@pytest.mark.parametrize(("text", "sure"), [("is war excluded?", ADD_UNNAMED_ITEM), ("is its cost paid?", ADD_ITEM)])
def test_a_cost_that_no_word_names_must_be_clear(orchard_schemes: Mapping[str, Scheme], text: str, sure: float) -> None:
    read = SchemeReading("orchard")
    assert weigh(orchard_schemes, {"item:ransom": sure - STEP}, read, text).items == ()
    assert weigh(orchard_schemes, {"item:ransom": sure}, read, text).items == ("ransom",)


def test_the_amount_of_a_dropped_cost_goes_with_it(orchard_schemes: Mapping[str, Scheme]) -> None:
    read = SchemeReading("orchard", items=("damages", "ransom"), costs=(Cost("damages", 500_000), Cost("ransom", 90)))

    found = weigh(orchard_schemes, {"item:damages": 0.9, "item:ransom": 0.1}, read)

    assert found.costs == (Cost("damages", 500_000),)


@pytest.mark.parametrize(
    ("text", "yen"),
    [("They want 300,000 yen", 300_000), ("They want money", None), ("First 300,000 yen, then 500,000 yen", None)],
)
def test_an_added_cost_takes_the_only_amount_of_the_message(
    orchard_schemes: Mapping[str, Scheme], text: str, yen: int | None
) -> None:
    found = weigh(orchard_schemes, {"item:ransom": 0.9}, SchemeReading("orchard"), text)

    assert found.costs == (Cost("ransom", yen),)


def test_what_is_likely_of_the_question_and_of_the_own_statements_is_kept(
    orchard_schemes: Mapping[str, Scheme],
) -> None:
    likely = {"ask:premium": 0.8, "orchard:silent_instalments": 0.4, "other:hours": 0.9, "+leak": 0.1}

    found = weigh(orchard_schemes, likely, SchemeReading("orchard"))

    assert found.likely == {"ask:premium": 0.8, "orchard:silent_instalments": 0.4}


@pytest.mark.parametrize(
    ("likely", "found", "added"),
    [
        ({"ask:premium": ADD_INTENT}, (), {"premium": 0}),
        ({"ask:premium": ADD_INTENT - STEP}, (), {}),
        ({"ask:premium": 0.9}, ("premium",), {}),
        ({"ask:verdict": 0.9}, ("premium",), {"coverage": 0}),
        ({"ask:offers": 0.9}, (), {"choose": 0}),
        ({"ask:outside": 0.9, "ask:statement": 0.9}, (), {}),
    ],
)
def test_what_is_very_likely_asked_for_is_an_intent(
    likely: dict[str, float], found: tuple[Intent, ...], added: dict[Intent, int]
) -> None:
    assert likely_intents([SchemeReading("orchard", likely=likely)], found) == added


def test_a_scheme_that_nothing_was_labelled_for_is_read_by_patterns_alone(
    orchard_schemes: Mapping[str, Scheme],
) -> None:
    class Strange(Thinks):
        @property
        def families(self) -> Mapping[str, tuple[int, ...]]:
            return {"another": ()}

    read = SchemeReading("orchard", facts={"leak": True})
    opinion = Opinion(orchard_schemes, cast(Learned, Strange({"+leak": 0.0})), lambda _: PatternHits({}))
    message = prepare("a message")
    assert opinion.weigh(message, (), find_all(message.cased), [read]) == [read]
