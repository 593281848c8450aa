"""Whether every figure of a draft is one of the answer's, in its own role, for its own plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.guardrail.arithmetic import check_price, sums
from assistant.guardrail.bounds import check_bounds
from assistant.guardrail.derived import check_all_borne, check_borne, derives
from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.figures import Figure, Read, Value, read_figures
from assistant.guardrail.names import Named, NameKind
from assistant.guardrail.owners import check_owner
from assistant.guardrail.roles import check_role
from assistant.guardrail.text import Sentence, fold_text
from assistant.guardrail.told import another_type, apart, taken_per, tells

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
_INFERRED: Final = re.compile(r"推定|\binfer|assum|legible|読み取れ|要確認|to be confirmed|unclear", re.I)


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
        yield from check_all_borne(figure, sentence, evidence)
        reasons = list(_figure(figure, at, figures, values, sentence, named, evidence, carried))
        if not reasons:
            continue
        if not (tells(figure, sentence, named, evidence, carried) or apart(figure, sentence, named, evidence)):
            yield from reasons
    yield from _other_reading(figures, evidence)
    if figures:
        for name, said, known in _PER:
            if (
                said.search(sentence.text)
                and not known.search(evidence.whole)
                and not _is_per(name, sentence, evidence)
            ):
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


def _is_per(name: str, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a figure is of each such thing by its nature: premiums of a year, a deductible of what it is taken from."""
    if name == "year":
        return any(k.role == "premium" for k in evidence.known)
    return name in ("claim", "incident") and taken_per(name, sentence, evidence)


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
        if (ends := re.fullmatch(r"(\d{1,2})-(\d{1,2})", token)) and re.search(
            rf"(?<![\d.,]){ends[1]}\s?(?:-|to|~|から|～|〜)\s?{ends[2]}(?![\d.,]*\d)", evidence.whole
        ):
            continue
        if token in names or (
            len(token) == 1
            and re.search(rf"(?:24/7|{re.escape(token)}(?:事故|請求|名|人|つ|度|回|社|法人))", sentence.text)
        ):
            continue
        in_answer = re.search(rf"(?<![\d.,]){re.escape(token)}(?![\d.,]*\d)", evidence.whole)
        if not in_answer and not _counted_out(token, sentence.text):
            yield f"The figure {token} is not in the answer."


def _counted_out(token: str, text: str) -> bool:
    """Whether a number in brackets is one of a list that a sentence counts: (1) …; (2) …."""
    numbers = [m[1] for m in re.finditer(r"\((\d)\)", text)]
    return token in numbers and numbers == [str(i + 1) for i in range(len(numbers))] and len(numbers) > 1


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
    if _free(figure, evidence) and not _at_most(figure, sentence, evidence):
        return
    yield from check_borne(figure, sentence, evidence)
    if not evidence.find(figure) and derives(figure, sentence, evidence):
        return
    known = (
        evidence.find(figure)
        or _taken_off(figure, sentence, evidence)
        or _numbered(figure, sentence, evidence)
        or _of_price(figure, sentence, evidence)
    )
    if not known and figure.kind == "yen" and figure.value == 0 and _NONE.search(evidence.whole):
        return
    if not known and figure.value == 1 and _LESS.match(sentence.text[figure.end :]) and "未満" in evidence.whole:
        return
    if not known and figure.kind == "day" and figure.value == 1 and _ONE_DAY.search(evidence.whole):
        return  # one day before: the day before
    if not known and (another_type(figure, sentence, named, evidence) or _times_deducted(figure, sentence, evidence)):
        return
    if not known and figure.kind == "percent" and _refused(figure, sentence, evidence):
        return
    if not known and figure.kind == "label" and _enumerates(sentence, figure):
        return
    if not known:
        yield f"The figure {figure.text.strip()} is not in the answer."
        return
    yield from check_bounds(figure, sentence, known, values, evidence)
    if figure.kind in ("yen", "number"):
        yield from check_role(figure, at, figures, sentence, known, evidence)
    if figure.kind in ("yen", "percent", "number", "day", "month", "year"):
        yield from check_owner(figure, at, figures, sentence, named, known, evidence, carried)
    if figure.kind == "percent" and all(_inferred(k) for k in known) and not _INFERRED.search(sentence.text):
        yield f"{figure.text} is inferred, and the draft does not say so."


