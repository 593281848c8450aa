"""What a figure of a draft is said to be: what is paid, a limit, a deductible, a step on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.guardrail.evidence import Evidence, Known, Role
from assistant.guardrail.figures import Figure, Value, read_figures
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence

_GLUE: Final = r"(?:の(?:合計|総額|見込み?額|額|計算結果|金額))?(?:額|合計)?(?:は|が|として|とし|も|の|:|、|\s|合計(?:で)?|総額|約|で|計|\*|から|で|=|最終的に|結果)*$"
_PAYOUT_BEFORE: Final = re.compile(
    r"(?:保険金|お?支払い?(?:の)?(?:見込み?)?額?(?!限度)(?!割合)|受取額?|受け取り?(?:額)?|お手元|給付(?:額|金)?|見込み?額|補償額)"
    + _GLUE
    + r"|\b(?:payouts?|payments?|pays?(?: out)?|paid(?: out)?|receives?|received|gets?|reimburse[sd]?|results?|leav(?:es|ing)|(?<!costs )(?<!damages )(?<!fees )(?<!expenses )(?<!together )comes? to|benefit|settlement|you are left with|end up with|insurance money|award(?:s|ed)?)\b(?!(?: the)? (?:premium|contribution))(?:(?!\b(?:less|minus|after|deduct\w*|excess)\b)[^.;:=]){0,34}$"
)
_PAYOUT_AFTER: Final = re.compile(
    r"^(?:\s*\([^)]*\))?\s*(?:が|を|の|は|も)?(?:、)?(?:お?支払(?:わ|い(?:ま|と|し|で)|対象)|受け取|保険金|補償さ|支給|給付|出ます|お手元|もら|払わ|下り)"
    r"|^\s*(?:\([^)]*\)\s*)?(?:is|will be|would be|are|gets|can be)?\s*(?:then )?(?:paid|payable|reimbursed|covered|the payout|payout|comes to you|received|awarded)\b(?! (?:as|in) (?:premium|contribution))"
)
_OPERAND_AFTER: Final = re.compile(
    r"^(?:\s*\([^)]*\))?\s*(?:のうち|から|に(?:、)?(?:対し|\d|[〇一二三四五六七八九]|免責|争訟|足|加|掛)|の(?:\d|[〇一二三四五六七八九]割|うち)|×|\*|を(?:掛|引|足|差|控|乗|加|除|超)|を?差し引|(?:-|\+|÷|/)\s|と|x\s|less\b|minus\b|plus\b|times\b|multiplied|,? of which|,? and then)"
)
_WORKING: Final = re.compile(
    r"×|÷|\+|=| / |から|数え|割の|割を|小計|差し?引|差引|控除|掛け|乗じ|引い|引く|引き|足[しすせ]|加え|合わせ|合計|総計|しめて|[社人名件]分|合算|適用|免責|かかった|費用|うち|に対し|"
    r"\bof\b|\bless\b|\bminus\b|\bplus\b|\btimes\b|\bafter\b|\bdeduct|\bsubtract|\bbefore\b|\bfirst\b|\bcounts?\b|\bcut\b|\bpercent\b|\bleaves?\b|\badd(?:ed|ing|s)?\b|\btogether\b|\bcombined\b|\bsums? to\b|\bin all\b|\bx\b"
)
LIMIT: Final = re.compile(
    r"限度|上限|まで|最大|最高|頭打ち|超え|limit|\bcap(?:s|ped)?\b|up to|at most|maximum|\bmax\b|ceiling|exceed|no more than"
)
_DEDUCTIBLE: Final = re.compile(
    r"免責|自己負担|差し?引|差引|控除|引い|引き|引く|引か|引け|減|deduct|excess|subtract|\bless\b|minus|take[ns]? off|taken(?: once)? (?:from|off)|comes? off|after|knock\w*|負担|\b(?:we|you) (?:carry|bear)\b|takes? (?:its|their|your) own|-\s?\d"
)
_ALTERNATIVE: Final = re.compile(
    r"別の|ほかの読|他の読|読み方|読み|先に|もし|(?:れ|な)ば|なら|場合(?:は|には)?|とすると|だと|であれば|解釈|another|other reading|alternativ|should the|\bif\b|reading|would be|you'd|you would|at \d+ ?%|otherwise|first"
)
_COMES_TO: Final = re.compile(r"\b(?:comes? to|results?|is|are)\W*$")
"""Gives a figure and says nothing of paying it."""
_PREMIUM: Final = re.compile(
    r"保険料|分担金|掛金|premium|contribution|costs?\b|price|pays?\b|pay\b|年|a year|per year|annual"
)
_ATTACHED_LIMIT: Final = re.compile(
    r"(?:限度額?|上限額?|最大|最高|limit(?: is| of)?|\bcap(?: is| of)?|up to|at most|maximum(?: is| of)?)(?:は|が|の|:|で|\s|額|、)*$"
)
_ASKED: Final = re.compile(r"(?:免責|自己負担)(?:金額|金|額)?(?:\([^)]*\))?は|\b(?:deductible|excess)\b")
_IS_DEDUCTIBLE: Final = re.compile(r"\s*(?:deductible|excess|の?免責)")
_LIMIT_AFTER: Final = re.compile(
    r"^(?:\s*\([^)]*\))?\s*(?:まで|が(?:上限|限度)|を(?:上限|限度)|の限度|の上限|at most|maximum|limit\b|cap\b)"
)


def check_role(
    figure: Figure, at: int, figures: list[Figure], sentence: Sentence, known: list[Known], evidence: Evidence
) -> Iterator[str]:
    """Reasons to refuse a figure for the role in which the sentence uses it."""
    text = sentence.text
    start = figures[at - 1].end if at else 0
    before, after = text[start : figure.start], text[figure.end :]
    roles = {k.role for k in known}
    shown = figure.text.strip()
    operand = bool(_OPERAND_AFTER.match(after))
    payout = (
        not operand
        and not _IS_DEDUCTIBLE.match(after)
        and bool(_PAYOUT_BEFORE.search(before) or _PAYOUT_AFTER.match(after))
    )
    payout = payout or (not operand and _joined(figures[at - 1] if at else None, before, sentence, evidence))
    limit = bool(_ATTACHED_LIMIT.search(before) or _LIMIT_AFTER.match(after))
    payouts = _finals(evidence, ("payout", "sum"))
    if payout and not limit:
        if payouts and not (figure.value in payouts or ("other-reading" in roles and _ALTERNATIVE.search(text))):
            if roles & {"own"} and re.search(r"負担|yourself|borne", text):
                return
            yield f"{shown} is said to be what is paid; the answer says {', '.join(f'{int(v):,}' for v in sorted(Fraction(v) for v in payouts))}."
            return
        if not payouts and roles & {"limit"} and not LIMIT.search(text) and not _COMES_TO.search(before):
            yield f"{shown} is a limit, and the draft says it is what is paid."
            return
    said = " ".join(
        k.context for k in known if k.role != "operand" or payouts
    )  # what only the question has, it supposes
    if limit and not roles & {"limit"} and not LIMIT.search(said) and not negated(_segment(sentence, figure)):
        yield f"{shown} is said to be a limit, the answer does not say so."
        return
    finals = {k.role for k in known if k.final}
    told = _WORKING.search(text) or sentence.bullet or values_in(figures) & payouts
    asked = any(f.value == figure.value for line in evidence.question for f in read_figures(line.text).figures)
    if not finals and roles <= {"step", "operand", "other"} and "step" in roles and payouts and not told and not asked:
        yield f"{shown} is a step of the computation, and the draft does not say so."
    only_limit = roles == {"limit"} or (finals == {"limit"} and "payout" not in roles)
    if (
        only_limit
        and not LIMIT.search(text)
        and not _of_section(before, after, known)
        and evidence.answer.amounts
        and not _limits_only(evidence)
    ):
        yield f"{shown} is a limit, and the draft does not say so."
    deducted = "deductible" in roles and not roles & {"payout", "premium", "step", "difference"}
    if deducted and not _DEDUCTIBLE.search(text) and not any(_ASKED.search(q.text) for q in evidence.question):
        yield f"{shown} is the deductible, and the draft does not say so."
    if finals == {"other-reading"} and not roles & {"payout"} and not _ALTERNATIVE.search(text):
        yield f"{shown} belongs to another reading, and the draft does not say so."


def _segment(sentence: Sentence, figure: Figure) -> str:
    """The segment of a sentence in which a figure stands."""
    return next((s.text for s in sentence.segments if s.start <= figure.start < s.end), sentence.text)


_AND: Final = re.compile(
    r"[^.;:=。]{0,30}(?:,? and|, plus|,? as well as)(?: (?:the|another|a further|in addition|additionally|also|then))* $"
)


def _joined(first: Figure | None, between: str, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a figure is joined by "and" to one that is said to be paid: "pays 100 million yen and the 4 million"."""
    if first is None or not _AND.fullmatch(between) or _WORKING_OUT.search(sentence.text):
        return False
    before = sentence.text[: first.start]
    return bool(_PAYOUT_BEFORE.search(before)) and first.value in _finals(evidence, ("payout", "sum"))


