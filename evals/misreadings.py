"""Where the reading of a labelled question is not what its writer says that it means, counted by kind of mistake.

Two readings are held against each label: the one that people get, and that of the patterns alone. The classifiers have
learned from these very questions, so the first is better here than on a new one; the second tells what they make up for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from assistant.conversation import Selection
from assistant.corpus.loader import load_corpus
from assistant.corpus.model import Scheme
from assistant.settings import Settings
from assistant.understanding.intents import Intent, find_intents
from assistant.understanding.labelled import Ask, Labelled, read_labelled
from assistant.understanding.learned import learned
from assistant.understanding.lexicon import Lexicon, lexicons
from assistant.understanding.opinion import Opinion
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import Reader
from assistant.understanding.statement_linking import statement_hits
from assistant.understanding.text import prepare
from evals.progress import progress
from evals.stages import check_choice

Mistake = Literal[
    "item missed",
    "wrong item",
    "fact missed",
    "wrong fact",
    "wrong polarity",
    "scheme",
    "plan",
    "type or rank",
    "amount",
    "intent",
]
MISTAKES: tuple[Mistake, ...] = get_args(Mistake)
_MOST_IDS = 8
_INTENTS: Mapping[Ask, tuple[Intent, ...]] = {
    "verdict": ("coverage", "compare"),
    "payout": ("payout", "sum"),
    "premium": ("premium",),
    "limit": ("limit",),
    "deductible": ("deductible",),
    "deadline": ("deadline",),
    "offers": ("choose", "premium", "limit"),
    "compare": ("compare", "difference", "coverage"),
}
# Writers label the costs that are asked about; a message of another kind may name one all the same.
_ITEMS_LABELLED: tuple[Ask, ...] = ("verdict", "compare", "payout", "outside")


@dataclass(frozen=True, slots=True)
class Misreading:
    """One mistake in the reading of one question; `ident` is the fact, cost, plan, dimension or kind concerned."""

    label: Labelled
    mistake: Mistake
    ident: str


def misreadings(label: Labelled, q: Query, schemes: Mapping[str, Scheme]) -> Iterator[Misreading]:
    """What a reading of a labelled question gets wrong; a label without scheme says nothing but what is asked."""
    wanted = _INTENTS.get(label.ask)
    if wanted and not q.wants(*wanted):
        yield Misreading(label, "intent", label.ask)
    if label.scheme is None:
        return
    r = next((x for x in q.readings if x.scheme == label.scheme), None)
    if r is None or len(q.readings) > 1:
        yield Misreading(label, "scheme", label.scheme)
    if r is not None:
        scheme = schemes[label.scheme]
        for mistake, ident in (*_facts(label, r), *_items(label, r, scheme), *_slots(label, r, scheme)):
            yield Misreading(label, mistake, ident)


def _facts(label: Labelled, r: SchemeReading) -> Iterator[tuple[Mistake, str]]:
    for fact, truth in label.facts.items():
        if truth is not None and r.facts.get(fact) is None:
            yield "fact missed", fact
        elif fact in r.facts and r.facts[fact] is not truth:
            yield "wrong polarity", fact
    for fact, truth in r.facts.items():
        if truth is not None and fact not in label.facts:
            yield "wrong fact", fact


def _items(label: Labelled, r: SchemeReading, scheme: Scheme) -> Iterator[tuple[Mistake, str]]:
    for item in label.items:
        if item not in r.items:
            yield "item missed", item
    if label.ask in _ITEMS_LABELLED:
        for item in r.items:
            # A whole section stands for a loss that was not named.
            if item not in label.items and not scheme.stands_for_section(item):
                yield "wrong item", item


def _slots(label: Labelled, r: SchemeReading, scheme: Scheme) -> Iterator[tuple[Mistake, str]]:
    # A plan may follow from the type that is named; only what the words name is held against the label.
    read = _named({*(r.plans if r.plans_from == "text" else ()), *r.riders}, scheme)
    for plan in sorted(read ^ _named(set(label.plans), scheme)):
        if plan not in label.plans or plan not in r.plans:
            yield "plan", plan
    for dimension in sorted({*r.choices, *label.choices}):
        value = label.choices.get(dimension, ())
        values = {value} if isinstance(value, str) else set(value)
        if values != set(r.choices.get(dimension, ())):
            yield "type or rank", dimension
    for item, amount in label.items.items():
        if item in r.items and amount not in ({c.yen for c in r.costs if c.item == item} or {None}):
            yield "amount", item


def _named(plans: set[str], scheme: Scheme) -> set[str]:
    """Plans and options, without the plans where all that are offered are named: that is to name none."""
    offered = {plan for plan, x in scheme.plans.items() if x.offered}
    return plans - offered if offered <= plans and len(offered) > 1 else plans


class Readings:
    """Reads labelled questions, each with its scheme selected; the other schemes are read where one of them is named."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._words = lexicons(schemes)
        self._all = _reader(schemes, self._words)
        self._one = {i: _reader({i: scheme}, {i: self._words[i]}) for i, scheme in schemes.items()}

    def of(self, label: Labelled) -> tuple[Query, Query]:
        """The question as people get it read, and as the patterns alone read it."""
        text = prepare(label.text, label.lang).text
        named = any(words.names_scheme(text) for i, words in self._words.items() if i != label.scheme)
        reader = self._all if label.scheme is None or named else self._one[label.scheme]
        q = reader.read([label.text], Selection(label.scheme), label.lang)
        alone = tuple(reader.in_scheme(r.scheme, q.message) for r in q.readings)
        return q, replace(q, intents=find_intents(q.message.text), readings=alone)