def _taken_off(figure: Figure, sentence: Sentence, evidence: Evidence) -> list[Known]:
    """A deductible that a table writes with its sign: −100,000."""
    if not isinstance(figure.value, Fraction) or figure.value >= 0 or not _DEDUCTED.search(sentence.text):
        return []
    value = -figure.value
    return [k for k in evidence.known if k.figure.value == value and k.role in ("deductible", "other")]


def _numbered(figure: Figure, sentence: Sentence, evidence: Evidence) -> list[Known]:
    """The number of a trigger or item: "trigger 4" for ④."""
    if figure.kind != "number" or not _ITEM.search(sentence.text):
        return []
    return [k for k in evidence.known if k.figure.kind == "label" and str(k.figure.value) == str(figure.value)]


def _of_price(figure: Figure, sentence: Sentence, evidence: Evidence) -> list[Known]:
    """What is paid as a share: 56% of the price for 0.56."""
    if figure.kind != "percent" or not isinstance(figure.value, Fraction):
        return []
    if _OFF.search(sentence.text[max(0, figure.start - 16) : figure.end + 12]):
        return []
    left = 100 - figure.value if _IS_PAID.search(sentence.text) else None
    return [
        k
        for k in evidence.known
        if (k.figure.kind == "number" and k.figure.value == figure.value / 100)
        or (left is not None and k.figure.kind == "percent" and k.figure.value == left and _OFF.search(k.context))
    ]


_IS_PAID: Final = re.compile(r"\bpay\b[^.;]*\bof the (?:full |list )?(?:price|premium)\b|(?:保険料|定価)の")
_OFF: Final = re.compile(r"\boff\b|sav(?:e|ing)|discount|reduc|割引|引き|引か|お?得|安")
_DEDUCTED: Final = re.compile(r"免責|差し?引|deduct|excess|less\b|minus")
_ITEM: Final = re.compile(r"\b(?:triggers?|items?|costs?|exclusions?|nos?\.|numbers?)\b|事由|項目|番号|共通")
_LESS: Final = re.compile(r"未満(?:は|を)?(?:四捨五入|切)")
_NONE: Final = re.compile(r"なし|ありません|\bnone\b|\bno deductible|0円")


def _at_most(figure: Figure, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a small number is a bound that the answer does not have: "one conference at most"."""
    text = sentence.text
    behind = re.match(
        r"\s?(?:[回件名人社つ台度])?(?:の[^、。0-9]{0,8})?(?:まで|限り|以内|だけ|のみ)", text[figure.end :]
    )
    before = re.search(r"\b(?:only|up to|at most|a maximum of|no more than|just) $", text[: figure.start])
    return bool(behind or before) and not evidence.find(figure)


def _times_deducted(figure: Figure, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "twice" is how often the answer's computation takes the deductible."""
    if not _TWICE.fullmatch(figure.text.strip()) or not any(
        _DEDUCTED_TWICE.search(x) for x in (sentence.text, *(q.text for q in evidence.question))
    ):
        return False
    counts = {
        sum(_DEDUCTIBLE_STEP.search(s.label.lower()) is not None for s in a.steps) for a in evidence.answer.amounts
    }
    return max(counts, default=0) == _TWO_TIMES


_TWO_TIMES: Final = 2

_TWICE: Final = re.compile(r"twice")
_DEDUCTED_TWICE: Final = re.compile(r"deduct|excess|knocked off|免責")
_DEDUCTIBLE_STEP: Final = re.compile(r"免責|deductible")


def _refused(figure: Figure, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a share that the question proposes is what the sentence warns against: 「半分を振り込むのは待ってください」."""
    asked = any(f.value == figure.value for q in evidence.question for f in read_figures(q.text).figures)
    return asked and bool(_WARNS.search(sentence.text[figure.end :]))


_WARNS: Final = re.compile(r"待って|お待ち|控え|早計|わけでは|とは限|\b(?:hold off|please wait|don't|do not)\b")
_ONE_DAY: Final = re.compile(r"day before|day after|前日|翌日|前の日|次の日")
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
