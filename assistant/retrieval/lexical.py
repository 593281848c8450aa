"""The lexical index: BM25 over the tokens of passages, and what is needed to compare it over questions.

Two fields are scored apart, the words of a passage and the weaker evidence beside them (see `tokens`), and
added. A sum of BM25 alone cannot be compared: a long question collects more by chance, a short one reaches
its best with little. So the highest sum that any passage could reach for the question is given beside it.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamagedError
from assistant.language.tokens import Tokens

WEAK_WEIGHT = 0.35
"""Weight of a weak token against a word of the same rarity."""

_NOTHING = ""
"""A token that every passage carries: a field without any other token can then be indexed too."""

_K1 = 1.2
_B = 0.6


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


class LexicalIndex:
    """BM25 scores of all passages of one scheme in one language."""

    def __init__(self, words: _Field, weak: _Field) -> None:
        self._words = words
        self._weak = weak

    @classmethod
    def build(cls, passages: Sequence[Tokens]) -> LexicalIndex:
        """Index passages by their tokens; the order given is the order of the scores. At least one is
        needed."""
        words = _Field.build([passage.words for passage in passages])
        return cls(words, _Field.build([passage.weak for passage in passages]))

    def score(self, question: Tokens) -> LexicalEvidence:
        """The evidence for a question, in the order in which the passages were indexed."""
        words, words_bound = self._words.score(question.words)
        weak, weak_bound = self._weak.score(question.weak)
        return LexicalEvidence(words + WEAK_WEIGHT * weak, words_bound + WEAK_WEIGHT * weak_bound)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made if missing."""
        self._words.save(folder / "words")
        self._weak.save(folder / "weak")

    @classmethod
    def load(cls, folder: Path, count: int) -> LexicalIndex:
        """Read an index of `count` passages.

        Raises:
            IndexDamagedError: a file is missing, cannot be read, or holds another number of passages.
        """
        return cls(_Field.load(folder / "words", count), _Field.load(folder / "weak", count))


class _Field:
    """One kind of token, indexed with bm25s."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._count = int(index.scores["num_docs"])
        self._frequencies = np.diff(index.scores["indptr"])

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> _Field:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of each index it builds

        # Sorted, so that the same passages give the same bytes in every process.
        vocabulary = {token: n for n, token in enumerate(sorted({t for d in documents for t in d} | {_NOTHING}))}
        ids = [[vocabulary[token] for token in (*document, _NOTHING)] for document in documents]
        index = bm25s.BM25(method="lucene", k1=_K1, b=_B, backend="numpy", csc_backend="numpy")
        index.index((ids, vocabulary), show_progress=False, create_empty_token=False)
        return cls(index)

    def score(self, tokens: Sequence[str]) -> tuple[NDArray[np.float64], float]:
        """Scores of all passages, and the value that no passage can exceed."""
        distinct = sorted(set(tokens))
        known = [self._index.vocab_dict[token] for token in distinct if token in self._index.vocab_dict]
        bound = sum(self._rarity(int(self._frequencies[token])) for token in known)
        bound += (len(distinct) - len(known)) * self._rarity(0)
        if not known:
            return np.zeros(self._count), bound
        return np.asarray(self._index.get_scores(known), dtype=np.float64), bound

    def _rarity(self, frequency: int) -> float:
        """Inverse document frequency as Lucene computes it: what BM25 tends to for a passage full of the
        token."""
        return math.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5))

    def save(self, folder: Path) -> None:
        self._index.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, count: int) -> _Field:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of each index it builds

        try:
            field = cls(bm25s.BM25.load(folder, show_progress=False))
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
