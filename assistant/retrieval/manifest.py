"""The manifest of a stored index: what it holds, and a digest of each of its files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from assistant.errors import IndexDamagedError

MANIFEST = "manifest.json"


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the index in `folder` says of itself, when its local files are those that were built.

    Raises:
        IndexDamagedError: a file is missing or another.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = folder.name.startswith(manifest["digest"]) and all(
            file_digests(folder / name) == entry["files"] for name, entry in manifest["collections"].items()
        )
        embedded = manifest["place"] == "embedded"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(f"{folder}: its manifest or a file cannot be read ({error}).") from error
    if not whole:
        raise IndexDamagedError(f"{folder}: its files are not those that were built.")
    if embedded and not (folder / "chroma" / "chroma.sqlite3").is_file():
        raise IndexDamagedError(f"{folder}: the vectors are missing.")
    return manifest


def file_digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below `folder`, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
