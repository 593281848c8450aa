"""Turns that were read of late: a conversation is sent whole with every turn, and each request of a message is read after it.

A reading depends on the turns, on what was selected and on the language alone, so a turn that comes again is not read
again. Kept are the readings of a few hundred turns, by a digest of all that they depend on.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

from assistant.conversation import Selection
from assistant.understanding.query import Query
from assistant.understanding.text import Language

KEPT = 256
"""Turns."""


class Frames:
    """Readings of turns by what they depend on; safe over threads."""

    def __init__(self) -> None:
        self._read: OrderedDict[bytes, Query] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._read)

    def get(self, key: bytes) -> Query | None:
        """The reading of a turn, if it was read of late."""
        with self._lock:
            found = self._read.get(key)
            if found is not None:
                self._read.move_to_end(key)
            return found

    def put(self, key: bytes, query: Query) -> None:
        """Keep the reading of a turn, in the place of the one that was not asked for longest."""
        with self._lock:
            self._read[key] = query
            self._read.move_to_end(key)
            if len(self._read) > KEPT:
                self._read.popitem(last=False)


def key_of(before: bytes, turn: str, selection: Selection, language: Language | None) -> bytes:
    """The key of a turn, given the key of the one before it; `language` where the turn is read as one whatever it looks like."""
    told = "\0".join((repr(selection), language or "", turn))
    return blake2b(before + told.encode("utf-8", "surrogatepass"), digest_size=16).digest()
