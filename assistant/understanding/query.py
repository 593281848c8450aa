"""The typed query that a message becomes: what is asked, of which scheme and plan, about what, with which figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.understanding.intents import Intent
from assistant.understanding.lexicon import ChoiceMention
from assistant.understanding.numbers import Figures
from assistant.understanding.text import Message


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost or loss with its amount in yen (None where none is given), heads and incident number.

    `low` is the lower end where a range is given, in yen. `before` marks what was paid earlier in the policy period.
    `facts` are told of this cost alone: that it arose too late, while another came in time.
    """

    item: str
    yen: int | None = None
    heads: int | None = None
    incident: int = 1
    low: int | None = None
    before: bool = False
    facts: tuple[tuple[str, bool | None], ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeReading:
    """What a conversation says in the terms of one scheme.

    `plans` are those asked about, in order, empty for all. `choices` maps a dimension to the values named.
    `wrong` are choices that do not exist; `conflict` is a type that belongs to another plan than the one named.
    `focused` says that the costs stand in a sentence that asks, not only in one that tells.
    `own` says that the plan or type was named as the person's own.
    `variants` are sets of options that are each asked about on their own ("with the option and without it"), else empty.
    `bare` is the message with the names of plans and options blanked, offsets kept. `likely` holds what the classifiers
    think of the message: `ask:premium` … and `<scheme>:<statement>`, each a probability; empty without classifiers.
    `unknown` is what the message asks to be paid in words that nothing recognised. `told_at` says where in the message
    each fact stands that patterns found, as pairs of offsets. `recalled` says that a cost is named by a part of the name
    that a turn before called it by. `listed` are the costs that are named in a row, each asked about like the others.
    `held` are the sums in yen that are told as limits of one's own contract; `typed_by_limit` says that these alone name
    the types.
    """

    scheme: str
    named: bool = False
    plans: tuple[str, ...] = ()
    plans_from: str = "all"
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrong: tuple[ChoiceMention, ...] = ()
    conflict: tuple[str, str] | None = None
    riders: tuple[str, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()
    sections: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    bare: str = ""
    own: bool = False
    focused: bool = True
    likely: Mapping[str, float] = field(default_factory=dict)
    unknown: str = ""
    told_at: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    recalled: bool = False
    listed: frozenset[str] = frozenset()
    held: tuple[int, ...] = ()
    typed_by_limit: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One turn, read together with the turns before it; `earlier` is the prepared text of the last of these."""

    message: Message
    intents: Mapping[Intent, int]
    figures: Figures
    readings: tuple[SchemeReading, ...]
    supposes: bool = False
    supposes_not: bool = False
    residents: int | None = None
    bad_residents: bool = False
    needs: Mapping[str, int] = field(default_factory=dict)
    budget: int | None = None
    supposed_yen: tuple[int, ...] = ()
    followup: bool = False
    topic: str = ""
    earlier: str = ""

    def wants(self, *intents: Intent) -> bool:
        """Whether any of these intents is there."""
        return any(i in self.intents for i in intents)
