"""The one door that the page, the API and the command line call: wires corpus, understanding, rules and retrieval."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from assistant.answer import Answer, Language, OwnPassage
from assistant.answering.beside import Further, with_further
from assistant.answering.between import asks_gap, write_gap
from assistant.answering.engine import Answerer
from assistant.answering.grounds import SectionKey, grounds_of
from assistant.answering.parts import NAMED_SURE, Part, asks_figure, each_answered, leans, names, names_plan, shared
from assistant.conversation import Selection, Turn
from assistant.corpus.brochure import Section
from assistant.corpus.kept import open_corpus, shelf_of
from assistant.corpus.loader import Corpus
from assistant.corpus.model import PremiumRate, Scheme
from assistant.corpus.narrowing import EVERYTHING, Narrowed, narrow
from assistant.corpus.sighting import PATTERNS
from assistant.derived.expressions import expressions
from assistant.derived.shelf import NOWHERE, Shelf
from assistant.documents.evidence import beside, with_own
from assistant.documents.library import FOLDER, Library, OwnHit
from assistant.errors import AmountError, AssistantError, InputError, MessageTooLongError, UnknownChoiceError
from assistant.keeping import KeptAnswers, key_of
from assistant.operations import Operations
from assistant.rules.deadline import is_working_day
from assistant.rules.premium import types_of
from assistant.settings import Settings
from assistant.stages import Stages
from assistant.understanding.learned import learned
from assistant.understanding.lexicon import lexicons
from assistant.understanding.opinion import Opinion
from assistant.understanding.query import Query
from assistant.understanding.reading import Reader
from assistant.understanding.requests import Request, requests_of
from assistant.understanding.statement_linking import statement_hits

if TYPE_CHECKING:
    from assistant.generation import Helper
    from assistant.guardrail import Guardrail, Verification
    from assistant.retrieval import Hit, Retrieval

MAX_TURNS = 40
_SEARCHED = 2_000
"""Characters of a message that are searched with."""
_BRIDGED = 60
"""Restated sections whose originals are looked for in a person's own documents."""
ProgressLine = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """A plan as the page offers it."""

    id: str
    name: Mapping[str, str]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeInfo:
    """A scheme as the page offers it: plans, types, ranks, whom to ask, example questions by language."""

    id: str
    name: Mapping[str, str]
    plans: tuple[PlanInfo, ...]
    type_label: Mapping[str, str] | None
    ranks: tuple[str, ...]
    rank_label: Mapping[str, str] | None
    residents: bool
    agency: Mapping[str, str]
    agency_phone: str | None
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Assistant:
    """Answers questions about the schemes of a corpus. Safe to use from several threads."""

    def __init__(self, corpus: Corpus, open_retrieval: Callable[[], Retrieval], shelf: Shelf = NOWHERE) -> None:
        """Answer over this corpus; what is derived from it alone is kept on the `shelf` for the next start."""
        self.corpus = corpus
        self._shelf = shelf
        self._open_retrieval = open_retrieval
        self._retrieval: Retrieval | None = None
        self._guardrail: Guardrail | None = None
        self._lock = Lock()
        self.hits = hits = {i: statement_hits(scheme) for i, scheme in corpus.schemes.items()}
        self.helper: Helper | None = None
        self.library: Library | None = None
        self.stages = Stages()
        self.kept = KeptAnswers(0)
        known = learned()
        opinion = Opinion(corpus.schemes, known, hits.__getitem__) if known else None
        self._reader = Reader(corpus.schemes, lexicons(corpus.schemes), opinion)
        self._answerer = Answerer(corpus, self._sections, hits, shelf)
        self.operations = Operations(corpus, self._answerer, self._grounded_sections, self._with_own)

    @classmethod
    def open(cls, settings: Settings, progress: ProgressLine | None = None, *, lazy: bool = False) -> Assistant:
        """Load the corpus and open the index, building it where there is none.

        With `lazy` the index is opened at the first question that needs it.

        Raises:
            CorpusError: a file of the corpus is broken.
            RetrievalError: the index cannot be built.
        """
        tell = progress or (lambda line: None)
        tell("Reading the schemes and their rules …")
        shelf = shelf_of(settings.data_dir, settings.corpus_dir)
        expressions.load(shelf)
        PATTERNS.load(shelf)
        corpus = open_corpus(settings.corpus_dir, shelf)

        def opener() -> Retrieval:
            from assistant.retrieval import Retrieval

            told = -1

            def on_build(done: int, total: int) -> None:
                nonlocal told
                percent = done * 100 // max(1, total)
                if percent // 20 > told:
                    told = percent // 20
                    tell(f"Building the search index: {done} of {total} passages ({percent}%)")

            return Retrieval.open(
                corpus.sections,
                settings.data_dir,
                settings.embedding,
                on_build,
                settings.chroma_url,
                settings.reranker,
            )

        assistant = cls(corpus, opener, shelf)
        PATTERNS.save(shelf)
        expressions.save(shelf)
        assistant.library = Library(settings.data_dir / FOLDER, corpus.sections, settings.embedding)
        assistant.max_chars = settings.max_question_chars
        assistant.kept = KeptAnswers(settings.kept_answers_mb)
        if settings.model is not None:
            from assistant.generation import open_helper

            assistant.helper = open_helper(settings, corpus.schemes, assistant.hits)
        if not lazy:
            assistant.retrieval()
            assistant.warm()
            if assistant.helper is not None:
                assistant.helper.warm()
        return assistant

    def warm(self) -> None:
        """Build all that is built at first use, by answering an example of each scheme in each language; about a second."""
        self._answerer.warm()
        is_working_day(dt.date.today())
        for scheme in self.catalogue():
            for questions in scheme.examples.values():
                for question in questions[:2]:
                    self._answerer.answer(self._reader.read([question], Selection(scheme.id), None), dt.date.today())
        PATTERNS.save(self._shelf)
        expressions.save(self._shelf)

    max_chars: int = 20_000

    def retrieval(self) -> Retrieval:
        """The opened index."""
        with self._lock:
            if self._retrieval is None:
                self._retrieval = self._open_retrieval()
            return self._retrieval

    def index_built(self) -> float | None:
        """When the index that is open was built, in seconds since 1970; None where none is open yet or nobody knows."""
        return self._retrieval.built if self._retrieval is not None else None

    def ask(
        self,
        question: str,
        *,
        selection: Selection | None = None,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        today: dt.date | None = None,
    ) -> Answer:
        """Answer one question in the light of the conversation and of what was selected.

        With a language model this waits for it, at most as long as `ASSISTANT_MODEL_TIMEOUT`; see `answers`.

        Raises:
            InputError: the question is empty.
            MessageTooLongError: the question is longer than is read.
            UnknownChoiceError: a selected scheme, plan, type or rank does not exist.
        """
        *_, last = self.answers(question, selection=selection, history=history, language=language, today=today)
        return last

    def answers(
        self,
        question: str,
        *,
        selection: Selection | None = None,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        today: dt.date | None = None,
    ) -> Iterator[Answer]:
        """The computed answer at once; then, where a language model is set and made it better, the one that replaces it.

        Raises, with the first answer:
            InputError: the question is empty.
            MessageTooLongError: the question is longer than is read.
            UnknownChoiceError: a selected scheme, plan, type or rank does not exist.
        """
        asked = self._answers(question, selection, history, language, today)
        scheme = selection.scheme if selection else None
        return (self._with_own(answer, question, scheme) for answer in asked)

    def known(
        self,
        question: str,
        *,
        selection: Selection | None = None,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        today: dt.date | None = None,
    ) -> Answer | None:
        """The answer to what was asked before, found without waiting for anything.

        None where it has to be computed or refused, or where the person's own documents have to be looked at.
        """
        if self.library is not None and not self.library.empty():
            return None
        key = self._key(question, _said(history), selection or Selection(), language, today or dt.date.today())
        return self._kept(key) if key is not None else None

    def _answers(
        self,
        question: str,
        selection: Selection | None,
        history: Sequence[Turn],
        language: Language | None,
        today: dt.date | None,
    ) -> Iterator[Answer]:
        """The answers as the rules and, where one is set, a model give them, without the person's own documents."""
        picked = self._checked(selection or Selection())
        if not question.strip():
            raise InputError("The question is empty. Please type what you would like to know.", field="question")
        if len(question) > self.max_chars:
            raise MessageTooLongError(
                f"The question has {len(question):,} characters; at most {self.max_chars:,} are read. Please shorten it.",
                field="question",
            )
        turns = _said(history)
        day = today or dt.date.today()
        key = self._key(question, turns, picked, language, day)
        known = self._kept(key) if key is not None else None
        if known is not None:
            yield known
            return
        lapses = self._lapses()

        def again(message: str) -> Answer:
            return self._answerer.answer(self._reader.read([*turns, message], picked, language), day)

        with self.stages.of("understanding"):
            query = self._reader.read([*turns, question], picked, language)
        requests = requests_of(query.message, query.intents, follows=bool(turns))
        further = [
            self._further([*turns, question, x.words], picked, query.message.language, day)
            for x in requests
            if not x.corrects
        ]

        def whole(q: Query) -> Answer:
            """The answer to a query, with what else the message asks below it."""
            beside = further if q is query else [self._as_read(x, q, day) for x in further]
            found = with_further(self._answerer, q, self._answerer.answer(q, day), beside)
            parts = self._parts(requests, turns, picked, q, day)
            return each_answered(self._answerer, q, found, parts) or found

        with self.stages.of("answering"):
            first = self._between(turns, picked, query, whole(query), day)
        if key is not None and self._lapses() == lapses:
            self.kept.keep(key, first)
        yield first
        if self.helper is not None:
            with self.stages.of("model"):
                better = self.helper.improve(query, first, history=history, compute=whole, again=again)
            if better != first:
                yield better

    def alike(self, texts: Sequence[str]) -> list[list[int]]:
        """The places of texts that are alike, in the order of the first of each group."""
        return self.retrieval().alike(texts)

    def _kept(self, key: bytes) -> Answer | None:
        started = time.perf_counter()
        answer = self.kept.get(key)
        if answer is not None:
            self.stages.tell("kept", time.perf_counter() - started)
        return answer

    def _key(
        self, question: str, turns: Sequence[str], selection: Selection, language: Language | None, day: dt.date
    ) -> bytes | None:
        """Under what an answer is kept; None where none is: a model may word the same answer otherwise tomorrow."""
        keeps = self.kept.on and self.helper is None
        return key_of(question, turns, selection, language, day) if keeps else None

    def _lapses(self) -> int:
        """How often a search so far had to do without a part of the index; what was answered meanwhile is not kept."""
        return self._retrieval.lapses if self._retrieval is not None else 0

    def _between(self, turns: Sequence[str], selection: Selection, q: Query, first: Answer, day: dt.date) -> Answer:
        """The answer, or the difference between two turns where a follow-up asks for that."""
        alone = asks_gap(q)
        if not (turns and (alone or (q.followup and q.wants("difference")))):
            return first

        def at(upto: Sequence[str]) -> Answer:
            return self._answerer.answer(self._reader.read(upto, selection, q.message.language), day)

        try:
            found = write_gap(first, at(turns[:-1]), at(turns)) if alone and len(turns) > 1 else None
            return found or write_gap(first, at(turns), first) or first
        except AmountError:  # a turn before told what cannot be; this one need not
            return first

    def _further(self, turns: Sequence[str], selection: Selection, language: Language, day: dt.date) -> Further:
        """One request of the message before the last, read in its light but asked on its own."""
        read = self._reader.read(turns, selection, language)
        query = replace(read, followup=False, topic=read.message.text)
        return Further(query, self._answerer.answer(query, day), self._reader.names_subject(query), read.followup)

    def _parts(
        self, requests: Sequence[Request], turns: Sequence[str], selection: Selection, whole: Query, day: dt.date
    ) -> list[Part]:
        """The requests of the `whole` message, each read without what else is asked in it."""
        language = whole.message.language
        alone = [self._reader.read([x.words], Selection(scheme=selection.scheme), language) for x in requests]
        parts: list[Part] = []
        for i, (request, words) in enumerate(zip(requests, alone, strict=True)):
            figure = asks_figure(words, self.corpus.schemes)
            # "Is the repair paid? Under either plan?": what was asked just before is asked on.
            goes_on = (
                i > 0
                and not requests[i - 1].corrects
                and (leans(words) or (not figure and not names(words) and names(parts[-1].query)))
            )
            said = (
                self._answerer.answer(shared(words, words, whole, incident=False), day)
                if leans(words) and not names_plan(words)
                else None
            )
            if said is not None and self._answerer.names_statement(words, NAMED_SURE, said):
                parts.append(Part(words, said, words))
                continue
            if request.corrects:
                query = self._reader.read([*turns, request.words], selection, language)
            elif goes_on:
                query = self._reader.read([*turns, requests[i - 1].told, request.words], selection, language)
            else:
                told = [request.words] if figure else [*turns, request.told]
                query = shared(self._reader.read(told, selection, language), words, whole, incident=not figure)
            parts.append(Part(query, self._answerer.answer(query, day), words, corrects=request.corrects))
        return parts

    def _as_read(self, further: Further, whole: Query, day: dt.date) -> Further:
        """A further request with the plans that a model read in the whole message, where its own words name none."""
        plans = {r.scheme: r.plans for r in whole.readings}
        readings = tuple(r if r.plans else replace(r, plans=plans.get(r.scheme, ())) for r in further.query.readings)
        if readings == further.query.readings:
            return further
        query = replace(further.query, readings=readings)
        return replace(further, query=query, answer=self._answerer.answer(query, day))

    def verify(
        self,
        draft: str,
        question: str,
        *,
        selection: Selection | None = None,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        today: dt.date | None = None,
    ) -> Verification:
        """Judge a text that somebody wrote as an answer: does it say what the rules compute, no more and no less?

        Raises what `ask` raises.
        """
        answer = next(self._answers(question, selection, history, language, today))
        told = "\n".join([*(t.content for t in history if t.role == "user"), question])
        return self.guardrail().verify(draft, answer, told)

    def guardrail(self) -> Guardrail:
        """The guardrail over the schemes of this corpus."""
        with self._lock:
            if self._guardrail is None:
                from assistant.guardrail import Guardrail

                self._guardrail = Guardrail(self.corpus.schemes)
            return self._guardrail

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        scheme: str | None = None,
        language: Language | None = None,
        plan: str | None = None,
        document: str | None = None,
        edition: str | None = None,
    ) -> tuple[Hit, ...]:
        """Passages for a query, best first: by words, by meaning, and by what the rules rest on that answer it.

        Of all brochures, or of what concerns a plan, a document or an edition.

        Raises:
            UnknownChoiceError: the scheme, plan, document or edition does not exist.
        """
        self._checked(Selection(scheme))
        narrowed = narrow(self.corpus.schemes, scheme, plan=plan, document=document, edition=edition)
        return self._search(query, scheme, language, k, narrowed)

    def _search(
        self, query: str, scheme: str | None, language: Language | None, k: int, narrowed: Narrowed
    ) -> tuple[Hit, ...]:
        grounds = self.grounds(query, scheme, language)
        return tuple(self.retrieval().search(query, k, scheme, language, grounds=grounds, narrowed=narrowed))

    def grounds(self, query: str, scheme: str | None, language: Language | None) -> dict[SectionKey, float]:
        """How strongly each section is grounded in how a query is read and answered, 0 to 1; see `grounds_of`."""
        if not query.strip():
            return {}
        read = self._reader.read([query[:_SEARCHED]], Selection(scheme), language)
        return grounds_of(read, self._answerer.answer(read, dt.date.today()), self.corpus.schemes)

    def own(self, document: str, section: str) -> tuple[OwnPassage, ...]:
        """What the person's own documents say where a section is cited, the likeliest first; nothing where there is none."""
        try:
            return beside(self.library, document, section) if self.library is not None else ()
        except AssistantError:
            return ()

    def search_own(
        self, query: str, *, k: int = 5, scheme: str | None = None, language: Language | None = None
    ) -> tuple[OwnHit, ...]:
        """Passages of the person's own documents, best first; what is found of a restated section counts for its original.

        Raises:
            RetrievalError: they cannot be searched.
        """
        if self.library is None or not self.library.entries():
            return ()
        known = self.search(query, k=_BRIDGED, scheme=scheme, language=language)
        restated = {(hit.passage.document, hit.passage.section): hit.score for hit in known}
        return tuple(self.library.search(query, k, scheme, language, restated))

    def catalogue(self) -> list[SchemeInfo]:
        """The schemes with what can be selected of each."""
        return [_info(s) for s in self.corpus.schemes.values()]

    def section(self, document: str, section: str, language: Language) -> Section | None:
        """A brochure section by document and id, or None."""
        for ident, scheme in self.corpus.schemes.items():
            if document in scheme.documents:
                return self.corpus.section(ident, section, language)
        return None

    def _with_own(self, answer: Answer, question: str = "", scheme: str | None = None) -> Answer:
        return answer if self.library is None else with_own(self.library, answer, question, scheme)

    def _sections(self, text: str, scheme: str | None, language: Language, k: int) -> list[tuple[Section, float]]:
        """Sections by their text alone, as an answer that is being computed needs them."""
        retrieval = self.retrieval()
        with self.stages.of("retrieval"):
            found = retrieval.search(text[:_SEARCHED], k, scheme, language)
        return self._as_sections(found, language)

    def _grounded_sections(
        self, text: str, scheme: str | None, language: Language, k: int, narrowed: Narrowed = EVERYTHING
    ) -> list[tuple[Section, float]]:
        return self._as_sections(self._search(text[:_SEARCHED], scheme, language, k, narrowed), language)

    def _as_sections(self, hits: Iterable[Hit], language: Language) -> list[tuple[Section, float]]:
        found = []
        for hit in hits:
            section = self.corpus.section(hit.passage.scheme, hit.passage.section, language)
            if section is not None:
                found.append((section, hit.score))
        return found

    def _checked(self, s: Selection) -> Selection:
        schemes = self.corpus.schemes
        if s.scheme is not None and s.scheme not in schemes:
            raise _unknown("scheme", s.scheme, tuple(schemes))
        candidates = [schemes[s.scheme]] if s.scheme else list(schemes.values())
        if s.plan is not None:
            valid = tuple(dict.fromkeys(p for x in candidates for p in _plan_ids(x)))
            if s.plan not in valid:
                raise _unknown("plan", s.plan, valid)
        if s.type is not None:
            names = tuple(dict.fromkeys(t for x in candidates for p in x.plans for t in types_of(x, p)))
            if s.type not in names:
                raise _unknown("type", s.type, names)
        if s.scheme is not None and s.plan in schemes[s.scheme].plans and s.type is not None:
            own = types_of(schemes[s.scheme], s.plan)
            if s.type not in own:
                raise _unknown("type", s.type, own)
        if s.rank is not None:
            ranks = tuple(
                dict.fromkeys(v for x in candidates if "rank" in x.dimensions for v in x.dimensions["rank"].values)
            )
            if s.rank not in ranks:
                raise _unknown("rank", s.rank, ranks)
        if s.residents is not None and s.residents <= 0:
            raise InputError("The number of residents must be a positive whole number.", field="residents")
        return s


