"""What a model is asked to fill in when it reads a question: ids of concepts with the words that state them. No verdicts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SaidChoice(_Said):
    """A plan, type, rank, option or scheme that the message names."""

    id: str = Field(description="id from the list")
    words: str = Field(description="the words of the message that name it, copied exactly")


class SaidFact(_Said):
    """Something that the message says happened, holds, or does not."""

    id: str = Field(description="id from the list of facts")
    holds: bool = Field(description="true if the message says that it is so, false if it says that it is not so")
    words: str = Field(description="the words of the message that say so, copied exactly")


class SaidItem(_Said):
    """A cost or loss that the message asks about."""

    id: str = Field(description="id from the list of costs")
    yen: int | None = Field(description="its amount in whole yen if the message gives one, else null")
    words: str = Field(description="the words of the message that name it, copied exactly")


class ModelReading(_Said):
    """How a model reads a message. Empty lists where the message does not say."""

    scheme: SaidChoice | None = Field(description="the scheme that the message names, else null")
    plans: list[SaidChoice]
    choices: list[SaidChoice] = Field(description="types, ranks and sets that the message names")
    riders: list[SaidChoice] = Field(description="options that the message names")
    facts: list[SaidFact]
    items: list[SaidItem] = Field(description="costs and losses that are asked about")
    residents: int | None = Field(description="number of residents or members if given, else null")
    asks: list[str] = Field(description="what is asked for, from: coverage, payout, premium, limit, deductible")
