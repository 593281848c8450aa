"""What a message denies by putting "not" before the noun that it belongs to, and what it affirms all the same."""

from __future__ import annotations

import pytest

from assistant.understanding.polarity import polarity


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("漏えいのおそれのないddos攻撃", "漏えい", False),
        ("漏えいの心配のないシステム停止", "漏えい", False),
        ("漏えいを伴わないサイバー攻撃", "漏えい", False),
        ("漏えいにつながっていない侵入", "漏えい", False),
        ("漏えいに至らなかった不正アクセス", "漏えい", False),
        ("漏えいの可能性がない感染", "漏えい", False),
        ("a ddos attack without any leak", "leak", False),
        ("よその業務を妨げたり人や物に被害を出したりもしていません", "業務を妨げ", False),
        ("名簿が漏れたり、仕事を止めたりはしていない", "漏れ", False),
        ("取引先の仕事を止めたりしていません", "仕事を止め", False),
        ("業務を妨げたり人に被害を出したりしました", "業務を妨げ", True),
        ("漏えいのおそれのある攻撃", "漏えい", True),
        ("漏えいを伴う攻撃", "漏えい", True),
        ("漏えいにつながった侵入", "漏えい", True),
        ("漏えいのおそれのないとは言えない攻撃", "漏えい", True),
    ],
)
def test_of_what_stands_before_its_noun(text: str, mention: str, expected: bool) -> None:
    start = text.index(mention)
    assert polarity(text, start, start + len(mention)) is expected
