"""Disks that are full or read only: a small one of our own is mounted, filled, and given room again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from assistant.corpus.loader import load_sections
from assistant.errors import RetrievalError
from assistant.password import hashed
from assistant.retrieval import Retrieval
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.store import Store
from tests.faults.conftest import QUESTION, Place

Mount = Callable[[str], Path]
Serve = Callable[[FastAPI], AbstractContextManager[str]]


def over(place: Place, data: Path) -> Settings:
    """Settings over a place, with its data on a disk, and with records for an owner."""
    return Settings(corpus_dir=place.corpus, data_dir=data, owner_password=hashed("a clerk with a brochure"))


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def ask(address: str) -> dict[str, object]:
    reply = httpx.post(f"{address}/api/v1/ask", json=QUESTION, timeout=60)
    assert reply.status_code == 200
    answer: dict[str, object] = reply.json()
    return answer


@pytest.mark.tried(
    "Faults",
    "the disk is full while an index is built",
    "one message that names the folder and says what to do; nothing half is used; with room again it is built",
)
@pytest.mark.parametrize("kilobytes", [8, 64, 400])
def test_an_index_on_a_full_disk(place: Place, small_disk: Mount, kilobytes: int) -> None:
    disk, sections = small_disk("size=8m"), load_sections(place.corpus)
    filler = fill(disk)
    os.truncate(filler, filler.stat().st_size - kilobytes * 1024)
    with pytest.raises(RetrievalError) as caught:
        Retrieval.open(sections, disk)
    assert str(disk) in caught.value.message and "ASSISTANT_DATA_DIR" in caught.value.message
    assert not [path for path in (disk / "index").glob("*") if path.is_dir() and not path.name.startswith(".")]
    filler.unlink()
    assert Retrieval.open(sections, disk).search("保険料", 1)
    assert [path.name[0] for path in (disk / "index").iterdir() if path.is_dir()] != ["."]


@pytest.mark.tried(
    "Faults",
    "the disk is full under a server with records",
    "answers as before, ready; an opinion that cannot be written is refused (503) and logged; what was written stays; with room again it is written",
)
def test_a_server_on_a_full_disk(
    place: Place, small_disk: Mount, serve_app: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    disk = small_disk("size=16m")
    settings, said = over(place, disk), {"helpful": False, "comment": "x" * 900}
    records = Records(Store(disk, settings.owner_days))
    with serve_app(create_app(Assistant.open(settings), settings)) as address:
        before = ask(address)
        assert httpx.post(f"{address}/api/v1/feedback", json=said).status_code == 204
        filler = fill(disk)
        refused = [httpx.post(f"{address}/api/v1/feedback", json=said) for _ in range(12)]
        full = [reply for reply in refused if reply.status_code == 503]
        assert full and {reply.status_code for reply in refused} <= {204, 503}
        assert full[0].json()["code"] == "not_noted"
        assert ask(address) == before
        assert httpx.get(f"{address}/readyz").status_code == 200
        filler.unlink()
        assert httpx.post(f"{address}/api/v1/feedback", json=said).status_code == 204
        assert records.opinions(Span())[1] == 2 + len(refused) - len(full)
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert lines and all("records.sqlite3" in line and "space of the disk" in line for line in lines)


@pytest.mark.tried(
    "Faults",
    "the data folder is read only, with an index in it and without",
    "with one: the same answers, ready; without: one message that names the folder",
)
def test_a_disk_that_is_read_only(
    place: Place, small_disk: Mount, serve_app: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    disk = small_disk("size=16m")
    settings = replace(over(place, disk), owner_password=None)
    first = Assistant.open(settings).ask("保険料はいくらですか").model_dump()
    small_disk("ro")
    opened = Assistant.open(settings)
    assert opened.ask("保険料はいくらですか").model_dump() == first
    with serve_app(create_app(opened, settings)) as address:
        assert ask(address)["abstained"] is not None
        assert httpx.get(f"{address}/readyz").status_code == 200
    assert caplog.messages == []
    place.reword("付記。")
    with pytest.raises(RetrievalError, match="ASSISTANT_DATA_DIR") as caught:
        Assistant.open(settings)
    assert str(disk) in caught.value.message


@pytest.mark.tried(
    "Faults", "records on a read-only disk", "answers as before, ready; an opinion is refused (503) and logged"
)
def test_records_on_a_disk_that_is_read_only(
    place: Place, small_disk: Mount, serve_app: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    disk = small_disk("size=16m")
    settings = over(place, disk)
    opened = Assistant.open(settings)
    with serve_app(create_app(opened, settings)) as address:
        before = ask(address)
        small_disk("ro")
        assert httpx.post(f"{address}/api/v1/feedback", json={"helpful": True}).status_code == 503
        assert ask(address) == before and httpx.get(f"{address}/readyz").status_code == 200
        small_disk("rw")
        assert httpx.post(f"{address}/api/v1/feedback", json={"helpful": True}).status_code == 204
    assert "records.sqlite3" in caplog.text
