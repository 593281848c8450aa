"""Clauses that only comment: "congrats on the win", "which one did you mean?", 「総務課の見方は当たりません」.

People frame what they say in words without number. A clause is a remark where it has no head of a claim (nothing of
paying, duty, time, amount, promise), names no plan or person of the insurance, and where each of its words is one of talk
or general, or stands in the answer or the question: a person or thing that nobody has spoken of tells a story of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.guardrail.acts import claims_in
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import (
    ENGLISH,
    EVERYDAY_ENGLISH,
    EVERYDAY_ENGLISH_STEMS,
    EVERYDAY_JAPANESE,
    GENERAL_ENGLISH,
    GENERAL_JAPANESE,
    JAPANESE,
    SINGLE,
)
from assistant.guardrail.names import Named
from assistant.guardrail.nearness import near
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.verdicts import verdicts_in
from assistant.guardrail.words import has_stem, latin, missing_pieces, native, runs, words_of
from assistant.language.stemming import stem

_MORE_CLAIMS: Final = re.compile(
    r"お任せ|入って(?:い|お)|物を言|効き|決め手|有利|有益|効果|得(?:で|を|に)|甘く|緩く|柔軟|寛大|融通|早く|速やか|すぐ|遅く|時間|評判|人気|最も|一番|本部|省|局|庁|議会|他の(?:会員|センター|町|会社)|みな(?:さん|様)|慣例|慣行|前例|実績|珍し|多く|ほとんど|大半|通(?:り|る)(?:やす|ま)|(?<!待って)(?<!つけ)(?<!付け)(?<!つけて)(?<!付けて)(?:ください|下さい|ましょう|お願い)|でも(?:かま|構|よ|い|結構)|割り?[引増]|ゼロ|無(?:い|し|く)|おっしゃる(?:とおり|通り)|その(?:とおり|通り)|正し|合って|いつ(?:でも|も)|どこ(?:でも|も)|誰(?:でも|も)|みなされ|とみなし|付いて|組み込|外(?:す|せ|れ|さ)|夜|朝|昼|休日|土日|祝"
    r"|保険会社|保険(?:は|が|で|も)|代理店|協会|警察|弁護士|裁判|役所|銀行|病院|＿"
    r"|\b(?:helps?|favou?rs?|lenient\w*|generous\w*|flexibl\w*|goodwill|discretion|fast|faster|quick\w*|slow\w*|smooth\w*|popular|market|colleagues|ministry|regulator|council|headquarters|others|most|usual\w*|typical\w*|common(?:ly)?|rare(?:ly)?|precedent\w*|practice|track record|goes? through|waved through|looks? away|looked after|taken care|sorted|leave (?:it|this|that|the rest)|to us|handled|in (?:as well|too)|are fine|(?:has|have) the (?:last|final) word)\b|\bplease (?!note|bear|wait|hold|excuse)|\b(?:zero|nil|correct|right|agreed|exactly so|go ahead|feel free|regularly|individually|any(?:time|where|one|body)|insurers?|insurance|policy|agency|agent|police|lawyers?|courts?|bank|hospital|night|made up for|in full|set aside|put (?:back|right))\b"
)
_DISAGREES: Final = re.compile(
    r"(?:見方|考え(?:方)?|理解|話|説|説明|解釈)(?:は|も)(?:当た|正し)[^。]{0,4}(?:ません|ない)|(?:無理|とんで|大げさ|情けな|おかし|変|恥|問題)(?:で?は|も)?(?:あり|ござい|でも|な)|当た(?:り|って)[^。]{0,4}ません|(?:言い切|断言|断定|申し上げ|お答え|判断)[^。]{0,14}(?:ません|かね|な)|当然"
    r"|\bno wonder\b|\b(?:not|isn't|n't) (?:\w+ )?(?:all )?(?:wrong|silly|stupid|odd|unusual|strange|alone|quite (?:so|right|that simple)|so simple|that simple)\b"
)


_BY_ITSELF: Final = re.compile(r"(?:チラシ|資料|パンフレット|案内|これ|それ)(?:の(?:内容|記載))?だけで(?:は)?")
_OPEN: Final = re.compile(r"only under conditions|条件つき|does not say|書かれていま")
_DEPENDS: Final = re.compile(
    r"^\W*(?:so |well,? )?(?:it|that|this|the answer|everything) (?:all )?(?:depends|hinges|hangs|turns) (?:up)?on\b|(?:次第|によ(?:り|って決まり)ます)(?:です)?"
)
"""What an answer with a condition, or one that is silent, may say of it in any words."""


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
    body = _DISAGREES.sub(" ", text)
    if SILENT.search(text) and SILENT.search(known):
        body = _BY_ITSELF.sub(" ", body)
    if _OPEN.search(known):
        body = _DEPENDS.sub(" ", body)
    if claims_in(body) or _MORE_CLAIMS.search(body) or verdicts_in(text, text):
        return False
    if negated(text) and not (_DISAGREES.search(text) or (SILENT.search(text) and SILENT.search(known))):
        return False
    return all(_stands(w, known) or _stands(w, asked) or near(w, _TALK) for w in _words(text))


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
    return found + [r for r in runs(text) if not native(r, text) and missing_pieces(r, (), _PLAIN, SINGLE)]


_PLAIN: Final = JAPANESE | GENERAL_JAPANESE | EVERYDAY_JAPANESE
_TALK: Final = " ".join(sorted(EVERYDAY_ENGLISH)) + " " + " ".join(sorted(EVERYDAY_JAPANESE))


def _stands(word: str, text: str) -> bool:
    return has_stem([words_of(text)], word) if word[0].isascii() else word in text
