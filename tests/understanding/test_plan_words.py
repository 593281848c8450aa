"""Plans called by the word that sets them apart."""

from __future__ import annotations

import pytest

from assistant.corpus.loader import Corpus
from assistant.understanding.lexicon import Lexicon


@pytest.mark.parametrize(
    ("scheme", "text", "plans"),
    [
        ("silver", "and the leakage one, same answer for those costs?", ["leakage-only"]),
        ("silver", "限定にしたら?", ["leakage-only"]),
        ("silver", "なるほど。じゃあ限定は?", ["leakage-only"]),
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
