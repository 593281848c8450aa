"""Whether what a draft says about being paid is what the answer says, plan by plan."""

from __future__ import annotations

import re
from typing import Final

from assistant.answer import Verdict
from assistant.guardrail.conditions import CONDITION_WORDS, STRICT, conditioned
from assistant.guardrail.dependence import denied_way, hear_needed, hear_open, turned
from assistant.guardrail.derived import borne
from assistant.guardrail.ellipses import said_in
from assistant.guardrail.entailment import entailed, mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.exchanges import restricted_to
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import GENERAL_ENGLISH
from assistant.guardrail.heard import Heard, Topic
from assistant.guardrail.names import Named
from assistant.guardrail.offered import offer_denied, options_in, told_of
from assistant.guardrail.relations import SILENT, anchors, has
from assistant.guardrail.spoken import Key, only_names, plans_in
from assistant.guardrail.subjects import expected
from assistant.guardrail.text import Segment, Sentence
from assistant.guardrail.verdicts import Said

_INDIRECT_NO: Final = re.compile(r"^(?:いいえ|no\b|nein)", re.I)
_ONLY_PLAN: Final = re.compile(r"\b(?:only|just|solely)\s+(?:under |with |in )?(?:the\s+)?$|(?:だけ|のみ)")
_SAME: Final = re.compile(r"同様|同じ|\b(?:same|likewise|as well|too|so does|also)\b")


def hear(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, topic: Topic, heard: Heard) -> None:
    """Note and judge every statement about payment in a sentence."""
    masked_sentence = mask(sentence.text, named)
    parts = [(seg, plans_in(seg, named, evidence), said_in(seg, masked_sentence)) for seg in sentence.segments]
    if sum(bool(said) for *_, said in parts) > 1:  # "only if" opens what is said behind it, and says nothing itself
        parts = [(seg, keys, tuple(s for s in said if not _opens(s, seg))) for seg, keys, said in parts]
    if not (len(evidence.plans) > 1 and any(n.kind == "plan" for n in named)):  # "only this" tells plans apart
        parts = [
            (seg, keys, tuple(s for s in said if not (s.only and s.end == len(masked_sentence))))
            for seg, keys, said in parts
        ]
    hear_needed(sentence, named, evidence, heard)
    if (offered := offer_denied(sentence, named, evidence)) is not None:
        heard.reasons.append(f"The answer says that {offered[1]} would pay, the draft denies it.")
    waiting: tuple[Key, ...] = ()
    here: tuple[Key, ...] | None = None
    before = len(heard.reasons)
    _hear_word(sentence, evidence, heard)
    for index, (segment, keys, said) in enumerate(parts):
        labelled = index > 0 and re.search(r"[^\W_][)」]?\s*[:=→]\s*$", parts[index - 1][0].text)
        if keys is not None and not said and _little_else(masked_sentence[segment.start : segment.end]):
            waiting += keys
        elif keys is not None and waiting:
            keys, waiting = tuple(dict.fromkeys(waiting + keys)), ()
        if (
            keys is None
            and said
            and index + 1 < len(parts)
            and not labelled
            and not parts[index + 1][2]
            and not re.search(r"[:=→]\s*$", parts[index + 1][0].text)
            and not re.match(r"\s*(?:-\s*)?(?:but|while|whereas|only|not)\b", parts[index + 1][0].text)
            and only_names(masked_sentence[parts[index + 1][0].start : parts[index + 1][0].end])
        ):
            keys = parts[index + 1][1]
        if labelled and keys is None and waiting:
            keys, waiting = waiting, ()  # "the plan: no"
        if keys is not None and not (said and all(s.attributive for s in said) and len(parts) > 1 and topic.plans):
            topic.plans = keys
        here = None if keys is not None else here
        if keys and re.search(r"[」)]?で、\s*$", segment.text):
            here = keys  # "what covers this is the option, and …"
        speaking = keys if keys is not None else here or _carried(topic, evidence)
        for each in said:
            _judge(each, segment, sentence, speaking, named, evidence, heard)
    if evidence.repeats(sentence):
        del heard.reasons[before:]


