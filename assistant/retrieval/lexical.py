"""The lexical index: BM25 over the tokens of passages, and what is needed to compare it over questions.

Two fields are scored apart, the words of a passage and the weaker evidence beside them (see `tokens`), and
added. A sum of BM25 alone cannot be compared: a long question collects more by chance, a short one reaches
its best with little. So the highest sum that any passage could reach for the question is given beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamagedError
from assistant.language.tokens import LEAST_READING, Tokens

if TYPE_CHECKING:
    from assistant.retrieval.postings import Postings

WEAK_WEIGHT = 0.35
"""Weight of a weak token against a word of the same rarity."""

READING_WEIGHT = 1.5
"""Weight of a word that is found by its reading. Whoever writes words in hiragana has them cut wrongly, so that this is the
only evidence: titles of sections so written find their section first for 71%, without it for 43%. Questions written as usual
are found as before."""

_LONGEST_READING = 12
"""Kana of a reading that is looked for."""

_NOTHING = ""
"""A token that every passage carries: a field without any other token can then be indexed too."""


@dataclass(frozen=True, slots=True)
class LexicalEvidence:
    """What the words of a question tell about each passage of an index.

    `scores` are sums of BM25, and `bound` is what none of them can exceed.
    """

    scores: NDArray[np.float64]
    bound: float

    @property
    def shares(self) -> NDArray[np.float64]:
        """The scores as shares of the bound: 0 (no word in common) to 1."""
        return self.scores / self.bound if self.bound else self.scores


class LexicalBuilder:
    """Takes passages one by one and keeps of their tokens only numbers, so that many of them fit into memory."""

    def __init__(self) -> None:
        self._words = _FieldBuilder()
        self._weak = _FieldBuilder()
        self._readings = _FieldBuilder()

    def add(self, passage: Tokens) -> None:
        """Take the next passage; the order is that of the scores."""
        self._words.add(passage.words)
        self._weak.add(passage.weak)
        self._readings.add(passage.readings)

    def build(self) -> LexicalIndex:
        """The index of the passages taken; at least one is needed."""
        return LexicalIndex(self._words.build(), self._weak.build(), self._readings.build())


class LexicalIndex:
    """BM25 scores of all passages of one scheme in one language."""

    def __init__(self, words: _Field, weak: _Field, readings: _Field) -> None:
        self._words = words
        self._weak = weak
        self._readings = readings

    @classmethod
    def build(cls, passages: Iterable[Tokens]) -> LexicalIndex:
        """Index passages by their tokens; the order given is the order of the scores. At least one is
        needed."""
        builder = LexicalBuilder()
        for passage in passages:
            builder.add(passage)
        return builder.build()

    def score(self, question: Tokens) -> LexicalEvidence:
        """The evidence for a question, in the order in which the passages were indexed."""
        words, words_bound = self._words.score(question.words)
        weak, weak_bound = self._weak.score(question.weak)
        scores, bound = words + WEAK_WEIGHT * weak, words_bound + WEAK_WEIGHT * weak_bound
        # Only readings that the index knows count: most of what is written in hiragana is grammar.
        heard = [part for run in question.kana for part in _parts(run) if self._readings.knows(part)]
        if heard:
            spoken, spoken_bound = self._readings.score(heard)
            scores, bound = scores + READING_WEIGHT * spoken, bound + READING_WEIGHT * spoken_bound
        return LexicalEvidence(scores, bound)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made if missing."""
        self._words.save(folder / "words")
        self._weak.save(folder / "weak")
        self._readings.save(folder / "readings")

    @classmethod
    def load(cls, folder: Path, count: int) -> LexicalIndex:
        """Read an index of `count` passages.

        Raises:
            IndexDamagedError: a file is missing, cannot be read, or holds another number of passages.
        """
        words, weak, readings = (_Field.load(folder / name, count) for name in ("words", "weak", "readings"))
        return cls(words, weak, readings)


def _parts(run: str) -> Iterator[str]:
    """All runs of kana in `run` that may be a reading."""
    for start in range(len(run) - LEAST_READING + 1):
        for end in range(start + LEAST_READING, min(len(run), start + _LONGEST_READING) + 1):
            yield run[start:end]


class _FieldBuilder:
    """Numbers for one kind of token, in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._documents: list[NDArray[np.int32]] = []

    def add(self, document: Sequence[str]) -> None:
        numbers = self._numbers
        found = [numbers.setdefault(token, len(numbers)) for token in (*document, _NOTHING)]
        self._documents.append(np.array(found, dtype=np.int32))

    def build(self) -> _Field:
        from assistant.retrieval.postings import Postings

        # Sorted, so that the same passages give the same bytes in every process.
        vocabulary = {token: n for n, token in enumerate(sorted(self._numbers))}
        final = np.empty(len(vocabulary), dtype=np.int32)
        final[[self._numbers[token] for token in vocabulary]] = np.arange(len(vocabulary))
        index = Postings()
        index.index(
            ([final[each] for each in self._documents], vocabulary), create_empty_token=False, show_progress=False
        )
        return _Field(index)


class _Field:
    """One kind of token, indexed with bm25s."""

    def __init__(self, index: Postings) -> None:
        self._index = index
        self._count = int(index.scores["num_docs"])
        self._frequencies = np.diff(index.scores["indptr"])

    def score(self, tokens: Sequence[str]) -> tuple[NDArray[np.float64], float]:
        """Scores of all passages, and the value that no passage can exceed. Only the passages that hold a token are
        looked at."""
        from assistant.retrieval.postings import rarity

        numbers = [self._index.vocab_dict.get(token) for token in sorted(set(tokens))]
        known = [number for number in numbers if number is not None]
        bound = sum(rarity(int(self._frequencies[number]), self._count) for number in known)
        bound += (len(numbers) - len(known)) * rarity(0, self._count)
        if not known:
            return np.zeros(self._count), bound
        return np.asarray(self._index.get_scores(known), dtype=np.float64), bound

    def knows(self, token: str) -> bool:
        return token in self._index.vocab_dict

    def save(self, folder: Path) -> None:
        self._index.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, count: int) -> _Field:
        from assistant.retrieval.postings import Postings

        try:
            field = cls(Postings.load(folder, show_progress=False))
            complete = (
                field._count == count
                and len(field._frequencies) == len(field._index.vocab_dict)
                and len(field._index.scores["data"]) == len(field._index.scores["indices"])
                and len(field._index.scores["data"]) == int(field._index.scores["indptr"][-1])
            )
        except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError) as error:
            raise IndexDamagedError(f"{folder}: the lexical index cannot be read ({error}).") from error
        if not complete:
            raise IndexDamagedError(f"{folder}: the lexical index does not hold {count} passages.")
        return field
