"""What a message leaves to the turns before it: the rest of a cost's name, how many a unit price is for, what is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from assistant.understanding.amounts import attach_amounts
from assistant.understanding.lexicon import Lexicon, Mention
from assistant.understanding.multiples import is_for_one, times
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
    | {"costs", "would", "their", "there", "which", "about", "after", "million", "legally", "other"}
)
_REST: Final = re.compile(r"(?: [a-z]+){0,2}")  # "new server parts": the noun that the words found belong to
_SEPARATE_ACTS: Final = re.compile(r"(?:2|二)(?:件|回|度)目|別(?:の|件)|\b(?:second|another|separate|new)\b")


# "Strike the consultant", 「弁護士は外してください」: a cost told before that is not asked about any more.
_DROPS = re.compile(
    r"\b(?:strike|drop|forget|scratch|leave out|take out|remove|ignore|disregard|never mind|skip|cross out|without|minus|not counting|waived?)\b|"
    r"(?:は|を|の(?:分|ほう)?(?:は|を))(?:除い|除き|除外|外し|外す|抜い|抜き|取り消|なし(?:で|に)|無視|忘れて|不要|いりません|いらな|かかりません|かからな|ノーカウント)"
)


def drops(text: str) -> bool:
    """Whether a prepared message leaves something out that was told before."""
    return bool(_DROPS.search(text))


def named_before(
    message: Message, figures: Figures, r: SchemeReading, frames: Sequence[Query], lexicon: Lexicon
) -> list[Mention]:
    """Mentions of costs that the conversation is about by the head of their name only, none that the reading has."""
    found: list[Mention] = []
    before = next((x for x in frames[-1].readings if x.scheme == r.scheme), None)
    if before is None or not (figures.amounts or drops(message.text)) or _SEPARATE_ACTS.search(message.text):
        return found
    wanted = {*before.items, *(c.item for c in before.costs)} - {*r.items}
    for ident in wanted:
        names = [lexicon.scheme.items[ident].name.ja, lexicon.scheme.items[ident].name.en]
        for q in frames[-TURNS_BACK:]:
            said = q.message.text
            spans = [(m.start, m.end) for m in lexicon.find_items(said) if m.id == ident]
            names += [said[start:end] + _REST.match(said, end)[0] for start, end in spans]  # type: ignore[index]
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
        for word in re.findall(r"[a-z]{5,}", name.lower()):
            if word not in _COMMON_EN:
                m = re.search(rf"\b{word[:_STEM_EN]}[a-z]*", text)
                if m:
                    return m.span()
    return None


def by_context(
    r: SchemeReading, message: Message, figures: Figures, frames: Sequence[Query], lexicon: Lexicon
) -> SchemeReading:
    """The reading with a cost that only what was told before tells apart: a lawyer's bill after 「裁判で負けて…」."""
    if not r.items or not any(x.scheme == r.scheme and x.items for x in frames[-1].readings):
        return r
    lead = frames[-1].message.text + "\n"
    here = r.bare or message.text
    together = lexicon.find_items(lead + here)
    found = [replace(m, start=m.start - len(lead), end=m.end - len(lead)) for m in together if m.start >= len(lead)]
    alone = {m.id for m in lexicon.find_items(here)}
    better = {m.id for m in found} - alone
    worse = {*r.items} - {m.id for m in found}
    if not better or not worse or not all(lexicon.beats(b) & worse for b in better):
        return r
    items = tuple(dict.fromkeys(m.id for m in found if m.id in better or m.id in r.items))
    mentions = [m for m in found if m.id in items]
    return replace(r, items=items, costs=attach_amounts(message, figures, mentions, lexicon.scheme))


_HEADS: Final = re.compile(
    r"\b(?:clients?|customers?|members?|users?|patients?|victims?|guests?|subscribers?|workers?)$"
)


_PORTIONS: Final = (
    (re.compile(r"(?:half|50 ?%)(?: of)? (?:that|it|the (?:sum|amount|cost|bill)|as much)|only half\b|半(?:分|額)(?:だけ)?(?:だっ|だと|なら|の場合|で)"), Fraction(1, 2)),
    (re.compile(r"\b(?:three times|triple) (?:that|as much|the (?:sum|amount|cost|bill))|(?:3|三)倍(?:だっ|だと|なら|の場合|にな|かか)"), Fraction(3)),
    (re.compile(r"\b(?:twice|double) (?:that|as much|the (?:sum|amount|cost|bill))|\bif it (?:doubled|were double)|(?:2|二)?倍(?:だっ|だと|なら|の場合|にな|かか)"), Fraction(2)),
)  # fmt: skip


def portion(text: str) -> Fraction | None:
    """The part or the multiple of the sum told before that a prepared message supposes: "and if only half of that?"."""
    return next((share for pattern, share in _PORTIONS if pattern.search(text)), None)


def whole_of(amount: Amount, message: Message, figures: Figures, frames: Sequence[Query]) -> tuple[int, int] | None:
    """The yen and the number that a unit price comes to where only a turn before says how many: "84 yen a letter".

    None where the amount is no unit price, or the message itself says for how many.
    """
    kinds = ("corporation",) if amount.per == "corporation" else ("person", "resident", "record")
    if any(c.unit in kinds for c in figures.counts if _many(c.value)):
        return None
    by_head = amount.per in ("victim", "corporation") or is_for_one(amount, message)
    for q in reversed(frames[-TURNS_BACK:]):
        pieces = times(amount, message, q.message.text)
        if pieces > 1 and times(amount, message) == 1:
            return amount.value * pieces, pieces
        counts = [
            int(c.value)
            for c in q.figures.counts
            if _many(c.value) and (c.unit in kinds or (c.unit == "none" and _HEADS.search(c.text)))
        ]
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


_ALL_OF_THEM = re.compile(
    r"全部|すべて|全て|合計|合わせ|あわせ|足す|足し|[3-6三四五六]つ|\b(?:all|three|four|five|total|together|altogether|sum)\b"
)


def asked_in_a_row(
    old: SchemeReading, new: SchemeReading, now: Query, frames: Sequence[Query]
) -> dict[str, tuple[str, ...]] | None:
    """The types and ranks whose premiums the last turns asked for one by one, where a message asks for their sum.

    The values of all dimensions stand in step, one of each for a turn. None where nothing of that kind was asked.
    """
    if new.choices or new.plans or new.items or "sum" not in now.intents or not _ALL_OF_THEM.search(now.message.text):
        return None
    asked: list[dict[str, str]] = []
    for q in frames:
        r = next((x for x in q.readings if x.scheme == old.scheme), None)
        if r is None or not q.wants("premium") or any(len(v) != 1 for v in r.choices.values()):
            asked = []
        elif (one := {d: v[0] for d, v in r.choices.items()}) not in asked:
            asked.append(one)
    if len(asked) < 2 or any(a.keys() != asked[0].keys() for a in asked):
        return None
    several = {d: tuple(a[d] for a in asked) for d in asked[0]}
    varying = [d for d, v in several.items() if len(set(v)) > 1]
    return several if len(varying) > 1 else {d: tuple(dict.fromkeys(v)) for d, v in several.items()}
