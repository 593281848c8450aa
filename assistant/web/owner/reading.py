"""What the owner's view shows, read from the store: counts, unanswered questions, opinions, subjects, conversations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, case, delete, distinct, func, select

from assistant.web.owner.store import DAY, Store, asked, said, turns

PAGE = 50
"""Entries of a page."""
MOST_EXPORTED = 100_000
_UNANSWERED = asked.c.state.in_(("not_stated", "no_answer", "failed"))


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
        reason = case((said.c.reason == "", "other"), else_=said.c.reason)
        with self.store.open() as db:
            states = db.execute(
                select(asked.c.state, func.count()).where(asked.c.at >= since).group_by(asked.c.state)
            ).all()
            helpful = db.execute(
                select(said.c.helpful, func.count()).where(said.c.at >= since).group_by(said.c.helpful)
            ).all()
            reasons = db.execute(
                select(reason.label("why"), func.count().label("times")).where(said.c.at >= since, said.c.helpful == 0)
                .group_by("why").order_by(func.count().desc())
            ).all()  # fmt: skip
            talks = db.execute(
                select(func.count(distinct(turns.c.conversation))).where(turns.c.at >= since)
            ).scalar_one()
        ended, found = _counts(states), _counts(helpful)
        return Overview(sum(ended.values()), ended, found.get(1, 0), found.get(0, 0), _counts(reasons), talks)

    def unanswered(self, span: Span, most: int = PAGE) -> tuple[list[Unanswered], int]:
        """Return a page of unanswered questions, the latest first, and how many there are; equal ones are one."""
        equal = (
            select(func.max(asked.c.id).label("id"), func.max(asked.c.at).label("at"), func.count().label("times"))
            .where(_UNANSWERED, asked.c.at >= span.since(self.store))
            .group_by(asked.c.question, asked.c.state, asked.c.scheme)
            .subquery()
        )
        names = ("question", "state", "scheme", "language", "door", "selected")
        rows, total = self._page(
            select(equal, *(asked.c[name] for name in names))
            .join(asked, asked.c.id == equal.c.id)
            .order_by(equal.c.at.desc(), equal.c.id.desc()),
            span,
            most,
        )
        return [Unanswered(**_loaded(row)) for row in rows], total

    def opinions(self, span: Span, most: int = PAGE) -> tuple[list[Opinion], int]:
        """Return a page of opinions, the latest first, and how many there are."""
        wanted = select(said).where(said.c.at >= span.since(self.store))
        rows, total = self._page(wanted.order_by(said.c.at.desc(), said.c.id.desc()), span, most)
        return [_opinion(row) for row in rows], total

    def subjects(self, span: Span, most: int = PAGE) -> tuple[list[Subject], int]:
        """Return a page of subjects, those asked about most first, and how many there are."""
        times, last = func.count().label("times"), func.max(asked.c.at).label("last")
        rows, total = self._page(
            select(asked.c.scheme, asked.c.subject, times, last)
            .where(asked.c.subject != "", asked.c.at >= span.since(self.store))
            .group_by(asked.c.scheme, asked.c.subject)
            .order_by(times.desc(), last.desc(), asked.c.subject),
            span,
            most,
        )
        return [Subject(**row._mapping) for row in rows], total

    def talks(self, span: Span, most: int = PAGE) -> tuple[list[Talk], int]:
        """Return a page of conversations, the latest first, and how many there are."""
        one = (
            select(
                turns.c.conversation.label("id"), func.max(turns.c.at).label("at"), func.count().label("questions"),
                func.min(turns.c.id).label("first_id"), func.max(turns.c.id).label("last_id"),
            )
            .where(turns.c.at >= span.since(self.store))
            .group_by(turns.c.conversation)
            .subquery()
        )  # fmt: skip
        first, last = turns.alias(), turns.alias()
        unhelpful = select(func.count()).where(said.c.conversation == one.c.id, said.c.helpful == 0).scalar_subquery()
        rows, total = self._page(
            select(
                one.c.id, one.c.at, first.c.question.label("first"), one.c.questions, last.c.language, last.c.scheme,
                unhelpful.label("unhelpful"),
            )
            .join(first, first.c.id == one.c.first_id)
            .join(last, last.c.id == one.c.last_id)
            .order_by(one.c.at.desc(), one.c.first_id.desc()),
            span,
            most,
        )  # fmt: skip
        return [Talk(**row._mapping) for row in rows], total

    def talk(self, ident: str) -> list[Exchange]:
        """Return a conversation, the oldest question first; empty where there is none of that id."""
        with self.store.open() as db:
            found = db.execute(select(turns).where(turns.c.conversation == ident).order_by(turns.c.id)).all()
            about = db.execute(select(said).where(said.c.conversation == ident).order_by(said.c.id)).all()
        opinions = [_opinion(row) for row in about]
        return [
            Exchange(
                row.at, row.question, row.answer, row.state, row.language, row.scheme, json.loads(row.selected),
                tuple(opinion for opinion in opinions if opinion.number == number),
            )
            for number, row in enumerate(found, 1)
        ]  # fmt: skip

    def delete_question(self, ident: int) -> None:
        """Delete an unanswered question and those equal to it."""
        with self.store.open() as db:
            row = db.execute(select(asked).where(asked.c.id == ident)).first()
            if row is not None:
                same = (asked.c.question == row.question, asked.c.state == row.state, asked.c.scheme == row.scheme)
                db.execute(delete(asked).where(_UNANSWERED, *same))

    def delete_opinion(self, ident: int) -> None:
        """Delete an opinion."""
        with self.store.open() as db:
            db.execute(delete(said).where(said.c.id == ident))

    def delete_talk(self, ident: str) -> None:
        """Delete a conversation with what was said of it."""
        if ident:
            with self.store.open() as db:
                db.execute(delete(turns).where(turns.c.conversation == ident))
                db.execute(delete(said).where(said.c.conversation == ident))

    def _page(self, wanted: Select[Any], span: Span, most: int) -> tuple[Sequence[Row[Any]], int]:
        with self.store.open() as db:
            total = db.execute(select(func.count()).select_from(wanted.order_by(None).subquery())).scalar_one()
            found = db.execute(wanted.limit(most).offset((span.page - 1) * most)).all()
        return found, total


def _counts(rows: Sequence[Any]) -> dict[Any, int]:
    return {row[0]: row[1] for row in rows}


def _loaded(row: Row[Any]) -> dict[str, Any]:
    return {**row._mapping, "selected": json.loads(row.selected)}


def _opinion(row: Row[Any]) -> Opinion:
    return Opinion(**{**row._mapping, "helpful": bool(row.helpful)})
