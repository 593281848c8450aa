"""Plans and options that the answer does not judge, and tells of: "the option is needed", "the other plan would cover it"."""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import SYNONYMS
from assistant.guardrail.names import Named
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.spoken import Key
from assistant.guardrail.text import Segment, Sentence, segments
from assistant.guardrail.verdicts import Said, verdicts_in


def options_in(named: tuple[Named, ...], evidence: Evidence) -> list[Key]:
    """The plans named that the answer does not judge."""
    return [(n.scheme, n.value) for n in named if n.kind == "plan" and (n.scheme, n.value) not in evidence.plans]


def options_needed(named: tuple[Named, ...], evidence: Evidence) -> list[Key]:
    """The plans named that the answer says pay what another plan of theirs does not."""
    verdicts = {
        key: {v.verdict for v in evidence.answer.verdicts if (v.scheme, v.plan) == key} for key in evidence.plans
    }
    denied = {scheme for (scheme, _), said in verdicts.items() if said == {"not_covered"}}
    keys = [(n.scheme, n.value) for n in named if n.kind == "plan"]
    return [k for k in keys if k[0] in denied and verdicts.get(k) == {"covered"}]


def told_of(plans: list[Key], said: Said, segment: Segment, evidence: Evidence) -> bool:
    """Whether the answer itself says the same of another plan: "the dearer plan would cover it"."""
    telling = anchors(mask(segment.text, evidence.named(segment.text)))
    places = (*(q.text for q in evidence.question), evidence.whole)
    if not all(any(has(x, a) or any(w in x for w in SYNONYMS.get(a, ())) for x in places) for a in telling):
        return False
    for _, plan in plans:
        lines = [x for x in evidence.statements if any(n.kind == "plan" and n.value == plan for n in evidence.named(x))]
        theirs = [t for x in lines for t in verdicts_in(x, mask(x, evidence.named(x))) if not t.attributive]
        if said.paid and any(_NEEDED.search(x) for x in lines) and (not theirs or any(t.paid for t in theirs)):
            continue  # "they need the option"
        if said.paid and any(_needed_alone(x, plan, evidence) for x in lines):
            continue  # "outside the base cover, and the option is needed"
        if not theirs or any(t.paid != said.paid for t in theirs):
            return False
    return True


def offer_denied(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Key | None:
    """A plan that would pay, as the answer says, and of which the draft says that it changes nothing."""
    for key in options_in(named, evidence):
        pieces = [
            s.text
            for s in sentence.segments
            if any(n.value == key[1] and s.start <= n.start < s.end for n in named if n.kind == "plan")
        ]
        if any(_NO_HELP.search(p) and not _NOT_HELD.search(p) for p in pieces) and _would_pay(key, evidence):
            return key
    return None


def _would_pay(key: Key, evidence: Evidence) -> bool:
    """Whether all that the answer says of a plan is that it pays."""
    lines = [x for x in evidence.statements if any(n.kind == "plan" and n.value == key[1] for n in evidence.named(x))]
    said = [t for x in lines for t in verdicts_in(x, mask(x, evidence.named(x))) if not t.attributive]
    return any(_OFFER.search(x) for x in lines) and any(t.paid for t in said) and all(t.paid for t in said)


_OFFER: Final = re.compile(r"であれば|なら(?!ば?な)|\bwould (?:be )?cover")
_NO_HELP: Final = re.compile(
    r"(?:で|て)も(?:、)?(?:[^、。]{0,6}(?:同じ|同様|変わ(?:り(?:は)?(?:ま|あ|な)|ら)|出ませ|出な|対象外|対象に(?:は)?な[らい]|補償され(?:ま|な)|無理|だめ|駄目|×))|にも(?:あり?ません|な[いく])|も(?:×|対象外|だめ|無理|不可)"
    r"|\b(?:not|n't|nor|neither|no)\b[^.;]*\b(?:chang\w*|help\w*|either|pick\w*|respond\w*|differ\w*)\b|\b(?:no different|the same|makes? no|nor (?:does|would|will|with|under)|neither (?:does|would|will))\b|\bnot\b[^.;]*\b(?:under|with|in) ?$"
)
_NOT_HELD: Final = re.compile(
    r"(?:で(?:は)?な(?:い|く)|付けて(?:い)?な|\b(?:without|do(?: not|n't) have|have no|has no)\b)"
)


def _needed_alone(line: str, plan: str, evidence: Evidence) -> bool:
    """Whether a part of a sentence says that an option is needed, and nothing of what is paid."""
    return any(
        _NEEDED.search(s.text)
        and any(n.kind == "plan" and n.value == plan for n in evidence.named(s.text))
        and not verdicts_in(s.text, mask(s.text, evidence.named(s.text)))
        for s in segments(line)
    )


_NEEDED: Final = re.compile(r"必要|付け|セット|であれば|\bneeds?\b|\bwith\b|\bwould cover\b|\brequires?\b")