_WORKING_OUT: Final = re.compile(r"=|\b(?:sums?|total|together|minus|less)\b")


_SECTION_WORDS: Final = tuple(
    re.compile(p)
    for p in (
        r"賠償(?:損害|責任)?|\bliability\b",
        r"費用(?:損害)?|\b(?:response )?costs?\b",
        r"利益(?:損害)?|\bprofits?\b",
    )
)


def _of_section(before: str, after: str, known: list[Known]) -> bool:
    """Whether a limit stands with its section of cover, and nothing says that it is paid: "30 million yen for costs"."""
    if _PAYOUT_BEFORE.search(before) or _PAYOUT_AFTER.match(after):
        return False
    for words in _SECTION_WORDS:
        own = any(words.search(k.context.lower()) for k in known if k.final and k.role == "limit")
        near = re.search(rf"(?:{words.pattern})(?:は|が|の|:|\s)*$", before) or re.match(
            rf"\s?for (?:the )?(?:{words.pattern})", after
        )
        if own and near:
            return True
    return False


def values_in(figures: list[Figure]) -> set[Value]:
    """The values of figures."""
    return {f.value for f in figures}


def _finals(evidence: Evidence, roles: tuple[Role, ...]) -> set[Value]:
    return {k.figure.value for k in evidence.known if k.final and k.role in roles}


def _limits_only(evidence: Evidence) -> bool:
    return all(k.role in ("limit", "difference") for k in evidence.known if k.final)
