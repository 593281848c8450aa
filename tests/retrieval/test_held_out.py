"""No question of an evaluation is trained on, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import EmbeddingError
from assistant.retrieval.held_out import HeldOut


@pytest.fixture
def held(tmp_path: Path) -> HeldOut:
    lines = ['{"question": "見舞金はいくらまで出ますか？"}', '{"turns": ["ＡＢＣです", "保険料は?"], "lang": "ja"}', ""]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return HeldOut.read(tmp_path)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("見舞金は いくらまで出ますか", True),
        ("教えてください。見舞金はいくらまで出ますか。お願いします", True),
        ("abcです！", True),
        ("充実プランの保険料は？", False),
        ("見舞金は出ますか", False),
    ],
)
def test_a_question_is_recognised_in_another_writing_and_inside_a_longer_text(
    held: HeldOut, text: str, known: bool
) -> None:
    assert held.holds(text) is known


def test_a_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="no question"):
        HeldOut.read(tmp_path)
