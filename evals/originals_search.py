"""Search in the published brochures, ingested as a person would: does a passage with the answer come first?

Questions are searched in the documents of a library that holds nothing but the originals. A passage has the answer where it
states what one of the question's sections restates, which `originals.json` says line by line. Beside search by words, by
meaning and by both there are two more rankings: with the links from restated sections, and with these and with what the
computed answer rests on, as a person gets it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.documents.library import Library
from assistant.retrieval.passages import split_sections
from evals.originals import original_files, places_of, states
from evals.records import Search
from evals.searches import rankings_over

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.targets import InProcess

MOST = 10
"""Passages of a ranking that are looked at."""

_RESTATED = 60
_NOWHERE = "none"


def rank_originals(
    target: InProcess, settings: Settings, folder: Path, searches: Sequence[Search], tell: Callable[[str], None]
) -> tuple[list[Search], dict[str, dict[str, list[str]]]]:
    """The searches with the passages that answer them, and by ranking and search the passages found, best first.

    A search whose sections have no original in the folder is left out; one that no passage answers stays, and counts as not
    found.

    Raises:
        EvaluationError: the folder holds none of the originals.
        AssistantError: an original cannot be read or indexed.
    """
    corpus = target.assistant.corpus
    files = original_files(folder)
    places = places_of(corpus, files)
    with tempfile.TemporaryDirectory(prefix="originals-") as scratch:
        library = Library(Path(scratch), corpus.sections, settings.embedding)
        for path in files.values():
            tell(f"Ingesting {path.name} …")
            library.add(path.read_bytes(), path.name)
        passages = {passage.id: passage for passage in split_sections(library.as_sections())}
        known = {(p.section, p.text): ident for ident, p in passages.items()}
        moved = []
        for search in searches:
            keys = [key for key in map(_key, search.sections) if key in places]
            right = [ident for ident, p in passages.items() if any(states(p.text, places[key]) for key in keys)]
            if keys:
                moved.append(search.model_copy(update={"sections": right or [_NOWHERE]}))
        scratch_settings = replace(settings, data_dir=Path(scratch))
        ranked: dict[str, dict[str, list[str]]] = {}
        for way, retrieval in rankings_over(library.as_sections(), scratch_settings).items():
            ranked[way] = {
                s.id: [h.passage.id for h in retrieval.search(s.question, MOST, s.scheme or None, s.lang, folded=False)]
                for s in moved
            }
        for way, grounded in (("linked", False), ("grounded", True)):
            ranked[way] = {}
            for s in moved:
                hits = library.search(s.question, MOST, s.scheme or None, s.lang, _restated(target, s, grounded))
                ranked[way][s.id] = [known[hit.section, hit.own.text] for hit in hits]
        return moved, ranked


def _restated(target: InProcess, search: Search, grounded: bool) -> Mapping[tuple[str, str], float]:
    assistant, scheme = target.assistant, search.scheme or None
    grounds = assistant.grounds(search.question, scheme, search.lang) if grounded else {}
    hits = assistant.retrieval().search(search.question, _RESTATED, scheme, search.lang, grounds=grounds)
    return {(hit.passage.document, hit.passage.section): hit.score for hit in hits}


def _key(section: str) -> tuple[str, str]:
    scheme, _, ident = section.partition("/")
    return scheme, ident
