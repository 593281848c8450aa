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
from assistant.guardrail.figures import Figure

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

    def ground(self, figure: Figure) -> bool:
        """Whether a figure is part or result of such a sum."""
        if any(a <= figure.start < b for a, b in self.spans):
            return True
        if figure.kind == "percent" and isinstance(figure.value, Fraction):
            return figure.value / 100 in self.results
        return figure.kind in ("number", "yen") and figure.value in self.results


def sums(text: str, evidence: Evidence) -> Sums:
    """The sums of a folded sentence that are right and whose terms and signs the answer has."""
    if "=" not in text:
        return Sums()
    terms, signs = _terms(evidence)
    spans, results = [], set()
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
    return Sums(tuple(spans), frozenset(results))


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
