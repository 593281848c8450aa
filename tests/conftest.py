"""What every test may rely on: no network, no settings from outside, its own data folder, steady examples."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pydantic import SecretStr

from assistant.corpus.loader import Corpus, load_corpus
from assistant.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser

# Same examples on every run and machine; no time limit for one example, as machines differ.
hypothesis_settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("steady")

_LOCAL = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the whole run, so that the index is built once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session", autouse=True)
def _own_environment(data_dir: Path) -> Iterator[None]:
    """Hide the person's `ASSISTANT_*` settings and data from the tests and their sub-processes."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        del os.environ[name]
    os.environ["ASSISTANT_DATA_DIR"] = str(data_dir)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine: what needs one is a defect."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOCAL):
            raise OSError(f"a test tried to connect to {address!r}; tests and the program need no network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    """The default settings over the repository's corpus and the run's own data folder."""
    return Settings(data_dir=data_dir)


@pytest.fixture(scope="session")
def whole_corpus(settings: Settings) -> Corpus:
    """All schemes of the repository, loaded once; it takes seconds."""
    return load_corpus(settings.corpus_dir)


@pytest.fixture(scope="session")
def serve_app() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Serve an application with uvicorn on a free port of this machine; yields its address."""
    from assistant.web.serving import serving

    @contextmanager
    def serve(app: FastAPI) -> Iterator[str]:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.bind(("127.0.0.1", 0))
        started = threading.Event()
        running = serving(app, started.set)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert started.wait(60), "the server did not start"
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        running.should_exit = True
        thread.join(20)
        listening.close()

    return serve


@pytest.fixture(scope="session")
def postgres() -> Iterator[SecretStr]:
    """The address of a real PostgreSQL, as the settings read it; a test leaves its tables empty."""
    from tests.postgres import postgres_server

    with postgres_server() as url:
        found = Settings.from_environment({"ASSISTANT_DATABASE_URL": url, "HOME": "/"}).database_url
        assert found is not None
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window: the system's, or the one that Playwright installed.

    For one module at a time: while it is open, an event loop runs, and other tests start loops of their own.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not found and not Path(playwright.chromium.executable_path).exists():
            if os.environ.get("CI"):
                pytest.fail("no Chromium was found; run `playwright install chromium`")
            pytest.skip("no Chromium was found; `playwright install chromium` brings one")
        flags = ["no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update"]
        opened = playwright.chromium.launch(
            executable_path=found or None, args=[f"--{flag}" for flag in [*flags, "disable-sync", "no-first-run"]]
        )
        yield opened
        opened.close()
