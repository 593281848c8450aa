"""The records as files: CSV for a spreadsheet, chats for `python -m evals new`, cases in the format of its data sets."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.web.owner.reading import MOST_EXPORTED, Exchange, Opinion, Records, Span, Unanswered

CSV_NAMES = ("unanswered", "feedback", "subjects", "conversations")
# A spreadsheet takes what starts like this for a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def csv_of(records: Records, name: str, span: Span) -> str:
    """Return one kind of record as CSV, all pages of the span; times in UTC (ISO 8601).

    Raises:
        KeyError: there is no such kind (`CSV_NAMES`).
        StoreError: the store cannot be read.
    """
    whole = Span(span.days)
    heads: tuple[str, ...]
    rows: list[tuple[object, ...]]
    if name == "unanswered":
        rows = [
            (_time(q.at), q.question, q.times, q.state, q.scheme, q.language, q.door, _json(q.selected))
            for q in records.unanswered(whole, MOST_EXPORTED)[0]
        ]
        return _csv(("last_asked", "question", "times", "state", "scheme", "language", "door", "selected"), rows)
    if name == "feedback":
        rows = [
            (
                _time(o.at),
                o.helpful,
                o.reason,
                o.comment,
                o.kind,
                o.scheme,
                o.subject,
                o.language,
                o.door,
                o.conversation,
            )
            for o in records.opinions(whole, MOST_EXPORTED)[0]
        ]
        heads = ("at", "helpful", "reason", "comment", "kind", "scheme", "subject", "language", "door", "conversation")
        return _csv(heads, rows)
    if name == "subjects":
        rows = [(s.scheme, s.subject, s.times, _time(s.last)) for s in records.subjects(whole, MOST_EXPORTED)[0]]
        return _csv(("scheme", "subject", "times", "last_asked"), rows)
    if name == "conversations":
        rows = [
            (talk.id, number, _time(x.at), x.question, x.answer, x.state, x.scheme, x.language, _json(x.selected))
            for talk in records.talks(whole, MOST_EXPORTED)[0]
            for number, x in enumerate(records.talk(talk.id), 1)
        ]
        heads = ("conversation", "number", "at", "question", "answer", "state", "scheme", "language", "selected")
        return _csv(heads, rows)
    raise KeyError(name)


def chat_of(exchanges: Sequence[Exchange]) -> str:
    """Return a conversation as a `chat/1` file, which `python -m evals new` turns into a case."""
    turns: list[dict[str, str]] = []
    for exchange in exchanges:
        turns.append({"role": "user", "content": exchange.question})
        if exchange.answer:
            turns.append({"role": "assistant", "content": exchange.answer})
    comment = "; ".join(
        _said(opinion) for exchange in exchanges for opinion in exchange.opinions if not opinion.helpful
    )
    chat = {"schema": "chat/1", "selected": exchanges[-1].selected, "turns": turns, "comment": comment}
    return json.dumps(chat, ensure_ascii=False, indent=1) + "\n"


def cases_of(records: Records, span: Span) -> str:
    """Return unanswered questions, and conversations with an answer that did not help, as cases, one JSON object a line.

    What should have been answered is for a person to fill in: `verdicts`, `yen`, `must` or `abstain`.
    """
    whole = Span(span.days)
    cases = [_unanswered(q) for q in records.unanswered(whole, MOST_EXPORTED)[0]]
    for talk in records.talks(whole, MOST_EXPORTED)[0]:
        if talk.unhelpful:
            exchanges = records.talk(talk.id)
            for number, exchange in enumerate(exchanges, 1):
                bad = [_said(opinion) for opinion in exchange.opinions if not opinion.helpful]
                if bad:
                    turns = [each.question for each in exchanges[:number]]
                    ident = f"owner-{talk.id[:12]}-{number}"
                    cases.append(
                        _case(ident, exchange.scheme, exchange.language, exchange.selected, turns, "; ".join(bad))
                    )
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


def _unanswered(found: Unanswered) -> dict[str, Any]:
    note = f"asked {found.times} times, {found.state}"
    ident = f"owner-unanswered-{found.id}"
    return _case(ident, found.scheme, found.language, found.selected, [found.question], note)


def _case(
    ident: str, scheme: str, language: str, selected: dict[str, Any], turns: list[str], note: str
) -> dict[str, Any]:
    return {
        "id": ident, "scheme": scheme or None, "lang": language, "selected": selected, "turns": turns, "kind": "fact",
        "verdicts": {}, "yen": [], "must": [], "must_not": [], "abstain": False, "note": note,
    }  # fmt: skip


def _said(opinion: Opinion) -> str:
    return ": ".join(part for part in (opinion.reason, opinion.comment) if part) or "not helpful"


def _csv(heads: Sequence[str], rows: Iterable[tuple[object, ...]]) -> str:
    """Write rows for a spreadsheet; the mark at the start tells Excel that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _time(at: int) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat()


def _json(selected: dict[str, Any]) -> str:
    return json.dumps(selected, ensure_ascii=False) if selected else ""
