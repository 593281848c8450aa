"""A sentence of general words that is added to a faithful draft, or an event exchanged in one, has it refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.guardrail import Guardrail

_HERE = Path(__file__).parent
CASES: dict[str, Any] = yaml.safe_load((_HERE / "cases.yaml").read_text(encoding="utf-8"))
ADDITIONS: dict[str, list[str]] = yaml.safe_load((_HERE / "additions.yaml").read_text(encoding="utf-8"))
FAITHFUL = [(name, draft) for name, group in CASES.items() for draft in group["pass"]]
Answers = Mapping[str, tuple[str, Answer]]


@pytest.mark.parametrize("turn", range(4))
def test_a_claim_in_general_words_is_refused(guardrail: Guardrail, answers: Answers, turn: int) -> None:
    accepted = []
    for index, (name, draft) in enumerate(FAITHFUL):
        question, answer = answers[name]
        sentences = ADDITIONS[answer.language]
        for added in (
            sentences[(5 * index + turn) % len(sentences)],
            sentences[(7 * index + 4 * turn + 2) % len(sentences)],
        ):
            if guardrail.verify(f"{draft.rstrip()}\n{added}", answer, question).accepted:
                accepted.append((name, added))
    assert accepted == []


@given(data=st.data())
def test_courtesy_around_a_faithful_draft_is_accepted(guardrail: Guardrail, answers: Answers, data: Any) -> None:
    name, draft = data.draw(st.sampled_from(FAITHFUL))
    question, answer = answers[name]
    before = {"ja": ["お世話になっております。", "お問い合わせありがとうございます。"], "en": ["Dear Mr. Brown,", "Hello,", "Thank you for your question."]}  # fmt: skip
    after = {"ja": ["最終的なお支払いは引受保険会社が個別に判断します。", "よろしくお願いいたします。"], "en": ["As always, the insurer decides on each claim.", "Kind regards", "I hope this helps."]}  # fmt: skip
    opening, closing = (data.draw(st.sampled_from(words[answer.language])) for words in (before, after))
    assert guardrail.verify(f"{opening}\n{draft}\n{closing}", answer, question).reasons == ()


PERIOD = Answer(language="en", kind="fact", text="Tell the insurer within 30 days, counted from the day after the leak was first discovered, and before the cost is borne.")  # fmt: skip
WAYS = Answer(language="ja", kind="fact", text="事故対応期間は、事故を最初に発見した時から1年がたつまでです。公表、届出、通報のどれかで漏えいが明らかになることが必要です。")  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "accepted"),
    [
        ("Tell the insurer within 30 days, counted from the day after the leak was first noticed, and before you bear the cost.", True),
        ("Tell the insurer within 30 days, counted from the day after the leak occurred, and before the cost is borne.", False),
        ("Tell the insurer within 30 days, counted from the day after the cost was borne.", False),
        ("Tell the insurer within 30 days of the leak's discovery, and after the cost is borne.", False),
    ],
)  # fmt: skip
def test_a_period_keeps_its_event(guardrail: Guardrail, draft: str, accepted: bool) -> None:
    assert guardrail.verify(draft, PERIOD).accepted == accepted


@pytest.mark.parametrize(
    ("draft", "accepted"),
    [
        ("事故対応期間は、事故を初めて発見した時から1年が経過するまでです。漏えいが公表・届出・通報のいずれかで明らかになる必要があります。", True),
        ("事故対応期間は、事故が発生した時から1年が経過するまでです。", False),
        ("事故対応期間は、事故を最初に発見した時から1年です。公表、届出、通報のすべてで漏えいが明らかになることが必要です。", False),
    ],
)  # fmt: skip
def test_an_event_and_a_choice_are_kept_in_japanese(guardrail: Guardrail, draft: str, accepted: bool) -> None:
    assert guardrail.verify(draft, WAYS).accepted == accepted
