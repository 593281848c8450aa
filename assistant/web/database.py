"""Where state is kept that several processes share: a SQLite file in the data folder, or one PostgreSQL database for all machines.

A SQLite file is in WAL mode, readable for the account of the server alone, and made anew when it is gone. A transaction takes
the file for itself from its start, so that what it read still holds when it writes; with PostgreSQL `alone` does that.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from assistant.errors import StoreError

_WAIT_SECONDS = 3.0
# A server that hangs, or that cannot be reached any more, holds nothing up for longer (libpq; milliseconds but for the first).
_PATIENCE = {
    "connect_timeout": int(_WAIT_SECONDS),
    "tcp_user_timeout": int(_WAIT_SECONDS * 1000),
    "options": f"-c statement_timeout={int(_WAIT_SECONDS * 1000)}",
}
_LOCK = 7_031_860_417
"""The number of our lock in PostgreSQL; it means nothing and must stay the same."""


class Database:
    """Tables in a file, or, where `url` is given, in PostgreSQL. Safe over threads and processes."""

    def __init__(
        self, tables: MetaData, version: int, file: Path, url: SecretStr | None = None, *, lasting: bool = True
    ) -> None:
        """`version` is that of the tables, which later ones raise. What is not `lasting` may be lost when the power fails.

        Raises:
            StoreError: the driver of PostgreSQL is not installed.
        """
        self.tables, self.version, self.file, self.url = tables, version, file, url
        self._lasting = lasting
        self._lock = threading.Lock()
        self._made = False
        self._engine = self._in_file() if url is None else self._on_server(url)

    @property
    def place(self) -> str:
        """Where it is, for messages; a password is not shown."""
        return str(self.file) if self.url is None else self._engine.url.render_as_string()

    @contextmanager
    def begin(self, *, alone: bool = False) -> Iterator[Connection]:
        """Open a transaction, which is undone where an error leaves it; `alone` lets no other one of that kind in meanwhile.

        Raises:
            StoreError: the database cannot be used; the message says where it is and what to do.
        """
        try:
            self._make()
            with self._engine.begin() as connection:
                if alone:
                    self._take(connection)
                yield connection
        except (OSError, SQLAlchemyError) as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _make(self) -> None:
        """Make the tables where they are missing."""
        with self._lock:
            if self._made and (self.url is not None or self.file.exists()):
                return
            if self.url is None:
                self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
            with self._engine.begin() as connection:
                self._take(connection)
                found = self._version(connection)
                if found > self.version:
                    raise OSError("it was made by a later version of the assistant")
                self.tables.create_all(connection)
                self._set_version(connection, found)
            self._made = True

    def _version(self, connection: Connection) -> int:
        if self.url is None:
            return int(connection.execute(text("PRAGMA user_version")).scalar_one())
        if not inspect(connection).has_table("coverage_version"):
            return 0
        return int(connection.execute(text("SELECT version FROM coverage_version")).scalar_one())

    def _set_version(self, connection: Connection, found: int) -> None:
        if self.url is None:
            connection.execute(text(f"PRAGMA user_version = {self.version:d}"))
        elif not found:
            connection.execute(text("CREATE TABLE coverage_version (version INTEGER NOT NULL)"))
            connection.execute(text("INSERT INTO coverage_version VALUES (:version)"), {"version": self.version})

    def _take(self, connection: Connection) -> None:
        if self.url is not None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})

    def _in_file(self) -> Engine:
        # A connection a transaction: it takes a fraction of a millisecond, and no process holds a file that was deleted.
        address = URL.create("sqlite", database=str(self.file))
        engine = create_engine(
            address, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": _WAIT_SECONDS}
        )

        @event.listens_for(engine, "connect")
        def _(connection: Any, _record: object) -> None:
            connection.isolation_level = None  # transactions are begun below
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if self._lasting else 'OFF'}")

        @event.listens_for(engine, "begin")
        def _(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    def _on_server(self, url: SecretStr) -> Engine:
        try:
            return create_engine(
                url.get_secret_value(), pool_pre_ping=True, pool_size=5, max_overflow=5, pool_timeout=_WAIT_SECONDS,
                hide_parameters=True, connect_args=_PATIENCE,
            )  # fmt: skip
        except ImportError:
            raise StoreError(
                "ASSISTANT_DATABASE_URL needs the driver of PostgreSQL: pip install 'coverage-assistant[postgres]'.",
                field="ASSISTANT_DATABASE_URL",
            ) from None

    def _unusable(self, error: Exception) -> StoreError:
        # What SQLAlchemy adds names the statement; the first line of the database's own words is enough.
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        if self.url is None:
            advice = "Check the rights and the space of the disk; if the file is damaged, delete it."
            return StoreError(f"{self.file} cannot be used: {reason}. {advice}", field="ASSISTANT_DATA_DIR")
        advice = "Check ASSISTANT_DATABASE_URL and that server."
        return StoreError(f"{self.place} cannot be used: {reason}. {advice}", field="ASSISTANT_DATABASE_URL")
