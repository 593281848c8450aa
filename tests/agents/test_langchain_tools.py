"""The tools as LangChain calls them, alone and in an agent whose model is scripted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.tools import BaseTool

from assistant.agents.langchain_tools import langchain_tools
from assistant.answer import Answer
from assistant.operations import Operations

NAMES = ("coverage", "payout", "premium", "deadline", "compare", "search", "schemes", "ids")
PREMIUM = {"scheme": "silver", "type": "G II", "rank": "B"}


@pytest.fixture(scope="module")
def tools(operations: Operations) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in langchain_tools(operations)}


def call(tools: dict[str, BaseTool], name: str, args: dict[str, Any]) -> ToolMessage:
    """Call a tool as an agent does."""
    message = tools[name].invoke({"type": "tool_call", "id": "1", "name": name, "args": args})
    assert isinstance(message, ToolMessage)
    return message


def test_every_operation_is_a_tool_whose_wording_stays(tools: dict[str, BaseTool]) -> None:
    assert tuple(tools) == NAMES
    final = {name for name, tool in tools.items() if tool.return_direct}
    assert final == {"coverage", "payout", "premium", "deadline", "compare"}
    for tool in tools.values():
        assert tool.description and tool.tool_call_schema.model_json_schema()["type"] == "object"  # type: ignore[union-attr]


def test_a_call_gives_the_text_and_the_answer(tools: dict[str, BaseTool]) -> None:
    message = call(tools, "premium", PREMIUM)
    assert message.status == "success"
    answer = Answer.model_validate_json(json.dumps(message.artifact))
    assert message.artifact["schema"] == "answer/1"
    assert message.content == answer.text
    assert [a.yen for a in answer.amounts] == [73_810]


def test_nested_arguments_are_taken(tools: dict[str, BaseTool]) -> None:
    costs = [{"item": "damages", "yen": 8_000_000}]
    args = {"scheme": "silver", "plan": "leakage-only", "type": "G II", "facts": {"leak": True}, "costs": costs}
    assert call(tools, "payout", args).artifact["amounts"][0]["yen"] == 7_900_000
    cases = [{"scheme": "silver", "items": ["damages"], "facts": {"leak": None}}]
    assert call(tools, "compare", {"cases": cases}).artifact["verdicts"]


def test_ids_are_looked_up(tools: dict[str, BaseTool]) -> None:
    schemes = call(tools, "schemes", {}).artifact["schemes"]
    assert {s["id"] for s in schemes} >= {"silver", "jcci"}
    known = json.loads(str(call(tools, "ids", {"scheme": "silver"}).content))
    assert {"leak", "attack"} <= {fact["id"] for fact in known["facts"]}


@pytest.mark.parametrize(
    ("name", "args", "says"),
    [
        ("premium", {"scheme": "gold"}, ("scheme:", "silver", "jcci")),
        ("premium", {}, ("scheme:", "required")),
        ("premium", {**PREMIUM, "residents": "many"}, ("residents:", "whole number")),
        ("payout", {"scheme": "silver", "costs": [{"item": "damages", "yen": -5}]}, ("costs.0.yen:", "0 or more")),
        ("coverage", {"scheme": "silver", "items": ["damages"], "facts": {"leek": True}}, ("facts.leek:", "leak")),
        ("coverage", {"scheme": "silver"}, ("items:", "Name what happened")),
        ("ids", {"scheme": "gold"}, ("scheme", "silver")),
    ],
)
def test_a_call_that_cannot_be_used_tells_the_model_how(
    tools: dict[str, BaseTool], name: str, args: dict[str, Any], says: tuple[str, ...]
) -> None:
    message = call(tools, name, args)
    assert message.status == "error"
    assert all(word in str(message.content) for word in says), message.content
    assert "pydantic" not in str(message.content)


def test_a_prefix_keeps_names_apart(operations: Operations) -> None:
    assert [t.name for t in langchain_tools(operations, "insurance_")] == [f"insurance_{name}" for name in NAMES]


class Scripted(GenericFakeChatModel):
    """A model that says what it is told to; its tools are those of the agent."""

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Scripted:  # type: ignore[override]
        return self


RIGHT = {"name": "premium", "args": PREMIUM, "id": "2"}
LIE = AIMessage("The premium is 1 yen.")


def run(agent: Any) -> list[Any]:
    messages: list[Any] = agent.invoke({"messages": [("user", "What does G II cost at rank B?")]})["messages"]
    return messages


def test_an_agent_ends_with_the_text_of_the_tool(operations: Operations) -> None:
    agents = pytest.importorskip("langchain.agents")
    look_up = AIMessage("", tool_calls=[{"name": "ids", "args": {"scheme": "silver"}, "id": "0"}])
    script = [look_up, AIMessage("", tool_calls=[RIGHT]), LIE]
    last = run(agents.create_agent(Scripted(messages=iter(script)), langchain_tools(operations)))[-1]
    assert isinstance(last, ToolMessage) and "73,810" in str(last.content)


def test_as_middleware_a_wrong_call_goes_back_to_the_model(operations: Operations) -> None:
    agents = pytest.importorskip("langchain.agents")
    from assistant.agents.langchain_agent import CoverageTools

    wrong = {"name": "premium", "args": {**PREMIUM, "rank": "Z"}, "id": "1"}
    script = [AIMessage("", tool_calls=[wrong]), AIMessage("", tool_calls=[RIGHT]), LIE]
    agent = agents.create_agent(Scripted(messages=iter(script)), middleware=[CoverageTools(operations)])
    messages = run(agent)
    assert [m.status for m in messages if isinstance(m, ToolMessage)] == ["error", "success"]
    assert isinstance(messages[-1], ToolMessage) and "73,810" in str(messages[-1].content)


def test_langchain_is_imported_by_its_own_module_only() -> None:
    script = "import sys, assistant.agents.tools, assistant.operations; print('langchain_core' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "False"
