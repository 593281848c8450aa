"""A model's reading of a message, checked: what is no concept of the scheme, or does not stand in the message, is dropped.

The check has three steps, for each thing that the model says:

1. Its id must be one of the scheme, and the words that it quotes must stand in the message.
2. An amount must be one that the message contains.
3. It must be possible. A fact, a cost or a kind of question needs a second witness: the classifiers that ship with the
   package (or, where a scheme has nothing labelled, nearness to the concept's example messages) must hold it possible,
   at a third of the probability that they need to add it on their own. A plan, type, rank, option or scheme must be
   named by the quoted words, spelling errors allowed.

So a model that invents finds no witness, and one that understands well tips what is in doubt. A reading of which less
than half stands up to this is dropped whole: who is mostly wrong is not believed about the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from threading import Lock

from assistant.corpus.model import Scheme, Text
from assistant.generation.reply import ModelReading, SaidChoice
from assistant.understanding.features import text_features, with_found
from assistant.understanding.found import found_in
from assistant.understanding.intents import Intent
from assistant.understanding.learned import Learned
from assistant.understanding.lexicon import find_choices
from assistant.understanding.linking import Linker, PatternHits
from assistant.understanding.linking_tables import Linkable
from assistant.understanding.opinion import ADD_CIRCUMSTANCE, ADD_DENIAL, ADD_FACT, ADD_ITEM, ADD_REQUIREMENT
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.text import prepare

POSSIBLE = 1 / 3  # of the probability that the classifiers alone would need
NEAR = 0.30  # similarity to example messages, where there are no classifiers
ALIKE = 0.75  # likeness of words to a name, 1 for the same
FEWEST_LETTERS = 2
FEWEST_CLAIMS = 3  # of so many things said, at least half must stand up
_ADDS = {"peril": ADD_FACT, "circumstance": ADD_CIRCUMSTANCE, "requirement": ADD_REQUIREMENT}
_ASKS: Mapping[str, Intent] = {
    "coverage": "coverage",
    "payout": "payout",
    "premium": "premium",
    "limit": "limit",
    "deductible": "deductible",
}


@dataclass(frozen=True, slots=True)
class Second:
    """What is left of a model's reading in the terms of one scheme. `yen` maps costs to amounts in whole yen."""

    scheme: str
    named: bool = False
    plans: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    riders: tuple[str, ...] = ()
    facts: Mapping[str, bool] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    yen: Mapping[str, int] = field(default_factory=dict)
    residents: int | None = None
    intents: tuple[Intent, ...] = ()


