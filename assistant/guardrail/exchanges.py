"""Properties exchanged between the subjects that have them, where an answer gives facts and no verdict.

The answer: mandatory in sets 1 to 4, optional in set 5; taken off the damages, not off the costs; for one plan only; not
stated. A lie has the same words and gives each property to the other subject. So a clause's property is compared with
the one that the answer's clauses about the same subject have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, anchors, clauses, has, negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import runs


@dataclass(frozen=True, slots=True)
class Property:
    """A property that a subject has or has not: how a clause says it, and how one says the opposite.

    Without `opposite` the opposite is the same words denied.
    """

    name: str
    said: re.Pattern[str]
    opposite: re.Pattern[str] | None = None

    def of(self, clause: str) -> bool | None:
        """Whether a clause says that its subject has the property; None where it says nothing of it."""
        if self.opposite is not None:
            yes, no = bool(self.said.search(clause)), bool(self.opposite.search(clause))
            return None if yes == no else yes
        return not negated(clause.replace("免責", "")) if self.said.search(clause) else None


_DEDUCTED: Final = Property(
    "deducted",
    re.compile(
        r"引(?:き(?!受)|く|か[なれ]|い[てた])|控除|\b(?:deduct(?:ed|s)?|com(?:es?|ing) off|tak(?:en|es?) (?:once )?(?:off|from)|subtracted|bears?)\b"
    ),
)
_USABLE: Final = Property(
    "usable", re.compile(r"使え|利用でき|お使い(?:いただけ|になれ)|\b(?:can|may) (?:not )?use\b|\bavailable\b")
)
_JOINS: Final = Property(
    "can join",
    re.compile(
        r"加入でき|になれ(?=る|ま)|加入(?:は|も)?可能|申し込め|入れ(?:ます|ません)|\b(?:can|may|able to|cannot|can't)(?: not)? (?:join|enrol|sign up|take (?:it )?out)\b"
    ),
)
_TAKES_OUT: Final = Property(
    "takes out of the cover",
    re.compile(
        r"(?:を|が|から)外[すしされ]|取り?除|(?:を|が|から)除[くい]|\b(?:removes?|takes? \w+ out|leaves? out|excludes?)\b"
    ),
    re.compile(
        r"加わ|(?:を|に)加え(?!て)|(?:を|に)足[すしせ]|復活|(?:に|を)戻[すしせ]|広[がげ]|上乗せ|\b(?:adds?|restores?|brings? back|widens?|extends?)\b"
    ),
)
_MUST: Final = re.compile(
    r"必須|強制|(?:必ず|常に)(?:付|含|セット)|\b(?:mandatory|compulsory|obligatory|always|required)\b"
)
_MAY: Final = re.compile(r"任意|選べ|選択|自由に|\b(?:optional|voluntary|by choice|choose|chosen|up to you)\b")
POLES: Final = re.compile(f"(?P<must>{_MUST.pattern})|(?P<may>{_MAY.pattern})")
_SET: Final = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:\s?(?:から|ないし|to|-|~|～|〜)\s?(\d{1,2}))?(?![\d.,]*\d|\s?[円%年月日人億万])"
)
_SETS: Final = re.compile(r"セット|\bsets?\b")
_ONLY: Final = re.compile(r"だけ(?!で(?:は)?な)|のみ(?!なら)|に限|専用|\b(?<!not )(?:only|solely|exclusively|alone)\b")
ASIDE: Final = re.compile(
    r"ください|下さい|お願い|確認|相談|お?尋ね|問い?合わ|ご質問|推定|\b(?:please|ask|contact|confirm|check|call|inferred|your question|you asked|tell)\b"
)
_STATES: Final = re.compile(
    r"(?:です|ます|ません|ない|なし|る|した|い|でき|れ|で|が|ず)[、。\s]*$"
    r"|\b(?:is|are|was|has|have|had|can|may|will|does|do|get|gets|grants?|gives?|offers?|exists?|appl(?:y|ies)|there)\b"
)


def check_exchanges(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that gives a property to another subject than the answer."""
    text = sentence.text
    if POLES.search(text):
        yield from _sets(text, evidence)
    if evidence.answer.verdicts:
        return
    yield from _properties(sentence, evidence)
    yield from _one_plan(sentence, named, evidence)
    yield from _unstated(sentence, evidence)


