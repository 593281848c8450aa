"""Bad data stops a run before anything is asked: file, line and field are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationError
from evals.loading import check_ids, check_names, read_records
from evals.manifest import read_manifest, renew_manifest
from evals.records import BadRequest, Question
from evals.sets import check_sets, known_names, load_sets
from tests.evals.conftest import Small

GOOD: dict[str, Any] = {
    "id": "a-1", "scheme": "orchard", "lang": "ja", "turns": ["?"], "kind": "coverage", "verdicts": {"orchard/barn": "covered"},
}  # fmt: skip


def write(path: Path, *records: object) -> Path:
    lines = (record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def message(path: Path) -> str:
    with pytest.raises(EvaluationError) as caught:
        read_records(path, Question)
    return caught.value.message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"lang": "fr"}, "lang: "),
        ({"turns": []}, "turns: "),
        ({"turns": None}, "turns: "),
        ({"verdicts": {"orchard/barn": "maybe"}}, "verdicts.orchard/barn: "),
        ({"verdicts": {"barn": "covered"}}, "verdicts.barn"),
        ({"verdict": {}}, "verdict: there is no such field."),
        ({"selected": {"plam": "barn"}}, "selected.plam: there is no such field."),
        ({"yen": [1.5], "kind": "amount"}, "yen.0: "),
        ({"difficulty": 4}, "difficulty: "),
        ({"verdicts": {}}, "gold: "),
        ({"verdicts": {}, "must_not": ["x"]}, "verdicts: kind 'coverage' needs"),
        ({"kind": "amount", "verdicts": {"orchard/barn": "covered"}}, "yen: kind 'amount' needs"),
        ({"abstain": True}, "abstain: true does not go with kind 'coverage'"),
        ({"id": ""}, "id: "),
        ({"id": "two words"}, "id: "),
    ],
)
def test_a_malformed_record_is_named_with_line_and_field(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = write(tmp_path / "set.jsonl", GOOD, {**GOOD, "id": "a-2", **change})
    said = message(path)
    assert said.startswith(f"{path}:2: ")
    assert told in said


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", {key: value for key, value in GOOD.items() if key != "turns"})
    assert message(path) == f"{path}:1: turns: this field is required."


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "no JSON"),
        ("[1]", "an object such as"),
        ('{"id": "a", "id": "b"}', "id: this field is given twice"),
        ('{"a":' * 5000, "JSON"),
    ],
)
def test_a_line_that_is_no_record(tmp_path: Path, line: str, told: str) -> None:
    said = message(write(tmp_path / "set.jsonl", line))
    assert ":1: " in said and told in said


def test_a_duplicate_id_is_named_with_both_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", GOOD, "", GOOD)
    assert message(path) == f"{path}:3: id: 'a-1' stands in line 1 already."


def test_an_id_in_two_sets_is_named(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", GOOD), write(tmp_path / "b.jsonl", GOOD)
    with pytest.raises(EvaluationError, match=r"b\.jsonl: record a-1: id: it stands in .*a\.jsonl too"):
        check_ids((path, read_records(path, Question)) for path in (first, second))


def test_ten_faults_are_told_at_once_and_the_rest_counted(tmp_path: Path) -> None:
    said = message(write(tmp_path / "set.jsonl", *(["{"] * 14)))
    assert len(said.splitlines()) == 11
    assert said.endswith("… and 4 more.")


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    assert "cannot be read" in message(tmp_path / "none.jsonl")
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in message(tmp_path / "set.jsonl")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"scheme": "meadow"}, "scheme: there is no scheme 'meadow'"),
        ({"selected": {"scheme": "meadow"}}, "selected.scheme: there is no scheme 'meadow'"),
        ({"selected": {"scheme": "orchard", "plan": "shed"}}, "selected.plan: there is no plan 'orchard/shed'"),
        ({"verdicts": {"orchard/shed": "covered"}}, "verdicts.orchard/shed: there is no plan 'orchard/shed'"),
        ({"verdicts": {"meadow/*": "covered"}}, "verdicts.meadow/*: there is no plan"),
    ],
)
def test_an_unknown_scheme_or_plan_is_named(small: Small, change: dict[str, Any], told: str) -> None:
    path = write(small.home.data / "extra.jsonl", {**GOOD, **change})
    corpus = small.open().assistant.corpus
    with pytest.raises(EvaluationError) as caught:
        check_names(path, read_records(path, Question), known_names(corpus))
    assert f"{path}: record a-1: {told}" in caught.value.message


def test_every_plan_of_a_scheme_can_be_meant(small: Small) -> None:
    path = write(small.home.data / "questions.jsonl", {**GOOD, "verdicts": {"orchard/*": "not_covered"}})
    renew_manifest(small.home.data)
    loaded = load_sets(read_manifest(small.home.data), small.home.data, wanted=["questions"])
    (made,) = check_sets(loaded, small.open().assistant.corpus).chosen[0].records
    assert isinstance(made, Question)
    assert made.verdicts == {"orchard/basket": "not_covered", "orchard/barn": "not_covered"}
    assert path.exists()


def test_a_set_that_is_not_the_listed_one_stops_the_run(small: Small) -> None:
    with (small.home.data / "questions.jsonl").open("a") as file:
        file.write("\n")
    with pytest.raises(EvaluationError, match=r"sets\.questions\.sha256: .*python -m evals manifest"):
        load_sets(read_manifest(small.home.data), small.home.data)


def test_renewing_the_manifest_tells_what_changed_and_keeps_the_rest(small: Small) -> None:
    write(small.home.data / "questions.jsonl", GOOD)
    (told,) = renew_manifest(small.home.data)
    assert told.startswith("questions: 12 → 1 records")
    assert renew_manifest(small.home.data) == []
    assert read_manifest(small.home.data).sets["questions"].count == 1


def test_a_file_that_no_entry_lists_is_named(small: Small) -> None:
    write(small.home.data / "more.jsonl", GOOD)
    with pytest.raises(EvaluationError, match=r"no entry lists more\.jsonl"):
        renew_manifest(small.home.data)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"licence": "Apache-2.0"', '"licence": ""', "sets.questions.licence: "),
        ('"kind": "questions"', '"kind": "riddles"', "sets.questions.kind: "),
        ('"group": "small",', "", "sets.questions.group: this field is required."),
        ("{", "", "manifest.json: "),
    ],
)
def test_a_manifest_that_cannot_be_used(small: Small, before: str, after: str, told: str) -> None:
    small.edit(small.home.data / "manifest.json", before, after)
    with pytest.raises(EvaluationError) as caught:
        read_manifest(small.home.data)
    assert told in caught.value.message


def test_a_bad_request_has_exactly_one_body() -> None:
    rest = {"id": "b", "category": "x", "expect": {"status": "4xx", "max_seconds": 5}}
    assert BadRequest.model_validate({**rest, "body": None}).body is None
    for bodies in ({}, {"body": {}, "raw_hex": "00"}):
        with pytest.raises(ValueError, match="exactly one of body"):
            BadRequest.model_validate({**rest, **bodies})
