"""A regression of each kind is planted into a corpus that passes; the gate must fail, and say which case it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from evals import drafts, runner
from evals.gate import Judgement
from tests.evals.conftest import ALIAS, Small

Failed = Callable[[Judgement], set[str]]
REGRESSIONS = "nothing that was right is now wrong"


def test_nothing_planted_passes(with_baseline: Small, failed: Failed) -> None:
    judgement = with_baseline.judge()
    assert failed(judgement) == set()
    assert judgement.passed
    assert judgement.regressions == judgement.improvements == ()


def test_a_premium_changed_by_one_yen(with_baseline: Small, failed: Failed) -> None:
    with_baseline.edit(with_baseline.scheme, "A: 12300", "A: 12301")
    judgement = with_baseline.judge()
    assert ("small-premium-1", "answer") in judgement.regressions
    assert REGRESSIONS in failed(judgement)


def test_an_exclusion_removed(with_baseline: Small, failed: Failed) -> None:
    text = with_baseline.scheme.read_text(encoding="utf-8")
    start = text.index("  - id: disaster\n")
    with_baseline.scheme.write_text(text[:start] + text[text.index("\nlimits:") :], encoding="utf-8")
    judgement = with_baseline.judge()
    assert {("small-disaster-1", "answer"), ("small-disaster-1", "justification")} <= set(judgement.regressions)
    assert {REGRESSIONS, "Wrong verdicts (questions)"} <= failed(judgement)


def test_an_alias_deleted(with_baseline: Small, failed: Failed) -> None:
    with_baseline.edit(with_baseline.scheme, ALIAS, "")
    judgement = with_baseline.judge()
    assert ("small-ransom-2", "answer") in judgement.regressions
    assert REGRESSIONS in failed(judgement)


def test_a_citation_that_points_elsewhere(with_baseline: Small, failed: Failed) -> None:
    with_baseline.edit(
        with_baseline.scheme,
        "    items: [ransom]\n    cites: [exclusions]",
        "    items: [ransom]\n    cites: [contact]",
    )
    judgement = with_baseline.judge()
    assert ("small-ransom-1", "citation") in judgement.regressions
    assert ("small-ransom-1", "answer") not in judgement.regressions  # the verdict is as it was
    assert {REGRESSIONS, "Sources a reader named (questions)"} <= failed(judgement)


def test_an_index_left_stale(
    with_baseline: Small, failed: Failed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The index is named by a digest of what is in it; the planted defect is a digest that overlooks a change.
    from assistant.retrieval import plan

    with_baseline.settings = replace(with_baseline.settings, data_dir=tmp_path / "state")
    monkeypatch.setattr(plan, "index_digest", lambda passages, embedder: "0" * 32)
    assert with_baseline.judge().passed
    for language, before, after in (("ja", "身代金", "仮払金"), ("en", "ransom", "advance")):
        with_baseline.edit(with_baseline.corpus / "orchard" / f"brochure.{language}.md", f"- {before}", f"- {after}")
    judgement = with_baseline.judge()
    assert ("index-orchard-en", "answer") in judgement.regressions
    assert {REGRESSIONS, "Fresh index (index)"} <= failed(judgement)


def _honest(draft: str, answer: Answer) -> tuple[bool, list[str]]:
    says_yes = draft.startswith("Yes")
    covered = any(entry.verdict == "covered" for entry in answer.verdicts)
    return says_yes == covered, [] if says_yes == covered else ["the verdict is another"]


def _switched_off(draft: str, answer: Answer) -> tuple[bool, list[str]]:
    return True, []


def test_the_guardrail_switched_off(with_baseline: Small, failed: Failed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert with_baseline.judge().passed
    monkeypatch.setattr(runner, "find_guardrail", lambda schemes: _switched_off)
    judgement = with_baseline.judge()
    assert ("draft-1", "answer") in judgement.regressions
    assert {REGRESSIONS, "Guardrail lets a lie pass (attacks)"} <= failed(judgement)


def test_a_guardrail_that_refuses_everything(
    with_baseline: Small, failed: Failed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "find_guardrail", lambda schemes: lambda draft, answer: (False, ["no"]))
    judgement = with_baseline.judge()
    assert ("draft-2", "answer") in judgement.regressions
    assert REGRESSIONS in failed(judgement)


def test_a_guardrail_that_cannot_be_called_fails_too(
    with_baseline: Small, failed: Failed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "guardrail_exists", lambda: True)
    monkeypatch.setattr(runner, "find_guardrail", lambda schemes: None)
    assert "Guardrail lets a lie pass (attacks)" in failed(with_baseline.judge())


def test_without_a_guardrail_nothing_asks_for_one(with_baseline: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "guardrail_exists", lambda: False)
    monkeypatch.setattr(runner, "find_guardrail", lambda schemes: None)
    judgement = with_baseline.judge()
    check = next(check for check in judgement.checks if check.name.startswith("Guardrail"))
    assert (check.verdict, check.message) == ("not judged", "assistant.guardrail does not exist yet")


def test_the_guardrail_is_found_once_it_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    module: Any = ModuleType(drafts.MODULE)
    module.__spec__ = ModuleSpec(drafts.MODULE, None)
    module.verify = _honest
    monkeypatch.setitem(sys.modules, drafts.MODULE, module)
    assert drafts.guardrail_exists()
    assert drafts.find_guardrail() is _honest
