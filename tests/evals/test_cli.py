"""The command line: exit codes, and messages that say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals import cli
from tests.evals.conftest import Small

PREMIUM = ("A: 12300", "A: 12301")


def call(small: Small, *arguments: str) -> Result:
    environment = {"ASSISTANT_CORPUS_DIR": str(small.corpus), "ASSISTANT_DATA_DIR": str(small.settings.data_dir)}
    return CliRunner().invoke(cli.app, list(arguments), env=environment)


def home(small: Small) -> tuple[str, str]:
    return "--home", str(small.home.folder)


def test_a_first_baseline_then_a_run_that_passes_then_one_that_fails(small: Small) -> None:
    assert call(small, "run", *home(small)).exit_code == cli.EXIT_FAILED  # there is no baseline yet
    made = call(small, "baseline", *home(small))
    assert made.exit_code == 0 and "baseline.json" in made.output
    passed = call(small, "run", *home(small))
    assert passed.exit_code == 0 and "This version may be released." in passed.output
    small.edit(small.scheme, *PREMIUM)
    failed = call(small, "run", *home(small))
    assert failed.exit_code == cli.EXIT_FAILED
    assert "small-premium-1 (answer)" in failed.output
    assert "This version must not be released" in failed.output


def test_a_baseline_does_not_swallow_a_regression(with_baseline: Small) -> None:
    small = with_baseline
    small.edit(small.scheme, *PREMIUM)
    before = small.home.baseline.read_text(encoding="utf-8")
    refused = call(small, "baseline", *home(small))
    assert refused.exit_code == cli.EXIT_FAILED and "small-premium-1 (answer)" in refused.output
    assert small.home.baseline.read_text(encoding="utf-8") == before
    assert call(small, "baseline", "--accept-regressions", "--from", str(small.home.out), *home(small)).exit_code == 0
    assert small.home.baseline.read_text(encoding="utf-8") != before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--dataset", "riddles"], "there is no such data set or file"),
        (["--slice", "colour=red"], "the keys are dataset, scheme"),
        (["--slice", "kind"], "give key=value"),
        (["--target", "ftp://x"], "an address that begins with http"),
        (["--target", "http://127.0.0.1:9"], "cannot be reached"),
        (["--target", "http://127.0.0.1:9", "--model", "m"], "a server has its own model"),
        (["--model", "m"], "give provider:name"),
        (["--model", "scripted:poet"], "there are scripted:honest, scripted:liar"),
    ],
)
def test_options_that_cannot_be_used(small: Small, arguments: list[str], told: str) -> None:
    result = call(small, "run", *home(small), *arguments)
    assert result.exit_code == cli.EXIT_BAD_INPUT
    assert told in result.output
    assert not small.home.out.exists()  # nothing ran


def test_a_bad_record_stops_the_run_before_it_starts(small: Small) -> None:
    path = small.home.data / "questions.jsonl"
    small.edit(path, '"lang": "en"', '"lang": "xx"')
    result = call(small, "manifest", *home(small))
    assert result.exit_code == cli.EXIT_BAD_INPUT
    assert f"{path}:2: lang: " in result.output
    own = path.with_name("own.jsonl")
    path.rename(own)
    result = call(small, "run", "--dataset", str(own), *home(small))
    assert (result.exit_code, small.home.out.exists()) == (cli.EXIT_BAD_INPUT, False)


def test_an_incomplete_run_has_a_code_of_its_own(with_baseline: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    from evals import targets

    def dies(*arguments: object) -> None:
        raise targets.TargetDiedError("The server is gone.")

    monkeypatch.setattr(targets.InProcess, "ask", dies)
    result = call(with_baseline, "run", *home(with_baseline))
    assert result.exit_code == cli.EXIT_INCOMPLETE
    assert "incomplete after 0 cases: The server is gone." in result.output
    assert "The run is incomplete" in (with_baseline.home.out / "report.html").read_text(encoding="utf-8")


def test_runs_are_compared(with_baseline: Small, tmp_path: Path) -> None:
    small = with_baseline
    for name in ("a", "b"):
        call(small, "run", *home(small), "--out", str(tmp_path / name))
        small.edit(small.scheme, *PREMIUM) if name == "a" else None
    worse = call(small, "compare", str(tmp_path / "a"), str(tmp_path / "b"))
    assert worse.exit_code == cli.EXIT_FAILED
    assert "1 now wrong: small-premium-1 (answer)" in worse.output
    assert call(small, "compare", str(tmp_path / "a"), str(tmp_path / "a")).exit_code == 0
    missing = call(small, "compare", str(tmp_path / "a"), str(tmp_path / "none"))
    assert missing.exit_code == cli.EXIT_BAD_INPUT and "Is it the folder of a run?" in missing.output


def test_a_chat_becomes_a_case(small: Small, tmp_path: Path) -> None:
    chat = tmp_path / "chat.json"
    turns = [{"role": "user", "content": "納屋プランで、身代金は補償されますか"}]
    chat.write_text(json.dumps({"schema": "chat/1", "turns": turns}), encoding="utf-8")
    shown = call(small, "new", str(chat))
    assert shown.exit_code == 0 and "Say what was expected" in shown.output
    path = small.home.data / "questions.jsonl"
    gold = ("--verdict", "orchard/barn=not_covered", "--note", "p. 2")
    added = call(small, "new", str(chat), "--id", "chat-1", *gold, "--append", str(path))
    assert added.exit_code == 0, added.output
    assert call(small, "manifest", *home(small)).output.startswith("questions: 12 → 13 records")
    part = call(small, "run", "--dataset", "questions", "--slice", "kind=coverage", *home(small))
    assert "7 cases" in part.output and "chat-1" not in part.output  # it is right


@pytest.mark.parametrize("script", ["honest", "liar"])
def test_a_model_is_measured_as_any_version_is(with_baseline: Small, script: str) -> None:
    small = with_baseline
    run = call(small, "run", *home(small), "--model", f"scripted:{script}")
    assert run.exit_code == 0, run.output
    results = json.loads((small.home.out / "results.json").read_text(encoding="utf-8"))
    assert results["model"] == f"scripted:{script}"


def test_a_part_is_held_against_the_baseline_alone(with_baseline: Small) -> None:
    part = call(with_baseline, "run", "--dataset", "questions", "--slice", "kind=amount", *home(with_baseline))
    assert part.exit_code == 0
    assert "A part was run, and nothing in it got worse" in part.output
    assert "Right answers" not in part.output


def test_the_report_is_written_again(with_baseline: Small) -> None:
    call(with_baseline, "run", *home(with_baseline))
    page = with_baseline.home.out / "report.html"
    before = page.read_text(encoding="utf-8")
    page.unlink()
    assert call(with_baseline, "report", *home(with_baseline)).exit_code == 0
    assert page.read_text(encoding="utf-8") == before
