"""Documents that cannot be used: each is named with what to do, and none takes the others with it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from assistant.documents import reading as reading_module
from assistant.documents.isolation import IsolatedReader
from assistant.documents.reading import read_document
from assistant.errors import (
    DocumentDamagedError,
    DocumentError,
    DocumentTooLargeError,
    LockedDocumentError,
    NoTextError,
)
from tests.documents.leaflet import as_docx, as_pdf, as_text, drawn


def scan() -> bytes:
    """A PDF of pictures alone."""
    return drawn(lambda paper, font: paper.rect(50, 50, 400, 600, fill=1))


def bomb() -> bytes:
    """A DOCX of some kilobytes that unpacks to a thousand times as much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as entry:
            for _ in range(30):
                entry.write(b" " * 2**20)
    return out.getvalue()


def spreadsheet() -> bytes:
    """What Excel writes, as far as its kind goes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


BAD: dict[str, tuple[str, Any, type[DocumentError], str]] = {
    "a scan": ("scan.pdf", scan, NoTextError, "OCR"),
    "a photograph": ("page.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), NoTextError, "OCR"),
    "a locked PDF": ("locked.pdf", lambda: as_pdf("secret"), LockedDocumentError, "password"),
    "a locked Word file": (
        "l.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        LockedDocumentError,
        "password",
    ),
    "an old Word file": (
        "old.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        DocumentDamagedError,
        ".docx",
    ),
    "a bomb": ("bomb.docx", bomb, DocumentTooLargeError, "unpacks"),
    "a spreadsheet": ("s.xlsx", spreadsheet, DocumentDamagedError, "spreadsheet"),
    "half a PDF": ("half.pdf", lambda: as_pdf()[:900], DocumentDamagedError, "again"),
    "half a Word file": ("half.docx", lambda: as_docx()[:2000], DocumentDamagedError, "again"),
    "no PDF": ("no.pdf", lambda: b"<html>moved</html>", DocumentDamagedError, "no PDF"),
    "an empty file": ("empty.txt", lambda: b"", NoTextError, "empty"),
    "a blank file": ("blank.md", lambda: b" \n\t\r\n", NoTextError, "empty"),
    "signs alone": ("signs.txt", lambda: "――― ・・・ …".encode(), NoTextError, "no text"),
    "broken bytes": ("broken.txt", lambda: bytes(range(128, 256)) * 4, DocumentDamagedError, "UTF-8"),
    "a cut UTF-16": ("cut.txt", lambda: as_text().encode("utf-16")[:-1], DocumentDamagedError, "UTF-8"),
    "a book": ("long.txt", lambda: ("保険料。" * 600_000).encode(), DocumentTooLargeError, "Split"),
}


@pytest.mark.tried(
    "Abuse", "documents that are broken, locked, empty, too large, or no documents", "each is named with what to do"
)
@pytest.mark.parametrize("what", list(BAD))
def test_it_is_named_with_what_to_do(what: str) -> None:
    name, make, kind, word = BAD[what]
    with pytest.raises(kind) as caught:
        read_document(make(), name)
    assert word in caught.value.message
    assert caught.value.message.endswith((".", ")."))


def test_a_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "MAX_BYTES", 1000)
    with pytest.raises(DocumentTooLargeError, match="at most"):
        read_document(b"a" * 1001, "a.txt")


def test_a_reader_of_its_own_gives_the_same_and_outlives_what_breaks() -> None:
    with IsolatedReader() as read:
        assert read(as_pdf(), "a.pdf") == read_document(as_pdf(), "a.pdf")
        with pytest.raises(LockedDocumentError):
            read(as_pdf("secret"), "a.pdf")
        read._process.kill()  # type: ignore[union-attr]
        read._process.wait()  # type: ignore[union-attr]
        assert read(as_text().encode(), "a.txt").tables == 2


def test_a_document_that_never_ends_is_given_up() -> None:
    with IsolatedReader(longest=0.01) as read, pytest.raises(DocumentTooLargeError, match="seconds"):
        read(as_pdf(), "a.pdf")


def test_html_is_read_as_deep_as_it_can_be() -> None:
    def nested(depth: int) -> bytes:
        return f"<body><p>浅い所の文</p>{'<div>' * depth}深い所の文{'</div>' * depth}<p>後の文</p></body>".encode()

    text = read_document(nested(1000), "a.html").parts[0].text
    assert text.split() == ["浅い所の文", "深い所の文", "後の文"]
    with pytest.raises(DocumentDamagedError, match="nested"):  # rather than half of it
        read_document(nested(5000), "a.html")
