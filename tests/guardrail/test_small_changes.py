"""Drafts made from true ones: another notation changes nothing, another number, plan, unit or polarity rejects them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.answer import AmountEntry, Answer, VerdictEntry
from assistant.guardrail import Guardrail

Answers = Mapping[str, tuple[str, Answer]]
PLANS = ("leakage-only", "comprehensive")
NAMES: dict[str, dict[str, str]] = {
    "ja": {"leakage-only": "情報漏えい限定プラン", "comprehensive": "充実プラン"},
    "en": {"leakage-only": "leakage-only plan", "comprehensive": "comprehensive plan"},
}
YES = {
    "ja": (
        "{}では補償されます。",
        "{}は補償の対象です。",
        "{}ではお支払いの対象になります。",
        "{}なら保険金が支払われます。",
    ),
    "en": ("The {} covers this.", "Under the {} this is covered.", "The {} pays.", "This is included in the {}."),
}
NO = {
    "ja": ("{}では対象外です。", "{}では補償されません。", "{}ではお支払いの対象になりません。", "{}では保険金はありません。"),
    "en": ("The {} does not cover this.", "Under the {} this is not covered.", "With the {} you bear this yourself.", "It falls outside the {}."),
}  # fmt: skip
_DIGITS = "〇一二三四五六七八九"


def kanji(number: int) -> str:
    """A whole number in kanji, as people write amounts."""
    out = ""
    for unit, size in (("億", 10**8), ("万", 10**4), ("", 1)):
        part, number = divmod(number, size) if size > 1 else (number, 0)
        if part:
            for small, worth in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
                digit, part = divmod(part, worth)
                out += ("" if digit == 1 and small else _DIGITS[digit]) + small if digit else ""
            out += unit
    return out


def notations(yen: int) -> st.SearchStrategy[str]:
    """Ways to write an amount."""
    wide = f"{yen:,}".translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)})
    ways = [f"{yen:,}円", f"{wide}円", f"{kanji(yen)}円", f"¥{yen:,}"]
    if yen % 10_000 == 0:
        ways.append(f"{yen // 10_000:,}万円")
    elif yen > 10_000 and yen % 10_000 >= 1_000:
        ways.append(f"{yen // 10_000}万{yen % 10_000:,}円")
    return st.sampled_from(ways)


def payout(paid: int, cost: int) -> Answer:
    """An answer about a cost of which the deductible of 100,000 yen is taken."""
    amount = AmountEntry(
        label="お支払いの見込額", yen=paid, scheme="silver", plan="comprehensive", type="F II", basis="computed",
        steps=({"label": "免責金額を差し引き", "expression": f"{cost:,} − 100,000", "yen": paid},),  # type: ignore[arg-type]
    )  # fmt: skip
    text = (
        f"**お支払いの見込額：{paid:,}円**（充実プラン F II）\n\n- 免責金額を差し引き：{cost:,} − 100,000 ＝ {paid:,}円"
    )
    return Answer(language="ja", kind="amount", text=text, amounts=(amount,))


def verdicts(language: Any, leakage: str, comprehensive: str) -> Answer:
    """An answer with a verdict for each of two plans."""
    words = {"ja": {"covered": "補償されます", "not_covered": "対象外です"}, "en": {"covered": "covered", "not_covered": "not covered"}}  # fmt: skip
    given_verdicts = dict(zip(PLANS, (leakage, comprehensive), strict=True))
    entries = tuple(
        VerdictEntry(scheme="silver", plan=plan, section="liability", subject="損害賠償金", verdict=verdict)  # type: ignore[arg-type]
        for plan, verdict in given_verdicts.items()
    )
    lines = [f"- {NAMES[language][plan]}：{words[language][verdict]}" for plan, verdict in given_verdicts.items()]
    return Answer(language=language, kind="coverage", text="\n".join(lines), verdicts=entries)


@given(data=st.data(), paid=st.integers(1_000, 9_000_000).map(lambda n: n * 10))
def test_an_amount_is_the_same_in_every_notation_and_another_is_not(
    guardrail: Guardrail, data: st.DataObject, paid: int
) -> None:
    answer = payout(paid, paid + 100_000)
    assert guardrail.verify(f"保険金の見込額は{data.draw(notations(paid))}です。", answer).accepted
    digits = str(paid)
    at = data.draw(st.integers(0, len(digits) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    other = int(digits[:at] + digit + digits[at + 1 :])
    assume(other not in (paid, paid + 100_000, 0))
    assert not guardrail.verify(f"保険金の見込額は{data.draw(notations(other))}です。", answer).accepted


@given(
    paid=st.integers(100, 90_000).map(lambda n: n * 1_000),
    unit=st.sampled_from(
        ["ドル", "千円", "億円", "ユーロ", "%", "人", "日", "円（月額）", "円以上", "円未満", "円を超える額"]
    ),
)
def test_an_amount_in_another_unit_or_bound_is_another_amount(guardrail: Guardrail, paid: int, unit: str) -> None:
    assert not guardrail.verify(f"保険金の見込額は{paid:,}{unit}です。", payout(paid, paid + 100_000)).accepted


@given(data=st.data(), language=st.sampled_from(["ja", "en"]), same=st.booleans(), first=st.booleans())
def test_every_way_to_say_the_verdicts_is_accepted_and_every_turn_of_one_is_not(
    guardrail: Guardrail, data: st.DataObject, language: str, same: bool, first: bool
) -> None:
    truth = {"leakage-only": first, "comprehensive": first if same else not first}
    answer = verdicts(language, *("covered" if truth[plan] else "not_covered" for plan in PLANS))

    def say(plan: str, paid: bool) -> str:
        ways = (YES if paid else NO)[language]
        return data.draw(st.sampled_from(ways)).format(NAMES[language][plan])

    order = data.draw(st.permutations(PLANS))
    join = "" if language == "ja" else " "
    assert guardrail.verify(join.join(say(plan, truth[plan]) for plan in order), answer).reasons == ()
    turned = data.draw(st.sampled_from(PLANS))
    lie = join.join(say(plan, truth[plan] is not (plan == turned)) for plan in order)
    assert not guardrail.verify(lie, answer).accepted
    left_out = join.join(say(plan, truth[plan]) for plan in order if plan != turned)
    assert not guardrail.verify(left_out, answer).accepted


@given(data=st.data())
def test_a_dropped_condition_is_missed(guardrail: Guardrail, answers: Answers, data: st.DataObject) -> None:
    question, answer = answers["lawyer"]
    yes = "".join(data.draw(st.sampled_from(YES["ja"])).format(NAMES["ja"][plan]) for plan in PLANS)
    condition = data.draw(
        st.sampled_from(
            [
                "条件は、支出する前に引受保険会社の書面による同意を得ることです。",
                "ただし、支出の前に引受保険会社から書面で同意を得ることが必要です。",
            ]
        )
    )
    assert guardrail.verify(yes + condition, answer, question).reasons == ()
    assert not guardrail.verify(yes, answer, question).accepted


NOTICE = {
    "ja": Answer(language="ja", kind="fact", text="費用を負担する前に、初めて発見した日の翌日から30日以内に引受保険会社へ連絡します。"),
    "en": Answer(language="en", kind="fact", text="Tell the insurer within 30 days of the discovery, and before the cost is borne."),
}  # fmt: skip


@given(days=st.integers(2, 400), language=st.sampled_from(["ja", "en"]), business=st.booleans())
def test_days_are_neither_others_nor_business_days(
    guardrail: Guardrail, days: int, language: str, business: bool
) -> None:
    unit = {"ja": "営業日" if business else "日", "en": "business days" if business else "days"}[language]
    draft = {
        "ja": f"費用を負担する前に、初めて発見した日の翌日から{days}{unit}以内に引受保険会社へ連絡してください。",
        "en": f"Tell the insurer within {days} {unit} of the discovery, and before you bear the cost.",
    }[language]
    assert guardrail.verify(draft, NOTICE[language]).accepted == (days == 30 and not business)


@given(data=st.data(), language=st.sampled_from(["ja", "en"]))
def test_a_promise_or_a_condition_of_its_own_is_refused(
    guardrail: Guardrail, data: st.DataObject, language: str
) -> None:
    answer = verdicts(language, "covered", "covered")
    true = [data.draw(st.sampled_from(YES[language])).format(NAMES[language][plan]) for plan in PLANS]
    lies = {
        "ja": ["必ず支払われます。", "確実に補償されます。", "ただし、警察に届けた場合に限ります。", "ただし、パートの職員による場合を除きます。", "全額が一律に支払われます。"],
        "en": ["It is always paid.", "Payment is guaranteed.", "This holds only if you have told the police.", "Damage by temporary staff is excepted.", "Except where a contractor is to blame, this is paid."],
    }  # fmt: skip
    join = "" if language == "ja" else " "
    assert guardrail.verify(join.join(true), answer).reasons == ()
    assert not guardrail.verify(join.join([*true, data.draw(st.sampled_from(lies[language]))]), answer).accepted


@given(
    data=st.data(),
    low=st.integers(10, 400).map(lambda n: n * 100),
    more=st.integers(1, 400).map(lambda n: n * 100),
    first=st.booleans(),
    language=st.sampled_from(["ja", "en"]),
)
def test_a_comparison_keeps_its_direction_and_its_plans(
    guardrail: Guardrail, data: st.DataObject, low: int, more: int, first: bool, language: str
) -> None:
    high = low + more
    assume(more not in (low, high))
    prices = {"F I": high if first else low, "F II": low if first else high}
    amounts = tuple(
        AmountEntry(label="年間保険料" if language == "ja" else "annual premium", yen=yen, scheme="silver", plan="comprehensive", type=each, rank="B", basis="stated")
        for each, yen in prices.items()
    )  # fmt: skip
    words = {"ja": "充実プラン {} ランクBの年間保険料は{:,}円です。", "en": "Comprehensive plan {} rank B: annual premium {:,} yen."}[language]  # fmt: skip
    label = "差額" if language == "ja" else "difference"
    amounts += (AmountEntry(label=label, yen=more, scheme="silver", plan="comprehensive", rank="B", basis="computed"),)
    text = "\n".join(words.format(each, yen) for each, yen in prices.items()) + f"\n{label}: {more:,} yen"
    answer = Answer(language=language, kind="amount", text=text, amounts=amounts)  # type: ignore[arg-type]
    dear, cheap = ("F I", "F II") if first else ("F II", "F I")
    says = {
        "ja": "ランクBの年間保険料は、{a}が{x:,}円、{b}が{y:,}円で、{a}のほうが{more:,}円{way}です。",
        "en": "At rank B, {a} costs {x:,} yen a year and {b} {y:,} yen, so {a} is {way} by {more:,} yen.",
    }[language]
    up, down = {"ja": ("高い", "安い"), "en": ("dearer", "cheaper")}[language]
    turned = data.draw(st.booleans())
    a, b = (dear, cheap) if data.draw(st.booleans()) else (cheap, dear)
    way = (up if a == dear else down) if not turned else (down if a == dear else up)
    draft = says.format(a=a, b=b, x=prices[a], y=prices[b], more=more, way=way)
    assert guardrail.verify(draft, answer).accepted is not turned
    swapped = says.format(a=a, b=b, x=prices[b], y=prices[a], more=more, way=up if a == dear else down)
    assert not guardrail.verify(swapped, answer).accepted


@pytest.mark.tried(
    "Abuse", "Hypothesis: any text as a draft for the guardrail", "it is judged without an error", unit="examples"
)
@given(st.text(max_size=300))
def test_any_text_is_judged(guardrail: Guardrail, text: str) -> None:
    found = guardrail.verify(text, verdicts("ja", "covered", "not_covered"))
    assert not found.accepted and found.reasons


@given(st.text(alphabet="充実プラン限定情報漏えい補償対象外されませんます、。0123456789円万", max_size=80))
def test_no_jumble_of_words_of_the_answer_passes_unless_it_says_both_verdicts(guardrail: Guardrail, text: str) -> None:
    found = guardrail.verify(text, verdicts("ja", "covered", "not_covered"))
    assert not found.accepted or ("限定" in text and "充実" in text)


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\ufeff"])
def test_signs_without_width_hide_nothing(guardrail: Guardrail, sign: str) -> None:
    answer = payout(2_600_000, 2_700_000)
    assert guardrail.verify(f"保険金の見込額は2,6{sign}00,000円です。", answer).accepted
    assert not guardrail.verify(f"保険金の見込額は2,7{sign}00,000円です。", answer).accepted
