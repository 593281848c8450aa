"""Vectors on a Chroma server: the same answers as embedded, built once for all replicas, and clear words when it is gone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.corpus.brochure import Section
from assistant.errors import RetrievalError
from assistant.retrieval import Retrieval
from assistant.retrieval.embedding import StaticEmbedder
from assistant.retrieval.passages import split_sections
from assistant.retrieval.plan import Plan
from assistant.retrieval.shard import Shard
from assistant.retrieval.stores import ServedStore
from assistant.retrieval.versions import prune, verify, versions
from tests.retrieval.chroma_server import chroma_server
from tests.retrieval.counting import Counting

Sections = tuple[Section, ...]
QUESTIONS = (
    "被害者への見舞金はいくらまで",
    "タイプAの保険料",
    "電話",
    "sympathy payment",
    "what does type A cost",
    "羊",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


def answers(retrieval: Retrieval) -> list[list[tuple[str, float]]]:
    return [[(hit.passage.id, hit.score) for hit in retrieval.search(question)] for question in QUESTIONS]


def names(url: str) -> set[str]:
    store = ServedStore(url)
    return {name for name, _, _ in store.collections(store.client())}


def test_served_and_embedded_find_the_same(sections: Sections, tmp_path: Path, server: str) -> None:
    embedded = Retrieval.open(sections, tmp_path / "a")
    served = Retrieval.open(sections, tmp_path / "b", chroma_url=server)
    assert answers(served) == answers(embedded)


def test_the_next_replica_finds_it_built(sections: Sections, tmp_path: Path, server: str) -> None:
    changed = (*sections[:-1], replace(sections[-1], text="兎、山羊が対象です。"))
    embedder = Counting()
    Retrieval.open(changed, tmp_path / "a", embedder, chroma_url=server)
    assert len(embedder.texts) == 10
    before = names(server)
    Retrieval.open(changed, tmp_path / "b", embedder, chroma_url=server)
    assert len(embedder.texts) == 10
    assert names(server) == before


def test_who_builds_at_the_same_time_and_comes_second_takes_the_first_ones(
    sections: Sections, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = (*sections[:-1], replace(sections[-1], text="鳩、山羊が対象です。"))
    embedder = StaticEmbedder()
    publish = ServedStore.publish
    done = []

    def other_first(self: ServedStore, client: object, digest: str, entries: object) -> object:
        if not done:
            done.append(True)
            Retrieval.open(changed, tmp_path / "other", chroma_url=server)
        return publish(self, client, digest, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(ServedStore, "publish", other_first)
    found = Retrieval.open(changed, tmp_path / "late", chroma_url=server).search("鳩", 1)
    digest = Plan.of(split_sections(changed), embedder, tmp_path, server).digest
    assert "鳩" in found[0].passage.text
    # One that says so, and three of one build: two languages of one scheme, one of the other.
    assert sum(digest in name for name in names(server)) == 4


@pytest.mark.tried("Faults", "collections are lost on the Chroma server", "they are built again")
def test_collections_that_were_lost_are_built_again(sections: Sections, tmp_path: Path, server: str) -> None:
    changed = (*sections[:-1], replace(sections[-1], text="亀、山羊が対象です。"))
    plan = Plan.of(split_sections(changed), StaticEmbedder(), tmp_path, server)
    Retrieval.open(changed, tmp_path, chroma_url=server)
    store = ServedStore(server)
    client = store.client()
    lost = next(name for name in store.published(client, plan.digest) or ())
    client.delete_collection(lost)
    version = verify(plan)
    assert version is not None and "vectors cannot be read" in (version.problem or "")
    assert "亀" in Retrieval.open(changed, tmp_path, chroma_url=server).search("亀", 1)[0].passage.text
    version = verify(plan)
    assert version is not None and version.problem is None


def test_prune_keeps_what_another_release_has_used(sections: Sections, tmp_path: Path, server: str) -> None:
    old = (*sections[:-1], replace(sections[-1], text="鯨が対象です。"))
    new = (*sections[:-1], replace(sections[-1], text="鮫が対象です。"))
    for each in (old, new):
        Retrieval.open(each, tmp_path, chroma_url=server)
    plan = Plan.of(split_sections(new), StaticEmbedder(), tmp_path, server)
    former = Plan.of(split_sections(old), StaticEmbedder(), tmp_path, server).digest
    prune(plan, days=1)
    assert any(former in name for name in names(server))
    prune(plan, days=0, now=9_999_999_999)
    assert {name.split("-")[1] for name in names(server)} == {plan.digest}
    assert [version.current for version in versions(plan)] == [True]
    assert Retrieval.open(new, tmp_path, chroma_url=server).search("鮫", 1)


def test_no_server_at_the_address_is_said_with_what_to_do(sections: Sections, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match=r"127\.0\.0\.1:9 does not answer.*`chroma run`.*ASSISTANT_CHROMA_URL"):
        Retrieval.open(sections, tmp_path, chroma_url="http://127.0.0.1:9")


class _Other(BaseHTTPRequestHandler):
    body = b'"0.4.24"'

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body if self.path.endswith("/version") else b"{}")

    def log_message(self, *args: object) -> None:
        pass


def test_something_else_at_the_address_is_no_server(sections: Sections, tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), _Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(RetrievalError, match=r"does not answer as one|speaks version 0\.4\.24; 1\.x is needed"):
            Retrieval.open(sections, tmp_path, chroma_url=f"http://127.0.0.1:{other.server_port}")
        other.shutdown()


def test_a_server_that_goes_away_leaves_the_words_and_comes_back(
    sections: Sections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        Shard, "read", partial(Shard.read, limit=0)
    )  # as with more passages than are compared one by one
    with chroma_server(tmp_path / "chroma") as url:
        retrieval = Retrieval.open(sections, tmp_path / "data", chroma_url=url)
        before = answers(retrieval)
    with caplog.at_level(logging.WARNING, "assistant"):
        assert retrieval.search("被害者への見舞金", 1)[0].passage.section == "sympathy"
    assert "found by words alone" in caplog.text
    with chroma_server(tmp_path / "chroma", urlsplit(url).port or 0):
        assert answers(retrieval) == before
