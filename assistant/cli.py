"""The command line: `ask` a question, `search` the brochures, `verify` a draft or `check` the corpus, for people and for programs.

Exit codes: 0 answered or nothing to mend, 1 no answer found or something to mend, 2 input, set-up or corpus that cannot
be used, 70 a defect of the assistant, 130 interrupted. A batch ends with 0 when every record was dealt with, whatever its outcome.

Results go to standard output, everything else to standard error. What takes long to import is imported by the
command that needs it, so that help comes at once.
"""

from __future__ import annotations

import gc
import io
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

import typer

from assistant import __version__, backing_up, configuring, embedding, indexing, ingesting, learning
from assistant.answer import Answer, Language
from assistant.batch import Record, answer_record, draft_record, json_line, run, without_surrogates
from assistant.conversation import Selection
from assistant.errors import BatchError, InputError, UnknownChoiceError
from assistant.guarded import console, defect, guarded, say
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.guardrail import Verification
    from assistant.retrieval import Hit
    from assistant.service import Assistant
    from assistant.terminal import Passage

EXIT_NO_ANSWER = 1
EXIT_PROBLEMS = 1

app = typer.Typer(
    name="assistant",
    help="Answers about cyber-insurance brochures, computed from their rules, with the source.",
    epilog="Exit codes: 0 answered, 1 no answer found, 2 input or set-up that cannot be used.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(indexing.app)
app.add_typer(learning.app)
app.add_typer(embedding.app)

SchemeOption = Annotated[str | None, typer.Option("--scheme", help="Scheme id: the name of its folder in corpus/.")]
PlanOption = Annotated[str | None, typer.Option("--plan", help="Plan id.")]
TypeOption = Annotated[str | None, typer.Option("--type", help="Type, contract type or enrolment set.")]
RankOption = Annotated[str | None, typer.Option("--rank", help="Rank.")]
ResidentsOption = Annotated[int | None, typer.Option("--residents", min=1, help="Number of residents.")]
LanguageOption = Annotated[
    Language | None, typer.Option("--language", help="Language of the answer. Default: that of the question.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
BatchOption = Annotated[
    str | None,
    typer.Option("--batch", metavar="FILE", help='Read JSON lines {"id", "turns", "selected"}; - is stdin.'),
]
CountOption = Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages at most.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; `arguments` are those of the process by default."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # for terminals that know fewer letters
    # Nothing of what is loaded becomes garbage; looking for some, now and at the end, takes a fifth of a short run.
    gc.disable()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="python -m assistant")
    finally:
        gc.enable()
    raise SystemExit(0)


def open_assistant() -> Assistant:
    """Open the assistant with the settings of the environment; progress goes to standard error."""
    settings = Settings.from_environment()
    try:
        from assistant.service import Assistant

        return Assistant.open(settings, say, lazy=True)
    finally:
        if not gc.isenabled():  # as `main` has it
            gc.freeze()
            gc.enable()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"coverage-assistant {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave."),
    ] = False,
) -> None:
    """Hold what belongs to no command."""


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="In Japanese or English.")] = None,
    as_json: JsonOption = False,
    scheme: SchemeOption = None,
    plan: PlanOption = None,
    type_: TypeOption = None,
    rank: RankOption = None,
    residents: ResidentsOption = None,
    language: LanguageOption = None,
    batch: BatchOption = None,
) -> None:
    """Answer a question: is it covered, what is paid, what does it cost.

    Exit codes: 0 answered, 1 no answer found, 2 input or set-up that cannot be used.

    With --batch, what is selected here holds for records that do not select otherwise.
    """
    with guarded():
        selection = Selection(_clean(scheme), _clean(plan), _clean(type_), _clean(rank), residents)
        if batch is not None:
            _refuse_both(question, "question")
            _run_batch(
                batch,
                lambda assistant, record: {"answer": _dump(answer_record(assistant, record, language))},
                selection,
            )
            return
        text = _required(question, "question", 'ask "保険料は?"')
        assistant = open_assistant()
        answer = assistant.ask(text, selection=selection, language=language)
        if as_json:
            _emit(json_line(_dump(answer)))
        else:
            from assistant.terminal import show_answer

            names = {
                (known.id, each.id): each.name.get(answer.language, each.id)
                for known in assistant.catalogue()
                for each in known.plans
            }
            show_answer(console(), answer, names)
        if answer.abstained or answer.kind in ("abstention", "clarification"):
            raise typer.Exit(EXIT_NO_ANSWER)


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="In Japanese or English.")] = None,
    as_json: JsonOption = False,
    k: CountOption = 5,
    scheme: SchemeOption = None,
    plan: Annotated[str | None, typer.Option("--plan", help="Without what holds for other plans only.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="In this brochure alone.")] = None,
    edition: Annotated[str | None, typer.Option("--edition", help="In the brochures of this edition alone.")] = None,
    batch: BatchOption = None,
) -> None:
    """Find passages of the brochures, nearest first; no verdict is drawn from them.

    Exit codes: 0 found, 1 nothing found, 2 input or set-up that cannot be used.

    With --batch, a record's last turn is what is searched for, in the scheme that it selects.
    """
    given = {"plan": _clean(plan), "document": _clean(document), "edition": _clean(edition)}
    part = {name: value for name, value in given.items() if value}
    with guarded():
        if batch is not None:
            _refuse_both(query, "query")
            _run_batch(
                batch,
                lambda assistant, record: {
                    "passages": _passages(assistant, record.turns[-1], k, record.selection.scheme, part)
                },
                Selection(scheme=_clean(scheme)),
            )
            return
        text = _required(query, "query", 'search "緊急対応費用"')
        passages = _passages(open_assistant(), text, k, _clean(scheme), part)
        if as_json:
            _emit(json_line({"passages": passages}))
        elif passages:
            from assistant.terminal import show_passages

            show_passages(console(), passages)
        else:
            say("Nothing was found. Try other words, or leave --scheme away.")
        if not passages:
            raise typer.Exit(EXIT_NO_ANSWER)


@app.command()
def verify(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="What the draft answers.")] = None,
    draft: Annotated[str | None, typer.Option("--draft", metavar="FILE", help="The text; - is stdin.")] = None,
    as_json: JsonOption = False,
    scheme: SchemeOption = None,
    plan: PlanOption = None,
    type_: TypeOption = None,
    rank: RankOption = None,
    residents: ResidentsOption = None,
    language: LanguageOption = None,
    batch: BatchOption = None,
) -> None:
    """Judge a text that somebody wrote as an answer: does it say what the rules compute, no more and no less?

    Exit codes: 0 it does, 1 it does not, 2 input or set-up that cannot be used.

    With --batch, each record also holds a "draft".
    """
    with guarded():
        selection = Selection(_clean(scheme), _clean(plan), _clean(type_), _clean(rank), residents)
        if batch is not None:
            _refuse_both(question, "question")
            _run_batch(
                batch,
                lambda assistant, record: _verdict(draft_record(assistant, record, language)),
                selection,
                drafts=True,
            )
            return
        text = _required(question, "question", 'verify --draft draft.txt "保険料は?"')
        if draft is None:
            raise InputError("Give the draft in a file, as in: verify --draft draft.txt QUESTION.", field="draft")
        with _batch_lines(draft, "draft") as lines:
            written = without_surrogates(lines.read().decode("utf-8", "replace"))
        found = open_assistant().verify(written, text, selection=selection, language=language)
        if as_json:
            _emit(json_line(_verdict(found)))
        elif found.accepted:
            console().print("The draft says what the rules compute.")
        else:
            from assistant.terminal import printable

            console().print("The draft is not accepted:")
            for reason in found.reasons:
                console().print(f"- {printable(reason)}", soft_wrap=True)
        if not found.accepted:
            raise typer.Exit(EXIT_NO_ANSWER)