def _reader(schemes: Mapping[str, Scheme], words: Mapping[str, Lexicon]) -> Reader:
    known = learned()
    hits = {i: statement_hits(scheme) for i, scheme in schemes.items()}
    return Reader(schemes, words, Opinion(schemes, known, hits.__getitem__) if known else None)


def labelled_of(settings: Settings, listed: str | None = None) -> Iterator[str]:
    """Hold all labelled questions against their labels and tell the mistakes, with the questions of one if asked.

    Raises:
        AssistantError: the corpus, a label or the mistake to list cannot be used.
    """
    check_choice(listed, MISTAKES)
    schemes = load_corpus(settings.corpus_dir).schemes
    labels = read_labelled(settings.corpus_dir / "questions", schemes)
    readings = Readings(schemes)
    found: list[Misreading] = []
    alone: list[Misreading] = []
    with progress(len(labels)) as tell:
        for label in labels:
            q, patterns = readings.of(label)
            found += misreadings(label, q, schemes)
            alone += misreadings(label, patterns, schemes)
            tell.advance()
    yield from mistake_table(found, alone, labels)
    if listed is not None:
        yield from mistake_details(x for x in found if listed in ("all", x.mistake))


def mistake_table(
    found: Sequence[Misreading], alone: Sequence[Misreading], labels: Sequence[Labelled]
) -> Iterator[str]:
    """How often each mistake is made, by language and writer, by the patterns alone, and the ids most concerned."""
    groups = [*sorted({x.lang for x in labels}), *sorted({x.writer for x in labels})]
    width = max(map(len, MISTAKES))
    yield f"{'':{width}}{'all':>7}" + "".join(f"{group:>7}" for group in groups) + f"{'patterns alone':>16}"
    counts, patterns = _counted(found), _counted(alone)
    for mistake in MISTAKES:
        cells = "".join(f"{counts[mistake, group]:7}" for group in groups)
        yield f"{mistake:{width}}{counts[mistake, '']:7}{cells}{patterns[mistake, '']:16}"
    asked = Counter(group for x in labels for group in (x.lang, x.writer))
    yield f"{'questions':{width}}{len(labels):7}" + "".join(f"{asked[group]:7}" for group in groups)
    ids: dict[Mistake, Counter[str]] = defaultdict(Counter)
    for x in found:
        ids[x.mistake][x.ident] += 1
    for mistake in MISTAKES:
        if ids[mistake]:
            yield f"{mistake}: " + ", ".join(f"{ident} {n}" for ident, n in ids[mistake].most_common(_MOST_IDS))
    yield "The classifiers learned from these questions: of new ones, more are read wrongly."


def mistake_details(found: Iterable[Misreading]) -> Iterator[str]:
    """Each mistake with its question."""
    for x in found:
        yield f"{x.label.writer}:{x.label.line} {x.mistake} {x.ident}: {x.label.text}"


def _counted(found: Iterable[Misreading]) -> Counter[tuple[str, str]]:
    return Counter((x.mistake, group) for x in found for group in ("", x.label.lang, x.label.writer))
