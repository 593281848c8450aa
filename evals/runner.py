"""Run data sets against a target: every case is asked, judged, and written down before the next one is asked."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from assistant import __version__
from assistant.answer import Answer
from assistant.conversation import Selection, Turn
from assistant.corpus.loader import Corpus
from assistant.settings import Settings
from evals.bad_requests import judge_request
from evals.citations import Places
from evals.drafts import MODULE, Guardrail, find_guardrail, guardrail_exists, judge_draft
from evals.freshness import DATASET as INDEX
from evals.freshness import judge_index
from evals.outcomes import Outcome, judge_attack, judge_question
from evals.poisoned import judge_document
from evals.progress import Quiet, Tell
from evals.records import Attack, BadRequest, Question, Record, Search, Selected
from evals.results import (
    ANSWERS,
    RESOURCES,
    Case,
    Resources,
    Results,
    Versions,
    answer_digest,
    json_text,
    summarise,
    write_results,
)
from evals.searches import judge_searches, rankings
from evals.sets import DataSet, Sets
from evals.slicing import slices_of
from evals.targets import Answered, Target, TargetDiedError, converse

_KILLED = "the run was ended from outside before it was through; what was asked until then is in answers.jsonl"


@dataclass
class Run:
    """One run of data sets against a target, with the corpus that sources are checked against."""

    target: Target
    sets: Sets
    corpus: Corpus
    settings: Settings
    tell: Tell = field(default_factory=Quiet)
    times: list[float] = field(default_factory=list)
    _answers: TextIO | None = None

    @property
    def total(self) -> int:
        """How many cases there are."""
        return sum(len(each.records) for each in self.sets.chosen)

    def run(self, folder: Path | None = None, opened: float | None = None) -> Results:
        """Ask and judge everything; with a `folder`, write the results and answers into it, whatever happens.

        Raises:
            EvaluationError: the folder cannot be written.
        """
        started = time.perf_counter()
        outcomes: list[Outcome] = []
        reason: str | None = None
        if folder is not None:
            write_results(self._results((), _KILLED), folder)
            self._answers = (folder / ANSWERS).open("w", encoding="utf-8")
        try:
            for outcome in self._outcomes():
                outcomes.append(outcome)
        except TargetDiedError as error:
            reason = error.message
        except (KeyboardInterrupt, MemoryError) as error:
            reason = f"the run was stopped ({type(error).__name__})"
        finally:
            if self._answers is not None:
                self._answers.close()
        results = self._results(outcomes, reason)
        if folder is not None:
            write_results(results, folder)
            took = self._resources(opened, time.perf_counter() - started)
            (folder / RESOURCES).write_text(json_text(took), encoding="utf-8")
        return results

    def _outcomes(self) -> Iterator[Outcome]:
        places = Places.of(self.corpus)
        judges: dict[type[Record], Callable[[DataSet, Any], Outcome]] = {
            Question: lambda each, record: self._question(each, record, places),
            Attack: lambda each, record: self._attack(each, record, places),
            BadRequest: lambda each, record: judge_request(each.name, record, self.target),
        }
        for each in self.sets.chosen:
            self.tell.step(each.name)
            if each.kind == "searches":
                yield from self._searches(each)
                continue
            for record in each.records:
                yield judges[type(record)](each, record)
                self.tell.advance()
        if self.sets.index:
            self.tell.step(INDEX)
            yield from judge_index(self.corpus, self.settings) if self.target.assistant is not None else ()

    def _question(self, each: DataSet, question: Question, places: Places) -> Outcome:
        got = converse(self.target, question.turns, _selection(question.selected))
        self.times.append(got.seconds)
        self._write(each.name, question, question.turns, question.selected, got, held=question.split == "held")
        return judge_question(each.name, question, got, places, self.sets.grounds.get(question.id))

    def _attack(self, each: DataSet, attack: Attack, places: Places) -> Outcome:
        if attack.channel == "user":
            history = [Turn(turn.role, turn.content) for turn in attack.history]
            got = converse(self.target, [attack.text], _selection(attack.selected), history)
            self._write(each.name, attack, [attack.text], attack.selected, got)
            return judge_attack(each.name, attack, got, places)
        if attack.channel == "llm_output" and self.target.assistant is not None:
            return judge_draft(each.name, attack, self._computed, self._guardrail)
        if attack.channel == "document" and self.target.assistant is not None:
            outcome, got = judge_document(each.name, attack, self.target, self.corpus, self.settings, places)
            self._write(each.name, attack, [attack.question], attack.selected, got)
            return outcome
        door = "to add documents" if attack.channel == "document" else "to the guardrail"
        why = f"there is no door {door} over HTTP"
        return Outcome(
            id=attack.id, dataset=each.name, cluster=attack.attack, slices=slices_of(each.name, attack), skipped=why
        )

    @cached_property
    def _guardrail(self) -> Guardrail | None:
        return find_guardrail(self.corpus.schemes)

    def _computed(self, attack: Attack) -> Answer:
        answer = self.target.ask(attack.question, _selection(attack.selected), ())
        return Answer.model_validate(answer)

    def _searches(self, each: DataSet) -> list[Outcome]:
        records = [record for record in each.records if isinstance(record, Search)]
        if self.target.assistant is None:
            why = "the search has no door of its own over HTTP"
            return [
                Outcome(id=r.id, dataset=each.name, cluster=r.scheme, slices=slices_of(each.name, r), skipped=why)
                for r in records
            ]
        outcomes = judge_searches(each.name, records, rankings(self.corpus, self.settings))
        for record in records:
            self._line(
                Case(
                    id=record.id,
                    dataset=each.name,
                    digest="",
                    turns=(record.question,),
                    expected={"sections": record.sections},
                )
            )
            self.tell.advance()
        return outcomes

    def _write(
        self,
        name: str,
        gold: Question | Attack,
        turns: Sequence[str],
        selected: Selected,
        got: Answered,
        held: bool = False,
    ) -> None:
        digest = answer_digest(got.answer if got.answer is not None else got.error)
        if held:
            self._line(Case(id=gold.id, dataset=name, digest=digest))
            return
        expected = gold.model_dump(
            mode="json",
            include={"verdicts", "yen", "yen_alt", "must", "must_not", "abstain", "expect"},
            exclude_defaults=True,
        )
        self._line(
            Case(
                id=gold.id,
                dataset=name,
                digest=digest,
                turns=tuple(turns),
                selected=selected.model_dump(mode="json", exclude_none=True),
                expected=expected,
                note=gold.note,
                answer=dict(got.answer) if got.answer is not None else None,
                error=got.error,
            )
        )

    def _line(self, case: Case) -> None:
        if self._answers is not None:
            line = json.dumps(case.model_dump(mode="json", exclude_defaults=True), ensure_ascii=True, sort_keys=True)
            self._answers.write(line + "\n")
            self._answers.flush()  # so that it is there whatever happens next

    def _results(self, outcomes: Sequence[Outcome], reason: str | None) -> Results:
        return summarise(
            outcomes,
            self.sets.groups,
            complete=reason is None,
            reason=reason,
            whole=self.sets.whole,
            target=self.target.name,
            model=self.settings.model,
            versions=Versions(
                assistant=__version__,
                corpus=corpus_digest(self.settings.corpus_dir),
                sets={each.name: each.sha256 for each in self.sets.chosen},
            ),
            absent=() if guardrail_exists() else (MODULE,),
        )

    def _resources(self, opened: float | None, took: float) -> Resources:
        times = sorted(second * 1000 for second in self.times)
        # Linux counts in KiB, macOS in bytes.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        return Resources(
            answers=len(times),
            median_ms=_at(times, 0.5),
            p95_ms=_at(times, 0.95),
            p99_ms=_at(times, 0.99),
            max_ms=_at(times, 1.0),
            open_s=round(opened, 2) if opened is not None else None,
            run_s=round(took, 2),
            peak_mib=round(peak, 1) if self.target.assistant is not None else None,
            machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        )


def corpus_digest(folder: Path) -> str:
    """A digest of every file of a corpus: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".md", ".jsonl")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _selection(selected: Selected) -> Selection:
    return Selection(selected.scheme, selected.plan, selected.type, selected.rank, selected.residents)


def _at(ascending: Sequence[float], share: float) -> float | None:
    return round(ascending[min(len(ascending) - 1, int(share * len(ascending)))], 2) if ascending else None
