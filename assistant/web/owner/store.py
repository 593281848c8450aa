"""The owner's records, in a file or a database that several processes write to; what is older than the retention time is deleted.

Text that people wrote comes here masked (`masking`). Deleted rows of a file are overwritten with zeros. The file may be deleted
at any time; it is made anew.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, Table, Text, delete, func, select

from assistant.web.database import Database

DAY = 86_400
"""Seconds."""
MOST_ROWS = 200_000
"""Rows of a table that are kept; beyond that the oldest go, however young."""
_VERSION = 1


def _at() -> Column[int]:
    """Seconds since 1970."""
    return Column("at", BigInteger, nullable=False)


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


_TABLES = MetaData()
asked = Table(
    "asked", _TABLES, Column("id", Integer, primary_key=True), _at(),
    *_text("door", "language", "state", "scheme", "subject", "selected", "question"),
    Index("asked_at", "at"),
)  # fmt: skip
"""Questions and how they ended."""
said = Table(
    "said", _TABLES, Column("id", Integer, primary_key=True), _at(), *_text("door", "language"),
    Column("helpful", Integer, nullable=False), *_text("reason", "comment", "kind", "scheme", "subject", "conversation"),
    Column("number", Integer, nullable=False), Index("said_at", "at"),
)  # fmt: skip
"""Opinions of answers."""
turns = Table(
    "turns", _TABLES, Column("id", Integer, primary_key=True), _at(),
    *_text("conversation", "language", "state", "scheme", "selected", "question", "answer"),
    Index("turns_at", "at"), Index("turns_conversation", "conversation"),
)  # fmt: skip
"""Questions and answers of conversations that may be kept."""
sessions = Table(
    "sessions", _TABLES, Column("token", Text, primary_key=True), *_text("form", "password"),
    Column("until", BigInteger, nullable=False),
)  # fmt: skip
"""Who is signed in."""
tries = Table("tries", _TABLES, _at(), *_text("address"))
"""Passwords that were tried."""
RECORDS = (asked, said, turns)
"""The tables that hold what people asked and said."""


logger = logging.getLogger(__name__)


def since_boot() -> float:
    """Seconds since the machine started, time asleep included where the system tells it; nobody sets this clock."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Store:
    """The records of a data folder (`owner/records.sqlite3`), or those of the database at `url`. Safe over threads.

    A clock that is set while the server runs deletes nothing: what is too old by it goes after the next start.

    `days` is how long a record is kept; `now` tells the time in seconds since 1970.
    """

    def __init__(
        self, data_dir: Path, days: int, now: Callable[[], float] = time.time, url: SecretStr | None = None
    ) -> None:
        self.path = data_dir / "owner" / "records.sqlite3"
        self.days, self.now = days, now
        self.database = Database(_TABLES, _VERSION, self.path, url)
        self._forgot = 0
        self._elapsed = since_boot if now is time.time else now
        self._start = now() - self._elapsed()
        self._told = False

    @contextmanager
    def open(self, *, alone: bool = False) -> Iterator[Connection]:
        """Open the records for one transaction, without what is too old; `alone` keeps others of that kind out meanwhile.

        Raises:
            StoreError: they cannot be read or written; the message says where they are.
        """
        with self.database.begin(alone=alone) as connection:
            self._forget_old(connection)
            yield connection

    def _forget_old(self, connection: Connection) -> None:
        now = int(self.now())
        if now == self._forgot:
            return
        for table in RECORDS:
            newest = select(func.max(table.c.id)).scalar_subquery()
            if not self._clock_was_set():
                connection.execute(delete(table).where(table.c.at < now - self.days * DAY))
            connection.execute(delete(table).where(table.c.id <= newest - MOST_ROWS))
        self._forgot = now

    def _clock_was_set(self) -> bool:
        """Whether the date has moved by more than a day against the time that has passed since the start."""
        moved = self.now() - self._elapsed() - self._start
        if abs(moved) > DAY and not self._told:
            self._told = True
            logger.warning(
                "The clock was set by %+.0f days. No record of the owner is deleted for its age until the server is started "
                "again with the right date.",
                moved / DAY,
            )
        return abs(moved) > DAY
