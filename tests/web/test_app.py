"""Starting the program: what it prints, and how it stops when something cannot be used."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import app
from assistant.errors import SchemeError


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """An `assistant.service` whose `Assistant` a test sets."""
    module = ModuleType("assistant.service")
    monkeypatch.setitem(sys.modules, "assistant.service", module)
    monkeypatch.setenv("ASSISTANT_PORT", "0")
    return module


def opens(assistant: object) -> type:
    class Opened:
        @staticmethod
        def open(settings: object, progress: Callable[[str], None]) -> object:
            progress("Building the index: 1 of 1")
            if isinstance(assistant, Exception):
                raise assistant
            return assistant

    return Opened


def test_progress_is_shown_and_the_address_comes_last(
    service: ModuleType, assistant: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.web import serving

    service.Assistant = opens(assistant)  # type: ignore[attr-defined]
    monkeypatch.setattr(serving, "serve", lambda served, listening, on_ready, delay: on_ready())
    assert app.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Building the index: 1 of 1" in lines
    assert lines[-1].startswith("Open http://127.0.0.1:")


def test_a_broken_corpus_is_one_clear_message(service: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    message = "corpus/x/scheme.yaml:12: `premium`: expected a whole number of yen."
    service.Assistant = opens(SchemeError(message))  # type: ignore[attr-defined]
    assert app.main() == 2
    assert capsys.readouterr().err.strip() == message


def test_a_port_in_use_says_how_to_choose_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("ASSISTANT_PORT", str(port))
        assert app.main() == 2
    error = capsys.readouterr().err
    assert f"Port {port} is already in use" in error and "ASSISTANT_PORT=" in error


@pytest.mark.parametrize(
    ("name", "value"),
    [("ASSISTANT_PORT", "high"), ("ASSISTANT_HOST", "no.such.host.invalid"), ("ASSISTANT_HOST", "192.0.2.1")],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror("unknown")

    if value.endswith(".invalid"):
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("ASSISTANT_PORT", "0")
    monkeypatch.setenv(name, value)
    assert app.main() == 2
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("office.example", "http://office.example:80"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host: str, address: str) -> None:
    assert app.page_address(host, 80) == address


def test_workers_come_from_the_release_that_the_link_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "current"
    for release in ("one", "two"):
        (tmp_path / release).mkdir()
        (tmp_path / release / "python").symlink_to(sys.executable)
        link.unlink(missing_ok=True)
        link.symlink_to(tmp_path / release)
        # The Python of an environment is a link itself, and must be started as that.
        assert app.as_it_is_now(str(link / "python")) == str(tmp_path / release / "python")


def test_workers_need_ports_that_there_are(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "65535")
    assert app.main(["--workers", "2"]) == 2
    assert "ASSISTANT_PORT" in capsys.readouterr().err
    assert app.main(["--workers", "0"]) == 2
    assert "ASSISTANT_WORKERS" in capsys.readouterr().err
