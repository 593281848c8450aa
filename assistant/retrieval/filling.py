"""Fill an index: cut the passages of each scheme and language into words, and give their vectors to Chroma.

Cutting takes longest and lets other threads run meanwhile, so that it is done ahead of the rest, by as many threads as
there are processors. What was cut is at once turned into numbers: the words of 100,000 passages would take gigabytes.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.language.tokens import Tokens, tokenize
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.lexical import LexicalBuilder
from assistant.retrieval.passages import Passage
from assistant.retrieval.plan import Plan
from assistant.retrieval.reuse import TEXTS, text_digest
from assistant.retrieval.shard import CENTRE, vectors_digest
from assistant.retrieval.stores import USED, Entries

Progress = Callable[[int, int], None]
"""Told how many passages of how many are indexed."""

Known = Mapping[bytes, NDArray[np.float32]]
"""Vectors of an earlier index, by the digest of their text."""

_EFFORT = 50
"""Neighbours that Chroma looks at for each vector that it adds. Twice as many take half as long again, and of the ten nearest
of 8,000 vectors the 200 proposed hold 99.9% with these, all with those."""

_BATCH = 256
_AHEAD = 2
"""Batches a thread that wait to be taken, at most."""


def fill_words(passages: Sequence[Passage], folder: Path) -> None:
    """Write what is searched by words, for passages whose vectors are stored already."""
    builder = LexicalBuilder()
    digests: list[bytes] = []
    for batch in _cut(passages):
        for each in batch.tokens:
            builder.add(each)
        digests += map(text_digest, batch.texts)
    _write(builder, digests, folder)


def fill(client: Any, plan: Plan, made: Path, known: Known, progress: Progress) -> Entries:
    """Write a collection for each scheme and language, and in `made` a folder of its name for what is searched by words.

    Texts whose vectors are not known are embedded. Returns what the index says of each collection, by its name.
    """
    done, total = 0, plan.count
    progress(done, total)
    prefix = plan.store.prefix(plan.digest)
    entries: dict[str, dict[str, Any]] = {}
    for number, ((scheme, language), passages) in enumerate(plan.grouped.items()):
        name = f"{prefix}{number:04d}-{language}"
        collection = client.create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "ip", "ef_construction": _EFFORT}},  # all vectors have length 1
            metadata={"scheme": scheme, "language": language, USED: int(time.time())},
        )
        builder = LexicalBuilder()
        digests: list[bytes] = []
        parts = []
        for batch in _cut(passages):
            for each in batch.tokens:
                builder.add(each)
            of_batch = [text_digest(text) for text in batch.texts]
            digests += of_batch
            vectors = _vectors(batch.texts, of_batch, plan.embedder, known)
            # Texts and titles stay with the passages: Chroma would index them too, at twice the cost of the vectors.
            collection.add(
                ids=[passage.id for passage in batch.passages],
                embeddings=vectors,
                metadatas=[{"document": passage.document} for passage in batch.passages],
            )
            parts.append(vectors)
            done += len(batch.passages)
            progress(done, total)
        _write(builder, digests, made / name)
        vectors = np.concatenate(parts)
        entries[name] = {
            "scheme": scheme,
            "language": language,
            "count": len(passages),
            "vectors": vectors_digest(vectors),
            CENTRE: vectors.mean(axis=0, dtype=np.float64).tolist(),
        }
    return entries


@dataclass(frozen=True, slots=True)
class _Batch:
    """Passages, the text of each as both indexes read it, and its tokens."""

    passages: Sequence[Passage]
    texts: list[str]
    tokens: list[Tokens]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> _Batch:
        texts = [passage.searchable for passage in passages]
        return cls(passages, texts, [tokenize(t, p.language) for t, p in zip(texts, passages, strict=True)])


def _cut(passages: Sequence[Passage]) -> Iterator[_Batch]:
    """The passages in batches, in order; cut by threads, a little ahead of who takes them."""
    threads = os.cpu_count() or 1
    waiting: deque[Future[_Batch]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for start in range(0, len(passages), _BATCH):
                waiting.append(pool.submit(_Batch.of, passages[start : start + _BATCH]))
                if len(waiting) > threads * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for batch in waiting:
                batch.cancel()


def _vectors(texts: Sequence[str], digests: Sequence[bytes], embedder: Embedder, known: Known) -> NDArray[np.float32]:
    found = [known.get(digest) for digest in digests]
    missing = [row for row, vector in enumerate(found) if vector is None]
    if missing:
        new = np.asarray(embedder.embed_documents([texts[row] for row in missing]), dtype=np.float32)
        for row, vector in zip(missing, new, strict=True):
            found[row] = vector
    return np.stack([vector for vector in found if vector is not None])


def _write(builder: LexicalBuilder, digests: Sequence[bytes], folder: Path) -> None:
    builder.build().save(folder)
    (folder / TEXTS).write_bytes(b"".join(digests))
