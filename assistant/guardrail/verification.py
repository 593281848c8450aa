"""Judge a draft against the computed answer: nothing added, nothing contradicted, nothing required left out.

The principle is that of a whitelist. Every figure, verdict, condition and word of content must have its ground in the
answer (words also in the question); what cannot be explained rejects the draft, as the written answer stands then and
nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from assistant.answer import Answer
from assistant.corpus.model import Scheme
from assistant.guardrail.actors import check_actors
from assistant.guardrail.acts import claims_nothing, without_feelings
from assistant.guardrail.affirmations import check_affirmations
from assistant.guardrail.agents import check_agents
from assistant.guardrail.amounts import check_figures
from assistant.guardrail.assignment import check_assignment
from assistant.guardrail.bare import check_bare
from assistant.guardrail.blocks import check_blocks
from assistant.guardrail.carried import check_carried
from assistant.guardrail.certainty import check_certainty
from assistant.guardrail.changes import check_changes
from assistant.guardrail.choices import check_choices
from assistant.guardrail.connectives import check_connectives
from assistant.guardrail.consent import check_consent
from assistant.guardrail.contacts import check_contacts
from assistant.guardrail.content import unknown_words
from assistant.guardrail.courtesies import courteous
from assistant.guardrail.deductions import check_deductions
from assistant.guardrail.dependents import check_dependents
from assistant.guardrail.dimensions import check_dimensions
from assistant.guardrail.directions import check_direction
from assistant.guardrail.duties import check_duties
from assistant.guardrail.evidence import Evidence, sentences_of
from assistant.guardrail.exceptions import check_exceptions
from assistant.guardrail.exchanges import check_exchanges, restricted_to
from assistant.guardrail.extensions import check_extensions
from assistant.guardrail.heard import Heard, Topic, missing_verdicts
from assistant.guardrail.inclusions import check_inclusions
from assistant.guardrail.joined import check_joined
from assistant.guardrail.limits import check_limits
from assistant.guardrail.manners import check_manners, without_comfort
from assistant.guardrail.means import check_means
from assistant.guardrail.moments import check_moments
from assistant.guardrail.names import Named, NameKind, Names
from assistant.guardrail.operators import check_operators
from assistant.guardrail.paraphrase import plainly
from assistant.guardrail.parties import check_parties
from assistant.guardrail.records import check_ratios, check_records
from assistant.guardrail.relations import check_relations, negated
from assistant.guardrail.requirements import hear_requirements, missing
from assistant.guardrail.scope import check_scope
from assistant.guardrail.sections import check_sections
from assistant.guardrail.shared import check_shared
from assistant.guardrail.silences import check_silences
from assistant.guardrail.spans import check_spans
from assistant.guardrail.statements import hear
from assistant.guardrail.steps import check_steps
from assistant.guardrail.suppositions import check_suppositions
from assistant.guardrail.surface import surface
from assistant.guardrail.text import Sentence, fold_text, segments
from assistant.guardrail.told import owns_what_is_told, without_told


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a draft may be shown in place of the answer; the reasons where it may not, as sentences."""

    accepted: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer with its question; equal where all that is compared is equal."""

    key: Hashable
    question: str
    answer: Answer = field(compare=False)

    @classmethod
    def of(cls, answer: Answer, question: str) -> _Asked:
        parts = (answer.verdicts, answer.amounts, answer.caveats, answer.citations)
        key = (answer.text, answer.language, answer.abstained, answer.basis.get("scheme"), parts)
        return cls(key, question, answer)


_Check: TypeAlias = Callable[[Sentence, tuple[Named, ...], Evidence], Iterator[str]]


def _unnamed(check: Callable[[Sentence, Evidence], Iterator[str]]) -> _Check:
    """A check that needs no names, as one that is given them."""
    return lambda sentence, named, evidence: check(sentence, evidence)


_CHECKS: Final[tuple[_Check, ...]] = (
    _unnamed(check_manners),
    _unnamed(check_affirmations),
    _unnamed(check_assignment),
    check_direction,
    _unnamed(check_exceptions),
    _unnamed(check_duties),
    check_relations,
    check_joined,
    _unnamed(check_deductions),
    _unnamed(check_means),
    _unnamed(check_actors),
    _unnamed(check_consent),
    _unnamed(check_parties),
    check_exchanges,
    _unnamed(check_connectives),
    check_operators,
    _unnamed(check_scope),
    _unnamed(check_moments),
    check_extensions,
    _unnamed(check_certainty),
    _unnamed(check_inclusions),
    _unnamed(check_spans),
    _unnamed(check_choices),
    check_contacts,
    _unnamed(check_silences),
    _unnamed(check_dimensions),
    _unnamed(check_sections),
    _unnamed(check_steps),
    check_shared,
    _unnamed(check_dependents),
    check_bare,
)
"""What a sentence's wording is held against, the most telling reasons first."""


