"""A planted mistake in a reading is found as what it is; so is a label that a reading does not meet."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.conversation import Selection
from assistant.errors import EvaluationError
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.understanding.labelled import Labelled
from assistant.understanding.query import Cost, Query, SchemeReading
from evals.cli import app
from evals.edits import STAGES, all_edits
from evals.misreadings import MISTAKES, misreadings
from evals.records import Question
from evals.stages import Diagnosis, Failure, check_choice, details, table
from tests.evals.conftest import ORCHARD, ROOT, Small

TODAY = dt.date(2026, 11, 20)
LEAK = "かごプランで、情報漏えいの損害賠償金は補償されますか"
RESTORE = "納屋プランで、サイバー攻撃のあとのデータ復旧費用は補償されますか"
PREMIUM = "納屋プラン、タイプS、ランクAの保険料はいくらですか"


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Assistant:
    """The assistant over the invented scheme alone."""
    folder = tmp_path_factory.mktemp("orchard")
    shutil.copytree(ORCHARD, folder / "orchard")
    for path in (ROOT / "corpus").glob("*.yaml"):
        shutil.copy(path, folder)
    return Assistant.open(replace(settings, corpus_dir=folder, data_dir=folder / "state"), lazy=True)


def question(text: str, kind: str = "coverage", **gold: Any) -> Question:
    return Question.model_validate(
        {"id": "q", "scheme": "orchard", "lang": "ja", "turns": [text], "kind": kind, **gold}
    )


def diagnosed(assistant: Assistant, asked: Question, **planted: Any) -> Failure | None:
    """The failure of a question whose reading was changed in these fields."""

    def read(turns: Sequence[str], picked: Selection) -> Query:
        q = assistant._reader.read(turns, picked)
        return replace(q, readings=tuple(replace(r, **planted) for r in q.readings)) if planted else q

    return Diagnosis(assistant, TODAY, read).of(asked)


@pytest.mark.parametrize(
    ("text", "kind", "gold", "planted", "stage", "mend"),
    [
        # A leak is said, but read as denied: no insured event is left.
        (LEAK, "coverage", {"verdicts": {"orchard/basket": "covered"}}, {"facts": {"leak": False}},
         "fact or polarity", "fact +leak"),
        # Restoring data is conditional on the guild's consent; ransom is never paid, whatever the facts.
        (RESTORE, "coverage", {"verdicts": {"orchard/barn": "conditional"}},
         {"items": ("ransom",), "costs": (Cost("ransom"),)}, "wrong concept", "item ransom → data_restoration"),
        (PREMIUM, "amount", {"yen": [12_300]}, {"choices": {"type": ("S",), "rank": ("B",)}}, "slot", "rank A"),
        # Under the other plan the cost is excluded.
        (RESTORE, "coverage", {"verdicts": {"orchard/barn": "conditional"}},
         {"plans": ("basket",), "plans_from": "text"}, "slot", "plan barn"),
        # The reading is right and the verdict holds; no brochure has these words.
        (RESTORE, "coverage", {"verdicts": {"orchard/barn": "conditional"}, "must": [["林檎三十個"]]}, {}, "wording", ""),
        # No table has this premium.
        (PREMIUM, "amount", {"yen": [77_777]}, {}, "rule", ""),
    ],
)  # fmt: skip
def test_a_planted_mistake_is_named(
    orchard: Assistant, text: str, kind: str, gold: dict[str, Any], planted: dict[str, Any], stage: str, mend: str
) -> None:
    failure = diagnosed(orchard, question(text, kind, **gold), **planted)
    assert failure is not None
    assert (failure.stage, failure.mend) == (stage, mend)


def test_a_cost_that_was_not_seen_is_a_concept_missed(orchard: Assistant) -> None:
    gold: dict[str, Any] = {"verdicts": {"orchard/barn": "not_covered"}, "must": [["身代金"]]}
    asked = question("納屋プランで、例の件は補償されますか", **gold)
    failure = diagnosed(orchard, asked, items=(), costs=(), facts={"attack": True})
    assert failure is not None
    # No word of the message is about ransom, so the classifiers think it unlikely.
    assert (failure.stage, failure.mend) == ("concept missed", "item ransom (unlikely)")


def test_an_answer_where_none_was_due_is_a_wrong_concept(orchard: Assistant) -> None:
    asked = question(PREMIUM, "undetermined", abstain=True)
    failure = diagnosed(orchard, asked)
    assert failure is not None and failure.stage == "wrong concept"


def test_a_right_answer_is_no_failure(orchard: Assistant) -> None:
    assert diagnosed(orchard, question(LEAK, verdicts={"orchard/basket": "covered"})) is None


def test_what_is_set_aside_is_never_read(orchard: Assistant) -> None:
    def never(turns: Sequence[str], picked: Selection) -> Query:
        raise AssertionError("a question that is set aside was read")

    asked = question(LEAK, verdicts={"orchard/basket": "not_covered"}, split="held")
    assert Diagnosis(orchard, TODAY, never).of(asked) is None


def test_an_edit_changes_the_query_and_is_made_once(orchard: Assistant) -> None:
    q = orchard._reader.read([RESTORE], Selection())
    edits = all_edits(q, orchard.corpus.schemes, {"-attack": 0.4})
    assert all(edit.query != q for edit in edits)
    names = [edit.what for edit in edits]
    assert len(names) == len(set(names))
    assert next(edit for edit in edits if edit.what == "fact -attack").likely == 0.4


def test_an_amount_follows_its_item(orchard: Assistant) -> None:
    q = orchard._reader.read(
        ["納屋プランで、サイバー攻撃のあとのデータ復旧費用50万円はいくら支払われますか"], Selection()
    )
    edit = next(e for e in all_edits(q, orchard.corpus.schemes, {}) if e.what == "item data_restoration → ransom")
    assert [(c.item, c.yen) for c in edit.query.readings[0].costs] == [("ransom", 500_000)]


def test_the_table_counts_by_stage_and_kind() -> None:
    asked = question(LEAK, verdicts={"orchard/basket": "covered"})
    found = [Failure("own", asked, "slot", "plan barn", ("wrong",)), Failure("own", asked, "slot", "plan barn", ())]
    lines = list(table(found, {"coverage": 5, "amount": 2}))
    assert lines[0].split() == ["stage", "amount", "coverage", "all"]
    rows = {line[:16].strip(): line[16:].split() for line in lines}
    assert rows["slot"][:3] == ["0", "2", "2"]
    assert rows["slot"][3:] == ["plan", "barn", "×2"]
    assert rows["rule"] == ["0", "0", "0"]
    assert rows["asked"] == ["2", "5", "7"]
    told = "\n".join(details(found))
    assert LEAK in told and "mended by plan barn" in told and "wrong" in told


def test_a_stage_that_there_is_not_is_refused() -> None:
    check_choice("all", STAGES)
    with pytest.raises(EvaluationError, match="give all or one of 'concept missed'"):
        check_choice("nowhere", STAGES)


def told(**label: Any) -> Labelled:
    return Labelled.model_validate({"text": RESTORE, "lang": "ja", "scheme": "orchard", "ask": "verdict", **label})


@pytest.mark.parametrize(
    ("label", "read", "mistakes"),
    [
        ({"facts": {"attack": True}}, {"facts": {"attack": True}}, []),
        ({"facts": {"attack": True}}, {"facts": {}}, [("fact missed", "attack")]),
        ({}, {"facts": {"attack": True}}, [("wrong fact", "attack")]),
        ({}, {"facts": {"attack": None}}, []),
        ({"facts": {"leak": False}}, {"facts": {"leak": True}}, [("wrong polarity", "leak")]),
        ({"items": {"ransom": None}}, {}, [("item missed", "ransom")]),
        ({}, {"items": ("ransom",)}, [("wrong item", "ransom")]),
        # A limit may name a cost that no label lists.
        ({"ask": "limit"}, {"items": ("ransom",)}, [("intent", "limit")]),
        # A general item stands for its section.
        ({}, {"items": ("damages",)}, []),
        ({"items": {"ransom": 5}}, {"items": ("ransom",), "costs": (Cost("ransom", 7),)}, [("amount", "ransom")]),
        ({"plans": ("barn",)}, {}, [("plan", "barn")]),
        ({"plans": ("barn",)}, {"plans": ("barn",), "plans_from": "type"}, []),
        # Both plans are all that there are.
        ({"plans": ("barn", "basket")}, {}, []),
        # One cost in two incidents.
        (
            {"items": {"ransom": 5}},
            {"items": ("ransom",), "costs": (Cost("ransom", 5), Cost("ransom", 7, incident=2))},
            [],
        ),
        ({"choices": {"rank": "A"}}, {"choices": {"rank": ("B",)}}, [("type or rank", "rank")]),
        ({"choices": {"rank": "A"}}, {"choices": {"rank": ("A",)}}, []),
        ({}, {"scheme": "elsewhere"}, [("scheme", "orchard")]),
    ],
)
def test_a_reading_is_held_against_its_label(
    orchard: Assistant, label: dict[str, Any], read: dict[str, Any], mistakes: list[tuple[str, str]]
) -> None:
    q = orchard._reader.read([RESTORE], Selection())
    plain = SchemeReading(**{"scheme": "orchard", **read})
    found = misreadings(told(**label), replace(q, readings=(plain,)), orchard.corpus.schemes)
    assert [(x.mistake, x.ident) for x in found] == mistakes


@pytest.fixture
def run(small: Small, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`python -m evals stages …` over the small evaluation."""
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(small.corpus))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(small.settings.data_dir))
    return lambda *arguments: CliRunner().invoke(app, ["stages", "--home", str(small.home.folder), *arguments])


def test_the_command_sorts_and_keeps_to_itself_what_is_set_aside(run: Callable[..., Any]) -> None:
    done = run("--list", "all")
    assert done.exit_code == 0, done.output
    assert "concept missed" in done.output
    assert "asked" in done.output
    for secret in ("small-held-1", "77777", "77,777", "秘密の合言葉", "ランクBの保険料は？"):
        assert secret not in done.output


def test_the_command_refuses_an_unknown_stage(run: Callable[..., Any]) -> None:
    done = run("--list", "nowhere")
    assert done.exit_code == 2
    assert "'wording'" in done.output


def test_the_command_holds_labels_against_readings(run: Callable[..., Any], small: Small) -> None:
    folder: Path = small.corpus / "questions"
    folder.mkdir()
    label = told(facts={"leak": True}, items={"data_restoration": None}, plans=("barn",))
    line = label.model_dump_json(exclude={"writer", "line"})
    (folder / "w1.jsonl").write_text(line + "\n", encoding="utf-8")
    done = run("--labelled", "--list", "fact missed")
    assert done.exit_code == 0, done.output
    assert all(mistake in done.output for mistake in MISTAKES)
    assert "w1:1 fact missed leak" in done.output
