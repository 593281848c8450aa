"""The list of data sets, `data/manifest.json`: where each comes from, under what licence, and what exactly it holds.

A set whose file is not the one that was listed stops a run: figures must say what they were measured on. After a change
on purpose, `python -m evals manifest` writes counts and hashes anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import EvaluationError
from evals.loading import explain, read_records
from evals.records import RECORDS, Ground, SetKind

MANIFEST = "manifest.json"
GROUNDS = "grounds.jsonl"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Strict):
    """One data set: its file below the manifest's folder, where it comes from, and what it holds.

    `group` is what thresholds name sets by; `count` is in records, `sha256` is of the file's bytes.
    """

    file: str
    kind: SetKind
    group: str
    source: Annotated[str, Field(min_length=1)]
    licence: Annotated[str, Field(min_length=1)]
    count: Annotated[int, Field(ge=0)] = 0
    sha256: str = ""


class Manifest(_Strict):
    """All data sets by name. `asked_on` is the date that relative dates in questions count from."""

    schema_: Annotated[Literal["manifest/1"], Field(alias="schema")] = "manifest/1"
    asked_on: dt.date
    sets: dict[str, Entry]

    def in_group(self, name: str) -> tuple[str, ...]:
        """The sets of a group, or the one set of this name."""
        if name in self.sets:
            return (name,)
        return tuple(key for key, entry in self.sets.items() if entry.group == name)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder of data sets.

    Raises:
        EvaluationError: it is missing or is not what it must be; file and field are named.
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
    except ValidationError as error:
        raise EvaluationError("\n".join(f"{path}: {fault}" for fault in explain(error))) from error


def check_entry(folder: Path, name: str, entry: Entry) -> Path:
    """The file of a set, after its bytes were held against the manifest.

    Raises:
        EvaluationError: the file is missing, or is not the one that was listed.
    """
    path = folder / entry.file
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
    if digest != entry.sha256:
        raise EvaluationError(
            f"{folder / MANIFEST}: sets.{name}.sha256: {entry.file} is not the file that was listed. If it was changed "
            "on purpose, run `python -m evals manifest` and commit both.",
            field=f"sets.{name}.sha256",
        )
    return path


def renew_manifest(folder: Path) -> list[str]:
    """Write counts and hashes anew; return a line for each set that changed.

    Every file is read as strictly as by a run, so that a broken one is not listed.

    Raises:
        EvaluationError: a record cannot be used, or a data file stands in no entry.
    """
    manifest = read_manifest(folder)
    listed = {entry.file for entry in manifest.sets.values()}
    strays = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.jsonl")
        if path.name != GROUNDS and path.relative_to(folder).as_posix() not in listed
    )
    if strays:
        raise EvaluationError(
            f"{folder / MANIFEST}: sets: no entry lists {', '.join(strays)}. Add one with file, kind "
            f"({', '.join(RECORDS)}), group, source and licence; counts and hashes follow by themselves.",
            field="sets",
        )
    told, renewed = [], {}
    for name, entry in manifest.sets.items():
        path = folder / entry.file
        count = len(read_records(path, RECORDS[entry.kind]))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if (count, digest) != (entry.count, entry.sha256):
            told.append(f"{name}: {entry.count} → {count} records, {digest[:12]}")
        renewed[name] = entry.model_copy(update={"count": count, "sha256": digest})
    write_manifest(manifest.model_copy(update={"sets": renewed}), folder)
    return told


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into a folder, the same bytes for the same content."""
    text = json.dumps(manifest.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_grounds(folder: Path) -> dict[str, Ground]:
    """The gold grounds by case id; none where the folder has no such file.

    Raises:
        EvaluationError: a line cannot be used.
    """
    path = folder / GROUNDS
    return {ground.id: ground for ground in read_records(path, Ground)} if path.exists() else {}
