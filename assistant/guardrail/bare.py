"""Sentences that say nothing of the matter: greetings, pointers, closing words; and claims that hide among them.

"The decision takes a month" has no word that belongs to one answer rather than another, so no comparison of words
finds fault with it. Hence the reverse: a sentence without a telling word or a figure may hold only verdict words and
courtesy, or the words of one sentence of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from assistant.guardrail.acts import leads_in
from assistant.guardrail.affirmations import statements
from assistant.guardrail.courtesies import leads
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import (
    ENGLISH,
    ENGLISH_SYNONYMS,
    GENERAL_ENGLISH,
    GENERAL_JAPANESE,
    JAPANESE,
    SINGLE,
    SYNONYMS,
)
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, anchors, has, negated
from assistant.guardrail.remarks import remark
from assistant.guardrail.text import Sentence
from assistant.guardrail.verdicts import verdicts_in
from assistant.guardrail.words import has_stem, latin, missing_pieces, runs, words_of
from assistant.language.stemming import stem

_LISTS: Final = Path(__file__).parent / "lists"
PLAIN_ENGLISH: Final = frozenset((_LISTS / "bare.en.txt").read_text(encoding="utf-8").split())
"""Words of a verdict and of courtesy."""
_PLAIN_JA: Final = frozenset((_LISTS / "bare.ja.txt").read_text(encoding="utf-8").split())
_SINGLE: Final = frozenset(w for w in _PLAIN_JA if len(w) == 1)


def check_bare(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that has no telling word or figure of the answer and is no courtesy."""
    masked = _masked(sentence.text, named)
    if _of_insurer(masked, sentence, evidence):
        yield f"The draft says of the insurer what the answer does not: “{sentence.text.strip()[:90]}”."
        return
    if _compared(sentence, named, evidence) or _restores(sentence, named, evidence):
        return
    if _needed(masked, named, evidence):
        return
    clauses = tuple(statements(masked))
    hollow = [not (leads(c) or leads_in(c)) and _hollow(c, sentence, evidence) for c in clauses]
    whole = all(hollow)
    for clause in (masked,) if whole else (c for c, h in zip(clauses, hollow, strict=True) if h):
        if remark(clause, evidence.whole, evidence.asked.text):
            continue
        if _bare(_UNCHANGED.sub(" ", clause), sentence, evidence, whole):
            yield f"The draft says something besides the answer: “{clause.strip()[:90]}”."
            return


_INSURER: Final = re.compile(
    r"保険(?:会社)?(?:は|が|で(?!す|あ)|も|に(?:は|も))|保険です"
    r"|\b(?:insurer|insurance(?! (?:period|premium|amount))|policy(?! (?:period|year)))(?:'s|s)? (?:will|won't|would|wouldn't|can|can't|could|is|isn't|has|does|doesn't|[a-z]{3,}s)\b"
)
_INSURER_DOES: Final = re.compile(
    r"判断|決定|決め|決ま|確認|同意|承認|お?答え|回答|相談|尋|問い?合|連絡|通知|報告|\b(?:decid|judg|assess|determin|tell|help|advis|explain|answer|confirm|consent|approv|agree|say|depend|know|ask|inform|notif)\w*"
)


