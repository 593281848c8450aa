"""Whether a statement about payment repeats a sentence of the answer: a reason given again, a rule explained.

The verdict on what was asked is compared elsewhere. A rule may well say "is covered" where the verdict is no: "the plan
covers leaks only". Such a statement passes where one sentence of the answer holds all of its words, with the same
polarity and no restriction lost.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import JAPANESE, SYNONYMS
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, anchors, clauses, has, negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.verdicts import Said, verdicts_in
from assistant.guardrail.words import missing_pieces, runs, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_RESTRICTED: Final = re.compile(r"だけ|のみ|限|\bonly\b|\blimited\b|\bone trigger\b|\bsolely\b")
_UNITS: Final = frozenset("費料金額")
_MOST: Final = 0.75
# "is … by the insurer" stands in every answer, and carries no statement.
_COMMON: Final = frozenset(
    stem(w) for w in (*ENGLISH_STOPWORDS, "not", "insurer", "insurance", "plan", "cover", "covered", "paid", "pays")
)


def entailed(text: str, said: Said, evidence: Evidence) -> bool:
    """Whether one sentence of the answer makes the same statement with the same words."""
    masked = mask(text, evidence.named(text))
    content = runs(masked)
    own = masked if _of_one_plan(text, evidence) else text
    telling = anchors(masked)
    ours = _told_apart(text, evidence)
    for line in (*evidence.lines, *evidence.details):
        if evidence.answer.verdicts and not telling and SILENT.search(line.text) and not SILENT.search(text):
            continue  # that it cannot be told whether something is paid is no "no"
        if ours and not telling and ours.isdisjoint(_plans(line.text, evidence)):
            continue  # a plan and a verdict alone, and the sentence is on another plan
        restricted = bool(_RESTRICTED.search(line.text))
        if said.only and said.paid and restricted:
            told = [a for a in telling if not any(has(q.text, a) for q in evidence.question)]
            if any(has(line.text, a) for a in telling) and all(has(line.text, a) for a in told):
                return True
        theirs = verdicts_in(line.text, mask(line.text, evidence.named(line.text)))
        if not any(t.paid == said.paid and not t.hedged for t in theirs):
            if not evidence.answer.verdicts and _same_polarity(line, said, telling):
                return True
            continue
        if restricted and not said.paid:  # what is restricted stands in one clause, what is denied in another
            if any(negated(c) and _holds(c, content, own) for c in clauses(line)):
                return True
        elif _holds(line.text, content, own):
            return said.only or not restricted
    return not said.paid and not said.conditional and _left_out(telling, evidence)


def _plans(text: str, evidence: Evidence) -> frozenset[str]:
    """The plans that a text names."""
    return frozenset(n.value for n in evidence.named(text) if n.kind == "plan")


def _told_apart(text: str, evidence: Evidence) -> frozenset[str]:
    """The plans that a text names, unless it is the one plan that all of the answer is about."""
    named = _plans(text, evidence)
    only = {v for _, v in evidence.plans}
    return frozenset() if len(only) == 1 and named <= only else named


def _left_out(telling: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether a denied clause of the answer has what a denial has, but for what the question says."""
    own = [a for a in telling if not any(has(q.text, a) for q in evidence.question)]
    return bool(own) and any(
        negated(c) and not SILENT.search(c) and all(has(c, a) or any(w in c for w in SYNONYMS.get(a, ())) for a in own)
        for line in (*evidence.lines, *evidence.details)
        for c in clauses(line)
    )


def _of_one_plan(text: str, evidence: Evidence) -> bool:
    """Whether the answer judges one plan, and a text names no other: then the name tells nothing apart."""
    plans = {v for _, v in evidence.plans}
    return len(evidence.plans) == 1 and all(n.value in plans for n in evidence.named(text) if n.kind == "plan")


def _same_polarity(line: Sentence, said: Said, telling: tuple[str, ...]) -> bool:
    """In an answer without verdicts: a clause that has the words, and denies or affirms as the statement does."""
    return bool(telling) and any(
        negated(c) != said.paid and all(has(c, a) for a in telling) for c in clauses(line) if not SILENT.search(c)
    )


def _holds(line: str, content: list[str], text: str) -> bool:
    if content:
        return all(not missing_pieces(r, (line,), JAPANESE, _UNITS) for r in content)
    stems = words_of(text).stems - _COMMON
    return bool(stems) and len(stems & words_of(line).stems) >= _MOST * len(stems)


def mask(text: str, named: tuple[Named, ...]) -> str:
    """The text with the names of plans, types, ranks and schemes blanked: 「限定」 in a name restricts nothing."""
    letters = list(text)
    for n in named:
        if n.kind in ("plan", "type", "rank", "scheme"):
            letters[n.start : n.end] = "＿" * (n.end - n.start)
    return "".join(letters)
