"""Prepare a message for reading: one spelling for widths, cases and blanks; its language; its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.language.hygiene import without_invisible
from assistant.understanding.folding import normalise
from assistant.understanding.loanwords import in_katakana

Language = Literal["ja", "en"]

_CIRCLED = {chr(0x2460 + i): f"〔{i + 1}〕" for i in range(20)}
_CIRCLED_TABLE = str.maketrans(_CIRCLED)
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")
_SENTENCE_END = re.compile(r"[。！？!?\n]+|\.(?=\s|$)")
_KANA_KANJI = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_KANA = re.compile(r"[\u3040-\u30ff]")

# Marks that a sentence asks for something.
_ASKING = re.compile(
    r"[?？]|(か|かな|かね|かしら|でしょう|の|は|って|たら|なら)[。\s]*$|教えて|知りたい|ください|[をも]お願い|please|^(what|which|who|when|where|how|is|are|"
    r"do|does|did|can|could|would|will|should|may)\b|\b(tell me|let me know|i wonder|wondering)\b",
    re.IGNORECASE,
)

# A message is read up to here; beyond, its head and tail are: the question tends to stand at one of them.
READ_WHOLE = 6000
_HEAD, _TAIL = 2500, 3000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a span of the prepared text, and whether it asks for something."""

    start: int
    end: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A prepared message: `text` is folded and lower case, `cased` is folded only, with the same offsets."""

    raw: str
    text: str
    cased: str
    language: Language
    sentences: tuple[Sentence, ...]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that holds the character at `position`."""
        for i, s in enumerate(self.sentences):
            if position < s.end:
                return i
        return max(0, len(self.sentences) - 1)


_LONGEST_RUN = 80
_LONG_RUN = re.compile(r"\d{81,}|(\S)\1{80,}")


def prepare(raw: str, language: Language | None = None) -> Message:
    """Fold widths and cases, drop invisible characters, and find the sentences. Linear in the message."""
    if len(raw) > READ_WHOLE:
        raw = raw[:_HEAD] + "\n" + raw[-_TAIL:]
    cased = normalise(without_invisible(raw.replace("\r\n", "\n").replace("\r", "\n")).text.translate(_CIRCLED_TABLE))
    cased = in_katakana(_BLANKS.sub(" ", cased).strip())
    # What goes on beyond any number or word says nothing more, and would cost patterns its square in time.
    cased = _LONG_RUN.sub(lambda run: run[0][:_LONGEST_RUN], cased)
    text = cased.lower()
    if len(text) != len(cased):  # some letters change their length with their case; offsets must agree
        cased = text
    return Message(raw, text, cased, language or detect_language(cased), _sentences(text))


def detect_language(text: str) -> Language:
    """Japanese where kana or kanji carry the message, else English."""
    japanese, latin = len(_KANA_KANJI.findall(text)), len(_LATIN.findall(text))
    if _KANA.search(text) is None and latin > japanese:
        return "en"
    return "ja" if japanese * 3 >= latin and japanese else "en"


def is_other_language(text: str) -> bool:
    """Whether a message is in a script that is neither Japanese nor English (Korean, Cyrillic, Arabic, Chinese …)."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return False
    odd = sum(1 for c in letters if _HANGUL.match(c) or "\u0370" <= c <= "\u1fff" or "ﭐ" <= c <= "\ufefc")
    return odd * 2 > len(letters)


def _sentences(text: str) -> tuple[Sentence, ...]:
    spans: list[Sentence] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[start : match.end()].strip():
            spans.append(_sentence(text, start, match.end()))
        start = match.end()
    if text[start:].strip() or not spans:
        spans.append(_sentence(text, start, len(text)))
    return tuple(spans)


def _sentence(text: str, start: int, end: int) -> Sentence:
    return Sentence(start, end, bool(_ASKING.search(text[start:end].strip())))