def _of_insurer(masked: str, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a sentence says of the insurer or the insurance something that is neither verdict, decision nor of the answer.

    "The insurer turns its back on it" has no word that a list of verdicts could hold.
    """
    if not _INSURER.search(masked) or _INSURER_DOES.search(masked) or SILENT.search(masked):
        return False
    if verdicts_in(masked, masked) or any(
        has(evidence.whole, a) for a in anchors(sentence.text) if a not in GENERAL_ENGLISH
    ):
        return False
    return not any(f.kind != "page" for f in read_figures(sentence.text).figures)


def _hollow(text: str, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a part of a sentence has no telling word of the answer and no figure."""
    if any(f.kind not in ("page", "label") and f.text in text for f in read_figures(sentence.text).figures):
        return False
    return not any(has(evidence.whole, a) for a in _telling(text, sentence) if a not in _PLAIN_JA)


def _telling(text: str, sentence: Sentence) -> list[str]:
    """The telling words of a sentence that stand in a part of it."""
    stems = words_of(text).stems
    return [a for a in anchors(sentence.text) if (a in stems if a[0].isascii() else a in text)]


def _compared(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> bool:
    """Whether a sentence only says which of several is dearer; the direction is compared elsewhere."""
    several = len({k.figure.value for k in evidence.known if k.final}) > 1
    return several and any(n.kind in ("type", "plan", "rank") for n in named) and bool(_COMPARED.search(sentence.text))


def _restores(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> bool:
    """Whether a sentence says that an option brings cover back, as the answer does."""
    mine = {n.value for n in named if n.kind == "plan"}
    if not mine or negated(sentence.text) or not _RESTORES.search(sentence.text):
        return False
    return all(
        any(_RESTORES.search(x.text) and p in {n.value for n in evidence.named(x.text)} for x in evidence.lines)
        for p in mine
    )


def _needed(masked: str, named: tuple[Named, ...], evidence: Evidence) -> bool:
    """Whether a sentence says no more than that this needs the option that the answer names for it."""
    mine = {n.value for n in named if n.kind == "plan"}
    judged = {p for _, p in evidence.plans}
    if not mine or mine & judged or negated(masked):
        return False
    lines = [x for x in evidence.statements if _NEEDS.search(x)]
    if not all(any(p in {n.value for n in evidence.named(x)} for x in lines) for p in mine):
        return False
    places = (evidence.whole, *(q.text for q in evidence.question))
    return all(_general(w) or any(_in(w, x) for x in places) for w in _left(masked))


_NEEDS: Final = re.compile(r"必要|付け|セット|であれば|なら|\b(?:needs?|with|only|requires?|would cover)\b")
_COMPARED: Final = re.compile(
    r"\b(?:cheaper|dearer|pricier|lower|higher|less|more)\b|高(?:い|く)|安(?:い|く)|割高|割安|お得"
)
_RESTORES: Final = re.compile(
    r"復活|戻[しすせ]|\b(?:restor\w+|reinstat\w+|br(?:ings?|ought) (?:\w+ )?back|giv\w+ (?:\w+ )?back)\b"
)


def _bare(text: str, sentence: Sentence, evidence: Evidence, whole: bool) -> bool:
    """Whether a part without a telling word has words besides; `whole` where it is all of the sentence."""
    left = _left(text)
    if not left:
        return False
    if verdicts_in(text, text) and any(_in(a, q.text) for a in _telling(text, sentence) for q in evidence.question):
        left = [w for w in left if not (_general(w) or any(_in(w, q.text) for q in evidence.question))]
    if SILENT.search(text) and SILENT.search(evidence.whole):
        left = [w for w in left if w in _CLAIMS and not _in(w, evidence.whole)]
    if _RESTATES.search(text):
        left = [w for w in left if not any(_in(w, q.text) for q in evidence.question)]
    body = (*evidence.lines, *evidence.details)
    if not whole:
        places = (evidence.whole, *(q.text for q in evidence.question))
        strange = [w for w in left if not any(_in(w, x) for x in places)]
        return len(strange) > 1 or any(w in _CLAIMS for w in strange)
    if not left:
        return False
    near = [piece for line in body for piece in (line.text, *_ASIDE.findall(line.text)) if _alike(text, piece)]
    best = max((sum(_in(w, x) for w in left) for x in near), default=0)
    if best == len(left):
        return False
    # Most of it from one sentence, the rest from the others.
    places = (evidence.whole, *(q.text for q in evidence.question))
    strange = [w for w in left if not any(_in(w, x) for x in places)]
    if _telling_in_one(left, near):
        return False
    return bool(strange) or best < max(2, _MOST * len(left))


_ASIDE: Final = re.compile(r"\(([^()]{6,})\)")
"""What a sentence of the answer says in brackets, a statement of its own."""


def _telling_in_one(left: list[str], lines: list[str]) -> bool:
    """Whether the words that are not general stand in one sentence of the answer, two of them at least."""
    telling = [w for w in left if not _general(w)]
    return len(telling) > 1 and any(all(_in(w, x) for w in telling) for x in lines)


def _general(word: str) -> bool:
    """Whether a word carries no claim beside a verdict, which is compared elsewhere."""
    if word[0].isascii():
        return stem(word) in GENERAL_ENGLISH or word in ENGLISH or stem(word) in ENGLISH
    return not missing_pieces(word, (), JAPANESE | GENERAL_JAPANESE, SINGLE)


_UNCHANGED: Final = re.compile(r"変わり(?:は)?(?:ありません|ません)")
_MOST: Final = 0.6


_RESTATES: Final = re.compile(
    r"^\W*(?:you (?:ask|want|wish|wrote)|your question|regarding|concerning|as (?:for|to))|ご質問|お尋ね|について(?:です|、|の)"
)
_CLAIMS: Final = frozenset(("separate", "free", "tax", "later", "annual", "monthly"))


def _denies(text: str) -> bool:
    return negated(text) or bool(re.search(r"\bun(?:paid|known|successful|insured|clear)\b", text))


def _alike(text: str, line: str) -> bool:
    return _denies(line) == _denies(text) and bool(SILENT.search(line)) == bool(SILENT.search(text))


def _left(text: str) -> list[str]:
    """The words of a sentence that are neither courtesy nor words of a verdict."""
    english = [
        w
        for w in (x.removesuffix("'s") for x in latin(text))
        if len(w) > 1 and w not in PLAIN_ENGLISH and stem(w) not in PLAIN_ENGLISH
    ]
    return english + [r for r in runs(text) if missing_pieces(r, (), _PLAIN_JA, _SINGLE)]


@lru_cache(maxsize=16384)
def _in(word: str, line: str) -> bool:
    """Whether a sentence of the answer has a word, or another word for it."""
    if word[0].isascii():
        words = words_of(line)
        return has_stem([words], word) or bool(ENGLISH_SYNONYMS.get(stem(word), frozenset()) & words.stems)
    left = missing_pieces(word, (line,), _PLAIN_JA, _SINGLE)
    return not left or any(w in line for each in (word, left) for w in SYNONYMS.get(each, ()))


def _masked(text: str, named: tuple[Named, ...]) -> str:
    letters = list(text)
    for n in named:
        letters[n.start : n.end] = "＿" * (n.end - n.start)
    return re.sub(
        r"\bsee\b|\bin any (?:case|event)\b|ご覧|次の(?:通り|とおり|表|もの|どれか|いずれか|[0-9一二三四五六])",
        " ",
        "".join(letters),
    )
