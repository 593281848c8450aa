"""The versions of the index that are stored: what they hold, whether they are whole, which of them nobody uses."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import IndexDamagedError
from assistant.retrieval.index import TEMPORARY, discard, load, lock
from assistant.retrieval.manifest import MANIFEST, read_manifest
from assistant.retrieval.plan import Plan
from assistant.retrieval.stores import OURS, ServedStore

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Version:
    """One stored index.

    `passages` counts them by scheme and language, as `scheme/ja`; `size` is in bytes on this disk; `used` is when it
    was last opened, in seconds since 1970. `problem` says why it cannot be used; it is then built again when needed.
    """

    name: str
    current: bool
    embedding: str
    place: str
    passages: dict[str, int]
    size: int
    used: float
    problem: str | None = None


def versions(plan: Plan) -> list[Version]:
    """All indexes below the data folder, the current one first, then the one used last."""
    found = [_version(folder, plan) for folder in _folders(plan.root)]
    return sorted(found, key=lambda version: (not version.current, -version.used, version.name))


def verify(plan: Plan) -> Version | None:
    """The current index after every file and vector was compared with what was built; None if there is none."""
    if not plan.folder.exists():
        return None
    version = _version(plan.folder, plan)
    if version.problem is None:
        try:
            load(plan, thorough=True)
        except IndexDamagedError as error:
            return replace(version, problem=error.message)
    return version


def prune(plan: Plan, days: float, now: float | None = None) -> list[str]:
    """Remove what the current settings do not use and nobody has opened for `days`; returns the names removed.

    Versions that another release opened since then stay, so that a roll-out can go on or back. On a Chroma server the
    same holds for its collections, also for those that a build left behind.

    Raises:
        RetrievalError: the folder cannot be written, or a server that is set does not answer.
    """
    before = (time.time() if now is None else now) - days * _DAY
    removed: list[str] = []
    with lock(plan.root):
        for version in versions(plan):
            if not version.current and version.used <= before:
                discard(plan.root / version.name)
                removed.append(version.name)
        for left in plan.root.glob(f"{TEMPORARY}*"):
            shutil.rmtree(left, ignore_errors=True)
        if isinstance(plan.store, ServedStore):
            removed += _prune_server(plan.store, plan.digest, before)
    return removed


def _prune_server(store: ServedStore, current: str, before: float) -> list[str]:
    client = store.client()
    try:
        held = list(store.collections(client))
        latest: Counter[str] = Counter()
        for _, digest, used in held:
            latest[digest] = max(latest[digest], used)
        in_use = {f"{OURS}{current}", *(store.published(client, current) or ())}
        # A digest's own collection goes first: without it the others are nobody's index.
        stale = sorted(
            name
            for name, digest, used in held
            if name not in in_use and (used if digest == current else latest[digest]) <= before
        )
        for name in stale:
            client.delete_collection(name)
        return stale
    finally:
        store.close(client)


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (path for path in sorted(root.iterdir()) if path.is_dir() and not path.name.startswith("."))


def _version(folder: Path, plan: Plan) -> Version:
    current = folder == plan.folder
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    try:
        manifest = read_manifest(folder)
        entries = manifest["collections"].values()
        passages = {f"{entry['scheme']}/{entry['language']}": int(entry["count"]) for entry in entries}
        used = (folder / MANIFEST).stat().st_mtime
        return Version(folder.name, current, manifest["embedding"], manifest["place"], passages, size, used)
    except IndexDamagedError as error:
        used = max((path.stat().st_mtime for path in files), default=folder.stat().st_mtime)
        return Version(folder.name, current, "", "", {}, size, used, error.message)
