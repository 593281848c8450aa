"""Long conversations through the real service: every message of each must be answered right, not only the last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import AmountEntry, Answer
from assistant.conversation import Selection, Turn
from assistant.service import Assistant
from assistant.settings import Settings

HERE = Path(__file__).parent
CONVERSATIONS: list[dict[str, Any]] = yaml.safe_load((HERE / "long_conversations.yaml").read_text(encoding="utf-8"))
CASES = [(c, n) for c in CONVERSATIONS for n in range(1, len(c["turns"]) + 1)]
KEYS = {"ask", "verdicts", "yen", "says", "settled", "abstains", "basis"}


@pytest.fixture(scope="module")
def service(settings: Settings) -> Assistant:
    return Assistant.open(settings)


def shown(yen: int, text: str) -> bool:
    """Whether an amount in yen stands in a text, in figures or in the large units of either language."""
    forms = [f"{yen:,}"]
    oku, man = divmod(yen // 10_000, 10_000)
    if yen % 10_000 == 0:
        forms.append((f"{oku}億" if oku else "") + (f"{man:,}万" if man else "") + "円")
    if yen % 1_000_000 == 0:
        forms.append(f"{yen // 1_000_000} million")
    return any(form in text for form in forms)


def stands_on(answer: Answer, entry: AmountEntry | None, basis: dict[str, str]) -> bool:
    """Whether an amount (or, without one, the answer) is for the type, rank, plan and scheme expected."""
    own = {} if entry is None else {k: v for k in ("scheme", "plan", "type", "rank") if (v := getattr(entry, k))}
    told = {**answer.basis, "plan": answer.basis.get("plans", ""), **own}
    return all(told.get(k) == v for k, v in basis.items())


@pytest.mark.parametrize(("conversation", "n"), CASES, ids=[f"{c['id']}-{n}" for c, n in CASES])
def test_every_message_is_answered_in_the_light_of_those_before(
    service: Assistant, conversation: dict[str, Any], n: int
) -> None:
    *earlier, turn = conversation["turns"][:n]
    answer = service.ask(
        turn["ask"],
        selection=Selection(conversation.get("scheme")),
        history=[Turn("user", t["ask"]) for t in earlier],
    )
    basis: dict[str, str] = turn.get("basis", {})
    assert answer.language == conversation["id"].rsplit("-", 1)[1]
    for plan, wanted in turn.get("verdicts", {}).items():
        assert {v.verdict for v in answer.verdicts if v.plan == plan} == {wanted}, answer.text
    if "plan" in basis and turn.get("verdicts"):
        assert {v.plan for v in answer.verdicts} == {basis["plan"]}, answer.text
    if "scheme" in basis and turn.get("verdicts"):
        assert {v.scheme for v in answer.verdicts} == {basis["scheme"]}, answer.text
    for yen in turn.get("yen", ()):
        entries = [a for a in answer.amounts if a.yen == yen]
        assert entries, answer.text
        assert shown(yen, answer.text), answer.text
        assert any(stands_on(answer, a, basis) for a in entries), (basis, entries)
    if basis and not turn.get("yen"):
        assert stands_on(answer, None, basis), (basis, answer.basis, answer.text)
    for alternatives in turn.get("says", ()):
        assert any(text in answer.text for text in alternatives), answer.text
    if turn.get("settled"):
        assert "☐" not in answer.text, answer.text
    if turn.get("abstains"):
        assert answer.abstained, answer.text
        assert not any(v.verdict in ("covered", "not_covered") for v in answer.verdicts), answer.text


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=[c["id"] for c in CONVERSATIONS])
def test_a_conversation_is_well_formed(conversation: dict[str, Any]) -> None:
    """Eight messages, each with an expectation: a mistyped key would let a wrong answer pass."""
    assert len(conversation["turns"]) == 8
    for turn in conversation["turns"]:
        assert set(turn) <= KEYS, turn
        assert set(turn) & {"verdicts", "yen", "says", "abstains"}, turn
