"""What a segment says about being paid, also where it has no word for it: "so does the other", "the answer is no"."""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.text import Segment
from assistant.guardrail.verdicts import Said, left_open, verdicts_in

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

_YES_SIGN: Final = r"[○〇◯]|可|はい|補償|対象|ok|yes|covered|paid"
_NO_SIGN: Final = r"×|✕|不可|いいえ|ng|no"
_NO_OF_A_PLAN: Final = r"なし|無し|ゼロ|nothing(?: at all)?|none|nil"
_SIGN: Final = re.compile(
    rf"^(?P<label>.*?[^\W_]\s*(?:は|も|では|なら|[:=→]))?\W*?(?:(?P<yes>{_YES_SIGN})|(?P<no>{_NO_SIGN})|(?P<none>{_NO_OF_A_PLAN}))(?:です|でございます|で)?[\s。、.,;)」]*$"
)
"""A verdict in one word or sign directly behind what it is of: 「費用は不可」, "the plan: nothing"."""
_LABELLED: Final = re.compile(r"[^\W][)」]?\s*(?:[:=→(]|は|では|も)\s*$")
_OF_A_PLAN: Final = re.compile(r"＿[)」]?\s*(?:plan|cover|one)?\s*(?:[:=→(]|は|では|も)\s*$")
_OF_A_COST: Final = re.compile(
    r"(?:[用償金代費料分害託いの]|＿|costs?|fees?|damages|expenses?|payments?)[)」]?\s*(?:[:=→(]|は|では|も)\s*$"
)
_NAME_ONLY: Final = re.compile(
    r"\W*(?:(?:only|just|solely) )?(?:(?:under|with|in) )?(?:the |your )?＿+(?: (?:plan|one|cover|option|insurance))?(?P<only>だけ|のみ| only| alone)?(?:です|になります|でございます|ですね|となります| does| pays)?[。.!\s]*"
)


def _sign(segment: Segment, masked: str) -> Said | None:
    """A verdict that is one word or sign behind its label, in this segment or at the end of the one before."""
    piece = masked[segment.start : segment.end]
    m = _SIGN.match(piece)
    if m is None:
        return None
    before = m["label"] or masked[: segment.start]
    if not (_OF_A_PLAN if m["none"] else _OF_A_COST).search(before):
        return None
    return Said(m.start("yes") if m["yes"] else 0, len(piece), bool(m["yes"]))


def said_in(segment: Segment, masked: str) -> tuple[Said, ...]:
    """The statements about payment in a segment, `masked` being the sentence with the names blanked."""
    piece = masked[segment.start : segment.end]
    found = verdicts_in(segment.text, piece)
    if not found and (sign := _sign(segment, masked)):
        return (sign,)
    if (
        not found
        and (m := _NAME_ONLY.fullmatch(masked))
        and (m["only"] or re.match(r"\W*(?:only|just|solely)\b", masked))
    ):
        return (Said(0, len(piece), True, only=True),)  # "Only the wider one." answers
    if not found and (depends := left_open(piece)):
        return (depends,)
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
