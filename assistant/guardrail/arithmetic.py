"""Sums that a draft writes out: grounded where their terms stand in the answer, as do their signs, and where they are right.

"0.8 × (1 − 0.6) = 0.32" says nothing new to an answer that has 20% and 60% and multiplies: 0.8 is what 20% leaves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import Figure, read_figures

_SIDE: Final = r"[\d.,%()×x*÷/+\-\s]*?[\d%)]"
_WRITTEN: Final = re.compile(
    rf"(?<![a-z0-9.,])(?P<left>[\d(]{_SIDE})\s*=\s*(?P<right>\d[\d,]*(?:\.\d+)?\s?%?)(?![\d.,]*\d)"
)
_SIGNS: Final = {"×": "*", "x": "*", "*": "*", "÷": "/", "/": "/", "+": "+", "-": "-"}
_NUMBER: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(%?)")
_PRICE: Final = re.compile(
    r"(?:\bpay(?:s|ing)?(?: only| just)? |\bprice (?:is|of) |\bcosts? (?:only )?)(?:about )?$|定価の\s?$|(?:払う|支払う)の?は(?:定価の)?\s?$"
)
_PRICE_AFTER: Final = re.compile(r"^\s?(?:of the (?:\w+ )?(?:price|premium|tariff)|(?:だけ|のみ)?(?:を)?(?:払|支払))")
_LONGEST: Final = 60
"""Letters of a sum that is worked out."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a sentence that are grounded: where they stand, and what they come to, as shares of 1 or yen."""

    spans: tuple[tuple[int, int], ...] = ()
    results: frozenset[Fraction] = frozenset()
    computed: frozenset[Fraction] = frozenset()
    """Results that the answer need not have: the sum itself grounds them."""

    def ground(self, figure: Figure) -> bool:
        """Whether a figure is part or result of such a sum."""
        if any(a <= figure.start < b for a, b in self.spans):
            return True
        if figure.kind == "percent" and isinstance(figure.value, Fraction):
            return figure.value / 100 in self.results
        return figure.kind in ("number", "yen") and figure.value in self.computed


def sums(text: str, evidence: Evidence) -> Sums:
    """The sums of a folded sentence that are right and whose terms and signs the answer has."""
    chained = _chains(text, evidence)
    if "=" not in text:
        return chained
    terms, signs = _terms(evidence)
    spans, results = list(chained.spans), set()
    for m in _WRITTEN.finditer(text):
        left = m["left"]
        while left.startswith("(") and left.count("(") > left.count(")"):
            left = left[1:].lstrip()
        if m.end() - m.start() > _LONGEST or not {_SIGNS[c] for c in left if c in _SIGNS} <= signs:
            continue
        numbers = [_number(n) for n in _NUMBER.finditer(left)]
        value, result = _worked_out(left), _number(next(_NUMBER.finditer(m["right"])))
        if value == result and all(n == 1 or n in terms for n in numbers):
            spans.append(m.span())
            results.add(result)
    return Sums(tuple(spans), frozenset(results) | chained.results, frozenset(results))


_SIGN: Final = re.compile(r"\s?(?:yen|円)?\s?([+\-−×x*])\s?")
_COMES_TO: Final = re.compile(r"(?:\s?(?:yen|円))?[\s)]*(?:=|で、?|は|→|:|、)\s?")
_IN_BRACKETS: Final = re.compile(r"[^、。;\d]{0,10}\(")
_UNITS: Final = (("億", 100_000_000), ("万", 10_000), ("million", 1_000_000))


def _chains(text: str, evidence: Evidence) -> Sums:
    """Sums of the answer's own figures written in passing: 「60+190-10で240万円」, 「14,120円の上乗せ(155,270-141,150)」.

    Each figure of it is the answer's or the question's, and so is what it comes to.
    """
    if not _MAY_CHAIN.search(text):
        return Sums()
    figures = [f for f in read_figures(text).figures if f.kind in ("yen", "number", "percent", "resident", "person")]
    spans, results = [], set()
    at = 0
    while at < len(figures):
        end = at
        while end + 1 < len(figures) and _SIGN.fullmatch(text[figures[end].end : figures[end + 1].start]):
            end += 1
        if end > at:
            told = _told_result(text, figures, at, end)
            for result in told:
                unit = next((n for word, n in _UNITS if word in result.text), 1)
                value = _chained(text, figures[at : end + 1], unit, evidence)
                if value is not None and value == result.value and _held(result, evidence):
                    spans.append((figures[at].start, figures[end].end))
                    results.add(value)
        at = end + 1
    return Sums(tuple(spans), frozenset(results))


