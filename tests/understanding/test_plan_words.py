"""Plans called by the word that sets them apart."""

from __future__ import annotations

import pytest

from assistant.corpus.loader import Corpus
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.references import sets_beside


@pytest.mark.parametrize(
    ("scheme", "text", "plans"),
    [
        ("silver", "and the leakage one, same answer for those costs?", ["leakage-only"]),
        ("silver", "限定にしたら?", ["leakage-only"]),
        ("silver", "なるほど。じゃあ限定は?", ["leakage-only"]),
        ("silver", "プランは限定か充実か確認中です", ["leakage-only", "comprehensive"]),
        ("silver", "限定なのか、充実なのか分かりません", ["leakage-only", "comprehensive"]),
        ("chosonkai", "総合賠償にもともとくっついてる個人情報のやつでは?", ["personal-data"]),
        ("silver", "期間限定にしたら?", []),  # another word's end
        ("silver", "and leakage?", []),  # an incident as well
        ("jcci", "and wide?", ["wide"]),
        ("jcci", "what does basic cost in the example?", ["basic"]),
        ("chosonkai", "個人情報漏えいだと?", []),
        ("chosonkai", "個人情報漏えいのほうは?", ["personal-data"]),
        ("chosonkai", "and the personal data one?", ["personal-data"]),
    ],
)
def test_plans_are_known_by_their_own_word(whole_corpus: Corpus, scheme: str, text: str, plans: list[str]) -> None:
    found = Lexicon(whole_corpus.schemes[scheme]).find_plans(text)
    assert [m.id for m in found] == plans


@pytest.mark.parametrize(
    ("text", "plan", "expected"),
    [
        ("does our policy answer, and would the other plan?", "", True),
        ("is it any different on the leakage-only plan?", "leakage-only", True),
        ("would comprehensive be any different?", "comprehensive", True),
        ("does the same go for the comprehensive plan?", "comprehensive", True),
        ("出ますか、充実プランでも同じですか", "充実", True),
        ("充実プランだと結果は変わりますか", "充実", True),
        ("もう一方のプランではどうですか", "", True),
        ("is it covered under the comprehensive plan?", "comprehensive", False),
        ("充実プランで補償されますか", "充実", False),
        ("they have another policy too", "", False),
    ],
)
def test_another_plan_is_asked_about_beside_ones_own(text: str, plan: str, expected: bool) -> None:
    start = text.index(plan) if plan else 0
    assert sets_beside(text, [(start, start + len(plan))] if plan else []) is expected
