"""The closed vocabulary of free text around slots, and what in a text lies outside it."""

from __future__ import annotations

import re

from assistant.answer import Language
from assistant.generation.stock import STOCK
from assistant.language.tokens import surfaces

_ENGLISH = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_END = re.compile(r"(?<=。)|(?<=[.:!?])\s+|(?<=：)")
_SLOT = re.compile(r"それ|\bit\b|\bthey\b|\{\{")
"""A sentence of the stock that stands around slots."""
_LINKS = re.compile(
    r"^[\s*-]*(?:(?:なお|また|まず|次に|続いて|最後に|さらに|以上)、|(?:first|next|then|finally|also),? )"
)
_MARKS = frozenset(" \n。、・：；「」『』（）().,:;!?！？'’\"“”…–—-*")
# In the words of an answer's lead these would open the list to a negation, a condition or a restriction.
_RISKY: dict[Language, frozenset[str]] = {
    "ja": frozenset(
        [
            "ない",
            "なく",
            "なけれ",
            "なかっ",
            "ず",
            "ぬ",
            "ん",
            "ませ",
            "ば",
            "たら",
            "なら",
            "だけ",
            "のみ",
            "以外",
            "限り",
            "限る",
        ]
    ),
    "en": frozenset(
        ["not", "no", "none", "never", "without", "nor", "neither", "unless", "if", "only", "except", "but", "cannot"]
    ),
}


class Vocabulary:
    """The words of one language that a model may use around slots; safe to use from several threads."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._stock = frozenset(w for sentence in STOCK[language] for w in self.words(sentence))
        self._frames = frozenset(x for sentence in STOCK[language] for x in _sentences(sentence) if not _SLOT.search(x))

    def words(self, text: str) -> list[str]:
        """The words of a text, every one, as written (English in lower case)."""
        if self.language == "ja":
            return surfaces(text)
        return [w.replace("’", "'") for w in _ENGLISH.findall(text.lower())]

    def risky(self, lead: str) -> bool:
        """Whether the words of a lead must not be used freely: a negation, a condition or a restriction is among them."""
        return not _RISKY[self.language].isdisjoint(self.words(lead))

    def frames(self, row: str) -> bool:
        """Whether a row of a draft is nothing but sentences of the stock: "Here is the answer to your question."

        Its words in another order may say something ("this applies to both plans"), and are no frame.
        """
        return bool(row.strip()) and all(x in self._frames for x in _sentences(row))

    def outside(self, text: str, lead: str = "") -> list[str]:
        """The words and signs of a text that are neither of the stock nor of the lead's own words, each once."""
        allowed = self._stock | frozenset(self.words(lead))
        strange = [w for w in self.words(text) if w not in allowed and not (len(w) > 1 and _is_kanji(w) and w in lead)]
        signs = [c for c in text if c not in _MARKS and c not in lead and not _is_letter(c)]
        return list(dict.fromkeys([*strange, *signs]))


def _sentences(text: str) -> list[str]:
    """The sentences of a row, in lower case, without the signs at their ends."""
    return [x for piece in _END.split(text.lower()) if (x := _LINKS.sub("", piece).strip(" -*。.,、:：!?！？"))]


def figures(text: str) -> list[str]:
    """Digits and numerals of any script in a text, each once."""
    return list(dict.fromkeys(c for c in text if c.isnumeric()))


def _is_kanji(word: str) -> bool:
    """Whether a word is of kanji: in the lead it may stand in two words, as it is cut by what stands around it."""
    return all("\u4e00" <= c <= "\u9fff" for c in word)


def _is_letter(c: str) -> bool:
    """Whether it is a letter of Japanese or plain English; others could only look like one."""
    return bool(_JAPANESE.match(c)) or (c.isascii() and c.isalpha())
