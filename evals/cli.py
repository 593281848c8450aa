"""The command line of the evaluation: `python -m evals`, by default a whole run with its gate and its report.

Exit codes: 0 every check passed; 1 a check failed; 2 data, options, corpus or settings cannot be used, and nothing ran;
3 the run is incomplete, what was measured is kept; 70 a defect.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assistant.errors import AssistantError, EvaluationError
from assistant.settings import Settings
from evals.home import Home

if TYPE_CHECKING:
    from evals.results import Results

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_INCOMPLETE = 3
EXIT_DEFECT = 70

app = typer.Typer(
    name="evals",
    help="Answer every case of evals/data, score the answers, and tell whether this version may be released.",
    epilog="Exit codes: 0 passed, 1 a check failed, 2 input that cannot be used, 3 incomplete run.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DatasetOption = Annotated[
    list[str] | None,
    typer.Option("--dataset", help="Name or group of the manifest, or a .jsonl, .csv or .xlsx file. Default: all."),
]
SliceOption = Annotated[list[str] | None, typer.Option("--slice", metavar="KEY=VALUE", help="Only such questions.")]
TargetOption = Annotated[str, typer.Option("--target", help="in-process, or the address of a server: http://…")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="A language model, as in ASSISTANT_MODEL, or scripted:honest, scripted:liar."),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Where results and report are written. Default: evals/out.")
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="Another folder with data/, gate.toml and baseline.json.")
]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    app(args=None if arguments is None else list(arguments), prog_name="python -m evals")
    raise SystemExit(0)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Run everything when no command is given."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run(
    dataset: DatasetOption = None,
    slice_: SliceOption = None,
    target: TargetOption = "in-process",
    model: ModelOption = None,
    out: OutOption = None,
    home: HomeOption = None,
) -> None:
    """Answer and score data sets, hold them against thresholds and baseline, write the report.

    Thresholds are judged when everything ran; a part is held against the baseline alone.
    """
    with _guarded():
        place = Home(home) if home else Home()
        folder = out or place.out
        _finish(_run(place, dataset or (), slice_ or (), target, model, folder), place, folder)


@app.command()
def baseline(
    accept: Annotated[bool, typer.Option("--accept-regressions", help="Also when cases became wrong.")] = False,
    out: OutOption = None,
    home: HomeOption = None,
    of: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Take this run instead of a new one.")
    ] = None,
) -> None:
    """Make the committed baseline anew, from a whole run."""
    with _guarded():
        from evals.baseline import baseline_of, write_baseline
        from evals.gate import judge_at
        from evals.results import read_results

        place = Home(home) if home else Home()
        results = read_results(of) if of is not None else _run(place, (), (), "in-process", None, out or place.out)
        made = baseline_of(results)
        judgement = judge_at(place, results)
        worse = judgement.regressions if judgement.baseline is not None else ()
        if worse and not accept:
            _say(f"{len(worse)} cases that were right are now wrong, and no entry of evals/gate.toml accepts them:")
            _say("\n".join(f"  {case} ({aspect})" for case, aspect in worse))
            _say("Mend them, or write the baseline all the same with --accept-regressions.")
            raise typer.Exit(EXIT_FAILED)
        write_baseline(made, place.baseline)
        right = sum("answer" in aspects for cases in made.cases.values() for aspects in cases.values())
        total = sum(map(len, made.cases.values()))
        _say(f"{place.baseline}: {right} of {total} cases right.")
        missed = [check.name for check in judgement.checks if check.verdict == "failed" and check.threshold]
        if missed:
            _say(f"Thresholds are missed all the same: {', '.join(missed)}.")


@app.command()
def compare(a: Path, b: Path) -> None:
    """Tell what changed from run A to run B (folders that --out named)."""
    with _guarded():
        from evals.comparing import compare as compared
        from evals.report.console import comparison_lines
        from evals.results import read_cases, read_results

        comparison = compared(read_results(a), read_results(b), read_cases(a), read_cases(b))
        _print(comparison_lines(comparison))
        if comparison.worse:
            raise typer.Exit(EXIT_FAILED)


@app.command()
def report(folder: Annotated[Path | None, typer.Argument(metavar="[DIR]")] = None, home: HomeOption = None) -> None:
    """Write the report of a run again, against the thresholds and the baseline of today."""
    with _guarded():
        from evals.report.writing import write_reports

        place = Home(home) if home else Home()
        _say(str(write_reports(folder or place.out, place)))


@app.command()
def manifest(home: HomeOption = None) -> None:
    """Write counts and hashes of the data sets anew, after a change on purpose."""
    with _guarded():
        from evals.manifest import renew_manifest

        _print(renew_manifest((Home(home) if home else Home()).data) or ["Nothing changed."])


@app.command()
def new(
    chat: Annotated[Path, typer.Argument(metavar="EXPORTED-CHAT.json")],
    ident: Annotated[str | None, typer.Option("--id", help="Id of the case. Default: the file's name.")] = None,
    turn: Annotated[
        int | None, typer.Option("--turn", min=1, help="Which question went wrong. Default: the last.")
    ] = None,
    verdict: Annotated[
        list[str] | None, typer.Option("--verdict", metavar="SCHEME/PLAN=VERDICT", help="What it should have said.")
    ] = None,
    yen: Annotated[list[int] | None, typer.Option("--yen", help="An amount that must be there.")] = None,
    must: Annotated[list[str] | None, typer.Option("--must", help="Words that must be there; a|b: either.")] = None,
    must_not: Annotated[list[str] | None, typer.Option("--must-not", help="Words that must not be there.")] = None,
    abstain: Annotated[bool, typer.Option("--abstain", help="It should have declined.")] = False,
    note: Annotated[str, typer.Option("--note", help="Why, with the page.")] = "",
    append: Annotated[Path | None, typer.Option("--append", metavar="FILE.jsonl", help="Add it there.")] = None,
) -> None:
    """Turn a chat that went wrong into a case: print it, or add it to a data set."""
    with _guarded():
        from evals.chats import Gold, add_case, case_of, read_chat

        gold = Gold(tuple(verdict or ()), tuple(yen or ()), tuple(must or ()), tuple(must_not or ()), abstain, note)
        case = case_of(read_chat(chat), ident or chat.stem, gold, turn)
        if append is not None:
            _print([add_case(case, append, Settings.from_environment())])
        else:
            from assistant.batch import json_line

            _print([json_line(case)])
            if not gold.given:
                _say("Say what was expected (--verdict, --yen, --must, --must-not, --abstain), then --append it.")


@app.command()
def ablations(
    dataset: DatasetOption = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Default: evals/ablations.json.")] = None,
    home: HomeOption = None,
) -> None:
    """Measure what each part adds: answer the questions without it, and write the table that the report shows."""
    with _guarded():
        from evals.ablations import measure, table_lines, write_table

        place = Home(home) if home else Home()
        table = measure(place, Settings.from_environment(), dataset or (), _say)
        write_table(table, out or place.ablations)
        _print(table_lines(table))


@app.command()
def originals(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the original brochures are.")],
) -> None:
    """Measure whether restated sections find their originals in ingested brochures (exit code 1: fewer than 95%)."""
    with _guarded():
        from assistant.corpus.loader import load_corpus
        from evals import originals as linking

        found = linking.measure(load_corpus(Settings.from_environment().corpus_dir), folder)
        _print(linking.table_lines(found))
        if linking.share(found) < linking.LEAST:
            raise typer.Exit(1)


@app.command()
def retrieval(
    originals: Annotated[
        Path | None,
        typer.Option("--originals", metavar="DIR", envvar="ASSISTANT_BROCHURES", help="The published brochures."),
    ] = None,
    general: Annotated[
        Path | None, typer.Option("--general", metavar="DIR", envvar="ASSISTANT_JGLUE", help="JSTS and JSQuAD.")
    ] = None,
    size: Annotated[
        list[int] | None, typer.Option("--size", min=1, help="Build and ask an index of so many passages.")
    ] = None,
    parts: Annotated[
        bool, typer.Option("--parts", help="Also without synonyms, kanji, pieces, pairs and readings, each.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Also write the figures there.")] = None,
    home: HomeOption = None,
) -> None:
    """Measure search alone: ranks by scheme, language and kind; the originals, general text and size on request."""
    with _guarded():
        from assistant.corpus.loader import load_corpus
        from evals.general import measure_general
        from evals.retrieval import Measured, measure, table_lines, write_measured
        from evals.scale import measure_size

        place, settings = Home(home) if home else Home(), Settings.from_environment()
        embedding, rows = measure(place, settings, _say, originals, parts=parts)
        text = measure_general(general, settings) if general else {}
        sections = load_corpus(settings.corpus_dir).sections if size else ()
        sizes = tuple(measure_size(sections, count, settings) for count in size or ())
        measured = Measured(embedding=embedding, rows=tuple(rows), general=text, scale=sizes)
        if out is not None:
            write_measured(measured, out)
        _print(table_lines(measured))


@app.command()
def scale(
    size: Annotated[
        list[int] | None, typer.Option("--size", min=1, help="Passages; again for each size (1,000, 10,000, 100,000).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Also write the figures there.")] = None,
) -> None:
    """Measure what an index of made-up brochures costs as it grows: to build, to open, to ask; and how it grows."""
    with _guarded():
        from assistant.corpus.loader import load_sections
        from evals.scale import SIZES, curve_lines, measure_curve, write_curve

        settings = Settings.from_environment()
        curve = measure_curve(load_sections(settings.corpus_dir), size or SIZES, settings, _say)
        if out is not None:
            write_curve(curve, out)
        _print(curve_lines(curve))


@app.command()
def stages(
    dataset: DatasetOption = None,
    labelled: Annotated[
        bool, typer.Option("--labelled", help="The labelled questions of the corpus in place of the data sets.")
    ] = False,
    listed: Annotated[
        str | None, typer.Option("--list", metavar="STAGE", help="Tell its questions, too; all: of every stage.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Sort the questions that fail by the stage at which understanding or a rule goes wrong."""
    with _guarded():
        from evals.misreadings import labelled_of
        from evals.stages import stages_of

        place, settings = Home(home) if home else Home(), Settings.from_environment()
        _print(labelled_of(settings, listed) if labelled else stages_of(place, settings, dataset or (), listed))