def _sets(text: str, evidence: Evidence) -> Iterator[str]:
    """Sets in which something is mandatory told as those in which it is optional."""
    theirs: dict[str, set[bool]] = {}
    for line in (*evidence.lines, *evidence.details):
        for each, must in _of_sets(line.text):
            theirs.setdefault(each, set()).add(must)
    for each, must in _of_sets(text, of_sets=bool(theirs)):
        if theirs.get(each) == {not must}:
            yield f"The answer says the opposite of set {each}."
            return


@lru_cache(maxsize=4096)
def _of_sets(text: str, of_sets: bool = False) -> tuple[tuple[str, bool], ...]:
    """The numbers of sets with whether something is mandatory in them: those before the word, else those behind it.

    `of_sets`: bare numbers are of sets, as the answer speaks of these.
    """
    if not of_sets and not _SETS.search(text):
        return ()
    poles = list(POLES.finditer(text))
    if not poles:
        return ()
    pieces = [p for p in re.split(r"[;。、,\n]|\b(?:and|while|but|whereas)\b", text) if p.strip()]
    if len(pieces) > 1:
        told = [
            [(_number(m), poles_in[0]["must"] is not None) for m in _SET.finditer(piece)]
            for piece in pieces
            if len(poles_in := list(POLES.finditer(piece))) == 1
        ]
        if len(told) == len(poles) and all(told):
            return tuple(each for found in told for each in found)
    edges = [0, *(p.end() for p in poles)]
    stops = [*(p.start() for p in poles), len(text)]
    gaps = [[_number(m) for m in _SET.finditer(text[a:b])] for a, b in zip(edges, stops, strict=True)]
    behind = not gaps[0]
    found = []
    for at, pole in enumerate(poles):
        found += [(each, pole["must"] is not None) for each in gaps[at + 1 if behind else at]]
    return tuple(found)


def _number(m: re.Match[str]) -> str:
    return f"{m[1]}-{m[2]}" if m[2] else m[1]