def _opens(said: Said, segment: Segment) -> bool:
    """Whether all that a piece says is that something follows under a condition."""
    return said.conditional and not said.open and said.start == 0 and said.end == len(segment.text)


_NO_WORD: Final = re.compile(
    r"\W*(?:(?:the )?short answer:?\W*)?(?:no|いいえ|残念ながら|i'm afraid not|i am afraid not|unfortunately(?:,)? not)\W*"
)
_YES_WORD: Final = re.compile(r"\W*(?:(?:the )?short answer:?\W*)?(?:yes|はい)\W*")


_YES_FIRST: Final = re.compile(r"\W*(?:yes|はい)(?:,| -|:|、)")


def _hear_word(sentence: Sentence, evidence: Evidence, heard: Heard) -> None:
    """A sentence that is nothing but yes or no, where all that is judged has this verdict."""
    word = bool(_YES_WORD.fullmatch(sentence.text) or _YES_FIRST.match(sentence.text))
    if word or _NO_WORD.fullmatch(sentence.text):
        verdicts = {v.verdict for v in evidence.answer.verdicts}
        under_conditions = word and verdicts == {"conditional"} and bool(CONDITION_WORDS.search(sentence.text))
        if under_conditions or verdicts == {"covered" if word else "not_covered"}:
            heard.conditional = heard.conditional or under_conditions
            for key in evidence.plans:
                heard.plans.setdefault(key, set()).add(word)


def _carried(topic: Topic, evidence: Evidence) -> tuple[Key, ...] | None:
    """The plans spoken of before; not those that a reason named in passing, where the answer judges one plan."""
    if topic.plans and len(evidence.plans) == 1:
        return tuple(k for k in topic.plans if k in evidence.plans) or None
    return topic.plans


def _little_else(masked: str) -> bool:
    """Whether a segment holds names and next to nothing besides: a part of an enumeration."""
    return len(re.findall(r"[^\W_＿]", masked)) <= 4