@app.command()
def tried(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Default: docs/tried.md.")] = None,
) -> None:
    """Try faults and abuse: run the tests that do, and write what was tried, how often and what happened (exit code 1: one failed)."""
    with _guarded():
        from evals.trying import fuzzing, table

        rows = (*table.run_tests(table.ROOT / "tests"), *fuzzing.tried())
        place = out or table.TABLE
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(table.table_of(rows), encoding="utf-8")
        _say(f"{place}: {len(rows)} things tried, {sum(row.times for row in rows):,} times.")
        if any(row.failed for row in rows):
            raise typer.Exit(EXIT_FAILED)


@app.command()
def fuzz(
    target: Annotated[str, typer.Argument(help="numbers, understanding, markdown, scheme or body.")],
    runs: Annotated[int, typer.Option("--runs", min=1, help="How many texts.")] = 100_000,
) -> None:
    """Fuzz a reader with atheris, which must be installed: texts led by the code that they reach, until one breaks it."""
    with _guarded():
        from evals.trying import fuzzing

        fuzzing.fuzz(target, runs)


def _run(
    home: Home, dataset: Sequence[str], slices: Sequence[str], target: str, model: str | None, out: Path
) -> Results:
    from assistant.corpus.loader import load_corpus
    from evals.manifest import read_manifest
    from evals.models import connected
    from evals.progress import progress
    from evals.runner import Run
    from evals.sets import check_sets, load_sets
    from evals.slicing import parse_slices
    from evals.targets import IN_PROCESS, Http, Target, open_in_process

    settings = Settings.from_environment()
    settings = replace(settings, model=model) if model else settings
    if target != IN_PROCESS and not target.startswith(("http://", "https://")):
        raise EvaluationError(
            f"--target {target}: give in-process, or an address that begins with http://.", field="target"
        )
    if target != IN_PROCESS and model:
        raise EvaluationError("--model: a server has its own model; give it ASSISTANT_MODEL.", field="model")
    listed, wanted = read_manifest(home.data), parse_slices(slices)
    # Read before anything is opened, so that a bad record shows at once.
    sets = load_sets(listed, home.data, wanted=dataset, slices=wanted)
    started = time.perf_counter()
    door: Target
    with connected(settings) as callable_settings:
        if target == IN_PROCESS:
            door = open_in_process(callable_settings, listed.asked_on, _say)
            corpus = door.assistant.corpus
        else:
            door, corpus = Http.open(target), load_corpus(settings.corpus_dir)
        opened = time.perf_counter() - started
        running = Run(door, check_sets(sets, corpus), corpus, settings)
        with progress(running.total) as tell:
            running.tell = tell
            return running.run(out, opened)


def _finish(results: Results, home: Home, out: Path) -> None:
    from evals.gate import judge_at
    from evals.report.console import run_lines
    from evals.report.writing import write_reports
    from evals.results import read_resources

    judgement = judge_at(home, results)
    page = write_reports(out, home)
    _print(run_lines(results, judgement, read_resources(out)))
    _say(f"Report: {page}")
    if not results.complete:
        raise typer.Exit(EXIT_INCOMPLETE)
    if not judgement.passed:
        raise typer.Exit(EXIT_FAILED)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _say(line: str) -> None:
    typer.echo(line, err=True)


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn errors into a message and an exit code."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except AssistantError as error:
        _say(error.message)
        raise typer.Exit(EXIT_BAD_INPUT) from None
    except Exception:
        _say(f"{traceback.format_exc()}This is a defect of the evaluation; please report it.")
        raise typer.Exit(EXIT_DEFECT) from None
