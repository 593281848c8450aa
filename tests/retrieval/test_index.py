"""The index is complete or absent, never stale, and mends itself."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from assistant.corpus.brochure import Section
from assistant.errors import RetrievalError
from assistant.language.tokens import tokenize
from assistant.retrieval import Retrieval, copies, plan
from assistant.retrieval.embedding import StaticEmbedder
from assistant.retrieval.index import open_index
from assistant.retrieval.passages import split_sections
from assistant.retrieval.plan import index_digest
from assistant.retrieval.shard import Shard
from assistant.retrieval.stores import EmbeddedStore

Sections = tuple[Section, ...]

EXPECTED = [("harbour", "sympathy"), ("harbour", "premiums")]


def folders(data: Path) -> list[Path]:
    return [path for path in sorted((data / "index").iterdir()) if path.is_dir()]


def works(retrieval: Retrieval) -> bool:
    found = [retrieval.search(question, 1)[0].passage for question in ("被害者への見舞金", "タイプAの保険料")]
    return [(passage.scheme, passage.section) for passage in found] == EXPECTED


def test_it_is_built_once_with_progress_and_then_reused(sections: Sections, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    assert works(Retrieval.open(sections, tmp_path, progress=lambda done, total: seen.append((done, total))))
    # 12 sections, 2 of them without text of their own
    assert seen[0] == (0, 10) and seen[-1] == (10, 10)
    built = folders(tmp_path)
    seen.clear()
    assert works(Retrieval.open(sections, tmp_path, progress=lambda done, total: seen.append((done, total))))
    assert seen == [] and folders(tmp_path) == built and len(built) == 1


def test_changed_text_makes_another_index_and_leaves_the_old_one(sections: Sections, tmp_path: Path) -> None:
    Retrieval.open(sections, tmp_path)
    before = folders(tmp_path)
    changed = (*sections[:-1], replace(sections[-1], text="牛、馬、羊、山羊、らくだが対象です。"))
    hit = Retrieval.open(changed, tmp_path).search("らくだ", 1)[0]
    assert "らくだ" in hit.passage.text
    assert len(folders(tmp_path)) == 2 and set(before) < set(folders(tmp_path))


@pytest.mark.parametrize("field", ["title", "text", "document", "id"])
def test_every_part_of_a_section_is_in_the_digest(sections: Sections, field: str) -> None:
    embedder = StaticEmbedder()
    last = replace(sections[-1], **{field: "other"})  # type: ignore[arg-type]
    changed = (*sections[:-1], last)
    assert index_digest(split_sections(sections), embedder) != index_digest(split_sections(changed), embedder)


def test_the_order_of_sections_is_not(sections: Sections) -> None:
    embedder, passages = StaticEmbedder(), split_sections(sections)
    assert index_digest(passages, embedder) == index_digest(passages[::-1], embedder)


def test_another_embedding_is_in_the_digest(sections: Sections) -> None:
    other = StaticEmbedder()
    other.identity = "other"
    passages = split_sections(sections)
    assert index_digest(passages, StaticEmbedder()) != index_digest(passages, other)


def test_another_version_of_a_library_is(sections: Sections, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder, passages = StaticEmbedder(), split_sections(sections)
    before = index_digest(passages, embedder)
    monkeypatch.setattr(plan, "version", lambda name: version(name) + "+next")
    assert index_digest(passages, embedder) != before


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("assistant")]


def _remove_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _cut_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"digest": ', encoding="utf-8")


def _empty_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[]", encoding="utf-8")


def _flip_a_byte_of_the_tokens(folder: Path) -> None:
    file = next(folder.rglob("data*.npy"))
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def _remove_the_tokens(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("scheme-*")))


def _remove_the_vectors(folder: Path) -> None:
    shutil.rmtree(folder / "chroma")


def _cut_the_vectors(folder: Path) -> None:
    file = folder / "chroma" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])


def _overwrite_the_vectors(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)


def _lose_a_vector(folder: Path) -> None:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(folder / "chroma", Settings(anonymized_telemetry=False))
    client.get_collection("scheme-0000-en", embedding_function=None).delete(["harbour/sympathy/en/1"])
    client.close()  # type: ignore[attr-defined]


def _damage_the_copy(folder: Path) -> None:
    for copy in folder.glob("vectors-*"):
        copy.write_bytes(copy.read_bytes()[:-1])


def test_opening_it_again_needs_no_chroma(sections: Sections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Retrieval.open(sections, tmp_path)
    monkeypatch.setattr(EmbeddedStore, "client", None)
    again = Retrieval.open(sections, tmp_path)
    assert again.search("見舞金", 5) == first.search("見舞金", 5) != []


def test_a_damaged_copy_of_the_vectors_is_not_used(sections: Sections, tmp_path: Path) -> None:
    first = Retrieval.open(sections, tmp_path)
    (folder,) = folders(tmp_path)
    _damage_the_copy(folder)
    assert Retrieval.open(sections, tmp_path).search("見舞金", 5) == first.search("見舞金", 5)


@pytest.mark.tried(
    "Faults",
    "an index damaged in nine ways: manifest, tokens, vectors, a vector lost",
    "it is built again, which the log says once; then it is whole",
)
@pytest.mark.parametrize(
    "damage",
    [
        _remove_manifest,
        _cut_manifest,
        _empty_manifest,
        _flip_a_byte_of_the_tokens,
        _remove_the_tokens,
        _remove_the_vectors,
        _cut_the_vectors,
        _overwrite_the_vectors,
        _lose_a_vector,
    ],
    ids=lambda damage: damage.__name__.strip("_").replace("_", " "),
)
def test_a_damaged_index_is_built_again_and_said_once(
    sections: Sections, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: object
) -> None:
    assert callable(damage)
    Retrieval.open(sections, tmp_path)
    (folder,) = folders(tmp_path)
    damage(folder)
    with caplog.at_level(logging.WARNING, logger="assistant"):
        assert works(Retrieval.open(sections, tmp_path))
    assert len(said(caplog)) == 1 and "built again" in said(caplog)[0]
    assert folders(tmp_path) == [folder]
    caplog.clear()
    assert works(Retrieval.open(sections, tmp_path)) and not said(caplog)


PROGRAM = """
import os, sys
from pathlib import Path
from assistant.corpus.brochure import Section
from assistant.retrieval import Retrieval

