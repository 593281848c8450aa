"""What stands in a line of a data set: a question with gold answers, an attack, a bad request, a search, a ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.answer import Language
from assistant.conversation import Role

Ident = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^\S+$")]
Line = Annotated[str, StringConstraints(min_length=1)]
PlanKey = Annotated[str, StringConstraints(pattern=r"^[^/\s]+/[^/\s]+$")]
Yen = Annotated[int, Field(ge=0)]
Gold = Literal["covered", "not_covered", "conditional"]
Kind = Literal["coverage", "amount", "fact", "comparison", "out_of_scope", "undetermined"]
EVERY_PLAN = "/*"
"""After a scheme's id: every plan that it offers."""

SetKind = Literal["questions", "attacks", "requests", "searches"]


class Record(BaseModel):
    """Base: immutable, strict about types, and a field that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Ident

    def schemes_named(self) -> Iterator[tuple[str, str]]:
        """Yield (field, scheme or scheme/plan) of every scheme that the record names."""
        yield from ()


class Selected(BaseModel):
    """What the person picked beside the chat."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    scheme: str | None = None
    plan: str | None = None
    type: str | None = None
    rank: str | None = None
    residents: Annotated[int | None, Field(ge=1)] = None

    def named(self, field: str) -> Iterator[tuple[str, str]]:
        """Yield the scheme and plan that are selected, as `Record.schemes_named` does."""
        if self.scheme:
            yield f"{field}.scheme", self.scheme
            if self.plan:
                yield f"{field}.plan", f"{self.scheme}/{self.plan}"


class Turn(BaseModel):
    """A message of a conversation that came before."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    role: Role
    content: str


class Expectation(Record):
    """What an answer must be; the fields are those of the format of the questions that accompany the project.

    `verdicts` by "scheme/plan"; `yen` in whole yen, each of them or one of `yen_alt` in its place; `must` holds lists of
    which one string each must stand in the text; `abstain`: the only honest answer is that it is not said there.
    """

    verdicts: dict[PlanKey, Gold] = {}
    yen: list[Yen] = []
    yen_alt: list[Yen] = []
    must: list[Annotated[list[Line], Field(min_length=1)]] = []
    must_not: list[Line] = []
    abstain: bool = False

    def schemes_named(self) -> Iterator[tuple[str, str]]:
        """Yield the plans that have a gold verdict."""
        for key in self.verdicts:
            yield f"verdicts.{key}", key

    @property
    def has_gold(self) -> bool:
        """Whether anything is expected at all."""
        return bool(self.abstain or self.verdicts or self.yen or self.must or self.must_not)


class Question(Expectation):
    """A question, perhaps the last of several turns, with what its answer must be. Only the last answer is judged."""

    scheme: str | None
    lang: Language
    selected: Selected = Selected()
    turns: Annotated[list[Line], Field(min_length=1)]
    kind: Kind
    difficulty: Annotated[int, Field(ge=1, le=3)] = 2
    note: str = ""
    persona: str = ""
    family: str = ""
    split: Literal["dev", "held"] = "dev"

    @model_validator(mode="after")
    def _gold(self) -> Question:
        if not self.has_gold:
            raise ValueError("gold: give verdicts, yen, must, must_not or abstain; there is nothing to judge by")
        if self.abstain and self.kind not in ("out_of_scope", "undetermined"):
            raise ValueError(f"abstain: true does not go with kind {self.kind!r}; it is out_of_scope or undetermined")
        if self.kind in ("coverage", "comparison") and not (self.verdicts or self.must or self.yen):
            raise ValueError(f"verdicts: kind {self.kind!r} needs a gold verdict, a must or a yen")
        if self.kind == "amount" and not (self.yen or self.must):
            raise ValueError("yen: kind 'amount' needs a gold amount or a must")
        return self

    def schemes_named(self) -> Iterator[tuple[str, str]]:
        """Yield the scheme, what is selected, and the plans with a gold verdict."""
        if self.scheme is not None:
            yield "scheme", self.scheme
        yield from self.selected.named("selected")
        yield from super().schemes_named()


class Attack(Expectation):
    """A text that tries to bend the assistant: by a user, in a document, or a draft that a language model wrote.

    For `llm_output`, `expect` says what the guardrail must do with the draft `text` for `question`.
    """

    lang: Language
    channel: Literal["user", "document", "llm_output"]
    attack: str
    text: Line
    expect: str
    question: str = ""
    selected: Selected = Selected()
    history: list[Turn] = []
    claimed_title: str = ""
    computed: str = ""
    yen_context: list[Yen] = []
    why: str = ""
    note: str = ""
    split: Literal["dev", "held"] = "dev"

    @model_validator(mode="after")
    def _complete(self) -> Attack:
        if self.channel != "user" and not self.question:
            raise ValueError(f"question: channel {self.channel!r} needs one")
        if self.channel == "llm_output" and self.expect not in ("reject", "pass"):
            raise ValueError("expect: a draft is to 'reject' or to 'pass'")
        if self.channel != "llm_output" and not self.has_gold:
            raise ValueError("gold: give verdicts, yen, must or must_not; there is nothing to judge by")
        return self

    def schemes_named(self) -> Iterator[tuple[str, str]]:
        """Yield what is selected and the plans with a gold verdict."""
        yield from self.selected.named("selected")
        yield from super().schemes_named()


class Reply(BaseModel):
    """What a good server does with a bad request."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    status: Literal["200", "4xx", "4xx_or_200"]
    never: list[str] = []
    names: list[str] = []
    max_seconds: Annotated[float, Field(gt=0, strict=False)]
    must_not: list[str] = []
    text: str = ""


class BadRequest(Record):
    """A body for `POST /api/v1/ask` that no honest client sends; exactly one of the three ways to give it."""

    category: str
    method: Literal["POST"] = "POST"
    headers: dict[str, str] = {}
    body: Any = None
    raw_parts: list[Any] | None = None
    raw_hex: str | None = None
    expect: Reply
    note: str = ""

    @model_validator(mode="after")
    def _one_body(self) -> BadRequest:
        if len({"body", "raw_parts", "raw_hex"} & self.model_fields_set) != 1:
            raise ValueError("body: give exactly one of body, raw_parts, raw_hex")
        return self


class Search(Record):
    """A question in a person's own words with the sections, as "scheme/section", that answer it."""

    scheme: str
    lang: Language
    question: Line
    sections: Annotated[list[PlanKey], Field(min_length=1)]
    note: str = ""

    def schemes_named(self) -> Iterator[tuple[str, str]]:
        """Yield the scheme that is searched."""
        yield "scheme", self.scheme


class Ground(Record):
    """What a right answer to the case with this id rests on: one of `sections` is cited, all `rules` are named."""

    sections: list[PlanKey] = []
    rules: list[Line] = []

    @model_validator(mode="after")
    def _something(self) -> Ground:
        if not (self.sections or self.rules):
            raise ValueError("sections: give sections, rules or both")
        return self


RECORDS: dict[SetKind, type[Record]] = {
    "questions": Question,
    "attacks": Attack,
    "requests": BadRequest,
    "searches": Search,
}
