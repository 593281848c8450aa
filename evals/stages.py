"""Where understanding goes wrong: the questions that fail, by the stage that a single change to their reading mends.

A question that fails is read once more, and its reading is edited in one place at a time: facts, costs, slots, then each
statement as the answer. The first edit that makes the answer right names the stage. Where none does, it is the wording
(verdicts and amounts hold, words are missing), else a rule, or more than one thing at once. Edits that the classifiers
think possible are tried before any other: nearly every wrong verdict can be mended by some fact that nobody told.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering import general
from assistant.answering.context import Desk
from assistant.answering.statements import write_statement
from assistant.conversation import Selection
from assistant.errors import AssistantError, EvaluationError
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.understanding.features import text_features, with_found
from assistant.understanding.found import found_in
from assistant.understanding.learned import learned
from assistant.understanding.linking import PatternHits
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.statement_linking import statement_hits
from assistant.understanding.text import prepare
from evals.edits import STAGES, Edit, Stage, all_edits
from evals.home import Home
from evals.manifest import read_manifest
from evals.progress import Quiet, Tell, progress
from evals.records import Question
from evals.scoring import Json, declines, no_answer, score
from evals.sets import DataSet, check_sets, load_sets
from evals.targets import open_in_process

MOST_EDITS = 400  # edits answered for one question of the likely ones, and of the others; about 10 ms each
POSSIBLE = 0.01  # probability below which an edit is tried after all others
_NAMED_MOST = 5
_UNLIKELY = " (unlikely)"
Read = Callable[[Sequence[str], Selection], Query]


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that fails, its stage, and the edit that mends it (empty where none does)."""

    dataset: str
    question: Question
    stage: Stage
    mend: str
    problems: tuple[str, ...]


class Diagnosis:
    """Finds the stage at which a question goes wrong; `read` takes the place of the assistant's own reading."""

    def __init__(self, assistant: Assistant, asked_on: dt.date, read: Read | None = None) -> None:
        self._corpus, self._reader, self._answerer = assistant.corpus, assistant._reader, assistant._answerer
        self._read: Read = read or self._reader.read
        self._asked_on = asked_on
        self._hits: dict[str, PatternHits] = {}

    def of(self, question: Question, dataset: str = "") -> Failure | None:
        """The failure of a question; None where its answer is right or where it is set aside."""
        if question.split == "held":
            return None
        picked = Selection(**question.selected.model_dump())
        q = self._read(question.turns, picked)
        given = self._answer(q)
        judged = score(question, given) if given is not None else no_answer(question, "refused")
        if judged.right:
            return None
        worded = all(problem.aspect in ("must", "must not") for problem in judged.problems)
        neither: Stage = "wording" if worded else "rule"
        stage, mend = self._mending(question, picked, q, given) or (neither, "")
        return Failure(dataset, question, stage, mend, tuple(problem.message for problem in judged.problems))

    def _mending(self, question: Question, picked: Selection, q: Query, given: Json | None) -> tuple[Stage, str] | None:
        edits = all_edits(q, self._corpus.schemes, self._likely(question.turns, q))
        possible = [edit for edit in edits if edit.likely >= POSSIBLE]
        concepts = [edit for edit in possible if edit.stage != "slot"]
        slots = [edit for edit in possible if edit.stage == "slot"] + list(self._contexts(question, picked, q))
        # Where nothing should be answered, any slot that leads nowhere would mend it.
        last, first = (slots, ()) if question.abstain else ((), slots)
        return (
            self._first(question, [*concepts, *first])
            or self._stated(question, q, given)
            or self._first(question, last)
            or self._first(question, [edit for edit in edits if edit.likely < POSSIBLE])
        )

    def _first(self, question: Question, edits: Sequence[Edit]) -> tuple[Stage, str] | None:
        """The first of these edits that makes the answer right."""
        for edit in edits[:MOST_EDITS]:
            if self._right(question, edit.query):
                return edit.stage, edit.what if edit.likely >= POSSIBLE else f"{edit.what}{_UNLIKELY}"
        return None

    def _answer(self, q: Query) -> Json | None:
        try:
            return self._answerer.answer(q, self._asked_on).model_dump(mode="json")
        except AssistantError:
            return None

    def _right(self, question: Question, q: Query) -> bool:
        try:
            given = self._answer(q)
        except Exception:  # an edit may put together what no message says, and no answer needs to be ready for that
            return False
        return given is not None and score(question, given).right

    def _contexts(self, question: Question, picked: Selection, q: Query) -> Iterator[Edit]:
        """The message as one of another scheme, or with what was said before taken otherwise."""
        here = [r.scheme for r in q.readings]
        gold = dict.fromkeys(key.partition("/")[0] for key in question.verdicts)
        wanted: list[tuple[str, ...]] = [(question.scheme,)] if question.scheme else []
        wanted += [tuple(gold), *((ident,) for ident in self._corpus.schemes), tuple(self._corpus.schemes)]
        for idents in dict.fromkeys(wanted):
            if idents and set(idents) != set(here):
                readings = tuple(self._in_scheme(ident, question, picked, q) for ident in idents)
                yield Edit("slot", f"scheme {', '.join(idents)}", replace(q, readings=readings))
        if len(question.turns) > 1:
            yield Edit("slot", "the last message alone", self._reader.read(question.turns[-1:], picked))
            yield Edit("slot", "all messages as one", self._reader.read([" ".join(question.turns)], picked))

    def _in_scheme(self, ident: str, question: Question, picked: Selection, q: Query) -> SchemeReading:
        """The conversation in the terms of one scheme; the last message alone where it names another one."""
        again = self._reader.read(question.turns, replace(picked, scheme=ident))
        return next((r for r in again.readings if r.scheme == ident), self._reader.in_scheme(ident, q.message))

    def _stated(self, question: Question, q: Query, given: Json | None) -> tuple[Stage, str] | None:
        """The statement, or the refusal, that would have been the answer."""
        if question.verdicts:
            return None
        lang = q.message.language
        stage: Stage = "concept missed" if given is None or declines(given) else "wrong concept"
        schemes = {r.scheme: r for r in q.readings}
        for ident in dict.fromkeys([*([question.scheme] if question.scheme else []), *schemes]):
            scheme = self._corpus.schemes[ident]
            near = [x.id for x in self._answerer.links(q, schemes[ident])] if ident in schemes else []
            desk = Desk(self._corpus, scheme, lang)
            for name in dict.fromkeys([*near, *scheme.statements]):
                answer = write_statement(desk, scheme.statements[name]).model_dump(mode="json")
                if score(question, answer).right:
                    return stage, f"statement {ident}:{name}"
        outside = general.outside(lang, [self._corpus.schemes[ident] for ident in schemes])
        if question.abstain and score(question, outside.model_dump(mode="json")).right:
            return stage, "nothing that a brochure answers"
        return None

    def _likely(self, turns: Sequence[str], q: Query) -> Mapping[str, float]:
        """The probability of each fact and cost, the highest over the schemes; empty without classifiers."""
        known = learned()
        found: dict[str, float] = {}
        if known is None:
            return found
        message = prepare(" ".join(turns), q.message.language)
        features = text_features(message)
        for r in q.readings:
            if r.scheme not in self._hits:
                self._hits[r.scheme] = statement_hits(self._corpus.schemes[r.scheme])
            seen = found_in(q.intents, q.figures, r, self._hits[r.scheme].of(message.text))
            for head, chance in known.likely(with_found(features, seen)).items():
                found[head] = max(chance, found.get(head, 0.0))
        return found


