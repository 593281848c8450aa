"""Where another plan would pay, as the answer says, a draft may say so and must not deny it."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, VerdictEntry
from assistant.guardrail import Guardrail

_QUESTION = "ベーシックプランで、漏えいのないサイバー攻撃の復旧費用は出ますか？"
_ANSWER = Answer(
    language="ja",
    kind="coverage",
    text="**復旧費用は、対象外です。**（ベーシックプラン）\n\n理由：他人の情報の漏えいもそのおそれもないことが決め手です。\n\nなお、ワイドプランであれば補償の対象です。",
    verdicts=(
        VerdictEntry(
            scheme="jcci",
            plan="basic",
            section="response_costs",
            subject="復旧費用",
            verdict="not_covered",
            reason="他人の情報の漏えいもそのおそれもないことが決め手です。",
        ),
    ),
)


@pytest.mark.parametrize(
    "draft",
    [
        "復旧費用は対象外です。ワイドプランであれば対象です。",
        "ベーシックでは出ません。ワイドなら補償されます。",
        "復旧費用は、ベーシックプランでは対象外です。",
    ],
)
def test_what_the_other_plan_pays_may_be_told(guardrail: Guardrail, draft: str) -> None:
    assert guardrail.verify(draft, _ANSWER, _QUESTION).reasons == ()


@pytest.mark.parametrize(
    "draft",
    [
        "復旧費用は対象外です。ワイドプランでも出ません。",
        "復旧費用は対象外です。ワイドでも同じです。",
        "復旧費用は対象外です。ワイドプランに入っていても結果は変わりません。",
        "復旧費用は対象外です。ワイドプランの補償にもありません。",
    ],
)
def test_what_the_other_plan_pays_must_not_be_denied(guardrail: Guardrail, draft: str) -> None:
    assert not guardrail.verify(draft, _ANSWER, _QUESTION).accepted
