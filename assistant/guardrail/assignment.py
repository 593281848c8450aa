"""Whether each figure of a draft stands with its own words: limits, discounts or numbers exchanged between their labels.

In the answer every figure has a label: what its amount is called, and the words around it. A word tells figures of a kind
apart where some have it in their label and others do not. In a draft the telling words beside a figure must be its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Final

from assistant.guardrail.arithmetic import sums
from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.exchanges import POLES
from assistant.guardrail.figures import Figure, Value, figures_within, read_figures
from assistant.guardrail.relations import anchors
from assistant.guardrail.text import Segment, Sentence, fold_text
from assistant.guardrail.words import latin, runs
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_KINDS: Final = frozenset(
    [
        "phone",
        "time",
        "date",
        "percent",
        "day",
        "month",
        "year",
        "person",
        "number",
        "yen",
        "hour",
        "resident",
        "item",
        "choice",
    ]
)
# Bounds, units and courtesy are compared elsewhere, and say nothing of what a figure is.
_MUTE: Final = frozenset(
    [
        "最大",
        "最高",
        "上限",
        "以内",
        "以上",
        "以下",
        "合計",
        "合わ",
        "金額",
        "見込",
        "場合",
        "年間",
        "予定",
        "次の",
        "類型",
        "プラ",
        "ラン",
        "タイ",
        "イプ",
        "セッ",
        "ット",
        "ラン",
        "ンク",
        "約",
    ]
) | frozenset(
    stem(w)
    for w in [
        "yen",
        "most",
        "total",
        "sum",
        "together",
        "maximum",
        "within",
        "amount",
        "come",
        "comes",
        "take",
        "taken",
        "pay",
        "pays",
        "paid",
        "case",
        "page",
        "see",
        "item",
        "also",
        "get",
    ]
)
# Compared by role and by owner.
_JUDGED: Final = frozenset(["payout", "difference", "sum", "premium", "own", "other-reading", "deductible"])
_NEXT_DAY: Final = re.compile(r"(?:翌日|前日|the day after|the day before|the following day)[^。]{0,3}$")
_INFERRED: Final = re.compile(r"推定|inferred")
_LEAST_SUM: Final = 1000
_NUMBERS: Final = re.compile(r"(?:事由|項目|\btriggers?|\bitems?)\s?$")
_PICTURES: Final = re.compile(r"それぞれ|順に|\brespectively\b|\bin that order\b")

Way = tuple[str, ...]
Labels = dict[str, dict[Value, set[str]]]


_IN_ALL: Final = re.compile(r"(?:合わせ(?:て|た|ると)?|合計(?:で|して)?|\btogether|\bcombined)[、,:= ]*(?:は|で)?$")


def _in_all(k: Known, figure: Figure) -> bool:
    """Whether the answer, too, has a figure as what several come to together."""
    places = [f.start for f in read_figures(k.context).figures if f.value == figure.value]
    return any(_IN_ALL.search(k.context[:p]) for p in places)


def check_assignment(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence whose figures stand with the words of other figures."""
    if _PICTURES.search(sentence.text):
        return  # names and figures in two rows are bound by their order
    labels, worked = _labels(evidence), sums(sentence.text, evidence)
    wrong: list[tuple[Figure, list[str]]] = []
    for figure, ways in _bound(sentence):
        if _NUMBERS.search(sentence.text[: figure.start]):
            continue  # the number of a trigger is no amount
        group = labels.get(_kind(figure), {})
        value = _same(figure, group)
        known = evidence.find(figure)
        if _NEXT_DAY.search(sentence.text[: figure.start]) or worked.ground(figure):
            continue
        if figure.kind == "percent" and evidence.answer.amounts and any(_INFERRED.search(k.context) for k in known):
            continue
        if _IN_ALL.search(sentence.text[: figure.start]) and any(_in_all(k, figure) for k in known):
            continue  # what two come to together stands with the words of both
        if len(group) < 2 or value is None or any(k.final and k.role in _JUDGED for k in known):
            continue
        if evidence.answer.amounts and (figure.kind == "number" or _unrounded(figure, evidence)):
            continue
        if figure.kind == "choice" and any(POLES.search(x.text) for x in evidence.lines):
            continue  # what is mandatory or optional in a set is compared by itself
        limit = any(k.final and k.role == "limit" for k in known)
        judged = [_weigh(value, way, group, limit or bool(evidence.answer.amounts), evidence) for way in ways]
        score, words = max(judged, key=lambda j: j[0])
        if score < (-1 if figure.kind == "date" else 0):
            wrong.append((figure, words))
    # In a computation one word may lead to the next figure; only what is exchanged is wrong on both sides.
    computed = any(k.final and k.role == "payout" for k in evidence.known)
    if len(wrong) > computed:
        figure, words = wrong[0]
        yield f"{figure.text.strip()} stands with the words of another figure: {', '.join(words[:4])}."


def _unrounded(figure: Figure, evidence: Evidence) -> bool:
    """Whether a figure is an amount before it is rounded."""
    value = figure.value
    return isinstance(value, Fraction) and any(0 < abs(value - a.yen) < 1 for a in evidence.answer.amounts)


def _kind(figure: Figure) -> str:
    if figure.kind == "number" and isinstance(figure.value, Fraction) and figure.value >= _LEAST_SUM:
        return "yen"
    return figure.kind


def _same(figure: Figure, group: dict[Value, set[str]]) -> Value | None:
    """The value of a group that a figure has; a day of no year is that day of the answer's year."""
    if figure.value in group:
        return figure.value
    text = str(figure.value)
    if figure.kind == "date" and text.startswith("--"):
        return next((v for v in group if str(v).endswith(text[1:])), None)
    return None


