"""Who is signed in, and how often a password may be tried; kept in the store, so that all processes agree.

Of a session only the hash of its token is kept, of an address only a hash, for a quarter of an hour.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy import delete, func, insert, or_, select

from assistant.password import matches
from assistant.web.owner.store import Store, sessions, tries

SESSION_SECONDS = 8 * 3600
WINDOW_SECONDS = 15 * 60
MOST_TRIES = 5
"""Wrong passwords from one address within the window."""
MOST_TRIES_OF_ALL = 100


@dataclass(frozen=True, slots=True)
class Session:
    """A session: its token for the cookie, and the token that every form of it carries."""

    token: str
    form: str


class TooManyTriesError(Exception):
    """The password was tried too often; `wait` are the seconds until it may be tried again."""

    def __init__(self, wait: int) -> None:
        super().__init__(str(wait))
        self.wait = wait


class Sessions:
    """Signs the owner in and out; `password` is the hash of the settings."""

    def __init__(self, store: Store, password: str) -> None:
        self.store, self.password = store, password
        # With another password the sessions of the old one end.
        self._mark = hashlib.sha256(password.encode()).hexdigest()[:16]

    def sign_in(self, password: str, address: str) -> Session | None:
        """Return a new session, or None where the password is wrong.

        Raises:
            TooManyTriesError: too many wrong ones came from this address, or from all together.
            StoreError: the store cannot be used.
        """
        who = hashlib.sha256(f"{self._mark} {address}".encode()).hexdigest()[:24]
        now = int(self.store.now())
        with self.store.open(alone=True) as db:
            db.execute(delete(tries).where(tries.c.at <= now - WINDOW_SECONDS))
            db.execute(delete(sessions).where(or_(sessions.c.until <= now, sessions.c.password != self._mark)))
            every = select(func.count(), func.min(tries.c.at)).select_from(tries)
            number, first = db.execute(every.where(tries.c.address == who)).one()
            number_of_all, first_of_all = db.execute(every).one()
            refused = first if number >= MOST_TRIES else first_of_all if number_of_all >= MOST_TRIES_OF_ALL else None
            if refused is None:
                # Counted before it is checked, so that many at once do not all get through.
                db.execute(insert(tries).values(at=now, address=who))
        if refused is not None:
            raise TooManyTriesError(max(1, refused + WINDOW_SECONDS - now))
        if not matches(password, self.password):
            return None
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        with self.store.open() as db:
            db.execute(delete(tries).where(tries.c.at == now, tries.c.address == who))
            db.execute(
                insert(sessions).values(
                    token=_hash(session.token), form=session.form, password=self._mark, until=now + SESSION_SECONDS
                )
            )
        return session

    def find(self, token: str) -> Session | None:
        """Return the session of a cookie, or None where there is none or it has ended."""
        if not token:
            return None
        with self.store.open() as db:
            form = db.execute(
                select(sessions.c.form).where(
                    sessions.c.token == _hash(token),
                    sessions.c.until > int(self.store.now()),
                    sessions.c.password == self._mark,
                )
            ).scalar_one_or_none()
        return Session(token, form) if form else None

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self.store.open() as db:
            db.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def same(given: str, expected: str) -> bool:
    """Compare two tokens without telling by the time taken how far they agree."""
    return bool(expected) and compare_digest(given.encode(), expected.encode())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
