"""Read text and Markdown: headings where the text marks them, pages where form feeds part them, tables of tabs."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from assistant.documents.model import Draft, Part, markdown_table
from assistant.language.hygiene import plain_text

_SHORT = 50
"""Longest line of plain text that can be a heading, in characters."""
_HASHES = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*\s*$")
_CHAPTER = re.compile(r"^(?:第\s*[0-9０-９一二三四五六七八九十]+\s*[章節編部]|[0-9０-９]{1,2}\s*[.．]\s*(?=\D))\s*\S")
_MARKED = re.compile(r"^(?:[■▼◎★]\s*\S.*|[【〈＜<《\[].{1,40}[】〉＞>》\]])$")
_ENDS_SENTENCE = re.compile(r"[。．.!?！？、,;:：]$")
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def read_text(text: str) -> Draft:
    """Plain text. Headings are lines with `#`, numbered chapters, and short lines marked as headings are (■, 【 】)."""
    draft = Draft("text")
    pages = _pages(text)
    draft.pages = len(pages) if len(pages) > 1 else None
    # Where hashes mark the headings, nothing else is taken for one.
    hashed = sum(bool(_HASHES.match(line)) for line in text.splitlines()) > 1
    title, level = "", 1
    for number, page in enumerate(pages, 1):
        body: list[str] = []
        lines = page.split("\n")
        for n, line in enumerate(lines):
            alone = (n == 0 or not lines[n - 1].strip()) and any(rest.strip() for rest in lines[n + 1 :])
            found = _heading(line, hashed, alone)
            if found is None:
                body.append(line.rstrip())
                continue
            _close(draft, title, level, number, body)
            level, title = found
            body = []
        _close(draft, title, level, number, body)
    draft.title = next((part.title for part in draft.parts if part.title), "") if hashed else _first_line(text)
    return draft


def _first_line(text: str) -> str:
    """The first line that is not blank, if it may be a title."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _SHORT and not _ENDS_SENTENCE.search(first) and not _MARKED.match(first) else ""


def read_markdown(text: str) -> Draft:
    """Markdown: headings of either kind, as CommonMark has them (a `#` in a block of code is none)."""
    draft = Draft("markdown")
    # First what is hidden: a comment may hold headings.
    cleaned = plain_text(text)
    for kind, count in cleaned.removed.items():
        draft.drop(kind, count)
    text = cleaned.text
    lines = text.split("\n")
    tokens = _MARKDOWN.parse(text)
    heads: list[tuple[int, int, int, str]] = []
    for n, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            heads.append((token.map[0], token.map[1], int(token.tag[1]), tokens[n + 1].content))
        draft.tables += token.type == "table_open"
    ends = [*(start for start, *_ in heads[1:]), len(lines)] if heads else []
    if not heads or "\n".join(lines[: heads[0][0]]).strip():
        before = lines[: heads[0][0]] if heads else lines
        _append(draft, "", 1, "\n".join(before))
    for (_, after, level, title), end in zip(heads, ends, strict=True):
        _append(draft, title, level, "\n".join(lines[after:end]))
    draft.title = heads[0][3] if heads else _first_line(text)
    return draft


def _pages(text: str) -> list[str]:
    pages = text.split("\f")
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return pages


def _heading(line: str, hashed: bool, alone: bool) -> tuple[int, str] | None:
    if match := _HASHES.match(line):
        return len(match[1]), match[2]
    return None if hashed or not alone else heading_of(line)


def heading_of(line: str) -> tuple[int, str] | None:
    """The level and words of a line that is a heading by its marks: a chapter's number, ■, 【 】."""
    stripped = line.strip()
    if not 1 < len(stripped) <= _SHORT or "\t" in stripped or _ENDS_SENTENCE.search(stripped):
        return None
    if _CHAPTER.match(stripped):
        return 1, stripped
    return (2, stripped) if _MARKED.match(stripped) else None


def _close(draft: Draft, title: str, level: int, page: int, lines: list[str]) -> None:
    text = with_tables(lines, draft)
    if text.strip() or (title and not (draft.parts and draft.parts[-1].title == title)):
        draft.parts.append(Part(title, level, page if draft.pages else None, text.strip("\n")))


def _append(draft: Draft, title: str, level: int, text: str) -> None:
    if text.strip() or title:
        draft.parts.append(Part(title, level, None, text.strip("\n")))


def with_tables(lines: list[str], draft: Draft) -> str:
    """The lines with each run of two or more that hold tabs as a Markdown table; counted in `draft`."""
    out: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if "\t" in line.strip():
            run.append(line)
            continue
        if len(run) > 1:
            out += ["", markdown_table([[_cell(cell, draft) for cell in row.split("\t")] for row in run]), ""]
            draft.tables += 1
        else:
            out += [single.replace("\t", " ") for single in run]
        run = []
        out.append(line)
    return "\n".join(out[:-1])


def _cell(text: str, draft: Draft) -> str:
    """A cell in one line: markup that would break it is taken out here."""
    if "<" not in text:
        return "" if re.fullmatch(r"\s*:?-{2,}:?\s*", text) else text
    cleaned = plain_text(text)
    for kind, count in cleaned.removed.items():
        draft.drop(kind, count)
    return cleaned.text
