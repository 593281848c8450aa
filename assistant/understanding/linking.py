"""Link a message to statements: which of the things that the brochure says is this about?

Each statement is known by its name, aliases and example utterances. A message is compared with each utterance and
with all of a statement together by tf-idf over character and word n-grams and general ideas (cosine); a statement's
own patterns add to the score. Pure arithmetic over short sparse vectors, the same every time.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.patterns import PatternSet, literal
from assistant.understanding.concepts import concepts
from assistant.understanding.offtopic import OFF_TOPIC

_KEEP = re.compile(r"[a-z0-9ぁ-ゖァ-ヺー一-鿿〔〕%]+")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "be",
        "of",
        "to",
        "in",
        "on",
        "for",
        "and",
        "or",
        "do",
        "does",
        "did",
        "we",
        "our",
        "us",
        "i",
        "my",
        "you",
        "your",
        "it",
        "its",
        "this",
        "that",
        "what",
        "which",
        "who",
        "how",
        "when",
        "where",
        "can",
        "could",
        "would",
        "will",
        "should",
        "if",
        "with",
        "at",
        "by",
        "from",
        "as",
        "any",
        "there",
        "have",
        "has",
        "had",
        "not",
        "no",
        "so",
    ]
)

# Weights of the parts of a score; patterns are written by hand and mean more than shared letters.
PATTERN_BONUS = 0.30
DOCUMENT_WEIGHT = 1.5
BEST_WEIGHT, NEXT_WEIGHT = 0.5, 0.65  # the best example, and the mean of the best three
SCALE = {"ja": 1.12, "en": 0.8}  # bigrams carry the grammar too, so that Japanese cosines run lower
REPLACING, BEATEN_FACTOR = 0.34, 0.98  # from which score on a link replaces those that it beats, and how far
OFF_TOPIC_FACTOR = 0.4  # for a message that is nearer to the background than to any statement

# Weights of the features: an idea says more than letters; hiragana alone is mostly grammar; what no statement has
# ever said must not drown what is known.
CONCEPT_WEIGHT = 2.4
HIRAGANA_WEIGHT = 0.5
UNSEEN_WEIGHT = 0.3

_KANA = re.compile(r"[ぁ-ヺ]")
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")


@dataclass(frozen=True, slots=True)
class Linkable:
    """A thing to link to: its id, its texts (utterances, names), the text that answers, and its patterns."""

    id: str
    examples: tuple[str, ...]
    document: str
    patterns: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()


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

    def __init__(self, things: Sequence[Linkable], hits: PatternHits | None = None) -> None:
        self._things = list(things)
        self._place = {t.id: i for i, t in enumerate(things)}
        self._beats = {t.id: t.beats for t in things if t.beats}
        self._hits = hits or PatternHits({t.id: t.patterns for t in things})
        bags: list[tuple[int, Counter[str]]] = []
        for i, thing in enumerate(things):
            bags += [(i, Counter(grams(e))) for e in thing.examples]
        documents = [Counter(grams(" ".join((t.document, *t.examples)))) for t in things]
        # The background follows the things; its words count as seen in one thing only where no thing has them.
        for i, said in enumerate(OFF_TOPIC.values(), len(things)):
            bags += [(i, Counter(grams(e))) for e in said]
        behind = [Counter(grams(" ".join(said))) for said in OFF_TOPIC.values()]
        frequency: Counter[str] = Counter()
        for bag in documents:
            frequency.update(bag.keys())
        n = max(1, len(documents))
        for bag in behind:
            for gram in bag:
                frequency[gram] += gram not in frequency
        self._idf = {g: _kind_weight(g) * max(0.0, math.log((n + 1) / (f + 0.5))) for g, f in frequency.items()}
        self._unseen = UNSEEN_WEIGHT * math.log((n + 1) / 0.5)
        self._examples = _postings([(i, self._vector(b)) for i, b in bags])
        self._owners = [i for i, _ in bags]
        self._documents = _postings([(i, self._vector(b)) for i, b in enumerate((*documents, *behind))])

    def link(self, text: str, k: int = 5) -> list[Link]:
        """The best `k` for a prepared text, best first; equal scores by id."""
        vector = self._vector(Counter(grams(text)))
        by_example = _dot(vector, self._examples)
        by_document = _dot(vector, self._documents)
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
        beaten = {b for i in hits for b in self._things[i].beats}
        count = len(self._things)
        off = max((v for i, v in by_document.items() if i >= count), default=0.0)
        about = max((v for i, v in by_document.items() if i < count), default=0.0)
        for i in (set(scores) | hits) & set(range(count)):
            bonus = PATTERN_BONUS if i in hits and self._things[i].id not in beaten else 0.0
            score = scores.get(i, 0.0) + bonus
            if off > about:
                score *= OFF_TOPIC_FACTOR
            result.append(Link(self._things[i].id, round(score, 6), i in hits))
        result = self._replaced(result)
        return sorted(result, key=lambda x: (-x.score, x.id))[:k]

    def _replaced(self, links: Sequence[Link]) -> list[Link]:
        """Links with those that a likely link with a matching pattern `beats` put just behind it."""
        score = {x.id: x.score for x in links}
        for x in links:
            if x.pattern and x.score >= REPLACING:
                for other in self._beats.get(x.id, ()):
                    score[other] = min(score.get(other, 0.0), BEATEN_FACTOR * x.score)
        return [Link(x.id, round(score[x.id], 6), x.pattern) for x in links]

    def _vector(self, bag: Counter[str]) -> dict[str, float]:
        raw = {g: (1 + math.log(c)) * self._weight(g) for g, c in bag.items()}
        norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        return {g: v / norm for g, v in raw.items()}

    def _weight(self, gram: str) -> float:
        known = self._idf.get(gram)
        return known if known is not None else self._unseen * _kind_weight(gram)


def _kind_weight(gram: str) -> float:
    if gram.startswith("c:"):
        return CONCEPT_WEIGHT
    return HIRAGANA_WEIGHT if _HIRAGANA.fullmatch(gram) else 1.0


def grams(text: str) -> Iterable[str]:
    """Features of a prepared text: ideas, stems and parts of words in Latin, bigrams and trigrams in Japanese."""
    for name in concepts(text.lower()):
        yield f"c:{name}"
    for run in _KEEP.findall(text.lower()):
        if run[0].isascii():
            if run in _STOP:
                continue
            yield f"w:{_stem(run)}"
            for i in range(len(run) - 3):
                yield run[i : i + 4]
        else:
            for size in (2, 3):
                for i in range(len(run) - size + 1):
                    yield run[i : i + size]
            if len(run) == 1:
                yield run


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _postings(rows: list[tuple[int, dict[str, float]]]) -> Mapping[str, list[tuple[int, float]]]:
    table: dict[str, list[tuple[int, float]]] = {}
    for number, (_, vector) in enumerate(rows):
        for gram, weight in vector.items():
            table.setdefault(gram, []).append((number, weight))
    return table


def _dot(vector: dict[str, float], table: Mapping[str, list[tuple[int, float]]]) -> dict[int, float]:
    out: dict[int, float] = {}
    for gram, weight in vector.items():
        for row, other in table.get(gram, ()):
            out[row] = out.get(row, 0.0) + weight * other
    return out


def names_as_patterns(names: Iterable[str]) -> tuple[str, ...]:
    """Plain names as patterns, those of at least three characters."""
    return tuple(literal(n) for n in names if len(n.strip()) >= 3)