def _judge(
    said: Said,
    segment: Segment,
    sentence: Sentence,
    keys: tuple[Key, ...] | None,
    named: tuple[Named, ...],
    evidence: Evidence,
    heard: Heard,
) -> None:
    paid = said.paid
    inside = [n for n in named if segment.start <= n.start < segment.end]
    if any(n.kind == "none" for n in inside):
        keys = evidence.plans or keys
    only = next((n for n in inside if n.kind == "plan" and _exclusive(sentence.text, n)), None)
    if said.attributive or _NEITHER.search(segment.text) or (not paid and _own_share(segment.text)):
        return
    if not paid and _BORNE.search(segment.text[said.start : said.end]) and _own_share(sentence.text):
        return
    if "bundled" in segment.text and _RELATIVE.match(segment.text) and "bundled" in evidence.whole:
        return
    if said.open:
        hear_open(keys, segment, evidence, heard)
        return
    if said.hedged and not (
        paid is False and evidence.answer.verdicts and all(v.verdict == "not_covered" for v in evidence.answer.verdicts)
    ):
        if not entailed(segment.text, said, evidence):
            heard.reasons.append(f"A denial of a denial leaves open what is meant: “{segment.text.strip()}”.")
        if keys is None or not keys:
            return
    if not evidence.answer.verdicts:
        if not _PAYS.search(segment.text[said.start : said.end]):
            return  # "comes", "reaches", "included" state nothing about payment where none was asked
        if SILENT.search(segment.text) and SILENT.search(evidence.whole):
            return
        if (
            paid
            and _LIMITED.search(segment.text)
            and any(k.role == "limit" for f in read_figures(segment.text).figures for k in evidence.find(f))
        ):
            return  # "insured up to 100 million": the limit, as it is commonly told
        if re.search(r"自己負担|負担", segment.text[said.start : said.end]) and re.search(
            r"免責|自己負担|deductible", evidence.whole
        ):
            return
        if not entailed(segment.text, said, evidence):
            heard.reasons.append(f"The answer gives no verdict, the draft does: “{segment.text.strip()}”.")
        return
    about = keys if keys else evidence.plans
    if not keys:
        heard.unattributed = True
    if paid and (options := options_in(named, evidence)):
        whole = Segment(sentence.text, 0)
        if CONDITION_WORDS.search(sentence.text) and told_of(options, said, whole, evidence):
            return  # "is only paid where the option has been bought", as the answer says
    unknown = [k for k in about if k not in evidence.plans]
    repeated = sentence.text if _HEADING.search(segment.text) else segment.text  # "excluded: …"
    if (
        unknown
        and only is not None
        and paid
        and not any(only.value in plans for plans, _ in restricted_to(evidence)[0])
    ):
        heard.reasons.append(f"The answer does not say that only {only.value} has this.")
        return
    if unknown:
        if not entailed(segment.text, said, evidence) and not told_of(unknown, said, segment, evidence):
            heard.reasons.append(
                f"The draft judges a plan that the answer does not: {', '.join(k[1] for k in unknown)}."
            )
        return
    conditional = said.conditional or bool(CONDITION_WORDS.search(sentence.text))
    if (
        paid
        and (strict := STRICT.search(_ALONE.sub("＿＿", mask(sentence.text, named))))
        and not (conditioned(sentence, strict, evidence) or _own_condition(sentence, strict, about, evidence))
    ):
        heard.reasons.append(f"The draft adds a condition: “{sentence.text.strip()[:90]}”.")
    strict_here = paid and STRICT.search(segment.text)
    for key in about:
        wanted = expected(key, (segment.text, sentence.text), evidence)
        others = {v.verdict for v in evidence.answer.verdicts if (v.scheme, v.plan) != key}
        if (
            strict_here
            and keys
            and wanted == {"covered"}
            and "conditional" in others
            and len(about) == 1
            and not _assumed(segment.text, evidence)
        ):
            heard.reasons.append(f"The condition is that of another plan: “{segment.text.strip()}”.")
        wrong = _mismatch(paid, conditional, wanted)
        if wrong is None and wanted == {"conditional"} and paid and turned(said, segment, sentence, key, evidence):
            wrong = "The draft turns a condition round"
        if wanted == {"conditional"} and not paid and denied_way(said, segment, sentence, key, evidence):
            heard.reasons.append(
                f"The draft denies what the answer pays under this condition ({key[1]}): “{segment.text.strip()}”."
            )
            continue
        if wrong is None and not paid and wanted == {"conditional"} and not _UNLESS.search(sentence.text):
            continue  # one of two ways: "had the guard noticed, it would not be paid"
        if wrong is None:
            heard.plans.setdefault(key, set()).add(paid)
            heard.conditional = heard.conditional or conditional
        elif not entailed(repeated, said, evidence):
            heard.reasons.append(f"{wrong} ({key[1]}): “{segment.text.strip()}”.")
    if only is not None:
        for key in evidence.plans:
            if key in about:
                continue
            if {v.verdict for v in evidence.answer.verdicts if (v.scheme, v.plan) == key} == {
                "not_covered" if paid else "covered"
            }:
                heard.plans.setdefault(key, set()).add(not paid)
            else:
                heard.reasons.append(f"“Only” is not true of the other plans: “{segment.text.strip()}”.")
    elif said.only and not _restricted(evidence, paid):
        heard.reasons.append(f"The draft narrows what the answer says: “{segment.text.strip()}”.")


_HEADING: Final = re.compile(r"[:：]\s*$")
_BORNE: Final = re.compile(r"負担|支払|払|\b(?:bear|pay|borne|own|your)")
_UNLESS: Final = re.compile(
    r"な(?:い(?:と|限り|場合|とき)|ければ)|限り|以外|まで|ずに|ない|\b(?:unless|without|until|otherwise|other than|except|not|n't|only|no|before)\b|n't\b"
)


_ALONE: Final = re.compile(r"(?<=＿)のみ")
"""「基本補償のみ」 names what is chosen, and is no condition."""
_NEITHER: Final = re.compile(r"とも[^。、]{0,14}とも[^。、]{0,14}(?:ません|ない|かね)")
_RELATIVE: Final = re.compile(r"\W*(?:which|that) (?:is|comes)\b")


