"""A written answer as a form for a model: what may be phrased anew, with slots for every value, and what stays as it is.

The *lead* (the sentences that answer) is given as lines with slots: `{{subject_1}} is {{verdict_1}} ({{plan_1}})`. Every
paragraph after it (reasons, conditions, steps, tables) is one slot that keeps its text, `{{reason_1}}`. The *tail* (sources,
whom to ask, that the insurer decides) is no part of the form: code puts it back. Code fills the slots in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Language
from assistant.answering.wording import PHRASES, VERDICT_WORDS, capital, phrase
from assistant.corpus.model import Scheme
from assistant.generation.vocabulary import Vocabulary

SLOT = re.compile(r"\{\{([a-z]+_[0-9]+)\}\}")
_SLOT_WHOLE = re.compile(r"(\{\{[a-z]+_[0-9]+\}\})")
_LINKS = re.compile(
    r"[-\s]*(?:(?:まず|次に|続いて|また|なお|さらに|最後に)、?|(?:first|next|then|also|finally),?)?[。.]?\s*", re.I
)
"""What only links a block to the one before, and needs no line of its own."""
KINDS_WITH_LEAD = ("coverage", "amount", "comparison")

_DATE = (
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:（[月火水木金土日]）)?|\d{4}年(?:\d{1,2}月)?|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = rf"(?:{_NUMBER}(?:億(?:{_NUMBER}万)?|万)円（{_NUMBER}円）)|{_NUMBER}(?:億(?:{_NUMBER}万)?|万)?円|{_NUMBER} yen|{_NUMBER} ?[%％]"
_VALUES = rf"(?P<date>{_DATE})|(?P<amount>{_AMOUNT})|(?P<figure>(?:[A-Z] ?)?{_NUMBER})"
_HEADINGS = {
    "why": "reason",
    "conditions": "condition",
    "formalities": "formality",
    "premises": "premise",
    "payment": "payment",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the lead with its slots in order; `free` says that they may change places within the line."""

    text: str
    slots: tuple[str, ...]
    free: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What a model fills in: the lines of the lead, the names of the blocks behind it, and the value of every slot."""

    language: Language
    lines: tuple[Line, ...]
    blocks: tuple[str, ...]
    values: Mapping[str, str]
    tail: tuple[str, ...]

    def shown(self) -> str:
        """The form as the model gets to see it: slots, never a value of the lead."""
        return _spaced([*(line.text for line in self.lines), *(f"{{{{{b}}}}}" for b in self.blocks)])

    def apart(self, draft: str) -> str:
        """A draft with each block on a line of its own, where a model wrote it behind or before words: 「なお、{{text_1}}」."""
        blocks = frozenset(self.blocks)
        rows: list[str] = []
        for row in draft.splitlines():
            pieces = [x.strip() for x in _SLOT_WHOLE.split(row)]
            if len(pieces) == 1 or not any(x[2:-2] in blocks for x in pieces if _SLOT_WHOLE.fullmatch(x)):
                rows.append(row)
                continue
            kept = ""
            for piece in pieces:
                if _SLOT_WHOLE.fullmatch(piece) and piece[2:-2] in blocks:
                    rows += [piece] if _LINKS.fullmatch(kept) else [kept, piece]
                    kept = ""
                else:
                    kept += piece
            rows += [] if _LINKS.fullmatch(kept) else [kept]
        return "\n".join(rows)

    def fill(self, draft: str, *, sources: bool = True, without: Callable[[str], bool] | None = None) -> str:
        """The text of a draft with every slot filled in, and the tail behind it.

        Args:
            draft: what a model wrote, with slots.
            sources: whether the line of sources stands in the tail.
            without: tells the rows of the draft that are left out.
        """
        rows = (row.strip() for row in draft.splitlines())
        text = _spaced(row for row in rows if row and not (without and without(row)))
        filled = SLOT.sub(lambda m: self._value(m[1], text[: m.start()]), text)
        kept = (x for x in self.tail if sources or not x.startswith(phrase("sources", self.language)))
        return "\n\n".join(x for x in (filled, *kept) if x)

    def _value(self, name: str, before: str) -> str:
        value = self.values[name]
        starts = self.language == "en" and name not in self.blocks and re.search(r"(?:^|[.!?]\s+|\n|- )$", before)
        value = capital(value) if starts else value
        # Behind a closing bracket Markdown does not see where bold ends.
        bold = name.startswith(("verdict", "amount")) and not value.endswith(("）", ")"))
        return f"**{value}**" if bold else value


def _spaced(rows: Iterable[str]) -> str:
    """Rows as paragraphs, those of a list close together."""
    text = ""
    for row in rows:
        tight = row.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
        text += ("\n" if tight else "\n\n" if text else "") + row
    return text


def form_of(answer: Answer, schemes: Mapping[str, Scheme], vocabulary: Vocabulary) -> Form | None:
    """The form of an answer; None where it has nothing that could be phrased anew."""
    if answer.abstained or answer.kind in ("abstention", "clarification"):
        return None
    body, tail = _split(answer)
    if not body:
        return None
    maker = _Maker(answer, schemes)
    lines: list[Line] = []
    count = 0
    if answer.kind in KINDS_WITH_LEAD:
        listed = len(body) > 1 and body[0].rstrip().endswith(("：", ":")) and body[1].startswith("- ")
        for paragraph in body[: 2 if listed else 1]:
            made = [maker.line(row) for row in paragraph.splitlines()]
            if any(m is None or vocabulary.risky(SLOT.sub("", m.text)) for m in made):
                break
            lines += [m for m in made if m is not None and (m.slots or m.text.strip())]
            count += 1
    if count and not any(line.slots for line in lines):
        lines, count = [], 0
    used = {s for line in lines for s in line.slots}
    maker.values = {k: v for k, v in maker.values.items() if k in used}
    blocks = tuple(maker.block(paragraph) for paragraph in _glued(body[count:]))
    return Form(answer.language, tuple(lines), blocks, maker.values, tuple(tail))


def _split(answer: Answer) -> tuple[list[str], list[str]]:
    """Paragraphs of the text, and those at its end that code keeps: sources, whom to ask, that the insurer decides."""
    paragraphs = [p for p in answer.text.split("\n\n") if p.strip()]
    language = answer.language
    kept = (
        phrase("sources", language) + ("：" if language == "ja" else ":"),
        PHRASES["ask"][language].partition("{")[0],
        phrase("insurer_decides", language),
        phrase("inferred", language),
    )
    at = len(paragraphs)
    while at and paragraphs[at - 1].startswith(kept):
        at -= 1
    return paragraphs[:at], paragraphs[at:]


def _glued(paragraphs: Iterable[str]) -> list[str]:
    """Paragraphs with headings and rules put before the one that follows, so that neither stands alone."""
    out: list[str] = []
    waiting = ""
    for paragraph in paragraphs:
        waiting += ("\n\n" if waiting else "") + paragraph
        if not paragraph.startswith(("#", "---")):
            out.append(waiting)
            waiting = ""
    return [*out, waiting] if waiting else out


_JOINED = re.compile(r"\{\{([a-z]+)_[0-9]+\}\}(?:・|、|, | and )(?=\{\{\1_[0-9]+\}\})")
"""A slot that another of its kind stands beside: the two share what is said, and count as one."""


class _Maker:
    """Numbers slots and finds the values of an answer in its lines."""

    def __init__(self, answer: Answer, schemes: Mapping[str, Scheme]) -> None:
        self.language = answer.language
        self.values: dict[str, str] = {}
        self._kinds = dict(reversed(_known(answer, schemes)))
        longest = sorted(self._kinds, key=lambda value: (-len(value), value))
        self._pattern = re.compile("|".join([f"(?P<known>{'|'.join(map(_whole, longest))})", _VALUES]))

    def line(self, text: str) -> Line | None:
        """A line with slots in place of its values; None where a figure is left over."""
        bullet = "- " if text.startswith("- ") else ""
        out = self._pattern.sub(self._slot, text.removeprefix("- ").replace("**", ""))
        if any(c.isnumeric() for c in SLOT.sub("", out)):
            return None
        slots = tuple(SLOT.findall(out))
        kinds = [name.partition("_")[0] for name in SLOT.findall(_JOINED.sub("", out))]
        return Line(bullet + out, slots, len(kinds) == len(set(kinds)))

    def _slot(self, match: re.Match[str]) -> str:
        kind = self._kinds[match[0]] if match.lastgroup == "known" else str(match.lastgroup)
        return f"{{{{{self._new(kind, match[0])}}}}}"

    def block(self, text: str) -> str:
        """The name of a slot that holds a whole paragraph."""
        start = text.lstrip("#- \n")
        kind = next((k for key, k in _HEADINGS.items() if start.startswith(phrase(key, self.language))), "text")
        return self._new("table" if start.startswith("|") else kind, text)

    def _new(self, kind: str, value: str) -> str:
        number = 1 + sum(1 for name in self.values if name.partition("_")[0] == kind)
        name = f"{kind}_{number}"
        self.values[name] = value
        return name


def _whole(value: str) -> str:
    """A value as a pattern that does not match within a longer English word."""
    before = "(?<![A-Za-z])" if value[0].isascii() and value[0].isalpha() else ""
    after = "(?![A-Za-z])" if value[-1].isascii() and value[-1].isalpha() else ""
    return before + re.escape(value) + after


def _known(answer: Answer, schemes: Mapping[str, Scheme]) -> list[tuple[str, str]]:
    """Values that a lead may name, with their kinds; of one value with two kinds the first counts."""
    language = answer.language
    found = [("verdict", word) for word in VERDICT_WORDS[language].values()]
    found += [("reply", phrase(key, language).strip("、. ")) for key in ("yes", "no")]
    found += [("subject", v.subject) for v in answer.verdicts]
    for a in answer.amounts:
        found.append(("label", a.label))
        # A type that is a mere number would be found within amounts; as a figure it is a slot all the same.
        found += [("type", a.type)] if a.type and not a.type.isdigit() else []
        found += [("rank", f"ランク{a.rank}"), ("rank", f"rank {a.rank}")] if a.rank else []
    for scheme in schemes.values():
        plans = [t for p in scheme.plans.values() for t in (p.name, p.short) if t]
        found += [("plan", t.of(language)) for t in (*plans, *(r.name for r in scheme.riders.values()))]
        found += [("scheme", t.of(language)) for t in (scheme.name, scheme.short)]
        found += [("cost", x.name.of(language)) for x in scheme.items.values()]
    found += [("subject", "ご質問の件"), ("subject", "the case you describe")]
    both = [(form, kind) for kind, value in found for form in (value, capital(value)) if len(value) > 1]
    return list(dict.fromkeys(both))
