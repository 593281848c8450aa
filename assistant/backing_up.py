"""`assistant backup` and `restore`: what the data folder holds that cannot be made anew, as one file.

That is the owner's records, while a server writes to them, and a person's own documents with what links them. The index and what
else makes a start quick is left out. Settings, keys and passwords are the environment's and stand in no backup, nor does who is
signed in.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assistant import __version__
from assistant.errors import InputError, RetrievalError, StoreError
from assistant.guarded import guarded, say
from assistant.settings import Settings

FORMAT = "coverage-backup/1"
_ABOUT = "backup.json"
_RECORDS = "owner/records.sqlite3"
_FOLDER = "documents"
_DOCUMENT = re.compile(rf"{_FOLDER}/(?:catalogue|texts/[A-Za-z0-9._-]+)\.json")
_LIST = f"{_FOLDER}/catalogue.json"

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a ZIP file.")]


def backup(
    target: FileArgument,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file of that name.")] = False,
) -> None:
    """Write the records and the person's own documents of the data folder into one file; a server may go on meanwhile.

    Exit codes: 0 written, 2 it cannot be.
    """
    with guarded():
        settings = Settings.from_environment()
        if target.exists() and not replace:
            raise InputError(f"{target} is there already. Name another file, or write over it with --replace.")
        try:
            names = write_backup(settings.data_dir, target)
        except OSError as error:
            raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error
        say(f"Written: {target}, {_told(names)}.")
        if settings.database_url is not None:
            say("The records are in the database of ASSISTANT_DATABASE_URL: back them up with pg_dump.")


def restore(
    source: FileArgument,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of what is there.")] = False,
) -> None:
    """Put a backup back into the data folder; what is not in it is made anew at the next start.

    Exit codes: 0 done, 2 the file is no whole backup, or something is there already. Nothing is changed then.
    """
    with guarded():
        data_dir = Settings.from_environment().data_dir
        there = [name for name in (_RECORDS, _LIST) if (data_dir / name).exists()]
        if there and not replace:
            raise InputError(f"{data_dir} holds {' and '.join(there)} already. To replace that, add --replace.")
        say(f"Restored into {data_dir}: {_told(read_backup(source, data_dir))}.")


def write_backup(data_dir: Path, target: Path) -> list[str]:
    """Write a backup, whole or not at all, readable for this account alone; returns the names of the parts.

    Raises:
        OSError: it cannot be written.
        StoreError: the records cannot be read.
    """
    from assistant.documents.catalogue import Catalogue  # late: a command line that answers needs none of this

    handle, made = tempfile.mkstemp(prefix=".writing-", dir=target.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                about = {"format": FORMAT, "version": __version__, "at": dt.datetime.now(dt.UTC).isoformat()}
                archive.writestr(_ABOUT, json.dumps(about))
                if (data_dir / _RECORDS).exists():
                    with _copied(data_dir / _RECORDS) as copy:
                        archive.write(copy, _RECORDS)
                catalogue = Catalogue(data_dir / _FOLDER)
                if catalogue.stamp() is not None:
                    with catalogue.changing():
                        for path in (
                            catalogue.folder / "catalogue.json",
                            *sorted(catalogue.folder.glob("texts/*.json")),
                        ):
                            archive.write(path, path.relative_to(data_dir).as_posix())
                names = [name for name in archive.namelist() if name != _ABOUT]
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, target)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(made)
    return names


def read_backup(source: Path, data_dir: Path) -> list[str]:
    """Put a backup back, records while a server may use them; returns the names of the parts.

    Raises:
        InputError: the file is no whole backup; nothing was changed.
        StoreError: the records cannot be written.
    """
    from assistant.documents.catalogue import Catalogue

    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder)
        try:
            with zipfile.ZipFile(source) as archive:
                if json.loads(archive.read(_ABOUT))["format"] != FORMAT:
                    raise ValueError("it is of another version")
                names = [name for name in archive.namelist() if name == _RECORDS or _DOCUMENT.fullmatch(name)]
                for name in names:  # each is checked against its sum
                    archive.extract(name, unpacked)
            if _RECORDS in names:
                with contextlib.closing(sqlite3.connect(unpacked / _RECORDS)) as records:
                    if records.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                        raise ValueError("its records are damaged")
            try:
                Catalogue(unpacked / _FOLDER).entries()
            except RetrievalError:
                raise ValueError("its list of documents is damaged") from None
        except (OSError, ValueError, KeyError, TypeError, sqlite3.Error, zipfile.BadZipFile) as error:
            raise InputError(f"{source} is no whole backup: {error}. Nothing was changed.") from error
        if _RECORDS in names:
            _put_records(unpacked / _RECORDS, data_dir / _RECORDS)
        documents = [name for name in names if name != _RECORDS]
        if documents:
            with Catalogue(data_dir / _FOLDER).changing():
                # The list last: what it names is then there.
                for name in sorted(documents, key=lambda name: name == _LIST):
                    _put(unpacked / name, data_dir / name)
    return names


@contextlib.contextmanager
def _copied(path: Path) -> Iterator[Path]:
    """A copy of the records as they are at this moment, without who is signed in."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "records.sqlite3"
        try:
            with contextlib.closing(sqlite3.connect(path)) as here, contextlib.closing(sqlite3.connect(copy)) as there:
                here.backup(there)
                there.execute("PRAGMA journal_mode = DELETE")
                there.executescript("DELETE FROM sessions; DELETE FROM tries; VACUUM;")
        except sqlite3.Error as error:
            raise StoreError(f"The records at {path} cannot be read: {error}. Is the file damaged?") from error
        yield copy


def _put_records(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
        with contextlib.closing(sqlite3.connect(source)) as here, contextlib.closing(sqlite3.connect(target)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode = WAL")
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The records at {target} cannot be written: {error}. Delete the file and try again."
        ) from error


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(made, target)


def _told(names: list[str]) -> str:
    documents = sum(name.startswith(f"{_FOLDER}/texts/") for name in names)
    return f"{'the records' if _RECORDS in names else 'no records'}, {documents} of your own documents"
