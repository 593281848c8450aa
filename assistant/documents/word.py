"""Read DOCX: headings by style or outline level, tables, pages as Word last broke them, text boxes; no hidden text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from assistant.documents.model import MAX_UNPACKED, Draft, Part, markdown_table
from assistant.errors import DocumentDamagedError, DocumentTooLargeError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_RATIO = 200
"""How many times smaller packed XML may be; text packs 5 to 50 times, bombs a thousand times."""
_HEADING_STYLE = re.compile(r"^(?:heading|見出し)\s*([1-9])$", re.I)


def check_package(data: bytes) -> None:
    """See that a ZIP package unpacks to what can be read, before anything of it is unpacked.

    Raises:
        DocumentTooLargeError: it unpacks to too much.
        DocumentDamagedError: it is no DOCX, or it is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentDamagedError("The file is broken and cannot be unpacked. Save it again from Word.") from error
    unpacked = sum(entry.file_size for entry in entries)
    texts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    dense = any(e.file_size > 2**20 and e.file_size > _MOST_RATIO * max(1, e.compress_size) for e in texts)
    if unpacked > MAX_UNPACKED or len(entries) > 10_000 or dense:
        raise DocumentTooLargeError(
            f"It unpacks to {unpacked / 2**20:,.0f} MB, {unpacked // max(1, len(data)):,} times its size, as no brochure "
            "does, and was not opened. "
            "If you trust it, save its text as a new document."
        )
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        kind = (
            "a spreadsheet"
            if any(n.startswith("xl/") for n in names)
            else "a presentation"
            if any(n.startswith("ppt/") for n in names)
            else "a ZIP archive"
        )
        raise DocumentDamagedError(f"It is {kind}, which is not read. Save it as PDF, or unpack it, and add that.")


def read_docx(data: bytes) -> Draft:
    """A Word document.

    Raises:
        DocumentTooLargeError: it unpacks to too much.
        DocumentDamagedError: it is no DOCX, or it is broken.
    """
    check_package(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        return _Walk(document).draft
    except Exception as error:  # broken packages fail in many ways: missing parts, broken XML, dangling relations
        raise DocumentDamagedError(
            "The file is broken and cannot be read. Save it again from Word as .docx."
        ) from error


class _Walk:
    def __init__(self, document: Any) -> None:
        self.draft = Draft("docx", title=(document.core_properties.title or "").strip())
        self._page, self._paged = 1, False
        self._title, self._level = "", 1
        self._lines: list[str] = []
        self._images = 0
        from docx.table import Table

        for block in document.iter_inner_content():
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)
        self._close()
        self.draft.pages = self._page if self._paged else None
        if not self._paged:
            self.draft.parts = [Part(p.title, p.level, None, p.text) for p in self.draft.parts]

    def _paragraph(self, paragraph: Any) -> None:
        text = self._text(paragraph._p)
        level = _level(paragraph)
        if level and text.strip():
            self._close()
            self._title, self._level = " ".join(text.split()), level
        elif text.strip():
            numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
            self._lines.append(f"- {text.strip()}" if numbered else text.strip())
        for box in paragraph._p.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _MC_FALLBACK for parent in box.iterancestors()):
                self._lines += [line for p in box.iter(f"{_W}p") if (line := self._text(p, boxed=True).strip())]

    def _text(self, element: Any, boxed: bool = False) -> str:
        """The text of a paragraph that shows; page breaks in it are counted."""
        pieces: list[str] = []
        for node in element.iter(f"{_W}t", f"{_W}br", f"{_W}tab", f"{_W}lastRenderedPageBreak", f"{_W}drawing"):
            inside = {parent.tag for parent in node.iterancestors()}
            if f"{_W}del" in inside or (not boxed and f"{_W}txbxContent" in inside):
                continue
            tag = node.tag.removeprefix(_W)
            if tag == "lastRenderedPageBreak" or (tag == "br" and node.get(f"{_W}type") == "page"):
                self._turn()
            elif tag == "drawing":
                self.draft.drop("image")
            elif _hidden(node):
                self.draft.drop("hidden")
            elif tag == "t":
                pieces.append(node.text or "")
            else:
                pieces.append("\n" if tag == "br" else "\t")
        return "".join(pieces)

    def _turn(self) -> None:
        """A new page begins: what follows is a part of its own under the same heading."""
        # Word writes both marks for one break.
        self._paged = True
        if self._lines or not self.draft.parts or self.draft.parts[-1].page == self._page:
            self._close(keep=True)
            self._page += 1

    def _table(self, table: Any) -> None:
        rows: list[list[str]] = []
        for row in table.rows:
            seen: list[Any] = []
            cells = []
            for cell in row.cells:  # a merged cell comes once for each column
                repeated = any(cell._tc is other for other in seen)
                seen.append(cell._tc)
                cells.append("" if repeated else " ".join(self._text(p) for p in cell._tc.iter(f"{_W}p")))
            rows.append(cells)
        text = markdown_table(rows)
        if text:
            self.draft.tables += 1
            self._lines += ["", text, ""]

    def _close(self, keep: bool = False) -> None:
        text = "\n".join(self._lines).strip("\n")
        told = bool(self.draft.parts) and self.draft.parts[-1].title == self._title
        if text.strip() or (self._title and not keep and not told):
            self.draft.parts.append(Part(self._title, self._level, self._page, text))
        self._lines = []


def _level(paragraph: Any) -> int | None:
    style = paragraph.style
    while style is not None:
        match = _HEADING_STYLE.match(style.name or "")
        if match:
            return int(match[1])
        if (style.name or "").lower() == "title":
            return 1
        style = style.base_style
    outline = paragraph._p.find(f"{_W}pPr/{_W}outlineLvl")
    value = outline.get(f"{_W}val") if outline is not None else None
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else None


def _hidden(node: Any) -> bool:
    run = node.getparent()
    properties = run.find(f"{_W}rPr") if run is not None else None
    if properties is None:
        return False
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val") not in ("0", "false"):
        return True
    size = properties.find(f"{_W}sz")
    if size is not None and (size.get(f"{_W}val") or "").isdigit() and int(size.get(f"{_W}val")) <= 3:
        return True
    colour = properties.find(f"{_W}color")
    shaded = properties.find(f"{_W}shd") is not None or any(
        parent.find(f"{_W}{kind}Pr/{_W}shd") is not None for parent in node.iterancestors() for kind in ("p", "tc")
    )
    return colour is not None and (colour.get(f"{_W}val") or "").upper() == "FFFFFF" and not shaded
