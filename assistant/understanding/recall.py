"""What a message leaves to the turns before it: the rest of a cost's name, how many a unit price is for, what is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from assistant.understanding.lexicon import Lexicon, Mention
from assistant.understanding.multiples import is_a_letter, times
from assistant.understanding.numbers import Figures
from assistant.understanding.quantities import Amount
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.text import Message

TURNS_BACK: Final = 3  # turns in which a number of people or pieces is still the one meant
_STEM_JA: Final = 2  # characters
_STEM_EN: Final = 6  # letters; of longer words the first six tell them apart
_KIND_OF_COST: Final = re.compile(r"(?:の)?(?:費用?|代金?|料金?|金|支払い?|出費)+$")
# 「調査は300万円でした」: the head of a name stands for the whole with a particle or an amount behind it.
_NAMED_ON: Final = (
    r"(?=(?:費用?|代|料|分|の(?:ほう|方|分|費用|件|額))*(?:は|が|を|も|って|、|だけ|だと|なら|に(?:つ|か)|の?\d))"
)
_NO_HEAD: Final = re.compile(r"^(?:情報|個人|会社|金額|保険|補償|対応|事故|その他|費用|損害|法律)$")
_COMMON_EN: Final = frozenset(
    {"company", "amount", "covered", "covers", "payment", "insurance", "insurer", "against", "because", "another"}
)
_SEPARATE_ACTS: Final = re.compile(r"(?:2|二)(?:件|回|度)目|別(?:の|件)|\b(?:second|another|separate|new)\b")


def named_before(
    message: Message, figures: Figures, r: SchemeReading, frames: Sequence[Query], lexicon: Lexicon
) -> list[Mention]:
    """Mentions of costs that the conversation is about by the head of their name only, none that the reading has."""
    found: list[Mention] = []
    before = next((x for x in frames[-1].readings if x.scheme == r.scheme), None)
    if before is None or not figures.amounts or _SEPARATE_ACTS.search(message.text):
        return found
    wanted = {*before.items, *(c.item for c in before.costs)} - {*r.items}
    for ident in wanted:
        names = [lexicon.scheme.items[ident].name.ja, lexicon.scheme.items[ident].name.en]
        for q in frames[-TURNS_BACK:]:
            said = q.message.text
            names += [said[m.start : m.end] for m in lexicon.find_items(said) if m.id == ident]
        at = _head_in(message.text, names)
        if at is not None:
            found.append(Mention(ident, at[0], at[1], True))
    return sorted(found, key=lambda m: m.start)


def _head_in(text: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Where the head of one of the names stands in a prepared text."""
    for name in names:
        for word in re.findall(r"[一-鿿]{2,}|[ァ-ヺー]{2,}", name):
            stem = _KIND_OF_COST.sub("", word)
            if len(stem) >= _STEM_JA and not _NO_HEAD.match(stem):
                m = re.search(re.escape(stem) + _NAMED_ON, text)
                if m:
                    return m.span()
        for word in re.findall(r"[a-z]{6,}", name.lower()):
            if word not in _COMMON_EN:
                m = re.search(rf"\b{word[:_STEM_EN]}[a-z]*", text)
                if m:
                    return m.span()
    return None


def whole_of(amount: Amount, message: Message, figures: Figures, frames: Sequence[Query]) -> tuple[int, int] | None:
    """The yen and the number that a unit price comes to where only a turn before says how many: "84 yen a letter".

    None where the amount is no unit price, or the message itself says for how many.
    """
    kinds = ("corporation",) if amount.per == "corporation" else ("person", "resident", "record")
    if any(c.unit in kinds for c in figures.counts if _many(c.value)):
        return None
    by_head = amount.per in ("victim", "corporation") or is_a_letter(amount, message)
    for q in reversed(frames[-TURNS_BACK:]):
        pieces = times(amount, message, q.message.text)
        if pieces > 1 and times(amount, message) == 1:
            return amount.value * pieces, pieces
        counts = [int(c.value) for c in q.figures.counts if c.unit in kinds and _many(c.value)]
        if by_head and counts:
            return amount.value * counts[-1], counts[-1]
    return None


def with_number(r: SchemeReading, message: Message, figures: Figures, frames: Sequence[Query]) -> SchemeReading:
    """The reading with costs that are told by their unit price taken for as many as a turn before told."""
    wholes = {a.value: w for a in figures.amounts if (w := whole_of(a, message, figures, frames)) is not None}
    if not wholes:
        return r
    return replace(
        r,
        costs=tuple(
            replace(c, yen=wholes[c.yen][0], heads=wholes[c.yen][1]) if c.yen in wholes and (c.heads or 1) == 1 else c
            for c in r.costs
        ),
    )


def _many(value: object) -> bool:
    return isinstance(value, int) and value > 1


def last_two(old: SchemeReading, new: SchemeReading, frames: Sequence[Query]) -> SchemeReading | None:
    """What was asked about last, beside what was asked about before it, where a message asks how the two differ.

    None where the message names a side itself, where the turn before named both already, or where there is no other.
    """
    if new.choices or new.plans or any(len(v) > 1 for v in old.choices.values()) or len(old.plans) > 1:
        return None
    for q in reversed(frames[:-1]):
        earlier = next((x for x in q.readings if x.scheme == old.scheme), None)
        if earlier is None or not (earlier.plans or earlier.choices):
            continue
        there = {**old.choices, **earlier.choices}
        if there == {**earlier.choices, **old.choices} and (earlier.plans or old.plans) == old.plans:
            continue
        if any(len(v) > 1 for v in there.values()) or len(earlier.plans) > 1:
            return None
        both = {d: tuple(dict.fromkeys((*there[d], *old.choices.get(d, ())))) for d in there}
        return replace(old, plans=tuple(dict.fromkeys((*earlier.plans, *old.plans))), choices=both)
    return None
