"""The tools over MCP with the SDK's own client: a real process on standard input and output, and a real web server."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

pytest.importorskip("mcp")

import mcp_types as types
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from assistant.agents import mcp_server
from assistant.answer import Answer
from assistant.errors import SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

ROOT = Path(__file__).parents[2]
PREMIUM = {"scheme": "silver", "type": "G II", "rank": "B"}


def text_of(result: types.CallToolResult) -> str:
    return "".join(part.text for part in result.content if isinstance(part, types.TextContent))


async def converse(client: Client) -> None:
    """What an agent does: list the tools, look ids up, call, mend a wrong call."""
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(listed) == {"coverage", "payout", "premium", "deadline", "compare", "search", "schemes", "ids"}
    for tool in listed.values():
        assert tool.description and tool.annotations and tool.annotations.read_only_hint
    assert listed["payout"].input_schema["required"] == ["scheme", "costs"]
    assert "silver" in text_of(await client.call_tool("schemes", {}))
    ids = (await client.call_tool("ids", {"scheme": "silver"})).structured_content
    assert "leak" in [fact["id"] for fact in ids["facts"]]

    found = await client.call_tool("premium", PREMIUM)
    assert not found.is_error
    answer = Answer.model_validate_json(json.dumps(found.structured_content))
    assert [a.yen for a in answer.amounts] == [73_810]
    assert text_of(found) == answer.text
    costs = [{"item": "damages", "yen": 8_000_000}]
    payout = {"scheme": "silver", "plan": "leakage-only", "type": "G II", "facts": {"leak": True}, "costs": costs}
    paid = await client.call_tool("payout", payout)
    assert paid.structured_content["amounts"][0]["yen"] == 7_900_000

    for name, arguments, says in (
        ("premium", {**PREMIUM, "rank": "Z"}, "rank: There is no rank 'Z'. Valid: A, B, C."),
        ("premium", {"scheme": "silver", "residents": -1}, "residents: This must be 1 or more."),
        ("premium", {}, "scheme: This field is required."),
        ("weather", {}, "There is no tool 'weather'."),
    ):
        refused = await client.call_tool(name, arguments)
        assert refused.is_error and says in text_of(refused), text_of(refused)


def test_an_agent_works_over_standard_input_and_output(data_dir: Path, tmp_path: Path) -> None:
    env = {**os.environ, "ASSISTANT_DATA_DIR": str(data_dir)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp"], env=env, cwd=ROOT)

    async def session() -> None:
        with (tmp_path / "stderr").open("w") as errors:
            async with Client(stdio_client(command, errlog=errors)) as client:
                await converse(client)
                found = await client.call_tool("search", {"query": "緊急対応費用", "scheme": "silver", "k": 2})
                assert found.structured_content["passages"]

    asyncio.run(session())
    assert "Traceback" not in (tmp_path / "stderr").read_text()


def test_nothing_but_messages_is_written_and_the_end_of_input_ends_it(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "mcp"],
        input=b"this is no message\n",
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(data_dir)},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert all(line.startswith(b'{"') for line in done.stdout.splitlines())


def test_without_the_sdk_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'coverage-assistant\[mcp\]'"):
        mcp_server.serve_stdio(lambda: pytest.fail("this is not asked for"))


def test_a_defect_is_told_in_the_log_and_not_to_the_agent(operations: Any, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            return getattr(operations, name)

        def vocabulary(self, scheme: str) -> None:
            raise RuntimeError("a secret of the inside")

    async def session() -> types.CallToolResult:
        async with Client(mcp_server.mcp_server(lambda: Broken())) as client:  # type: ignore[arg-type, return-value]
            return await client.call_tool("ids", {"scheme": "silver"})

    refused = asyncio.run(session())
    assert refused.is_error and "secret" not in text_of(refused)
    assert "The tool ids failed" in caplog.text


# ---------------------------------------------------------------- over HTTP

Serve = Callable[["FastAPI"], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def build(operations: Any, settings: Settings) -> Callable[..., FastAPI]:
    from assistant.service import Assistant
    from assistant.web.application import create_app

    assistant = Assistant(operations.corpus, lambda: pytest.fail("no index is needed"))

    def build(**changes: Any) -> FastAPI:
        return create_app(assistant, replace(settings, **changes))

    return build


def test_an_agent_works_over_http(build: Callable[..., FastAPI], serve_app: Serve) -> None:
    with serve_app(build(mcp=True)) as address:
        asyncio.run(_session(f"{address}/mcp", converse))
        # A page of another site cannot use the tools of a server that its visitor can reach.
        reply = httpx.post(f"{address}/mcp", json={}, headers={"Origin": "https://other.example"})
        assert (reply.status_code, reply.json()["code"]) == (403, "origin_not_allowed")
        assert httpx.get(f"{address}/healthz").status_code == 200


async def _session(url: str, run: Callable[[Client], Awaitable[None]]) -> None:
    async with Client(url) as client:
        await run(client)


def test_over_http_the_tools_are_off_unless_turned_on(build: Callable[..., FastAPI], serve_app: Serve) -> None:
    with serve_app(build()) as address:
        assert httpx.post(f"{address}/mcp", json={}).status_code == 404
