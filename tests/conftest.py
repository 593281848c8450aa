"""What every test may rely on: no network, no settings from outside, its own data folder, steady examples."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.settings import Settings

# Same examples on every run and machine; no time limit for one example, as machines differ.
hypothesis_settings.register_profile("steady", deadline=None, derandomize=True, database=None)
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
