"""A library over the restated sections of the invented orchard scheme and of the repository's schemes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.brochure import Section, read_brochure
from assistant.documents.library import Library
from assistant.retrieval import Embedder
from assistant.retrieval.embedding import load_embedder

ORCHARD = Path(__file__).parents[1] / "corpus" / "invented" / "orchard"
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def restated() -> tuple[Section, ...]:
    """All restated sections of the orchard and, to tell them apart from, of two schemes of the repository."""
    files = [folder / f"brochure.{language}.md" for folder in (ORCHARD, CORPUS / "jcci") for language in ("ja", "en")]
    return tuple(section for path in files for section in read_brochure(path))


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The embedding that ships, loaded once."""
    return load_embedder(None)


@pytest.fixture
def library(tmp_path: Path, restated: tuple[Section, ...], embedder: Embedder) -> Library:
    """An empty library."""
    return Library(tmp_path / "documents", restated, embedder)
