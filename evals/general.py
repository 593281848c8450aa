"""Search and embedding on general Japanese text: JSTS and JSQuAD of JGLUE, which are measured on and never trained on.

They tell whether the engine is fitted to a few brochures. The files (`jsts-valid.jsonl`, `jsquad-valid.jsonl`) are not
part of the project; their folder is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from assistant.corpus.brochure import Section
from assistant.errors import EvaluationError
from assistant.settings import Settings
from evals.records import Search
from evals.searches import metrics_of, rankings_over

_SEPARATOR = "[SEP]"
_SCHEME = "jsquad"


def measure_general(folder: Path, settings: Settings) -> dict[str, float]:
    """Spearman's correlation on JSTS, and recall of each question's paragraph among all of JSQuAD, by ranking.

    Raises:
        EvaluationError: a file is missing or cannot be read.
    """
    found = similarities(_read(folder / "jsts-valid.jsonl"), settings)
    for way, metric, value in paragraphs(_read(folder / "jsquad-valid.jsonl"), settings):
        found[f"JSQuAD {metric}, {way}"] = value
    return found


def similarities(pairs: list[dict[str, Any]], settings: Settings) -> dict[str, float]:
    """Spearman's correlation with the labels of sentence pairs: of the cosines alone, and of the likeness that the product uses."""
    from scipy.stats import spearmanr

    from assistant.retrieval.embedding import load_embedder
    from assistant.retrieval.likeness import likeness

    embedder, labels = load_embedder(settings.embedding), [pair["label"] for pair in pairs]
    first, second = ([str(pair[f"sentence{n}"]) for pair in pairs] for n in (1, 2))
    one, other = (np.array(embedder.embed_documents(texts)) for texts in (first, second))
    measured = {"dense": (one * other).sum(axis=1), "words and meaning": likeness(embedder, first, second)}
    return {f"JSTS Spearman, {way}": round(float(spearmanr(x, labels).statistic), 4) for way, x in measured.items()}


def paragraphs(records: list[dict[str, Any]], settings: Settings) -> Iterator[tuple[str, str, float]]:
    """Yield (ranking, metric, value) of finding the paragraph that a question was written on."""
    sections, searches = [], []
    for record in records:
        title, _, text = str(record["context"]).partition(_SEPARATOR)
        ident = f"paragraph-{record['paragraph']}"
        sections.append(Section(_SCHEME, _SCHEME, ident, 1, "ja", 2, title.strip(), text.strip(), None))
        for n, question in enumerate(record["questions"]):
            gold = [f"{_SCHEME}/{ident}"]
            search = Search(id=f"{ident}-{n}", scheme=_SCHEME, lang="ja", question=question, sections=gold)
            searches.append(search)
    for way, retrieval in rankings_over(sections, settings).items():
        ranked = {
            s.id: [f"{_SCHEME}/{hit.passage.section}" for hit in retrieval.search(s.question, 10, _SCHEME, "ja")]
            for s in searches
        }
        values: dict[str, list[float]] = {"success@1": [], "success@5": [], "mrr": []}
        for _, metric, value in metrics_of(searches, ranked):
            if metric in values:
                values[metric].append(value)
        for metric, each in values.items():
            yield way, metric, round(sum(each) / len(each), 4)


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path}: cannot be read as JSON lines ({error}).") from error
