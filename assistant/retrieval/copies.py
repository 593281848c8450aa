"""A copy of an embedded index's vectors: while Chroma's files are what they were, they need not be asked of Chroma.

Importing Chroma takes longer than all else that opening an index does. The copy is named by a digest of Chroma's files,
so that any change of theirs, and any damage, is noticed as before. It lies in the folder of its index and goes with it: of a
person's own document that was removed, nothing stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.derived.shelf import NOWHERE, Shelf, digest_of
from assistant.retrieval.plan import Plan
from assistant.retrieval.shard import EXACT_LIMIT, Shard
from assistant.retrieval.stores import EmbeddedStore

_NAME = "vectors"


def copied_vectors(plan: Plan, collections: Mapping[str, Any]) -> Mapping[str, NDArray[np.float32]] | None:
    """The vectors of all collections by their names; None where there is no copy of the vectors that Chroma has now."""
    found = _shelf(plan).read_arrays(_NAME)
    return found if found is not None and found.keys() == collections.keys() else None


def copy_vectors(plan: Plan, shards: Iterable[tuple[str, Shard]]) -> None:
    """Keep a copy of vectors that were read and verified, by the names of their collections; Chroma must be closed."""
    vectors = {name: shard.vectors for name, shard in shards}
    if all(each is not None for each in vectors.values()):
        _shelf(plan).write_arrays(_NAME, vectors)


def _shelf(plan: Plan) -> Shelf:
    """Of this index with these files of Chroma; nowhere where they are on a server, or too large to be read for this."""
    if plan.store.place != EmbeddedStore.place or any(len(each) > EXACT_LIMIT for each in plan.grouped.values()):
        return NOWHERE
    folder = plan.folder / "chroma"
    try:
        key = digest_of(sorted(path for path in folder.rglob("*") if path.is_file()), plan.digest)
    except OSError:
        return NOWHERE
    return Shelf(plan.folder, key)
