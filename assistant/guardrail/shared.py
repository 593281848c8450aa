"""What a draft says of all types, or of two of them, without a figure of its own: a shared limit, the same limit, every price.

"The costs have a limit of their own", "with the next type the liability cover is the same", "every type is within the
budget": each figure in such a sentence may be the answer's, and the scheme's tables say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.names import Named
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.told import SECTIONS

_BOTH: Final = 2
_OF_ITS_OWN: Final = re.compile(
    r"別枠|とは別|別々|別の枠|独立|\b(?:separate(?:ly)? (?:from|to|limit|pot)|on top of|in addition to|independent(?:ly)? of|apart from)\b"
)
_DEDUCTIBLE: Final = re.compile(r"免責|自己負担|\b(?:deductible|excess)\b")
_CHARGED: Final = re.compile(r"別料金|別払い|追加料金|\b(?:extra|separate|additional) (?:charge|fee|premium)\b")
_EVERY: Final = re.compile(
    r"(?:どの|すべての|全ての|全)(?:タイプ|類型|契約類型|ランク|セット)(?:で|に)?も?|(?:いずれ|どれ)のタイプ|\b(?:every|any|all|whichever) (?:of the )?(?:contract )?(?:types?|ranks?|sets?)\b"
)
_SAME: Final = re.compile(
    r"同じ|同額|変わりません|変わらない|変わらず|そのまま|\b(?:the same|unchanged|identical|equal|stays? at|remains? at)\b"
)


def check_shared(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for what it says of several limits or types at once."""
    text = sentence.text
    if _OF_ITS_OWN.search(text) and not _OF_ITS_OWN.search(evidence.whole) and not negated(text):
        sections = sum(p.search(text) is not None for p in SECTIONS.values())
        shared = any(p.shared for scheme in evidence.schemes for p in evidence.names.printed(scheme))
        if shared and sections >= _BOTH and not _DEDUCTIBLE.search(text):
            yield f"All payments together share one limit, the draft says otherwise: “{text.strip()[:80]}”."
    if (m := _CHARGED.search(text)) and not _CHARGED.search(evidence.whole) and not negated(text):
        yield f"The answer does not speak of: {m[0]}."
    yield from _of_every(sentence, evidence)
    yield from _the_same(sentence, named, evidence)


def _of_every(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """An amount told of every type, where the types differ in it."""
    text = sentence.text
    if not (m := _EVERY.search(text)) or _EVERY.search(evidence.whole):
        return
    for figure in (f for f in read_figures(text).figures if f.kind == "yen"):
        if any(_all_alike(scheme, figure.value, evidence) for scheme in evidence.schemes):
            continue
        if not evidence.schemes or (m.end() > figure.start and m.start() - figure.end > _FAR):
            continue
        yield f"The answer does not say of every one: “{m[0]}”."
        return


_FAR: Final = 24


def _all_alike(scheme: str, value: object, evidence: Evidence) -> bool:
    """Whether a scheme prints an amount that is the same in every type, or that no type has part in."""
    table = evidence.names.printed(scheme)
    if any(p.value == value and p.type is None for p in table):
        return True
    for section in SECTIONS:
        values = {p.value for p in table if p.role == "limit" and p.section == section}
        if values == {value}:
            return True
    return any(k.final and k.figure.value == value and k.type is None for k in evidence.known)


def _the_same(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Limits of another type told to be those of the answer's, where the scheme prints others."""
    text = sentence.text
    if not _SAME.search(text) or negated(_SAME.sub(" ", text)):
        return
    own = set([a.type for a in evidence.answer.amounts if a.type][:1])  # the one that the answer begins with
    others = {n.value for n in named if n.kind == "type"} - own
    if len(own) != 1 or len(others) != 1:
        return
    at = _SAME.search(text)
    assert at is not None
    sections = [(m.start(), name) for name, p in SECTIONS.items() for m in p.finditer(text[: at.start()])]
    if not sections:
        return
    section = max(sections)[1]
    for scheme in evidence.schemes:
        limits = {p.type: p.value for p in evidence.names.printed(scheme) if p.role == "limit" and p.section == section}
        (mine,), (other,) = own, others
        if mine in limits and other in limits and limits[mine] != limits[other]:
            yield f"The limits of {mine} and {other} differ, the draft says that they are the same."
            return
