"""Figures that follow from those of the answer: a difference, a remainder, what a share comes to, what a discount leaves.

A person who is told 90% and 5 million readily says "a tenth, half a million, stays with you". Such a figure is none of the
answer's, and yet says nothing new. It is grounded where one step leads to it from figures of the answer or the question,
and where the words beside it name this very step: 「差は」 for a difference, "you bear" for what is not paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.figures import Figure, read_figures
from assistant.guardrail.text import Sentence

_DIFFERENCE: Final = re.compile(
    r"差|違い|上乗せ|高[いくま]|安[いくま]|多[いくめ]|少な[いく]|大き[いく]|小さ[いく]|増[えし額やす]|減[るりら額]|アップ|ダウン|プラス|マイナス|割高|割安|お得|浮[くき]|追加|余計|開き|上がり?|下がり?|引き?上げ|引き?下げ|上回|下回|節約"
    r"|\b(?:differ\w*|gap|more|less|higher|lower|dearer|cheaper|extra|adds?|added|additional|apart|increase\w*|decrease\w*|rise[ns]?|on top|saves?|saving|spread|margin|jumps?|goes up|goes down|up by|down by|up|down|premium for|pricier|costlier|over)\b"
)
_BORNE: Final = re.compile(
    r"負担|自腹|自費|持ち出し|残り|残る|残額|手出し|不足|補償され(?:ない|ません)|出(?:ない|ません)|戻(?:らない|りません)|超え(?:た|る)|はみ出|あふれ|足り(?:ない|ません)"
    r"|\b(?:bear|bears|borne|your own|yourself|yourselves|out of pocket|uninsured|uncovered|remain\w*|rest|left|leav(?:es|ing)|shortfall|not (?:paid|covered|reimbursed)|stays? with|falls? (?:on|to) you|absorb\w*|(?:we|you) carry|shoulder\w*|foot|self-funded|beyond|over|above|excess over|unpaid|on you|pick up yourself|excess)\b"
)
_OWN: Final = re.compile(
    r"負担|自腹|自費|持ち出し|手出し|\b(?:bears?|borne|your own|yoursel\w+|out of pocket|shoulder\w*|falls? (?:on|to) you)\b"
)
_LEFT_TO_PAY: Final = re.compile(
    r"払|残り|残る|残っ|残[がり]|まで下が|になり|になる|になっ|で済|相当|定価の|割引前の|保険料の|掛け|×|ですむ|下が"
    r"|\b(?:pay|pays|paying|of the|price|left|remain\w*|down to|drops? to|falls? to|times|multipl\w+|become\w*|of (?:your|what)|leav(?:es|ing)|comes? to)\b|×|\* ?\d|\d x \d"
)
_TAKEN_OFF: Final = re.compile(
    r"割引|引き|引か|引い|引く|オフ|安く|お得|\b(?:off|discount\w*|reduc\w+|cut|sav\w+|cheaper|deduct\w*)\b"
)
_DISCOUNT: Final = re.compile(r"割引|\bdiscount|\boff\b")
_STEP: Final = re.compile(
    r"割|%|×|掛|に(?:なり|なる|なっ|あたる|当たる|相当)|のうち|percent|per cent|\btimes\b|\bof\b|become|tenths?|down to|→|から"
)
_NEARBY: Final = 40


def derives(figure: Figure, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a figure that the answer has not follows from its figures by the step that the words beside it name."""
    if not isinstance(figure.value, Fraction) or figure.value < 0:
        return False
    near = sentence.text[max(0, figure.start - _NEARBY) : figure.end + _NEARBY]
    if figure.kind == "percent":
        if figure.value > 100 and _multiple(figure, figure.value / 100, sentence, evidence):
            return True
        return _share(figure.value / 100, near, evidence) or (
            borne(figure, sentence.text) and figure.value / 100 in {1 - s for s in _shares(evidence)}
        )
    if figure.kind == "times":
        return _multiple(figure, figure.value, sentence, evidence)
    if figure.kind in ("yen", "number") and figure.value > 1:
        return (
            _difference(figure.value, near, evidence)
            or (borne(figure, sentence.text) and _remainder(figure.value, evidence))
            or (_DIFFERENCE.search(near) and _OWN.search(sentence.text) and _remainder(figure.value, evidence))
            or _spared(figure.value, near, evidence)
            or _total(figure.value, near, evidence)
            or _part(figure.value, near, evidence)
            or (figure.kind == "number" and _left_of(figure.value, near, evidence))
        )
    return False


