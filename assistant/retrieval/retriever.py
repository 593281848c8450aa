"""The search as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, SkipValidation

from assistant.retrieval.search import Hit, Retrieval


class PassageRetriever(BaseRetriever):
    """Passages as LangChain documents, with `metadata` scheme, document, section, page, language, title and
    score."""

    retrieval: SkipValidation[Retrieval]
    k: int = Field(default=5, ge=1)
    scheme: str | None = None
    language: str | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [as_document(hit) for hit in self.retrieval.search(query, self.k, self.scheme, self.language)]


def as_document(hit: Hit) -> Document:
    """A hit as a LangChain document; its id is the passage's."""
    passage = hit.passage
    metadata: dict[str, Any] = {
        "scheme": passage.scheme,
        "document": passage.document,
        "section": passage.section,
        "page": passage.page,
        "language": passage.language,
        "title": passage.title,
        "score": hit.score,
    }
    return Document(page_content=passage.text, metadata=metadata, id=passage.id)