def _said(history: Sequence[Turn]) -> list[str]:
    """What the person said before, as far as it is read."""
    return [turn.content for turn in history if turn.role == "user" and turn.content.strip()][-MAX_TURNS:]


def _plan_ids(scheme: Scheme) -> tuple[str, ...]:
    return (*scheme.plans, *(r.plan for r in scheme.riders.values() if r.plan))


def _unknown(what: str, value: str, valid: tuple[str, ...]) -> UnknownChoiceError:
    shown = value if len(value) <= 60 else value[:57] + "…"
    return UnknownChoiceError(
        f"There is no {what} {shown!r}. Valid: {', '.join(valid) or '(none)'}.", field=what, choices=valid
    )


def _info(scheme: Scheme) -> SchemeInfo:
    dims = scheme.dimensions
    first = next((d for d in dims if d != "rank"), None)

    def both(text: object) -> dict[str, str]:
        return {"ja": text.ja, "en": text.en}  # type: ignore[attr-defined]

    return SchemeInfo(
        id=scheme.scheme,
        name=both(scheme.name),
        plans=tuple(PlanInfo(i, both(p.name), types_of(scheme, i)) for i, p in scheme.plans.items() if p.offered),
        type_label=both(dims[first].name) if first else None,
        ranks=tuple(dims["rank"].values) if "rank" in dims else (),
        rank_label=both(dims["rank"].name) if "rank" in dims else None,
        residents=isinstance(scheme.premium, PremiumRate),
        agency=both(scheme.agency.name),
        agency_phone=scheme.agency.phone,
        examples={lang: tuple(e) for lang, e in scheme.examples.items()},
    )
