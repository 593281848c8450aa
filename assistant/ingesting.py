"""`assistant ingest`: take in a person's own brochures, list and remove them, and say what was understood of each."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import AssistantError, DocumentDamagedError, DocumentError, InputError
from assistant.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.documents.catalogue import Entry
    from assistant.documents.library import Added, Library

EXIT_SOME = 1
EXIT_NONE = 2
MOST_FILES = 10_000
"""Files that one folder may hold, so that a wrong folder is noticed early."""

_REMOVED = {
    "zero-width": "invisible characters",
    "bidi": "characters that turn the direction of text",
    "tag": "invisible letters",
    "control": "control characters",
    "script": "scripts and embedded objects",
    "comment": "comments",
    "hidden": "hidden texts",
    "html": "markup",
    "image": "pictures",
    "link": "links",
    "order": "lines that give orders to an assistant",
}
_QUIET = ("html", "image", "link", "comment")
"""What any document has and nobody hides anything in; counted in JSON, not told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: what was taken in, or why not."""

    path: str
    added: Added | None = None
    error: AssistantError | None = None

    def body(self) -> dict[str, Any]:
        """The outcome for programs."""
        if self.added is None:
            error = self.error
            assert error is not None
            return {"path": self.path, "status": "error", "error": {"code": error.code, "message": error.message}}
        replaced = self.added.replaced
        return {
            "path": self.path,
            "status": self.added.status.replace(" ", "_"),
            **({"replaced": replaced.id} if replaced else {}),
            **asdict(self.added.entry),
            "set_aside": list(self.added.reading.set_aside),
        }


def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH…", help="Files, or folders with all that is in them.")
    ] = None,
    scheme: Annotated[
        str | None, typer.Option("--scheme", help="Whose brochures these are. Default: their content tells.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the version before beside a new one, such as last year's edition.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List what was taken in.")] = False,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="ID", help="Remove a document; may be given again.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Take in brochures of your own: text, Markdown, HTML, PDF with text, DOCX.

    They stay on this machine, in the data folder. Where an answer cites a section, your brochure's own words stand beside
    it. They are never a rule: no verdict and no amount comes from them.

    Exit codes: 0 all taken in, 1 some could not be, 2 nothing could be used.
    """
    chosen = sum((bool(paths), listing, bool(remove)))
    if chosen != 1:
        raise InputError("Give PATHs to take in, or --list, or --remove ID.", field="paths")
    library, schemes = open_library(Settings.from_environment())
    if scheme is not None and scheme not in schemes:
        from assistant.documents.library import own_scheme_error

        raise own_scheme_error(scheme, schemes)
    if listing:
        _list(library.entries(), as_json)
        return
    if remove:
        gone = [library.remove(ident) for ident in dict.fromkeys(remove)]
        _emit([asdict(entry) for entry in gone], as_json, "removed")
        if not as_json:
            for entry in gone:
                _console().print(f"Removed: {_printable(entry.title)} ({entry.id})", soft_wrap=True)
        return
    _add(library, paths or [], scheme, keep, as_json)


def open_library(settings: Settings) -> tuple[Library, tuple[str, ...]]:
    """The documents of the data folder, and the schemes that there are.

    Raises:
        CorpusError: a brochure of the corpus cannot be read.
    """
    from assistant.corpus.loader import load_sections
    from assistant.documents.library import FOLDER, Library

    sections = load_sections(settings.corpus_dir)
    library = Library(settings.data_dir / FOLDER, sections, settings.embedding)
    return library, tuple(dict.fromkeys(section.scheme for section in sections))


def _add(library: Library, paths: Sequence[str], scheme: str | None, keep: bool, as_json: bool) -> None:
    from assistant.documents.isolation import IsolatedReader

    told = _console(stderr=True)
    files, skipped = _files(paths)
    outcomes: list[Outcome] = []
    try:
        with IsolatedReader() as read:
            for number, (name, path) in enumerate(files, 1):
                add = partial(library.add, name=path.name, scheme=scheme, keep=keep, read=read)
                outcomes.append(_take(name, path, add))
                line = f"[{number}/{len(files)}] {_line(outcomes[-1])}"
                told.print(line, soft_wrap=True, style="" if outcomes[-1].added else "red")
        if any(outcome.added for outcome in outcomes):
            library.open(lambda done, total: _progress(told, done, total))
    except KeyboardInterrupt:
        whole = sum(outcome.added is not None for outcome in outcomes)
        told.print(f"Stopped. {whole} of {len(files)} documents were taken in, whole; the others were not touched.")
        raise
    if as_json:
        _emit([outcome.body() for outcome in outcomes], True, "documents")
    else:
        _report(outcomes, skipped)
    failed = sum(outcome.added is None for outcome in outcomes)
    if failed:
        raise typer.Exit(EXIT_NONE if failed == len(outcomes) else EXIT_SOME)


def _files(paths: Sequence[str]) -> tuple[list[tuple[str, Path]], int]:
    """The files of all paths in order, and how many files in folders are of kinds that are not read.

    Raises:
        InputError: a folder holds too many files, or no file that is read is there at all.
    """
    from assistant.documents.reading import KNOWN

    found: dict[Path, str] = {}
    skipped = 0
    for given in paths:
        path = Path(given).expanduser()
        if not path.is_dir():
            found.setdefault(path, given)
            continue
        for inside in _walk(path):
            if inside.suffix.lower() in KNOWN:
                found.setdefault(inside, str(inside))
            else:
                skipped += 1
            if len(found) + skipped > MOST_FILES:
                raise InputError(f"{given} holds more than {MOST_FILES:,} files. Name the folder of the brochures.")
    if not found:
        kinds = ", ".join(sorted(KNOWN))
        raise InputError(
            f"No brochure was found in {', '.join(paths)}. These endings are read: {kinds}.", field="paths"
        )
    return [(name, path) for path, name in found.items()], skipped


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder by name, hidden ones and links to other folders left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")):
                yield Path(root) / name


