"""Clauses that only comment: "congrats on the win", "which one did you mean?", 「総務課の見方は当たりません」.

People frame what they say in words without number. A clause is a remark where it has no head of a claim (nothing of
paying, duty, time, amount, promise), names no plan or person of the insurance, and where each of its words that speaks of
what insurance is about stands in the answer or the question.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.guardrail.acts import claims_in
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import (
    ENGLISH,
    ENGLISH_SYNONYMS,
    EVERYDAY_ENGLISH,
    EVERYDAY_ENGLISH_STEMS,
    EVERYDAY_JAPANESE,
    GENERAL_ENGLISH,
    GENERAL_JAPANESE,
    JAPANESE,
    SINGLE,
    SYNONYMS,
)
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.verdicts import verdicts_in
from assistant.guardrail.words import has_stem, latin, missing_pieces, runs, words_of
from assistant.language.stemming import stem

_MORE_CLAIMS: Final = re.compile(
    r"(?<!待って)(?:ください|下さい|ましょう|お願い)|でも(?:かま|構|よ|い|結構)|割り?[引増]|ゼロ|無(?:い|し|く)|おっしゃる(?:とおり|通り)|その(?:とおり|通り)|正し|合って|いつ(?:でも|も)|どこ(?:でも|も)|誰(?:でも|も)|みなされ|とみなし|付いて|組み込|外(?:す|せ|れ|さ)|夜|朝|昼|休日|土日|祝"
    r"|保険会社|保険(?:は|が|で|も)|代理店|協会|警察|弁護士|裁判|役所|銀行|病院|＿"
    r"|\bplease (?!note|bear|wait|hold|excuse)|\b(?:zero|nil|correct|right|agreed|exactly so|go ahead|feel free|regularly|individually|any(?:time|where|one|body)|insurers?|insurance|policy|agency|agent|police|lawyers?|courts?|bank|hospital|night|made up for|in full|set aside|put (?:back|right))\b"
)
_MOST_STRANGE: Final = 3
"""As many words that nobody has used as a comment may have; more tell a story of their own."""
_DISAGREES: Final = re.compile(
    r"(?:無理|とんで|大げさ|情けな|おかし|変|恥|問題)(?:で?は|も)?(?:あり|ござい|でも|な)|当た(?:り|って)[^。]{0,4}ません|(?:言い切|断言|断定|申し上げ|お答え|判断)[^。]{0,14}(?:ません|かね|な)|当然"
    r"|\b(?:not|isn't|n't) (?:\w+ )?(?:all )?(?:wrong|silly|stupid|odd|unusual|strange|alone|quite (?:so|right|that simple)|so simple|that simple)\b"
)


def remark(text: str, known: str, asked: str) -> bool:
    """Whether a folded clause, its names blanked by ＿, only comments; `known` is the answer, `asked` the question."""
    return _remark(text.strip(), known, asked)


def blanked(text: str, named: tuple[Named, ...]) -> str:
    """A text with its names and figures as ＿."""
    letters = list(text)
    for start, end in [(n.start, n.end) for n in named] + [(f.start, f.end) for f in read_figures(text).figures]:
        letters[start:end] = "＿" * (end - start)
    return "".join(letters)


@lru_cache(maxsize=4096)
def _remark(text: str, known: str, asked: str) -> bool:
    if claims_in(text) or _MORE_CLAIMS.search(text) or verdicts_in(text, text):
        return False
    if negated(text) and not (_DISAGREES.search(text) or (SILENT.search(text) and SILENT.search(known))):
        return False
    strange = [w for w in _words(text) if not _stands(w, known) and not _stands(w, asked)]
    return len(strange) <= _MOST_STRANGE and not any(_speaks_of_insurance(w) for w in strange)


def _words(text: str) -> list[str]:
    """The words of a clause that are not general."""
    found = [
        w
        for w in latin(text)
        if not (
            w in ENGLISH
            or w in EVERYDAY_ENGLISH
            or (base := stem(w)) in ENGLISH
            or base in EVERYDAY_ENGLISH_STEMS
            or base in GENERAL_ENGLISH
        )
    ]
    return found + [r for r in runs(text) if missing_pieces(r, (), _PLAIN, SINGLE)]


_PLAIN: Final = JAPANESE | GENERAL_JAPANESE | EVERYDAY_JAPANESE
_ROWS: Final = frozenset(w for w in SYNONYMS if len(w) > 1 and w not in _PLAIN)


def _stands(word: str, text: str) -> bool:
    return has_stem([words_of(text)], word) if word[0].isascii() else word in text


def _speaks_of_insurance(word: str) -> bool:
    if word[0].isascii():
        return stem(word) in ENGLISH_SYNONYMS
    return any(w in word for w in _ROWS)
