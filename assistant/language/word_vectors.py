"""Static vectors of Japanese and English words: what a word means outside insurance, in 128 numbers.

Japanese: chiVe (Works Applications, Apache-2.0) as shipped with the package ja-ginza (MIT); English: each word as the
model all-MiniLM-L6-v2 (Apache-2.0) encodes it. Both centred and reduced to 128 dimensions, one byte each, with the
words' groups (k-means) beside them; made by `python -m assistant.language.build_vectors`. The two spaces are not
aligned: a Japanese vector says nothing about an English word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.language.stemming import stem

Language = Literal["ja", "en"]
DIMENSIONS = 128
FOLDER = Path(__file__).with_name("vectors")


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of one language.

    `vectors` has shape (rows, 128), each row of length 1; `row_of` maps a word to its row (several words may share
    one); `coarse` and `fine` give each row's group, shape (rows,).
    """

    row_of: dict[str, int]
    vectors: npt.NDArray[np.float32]
    coarse: npt.NDArray[np.int16]
    fine: npt.NDArray[np.int16]

    def row(self, word: str) -> int | None:
        """The row of a normalised Japanese word, or of an English word in any of its simple forms."""
        for form in (word, stem(word), word.rstrip("s")) if word.isascii() else (word,):
            found = self.row_of.get(form)
            if found is not None:
                return found
        return None


@cache
def word_vectors(language: Language) -> WordVectors:
    """The vectors of a language, read once and shared by all threads (about 0.1 s)."""
    with np.load(FOLDER / f"{language}.npz") as data:
        words = data["words"].tobytes().decode().split("\n")
        raw = data["vectors"].astype(np.float32)
        rows, coarse, fine = data["rows"].tolist(), data["coarse"], data["fine"]
    lengths = np.maximum(1e-6, np.linalg.norm(raw, axis=1, keepdims=True))
    return WordVectors(dict(zip(words, rows, strict=True)), raw / lengths, coarse, fine)
