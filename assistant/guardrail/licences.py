"""What the structure of an answer licenses: words that no sentence of it has, and that it nevertheless means.

An answer with two amounts and their difference says "more"; two conditions say "in addition" and "both"; two plans that
are judged alike say "either" and "neither"; a step that subtracts says "comes off"; a discount that is contained says
"already". A check that misses such a word in the answer asks here before it takes the word for a claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import Value, read_figures
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.text import Sentence

Meaning: TypeAlias = Literal["addition", "change", "included", "deduction", "alike", "all conditions", "requirement"]
"""What a small word means: something besides; more or less; contained beforehand; taken off; the same of each;
each condition; needed."""

INCLUDED: Final = re.compile(
    r"入って(?:い|お)|含(?:まれ|み|む|め)|織り込|反映|込み(?!入)|\b(?:includ\w+|contain\w*|reflect\w*|built in|part of|already)\b"
)
"""How a sentence says that something is contained in what is told."""
JOINED: Final = re.compile(
    r"しかも|かつ|うえで|上で|加え|両方|も(?:必要|満た)|いずれも|\b(?:and|both|in addition|as well as|as well|also|besides)\b"
)
"""How a sentence joins two demands."""
LEAVES_OPEN: Final = re.compile(
    r"どれか|いずれか(?:の|に|で|1|一|を|が|、|:)|または|もしくは|\bone of\b|\bany (?:one )?of\b|\beither\b|\bor\b"
)
"""How a sentence leaves a choice."""
_DEDUCTED: Final = re.compile(r"差し?引|控除|\bless\b|\bdeduct|\bminus\b|\btaken off\b")
_NEEDED: Final = re.compile(
    r"必要|戻[しすせ]|復活|付け(?:た|れ|る|て)|あれば|\b(?:needs?|needed|restores?|would cover|only with)\b"
)
_BY_CHOICE: Final = re.compile(r"任意|選べ|自由|\b(?:optional|voluntary|free to|choice)\b")


@dataclass(frozen=True, slots=True)
class Structure:
    """The make-up of an answer.

    `alike`: several plans, judged alike throughout. `conditions`: the most conditions of one verdict. `further`: some
    plan has a condition that another lacks. `differences`: the amounts by which its premiums or limits differ. `deducted`: what a
    step takes off. `compared`: its amounts of one kind differ.
    """

    alike: bool
    conditions: int
    further: bool
    differences: frozenset[Value]
    deducted: frozenset[Value]
    compared: bool


@lru_cache(maxsize=128)
def structure(evidence: Evidence) -> Structure:
    """The make-up of an answer, read once."""
    answer = evidence.answer
    verdicts = {v.verdict for v in answer.verdicts}
    by_plan: dict[tuple[str, str], set[str]] = {}
    for v in answer.verdicts:
        by_plan.setdefault((v.scheme, v.plan), set()).update(v.conditions)
    differences = {k.figure.value for k in evidence.known if k.role == "difference"}
    for role in ("premium", "limit"):
        totals = [k.figure.value for k in evidence.known if k.final and k.role == role]
        differences |= {abs(Fraction(a) - Fraction(b)) for a in totals for b in totals if a != b}
    deducted = {k.figure.value for k in evidence.known if k.role == "deductible"}
    finals = [k for k in evidence.known if k.final and k.role in ("premium", "payout", "limit", "other")]
    return Structure(
        alike=len(by_plan) > 1 and len(verdicts) == 1,
        conditions=max((len(v.conditions) for v in answer.verdicts), default=0),
        further=len({frozenset(c) for c in by_plan.values()}) > 1,
        differences=frozenset(differences),
        deducted=frozenset(deducted),
        compared=any(len({k.figure.value for k in finals if k.role == role}) > 1 for role in {k.role for k in finals}),
    )


def licensed(meaning: Meaning, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the make-up of the answer bears out a small word of a draft's sentence.

    Only that the answer means such a thing is said here. Whether the sentence ties it to the right figure, plan or
    moment, is for the checks of figures, verdicts and moments.
    """
    made = structure(evidence)
    match meaning:
        case "change":
            return bool(made.differences) or made.compared
        case "addition":
            return bool(made.differences) or _several_demands(sentence, evidence)
        case "all conditions":
            return _several_demands(sentence, evidence)
        case "included":
            return any(INCLUDED.search(x) for x in _near(sentence, evidence))
        case "deduction":
            return bool(made.deducted) or any(_DEDUCTED.search(x) for x in _near(sentence, evidence))
        case "alike":
            return made.alike
        case "requirement":
            return _needs_named(sentence, evidence)


def _several_demands(sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the answer asks for several things together, of what a sentence speaks of.

    A condition that leaves a choice asks for no several things, unless the sentence leaves the choice as well.
    """
    made = structure(evidence)
    near = _near(sentence, evidence)
    open_ = bool(LEAVES_OPEN.search(sentence.text) or _OR_JA.search(sentence.text))
    if not open_ and any(LEAVES_OPEN.search(x) for x in near):
        return any(JOINED.search(_CHOICES.sub(" ", x)) for x in near)
    return made.conditions > 1 or made.further or any(JOINED.search(x) for x in near)


_OR_JA: Final = re.compile(r"(?<=[一-龥いれ])か(?=[一-龥そこ、])")
"""「漏えいかそのおそれ」"""
_CHOICES: Final = re.compile(r"[^、。;]*(?:または|もしくは|どれか|いずれか|\bor\b|\bone of\b|\beither\b)[^。;]*")
"""Demands between which there is a choice are not joined."""


def _needs_named(sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the answer says what the options that a sentence names are needed for."""
    mine = {n.value for n in evidence.named(sentence.text) if n.kind == "plan"} - {p for _, p in evidence.plans}
    lines = [x for x in evidence.statements if _NEEDED.search(x)]
    return bool(mine) and all(
        any(p in {n.value for n in evidence.named(x)} and not _BY_CHOICE.search(x) for x in lines) for p in mine
    )


def _near(sentence: Sentence, evidence: Evidence) -> Sequence[str]:
    """The answer's sentences that share most of a sentence's telling words or one of its figures; all of them for none."""
    body = evidence.statements
    telling = anchors(sentence.text)
    figures = {f.value for f in read_figures(sentence.text).figures}
    hits = [x for x in body if any(has(x, a) for a in telling) or figures & {f.value for f in read_figures(x).figures}]
    return hits or body
