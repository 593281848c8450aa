"""What a draft says to depend on something: on an option that pays, on a condition, or left open altogether."""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.heard import Heard
from assistant.guardrail.names import Named
from assistant.guardrail.offered import options_needed
from assistant.guardrail.relations import anchors, has, negated
from assistant.guardrail.spoken import Key
from assistant.guardrail.text import Segment, Sentence
from assistant.guardrail.verdicts import Said


def hear_needed(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, heard: Heard) -> None:
    """That an option has to be attached says that it pays, where the answer judges the option, too."""
    if not _NEEDED.search(sentence.text) or _NOT_NEEDED.search(sentence.text):
        return
    for key in options_needed(named, evidence):
        heard.plans.setdefault(key, set()).add(True)


_NEEDED: Final = re.compile(
    r"必要|前提|付け(?:て(?:い|おく|あ)|た(?:とき|場合)|れば|ると)|セット(?:して|すれ|した)|\b(?:needs?|needed|requires?|required|only with|add(?:ed|ing)?|attach\w*)\b"
)
_NOT_NEEDED: Final = re.compile(
    r"(?:必要|前提)(?:は|も|で(?:は|も))?(?:な|あり?ま)|不要|\bnot (?:need|require)|n't (?:need|require)|\bno need\b"
)


def turned(said: Said, segment: Segment, sentence: Sentence, key: Key, evidence: Evidence) -> bool:
    """Whether what is paid is paid where a condition of the answer does not hold: "unless others may suffer a loss"."""
    told = [c.lower() for v in evidence.answer.verdicts if (v.scheme, v.plan) == key for c in v.conditions]
    place = segment.text[: said.start] if not segment.text.isascii() else sentence.text[segment.start :]
    for m in _DENIED_CONDITION.finditer(place):
        denied = re.split(r"[,.;:]", place[m.start() :])[0] if m[0].isascii() else place[: m.end()].split("、")[-1]
        telling = anchors(mask(denied, evidence.named(denied)))
        if telling and any(not negated(c) and all(has(c, a) for a in telling) for c in told):
            return True
    return False


def denied_way(said: Said, segment: Segment, sentence: Sentence, key: Key, evidence: Evidence) -> bool:
    """Whether what is not paid is not paid where a condition of the answer holds: "had the software told you, no"."""
    if segment.text.isascii():
        ways = list(_WAY_EN.finditer(sentence.text, 0, segment.start + said.start))
        between = sentence.text[ways[-1].start() : segment.start + said.start] if ways else ";"
        way = "" if ";" in between or sentence.text[: ways[-1].start()].endswith("only ") else between.split(",")[0]
    else:
        m = _WAY_JA.match(segment.text[: said.start])
        way = m[1] if m else ""
    if not way or negated(way) or "only" in way or "unless" in way:
        return False
    told = [c.lower() for v in evidence.answer.verdicts if (v.scheme, v.plan) == key for c in v.conditions]
    telling = anchors(mask(way, evidence.named(way)))
    return bool(telling) and any(not negated(c) and all(has(c, a) for a in telling) for c in map(_plain, told))


def _plain(condition: str) -> str:
    """A condition without what it sets aside in brackets."""
    return re.sub(r"[(（][^()（）]*[)）]", "", condition)


_WAY_JA: Final = re.compile(r"(.*)(?:なら|だったら|でしたら|であれば|場合は|ときは)[、は]?")
_WAY_EN: Final = re.compile(r"\b(?:if|when|where)\b")
_DENIED_CONDITION: Final = re.compile(
    r"(?:な(?:ければ|けりゃ|いなら|い場合(?:は|に|、)|いとき(?:は|に|、))|ずとも|なくても)|\b(?:if|where|when)\b[^.,;]*(?:\b(?:no|not|nobody|without|never)\b|n't\b)|\b(?:without|unless)\b"
)
_OF_A_PLAN: Final = re.compile(
    r"プラン|オプション|特約|どちら|どれ|制度|\b(?:plan|option|which|cover|scheme|rider|policy)\b"
)
"""Where the plans differ, it does depend: on the plan."""


def hear_open(keys: tuple[Key, ...] | None, segment: Segment, evidence: Evidence, heard: Heard) -> None:
    """That it depends, where the answer says so of a plan; refused where the answer decides all that is meant."""
    verdicts = {v.verdict for v in evidence.answer.verdicts}
    if not verdicts:
        return
    about = [k for k in keys or evidence.plans if k in evidence.plans]
    theirs = {k: {v.verdict for v in evidence.answer.verdicts if (v.scheme, v.plan) == k} for k in about}
    for key in about:
        if "conditional" in theirs[key]:
            heard.plans.setdefault(key, set()).add(True)
            heard.conditional = True
    mixed = any(v.verdict != evidence.answer.verdicts[0].verdict for v in evidence.answer.verdicts)
    if (
        about
        and all(theirs[k] in ({"covered"}, {"not_covered"}) for k in about)
        and not (mixed and _OF_A_PLAN.search(segment.text))
    ):
        heard.reasons.append(f"The draft leaves open what the answer decides: “{segment.text.strip()}”.")
