"""Every file of an index, and every Chroma server, that is not what it was."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from assistant.corpus.loader import load_sections
from assistant.errors import RetrievalError
from assistant.retrieval import Retrieval
from assistant.retrieval.shard import Shard
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from tests.faults.conftest import QUESTION, Place, make_place
from tests.retrieval.chroma_server import chroma_server

Serve = Callable[[FastAPI], AbstractContextManager[str]]
Found = list[tuple[str, float]]


def found_in(place: Place, chroma_url: str | None = None) -> Found:
    hits = Retrieval.open(load_sections(place.corpus), place.data, chroma_url=chroma_url).search("保険料", 3)
    return [(hit.passage.id, hit.score) for hit in hits]


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _noise(content: bytes) -> bytes:
    return bytes((7 * n + 13) % 256 for n in range(len(content)))


DAMAGES: tuple[Callable[[bytes], bytes] | None, ...] = (_half, _noise, None)
"""The last removes the file."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Found, Path]:
    """A place with a whole index, what is found in it, and a copy of it to put back."""
    place = make_place(tmp_path_factory.mktemp("built"))
    found = found_in(place)
    shutil.copytree(place.data, place.folder / "whole")
    return place, found, place.folder / "whole"


@pytest.mark.tried(
    "Faults",
    "each file of an index cut to half, overwritten with noise, or gone, in turn",
    "the same is found; where it had to be built again the log says so, once; then it is whole",
    unit="files",
)
def test_each_file(
    built: tuple[Place, Found, Path], caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    place, found, whole = built
    names = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file() and path.stat().st_size)
    assert len(names) > 8
    for number, name in enumerate(names):
        damage = DAMAGES[number % 3]
        if damage is None:
            (place.data / name).unlink()
        else:
            (place.data / name).write_bytes(damage((whole / name).read_bytes()))
        caplog.clear()
        with caplog.at_level(logging.WARNING, "assistant"):
            assert found_in(place) == found, name
            told = caplog.messages.copy()
            assert len(told) <= 1 and all("again" in line or "anew" in line for line in told), name
            assert not told or (found_in(place) == found and caplog.messages == told), name
        shutil.rmtree(place.data)
        shutil.copytree(whole, place.data)
    record_property("times", len(names))


def _older_format(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "digest": manifest["digest"]}), encoding="utf-8")


def _of_another_index(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "digest": "0" * 32}), encoding="utf-8")


def _older_chroma(folder: Path) -> None:
    """The database of another version of Chroma: other tables."""
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3", isolation_level=None)) as database:
        database.execute("ALTER TABLE collections RENAME TO collections_of_another_version")
        database.execute("DELETE FROM migrations")


@pytest.mark.tried(
    "Faults",
    "an index of another version: its format, its name, the tables of Chroma",
    "it is not used but built again, which the log says once",
)
@pytest.mark.parametrize(
    "change", [_older_format, _of_another_index, _older_chroma], ids=lambda each: each.__name__.strip("_")
)
def test_another_version(
    built: tuple[Place, Found, Path], change: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    place, found, _ = built
    (folder,) = place.indexes()
    change(folder)
    with caplog.at_level(logging.WARNING, "assistant"):
        assert found_in(place) == found
    assert len(caplog.messages) == 1 and "built again" in caplog.messages[0]
    assert place.indexes() == [folder]


@pytest.mark.tried(
    "Faults",
    "the Chroma server is killed in the middle of a build, and comes back",
    "one message that nothing half is used; the next start builds it",
)
def test_a_chroma_server_that_dies_in_a_build(place: Place) -> None:
    sections, gone = load_sections(place.corpus), ExitStack()

    def die(done: int, total: int) -> None:
        if done:
            gone.close()

    url = gone.enter_context(chroma_server(place.folder / "chroma"))
    with pytest.raises(RetrievalError, match="Nothing half is used; start again"):
        Retrieval.open(sections, place.data, chroma_url=url, progress=die)
    with pytest.raises(RetrievalError, match="does not answer as one"):
        found_in(place, url)
    with chroma_server(place.folder / "chroma", urlsplit(url).port or 0):
        assert found_in(place, url)


@pytest.mark.tried(
    "Faults",
    "the Chroma server of a running assistant is killed, and comes back",
    "the same verdicts and amounts meanwhile, ready; the log says that words alone decide what is found; then all as before",
)
def test_a_chroma_server_that_goes_away(
    place: Place, serve_app: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Shard, "read", partial(Shard.read, limit=0))  # as with more than are compared one by one
    with ExitStack() as running:
        url = running.enter_context(chroma_server(place.folder / "chroma"))
        settings = Settings(corpus_dir=place.corpus, data_dir=place.data, chroma_url=url)
        opened = Assistant.open(settings)
        with serve_app(create_app(opened, settings)) as address, httpx.Client(base_url=address, timeout=60) as client:
            question = {"question": "サイバー攻撃のあとのデータ復旧費用は出ますか", "scheme": QUESTION["scheme"]}
            search = {"query": "保険料", "scheme": QUESTION["scheme"]}
            before, found = (
                client.post(f"/api/v1/{p}", json=b).json() for p, b in (("ask", question), ("search", search))
            )
            running.close()
            during = client.post("/api/v1/ask", json={**question, "question": question["question"] + "？"}).json()
            assert during["verdicts"] == before["verdicts"] != []
            assert client.post("/api/v1/search", json={**search, "query": "保険料 "}).status_code == 200
            assert client.get("/readyz").status_code == 200
            assert "found by words alone" in caplog.text
            with chroma_server(place.folder / "chroma", urlsplit(url).port or 0):
                assert client.post("/api/v1/search", json=search).json() == found
