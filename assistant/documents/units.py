"""A document cut into the smallest pieces that are quoted: headings, sentences, list items, table rows, items in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents.model import Part

_LONG = 60
"""A line longer than this is cut at the ends of its sentences, in characters."""
_SENTENCE = re.compile(r"(?<=。)(?=[^」』）)])|(?<=[.!?])\s+(?=[A-Z(])")
_ITEM = re.compile(r"(?<=\s)(?=(?:[ア-ソ]\s?[.．]|[(（](?:[ア-ソ]|[0-9]{1,2})[)）]|[①-⑳]|✓)\s?\S)")
_ITEM_START = re.compile(r"\s*(?:[ア-ソ]\s?[.．]|[(（](?:[ア-ソ]|[0-9]{1,2})[)）]|[①-⑳]|✓)")
_LONG_ROW = 160
"""A row of a table longer than this is quoted cell by cell, in characters."""
_RULE = re.compile(r"^\|(?:\s*:?-{2,}:?\s*\|)+$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a document, word by word.

    `glue` stands between it and the piece before; `page` is None where the format has none; `head` are the lines that
    make a table of rows quoted without their beginning.
    """

    text: str
    glue: str
    page: int | None
    heading: bool = False
    head: str = ""


def units(parts: Sequence[Part]) -> tuple[Unit, ...]:
    """The pieces of a document, in its order."""
    found: list[Unit] = []
    before = ""
    for part in parts:
        if part.title and part.title != before:
            found.append(Unit(part.title, "\n\n", part.page, heading=True))
        before = part.title
        found += _part(part)
    return tuple(found)


def quote(pieces: Sequence[Unit]) -> str:
    """The words of consecutive pieces, as Markdown; a table that is cut keeps its head."""
    out = ""
    for n, piece in enumerate(pieces):
        begins = bool(piece.head) and (n == 0 or pieces[n - 1].head != piece.head)
        text = f"{piece.head}\n{piece.text}" if begins and piece.text != piece.head else piece.text
        glue = "\n\n" if begins else piece.glue
        out += (glue if out else "") + text
    return out.strip()


def _part(part: Part) -> Iterator[Unit]:
    lines = part.text.split("\n")
    glue = "\n\n"
    n = 0
    while n < len(lines):
        line = lines[n]
        if not line.strip():
            glue = "\n\n"
        elif line.lstrip().startswith("|") and n + 1 < len(lines) and _RULE.match(lines[n + 1].strip()):
            end = n + 2
            while end < len(lines) and lines[end].lstrip().startswith("|"):
                end += 1
            yield from _table([row.strip() for row in lines[n:end]], part.page)
            n, glue = end, "\n\n"
            continue
        else:
            for piece in _pieces(line.rstrip()):
                yield Unit(piece, glue, part.page)
                glue = ""
            glue = "\n"
        n += 1


def _table(rows: Sequence[str], page: int | None) -> Iterator[Unit]:
    """A table row by row; rows of long texts are no table to a reader, but texts with a label each."""
    head = "\n".join(rows[:2])
    long = [len(row) > _LONG_ROW for row in rows]
    if not long[0]:
        yield Unit(head, "\n\n", page, head=head)
    labels = _cells(rows[0])
    for row, by_cell in zip((rows[0] if long[0] else "", *rows[2:]), (long[0], *long[2:]), strict=True):
        if not by_cell:
            if row:
                yield Unit(row, "\n", page, head="" if long[0] else head)
            continue
        # In a table of one or two rows, it is the head that says what a cell is about.
        under = labels if len(rows) <= 4 and not long[0] else []
        for column, cell in enumerate(_cells(row)):
            if not cell:
                continue
            if column < len(under) and under[column] and len(under) > 2:
                yield Unit(under[column], "\n\n", page, heading=True)
            glue = "\n\n" if column == 0 or (column < len(under) and under[column]) else "\n"
            for piece in _pieces(cell, items=True):
                yield Unit(piece, glue, page)
                glue = "\n" if _ITEM_START.match(piece) else ""


def _cells(row: str) -> list[str]:
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def _pieces(line: str, items: bool = False) -> list[str]:
    if len(line) <= _LONG:
        return [line]
    lines = _ITEM.split(line) if items else [line]
    pieces = [piece for each in lines for piece in _SENTENCE.split(each) if piece and piece.strip()]
    return pieces or [line]
