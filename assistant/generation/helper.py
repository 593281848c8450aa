"""What a model does for one answer: a second reading of the question, then a wording; each checked, neither trusted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Answer
from assistant.conversation import Turn
from assistant.corpus.model import Scheme
from assistant.errors import AssistantError, ModelError
from assistant.generation import understanding
from assistant.generation.asking import ask, asked_before
from assistant.generation.calling import Caller
from assistant.generation.guards import Budget
from assistant.generation.model import connect
from assistant.generation.policy import agrees, decides, differences, filled, narrows
from assistant.generation.second_reading import Checker
from assistant.generation.wording import Verify, Writer
from assistant.guardrail import Guardrail
from assistant.settings import Settings
from assistant.understanding.learned import learned
from assistant.understanding.linking import PatternHits
from assistant.understanding.query import Query

logger = logging.getLogger(__name__)


class Helper:
    """Improves computed answers with a language model; safe to use from several threads."""

    def __init__(
        self, caller: Caller, schemes: Mapping[str, Scheme], hits: Mapping[str, PatternHits], verify: Verify | None
    ) -> None:
        """`verify` is the guardrail; without one no wording is shown, and none is asked for."""
        self._caller, self._schemes = caller, schemes
        self._checker = Checker(schemes, learned(), hits)
        self._writer = Writer(caller, schemes, verify) if verify is not None else None

    def warm(self) -> None:
        """Connect to the model before the first question."""
        self._caller.warm()

    def improve(
        self,
        q: Query,
        first: Answer,
        *,
        history: Sequence[Turn] = (),
        compute: Callable[[Query], Answer],
        again: Callable[[str], Answer],
    ) -> Answer:
        """The computed answer, or a better one; never later than the model's time-out, never an error.

        Args:
            q: how the question was read without a model.
            first: the answer to it.
            history: the conversation before the question.
            compute: answers a query by the rules.
            again: answers a message, sent in place of this one, by the rules and without a model.
        """
        deadline = self._caller.deadline()
        answer = first
        try:
            answer = self._understood(q, first, history, compute, again, deadline)
        except ModelError:
            pass  # the log has been told
        except Exception as error:
            _defect(error)
        try:
            if self._writer is not None and decides(answer):
                answer = self._writer.phrase(answer, q.message.raw, deadline)
        except ModelError:
            pass
        except Exception as error:
            _defect(error)
        return answer

    def _understood(
        self,
        q: Query,
        first: Answer,
        history: Sequence[Turn],
        compute: Callable[[Query], Answer],
        again: Callable[[str], Answer],
        deadline: float,
    ) -> Answer:
        """The computed answer, the one to the query with its gaps filled, or a question back; see `policy`."""
        earlier = [turn.content for turn in history if turn.role == "user"]
        reply = understanding.read(self._caller, q, earlier, self._schemes, deadline)
        seconds = self._checker.check(reply, q)
        full = filled(q, seconds)
        other = _computed(compute, full) if full is not q else None
        narrower = other is not None and narrows(first, other) and not q.wants("compare")
        if other is not None and decides(other) and (not decides(first) or narrower):
            return other.model_copy(update={"basis": {**other.basis, "read_by": "model"}})
        last_reply = next((turn.content for turn in reversed(history) if turn.role == "assistant"), None)
        if not decides(first) or asked_before(last_reply):
            return first
        for difference in differences(q, seconds):
            other = _computed(compute, difference.query)
            if other is None or not decides(other) or agrees(first, other):
                continue
            question = ask(q, difference, first, other, self._schemes, again)
            if question is not None:
                return question
        return first


def _computed(compute: Callable[[Query], Answer], q: Query) -> Answer | None:
    try:
        return compute(q)
    except AssistantError:  # an amount or date that cannot be: not a better answer
        return None


def _defect(error: Exception) -> None:
    """Nothing that goes wrong here may reach the person; the question itself is not logged."""
    logger.error(
        "A defect (%s) kept the language model from helping; the computed answer stands.", type(error).__name__
    )


def open_helper(settings: Settings, schemes: Mapping[str, Scheme], hits: Mapping[str, PatternHits]) -> Helper | None:
    """The helper for the model that the settings name; None where they name none. The model is not called yet."""
    if settings.model is None:
        return None
    budget = Budget(settings.model_calls, settings.model_tokens)
    caller = Caller(lambda: connect(settings), timeout=settings.model_timeout, budget=budget)
    return Helper(caller, schemes, hits, Guardrail(schemes).verify)
