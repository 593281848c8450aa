"""What the owner's view shows, read from the store: counts, unanswered questions, opinions, subjects, conversations."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from assistant.web.owner.store import DAY, Store

PAGE = 50
"""Entries of a page."""
MOST_EXPORTED = 100_000
_UNANSWERED = "state IN ('not_stated', 'no_answer', 'failed')"


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at: the last `days` (0: everything that is kept), and which page of it, from 1."""

    days: int = 0
    page: int = 1

    def since(self, store: Store) -> int:
        """Return the first second of the span."""
        return int(store.now()) - self.days * DAY if self.days else 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a span; `states` counts questions by how they ended, `reasons` opinions by reason."""

    asked: int = 0
    states: dict[str, int] = field(default_factory=dict)
    helpful: int = 0
    unhelpful: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    conversations: int = 0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that could not be answered, with how often it was asked in these words and when last."""

    id: int
    at: int
    question: str
    times: int
    state: str
    scheme: str
    language: str
    door: str
    selected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said of an answer."""

    id: int
    at: int
    helpful: bool
    reason: str
    comment: str
    kind: str
    scheme: str
    subject: str
    language: str
    door: str
    conversation: str
    number: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What people asked about, and how often."""

    scheme: str
    subject: str
    times: int
    last: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that may be read: its id, its latest question's time, its first question, how many there are."""

    id: str
    at: int
    first: str
    questions: int
    language: str
    scheme: str
    unhelpful: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer within a conversation, with what was said of it."""

    at: int
    question: str
    answer: str
    state: str
    language: str
    scheme: str
    selected: dict[str, Any]
    opinions: tuple[Opinion, ...] = ()


class Records:
    """The store, as the view reads it. Every method raises `StoreError` where the file cannot be used."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def overview(self, span: Span) -> Overview:
        """Return the counts of a span."""
        since = span.since(self.store)
        with self.store.open() as db:
            states = dict(db.execute("SELECT state, count(*) FROM asked WHERE at >= ? GROUP BY state", (since,)))
            helpful = dict(db.execute("SELECT helpful, count(*) FROM said WHERE at >= ? GROUP BY helpful", (since,)))
            reasons = db.execute(
                "SELECT CASE WHEN reason = '' THEN 'other' ELSE reason END, count(*) FROM said WHERE at >= ? AND NOT helpful "
                "GROUP BY 1 ORDER BY 2 DESC", (since,),
            )  # fmt: skip
            talks = db.execute("SELECT count(DISTINCT conversation) FROM turns WHERE at >= ?", (since,)).fetchone()[0]
            return Overview(
                sum(states.values()), states, helpful.get(1, 0), helpful.get(0, 0), dict(reasons.fetchall()), talks
            )

    def unanswered(self, span: Span, most: int = PAGE) -> tuple[list[Unanswered], int]:
        """Return a page of unanswered questions, the latest first, and how many there are; equal ones are one."""
        wanted = f"FROM asked WHERE {_UNANSWERED} AND at >= ? GROUP BY question, state, scheme"
        rows, total = self._page(
            "SELECT max(id) AS id, max(at) AS at, question, count(*) AS times, state, scheme, language, door, "
            f"selected {wanted} ORDER BY at DESC, id DESC", f"SELECT count(*) FROM (SELECT 1 {wanted})", span, most,
        )  # fmt: skip
        return [Unanswered(**_loaded(row)) for row in rows], total

    def opinions(self, span: Span, most: int = PAGE) -> tuple[list[Opinion], int]:
        """Return a page of opinions, the latest first, and how many there are."""
        rows, total = self._page(
            "SELECT * FROM said WHERE at >= ? ORDER BY at DESC, id DESC",
            "SELECT count(*) FROM said WHERE at >= ?",
            span,
            most,
        )
        return [_opinion(row) for row in rows], total

    def subjects(self, span: Span, most: int = PAGE) -> tuple[list[Subject], int]:
        """Return a page of subjects, those asked about most first, and how many there are."""
        wanted = "FROM asked WHERE subject <> '' AND at >= ? GROUP BY scheme, subject"
        rows, total = self._page(
            f"SELECT scheme, subject, count(*) AS times, max(at) AS last {wanted} ORDER BY times DESC, last DESC, subject",
            f"SELECT count(*) FROM (SELECT 1 {wanted})", span, most,
        )  # fmt: skip
        return [Subject(**dict(row)) for row in rows], total

    def talks(self, span: Span, most: int = PAGE) -> tuple[list[Talk], int]:
        """Return a page of conversations, the latest first, and how many there are."""
        wanted = "FROM turns WHERE at >= ? GROUP BY conversation"
        rows, total = self._page(
            "SELECT conversation AS id, max(at) AS at, count(*) AS questions, min(id) AS first_id, language, scheme "
            f"{wanted} ORDER BY at DESC, first_id DESC", f"SELECT count(*) FROM (SELECT 1 {wanted})", span, most,
        )  # fmt: skip
        talks = []
        with self.store.open() as db:
            for row in rows:
                first = db.execute("SELECT question FROM turns WHERE id = ?", (row["first_id"],)).fetchone()
                bad = db.execute(
                    "SELECT count(*) FROM said WHERE conversation = ? AND NOT helpful", (row["id"],)
                ).fetchone()[0]
                shown = {name: row[name] for name in ("id", "at", "questions", "language", "scheme")}
                talks.append(Talk(first=first[0] if first else "", unhelpful=bad, **shown))
        return talks, total

    def talk(self, ident: str) -> list[Exchange]:
        """Return a conversation, the oldest question first; empty where there is none of that id."""
        with self.store.open() as db:
            turns = db.execute("SELECT * FROM turns WHERE conversation = ? ORDER BY id", (ident,)).fetchall()
            said = db.execute("SELECT * FROM said WHERE conversation = ? ORDER BY id", (ident,)).fetchall()
        opinions = [_opinion(row) for row in said]
        return [
            Exchange(
                row["at"], row["question"], row["answer"], row["state"], row["language"], row["scheme"],
                json.loads(row["selected"]), tuple(opinion for opinion in opinions if opinion.number == number),
            )
            for number, row in enumerate(turns, 1)
        ]  # fmt: skip

    def delete_question(self, ident: int) -> None:
        """Delete an unanswered question and those equal to it."""
        with self.store.open() as db:
            db.execute(
                f"DELETE FROM asked WHERE {_UNANSWERED} AND (question, state, scheme) = "
                "(SELECT question, state, scheme FROM asked WHERE id = ?)", (ident,),
            )  # fmt: skip

    def delete_opinion(self, ident: int) -> None:
        """Delete an opinion."""
        with self.store.open() as db:
            db.execute("DELETE FROM said WHERE id = ?", (ident,))

    def delete_talk(self, ident: str) -> None:
        """Delete a conversation with what was said of it."""
        with self.store.open() as db:
            db.execute("DELETE FROM turns WHERE conversation = ?", (ident,))
            db.execute("DELETE FROM said WHERE conversation = ? AND conversation <> ''", (ident,))

    def _page(self, rows: str, count: str, span: Span, most: int) -> tuple[list[sqlite3.Row], int]:
        since = span.since(self.store)
        with self.store.open() as db:
            total = int(db.execute(count, (since,)).fetchone()[0])
            found = db.execute(f"{rows} LIMIT ? OFFSET ?", (since, most, (span.page - 1) * most)).fetchall()
        return found, total


def _loaded(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "selected": json.loads(row["selected"])}


def _opinion(row: sqlite3.Row) -> Opinion:
    return Opinion(**{**dict(row), "helpful": bool(row["helpful"])})
