"""One claim in many words: a draft's way of saying a relation, put in the words that answers use for it.

Required, optional, only for, only if, deducted, up to the limit, cannot be told, decided by: each can be said in a dozen
ways, and every check reads words. So a sentence is first put in the answers' own words; what it claims stays what it was,
and is then compared as any other. Nothing is allowed here: a condition that the answer does not have is refused in its
plain wording as well. The ways are patterns in `lists/relations.*.txt`, a claim a line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from assistant.guardrail.text import Sentence, segments

_FOLDER: Final = Path(__file__).parent / "lists"
_HIRAGANA: Final = re.compile(r"[\u3041-\u309f]")
_LATIN: Final = re.compile(r"[a-z]{2}")

Form = tuple[re.Pattern[str], str]


def _read(name: str) -> tuple[Form, ...]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("<=", 1) for line in lines if line and not line.startswith("#"))
    return tuple((re.compile(ways.strip(" ")), plain.removesuffix(" ")) for plain, ways in rows)


_ENGLISH: Final = _read("relations.en.txt")
_FORMS: Final = _read("relations.ja.txt")


@lru_cache(maxsize=4096)
def plainly(sentence: Sentence) -> Sentence:
    """A sentence with its relations in the answers' words; the same one where there is nothing to put differently."""
    text = sentence.text
    for forms, letter in ((_FORMS, _HIRAGANA), (_ENGLISH, _LATIN)):
        if letter.search(text):
            for pattern, plain in forms:
                text = pattern.sub(plain, text)
    if text == sentence.text or not text.strip(" 。.,、"):
        return sentence
    return Sentence(text, text, segments(text), sentence.bullet)
