"""Hard negatives: for a question and the section that answers it, a section that shares words with it and does not.

They are mined from our own brochures: of the sections of the same scheme in the same language, one of those that search by
words alone would show first. Without them a model learns to tell insurance from weather; with them, one cost from another.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from assistant.corpus.brochure import Section
from assistant.language.tokens import tokenize
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import plain_text

Pair = tuple[str, str]
Triple = tuple[str, str, str]

NEAREST = 5
"""Sections among which the negative is drawn, by the words that they share with the question."""

TEXT_LENGTH = 400
"""Characters of a section that a pair holds."""


def section_text(section: Section) -> str:
    """What a pair holds of a section: its title and the beginning of its text."""
    return f"{plain_text(section.title)}\n{body_text(section)}"


def body_text(section: Section) -> str:
    """The beginning of a section's text."""
    return plain_text(section.text)[:TEXT_LENGTH]


_FORMS = (section_text, lambda section: plain_text(section.title), body_text)
"""What a section can stand as in a pair: whole, by its title, by its text."""


def with_negatives(pairs: Sequence[Pair], sections: Sequence[Section], seed: int) -> list[Triple]:
    """Each pair with a hard negative, of the form of its positive; pairs for which there is none are left out.

    Sections that are the positive of the same question elsewhere are never its negative.
    """
    generator = random.Random(seed)
    groups: dict[tuple[str, str], list[Section]] = defaultdict(list)
    place: dict[str, tuple[int, Section]] = {}
    for section in sections:
        if section.text.strip():
            groups[section.scheme, section.language].append(section)
            for form, make in enumerate(_FORMS):
                place.setdefault(make(section), (form, section))
    indexes = {
        key: LexicalIndex.build([tokenize(section_text(section), key[1]) for section in found])
        for key, found in groups.items()
    }
    answering: dict[str, set[str]] = defaultdict(set)
    for anchor, positive in pairs:
        if positive in place:
            answering[anchor].add(place[positive][1].id)
    triples: list[Triple] = []
    for anchor, positive in pairs:
        if positive not in place:
            continue
        form, section = place[positive]
        key = (section.scheme, section.language)
        scores = indexes[key].score(tokenize(anchor, key[1])).scores
        near = (groups[key][row] for row in scores.argsort(kind="stable")[::-1].tolist())
        others = [each for each in near if each.id not in answering[anchor] and _FORMS[form](each) != positive]
        if others:
            triples.append((anchor, positive, _FORMS[form](generator.choice(others[:NEAREST]))))
    return triples
