"""Vectors that an earlier index holds: only texts that changed are embedded again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, IndexDamagedError
from assistant.retrieval.manifest import MANIFEST, read_manifest
from assistant.retrieval.plan import Plan
from assistant.retrieval.shard import stored_vectors, vectors_digest

TEXTS = "texts.bin"
"""In each collection's folder: the digests of its texts, in the order of the passages' ids."""

_BYTES = 16

_log = logging.getLogger(__name__)


def text_digest(text: str) -> bytes:
    """What a vector is known by: 16 bytes of BLAKE2 over the text that is embedded."""
    return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=_BYTES).digest()


def earlier_vectors(plan: Plan) -> Mapping[bytes, NDArray[np.float32]]:
    """Vectors of the newest other index that has the same embedding and is kept in the same place, by text digest.

    An index that cannot be read yields nothing: everything is embedded then.
    """
    folders = (path.parent for path in plan.root.glob(f"*/{MANIFEST}") if path.parent != plan.folder)
    for folder in sorted(folders, key=lambda path: (path / MANIFEST).stat().st_mtime, reverse=True):
        try:
            manifest = read_manifest(folder)
        except IndexDamagedError:
            continue
        if (manifest["embedding"], manifest["place"]) != (plan.embedder.identity, plan.store.place):
            continue
        try:
            wanted = {text_digest(each.searchable) for passages in plan.grouped.values() for each in passages}
            return _read(plan, folder, manifest, wanted)
        except Exception as error:  # Chroma raises many kinds; without these vectors the index is only built slower
            reason = error.message if isinstance(error, AssistantError) else str(error)
            _log.info("The vectors of the earlier index %s are not reused: %s", folder.name, reason)
            return {}
    return {}


def _read(
    plan: Plan, folder: Path, manifest: Mapping[str, Any], wanted: set[bytes]
) -> Mapping[bytes, NDArray[np.float32]]:
    known: dict[bytes, NDArray[np.float32]] = {}
    client: Any = None
    try:
        for name, entry in manifest["collections"].items():
            data = (folder / name / TEXTS).read_bytes()
            texts = [data[start : start + _BYTES] for start in range(0, len(data), _BYTES)]
            if wanted.isdisjoint(texts):
                continue
            client = client or plan.store.client(folder)
            _, vectors = stored_vectors(client.get_collection(name, embedding_function=None))
            if len(vectors) != len(texts) or vectors_digest(vectors) != entry["vectors"]:
                raise IndexDamagedError(f"{folder}: a collection does not hold the vectors that were stored.")
            known.update((text, vector) for text, vector in zip(texts, vectors, strict=True) if text in wanted)
    finally:
        if client is not None:
            plan.store.close(client)
    return known
