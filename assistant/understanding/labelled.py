"""Labelled questions: what a person writes, and what it means in the terms of a scheme (`corpus/questions/*.jsonl`).

One JSON object a line. A file holds the questions of one writer, so that what is learned from some writers can be
judged on the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.corpus.model import Scheme
from assistant.errors import LabelError

Ask = Literal[
    "verdict", "payout", "premium", "limit", "deductible", "deadline", "offers", "compare", "statement", "outside"
]


class Labelled(BaseModel):
    """A question and its meaning.

    `facts` are those the message states (true), denies (false) or calls unknown (null); `items` the losses and costs
    asked about, each with its amount in yen where one is given; `statement` what the brochure says that answers it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    lang: Literal["ja", "en"]
    scheme: str | None = None
    ask: Ask
    facts: dict[str, bool | None] = {}
    items: dict[str, int | None] = {}
    plans: tuple[str, ...] = ()
    choices: dict[str, str | tuple[str, ...]] = {}
    statement: str | None = None
    supposes: bool = False
    writer: str = ""
    line: int = 0


def read_labelled(folder: Path, schemes: Mapping[str, Scheme]) -> list[Labelled]:
    """All labelled questions of a folder, by file and line.

    Raises:
        LabelError: a line is no labelled question, or names what its scheme does not have; with file, line and field.
    """
    found: list[Labelled] = []
    for path in sorted(folder.glob("*.jsonl")):
        try:
            lines = path.read_text("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise LabelError(f"{path}: not UTF-8 (byte {error.start}). Save the file as UTF-8.") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                found.append(_one(line, path, number, schemes))
    return found


def _one(line: str, path: Path, number: int, schemes: Mapping[str, Scheme]) -> Labelled:
    where = f"{path}, line {number}"
    try:
        label = Labelled.model_validate({**json.loads(line), "writer": path.stem, "line": number})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(p) for p in first["loc"])
        raise LabelError(f"{where}, {field}: {first['msg']}.") from error
    except (ValueError, TypeError) as error:
        raise LabelError(f"{where}: not a JSON object ({error}).") from error
    if label.scheme is not None and label.scheme not in schemes:
        raise LabelError(f"{where}, scheme: there is no scheme {label.scheme!r}; there are {', '.join(schemes)}.")
    meant = [schemes[label.scheme]] if label.scheme else list(schemes.values())
    for field, ident in _named(label):
        if not any(ident in _ids(s, field) for s in meant):
            raise LabelError(f"{where}, {field}: {label.scheme or 'no scheme'} has no {field} {ident!r}.")
    return label


def _named(label: Labelled) -> Iterator[tuple[str, str]]:
    yield from (("facts", f) for f in label.facts)
    yield from (("items", i) for i in label.items)
    yield from (("plans", p) for p in label.plans)
    yield from (("choices", d) for d in label.choices)
    if label.statement:
        yield "statement", label.statement


def _ids(scheme: Scheme, field: str) -> set[str]:
    return {
        "facts": set(scheme.facts),
        "items": set(scheme.items),
        "plans": {*scheme.plans, *scheme.riders},
        "choices": set(scheme.dimensions),
        "statement": set(scheme.statements),
    }[field]
