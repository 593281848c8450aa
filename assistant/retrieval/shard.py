"""One scheme in one language, ready to be searched."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.narrowing import EVERYTHING, Narrowed
from assistant.errors import IndexDamagedError
from assistant.language.tokens import Tokens
from assistant.retrieval.lexical import LexicalEvidence, LexicalIndex
from assistant.retrieval.passages import Passage

EXACT_LIMIT = 20_000
"""Passages up to which each is compared with a question; beyond, only those that words or Chroma's graph propose."""

NEAREST = 200
"""Passages nearest in meaning that are asked of Chroma where not all are compared."""

WORDED = 100
"""Passages that share most words with the question, which are compared besides."""

CENTRE = "centre"
"""In what an index says of a collection: the mean of its vectors, whose product with a question is the mean cosine."""

_PAGE = 5_000

_log = logging.getLogger(__name__)

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What words and meaning tell about the passages of a shard that come into question.

    `rows` are the places of these passages; `shares` and `cosines` are theirs, in this order. `mean` is the mean cosine
    over all `count` passages of the shard, and `best` the highest BM25 of any.
    """

    rows: NDArray[np.int64]
    shares: NDArray[np.float64]
    cosines: NDArray[np.float64]
    mean: float
    count: int
    best: float


class Shard:
    """The passages of one scheme and language, sorted by id, with both their indexes."""

    def __init__(
        self,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        collection: Any,
        vectors: Vector | None,
        centre: Sequence[float] = (),
    ) -> None:
        self.passages = tuple(passages)
        self.scheme = passages[0].scheme
        self.language = passages[0].language
        self.lexical = lexical
        self._collection = collection
        self._vectors = vectors
        self._centre = np.asarray(centre)
        self._all = np.arange(len(self.passages))
        self._of_document = _places(passage.document for passage in passages)
        self._of_section = _places(passage.section for passage in passages)
        self._rows = {passage.id: row for row, passage in enumerate(self.passages)}
        self.lapses = 0
        """How often Chroma did not answer."""

    @classmethod
    def read(
        cls,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        collection: Any,
        entry: Mapping[str, Any],
        limit: int = EXACT_LIMIT,
    ) -> Shard:
        """Take over a collection of Chroma, and its vectors when there are at most `limit`.

        Args:
            entry: what the index says of the collection.

        Raises:
            IndexDamagedError: the collection does not hold the vectors that were stored.
        """
        if collection.count() != len(passages):
            raise IndexDamagedError(f"The collection of {passages[0].scheme} does not hold {len(passages)} vectors.")
        if len(passages) > limit:
            return cls(passages, lexical, collection, None, entry[CENTRE])
        ids, vectors = stored_vectors(collection)
        known = ids == [passage.id for passage in passages]
        if not known or vectors_digest(vectors) != entry["vectors"]:
            raise IndexDamagedError(f"The vectors of {passages[0].scheme} are not those that were stored.")
        return cls(passages, lexical, collection, vectors)

    @property
    def vectors(self) -> Vector | None:
        """The vectors of the passages where all are compared; else searching asks Chroma, whose client must stay open."""
        return self._vectors

    def evidence(self, question: Tokens, vector: Vector, narrowed: Narrowed = EVERYTHING) -> Evidence:
        """What tells for each passage, or in a large shard for those that words or meaning propose.

        Args:
            vector: of the question, of length 1. narrowed: the part of the passages that comes into question.
        """
        words = self.lexical.score(question)
        kept = self._kept(narrowed)
        if kept is not None:
            words = LexicalEvidence(np.where(kept, words.scores, 0.0), words.bound)
        best = float(words.scores.max())
        if self._vectors is not None:
            # Not a product of BLAS, whose threads wait for each other: on a busy machine for a hundred times as long.
            cosines = np.einsum("ij,j->i", self._vectors, vector).astype(np.float64)
            mean = float(cosines.mean())
            if kept is None:
                return Evidence(self._all, words.shares, cosines, mean, len(cosines), best)
            rows = np.flatnonzero(kept)
            return Evidence(rows, words.shares[rows], cosines[rows], mean, len(cosines), best)
        mean = float(self._centre @ vector)
        worded = np.argpartition(words.scores, -WORDED)[-WORDED:] if len(self._all) > WORDED else self._all
        worded = worded[words.scores[worded] > 0]
        found = self._proposed(worded, vector, narrowed.documents)
        if found is None:
            found = dict.fromkeys(worded.tolist(), mean)
        if kept is not None:
            found = {row: cosine for row, cosine in found.items() if kept[row]}
        rows = np.fromiter(found, dtype=np.int64, count=len(found))
        return Evidence(rows, words.shares[rows], np.array([*found.values()]), mean, len(self._all), best)

    def _kept(self, narrowed: Narrowed) -> NDArray[np.bool_] | None:
        """Which passages come into question; None for all."""
        if narrowed == EVERYTHING:
            return None
        kept = np.full(len(self._all), narrowed.documents is None)
        for document in narrowed.documents or ():
            kept[self._of_document.get(document, [])] = True
        for scheme, section in narrowed.left_out:
            if scheme == self.scheme:
                kept[self._of_section.get(section, [])] = False
        return kept

    def _proposed(
        self, worded: NDArray[np.int64], vector: Vector, documents: frozenset[str] | None
    ) -> dict[int, float] | None:
        """The cosines of the passages nearest to a question and of those that share most words with it.

        None where a server does not answer, which the log then says: words alone decide.
        """
        count = min(NEAREST, len(self._all))
        try:
            where = None if documents is None else {"document": {"$in": sorted(documents)}}
            near = self._collection.query(
                query_embeddings=[vector], n_results=count, where=where, include=["distances"]
            )
            found = {self._rows[i]: 1.0 - d for i, d in zip(near["ids"][0], near["distances"][0], strict=True)}
            others = [self.passages[row].id for row in worded.tolist() if row not in found]
            if others:
                stored = self._collection.get(ids=others, include=["embeddings"])
                cosines = np.asarray(stored["embeddings"], dtype=np.float32) @ vector
                found |= zip(map(self._rows.__getitem__, stored["ids"]), cosines.tolist(), strict=True)
        except Exception as error:  # of httpx or of Chroma, as far as the server got
            self.lapses += 1
            _log.warning("Chroma does not answer; passages of %s are found by words alone: %s", self.scheme, error)
            return None
        return found


def _places(names: Iterable[str]) -> dict[str, NDArray[np.int64]]:
    """The places at which each name stands."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(name, []).append(place)
    return {name: np.array(places) for name, places in found.items()}


def vectors_digest(vectors: Vector) -> str:
    """A digest of the vectors, in their order."""
    return hashlib.sha256(np.ascontiguousarray(vectors, dtype="<f4").tobytes()).hexdigest()


def stored_vectors(collection: Any) -> tuple[list[str], Vector]:
    """The ids of a collection of Chroma, sorted, and their vectors, shape (passages, dimensions)."""
    ids: list[str] = []
    pages: list[Vector] = []
    while (page := collection.get(include=["embeddings"], limit=_PAGE, offset=len(ids)))["ids"]:
        ids += page["ids"]
        pages.append(np.asarray(page["embeddings"], dtype=np.float32))
    order = np.argsort(np.asarray(ids))
    vectors = np.concatenate(pages) if pages else np.zeros((0, 0), dtype=np.float32)
    return [ids[row] for row in order], vectors[order]
