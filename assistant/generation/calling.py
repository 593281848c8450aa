"""Call a chat model so that it can never hold an answer up, cost more than allowed, or tell the log what was asked.

Every call has a deadline and is cancelled there. Failures are one log line each with their kind alone: what a provider
says of an error may quote the key or the question.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import cache
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.generation.guards import LONGEST_REST, Breaker, Budget

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

logger = logging.getLogger(__name__)

AT_ONCE = 8  # questions that may wait for the model; the others get their computed answer without it
LEAST_SECONDS = 0.05  # with less time left, a call cannot come back
CHARS_PER_TOKEN = 2  # an estimate on the safe side, for models that do not tell
LONGEST_REPLY = 20_000  # characters

Made = TypeVar("Made", bound=BaseModel)
Prompt = Sequence[tuple[str, str]]
"""Messages as (role, text): `system`, `human`, `ai`."""


class Caller:
    """One model with its time-out, budget and rest; safe to use from several threads."""

    def __init__(
        self, connect: Callable[[], BaseChatModel], *, timeout: float, budget: Budget, breaker: Breaker | None = None
    ) -> None:
        self._connect, self.timeout, self.budget = connect, timeout, budget
        self._breaker = breaker or Breaker()
        self._model: BaseChatModel | None = None
        self._missing = False
        self._exhausted = False
        self._lock = Lock()
        self._places = BoundedSemaphore(AT_ONCE)

    def warm(self) -> None:
        """Connect now, so that the first question does not wait for it; a model that is not to be had is logged."""
        with suppress(ModelError):
            self._opened()

    def deadline(self) -> float:
        """The moment (of `time.monotonic`) at which an answer that is begun now waits no longer."""
        return time.monotonic() + self.timeout

    def text(self, prompt: Prompt, deadline: float) -> str:
        """What the model replies, as text.

        Raises:
            ModelError: it gave nothing that can be used, or may not be called now; the log has been told.
        """
        reply = self._run(prompt, deadline, lambda model, messages: model.ainvoke(messages))
        return self._plain(reply)

    def object(self, prompt: Prompt, made: type[Made], deadline: float) -> Made:
        """What the model replies, as an object of this class.

        Raises:
            ModelError: it gave nothing that can be used, or may not be called now; the log has been told.
        """

        def call(model: BaseChatModel, messages: list[BaseMessage]) -> Coroutine[Any, Any, Any]:
            try:
                return model.with_structured_output(made, include_raw=True).ainvoke(messages)
            except NotImplementedError:  # a model without tools: the prompt asks for JSON all the same
                return model.ainvoke(messages)

        reply = self._run(prompt, deadline, call)
        parsed = reply.get("parsed") if isinstance(reply, dict) else None
        if isinstance(parsed, made):
            return parsed
        try:
            text = self._plain(reply.get("raw") if isinstance(reply, dict) else reply)
            return made.model_validate_json(text[text.index("{") : text.rindex("}") + 1])
        except ValueError:  # no braces, no JSON, other fields
            raise self._note("its reply has another form than asked for") from None

    def _run(
        self,
        prompt: Prompt,
        deadline: float,
        call: Callable[[BaseChatModel, list[BaseMessage]], Coroutine[Any, Any, Any]],
    ) -> Any:
        if self._missing or not self._places.acquire(blocking=False):
            raise ModelError("The language model is not to be had now.")
        try:
            left = deadline - time.monotonic()
            if left < LEAST_SECONDS:
                raise ModelError("There is no time left for the language model.")
            if not self._breaker.admits():
                raise ModelError("The language model rests after failures.")
            model = self._opened()
            if not self.budget.take():
                self._breaker.released()
                raise self._note_once("the budget of the day is used up")
            self._exhausted = False
            return self._timed(model, prompt, deadline, call)
        finally:
            self._places.release()

    def _timed(
        self,
        model: BaseChatModel,
        prompt: Prompt,
        deadline: float,
        call: Callable[[BaseChatModel, list[BaseMessage]], Coroutine[Any, Any, Any]],
    ) -> Any:
        from langchain_core.messages import convert_to_messages

        guess = sum(len(text) for _, text in prompt) // CHARS_PER_TOKEN
        messages = convert_to_messages(list(prompt))

        async def bounded() -> Any:
            return await call(model, messages)

        running = asyncio.run_coroutine_threadsafe(bounded(), _loop())
        try:
            reply = running.result(max(0.0, deadline - time.monotonic()))
        except Exception as error:
            late = isinstance(error, TimeoutError) and not running.done()
            running.cancel()
            self.budget.spend(guess)
            raise self._failure(error, late=late) from None
        self._breaker.succeeded()
        self.budget.spend(_tokens(reply) or guess)
        return reply

    def _opened(self) -> BaseChatModel:
        with self._lock:
            if self._model is None:
                try:
                    self._model = self._connect()
                except ModelError as error:
                    # What is missing now is missing until the next start; it is said once.
                    self._missing = True
                    logger.warning("Answers are given without a language model. %s", error.message)
                    raise
            return self._model

    def _plain(self, reply: Any) -> str:
        text = getattr(reply, "text", None)
        kind = getattr(reply, "response_metadata", {}).get("finish_reason")
        if kind == "content_filter" or getattr(reply, "additional_kwargs", {}).get("refusal"):
            raise self._note("it refused")
        if not isinstance(text, str) or not text.strip():
            raise self._note("its reply is empty")
        if len(text) > LONGEST_REPLY:
            raise self._note("its reply is too long")
        return str(text)

    def _failure(self, error: Exception, *, late: bool) -> ModelError:
        status = getattr(error, "status_code", None)
        status = status if isinstance(status, int) else None
        what = "it took too long" if late else _kind(error, status)
        rest = self._breaker.failed(rest=_asked_rest(error, status))
        return self._note(f"{what}; it is left alone for {rest:.0f} s" if rest else what)

    def _note(self, what: str) -> ModelError:
        logger.warning("The language model did not help (%s); the computed answer stands.", what)
        return ModelError(f"The language model did not help: {what}.")

    def _note_once(self, what: str) -> ModelError:
        with self._lock:
            said, self._exhausted = self._exhausted, True
        return ModelError(f"The language model did not help: {what}.") if said else self._note(what)


def _kind(error: Exception, status: int | None) -> str:
    if status in (401, 403):
        return "the key was refused"
    if status == 400:
        return "it refused the request with status 400; perhaps it takes no temperature or no JSON schema"
    if status == 404:
        return "there is no such model or address"
    if status == 429:
        return "it is asked too often"
    if status is not None:
        return f"it answered with status {status}"
    if "timeout" in type(error).__name__.lower():
        return "it took too long"
    return type(error).__name__


def _asked_rest(error: Exception, status: int | None) -> float | None:
    """Seconds for which the model wants no call: as it says, or long where only the owner can mend it."""
    if status in (401, 403, 404):
        return LONGEST_REST
    if status not in (429, 503):
        return None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    said = str(headers.get("retry-after", "")).strip()
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else None


def _tokens(reply: Any) -> int:
    message = reply.get("raw") if isinstance(reply, dict) else reply
    used = getattr(message, "usage_metadata", None) or {}
    total = used.get("total_tokens", 0)
    return total if isinstance(total, int) and total > 0 else 0


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop in which all calls run: providers keep their connections in it, and a late call can be cancelled."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