@app.command()
def check(
    schemes: Annotated[
        list[str] | None, typer.Argument(metavar="[SCHEME]...", help="Scheme ids. Default: all schemes.")
    ] = None,
    as_json: JsonOption = False,
    hints: Annotated[bool, typer.Option("--hints", help="List what could be better, too.")] = False,
) -> None:
    """Check that rules and brochures agree, and show how much of each brochure is used.

    Exit codes: 0 nothing to mend, 1 something to mend, 2 a corpus that cannot be loaded or no such scheme.
    """
    with guarded():
        from dataclasses import asdict

        from assistant.corpus.completeness import check_scheme
        from assistant.corpus.loader import load_corpus

        corpus = load_corpus(Settings.from_environment().corpus_dir)
        known = tuple(corpus.schemes)
        for ident in schemes or ():
            if ident not in known:
                raise UnknownChoiceError(
                    f"There is no scheme {_clean(ident)!r}. Valid: {', '.join(known)}.", field="scheme", choices=known
                )
        reports = [check_scheme(corpus, ident) for ident in dict.fromkeys(schemes or known)]
        clean = not any(report.problems for report in reports)
        if as_json:
            _emit(json_line({"clean": clean, "schemes": [asdict(report) for report in reports]}))
        else:
            from assistant.terminal import show_check

            show_check(console(), reports, hints=hints)
        if not clean:
            raise typer.Exit(EXIT_PROBLEMS)


@app.command("api-key")
def api_key(
    name: Annotated[str, typer.Argument(help="For whom the key is: letters, digits, dots, - and _.")],
) -> None:
    """Make a key for a program; the server is told its hash only (ASSISTANT_API_KEYS)."""
    with guarded():
        from hashlib import sha256
        from secrets import token_urlsafe

        if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", name):
            raise InputError("A name has 1 to 64 letters, digits, dots, - and _.", field="name")
        key = token_urlsafe(32)
        _emit(key)
        say(f"Above: the key, for the program. For the server: {name}:{sha256(key.encode()).hexdigest()}")