sections = [Section("s", "d", f"fee-{n}", 1, "ja", 2, f"料金{n}", f"料金は{n}円です。", None) for n in range(600)]

def progress(done, total):
    if "--die" in sys.argv and done > 256:
        os._exit(9)

print(len(Retrieval.open(sections, Path(sys.argv[1]), progress=progress).search("料金", 3)))
"""


def run(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_a_killed_build_leaves_no_index_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    killed = run(str(tmp_path), "--die")
    killed.communicate()
    assert killed.returncode == 9
    assert [folder.name[:10] for folder in folders(tmp_path)] == [".building-"]
    after = run(str(tmp_path))
    assert after.communicate()[0] == "3\n"
    assert [folder.name[:1] for folder in folders(tmp_path)] not in ([], ["."])
    assert len(folders(tmp_path)) == 1


@pytest.mark.tried("Faults", "two processes build the same index at once", "one builds, the other waits and uses it")
def test_two_processes_at_once_build_one_index(tmp_path: Path) -> None:
    both = [run(str(tmp_path)), run(str(tmp_path))]
    assert [process.communicate()[0] for process in both] == ["3\n", "3\n"]
    assert len(folders(tmp_path)) == 1


def test_an_interrupted_build_leaves_no_index(sections: Sections, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Retrieval.open(sections, tmp_path, progress=interrupt)
    assert all(folder.name.startswith(".building-") for folder in folders(tmp_path))
    assert works(Retrieval.open(sections, tmp_path))
    assert len(folders(tmp_path)) == 1


def test_a_data_folder_that_cannot_be_written_is_named(sections: Sections, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(RetrievalError, match="ASSISTANT_DATA_DIR"):
        Retrieval.open(sections, tmp_path / "data")


def test_two_sections_of_one_name_are_refused(sections: Sections, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="harbour/contact/ja/1"):
        Retrieval.open((*sections, sections[4]), tmp_path)


def test_the_same_sections_give_the_same_index(sections: Sections, tmp_path: Path) -> None:
    for name in ("a", "b"):
        Retrieval.open(sections, tmp_path / name)
    one, other = folders(tmp_path / "a")[0], folders(tmp_path / "b")[0]
    assert one.name == other.name
    assert (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()


def test_chroma_proposes_what_comparing_all_vectors_finds(
    sections: Sections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder, passages = StaticEmbedder(), split_sections(sections)
    exact = open_index(passages, embedder, tmp_path)
    monkeypatch.setattr(Shard, "read", partial(Shard.read, limit=0))
    monkeypatch.setattr(copies, "EXACT_LIMIT", 0)
    proposed = open_index(passages, embedder, tmp_path)
    question = np.asarray(embedder.embed_query("見舞金"), dtype=np.float32)
    assert all(shard.vectors is None for shard in proposed)
    for one, other in zip(exact, proposed, strict=True):
        all_, some = (shard.evidence(tokenize("見舞金", shard.language), question) for shard in (one, other))
        assert some.mean == pytest.approx(all_.mean, abs=1e-5)
        assert some.cosines == pytest.approx(all_.cosines[some.rows], abs=1e-5)
        assert some.shares == pytest.approx(all_.shares[some.rows])


def test_another_scheme_may_have_any_name(tmp_path: Path) -> None:
    section = Section("農協 2030", "d", "fee", 1, "ja", 2, "料金", "料金は1円です。", None)
    assert Retrieval.open([section], tmp_path).search("料金", scheme="農協 2030")
