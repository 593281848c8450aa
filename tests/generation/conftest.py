"""Chat models that follow a script, and the assistant with one of them at its side."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.generation.calling import Caller
from assistant.generation.guards import Budget
from assistant.generation.helper import Helper
from assistant.guardrail import verify as guardrail
from assistant.service import Assistant
from assistant.settings import Settings
from evals.scripts import EMPTY_READING, Messages, Script

TIMEOUT = 20.0  # seconds; nothing waits that long, a slow machine must not make a test fail


class ScriptedModel(BaseChatModel):
    """A chat model that replies by a script. It offers no structured output of its own."""

    script: Any

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        said = [(m.type, str(m.content)) for m in messages]
        reply = self.script(said, "Reply with one JSON object" in said[0][1])
        return ChatResult(generations=[ChatGeneration(message=AIMessage(reply))])


@dataclass
class Told:
    """A script that is written down: what it replies to readings and to wordings, and what it was sent."""

    reading: str = EMPTY_READING
    wording: str | Callable[[str], str] = ""
    sent: list[Messages] = field(default_factory=list)

    def __call__(self, messages: Messages, wants_object: bool) -> str:
        from evals.scripts import form_in

        self.sent.append(messages)
        if wants_object:
            return self.reading
        return self.wording if isinstance(self.wording, str) else self.wording(form_in(messages))

    @property
    def wordings(self) -> list[Messages]:
        """The calls for a wording."""
        return [m for m in self.sent if "Reply with one JSON object" not in m[0][1]]


@dataclass(frozen=True)
class Accepts:
    """What a guardrail says that lets everything through."""

    accepted: bool = True
    reasons: tuple[str, ...] = ()


Beside = Callable[..., Assistant]


@pytest.fixture(scope="session")
def plain(settings: Settings) -> Assistant:
    """The assistant without a model."""
    return Assistant.open(settings, lazy=True)


@pytest.fixture(scope="session")
def beside(plain: Assistant) -> Beside:
    """Put a scripted model beside the assistant."""

    def make(script: Script | BaseChatModel, verify: Any = guardrail, timeout: float = TIMEOUT) -> Assistant:
        model = script if isinstance(script, BaseChatModel) else ScriptedModel(script=script)
        caller = Caller(lambda: model, timeout=timeout, budget=Budget(10_000, 100_000_000))
        helped = copy.copy(plain)
        helped.helper = Helper(caller, plain.corpus.schemes, plain.hits, verify)
        return helped

    return make


@pytest.fixture
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The log at its most talkative."""
    with caplog.at_level(1):
        yield caplog
