"""The model that ships, computed without torch, and others by their folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.corpus.brochure import Section
from assistant.errors import EmbeddingError
from assistant.retrieval import Retrieval
from assistant.retrieval.embedding import (
    DEFAULT_MODEL,
    Embedder,
    SentenceTransformerEmbedder,
    StaticEmbedder,
    load_embedder,
)
from assistant.retrieval.prefixes import Prefixes, parse_setting, prefixes_of

TEXTS = [
    "情報漏えい限定プランで著作権の侵害は補償されますか",
    "Is a copyright claim covered under the leakage-only plan?",
    "見舞金 1人1,000円　ＤＤｏＳ攻撃",
    "| ① | 90% |\n|---|---|",
    "🦊 ¿Qué?",
]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_numpy_computes_what_sentence_transformers_computes(embedder: StaticEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(DEFAULT_MODEL), device="cpu")
    stored = np.asarray(model.encode(TEXTS, show_progress_bar=False), dtype=np.float32)
    assert np.allclose(embedder.embed_documents(TEXTS), stored, atol=2e-3)  # it averages in float16
    exact = model.float().encode(TEXTS, show_progress_bar=False)
    assert np.allclose(embedder.embed_documents(TEXTS), exact, atol=1e-6)


def test_vectors_have_length_one(embedder: StaticEmbedder) -> None:
    assert np.linalg.norm(embedder.embed_documents(TEXTS), axis=1) == pytest.approx(np.ones(len(TEXTS)))
    assert embedder.embed_query(TEXTS[0]) == embedder.embed_documents(TEXTS)[0]


def test_a_text_without_tokens_is_zero(embedder: StaticEmbedder) -> None:
    assert not np.any(embedder.embed_documents(["", " \n\x00"]))
    assert embedder.embed_documents([]) == []


def test_translations_are_nearer_than_other_sentences(embedder: StaticEmbedder) -> None:
    japanese, english, other = embedder.embed_documents(
        ["免責金額はいくらですか", "How much is the deductible?", "Which natural disasters are excluded?"]
    )
    assert np.dot(japanese, english) > np.dot(japanese, other)


def test_the_model_is_small_and_has_a_card() -> None:
    assert sum(file.stat().st_size for file in DEFAULT_MODEL.rglob("*")) <= 15_000_000
    card = (DEFAULT_MODEL / "README.md").read_text(encoding="utf-8")
    assert "cc-by-sa-4.0" in card and "Limits" in card


def test_retrieval_is_imported_and_used_without_torch(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from assistant.corpus.brochure import Section\n"
        "from assistant.retrieval import Retrieval\n"
        "assert not {'chromadb', 'langchain_core', 'bm25s', 'sudachipy'} & set(sys.modules)\n"
        "section = Section('s', 'd', 'fee', 1, 'ja', 2, '料金', '料金は1円です。', None)\n"
        f"assert Retrieval.open([section], Path({str(tmp_path)!r})).search('料金')\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


@pytest.mark.parametrize("setting", [None, "", str(DEFAULT_MODEL)])
def test_a_static_model_needs_no_torch_whatever_names_it(setting: str | None) -> None:
    embedder = load_embedder(setting)
    assert isinstance(embedder, StaticEmbedder)
    assert isinstance(embedder, Embedder)


def test_the_identity_follows_the_files_and_not_the_folder(tmp_path: Path, embedder: StaticEmbedder) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(DEFAULT_MODEL, copy)
    assert StaticEmbedder(copy).identity == embedder.identity
    tokenizer = copy / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert StaticEmbedder(copy).identity != embedder.identity


@pytest.mark.parametrize("missing", ["tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path, missing: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(DEFAULT_MODEL, copy)
    (copy / missing).unlink()
    with pytest.raises(EmbeddingError, match="embedding build"):
        load_embedder(str(copy))


def test_a_broken_file_is_an_error_of_ours(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(DEFAULT_MODEL, copy)
    (copy / "model.safetensors").write_bytes(b"not a tensor")
    with pytest.raises(EmbeddingError, match=r"copy.*cannot be used"):
        StaticEmbedder(copy)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_folder_that_is_no_model_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="ASSISTANT_EMBEDDING"):
        load_embedder(str(tmp_path))


def _named(tmp_path: Path, name: str, prompts: dict[str, str]) -> Path:
    """The model that ships, under another name and with prompts of its own."""
    folder = tmp_path / name
    shutil.copytree(DEFAULT_MODEL, folder)
    file = folder / "config_sentence_transformers.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["prompts"] = prompts
    file.write_text(json.dumps(config), encoding="utf-8")
    return folder


PLAIN: dict[str, str] = {}
OWN = {"query": "検索クエリ: ", "document": "検索文書: "}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "prompts", "given", "question", "passage"),
    [
        ("plain", PLAIN, None, "", ""),
        ("multilingual-e5-tiny", PLAIN, None, "query: ", "passage: "),
        ("ruri-base", PLAIN, None, "クエリ: ", "文章: "),
        ("ruri-v3-30m", PLAIN, None, "検索クエリ: ", "検索文書: "),
        ("bge-m3", PLAIN, None, "", ""),
        ("bge-small-en-v1.5", PLAIN, None, "Represent this sentence for searching relevant passages: ", ""),
        ("multilingual-e5-own", OWN, None, *OWN.values()),  # the model's own prompts before those of its family
        ("multilingual-e5-set", OWN, Prefixes("Q: ", "P: "), "Q: ", "P: "),  # and what is set before both
    ],
)
def test_prefixes_of_other_models(
    tmp_path: Path, name: str, prompts: dict[str, str], given: Prefixes | None, question: str, passage: str
) -> None:
    embedder = SentenceTransformerEmbedder(str(_named(tmp_path, name, prompts)), given)
    bare = SentenceTransformerEmbedder(str(_named(tmp_path, "bare", PLAIN)))
    assert embedder.embed_query("見舞金") == bare.embed_query(f"{question}見舞金")
    assert embedder.embed_documents(["見舞金"]) == bare.embed_documents([f"{passage}見舞金"])
    assert np.linalg.norm(embedder.embed_query("見舞金")) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("setting", "name", "prefixes"),
    [
        ("/models/mine", "/models/mine", None),
        ("/models/mine|query:|passage:", "/models/mine", Prefixes("query: ", "passage: ")),
        ("mine | 検索: |", "mine", Prefixes("検索: ", "")),
        ("mine|ask>", "mine", Prefixes("ask>", "")),
    ],
)
def test_prefixes_may_be_set(setting: str, name: str, prefixes: Prefixes | None) -> None:
    assert parse_setting(setting) == (name, prefixes)


def test_a_model_stored_by_the_hub_is_known_by_its_folder() -> None:
    stored = "/home/p/.cache/huggingface/hub/models--intfloat--multilingual-e5-small/snapshots/1f2e"
    assert prefixes_of(stored, {}, None) == Prefixes("query: ", "passage: ")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_index_is_built_anew_for_other_prefixes_and_other_models(
    tmp_path: Path, sections: tuple[Section, ...]
) -> None:
    folder = _named(tmp_path, "mine", PLAIN)
    found = []
    for setting in (None, f"{folder}|query:|passage:", f"{folder}|Q:|P:"):
        retrieval = Retrieval.open(sections, tmp_path / "data", setting)
        found.append(retrieval.embedding)
        assert retrieval.search("被害者への見舞金", 1)[0].passage.section == "sympathy"
    assert len(set(found)) == 3
    assert len([path for path in (tmp_path / "data" / "index").iterdir() if path.is_dir()]) == 3
