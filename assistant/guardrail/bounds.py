"""The bounds at figures: within, at least, after. A draft's bound must be one that the answer has at the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.figures import Figure, Value, read_figures
from assistant.guardrail.roles import LIMIT
from assistant.guardrail.text import Sentence

_BOUNDS: Final[tuple[tuple[str, str, str], ...]] = (
    ("le", r"(?:最大|最高|上限(?:は|が)?|within|up to|at most|no more than|not more than|maximum(?: of| is)?|max|no later than|by|until|not exceed(?:ing)?|limit(?:ed)? (?:of|to|is))\s*(?:a total of |the )?約?$",
     r"^(?:\s*\([^)]*\))?\s*(?:以内|まで(?!に?は?続)|以下|(?:を|が|の)?(?:上限|限度)|or less|at most|maximum|at the latest|か?それまで)"),
    ("ge", r"(?:最低|少なくとも|at least|minimum(?: of)?|no less than|not less than)\s*約?$", r"^\s*(?:以上|or more|or above|at least)"),
    ("lt", r"(?:less than|fewer than|under|below)\s*$", r"^\s*(?:未満|弱)"),
    ("gt", r"(?:more than|over|above|exceed(?:s|ing)?|in excess of|beyond)\s*$", r"^\s*(?:超|を(?:超|上回)|強(?!制))"),
    ("after", r"(?:(?<!day )(?<!days )after|from|since|once|starting|beginning|later than)\s*(?:the )?$",
     r"^\s*(?:以降|以後|を?(?:過ぎ|経過)|後(?:に|で|から|は|の)|onwards?|have passed|has passed|later|afterwards|を?経)"),
)  # fmt: skip
_BOUND_BEFORE: Final = tuple((name, re.compile(before)) for name, before, _ in _BOUNDS)
_BOUND_AFTER: Final = tuple((name, re.compile(after)) for name, _, after in _BOUNDS)

_RANGE: Final = re.compile(r"\d[\d.,]*\s?(?:円|%|人|名|万円|億円)?から")


def bound_of(text: str, figure: Figure) -> str | None:
    """The bound that stands at a figure: le, ge, lt, gt, after, or None."""
    for name, pattern in _BOUND_AFTER:
        if pattern.match(text, figure.end) or pattern.match(text[figure.end :]):
            return name
    if _RANGE.search(text[max(0, figure.start - 28) : figure.start]) and text.startswith("まで", figure.end):
        return None  # "from 1 to 10" is no bound
    before = text[max(0, figure.start - 28) : figure.start]
    if figure.kind in ("yen", "percent") and before.endswith("by "):
        return None  # dearer by so much
    for name, pattern in _BOUND_BEFORE:
        if pattern.search(before):
            return name
    return None


def check_bounds(
    figure: Figure, sentence: Sentence, known: list[Known], values: set[Value], evidence: Evidence
) -> Iterator[str]:
    """Reasons to refuse a figure for the bound that stands at it."""
    bound = None if figure.kind == "label" else bound_of(sentence.text, figure)
    if bound is None:
        yield from _unbounded(figure, sentence, known)
        return
    theirs: set[str | None] = set()
    for k in known:
        if k.context:
            for f in read_figures(k.context).figures:
                if f.value == k.figure.value:
                    theirs.add(bound_of(k.context, f))
    if bound in theirs:
        return
    if bound == "le":
        if figure.kind == "yen":
            if any(k.role in ("limit", "operand") for k in known) or LIMIT.search(" ".join(k.context for k in known)):
                return
        elif theirs & {"gt", "ge", "after"} and not theirs & {None}:
            pass
        else:
            return
    if bound == "gt" and figure.kind == "yen" and any(_more(v, figure.value) for v in values):
        return
    if (
        bound == "after"
        and figure.kind == "date"
        and re.search(r"から|from|since|開始|start|period|期間", " ".join(k.context for k in known))
    ):
        return
    if bound == "after" and figure.kind == "date" and _EDITION.match(sentence.text[figure.end :]):
        return
    if bound == "after" and figure.kind in ("yen", "percent", "number"):
        return
    if bound == "after" and figure.kind == "time" and _spans(figure, sentence, known):
        return
    yield f"The bound at {figure.text.strip()} is not that of the answer: “{sentence.text[:80]}”."


_MOST: Final = re.compile(r"\bmost\b|\bmax\b|\bas (?:much|high|many) as\b|\bat best\b|最大|最高|まで|上限|もっとも")
_PAYS: Final = re.compile(
    r"支払わ|支払い(?:ま|が|と)|補償され|もらえ|受け取|支給|\b(?:paid|pays|payable|reimbursed?|receives?|gets?|covered)\b"
)


def _unbounded(figure: Figure, sentence: Sentence, known: list[Known]) -> Iterator[str]:
    """A most that is told as the very amount: "1,000 yen are paid" for "up to 1,000 yen", "lowers it by 60%"."""
    if figure.kind == "percent" and not LIMIT.search(sentence.text) and not _MOST.search(sentence.text):
        bounds = {
            bound_of(k.context, f)
            for k in known
            for f in read_figures(k.context).figures
            if f.value == k.figure.value and f.kind == "percent"
        }
        if bounds == {"le"}:
            yield f"{figure.text.strip()} is the most there can be, and the draft does not say so."
            return
    if figure.kind != "yen" or LIMIT.search(sentence.text) or not _PAYS.search(sentence.text):
        return
    theirs = [
        bound_of(k.context, f)
        for k in known
        for f in read_figures(k.context).figures
        if f.value == k.figure.value and not k.final
    ]
    if theirs and all(b == "le" for b in theirs):
        yield f"{figure.text.strip()} is the most that is paid, and the draft does not say so."


def _spans(figure: Figure, sentence: Sentence, known: list[Known]) -> bool:
    """Whether a time opens a span of hours in the draft and in the answer: "from 9 to 5" is no bound of its own."""
    places = [(k.context, f) for k in known for f in read_figures(k.context).figures if f.value == figure.value]
    opens = [_closed(sentence.text, figure), *(_closed(context, f) for context, f in places)]
    return len(opens) > 1 and opens[0] is not None and opens[0] in opens[1:]


def _closed(text: str, figure: Figure) -> Value | None:
    """The time with which a span ends that this one opens; None where it opens none."""
    later = [f for f in read_figures(text).figures if f.kind == "time" and f.start >= figure.end]
    if not later or not _TO.fullmatch(text[figure.end : later[0].start]):
        return None
    return later[0].value


_TO: Final = re.compile(r"\s*(?:a\.?m\.?|p\.?m\.?)?\s*(?:to|until|till|through|and|-|~|から|～|〜)\s*(?:午[前後])?\s*")
_EDITION: Final = re.compile(
    r"\s*(?:overview|flyer|brochure|guide|edition|rates?|materials?|document|の(?:資料|概要|率|チラシ))"
)


def _more(a: Value, b: Value) -> bool:
    return isinstance(a, Fraction) and isinstance(b, Fraction) and a > b
