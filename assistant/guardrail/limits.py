"""A limit told of a type that has another one: each figure may stand in the answer, of another type or section.

"G II … its response costs up to five million": five million is there, as the limit of G III. The scheme prints one limit
for each type and section of cover, so what is told of one must be that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import Figure, read_figures
from assistant.guardrail.names import Named, NameKind
from assistant.guardrail.printed import Printed
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.told import SECTIONS, clause_of, says_limit, section_at, types_at

_NAMED_BEHIND: Final = re.compile(
    r"(?:\([^)]*\))?(?:は|が|というのは) ?$|(?: yen)? (?:is|would be) (?:the )?(?:limit|cap)? ?(?:of|for|under)? ?(?:type )?$"
)


def check_limits(
    sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> Iterator[str]:
    """Reasons to refuse a sentence for a limit that is another type's."""
    if len(evidence.schemes) != 1 or (negated(sentence.text) and not evidence.answer.amounts):
        return
    table = [p for p in evidence.names.printed(evidence.schemes[0]) if p.role == "limit" and p.type]
    if not table:
        return
    for figure in read_figures(sentence.text).figures:
        if figure.kind != "yen" or not says_limit(figure, sentence):
            continue
        behind = _behind(figure, sentence, named)
        if not behind and not any(p.value == figure.value for p in table):
            continue
        for kind in behind or _types(figure, sentence, named, evidence, carried):
            if _differs(kind, figure, sentence, table):
                yield f"{figure.text.strip()} is not the limit of {kind}: “{sentence.text.strip()[:80]}”."
                return


def _behind(figure: Figure, sentence: Sentence, named: tuple[Named, ...]) -> tuple[str, ...]:
    """The type that a figure is said to be the limit of: 「1.5億円は類型6の限度額です」."""
    after = [n for n in named if n.kind == "type" and n.start >= figure.end]
    if after and _NAMED_BEHIND.fullmatch(sentence.text[figure.end : after[0].start]):
        return (after[0].value,)
    return ()


def _types(
    figure: Figure,
    sentence: Sentence,
    named: tuple[Named, ...],
    evidence: Evidence,
    carried: Mapping[NameKind, str],
) -> tuple[str, ...]:
    """The types that a sentence, or one before it, names for a figure."""
    if not any(n.kind == "type" for n in named) and "type" not in carried:
        return ()
    return types_at(figure, sentence, named, evidence, carried)


def _differs(kind: str, figure: Figure, sentence: Sentence, table: list[Printed]) -> bool:
    """Whether the scheme prints limits of a type, and none of them is this one, which another type has."""
    before, _ = clause_of(figure, sentence)
    section = section_at(figure, sentence) if any(p.search(before) for p in SECTIONS.values()) else None
    mine = {p.value for p in table if p.type == kind and section in (None, p.section)}
    return bool(mine) and figure.value not in mine
