"""Only what changed is embedded again."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.corpus.brochure import Section
from assistant.retrieval import Retrieval
from tests.retrieval.counting import Counting

Sections = tuple[Section, ...]


def changed(sections: Sections, text: str) -> Sections:
    return (*sections[:-1], replace(sections[-1], text=text))


def test_a_changed_section_is_the_only_one_that_is_embedded(sections: Sections, tmp_path: Path) -> None:
    embedder = Counting()
    Retrieval.open(sections, tmp_path, embedder)
    assert len(embedder.texts) == 10
    embedder.texts.clear()
    again = Retrieval.open(changed(sections, "らくだが対象です。"), tmp_path, embedder)
    assert len(embedder.texts) == 1 and "らくだ" in embedder.texts[0]
    fresh = Retrieval.open(changed(sections, "らくだが対象です。"), tmp_path / "fresh", embedder)
    for question in ("らくだ", "sympathy payment", "保険料"):
        assert again.search(question) == fresh.search(question)


def test_a_removed_section_needs_none(sections: Sections, tmp_path: Path) -> None:
    embedder = Counting()
    Retrieval.open(sections, tmp_path, embedder)
    embedder.texts.clear()
    Retrieval.open(sections[:-1], tmp_path, embedder)
    assert embedder.texts == []


def test_another_embedding_takes_none_of_them(sections: Sections, tmp_path: Path) -> None:
    Retrieval.open(sections, tmp_path, Counting())
    other = Counting()
    other.identity = "other"
    Retrieval.open(changed(sections, "らくだが対象です。"), tmp_path, other)
    assert len(other.texts) == 10


def test_a_damaged_earlier_index_is_not_reused(
    sections: Sections, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = Counting()
    Retrieval.open(sections, tmp_path, embedder)
    next((tmp_path / "index").glob("*/chroma/chroma.sqlite3")).write_bytes(b"no database" * 1000)
    embedder.texts.clear()
    with caplog.at_level(logging.INFO, "assistant"):
        Retrieval.open(changed(sections, "らくだが対象です。"), tmp_path, embedder)
    assert len(embedder.texts) == 10
    assert "not reused" in caplog.text
