"""Sympathy, headings, offers and advice to ask pass in any words; what claims something under their cover does not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.answer import AmountEntry, Answer, VerdictEntry
from assistant.guardrail import Guardrail

Answers = Mapping[str, tuple[str, Answer]]
NO_JA = Answer(
    language="ja", kind="coverage", text="**だまし取られた金銭は、対象外です。**（充実プラン）",
    verdicts=(VerdictEntry(scheme="silver", plan="comprehensive", section="response_costs", subject="だまし取られた金銭", verdict="not_covered"),),
)  # fmt: skip
YES_EN = Answer(
    language="en", kind="coverage", text="**Damages: covered.** (comprehensive plan)",
    verdicts=(VerdictEntry(scheme="silver", plan="comprehensive", section="liability", subject="Damages", verdict="covered"),),
)  # fmt: skip


@pytest.mark.parametrize(
    "around",
    [
        "突然のことでさぞご不安だったと存じます。",
        "お困りのところ恐縮です。",
        "結論は次のとおりです。",
        "ほかにも気になる点がありましたら、お気軽にお尋ねください。",
        "念のため、お手元の証券を代理店にご確認ください。",
    ],
)
def test_words_around_a_verdict_pass_in_japanese(guardrail: Guardrail, around: str) -> None:
    assert guardrail.verify(f"{around}\n充実プランでは、だまし取られた金銭は対象外です。", NO_JA).reasons == ()


@pytest.mark.parametrize(
    "around",
    [
        "I'm sorry to hear that, it must have been stressful.",
        "Here's how it works out:",
        "Let me know if anything else comes to mind.",
        "It would be best to confirm this with your agency.",
    ],
)
def test_words_around_a_verdict_pass_in_english(guardrail: Guardrail, around: str) -> None:
    assert guardrail.verify(f"{around}\nDamages are covered by the comprehensive plan.", YES_EN).reasons == ()


@pytest.mark.parametrize(
    "claim",
    [
        "ご心配には及びません。",
        "お財布は痛みません。",
        "身銭を切らずに済みます。",
        "保険会社が面倒を見てくれます。",
        "お困りのところ恐縮ですが、全額お戻しします。",
        "お気軽にお尋ねいただければ、お支払いいたします。",
        "こういうときのための保険です。",
        "損はしません。",
        "警察にご確認いただければ大丈夫です。",
    ],
)
def test_a_yes_in_unusual_words_is_refused_in_japanese(guardrail: Guardrail, claim: str) -> None:
    assert not guardrail.verify(f"充実プランでは、だまし取られた金銭は対象外です。ただ、{claim}", NO_JA).accepted


@pytest.mark.parametrize(
    "claim",
    [
        "However, this one is on you.",
        "However, you are left holding the bill.",
        "I'm sorry, but you are on the hook for half of it.",
        "Please check with the agency, who will only pay after a police report.",
        "The answer is a clear no.",
        "Let me know if you want it refunded within a week.",
    ],
)
def test_a_no_in_unusual_words_is_refused_in_english(guardrail: Guardrail, claim: str) -> None:
    assert not guardrail.verify(f"Damages are covered by the comprehensive plan. {claim}", YES_EN).accepted


ROWS = Answer(
    language="en", kind="fact",
    text="There are two places to ask: the agency Sunrise, 03-1111-2222, weekdays 9:30 to 17:00; and the insurer Moonlight, 03-3333-4444, weekdays 9:00 to 17:00.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "accepted"),
    [
        ("Ask the agency Sunrise, 03-1111-2222, weekdays 9:30 to 17:00, or the insurer Moonlight, 03-3333-4444, weekdays 9:00 to 17:00.", True),
        ("Ask the agency Sunrise, 03-1111-2222, weekdays 9:00 to 17:00, or the insurer Moonlight, 03-3333-4444, weekdays 9:30 to 17:00.", False),
        ("Ask the agency Sunrise, 03-3333-4444, weekdays 9:30 to 17:00, or the insurer Moonlight, 03-1111-2222, weekdays 9:00 to 17:00.", False),
    ],
)  # fmt: skip
def test_figures_stay_in_their_row(guardrail: Guardrail, draft: str, accepted: bool) -> None:
    assert guardrail.verify(draft, ROWS).accepted == accepted


RATIOS = Answer(
    language="en", kind="amount", text="**Estimated payout: 4,800,000 yen**\n\n- Investigation: 4,000,000 = 4,000,000 yen\n- Consulting fees: 1,000,000 × 90% = 900,000 yen\n- Less the deductible: 4,900,000 − 100,000 = 4,800,000 yen",
    amounts=(AmountEntry(label="Estimated payout", yen=4_800_000, scheme="silver", plan="comprehensive", type="F II", basis="computed",
        steps=(
            {"label": "Investigation", "expression": "4,000,000", "yen": 4_000_000},
            {"label": "Consulting fees", "expression": "1,000,000 × 90%", "yen": 900_000},
            {"label": "Less the deductible", "expression": "4,900,000 − 100,000", "yen": 4_800_000},
        )),),  # type: ignore[arg-type]
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "accepted"),
    [
        ("Estimated payout: 4,800,000 yen. The investigation counts in full, the consulting fees at 90%.", True),
        ("Estimated payout: 4,800,000 yen. The investigation counts at 90%, the consulting fees in full.", False),
    ],
)
def test_each_cost_keeps_its_ratio(guardrail: Guardrail, draft: str, accepted: bool) -> None:
    assert guardrail.verify(draft, RATIOS).accepted == accepted
