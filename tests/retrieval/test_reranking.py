"""A second look by a cross-encoder: another order of the same passages, the same scores, and clear words when it fails."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.corpus.brochure import Section
from assistant.errors import EmbeddingError
from assistant.retrieval import Passage, Retrieval
from assistant.retrieval.reranking import CrossEncoderReranker

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

QUESTION = "費用はいくらですか"


def _tiny(folder: Path, labels: int) -> Path:
    """A cross-encoder of one layer with weights by chance: it has an opinion, though not a good one."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    signs = sorted(set("費用見舞金保険料調査連絡先電話はいくらですか原因を調べるためのの者へ1,000円まで平日時から"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs, *(f"##{sign}" for sign in signs)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        initializer_range=2.0,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _tiny(tmp_path_factory.mktemp("models") / "tiny", 1)


class Backwards:
    """Puts the last first."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def rank(self, question: str, passages: Sequence[Passage]) -> list[int]:
        self.seen.append(len(passages))
        return list(range(len(passages)))[::-1]


def test_a_model_orders_what_was_found_and_leaves_the_scores(
    sections: tuple[Section, ...], tmp_path: Path, model: Path
) -> None:
    plain = Retrieval.open(sections, tmp_path).search(QUESTION, 10, "harbour")
    again = Retrieval.open(sections, tmp_path, reranker=str(model)).search(QUESTION, 10, "harbour")
    assert [hit.score for hit in again] == [hit.score for hit in plain]
    order = CrossEncoderReranker(str(model)).rank(QUESTION, [hit.passage for hit in plain])
    assert [hit.passage for hit in again] == [plain[place].passage for place in order]
    assert order != sorted(order)


def test_only_the_first_passages_are_looked_at_again(tmp_path: Path) -> None:
    sections = [Section("s", "d", f"fee-{n:02}", 1, "ja", 2, "料金", "料金は1円です。", None) for n in range(30)]
    reranker = Backwards()
    found = Retrieval.open(sections, tmp_path, reranker=reranker).search("料金", 30)
    assert reranker.seen == [20]
    assert [hit.passage.section for hit in found] == [f"fee-{n:02}" for n in (*range(19, -1, -1), *range(20, 30))]


def test_a_model_that_fails_leaves_the_order(
    sections: tuple[Section, ...], tmp_path: Path, model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plain = Retrieval.open(sections, tmp_path)
    reranker = CrossEncoderReranker(str(model))
    reranker._model.predict = None
    with caplog.at_level(logging.WARNING, "assistant"):
        found = Retrieval.open(sections, tmp_path, reranker=reranker).search(QUESTION)
    assert found == plain.search(QUESTION)
    assert "the order stays as it was" in caplog.text


def test_a_model_that_sorts_into_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"3 classes.*ASSISTANT_RERANKER"):
        CrossEncoderReranker(str(_tiny(tmp_path / "three", 3)))


@pytest.mark.parametrize("name", ["/no/such/folder", "./nowhere", "~/none"])
def test_a_folder_that_is_missing_is_said_at_once(name: str) -> None:
    with pytest.raises(EmbeddingError, match=r"no folder .* with a model.*ASSISTANT_RERANKER") as caught:
        CrossEncoderReranker(name)
    assert caught.value.field == "ASSISTANT_RERANKER"


@pytest.mark.parametrize(
    ("call", "setting"),
    [
        ("assistant.retrieval.embedding import load_embedder as load", "ASSISTANT_EMBEDDING"),
        ("assistant.retrieval.reranking import load_reranker as load", "ASSISTANT_RERANKER"),
    ],
)
def test_without_a_way_to_the_hub_a_folder_is_asked_for(call: str, setting: str, tmp_path: Path) -> None:
    program = (
        f"from {call}\nfrom assistant.errors import EmbeddingError\n"
        "try:\n    load('nobody/no-such-model')\nexcept EmbeddingError as error:\n    print(error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path), "HOME": str(tmp_path)},
    )
    assert f"path of its folder in {setting}" in done.stdout, done.stderr
