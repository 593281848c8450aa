"""What another process holds: a database that is locked, an index that is being built; and a model that accepts and never answers."""

from __future__ import annotations

import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing

import httpx
import pytest
from fastapi import FastAPI
from filelock import FileLock
from pydantic import SecretStr

from assistant.corpus.loader import load_sections
from assistant.password import hashed
from assistant.retrieval import Retrieval
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web import database as database_module
from assistant.web.application import create_app
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.store import Store
from tests.faults.conftest import QUESTION, Place

Serve = Callable[[FastAPI], AbstractContextManager[str]]


@pytest.mark.tried(
    "Faults",
    "the database of the records is locked by another process",
    "answers as before, ready; an opinion is refused (503) after a wait and logged; unlocked, it is written and nothing is lost",
)
def test_a_locked_database(
    place: Place, serve_app: Serve, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_WAIT_SECONDS", 0.2)
    settings = Settings(corpus_dir=place.corpus, data_dir=place.data, owner_password=hashed("a clerk with a brochure"))
    opened = Assistant.open(settings)
    with serve_app(create_app(opened, settings)) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert client.post("/api/v1/feedback", json={"helpful": True}).status_code == 204
        before = client.post("/api/v1/ask", json=QUESTION).json()
        file = Store(place.data, 90).path
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            refused = client.post("/api/v1/feedback", json={"helpful": False})
            assert (refused.status_code, refused.json()["code"]) == (503, "not_noted")
            assert client.post("/api/v1/ask", json=QUESTION).json() == before
            assert client.get("/readyz").status_code == 200
            other.execute("ROLLBACK")
        assert client.post("/api/v1/feedback", json={"helpful": False}).status_code == 204
    assert Records(Store(place.data, 90)).opinions(Span())[1] == 2
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert lines and all("locked" in line and str(file) in line for line in lines)


@pytest.mark.tried(
    "Faults",
    "another process holds the index and does not let go of it",
    "the start says that it waits, and goes on when it is free",
)
def test_an_index_that_is_held(place: Place) -> None:
    waits, found = threading.Event(), list[int]()

    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "waiting" in record.getMessage():
                waits.set()

    logger, handler = logging.getLogger("assistant"), Told()
    logger.addHandler(handler)
    (place.data / "index").mkdir(parents=True)
    try:
        with FileLock(place.data / "index" / ".lock"):
            sections = load_sections(place.corpus)
            opening = threading.Thread(
                target=lambda: found.append(len(Retrieval.open(sections, place.data).search("保険料", 2)))
            )
            opening.start()
            assert waits.wait(60) and not found
        opening.join(60)
    finally:
        logger.removeHandler(handler)
    assert found == [2]


@pytest.mark.tried(
    "Faults",
    "the model's server accepts and never answers",
    "the computed answer within the time set for the model; ready; one line in the log each, then the model is left alone",
)
def test_a_model_that_never_answers(place: Place, serve_app: Serve, caplog: pytest.LogCaptureFixture) -> None:
    plain = Assistant.open(Settings(corpus_dir=place.corpus, data_dir=place.data)).ask("保険料はいくらですか")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = Settings(
            corpus_dir=place.corpus, data_dir=place.data, model="openai:silent", model_key=SecretStr("sk-never"),
            model_url=f"http://127.0.0.1:{silent.getsockname()[1]}/v1", model_timeout=0.4,
        )  # fmt: skip
        opened = Assistant.open(settings)
        with serve_app(create_app(opened, settings)) as address, httpx.Client(base_url=address, timeout=30) as client:
            took = []
            for number in range(6):
                started = time.perf_counter()
                reply = client.post("/api/v1/ask", json={"question": "保険料はいくらですか" + "？" * number})
                took.append(time.perf_counter() - started)
                assert reply.json()["text"] == plain.text and reply.json()["generator"] == "rules"
                assert client.get("/readyz").status_code == 200
    assert max(took) < 10
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("assistant.generation")]
    assert 1 <= len(lines) <= 3 and "too long" in lines[0] and "sk-never" not in caplog.text