def _weigh(
    value: Value, way: Way, group: dict[Value, set[str]], common: bool, evidence: Evidence
) -> tuple[float, list[str]]:
    """How much the words beside a figure are its own (above 0) or another's (below 0); and the latter."""
    for stretch in way:
        score, strange, telling = 0.0, [], False
        for word, units in _words(mask(stretch, evidence.named(stretch))):
            own, other = 0.0, 0.0
            if not common and _plain(word):
                continue
            for unit in units:
                having = [v for v, theirs in group.items() if unit in theirs]
                if not having or len(having) == len(group):
                    continue
                telling = True
                if value in having:
                    own = max(own, 1 / len(having))
                else:
                    other = max(other, 1 / len(having))
            score += own if own >= other else -other
            if own < other:
                strange.append(word)
        if telling:
            return score, strange
    return 0.0, []


@lru_cache(maxsize=8192)
def _plain(word: str) -> bool:
    """Whether a word is one of courtesy; beside amounts, 費用 and 利益 are labels all the same."""
    return not anchors(word)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The words of a stretch with the units that are compared: pairs of letters, or an English stem."""
    plain = list(text)
    for f in read_figures(text).figures:
        plain[f.start : f.end] = " " * (f.end - f.start)
    bare = "".join(plain)
    found = [
        (r, frozenset(p for i in range(len(r) - 1) if (p := r[i : i + 2]) not in _MUTE))
        for r in runs(bare)
        if len(r) > 1
    ]
    for word in latin(bare):
        if len(word) > 2 and word not in ENGLISH_STOPWORDS and (base := stem(word)) not in _MUTE:
            found.append((word, frozenset([base])))
    return tuple((w, units) for w, units in found if units)


@lru_cache(maxsize=128)
def _labels(evidence: Evidence) -> Labels:
    """For each kind of figure the units of the words that stand with each value."""
    labels: Labels = {}

    def add(figure: Figure, text: str) -> None:
        if _kind(figure) in _KINDS:
            group = labels.setdefault(_kind(figure), {})
            group.setdefault(figure.value, set()).update(u for _, units in _words(text) for u in units)

    for amount in evidence.answer.amounts:
        add(Figure("yen", Fraction(amount.yen), 0, 0, ""), fold_text(amount.label).lower())
        for step in amount.steps:
            label = fold_text(step.label).lower()
            add(Figure("yen", Fraction(step.yen), 0, 0, ""), label)
            for figure in read_figures(fold_text(step.expression).lower()).figures:
                add(figure, label)
    for line in (*evidence.lines, *evidence.details, *evidence.question):
        for figure, ways in _bound(line):
            for way in ways:
                add(figure, next((t for t in way if any(not _plain(w) for w, _ in _words(t))), way[0]))
    return labels


@lru_cache(maxsize=4096)
def _bound(sentence: Sentence) -> tuple[tuple[Figure, tuple[Way, ...]], ...]:
    """The figures of a sentence, each with the ways to find its label: stretches of text, the nearest first."""
    parts = sentence.segments
    held = [
        sorted(
            [
                *(
                    f
                    for f in figures_within(sentence.text, s.start, s.end)
                    if f.kind not in ("page", "label", "number")
                ),
                *(f for f in figures_within(sentence.text, s.start, s.end) if f.kind == "number"),
                *(f for f in _choices(sentence.text) if s.start <= f.start < s.end),
            ],
            key=lambda f: f.start,
        )
        for s in parts
    ]
    found: list[tuple[Figure, tuple[Way, ...]]] = []
    for index, (segment, figures) in enumerate(zip(parts, held, strict=True)):
        edges = [segment.start, *(f.end for f in figures)]
        stops = [*(f.start for f in figures), segment.end]
        gaps = [sentence.text[a:b] for a, b in zip(edges, stops, strict=True)]
        for at, figure in enumerate(figures):
            around = _around(index, figure, parts, held)
            if len({f.kind for f in figures}) == len(
                figures
            ):  # the only one of its kind: all of the segment is its own
                found.append((figure, ((segment.text, *around),)))
                continue
            before, behind = bool(_words(gaps[0])), bool(_words(gaps[-1]))
            near = (gaps[at],) if before and not behind else (gaps[at + 1],) if behind and not before else None
            found.append((figure, tuple((n, *around) for n in near or (gaps[at], gaps[at + 1]))))
    return tuple(found)


def _choices(text: str) -> Iterator[Figure]:
    """Numbers of sets and classes: "sets 1 to 4", which are no amounts, but have labels, too."""
    for m in _CHOICE.finditer(text):
        yield Figure("choice", m[1] + (f"-{m[2]}" if m[2] else ""), m.start(), m.end(), m[0])


_CHOICE: Final = re.compile(
    r"(?:\bsets?|\btypes?|\bclass(?:es)?|セット|類型|タイプ)\s?(\d{1,2})(?!\d|[,.]\d)(?:\s?(?:to|-|から|~|〜|ないし)\s?(\d{1,2}))?"
)


def _around(index: int, figure: Figure, parts: tuple[Segment, ...], held: list[list[Figure]]) -> Way:
    """The segments before, then those behind, as far as the next figure of the kind."""
    before: list[str] = []
    for at in range(index - 1, -1, -1):
        if any(f.kind == figure.kind for f in held[at]):
            break
        before.append(parts[at].text)
    behind: list[str] = []
    for at in range(index + 1, len(parts)):
        if any(f.kind == figure.kind for f in held[at]):
            return tuple(before)  # what stands between two figures is the label of the second
        behind.append(parts[at].text)
    return (*before, *behind)
