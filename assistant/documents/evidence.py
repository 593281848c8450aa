"""A person's own documents beside a computed answer: shown, never counted.

What is added here stands in fields of its own. Verdicts, amounts, text, citations' places and abstention stay as they were
computed, whatever a document says.
"""

from __future__ import annotations

import logging

from assistant.answer import Answer, Language, OwnPassage
from assistant.documents.library import Library, OwnText
from assistant.errors import AssistantError
from assistant.retrieval.fusion import WEAK_EVIDENCE, WEAK_EVIDENCE_OVERALL

MOST_FOUND = 3
"""Passages that an answer without a verdict shows, at most."""
_QUESTION = 2_000

_log = logging.getLogger(__name__)


def with_own(library: Library, answer: Answer, question: str = "", scheme: str | None = None) -> Answer:
    """The answer with the person's own words beside its citations.

    Where it has no verdict, amount or fact, passages of theirs about the question follow that no section restates.

    Args:
        library: their documents. answer: as it was computed. question: what was asked; empty where nothing is looked for.
        scheme: what it was about, None for all.
    """
    try:
        citations = tuple(
            citation.model_copy(update={"own": own[0]})
            if (own := beside(library, citation.document, citation.section))
            else citation
            for citation in answer.citations
        )
        found = found_for(library, question, scheme, answer.language) if answer.abstained and question else ()
    except AssistantError as error:
        # Their documents are an addition: an answer does not wait for them, and does not fail with them.
        _log.warning("The documents in the data folder cannot be used: %s", error.message)
        return answer
    if citations == answer.citations and not found:
        return answer
    return answer.model_copy(update={"citations": citations, "own": found})


def beside(library: Library, document: str, section: str) -> tuple[OwnPassage, ...]:
    """What their documents say where a restated section is cited, the likeliest first.

    Raises:
        RetrievalError: the list of documents cannot be read.
    """
    return tuple(as_passage(own) for own in library.beside(document, section))


def found_for(library: Library, question: str, scheme: str | None, language: Language) -> tuple[OwnPassage, ...]:
    """Passages about a question that no section restates, near enough to be shown.

    Raises:
        RetrievalError: they cannot be searched.
    """
    if not library.entries():
        return ()
    least = WEAK_EVIDENCE if scheme else WEAK_EVIDENCE_OVERALL
    hits = library.search(question[:_QUESTION], 2 * MOST_FOUND, scheme, language)
    return tuple(as_passage(hit.own) for hit in hits if hit.restated is None and hit.own.score >= least)[:MOST_FOUND]


def as_passage(own: OwnText) -> OwnPassage:
    """Words of a document as an answer carries them."""
    return OwnPassage(document=own.document, title=own.title, page=own.page, text=own.text)
