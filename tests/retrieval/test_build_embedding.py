"""The script that makes the model: reproducible, and a model that sentence-transformers reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.build_embedding import build, main, read_corpus, train_tokenizer, training_pairs
from assistant.retrieval.embedding import DEFAULT_MODEL, StaticEmbedder, load_embedder
from assistant.retrieval.passages import split_sections

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


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "harbour"
    folder.mkdir(parents=True)
    for texts in (JAPANESE, ENGLISH):
        (folder / f"brochure.{texts['language']}.md").write_text(BROCHURE.format(**texts), encoding="utf-8")
    return folder.parent


@pytest.mark.filterwarnings("ignore")  # of the training libraries
def test_the_same_corpus_gives_the_same_model(small: Path, tmp_path: Path) -> None:
    made = [build(small, tmp_path / name, epochs=1) for name in ("a", "b")]
    files = sorted(file.relative_to(made[0]) for file in made[0].rglob("*") if file.is_file())
    assert {"README.md", "model.safetensors", "modules.json", "tokenizer.json"} <= {file.name for file in files}
    for file in files:
        assert (made[0] / file).read_bytes() == (made[1] / file).read_bytes(), file
    embedder = load_embedder(str(made[0]))
    assert isinstance(embedder, StaticEmbedder)
    assert np.linalg.norm(embedder.embed_query("見舞金")) == pytest.approx(1.0)


def test_pairs_are_translations_and_titles_with_their_texts(small: Path) -> None:
    pairs = training_pairs(split_sections(read_corpus(small)))
    assert ("見舞金", "被害者への見舞金。") in pairs
    assert ("Sympathy", "見舞金") in pairs
    assert ("To victims.", "被害者への見舞金。") in pairs
    assert not any("1円" in text and "見舞" in other for text, other in pairs)


def test_a_tokenizer_is_trained_twice_alike_and_knows_every_text() -> None:
    texts = ["情報の漏えいに対応する費用", "The cost of responding to a leak"] * 3
    tokenizer = train_tokenizer(texts)
    assert tokenizer.to_str() == train_tokenizer(texts).to_str()
    assert tokenizer.decode(tokenizer.encode("🦊 xyz").ids).replace(" ", "") == "🦊xyz"


def test_no_brochure_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", str(tmp_path), "--output", str(tmp_path / "model")]) == 2
    assert "brochure" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_the_model_that_ships_was_made_from_every_brochure(corpus: Path) -> None:
    card = (DEFAULT_MODEL / "README.md").read_text(encoding="utf-8")
    for section in read_corpus(corpus):
        assert f"| {section.scheme} | {section.language} |" in card