def _own_share(text: str) -> bool:
    """Whether a piece gives the amount that is borne oneself: "the remaining 2,000,000 yen are yours to pay"."""
    return any(f.kind == "yen" and borne(f, text) for f in read_figures(text).figures)


def _assumed(text: str, evidence: Evidence) -> bool:
    """Whether a condition is one that the answer assumes of all: "the claim is made during the policy period"."""
    lines = [x.text for x in evidence.lines if _ASSUMES.search(x.text)]
    m = STRICT.search(text)
    telling = anchors(text[m.end() :] if m is not None and m[0].isascii() else text)
    return bool(lines) and all(any(has(x, a) for x in lines) for a in telling)


_ASSUMES: Final = re.compile(r"前提|\bassumes\b")


def _own_condition(sentence: Sentence, strict: re.Match[str], about: tuple[Key, ...], evidence: Evidence) -> bool:
    """Whether what comes behind "only if" is a condition of the very verdict that the sentence is about."""
    if not strict[0].isascii():
        return False
    behind = mask(sentence.text, evidence.named(sentence.text))[strict.end() :].split(",")[0]
    telling = [a for a in anchors(behind) if a not in GENERAL_ENGLISH]
    if not telling or not all(has(evidence.whole, a) for a in anchors(sentence.text[: strict.start()])):
        return False
    return all(
        expected(key, (sentence.text,), evidence) == {"conditional"}
        and any(
            all(has(c.lower(), a) for a in telling)
            for v in evidence.answer.verdicts
            if (v.scheme, v.plan) == key
            for c in v.conditions
        )
        for key in about
    )


_LIMITED: Final = re.compile(r"\bup to\b|\bto a (?:maximum|limit) of\b|まで(?:が|は|を|、|補|支)|を(?:上限|限度)")
_PAYS: Final = re.compile(
    r"補償|支払|払|対象|保険金|免責|カバー|担保|負担|自費|自腹|給付|\bcover|\bpa(?:y|id)|\breimburs|\binsur|\bcompensat|\bindemn|\bexclu|\brefund|\bclaim|\brecover|\byour own\b|\byourself|\byourselves|\bentitled|\beligible|\brefus|\bdeni|\breject|\bdeclin|\bpick(?:s|ed)?\b(?! up (?:until|from|between|at|calls|the (?:phone|call)))|拾|守備範囲|かぶ"
)


def _exclusive(text: str, name: Named) -> bool:
    """Whether a plan is named as the only one: "only the wider plan", 「このプランだけ」."""
    after, name_after = text[name.end : name.end + 8], text[name.end : name.end + 20]
    return bool(
        re.search(r"\b(?:only|just|solely)\s+(?:(?:under|with|in)\s+)?(?:the\s+)?$", text[: name.start])
    ) or bool(
        re.match(r"(?:だけ(?!では)|のみ|に限り|に限って)", after)
        or re.match(
            r"\s(?:only|alone)\b(?! (?:\w+ ){0,3}(?:if|when|where|once|for|after|as|to|in|provided|on)\b)", name_after
        )
    )


def _restricted(evidence: Evidence, paid: bool) -> bool:
    """Whether the answer, too, restricts or conditions what is said, with the words that the sentence uses."""
    if not paid:
        return True
    conditions = [c for v in evidence.answer.verdicts for c in v.conditions]
    return bool(conditions) or bool(
        re.search(r"前提|限り|限る|限ります|だけ|のみ|assumes|only|limited|provided|needed", evidence.whole)
    )


def _mismatch(paid: bool, conditional: bool, wanted: set[Verdict]) -> str | None:
    """What is wrong with a statement about a plan with these verdicts; None where nothing is."""
    if wanted == {"covered"}:
        return None if paid else "The draft says no where the answer says yes"
    if wanted == {"not_covered"}:
        return None if not paid else "The draft says yes where the answer says no"
    if wanted == {"conditional"}:
        if paid or conditional:
            return None
        return "The draft says no where the answer says that it depends"
    if conditional and "conditional" in wanted and not wanted & {"undetermined"}:
        return None  # what depends is one of several things asked about
    if wanted == {"undetermined"}:
        return "The draft decides what the brochure does not say"
    return "The draft does not say which part it means"
