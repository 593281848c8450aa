"""Many questions in one process: JSON Lines in, JSON Lines out, in the same order.

In:  `{"id": "…", "turns": ["first message", "…", "the one to answer"], "selected": {"scheme": …, "plan": …}}`
Out: `{"id": "…", "answer": {…}}` or `{"id": "…", "passages": […]}`

Or: `{"id": "…", "accepted": false, "reasons": […]}`, for records that also hold a `draft`

A record that cannot be used yields `{"id": …, "error": {"code", "message", "field"}}` and the batch goes on.
Other keys of a record are ignored, so that files which carry more (notes, expected answers) can be read too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Language
from assistant.conversation import Selection, Turn
from assistant.errors import AssistantError, BatchError, InputError

if TYPE_CHECKING:
    from assistant.guardrail import Verification
    from assistant.service import Assistant

_SURROGATE = re.compile("[\ud800-\udfff]")
# JSON leaves these as they are, yet some readers break lines at them and terminals act on them.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")
_SELECTED = tuple(field.name for field in fields(Selection))
_KEYS = ", ".join(_SELECTED)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a batch; the last of `turns` is the message to answer."""

    id: str | int
    turns: tuple[str, ...]
    selection: Selection
    draft: str = ""


def without_surrogates(text: str) -> str:
    """Return `text` with every lone surrogate, which no encoding can write, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def json_line(value: object) -> str:
    """Write `value` as JSON in one line that every UTF-8 reader takes as one line."""
    line = without_surrogates(json.dumps(value, ensure_ascii=False))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def error_body(error: AssistantError) -> dict[str, str | None]:
    """Return what a program gets to see of an error: `code`, `message`, `field`."""
    return {"code": error.code, "message": error.message, "field": error.field}


def run(
    lines: Iterable[bytes],
    handle: Callable[[Record], Mapping[str, object]],
    *,
    selection: Selection,
    defect: Callable[[Exception], str],
    drafts: bool = False,
) -> Iterator[str]:
    """Yield one line of output for each line of input that is not blank.

    Args:
        lines: the batch, UTF-8, one JSON object a line.
        handle: does the work for one record and returns what stands beside its `id`.
        selection: holds for records that do not select otherwise.
        defect: words an exception that nobody foresaw, so that the batch can go on after it too.
        drafts: whether each record also holds a draft. It may then name its one turn `question` and its draft `text`.
    """
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        ident: str | int | None = None
        body: Mapping[str, object]
        try:
            data = _parse(raw, number)
            ident = _ident(data, number)
            draft = ""
            if drafts:
                data, draft = _with_draft(data)
            body = handle(Record(ident, _turns(data), _selection(data, selection), draft))
        except AssistantError as error:
            body = {"error": error_body(error)}
        except Exception as error:
            body = {"error": {"code": "internal", "message": defect(error), "field": None}}
        yield json_line({"id": ident, **body})


def answer_record(assistant: Assistant, record: Record, language: Language | None) -> Answer:
    """Ask all turns in order, each with the conversation so far; return the answer to the last.

    Raises:
        InputError: a turn cannot be asked; `field` names it (`turns[0]`) unless a selection is at fault.
    """
    history: list[Turn] = []
    for index, question in enumerate(record.turns):
        try:
            answer = assistant.ask(question, selection=record.selection, history=tuple(history), language=language)
        except InputError as error:
            if error.field in (None, "question"):
                error.field = f"turns[{index}]"
            raise
        history += (Turn("user", question), Turn("assistant", answer.text))
    return answer


def draft_record(assistant: Assistant, record: Record, language: Language | None) -> Verification:
    """Judge the draft of a record against the computed answer to its last turn.

    Raises:
        InputError: the last turn cannot be asked; `field` names it unless a selection is at fault.
    """
    *before, question = record.turns
    history = tuple(Turn("user", turn) for turn in before)
    try:
        return assistant.verify(record.draft, question, selection=record.selection, history=history, language=language)
    except InputError as error:
        if error.field in (None, "question"):
            error.field = f"turns[{len(before)}]"
        raise


def _with_draft(data: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """A record with `turns`, and its draft; `question` and `text` are read where these two are missing."""
    named = "draft" if "draft" in data else "text"
    draft = data.get(named)
    if not isinstance(draft, str):
        raise BatchError('"draft" must be a text: what was written as an answer.', field="draft")
    if "turns" not in data and "question" in data:
        data = {**data, "turns": [data["question"]]}
    return data, without_surrogates(draft)


def _parse(raw: bytes, number: int) -> dict[str, Any]:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BatchError(f"Line {number} is not UTF-8 text (byte {error.start + 1}).") from error
    except json.JSONDecodeError as error:
        raise BatchError(f"Line {number} is not JSON: {error.msg} at column {error.colno}.") from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits; brackets thousands deep
        raise BatchError(f"Line {number} is JSON beyond what can be read.") from error
    if not isinstance(data, dict):
        raise BatchError(f'Line {number} must be an object such as {{"id": "1", "turns": ["…"]}}.')
    return data


def _ident(data: Mapping[str, Any], number: int) -> str | int:
    ident = data.get("id")
    if isinstance(ident, bool) or not isinstance(ident, str | int):
        raise BatchError(f'Line {number} needs an "id", a string or a whole number.', field="id")
    return ident


def _turns(data: Mapping[str, Any]) -> tuple[str, ...]:
    turns = data.get("turns")
    if not isinstance(turns, list) or not turns:
        raise BatchError('"turns" must be a list of messages, the one to answer last.', field="turns")
    for index, turn in enumerate(turns):
        if not isinstance(turn, str):
            raise BatchError(f'"turns[{index}]" must be a string.', field=f"turns[{index}]")
    return tuple(without_surrogates(turn) for turn in turns)


def _selection(data: Mapping[str, Any], default: Selection) -> Selection:
    selected = data.get("selected")
    if selected is None:
        return default
    if not isinstance(selected, dict):
        raise BatchError(f'"selected" must be an object with any of {_KEYS}.', field="selected")
    chosen: dict[str, Any] = {}
    for key, value in selected.items():
        if key not in _SELECTED:
            name = without_surrogates(key)
            raise BatchError(
                f'"selected" has no {json.dumps(name, ensure_ascii=False)}; it takes {_KEYS}.',
                field=f"selected.{name}",
            )
        if value is not None and value != "":
            chosen[key] = _residents(value) if key == "residents" else _choice(key, value)
    return replace(default, **chosen)


def _residents(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BatchError('"selected.residents" must be a whole number above 0.', field="selected.residents")
    return value


def _choice(key: str, value: object) -> str:
    # A contract type or an enrolment set is called by a number, which people write without quotes.
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BatchError(f'"selected.{key}" must be a string.', field=f"selected.{key}")
    return without_surrogates(str(value))
