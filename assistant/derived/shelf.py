"""A folder of derived data: each file is whole and belongs to one state of corpus, code and Python, or it is ignored.

A file's name ends in a digest of what it was made from, and it begins with a digest of what is in it. It is written
beside its place and renamed when it is whole, so that processes that start at once each find all of it or nothing.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import tempfile
import time
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = "derived"
"""Below the data folder."""

_FORMAT = b"coverage-derived/1\n"
_SUFFIX = ".kept"
_UNUSED_DAYS = 30
_DAY = 86_400
_STATES = 5
"""Of one name that are kept: releases may run beside each other, and who edits the corpus makes one at each start."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Derived data of one state of things; `key` is a digest of all that it is made from. Without a folder nothing is kept."""

    folder: Path | None = None
    key: str = ""

    def read(self, name: str) -> bytes | None:
        """What was kept under this name, or None: nothing is there, or it is not what was written."""
        if self.folder is None:
            return None
        path = self._path(name)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        head = self._head(name, content[len(_FORMAT) + 32 :])
        if content[: len(head)] != head:
            _log.warning("%s is damaged and is made anew.", path)
            return None
        with suppress(OSError):  # on a disk that is read only
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)
        return content[len(head) :]

    def write(self, name: str, content: bytes) -> None:
        """Keep something; where that is not possible, it is made anew at the next start."""
        if self.folder is None:
            return
        path = self._path(name)
        made: str | None = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, made = tempfile.mkstemp(prefix=".making-", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(self._head(name, content) + content)
            os.replace(made, path)
        except OSError as error:
            _log.info("%s is not kept: %s", path, error)
            if made is not None:
                with suppress(OSError):
                    os.unlink(made)
        else:
            self._prune(name)

    def read_arrays(self, name: str) -> dict[str, Any] | None:
        """The arrays of numpy that were kept under this name, or None."""
        import numpy as np

        content = self.read(name)
        if content is None:
            return None
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                return {key: stored[key] for key in stored.files}
        except (OSError, ValueError, zipfile.BadZipFile):
            return None

    def write_arrays(self, name: str, arrays: Mapping[str, Any]) -> None:
        """Keep arrays of numpy, as `write`."""
        import numpy as np

        if self.folder is not None:
            content = io.BytesIO()
            np.savez(content, **arrays)
            self.write(name, content.getvalue())

    def _path(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{name}-{self.key[:24]}{_SUFFIX}"

    def _head(self, name: str, content: bytes) -> bytes:
        digest = hashlib.sha256(f"{name}\0{self.key}\0".encode())
        digest.update(content)
        return _FORMAT + digest.digest()

    def _prune(self, name: str) -> None:
        """Remove what no start has used for a month, what killed processes left, and all but the last few states of a name."""
        assert self.folder is not None
        used: dict[Path, float] = {}
        for path in (*self.folder.glob(f"*{_SUFFIX}"), *self.folder.glob(".making-*")):
            with suppress(OSError):  # another process removes them, too
                used[path] = path.stat().st_mtime
        states = [
            path for path in used if path.name.startswith(f"{name}-") and len(path.name) == len(self._path(name).name)
        ]
        surplus = sorted(states, key=lambda path: -used[path])[_STATES:]
        before = time.time() - _UNUSED_DAYS * _DAY
        for path in {*surplus, *(path for path, at in used.items() if at < before)}:
            with suppress(OSError):
                path.unlink()


NOWHERE = Shelf()
"""Keeps nothing."""


def digest_of(files: Iterable[Path], *more: str) -> str:
    """A digest of the content of files, in the given order, and of texts such as the versions of libraries.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for text in more:
        digest.update(text.encode() + b"\0")
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
