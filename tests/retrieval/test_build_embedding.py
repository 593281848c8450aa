"""The command that makes the model: reproducible, and a model that sentence-transformers reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.errors import CorpusError, EmbeddingError
from assistant.retrieval.build_embedding import build, make_tokenizer, read_corpus, section_pairs
from assistant.retrieval.embedding import DEFAULT_MODEL, StaticEmbedder, load_embedder
from assistant.retrieval.sentence_sources import Sentences
from assistant.retrieval.word_sources import Words, read_words

BROCHURE = """---
scheme: harbour
language: {language}
documents:
  harbour-2030: {title}
---

# {title}

## {first} {{#sympathy document=harbour-2030 page=1}}

{body}

## {second} {{#premiums document=harbour-2030 page=2}}

{other}
"""
JAPANESE = dict(
    language="ja", title="案内", first="見舞金", body="被害者への見舞金。", second="保険料", other="年に1円。"
)
ENGLISH = dict(language="en", title="Guide", first="Sympathy", body="To victims.", second="Premium", other="1 yen.")
NAMES = ("見舞金", "保険料", "被害", "者", "sympathy", "premium", "victims", "yen")
MODEL_LIMIT = 15_000_000


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "harbour"
    folder.mkdir(parents=True)
    for texts in (JAPANESE, ENGLISH):
        (folder / f"brochure.{texts['language']}.md").write_text(BROCHURE.format(**texts), encoding="utf-8")
    return folder.parent


@pytest.fixture
def words() -> Words:
    vectors = np.random.default_rng(1).standard_normal((len(NAMES), 16)).astype(np.float32)
    return Words(NAMES, tuple(-8.0 - n for n in range(len(NAMES))), vectors)


@pytest.mark.filterwarnings("ignore")  # of the training libraries
def test_the_same_corpus_gives_the_same_model(small: Path, words: Words, tmp_path: Path) -> None:
    pairs = [*section_pairs(read_corpus(small)), ("見舞金は出ますか", "Sympathy\nTo victims.")]
    sections, said = read_corpus(small), np.eye(3, 5, dtype=np.float32)
    sentences = Sentences(("見舞金", "被害者", "保険料"), ("sympathy", "victims", "premium"), said)
    made = [build(words, pairs, tmp_path / name, sections=sections, sentences=sentences, epochs=1) for name in "ab"]
    files = sorted(file.relative_to(made[0]) for file in made[0].rglob("*") if file.is_file())
    assert {"README.md", "model.safetensors", "modules.json", "tokenizer.json"} <= {file.name for file in files}
    for file in files:
        assert (made[0] / file).read_bytes() == (made[1] / file).read_bytes(), file
    embedder = load_embedder(str(made[0]))
    assert isinstance(embedder, StaticEmbedder)
    assert np.linalg.norm(embedder.embed_query("見舞金")) == pytest.approx(1.0)


def test_pairs_are_translations_and_titles_with_their_texts(small: Path) -> None:
    pairs = section_pairs(read_corpus(small))
    assert ("見舞金", "被害者への見舞金。") in pairs
    assert ("見舞金", "Sympathy") in pairs
    assert ("見舞金\n被害者への見舞金。", "Sympathy\nTo victims.") in pairs
    assert not any("1円" in text and "見舞" in other for text, other in pairs)


def test_the_tokenizer_prefers_long_words(words: Words) -> None:
    tokenizer = make_tokenizer(words)
    assert tokenizer.encode("被害者へのSYMPATHY", add_special_tokens=False).tokens == ["被害", "者", "への", "sympathy"]


def test_no_brochure_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="brochure"):
        read_corpus(tmp_path)


def test_missing_sources_are_named_with_where_they_come_from(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"EDICT[\s\S]*chiVe"):
        read_words(tmp_path, ["text"], 10, 10, 8, print)


def test_the_command_says_what_is_missing_and_leaves_the_model_alone(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["embedding", "build", "--sources", str(tmp_path), "--out", str(tmp_path / "model")])
    assert done.exit_code == 2
    assert "EDICT" in done.output
    assert not (tmp_path / "model").exists()


def test_the_model_that_ships_is_small_and_names_its_sources() -> None:
    assert sum(file.stat().st_size for file in DEFAULT_MODEL.rglob("*") if file.is_file()) <= MODEL_LIMIT
    card = (DEFAULT_MODEL / "README.md").read_text(encoding="utf-8")
    for source in ("EDICT", "MiniLM", "chiVe", "wordfreq", "CC BY-SA"):
        assert source in card