def _take(name: str, path: Path, add: Callable[[bytes], Added]) -> Outcome:
    """Take in one file; what is wrong with it is its outcome, and the others go on."""
    shown = _printable(name)
    try:
        return Outcome(shown, add(_bytes(path)))
    except DocumentError as error:
        return Outcome(shown, error=error)
    except AssistantError:
        raise  # nothing can be kept: no file would fare better
    except Exception as error:
        defect = f"This is a defect of the assistant; please report it ({type(error).__name__}: {error})."
        return Outcome(shown, error=DocumentDamagedError(defect))


def _bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: it cannot be opened, is no file, or is too large.
    """
    from assistant.documents.model import MAX_BYTES
    from assistant.documents.reading import too_large

    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise DocumentDamagedError("It is no file. Name a file or a folder.")
        if found.st_size > MAX_BYTES:
            raise too_large(found.st_size)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        what = "Check the name." if isinstance(error, FileNotFoundError) else "Check that you may read it."
        raise DocumentDamagedError(f"It cannot be opened: {reason}. {what}") from error


def _line(outcome: Outcome) -> str:
    if outcome.added is None:
        return f"{outcome.path}: {outcome.error.message if outcome.error else ''}"
    entry = outcome.added.entry
    status = {
        "added": "taken in:",
        "duplicate": "is here already, nothing was changed:",
        "new version": "taken in as another version of one that is kept:",
    }[outcome.added.status]
    if outcome.added.replaced is not None:
        status = f"taken in as a new version of {outcome.added.replaced.id}, which is gone (--keep would keep it):"
    return f"{outcome.path}: {status} {_printable(entry.title)} ({entry.id})"


def _progress(console: Console, done: int, total: int) -> None:
    if done in (0, total):
        console.print("Building the index of your documents …" if not done else f"{total} passages can be found.")


def _report(outcomes: Sequence[Outcome], skipped: int) -> None:
    console = _console()
    good = [outcome.added for outcome in outcomes if outcome.added is not None]
    if good:
        _show(console, [added.entry for added in good])
    for added in good:
        for note in notes(added):
            console.print(f"{_printable(added.entry.title)}: {_printable(note)}", soft_wrap=True)
    bad = [outcome for outcome in outcomes if outcome.added is None]
    if bad:
        console.print(f"{len(bad)} of {len(outcomes)} could not be taken in:", style="bold red")
        for outcome in bad:
            console.print(f"  {_line(outcome)}", soft_wrap=True)
    if skipped:
        console.print(f"{skipped} other files in these folders are of kinds that are not read.")


def notes(added: Added) -> list[str]:
    """What a person should know of a document besides its figures."""
    entry, reading = added.entry, added.reading
    found = []
    told = [f"{count:,} {_REMOVED[kind]}" for kind, count in reading.removed.items() if kind not in _QUIET]
    if told:
        found.append(f"left out, as no reader is meant to see or follow them: {', '.join(told)}.")
    found += [f"not quoted, as it speaks to an assistant: “{line[:80]}”" for line in reading.set_aside[:5]]
    if reading.unread:
        pages = ", ".join(map(str, reading.unread[:20])) + (" …" if len(reading.unread) > 20 else "")
        found.append(f"page {pages} holds pictures without text; run text recognition (OCR) to have it read.")
    if not entry.restates:
        found.append("is no brochure of the schemes here: its passages can be found, and no answer cites it.")
    elif entry.linked < entry.sought:
        found.append(f"{entry.sought - entry.linked} of {entry.sought} restated sections have no passage in it.")
    return found


def _list(entries: Sequence[Entry], as_json: bool) -> None:
    if as_json:
        _emit([asdict(entry) for entry in entries], True, "documents")
    elif entries:
        _show(_console(), entries)
    else:
        _console().print("No documents of your own are here yet: python -m assistant ingest PATH…")


def _show(console: Console, entries: Sequence[Entry]) -> None:
    from rich.text import Text

    for entry in entries:
        console.print(Text.assemble((entry.id, "bold"), "  ", _printable(entry.title)), soft_wrap=True)
        console.print(Text(f"    {_printable(' · '.join(_facts(entry)))}", style="dim"), soft_wrap=True)


def _facts(entry: Entry) -> Iterator[str]:
    """What was understood of a document, piece by piece."""
    yield entry.name
    yield entry.format + (f" in {entry.encoding}" if entry.encoding not in (None, "UTF-8") else "")
    yield {"ja": "Japanese", "en": "English"}.get(entry.language, entry.language)
    if entry.pages:
        yield _count(entry.pages, "page")
    yield _count(entry.sections, "section")
    yield _count(entry.tables, "table")
    yield f"{entry.characters:,} characters"
    if entry.restates:
        yield f"{', '.join(entry.restates)}: {entry.linked} of {entry.sought} sections linked"
    elif entry.scheme:
        yield entry.scheme
    yield f"added {entry.added}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _emit(value: list[dict[str, Any]], as_json: bool, key: str) -> None:
    if as_json:
        from assistant.batch import without_surrogates

        typer.echo(without_surrogates(json.dumps({key: value}, ensure_ascii=False)))


def _printable(text: str) -> str:
    from assistant.terminal import printable

    return printable(text)


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)
