"""The typed model of a scheme: plans, facts, costs, rules and money, as they stand in `corpus/<scheme>/*.yaml`.

Insurance is defeasible: a *grant* covers, an *exclusion* takes away, an *exception* gives back, a *requirement* must
hold, a *silence* marks what the brochure does not decide. Unknown keys are errors. Amounts are whole yen; percentages
are whole per cent. An expression is a fact or term id, `{all: […]}`, `{any: […]}`, `{not: …}`, `true` or `false`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from assistant.corpus.patterns import check_pattern

Ident = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Yen = Annotated[int, Field(ge=0, strict=True)]
Certainty = Literal["stated", "inferred"]
# Figures that stand in no section cited because they follow from ones that do: each with how ("0.56": "0.8 × 0.7").
Derived = dict[str, str]
Expr = Any  # validated by `check_expression`; a recursive union would hide which key is wrong


class Model(BaseModel):
    """Base: immutable, and a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """A text in both languages."""

    ja: str
    en: str

    def of(self, language: str) -> str:
        """The text in `language`, "ja" or "en"."""
        return self.ja if language == "ja" else self.en


def check_expression(value: Any) -> Any:
    """Check the shape of an expression; ids are resolved when the scheme is put together.

    Raises:
        ValueError: it is neither an id nor a boolean nor one of `all`, `any`, `not`.
    """
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dict) and len(value) == 1:
        (key, inner), *_ = value.items()
        if key == "not":
            return {"not": check_expression(inner)}
        if key in ("all", "any") and isinstance(inner, list) and inner:
            return {key: [check_expression(part) for part in inner]}
    raise ValueError("an expression is an id, true, false, {all: [...]}, {any: [...]} or {not: ...}")


def atoms(expression: Expr) -> tuple[str, ...]:
    """The ids that an expression names, in order, each once."""
    if isinstance(expression, str):
        return (expression,)
    if isinstance(expression, bool):
        return ()
    (inner,) = expression.values()
    parts = inner if isinstance(inner, list) else [inner]
    return tuple(dict.fromkeys(a for part in parts for a in atoms(part)))


def _checked(pattern: str, info: ValidationInfo) -> str:
    # Thousands of patterns are compiled together when they are loaded; one by one only to say which is broken.
    return check_pattern(pattern) if info.context == ONE_BY_ONE else pattern


ONE_BY_ONE = "patterns one by one"
Pattern = Annotated[str, AfterValidator(_checked)]


class Words(Model):
    """How people say a thing. `yes`, `no` and `open` (not known) are patterns, `aliases` plain names, `utterances` whole examples."""

    yes: tuple[Pattern, ...] = ()
    no: tuple[Pattern, ...] = ()
    open: tuple[Pattern, ...] = ()
    aliases: tuple[str, ...] = ()
    utterances: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()


class Default(Model):
    """What is presumed of a fact that the question leaves open, where `when` holds."""

    when: Expr = True
    value: bool | Literal["unknown"]

    _shape = field_validator("when")(check_expression)


class Fact(Model):
    """Something that is true, false or unknown of an incident."""

    name: Text
    kind: Literal["peril", "circumstance", "requirement"]
    condition: Text | None = None
    unmet: Text | None = None
    unless_stated: bool | Literal["unknown"] | tuple[Default, ...] = "unknown"
    # Facts without which this one cannot be so: where one of them is denied, this is not so either.
    falls_with: tuple[Ident, ...] = ()
    # Items for which it is the whole story when nothing else is told: who has a worn-out server mended had no incident.
    explains: tuple[Ident, ...] = ()
    # Whether one of several acts makes it so, whichever others are denied.
    one_suffices: bool = False
    words: Words = Words()


class Term(Model):
    """A defined term of the brochure: a name for an expression over facts, perhaps another one for each plan."""

    name: Text
    means: Expr = None
    by_plan: dict[str, Expr] = {}
    cites: tuple[str, ...] = ()

    @field_validator("means")
    @classmethod
    def _means(cls, value: Any) -> Any:
        return None if value is None else check_expression(value)

    @field_validator("by_plan")
    @classmethod
    def _by_plan(cls, value: dict[str, Any]) -> dict[str, Any]:
        return {plan: check_expression(part) for plan, part in value.items()}


class Implication(Model):
    """What follows from what is known: facts set when `when` holds and nothing was said to the contrary.

    With `overrides` it holds even against what was said: a definition of the brochure beats the person's word for it
    (a leak that an officer made on purpose is called a leak by everybody, and is none here).
    """

    when: Expr
    then: dict[str, bool]
    overrides: bool = False

    _shape = field_validator("when")(check_expression)


class Item(Model):
    """A loss or cost that somebody may want paid. `under` is the listed cost it belongs to."""

    name: Text
    section: str
    number: str | None = None
    under: str | None = None
    general: bool = False
    unit: Literal["victim", "corporation"] | None = None
    words: Words = Words()


class Rule(Model):
    """What all rules share. Empty `plans` means every plan; `items` may name items or whole sections of cover."""

    id: str
    text: Text
    cites: tuple[str, ...]
    plans: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    with_riders: tuple[str, ...] = ()
    without_riders: tuple[str, ...] = ()
    when: Expr = True
    certainty: Certainty = "stated"
    caveat: Text | None = None
    derived: Derived = {}

    _shape = field_validator("when")(check_expression)


