"""Whether every figure of a draft is one of the answer's, in its own role, for its own plan, within its own bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.guardrail.arithmetic import check_price, sums
from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.figures import Figure, Read, Value, read_figures
from assistant.guardrail.names import Named, NameKind
from assistant.guardrail.owners import check_owner
from assistant.guardrail.roles import LIMIT, check_role
from assistant.guardrail.text import Sentence, fold_text

# ---------------------------------------------------------------- bounds: within, at least, after
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

# ---------------------------------------------------------------- what a figure applies to each time
_PER: Final[tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]] = (
    ("month", re.compile(r"月額|月々|毎月|(?<![\dか])月\d|monthly|(?:per|a|each|every) month|/\s?month|1か月(?:あたり|につき)"), re.compile(r"月額|毎月|monthly|per month|か月|months?")),
    ("day", re.compile(r"日額|毎日(?!24)|1日(?:あたり|につき)|daily|per day|a day(?! of)|each day"), re.compile(r"1日|24|per day|a day|daily|every day")),
    ("incident", re.compile(r"1事故|一事故|事故(?:ごと|のたび|毎)|(?:per|each|every|for each|any one) (?:\w+ )?(?:incident|event|accident|loss)\b"), re.compile(r"事故|incident|event")),
    ("claim", re.compile(r"1請求|一請求|請求(?:ごと|のたび|毎)|(?:per|each|every|any one) (?:\w+ )?claim"), re.compile(r"請求|claim")),
    ("person", re.compile(r"(?:1|一)(?:人|名)(?:あたり|当たり|につき|ごと)|人ごと|(?:per|each|every|for each) (?:\w+ )?(?:person|victim|individual|resident|member|head|employee)"), re.compile(r"人|名|person|victim|individual|resident|member|head|×")),
    ("item", re.compile(r"(?:費用|項目|費目|種類)(?:の項目)?(?:ごと|毎|別)|それぞれから|(?:per|each|every|from each)(?: of the)?(?: \w+)? (?:item|cost|kind|category|expense)\b|separately"), re.compile(r"ごと|それぞれ|each|per|separately")),
    ("contract", re.compile(r"契約(?:ごと|毎)|加入者(?:ごと|1)|per (?:contract|policy|member organi)"), re.compile(r"契約|contract|policy|period")),
    ("year", re.compile(r"年間|年額|毎年|1年(?:あたり|につき|間)|(?:per|a|each|every) (?:\w+ )?year|annual|yearly"), re.compile(r"年|year|annual|期間|period")),
)  # fmt: skip
_INFERRED: Final = re.compile(r"推定|inferred|legible|読み取れ|要確認|to be confirmed|unclear", re.I)


def check_figures(
    sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: dict[NameKind, str]
) -> Iterator[str]:
    """Reasons to refuse the figures of a sentence; `carried` are names of sentences before, renewed here."""
    read = read_figures(sentence.text)
    yield from _loose(read, sentence, named, evidence)
    worked = sums(sentence.text, evidence)
    every = [f for f in read.figures if not _is_name(f, named)]
    yield from check_price(sentence.text, every, worked, evidence)
    figures = [f for f in every if not worked.ground(f)]
    values = {f.value for f in figures}
    for at, figure in enumerate(figures):
        yield from _figure(figure, at, figures, values, sentence, named, evidence, carried)
    yield from _other_reading(figures, evidence)
    if figures:
        for name, said, known in _PER:
            if said.search(sentence.text) and not known.search(evidence.whole):
                yield f"The draft counts per {name}, the answer does not: “{sentence.text[:80]}”."
        if re.search(r"月額|月々|毎月|monthly|per month|a month", sentence.text) and not re.search(
            r"月額|月々|毎月|monthly|per month|a month", evidence.whole
        ):
            yield "The draft counts per month, the answer does not."
    for kind in ("plan", "type", "rank"):
        found = {n.value for n in named if n.kind == kind}
        if len(found) == 1:
            carried[kind] = found.pop()
        elif found:
            carried.pop(kind, None)


def _other_reading(figures: list[Figure], evidence: Evidence) -> Iterator[str]:
    """The ratio of another reading told with the amount of this one."""
    finals = {k.figure.value: k for k in evidence.known if k.final}
    said = {f.value for f in figures if f.kind in ("yen", "number")}
    for value, k in finals.items():
        ratios = {f.value for f in read_figures(fold_text(k.context).lower()).figures if f.kind == "percent"}
        told = {f.value for f in figures if f.kind == "percent"}
        payouts = {v for v, other in finals.items() if other.role == "payout"}
        if k.role == "other-reading" and ratios & told and value not in said and said & payouts:
            yield f"At {', '.join(str(r) for r in ratios & told)}% the answer says {value} yen."


def _loose(read: Read, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    names = " ".join(sentence.text[n.start : n.end] for n in named)
    for token in read.loose:
        if token == "24/7" and re.search(r"24", evidence.whole):
            continue
        if token in names or (
            len(token) == 1
            and re.search(rf"(?:24/7|{re.escape(token)}(?:事故|請求|名|人|つ|度|回|社|法人))", sentence.text)
        ):
            continue
        if not re.search(rf"(?<![\d.,]){re.escape(token)}(?![\d.,]*\d)", evidence.whole):
            yield f"The figure {token} is not in the answer."


def _figure(
    figure: Figure,
    at: int,
    figures: list[Figure],
    values: set[Value],
    sentence: Sentence,
    named: tuple[Named, ...],
    evidence: Evidence,
    carried: dict[NameKind, str],
) -> Iterator[str]:
    if figure.kind == "page":
        if int(figure.value) not in evidence.pages and not evidence.find(figure):
            yield f"Page {figure.value} is not a source of the answer."
        return
    if _free(figure, evidence):
        return
    known = evidence.find(figure)
    if not known and figure.kind == "yen" and figure.value == 0 and _NONE.search(evidence.whole):
        return
    if not known and figure.kind == "label" and _enumerates(sentence, figure):
        return
    if not known:
        yield f"The figure {figure.text.strip()} is not in the answer."
        return
    yield from _bounds(figure, sentence, known, values, evidence)
    if figure.kind in ("yen", "number"):
        yield from check_role(figure, at, figures, sentence, known, evidence)
    if figure.kind in ("yen", "percent", "number", "day", "month", "year"):
        yield from check_owner(figure, at, figures, sentence, named, known, evidence, carried)
    if figure.kind == "percent" and all(_inferred(k) for k in known) and not _INFERRED.search(sentence.text):
        yield f"{figure.text} is inferred, and the draft does not say so."


_NONE: Final = re.compile(r"なし|ありません|\bnone\b|\bno deductible|0円")
_THINGS: Final = re.compile(
    r"(?:two|three|four|five|2つ|3つ|4つ|二つ|三つ|四つ|2点|3点|二点|三点)(?: (?:items|things|points|parts|routes|ways|reasons|conditions|requirements|steps|plans|figures|amounts|numbers))?"
)


def _enumerates(sentence: Sentence, figure: Figure) -> bool:
    """Whether an item number belongs to a list that the draft itself counts from 1."""
    numbers = [
        int(str(f.value)) for f in read_figures(sentence.text).figures if f.kind == "label" and str(f.value).isdigit()
    ]
    return numbers[:1] == [1] and numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1


def _inferred(k: Known) -> bool:
    """Whether the answer marks a figure as a reading: in the stretch of the sentence that holds it."""
    places = [f.start for f in read_figures(k.context).figures if f.value == k.figure.value]
    pieces = [m[0] for m in re.finditer(r"[^;。]+", k.context) if any(m.start() <= p < m.end() for p in places)]
    return bool(pieces) and all(_INFERRED.search(p) for p in pieces)


def _free(figure: Figure, evidence: Evidence) -> bool:
    """Small counts that are no claim: one incident, both plans, the three schemes asked about."""
    if figure.kind in ("number", "incident", "corporation", "person", "year", "day", "month") and figure.value == 1:
        return figure.kind != "day" and figure.kind != "month"
    if figure.kind == "number" and _THINGS.fullmatch(figure.text.strip()):
        return True
    if figure.kind in ("number", "incident") and figure.value in (2, 3, 4):
        return int(figure.value) in (
            len(evidence.plans),
            len({s for s, _ in evidence.plans}),
            len(evidence.answer.amounts),
        )
    return False


def _is_name(figure: Figure, named: tuple[Named, ...]) -> bool:
    return any(n.start <= figure.start < n.end for n in named)


def bound_of(text: str, figure: Figure) -> str | None:
    """The bound that stands at a figure: le, ge, lt, gt, after, or None."""
    for name, pattern in _BOUND_AFTER:
        if pattern.match(text, figure.end) or pattern.match(text[figure.end :]):
            return name
    before = text[max(0, figure.start - 28) : figure.start]
    for name, pattern in _BOUND_BEFORE:
        if pattern.search(before):
            return name
    return None


def _bounds(
    figure: Figure, sentence: Sentence, known: list[Known], values: set[Value], evidence: Evidence
) -> Iterator[str]:
    bound = bound_of(sentence.text, figure)
    if bound is None:
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
