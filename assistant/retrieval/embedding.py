"""Embeddings: texts as vectors whose direction says what they are about.

The default is the static model that ships in `assistant/retrieval/model`: a vector a token, averaged. Its
vectors are computed here with tokenizers and numpy, the same as sentence-transformers computes them, without
the seconds and the memory that importing torch costs. Any other sentence-transformers model is given by its
folder or name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbeddingError
from assistant.language.tokens import clean
from assistant.retrieval.prefixes import Prefixes, parse_setting, prefixes_of

DEFAULT_MODEL = Path(__file__).parent / "model"

_WEIGHTS = "embedding.weight"
_STATIC_TYPES = ("StaticEmbedding", "Normalize")


@runtime_checkable
class Embedder(Protocol):
    """What retrieval needs of an embedding; the two methods are those of LangChain's `Embeddings`."""

    @property
    def identity(self) -> str:
        """Changes whenever the vectors may change: an index is built for one identity."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, of length 1 (or 0 for a text without any token)."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, to be compared with those of documents."""
        ...


class StaticEmbedder:
    """A static sentence-transformers model, computed without torch: the mean of its tokens' vectors,
    normalised."""

    def __init__(self, folder: Path = DEFAULT_MODEL) -> None:
        """Load the model in `folder`.

        Raises:
            EmbeddingError: a file is missing or is not what a static model consists of.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        root = _module_folder(folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(root / "tokenizer.json"))
            self._vectors: NDArray[np.float32] = load_file(root / "model.safetensors")[_WEIGHTS].astype(np.float32)
        except Exception as error:  # tokenizers raises bare Exception for an unreadable file
            raise EmbeddingError(_unusable(folder, error)) from error
        if self._tokenizer.get_vocab_size() > len(self._vectors):
            raise EmbeddingError(
                f"The embedding model in {folder} has {len(self._vectors)} vectors for"
                f" {self._tokenizer.get_vocab_size()} tokens. Restore both files from one version."
            )
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.identity = f"static:{_digest(root)}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, of length 1; zeros for a text without any token."""
        vectors: list[list[float]] = self._embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, computed as that of a document."""
        return self.embed_documents([text])[0]

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        encodings = self._tokenizer.encode_batch([clean(text) for text in texts], add_special_tokens=False)
        means = np.zeros((len(texts), self._vectors.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(encodings):
            if encoding.ids:
                means[row] = self._vectors[encoding.ids].mean(axis=0)
        return normalised(means)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, given by folder or name, with the prefixes it was trained with."""

    def __init__(self, name: str, prefixes: Prefixes | None = None) -> None:
        """Load the model; a name that is not a folder is looked up where sentence-transformers keeps its
        models.

        Args:
            name: a folder, or a name on the model hub. prefixes: what to put before texts, if it is not known.

        Raises:
            EmbeddingError: the model cannot be loaded.
        """
        self._model = load_transformer("SentenceTransformer", name, "ASSISTANT_EMBEDDING", "the built-in model")
        self._prefixes = prefixes_of(name, self._model.prompts, prefixes)
        self.identity = f"sentence-transformers:{model_identity(name, self._model)}"
        if self._prefixes not in (None, Prefixes()):
            told = repr(self._prefixes).encode()
            self.identity += f":{hashlib.sha256(told).hexdigest()[:8]}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, of length 1."""
        if self._prefixes is None:
            return self._unit(self._model.encode_document, texts)
        return self._unit(self._model.encode, [self._prefixes.passage + clean(text) for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, with the model's prefix for questions."""
        if self._prefixes is None:
            return self._unit(self._model.encode_query, [text])[0]
        return self._unit(self._model.encode, [self._prefixes.question + clean(text)])[0]

    def _unit(self, encode: Callable[..., Any], texts: list[str]) -> list[list[float]]:
        # Where a prefix is given or known, no prompt of the model's may come before it.
        plain = {} if self._prefixes is None else {"prompt": ""}
        cleaned = texts if plain else [clean(text) for text in texts]
        vectors = encode(cleaned, show_progress_bar=False, convert_to_numpy=True, **plain)
        found: list[list[float]] = normalised(np.asarray(vectors, dtype=np.float32)).tolist()
        return found


def load_embedder(setting: str | None = None) -> Embedder:
    """The embedding that a setting names: nothing for the built-in one, else a model's folder or name.

    Prefixes may follow the name, as `name|prefix of questions|prefix of passages`.

    Raises:
        EmbeddingError: the model cannot be loaded.
    """
    if not setting:
        return StaticEmbedder()
    name, prefixes = parse_setting(setting)
    folder = Path(name).expanduser()
    if folder.is_dir():
        static = prefixes is None and _is_static(folder)
        return StaticEmbedder(folder) if static else SentenceTransformerEmbedder(str(folder), prefixes)
    return SentenceTransformerEmbedder(name, prefixes)


def load_transformer(kind: str, name: str, setting: str, instead: str) -> Any:
    """A model of sentence-transformers, on the processor; `kind` is the class that it is an object of.

    Args:
        kind: `SentenceTransformer` or `CrossEncoder`. name: a folder, or a name on the model hub. setting: the variable
            that names it. instead: what there is when that is left empty.

    Raises:
        EmbeddingError: the model cannot be loaded; the message tells whether a folder is missing or the hub.
    """
    folder = Path(name).expanduser()
    leave = f"or leave {setting} empty for {instead}."
    if _is_path(name) and not folder.is_dir():
        raise EmbeddingError(f"There is no folder {folder} with a model. Correct {setting}, {leave}", field=setting)
    try:
        import sentence_transformers

        return getattr(sentence_transformers, kind)(str(folder) if folder.is_dir() else name, device="cpu")
    except Exception as error:  # of many kinds, all of which mean the same to the reader
        what = f"The model {name!r} cannot be loaded ({_first_line(error)})."
        if folder.is_dir():
            raise EmbeddingError(f"{what} Check the files in the folder, {leave}", field=setting) from error
        raise EmbeddingError(
            f"{what} It was looked for on the model hub and among the models that came from there. Without a way to the hub, "
            f"copy the model to this machine and give the path of its folder in {setting}, {leave}",
            field=setting,
        ) from error


def model_identity(name: str, model: Any) -> str:
    """What changes whenever the model does: a digest of its folder, or its name and, as far as known, its version."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _digest(folder)
    first = model[0] if hasattr(model, "__getitem__") else model
    version = getattr(getattr(getattr(first, "auto_model", None), "config", None), "_commit_hash", None)
    return f"{name}@{version}" if version else name


def _is_path(name: str) -> bool:
    return name.startswith(("/", ".", "~")) or name.count("/") > 1 or "\\" in name


def normalised(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1; rows of zeros stay as they are."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return units


def _is_static(folder: Path) -> bool:
    try:
        types = [str(module["type"]).rsplit(".", 1)[-1] for module in _modules(folder)]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(types) and types[0] == _STATIC_TYPES[0] and set(types) <= set(_STATIC_TYPES)


def _modules(folder: Path) -> list[dict[str, str]]:
    modules: list[dict[str, str]] = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    return modules


def _module_folder(folder: Path) -> Path:
    """Where a sentence-transformers model keeps the files of its first module."""
    try:
        return folder / _modules(folder)[0]["path"]
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise EmbeddingError(_unusable(folder, error)) from error


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:32]


def _unusable(folder: Path, error: Exception) -> str:
    return (
        f"The embedding model in {folder} cannot be used ({_first_line(error)}). It needs modules.json,"
        " tokenizer.json and model.safetensors; restore them or build them with"
        " `python -m assistant embedding build`."
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