class Grant(Rule):
    """Covers `items` when `when` holds; `pays_as` is the listed cost whose ratio and sublimit apply."""

    effect: Literal["grant"]
    pays_as: str | None = None


class Exclusion(Rule):
    """Takes cover away; `grants` limits it to those grants. `judged` says whether insured by insured."""

    effect: Literal["exclude"]
    grants: tuple[str, ...] = ()
    judged: Literal["all", "each"] = "all"


class ExceptionRule(Rule):
    """Gives back what the exclusions `of` take."""

    effect: Literal["except"]
    of: tuple[str, ...]


class Requirement(Rule):
    """Must hold where `when` applies. `decisive`: left open, the verdict is conditional; else it is a formality."""

    effect: Literal["require"]
    needs: Expr
    decisive: bool = True
    grants: tuple[str, ...] = ()

    _needs = field_validator("needs")(check_expression)


class Silence(Rule):
    """Marks what the brochure does not decide; `over` lists rules that it beats, else any exclusion beats it."""

    effect: Literal["silent"]
    grants: tuple[str, ...] = ()


AnyRule = Annotated[Grant | Exclusion | ExceptionRule | Requirement | Silence, Field(discriminator="effect")]


class Plan(Model):
    """A plan that a person can have; `riders` are attached to it from the start."""

    name: Text
    short: Text | None = None
    words: Words = Words()
    types: tuple[str, ...] = ()
    riders: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    offered: bool = True


class SalesCap(Model):
    """The most yearly sales, in yen, with which a business may still have something."""

    yen: Yen
    certainty: Certainty = "stated"
    cites: tuple[str, ...]


class Rider(Model):
    """An option that adds or removes rules; `plan` is the plan id under which cover with it is reported.

    `sections` are the sections of cover that it is about: a question that names no cost is judged on these alone.
    `sales_cap` says who may attach it.
    """

    name: Text
    plan: str | None = None
    sections: tuple[str, ...] = ()
    words: Words = Words()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    reason: Text | None = None
    sales_cap: SalesCap | None = None


class Choice(Model):
    """A value of a dimension (a type, a rank, a set) with other ways to write it; `facts` hold wherever it is chosen."""

    name: Text
    words: Words = Words()
    facts: dict[str, bool] = {}


class Dimension(Model):
    """Something besides the plan that a premium or limit depends on."""

    name: Text
    values: dict[str, Choice]
    words: Words = Words()


class Limit(Model):
    """The most that is paid, in yen; `yen` by value of dimension `by`, or one figure.

    Empty `per`: the brochure does not say per what, so it caps both one incident and the period.
    """

    id: str
    name: Text
    section: str | None = None
    plans: tuple[str, ...] = ()
    by: str | None = None
    yen: dict[str, Yen | None] | Yen
    per: tuple[Literal["claim", "incident", "period", "person"], ...] = ()
    caps_total: bool = False
    certainty: Certainty = "stated"
    words: Words = Words()
    cites: tuple[str, ...]
    caveat: Text | None = None


class Deductible(Model):
    """What the insured bears, in yen a claim or incident; `exempt` items bear none."""

    section: str
    yen: Yen
    per: Literal["claim", "incident"]
    plans: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    cites: tuple[str, ...]


class Ratio(Model):
    """The reduced ratio of a cost, per cent; `others` are readings of an unclear cell, with the reason."""

    items: tuple[str, ...]
    plans: tuple[str, ...] = ()
    percent: Annotated[int, Field(ge=0, le=100)]
    certainty: Certainty = "stated"
    others: tuple[int, ...] = ()
    reason: Text | None = None
    cites: tuple[str, ...]


class Sublimit(Model):
    """The most that counts of one item, in yen for each victim, corporation or incident."""

    items: tuple[str, ...]
    yen: Yen
    per: Literal["victim", "corporation", "incident"]
    cites: tuple[str, ...]


class Reading(Model):
    """Another order of computation that the brochure allows for a section, given beside the primary one."""

    id: Literal["deductible-before-ratio"]
    section: str
    text: Text
    cites: tuple[str, ...]


class PremiumTable(Model):
    """Premiums in yen a year by the values of two dimensions."""

    kind: Literal["table"]
    by: tuple[str, str]
    yen: dict[str, dict[str, Yen]]
    cites: dict[str, tuple[str, ...]]
    caveat: Text | None = None


class PremiumRate(Model):
    """Premium = rate (yen a head) × count, rounded; rates by plan variant and value of dimension `by`."""

    kind: Literal["rate"]
    by: str
    unit: Text
    rates: dict[str, dict[str, Decimal]]
    rounding: Literal["half_up", "down", "up"]
    cites: dict[str, tuple[str, ...]]
    fiscal_year: Text | None = None
    caveat: Text | None = None

    @field_validator("rates", mode="before")
    @classmethod
    def _exact(cls, value: Any) -> Any:
        # YAML reads 72.1 as a float; its shortest decimal form is what the file says.
        if isinstance(value, dict):
            return {p: {k: str(r) for k, r in t.items()} if isinstance(t, dict) else t for p, t in value.items()}
        return value


