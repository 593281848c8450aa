"""A second reading by parts: what each sentence of a message says alone, and what it says is not known.

In a long message the classifiers see each fact among many words that have nothing to do with it; the sentence that
tells it has few others. And a sentence that calls something unknown is read once more without the words that do so:
what it then states, or denies, is what is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.corpus.model import Scheme
from assistant.understanding.features import Features, text_features, with_found
from assistant.understanding.learned import Learned, TextScores
from assistant.understanding.open_questions import open_spans
from assistant.understanding.pending import is_pending
from assistant.understanding.query import SchemeReading
from assistant.understanding.text import Message, prepare

MOST_PARTS = 12  # sentences looked at; a message with more of them is a document
SHORTEST = 4  # characters
WORTH_CHECKING = 0.9  # probability; what is less likely by the words alone is not taken as said by a sentence
_BREAK = re.compile(r"[、。!?\n]|[.;]\s")


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or what is left of it without the words that call it unknown: offsets, features and what they tell."""

    start: int
    end: int
    open: bool
    features: Features
    text: TextScores
    likely: Mapping[str, float]
    """How likely each head is by the words alone, the same for every scheme."""


@dataclass(frozen=True, slots=True)
class Closer:
    """How likely each fact is said (`+fact`) or denied (`-fact`) by some sentence, and is part of what is not known."""

    said: Mapping[str, float]
    open: Mapping[str, float]
    denied_at: Mapping[str, tuple[int, int]]
    """The sentence that denies a fact most, as offsets."""
    pending: frozenset[str]
    """Facts that the sentence which denies them most calls still to come."""
    coming: frozenset[str]
    """Facts that the sentence which says them most calls still to come: 「同意はこれからもらいます」."""


def parts_of(message: Message, learned: Learned) -> list[Part]:
    """The sentences of a message of several, and the open stretches of any message."""
    found: list[Part] = []

    def add(start: int, end: int, opened: bool) -> None:
        text = message.text[start:end]
        if len(text.strip()) >= SHORTEST:
            features = text_features(prepare(text, message.language))
            scores = learned.of_text(features)
            found.append(Part(start, end, opened, features, scores, learned.likely(features, scores)))

    spans = message.sentences if len(message.sentences) > 1 else ()
    for s in spans[:MOST_PARTS]:
        add(s.start, s.end, False)
    for place, end, english in open_spans(message.text)[:MOST_PARTS]:
        # With its subject: 「住民に損が出るおそれが|あるか」 is about the loss.
        start = place if english else max((m.end() for m in _BREAK.finditer(message.text, 0, place)), default=0)
        add(start, end, True)
    return found


def look_closer(message: Message, parts: list[Part], scheme: Scheme, learned: Learned, r: SchemeReading) -> Closer:
    """What the parts of a message say of the facts of a scheme, in the light of what patterns found in each."""
    said: dict[str, float] = {}
    unsettled: dict[str, float] = {}
    denied_at: dict[str, tuple[int, int]] = {}
    said_at: dict[str, tuple[int, int]] = {}
    heads = [f"{sign}{fact}" for fact in scheme.facts for sign in "+-"]
    for part in parts:
        chances = [part.likely.get(head, 0.0) for head in heads]
        if not part.open and max(chances, default=0.0) >= WORTH_CHECKING:
            # Both with and without what patterns found: neither the words nor the patterns alone are enough.
            found = learned.likely(with_found(part.features, _found(part, r)), part.text)
            chances = [min(chance, found.get(head, 0.0)) for head, chance in zip(heads, chances, strict=True)]
        for head, chance in zip(heads, chances, strict=True):
            if part.open:
                unsettled[head[1:]] = max(chance, unsettled.get(head[1:], 0.0))
            elif chance > said.get(head, 0.0):
                said[head] = chance
                (denied_at if head[0] == "-" else said_at)[head[1:]] = (part.start, part.end)
    whole = (0, len(message.text))
    to_come = {span: is_pending(message.text, *span) for span in {whole, *denied_at.values(), *said_at.values()}}
    pending = frozenset(f for f in scheme.facts if to_come[denied_at.get(f, whole)])
    coming = frozenset(f for f in scheme.facts if to_come[said_at.get(f, whole)])
    return Closer(said, unsettled, denied_at, pending, coming)


def _found(part: Part, r: SchemeReading) -> Iterator[str]:
    """What patterns found in a part, as features."""
    for fact, places in r.told_at.items():
        if any(part.start <= a and b <= part.end for a, b in places):
            truth = r.facts.get(fact)
            yield ("?" if truth is None else "+" if truth else "-") + fact
