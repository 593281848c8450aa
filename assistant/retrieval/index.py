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
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, IndexDamagedError, RetrievalError
from assistant.language.tokens import tokenize
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.manifest import MANIFEST, file_digests, read_manifest
from assistant.retrieval.passages import Passage
from assistant.retrieval.plan import FORMAT, Plan
from assistant.retrieval.reuse import TEXTS, earlier_vectors, text_digest
from assistant.retrieval.shard import Shard, vectors_digest
from assistant.retrieval.stores import USED, EmbeddedStore, Entries

Progress = Callable[[int, int], None]
"""Told how many passages of how many are indexed."""

_log = logging.getLogger(__name__)

TEMPORARY = ".building-"

_BATCH = 256


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
        except OSError as error:
            raise RetrievalError(f"The index cannot be written to {plan.root} ({error}).") from error
        except AssistantError:
            raise
        except Exception as error:
            if plan.store.place == EmbeddedStore.place:
                raise
            raise RetrievalError(
                f"The Chroma server at {plan.store.place} failed while the index was built ({error})."
                " Nothing half is used; start again when it runs."
            ) from error
    return load(plan)


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """One process builds, the others wait and find it done; the lock ends with its process."""
    from filelock import FileLock

    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / ".lock")
        lock.acquire()
    except OSError as error:
        raise RetrievalError(
            f"The index cannot be written to {root} ({error}). Set ASSISTANT_DATA_DIR to a folder that can be written."
        ) from error
    try:
        yield
    finally:
        lock.release()


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
            known = earlier_vectors(plan)
            entries = _embed(client, plan, known, progress)
            entries = plan.store.publish(client, plan.digest, entries)
        collections: dict[str, dict[str, Any]] = {}
        for name, entry in entries.items():
            passages = plan.grouped[entry["scheme"], entry["language"]]
            tokens_of = [tokenize(passage.searchable, passage.language) for passage in passages]
            LexicalIndex.build(tokens_of).save(made / name)
            (made / name / TEXTS).write_bytes(b"".join(map(text_digest, passages)))
            collections[name] = {**entry, "files": file_digests(made / name)}
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


def _embed(client: Any, plan: Plan, known: Mapping[bytes, NDArray[np.float32]], progress: Progress) -> Entries:
    """Write a collection for each scheme and language, embedding the texts whose vectors are not known."""
    total = plan.count
    done = 0
    progress(done, total)
    prefix = plan.store.prefix(plan.digest)
    entries: dict[str, dict[str, Any]] = {}
    for number, ((scheme, language), passages) in enumerate(plan.grouped.items()):
        name = f"{prefix}{number:04d}-{language}"
        collection = client.create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "ip"}},  # all vectors have length 1
            metadata={"scheme": scheme, "language": language, USED: int(time.time())},
        )
        parts = []
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            vectors = _vectors(batch, plan.embedder, known)
            collection.add(
                ids=[passage.id for passage in batch],
                embeddings=vectors,
                documents=[passage.text for passage in batch],
                metadatas=[_metadata(passage) for passage in batch],
            )
            parts.append(vectors)
            done += len(batch)
            progress(done, total)
        digest = vectors_digest(np.concatenate(parts))
        entries[name] = {"scheme": scheme, "language": language, "count": len(passages), "vectors": digest}
    return entries


def _vectors(
    batch: Sequence[Passage], embedder: Embedder, known: Mapping[bytes, NDArray[np.float32]]
) -> NDArray[np.float32]:
    found = [known.get(text_digest(passage)) for passage in batch]
    missing = [row for row, vector in enumerate(found) if vector is None]
    if missing:
        new = np.asarray(embedder.embed_documents([batch[row].searchable for row in missing]), dtype=np.float32)
        for row, vector in zip(missing, new, strict=True):
            found[row] = vector
    return np.stack([vector for vector in found if vector is not None])


def load(plan: Plan) -> tuple[Shard, ...]:
    """Read and verify the index of a plan, and note that it is in use.

    Raises:
        IndexDamagedError: a part is missing or is not what was built.
        RetrievalError: the Chroma server that holds its vectors does not answer.
    """
    folder, grouped = plan.folder, plan.grouped
    collections = read_manifest(folder)["collections"]
    expected = {(entry["scheme"], entry["language"]): int(entry["count"]) for entry in collections.values()}
    if expected != {key: len(passages) for key, passages in grouped.items()}:
        raise IndexDamagedError(f"{folder}: its files are not those that were built.")
    client = plan.store.client(folder)
    try:
        shards = []
        for name, entry in collections.items():
            key = (entry["scheme"], entry["language"])
            lexical_index = LexicalIndex.load(folder / name, len(grouped[key]))
            collection = client.get_collection(name, embedding_function=None)
            shards.append(Shard.read(grouped[key], lexical_index, collection, entry["vectors"]))
        plan.store.used(client, plan.digest)
    except IndexDamagedError:
        plan.store.close(client)
        raise
    except Exception as error:  # Chroma and its Rust core raise many kinds for a broken file
        plan.store.close(client)
        raise IndexDamagedError(f"{folder}: the vectors cannot be read ({error}).") from error
    with suppress(OSError):  # on a disk that is read only
        os.utime(folder / MANIFEST)
    if not any(shard.needs_collection for shard in shards):
        plan.store.close(client)
    return tuple(shards)


def _metadata(passage: Passage) -> dict[str, str | int]:
    return {
        "scheme": passage.scheme,
        "document": passage.document,
        "section": passage.section,
        "page": passage.page,
        "language": passage.language,
        "title": passage.title,
    }
