"""The operations over the corpus that is served, without an index."""

from __future__ import annotations

import pytest

from assistant.answering.engine import Answerer
from assistant.corpus.loader import Corpus, load_corpus
from assistant.operations import Operations
from assistant.settings import default_corpus_dir


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """All schemes as they are served."""
    return load_corpus(default_corpus_dir())


@pytest.fixture(scope="session")
def operations(corpus: Corpus) -> Operations:
    """The operations; what is searched for is the first section of the scheme asked about."""

    def search(text: str, scheme: str | None, language: str, k: int) -> list[tuple[object, float]]:
        own = [s for s in corpus.sections if s.language == language and scheme in (None, s.scheme)]
        return [(s, 1.0) for s in own[:k]] if "nothing" not in text else []

    return Operations(corpus, Answerer(corpus, search), search)  # type: ignore[arg-type]
