"""Read HTML as a browser would show it: headings, lists and tables kept, what is hidden or runs left out."""

from __future__ import annotations

import re
from typing import Any

from assistant.documents.model import Draft, Part, markdown_table
from assistant.errors import DocumentDamagedError
from assistant.language.hygiene import BLOCKS, hides
from assistant.language.hygiene import RUNNING as _RUNNING

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^(?:[a-zA-Z][a-zA-Z0-9]*)?(?:[.#][A-Za-z_][\w-]*)?$")
# A whole page may be one form.
RUNNING = _RUNNING - {"form"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def declared_charset(data: bytes) -> str | None:
    """The encoding that the beginning of an HTML file names."""
    match = _CHARSET.search(data[:2048])
    return match[1].decode("ascii") if match else None


def read_html(text: str) -> Draft:
    """HTML or XHTML.

    Raises:
        DocumentDamagedError: there is no document in it.
    """
    from lxml import etree, html

    parser = html.HTMLParser(remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentDamagedError(
            "It is not HTML that can be read. Open it in a browser and save it again."
        ) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):  # what lies deeper is lost without a word
        raise DocumentDamagedError("Its elements are nested too deeply. Open it in a browser and print it to PDF.")
    return _Walk(root).draft


class _Walk:
    """One pass over the tree; without recursion, so that no depth of nesting is too deep."""

    def __init__(self, root: Any) -> None:
        from lxml import etree

        self.draft = Draft("html")
        self._pieces: list[str] = []
        self._title, self._level = "", 1
        self._hidden = _hidden_selectors(root)
        found = root.find(".//title")
        self.draft.title = " ".join(found.text_content().split()) if found is not None else ""
        walker = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, element in walker:
            if event == "comment":
                self.draft.drop("comment")
                self._pieces.append(element.tail or "")
            elif event == "end":
                self._end(element)
            elif self._skipped(element):
                walker.skip_subtree()
            elif element.tag == "table" and element.find(".//table") is None:
                self._table(element)
                walker.skip_subtree()
            else:
                self._start(element)
        self._close()

    def _skipped(self, element: Any) -> bool:
        tag = element.tag
        kind = None
        if tag == "img":
            kind = "image"
        elif tag in RUNNING:
            kind = None if tag in ("head", "title", "style") else "script"
        elif self._is_hidden(element):
            kind = "hidden"
        else:
            return False
        if kind:
            self.draft.drop(kind)
        element.set("data-skipped", "1")
        return True

    def _is_hidden(self, element: Any) -> bool:
        if element.get("hidden") is not None or element.get("aria-hidden") == "true" or hides(element.get("style", "")):
            return True
        if not self._hidden:
            return False
        tag = element.tag if isinstance(element.tag, str) else ""
        names = [tag, f"#{element.get('id')}", f"{tag}#{element.get('id')}"]
        for name in (element.get("class") or "").split():
            names += [f".{name}", f"{tag}.{name}"]
        return any(name in self._hidden for name in names)

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            self._close()
        elif tag in BLOCKS:
            self._pieces.append("\n\n" if tag not in ("br", "li", "tr", "dd", "dt") else "\n")
            if tag == "li":
                self._pieces.append("- ")
        elif tag == "a":
            self.draft.drop("link", 1 if element.get("href") else 0)
        elif tag in ("td", "th"):
            self._pieces.append(" ")
        self._pieces.append(_flat(element.text))

    def _end(self, element: Any) -> None:
        tag = element.tag
        if element.get("data-skipped") is None and tag in _HEADINGS:
            self._title = " ".join("".join(self._pieces).split())
            self._level = _HEADINGS[tag]
            self._pieces = []
        elif tag in BLOCKS and tag not in ("br", "li", "tr", "dd", "dt"):
            self._pieces.append("\n\n")
        self._pieces.append(_flat(element.tail))

    def _table(self, table: Any) -> None:
        for element in list(table.iter()):
            if (
                isinstance(element.tag, str)
                and element is not table
                and (element.tag in RUNNING or element.tag == "img" or self._is_hidden(element))
            ):
                self.draft.drop("image" if element.tag == "img" else "script" if element.tag in RUNNING else "hidden")
                element.text, tail = "", element.tail
                for child in list(element):
                    element.remove(child)
                element.tail = tail
            elif not isinstance(element.tag, str):
                self.draft.drop("comment")
                element.text = ""
        rows = [[" ".join(cell.itertext()) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        text = markdown_table(rows)
        if text:
            self.draft.tables += 1
            self._pieces += ["\n\n", text, "\n\n"]

    def _close(self) -> None:
        lines = [
            line.rstrip() if line.startswith("|") else " ".join(line.split())
            for line in "".join(self._pieces).split("\n")
        ]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        if text or self._title:
            self.draft.parts.append(Part(self._title, self._level, None, text))
        self._pieces = []


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _hidden_selectors(root: Any) -> frozenset[str]:
    """Plain selectors (`.note`, `#x`, `p.note`) that a style sheet in the document hides."""
    found: set[str] = set()
    for style in root.iter("style"):
        for names, body in _RULE.findall((style.text or "")[:200_000]):
            if hides(body):
                found.update(name.strip() for name in names.split(",") if _SIMPLE.match(name.strip()))
    return frozenset(found - {""})
