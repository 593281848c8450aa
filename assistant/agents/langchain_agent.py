"""The tools as middleware of a LangChain agent (`langchain`, an optional package): `create_agent(model, middleware=[…])`.

A tool that returns directly ends an agent's run also with its errors, which are meant for the model. Here the run ends
with an answer, and goes on after a call that could not be used.
"""

from __future__ import annotations

from typing import Any

from langchain.agents.middleware import AgentMiddleware, hook_config
from langchain_core.messages import ToolMessage

from assistant.agents.langchain_tools import langchain_tools
from assistant.operations import Operations


class CoverageTools(AgentMiddleware[Any, Any, Any]):
    """Gives an agent the tools, and ends its run with the text of the tool whose wording must not change."""

    def __init__(self, operations: Operations, prefix: str = "") -> None:
        super().__init__()
        tools = langchain_tools(operations, prefix)
        self._final = {tool.name for tool in tools if tool.return_direct}
        for tool in tools:
            tool.return_direct = False
        self.tools = tools

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """End where the tools called last have all given an answer."""
        last: list[ToolMessage] = []
        for message in reversed(state["messages"]):
            if not isinstance(message, ToolMessage):
                break
            last.append(message)
        answered = last and all(m.name in self._final and m.status != "error" for m in last)
        return {"jump_to": "end"} if answered else None
