"""The application with an owner's view, over real HTTP, and records to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import delete

from assistant.password import hashed
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.owner.recording import Recorder
from assistant.web.owner.store import Store
from tests.web.shelf import Shelf

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]
PASSWORD = "a clerk with a brochure"
HASH = hashed(PASSWORD)


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Settings:
    """Settings with a password and a data folder of their own."""
    return replace(settings, data_dir=tmp_path_factory.mktemp("owned"), owner_password=HASH, owner_days=30)


@pytest.fixture(scope="module")
def address(owned: Settings, serve_app: ServeApp) -> Iterator[str]:
    """The address of the application with its owner's view."""
    with serve_app(create_app(Shelf(), owned)) as found:
        yield found


@pytest.fixture
def store(owned: Settings) -> Iterator[Store]:
    """The records of that application; empty again after the test."""
    found = Store(owned.data_dir, owned.owner_days)
    yield found
    with found.open() as db:
        for table in found.database.tables.sorted_tables:
            db.execute(delete(table))


@pytest.fixture
def recorder(store: Store) -> Recorder:
    return Recorder(store)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened


def sign_in(client: httpx.Client, password: str = PASSWORD, **headers: str) -> httpx.Response:
    """Send the form of the sign-in page, as a browser does."""
    client.get("/owner/sign-in", headers=headers)
    form = client.cookies.get("coverage_owner_form", "")
    return client.post("/owner/sign-in", data={"form": form, "password": password}, headers=headers)


def form_of(page: str) -> str:
    """The token that the forms of a page carry."""
    return page.split('name="form" value="', 1)[1].split('"', 1)[0]


def holds(address: str, true: Callable[[], bool]) -> bool:
    """Tell whether something comes to hold on the server, which writes after its answer was sent; calls pass the time."""
    return any(true() or httpx.get(address.rstrip("/") + "/healthz").status_code != 200 for _ in range(500)) and true()