@app.command("owner-password")
def owner_password() -> None:
    """Ask for the password of the owner's view and print its hash, for ASSISTANT_OWNER_PASSWORD; a pipe is read instead."""
    with guarded():
        from assistant.password import LONGEST, SHORTEST, hashed

        if sys.stdin.isatty():
            password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
        else:
            password = sys.stdin.buffer.readline(LONGEST * 8).decode("utf-8", "replace").rstrip("\r\n")
        if not SHORTEST <= len(password) <= LONGEST:
            raise InputError(f"A password has {SHORTEST} to {LONGEST} characters.", field="password")
        _emit(f"ASSISTANT_OWNER_PASSWORD={hashed(password)}")


@app.command()
def mcp() -> None:
    """Serve the operations as tools over MCP, on standard input and output, for an agent that starts this command."""
    with guarded():
        from assistant.agents.mcp_server import check_installed, serve_stdio

        check_installed()
        assistant = open_assistant()
        serve_stdio(lambda: assistant.operations)


@app.command()
@wraps(configuring.config)
def config(*args: Any, **options: Any) -> None:
    with guarded():
        configuring.config(*args, **options)


app.command()(backing_up.backup)
app.command()(backing_up.restore)


@app.command(epilog="python -m assistant ingest brochures/     python -m assistant ingest --list")
@wraps(ingesting.ingest)
def ingest(*args: Any, **options: Any) -> None:
    with guarded():
        ingesting.ingest(*args, **options)


def _run_batch(
    source: str,
    handle: Callable[[Assistant, Record], dict[str, object]],
    selection: Selection,
    *,
    drafts: bool = False,
) -> None:
    with _batch_lines(source) as lines:
        assistant = open_assistant()

        def told(error: Exception) -> str:
            say(defect(error))
            return defect(error)

        for line in run(
            lines, lambda record: handle(assistant, record), selection=selection, defect=told, drafts=drafts
        ):
            _emit(line)


def _verdict(found: Verification) -> dict[str, object]:
    return {"accepted": found.accepted, "reasons": list(found.reasons)}


def _batch_lines(source: str, what: str = "batch") -> AbstractContextManager[BinaryIO]:
    if source == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(source).open("rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BatchError(f"The {what} file {source!r} cannot be read: {reason}.", field=what) from error


def _passages(assistant: Assistant, query: str, k: int, scheme: str | None, part: Mapping[str, str]) -> list[Passage]:
    """Restated passages, each with the person's own words beside it, and passages of theirs that none restates.

    `part` narrows the search to a plan, document or edition.
    """
    found: list[Passage] = []
    for hit in assistant.search(query, k=k, scheme=scheme, **part):  # type: ignore[arg-type]
        passage: dict[str, Any] = {
            "document": hit.passage.document,
            "section": hit.passage.section,
            "page": hit.passage.page,
            "text": hit.passage.text,
            "score": float(hit.score),
            **_around(hit),
        }
        own = assistant.own(hit.passage.document, hit.passage.section)
        found.append({**passage, "own": own[0].model_dump()} if own else passage)
    for mine in assistant.search_own(query, k=k, scheme=scheme) if part.keys() <= {"document"} else ():
        if mine.restated is None and part.get("document", mine.own.document) == mine.own.document:
            own_passage = {"document": mine.own.document, "section": mine.section, "page": mine.own.page}
            found.append(
                {**own_passage, "text": mine.own.text, "score": float(mine.own.score), "title": mine.own.title}
            )
    return sorted(found, key=lambda passage: -float(passage["score"]))[:k]


def _around(hit: Hit) -> dict[str, Any]:
    """What stands around a passage: the titles above it, its neighbours, and other documents that say the same."""
    also = [{"document": each.document, "section": each.section, "page": each.page} for each in hit.also]
    around = {
        "parents": list(hit.passage.parents),
        "previous": hit.passage.previous,
        "next": hit.passage.next,
        "also": also,
    }
    return {name: value for name, value in around.items() if value}


def _dump(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


def _clean(value: str | None) -> str | None:
    """Take what a shell handed over: bytes that are no text become U+FFFD, an empty choice is none."""
    return without_surrogates(value) if value else None


def _required(value: str | None, name: str, example: str) -> str:
    if value is None:
        raise InputError(f"Give a {name}, as in: {example}; or many with --batch FILE.", field=name)
    return without_surrogates(value)


def _refuse_both(value: str | None, name: str) -> None:
    if value is not None:
        raise InputError(f"Give either a {name} or --batch FILE, not both.", field=name)


def _emit(line: str) -> None:
    """Write one line for programs: UTF-8 whatever the locale, and at once."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
