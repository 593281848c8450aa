"""And and or: what a draft joins or leaves to choose must be joined or left to choose in the answer.

"Within 30 days or before the cost is borne" has each word of "within 30 days and before the cost is borne". So a sentence
is cut at its connective, and the answer is asked how it connects what stands on the two sides: within one sentence by
the words between them, in two conditions or two sentences by "and".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.relations import SILENT, anchors, negated
from assistant.guardrail.text import Sentence, fold_text
from assistant.guardrail.words import runs

Connective: TypeAlias = Literal["and", "or"]

_OR: Final = re.compile(
    r"または|又は|もしくは|若しくは|あるいは|それとも|か、(?!ら)|(?<=[一-龥いるたれ])か(?=[一-龥]|そ[のれ])|\b(?:or|alternatively)\b"
)
_AND: Final = re.compile(
    r"なおかつ|かつ|しかも|うえで|上で、|そのうえ|(?:これ|それ)?に加え|とともに|(?<=[りく])、(?=さらに)"
    r"|\b(?:and also|in addition to|together with)\b"
)
_JOINED: Final = re.compile(rf"{_AND.pattern}|\b(?:and|as well as)\b")
"""How an answer joins; a plain "and" of a draft may enumerate what the answer leaves to choose."""
_OF_TWO: Final = re.compile(
    r"(?:どちらか|いずれか|どれか|どちらでも|いずれでも|(?:どちら|いずれ)(?:か)?(?:一方|1つ|一つ|片方)|片方)(?!の(?:プラン|保険|特約))"
    r"|\b(?:either|any one|one of (?:the|these) (?:two|three)|whichever|one (?:of them )?is enough)\b"
)
_OF_BOTH: Final = re.compile(
    r"両方|双方|(?:どちら|いずれ)も(?:必要|満た|そろ|揃|求め)|(?:[二三四2-4]つ|2点|二点)とも|そろって|揃って|すべて(?:必要|満た|そろ|揃)"
    r"|\b(?:both|all (?:three|of these|of them))\b"
)
_DEMANDS: Final = re.compile(
    r"必要|条件|要件|満た|なければ|ください|下さい|限|場合|とき|こと(?:。|が|で|です)|れば|えば|けば|前|までに|対象|補償|支払"
    r"|\b(?:must|need\w*|requir\w*|condition\w*|if|when|unless|provided|only|have to|has to|before|within|once|covered|paid|suffic\w*|enough)\b"
)
_SET_OF: Final = re.compile(r"次のいずれか|のいずれか|のどれか|\bone of\b|\bany of\b|\beither\b")
_EVERYWHERE: Final = frozenset(
    ("場合", "必要", "条件", "対象", "補償", "支払", "費用", "保険会社", "引受保険会社", "保険金")
)
_STOP: Final = re.compile(r"[、。,;:()]")
_LEAST: Final = 2
"""Letters of a telling word."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a connective: its telling words and its figures."""

    words: frozenset[str]
    values: frozenset[object]

    def without(self, other: _Side) -> _Side:
        return _Side(self.words - other.words, self.values - other.values)

    def places(self, text: str) -> list[int]:
        """Where a text has something of this side."""
        found = [text.find(w) for w in self.words if not w[0].isascii() and w in text]
        found += [m.start() for w in self.words if w[0].isascii() for m in re.finditer(rf"\b{re.escape(w)}", text)]
        found += [f.start for f in read_figures(text).figures if (f.kind, f.value) in self.values]
        return sorted(found)


def check_connectives(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that leaves to choose what the answer asks together, or the reverse."""
    text = mask(sentence.text, evidence.named(sentence.text))
    if SILENT.search(text) or not _DEMANDS.search(text) or (text.isascii() and negated(text)):
        return
    for said, left, right in _joints(text):
        theirs = _in_answer(left, right, evidence)
        if theirs == ({"and"} if said == "or" else {"or"}):
            told = "leaves to choose" if said == "or" else "joins"
            yield f"The draft {told} what the answer says otherwise: “{sentence.text.strip()[:90]}”."
            return


def _joints(text: str) -> Iterator[tuple[Connective, _Side, _Side]]:
    """The connectives of a sentence, each with what stands on its two sides."""
    marks: list[tuple[int, int, Connective]] = [(m.start(), m.end(), "or") for m in _OR.finditer(text)]
    marks += [(m.start(), m.end(), "and") for m in _AND.finditer(text)]
    marks.sort()
    for at, (start, end, kind) in enumerate(marks):
        before = _STOP.split(text[marks[at - 1][1] if at else 0 : start].rstrip("、, "))[-1]
        after = _STOP.split(text[end : marks[at + 1][0] if at + 1 < len(marks) else len(text)].lstrip("、, "))[0]
        if kind == "or" and _OF_BOTH.search(text):
            continue  # "whether A or B, both …"
        left, right = _side(before), _side(after)
        yield kind, left.without(right), right.without(left)
    if not marks and (choice := _OF_TWO.search(text)):
        pieces = [p for p in re.split(r"[、,]|と(?=[一-龥])", text[: choice.start()]) if p.strip()]
        for a, b in itertools.pairwise(pieces):
            left, right = _side(a), _side(b)
            yield "or", left.without(right), right.without(left)


@lru_cache(maxsize=4096)
def _side(text: str) -> _Side:
    own = (r for r in runs(text) if len(r) >= _LEAST and r not in _EVERYWHERE)
    words = frozenset((*own, *(a for a in anchors(text) if a[0].isascii())))
    values = frozenset((f.kind, f.value) for f in read_figures(text).figures if f.kind not in ("label", "page"))
    return _Side(words, values)


def _in_answer(left: _Side, right: _Side, evidence: Evidence) -> set[Connective]:
    """How the answer connects two sides, wherever it has both."""
    if not (left.words or left.values) or not (right.words or right.values):
        return set()
    found: set[Connective] = set()
    for text in evidence.statements:
        a, b = left.places(text), right.places(text)
        if a and b:
            found |= {kind for y in b if (kind := _between(text, y, min(a, key=lambda x: abs(x - y))))}
    return found or _apart(left, right, evidence)


def _between(text: str, x: int, y: int) -> Connective | None:
    """How a sentence connects two places, by the words between them."""
    piece = text[min(x, y) : max(x, y)]
    if _OR.search(piece) or (_SET_OF.search(text[: min(x, y)]) and not _JOINED.search(piece)):
        return "or"
    return "and" if _JOINED.search(piece) else None


def _apart(left: _Side, right: _Side, evidence: Evidence) -> set[Connective]:
    """Two sides that stand in different conditions of one verdict: both are asked for."""
    for v in evidence.answer.verdicts:
        folded = [fold_text(c).lower() for c in v.conditions]
        mine = {i for i, c in enumerate(folded) if left.places(c)}
        theirs = {i for i, c in enumerate(folded) if right.places(c)}
        if mine and theirs and not mine & theirs:
            return {"and"}
    if evidence.answer.verdicts:
        return set()
    demands = [x for x in evidence.statements if re.search(r"必要|条件|要件|\bneeded\b|\brequired?\b|\bmust\b", x)]
    others = [x for x in evidence.statements if x not in demands]
    if any(left.places(x) for x in others) and any(right.places(x) for x in demands):
        return {"and"}
    return set()