class PremiumExample(Model):
    """One premium printed as an example, with all that it stands for; `sales` are yen a year."""

    industry: Text
    sales: Yen
    plan: str
    choices: dict[str, str] = {}
    riders: tuple[str, ...] = ()
    yen: Yen
    certainty: Certainty
    note: Text | None = None
    words: Words = Words()
    cites: tuple[str, ...]


class Discounts(Model):
    """Two discounts that are multiplied, in per cent: the group's, and the member's own up to `most`."""

    group: int
    most: int
    cites: tuple[str, ...]


class PremiumExamples(Model):
    """Premiums that are printed for examples only; nothing is interpolated. `includes` is what all of them contain."""

    kind: Literal["examples"]
    examples: tuple[PremiumExample, ...]
    caveat: Text
    includes: Text | None = None
    discounts: Discounts | None = None
    cites: tuple[str, ...]


class NoPremium(Model):
    """The brochure states no premium."""

    kind: Literal["none"]
    text: Text
    cites: tuple[str, ...]


Premium = Annotated[PremiumTable | PremiumRate | PremiumExamples | NoPremium, Field(discriminator="kind")]


class Figure(Model):
    """A yen figure that a statement gives."""

    label: Text
    yen: Yen
    certainty: Certainty = "stated"


class Statement(Model):
    """Something that the brochure says, or (`silent`) a subject on which it says nothing, in our words.

    `topic` makes it the answer to a kind of question about the contract itself: who is insured, must one join, does a cost
    bear the deductible or count towards the limit, who may attach an option. `about` narrows that to items, sections of
    cover, options or plans. `subjects` are questions about the contract that it answers, as the shared words know them
    (`ask_<subject>`), so that every scheme is asked in the same words; `asked_as` are the patterns of these.
    """

    name: Text
    text: Text
    cites: tuple[str, ...]
    plans: tuple[str, ...] = ()
    silent: bool = False
    derived: Derived = {}
    kind: Literal["fact", "definition", "service", "example", "contact", "procedure"] = "fact"
    figures: tuple[Figure, ...] = ()
    as_of: date | None = None
    topic: Literal["insured", "compulsory", "deductible", "limit", "eligibility"] | None = None
    about: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    words: Words = Words()


class Contact(Model):
    """Whom to ask, and when they can be reached."""

    name: Text
    phone: str | None = None
    fax: str | None = None
    address: Text | None = None
    hours: Text | None = None
    cites: tuple[str, ...] = ()


class DeadlineRule(Model):
    """A deadline that is computed: days after an event, or the working day before a wanted date."""

    name: Text
    kind: Literal["days-after", "years-after", "working-day-before", "fixed"]
    days: int | None = None
    years: int | None = None
    on: date | None = None
    plans: tuple[str, ...] = ()
    text: Text
    cites: tuple[str, ...]
    words: Words = Words()


class Section(Model):
    """A section of cover, e.g. liability; `general` is the item that stands for it when none is named."""

    name: Text
    general: str | None = None
    words: Words = Words()


class Period(Model):
    """The policy period."""

    start: datetime
    end: datetime
    cites: tuple[str, ...] = ()


class Document(Model):
    """A brochure that the scheme rests on."""

    title: Text
    dated: date | None = None


class Scheme(Model):
    """One insurance scheme, whole: all that is known of it and all its rules."""

    scheme: Ident
    edition: str
    name: Text
    short: Text
    words: Words = Words()
    # Patterns of what only this scheme's members say of themselves; they tell the scheme where nothing else does.
    speakers: tuple[Annotated[str, AfterValidator(check_pattern)], ...] = ()
    documents: dict[str, Document]
    agency: Contact
    insurer: Text | None = None
    period: Period | None = None
    plans: dict[str, Plan]
    riders: dict[str, Rider] = {}
    sections: dict[str, Section]
    dimensions: dict[str, Dimension] = {}
    facts: dict[Ident, Fact]
    terms: dict[Ident, Term] = {}
    implications: tuple[Implication, ...] = ()
    # What a question that names no peril is judged on: "open", any trigger may have come true (the verdict depends on
    # it); "presumed", only what the facts' own presumptions say (a brochure that lists its costs as a table).
    untold: Literal["open", "presumed"] = "open"
    items: dict[Ident, Item]
    rules: tuple[AnyRule, ...]
    limits: tuple[Limit, ...] = ()
    deductibles: tuple[Deductible, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    sublimits: tuple[Sublimit, ...] = ()
    readings: tuple[Reading, ...] = ()
    premium: Premium
    deadlines: dict[Ident, DeadlineRule] = {}
    statements: dict[Ident, Statement] = {}
    background: tuple[str, ...] = ()
    examples: dict[Literal["ja", "en"], tuple[str, ...]] = {}

    def stands_for_section(self, item: str) -> bool:
        """Whether an item names no cost in particular but a whole section of cover (damages, response costs)."""
        return self.items[item].general or self.sections[self.items[item].section].general == item
