"""Passages that say the same in two documents, such as in two editions of a brochure: shown once, with both places.

The same means: word for word, whatever the spelling, marks and layout. A figure, a particle or a "not" that differs makes
another passage, however alike the rest is: what two editions differ in is what a reader must see.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.language.tokens import morphemes
from assistant.retrieval.passages import Passage, plain_text

_LIKE = 0.8
"""Share of their signs that two texts have in common at least, before they are read word by word."""

_MARKS = ("補助記号", "空白", "記号")
_ENGLISH = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*|[^\x00-\x7f]+|[-+%]")
_FIGURE = re.compile(r"[-+]?\d+(?:[.,]\d+)*")


def says_the_same(one: Passage, other: Passage) -> bool:
    """Whether two passages of different documents say the same in the same words."""
    if (one.scheme, one.document) == (other.scheme, other.document) or one.language != other.language:
        return False
    mine, others = set(one.text), set(other.text)
    if len(mine & others) < _LIKE * len(mine | others):
        return False
    return _words(one.text, one.language) == _words(other.text, other.language)


@lru_cache(maxsize=1024)
def _words(text: str, language: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", plain_text(text)).lower()
    if language != "ja":
        return tuple(_ENGLISH.findall(plain))
    return (*_FIGURE.findall(plain), *(form for form, speech in morphemes(plain) if speech not in _MARKS))
