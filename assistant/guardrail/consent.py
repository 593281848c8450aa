"""Whose consent the answer asks for, and in what form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import has
from assistant.guardrail.text import Sentence
from assistant.language.stemming import stem

_CONSENT: Final = re.compile(r"\b(?:consent|approval|approve|permission|go-ahead)\b|同意|承認|承諾|許可|了承")
_SPOKEN: Final = re.compile(
    r"\b(?:by (?:tele)?phone|over the phone|oral(?:ly)?|verbal(?:ly)?|spoken|by e-?mail|informal(?:ly)?|tacit(?:ly)?)\b|口頭|電話で|メールで|黙示|内々"
)
_CONSENT_OF: Final = re.compile(
    r"\b(?:consent|approval|permission) (?:of|from|by) (?:the |your |an? )?([a-z]+)|\b(?:the|your) ([a-z]+)'s (?:\w+ ){0,3}(?:consent|approval)|([一-龥]{2,12})(?:から|の|による)(?:書面(?:による|で)の?)?(?:事前の?)?(?:同意|承認|許可)"
)


def check_consent(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for consent of somebody else, or in a looser form, than the answer asks for."""
    found = _SPOKEN.search(sentence.text) if _CONSENT.search(sentence.text) else None
    if found is not None and not _SPOKEN.search(evidence.whole):
        yield f"The answer does not say that consent may be given “{found[0]}”."
    for m in _CONSENT_OF.finditer(sentence.text):
        whose = stem(m[1] or m[2]) if m[1] or m[2] else m[3]
        lines = [x for x in evidence.statements if re.search(r"consent|同意|承認", x)]
        if (
            lines
            and whose not in ("書面", "事前", "保険会社", "引受保険会社", stem("insurer"))
            and not any(has(x, whose) for x in lines)
        ):
            yield f"The answer does not ask for the consent of “{whose}”."
