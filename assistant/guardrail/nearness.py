"""Other words for a word of the answer, told by what words mean outside insurance.

No list holds every way to say "theft" or 写真. Two words whose vectors lie this near are used for each other; words that
only belong to the same field (fire and flood, hardware and software) lie further apart. What claims something by itself
(yes and no, before and after, all and only) is compared elsewhere: such words are near to their opposites.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from assistant.guardrail.harmless import ENGLISH_SYNONYMS
from assistant.guardrail.words import has_stem, latin, runs, words_of
from assistant.language.stemming import stem
from assistant.language.word_vectors import Language, WordVectors, word_vectors

_NEAR: Final[dict[Language, float]] = {"en": 0.72, "ja": 0.8}
"""The cosine from which on two words are taken for each other."""


_FEELINGS: Final[dict[Language, str]] = {
    "en": "horrible terrible stressful unpleasant frustrating worrying shocking distressing annoying painful upsetting",
    "ja": "不安 心配 残念 苦労 迷惑 動揺 困惑 悲しい 辛い 怖い",
}


@lru_cache(maxsize=4096)
def feels(text: str) -> bool:
    """Whether a folded lower-case text has a word for a feeling."""
    return any(len(w) > 4 and _near(w, _FEELINGS["en"], "en") for w in latin(text)) or any(
        len(r) > 1 and _near(r, _FEELINGS["ja"], "ja") for r in runs(text)
    )


def near(word: str, text: str) -> bool:
    """Whether a folded lower-case text has a word that means nearly the same as an English word or a run of kanji."""
    language: Language = "en" if word[0].isascii() else "ja"
    return _near(word, text, language)


@lru_cache(maxsize=16384)
def held(word: str, text: str) -> bool:
    """Whether a folded lower-case text has an English word, another word for it, or one that means nearly the same."""
    words = words_of(text)
    return (
        has_stem([words], word) or bool(ENGLISH_SYNONYMS.get(stem(word), frozenset()) & words.stems) or near(word, text)
    )


@lru_cache(maxsize=8192)
def _near(word: str, text: str, language: Language) -> bool:
    vectors = word_vectors(language)
    row = vectors.row(word)
    rows = _rows(text, language)
    if row is None or not rows:
        return False
    return bool(np.max(vectors.vectors[list(rows)] @ vectors.vectors[row]) >= _NEAR[language])


@lru_cache(maxsize=256)
def _rows(text: str, language: Language) -> tuple[int, ...]:
    """The rows of the words of a text; of a run of kanji, its parts of two letters or more."""
    vectors = word_vectors(language)
    if language == "en":
        found = {vectors.row(w) for w in latin(text) if len(w) > 2}
    else:
        found = {vectors.row(p) for r in dict.fromkeys(runs(text)) for p in _parts(r, vectors)}
    return tuple(sorted(r for r in found if r is not None))


def _parts(run: str, vectors: WordVectors) -> list[str]:
    """The longest words that a run is made of, from the left."""
    if run in vectors.row_of or "ァ" <= run[0] <= "ー":
        return [run]
    found, at = [], 0
    while at < len(run) - 1:
        end = next((e for e in range(min(len(run), at + 6), at + 1, -1) if run[at:e] in vectors.row_of), at + 1)
        if end > at + 1:
            found.append(run[at:end])
        at = end
    return found
