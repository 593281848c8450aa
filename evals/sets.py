"""The data sets of a run: those of the manifest or files of one's own, read and checked before anything is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.corpus.loader import Corpus
from assistant.errors import EvaluationError
from evals.freshness import DATASET as INDEX
from evals.loading import check_ids, check_names, read_records
from evals.manifest import Manifest, check_entry, read_grounds
from evals.records import EVERY_PLAN, RECORDS, Expectation, Gold, Ground, Question, Record, SetKind
from evals.sheets import SHEETS, read_sheet
from evals.slicing import slices_of, within

OWNERS = "files"
"""The group of data sets that stand in no manifest."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set, ready to be asked; `listed` when the manifest has it."""

    name: str
    kind: SetKind
    group: str
    path: Path
    sha256: str
    records: tuple[Record, ...]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Sets:
    """Everything that a run asks. `whole`: all of the manifest, nothing left out; `index`: judge the index, too."""

    chosen: tuple[DataSet, ...]
    grounds: dict[str, Ground]
    whole: bool
    index: bool

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The sets of each group of more than one, in order."""
        names: dict[str, list[str]] = {}
        for each in self.chosen:
            names.setdefault(each.group, []).append(each.name)
        return {group: tuple(members) for group, members in names.items() if len(members) > 1}


def load_sets(
    manifest: Manifest,
    folder: Path,
    *,
    wanted: Sequence[str] = (),
    slices: dict[str, set[str]] | None = None,
) -> Sets:
    """Read the wanted data sets (names, groups or files; all of the manifest by default).

    Raises:
        EvaluationError: a set or a record cannot be used, or an id stands in two places.
    """
    loaded = list(_wanted(manifest, folder, wanted))
    check_ids((each.path, each.records) for each in loaded)
    whole = not wanted and not slices
    if slices:
        kept = (
            replace(each, records=tuple(r for r in each.records if within(slices_of(each.name, r), slices)))
            for each in loaded
        )
        loaded = [each for each in kept if each.records]
    return Sets(tuple(loaded), read_grounds(folder), whole, index=whole or INDEX in wanted)


def check_sets(sets: Sets, corpus: Corpus) -> Sets:
    """Hold every scheme and plan that records name against the corpus; write out "every plan" (`scheme/*`).

    What a ground names may be gone: the cases that rest on it are then wrong, which is what a run is for.

    Raises:
        EvaluationError: one does not exist.
    """
    known = known_names(corpus)
    chosen = tuple(
        replace(each, records=tuple(_written_out(record, corpus) for record in each.records)) for each in sets.chosen
    )
    for each in chosen:
        check_names(each.path, each.records, known)
    return replace(sets, chosen=chosen)


def known_names(corpus: Corpus) -> frozenset[str]:
    """Every scheme, and every plan as "scheme/plan"; cover with an option attached has the option's plan id."""
    names = set(corpus.schemes)
    for ident, scheme in corpus.schemes.items():
        names |= {f"{ident}/{plan}" for plan in scheme.plans}
        names |= {f"{ident}/{rider.plan}" for rider in scheme.riders.values() if rider.plan}
    return frozenset(names)


def _written_out(record: Record, corpus: Corpus) -> Record:
    if not isinstance(record, Expectation) or not any(key.endswith(EVERY_PLAN) for key in record.verdicts):
        return record
    verdicts: dict[str, Gold] = {}
    for key, verdict in record.verdicts.items():
        ident = key.removesuffix(EVERY_PLAN)
        plans = (
            [plan for plan, each in corpus.schemes[ident].plans.items() if each.offered]
            if ident in corpus.schemes
            else []
        )
        verdicts |= dict.fromkeys([f"{ident}/{plan}" for plan in plans] if ident != key and plans else [key], verdict)
    return record.model_copy(update={"verdicts": verdicts})


def _wanted(manifest: Manifest, folder: Path, wanted: Sequence[str]) -> Iterable[DataSet]:
    if not wanted:
        wanted = tuple(manifest.sets)
    seen: set[str] = set()
    for name in wanted:
        members = manifest.in_group(name)
        if not members and name != INDEX:
            yield _own_file(name)
        for member in members:
            if member not in seen:
                seen.add(member)
                entry = manifest.sets[member]
                path = check_entry(folder, member, entry)
                records = read_records(path, RECORDS[entry.kind])
                yield DataSet(member, entry.kind, entry.group, path, entry.sha256, records)


def _own_file(name: str) -> DataSet:
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix not in (".jsonl", *SHEETS) or not path.is_file():
        raise EvaluationError(
            f"--dataset {name}: there is no such data set or file. Give a name or a group of evals/data/manifest.json, "
            f"or a file that ends in .jsonl, {', '.join(SHEETS)}.",
            field="dataset",
        )
    records = read_sheet(path) if suffix in SHEETS else read_records(path, Question)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return DataSet(path.stem, "questions", OWNERS, path, digest, records, listed=False)
