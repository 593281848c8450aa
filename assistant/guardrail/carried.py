"""A verdict carried on to what the answer judges otherwise or not at all: "nor is the restoration", 「そちらは出ます」.

One no is right, and the draft spreads it: what goes with the ransom, what the same exclusion takes along. One yes is right,
and a second thing is listed beside the first: 「著作権か商標権なら対象」. Each thing that a verdict is carried on to must
stand in the answer under this verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, anchors, has, means, negated
from assistant.guardrail.text import Sentence

_NO_TOO: Final = re.compile(
    r"([^、。;:()]{2,40}?)(?:のほう|の方|まで|について)?(?:(?<![でとに])も(?![うしちとの])|まで(?!に)|ごと)"
    r"[^、。]{0,24}?(?:出な[いくり]|出ません|支払われ(?:な|ません)|対象外|対象から外|外れ|除かれ|負担(?:に|と)な|自己負担(?:です|に|と)|自費|戻りません|戻らな|補償され(?:な|ません)|使えな|使えません|受けられ(?:な|ません)|認められません|下りません)"
)
_NO_TOO_EN: Final = re.compile(
    r"\bnor (?:is|are|do|does|will|would|can)(?: the| your| any)? ([^,.;]{3,60})"
    r"|(?:^|[,;.] |\b(?:and|so|that) )(?:the |your |any )?([^,.;]{3,50}?) (?:(?:is|are|will be|do|does)(?: not|n't) [^,.;]{0,20}\beither\b|(?:is|are|goes|go|falls?) (?:out|excluded|uncovered)[^,.;]{0,10}\b(?:too|as well|with it|with them|along with it)\b)"
    r"|\balong with (?:the |your |any )?([^,.;]{3,40}?),? (?:is|are) (?:not|excluded|out)\b"
)
_THAT_ONE: Final = re.compile(
    r"(?:そちら|それら|そっち)(?:は|なら|だけは|については)[^。、]{0,10}(?:出ます|補償され|支払われ|対象(?:です|に|と)|戻り|使え)"
    r"|\b(?:separate|different|another) (?:matter|thing|question|item)[^.;]*\b(?:covered|paid|comes under|falls under|reimbursed)\b"
)
_LISTED: Final = re.compile(
    r"([一-龥ァ-ヶー]{2,10})(?:か|や|と|・|または|もしくは|、)([一-龥ァ-ヶー]{2,10})(?=なら|であれば|の(?:侵害|場合|ほう)|だけ|のみ|は|が|も)"
    r"|\b([a-z]{4,}) (?:and|or|as well as) ([a-z]{4,})\b"
)
_PAYS: Final = re.compile(
    r"対象(?!外)|補償|支払われ|出ます|\b(?:covered|paid|carved back|restored|put back|reimbursed)\b"
)
_BACK_FROM: Final = re.compile(r"\bfrom (?:the |this |that )?(?:[\w-]+ ){0,3}exclusions?\b")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_PIECES: Final = re.compile(r"[、。;:()＝=\n]|,(?!\d)|\bbut\b|\bwhile\b")


def check_carried(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that carries a verdict on."""
    if not evidence.answer.verdicts:
        return
    text = mask(sentence.text, named)
    if SILENT.search(text):
        return
    yield from _no_as_well(text, evidence)
    yield from _the_other(text, evidence)
    yield from _listed(text, evidence)
    yield from _no_if(sentence, named, evidence)


def _no_as_well(text: str, evidence: Evidence) -> Iterator[str]:
    """Something said not to be paid either, of which no piece of the answer says no."""
    pattern = _NO_TOO if _KANA.search(text) else _NO_TOO_EN
    for m in pattern.finditer(text):
        subject = re.split(r"[はが「」]", next(g for g in m.groups() if g))[-1]
        telling = anchors(subject)
        if telling and not any(means(p, a) for a in telling for p in _denied(evidence)):
            yield f"The answer does not say no to this as well: “{m[0].strip()[:80]}”."
            return


