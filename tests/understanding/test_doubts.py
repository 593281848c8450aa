"""What a message leaves open, doubts, or has still to do: invented wordings in both languages."""

from __future__ import annotations

import pytest

from assistant.conversation import Selection
from assistant.understanding.open_questions import open_spans
from assistant.understanding.pending import is_pending
from assistant.understanding.reading import Reader
from assistant.understanding.text import prepare


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Was it a crime? Search me.", "crime"),
        ("It was either the provider's line or a hacker, the report is due on Friday.", "hacker"),
        ("Either the line or an intruder; nobody can tell yet.", "intruder"),
        ("A hacker or just a bug, we can't tell.", "hacker"),
        ("Maybe an attack, maybe the flood.", "flood"),
        ("We can't reconstruct if the alarm of the monitoring tool came first.", "alarm"),
        ("My colleague swears the server was hacked, but nothing is certain.", "hacked"),
        ("商標? 特許? まだ訳文待ち。", "特許"),
        ("攻撃からなのかも、紛失からなのかもまだ。", "紛失"),
        ("うっかりか、わざとか。さあ。", "わざと"),
        ("前の年に起きたのか分かる人がいません。", "起きた"),
        ("乗っ取られたと隣は言いますが、大げさな人なので。", "乗っ取られ"),
    ],
)
def test_a_doubt_is_no_statement(text: str, part: str) -> None:
    prepared = prepare(text).text
    assert any(part in prepared[a:b] for a, b, _ in open_spans(prepared))


@pytest.mark.parametrize(
    "text",
    [
        "Is the leak covered? We do not know whom to ask.",
        "Was it paid last year? Our server was hacked on Monday.",
        "補償されますか?まだ請求は来ていません。",
        "会員名簿が漏れました。どこに連絡すればいいですか。",
        "The insurer said yes in writing, and we hired a firm.",
    ],
)
def test_what_is_asked_or_told_is_not_doubted(text: str) -> None:
    assert not open_spans(prepare(text).text)


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("まだ公表していません", True),
        ("同意のお願いはこれからです", True),
        ("it has not been in the paper yet", True),
        ("we have told nobody so far", True),
        ("公表せずに済ませました", False),
        ("公表しないつもりです", False),
        ("まだ同意をもらわないまま払ってしまいました", False),
        ("we are not going to publish it", False),
        ("we paid before we asked for consent", False),
    ],
)
def test_a_step_still_to_be_taken_is_no_refusal(text: str, pending: bool) -> None:
    assert is_pending(text, 2, 6) is pending


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("We think we were attacked and asked a firm to look.", {"suspected_attack": True}),
        ("侵入されたという噂でしたが、実際は何もありませんでした。", {"attack": False}),
        ("The ministry says that no state was behind the intrusion.", {"attack": True}),
        ("We did not know that the mail carried a virus.", {"cause_virus": True}),
        ("予約の仕組みが止まりましたが、原因はまだ分かりません。攻撃でしょうか。", {"attack": None}),
    ],
)
def test_who_vouches_for_what(pattern_reader: Reader, text: str, facts: dict[str, bool | None]) -> None:
    read = pattern_reader.read([text], Selection("silver")).readings[0].facts
    assert {f: read.get(f, "not told") for f in facts} == facts
    if "think" in text:
        assert "attack" not in read
