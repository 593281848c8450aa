"""Search the brochures: the one object that the rest of the assistant uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.brochure import Section
from assistant.corpus.narrowing import EVERYTHING, Narrowed
from assistant.errors import RetrievalError
from assistant.language.tokens import Tokens, language_of, tokenize
from assistant.retrieval.embedding import Embedder, load_embedder
from assistant.retrieval.filling import Progress
from assistant.retrieval.folding import says_the_same
from assistant.retrieval.fusion import Fusion, standardise, with_grounds
from assistant.retrieval.index import built_at, open_plan
from assistant.retrieval.likeness import groups
from assistant.retrieval.passages import Passage, split_sections
from assistant.retrieval.plan import Plan
from assistant.retrieval.reranking import DEPTH, Reranker, load_reranker
from assistant.retrieval.shard import Shard

if TYPE_CHECKING:
    from assistant.retrieval.retriever import PassageRetriever

ROUNDING = 6
"""Decimals of a score; passages that differ by less are tied and ordered by id."""

CONSIDERED = 100
"""Sections that are found by their text before other evidence is added."""

HEAD = 50
"""Passages that are sorted at once: several may belong to one section, and few sections are asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score between 0 and 1, comparable over questions and
    schemes; `also` are passages of other documents or editions that say the same."""

    passage: Passage
    score: float
    also: tuple[Passage, ...] = ()


class Retrieval:
    """Passages of all brochures, searched by words and by meaning. Safe to use from several threads."""

    def __init__(
        self,
        shards: Sequence[Shard],
        embedder: Embedder,
        fusion: Fusion | None = None,
        reranker: Reranker | None = None,
        read: Callable[[str, str], Tokens] = tokenize,
    ) -> None:
        """Search these shards; `read` gives the tokens of a question that are looked for, of its text and language."""
        self._shards = tuple(shards)
        self._read = read
        self._embedder = embedder
        self._fusion = fusion or Fusion()
        self._reranker = reranker
        self._passages = {passage.id: passage for shard in self._shards for passage in shard.passages}
        self._of_scheme: dict[str, list[Shard]] = {}
        for shard in self._shards:
            self._of_scheme.setdefault(shard.scheme, []).append(shard)
        self.schemes = tuple(sorted(self._of_scheme))
        """The schemes that can be searched."""
        self.built: float | None = None
        """When the index was built, in seconds since 1970; None where nobody knows."""

    @classmethod
    def open(
        cls,
        sections: Iterable[Section],
        data_dir: Path,
        embedding: str | Embedder | None = None,
        progress: Progress | None = None,
        chroma_url: str | None = None,
        reranker: str | Reranker | None = None,
    ) -> Retrieval:
        """Open the index of these sections below `data_dir`, building it when there is none or it is damaged.

        Args:
            sections: of all schemes and languages. data_dir: folder for derived data; the index is below
            `index/` in it. embedding: None for the built-in model, the folder or name of another, or an
            embedding itself. progress: told (passages done, passages in all) while an index is built; not
            called when one is there. chroma_url: the address of a Chroma server that keeps the vectors, None for the
            embedded Chroma. reranker: the folder or name of a cross-encoder, or what takes its place; None for none.

        Raises:
            EmbeddingError: the embedding or the reranker cannot be loaded.
            RetrievalError: there are no sections, the data folder cannot be written, or a Chroma server that is set does
            not answer.
        """
        passages = split_sections(sections)
        if not passages:
            raise RetrievalError("There is no text to search: no section of any brochure was given.")
        embedder = load_embedder(embedding) if embedding is None or isinstance(embedding, str) else embedding
        second = load_reranker(reranker) if reranker is None or isinstance(reranker, str) else reranker
        plan = Plan.of(passages, embedder, Path(data_dir), chroma_url)
        found = cls(open_plan(plan, progress), embedder, reranker=second)
        found.built = built_at(plan)
        return found

    @property
    def embedding(self) -> str:
        """The identity of the embedding that is searched with."""
        return self._embedder.identity

    @property
    def lapses(self) -> int:
        """How often meaning could not be looked for, as Chroma did not answer: what was found then is not all there is."""
        return sum(shard.lapses for shard in self._shards)

    def alike(self, texts: Sequence[str]) -> list[list[int]]:
        """The places of texts that are alike, in the order of the first of each group."""
        return groups(self._embedder, texts)

    def search(
        self,
        query: str,
        k: int = 5,
        scheme: str | None = None,
        language: str | None = None,
        *,
        grounds: Mapping[tuple[str, str], float] | None = None,
        folded: bool = True,
        narrowed: Narrowed = EVERYTHING,
    ) -> list[Hit]:
        """The best passages for a question, at most one a section, best first; the order is the same every
        time. What says the same in several documents is found once.

        Args:
            query: a question or keywords; an empty one finds nothing. k: most hits returned. scheme: search
            this scheme alone, else all. language: "ja" or "en", else that of the question. A scheme that has
            no text in it is searched in the language it has. grounds: evidence beside the text, by scheme and
            section, 0 to 1. folded: without it a section may be found with several passages. narrowed: the part of the
            brochures that is searched.

        Raises:
            RetrievalError: `k` is below 1, or the scheme is not known.
        """
        if k < 1:
            raise RetrievalError(f"The number of passages must be at least 1, not {k}.", field="k")
        if scheme is not None and scheme not in self._of_scheme:
            raise RetrievalError(
                f"There is no brochure of {scheme!r}; there are {', '.join(self.schemes)}.", field="scheme"
            )
        shards = self._in_scope(scheme, language or language_of(query))
        most = max(k, CONSIDERED) if grounds else k
        best: dict[tuple[str, ...], Hit] = {}
        seen: set[tuple[str, ...]] = set()
        for hit in self._ranked(query, shards, narrowed):
            key = (hit.passage.scheme, hit.passage.section) if folded else (hit.passage.id,)
            if key in seen:
                continue
            seen.add(key)
            twin = next((key for key, other in best.items() if says_the_same(hit.passage, other.passage)), None)
            if twin is not None:
                best[twin] = replace(best[twin], also=(*best[twin].also, hit.passage))
            elif len(best) == most:
                break
            else:
                best[key] = hit
        if grounds and best:
            return self._grounded(best.values(), grounds, shards, narrowed)[:k]
        return list(best.values())

    def passage(self, ident: str) -> Passage | None:
        """The passage with this id, such as a neighbour of one that was found."""
        return self._passages.get(ident)

    def as_retriever(self, k: int = 5, scheme: str | None = None, language: str | None = None) -> PassageRetriever:
        """A LangChain retriever over the same search."""
        from assistant.retrieval.retriever import PassageRetriever

        return PassageRetriever(retrieval=self, k=k, scheme=scheme, language=language)

    def _grounded(
        self,
        found: Iterable[Hit],
        grounds: Mapping[tuple[str, str], float],
        shards: Sequence[Shard],
        narrowed: Narrowed,
    ) -> list[Hit]:
        """Hits with the other evidence added, best first; sections for which there is that evidence alone are among them."""
        texts = {(hit.passage.scheme, hit.passage.section): hit for hit in found}
        shown = {(each.scheme, each.section) for hit in texts.values() for each in hit.also}
        for shard in shards:
            for scheme, section in grounds:
                first = self._firsts.get((shard.scheme, section, shard.language)) if scheme == shard.scheme else None
                if first is not None and (scheme, section) not in shown and narrowed.keeps(first):
                    texts.setdefault((scheme, section), Hit(first, 0.0))
        scored = [
            replace(hit, score=round(with_grounds(hit.score, grounds.get(key, 0.0)), ROUNDING))
            for key, hit in texts.items()
        ]
        return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))

    @cached_property
    def _firsts(self) -> dict[tuple[str, str, str], Passage]:
        """The first passage of each section, by scheme, section and language."""
        found: dict[tuple[str, str, str], Passage] = {}
        for shard in self._shards:
            for passage in shard.passages:
                if passage.previous is None:
                    found.setdefault((passage.scheme, passage.section, passage.language), passage)
        return found

    def _in_scope(self, scheme: str | None, language: str) -> list[Shard]:
        chosen: list[Shard] = []
        for name in self.schemes if scheme is None else (scheme,):
            shards = self._of_scheme[name]
            chosen += [shard for shard in shards if shard.language == language] or shards
        return chosen

    def _ranked(self, query: str, shards: Sequence[Shard], narrowed: Narrowed) -> Iterator[Hit]:
        """Passages with any evidence, best first, ties by id; none for a question that has no word in its own language."""
        own = language_of(query)
        tokens = {own: self._read(query, own)}
        if not tokens[own].words:
            return
        tokens |= {language: self._read(query, language) for language in {shard.language for shard in shards} - {own}}
        vector = np.asarray(self._embedder.embed_query(query), dtype=np.float32)
        evidence = [shard.evidence(tokens[shard.language], vector, narrowed) for shard in shards]
        mean = sum(each.mean * each.count for each in evidence) / sum(each.count for each in evidence)
        fused = self._fusion.combine(
            np.concatenate([each.shares for each in evidence]),
            standardise(np.concatenate([each.cosines for each in evidence]), mean),
            max(each.best for each in evidence),
        ).round(ROUNDING)
        found = _best_first(fused, shards, [each.rows for each in evidence])
        if self._reranker is not None:
            head = list(islice(found, DEPTH))
            order = self._reranker.rank(query, [hit.passage for hit in head])
            yield from (Hit(head[place].passage, hit.score) for hit, place in zip(head, order, strict=True))
        yield from found


def _best_first(
    fused: NDArray[np.float64], shards: Sequence[Shard], rows: Sequence[NDArray[np.int64]]
) -> Iterator[Hit]:
    """Hits in order, sorting only as many as are likely to be asked for, and the rest when it is."""
    starts = np.cumsum([0, *map(len, rows)])

    def hit(place: int) -> Hit:
        number = int(np.searchsorted(starts, place, side="right")) - 1
        return Hit(shards[number].passages[rows[number][place - starts[number]]], float(fused[place]))

    least = float(np.partition(fused, -HEAD)[-HEAD]) if len(fused) > HEAD else 0.0
    for part in ((fused > 0) & (fused >= least), (fused > 0) & (fused < least)):
        yield from sorted(
            (hit(int(place)) for place in np.flatnonzero(part)), key=lambda each: (-each.score, each.passage.id)
        )
