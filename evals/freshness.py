"""Whether the index that answers come from is the index of the corpus as it stands now.

The corpus is indexed anew in a folder of its own, and each collection of the index in use is held against it, by the
digests that both wrote: vectors, words, and how many passages there are.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from assistant.corpus.loader import Corpus
from assistant.settings import Settings
from evals.outcomes import Outcome

DATASET = "index"
_COMPARED = ("count", "vectors", "files")


def judge_index(corpus: Corpus, settings: Settings) -> list[Outcome]:
    """Judge each collection of the index in use: one scheme in one language.

    Raises:
        RetrievalError: no index can be built.
    """
    from assistant.retrieval.embedding import load_embedder
    from assistant.retrieval.index import open_index
    from assistant.retrieval.passages import split_sections
    from assistant.retrieval.plan import index_digest

    passages = split_sections(corpus.sections)
    embedder = load_embedder(settings.embedding)
    digest = index_digest(passages, embedder)
    open_index(passages, embedder, settings.data_dir)
    used = _collections(settings.data_dir / "index" / digest)
    with tempfile.TemporaryDirectory() as scratch:
        open_index(passages, embedder, Path(scratch))
        anew = _collections(Path(scratch) / "index" / digest)
    return [
        _outcome(scheme, language, used.get((scheme, language)), entry) for (scheme, language), entry in anew.items()
    ]


def _collections(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["collections"].values()
    return {(entry["scheme"], entry["language"]): entry for entry in entries}


def _outcome(scheme: str, language: str, used: dict[str, Any] | None, anew: dict[str, Any]) -> Outcome:
    stale = [key for key in _COMPARED if used is None or used.get(key) != anew[key]]
    return Outcome(
        id=f"index-{scheme}-{language}",
        dataset=DATASET,
        cluster=scheme,
        slices={"dataset": (DATASET,), "scheme": (scheme,), "language": (language,)},
        aspects={"answer": not stale},
        problems=(f"index: {', '.join(stale)} are not those of the corpus; build the index anew",) if stale else (),
        shares={"index_fresh": (float(not stale), 1)},
    )
