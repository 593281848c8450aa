"""Link a query to what may answer it: statements, printed cases, and the cost whose examples are nearest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock

from assistant.answer import Language
from assistant.answering.asked import asks_for_cost
from assistant.answering.cases import adds_up
from assistant.corpus.loader import Corpus
from assistant.corpus.model import Scheme
from assistant.derived.shelf import NOWHERE, Shelf
from assistant.understanding.amounts import the_cost
from assistant.understanding.linking import Link, Linker, PatternHits
from assistant.understanding.linking_tables import Linkable, Tables
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.statement_linking import statement_hits, statement_linker
from assistant.understanding.text import prepare

# How sure a link must be. Set on questions written for that purpose, not on those of the evaluation.
STATEMENT_LIKELY = 0.42
STATEMENT_FLOOR = 0.34
FURTHER_SURE = 0.70
NAMED_SCORE, NAMED_LIKELY = 1.0, 0.5  # score and probability of a statement that no pattern names
ITEM_SURE = 0.60
ITEM_MARGIN = 0.10
ITEM_LIKELY = 0.30

# How far what was learned moves a link: nothing at `EVEN`, down for what is unlikely. By cross-validation over writers:
# the right statement first for 85% of labelled questions, 78% without.
CANDIDATES = 12
LEARNED_WEIGHT, EVEN, LEAST = 0.14, 0.05, 1e-4


class Links:
    """Links queries to statements and costs; built once, used by all threads."""

    def __init__(self, corpus: Corpus, hits: Mapping[str, PatternHits] | None = None, shelf: Shelf = NOWHERE) -> None:
        self._schemes, self._shelf = corpus.schemes, shelf
        self._hits = hits or {i: statement_hits(s) for i, s in corpus.schemes.items()}
        self._linkers: dict[tuple[str, str], Linker] = {}
        self._item_linkers: dict[str, Linker] = {}
        self._lock = Lock()

    def warm(self) -> None:
        """Build all that is built at first use."""
        for scheme in self._schemes:
            self.linker(scheme, "ja")
            self.linker(scheme, "en")
            self.item_linker(scheme)

    def hits(self, scheme: str, text: str) -> frozenset[str]:
        """The statements of a scheme with a pattern that a prepared text matches."""
        return self._hits[scheme].of(text)

    def linker(self, scheme: str, language: Language) -> Linker:
        """The linker over a scheme's statements, built at its first use."""
        with self._lock:
            key = (scheme, language)
            if key not in self._linkers:
                self._linkers[key] = statement_linker(self._schemes[scheme], language, self._hits[scheme], self._shelf)
            return self._linkers[key]

    def item_linker(self, scheme: str) -> Linker:
        """The linker over a scheme's costs and losses by their example messages, built at its first use."""
        with self._lock:
            if scheme not in self._item_linkers:
                said = {
                    ident: item.words.utterances
                    for ident, item in self._schemes[scheme].items.items()
                    if item.words.utterances and not item.general
                }
                tables = Tables.kept(
                    self._shelf,
                    f"items-{scheme}",
                    lambda: [Linkable(i, tuple(prepare(u).text for u in us), "") for i, us in said.items()],
                )
                self._item_linkers[scheme] = Linker([Linkable(i, (), "") for i in said], tables=tables)
            return self._item_linkers[scheme]

    def named(self, q: Query, r: SchemeReading, least: float) -> str | None:
        """The statement that the message alone surely asks for, whatever was said before it; None where none is sure.

        `least` is the score that a statement whose pattern is found must have.
        """
        best = next(iter(self.links(replace(q, followup=False), r)), None)
        if best is None:
            return None
        likely = r.likely.get("ask:statement", 0.0), r.likely.get(f"{r.scheme}:{best.id}", 0.0)
        sure = (best.pattern and best.score >= least) or best.score >= NAMED_SCORE or min(likely) >= NAMED_LIKELY
        return best.id if sure else None

    def links(self, q: Query, r: SchemeReading) -> list[Link]:
        """Statements that the message may be about, best first; a follow-up is read with what it follows."""
        linker = self.linker(r.scheme, q.message.language)
        text = q.message.text if not q.followup else prepare(q.topic).text
        found = linker.link(text, CANDIDATES)
        if q.followup or not r.likely:
            return found
        weighed = [_weighed(x, r.likely.get(f"{r.scheme}:{x.id}", 0.0)) for x in found]
        return sorted(weighed, key=lambda x: (-x.score, x.id))

    def further(self, q: Query, r: SchemeReading, first: str) -> tuple[str, ...]:
        """Further statements that a message asks for in a sentence of its own, when the first is one of several."""
        m = q.message
        asking = [m.text[s.start : s.end] for s in m.sentences if s.asks]
        if len(asking) < 2 or q.followup:
            return ()
        linker = self.linker(r.scheme, m.language)
        found: list[str] = []
        for part in asking:
            best = next(iter(linker.link(part, 1)), None)
            if best is not None and best.pattern and best.score >= FURTHER_SURE and best.id != first:
                found.append(best.id)
        return tuple(dict.fromkeys(found))[:2]

    def guess_item(self, q: Query, r: SchemeReading, scheme: Scheme) -> tuple[SchemeReading, tuple[str, ...]]:
        """Where a cost is asked about in words that no pattern knows: the cost whose examples are clearly nearest.

        Otherwise the nearest few, so that the person can be asked which one is meant.
        """
        about = q.wants("coverage", "payout", "compare") and any(v is not None for v in r.facts.values())
        if r.items or not about or not asks_for_cost(q, r):
            return r, ()
        found = self.item_linker(scheme.scheme).link(r.bare or q.message.text, 3)
        near = tuple(x.id for x in found if x.score >= ITEM_LIKELY)
        margin = found[0].score - found[1].score if len(found) > 1 else ITEM_SURE
        if found and found[0].score >= ITEM_SURE and margin >= ITEM_MARGIN:
            costs = the_cost(found[0].id, q.message, q.figures, scheme)
            return replace(r, items=(found[0].id,), costs=costs), ()
        return r, near


def printed_case(links: Sequence[Link], scheme: Scheme, text: str) -> Link | None:
    """The likeliest of the cases that the brochure tells."""
    found = [x for x in links if scheme.statements[x.id].kind == "example"]
    if adds_up(text):
        # Several are to be added up: what lists them all.
        found.sort(key=lambda x: len(scheme.statements[x.id].figures) < 2)
    return next((x for x in found if x.score >= (STATEMENT_FLOOR if x.pattern else STATEMENT_LIKELY)), None)


def _weighed(link: Link, probability: float) -> Link:
    """A link with what the classifiers think of it."""
    return replace(link, score=round(link.score + LEARNED_WEIGHT * math.log((probability + LEAST) / EVEN), 6))
