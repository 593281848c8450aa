"""The embedding that ships, which keeps the texts that it embeds."""

from __future__ import annotations

from assistant.retrieval.embedding import StaticEmbedder


class Counting(StaticEmbedder):
    """What was embedded stands in `texts`."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return super().embed_documents(texts)
