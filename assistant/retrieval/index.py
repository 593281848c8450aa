"""The stored index: vectors in Chroma, tokens in bm25s, in one folder that is complete or absent.

The folder's name is a digest of everything the index is made from (passages, embedding, the code that cuts
tokens, the versions of the libraries), so that it is never stale: whatever changes, another folder is built
beside it, and versions that run at the same time each find their own. Vectors of texts that an earlier index holds
are taken from there; only what changed is embedded. It is built under a temporary name and renamed when whole; what
a killed process leaves behind is removed by the next build.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, IndexDamagedError, RetrievalError
from assistant.retrieval.copies import copied_vectors, copy_vectors
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.filling import Progress, fill, fill_words
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.locking import locked
from assistant.retrieval.manifest import MANIFEST, file_digests, read_manifest
from assistant.retrieval.passages import Passage
from assistant.retrieval.plan import FORMAT, Plan
from assistant.retrieval.reuse import TEXTS, earlier_vectors
from assistant.retrieval.shard import Shard
from assistant.retrieval.stores import EmbeddedStore, Entries

_log = logging.getLogger(__name__)

TEMPORARY = ".building-"


def open_index(
    passages: Sequence[Passage],
    embedder: Embedder,
    data_dir: Path,
    progress: Progress | None = None,
    chroma_url: str | None = None,
) -> tuple[Shard, ...]:
    """The index of these passages: the stored one if it is whole, else a new one.

    Raises:
        RetrievalError: the data folder cannot be written, two passages share an id, or a Chroma server that is set
            does not answer.
    """
    return open_plan(Plan.of(passages, embedder, data_dir, chroma_url), progress)


def open_plan(plan: Plan, progress: Progress | None = None) -> tuple[Shard, ...]:
    """The index of a plan, as `open_index`."""
    if plan.folder.exists():
        try:
            return load(plan)
        except IndexDamagedError as error:
            _log.warning("The index is damaged and is built again: %s", error.message)
    with lock(plan.root):
        # Another process may have built it while this one waited.
        if plan.folder.exists():
            try:
                return load(plan)
            except IndexDamagedError:
                discard(plan.folder)
        for left in plan.root.glob(f"{TEMPORARY}*"):
            shutil.rmtree(left, ignore_errors=True)
        try:
            _build(plan, progress or (lambda done, total: None))
        except Exception as error:
            if isinstance(error, AssistantError) and not isinstance(error, IndexDamagedError):
                raise
            if isinstance(error, OSError) or plan.store.place == EmbeddedStore.place:
                # Chroma and its Rust core raise many kinds where a disk is full.
                raise RetrievalError(
                    f"The index cannot be written to {plan.root} ({error}). Make room there, or set ASSISTANT_DATA_DIR to a "
                    "folder that has some. Nothing half is used."
                ) from error
            raise RetrievalError(
                f"The Chroma server at {plan.store.place} failed while the index was built ({error})."
                " Nothing half is used; start again when it runs."
            ) from error
    return load(plan)


def lock(root: Path) -> AbstractContextManager[None]:
    """One process builds, the others wait and find it done.

    Raises:
        RetrievalError: the folder cannot be written, when the lock is entered.
    """
    return locked(
        root,
        lambda error: RetrievalError(
            f"The index cannot be written to {root} ({error}). Set ASSISTANT_DATA_DIR to a folder that can be written."
        ),
    )


def discard(folder: Path) -> None:
    """Remove a folder whose name must be free at once."""
    grave = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder.parent))
    folder.rename(grave / folder.name)
    shutil.rmtree(grave, ignore_errors=True)


def _build(plan: Plan, progress: Progress) -> None:
    made = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=plan.root))
    client = plan.store.client(made)
    try:
        entries = _ready(client, plan)
        if entries is None:
            filled = fill(client, plan, made, earlier_vectors(plan), progress)
            entries = plan.store.publish(client, plan.digest, filled)
            _rename(filled, entries, made)
        else:
            for name, entry in entries.items():
                fill_words(plan.grouped[entry["scheme"], entry["language"]], made / name)
        collections = {name: {**entry, "files": file_digests(made / name)} for name, entry in entries.items()}
    finally:
        plan.store.close(client)
    manifest = {
        "format": FORMAT,
        "digest": plan.digest,
        "embedding": plan.embedder.identity,
        "place": plan.store.place,
        "collections": collections,
    }
    (made / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    made.rename(plan.folder)


def _ready(client: Any, plan: Plan) -> Entries | None:
    """The vectors that another replica has built on the server, if all of them are there."""
    entries = plan.store.published(client, plan.digest)
    if entries is None:
        return None
    try:
        for name, entry in entries.items():
            if client.get_collection(name, embedding_function=None).count() != entry["count"]:
                raise IndexDamagedError(name)
    except Exception:  # whatever is wrong with a part, the whole is built again
        plan.store.discard(client, plan.digest)
        return None
    return entries


def _rename(filled: Entries, published: Entries, made: Path) -> None:
    """Give the local folders the names of the collections that count: another replica's, if it was first."""
    if filled.keys() != published.keys():
        names = {(entry["scheme"], entry["language"]): name for name, entry in published.items()}
        for name, entry in filled.items():
            (made / name).rename(made / names[entry["scheme"], entry["language"]])


