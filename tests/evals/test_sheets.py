"""An owner's own questions, in CSV or a spreadsheet, run as a data set."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assistant.errors import EvaluationError
from evals.records import Question
from evals.sheets import read_sheet
from tests.evals.conftest import Small

HEAD = "question,expected,scheme,plan\n"


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "mine.csv"
    path.write_bytes(text.encode(encoding))
    return path


def only(path: Path) -> Question:
    (question,) = read_sheet(path)
    return question


@pytest.mark.parametrize(
    ("expected", "gold"),
    [
        ("covered", {"verdicts": {"orchard/barn": "covered"}}),
        ("Not covered", {"verdicts": {"orchard/barn": "not_covered"}}),
        ("対象外", {"verdicts": {"orchard/barn": "not_covered"}}),
        ("条件つき", {"verdicts": {"orchard/barn": "conditional"}}),
        ("12300", {"yen": [12300]}),
        ("12,300円", {"yen": [12300]}),
        ("440万円", {"yen": [4_400_000]}),
        ("¥12,300", {"yen": [12300]}),
        ("12300; 9800", {"yen": [12300, 9800]}),
        ("記載なし", {"abstain": True}),
        ("not in the brochure", {"abstain": True}),
        ("00-1234-5678", {"must": [["00-1234-5678"]]}),
        ("平日|weekdays; 午後4時", {"must": [["平日", "weekdays"], ["午後4時"]]}),
    ],
)
def test_what_is_expected_is_read(tmp_path: Path, expected: str, gold: dict[str, object]) -> None:
    question = only(csv(tmp_path, f'{HEAD}"身代金は？","{expected}",orchard,barn\n'))
    assert {name: getattr(question, name) for name in gold} == gold
    assert question.turns == ["身代金は？"]
    assert (question.selected.scheme, question.selected.plan, question.lang) == ("orchard", "barn", "ja")


def test_ids_are_the_files_name_and_row(tmp_path: Path) -> None:
    questions = read_sheet(csv(tmp_path, f"{HEAD}A?,12300,,\n,,,\nB?,12300,,\n"))
    assert [question.id for question in questions] == ["mine-2", "mine-4"]


def test_a_verdict_without_a_plan_is_of_every_plan(tmp_path: Path) -> None:
    assert only(csv(tmp_path, f"{HEAD}Ransom?,not covered,orchard,\n")).verdicts == {"orchard/*": "not_covered"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_headings_in_japanese_and_the_encodings_of_excel(tmp_path: Path, encoding: str) -> None:
    question = only(
        csv(tmp_path, "質問,期待する答え,制度,プラン,禁句\r\n身代金は？,対象外,orchard,barn,補償されます\r\n", encoding)
    )
    assert question.verdicts == {"orchard/barn": "not_covered"}
    assert question.must_not == ["補償されます"]


def test_a_workbook_reads_like_a_csv_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["question", "expected", "scheme", "residents"])
    sheet.append(["保険料は？", 12300, "orchard", 10.0])
    book.save(tmp_path / "mine.xlsx")
    question = only(tmp_path / "mine.xlsx")
    assert (question.yen, question.selected.residents, question.kind) == ([12300], 10, "amount")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file has no rows"),
        ("question,scheme\n", ":1: expected: this column is missing"),
        ("question,expected,colour\n", ":1: 'colour': there is no such column"),
        ("question,expected,質問\n", ":1: '質問': this column stands there twice"),
        (f"{HEAD},12300,,\n", ":2: question: the cell is empty"),
        (f"{HEAD}A?,,,\n", ":2: expected: the cell is empty"),
        (f"{HEAD}A?,covered,,\n", ":2: scheme: a verdict needs the scheme"),
        ("question,expected,residents\nA?,12300,many\n", ":2: residents: 'many' is no whole number"),
        ("question,expected,language\nA?,12300,fr\n", ":2: lang: "),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = csv(tmp_path, text)
    with pytest.raises(EvaluationError) as caught:
        read_sheet(path)
    assert str(path) in caught.value.message and told in caught.value.message


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("no", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"this is no \.xlsx workbook"):
        read_sheet(tmp_path / "mine.xlsx")


def test_an_owners_file_runs(small: Small, tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        f"{HEAD}Is ransom paid after a cyber attack?,not covered,orchard,\n納屋プランのタイプS、ランクAの保険料は？,12300,orchard,barn\n",
    )
    results = small.run(wanted=[str(path)])
    assert [(outcome.id, outcome.right) for outcome in results.ran] == [("mine-2", True), ("mine-3", True)]
    assert results.scopes["mine"]["accuracy"].value == 1
