"""Words that add nothing to an answer: how people courteously introduce, connect, compute, compare and refer.

A draft may use these freely. Every other word of content must stand in the answer, in the question, or be another word
for one that does. The lists are text files in `lists/`: a harmless word each, and rows of words for the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_FOLDER: Final = Path(__file__).parent / "lists"


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _rows(name: str, key: Callable[[str], str] = str) -> dict[str, frozenset[str]]:
    rows: dict[str, frozenset[str]] = {}
    for line in _read(name).splitlines():
        words = frozenset(key(w) for w in line.split())
        for word in words:
            rows[word] = rows.get(word, frozenset()) | words
    return rows


_ENGLISH: Final = frozenset(_read("harmless.en.txt").split())
ENGLISH: Final = frozenset(stem(w) for w in (*_ENGLISH, *ENGLISH_STOPWORDS)) | _ENGLISH
"""Harmless English words, as they stand and as stems."""

JAPANESE: Final = frozenset(_read("harmless.ja.txt").split())
"""Harmless words in kanji and katakana, whole runs or pieces of longer ones."""

GENERAL_ENGLISH: Final = frozenset(stem(w) for w in _read("general.en.txt").split())
"""General verbs, adverbs and nouns, as stems: without a claim of their own, but not where something is demanded."""

GENERAL_JAPANESE: Final = frozenset(_read("general.ja.txt").split())
"""The same in Japanese."""

EVERYDAY_ENGLISH: Final = frozenset(_read("everyday.en.txt").split())
EVERYDAY_ENGLISH_STEMS: Final = frozenset(stem(w) for w in EVERYDAY_ENGLISH) - {""}
"""Words of talk: exclamations, feelings, opinions, how something is said or judged. No claim hides in them anywhere."""

EVERYDAY_JAPANESE: Final = frozenset(_read("everyday.ja.txt").split())
"""The same in Japanese."""

TELLING_ADVERBS: Final = frozenset(_read("adverbs.en.txt").split())
"""Words in -ly that claim something by themselves; the others only tell how something is said."""

SINGLE: Final = frozenset(w for w in JAPANESE if len(w) == 1) | frozenset(
    "費料金者的化性率代様等達毎各該約両当全総計最再未非被御"
)
"""Kanji that may stand alone, or beside a piece that has its ground."""

SYNONYMS: Final = _rows("synonyms.ja.txt")
"""For each word the other words of its row; one of them in the answer or the question allows the others."""

ENGLISH_SYNONYMS: Final = _rows("synonyms.en.txt", stem)
"""The same in English, as stems."""
