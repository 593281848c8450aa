"""Reading a JSON request body: bounded, strict UTF-8, strict JSON, and clear about what is wrong with it.

Python's own `json.loads` guesses encodings, takes `NaN`, keeps the last of two equal keys and lets half a surrogate
pair through; each of these would reach the answer as something that nobody sent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from assistant.web.problems import FieldError, ProblemError

MAX_BODY_BYTES = 256 * 1024
_MOST_DIGITS = 18
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in the parsed tree where a value was that JSON or this interface does not know."""

    why: str


class _DuplicateKeys(ValueError):
    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


async def read_json_object(request: Request, required: Sequence[str] = ("question",)) -> dict[str, object]:
    """Read the request body as one JSON object; the size was bounded before, by `BodyLimit`.

    `required` are the fields that an empty body is told to lack.

    Raises:
        ProblemError: 415 for another content type, 400 for what is no clean JSON object.
    """
    _check_content_type(request.headers.get("content-type", ""))
    return parse_json_object(await request.body(), required)


def parse_json_object(raw: bytes, required: Sequence[str] = ("question",)) -> dict[str, object]:
    """Parse UTF-8 bytes as one JSON object.

    Raises:
        ProblemError: 400, naming the fields where it is about fields.
    """
    example = f'{{"{required[0]}": …}}'
    if not raw.strip():
        message = f"The body is empty. Send a JSON object with {' and '.join(required)}, such as {example}."
        raise ProblemError(
            400, "empty_body", message, [FieldError(name, "This field is required.") for name in required]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError(400, "not_utf8", f"The body is not UTF-8: byte {error.start} does not fit.") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_no_duplicates,
            parse_constant=lambda name: _Refused(f"{name} is not a JSON value."),
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ProblemError(400, "invalid_json", f"The body is not valid JSON: {error.msg} at {place}.") from None
    except _DuplicateKeys as error:
        errors = [FieldError(key, "This field is given more than once.") for key in error.keys]
        raise ProblemError(400, "duplicate_field", "Give each field once.", errors) from None
    except RecursionError:
        raise _too_deep() from None
    if not isinstance(value, dict):
        raise ProblemError(400, "not_an_object", f"The body must be a JSON object, such as {example}.")
    _refuse_unusable(value)
    return value


def _check_content_type(header: str) -> None:
    kind, _, parameters = header.partition(";")
    kind = kind.strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        given = f"not {kind!r}" if kind else "and it is missing"
        raise ProblemError(415, "unsupported_media_type", f"The Content-Type must be application/json, {given}.")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise ProblemError(415, "unsupported_media_type", "The body must be UTF-8; leave charset out or set utf-8.")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _DuplicateKeys([key[:100] for key in list(twice)[:10]])
    return result


def _whole_number(digits: str) -> object:
    # int() refuses more than 4,300 digits with an error of its own, and no field needs more than a head count.
    return int(digits) if len(digits.lstrip("-")) <= _MOST_DIGITS else _Refused("This number is too large.")


def _refuse_unusable(root: dict[str, object]) -> None:
    """Walk the tree without recursion and collect what no field may hold."""
    errors: list[FieldError] = []
    stack: list[tuple[str, object, int]] = [("", root, 0)]
    while stack:
        path, value, depth = stack.pop()
        if depth > _DEEPEST:
            raise _too_deep()
        if isinstance(value, _Refused):
            errors.append(FieldError(path, value.why))
        elif isinstance(value, str) and not _encodable(value):
            errors.append(FieldError(path, "Half of a surrogate pair (\\ud800 to \\udfff) is not text."))
        elif isinstance(value, dict):
            if not all(_encodable(key) for key in value):
                errors.append(FieldError(path or "body", "A field name holds half of a surrogate pair."))
            stack += [(f"{path}.{key}" if path else key, item, depth + 1) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(f"{path}.{index}", item, depth + 1) for index, item in enumerate(value)]
    if errors:
        raise ProblemError(400, "invalid_value", "The body holds values that are not valid JSON text.", errors[:20])


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _too_deep() -> ProblemError:
    return ProblemError(400, "too_deep", f"The body is nested more than {_DEEPEST} levels deep.")
