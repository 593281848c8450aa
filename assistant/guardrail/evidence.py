"""What an answer says, prepared for comparison: its sentences, its words, and every figure with its role and its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, TypeAlias

from assistant.answer import AmountEntry, Answer
from assistant.guardrail.figures import Figure, Value, labels_in, read_figures
from assistant.guardrail.names import Named, Names
from assistant.guardrail.text import Sentence, fold_text, segments, sentences
from assistant.guardrail.words import Words, words_of

Role: TypeAlias = Literal[
    "payout", "other-reading", "limit", "deductible", "premium", "difference", "sum", "own", "step", "operand", "other"
]

_ROLE_OF_LABEL: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (
    ("other-reading", re.compile(r"別の読み|割合が\d+%の場合|another reading|if the ratio is|other reading", re.I)),
    ("own", re.compile(r"ご自身の負担|自己負担|borne by yourselves", re.I)),
    ("difference", re.compile(r"差額|増額|減額|difference|increase|decrease", re.I)),
    ("deductible", re.compile(r"免責|deductible", re.I)),
    ("limit", re.compile(r"限度|上限|limit|maximum", re.I)),
    ("premium", re.compile(r"保険料|分担金|premium|contribution|件分$|\d of them$", re.I)),
    ("sum", re.compile(r"^合計$|^sum$|^total$", re.I)),
    ("payout", re.compile(r"支払の?見込|お支払い|支払額|payout|paid|件目|^incident \d", re.I)),
)


_GLOSS: Final = re.compile(r"(〔\d{1,2}〕)\s?[(「]([^()「」]{2,30})[)」]")
_IN_BRACKETS: Final = re.compile(r"[(（](\d{1,2})[)）]")
_LONG_ENOUGH: Final = 24  # characters; shorter ones mean what stands around them says
_SOURCES: Final = re.compile(r"(?:根拠|Sources) ?[:：]")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that the answer holds: what it is, whose it is (None: not said), and the text that it stands in."""

    figure: Figure
    role: Role
    final: bool = False
    scheme: str | None = None
    plan: str | None = None
    type: str | None = None
    rank: str | None = None
    context: str = ""


class Evidence:
    """An answer and the question that it answers, read once."""

    def __init__(self, answer: Answer, question: str, names: Names) -> None:
        self.answer = answer
        self.names = names
        self.schemes = schemes_of(answer)
        self.text = fold_text(answer.text)
        body = "\n".join(line for line in self.text.splitlines() if not _SOURCES.match(line))
        self.lines = sentences(body)
        self.titles = fold_text("\n".join(c.title.split("{#")[0] for c in answer.citations)).lower()
        extra = [
            *(part for v in answer.verdicts for part in (v.subject, v.reason, *v.conditions)),
            *answer.caveats,
            *(part for a in answer.amounts for part in (a.label, *(s.label for s in a.steps))),
        ]
        said = {line.text for line in self.lines}
        self.details = tuple(
            s for part in dict.fromkeys(extra) for s in sentences(fold_text(part)) if s.text not in said
        )
        self.question = tuple(sentences(fold_text(question))) if question else ()
        self.pages = frozenset(c.page for c in answer.citations)
        self.known = tuple(self._known())
        self._found: dict[tuple[str, Value], tuple[Known, ...]] = {}  # by kind and value, all that is compared

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """The sentences of the answer, with those that only its parts have, as texts."""
        return tuple(x.text for x in (*self.lines, *self.details))

    @cached_property
    def words(self) -> Words:
        """The words of the answer, names also in the other language."""
        return words_of("\n".join((self.whole, *self.names.translations(self.whole, self.schemes))))

    @cached_property
    def asked(self) -> Words:
        """The words of the question."""
        return words_of("\n".join(line.text for line in self.question))

    @cached_property
    def whole(self) -> str:
        """All that the answer says, folded and in lower case."""
        return "\n".join((*self.statements, self.titles))

    @cached_property
    def plans(self) -> tuple[tuple[str, str], ...]:
        """The (scheme, plan) pairs that the verdicts are about, each once."""
        return tuple(dict.fromkeys((v.scheme, v.plan) for v in self.answer.verdicts))

    def without_sources(self, draft: str) -> str:
        """A draft without the lines of sources that it gives as the answer does: the titles of sections claim nothing."""
        lines = draft.splitlines()
        kept = [x for x in lines if not (_SOURCES.match(x.strip()) and x.strip() in self._sources)]
        return "\n".join(kept) if len(kept) < len(lines) else draft

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(x.strip() for x in self.answer.text.splitlines() if _SOURCES.match(x.strip()))

    def labelled(self, draft: str) -> str:
        """A draft with its numbers in brackets as item numbers, where the answer has items of these numbers: (4) for ④."""
        return _IN_BRACKETS.sub(lambda m: f"〔{m[1]}〕" if f"〔{m[1]}〕" in self.whole else m[0], draft)

    def without_glosses(self, sentence: Sentence) -> Sentence:
        """A sentence without the name in brackets behind a number, where a cited passage has the two together: ④(…)."""
        if "〔" not in sentence.text:
            return sentence
        text = _GLOSS.sub(lambda m: m[1] if self._glosses(m[1], m[2]) else m[0], sentence.text)
        return sentence if text == sentence.text else Sentence(text, text, segments(text), sentence.bullet)

    def _glosses(self, label: str, name: str) -> bool:
        passages = (fold_text(c.quote).lower() for c in self.answer.citations)
        return any(
            name in p[max(0, m.start() - len(name) - 2) : m.end() + len(name) + 2]
            for p in passages
            for m in re.finditer(re.escape(label), p)
        )

    def find(self, figure: Figure) -> list[Known]:
        """What the answer knows of a figure's value."""
        key = (figure.kind, figure.value)
        if key not in self._found:
            self._found[key] = tuple(k for k in self.known if same_figure(k.figure, figure))
        return list(self._found[key])

    def repeats(self, sentence: Sentence) -> bool:
        """Whether a sentence of a draft stands word for word in the answer, and is long enough to mean the same there."""
        return len(sentence.text) >= _LONG_ENOUGH and sentence.text in self._said

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(self.statements)

    def verbatim(self, draft: str) -> frozenset[str]:
        """The sentences of the lines that a draft has word for word from the answer, however short they are."""
        return frozenset(s.text for x in fold_text(draft).lower().splitlines() if x in self._rows for s in sentences(x))

    @cached_property
    def _rows(self) -> frozenset[str]:
        return frozenset(x for x in self.text.lower().splitlines() if x)

    def named(self, text: str) -> tuple[Named, ...]:
        """The names in a text, of the schemes of this answer."""
        return self.names.find(text, self.schemes)

    def _cells(self) -> Iterator[Known]:
        """The figures of tables whose columns are plans."""
        plans: list[Named | None] = []
        for line in self.answer.text.splitlines():
            if not line.startswith("|"):
                plans = []
                continue
            cells = [fold_text(c).lower() for c in line.strip().strip("|").split("|")]
            if not plans:
                found = [[n for n in self.named(c) if n.kind == "plan"] for c in cells]
                plans = [each[0] if len(each) == 1 else None for each in found]
                continue
            for cell, plan in zip(cells, plans, strict=False):
                if plan is not None and len(figures := read_figures(cell).figures) == 1:
                    yield Known(figures[0], "other", final=True, scheme=plan.scheme, plan=plan.value, context=cell)

    def _known(self) -> Iterator[Known]:
        for amount in self.answer.amounts:
            yield from _of_amount(amount)
        yield from self._cells()
        for figure in labels_in(self.titles):
            yield Known(figure, "other", context=self.titles)
        for line in (*self.lines, *self.details):
            for figure in read_figures(line.text).figures:
                yield Known(figure, "other", context=line.text)
        for line in self.question:
            for figure in read_figures(line.text).figures:
                if figure.kind not in ("page", "phone", "percent"):
                    yield Known(figure, "operand", context=line.text)


