"""An invented scheme, made of files alone, that tests may load, ask and break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INVENTED = Path(__file__).parent / "invented" / "orchard"


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """A corpus folder with the invented scheme `orchard` alone."""
    corpus = tmp_path / "corpus"
    shutil.copytree(INVENTED, corpus / "orchard")
    return corpus


@pytest.fixture
def orchard_with_shared_words(orchard: Path) -> Path:
    """The same, with the words that all schemes share."""
    for path in (ROOT / "corpus").glob("*.yaml"):
        shutil.copy(path, orchard)
    return orchard