_MAY_CHAIN: Final = re.compile(r"[\d円万億mn]\s?[+\-−×x*]\s?[¥\d]")


def _told_result(text: str, figures: list[Figure], at: int, end: int) -> list[Figure]:
    """What a chain is said to come to: the figure behind its equals sign, or the one before its bracket."""
    found = []
    if end + 1 < len(figures) and _COMES_TO.fullmatch(text[figures[end].end : figures[end + 1].start]):
        found.append(figures[end + 1])
    if at and _IN_BRACKETS.fullmatch(text[figures[at - 1].end : figures[at].start]):
        found.append(figures[at - 1])
    return found


def _chained(text: str, chain: list[Figure], unit: int, evidence: Evidence) -> Fraction | None:
    """What a chain of figures comes to, those without a unit in that of the result; None where one is not known."""
    parts: list[str] = []
    for i, figure in enumerate(chain):
        if i:
            sign = _SIGN.fullmatch(text[chain[i - 1].end : figure.start])
            parts.append(_SIGNS.get(sign[1].replace("−", "-"), "+") if sign else "+")
        value = figure.value
        if not isinstance(value, Fraction):
            return None
        if figure.kind == "percent":
            value = value / 100
            held = bool(evidence.find(figure))
        elif held := bool(evidence.find(figure)):
            pass
        elif figure.kind == "number" and unit > 1:
            value = value * unit
            held = _held(Figure("yen", value, 0, 0, ""), evidence)
        if not held:
            return None
        parts.append(f"({value.numerator}/{value.denominator})")
    try:
        return _value(ast.parse("".join(parts), mode="eval").body, "".join(parts))
    except (SyntaxError, ValueError, ZeroDivisionError):
        return None


def _held(figure: Figure, evidence: Evidence) -> bool:
    return bool(evidence.find(figure))


def check_price(sentence: str, figures: list[Figure], sums_: Sums, evidence: Evidence) -> Iterator[str]:
    """A percentage that is taken off, told as what is left to pay, or the other way round."""
    for figure in figures:
        if figure.kind != "percent" or not isinstance(figure.value, Fraction):
            continue
        paid = bool(_PRICE.search(sentence[: figure.start]) or _PRICE_AFTER.match(sentence[figure.end :]))
        if figure.value / 100 in sums_.results and not evidence.find(figure):
            if not paid:
                yield f"{figure.text.strip()} is what is left to pay, and the draft does not say so."
        elif paid and any(_OFF.search(k.context) for k in evidence.find(figure)):
            yield f"{figure.text.strip()} is what is taken off, not what is paid."


_OFF: Final = re.compile(r"割引|\bdiscount|\boff\b")


@lru_cache(maxsize=128)
def _terms(evidence: Evidence) -> tuple[frozenset[Fraction], frozenset[str]]:
    """Numbers of the answer, percentages also as shares and as what they leave, and the signs that it computes with."""
    terms: set[Fraction] = set()
    for known in evidence.known:
        value = known.figure.value
        if not isinstance(value, Fraction):
            continue
        terms.add(value)
        if known.figure.kind == "percent":
            terms |= {value / 100, 1 - value / 100}
    written = evidence.text + " " + " ".join(s.expression for a in evidence.answer.amounts for s in a.steps)
    signs = {
        _SIGNS[c]
        for c in re.findall(r"(?<=[\d)%円 ])\s*([×÷+*\-−])\s*(?=[\d(])", written.replace("−", "-"))
        if c in _SIGNS
    }
    return frozenset(terms), frozenset(signs | {"-"} if "*" in signs else signs)


def _number(m: re.Match[str]) -> Fraction:
    value = Fraction(m[1].replace(",", "").rstrip("."))
    return value / 100 if m[2] else value


def _worked_out(left: str) -> Fraction | None:
    """The value of a sum of numbers and signs; None where it is none."""
    plain = "".join(_SIGNS.get(c, c) for c in left)
    plain = _NUMBER.sub(lambda m: f"({m[1].replace(',', '')}/100)" if m[2] else m[1].replace(",", ""), plain)
    try:
        return _value(ast.parse(plain.strip(), mode="eval").body, plain.strip())
    except (SyntaxError, ValueError, ZeroDivisionError):
        return None


def _value(node: ast.expr, text: str) -> Fraction:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.BinOp):
        a, b = _value(node.left, text), _value(node.right, text)
        if isinstance(node.op, ast.Add):
            return a + b
        if isinstance(node.op, ast.Sub):
            return a - b
        if isinstance(node.op, ast.Mult):
            return a * b
        if isinstance(node.op, ast.Div):
            return a / b
    raise ValueError(text)
