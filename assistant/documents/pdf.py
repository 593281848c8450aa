"""Read the text layer of a PDF: visible text in reading order, headings by size, ruled tables as tables."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from assistant.documents.layout import Segment, paragraphs, reading_order
from assistant.documents.model import MAX_PAGES, Draft, Part, markdown_table
from assistant.documents.plain import heading_of
from assistant.errors import DocumentDamagedError, DocumentTooLargeError, LockedDocumentError

_BIGGER = 1.15
"""How much larger than the body's text a heading is, at least."""
_LONGEST_HEADING = 60
_SMALLEST = 1.5
"""Text of fewer points than this is not there to be read."""
_INVISIBLE_MODE = 3
"""The rendering mode of text that is neither filled nor stroked: what text recognition lays over a picture."""
_NUMBER = re.compile(r"\d+")


def read_pdf(data: bytes) -> Draft:
    """A PDF with a text layer.

    Raises:
        LockedDocumentError: it asks for a password.
        DocumentTooLargeError: it has more pages than are read.
        DocumentDamagedError: it is broken.
    """
    import pdfplumber

    unseen = _invisible(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = []
            for page, hidden in zip(pdf.pages, unseen, strict=False):
                pages.append(_Page(page, hidden))
                page.close()
    except Exception as error:  # the parser raises many kinds for a broken file
        raise _damaged() from error
    return _assemble(pages)


def _damaged() -> DocumentDamagedError:
    return DocumentDamagedError(
        "The file is broken and cannot be read. Download it again, or open it and print it to a new PDF."
    )


def _invisible(data: bytes) -> list[list[tuple[float, float, float, float]]]:
    """For each page, the boxes (left, bottom, right, top in points) of text that is drawn invisibly."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise LockedDocumentError(
                "It asks for a password. Open it, print it to a new PDF without a password, and add that."
            ) from error
        raise _damaged() from error
    try:
        if len(document) > MAX_PAGES:
            raise DocumentTooLargeError(
                f"It has {len(document):,} pages; at most {MAX_PAGES:,} are read. Split it and add the pieces."
            )
        boxes: list[list[tuple[float, float, float, float]]] = []
        for page in document:
            found = []
            for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                if raw.FPDFTextObj_GetTextRenderMode(each.raw) == _INVISIBLE_MODE:
                    found.append(each.get_bounds())
            boxes.append(found)
            page.close()
        return boxes
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        document.close()


class _Page:
    """One page: its segments in reading order, its tables, and what was left out."""

    def __init__(self, page: Any, invisible: list[tuple[float, float, float, float]]) -> None:
        self.number: int = page.page_number
        self.hidden = 0
        self.tables = 0
        chars = [char for char in page.chars if str(char["text"]).strip()]
        # Where all text is invisible it lies over the picture of a page, put there by text recognition.
        drawn = [c for c in chars if not _within(c, invisible, float(page.height))] if invisible else chars
        keep_invisible = len(drawn) < len(chars) * 0.05
        seen = {id(c) for c in (chars if keep_invisible else drawn)}
        fills = [f for f in (*page.rects, *page.curves) if f.get("fill")] + list(page.images)
        shown = {_key(c) for c in chars if id(c) in seen and not _unseen(c, page, fills)}
        self.hidden = sum(_key(c) not in shown for c in chars)
        visible = page.filter(lambda o: o["object_type"] != "char" or not o["text"].strip() or _key(o) in shown)
        self.empty = not shown
        self.pictures = bool(page.images or page.curves or page.rects)
        self.vertical = _vertical(chars)
        self.sizes = Counter(round(float(c["size"]) * 2) / 2 for c in chars if _key(c) in shown)
        self.segments: list[Segment] = [] if self.empty else self._read(visible)

    def _read(self, page: Any) -> list[Segment]:
        found: list[Segment] = []
        if len(page.lines) + len(page.rects) + len(page.curves) >= 3 and not self.vertical:
            for table in page.find_tables():
                rows = [[cell or "" for cell in row] for row in table.extract()]
                filled = sum(bool(cell.strip()) for row in rows for cell in row)
                if len(rows) < 2 or max(map(len, rows)) < 2 or filled < 4:
                    continue
                left, top, right, bottom = table.bbox
                found.append(Segment(left, right, top, bottom, markdown_table([_joined(row) for row in rows]), 0, True))
                self.tables += 1
                page = page.filter(lambda o, box=table.bbox: o["object_type"] != "char" or not _inside(o, box))
        direction = {"line_dir": "rtl", "char_dir": "ttb"} if self.vertical else {}
        words = page.extract_words(
            keep_blank_chars=True, x_tolerance_ratio=0.7, y_tolerance=2, extra_attrs=["size"], **direction
        )
        found += [
            Segment(w["x0"], w["x1"], w["top"], w["bottom"], w["text"].strip(), float(w["size"]))
            for w in words
            if w["text"].strip()
        ]
        return reading_order(found, vertical=self.vertical)


def _assemble(pages: list[_Page]) -> Draft:
    draft = Draft("pdf", pages=len(pages), unread=[page.number for page in pages if page.empty and page.pictures])
    sizes: Counter[float] = sum((page.sizes for page in pages), Counter())
    body = max(sizes, key=lambda size: (sizes[size], -size), default=10.0)
    larger = sorted({s for s in sizes if s >= body * _BIGGER}, reverse=True)
    repeated = _repeated(pages)
    title, level = "", 1
    for page in pages:
        draft.drop("hidden", page.hidden)
        draft.tables += page.tables
        lines: list[str] = []
        for block in paragraphs(page.segments, page.vertical):
            text = block.text.strip()
            if not text or _NUMBER.sub("#", text) in repeated:
                continue
            size = round(block.size * 2) / 2
            rank = next(
                (n for n, each in enumerate(larger[:3], 1) if size >= each), 3 if size >= body * _BIGGER else None
            )
            marked = heading_of(text) if not block.table else None
            if not block.table and len(text) <= _LONGEST_HEADING and "\n" not in text and (rank or marked):
                _close(draft, title, level, page.number, lines)
                title, level, lines = text, rank or 3 + (marked or (1,))[0], []
            else:
                lines += [text, ""]
        _close(draft, title, level, page.number, lines)
    return draft


def _close(draft: Draft, title: str, level: int, page: int, lines: list[str]) -> None:
    text = "\n".join(lines).strip("\n")
    if text.strip() or (title and not (draft.parts and draft.parts[-1].title == title)):
        draft.parts.append(Part(title, min(level, 6), page, text))


def _repeated(pages: list[_Page]) -> frozenset[str]:
    """First and last lines that stand on most pages, figures aside: headers, footers, page numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        edge = sorted(page.segments, key=lambda s: s.top)
        texts = {_NUMBER.sub("#", s.text) for s in (*edge[:2], *edge[-2:]) if not s.table}
        counts.update(texts)
    return frozenset(text for text, n in counts.items() if n >= 3 and n * 2 > len(pages)) | {"#", "- # -", "-#-"}


def _key(char: Any) -> tuple[float, float, str]:
    return (round(float(char["x0"]), 2), round(float(char["top"]), 2), str(char["text"]))


def _inside(char: Any, box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _within(char: Any, boxes: list[tuple[float, float, float, float]], height: float) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, height - (char["top"] + char["bottom"]) / 2
    return any(left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1 for left, bottom, right, top in boxes)


def _unseen(char: Any, page: Any, fills: list[Any]) -> bool:
    """Whether a reader cannot see a letter: off the page, tiny, or white with nothing coloured behind it."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    if not (0 <= x <= page.width and 0 <= y <= page.height) or float(char["size"]) < _SMALLEST:
        return True
    if not _white(char.get("non_stroking_color")):
        return False
    behind = [f for f in fills if f["x0"] <= x <= f["x1"] and f["top"] <= y <= f["bottom"]]
    return all(_white(f.get("non_stroking_color")) for f in behind if f["object_type"] != "image") and not any(
        f["object_type"] == "image" for f in behind
    )


def _white(colour: Any) -> bool:
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if not values or not all(isinstance(v, int | float) for v in values):
        return False
    return all(v <= 0.02 for v in values) if len(values) == 4 else all(v >= 0.98 for v in values)


def _vertical(chars: list[Any]) -> bool:
    """Whether the text of a page runs from top to bottom, as Japanese may."""
    down = along = 0
    for a, b in pairwise(chars):
        size = float(a["size"]) or 1.0
        dx, dy = abs(b["x0"] - a["x0"]), b["top"] - a["top"]
        down += dx < 0.3 * size and 0.4 * size < dy < 2.5 * size
        along += abs(dy) < 0.3 * size and 0.2 * size < dx < 2.5 * size
    return down > along and down > 5


def _joined(row: list[str]) -> list[str]:
    """Cells in one line each; a line break in Japanese is no blank."""
    return [re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", cell) for cell in row]
