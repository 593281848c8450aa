"""A second look at what was found: a cross-encoder reads the question and each of the first passages together.

It knows more of language than either index, and takes a hundred times as long: it is off unless a model is set. It changes
the order alone. The scores stay where they were, the highest first, so that "nothing fits" means the same with it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

from assistant.retrieval.embedding import load_transformer
from assistant.retrieval.passages import Passage, plain_text

DEPTH = 20
"""Passages that are looked at a second time."""

SETTING = "ASSISTANT_RERANKER"

_log = logging.getLogger(__name__)


class Reranker(Protocol):
    """What can say how well passages answer a question."""

    def rank(self, question: str, passages: Sequence[Passage]) -> list[int]:
        """The places of the passages, the best first; equals in the order in which they came."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, given by folder or name. Safe to use from several threads."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Raises:
            EmbeddingError: the model cannot be loaded, or does not give one figure for a pair of texts.
        """
        self._model = load_transformer("CrossEncoder", name, SETTING, "none")
        if self._model.config.num_labels != 1:
            from assistant.errors import EmbeddingError

            raise EmbeddingError(
                f"The model {name!r} sorts pairs of texts into {self._model.config.num_labels} classes; a model that gives"
                f" one figure for a pair is needed. Correct {SETTING}, or leave it empty for none.",
                field=SETTING,
            )
        self._lock = Lock()

    def rank(self, question: str, passages: Sequence[Passage]) -> list[int]:
        """The places of the passages, the best first; as they came, if the model fails, which the log then says."""
        places = list(range(len(passages)))
        pairs = [(question, f"{passage.title}\n{plain_text(passage.text)}") for passage in passages]
        try:
            with self._lock:
                scores = self._model.predict(pairs, show_progress_bar=False).tolist()
        except Exception as error:  # of torch or of the model's own code
            _log.warning("The reranker fails; the order stays as it was: %s", error)
            return places
        return sorted(places, key=lambda place: -float(scores[place]))


def load_reranker(setting: str | None) -> Reranker | None:
    """The reranker that a setting names; None without one.

    Raises:
        EmbeddingError: the model cannot be loaded.
    """
    return CrossEncoderReranker(setting) if setting else None
