"""The fields beside the chat: what is offered follows from what was chosen above."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace as Record

import pytest

from assistant.conversation import Selection
from assistant.web.choices import Context, form
from assistant.web.names import Names


def scheme(
    ident: str, plans: dict[str, tuple[str, ...]], ranks: tuple[str, ...] = (), *, residents: bool = False
) -> Record:
    return Record(
        id=ident,
        name={"ja": f"{ident}制度", "en": f"{ident} scheme"},
        plans=tuple(Record(id=plan, name={"ja": plan, "en": plan}, types=types) for plan, types in plans.items()),
        type_label={"ja": "契約類型", "en": "Contract type"},
        ranks=ranks,
        rank_label=None,
        residents=residents,
    )


NAMES = Names(
    (
        scheme("group", {"small": ("G1", "G2"), "large": ("F1",)}, ("A", "B")),
        scheme("town", {"only": ("1", "2")}, residents=True),
    )
)


def offered(html: str) -> dict[str, list[str]]:
    found = re.findall(r'<select id="choice-(\w+)".*?</select>', html)
    return {
        name: re.findall(r'<option value="([^"]+)"', html.split(f'id="choice-{name}"')[1].split("</select>")[0])
        for name in found
    }


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, {"scheme": ["group", "town"]}),
        ({"scheme": "group"}, {"scheme": ["group", "town"], "plan": ["small", "large"], "rank": ["A", "B"]}),
        (
            {"scheme": "group", "plan": "large"},
            {"scheme": ["group", "town"], "plan": ["small", "large"], "type": ["F1"], "rank": ["A", "B"]},
        ),
        ({"scheme": "town"}, {"scheme": ["group", "town"], "plan": ["only"], "type": ["1", "2"]}),
    ],
)
def test_each_field_offers_what_fits(chosen: dict[str, str], expected: dict[str, list[str]]) -> None:
    html = form(Context(**chosen).fitted(NAMES), NAMES)
    assert offered(html) == expected
    assert ("choice-residents" in html) == (chosen.get("scheme") == "town")


def test_choices_that_do_not_fit_are_dropped() -> None:
    context = Context(scheme="group", plan="only", type="F1", rank="B", residents="5").fitted(NAMES)
    assert context.selection() == Selection(scheme="group", rank="B")
    moved = Context(scheme="group", plan="small", type="F1").fitted(NAMES)
    assert moved.selection() == Selection(scheme="group", plan="small")
    assert Context(scheme="gone", plan="small").fitted(NAMES).selection() == Selection()


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("10866", 10866),
        ("10,866", 10866),
        ("１０８６６人", 10866),
        ("", None),
        ("0", None),
        ("-3", None),
        ("9" * 13, None),
    ],
)
def test_residents_are_read_as_people_type_them(typed: str, count: int | None) -> None:
    assert Context(scheme="town", residents=typed).fitted(NAMES).selection().residents == count


@pytest.mark.parametrize(
    "raw", [None, "", "{", "[]", '{"language": "fr"}', '{"plan": 1}', "[" * 3000, '{"a":"' + "x" * 9000]
)
def test_an_unusable_context_counts_as_nothing_chosen(raw: object) -> None:
    assert Context.read(raw) == Context()


def test_a_context_is_read_back_as_it_was_sent() -> None:
    sent = {
        "language": "en",
        "scheme": "town",
        "plan": "",
        "type": "2",
        "rank": "",
        "residents": "12",
        "linked": True,
        "length": 3,
        "conversation": "0123456789abcdef" * 2,
    }
    assert Context.read(json.dumps(sent)).model_dump() == sent


def test_every_field_has_a_label() -> None:
    html = form(Context(scheme="town").fitted(NAMES), NAMES)
    assert set(re.findall(r'<label for="([^"]+)"', html)) == set(re.findall(r'id="(choice-\w+)" name', html))
