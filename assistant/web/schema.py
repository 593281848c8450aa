"""What `POST /api/v1/ask` takes, and the sentences for what does not fit."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Language
from assistant.conversation import Role, Selection, Turn
from assistant.web.fields import read_fields
from assistant.web.problems import FieldError, ProblemError

MAX_TURNS = 100
MAX_TURN_CHARS = 20_000
_MOST_RESIDENTS = 200_000_000

Choice = Annotated[str | None, Field(max_length=200)]
# Said in the description and checked in `check_question`, whose sentence tells what to do.
Question = Annotated[str, Field(json_schema_extra={"minLength": 1, "pattern": r"\S"})]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class HistoryTurn(_Strict):
    """One earlier message of the conversation."""

    role: Role
    content: Annotated[str, Field(max_length=MAX_TURN_CHARS)]


class AskRequest(_Strict):
    """A question, what was selected beside it, and the conversation so far, oldest message first."""

    question: Question
    scheme: Choice = None
    plan: Choice = None
    type: Choice = None
    rank: Choice = None
    residents: Annotated[int | None, Field(ge=1, le=_MOST_RESIDENTS)] = None
    history: Annotated[list[HistoryTurn], Field(max_length=MAX_TURNS)] = []
    language: Language | None = None

    def selection(self) -> Selection:
        """Return what was selected."""
        return Selection(self.scheme, self.plan, self.type, self.rank, self.residents)

    def turns(self) -> tuple[Turn, ...]:
        """Return the conversation so far."""
        return tuple(Turn(turn.role, turn.content) for turn in self.history)


def read_request(body: dict[str, object], max_question_chars: int) -> AskRequest:
    """Validate a parsed body.

    Raises:
        ProblemError: 422 with an entry for every field that does not fit.
    """
    request = read_fields(AskRequest, body)
    check_question(request.question, max_question_chars)
    return request


def check_question(question: str, max_question_chars: int) -> None:
    """Refuse a question that is empty or too long.

    Raises:
        ProblemError: 422, naming the field.
    """
    if not question.strip():
        raise _refuse_question("empty_question", "The question is empty. Write what you would like to know.")
    if len(question) > max_question_chars:
        length, most = f"{len(question):,}", f"{max_question_chars:,}"
        message = f"The question has {length} characters; at most {most} are read. Shorten it."
        raise _refuse_question("too_long", message)


def _refuse_question(code: str, message: str) -> ProblemError:
    return ProblemError(422, code, message, [FieldError("question", message)])
