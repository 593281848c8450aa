"""Answers that were computed, kept in the process and given again to whoever asks the same.

When a circular goes out, every member asks the same few questions on the same morning. An answer follows from what was
asked and from the day; the corpus, the index and the settings are those of one assistant for as long as it lives, and
what a person's own documents say is put beside an answer later. So nothing kept can be out of date.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import astuple
from threading import Lock

from assistant.answer import Answer, Language
from assistant.conversation import Selection

MOST = 50_000
"""Answers that are kept, at most, however short they are."""

OVERHEAD = 400
"""Bytes that Python needs for an entry besides the answer: its key, its place, the object that holds its bytes."""

_MB = 1_000_000


class KeptAnswers:
    """The answers asked for last, up to a bound in bytes and one in number. Safe to use from several threads.

    An answer is kept as the bytes of its JSON: their length is known, they hold nothing that a caller could change, and
    they are a fifth of what the objects take. Of a question only a digest is kept.
    """

    def __init__(self, megabytes: int, most: int = MOST) -> None:
        """Keep up to `megabytes` (millions of bytes) and `most` answers; 0 keeps none."""
        self._room, self._most = megabytes * _MB, most
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    @property
    def size(self) -> int:
        """Bytes that they take."""
        return self._size

    @property
    def on(self) -> bool:
        """Whether anything is kept at all."""
        return self._room > 0

    def get(self, key: bytes) -> Answer | None:
        """The answer to what was asked, or None where it has to be computed."""
        with self._lock:
            written = self._kept.get(key)
            if written is None:
                return None
            self._kept.move_to_end(key)
        return Answer.model_validate_json(written)

    def keep(self, key: bytes, answer: Answer) -> None:
        """Keep an answer; those that nobody has asked for longest make room for it."""
        written = answer.model_dump_json(by_alias=True).encode()
        if len(written) + OVERHEAD > self._room:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = written
            self._size += len(written) + OVERHEAD
            while self._size > self._room or len(self._kept) > self._most:
                self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """Keep nothing of what was answered before."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _drop(self, key: bytes) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._size -= len(gone) + OVERHEAD


def key_of(question: str, turns: Sequence[str], selection: Selection, language: Language | None, day: dt.date) -> bytes:
    """A digest of all that the answer to a question depends on in one process; whatever differs gives another.

    `turns` are the earlier messages of the person, as far as they are read.
    """
    asked = [question, list(turns), astuple(selection), language, day.isoformat()]
    # JSON tells where each part ends, and a number from a text that looks like it.
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=32).digest()
