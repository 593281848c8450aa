"""What people would otherwise write: a plain LangChain retrieval chain over the same brochures, without any rule.

The stock splitter, Chroma in memory, the same embedding, and a prompt that holds what was found. What a language model would
then need to write an answer from it, seconds, is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.corpus.brochure import Section
from assistant.retrieval import Embedder

CHUNK, OVERLAP = 1_000, 200
"""Characters of a chunk and of what two share, as in LangChain's own introduction."""

K = 4
"""Chunks that are found, LangChain's default."""


class _SameEmbedding(Embeddings):
    """Our embedding as LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self._embedder.embed_query(text)]


def chain(sections: Sequence[Section], embedder: Embedder) -> Callable[[str], object]:
    """The chain over these sections: from a question to the prompt that a language model would get."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    documents = splitter.split_documents(
        [Document(each.text, metadata={"document": each.document, "section": each.id}) for each in sections]
    )
    store = Chroma.from_documents(documents, _SameEmbedding(embedder), collection_name="stock")
    prompt = ChatPromptTemplate.from_template("Answer from the context alone.\n\n{context}\n\nQuestion: {question}")

    def joined(found: list[Document]) -> str:
        return "\n\n".join(each.page_content for each in found)

    retriever = store.as_retriever(search_kwargs={"k": K})
    whole = {"context": retriever | joined, "question": RunnablePassthrough()} | prompt
    return whole.invoke