def _wording(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> tuple[str, ...]:
    """The reasons of the first check that a sentence's wording does not stand; one kind is enough for a sentence."""
    found = (tuple(check(sentence, named, evidence)) for check in _CHECKS)
    return next((reasons for reasons in found if reasons), ()) or _unknown(sentence, named, evidence)


def _unknown(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> tuple[str, ...]:
    unknown = list(dict.fromkeys(unknown_words(sentence, evidence, named)))
    return (f"The answer does not speak of: {', '.join(unknown[:6])}.",) if unknown else ()


class Guardrail:
    """Verifies drafts on the schemes of a corpus. One instance serves all threads."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes = schemes
        self._names = Names(schemes)
        self._evidence = lru_cache(maxsize=64)(self._read)
        self._left_out = lru_cache(maxsize=64)(self._own_silence)

    def verify(self, draft: str, answer: Answer, question: str = "") -> Verification:
        """Judge a draft.

        Args:
            draft: what a language model wrote, as it would be shown.
            answer: what the rules computed for the question.
            question: the message that was asked; its words and figures may be repeated, but never as a result.
        """
        if fold_text(draft) == fold_text(answer.text):
            return Verification(True)
        evidence = self._evidence(_Asked.of(answer, question))
        reasons = tuple(dict.fromkeys(self._reasons(draft, evidence)))
        return Verification(not reasons, reasons)

    def _read(self, asked: _Asked) -> Evidence:
        return Evidence(asked.answer, asked.question, self._names)

    def _reasons(self, draft: str, evidence: Evidence) -> list[str]:
        """The reasons of the first kind that there are: a draft's looks, its sentences, what it leaves out."""
        draft = evidence.without_sources(draft)
        if looks := list(surface(draft, evidence.answer, evidence.answer.text)):
            return looks
        found: list[str] = []
        sentences = tuple(
            s if evidence.repeats(s) else without_comfort(plainly(evidence.without_glosses(s)), evidence)
            for s in sentences_of(evidence.labelled(draft))
        )
        heard, topic = Heard(), Topic()
        carried: dict[NameKind, str] = {}
        verbatim = evidence.verbatim(draft)
        for sentence in sentences:
            if courteous(sentence) or not sentence.text:
                continue
            named = evidence.named(sentence.text)
            if sentence.text in verbatim or evidence.repeats(sentence):
                before = len(heard.reasons)
                hear(sentence, named, evidence, topic, heard)
                del heard.reasons[before:]
                continue
            against = [*self._facts(sentence, named, evidence, carried)]
            sentence = without_feelings(without_told(sentence, named, evidence, carried), named, evidence)
            if claims_nothing(sentence, evidence.named(sentence.text), evidence):
                hear(sentence, named, evidence, topic, heard)
                hear_requirements(sentence, named, heard, evidence)
                found += against
                continue
            named = evidence.named(sentence.text)
            found += against or _wording(sentence, named, evidence)
            hear(sentence, named, evidence, topic, heard)
            hear_requirements(sentence, named, heard, evidence)
        found += heard.reasons
        if found:
            return found
        left_out = [*missing_verdicts(heard, evidence), *missing(sentences, heard, evidence)]
        own = self._left_out(evidence) if left_out else frozenset()
        return [reason for reason in left_out if reason not in own]

    def _facts(
        self, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: dict[NameKind, str]
    ) -> Iterator[str]:
        """Reasons against what a sentence names and counts; where there are none, its wording is read."""
        yield from self._strangers(named, sentence, evidence, carried)
        yield from check_figures(sentence, named, evidence, carried)
        yield from check_blocks(sentence, evidence)
        yield from check_changes(sentence, evidence)
        yield from check_records(sentence, evidence)
        yield from check_ratios(sentence, evidence)
        yield from check_agents(sentence, evidence)
        yield from check_limits(sentence, named, evidence, carried)
        yield from check_suppositions(sentence, named, evidence)
        yield from check_carried(sentence, named, evidence)

    @staticmethod
    def _own_silence(evidence: Evidence) -> frozenset[str]:
        """What the answer's own text would be said to leave out: a draft need not say more than that."""
        heard, topic = Heard(), Topic()
        for sentence in evidence.lines:
            hear(sentence, evidence.named(sentence.text), evidence, topic, heard)
        return frozenset([*missing_verdicts(heard, evidence), *missing(evidence.lines, heard, evidence)])

    def _strangers(
        self, named: tuple[Named, ...], sentence: Sentence, evidence: Evidence, carried: Mapping[NameKind, str]
    ) -> Iterator[str]:
        """Schemes and choices that are named and do not belong here."""
        text = sentence.text
        for n in named:
            if n.kind == "scheme" and re.search(r"\d|〔", text[n.start : n.end]):
                continue  # the number of a trigger or section names no scheme
            if n.kind == "scheme" and n.value not in evidence.schemes and evidence.schemes:
                if not any(
                    m.kind == "scheme" and m.value == n.value
                    for m in evidence.named(evidence.whole + "\n" + "\n".join(q.text for q in evidence.question))
                ):
                    yield f"The draft speaks of another scheme: {n.value}."
            elif n.kind == "plan" and not self._belongs(n, evidence) and not _shut_out(n, text, evidence):
                yield f"The draft speaks of {n.value}, the answer does not."
            elif n.kind in ("type", "rank") and (n.value == "?fix" or text[n.end : n.end + 1] in tuple("つ点種個")):
                continue  # "fix a figure", three things
            elif n.kind in ("type", "rank") and n.value.startswith("?"):
                yield f"There is no {n.kind} {n.value[1:]}."
            elif (
                n.kind in ("type", "rank")
                and not self._chosen(n, evidence)
                and not _counted(n.value, evidence)
                and not owns_what_is_told(n, sentence, named, evidence, carried)
            ):
                yield f"The answer is not about {n.kind} {n.value}."

    @staticmethod
    def _chosen(n: Named, evidence: Evidence) -> bool:
        """Whether the answer or the question names a type or rank."""
        if any((getattr(a, n.kind) or "").endswith(n.value) for a in evidence.answer.amounts):
            return True
        if n.kind == "type" and re.search(rf"(?<![a-z]){re.escape(n.value.split()[-1].lower())} =", evidence.whole):
            return True  # the answer tells of all types by their numbers
        lines = (*evidence.lines, *evidence.details, *evidence.question)  # by line: a range is read within one
        places = (evidence.whole, *(line.text for line in lines))
        return any(m.kind == n.kind and m.value == n.value for text in places for m in evidence.named(text))

    @staticmethod
    def _belongs(n: Named, evidence: Evidence) -> bool:
        """Whether the answer or the question names a plan or option."""
        answer = evidence.answer
        if (n.scheme, n.value) in evidence.plans or any(a.plan == n.value for a in answer.amounts):
            return True
        places = tuple(x.text for x in (*evidence.lines, *evidence.details, *evidence.question))
        if not evidence.plans and not any(a.plan for a in answer.amounts):
            places += (evidence.titles,)
        every = not evidence.plans and n.scheme in evidence.schemes
        return any(
            (m.kind == "plan" and m.value == n.value) or (m.kind == "all" and every)
            for text in places
            for m in evidence.named(text)
        )


def _shut_out(n: Named, text: str, evidence: Evidence) -> bool:
    """Whether a plan is told not to have what the answer says another one alone has."""
    piece = next((s.text for s in segments(text) if s.start <= n.start < s.end), text)
    return negated(piece) and any(plans for plans, _ in restricted_to(evidence)[0])


_RANGE: Final = re.compile(r"(?<![\d.,])(\d{1,2})\s?(?:~|～|〜|-|to|から)\s?(\d{1,2})(?![\d.,]*\d)")


def _counted(value: str, evidence: Evidence) -> bool:
    """Whether the answer has a choice that is a number: "always in sets 1 to 4, by choice in 5"."""
    if not value.isdigit():
        return False
    ranges = ((int(m[1]), int(m[2])) for m in _RANGE.finditer(evidence.whole))
    return bool(re.search(rf"(?<![\d.,]){value}(?![\d.,]*\d)", evidence.whole)) or any(
        a <= int(value) <= b for a, b in ranges
    )
