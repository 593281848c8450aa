"""What was added, on disk: a catalogue that is swapped in whole, and beside it a file for each document.

    documents/catalogue.json     the list; what does not stand in it does not exist
    documents/texts/<id>.json    the text of a document and its links, never changed once the catalogue names it
    documents/index/             the search index of their passages

A process that is killed leaves at most a file that no catalogue names; the next one that adds something removes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.documents.linking import Link
from assistant.documents.model import Part
from assistant.errors import RetrievalError
from assistant.retrieval.locking import locked

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the catalogue.

    `id` is made from its content; `restates` are the brochures whose sections are linked with it, `scheme` is theirs or
    what the person said; `linked` of `sought` sections found their passage. `added` is a day (UTC). `replaces` is the id
    of the version before, which is gone.
    """

    id: str
    name: str
    title: str
    format: str
    language: str
    digest: str
    scheme: str | None = None
    restates: tuple[str, ...] = ()
    linked: int = 0
    sought: int = 0
    pages: int | None = None
    sections: int = 1
    tables: int = 0
    characters: int = 0
    encoding: str | None = None
    removed: Mapping[str, int] | None = None
    unread: tuple[int, ...] = ()
    added: str = ""
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """The text of a document, lines that were set aside, its links, and the digest of the sections they were made with."""

    parts: tuple[Part, ...]
    set_aside: tuple[str, ...]
    links: tuple[Link, ...]
    corpus: str


class Catalogue:
    """The folder of a person's documents. Several processes may use it at once; one at a time changes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._list = folder / "catalogue.json"
        self._texts = folder / "texts"

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes whenever the list does; None while there is none."""
        try:
            found = self._list.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def entries(self) -> tuple[Entry, ...]:
        """All documents, in the order in which they were added.

        Raises:
            RetrievalError: the list cannot be read.
        """
        try:
            data = json.loads(self._list.read_text(encoding="utf-8"))
            if data["format"] != _FORMAT:
                raise ValueError(f"format {data['format']!r}")
            return tuple(_entry(each) for each in data["documents"])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RetrievalError(
                f"The list of your documents, {self._list}, cannot be read ({error}). "
                "Remove its folder and add the documents again."
            ) from error

    def stored(self, ident: str) -> Stored | None:
        """The text of a document, or None where its file is gone or broken."""
        try:
            data = json.loads((self._texts / f"{ident}.json").read_text(encoding="utf-8"))
            return Stored(
                tuple(Part(**part) for part in data["parts"]),
                tuple(data["set_aside"]),
                tuple(Link(**each) for each in data["links"]),
                data["corpus"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write_text(self, ident: str, stored: Stored) -> None:
        """Write the text of a document, whole or not at all.

        Raises:
            RetrievalError: the folder cannot be written.
        """
        self._write(self._texts / f"{ident}.json", asdict(stored))

    def write_list(self, entries: Sequence[Entry]) -> None:
        """Put a new list in the place of the old one, then remove what it does not name.

        Raises:
            RetrievalError: the folder cannot be written.
        """
        self._write(self._list, {"format": _FORMAT, "documents": [asdict(entry) for entry in entries]})
        named = {f"{entry.id}.json" for entry in entries}
        for path in self._texts.glob("*"):
            if path.name not in named:
                with contextlib.suppress(OSError):
                    path.unlink()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the folder for a change; others wait.

        Raises:
            RetrievalError: the folder cannot be written.
        """
        with locked(self.folder, self._unwritable):
            try:
                self._texts.mkdir(exist_ok=True)
            except OSError as error:
                raise self._unwritable(error) from error
            yield

    def _write(self, path: Path, data: Mapping[str, Any]) -> None:
        made = None
        try:
            handle, made = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, path)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            if made is not None:
                with contextlib.suppress(OSError):
                    os.unlink(made)

    def _unwritable(self, error: OSError) -> RetrievalError:
        return RetrievalError(
            f"Your documents cannot be kept in {self.folder} ({error.strerror or error}). "
            "Set ASSISTANT_DATA_DIR to a folder that can be written."
        )


def content_digest(parts: Sequence[Part]) -> str:
    """A digest of the words of a document, whatever its format."""
    return hashlib.sha256(words_of(parts).encode("utf-8", "replace")).hexdigest()


def words_of(parts: Sequence[Part]) -> str:
    """The letters and figures of a document alone; a heading that goes on over pages counts once."""
    titles = [""] + [part.title for part in parts]
    text = "".join(f"{p.title if p.title != before else ''}{p.text}" for p, before in zip(parts, titles, strict=False))
    return "".join(character for character in text if character.isalnum())


def _entry(data: Mapping[str, Any]) -> Entry:
    return Entry(**{**data, "restates": tuple(data["restates"]), "unread": tuple(data["unread"])})
