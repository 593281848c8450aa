"""The calls that the README shows, run as they stand there against a real server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app

if TYPE_CHECKING:
    from fastapi import FastAPI

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CURLS = re.findall(r"^    (curl (?:.*\\\n)*.*)$", README, re.MULTILINE)
PYTHON = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHOWN = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def real(settings: Settings, serve_app: Callable[[FastAPI], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of what a person gets who runs the program."""
    with serve_app(create_app(Assistant.open(settings, lazy=True), settings)) as address:
        yield address


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("command", CURLS, ids=lambda c: c.split("/api/v1/")[1].split()[0])
def test_a_curl_line_gives_an_answer(command: str, real: str) -> None:
    done = subprocess.run(["sh", "-c", command.replace(SHOWN, real)], capture_output=True, timeout=60, check=True)
    answer = json.loads(done.stdout)
    assert answer["schema"] == "answer/1" and not answer["abstained"]
    if "coverage" in command:
        found = {v["plan"]: v["verdict"] for v in answer["verdicts"]}
        assert found == {"leakage-only": "not_covered", "comprehensive": "covered"}
    else:
        assert [a["yen"] for a in answer["amounts"]] == [73_810]


def test_the_python_client_prints_what_is_written_beside_it(real: str) -> None:
    (client,) = PYTHON
    shown = re.findall(r"print\(.*\)  # (.*)$", client, re.MULTILINE)
    script = client.replace(SHOWN, real)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == shown


def test_the_readme_shows_a_call_in_words_and_one_by_ids() -> None:
    assert [command.split("/api/v1/")[1].split()[0] for command in CURLS] == ["ask", "coverage"]
    assert len(PYTHON) == 1
