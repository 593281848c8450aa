"""The stored index: vectors in an embedded Chroma, tokens in bm25s, in one folder that is complete or absent.

The folder's name is a digest of everything the index is made from (passages, embedding, the code that cuts
tokens, the versions of the libraries), so that it is never stale: whatever changes, another folder is built
beside it. It is built under a temporary name and renamed when whole; what a killed process leaves behind is
removed by the next build.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import IndexDamagedError, RetrievalError
from assistant.language import stemming, tokens
from assistant.language.tokens import tokenize
from assistant.retrieval import lexical
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import Passage
from assistant.retrieval.shard import Shard, vectors_digest

Progress = Callable[[int, int], None]
"""Told how many passages of how many are indexed."""

_log = logging.getLogger(__name__)

_FORMAT = 1
_MANIFEST = "manifest.json"
_TEMPORARY = ".building-"
_LIBRARIES = ("chromadb", "bm25s", "sudachipy", "sudachidict_core", "tokenizers")
_BATCH = 256


def open_index(
    passages: Sequence[Passage], embedder: Embedder, data_dir: Path, progress: Progress | None = None
) -> tuple[Shard, ...]:
    """The index of these passages: the stored one if it is whole, else a new one.

    Raises:
        RetrievalError: the data folder cannot be written, or two passages share an id.
    """
    grouped = _group(passages)
    root = data_dir / "index"
    digest = index_digest(passages, embedder)
    folder = root / digest
    if folder.exists():
        try:
            return _load(folder, grouped)
        except IndexDamagedError as error:
            _log.warning("The index is damaged and is built again: %s", error.message)
    with _lock(root):
        # Another process may have built it while this one waited.
        if folder.exists():
            try:
                return _load(folder, grouped)
            except IndexDamagedError:
                _discard(folder)
        for left in root.glob(f"{_TEMPORARY}*"):
            shutil.rmtree(left, ignore_errors=True)
        try:
            _build(folder, digest, grouped, embedder, progress or (lambda done, total: None))
        except OSError as error:
            raise RetrievalError(f"The index cannot be written to {root} ({error}).") from error
    return _load(folder, grouped)


def index_digest(passages: Sequence[Passage], embedder: Embedder) -> str:
    """The name of the index of these passages: 32 hexadecimal digits."""
    digest = hashlib.sha256()
    for passage in sorted(passages, key=lambda passage: passage.id):
        digest.update(repr(passage).encode("utf-8", "backslashreplace") + b"\0")
    settings = {
        "format": _FORMAT,
        "embedding": embedder.identity,
        "code": [_source_digest(module) for module in (tokens, stemming, lexical)],
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    digest.update(json.dumps(settings, sort_keys=True).encode())
    return digest.hexdigest()[:32]


def _source_digest(module: Any) -> str:
    return hashlib.sha256(Path(module.__file__).read_bytes()).hexdigest()


def _group(passages: Sequence[Passage]) -> dict[tuple[str, str], tuple[Passage, ...]]:
    """Passages by scheme and language, sorted by id."""
    groups: dict[tuple[str, str], dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        group = groups[passage.scheme, passage.language]
        if passage.id in group:
            raise RetrievalError(f"Two passages have the id {passage.id!r}; section ids must be unique in a brochure.")
        group[passage.id] = passage
    return {key: tuple(groups[key][ident] for ident in sorted(groups[key])) for key in sorted(groups)}


@contextmanager
def _lock(root: Path) -> Iterator[None]:
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


def _discard(folder: Path) -> None:
    """Remove a folder whose name must be free at once."""
    grave = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent))
    folder.rename(grave / folder.name)
    shutil.rmtree(grave, ignore_errors=True)


def _build(
    folder: Path,
    digest: str,
    grouped: Mapping[tuple[str, str], Sequence[Passage]],
    embedder: Embedder,
    progress: Progress,
) -> None:
    total = sum(map(len, grouped.values()))
    done = 0
    made = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent))
    collections: dict[str, dict[str, Any]] = {}
    client = _client(made / "chroma")
    try:
        progress(done, total)
        for number, ((scheme, language), passages) in enumerate(grouped.items()):
            name = _collection_name(number, language)
            collection = client.create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "ip"}},  # all vectors have length 1
                metadata={"scheme": scheme, "language": language},
            )
            parts = []
            for start in range(0, len(passages), _BATCH):
                batch = passages[start : start + _BATCH]
                texts = [passage.searchable for passage in batch]
                vectors = np.asarray(embedder.embed_documents(texts), dtype=np.float32)
                collection.add(
                    ids=[passage.id for passage in batch],
                    embeddings=vectors,
                    documents=[passage.text for passage in batch],
                    metadatas=[_metadata(passage) for passage in batch],
                )
                parts.append(vectors)
                done += len(batch)
                progress(done, total)
            LexicalIndex.build([tokenize(passage.searchable, language) for passage in passages]).save(made / name)
            collections[name] = {
                "scheme": scheme,
                "language": language,
                "count": len(passages),
                "vectors": vectors_digest(np.concatenate(parts)),
                "files": _file_digests(made / name),
            }
    finally:
        client.close()
    manifest = {"format": _FORMAT, "digest": digest, "collections": collections}
    (made / _MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    made.rename(folder)


def _load(folder: Path, grouped: Mapping[tuple[str, str], Sequence[Passage]]) -> tuple[Shard, ...]:
    """Read and verify the index in `folder`.

    Raises:
        IndexDamagedError: a part is missing or is not what was built.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        collections: dict[str, dict[str, Any]] = manifest["collections"]
        expected = {(entry["scheme"], entry["language"]): int(entry["count"]) for entry in collections.values()}
        whole = manifest["digest"] == folder.name and all(
            _file_digests(folder / name) == entry["files"] for name, entry in collections.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(f"{folder}: its manifest or a file cannot be read ({error}).") from error
    if not whole or expected != {key: len(passages) for key, passages in grouped.items()}:
        raise IndexDamagedError(f"{folder}: its files are not those that were built.")
    if not (folder / "chroma" / "chroma.sqlite3").is_file():
        raise IndexDamagedError(f"{folder}: the vectors are missing.")
    client = _client(folder / "chroma")
    try:
        shards = []
        for name, entry in collections.items():
            key = (entry["scheme"], entry["language"])
            lexical_index = LexicalIndex.load(folder / name, len(grouped[key]))
            collection = client.get_collection(name, embedding_function=None)
            shards.append(Shard.read(grouped[key], lexical_index, collection, entry["vectors"]))
    except IndexDamagedError:
        client.close()
        raise
    except Exception as error:  # Chroma and its Rust core raise many kinds for a broken file
        client.close()
        raise IndexDamagedError(f"{folder}: the vectors cannot be read ({error}).") from error
    if not any(shard.needs_collection for shard in shards):
        client.close()
    return tuple(shards)


def _client(path: Path) -> Any:
    try:
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))
    except Exception as error:  # as above
        raise IndexDamagedError(f"{path}: Chroma cannot open it ({error}).") from error


def _collection_name(number: int, language: str) -> str:
    # Not the scheme's name: Chroma restricts signs and length, and a scheme's name may be in Japanese.
    return f"scheme-{number:04d}-{language}"


def _metadata(passage: Passage) -> dict[str, str | int]:
    return {
        "scheme": passage.scheme,
        "document": passage.document,
        "section": passage.section,
        "page": passage.page,
        "language": passage.language,
        "title": passage.title,
    }


def _file_digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
