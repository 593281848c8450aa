"""A restated brochure reads into sections, and a broken one says in which line it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.brochure import read_brochure
from assistant.errors import BrochureError

CORPUS = Path(__file__).parents[2] / "corpus"
BROCHURES = sorted(CORPUS.glob("*/brochure.*.md"))

HEAD = """---
scheme: sample
language: en
documents:
  guide: A guide
---
"""
GOOD = (
    HEAD
    + """
# The title is no section

What stands before the first section belongs to none.

## What is paid {#paid document=guide page=2}

Two things are paid:

- damages
- costs

### Damages {#damages document=guide page=3}

| type | yen |
| --- | --- |
| I | 100 |

#### A smaller heading is text

## What is not paid {#not-paid document=guide page=4}

Fines.
"""
)


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "brochure.en.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_sections_in_order_with_their_places(tmp_path: Path) -> None:
    sections = read_brochure(_write(tmp_path, GOOD))
    assert [(s.id, s.title, s.level, s.page, s.parent) for s in sections] == [
        ("paid", "What is paid", 2, 2, None),
        ("damages", "Damages", 3, 3, "paid"),
        ("not-paid", "What is not paid", 2, 4, None),
    ]
    assert {(s.scheme, s.document, s.language) for s in sections} == {("sample", "guide", "en")}


def test_the_text_of_a_section_ends_at_the_next_one(tmp_path: Path) -> None:
    paid, damages, not_paid = read_brochure(_write(tmp_path, GOOD))
    assert paid.text == "Two things are paid:\n\n- damages\n- costs"
    assert damages.text == "| type | yen |\n| --- | --- |\n| I | 100 |\n\n#### A smaller heading is text"
    assert not_paid.text == "Fines."


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("{#damages document=guide page=3}", "", "### Damages", "a heading must end in"),
        ("{#damages document=guide page=3}", "{#damages document=guide}", "### Damages", "a heading must end in"),
        (
            "{#damages document=guide page=3}",
            "{#Damages document=guide page=3}",
            "### Damages",
            "a heading must end in",
        ),
        (
            "{#damages document=guide page=3}",
            "{#damages document=guide page=three}",
            "### Damages",
            "a heading must end in",
        ),
        (
            "{#damages document=guide page=3}",
            "{#paid document=guide page=3}",
            "### Damages",
            "'paid' is already used on line 12",
        ),
        (
            "{#damages document=guide page=3}",
            "{#damages document=flyer page=3}",
            "### Damages",
            "document 'flyer' is not listed",
        ),
        ("scheme: sample\n", "", "---", "needs `scheme`, `language` (ja or en) and `documents`"),
        ("language: en", "language: fr", "---", "needs `scheme`, `language` (ja or en) and `documents`"),
        (
            "documents:\n  guide: A guide\n",
            "documents: guide\n",
            "---",
            "needs `scheme`, `language` (ja or en) and `documents`",
        ),
        ("scheme: sample", "scheme: [sample", "---", "not valid YAML"),
        ("scheme: sample\nlanguage: en\ndocuments:\n  guide: A guide\n", "- sample\n", "---", "`key: value` lines"),
        ("---\nscheme", "scheme", "scheme: sample", "must start with a `---` front matter"),
    ],
    ids=[
        "heading-without-id",
        "heading-without-page",
        "id-with-a-capital",
        "page-in-words",
        "id-twice",
        "unknown-document",
        "no-scheme",
        "unknown-language",
        "documents-are-no-list",
        "front-matter-is-no-yaml",
        "front-matter-is-no-mapping",
        "no-front-matter",
    ],
)
def test_the_message_names_file_line_and_what_was_expected(
    tmp_path: Path, old: str, new: str, at: str, says: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    path = _write(tmp_path, text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith(at))
    with pytest.raises(BrochureError) as caught:
        read_brochure(path)
    assert str(caught.value).startswith(f"{path}:{line}: "), str(caught.value)
    assert says in str(caught.value)


def test_a_brochure_without_sections(tmp_path: Path) -> None:
    path = _write(tmp_path, HEAD + "\n# Only a title\n")
    with pytest.raises(BrochureError) as caught:
        read_brochure(path)
    assert str(caught.value).startswith(str(path))
    assert "has no sections; a section starts with `## Title {#id document=… page=…}`" in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not-utf-8"])
def test_a_brochure_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "brochure.en.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BrochureError) as caught:
        read_brochure(path)
    assert str(caught.value).startswith(f"{path}: cannot be read as UTF-8 text")


def test_there_are_brochures_in_both_languages() -> None:
    folders = {path.parent for path in BROCHURES}
    assert folders
    assert {p.name for p in BROCHURES} == {"brochure.ja.md", "brochure.en.md"}
    assert len(BROCHURES) == 2 * len(folders)


@pytest.mark.parametrize("path", [pytest.param(p, id=f"{p.parent.name}-{p.name}") for p in BROCHURES])
def test_each_brochure_of_the_repository_reads(path: Path) -> None:
    sections = read_brochure(path)
    assert {s.language for s in sections} == {path.name.split(".")[1]}
    assert len({s.scheme for s in sections}) == 1
    assert len({s.id for s in sections}) == len(sections)
    for section in sections:
        assert section.title and section.page >= 1
        children = [s for s in sections if s.parent == section.id]
        assert section.text or children, f"{section.id} says nothing"


@pytest.mark.parametrize("folder", [pytest.param(f, id=f.name) for f in sorted({p.parent for p in BROCHURES})])
def test_both_languages_carry_the_same_sections_in_the_same_order(folder: Path) -> None:
    ja, en = (
        [(s.id, s.document, s.page, s.level, s.parent) for s in read_brochure(folder / f"brochure.{lang}.md")]
        for lang in ("ja", "en")
    )
    assert ja == en


@pytest.mark.parametrize("folder", [pytest.param(f, id=f.name) for f in sorted({p.parent for p in BROCHURES})])
def test_both_languages_carry_the_same_tables(folder: Path) -> None:
    """As many rows of tables in each section; their figures are written differently (1千万円, 10,000,000 yen)."""
    ja, en = ({s.id: s.text for s in read_brochure(folder / f"brochure.{lang}.md")} for lang in ("ja", "en"))
    for ident in ja:
        rows = [[r for r in text.splitlines() if r.startswith("|")] for text in (ja[ident], en[ident])]
        assert len(rows[0]) == len(rows[1]), ident
