"""What the web door needs of an assistant, as types: it knows the shape of the service, not its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from assistant.answer import Answer, Language, OwnPassage
from assistant.conversation import Selection, Turn
from assistant.corpus.brochure import Section
from assistant.operations import Operations
from assistant.stages import Stages


class PlanInfo(Protocol):
    """One plan of a scheme, with the types a person may choose in it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Mapping[str, str]: ...
    @property
    def types(self) -> Sequence[str]: ...


class SchemeInfo(Protocol):
    """One scheme as the catalogue lists it; texts are keyed by language."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Mapping[str, str]: ...
    @property
    def plans(self) -> Sequence[PlanInfo]: ...
    @property
    def type_label(self) -> Mapping[str, str] | None: ...
    @property
    def ranks(self) -> Sequence[str]: ...
    @property
    def rank_label(self) -> Mapping[str, str] | None: ...
    @property
    def residents(self) -> bool: ...
    @property
    def agency(self) -> Mapping[str, str]: ...
    @property
    def agency_phone(self) -> str | None: ...
    @property
    def examples(self) -> Mapping[str, Sequence[str]]: ...


class Verification(Protocol):
    """What the guardrail says of a draft."""

    @property
    def accepted(self) -> bool: ...
    @property
    def reasons(self) -> Sequence[str]: ...


class Assistant(Protocol):
    """The one door to the answers: ask, list what can be chosen, look a section up."""

    @property
    def operations(self) -> Operations:
        """The typed operations, by ids instead of words."""
        ...

    def ask(
        self,
        question: str,
        *,
        selection: Selection = ...,
        history: Sequence[Turn] = ...,
        language: Language | None = ...,
    ) -> Answer:
        """Answer a question; `language` None lets the words of the question decide.

        Raises:
            UnknownChoiceError: a choice that does not exist.
            InputError: what was sent cannot be used.
        """
        ...

    def answers(
        self,
        question: str,
        *,
        selection: Selection = ...,
        history: Sequence[Turn] = ...,
        language: Language | None = ...,
    ) -> Iterator[Answer]:
        """Answer a question at once; a second answer, where one comes, takes the place of the first.

        Raises, with the first answer, what `ask` raises.
        """
        ...

    def known(
        self,
        question: str,
        *,
        selection: Selection = ...,
        history: Sequence[Turn] = ...,
        language: Language | None = ...,
    ) -> Answer | None:
        """The answer to what was asked before, found without waiting; None where it has to be computed or refused."""
        ...

    def verify(
        self,
        draft: str,
        question: str,
        *,
        selection: Selection = ...,
        history: Sequence[Turn] = ...,
        language: Language | None = ...,
    ) -> Verification:
        """Judge a draft against the computed answer to a question.

        Raises what `ask` raises.
        """
        ...

    def catalogue(self) -> Sequence[SchemeInfo]:
        """List the schemes with their plans, types and ranks."""
        ...

    def section(self, document: str, section: str, language: Language) -> Section | None:
        """Return one section of a brochure, or None where there is none of that id."""
        ...

    def own(self, document: str, section: str) -> Sequence[OwnPassage]:
        """What documents that the person added say where a section is cited, the likeliest first."""
        ...

    def alike(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        """Return the places of texts that are alike, in the order of the first of each group."""
        ...


@runtime_checkable
class Watched(Protocol):
    """What a server's figures are about, where an assistant tells it."""

    stages: Stages

    def index_built(self) -> float | None:
        """When the index in use was built, in seconds since 1970; None where nobody knows."""
        ...