def built_at(plan: Plan) -> float | None:
    """When the index of a plan was built, in seconds since 1970: when its words were written, which nothing changes after."""
    try:
        return min(path.stat().st_mtime for path in plan.folder.iterdir() if (path / TEXTS).is_file())
    except (OSError, ValueError):
        return None


def load(plan: Plan, *, thorough: bool = False) -> tuple[Shard, ...]:
    """Read and verify the index of a plan, and note that it is in use; `thorough`, ask Chroma whatever is known already.

    Raises:
        IndexDamagedError: a part is missing or is not what was built.
        RetrievalError: the Chroma server that holds its vectors does not answer.
    """
    folder, grouped = plan.folder, plan.grouped
    collections = read_manifest(folder)["collections"]
    keys = {name: (entry["scheme"], entry["language"]) for name, entry in collections.items()}
    expected = {keys[name]: int(entry["count"]) for name, entry in collections.items()}
    if expected != {key: len(passages) for key, passages in grouped.items()}:
        raise IndexDamagedError(f"{folder}: its files are not those that were built.")
    lexical = {name: LexicalIndex.load(folder / name, len(grouped[key])) for name, key in keys.items()}
    copied = None if thorough else copied_vectors(plan, collections)
    if copied is None:
        shards = _ask_chroma(plan, collections, lexical)
    else:
        shards = tuple(Shard(grouped[key], lexical[name], None, copied[name]) for name, key in keys.items())
    with suppress(OSError):  # on a disk that is read only
        os.utime(folder / MANIFEST)
    return shards


def _ask_chroma(plan: Plan, collections: Mapping[str, Any], lexical: Mapping[str, LexicalIndex]) -> tuple[Shard, ...]:
    client = plan.store.client(plan.folder)
    try:
        shards = []
        for name, entry in collections.items():
            collection = client.get_collection(name, embedding_function=None)
            passages = plan.grouped[entry["scheme"], entry["language"]]
            shards.append(Shard.read(passages, lexical[name], collection, entry))
        plan.store.used(client, plan.digest)
    except IndexDamagedError:
        plan.store.close(client)
        raise
    except Exception as error:  # Chroma and its Rust core raise many kinds for a broken file
        plan.store.close(client)
        raise IndexDamagedError(f"{plan.folder}: the vectors cannot be read ({error}).") from error
    if all(shard.vectors is not None for shard in shards):
        plan.store.close(client)
        copy_vectors(plan, zip(collections, shards, strict=True))
    return tuple(shards)
