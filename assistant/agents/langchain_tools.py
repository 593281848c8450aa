"""The tools for LangChain agents; importing this module imports `langchain_core`."""

from __future__ import annotations

from typing import Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import BaseModel, ValidationError

from assistant.agents.tools import Tool, tools_of
from assistant.operations import Operations
from assistant.operations.faults import faults_of


def langchain_tools(operations: Operations, prefix: str = "") -> list[BaseTool]:
    """Return a tool for each operation and look-up; `prefix` keeps their names apart from those of other tools.

    A tool's content is the text for the person, its artifact the `answer/1`. Where the wording must not change, the
    tool returns directly: the agent's run ends with it. A call that cannot be used comes back as an error message that
    names the fields and the valid ids, so that the model can mend it.
    """
    return [_wrapped(tool, prefix) for tool in tools_of(operations)]


def _wrapped(tool: Tool, prefix: str) -> BaseTool:
    def call(**arguments: Any) -> tuple[str, dict[str, Any] | None]:
        outcome = tool.call(arguments)
        if outcome.failed:
            raise ToolException(outcome.text)
        return outcome.text, outcome.data

    return StructuredTool.from_function(
        func=call,
        name=f"{prefix}{tool.name}",
        description=tool.description,
        args_schema=tool.request,
        infer_schema=False,
        return_direct=tool.final,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=lambda error: _said(tool.request, error),
    )


def _said(request: type[BaseModel], error: Any) -> str:
    if not isinstance(error, ValidationError):
        return "The arguments do not fit."
    return "\n".join(f"{f.field}: {f.message}" for f in faults_of(request, error))
