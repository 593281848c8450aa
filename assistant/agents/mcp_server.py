"""The tools over MCP, the Model Context Protocol, by its official SDK (the optional extra `mcp`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.agents.tools import INSTRUCTIONS, Tool, tools_of
from assistant.errors import SettingsError
from assistant.operations import Operations

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

logger = logging.getLogger(__name__)

NAME = "coverage-assistant"


def check_installed() -> None:
    """Check that the SDK is there.

    Raises:
        SettingsError: it is not; the message says how to install it.
    """
    if find_spec("mcp") is None:
        raise SettingsError(
            "MCP needs the package mcp. Install it: pip install 'coverage-assistant[mcp]'.", field="mcp"
        )


def mcp_server(operations: Callable[[], Operations]) -> Server[Any]:
    """Return a server that offers the tools; `operations` is called at the first call that needs them.

    Raises:
        SettingsError: the SDK is not installed.
    """
    check_installed()
    import anyio.to_thread
    import mcp_types as types
    from mcp.server.lowlevel import Server

    offered = partial(_offered, operations, {})

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        tools = await anyio.to_thread.run_sync(offered)
        hints = types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    description=tool.description,
                    input_schema=tool.request.model_json_schema(),
                    output_schema=tool.gives.model_json_schema(mode="serialization") if tool.gives else None,
                    annotations=hints,
                )
                for tool in tools.values()
            ]
        )

    async def call_tool(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        tools = await anyio.to_thread.run_sync(offered)
        tool = tools.get(asked.name)
        if tool is None:
            return refused(f"There is no tool {asked.name[:60]!r}. Valid: {', '.join(tools)}.")
        try:
            # Answering is computation: it runs beside the event loop, which goes on serving.
            outcome = await anyio.to_thread.run_sync(tool.call, asked.arguments or {})
        except Exception:
            logger.exception("The tool %s failed", tool.name)
            return refused("This could not be computed: a defect of the assistant, told in its log.")
        if outcome.failed:
            return refused(outcome.text)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=outcome.text)], structured_content=outcome.data
        )

    def refused(text: str) -> types.CallToolResult:
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)

    return Server(
        NAME,
        version=__version__,
        title="Coverage assistant",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _offered(operations: Callable[[], Operations], kept: dict[str, Tool]) -> dict[str, Tool]:
    if not kept:
        kept.update({tool.name: tool for tool in tools_of(operations())})
    return kept


def serve_stdio(operations: Callable[[], Operations]) -> None:
    """Serve on standard input and output until the input ends; nothing else is written to standard output.

    Raises:
        SettingsError: the SDK is not installed.
    """
    server = mcp_server(operations)
    import anyio
    from mcp.server.stdio import stdio_server

    async def serve() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(serve)
