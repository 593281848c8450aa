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

_BATCH = 256
_AHEAD = 2
"""Batches a thread that wait to be taken, at most."""


def fill_words(passages: Sequence[Passage], folder: Path) -> None:
    """Write what is searched by words, for passages whose vectors are stored already."""
    builder = LexicalBuilder()
    for _, tokens in _cut(passages):
        for each in tokens:
            builder.add(each)
    _write(builder, passages, folder)


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
            configuration={"hnsw": {"space": "ip"}},  # all vectors have length 1
            metadata={"scheme": scheme, "language": language, USED: int(time.time())},
        )
        builder = LexicalBuilder()
        parts = []
        for batch, tokens in _cut(passages):
            for each in tokens:
                builder.add(each)
            vectors = _vectors(batch, plan.embedder, known)
            # Texts and titles stay with the passages: Chroma would index them too, at twice the cost of the vectors.
            collection.add(
                ids=[passage.id for passage in batch],
                embeddings=vectors,
                metadatas=[{"document": passage.document} for passage in batch],
            )
            parts.append(vectors)
            done += len(batch)
            progress(done, total)
        _write(builder, passages, made / name)
        vectors = np.concatenate(parts)
        entries[name] = {
            "scheme": scheme,
            "language": language,
            "count": len(passages),
            "vectors": vectors_digest(vectors),
            CENTRE: vectors.mean(axis=0, dtype=np.float64).tolist(),
        }
    return entries


def _cut(passages: Sequence[Passage]) -> Iterator[tuple[Sequence[Passage], list[Tokens]]]:
    """The passages in batches, in order, with the tokens of each; cut by threads, a little ahead of who takes them."""
    batches = (passages[start : start + _BATCH] for start in range(0, len(passages), _BATCH))
    threads = os.cpu_count() or 1
    waiting: deque[tuple[Sequence[Passage], Future[list[Tokens]]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(_tokens, batch)))
                if len(waiting) > threads * _AHEAD:
                    first, cut = waiting.popleft()
                    yield first, cut.result()
            while waiting:
                first, cut = waiting.popleft()
                yield first, cut.result()
        finally:
            for _, cut in waiting:
                cut.cancel()


def _tokens(batch: Sequence[Passage]) -> list[Tokens]:
    return [tokenize(passage.searchable, passage.language) for passage in batch]


def _vectors(batch: Sequence[Passage], embedder: Embedder, known: Known) -> NDArray[np.float32]:
    found = [known.get(text_digest(passage)) for passage in batch]
    missing = [row for row, vector in enumerate(found) if vector is None]
    if missing:
        new = np.asarray(embedder.embed_documents([batch[row].searchable for row in missing]), dtype=np.float32)
        for row, vector in zip(missing, new, strict=True):
            found[row] = vector
    return np.stack([vector for vector in found if vector is not None])


def _write(builder: LexicalBuilder, passages: Sequence[Passage], folder: Path) -> None:
    builder.build().save(folder)
    (folder / TEXTS).write_bytes(b"".join(map(text_digest, passages)))
