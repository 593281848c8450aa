"""The owner's records: one SQLite file that several processes write to; what is older than the retention time is deleted.

Text that people wrote comes here masked (`masking`). Deleted rows are overwritten with zeros. The file may be deleted at any
time; it is made anew.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StoreError

DAY = 86_400
"""Seconds."""
MOST_ROWS = 200_000
"""Rows of a table that are kept; beyond that the oldest go, however young."""
_VERSION = 1
_WAIT_SECONDS = 3.0
_TABLES = """
CREATE TABLE IF NOT EXISTS asked (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, door TEXT NOT NULL, language TEXT NOT NULL, state TEXT NOT NULL,
    scheme TEXT NOT NULL, subject TEXT NOT NULL, selected TEXT NOT NULL, question TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS asked_at ON asked (at);
CREATE TABLE IF NOT EXISTS said (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, door TEXT NOT NULL, language TEXT NOT NULL, helpful INTEGER NOT NULL,
    reason TEXT NOT NULL, comment TEXT NOT NULL, kind TEXT NOT NULL, scheme TEXT NOT NULL, subject TEXT NOT NULL,
    conversation TEXT NOT NULL, number INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS said_at ON said (at);
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, conversation TEXT NOT NULL, language TEXT NOT NULL, state TEXT NOT NULL,
    scheme TEXT NOT NULL, selected TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_at ON turns (at);
CREATE INDEX IF NOT EXISTS turns_conversation ON turns (conversation);
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY, form TEXT NOT NULL, password TEXT NOT NULL, until INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS tries (at INTEGER NOT NULL, address TEXT NOT NULL);
"""
RECORDS = ("asked", "said", "turns")
"""The tables that hold what people asked and said."""


class Store:
    """The file `owner/records.sqlite3` in a data folder; `days` is how long a record is kept. Safe over threads."""

    def __init__(self, data_dir: Path, days: int, now: Callable[[], float] = time.time) -> None:
        self.path = data_dir / "owner" / "records.sqlite3"
        self.days, self.now = days, now
        self._lock = threading.Lock()
        self._made = False

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction, without what is too old.

        Raises:
            StoreError: it cannot be read or written; the message says where it is.
        """
        try:
            self._make()
            connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            self._forget_old(connection)
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        finally:
            connection.close()  # what was not committed is undone

    def _make(self) -> None:
        with self._lock:
            if self._made and self.path.exists():
                return
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Only the account that the server runs under may read it.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version > _VERSION:
                    raise sqlite3.DatabaseError("it was made by a later version of the assistant")
                connection.executescript(_TABLES)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            finally:
                connection.close()
            self._made = True

    def _forget_old(self, connection: sqlite3.Connection) -> None:
        eldest = int(self.now()) - self.days * DAY
        for table in RECORDS:
            connection.execute(f"DELETE FROM {table} WHERE at < ?", (eldest,))
            connection.execute(f"DELETE FROM {table} WHERE id <= (SELECT max(id) FROM {table}) - ?", (MOST_ROWS,))

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError(
            f"The owner's records at {self.path} cannot be used: {error}. Check the rights and the space of the disk; "
            "if the file is damaged, delete it.",
            field="ASSISTANT_DATA_DIR",
        )
