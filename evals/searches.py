"""Retrieval alone: questions in a person's own words against the sections that answer them, with `ir-measures`.

Three rankings of the same passages are compared: by words alone, by meaning alone, and fused, as the assistant searches.
A section counts once, by its best passage, as in `assistant.retrieval`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.corpus.brochure import Section
from assistant.corpus.loader import Corpus
from assistant.settings import Settings
from evals.metrics import CUTS, SEARCHED
from evals.outcomes import Outcome
from evals.records import Search
from evals.slicing import slices_of

if TYPE_CHECKING:
    from assistant.language.tokens import Tokens
    from assistant.retrieval import Retrieval

_JUDGED_AT = 5
"""Sections that a person would look at: a search is right when one that answers is among them."""


PARTS = {"-groups": "=", "-kanji": "#", "-cuts": "~", "-pairs": "+", "-readings": ""}
"""What search by words looks for beside words, by the name of the ranking that does without it, and the sign of its tokens:
synonym groups, single kanji, pieces of words, pairs of words, and words by their reading (which have no sign)."""


def rankings(corpus: Corpus, settings: Settings) -> dict[str, Retrieval]:
    """The index of this corpus behind each of the three rankings.

    Raises:
        RetrievalError: the index cannot be built.
    """
    return rankings_over(corpus.sections, settings)


def rankings_over(sections: Sequence[Section], settings: Settings, *, parts: bool = False) -> dict[str, Retrieval]:
    """The index of these sections behind each of the three rankings; with `parts`, also without each of the `PARTS`.

    Raises:
        RetrievalError: the index cannot be built.
    """
    from assistant.retrieval import Retrieval
    from assistant.retrieval.embedding import load_embedder
    from assistant.retrieval.fusion import Fusion, Scores
    from assistant.retrieval.index import open_index
    from assistant.retrieval.passages import split_sections
    from assistant.retrieval.reranking import load_reranker

    @dataclass(frozen=True, slots=True)
    class LexicalAlone(Fusion):
        def combine(self, lexical: Scores, dense: Scores, bm25: float) -> Scores:
            return lexical

    @dataclass(frozen=True, slots=True)
    class DenseAlone(Fusion):
        def combine(self, lexical: Scores, dense: Scores, bm25: float) -> Scores:
            return dense

    embedder = load_embedder(settings.embedding)
    shards = open_index(split_sections(sections), embedder, settings.data_dir)
    fusions = {"lexical": LexicalAlone(), "dense": DenseAlone(), "fused": Fusion()}
    second = load_reranker(settings.reranker)
    ways = {how: Retrieval(shards, embedder, fusions[how], second if how == "fused" else None) for how in SEARCHED}
    if parts:
        ways |= {part: Retrieval(shards, embedder, Fusion(), second, without(part)) for part in PARTS}
    return ways


def without(part: str) -> Callable[[str, str], Tokens]:
    """Reads a question without one of the `PARTS`: what is not looked for counts as little as what is not indexed."""
    from assistant.language.tokens import tokenize

    def read(text: str, language: str) -> Tokens:
        found = tokenize(text, language)
        if not PARTS[part]:
            return replace(found, kana=())
        return replace(found, weak=tuple(token for token in found.weak if token[0] != PARTS[part]))

    return read


def found_sections(retrieval: Retrieval, search: Search) -> list[str]:
    """The sections that a search finds, best first, as "scheme/section"."""
    hits = retrieval.search(search.question, max(CUTS), search.scheme, search.lang)
    return [f"{hit.passage.scheme}/{hit.passage.section}" for hit in hits]


def judge_searches(dataset: str, searches: Sequence[Search], ways: Mapping[str, Retrieval]) -> list[Outcome]:
    """Judge every search in each of the rankings."""
    shares: dict[str, dict[str, tuple[float, int]]] = defaultdict(dict)
    found: dict[str, list[str]] = {}
    for how, retrieval in ways.items():
        ranked = {search.id: found_sections(retrieval, search) for search in searches}
        for ident, name, value in metrics_of(searches, ranked):
            shares[ident][f"{name}/{how}"] = (value, 1)
        found = ranked
    outcomes = []
    for search in searches:
        right = shares[search.id][f"success@{_JUDGED_AT}/fused"][0] == 1
        first = ", ".join(found[search.id][:_JUDGED_AT]) or "nothing"
        problem = f"search: found {first}; want one of {', '.join(search.sections)}"
        outcomes.append(
            Outcome(
                id=search.id,
                dataset=dataset,
                cluster=f"{search.scheme} {search.lang}",
                slices=slices_of(dataset, search),
                aspects={"answer": right},
                problems=() if right else (problem,),
                shares=shares[search.id],
            )
        )
    return outcomes


def metrics_of(searches: Sequence[Search], ranked: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, str, float]]:
    """Yield (search, metric, value), in the order of the searches: each metric of `CUTS`, `mrr` and `ndcg@10`."""
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    names: dict[Any, str] = {RR: "mrr", nDCG @ 10: "ndcg@10"}
    for k in CUTS:
        names |= {R @ k: f"recall@{k}", Success @ k: f"success@{k}"}
    gold = [ir_measures.Qrel(search.id, section, 1) for search in searches for section in search.sections]
    # The rank stands in for the score, so that equal scores keep the order in which the assistant shows them.
    run = [
        ir_measures.ScoredDoc(ident, section, float(-rank))
        for ident, sections in ranked.items()
        for rank, section in enumerate(sections)
    ]
    values = {(m.query_id, names[m.measure]): float(m.value) for m in ir_measures.iter_calc(list(names), gold, run)}
    for search in searches:
        for name in names.values():
            yield search.id, name, round(values.get((search.id, name), 0.0), 9)