class Checker:
    """Checks readings; built once, used by all threads."""

    def __init__(self, schemes: Mapping[str, Scheme], learned: Learned | None, hits: Mapping[str, PatternHits]) -> None:
        self._schemes, self._learned, self._hits = schemes, learned, hits
        self._linkers: dict[str, Linker] = {}
        self._lock = Lock()

    def check(self, reply: ModelReading, q: Query) -> tuple[Second, ...]:
        """What of a reply may count, for each scheme that the query is read in; nothing where most of it is wrong."""
        seconds = tuple(self._one(reply, q, r) for r in q.readings)
        claimed = {x.id for said in (reply.plans, reply.choices, reply.riders, reply.facts, reply.items) for x in said}
        held = {i for s in seconds for i in (*s.plans, *s.riders, *s.facts, *s.items, *sum(s.choices.values(), ()))}
        trusted = len(claimed) < FEWEST_CLAIMS or 2 * len(held & claimed) >= len(claimed)
        return seconds if trusted else tuple(Second(r.scheme) for r in q.readings)

    def _one(self, reply: ModelReading, q: Query, r: SchemeReading) -> Second:
        scheme = self._schemes[r.scheme]
        possible = self._possible(q, r)
        facts: dict[str, bool] = {}
        denied = {x.id for x in reply.facts if not x.holds}
        in_doubt = denied & {x.id for x in reply.facts if x.holds}
        for fact in reply.facts:
            known = scheme.facts.get(fact.id)
            if known is None or fact.id in in_doubt or not _stands(fact.words, q):
                continue
            needed = POSSIBLE * (_ADDS[known.kind] if fact.holds else ADD_DENIAL)
            if possible.get(("+" if fact.holds else "-") + fact.id, 0.0) >= needed:
                facts[fact.id] = fact.holds
        items = [
            x
            for x in reply.items
            if x.id in scheme.items
            and _stands(x.words, q)
            and possible.get(f"item:{x.id}", 0.0) >= POSSIBLE * ADD_ITEM
            and not scheme.stands_for_section(x.id)
        ]
        stated = {a.value for a in q.figures.amounts if a.value > 0 and not a.too_large}
        heads = {c.value for c in (*q.figures.counts, *q.figures.bare) if c.unit in ("resident", "person", "none")}
        return Second(
            r.scheme,
            named=bool(
                reply.scheme and reply.scheme.id == r.scheme and _names(reply.scheme, q, (scheme.name, scheme.short))
            ),
            plans=_unique(
                x.id
                for x in reply.plans
                if x.id in scheme.plans and _names(x, q, _plan_names(scheme, x.id), scheme.plans[x.id].words.aliases)
            ),
            choices=_choices(reply.choices, q, scheme, r.plans),
            riders=_unique(
                x.id
                for x in reply.riders
                if x.id in scheme.riders
                and _names(x, q, (scheme.riders[x.id].name,), scheme.riders[x.id].words.aliases)
            ),
            facts=facts,
            items=_unique(x.id for x in items),
            yen={
                x.id: x.yen for x in items if x.yen in stated and x.yen is not None and scheme.items[x.id].unit is None
            },
            residents=reply.residents if reply.residents in heads else None,
            intents=_unique(_ASKS[x] for x in reply.asks if x in _ASKS and possible.get(_head(x), 0.0) >= POSSIBLE / 2),
        )

    def _possible(self, q: Query, r: SchemeReading) -> Mapping[str, float]:
        """How possible each fact, denial, cost and kind of question is, by those who did not hear the model."""
        if self._learned is not None and r.scheme in self._learned.families:
            found = found_in(q.intents, q.figures, r, self._hits[r.scheme].of(q.message.text))
            return self._learned.likely(with_found(text_features(q.message), found))
        near = {x.id for x in self._linker(r.scheme).link(q.message.text, 3) if x.score >= NEAR}
        return {ident: 1.0 for ident in near}

    def _linker(self, scheme: str) -> Linker:
        with self._lock:
            if scheme not in self._linkers:
                known = self._schemes[scheme]
                said = [
                    *((f"+{i}", f.words, f.name) for i, f in known.facts.items()),
                    *((f"item:{i}", x.words, x.name) for i, x in known.items.items()),
                ]
                self._linkers[scheme] = Linker(
                    [
                        Linkable(i, tuple(prepare(t).text for t in (*w.utterances, *w.aliases, n.ja, n.en)), "")
                        for i, w, n in said
                    ]
                )
            return self._linkers[scheme]


def _stands(words: str, q: Query) -> bool:
    """Whether words stand in the message, in whatever width and case."""
    text = prepare(words).text if words else ""
    return len(text) >= FEWEST_LETTERS and text in q.message.text


def _names(said: SaidChoice, q: Query, names: Iterable[Text], aliases: Iterable[str] = ()) -> bool:
    """Whether quoted words stand in the message and name the thing, spelling errors allowed."""
    if not _stands(said.words, q):
        return False
    words = prepare(said.words).text
    known = {prepare(n).text for text in names for n in (text.ja, text.en)} | {prepare(a).text for a in aliases}
    return any(
        name and (name in words or SequenceMatcher(None, words, name, autojunk=False).ratio() >= ALIKE)
        for name in known
    )


def _plan_names(scheme: Scheme, plan: str) -> tuple[Text, ...]:
    found = scheme.plans[plan]
    return (found.name, found.short) if found.short else (found.name,)


def _choices(
    said: Iterable[SaidChoice], q: Query, scheme: Scheme, plans: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Types, ranks and sets whose label the quoted words hold."""
    found: dict[str, tuple[str, ...]] = {}
    for choice in said:
        if not _stands(choice.words, q):
            continue
        for ident, dimension in scheme.dimensions.items():
            if choice.id not in dimension.values:
                continue
            read = find_choices(scheme, prepare(f"{dimension.name.en} {choice.words}").text, plans)
            if any(c.dimension == ident and c.value == choice.id for c in read):
                found[ident] = _unique((*found.get(ident, ()), choice.id))
    return found


def _head(ask: str) -> str:
    return "ask:verdict" if ask == "coverage" else f"ask:{ask}"


def _unique(values: Iterable[Intent] | Iterable[str]) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(values))