def check_borne(figure: Figure, sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """What is paid, told as what is borne."""
    if figure.kind != "yen" or not (borne(figure, sentence.text) and _OWN.search(sentence.text)):
        return
    roles = {k.role for k in evidence.find(figure)}
    paid = {k.figure.value for k in evidence.known if k.final and k.role == "payout"}
    if figure.value in paid and "own" not in roles and not _remainder(Fraction(figure.value), evidence):
        yield f"{figure.text.strip()} is what is paid, and the draft says that it is borne."


_ALL_OWN: Final = re.compile(
    r"(?:ご自身|自分|センター|町村?|貴[社会])の負担|ご負担|持ち出し|自腹|\b(?:all )?(?:you|we) (?:bear|carry|pay yourselves)\b|\b(?:your|our) own share\b"
)
_CAPPED: Final = re.compile(r"min\(([\d,]+),")


def check_all_borne(figure: Figure, sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """The deductible told as all that is borne, where a limit leaves more of the cost."""
    text = sentence.text
    if figure.kind != "yen" or not _ALL_OWN.search(text) or re.search(r"免責|deductible|excess", text):
        return
    paid = [_of(k) for k in _yen(evidence) if k.final and k.role == "payout"]
    spent = {
        Fraction(m[1].replace(",", ""))
        for a in evidence.answer.amounts
        for s in a.steps
        if (m := _CAPPED.match(s.expression)) and Fraction(m[1].replace(",", "")) > s.yen
    }
    taken = {k.figure.value for k in evidence.known if k.role == "deductible"}
    if len(spent) == 1 and figure.value in taken and all(c - p != figure.value for c in spent for p in paid):
        yield f"More than {figure.text.strip()} is borne: “{text.strip()[:80]}”."


def _yen(evidence: Evidence) -> Iterator[Known]:
    return (
        k
        for k in evidence.known
        if k.figure.kind in ("yen", "number") and isinstance(k.figure.value, Fraction) and k.figure.value > 1
    )


def _difference(value: Fraction, near: str, evidence: Evidence) -> bool:
    """The difference of two amounts of the answer of the same role."""
    if not _DIFFERENCE.search(near):
        return False
    finals = [k for k in _yen(evidence) if k.final]
    return any(abs(_of(a) - _of(b)) == value for i, a in enumerate(finals) for b in finals[i + 1 :] if a.role == b.role)


_SPARED: Final = re.compile(
    r"余り|余る|余裕|残り|残る|下回|浮|\b(?:left|to spare|under (?:your )?budget|under that|below (?:your )?budget|remain\w*|spare)\b"
)


def _spared(value: Fraction, near: str, evidence: Evidence) -> bool:
    """What a premium leaves of a sum that the question sets aside for it."""
    if not _SPARED.search(near):
        return False
    asked = {f.value for q in evidence.question for f in read_figures(q.text).figures if f.kind == "yen"}
    premiums = {_of(k) for k in _yen(evidence) if k.final and k.role == "premium"}
    return any(isinstance(a, Fraction) and a - p == value for a in asked for p in premiums)


def _multiple(figure: Figure, ratio: Fraction, sentence: Sentence, evidence: Evidence) -> bool:
    """How many times one amount of the answer is another one of its role, told of the larger: "set 4 is three times set 3"."""
    finals = [k for k in _yen(evidence) if k.final and (k.type or k.rank)]
    larger = [(a, b) for a in finals for b in finals if a.role == b.role and _of(b) * ratio == _of(a) and ratio > 1]
    named = [n for n in evidence.named(sentence.text) if n.kind in ("type", "rank") and n.end <= figure.start]
    if not larger or _UNDONE.search(sentence.text):
        return False
    if not named:
        asked = [n.value for q in evidence.question for n in evidence.named(q.text) if n.kind in ("type", "rank")]
        named_last = asked[-1:] if len(set(asked)) > 1 else []
        return any(_is(a, v) for a, _ in larger for v in named_last)
    first = named[0]
    if _OTHER_SIDE.match(sentence.text[first.end :]):
        return len(named) > 1 and any(_is(a, named[1].value) and _is(b, first.value) for a, b in larger)
    return any(_is(a, first.value) and (len(named) == 1 or _is(b, named[1].value)) for a, b in larger)


_OTHER_SIDE: Final = re.compile(r"\s?(?:の\s?$|の?\d|より|に比べ|と比べ|から|の(?:2|3|二|三)倍)")
_UNDONE: Final = re.compile(r"ません|ない|わけでは|\bnot\b|n't\b|\bhalf\b|半")


def _is(k: Known, value: str) -> bool:
    return any((own or "").endswith(value) for own in (k.type, k.rank))


_SPENT: Final = re.compile(r"かかった|合計|総額|全部|あわせ|合わせ|費用|\b(?:total|all|together|spent|bills?|of the)\b")


def _total(value: Fraction, near: str, evidence: Evidence) -> bool:
    """All that the question's costs come to, told as costs."""
    return bool(_SPENT.search(near)) and value == _costs(evidence) and not _PAID.search(near)


def _costs(evidence: Evidence) -> Fraction:
    """The costs that a computation begins with, summed up."""
    main = next((a for a in evidence.answer.amounts if len(a.steps) > 1), None)
    if main is None:
        return Fraction(0)
    found = (_COST.match(s.expression) for s in main.steps)
    return sum((Fraction(m[1].replace(",", "")) for m in found if m), Fraction(0))


_COST: Final = re.compile(r"([\d,]+)(?=$| × \d+%$)")


def _remainder(value: Fraction, evidence: Evidence) -> bool:
    """What a payout leaves of a cost, or a share of it that is not paid."""
    every = list(_yen(evidence))
    costs = {_of(k) for k in every if k.role == "operand"}
    paid = {_of(k) for k in every if k.role in ("payout", "step", "sum", "limit")}
    shares = {s for s in _shares(evidence)}
    costs |= {total} if (total := _costs(evidence)) else set()
    return any(c - p == value for c in costs for p in paid) or any(c * (1 - s) == value for c in costs for s in shares)


def _left_of(value: Fraction, near: str, evidence: Evidence) -> bool:
    """A number that a discount leaves of a hundred: "20% off leaves 80"."""
    if not _LEAVES.search(near):
        return False
    factors = {1 - s for s in _shares(evidence, discounts=True)}
    factors |= {
        k.figure.value
        for k in evidence.known
        if k.figure.kind in ("number", "times") and isinstance(k.figure.value, Fraction) and 0 < k.figure.value < 1
    }
    return value / 100 in factors


_LEAVES: Final = re.compile(r"\bleav(?:es|ing)\b|残り|残る|→|が(?:\d+)?に")


def _part(value: Fraction, near: str, evidence: Evidence) -> bool:
    """A share of an amount that the answer reckons with: 80万円 for 1,000,000 × 0.8."""
    if not _STEP.search(near):
        return False
    every = [k for k in _yen(evidence) if k.role in ("operand", "step", "other")]
    factors = {
        k.figure.value
        for k in evidence.known
        if k.figure.kind in ("number", "times") and isinstance(k.figure.value, Fraction) and 0 < k.figure.value < 1
    }
    return any(_of(k) * f == value for k in every for f in factors)


def _share(share: Fraction, near: str, evidence: Evidence) -> bool:
    """A percentage: what another leaves, or a factor of the answer told as what is paid or taken off."""
    factors = {
        k.figure.value
        for k in evidence.known
        if k.figure.kind in ("number", "times") and isinstance(k.figure.value, Fraction) and 0 < k.figure.value < 1
    }
    off = {s for s in _shares(evidence, discounts=True)}
    paid, taken = bool(_LEFT_TO_PAY.search(near)), bool(_TAKEN_OFF.search(near))
    if paid and (share in factors or share in {1 - s for s in off}):
        return True
    return bool(taken and 1 - share in factors)


def borne(figure: Figure, text: str) -> bool:
    """Whether the clause of a figure says that it is borne, and nothing of being paid: "10% stays with you"."""
    start = max((m.end() for m in _CLAUSE.finditer(text) if m.end() <= figure.start), default=0)
    end = next((m.start() for m in _CLAUSE.finditer(text) if m.start() >= figure.end), len(text))
    clause = text[start:end]
    return bool(_BORNE.search(clause)) and not _PAID.search(clause)


_CLAUSE: Final = re.compile(r"[、。;]|,(?!\d)|\b(?:and|but|so|while)\b")
_PAID: Final = re.compile(
    r"支払|払われ|補償され|戻り|受け取|もらえ|\b(?:paid|pays?|covered|reimburs\w+|get|receive|back)\b"
)


def _shares(evidence: Evidence, discounts: bool = False) -> Iterator[Fraction]:
    """The percentages of the answer as shares: discounts, or ratios of what is paid."""
    for k in evidence.known:
        if (
            k.figure.kind == "percent"
            and isinstance(k.figure.value, Fraction)
            and bool(_DISCOUNT.search(k.context.lower())) == discounts
        ):
            yield k.figure.value / 100


def _of(k: Known) -> Fraction:
    assert isinstance(k.figure.value, Fraction)
    return k.figure.value
