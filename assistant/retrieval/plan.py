"""What an index is made from, and so where it lies: the digest of everything that its content depends on."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from assistant.errors import RetrievalError
from assistant.language import stemming, tokens
from assistant.retrieval import lexical
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.passages import Passage
from assistant.retrieval.stores import Store, open_store

FORMAT = 3
"""Of the files of an index; another format is another index."""

FOLDER = "index"
"""Below the data folder: one folder an index."""

_CODE = (tokens.__file__, stemming.__file__, lexical.__file__, Path(lexical.__file__).with_name("postings.py"))
"""What decides how a passage is cut into tokens and what they count. The last is not imported before it is needed."""

_LIBRARIES = ("chromadb", "bm25s", "sudachipy", "sudachidict_core", "tokenizers")


@dataclass(frozen=True, slots=True)
class Plan:
    """What an index is made from and where it belongs."""

    grouped: Mapping[tuple[str, str], tuple[Passage, ...]]
    embedder: Embedder
    digest: str
    root: Path
    store: Store

    @classmethod
    def of(cls, passages: Sequence[Passage], embedder: Embedder, data_dir: Path, chroma_url: str | None = None) -> Plan:
        """The plan for these passages.

        Raises:
            RetrievalError: two passages share an id.
        """
        digest = index_digest(passages, embedder)
        return cls(group(passages), embedder, digest, data_dir / FOLDER, open_store(chroma_url))

    @property
    def count(self) -> int:
        """Passages in all."""
        return sum(map(len, self.grouped.values()))

    @property
    def folder(self) -> Path:
        """Where the index is when it is whole."""
        return self.root / self.store.folder_name(self.digest)


def index_digest(passages: Sequence[Passage], embedder: Embedder) -> str:
    """The name of the index of these passages: 32 hexadecimal digits."""
    digest = hashlib.sha256()
    for passage in sorted(passages, key=lambda passage: passage.id):
        digest.update(repr(passage).encode("utf-8", "backslashreplace") + b"\0")
    settings = {
        "format": FORMAT,
        "embedding": embedder.identity,
        "code": [_source_digest(Path(source)) for source in _CODE],
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    digest.update(json.dumps(settings, sort_keys=True).encode())
    return digest.hexdigest()[:32]


def _source_digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def group(passages: Sequence[Passage]) -> dict[tuple[str, str], tuple[Passage, ...]]:
    """Passages by scheme and language, sorted by id."""
    groups: dict[tuple[str, str], dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        group = groups[passage.scheme, passage.language]
        if passage.id in group:
            raise RetrievalError(f"Two passages have the id {passage.id!r}; section ids must be unique in a brochure.")
        group[passage.id] = passage
    return {key: tuple(groups[key][ident] for ident in sorted(groups[key])) for key in sorted(groups)}
