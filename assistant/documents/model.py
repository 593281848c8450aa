"""What a document is once it has been read: parts under headings, page by page where the format has pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["text", "markdown", "html", "pdf", "docx"]

MAX_BYTES = 100 * 2**20
"""Largest file that is read, in bytes."""
MAX_UNPACKED = 200 * 2**20
"""What a packed document may unpack to, in bytes."""
MAX_CHARACTERS = 2_000_000
"""Longest text that is taken in, in characters: some two thousand pages."""
MAX_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading on one page, word by word.

    `level` is that of the heading, from 1; `page` counts from 1, None where the format has no pages; `text` is Markdown
    as far as lists and tables go, without the heading.
    """

    title: str
    level: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was understood.

    `removed` counts what is not shown or not safe to show, by kind (see `assistant.language.hygiene`), and under
    `order` lines that give orders to an assistant; those stand in `set_aside`. `pages` is their number, None where
    the format has none; `unread` are pages that hold pictures and no text.
    """

    format: Format
    title: str
    language: str
    parts: tuple[Part, ...]
    pages: int | None = None
    tables: int = 0
    encoding: str | None = None
    removed: Mapping[str, int] = field(default_factory=dict)
    set_aside: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()

    @property
    def characters(self) -> int:
        """How long the text is, headings included."""
        return sum(len(part.title) + len(part.text) for part in self.parts)

    @property
    def sections(self) -> int:
        """How many headings there are; 1 where there are none."""
        return len({(part.title, part.level) for part in self.parts if part.title}) or 1


@dataclass(slots=True)
class Draft:
    """What a reader of one format found, before it was cleaned."""

    format: Format
    parts: list[Part] = field(default_factory=list)
    title: str = ""
    pages: int | None = None
    tables: int = 0
    encoding: str | None = None
    removed: dict[str, int] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)

    def drop(self, kind: str, count: int = 1) -> None:
        """Count what is left out."""
        if count:
            self.removed[kind] = self.removed.get(kind, 0) + count


def markdown_table(rows: list[list[str]]) -> str:
    """Rows of cells as a Markdown table; the first is its head. Short rows are filled up, empty ones left out."""
    kept = [[_cell(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        return ""
    width = max(len(row) for row in kept)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in kept]
    lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
