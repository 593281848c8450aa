"""Conditions that a statement names, and whether the answer names them, too."""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import GENERAL_ENGLISH
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import has_stem, latin, missing_pieces, runs, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

CONDITION_WORDS: Final = re.compile(
    r"条件|ないまま|ないと|(?:う|る)と、|限り|限って|場合|必要|要件|れば|えば|けば|せば|たら|前提|\bif\b|provided|as long as|unless|only|conditions?|subject to|must|when|where|once|depend|requires?|assum"
)


_ASKS: Final = re.compile(
    r"こと(?:。|$|\)|、)|[たる]とき|限|だけ|のみ|ください|なければ|\b(?:only|trigger|needs?|obtain|before|limited|one)\b"
)
STRICT: Final = re.compile(
    r"(?:た|る|い)(?:とき|場合)(?:に)?だけ|場合に限|に限り|に限って|に限ら|ときに限|のみ|\bonly (?:if|when|where|as far|to the extent|for|once|after)\b|\bprovided\b|\bas long as\b|\bon condition\b|\bunless\b"
)


def conditioned(sentence: Sentence, strict: re.Match[str], evidence: Evidence) -> bool:
    """Whether the words of a condition stand together in one sentence of the answer; those of the question are no ground."""
    part = next((s.text for s in sentence.segments if s.start <= strict.start() < s.end), sentence.text)
    part = mask(part, evidence.named(part))
    if not anchors(part) and strict[0].isascii():  # "only if, after …,": the condition comes behind
        part = sentence.text[strict.end() :]
        part = mask(part, evidence.named(part))
    return all(_carried(p, evidence) for p in JOINT.split(part) if p.strip())


JOINT: Final = re.compile(r",? and (?=(?:\w+ ){1,4}?(?:is|are|was|were|has|have|must|will|can|may|does|do|did)\b)")
"""What joins two clauses with a subject and a verb each."""


def _carried(part: str, evidence: Evidence) -> bool:
    """Whether one sentence of the answer has the words of a condition."""
    telling = anchors(part)
    subjects = [v.subject.lower() for v in evidence.answer.verdicts if v.verdict == "covered"]
    # What is covered without a condition is no condition of itself.
    telling = tuple(a for a in telling if a not in GENERAL_ENGLISH and not any(has(x, a) for x in subjects))
    told = [c.lower() for v in evidence.answer.verdicts for c in v.conditions]
    body = (*evidence.lines, *evidence.details)
    if evidence.answer.verdicts:
        asks = [
            x for x in body if CONDITION_WORDS.search(x.text) or _ASKS.search(x.text) or any(x.text in c for c in told)
        ]
    else:
        asks = list(body)
    lines = [_UNRESTRICTED.sub(" ", mask(x.text, evidence.named(x.text))) for x in asks]
    plain = runs(part) or [w for w in latin(part) if w not in ENGLISH_STOPWORDS and len(w) > 2 and w != "provided"]
    if telling:
        plain = [
            w for w in plain if not w[0].isascii() or (stem(w) not in GENERAL_ENGLISH and has_stem([evidence.words], w))
        ]
        least = _LEAST if part.isascii() else 0.0
        return any(all(has(x, a) for a in telling) and (not plain or share(plain, x) >= least) for x in lines)
    return bool(plain) and any(share(plain, x) >= _MOST for x in lines)


_UNRESTRICTED: Final = re.compile(
    r"[^、。()]*(?:に限(?:る|られ|定)|だけ|のみ)[^、。()]{0,10}(?:ません|ない)|\b(?:not|nowhere)\b[^.,;()]*\b(?:limited|restricted|confined|only)\b[^.,;()]*"
)
"""A restriction that is said not to be there."""
_MOST: Final = 0.66
_LEAST: Final = 0.6


def share(words: list[str], text: str) -> float:
    """How many of these words (0 to 1) a text has, as runs of kanji or as English words."""
    theirs = [words_of(text)]
    found = [
        has_stem(theirs, w) if w[0].isascii() else not missing_pieces(w, (text,), frozenset(), frozenset())
        for w in words
    ]
    return sum(found) / len(found)
