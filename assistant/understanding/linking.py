"""Link a message to statements: which of the things that the brochure says is this about?

Each statement is known by its name, aliases and example utterances. A message is compared with each utterance and
with all of a statement together by tf-idf over character and word n-grams and general ideas (cosine); a statement's
own patterns add to the score. Pure arithmetic over short sparse vectors, the same every time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.patterns import PatternSet, literal
from assistant.understanding.linking_tables import Linkable, Tables, grams, kind_weight, unit, unseen

# Weights of the parts of a score; patterns are written by hand and mean more than shared letters.
PATTERN_BONUS = 0.30
DOCUMENT_WEIGHT = 1.5
BEST_WEIGHT, NEXT_WEIGHT = 0.5, 0.65  # the best example, and the mean of the best three
SCALE = {"ja": 1.12, "en": 0.8}  # bigrams carry the grammar too, so that Japanese cosines run lower
REPLACING, BEATEN_FACTOR = 0.34, 0.98  # from which score on a link replaces those that it beats, and how far
OFF_TOPIC_FACTOR = 0.4  # for a message that is nearer to the background than to any statement

_KANA = re.compile(r"[ぁ-ヺ]")


@dataclass(frozen=True, slots=True)
class Link:
    """A linked thing with its score (0 to about 1.3); `pattern` says whether one of its patterns matched."""

    id: str
    score: float
    pattern: bool


class PatternHits:
    """Which things have a pattern that matches a text; shared by all that ask about the same text."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self._patterns = [(i, PatternSet(p, f"statement {i}")) for i, p in patterns.items() if p]
        self.of = lru_cache(maxsize=128)(self._of)

    def _of(self, text: str) -> frozenset[str]:
        # Circled item numbers are kept apart from plain ones; patterns of statements may mean either.
        plain = re.sub(r"〔(\d+)〕", r"\1", text)
        return frozenset(i for i, p in self._patterns if p.find(text) or (plain != text and p.find(plain)))


class Linker:
    """Scores messages against linkables; built once, used by all threads."""

    def __init__(
        self, things: Sequence[Linkable], hits: PatternHits | None = None, tables: Tables | None = None
    ) -> None:
        """Link to these things; where `tables` of theirs are at hand, their texts are not read."""
        tables = tables or Tables.of(things)
        self._things = [t.id for t in things]
        self._place = {t.id: i for i, t in enumerate(things)}
        self._beats = {t.id: t.beats for t in things if t.beats}
        self._hits = hits or PatternHits({t.id: t.patterns for t in things})
        self._feature: Mapping[str, int] = tables.place
        self._idf: list[float] = tables.idf.tolist()
        self._unseen = unseen(len(things))
        self._owners: list[int] = tables.owners.tolist()
        self._examples, self._documents = tables.examples, tables.documents
        self._linked = lru_cache(maxsize=32)(self._link)

    def link(self, text: str, k: int = 5) -> list[Link]:
        """The best `k` for a prepared text, best first; equal scores by id."""
        return self._linked(text)[:k]

    def _link(self, text: str) -> list[Link]:
        vector = unit(_bag(text), self._weight)
        known = [(self._feature[g], w) for g, w in vector.items() if g in self._feature]
        by_example = self._examples.times(known)
        by_document = self._documents.times(known)
        scale = SCALE["ja" if _KANA.search(text) else "en"]
        values: dict[int, list[float]] = {}
        for row, value in by_example.items():
            values.setdefault(self._owners[row], []).append(value)
        scores: dict[int, float] = {}
        for i in {*values, *by_document}:
            best = sorted(values.get(i, ()), reverse=True)[:3]
            near = BEST_WEIGHT * best[0] + NEXT_WEIGHT * sum(best) / 3 if best else 0.0
            scores[i] = scale * (near + DOCUMENT_WEIGHT * by_document.get(i, 0.0))
        result = []
        hits = {self._place[x] for x in self._hits.of(text)}
        beaten = {b for i in hits for b in self._beats.get(self._things[i], ())}
        count = len(self._things)
        off = max((v for i, v in by_document.items() if i >= count), default=0.0)
        about = max((v for i, v in by_document.items() if i < count), default=0.0)
        for i in (set(scores) | hits) & set(range(count)):
            bonus = PATTERN_BONUS if i in hits and self._things[i] not in beaten else 0.0
            score = scores.get(i, 0.0) + bonus
            if off > about:
                score *= OFF_TOPIC_FACTOR
            result.append(Link(self._things[i], round(score, 6), i in hits))
        result = self._replaced(result)
        return sorted(result, key=lambda x: (-x.score, x.id))

    def _replaced(self, links: Sequence[Link]) -> list[Link]:
        """Links with those that a likely link with a matching pattern `beats` put just behind it."""
        score = {x.id: x.score for x in links}
        for x in links:
            if x.pattern and x.score >= REPLACING:
                for other in self._beats.get(x.id, ()):
                    score[other] = min(score.get(other, 0.0), BEATEN_FACTOR * x.score)
        return [Link(x.id, round(score[x.id], 6), x.pattern) for x in links]

    def _weight(self, gram: str) -> float:
        known = self._feature.get(gram)
        return self._idf[known] if known is not None else self._unseen * kind_weight(gram)


@lru_cache(maxsize=32)
def _bag(text: str) -> Counter[str]:
    """The features of a text, which is linked to the statements of one scheme after the other."""
    return Counter(grams(text))


def names_as_patterns(names: Iterable[str]) -> tuple[str, ...]:
    """Plain names as patterns, those of at least three characters."""
    return tuple(literal(n) for n in names if len(n.strip()) >= 3)
