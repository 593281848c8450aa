"""Questions that an evaluation asks: nothing that is trained on may hold one of them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import EmbeddingError

_SIGNS = re.compile(r"[\W_]+")
_TELLING = 8
"""Letters from which on a question that stands inside a longer text is taken for that question."""


class HeldOut:
    """What may not be trained on. Texts are compared without signs, spaces, widths and capitals."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._known = {found for text in questions if (found := plain(text))}
        self._inside = re.compile(
            "|".join(map(re.escape, sorted(k for k in self._known if len(k) >= _TELLING))) or "$^"
        )

    @classmethod
    def read(cls, folder: Path) -> HeldOut:
        """All questions and messages in the data sets (`*.jsonl`) of a folder.

        Raises:
            EmbeddingError: there are none, or one cannot be read.
        """
        questions = list(evaluation_texts(folder))
        if not questions:
            raise EmbeddingError(f"{folder}: holds no question of an evaluation. Give the folder of its data sets.")
        return cls(questions)

    def holds(self, text: str) -> bool:
        """Whether a text is one of the questions or contains one."""
        own = plain(text)
        return own in self._known or bool(self._inside.search(own))


def evaluation_texts(folder: Path) -> Iterator[str]:
    """The questions and every message of the conversations in the data sets (`*.jsonl`) of a folder.

    Raises:
        EmbeddingError: one cannot be read.
    """
    for path in sorted(folder.rglob("*.jsonl")):
        try:
            records: list[Any] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        except (OSError, ValueError) as error:
            raise EmbeddingError(f"{path}: cannot be read as JSON lines ({error}).") from error
        for record in records:
            if isinstance(record, dict):
                said = [record.get("question"), *(record.get("turns") or ())]
                yield from (text for text in said if isinstance(text, str))


def plain(text: str) -> str:
    """A text without signs, spaces, widths and capitals."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())
