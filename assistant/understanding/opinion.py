"""A second opinion on what patterns read: what was learned from labelled questions confirms, adds and removes.

The patterns say what a message states; the classifiers say how likely that is and what else is likely. A fact that
patterns found and the classifiers think unlikely is not taken as said; one that no pattern found is added where it is
likely enough. What makes a loss payable needs more certainty than what does not: a wrong yes costs real money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from assistant.corpus.model import Scheme
from assistant.understanding.amounts import the_cost
from assistant.understanding.asked_for import A_COST
from assistant.understanding.closer_look import Closer, Part, look_closer, parts_of
from assistant.understanding.features import text_features, with_found
from assistant.understanding.found import found_in
from assistant.understanding.intents import Intent
from assistant.understanding.learned import Learned
from assistant.understanding.linking import PatternHits
from assistant.understanding.numbers import Figures
from assistant.understanding.query import SchemeReading
from assistant.understanding.text import Message

# Probabilities; set by cross-validation over the writers of the labelled questions.
ADD_FACT, ADD_DENIAL, DROP_FACT = 0.60, 0.60, 0.12
ADD_FURTHER_PERIL = 0.90  # where patterns know what happened already
ADD_REQUIREMENT = 0.75  # what makes a loss payable
DENY_REQUIREMENT = 0.85  # what is merely not mentioned is open, and makes no loss unpayable
ADD_CIRCUMSTANCE = 0.75  # what may bar a payment, or change it
# Of one sentence of several, which says less beside it that could be mistaken.
ADD_BY_SENTENCE, ADD_REQUIREMENT_BY_SENTENCE, ADD_FURTHER_BY_SENTENCE = 0.90, 0.95, 0.97
NOT_UNLIKELY = 0.15  # by the whole message
SURELY_DENIED, HARDLY_SAID = 0.90, 0.50  # a sentence that denies what patterns took as said in it
ADD_OPEN = 0.60  # in the words that a message calls unknown
ADD_ITEM, DROP_ITEM = 0.50, 0.08
DROP_ONLY_ITEM = 0.03  # the one cost that is named in a sentence that asks
ADD_UNNAMED_ITEM = 0.75  # where no word names any cost: "is war excluded?" asks for none
COST_ASKED = 0.20  # that a cost is asked about at all; else none is added
BESIDE_ITEM = 0.60  # a whole section beside a cost that is named
SURE_ITEM, DROP_BESIDE = 0.70, 0.25  # beside a cost that is surely asked about, a doubtful one is mere talk

_ONE_CLAUSE = 40  # characters between what is said of one deed

ADD_INTENT = 0.70
_INTENTS: Mapping[str, Intent] = {
    "verdict": "coverage",
    "payout": "payout",
    "premium": "premium",
    "limit": "limit",
    "deductible": "deductible",
    "deadline": "deadline",
    "offers": "choose",
}


def likely_intents(readings: Iterable[SchemeReading], found: Iterable[Intent]) -> dict[Intent, int]:
    """What a message very likely asks for although no pattern says so, as intents at its start."""
    added: dict[Intent, int] = {}
    for r in readings:
        for ask, intent in _INTENTS.items():
            if intent not in found and r.likely.get(f"ask:{ask}", 0.0) >= ADD_INTENT:
                added[intent] = 0
    return added


class Opinion:
    """Weighs readings with what was learned; one instance serves all threads."""

    def __init__(self, schemes: Mapping[str, Scheme], learned: Learned, hits: Callable[[str], PatternHits]) -> None:
        self._schemes, self._learned, self._hits = schemes, learned, hits

    def weigh(
        self, message: Message, intents: Iterable[Intent], figures: Figures, readings: Iterable[SchemeReading]
    ) -> list[SchemeReading]:
        """The readings with facts and costs confirmed, added or removed, and how likely each answer is."""
        features, parts = text_features(message), parts_of(message, self._learned)
        text = self._learned.of_text(features)
        intents = tuple(intents)
        # A scheme that nothing was labelled for yet is read by its patterns alone.
        readings = tuple(readings)
        likely = self._pooled(
            {
                r.scheme: self._learned.likely(
                    with_found(features, found_in(intents, figures, r, self._hits(r.scheme).of(message.text))), text
                )
                for r in readings
                if r.scheme in self._learned.families
            }
        )
        return [self._one(message, parts, figures, r, likely[r.scheme]) if r.scheme in likely else r for r in readings]

    def _pooled(self, likely: Mapping[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        """How likely each head is, where several schemes are read: a message says one thing, whatever scheme it is read for.

        A fact or cost of several schemes gets the mean of what each of them makes likely; else it would be taken as
        said for one scheme and not for the next, and one table would judge two different cases.
        """
        if len(likely) < 2:
            return dict(likely)
        known = {
            s: {f"{sign}{f}" for f in self._schemes[s].facts for sign in "+-"}
            | {f"item:{i}" for i in self._schemes[s].items}
            for s in likely
        }
        means = {
            head: sum(of) / len(of)
            for head in set().union(*known.values())
            if (of := [x[head] for s, x in likely.items() if head in known[s] and head in x])
        }
        return {s: {**x, **{h: means[h] for h in known[s] if h in means}} for s, x in likely.items()}

    def _one(
        self, message: Message, parts: list[Part], figures: Figures, r: SchemeReading, likely: Mapping[str, float]
    ) -> SchemeReading:
        scheme = self._schemes[r.scheme]
        facts = self._facts(scheme, r, likely, look_closer(message, parts, scheme, self._learned, r))
        surest = max((likely.get(f"item:{i}", 0.0) for i in r.items), default=0.0)
        least = DROP_BESIDE if surest >= SURE_ITEM else DROP_ITEM
        if len(r.items) == 1 and r.focused:
            least = DROP_ONLY_ITEM
        # "8.6 million by judgment, 1.75 million for the lawyers" asks for both: where several have an amount each, damages
        # with one of their own are no mere background.
        priced = {c.item for c in r.costs if c.yen and not c.before}
        sums = {i for i in priced if scheme.stands_for_section(i)} if len(priced) > 1 else set()
        # "The claims, our response costs, our lost profit": each is asked about as much as the others.
        sums |= r.listed
        items = tuple(i for i in r.items if likely.get(f"item:{i}", 1.0) >= least or i in sums)
        if any(not scheme.stands_for_section(i) for i in items):
            # "Sympathy money for the victims" asks for no damages, though victims claim them.
            items = tuple(
                i
                for i in items
                if not scheme.stands_for_section(i) or i in sums or likely.get(f"item:{i}", 0.0) >= BESIDE_ITEM
            )
        costs = tuple(c for c in r.costs if c.item in items or c.item not in r.items)
        # A whole section is what remains when no cost is recognised; it must not stand in for one that was missed.
        least = ADD_ITEM if figures.amounts or A_COST.search(message.text) else ADD_UNNAMED_ITEM
        added = [i for i in scheme.items if likely.get(f"item:{i}", 0.0) >= least and not scheme.stands_for_section(i)]
        asked = sum(likely.get(f"ask:{a}", 1.0) for a in ("verdict", "payout", "limit", "deductible"))
        if not items and added and asked >= COST_ASKED:
            best = max(added, key=lambda i: likely[f"item:{i}"])
            items = (best,)
            costs = the_cost(best, message, figures, scheme)
        own = {k: v for k, v in likely.items() if k.startswith(("ask:", f"{r.scheme}:"))}
        return replace(r, facts=facts, items=items, costs=costs, likely=own)

    def _facts(
        self, scheme: Scheme, r: SchemeReading, likely: Mapping[str, float], closer: Closer
    ) -> dict[str, bool | None]:
        """What the message states, denies and calls unknown, by patterns, by the whole of it and by its sentences."""
        facts: dict[str, bool | None] = {}
        told = any(v is not False and scheme.facts[f].kind == "peril" for f, v in r.facts.items())
        # "Intellectual property, we do not know which": what the words leave unnamed is not guessed.
        unnamed = {x for f, v in r.facts.items() if v is not False for x in scheme.facts[f].words.beats}
        for fact in scheme.facts:
            said, denied = likely.get(f"+{fact}", 0.0), likely.get(f"-{fact}", 0.0)
            required = scheme.facts[fact].kind == "requirement"
            if fact in r.facts:
                held = r.facts[fact]
                if held is True and said < HARDLY_SAID and self._taken_back(fact, r, closer):
                    facts[fact] = False
                elif held is not True or said >= DROP_FACT:
                    facts[fact] = held
            elif closer.open.get(fact, 0.0) >= ADD_OPEN:
                facts[fact] = None
            elif said >= self._enough(scheme, fact, told) and said > denied:
                if fact not in unnamed:
                    facts[fact] = None if required and fact in closer.coming else True
            elif denied >= (DENY_REQUIREMENT if required else ADD_DENIAL):
                facts[fact] = None if required and fact in closer.pending else False
            elif (alone := closer.said.get(f"+{fact}", 0.0)) >= self._enough_alone(scheme, fact, told) and (
                alone > closer.said.get(f"-{fact}", 0.0) and said >= NOT_UNLIKELY
            ):
                if fact not in unnamed:
                    facts[fact] = None if required and fact in closer.coming else True
            elif closer.said.get(f"-{fact}", 0.0) >= (ADD_REQUIREMENT_BY_SENTENCE if required else ADD_BY_SENTENCE):
                facts[fact] = None if required and fact in closer.pending else False
        # What follows from what was said is not denied by what the words merely sound like: "nothing had happened after
        # all" tells of no attack, and of a suspicion that there was.
        follows = {
            f: (v, str(x.when))
            for x in scheme.implications
            if facts.get(str(x.when)) is True and not x.overrides
            for f, v in x.then.items()
        }
        return {f: v for f, v in facts.items() if v is None or f not in follows or self._stands(f, v, *follows[f], r)}

    def _stands(self, fact: str, value: bool, implied: bool, because: str, r: SchemeReading) -> bool:
        """Whether a fact is as it was taken for although what else was said implies the contrary.

        That it is so stands where patterns found it apart from what implies that it is not: "leaked by a clerk, by
        mistake" tells of no crime.
        """
        if value is implied:
            return True
        here, there = r.told_at.get(fact, ()), r.told_at.get(because, ())
        near = any(abs(a - c) <= _ONE_CLAUSE for a, _ in here for c, _ in there)
        return value is True and r.facts.get(fact) is True and not near

    def _taken_back(self, fact: str, r: SchemeReading, closer: Closer) -> bool:
        """Whether a sentence surely denies a fact that patterns took as said in it."""
        start, end = closer.denied_at.get(fact, (0, 0))
        return closer.said.get(f"-{fact}", 0.0) >= SURELY_DENIED and all(
            start <= a and b <= end for a, b in r.told_at.get(fact, ((0, 0),))
        )

    def _enough_alone(self, scheme: Scheme, fact: str, told: bool) -> float:
        """How likely a fact must be by one sentence to be taken as said."""
        kind = scheme.facts[fact].kind
        if kind == "peril":
            return ADD_FURTHER_BY_SENTENCE if told else ADD_BY_SENTENCE
        return ADD_REQUIREMENT_BY_SENTENCE if kind == "requirement" else ADD_BY_SENTENCE

    def _enough(self, scheme: Scheme, fact: str, told: bool) -> float:
        """How likely a fact must be to be taken as said."""
        kind = scheme.facts[fact].kind
        if kind == "peril":
            return ADD_FURTHER_PERIL if told else ADD_FACT
        return ADD_REQUIREMENT if kind == "requirement" else ADD_CIRCUMSTANCE
