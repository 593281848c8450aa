"""Who buys: the groups of insureds that a message counts out ("two rank B centres take G III"), and what each takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from assistant.corpus.model import Scheme
from assistant.understanding.counters import counts_others, population
from assistant.understanding.lexicon import find_choices
from assistant.understanding.numbers import find_all

_WORDS: Final = {
    w: n
    for n, ws in enumerate(
        (
            ("one", "1", "一", "ひと"),
            ("two", "2", "二", "ふた"),
            ("three", "3", "三"),
            ("four", "4", "四"),
            ("five", "5", "五"),
            ("six", "6", "六"),
            ("seven", "7", "七"),
            ("eight", "8", "八"),
            ("nine", "9", "九"),
            ("ten", "10", "十"),
            ("eleven", "11"),
            ("twelve", "12", "a dozen"),
        ),
        1,
    )
    for w in ws
}
_NUMBER: Final = (
    r"(?<![\d,.a-z])(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)(?![\d,.]*\d)"
)
_NOUN_EN: Final = r"(?:cent(?:er|re)s?|towns?|villages?|municipalit(?:y|ies)|members?|federations?|offices?|organi[sz]ations?)(?![a-z])"
_NOUN_JA: Final = r"(?:センター|町村|町|村|自治体|市町村|団体|事務所|連合会|会員)"
_COUNTER_JA: Final = r"(?:か所|ヶ所|カ所|ヵ所|箇所|つ|団体|件|施設)"
# "three (of our) (rank C) centres", "another two (towns)", "both our centres"; 「3センター」「センター3か所」「2つの町」.
_COUNTED: Final = (
    re.compile(rf"{_NUMBER}\s+(?:of (?:our|the|us|them)\s+)?(?:[a-z-]+\s+){{0,3}}?{_NOUN_EN}"),
    re.compile(
        rf"{_NUMBER}\s+(?:(?:of|are|is|has|have|with|in|at|from|takes?|chooses?|joins?|goes|go|other|others|more)\s+){{1,3}}"
        r"(?=[\d]|(?:the |an? )?(?:rank|type|[fg] i)|them|us)"
    ),
    re.compile(rf"(\d{{1,3}}|[一二三四五六七八九十]|ひと|ふた){_COUNTER_JA}?の?{_NOUN_JA}(?!会)"),
    re.compile(rf"{_NOUN_JA}(?:が|は|も|の|、)?\s*(\d{{1,3}}|[一二三四五六七八九十]|ひと|ふた){_COUNTER_JA}"),
    re.compile(
        r"(\d{1,3}|[一二三四五六七八九十]|ひと|ふた)(?:か所|ヶ所|カ所|ヵ所|箇所|団体|つ)(?!の?(?:プラン|タイプ|類型|型|ランク|コース|セット|案|制度|保険|補償|商品|契約|組み?合わせ|場合|パターン|額|金額))"
    ),
)
# "contract type 4 with cyber", 「類型4の町」: a number that names a choice counts nobody.
_NAMES: Final = re.compile(
    r"(?:\b(?:types?|sets?|plans?|class|category|options?|no\.?|number|section|page)|類型|タイプ|セット|プラン|型|第|番号)\s*"
    r"(?:\d{1,3}\s*(?:,|and|or|/|と|か|または|、|・)\s*)*$"
)
# 「乙と丙がB」: as many as are named by the cyclical signs or by a letter of one's own.
_NAMED: Final = re.compile(r"(?:[甲乙丙丁戊](?:センター|町|村)?(?:と|、|・|及び|および))+[甲乙丙丁戊](?![一-龥])")
_ONE_NAMED: Final = re.compile(r"(?<![と、・び])[甲乙丙丁戊](?:センター|町|村)?(?=が|は|も)")
_BOTH: Final = re.compile(rf"\bboth\s+(?:of\s+)?(?:our|the|these|those)?\s*(?:[a-z]+\s+){{0,2}}?{_NOUN_EN}")
# Where a count is the number of all that was told: 「2つ合わせて」, "the two of them together", "in total for both".
_SUM_AFTER: Final = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十]|ひと|ふた)(?:か所|ヶ所|カ所|ヵ所|箇所|団体|施設|件|つ|センター|町村)?(?:とも|を|の|で|分)?(?:合わせ|あわせ|合計|合算|合わし|足し|足す|まとめ|全部|総額|トータル)|"
    r"(?:the |all |both )?[a-z0-9]+ (?:of (?:them|us) |(?:[a-z]+ )?[a-z]+ )?(?:together|combined|in total|in all|altogether|put together)"
)
_SUM_BEFORE: Final = re.compile(
    r"(?:合わせて|合計|全部で|総額)[^。、!?\n]{0,6}$|\b(?:together|combined|total|altogether|sum)\b(?: (?:for|of|premium|bill|cost|is|are))* (?:the |all |all the )?$"
)
_CLAUSE_END: Final = re.compile(r"[。、,;:!?\n—]|\.(?=\s|$)| - ")
_ANOTHER: Final = re.compile(r"[と、,;。]|もう|別|\band\b|another|other|\bone\b")
MOST: Final = 500  # buyers in one group; a larger figure is no number of organisations


@dataclass(frozen=True, slots=True)
class Buyers:
    """So many insureds that choose the same: values by dimension, and the residents of each where a rate needs them."""

    count: int = 1
    counted: bool = False
    choices: dict[str, str] = field(default_factory=dict)
    residents: int | None = None


_Sign = tuple[int, int, str, str | int]  # start, end, kind, value


def find_buyers(scheme: Scheme, text: str, plans: tuple[str, ...] = ()) -> tuple[Buyers, ...]:
    """The groups of buyers in a prepared text, in order; what is said once ("all take F I") holds for all of them.

    A mere count ("and three of them?") comes back alone where nothing else is said.
    """
    counts = _counts(text)
    chosen = [c for c in find_choices(scheme, text, plans) if c.value is not None]
    # Words that span another choice ("the centre that takes G I …, just founded") tell theirs at their end.
    spans = {(c.start, c.end) for c in chosen}
    placed = [
        (c.end - 1 if any(c.start < s and e < c.end for s, e in spans) else c.start, c.end, c.dimension, c.value or "")
        for c in chosen
    ]
    signs: list[_Sign] = _told_once(text, placed)
    # "Two member towns": two buyers, not two residents.
    signs += [(at, at, "residents", n) for at, n in _residents(text) if at not in dict(counts)]
    alone = len(_grouped([*signs, *((at, at, "count", n) for at, n in counts if n == 1)]))
    # "F II here and G III there, the two together": the count is of the groups just told, not of one of them.
    signs += [(at, at, "count", n) for at, n in counts if n == 1 or n != alone or not _of_all(text, at, signs)]
    return _shared(_grouped(signs))


def like_buyers(text: str) -> int | None:
    """How many buyers a prepared text counts out who all do the same; None for one, none, or several groups."""
    found = {n for _, n in _counts(text) if n > 1}
    return next(iter(found)) if len(found) == 1 and not any(n == 1 for _, n in _counts(text)) else None


def _grouped(signs: Sequence[_Sign]) -> list[Buyers]:
    """Signs in the order of the message as groups: a new one begins where a kind is told again."""
    groups: list[Buyers] = []
    current = Buyers()
    for _, _, kind, value in sorted(signs, key=lambda x: x[0]):
        if _has(current, kind):
            groups.append(current)
            current = Buyers()
        current = _with(current, kind, value)
    groups.append(current)
    return [g for g in groups if g.choices or g.residents is not None or g.counted]


def _told_once(text: str, signs: Sequence[_Sign]) -> list[_Sign]:
    """The signs without one that only says again, right after it, what the last of its kind said of the same buyer."""
    out: list[_Sign] = []
    for sign in sorted(signs, key=lambda x: x[0]):
        last = out[-1] if out else None
        same = last is not None and last[2:] == sign[2:] and not _ANOTHER.search(text[last[1] : sign[0]])
        if not same:
            out.append(sign)
    return out


def _of_all(text: str, at: int, signs: Sequence[_Sign]) -> bool:
    """Whether a count stands for all groups: words for a sum beside it, or a clause of its own that chooses nothing."""
    if _SUM_AFTER.match(text[at : at + 40]) or _SUM_BEFORE.search(text[max(0, at - 30) : at]):
        return True
    start = max((m.end() for m in _CLAUSE_END.finditer(text, 0, at)), default=0)
    ends = _CLAUSE_END.search(text, at)
    end = ends.start() if ends else len(text)
    return not any(start <= s < end for s, _, kind, _ in signs if kind != "count")


def _counts(text: str) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    taken: list[tuple[int, int]] = []
    for pattern in _COUNTED:
        for m in pattern.finditer(text):
            if any(a < m.end(1) and m.start(1) < b for a, b in taken) or _NAMES.search(
                text, max(0, m.start(1) - 40), m.start(1)
            ):
                continue
            n = _WORDS.get(m[1]) or (int(m[1]) if m[1].isdigit() else 0)
            if 1 <= n <= MOST:
                found[m.start(1)] = n
                taken.append((m.start(1), m.end(1)))
    for m in _BOTH.finditer(text):
        found[m.start()] = 2
    named = {m.start(): len(re.findall("[甲乙丙丁戊]", m[0])) for m in _NAMED.finditer(text)}
    named |= {m.start(): 1 for m in _ONE_NAMED.finditer(text)}
    # Where they are named one by one, a count in front of them is only their sum.
    return sorted(named.items() if len(named) > 1 else (found | named).items())


def _residents(text: str) -> list[tuple[int, int]]:
    """Numbers of residents: those marked as such, and numbers of people beside a place."""
    figures = find_all(text)
    places = bool(re.search(r"住民|人口|町|村|towns?|villages?|residents?|inhabitants?|population", text))
    out = [
        (c.start, c.value)
        for c in (*figures.counts, *figures.bare)
        if isinstance(c.value, int)
        and c.value > 0
        and not c.too_large
        and not counts_others(text, c.end)
        and (c.unit == "resident" or (c.unit == "person" and places) or population(text, c.start, c.end))
    ]
    return sorted(set(out))


def _has(group: Buyers, kind: str) -> bool:
    if kind == "count":
        return group.counted
    return group.residents is not None if kind == "residents" else kind in group.choices


def _with(group: Buyers, kind: str, value: str | int) -> Buyers:
    if kind == "count":
        return replace(group, count=int(value), counted=True)
    if kind == "residents":
        return replace(group, residents=int(value))
    return replace(group, choices={**group.choices, kind: str(value)})


def _shared(groups: list[Buyers]) -> tuple[Buyers, ...]:
    """Groups with what they leave open filled from the one group that says it; mere head counts are dropped."""
    said = [g for g in groups if g.choices or g.residents is not None]
    bare = [g for g in groups if not g.choices and g.residents is None]
    if bare and len(said) == 1 and not said[0].counted:
        # "We are five centres. Rank B, F I": the count belongs to the only group there is.
        said = [replace(said[0], count=bare[0].count, counted=True)]
    if not said:
        return tuple(bare[:1])
    for kind in dict.fromkeys(k for g in said for k in g.choices):
        values = [g.choices[kind] for g in said if kind in g.choices]
        if len(set(values)) == 1:
            said = [replace(g, choices={**g.choices, kind: values[0]}) for g in said]
        else:
            said = _from_next(said, kind)
    heads = {g.residents for g in said if g.residents is not None}
    if len(heads) == 1:
        said = [replace(g, residents=next(iter(heads))) for g in said]
    return tuple(said)


def _from_next(groups: Sequence[Buyers], kind: str) -> list[Buyers]:
    """ "A rank A and a rank B centre take F I, a rank C centre G I": what is left open is what the next group says."""
    out: list[Buyers] = []
    following: str | None = None
    for group in reversed(groups):
        if kind in group.choices:
            following = group.choices[kind]
        elif following is not None:
            group = replace(group, choices={**group.choices, kind: following})
        out.append(group)
    out.reverse()
    last: str | None = None
    for i, group in enumerate(out):
        last = group.choices.get(kind, last)
        if kind not in group.choices and last is not None:
            out[i] = replace(group, choices={**group.choices, kind: last})
    return out