def schemes_of(answer: Answer) -> tuple[str, ...]:
    """The schemes that an answer is about, as its parts tell."""
    ids = [v.scheme for v in answer.verdicts] + [a.scheme for a in answer.amounts if a.scheme]
    ids += [c.scheme for c in answer.citations if c.scheme] + [answer.basis.get("scheme", "")]
    return tuple(dict.fromkeys(i for i in ids if i))


def same_figure(known: Figure, said: Figure) -> bool:
    """Whether two figures are the same: kind and value; a number without a unit may be yen or a count of something."""
    if known.kind == "date" and said.kind == "number" and re.match(rf"{said.value}(?:-|$)", str(known.value)):
        return True  # the year of a date
    if known.value != said.value and not _same_day(known, said):
        return False
    if known.kind == said.kind:
        return True
    if {known.kind, said.kind} == {"number", "percent"}:
        return False
    loose = {known.kind, said.kind}
    if loose == {"number", "times"}:
        return True  # "0.8 times" for "0.8 ×"
    if "number" in loose:
        return not loose & {"percent", "label", "page", "phone", "date", "time", "foreign", "times", "working_day"}
    return loose <= {"person", "resident", "record"}


def _same_day(known: Figure, said: Figure) -> bool:
    """2026-06-30 and 6月30日; a year alone where the date has it."""
    if known.kind != "date" or said.kind != "date":
        return False
    a, b = str(known.value), str(said.value)
    return (b.startswith("--") and a.endswith(b[1:])) or (len(b) == 4 and a.startswith(f"{b}-"))


def role_of_label(label: str) -> Role:
    """What an amount is, by its label."""
    return next((role for role, pattern in _ROLE_OF_LABEL if pattern.search(label)), "other")


def _of_amount(a: AmountEntry) -> Iterator[Known]:
    role = role_of_label(a.label)

    def held(figure: Figure, role: Role, context: str, final: bool = False) -> Known:
        return Known(figure, role, final, a.scheme, a.plan, a.type, a.rank, context)

    def known(yen: int, role: Role, context: str, final: bool = False) -> Known:
        return held(Figure("yen", Fraction(yen), 0, 0, str(yen)), role, context, final)

    yield known(a.yen, role, a.label, final=True)
    for step in a.steps:
        last = step.yen == a.yen
        named = role_of_label(step.label)
        if not last:
            yield known(step.yen, "step", step.label)
        for figure in read_figures(fold_text(step.expression).lower()).figures:
            value = Figure("yen", figure.value, 0, 0, figure.text) if figure.kind == "number" else figure
            if figure.kind == "number" and figure.value == a.yen:
                continue
            kind: Role = "operand"
            if named == "deductible" and f"- {figure.text}" in fold_text(step.expression):
                kind = "deductible"
            elif named == "limit":
                kind = "limit" if figure.value == step.yen else "step"
            yield held(value, kind, f"{step.label} {step.expression}")
            if figure.kind == "number":
                yield held(figure, kind, f"{step.label} {step.expression}")


def sentences_of(draft: str) -> tuple[Sentence, ...]:
    """The sentences of a draft, list numbers at the start of a line aside."""
    folded = re.sub(r"(?m)^[\s\u0001]*(?:\(?\d{1,2}[.)]|〔\d{1,2}〕(?=\s))\s+", "", fold_text(draft))
    return sentences(folded)
