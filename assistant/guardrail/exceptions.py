"""Exceptions: what the answer takes out of a rule must not be told as under it, nor its exceptions be denied.

The answer: industrial property is excluded, copyright alone is not. A lie lists copyright among the excluded. The answer:
a report of the monitoring software meets the requirement. A lie says that it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import anchors, clauses, denied, has, negated
from assistant.guardrail.text import Sentence

_TAKEN_OUT: Final = re.compile(
    r"除(?:かれる|外される|く|かれている)のは([^、。()]{2,20}?)だけ|([^、。()]{2,14}?)(?:を|は)除(?:き|く|いて)|([^、。()]{2,14}?)以外"
    r"|\b(?:except(?: for)?|other than|apart from|with the exception of) (?:the )?([a-z' -]{3,40})"
)
_EXCEPTS: Final = re.compile(
    r"除|例外|以外|だけ|のみ|ただし|は別|\b(?:except\w*|other than|apart from|only|but|however|unless|exempt\w*|alone)\b"
)
_MEETS: Final = re.compile(
    r"(?:要件|条件)(?:を|は|も)?(?:満た|みた)|(?:要件|条件|これ)に(?:は|も)?(?:当た|当て|該当|あた)|\b(?:meets?|satisf\w+|fulfil\w*|qualif\w+|counts?)\b"
)

_FAILS: Final = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|cannot|none|nothing|hardly|fails?|failed)\b|n't\b)[^,;.]{0,60}?\b(?:meet|meets|satisf\w+|fulfil\w*|qualif\w+|counts?)\b|\b(?:counts?|qualif\w+) (?:for nothing|as (?:nothing|none))\b"
)
"""A meeting of a requirement that is denied; "without permission is an infringement, which counts as …" denies none."""


def check_exceptions(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that swallows an exception, or denies that something meets a requirement."""
    text = sentence.text
    if not _EXCEPTS.search(text) and negated(text):
        for word, line in _exceptions(evidence):
            if has(text, word) and negated(line) and any(has(line, a) for a in anchors(text) if a != word):
                yield f"The answer takes “{word}” out of this."
                return
    for clause in (s.text for s in sentence.segments) if text.isascii() else clauses(sentence):
        if not _MEETS.search(clause) or not (_FAILS.search(clause) if clause.isascii() else negated(clause)):
            continue
        for word in anchors(clause):
            if any(has(q.text, word) for q in evidence.question):
                continue
            places = [c for line in (*evidence.lines, *evidence.details) for c in clauses(line) if has(c, word)]
            if places and not any(denied(c, word) for c in places):
                yield f"The answer does not say that “{word}” fails a requirement."
                return


@lru_cache(maxsize=128)
def _exceptions(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """The telling words of the answer's exceptions, each with the answer's sentences around it."""
    found = []
    for line in (*evidence.lines, *evidence.details):
        for m in _TAKEN_OUT.finditer(line.text):
            words = anchors(next(g for g in m.groups() if g))
            found += [
                (w, _around(line.text, evidence)) for w in words if sum(x.text.count(w) for x in evidence.lines) == 1
            ]
    return tuple(dict.fromkeys(found))


def _around(text: str, evidence: Evidence) -> str:
    """A sentence and the one before it: "… is excluded. Only … is not."."""
    lines = [x.text for x in evidence.lines]
    at = lines.index(text) if text in lines else 0
    return lines[at - 1] + text if at else text
