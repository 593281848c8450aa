"""The answer that every door returns: `answer/1` of the machine interface. Fields are added, never renamed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["covered", "not_covered", "conditional", "undetermined"]
Kind = Literal["coverage", "amount", "fact", "comparison", "clarification", "abstention"]
Language = Literal["ja", "en"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VerdictEntry(_Part):
    """One verdict for a plan (and section of cover); `rules` are ids of the governing rules."""

    scheme: str
    plan: str
    section: str
    subject: str
    verdict: Verdict
    conditions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    reason: str = ""


class Step(_Part):
    """One step of a computation: what it is, the expression as shown, and its result in yen."""

    label: str
    expression: str
    yen: int


class AmountEntry(_Part):
    """One figure in whole yen with what it is, the plan, type and rank it holds for, and how it was computed."""

    label: str
    yen: int
    scheme: str | None = None
    plan: str | None = None
    type: str | None = None
    rank: str | None = None
    basis: Literal["stated", "computed", "inferred"] = "stated"
    steps: tuple[Step, ...] = ()


class OwnPassage(_Part):
    """Words of a document that the person added: its id and title, the page where it has pages. Evidence, never a rule."""

    document: str
    title: str
    page: int | None
    text: str


class Citation(_Part):
    """Where in a brochure the answer rests: document id, section id, page or slide, and the restated passage.

    `own` is the passage of a brochure that the person added which the section restates, word by word.
    """

    document: str
    section: str
    page: int
    quote: str
    title: str = ""
    scheme: str = ""
    own: OwnPassage | None = None


class PassageRef(_Part):
    """A passage that retrieval found; `score` is comparable between questions, higher is nearer."""

    document: str
    section: str
    score: float


class DerivationNode(_Part):
    """A node of the derivation: a rule or fact, its value, and what it rests on."""

    label: str
    value: Literal["true", "false", "unknown", "info"]
    rule: str | None = None
    sections: tuple[str, ...] = ()
    children: tuple[DerivationNode, ...] = ()


class Option(_Part):
    """A one-tap reply that a clarification offers: what is shown and what is sent."""

    label: str
    message: str


class Answer(_Part):
    """One answer; `text` is Markdown for the person, the rest is what it was written from.

    `own` are passages of documents that the person added, where no rule answers and no section restates them.
    """

    # The wire name is `schema`, which pydantic reserves; hence the alias.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["answer/1"] = Field(default="answer/1", alias="schema")
    language: Language = "ja"
    kind: Kind
    text: str
    verdicts: tuple[VerdictEntry, ...] = ()
    amounts: tuple[AmountEntry, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[PassageRef, ...] = ()
    caveats: tuple[str, ...] = ()
    abstained: bool = False
    generator: Literal["rules", "llm"] = "rules"
    derivation: tuple[DerivationNode, ...] = ()
    options: tuple[Option, ...] = ()
    basis: dict[str, str] = Field(default_factory=dict)
    own: tuple[OwnPassage, ...] = ()
