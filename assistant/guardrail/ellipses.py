"""What a segment says about being paid, also where it has no word for it: "so does the other", "the answer is no"."""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.text import Segment
from assistant.guardrail.verdicts import Said, verdicts_in

_DOES_NOT: Final = re.compile(
    r"\b(?:does|do|will|would|is|are|can)(?: not|n't)\b(?=\s*(?:[.,;:]|-\s|$|since|because|as\b))"
)
_DOES: Final = re.compile(r"\b(?:so does|does so|do so|does too|does as well|it does|they do|does(?=[.,;]|$))\b")
_ANSWER_IS: Final = re.compile(
    r"\b(?:answer|verdict|reply|result) (?:here )?is (?:therefore )?(?:an? )?(?:\w+ )?(?:yes\b|(?P<no>no\b))"
)
_ELLIPSIS: Final = re.compile(
    r"^\W*(?:but|while|whereas|though|although|and|yet)\b.*\b(?:is|are|was|will|would|can|may)(?: be)?(?P<no> not|n't)?\W*$"
)


def said_in(segment: Segment, masked: str) -> tuple[Said, ...]:
    """The statements about payment in a segment, `masked` being the sentence with the names blanked."""
    piece = masked[segment.start : segment.end]
    found = verdicts_in(segment.text, piece)
    if not found and (m := _DOES_NOT.search(piece)):
        return (Said(m.start(), m.end(), False),)
    if not found and (m := _DOES.search(piece)):
        return (Said(m.start(), m.end(), True),)
    if not found and (m := _ANSWER_IS.search(piece)):
        return (Said(m.start(), m.end(), m["no"] is None),)
    if not found and (m := _ELLIPSIS.search(piece)):
        return (Said(m.start(), m.end(), not m["no"]),)
    if not found and re.match(
        r"[^a-z]*(?:under|with|in)?[^a-z]*(?:the |your )?[^a-z]*(?:plan |cover )?only (?:if|when|where|under)\b", piece
    ):
        return (Said(0, len(piece), True, conditional=True),)
    if not found and re.fullmatch(r"\W*(?:yes|はい|可)\W*", piece) and segment.start:
        return (Said(0, len(piece), True),)
    if not found and re.fullmatch(r"\W*(?:no|いいえ|不可)\W*", piece) and segment.start:
        return (Said(0, len(piece), False),)
    if not found and re.match(r"\W*(?:no, |but )?not (?:\w+ ){0,3}＿", piece):
        return (Said(0, len(piece), False),)
    return found
