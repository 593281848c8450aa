"""The whole application over the schemes of this repository: served for real, and called without a network for the bulk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app

SITE = "https://www.association.example"
OTHER = "https://elsewhere.example"


@pytest.fixture(scope="session")
def opened(settings: Settings) -> Assistant:
    """The assistant itself, warm."""
    return Assistant.open(settings)


@pytest.fixture(scope="session")
def application(opened: Assistant, settings: Settings) -> FastAPI:
    """The application with one other site listed, and no bound on calls, as these tests send thousands."""
    return create_app(opened, replace(settings, cors_origins=(SITE,), calls_per_minute=0))


@pytest.fixture(scope="session")
def address(application: FastAPI, serve_app: Callable[[FastAPI], AbstractContextManager[str]]) -> Iterator[str]:
    """Where it is served."""
    with serve_app(application) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=address, timeout=30) as made:
        yield made


@pytest.fixture
def no_defects(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where the log tells of a defect, even if the reply did not."""
    with caplog.at_level(logging.ERROR):
        yield
    told = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert told == []
