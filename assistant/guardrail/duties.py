"""Duties: what a draft says must be must be asked for by the answer, and what it leaves to choose must be left there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.licences import licensed
from assistant.guardrail.relations import SILENT
from assistant.guardrail.text import Sentence

_DUTY: Final = re.compile(
    r"(?:必須|義務|強制)(?!で(?:は)?(?:あり|ござ|な)|は(?:あり|な|ござ)|(?:的)?では)|なければな|ねばな|べき(?![一-龥])|必要(?!書類|ありません|は(?:あり|な)|な(?:い|く)|も(?:あり|な))|要します|要件|\bmust\b|\bha(?:s|ve) to\b(?! (?:tell|say|ask|confirm|check|decide|answer))|(?<!not )\bobliged\b|(?<!not )\bcompulsory\b|(?<!not )\bmandatory\b|(?<!not )(?<!have )\brequire[sd]?\b|\bneeds? to\b|\bobligatory\b"
)
_ASKS: Final = re.compile(
    r"必要|条件|前提|こと(?:。|$|が|で|です|、|\))|ください|までに|済ませ|要件|限|要し|求め|決まって|\bmust\b|\bneed(?:s|ed)?\b|\brequire|\bcondition|\bassumes|\bobtain\b|\bdue\b|\bonly\b|\bhave to\b|\bhas to\b|\bprovided\b|\bbefore\b|\brestores\b|復活"
)


def check_duties(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that makes a duty of what is none."""
    text = sentence.text
    told = any(_DUTY.search(s.text) and not SILENT.search(s.text) for s in sentence.segments)
    if told and not (_ASKS.search(evidence.whole) or licensed("requirement", sentence, evidence)):
        yield f"The draft makes a duty of what is none: “{text[:80]}”."
