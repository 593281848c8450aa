"""Split the sections of a brochure into passages: the units that are indexed, found and quoted.

A passage holds whole blocks of its section (paragraphs, list items, table rows) up to a length that suits its
language. A table that is cut repeats its header, a list that is cut repeats the line that introduces it, so
that each passage can be read alone. The same sections give the same passages, ids included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.brochure import Section

TARGET_LENGTH = {"ja": 300, "en": 600}
"""Characters of a passage at which a new one is begun, by language; English needs about twice as many."""

_DEFAULT_LENGTH = 600
_LEAD_LENGTH = 200
"""Longest introducing line, in characters, that is repeated when its list is cut."""

_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|^\s*#{1,6}\s+|^\s*>\s?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section that is found as a whole.

    `id` is `<scheme>/<section>/<language>/<n>` with n counted from 1; `page` is the brochure's page or slide;
    `text` is Markdown. `parents` are the titles of the sections above, outermost first; `previous` and `next`
    are the ids of the neighbours within the section.
    """

    id: str
    scheme: str
    document: str
    section: str
    page: int
    language: str
    title: str
    text: str
    parents: tuple[str, ...] = ()
    previous: str | None = None
    next: str | None = None

    @property
    def searchable(self) -> str:
        """Titles and text as plain words, without Markdown signs: what both indexes read.

        The section's own title stands twice: it names the subject, and counts for more than a mention in
        passing.
        """
        return "\n".join(map(plain_text, (*self.parents, self.title, self.title, self.text)))


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that stay together, and the line that must precede them when they begin a passage."""

    text: str
    carried: str = ""
    tight: bool = False
    """Joined to the block before by a single line break: a list item or a table row."""


def split_sections(sections: Iterable[Section]) -> tuple[Passage, ...]:
    """All passages of the given sections, in their order. A section without text of its own yields none."""
    ordered = tuple(sections)
    titles = {(section.scheme, section.language, section.id): section for section in ordered}
    return tuple(passage for section in ordered for passage in _split(section, _parents(section, titles)))


def plain_text(markdown: str) -> str:
    """Markdown without its signs: links by their label, tables as their cells, no emphasis, no rules."""
    lines = []
    for line in _LINK.sub(r"\1", markdown).splitlines():
        if _RULE.match(line):
            continue
        lines.append(" ".join(line.strip().strip("|").split("|")) if line.lstrip().startswith("|") else line)
    return _MARKS.sub("", "\n".join(lines))


def _parents(section: Section, known: dict[tuple[str, str, str], Section]) -> tuple[str, ...]:
    titles: list[str] = []
    seen = {section.id}
    parent = section.parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        above = known.get((section.scheme, section.language, parent))
        if above is None:
            break
        titles.append(above.title)
        parent = above.parent
    return tuple(reversed(titles))


def _split(section: Section, parents: tuple[str, ...]) -> Iterator[Passage]:
    length = TARGET_LENGTH.get(section.language, _DEFAULT_LENGTH)
    texts = list(_pack(list(_blocks(section.text, length)), length))
    ids = [f"{section.scheme}/{section.id}/{section.language}/{n}" for n in range(1, len(texts) + 1)]
    for n, (ident, text) in enumerate(zip(ids, texts, strict=True)):
        yield Passage(
            ident,
            section.scheme,
            section.document,
            section.id,
            section.page,
            section.language,
            section.title,
            text,
            parents,
            ids[n - 1] if n else None,
            ids[n + 1] if n + 1 < len(ids) else None,
        )


def _blocks(text: str, length: int) -> Iterator[_Block]:
    """The blocks of a section's Markdown, none of a paragraph longer than `length` if a sentence ends
    earlier."""
    lead = ""
    for lines in _groups(text):
        if lines[0].lstrip().startswith("|"):
            yield from _table(lines)
            lead = ""
        elif _ITEM.match(lines[0]):
            yield from _items(lines, lead)
        else:
            # A list may follow its introduction without a blank line between them.
            start = next((n for n, line in enumerate(lines) if _ITEM.match(line)), len(lines))
            paragraph = "\n".join(lines[:start])
            for n, part in enumerate(_sentences(paragraph, length)):
                yield _Block(part, tight=n > 0)
            lead = paragraph if len(paragraph) <= _LEAD_LENGTH and paragraph.rstrip()[-1:] in ":：" else ""
            if start < len(lines):
                yield from _items(lines[start:], lead or (paragraph if len(paragraph) <= _LEAD_LENGTH else ""))


def _groups(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank lines; a table is a run of its own."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        table = line.lstrip().startswith("|")
        if lines and (not line.strip() or table != lines[0].lstrip().startswith("|")):
            yield lines
            lines = []
        if line.strip():
            lines.append(line.rstrip())


def _table(lines: Sequence[str]) -> Iterator[_Block]:
    """Rows that carry the table's header; a table without rule has none."""
    if len(lines) > 2 and _RULE.match(lines[1]):
        header = "\n".join(lines[:2])
        yield _Block(f"{header}\n{lines[2]}")
        for row in lines[3:]:
            yield _Block(row, carried=header, tight=True)
    else:
        for n, row in enumerate(lines):
            yield _Block(row, tight=n > 0)


def _items(lines: Sequence[str], lead: str) -> Iterator[_Block]:
    """List items of the outermost level, each with its continuation and nested items."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    items: list[list[str]] = []
    for line in lines:
        if _ITEM.match(line) and len(line) - len(line.lstrip()) <= indent:
            items.append([line])
        elif items:
            items[-1].append(line)
        else:
            items.append([line])
    for n, item in enumerate(items):
        yield _Block("\n".join(item), carried=lead, tight=n > 0)


def _sentences(paragraph: str, length: int) -> Iterator[str]:
    """The paragraph whole when it is short, else runs of sentences of about `length` characters."""
    if len(paragraph) <= length * 3 // 2:
        yield paragraph
        return
    current = ""
    for sentence in _SENTENCE_END.split(paragraph):
        if current and len(current) + len(sentence) > length:
            yield current.strip()
            current = ""
        current += sentence if not current or sentence[:1] > "\u2fff" else f" {sentence}"
    if current.strip():
        yield current.strip()


def _pack(blocks: Sequence[_Block], length: int) -> Iterator[str]:
    """Join blocks to passages; a short remainder stays with the passage before it."""
    packed: list[str] = []
    current = ""
    for n, block in enumerate(blocks):
        rest = sum(len(later.text) for later in blocks[n:])
        if current and len(current) + len(block.text) > length and rest > length // 4:
            packed.append(current)
            current = ""
            block = replace(block, text=f"{block.carried}\n{block.text}" if block.carried else block.text)
        current = f"{current}{'' if not current else chr(10) if block.tight else chr(10) * 2}{block.text}"
    if current:
        packed.append(current)
    return iter(packed)
