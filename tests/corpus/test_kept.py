"""A corpus that was loaded before is the same when it is read back, and never one whose files have changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.corpus.kept import open_corpus, shelf_of
from assistant.corpus.loader import load_corpus
from assistant.derived.shelf import FOLDER, NOWHERE
from assistant.errors import SchemeError
from assistant.service import Assistant
from assistant.settings import Settings

QUESTIONS = (
    "納屋プランで、サイバー攻撃のあとのデータ復旧費用は補償されますか",
    "What is the annual premium of the basket plan, type L, rank B?",
    "Can I pay by instalments?",
    "タイプLの賠償責任の支払限度額は？",
    "今日の天気は",
)


def kept_files(data_dir: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (data_dir / FOLDER).iterdir()}


def test_the_shipped_corpus_comes_back_as_it_was(tmp_path: Path, settings: Settings) -> None:
    shelf = shelf_of(tmp_path, settings.corpus_dir)
    loaded = open_corpus(settings.corpus_dir, shelf)
    found = open_corpus(Path("no longer there"), shelf)
    assert found.schemes == loaded.schemes
    assert list(found.schemes) == list(loaded.schemes)
    assert found.sections == loaded.sections


@pytest.mark.parametrize("name", ["scheme.yaml", "brochure.en.md", "utterances.jsonl", "more.yaml"])
def test_a_changed_file_is_another_state(tmp_path: Path, orchard: Path, name: str) -> None:
    before = shelf_of(tmp_path, orchard)
    path = orchard / "orchard" / name
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n", "utf-8")
    assert shelf_of(tmp_path, orchard).key != before.key


def test_a_broken_corpus_is_told_at_every_start(tmp_path: Path, orchard: Path) -> None:
    path = orchard / "orchard" / "scheme.yaml"
    path.write_text(path.read_text("utf-8") + "\nnonsense: 1\n", "utf-8")
    for _ in range(2):
        with pytest.raises(SchemeError, match="nonsense"):
            open_corpus(orchard, shelf_of(tmp_path, orchard))


def test_damaged_data_is_loaded_anew(tmp_path: Path, orchard: Path) -> None:
    shelf = shelf_of(tmp_path, orchard)
    expected = open_corpus(orchard, shelf)
    for content in (b"", b"[]\n{}", b'[["too", "short"]]', b"\xff"):
        shelf.write("corpus", content)
        assert open_corpus(orchard, shelf).schemes == expected.schemes


def test_without_a_shelf_the_corpus_is_loaded(orchard: Path) -> None:
    assert open_corpus(orchard, NOWHERE).schemes == load_corpus(orchard).schemes


def test_a_second_start_answers_the_same_and_writes_nothing(
    tmp_path: Path, orchard_with_shared_words: Path, settings: Settings
) -> None:
    own = replace(settings, data_dir=tmp_path / "data", corpus_dir=orchard_with_shared_words)
    answers = []
    files = []
    for _ in range(2):
        assistant = Assistant.open(own)
        answers.append([assistant.ask(question) for question in QUESTIONS])
        files.append(kept_files(own.data_dir))
    assert answers[0] == answers[1]
    assert files[0] == files[1] != {}


def test_a_start_on_a_disk_that_cannot_be_written_answers_the_same(
    tmp_path: Path, orchard_with_shared_words: Path, settings: Settings
) -> None:
    own = replace(settings, data_dir=tmp_path / "data", corpus_dir=orchard_with_shared_words)
    expected = [Assistant.open(own, lazy=True).ask(question) for question in QUESTIONS]
    other = replace(own, data_dir=tmp_path / "other")
    other.data_dir.mkdir()
    (other.data_dir / FOLDER).write_text("a file where the folder would be")
    assert [Assistant.open(other, lazy=True).ask(question) for question in QUESTIONS] == expected
