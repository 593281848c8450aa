"""Whether figures of a list or table stay in their row: the telephone number of the agency, the turnover of the bakery.

An answer's rows are its list items, the lines of its tables and the parts of a sentence between semicolons. A draft that
names something that only one row has must not give it a figure that only other rows have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import Figure, Value, read_figures
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.text import Sentence, fold_text

_KINDS: Final = frozenset(("yen", "phone", "time", "percent", "person", "resident"))
_PART: Final = re.compile(r";(?: and\b)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its text, and its figures as (kind, value)."""

    text: str
    figures: frozenset[tuple[str, Value]]


def check_records(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that gives a row the figure of another one."""
    answer = evidence.answer
    if answer.verdicts or (answer.amounts and not answer.abstained):
        return  # lines of a computation are no rows
    rows = _rows(evidence)
    if len(rows) < 2:
        return
    told = [f for f in read_figures(sentence.text).figures if f.kind in _KINDS]
    places = sorted(
        (at, row)
        for anchor in anchors(sentence.text)
        if not any(has(q.text, anchor) or anchor in q.text for q in evidence.question)
        for row in _only(anchor, rows)
        if (at := _at(anchor, sentence)) >= 0
    )
    if not told or not places or not any(f.start > places[0][0] for f in told):
        return
    for figure in told:
        before = [row for at, row in places if at < figure.start]
        if not before:
            continue
        row = rows[before[-1]]
        key = (figure.kind, figure.value)
        if key not in row.figures and any(key in r.figures for r in rows) and _same_kind(figure, row):
            yield f"{figure.text.strip()} stands in another row of the answer."
            return


def check_ratios(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that gives one cost of a computation the ratio of another one."""
    if (found := _ALL_PAID.search(sentence.text)) and _reduced(evidence):
        yield f"The answer pays a share, the draft says “{found[0].strip()}”."
        return
    ratios = _ratios(evidence)
    if len({r for _, r in ratios}) < 2:
        return
    for piece in _PIECE.split(sentence.text):
        told = {f.value for f in read_figures(piece).figures if f.kind == "percent"}
        if not told and _WHOLE.search(piece):
            told = {Fraction(100)}
        if len(told) != 1:
            continue
        for anchor in anchors(piece):
            if anchor in _NO_LABEL:
                continue
            mine = {r for label, r in ratios if has(label, anchor)}
            if len(mine) == 1 and not told & mine and told & {r for _, r in ratios}:
                yield f"The ratio of “{anchor}” is {int(next(iter(mine)))}% in the answer."
                return


_NO_LABEL: Final = frozenset(("ratio", "reduc", "縮小", "割合", "縮小支払割合", "支払割合"))
_PIECE: Final = re.compile(r"[;。、]|,(?!\d)|\band\b|\bonly\b|\s/\s")
_WHOLE: Final = re.compile(r"全額|満額|そのまま|\bin full\b|\bfully\b")


_ALL_PAID: Final = re.compile(
    r"(?:そのまま|まるまる|丸々|全額|満額|丸ごと|まるごと|10割|(?<![.,\d])100%|(?:縮小(?:支払割合)?|減額|割引)(?:は)?(?:なし|ありません|されず|せず))[^。、]{0,8}(?:出|支払|払|補償|戻|もら|受け取|カバー|対象|$|。)"
    r"|\b(?:paid|reimbursed|covered|refunded|pays?|gets?)\b(?: \w+){0,4} (?:in full|entirely|to the last yen|at (?:a )?100 ?%)|\b(?:the whole (?:cost|bill|amount)|every yen)\b(?: \w+){0,3} (?:is|gets|comes|paid)"
)
"""That what was spent is paid without a reduction."""
_SHARE: Final = re.compile(r"を支払い|支払割合|縮小|\b(?:of the (?:costs?|sum)|is paid|are paid|pays|ratio)\b")
_IN_FULL: Final = re.compile(r"全額|(?<![.,\d])100%|\bin full\b|限度")


@lru_cache(maxsize=128)
def _reduced(evidence: Evidence) -> bool:
    """Whether all that the answer says of shares is that less than the whole is paid."""
    if not evidence.answer.verdicts or _IN_FULL.search(evidence.whole):
        return False
    shares = [
        f.value
        for line in evidence.statements
        if _SHARE.search(line)
        for f in read_figures(line).figures
        if f.kind == "percent"
    ]
    return bool(shares) and all(isinstance(s, Fraction) and s < 100 for s in shares)


@lru_cache(maxsize=128)
def _ratios(evidence: Evidence) -> tuple[tuple[str, Fraction], ...]:
    """The costs of a computation with their ratios in per cent; what is not multiplied counts in full."""
    found = []
    for step in (s for a in evidence.answer.amounts for s in a.steps):
        expression = fold_text(step.expression)
        shares = [f.value for f in read_figures(expression).figures if f.kind == "percent"]
        if len(shares) == 1:
            found.append((fold_text(step.label).lower(), Fraction(shares[0])))
        elif re.fullmatch(r"[\d,]+", expression.strip()):
            found.append((fold_text(step.label).lower(), Fraction(100)))
    return tuple(dict.fromkeys(found))


def _same_kind(figure: Figure, row: Row) -> bool:
    return any(kind == figure.kind for kind, _ in row.figures)


def _at(anchor: str, sentence: Sentence) -> int:
    if anchor[0].isascii():
        m = re.search(rf"\b{re.escape(anchor[:5])}", sentence.text)
        return m.start() if m else -1
    return sentence.text.find(anchor)


def _only(anchor: str, rows: tuple[Row, ...]) -> list[int]:
    """The row that alone has a word; none where several have it."""
    found = [i for i, row in enumerate(rows) if has(row.text, anchor)]
    return found if len(found) == 1 else []


@lru_cache(maxsize=128)
def _rows(evidence: Evidence) -> tuple[Row, ...]:
    found = []
    for line in evidence.lines:
        parts = [line.text] if line.bullet or " / " in line.text else _PART.split(line.text)
        if len(parts) == 1 and not line.bullet and " / " not in line.text:
            continue
        for part in parts:
            figures = frozenset((f.kind, f.value) for f in read_figures(part).figures if f.kind in _KINDS)
            if figures:
                found.append(Row(part, figures))
    return tuple(found)
