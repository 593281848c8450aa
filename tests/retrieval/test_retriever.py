"""The search behind LangChain's interface."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import ValidationError

from assistant.retrieval import Retrieval


def test_documents_carry_what_a_citation_needs(retrieval: Retrieval) -> None:
    documents = retrieval.as_retriever(k=2, scheme="harbour").invoke("見舞金はいくらですか")
    hits = retrieval.search("見舞金はいくらですか", 2, "harbour")
    assert [document.id for document in documents] == [hit.passage.id for hit in hits]
    first = hits[0]
    assert documents[0].page_content == first.passage.text
    assert documents[0].metadata == {
        "scheme": "harbour",
        "document": "harbour-2030",
        "section": "sympathy",
        "page": first.passage.page,
        "language": "ja",
        "title": "見舞金",
        "score": first.score,
    }


def test_it_answers_asynchronously_and_in_batches(retrieval: Retrieval) -> None:
    retriever = retrieval.as_retriever(k=1)
    one = retriever.invoke("保険料")
    assert asyncio.run(retriever.ainvoke("保険料")) == one
    assert retriever.batch(["保険料", "保険料"]) == [one, one]


def test_a_count_below_one_is_refused(retrieval: Retrieval) -> None:
    with pytest.raises(ValidationError):
        retrieval.as_retriever(k=0)
