"""Certainty that the answer does not have: "as the flyer states expressly" of a reading that is inferred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import negated
from assistant.guardrail.requirements import DOUBTFUL
from assistant.guardrail.text import Sentence

_CERTAIN: Final = re.compile(
    r"\b(?:expressly|explicitly|unambiguously|unequivocally|in so many words|in black and white|in plain words|clearly (?:stat\w+|says?|said|print\w*|show\w*|mark\w*|list\w*)"
    r"|(?:stat|say|confirm|print|show|mark|list|settl|put|spell|mak|is|are)\w*(?: \w+){0,3}? (?:clear(?:ly)?|plain(?:ly)?|beyond doubt|without (?:any )?(?:doubt|question))|leaves? (?:no|little) (?:doubt|question)|(?:is|are) certain)\b"
    r"|はっきり(?:と)?(?:書|記|示|載|定|明)|明記|明文|明確に(?:書|記|示|定|規定)|明言|(?:間違い|疑い|疑問の余地)(?:は|も|が)?(?:あり?ません|な[いく])|確実に(?:対象|補償)|明らかに"
)
_UNCERTAIN: Final = re.compile(r"\b(?:inferr?\w*|unclear|not|isn't|doesn't|no)\b|推定|推測|ません|ない|なく|読み取り")


_DOUBTS: Final = re.compile(r"\binfer\w*|\bunclear\b|推定|推測")


def _one_doubted(sentence: Sentence, evidence: Evidence) -> str | None:
    """The one plan that a sentence calls a matter of inference, where the answer pays in several by the same inference."""
    if not _DOUBTS.search(sentence.text):
        return None
    paid = {v.plan for v in evidence.answer.verdicts if v.verdict in ("covered", "conditional")}
    named = evidence.named(sentence.text)
    told = {n.value for n in named if n.kind == "plan"}
    if len(paid) < 2 or len(told) != 1 or not told < paid or any(n.kind in ("all", "rest") for n in named):
        return None
    of_one = [
        line.text
        for line in evidence.lines
        if _DOUBTS.search(line.text) and {n.value for n in evidence.named(line.text) if n.kind == "plan"} == told
    ]
    return None if of_one else told.pop()


_DENIED: Final = re.compile(r"\bnot\b|n't\b")


def check_certainty(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that calls certain what the answer infers, or doubtful for one plan what is so for all."""
    if not evidence.answer.verdicts or not DOUBTFUL.search(evidence.whole):
        return
    if (plan := _one_doubted(sentence, evidence)) is not None:
        yield f"The answer infers this of all plans, the draft of {plan} only."
        return
    found = _CERTAIN.search(sentence.text)
    if found is None or found[0] in evidence.whole or _DENIED.search(found[0]):
        return
    if negated(sentence.text) or _UNCERTAIN.search(sentence.text):
        near = sentence.text[max(0, found.start() - 30) : found.end() + 30]
        if _UNCERTAIN.search(near.replace(found[0], " ")) or negated(near.replace(found[0], " ")):
            return  # "is not clearly stated"
    yield f"The answer infers this, the draft says “{found[0]}”."