def _properties(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A subject said to have what the answer says it has not, or the reverse."""
    for kind in (_DEDUCTED, _USABLE, _JOINS, _TAKES_OUT):
        if not kind.said.search(sentence.text) and not (kind.opposite and kind.opposite.search(sentence.text)):
            continue
        theirs = _clauses(evidence, kind)
        for clause in clauses(sentence):
            mine = kind.of(clause)
            if mine is None:
                continue
            poles = [
                {p for p, c in theirs if has(_WHO_ARE_NOT.sub(" ", c), a)}
                for a in anchors(clause)
                if not kind.said.search(a)
            ]
            if {not mine} in poles and {mine} not in poles:
                yield f"The answer says the opposite: “{clause.strip()[:80]}”."
                return


_WHO_ARE_NOT: Final = re.compile(r"[一-龥ァ-ヶー]{1,12}(?:で(?:は)?ない|以外の)(?=[一-龥])")
"""「会員でない団体」 says nothing of members."""


@lru_cache(maxsize=256)
def _clauses(evidence: Evidence, kind: Property) -> tuple[tuple[bool, str], ...]:
    return tuple(
        (pole, clause)
        for line in (*evidence.lines, *evidence.details)
        for clause in clauses(line)
        if (pole := kind.of(clause)) is not None
    )


_ROW: Final = re.compile(r"(?:だけ|のみ|\b(?:only|alone))\)?\s*[::](?=\s?[\d¥])")
"""The label of a row before its figure: "the one without the option only: 76.5"."""


def _one_plan(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """What the answer has for one plan only, said of another; or "only" of a plan where the answer restricts nothing."""
    mine = {n.value for n in named if n.kind == "plan"}
    every = any(n.kind == "all" for n in named)
    if not mine and not every:
        return
    own, rest = restricted_to(evidence)
    only = bool(_ONLY.search(_ROW.sub(":", mask(sentence.text, named))))
    if only and len(mine) == 1 and _of_plan(sentence.text, named) and not any(mine & plans for plans, _ in own):
        if not any(negated(x.text) for x in rest if _plans(x.text, evidence) - mine):
            yield f"The answer does not say that only {next(iter(mine))} has this."
        return
    if only:
        return
    if (
        every
        and _USABLE.of(sentence.text)
        and any(_USABLE.said.search(line) for _, line in own)
        and not any(_USABLE.said.search(x.text) and any(n.kind == "all" for n in evidence.named(x.text)) for x in rest)
    ):
        yield "The answer says this of one plan only, the draft of all."
        return
    for plans, line in own:
        for clause in clauses(sentence):
            if negated(clause) or (not every and mine <= plans):
                continue
            telling = [a for a in anchors(clause) if has(line, a) and not any(has(x.text, a) for x in rest)]
            if telling:
                yield f"The answer says “{telling[0]}” of {', '.join(sorted(plans))} only."
                return


@lru_cache(maxsize=128)
def restricted_to(evidence: Evidence) -> tuple[tuple[tuple[frozenset[str], str], ...], tuple[Sentence, ...]]:
    """The answer's sentences that say something of one plan only, each with the plan; and the other sentences."""
    own, rest = [], []
    for line in (*evidence.lines, *evidence.details):
        named = evidence.named(line.text)
        if _of_plan(line.text, named):
            at = [n for n in named if n.kind == "plan" and _exclusive(line.text, n)]
            own.append((frozenset(n.value for n in at), line.text))
        else:
            rest.append(line)
    return tuple(own), tuple(rest)


def _of_plan(text: str, named: tuple[Named, ...]) -> bool:
    return any(n.kind == "plan" and _exclusive(text, n) for n in named)


def _exclusive(text: str, name: Named) -> bool:
    """Whether "only" stands at a plan: "the plan's members only", 「プランの加入者だけ」."""
    return bool(
        re.match(
            r"(?:の|に|で)?(?:(?:入って(?:い|お)る|加入(?:して(?:い|お)る|した|中の|済みの)|ご?契約(?:の|中の))?(?:加入者|会員|お?客様?|方|人|センター|団体|町村|会社|ところ))?(?:の(?:方|みなさま))?(?:だけ(?!で(?:は)?な)|のみ(?!なら)|に限|専用)|(?:[' ]\w+){0,2} (?:only|alone)\b(?! (?:if|when|where))",
            text[name.end :],
        )
        or (
            not text[name.end :].startswith("'s")
            and re.search(
                r"\b(?<!not )(?:only|solely|exclusively)(?: (?:for|under|with|in|to|members|of|the))*\s?$",
                text[: name.start],
            )
        )
    )


def _plans(text: str, evidence: Evidence) -> set[str]:
    return {n.value for n in evidence.named(text) if n.kind == "plan"}


def _unstated(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A statement about what the answer says is not stated: "none" for "not mentioned"."""
    body = (*evidence.lines, *evidence.details)
    if not any(SILENT.search(x.text) for x in body):
        return
    for clause in clauses(sentence):
        if SILENT.search(clause) or ASIDE.search(clause) or not _STATES.search(clause.strip()):
            continue
        plain = runs(clause) if _NONE.search(clause) else []
        for anchor in dict.fromkeys((*anchors(clause), *(r for r in plain if len(r) > 1))):
            places = [x.text for x in body if has(x.text, anchor)]
            if places and all(SILENT.search(p) and not _also(p, clause) for p in places):
                yield f"The answer says that it is not stated: “{clause.strip()[:80]}”."
                return


_NONE: Final = re.compile(r"(?:は|も|が)(?:(?:あり|ござい)ません|な[いし])")


def _also(line: str, clause: str) -> bool:
    """Whether a sentence of silence says besides what the clause says: "not stated, so nothing is deducted"."""
    return any(k.said.search(line) and k.said.search(clause) for k in (_DEDUCTED, _USABLE)) or bool(
        re.search(r"見積|\bestimat|\bquot", line) and re.search(r"見積|\bestimat|\bquot", clause)
    )