def _the_other(text: str, evidence: Evidence) -> Iterator[str]:
    """Something set apart from what is judged and said to be paid, where the answer pays no such thing."""
    found = _THAT_ONE.search(text)
    if found is None or negated(found[0]):
        return
    pieces = [p for p in _PIECES.split(text[: found.start()]) if p.strip()]
    telling = anchors(pieces[-1]) if pieces else ()
    if telling and not all(any(means(p, a) for p in _affirmed(evidence)) for a in telling):
        yield f"The answer does not say yes to this: “{text.strip()[:80]}”."


def _listed(text: str, evidence: Evidence) -> Iterator[str]:
    """Two things under one yes, of which the answer says yes to one and no to the other."""
    for piece in re.split(r"[。、;]|,(?!\d)", text):
        if not _PAYS.search(piece) or negated(_BACK_FROM.sub(" ", piece)):
            continue
        for m in _LISTED.finditer(piece):
            first, second = (a for a in (anchors(g) for g in m.groups() if g))
            if len(first) != 1 or len(second) != 1:
                continue
            for one, other in ((first[0], second[0]), (second[0], first[0])):
                no = any(has(p, other) for p in _denied(evidence))
                if no and not _says_yes(other, evidence) and _says_yes(one, evidence):
                    yield f"The answer says no to “{other}”, the draft lists it with “{one}”."
                    return


_IF_SO: Final = re.compile(
    r"(?P<ja>[^、。;]{4,40}?)(?:れば|えば|けば|せば|たら|なら|であれば|場合は|ときは)、?[^、。]{0,12}(?:戻りません|出ません|支払われません|補償されません|対象外(?:です|に|と)|もらえません)"
    r"|(?:\bnot|n't) (?:be )?(?:covered|paid|payable|reimbursed) (?:if|where|when|once) (?P<en>[^,.;]{6,60})|\bif (?P<first>[^,.;]{6,60}), (?:it|this|that|nothing|the \w+) (?:is|isn't|are|aren't|will|won't|gets?)[^.;]{0,14}\b(?:not|n't|nothing|no) ?(?:be )?(?:covered|paid)\b"
)


def _no_if(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """A no under a condition of which neither a condition nor a denial of the answer has a word."""
    if "conditional" not in {v.verdict for v in evidence.answer.verdicts}:
        return
    asked = [c.lower() for v in evidence.answer.verdicts for c in v.conditions]
    for m in _IF_SO.finditer(mask(sentence.text, named)):
        telling = anchors(next(g for g in m.groups() if g))
        if telling and not any(has(p, a) for a in telling for p in (*asked, *_denied(evidence))):
            yield f"The answer does not say no under this condition: “{m[0].strip()[:80]}”."
            return


def _says_yes(word: str, evidence: Evidence) -> bool:
    return any(has(p, word) for p in _affirmed(evidence))


@lru_cache(maxsize=128)
def _denied(evidence: Evidence) -> tuple[str, ...]:
    """The pieces of the answer that say no to something, with the subjects that are not covered."""
    own = [v.subject.lower() for v in evidence.answer.verdicts if v.verdict != "covered"]
    texts = [x.text for x in (*evidence.lines, *evidence.details)]
    return (*own, *(p for t in texts for p in _statements(t) if negated(p) or "×" in p))


@lru_cache(maxsize=128)
def _affirmed(evidence: Evidence) -> tuple[str, ...]:
    """The pieces of the answer that say no to nothing, with the subjects that are covered."""
    own = [v.subject.lower() for v in evidence.answer.verdicts if v.verdict != "not_covered"]
    texts = [x.text for x in (*evidence.lines, *evidence.details)]
    return (*own, *(p for t in texts for p in _statements(t) if not (negated(p) or "×" in p)))


def _statements(text: str) -> list[str]:
    """A line cut at what ends a statement: a comma of a list joins its piece to what follows up to the predicate."""
    found: list[str] = []
    kept = ""
    for piece in re.split(r"(?<=[、。;()\n])|(?<=,)(?!\d)", text):
        kept += piece
        if re.search(r"(?:です|ます|せん|ない|る|た|外|なり|れず)[、。)(;]?\s*$", piece) or re.search(
            r"[.;)]\s*$|\b(?:covered|paid)\b", piece
        ):
            found.append(kept)
            kept = ""
    return [*found, kept] if kept.strip() else found
