"""Documents are kept, linked with what restates them, found again, renewed and removed; nothing is ever half there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.corpus.brochure import Section
from assistant.corpus.loader import load_corpus
from assistant.documents.library import Library
from assistant.errors import RetrievalError, UnknownChoiceError
from evals import originals
from tests.documents.leaflet import PARKING, as_docx, as_html, as_markdown, as_pdf, as_text, every_format

RESTATED = {
    "plans": "納屋プランでは賠償責任に加えて",
    "triggers": "組合員のコンピュータに対するサイバー攻撃",
    "restoration": "組合の同意を得てから支出",
    "exclusions": "身代金として要求された金銭",
    "limits": "| L | 6,000万円 | 600万円 |",
    "premiums": "| L | 31,500円 | 24,700円 |",
    "contact": "電話00-1234-5678",
    "greeting": "りんごの木と同じく、パスワードも",
}
ON_PAGE_TWO = ("exclusions", "limits", "premiums", "contact")


@pytest.mark.parametrize("name", list(every_format()))
def test_each_restated_section_finds_its_original(library: Library, name: str) -> None:
    entry = library.add(every_format()[name], name).entry
    assert (entry.scheme, entry.restates, entry.linked, entry.sought) == ("orchard", ("orchard-leaflet",), 8, 8)
    for section, words in RESTATED.items():
        (own,) = library.beside("orchard-leaflet", section)
        assert words in own.text, section
        paged = name.endswith((".txt", ".pdf", ".docx"))
        assert own.page == ((2 if section in ON_PAGE_TWO else 1) if paged else None)
        assert (own.document, own.title) == (entry.id, entry.title)
    (own,) = library.beside("orchard-leaflet", "greeting")
    assert "6,000万円" not in own.text


def test_its_passages_are_found_and_name_what_restates_them(library: Library) -> None:
    library.add(as_text().encode(), "a.txt")
    hit = library.search("タイプLの年間保険料", k=1)[0]
    assert "31,500円" in hit.own.text
    assert (hit.scheme, hit.restated, hit.own.page) == ("orchard", ("orchard-leaflet", "premiums"), 2)
    uncovered = library.search("駐車場はどこですか", k=1, scheme="orchard")[0]
    assert PARKING in uncovered.own.text
    assert uncovered.restated is None
    assert library.search("駐車場はどこですか", scheme="jcci") == []


def test_what_is_found_of_a_restated_section_counts_for_its_original(library: Library) -> None:
    library.add(as_text().encode(), "a.txt")
    alone = library.search("What must we pay each year?", k=1)[0]
    hits = library.search("What must we pay each year?", k=3, restated={("orchard-leaflet", "premiums"): 0.9})
    assert "31,500円" in hits[0].own.text
    assert hits[0].own.score >= 0.45
    assert alone.own.score <= hits[0].own.score
    # A passage that no section restates keeps its score, and what it was found for.
    parked = library.search("駐車場はどこですか", k=1, restated={("orchard-leaflet", "premiums"): 0.1})[0]
    assert parked == library.search("駐車場はどこですか", k=1)[0]


def test_a_document_of_another_subject_is_found_and_linked_with_nothing(library: Library) -> None:
    entry = library.add("会報\n\n来月の遠足は水曜日に山へ行きます。弁当を持参してください。".encode(), "news.txt").entry
    assert (entry.scheme, entry.restates, entry.linked) == (None, (), 0)
    assert library.search("遠足はいつですか", scheme="orchard")[0].own.document == entry.id


def test_one_page_of_a_brochure_is_linked_with_its_sections_alone(library: Library) -> None:
    page = as_text().split("\f")[1].split("## お問い合わせ先")[0]
    entry = library.add(page.encode(), "page.txt").entry
    assert entry.restates == ("orchard-leaflet",)
    assert library.beside("orchard-leaflet", "premiums") and not library.beside("orchard-leaflet", "contact")


def test_the_same_content_in_another_format_is_a_duplicate(library: Library) -> None:
    first = library.add(as_markdown().encode(), "a.md")
    again = library.add(as_markdown().encode("cp932"), "copy.md")
    assert (first.status, again.status, again.entry.id) == ("added", "duplicate", first.entry.id)
    assert library.add(as_docx(), "a.docx").status == "duplicate"
    assert len(library.entries()) == 1


def test_next_years_edition_takes_the_place_of_this_years(library: Library) -> None:
    old = library.add(as_text().encode(), "2026.txt").entry
    new = library.add(as_text().replace("31,500円", "33,300円").encode(), "2027.txt")
    assert (new.status, new.replaced, new.entry.replaces) == ("new version", old, old.id)
    assert [entry.id for entry in library.entries()] == [new.entry.id]
    assert "33,300円" in library.beside("orchard-leaflet", "premiums")[0].text


def test_both_editions_stay_where_that_is_asked_for(library: Library) -> None:
    library.add(as_text().encode(), "2026.txt")
    new = library.add(as_text().replace("31,500円", "33,300円").encode(), "2027.txt", keep=True)
    assert (new.status, new.replaced) == ("new version", None)
    assert len(library.entries()) == len(library.beside("orchard-leaflet", "premiums")) == 2


def test_what_is_removed_leaves_nothing_behind(library: Library, tmp_path: Path) -> None:
    gone = library.add(as_text().encode(), "a.txt").entry
    library.add(as_html(extra="<p>別の案内です。会費は千円です。</p>" * 40).encode(), "b.html", keep=True)
    library.open()
    library.remove(gone.id)
    library.open()
    assert [entry.name for entry in library.entries()] == ["b.html"]
    library.remove(library.entries()[0].id)
    assert (
        library.entries() == () and library.search("保険料") == [] and library.beside("orchard-leaflet", "plans") == ()
    )
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in (".lock", "catalogue.json")]
    assert left == []


def test_an_unknown_id_is_named_with_those_that_exist(library: Library) -> None:
    entry = library.add(as_text().encode(), "a.txt").entry
    with pytest.raises(UnknownChoiceError, match=entry.id):
        library.remove("own-none")


def test_another_process_sees_what_was_added(library: Library, restated: tuple[Section, ...], tmp_path: Path) -> None:
    other = Library(tmp_path / "documents", restated)
    assert other.entries() == ()
    entry = library.add(as_pdf(), "a.pdf").entry
    assert other.entries() == (entry,)
    assert other.beside("orchard-leaflet", "limits") == library.beside("orchard-leaflet", "limits")


def test_links_follow_the_restated_sections(library: Library, restated: tuple[Section, ...], tmp_path: Path) -> None:
    library.add(as_text().encode(), "a.txt")
    fewer = tuple(section for section in restated if section.id != "premiums")
    assert Library(tmp_path / "documents", fewer).beside("orchard-leaflet", "premiums") == ()
    assert Library(tmp_path / "documents", restated).beside("orchard-leaflet", "premiums")


@pytest.mark.tried("Faults", "the process is killed while a document is taken in", "what it left is not seen and goes")
def test_what_a_killed_process_left_is_not_seen_and_goes(library: Library, tmp_path: Path) -> None:
    first = library.add(as_text().encode(), "a.txt").entry
    texts = tmp_path / "documents" / "texts"
    (texts / ".writing-abc").write_text("half", encoding="utf-8")
    (texts / "own-unnamed.json").write_text("{}", encoding="utf-8")
    assert library.entries() == (first,)
    library.add("会報です。遠足は水曜日です。".encode(), "b.txt")
    assert sorted(path.stem for path in texts.iterdir()) == sorted(entry.id for entry in library.entries())


def test_a_text_that_is_gone_takes_nothing_else_with_it(
    library: Library, restated: tuple[Section, ...], tmp_path: Path
) -> None:
    gone = library.add(as_text().encode(), "a.txt").entry
    kept = library.add("会報です。遠足は水曜日です。".encode(), "b.txt").entry
    (tmp_path / "documents" / "texts" / f"{gone.id}.json").unlink()
    assert Library(tmp_path / "documents", restated).entries() == (kept,)


def test_a_broken_list_is_named(tmp_path: Path, restated: tuple[Section, ...]) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "catalogue.json").write_text(json.dumps({"format": 99}), encoding="utf-8")
    with pytest.raises(RetrievalError, match="list of your documents"):
        Library(folder, restated).entries()


@pytest.mark.skipif("BROCHURES_DIR" not in os.environ, reason="BROCHURES_DIR names no folder with the originals")
def test_the_restated_sections_of_this_repository_find_their_originals() -> None:
    found = originals.measure(load_corpus(Path(__file__).parents[2] / "corpus"), Path(os.environ["BROCHURES_DIR"]))
    assert originals.share(found) >= originals.LEAST, "\n".join(originals.table_lines(found))
    assert sum(each.wrongly for each in found) == 0
