"""What a draft adds in the answer's own words is refused: further cover, a limit lifted, a range widened, others let in."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, VerdictEntry
from assistant.guardrail import Guardrail


def _judged(text: str, verdict: str, *conditions: str, plan: str = "comprehensive", language: str = "en") -> Answer:
    entry = {"scheme": "silver", "plan": plan, "section": "liability", "subject": "A leak of information"}
    return Answer(
        language=language, kind="coverage", text=text,
        verdicts=(VerdictEntry.model_validate({**entry, "verdict": verdict, "conditions": conditions}),),
    )  # fmt: skip


LEAK = _judged(
    "**A leak of information: covered.** (comprehensive plan)\n\nWhy: ① a leak of information and ④ user activity are events."
    "\n\nThe limit is 50,000,000 yen. A deductible of 100,000 yen is taken from the sum.",
    "covered",
)
CONSENT = _judged(
    "**Restoring data: covered only under conditions.** (comprehensive plan)\n\nConditions:\n"
    "- ☐ obtain the insurer's prior written consent before spending",
    "conditional",
    "obtain the insurer's prior written consent before spending",
)
HOTLINE = Answer(
    language="ja", kind="fact", text="緊急時ホットラインは、365日24時間つながります。加入者だけが使え、どちらのプランでもかまいません。"
)  # fmt: skip
QUESTION = "A stick with data was stolen. Does the comprehensive plan pay?"


@pytest.mark.parametrize(
    "claim",
    [
        "The stolen stick is paid for too.",
        "There is no limit for the policy period.",
        "Nothing is deducted.",
        "Any of ① to ④ is covered.",
        "It is covered only for ①.",
        "There is a discount for members who report early.",
    ],
)
def test_what_is_added_to_a_true_verdict_is_refused(guardrail: Guardrail, claim: str) -> None:
    draft = "A leak of information is covered by the comprehensive plan."
    assert guardrail.verify(draft, LEAK, QUESTION).accepted
    assert not guardrail.verify(f"{draft} {claim}", LEAK, QUESTION).accepted


@pytest.mark.parametrize(
    "condition", ["once the insurer has consented in writing", "if the insurer's written consent follows the spending"]
)
def test_consent_that_may_come_later_is_refused(guardrail: Guardrail, condition: str) -> None:
    assert not guardrail.verify(f"Restoring data is covered by the comprehensive plan {condition}.", CONSENT).accepted


@pytest.mark.parametrize(
    "condition",
    [
        "if the insurer agrees in writing beforehand",
        "provided that you have the insurer's written consent before spending",
    ],
)
def test_prior_consent_passes_in_other_words(guardrail: Guardrail, condition: str) -> None:
    draft = f"Restoring data is covered by the comprehensive plan {condition}."
    assert guardrail.verify(draft, CONSENT).reasons == ()


def test_a_service_for_members_is_not_open_to_others(guardrail: Guardrail) -> None:
    assert guardrail.verify("緊急時ホットラインは365日24時間、加入者の方だけが使えます。", HOTLINE).reasons == ()
    assert not guardrail.verify("緊急時ホットラインは365日24時間、加入していない方でも使えます。", HOTLINE).accepted


@pytest.mark.parametrize(
    "around",
    [
        "You asked whether the comprehensive plan pays for a stolen stick.",
        "Losing data is a horrible experience.",
        "Would you like me to compare it with another plan?",
        "Let me put it precisely:",
    ],
)
def test_the_question_again_feelings_and_offers_pass(guardrail: Guardrail, around: str) -> None:
    draft = f"{around}\nA leak of information is covered by the comprehensive plan."
    assert guardrail.verify(draft, LEAK, QUESTION).reasons == ()
