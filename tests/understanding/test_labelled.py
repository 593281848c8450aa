"""Labelled questions: good lines are read in order; a bad one is told with its file, line and field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.corpus.model import Scheme
from assistant.errors import LabelError
from assistant.understanding.labelled import read_labelled

GOOD = {"text": "サーバーが止まった", "lang": "ja", "scheme": "orchard", "ask": "verdict"}


def line(**changed: object) -> str:
    return json.dumps({**GOOD, **changed}, ensure_ascii=False)


def without(key: str) -> str:
    return json.dumps({k: v for k, v in GOOD.items() if k != key})


def test_lines_are_read_by_file_and_line_and_blank_ones_are_passed_over(
    tmp_path: Path, orchard_schemes: Mapping[str, Scheme]
) -> None:
    (tmp_path / "b.jsonl").write_text(line(text="third") + "\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(line(text="first") + "\n\n" + line(text="second"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not looked at", encoding="utf-8")

    labels = read_labelled(tmp_path, orchard_schemes)

    assert [(x.writer, x.line, x.text) for x in labels] == [("a", 1, "first"), ("a", 3, "second"), ("b", 1, "third")]


def test_all_that_a_line_says_is_kept(tmp_path: Path, orchard_schemes: Mapping[str, Scheme]) -> None:
    said = {
        "ask": "payout",
        "facts": {"leak": True, "attack": False, "disaster": None},
        "items": {"ransom": 300_000, "damages": None},
        "plans": ["barn"],
        "choices": {"type": "S", "rank": ["A", "B"]},
        "statement": "silent_instalments",
        "supposes": True,
    }
    (tmp_path / "w.jsonl").write_text(line(**said), encoding="utf-8")

    (label,) = read_labelled(tmp_path, orchard_schemes)

    assert label.facts == {"leak": True, "attack": False, "disaster": None}
    assert label.items == {"ransom": 300_000, "damages": None}
    assert (label.plans, label.statement, label.supposes) == (("barn",), "silent_instalments", True)
    assert label.choices == {"type": "S", "rank": ("A", "B")}


def test_a_question_for_no_scheme_may_name_what_any_scheme_has(
    tmp_path: Path, orchard_schemes: Mapping[str, Scheme]
) -> None:
    (tmp_path / "w.jsonl").write_text(line(scheme=None, facts={"leak": True}), encoding="utf-8")

    assert read_labelled(tmp_path, orchard_schemes)[0].scheme is None


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", ": not a JSON object ("),
        ("[1]", ": not a JSON object ("),
        ("3", ": not a JSON object ("),
        ("null", ": not a JSON object ("),
        (without("text"), ", text: Field required."),
        (without("lang"), ", lang: Field required."),
        (without("ask"), ", ask: Field required."),
        (line(text=""), ", text: String should have at least 1 character."),
        (line(lang="fr"), ", lang: Input should be 'ja' or 'en'."),
        (line(ask="weather"), ", ask: Input should be 'verdict', 'payout'"),
        (line(mood="sad"), ", mood: Extra inputs are not permitted."),
        (line(facts=["leak"]), ", facts: Input should be a valid dictionary."),
        (line(facts={"leak": "perhaps"}), ", facts.leak: Input should be a valid boolean"),
        (line(items={"ransom": "much"}), ", items.ransom: Input should be a valid integer"),
        (line(scheme="moon"), ", scheme: there is no scheme 'moon'; there are orchard."),
        (line(facts={"flood": True}), ", facts: orchard has no facts 'flood'."),
        (line(items={"taxi": None}), ", items: orchard has no items 'taxi'."),
        (line(plans=["gold"]), ", plans: orchard has no plans 'gold'."),
        (line(choices={"size": "S"}), ", choices: orchard has no choices 'size'."),
        (line(statement="colour"), ", statement: orchard has no statement 'colour'."),
        (line(scheme=None, facts={"flood": True}), ", facts: no scheme has no facts 'flood'."),
    ],
)
def test_a_bad_line_is_told_with_file_line_and_field(
    tmp_path: Path, orchard_schemes: Mapping[str, Scheme], bad: str, says: str
) -> None:
    path = tmp_path / "w1.jsonl"
    path.write_text(f"{line()}\n\n{bad}\n{line()}\n", encoding="utf-8")

    with pytest.raises(LabelError) as caught:
        read_labelled(tmp_path, orchard_schemes)

    assert str(caught.value).startswith(f"{path}, line 3{says}")


def test_an_empty_folder_and_none_hold_no_questions(tmp_path: Path, orchard_schemes: Mapping[str, Scheme]) -> None:
    assert read_labelled(tmp_path, orchard_schemes) == []
    assert read_labelled(tmp_path / "none", orchard_schemes) == []
