"""One process at a time changes a folder; the others wait."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError

_log = logging.getLogger(__name__)


@contextmanager
def locked(folder: Path, unwritable: Callable[[OSError], AssistantError]) -> Iterator[None]:
    """Hold a folder, which is made if missing; the lock ends with its process, however that ends.

    Args:
        unwritable: the error to raise where the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _log.warning("Another process is changing %s; waiting until it is done.", folder)
            lock.acquire()
    except OSError as error:
        raise unwritable(error) from error
    try:
        yield
    finally:
        lock.release()
