"""A wording with slots: what is filled in, what is refused and why, one chance to mend, and the guardrail's last word."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.answer import Answer
from assistant.generation.refusals import refusals
from assistant.generation.slots import Form, form_of
from assistant.generation.stock import STOCK
from assistant.generation.vocabulary import Vocabulary, figures
from assistant.guardrail import Guardrail
from assistant.service import Assistant
from tests.generation.conftest import Accepts, Beside, Told

JA, EN = Vocabulary("ja"), Vocabulary("en")
QUESTION = "情報漏えい限定プランで著作権侵害は補償されますか"
GOOD = "お尋ねの{{subject_1}}について、{{plan_1}}では{{verdict_1}}。\n\nその理由は、次のとおりです。\n\n{{reason_1}}\n\n{{text_1}}"


def accept(text: str, answer: Answer, question: str) -> Accepts:
    """A guardrail that lets everything through: what these tests hold is the construction."""
    return Accepts()


def form(plain: Assistant, question: str) -> Form:
    answer = plain.ask(question)
    made = form_of(answer, plain.corpus.schemes, JA if answer.language == "ja" else EN)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (QUESTION, "{{subject_1}}は、{{verdict_1}}。（{{plan_1}}）\n\n{{reason_1}}\n\n{{text_1}}"),
        (
            "G II ランクBの保険料は?",
            "{{plan_1}} {{type_1}} {{rank_1}}の{{label_1}}は {{amount_1}} です。\n\n{{text_1}}",
        ),
        ("身代金は補償されますか", "{{subject_1}}について、制度ごとの答えです。\n\n{{table_1}}"),
        (
            "Is the investigation after unauthorised access covered in the Silver plans?",
            "{{subject_1}}:\n\n- {{plan_1}}: {{verdict_1}}.\n- {{plan_2}}: {{verdict_2}}.\n\n"
            "{{text_1}}\n\n{{condition_1}}\n\n{{payment_1}}\n\n{{text_2}}",
        ),
    ],
)
def test_the_model_sees_slots_in_place_of_values(plain: Assistant, question: str, shown: str) -> None:
    assert form(plain, question).shown() == shown


@pytest.mark.parametrize(
    "question",
    [
        *yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8")),
        "町村会のサイバー保険、契約類型3、人口8,200人の町の分担金はいくらですか",
        "シルバーの保険料の一覧をください",
        "What are the limits of the towns' cyber insurance for contract types 1, 2 and 10?",
        "シルバーの両プランで、臨時の弁護士費用と携帯の修理代は出ますか",
    ],
)
def test_a_form_filled_as_it_is_says_what_the_answer_says(plain: Assistant, question: str) -> None:
    answer = plain.ask(question)
    vocabulary = JA if answer.language == "ja" else EN
    made = form_of(answer, plain.corpus.schemes, vocabulary)
    if made is None:
        assert answer.abstained or answer.kind == "clarification"
        return
    assert made.fill(made.shown()).replace("**", "").split() == answer.text.replace("**", "").split()
    assert refusals(made.shown(), made, vocabulary) == []


@pytest.mark.parametrize("question", ["今日の天気は?", "保険料はいくらですか"])
def test_what_gives_no_answer_is_not_phrased(plain: Assistant, beside: Beside, question: str) -> None:
    script = Told(wording="なんでも")
    assert beside(script).ask(question) == plain.ask(question)
    assert script.wordings == []


def test_a_good_wording_is_shown(beside: Beside, plain: Assistant) -> None:
    shown = beside(Told(wording=GOOD), verify=accept).ask(QUESTION)
    written = plain.ask(QUESTION)
    assert shown.generator == "llm"
    assert "情報漏えい限定プランでは**対象外です**。" in shown.text
    assert shown.text.endswith("\n\n".join(written.text.split("\n\n")[-2:]))


def test_one_chance_to_mend_with_the_reasons(beside: Beside) -> None:
    drafts = iter(["{{subject_1}}は、必ず400万円です。", GOOD])
    script = Told(wording=lambda form: next(drafts))
    assert beside(script, verify=accept).ask(QUESTION).generator == "llm"
    (first, second) = script.wordings
    told = second[-1][1]
    assert "{{verdict_1}}" in told and "4 0 万" in told and "必ず" in told
    assert len(second) == len(first) + 2


def test_refused_twice_the_written_answer_stands(beside: Beside, plain: Assistant) -> None:
    script = Told(wording="補償されます。")
    assert beside(script).ask(QUESTION) == plain.ask(QUESTION)
    assert len(script.wordings) == 2


def test_the_guardrail_has_the_last_word(beside: Beside, plain: Assistant) -> None:
    seen: list[str] = []

    def refuse(text: str, answer: Answer, question: str) -> Accepts:
        seen.append(text)
        return Accepts(False, ("no",))

    assert beside(Told(wording=GOOD), verify=refuse).ask(QUESTION) == plain.ask(QUESTION)
    assert len(seen) == 1 and "{{" not in seen[0]


def test_a_guardrail_that_fails_guards_all_the_same(beside: Beside, plain: Assistant) -> None:
    def broken(text: str, answer: Answer, question: str) -> Accepts:
        raise RuntimeError("a defect")

    assert beside(Told(wording=GOOD), verify=broken).ask(QUESTION) == plain.ask(QUESTION)


def test_without_a_guardrail_no_wording_is_asked_for(beside: Beside, plain: Assistant) -> None:
    script = Told(wording=GOOD)
    assert beside(script, verify=None).ask(QUESTION) == plain.ask(QUESTION)
    assert script.wordings == []


BASE = "{{subject_1}}は、{{verdict_1}}。（{{plan_1}}）\n\n{{reason_1}}\n\n{{text_1}}"


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (BASE.replace("{{verdict_1}}", ""), "missing: {{verdict_1}}"),
        (BASE + "{{amount_9}}", "do not exist: {{amount_9}}"),
        (BASE + "\n{{plan_1}}", "more than once: {{plan_1}}"),
        ("{{reason_1}}\n\n" + BASE.replace("\n\n{{reason_1}}", ""), "not in the order"),
        (BASE.replace("{{reason_1}}", "理由は{{reason_1}}"), "line of its own"),
        (BASE + "\n四百万", "四 百 万"),
        (BASE + "\n1", "Figures and numerals"),
        (BASE + "\n①", "①"),
        (BASE + "\nよんひゃくまん", "not in the list"),
        (BASE + "\nそれではありません。", "not in the list"),
        (BASE + "\nそれなら、", "not in the list"),
        (BASE + "\n情報漏えい限定プランです。", "not in the list"),
        (BASE + "\n<b>", "b < >"),
        (BASE + "\nありがとう" * 200, "too long"),
        (BASE + "\nпривет", "not in the list"),
        (BASE + "\u202e", "not in the list"),
    ],
)
def test_a_draft_is_refused_with_the_reason(plain: Assistant, draft: str, says: str) -> None:
    found = refusals(draft, form(plain, QUESTION), JA)
    assert any(says in reason for reason in found), found


def test_slots_of_one_plan_cannot_move_to_another(plain: Assistant) -> None:
    made = form(plain, "シルバーの両プランで不正アクセスの調査費用は対象？")
    moved = (
        made.shown()
        .replace("{{verdict_1}}", "X")
        .replace("{{verdict_2}}", "{{verdict_1}}")
        .replace("X", "{{verdict_2}}")
    )
    assert any("order" in reason for reason in refusals(moved, made, JA))
    turned = made.shown().replace("{{plan_1}}：{{verdict_1}}。", "{{verdict_1}}：{{plan_1}}。")
    assert refusals(turned, made, JA) == []


def test_plans_that_share_a_verdict_may_stand_before_it(plain: Assistant) -> None:
    made = form(plain, "不正アクセスでノートPCが壊れました。シルバーの両プランで修理代は出ますか")
    assert made.shown().startswith("{{subject_1}}は、{{verdict_1}}。（{{plan_1}}、{{plan_2}}）")
    rest = made.shown().partition("\n\n")[2]
    draft = f"お問い合わせありがとうございます。\n\n{{{{plan_1}}}}と{{{{plan_2}}}}では、{{{{subject_1}}}}は、{{{{verdict_1}}}}。\n\n{rest}"
    assert refusals(draft, made, JA) == []


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("理由は次のとおりです。{{reason_1}}", "理由は次のとおりです。\n{{reason_1}}"),
        ("なお、{{text_1}}", "{{text_1}}"),
        (
            "{{subject_1}}は{{verdict_1}}。{{text_1}} 以上です。",
            "{{subject_1}}は{{verdict_1}}。\n{{text_1}}\n以上です。",
        ),
        ("- {{plan_1}}: {{verdict_1}}", "- {{plan_1}}: {{verdict_1}}"),
    ],
)
def test_a_block_gets_a_line_of_its_own(written: str, apart: str) -> None:
    made = Form("ja", (), ("reason_1", "text_1"), {}, ())
    assert made.apart(written) == apart


def test_only_whole_sentences_of_the_stock_are_frames() -> None:
    assert EN.frames("Thank you for your question. Here is why:") and JA.frames("まず結論をお伝えします。")
    assert JA.frames("なお、次の点もあわせてご確認ください。")
    for row in (
        "The annual premium is as follows.",
        "It is {{verdict_1}}.",
        "This applies to both plans.",
        "In both, it is.",
    ):
        assert not EN.frames(row)
    assert not JA.frames("どちらにおいても、次のようになります。")


@pytest.mark.parametrize(
    "lie", ["This applies to both plans.", "The same answer is for both plans.", "So it is in the plans."]
)
def test_words_of_the_stock_that_claim_something_are_verified(plain: Assistant, lie: str) -> None:
    question = (
        "Is a copyright claim covered under the leakage-only plan and the comprehensive plan of the Silver scheme?"
    )
    answer = plain.ask(question)
    made = form(plain, question)
    draft = f"{made.shown()}\n\n{lie}"
    text = made.fill(draft, sources=False, without=EN.frames)
    assert refusals(draft, made, EN) or not Guardrail(plain.corpus.schemes).verify(text, answer, question).accepted


def test_the_words_of_a_line_stay_with_its_slots(plain: Assistant) -> None:
    made = form(plain, "What is the deductible of the comprehensive plan?")
    assert "Liability" in made.lines[0].text
    moved = made.shown().replace("- Liability: ", "- ").replace("- {{cost_1}}", "- Liability {{cost_1}}")
    assert any("liability" in reason for reason in refusals(moved, made, EN))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_stock_holds_no_figure_no_verdict_no_condition(language: str) -> None:
    text = " ".join(STOCK[language])  # type: ignore[index]
    vocabulary = JA if language == "ja" else EN
    assert figures(text) == [] and not vocabulary.risky(text)
    words = set(vocabulary.words(text))
    forbidden = {
        "ja": "補償 対象 支払 支払い 保険金 必ず 絶対 免責 円 約束 保証 条件 場合 同意 違い 間違い 反対 逆 か",
        "en": "covered cover pay paid payable yen guaranteed certainly always must false wrong true half twice "
        "two three dozen million percent",
    }[language].split()
    assert words.isdisjoint(forbidden)
