"""One scheme in one language, ready to be searched."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamagedError
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import Passage

EXACT_LIMIT = 20_000
"""Passages up to which every vector is compared; beyond, Chroma's graph proposes candidates."""

CANDIDATES = 200
"""Nearest passages that are asked of Chroma where not every vector is compared."""


_PAGE = 5_000

_log = logging.getLogger(__name__)


class Shard:
    """The passages of one scheme and language, sorted by id, with both their indexes."""

    def __init__(
        self,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        collection: Any,
        vectors: NDArray[np.float32] | None,
    ) -> None:
        self.passages = tuple(passages)
        self.scheme = passages[0].scheme
        self.language = passages[0].language
        self.lexical = lexical
        self._collection = collection
        self._vectors = vectors
        self._rows = {passage.id: row for row, passage in enumerate(self.passages)}

    @classmethod
    def read(
        cls,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        collection: Any,
        digest: str,
        limit: int = EXACT_LIMIT,
    ) -> Shard:
        """Take over a collection of Chroma, and its vectors when there are at most `limit`.

        Raises:
            IndexDamagedError: the collection does not hold the vectors that were stored.
        """
        if collection.count() != len(passages):
            raise IndexDamagedError(f"The collection of {passages[0].scheme} does not hold {len(passages)} vectors.")
        if len(passages) > limit:
            return cls(passages, lexical, collection, None)
        ids, vectors = stored_vectors(collection)
        known = ids == [passage.id for passage in passages]
        if not known or vectors_digest(vectors) != digest:
            raise IndexDamagedError(f"The vectors of {passages[0].scheme} are not those that were stored.")
        return cls(passages, lexical, collection, vectors)

    @property
    def needs_collection(self) -> bool:
        """Whether searching asks Chroma, so that its client must stay open."""
        return self._vectors is None

    def cosines(self, question: NDArray[np.float32]) -> NDArray[np.float64]:
        """The cosine of each passage with a question's vector of length 1.

        Where Chroma proposes candidates, the others get the lowest of theirs: they are no nearer than that. A server
        that does not answer leaves all of them alike, so that words alone decide, and says so in the log.
        """
        if self._vectors is not None:
            return np.asarray(self._vectors @ question, dtype=np.float64)
        count = min(CANDIDATES, len(self.passages))
        try:
            found = self._collection.query(query_embeddings=[question], n_results=count, include=["distances"])
        except Exception as error:  # of httpx or of Chroma, as far as the server got
            _log.warning("Chroma does not answer; passages of %s are found by words alone: %s", self.scheme, error)
            return np.zeros(len(self.passages))
        near = 1.0 - np.asarray(found["distances"][0], dtype=np.float64)
        cosines = np.full(len(self.passages), near.min() if len(near) else 0.0)
        cosines[[self._rows[ident] for ident in found["ids"][0]]] = near
        return cosines


def vectors_digest(vectors: NDArray[np.float32]) -> str:
    """A digest of the vectors, in their order."""
    return hashlib.sha256(np.ascontiguousarray(vectors, dtype="<f4").tobytes()).hexdigest()


def stored_vectors(collection: Any) -> tuple[list[str], NDArray[np.float32]]:
    """The ids of a collection of Chroma, sorted, and their vectors, shape (passages, dimensions)."""
    ids: list[str] = []
    pages: list[NDArray[np.float32]] = []
    while (page := collection.get(include=["embeddings"], limit=_PAGE, offset=len(ids)))["ids"]:
        ids += page["ids"]
        pages.append(np.asarray(page["embeddings"], dtype=np.float32))
    order = np.argsort(np.asarray(ids))
    vectors = np.concatenate(pages) if pages else np.zeros((0, 0), dtype=np.float32)
    return [ids[row] for row in order], vectors[order]
