"""What is wrong with each field of a request, in sentences that a person or a model can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

_MOST_SHOWN = 20
_SENTENCES = {
    "missing": "This field is required.",
    "string_type": "This must be a text.",
    "string_too_short": "This must not be empty.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "bool_type": "This must be true, false or null.",
    "list_type": "This must be a list.",
    "dict_type": "This must be an object.",
    "model_type": "This must be an object.",
    "date_type": "This must be a date, YYYY-MM-DD.",
    "extra_forbidden": "This field does not exist.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that does not fit: its dotted path, a sentence, and the valid values, if few."""

    field: str
    message: str
    choices: tuple[str, ...] = ()


def faults_of(model: type[BaseModel], error: ValidationError) -> list[Fault]:
    """The faults that pydantic found in a request of this model, the first twenty."""
    found = error.errors(include_url=False, include_input=False)
    return [_fault(model, item) for item in found[:_MOST_SHOWN]]


def _fault(model: type[BaseModel], item: Any) -> Fault:
    # pydantic marks the key of a mapping as a step of its own.
    steps = [str(step)[:100] for step in item["loc"] if step != "[key]"]
    field, context, kind = ".".join(steps) or "body", item.get("ctx", {}), item["type"]
    if kind == "literal_error":
        choices = tuple(str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", "))
        return Fault(field, f"This must be one of {', '.join(choices)}.", choices)
    if kind == "string_too_long":
        return Fault(field, f"This must have at most {context['max_length']:,} characters.")
    if kind == "too_long":
        return Fault(field, f"This must have at most {context['max_length']:,} entries.")
    if kind == "too_short":
        return Fault(field, f"This must have at least {context['min_length']:,} entry.")
    if kind == "greater_than_equal":
        return Fault(field, f"This must be {context['ge']:,} or more.")
    if kind == "less_than_equal":
        return Fault(field, f"This must be {context['le']:,} or less.")
    if kind == "extra_forbidden":
        return Fault(field, _SENTENCES[kind], tuple(model.model_fields) if len(steps) == 1 else ())
    return Fault(field, _SENTENCES.get(kind, "This does not fit."))
