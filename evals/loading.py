"""Read a data set, whole or not at all: a line that cannot be used is named with file, line and field."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.errors import EvaluationError
from evals.records import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
_MOST_SHOWN = 10


def read_records(path: Path, model: type[AnyRecord]) -> tuple[AnyRecord, ...]:
    """Every record of a JSON Lines file.

    Raises:
        EvaluationError: the file cannot be read or a line cannot be used; up to ten lines are named at once.
    """
    records: list[AnyRecord] = []
    where: dict[str, int] = {}
    faults: list[str] = []
    for number, line in _lines(path):
        place = f"{path}:{number}"
        try:
            record = model.model_validate(_object(line))
        except ValidationError as error:
            faults += [f"{place}: {fault}" for fault in explain(error)]
            continue
        except ValueError as error:
            faults.append(f"{place}: {error}")
            continue
        if record.id in where:
            faults.append(f"{place}: id: {record.id!r} stands in line {where[record.id]} already.")
        where[record.id] = number
        records.append(record)
    refuse(faults)
    return tuple(records)


def check_names(path: Path, records: Sequence[Record], known: Container[str]) -> None:
    """Hold the schemes and plans that records name against those that exist, as "scheme" and "scheme/plan".

    Raises:
        EvaluationError: one does not exist.
    """
    faults = [
        f"{path}: record {record.id}: {field}: there is no {'plan' if '/' in name else 'scheme'} {name!r}."
        for record in records
        for field, name in record.schemes_named()
        if name not in known
    ]
    refuse(faults)


def check_ids(sets: Iterable[tuple[Path, Sequence[Record]]]) -> None:
    """Check that no id stands in two of the data sets of a run.

    Raises:
        EvaluationError: one does.
    """
    where: dict[str, Path] = {}
    faults = []
    for path, records in sets:
        for record in records:
            if record.id in where:
                faults.append(f"{path}: record {record.id}: id: it stands in {where[record.id]} too.")
            where[record.id] = path
    refuse(faults)


def refuse(faults: Sequence[str]) -> None:
    """Raise for the faults that were found, if any.

    Raises:
        EvaluationError: there are faults; the first ten are named.
    """
    if not faults:
        return
    shown = list(faults[:_MOST_SHOWN])
    if len(faults) > len(shown):
        shown.append(f"… and {len(faults) - len(shown)} more.")
    raise EvaluationError("\n".join(shown), field=faults[0].split(": ")[1] if ": " in faults[0] else None)


def explain(error: ValidationError) -> list[str]:
    """Word what pydantic found, a line a fault: `field: what is wrong`."""
    faults = []
    for item in error.errors(include_url=False):
        field = ".".join(str(step) for step in item["loc"])
        message = item["msg"].removeprefix("Value error, ")
        if item["type"] == "missing":
            message = "this field is required"
        elif item["type"] == "extra_forbidden":
            message = "there is no such field"
        faults.append((f"{field}: " if field else "") + message + ".")
    return faults


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: the file is not UTF-8 text (byte {error.start + 1}).", field="file") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _object(line: str) -> dict[str, object]:
    try:
        data = json.loads(line, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as error:
        raise ValueError(f"line: no JSON: {error.msg} at column {error.colno}.") from None
    except RecursionError:
        raise ValueError("line: JSON nested beyond what can be read.") from None
    if not isinstance(data, dict):
        raise ValueError('line: a record is an object such as {"id": "…"}.')
    return data


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice}: this field is given twice.")
    return result
