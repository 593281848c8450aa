"""Retrieval: which passages of the brochures a question is about.

It finds evidence and decides nothing: a passage that is similar is not a rule that applies.
"""

from assistant.retrieval.embedding import Embedder
from assistant.retrieval.fusion import WEAK_EVIDENCE, WEAK_EVIDENCE_OVERALL
from assistant.retrieval.passages import Passage
from assistant.retrieval.search import Hit, Retrieval

__all__ = ["WEAK_EVIDENCE", "WEAK_EVIDENCE_OVERALL", "Embedder", "Hit", "Passage", "Retrieval"]
