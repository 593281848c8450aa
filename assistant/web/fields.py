"""Reading a parsed body as a typed request, or naming every field that does not fit."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.operations.faults import faults_of
from assistant.web.problems import FieldError, ProblemError

M = TypeVar("M", bound=BaseModel)


def read_fields(model: type[M], body: dict[str, object]) -> M:
    """Validate a parsed body.

    Raises:
        ProblemError: 422 with an entry for every field that does not fit.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        errors = [FieldError(f.field, f.message, f.choices) for f in faults_of(model, error)]
        names = ", ".join(dict.fromkeys(item.field for item in errors))
        raise ProblemError(422, "invalid_input", f"Not usable: {names}.", errors) from None
