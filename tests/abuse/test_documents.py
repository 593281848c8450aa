"""Documents made to fill memory or to take for ever: each is read within its bounds or refused, and the next one is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence

import pytest

from assistant.documents.isolation import IsolatedReader
from assistant.errors import DocumentError
from tests.documents.leaflet import as_docx, as_text

LONGEST = 2.0  # seconds that a document may take here


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def stream(content: bytes, times: int = 1, more: bytes = b"") -> bytes:
    """A stream that was packed so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"[" + b"/FlateDecode " * times + b"]"
    return b"<< /Length %d /Filter %s %s >>\nstream\n%s\nendstream" % (len(content), filters, more, content)


def page(
    content: bytes, box: bytes = b"[0 0 600 800]", resources: bytes = b"/Font << /F 5 0 R >>", *more: bytes
) -> bytes:
    """A PDF of one page with this stream."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> >>" % (box, resources)
    return pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", leaf, content, font, *more]
    )


WORDS = b"BT /F 12 Tf 10 700 Td (Premium 12,300 yen a year) Tj ET\n"
PDFS: dict[str, Callable[[], bytes]] = {
    "a packed stream of 40 MB": lambda: page(stream(b" " * 40_000_000)),
    "a stream packed three times": lambda: page(stream(b"0 0 m " * 5_000_000, 3)),
    "a million letters on one spot": lambda: page(stream(b"BT /F 12 Tf 10 700 Td " + b"(AAAAAAAAAA) Tj " * 100_000 + b"ET")),
    "a page as large as a country": lambda: page(stream(WORDS), b"[-1e9 -1e9 1e9 1e9]"),
    "a page of no size": lambda: page(stream(WORDS), b"[0 0 0 0]"),
    "pages that hold themselves": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]),
    "a billion pages told": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 1000000000 >>"]),
    "the same page 100,000 times": lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [" + b"3 0 R " * 100_000 + b"] /Count 100000 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"]),
    "forms that draw themselves": lambda: page(stream(b"/X Do /X Do"), b"[0 0 600 800]", b"/XObject << /X 6 0 R >>", stream(b"/X Do /X Do", 1, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")),
    "a picture of ten thousand million dots": lambda: page(stream(b"q 9 0 0 9 0 0 cm /X Do Q"), b"[0 0 600 800]", b"/XObject << /X 6 0 R >>", stream(b"\0" * 1000, 1, b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceGray")),
    "brackets 200,000 deep": lambda: page(b"<< /Length 10 /X " + b"[" * 200_000 + b"]" * 200_000 + b" >>\nstream\n0123456789\nendstream"),
    "a table of 40,000 lines": lambda: page(stream(b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S\n" % (n % 600, n % 600, n % 800, n % 800) for n in range(20_000)) + WORDS)),
    "a length that lies": lambda: page(stream(WORDS).replace(b"/Length ", b"/Length 99999999")),
    "a cross-reference that leads to itself": lambda: page(stream(WORDS)).replace(b"trailer <<", b"trailer << /Prev 15 /XRefStm 15"),
}  # fmt: skip


def package(*entries: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as made:
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


def with_document(xml: bytes, *more: tuple[str, bytes]) -> bytes:
    """A real Word file with another document in it."""
    with zipfile.ZipFile(io.BytesIO(as_docx())) as good:
        kept = [(name, good.read(name)) for name in good.namelist() if name != "word/document.xml"]
    return package(*kept, ("word/document.xml", xml), *more)


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(inside: bytes, before: bytes = b"") -> bytes:
    return b'<?xml version="1.0"?>' + before + b"<w:document " + W + b"><w:body>" + inside + b"</w:body></w:document>"


LAUGHS = b"<!DOCTYPE d [<!ENTITY a 'haha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip
SAID = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
DOCX: dict[str, Callable[[], bytes]] = {
    "an entry that unpacks a thousand times": lambda: with_document(word(SAID % b"x"), ("word/more.xml", b" " * 40_000_000)),
    "a thousand entries of a megabyte": lambda: package(("word/document.xml", b"<x/>"), *((f"media/{n}.bin", bytes(2**20)) for n in range(300))),
    "20,000 entries": lambda: package(*((f"word/{n}.xml", b"") for n in range(20_000)), ("word/document.xml", b"<x/>"), kind=zipfile.ZIP_STORED),
    "packages in packages": lambda: package(("word/document.xml", package(("a.zip", package(("b.zip", bytes(2**22))))))),
    "a million laughs": lambda: with_document(word(SAID % b"&j;", LAUGHS)),
    "an entity that reads a file": lambda: with_document(word(SAID % b"&a;", b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")),
    "an entity that calls a server": lambda: with_document(word(SAID % b"&a;", b"<!DOCTYPE d [<!ENTITY a SYSTEM 'http://127.0.0.1:9/'>]>")),
    "50,000 tables in tables": lambda: with_document(word(b"<w:tbl><w:tr><w:tc>" * 20_000 + SAID % b"x" + b"</w:tc></w:tr></w:tbl>" * 20_000)),
    "a table of 250,000 cells": lambda: with_document(word(b"<w:tbl>" + (b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 500 + b"</w:tr>") * 500 + b"</w:tbl>")),
    "names that lead out of the folder": lambda: with_document(word(SAID % b"Premium"), ("../../evil.xml", b"<x/>"), ("/etc/evil", b"x"), ("word/..\\evil", b"x")),
    "a size that lies": lambda: package(("word/document.xml", word(SAID % b"x" * 50_000))).replace((len(word(SAID % b"x" * 50_000))).to_bytes(4, "little"), (10).to_bytes(4, "little")),
}  # fmt: skip
OTHERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page of 300,000 tags": ("a.html", lambda: b"<body>" + b"<b><i><u>x" * 100_000),
    "a tag with 100,000 attributes": (
        "a.html",
        lambda: b"<body><p " + b"".join(b"a%d=1 " % n for n in range(100_000)) + b">Premium</p>",
    ),
    "tables in tables": (
        "a.html",
        lambda: b"<body>" + b"<table><tr><td>" * 150 + b"Premium" + b"</td></tr></table>" * 150,
    ),
    "styles that hide": (
        "a.html",
        lambda: (
            b"<style>" + b".a .b > .c{display:none}" * 20_000 + b"</style><body>" + b"<p class='a b'>Premium</p>" * 2000
        ),
    ),
    "a heading a line": ("a.md", lambda: b"# a\n" * 200_000),
    "one line of a million bars": ("a.md", lambda: b"|a" * 500_000),
    "one word of a million letters": ("a.txt", lambda: b"premium" * 200_000),
    "combining signs": ("a.txt", lambda: ("保" + "\u3099" * 50_000).encode() * 10),
    "an encoding that is another": ("a.txt", lambda: b"+ADw-script+AD4-" * 1000),
}


@pytest.fixture(scope="module")
def read() -> Iterator[IsolatedReader]:
    """One reader in a process of its own, for all documents, as who adds a folder has it."""
    with IsolatedReader(LONGEST) as reader:
        yield reader


def bounded(read: IsolatedReader, data: bytes, name: str) -> None:
    try:
        reading = read(data, name)
    except DocumentError as error:
        assert error.message.endswith((".", ")."))
        assert "report it" not in error.message  # a kind of error that nobody expected
    else:
        text = "".join(part.text for part in reading.parts)
        assert len(text) <= 2_000_000
        assert "root:" not in text and "hahahaha" not in text


@pytest.mark.tried(
    "Abuse",
    "PDF bombs: packed streams, pages and forms that hold themselves, sizes that lie",
    "read within its bounds, or refused with what to do; the next document is read",
    unit="documents",
)
@pytest.mark.parametrize("kind", PDFS)
def test_a_pdf_that_is_a_bomb(read: IsolatedReader, kind: str) -> None:
    bounded(read, PDFS[kind](), "a.pdf")


@pytest.mark.tried(
    "Abuse",
    "ZIP and XML bombs in Word files: entries, packages in packages, entities, tables in tables",
    "read within its bounds, or refused with what to do; no file and no server is reached",
    unit="documents",
)
@pytest.mark.parametrize("kind", DOCX)
def test_a_word_file_that_is_a_bomb(read: IsolatedReader, kind: str) -> None:
    bounded(read, DOCX[kind](), "a.docx")


@pytest.mark.tried(
    "Abuse",
    "HTML, Markdown and text made to take long",
    "read within its bounds, or refused with what to do",
    unit="documents",
)
@pytest.mark.parametrize("kind", OTHERS)
def test_text_that_is_a_bomb(read: IsolatedReader, kind: str) -> None:
    name, make = OTHERS[kind]
    bounded(read, make(), name)


def test_after_all_this_a_good_document_is_read(read: IsolatedReader) -> None:
    read._longest = 60.0  # this one is waited for
    assert read(as_text().encode(), "a.txt").tables == 2
