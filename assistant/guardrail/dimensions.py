"""A figure of one rank, type or set told of any: "103,610 yen in any rank"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.text import Sentence

_ANY: Final = re.compile(
    r"\b(?:any|every|each|all(?: the)?|whatever(?: the)?|whichever|(?:regardless|irrespective) of(?: the)?|no matter (?:which|what))(?: contract)? (?P<what>rank|type|set)s?\b"
    r"|(?:どの|全|各|いずれの|すべての|全ての)(?:契約)?(?P<ja>ランク|類型|タイプ|セット)|(?P<free>ランク|類型|タイプ|セット)(?:に(?:よらず|かかわらず|関わらず)|を問わず)"
)
_KINDS: Final = {
    "rank": "rank",
    "type": "type",
    "set": "type",
    "ランク": "rank",
    "類型": "type",
    "タイプ": "type",
    "セット": "type",
}


def check_dimensions(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that tells a figure of one choice as that of every choice."""
    found = _ANY.search(sentence.text)
    if found is None or _ANY.search(evidence.whole):
        return
    kind = _KINDS[found["what"] or found["ja"] or found["free"]]
    for figure in read_figures(sentence.text).figures:
        known = [k for k in evidence.find(figure) if k.final]
        if known and all(getattr(k, kind) for k in known):
            yield f"{figure.text.strip()} is the figure of one {kind} in the answer, the draft says “{found[0]}”."
            return
