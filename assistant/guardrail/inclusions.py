"""What the answer leaves out of something, told as a part of it: "a public authority, the attacked town included"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import latin
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_NOUNS: Final = r"(?:the |a |an |any |your |its |their |one's )?((?:own )?[a-z'-]+(?: [a-z'-]+){0,3})"
_INCLUDES: Final = re.compile(
    rf"[,(] ?(?:and )?{_NOUNS} included\b|\bincluding {_NOUNS}|\b(?:even|also) (?:by |through |from )?{_NOUNS}(?= (?:counts?|qualif\w+|will do|is enough|suffices?))|\b{_NOUNS} (?:counts?|qualif\w+|will do) (?:too|as well|also)\b"
)
_LEAVES_OUT: Final = re.compile(
    rf"[(,] ?(?:but )?not {_NOUNS}|\b(?:other than|except(?: for)?|apart from|excluding|with the exception of|outside) {_NOUNS}|\b{_NOUNS}(?:,[^.;]{{0,60}},)? (?:do(?:es)? not|don't|doesn't) (?:count|qualify)"
)


def check_inclusions(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that includes what the answer leaves out."""
    for m in _INCLUDES.finditer(sentence.text):
        heads = _heads(next(g for g in m.groups() if g))
        for phrase, out in _left_out(evidence):
            if heads and (heads[-1] == out[-1] or set(out) <= set(heads)):
                yield f"The answer leaves out “{phrase}”, the draft includes it."
                return


@lru_cache(maxsize=128)
def _left_out(evidence: Evidence) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The things that the answer leaves out, each with its telling words."""
    found = []
    for line in (*evidence.lines, *evidence.details):
        for m in _LEAVES_OUT.finditer(line.text):
            phrase = next(g for g in m.groups() if g)
            if heads := _heads(phrase):
                found.append((phrase, heads))
    return tuple(dict.fromkeys(found))


def _heads(phrase: str) -> tuple[str, ...]:
    """The telling words of a noun phrase, as stems; its last one says what it is."""
    phrase = re.split(r"\b(?:itself|themselves|that|which|who|by|of|in|is|are|do|does)\b", phrase)[0]
    return tuple(stem(w) for w in latin(phrase) if len(w) > 2 and w not in ENGLISH_STOPWORDS and w not in ("own",))