def failures(
    diagnosis: Diagnosis, sets: Sequence[DataSet], tell: Tell | None = None
) -> tuple[list[Failure], Counter[str]]:
    """The failures of these data sets, and how many questions of each kind were asked; what is set aside is left out."""
    tell = tell or Quiet()
    found, asked = [], Counter[str]()
    for each in sets:
        for question in questions_of(each):
            asked[question.kind] += 1
            failure = diagnosis.of(question, each.name)
            found += [failure] if failure else []
            tell.advance()
    return found, asked


def questions_of(each: DataSet) -> list[Question]:
    """The questions of a data set that may be looked at."""
    return [x for x in each.records if isinstance(x, Question) and x.split != "held"]


def stages_of(home: Home, settings: Settings, wanted: Sequence[str], listed: str | None = None) -> Iterator[str]:
    """Sort the failures of these data sets (all questions by default) and tell them, with a stage's records if asked.

    Raises:
        AssistantError: the corpus, the index, a data set or the stage cannot be used.
    """
    check_choice(listed, STAGES)
    manifest = read_manifest(home.data)
    loaded = load_sets(manifest, home.data, wanted=wanted)
    with progress(sum(len(questions_of(each)) for each in loaded.chosen)) as tell:
        tell.step("Opening the assistant …")
        assistant = open_in_process(settings, manifest.asked_on).assistant
        sets = check_sets(loaded, assistant.corpus)
        found, asked = failures(Diagnosis(assistant, manifest.asked_on), sets.chosen, tell)
    yield from table(found, asked)
    if listed is not None:
        yield from details(x for x in found if listed in ("all", x.stage))


def check_choice(listed: str | None, known: Sequence[str]) -> None:
    """Hold what `--list` names against what there is.

    Raises:
        EvaluationError: there is no such thing to list.
    """
    if listed is not None and listed not in ("all", *known):
        raise EvaluationError(f"--list {listed!r}: give all or one of {', '.join(map(repr, known))}.", field="list")


def table(found: Sequence[Failure], asked: Mapping[str, int]) -> Iterator[str]:
    """How many questions fail at which stage, by kind, and which edits mend most of them."""
    kinds = sorted(asked)
    width = max(14, *map(len, STAGES))
    yield f"{'stage':{width}}" + "".join(f"{kind:>14}" for kind in kinds) + f"{'all':>8}"
    counts: Counter[tuple[str, str]] = Counter((x.stage, x.question.kind) for x in found)
    mends: dict[Stage, Counter[str]] = defaultdict(Counter)
    for x in found:
        mends[x.stage][x.mend.removesuffix(_UNLIKELY)] += 1 if x.mend else 0
    for stage in STAGES:
        row = [counts[stage, kind] for kind in kinds]
        most = ", ".join(f"{what} ×{n}" for what, n in mends[stage].most_common(_NAMED_MOST) if n > 1)
        yield f"{stage:{width}}" + "".join(f"{n:14}" for n in row) + f"{sum(row):8}" + (f"   {most}" if most else "")
    failed = [sum(counts[stage, kind] for stage in STAGES) for kind in kinds]
    yield f"{'failed':{width}}" + "".join(f"{n:14}" for n in failed) + f"{sum(failed):8}"
    yield f"{'asked':{width}}" + "".join(f"{asked[kind]:14}" for kind in kinds) + f"{sum(asked.values()):8}"
    yield "rule: no single change to the reading mends it, so a rule or more than one thing at once is wrong."


def details(found: Iterable[Failure]) -> Iterator[str]:
    """Each failure with the question, what is wrong with its answer, and the edit that mends it."""
    for x in found:
        yield ""
        mended = f", mended by {x.mend}" if x.mend else ""
        yield f"{x.question.id} ({x.dataset}, {x.question.kind}): {x.stage}{mended}"
        yield from (f"  > {turn}" for turn in x.question.turns)
        yield from (f"  {problem}" for problem in x.problems)
