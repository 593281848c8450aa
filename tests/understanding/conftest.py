"""A reader of the shipped corpus without classifiers; and an invented scheme, each loaded once for all modules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.corpus.loader import Corpus, load_corpus
from assistant.corpus.model import Scheme
from assistant.understanding.lexicon import lexicons
from assistant.understanding.reading import Reader

INVENTED = Path(__file__).parents[1] / "corpus" / "invented"


@pytest.fixture(scope="session")
def pattern_reader(whole_corpus: Corpus) -> Reader:
    """A reader with patterns alone."""
    return Reader(whole_corpus.schemes, lexicons(whole_corpus.schemes))


@pytest.fixture(scope="session")
def orchard_schemes() -> Mapping[str, Scheme]:
    """The invented scheme `orchard` alone, without the words that schemes share."""
    return load_corpus(INVENTED).schemes
