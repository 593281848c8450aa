"""Bounds on calls that hold over several processes, and over several machines where they share a database.

Of each caller one moment is kept: when its bucket will be full again (GCRA, which counts as a bucket that fills steadily). Who is
full again is forgotten, and of an address only a hash is kept. A database that fails lets nobody wait: the process then counts for
itself.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from pydantic import SecretStr
from sqlalchemy import Column, Double, Index, MetaData, Table, Text, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.errors import StoreError
from assistant.web.buckets import Buckets, Left
from assistant.web.database import Database

logger = logging.getLogger(__name__)

_VERSION = 1
_TABLES = MetaData()
_CALLS = Table(
    "calls", _TABLES, Column("caller", Text, primary_key=True), Column("full_at", Double, nullable=False),
    Index("calls_full_at", "full_at"),
)  # fmt: skip
_MINUTE = 60.0
_REST = 10.0
"""Seconds for which a database that failed is left alone, as one that hangs would hold each call up."""
_MOST_AT_ONCE = 2
"""Threads of a process that look at the bounds; more would only wait for one another."""


class SharedBuckets:
    """One bucket a caller for all processes; `per_minute` calls, 0 for no bound. Callers of another `kind` are others."""

    def __init__(self, database: Database, kind: str, per_minute: int, now: Callable[[], float] = time.time) -> None:
        self.database, self.kind, self.per_minute, self._now = database, kind, per_minute, now
        self._alone = Buckets(per_minute)
        self._lock = threading.Lock()
        self._told = self._swept = -_MINUTE
        self._again_at = 0.0
        self._limiter: CapacityLimiter | None = None

    async def take(self, caller: str) -> Left:
        """Take one call from the caller's bucket, beside the event loop."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(_MOST_AT_ONCE)
        # Threads of their own: those that answer may all be busy, which is when a bound is needed.
        return await to_thread.run_sync(partial(self.taken, caller), limiter=self._limiter)

    def taken(self, caller: str) -> Left:
        """Take one call from the caller's bucket."""
        if time.monotonic() >= self._again_at:
            try:
                return self._taken(hashlib.sha256(f"{self.kind} {caller}".encode()).hexdigest()[:32])
            except StoreError as error:
                self._failed(error)
        with self._lock:
            return self._alone.take(caller)

    def _failed(self, error: StoreError) -> None:
        """Leave the database alone for a while, and say so once a minute."""
        with self._lock:
            now = time.monotonic()
            self._again_at = now + _REST
            if now - self._told >= _MINUTE:
                self._told = now
                logger.error("Calls are counted by each process alone: %s", error.message)

    def _taken(self, caller: str) -> Left:
        now, each = self._now(), _MINUTE / self.per_minute
        with self.database.begin() as connection:
            if abs(now - self._swept) >= _MINUTE:
                self._swept = now
                connection.execute(delete(_CALLS).where(_CALLS.c.full_at <= now))
            wanted = select(_CALLS.c.full_at).where(_CALLS.c.caller == caller).with_for_update()
            found = connection.execute(wanted).scalar_one_or_none()
            # Further ahead than a whole bucket is a clock that was put back.
            full_at = now if found is None else min(max(found, now), now + _MINUTE)
            allowed = full_at + each <= now + _MINUTE + 1e-6
            full_at += each * allowed
            if full_at != found:
                insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
                row = insert(_CALLS).values(caller=caller, full_at=full_at)
                connection.execute(row.on_conflict_do_update(index_elements=["caller"], set_={"full_at": full_at}))
        left = (now + _MINUTE - full_at) / each
        return Left(allowed, int(left + 1e-6), max(0.0, (1 - left) * each))


def shared_buckets(
    data_dir: Path, url: SecretStr | None, per_address: int, per_key: int
) -> tuple[SharedBuckets, SharedBuckets]:
    """The buckets of addresses and of keys, in a file of the data folder or in the database at `url`."""
    # What is lost when the power fails is a minute's count.
    database = Database(_TABLES, _VERSION, data_dir / "limits" / "calls.sqlite3", url, lasting=False)
    return SharedBuckets(database, "address", per_address), SharedBuckets(database, "key", per_key)
