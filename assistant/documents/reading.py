"""Read one document of any kind: what it is is told by its bytes, then by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from assistant.documents.cleaning import clean
from assistant.documents.encoding import decode
from assistant.documents.model import MAX_BYTES, Draft, Reading
from assistant.errors import DocumentDamagedError, DocumentTooLargeError, LockedDocumentError, NoTextError

KNOWN = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""What is read, by the ending of a name."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def read_document(data: bytes, name: str) -> Reading:
    """Understand a document.

    Args:
        data: the bytes of the file. name: its name; the ending tells Markdown from text.

    Raises:
        DocumentError: it cannot be read; the message says why and what to do, without naming the file.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NoTextError("The file is empty. Check that it was saved or downloaded whole.")
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    return clean(_draft(data, PurePath(name.replace("\\", "/")).suffix.lower()), name)


def too_large(size: int) -> DocumentTooLargeError:
    """The error for a file of `size` bytes."""
    return DocumentTooLargeError(
        f"It has {size / 2**20:,.0f} MB; at most {MAX_BYTES / 2**20:,.0f} MB are read. "
        "Leave out pictures (save it as a small PDF), or split it, and add that."
    )


def _draft(data: bytes, ending: str) -> Draft:
    if b"%PDF-" in data[:1024]:
        from assistant.documents.pdf import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        from assistant.documents.word import read_docx

        return read_docx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if ending == ".docx":
            raise LockedDocumentError(
                "It asks for a password. Open it in Word, remove the password (File, Info, Protect), save it, "
                "and add it again."
            )
        raise DocumentDamagedError("It is of an old Office format. Open it and save it as .docx or PDF.")
    if data.startswith(_PICTURES):
        raise NoTextError(
            "It is a picture. Run text recognition (OCR) over it, for example with ocrmypdf, and add the PDF."
        )
    if ending in (".pdf", ".docx"):
        raise DocumentDamagedError(f"It is no {ending[1:].upper()}, whatever its name says. Save or download it again.")
    if ending in (".htm", ".html", ".xhtml") or _HTML.match(data[:4096]):
        from assistant.documents.markup import declared_charset, read_html

        text, encoding = decode(data, declared_charset(data))
        draft = read_html(text)
    else:
        from assistant.documents.plain import read_markdown, read_text

        text, encoding = decode(data)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        draft = read_markdown(text) if ending in (".md", ".markdown") else read_text(text)
    draft.encoding = encoding
    return draft
