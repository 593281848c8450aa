"""Without a model nothing of it is there; with one, the settings reach it and the answers go out by every door."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from assistant.service import Assistant
from assistant.settings import Settings
from evals.model_server import KEY, model_server, scripted
from evals.scripts import honest

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "シルバーの両プランで不正アクセスの調査費用は対象？"


def test_without_a_model_nothing_of_it_is_imported(settings: Settings) -> None:
    code = (
        "import sys; from assistant.service import Assistant; from assistant.settings import Settings\n"
        f"Assistant.open(Settings.from_environment(), lazy=True).ask({QUESTION!r})\n"
        "print([m for m in ('langchain', 'langchain_openai', 'openai', 'assistant.generation') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_model_in_the_settings_is_used_and_streams_replace_the_computed_text(settings: Settings) -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from assistant.web.api import api_router
    from assistant.web.metrics import Metrics

    with model_server(scripted(honest)) as server:
        chosen = replace(
            settings, model="openai:scripted", model_url=server.url, model_key=SecretStr(KEY), model_timeout=20.0
        )
        assistant = Assistant.open(chosen, lazy=True)
        assert assistant.helper is not None
        app = FastAPI()
        app.include_router(api_router(assistant, 20_000, Metrics()))
        with TestClient(app) as client:
            whole = client.post("/api/v1/ask", json={"question": QUESTION}).json()
            streamed = client.post(
                "/api/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
            ).text
    events = [block.splitlines() for block in streamed.replace("\r", "").split("\n\n") if block.strip()]
    said = [(rows[0].removeprefix("event: "), json.loads(rows[1].removeprefix("data: "))) for rows in events]
    assert [kind for kind, _ in said] == ["delta"] * (len(said) - 1) + ["answer"]
    plain = Assistant.open(settings, lazy=True).ask(QUESTION)
    assert "".join(data["text"] for kind, data in said if kind == "delta") == plain.text
    assert said[-1][1]["generator"] == whole["generator"] == "llm"
    assert said[-1][1]["text"] == whole["text"] != plain.text
