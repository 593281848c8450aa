"""The corpus as it was loaded and checked before, read back in a moment while none of its files has changed."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import astuple
from importlib.metadata import version
from pathlib import Path

from assistant.corpus.brochure import Section
from assistant.corpus.loader import Corpus, load_corpus
from assistant.corpus.model import Scheme
from assistant.derived.shelf import FOLDER, NOWHERE, Shelf, digest_of

_NAME = "corpus"
_CODE = ("corpus", "derived", "language", "understanding")
"""Packages whose code decides what is derived: each change of theirs is another state."""

_log = logging.getLogger(__name__)


def shelf_of(data_dir: Path, corpus_dir: Path) -> Shelf:
    """Where data derived from this corpus by this code is kept; a shelf that keeps nothing where a file cannot be read."""
    package = Path(__file__).parents[1]
    code = (path for name in _CODE for path in sorted((package / name).glob("*.py")))
    try:
        key = digest_of([*_files(corpus_dir), *code], sys.version, version("pydantic"), version("numpy"))
    except OSError:
        return NOWHERE
    return Shelf(data_dir / FOLDER, key)


def open_corpus(corpus_dir: Path, shelf: Shelf) -> Corpus:
    """The corpus from the shelf, else loaded, checked and kept. Where its keys stand in files is told by `load_corpus` alone.

    Raises:
        CorpusError: a file is broken.
    """
    kept = _read(shelf)
    if kept is not None:
        return kept
    corpus = load_corpus(corpus_dir)
    # A file that was changed meanwhile may be in what was loaded, or not.
    if shelf.folder is not None and shelf_of(shelf.folder.parent, corpus_dir) == shelf:
        _write(shelf, corpus)
    return corpus


def _files(corpus_dir: Path) -> Iterator[Path]:
    """All that `load_corpus` reads."""
    for pattern in ("*.yaml", "*.jsonl"):
        yield from sorted(corpus_dir.glob(pattern))
    for scheme in sorted(corpus_dir.glob("*/scheme.yaml")):
        for pattern in ("*.yaml", "*.jsonl", "brochure.*.md"):
            yield from sorted(scheme.parent.glob(pattern))


def _read(shelf: Shelf) -> Corpus | None:
    content = shelf.read(_NAME)
    if content is None:
        return None
    try:
        listed, *schemes = content.split(b"\n")
        sections = tuple(Section(*values) for values in json.loads(listed))
        loaded = [Scheme.model_validate_json(scheme) for scheme in schemes]
    except (ValueError, TypeError) as error:
        _log.warning("The corpus is read anew: what was kept of it does not fit (%s).", error)
        return None
    return Corpus({scheme.scheme: scheme for scheme in loaded}, sections)


def _write(shelf: Shelf, corpus: Corpus) -> None:
    lines = [json.dumps([astuple(section) for section in corpus.sections]).encode()]
    lines += [scheme.model_dump_json().encode() for scheme in corpus.schemes.values()]
    shelf.write(_NAME, b"\n".join(lines))
