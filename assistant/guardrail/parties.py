"""Who is meant: what the answer says of one plan, scheme or company and the draft of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import SILENT, anchors, clauses, has, negated
from assistant.guardrail.text import Sentence
from assistant.language.stemming import stem

_PARTY: Final = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+(?: (?:& )?[A-Z][a-z]+)+")


def check_parties(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for the companies that it names and, of an answer without verdicts, for whom it speaks of."""
    yield from _unknown_companies(sentence, evidence)
    if not evidence.answer.verdicts:
        yield from _other_plan(sentence, evidence)
        yield from _other_choice(sentence, evidence)
        yield from _swapped_parties(sentence, evidence)


# A Japanese company's name before or after the word for its form.
_COMPANY: Final = re.compile(
    r"(?:株式会社|\(株\)|有限会社)\s*([一-龥々ァ-ヶーa-z]{2,12})|([一-龥々ァ-ヶー]{2,12})(?:株式会社|\(株\))"
)


def _unknown_companies(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    named = list(_COMPANY.finditer(sentence.text))
    if not named:
        return
    known = [m[1] or m[2] for m in _COMPANY.finditer(evidence.whole)]
    asked = "\n".join(q.text for q in evidence.question)
    for m in named:
        name = m[1] or m[2]
        # What follows a name without a space ("…千里電話") is taken for a part of it.
        if name not in asked and not any(name.startswith(k) or k.startswith(name) for k in known):
            yield f"The answer names no company “{m[0]}”."


def _other_plan(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A word that the answer says of one plan or scheme only, said of another one."""
    known = frozenset().union(*(owners for _, owners in _lines(evidence)))
    if len(known) == 1 and next(iter(known))[0] == "plan":
        yield from _of_the_other(sentence, next(iter(known)), evidence)
    if len(known) < 2:
        return
    for clause in clauses(sentence):
        mine = _owners(clause, evidence)
        if len(mine) != 1 or negated(clause):
            continue
        for anchor in anchors(clause):
            if (
                f"{anchor} type" in clause
                or any(has(n, anchor) for _, n in mine)
                or any(has(q.text, anchor) for q in evidence.question)
            ):
                continue
            theirs = [owners for text, owners in _lines(evidence) if has(text, anchor)]
            if theirs and all(t and not t & mine for t in theirs):
                yield f"The answer does not say “{anchor}” of {next(iter(mine))[1]}."
                return


def _other_choice(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """What the answer says of one rank, said of another that only the question names."""
    mine = {n.value for n in evidence.named(sentence.text) if n.kind == "rank"}
    theirs = {n.value for x in evidence.lines for n in evidence.named(x.text) if n.kind == "rank"}
    mine -= theirs
    if not mine or not theirs or SILENT.search(sentence.text) or evidence.answer.amounts:
        return
    if any(has(x.text, a) for x in evidence.lines for a in anchors(_unnamed(sentence.text, evidence))):
        yield f"The answer says this of rank {', '.join(sorted(theirs))}, the draft of {', '.join(sorted(mine))}."


def _of_the_other(sentence: Sentence, own: tuple[str, str], evidence: Evidence) -> Iterator[str]:
    """What the answer says of the one plan that it names, said of another."""
    for clause in clauses(sentence):
        mine = {o for o in _owners(clause, evidence) if o[0] == "plan"}
        if not mine or own in mine or negated(clause) or _COMPARES.search(_unnamed(clause, evidence)):
            continue
        telling = [a for a in anchors(_unnamed(clause, evidence)) if not any(has(q.text, a) for q in evidence.question)]
        if any(has(text, a) for text, _ in _lines(evidence) for a in telling):
            yield f"The answer says this of {own[1]}, the draft of {next(iter(mine))[1]}."
            return


_COMPARES: Final = re.compile(
    r"より|比べ|違い|異なり|反面|ほか|加え|\b(?:than|compared|unlike|beyond|besides|versus|over|in contrast)\b|限定|だけ|のみ|\bonly\b"
)


@lru_cache(maxsize=128)
def _lines(evidence: Evidence) -> tuple[tuple[str, frozenset[tuple[str, str]]], ...]:
    """The answer's sentences without the names in them, each with whom it names."""
    return tuple((_unnamed(x.text, evidence), _owners(x.text, evidence)) for x in (*evidence.lines, *evidence.details))


def _owners(text: str, evidence: Evidence) -> frozenset[tuple[str, str]]:
    return frozenset((n.kind, n.value) for n in evidence.named(text) if n.kind in ("plan", "scheme", "all"))


def _unnamed(text: str, evidence: Evidence) -> str:
    letters = list(text)
    for n in evidence.named(text):
        letters[n.start : n.end] = " " * (n.end - n.start)
    return "".join(letters)


def _swapped_parties(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """In English, a word that the answer says of one named party, said of another: lead and follower exchanged."""
    if not sentence.text.isascii():
        return
    source = evidence.lines
    parties = {p.lower() for line in source for p in _PARTY.findall(line.cased) if len(p) > 3 and " No" not in p}
    if len(parties) < 2:
        return
    for word in anchors(sentence.text):
        if any(word in p for p in parties) or not has(evidence.whole, word):
            continue
        mine = _nearest(sentence.text, word, parties)
        theirs = {n for line in source if (n := _nearest(line.text, word, parties))}
        if mine and theirs and not any(mine in t or t in mine for t in theirs):
            yield f"The answer says “{word}” of {', '.join(sorted(theirs))}, not of {mine}."
            return


def _nearest(text: str, word: str, parties: set[str]) -> str | None:
    """The party before a word, else the one after it."""
    at = next((m.start() for m in re.finditer(r"[a-z]+", text) if stem(m[0]) == word), None)
    if at is None:
        return None
    places = [(text.rfind(p, 0, at), p) for p in parties]
    before = [(i, p) for i, p in places if i >= 0]
    if before:
        return max(before)[1]
    after = [(text.find(p, at), p) for p in parties if text.find(p, at) >= 0]
    return min(after)[1] if after else None
