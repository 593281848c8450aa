"""The words of a text that carry content, in Japanese and English, and whether another text holds them too.

Japanese is read as runs of kanji and katakana: a run is supported where it can be cut into pieces that the other text
has, so that 原因調査費用 is supported by 「原因・被害範囲調査費用」. English is read as stems and as families of words
(notify, notification).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.language.stemming import stem

_KANJI: Final = re.compile(r"[\u3400-\u9fff々〆]+")
_KATAKANA: Final = re.compile(r"[ァ-ヺー]{2,}")
_LATIN: Final = re.compile(r"[a-z]+(?:['][a-z]+)?")
_HONORIFIC: Final = "御貴各同両当全他"
_BODIES: Final = frozenset("町村市県国社店員業主枠")
"""Who or what, beside a piece that has its ground: 町自身, 御町村, 固有枠."""
_FAMILY: Final = 5
# Small words have no family: "under" is no ground for "understand", nor "other" for "otherwise".
_ALONE: Final = frozenset(
    stem(w)
    for w in [
        "under",
        "other",
        "after",
        "before",
        "about",
        "again",
        "their",
        "there",
        "where",
        "which",
        "while",
        "would",
        "could",
        "should",
        "these",
        "those",
        "three",
        "seven",
        "eight",
        "since",
        "until",
        "within",
        "whole",
        "every",
        "never",
    ]
)


@dataclass(frozen=True, slots=True)
class Words:
    """The content of a text: its kanji and katakana as they stand, its English stems and their families."""

    text: str
    kanji: frozenset[str]
    stems: frozenset[str]
    families: frozenset[str]


@lru_cache(maxsize=2048)
def words_of(text: str) -> Words:
    """The words of a folded lower-case text."""
    stems = {stem(w) for w in _LATIN.findall(text)}
    return Words(
        text,
        frozenset("".join(_KANJI.findall(text))),
        frozenset(stems),
        frozenset(s[:_FAMILY] for s in stems if len(s) >= _FAMILY and s not in _ALONE),
    )


def runs(text: str) -> list[str]:
    """The runs of kanji and of katakana in a text, in order."""
    return [*_KANJI.findall(text), *_KATAKANA.findall(text)]


def latin(text: str) -> list[str]:
    """The English words of a text as they stand."""
    return _LATIN.findall(text)


CLAIM_KANJI: Final = frozenset(
    "払返戻直隠偽断認許禁倍免除限壊盗奪失漏訴争届訳約贈貸借売買雇辞死傷病火水落自通作削省待"
    "勝負敗誤騙欺脅強弱濡焼燃割引足増減安高抜逃捨消"
)
"""Verbs of one kanji that may carry a claim: to pay, to return, to waive, to break."""


def native(run: str, text: str) -> bool:
    """Whether a run in a text is a native verb or adjective without a claim of its own: 収まる, 整う, 困る."""
    return len(run) == 1 and run not in CLAIM_KANJI and bool(re.search(rf"{run}[ぁ-ん]", text))


def has_stem(words: Iterable[Words], word: str) -> bool:
    """Whether one of the texts has this English word, inflected or derived."""
    base = stem(word)
    return any(base in w.stems or (len(base) >= _FAMILY and base[:_FAMILY] in w.families) for w in words)


def missing_pieces(run: str, texts: tuple[str, ...], known: frozenset[str], single: frozenset[str]) -> str:
    """What of a run of kanji or katakana is in none of the texts: "" where all of it is supported.

    A run is cut from the left into the longest pieces of two characters or more that a text or `known` has; a single
    character may be left where it is in `single` and stands beside such a piece, or where its whole run is that character.
    """
    katakana = "ァ" <= run[0] <= "ヺ" or run[0] == "ー"
    if katakana:
        return "" if run in known or any(run in t for t in texts) else run
    if len(run) == 2 and run[0] in _HONORIFIC and (run[1] in single or any(run[1] in t for t in texts)):
        return ""  # 御町, 各社
    if len(run) == 1:
        return "" if run in single or run in known or any(run in t for t in texts) else run
    left = []
    pieces = False
    at = 0
    while at < len(run):
        for end in range(len(run), at + 1, -1):
            piece = run[at:end]
            if piece in known or any(piece in t for t in texts):
                at = end
                pieces = True
                break
        else:
            character = run[at]
            if character not in single and not (character in _BODIES and any(character in t for t in texts)):
                left.append(character)
            at += 1
    return "".join(left) if pieces else run
