"""Parts of a message that stand beside its sentence: remarks in brackets, and the signs of a numbered list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# 「取引先(東京の会社)のシステムが止まった」: what is said goes on behind the bracket.
_ASIDE = re.compile(r"\s?[(（][^()（）\n]{1,80}[)）]")

# 「①複写機のリース料 ②残業手当」: signs of a list. 「①が50万円」「①と②」「②のア」「①〜⑧」 name costs by their number.
_SIGN = re.compile(r"〔(\d+)〕\s*")
_NO_ITEM = re.compile(
    r"[がはをもとやでにのへ、,・/／&.。)）」』〜~\-－–?？!！:：=＝]|から|まで|ないし|または|および|及び|か(?:[、。]|ら)|[ア-コ](?![ァ-ヺー])|"
    r"[\d¥￥]|〔|$|(?:and|or|to|is|are|was|for)\b"
)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text without its asides, with the place in the full text of each of its characters, and of its end."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the full text, in characters, that `text[start:end]` comes from."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a numbered list, as a span of the text."""

    start: int
    end: int


def without_asides(text: str) -> Shortened | None:
    """The text with remarks in brackets left out; None where there are none."""
    places: list[int] = []
    at = 0
    for m in _ASIDE.finditer(text):
        places.extend(range(at, m.start()))
        at = m.end()
    if at == 0:
        return None
    places.extend(range(at, len(text)))
    return Shortened("".join(text[i] for i in places), (*places, len(text)))


def list_signs(text: str) -> list[Sign]:
    """The signs ①, ② … of a list: at least two, counting up from one, each with a thing of its own behind it."""
    found = list(_SIGN.finditer(text))
    if len(found) < 2 or [int(m[1]) for m in found] != list(range(1, len(found) + 1)):
        return []
    if any(_NO_ITEM.match(text[m.end() : m.end() + 8]) for m in found):
        return []
    return [Sign(m.start(), m.start() + len(m.group().rstrip())) for m in found]
