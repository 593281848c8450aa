"""What is wrong with each field of a request, in sentences: for every request that is a pydantic model."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.web.problems import FieldError, ProblemError

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

M = TypeVar("M", bound=BaseModel)


def read_fields(model: type[M], body: dict[str, object]) -> M:
    """Validate a parsed body.

    Raises:
        ProblemError: 422 with an entry for every field that does not fit.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:_MOST_SHOWN]
        errors = [_field_error(model, item) for item in found]
        names = ", ".join(dict.fromkeys(item.field for item in errors))
        raise ProblemError(422, "invalid_input", f"Not usable: {names}.", errors) from None


def _field_error(model: type[BaseModel], item: Any) -> FieldError:
    # pydantic marks the key of a mapping as a step of its own.
    steps = [str(step)[:100] for step in item["loc"] if step != "[key]"]
    field, context, kind = ".".join(steps) or "body", item.get("ctx", {}), item["type"]
    if kind == "literal_error":
        choices = tuple(str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", "))
        return FieldError(field, f"This must be one of {', '.join(choices)}.", choices)
    if kind == "string_too_long":
        return FieldError(field, f"This must have at most {context['max_length']:,} characters.")
    if kind == "too_long":
        return FieldError(field, f"This must have at most {context['max_length']:,} entries.")
    if kind == "too_short":
        return FieldError(field, f"This must have at least {context['min_length']:,} entry.")
    if kind == "greater_than_equal":
        return FieldError(field, f"This must be {context['ge']:,} or more.")
    if kind == "less_than_equal":
        return FieldError(field, f"This must be {context['le']:,} or less.")
    if kind == "extra_forbidden":
        return FieldError(field, _SENTENCES[kind], tuple(model.model_fields) if len(steps) == 1 else ())
    return FieldError(field, _SENTENCES.get(kind, "This does not fit."))
