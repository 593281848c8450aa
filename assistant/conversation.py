"""What a person sends besides the words: what was selected, and the conversation so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person picked beside the chat; None where nothing was picked. Words in the question beat it.

    `type` is a type, contract type or enrolment set, as the scheme calls it; `residents` is a head count.
    """

    scheme: str | None = None
    plan: str | None = None
    type: str | None = None
    rank: str | None = None
    residents: int | None = None
