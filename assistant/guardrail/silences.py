"""What a draft says besides, where the answer is that the brochure does not say.

An answer that gives nothing leaves nothing to conclude: "as the form leaves the date blank, the town may enter any". So
each clause of a draft must say that it is not said, send the reader to ask, repeat the question, or stand in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import has_stem, latin, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS

_POWERS: Final = re.compile(
    r"\b(?:may|can|could|might|will|would|must|has to|have to|needs? to|is|are|gets?|applies|apply|charged?|depends?)\b"
)
_SENDS: Final = re.compile(
    r"\b(?:please|ask|contact|call|check|confirm|look|consult|tell|answer|help|know|find out|reach|your question|you asked|examples?|only|blank|sorry|cannot|can't|not|no|neither|nor|nothing|without|unable|whether|how|what|let alone|guess\w*|estimate[sd]?|rough)\b|\?"
)
_CUT: Final = re.compile(r"[;:]|,(?!\d) |\s-\s|\b(?:but|while|whereas|although|though|because|which|who|as|so|and)\b")
_LEAST: Final = 0.6


_PRINTED: Final = re.compile(
    r"(?:示され|書かれ|書いて|記載され|載って|定められ|決められ|決まって|明記され|印刷され)(?:て)?(?:い|お|あ)?(?:ます|り|る)"
    r"|\b(?:states?|gives?|prints?|shows?|lists?|names?)\b|\b(?:is|are) (?:stated|given|printed|shown|listed|set|fixed|capped)\b"
)


def _printed(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """An amount that only the question has, told as printed where the answer is that it is not."""
    figures = read_figures(sentence.text).figures
    for segment in sentence.segments:
        if not _PRINTED.search(segment.text) or negated(segment.text) or SILENT.search(segment.text):
            continue
        for figure in figures:
            if figure.kind not in ("yen", "percent") or not segment.start <= figure.start < segment.end:
                continue
            if {k.role for k in evidence.find(figure)} <= {"operand"}:
                yield f"The answer does not say that {figure.text.strip()} is stated."
                return


def check_silences(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a clause that states something where the answer states nothing."""
    answer = evidence.answer
    if answer.abstained and not answer.verdicts and not answer.amounts:
        yield from _printed(sentence, evidence)
    if not answer.abstained or answer.verdicts or answer.amounts or answer.language != "en":
        return
    for clause in _CUT.split(sentence.text):
        if clause is None or not _POWERS.search(clause) or SILENT.search(clause) or _SENDS.search(clause):
            continue
        words = [w for w in latin(clause) if len(w) > 2 and w not in ENGLISH_STOPWORDS and not _POWERS.fullmatch(w)]
        if len(words) < 2:
            continue
        units = [x.text for x in (*evidence.lines, *evidence.details, *evidence.question)]
        if max(sum(has_stem([words_of(u)], w) for w in words) for u in units) < _LEAST * len(words):
            yield f"The answer states nothing of the kind: “{clause.strip()[:80]}”."
            return
