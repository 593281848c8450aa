"""Markdown to HTML for answers and passages: text structure only, no raw HTML, no links, no images.

Passages may come from documents that others wrote. A link or an image in them could lead a reader, or the browser by
itself, to another host; so neither is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from markdown_it import MarkdownIt

_RENDERER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_RENDERER.disable(["link", "image", "autolink", "reference", "html_block", "html_inline", "entity"])
_MARKABLE = ("paragraph_open", "list_item_open", "tr_open")
_MARK = re.compile(r"^\s*(?:(?:[-+・]|\*(?!\*))|\d+[.)])\s*(?:(?:\[[ xX]\]|[☐□])\s*)?")
_BOX = re.compile(r"^\s*[-*+]\s*(?:\[[ xX]\]|[☐□])\s*(\S.*)$")
_LEAD_IN = re.compile(r"[:：]\**\s*$")


def render(text: str, marked: Collection[int] = ()) -> str:
    """Return safe HTML for Markdown; headings become bold paragraphs, so that the page's own order stays whole.

    The paragraphs, list items and table rows that begin on a line in `marked` (counted from 0) get the class `marked`.
    """
    tokens = _RENDERER.parse(text)
    for token in tokens:
        if token.map and token.type in _MARKABLE and token.map[0] in marked and not token.hidden:
            token.attrJoin("class", "marked")
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.nesting == 1:
                token.attrJoin("class", "heading")
    return str(_RENDERER.renderer.render(tokens, _RENDERER.options, {}))


def without_repeats(text: str, shown: Iterable[str], starts: Iterable[str] = ()) -> str:
    """Drop the lines that say what the card shows elsewhere, and the lead-in they leave alone.

    A line goes when it equals one of `shown`, or is `Start: …` for one of `starts`.
    """
    repeats = {_plain(item) for item in shown} - {""}
    opening = re.compile("|".join(f"{re.escape(_plain(start))}[:：]" for start in starts) or r"(?!)")
    kept: list[str] = []
    dropped = False
    for line in text.splitlines():
        if _plain(line) in repeats or opening.match(_plain(line)):
            dropped = True
            continue
        if line.strip() and dropped:
            _drop_lead_in(kept, line)
            dropped = False
        kept.append(line)
    if dropped:
        _drop_lead_in(kept, "")
    return "\n".join(kept)


def boxes(text: str) -> list[str]:
    """Return the items that the text writes as boxes to tick."""
    return [match[1].strip() for line in text.splitlines() if (match := _BOX.match(line))]


def without_tables(text: str) -> str:
    """Drop the rows of tables."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("|"))


def _plain(line: str) -> str:
    return re.sub(r"[\s*_`]+", "", _MARK.sub("", line))


def _drop_lead_in(kept: list[str], following: str) -> None:
    """Remove `Conditions:` when none of its items is left; it stays when an item of the same list follows."""
    if _MARK.match(following):
        return
    while kept and not kept[-1].strip():
        kept.pop()
    if kept and _LEAD_IN.search(kept[-1]) and not _MARK.match(kept[-1]):
        kept.pop()
    kept.append("")
