"""What a model expects before a question and before a passage: most search models are trained with such words.

What the setting says comes first, then the prompts that the model itself brings, then what the authors of known families
of models ask for on their pages. Without the right prefix a model still answers, but finds less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

MARK = "|"
"""Parts a setting: `model|prefix of questions|prefix of passages`."""

_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
_SENTENCE = "Represent this sentence for searching relevant passages: "

_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (r"multilingual-e5-\w+-instruct", _INSTRUCT, ""),
    (r"(?:.*-)?e5(?:-.*)?", "query: ", "passage: "),
    (r"ruri-v3(?:-.*)?", "検索クエリ: ", "検索文書: "),
    (r"ruri(?:-(?!v3|reranker).*)?", "クエリ: ", "文章: "),
    (r"glucose-base-ja-v2", "query: ", "passage: "),
    (r"bge-(?:small|base|large)-en(?:-v1\.5)?", _SENTENCE, ""),
    (r"bge-(?:small|base|large)-zh(?:-v1\.5)?", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"nomic-embed-text-.*", "search_query: ", "search_document: "),
    (r"snowflake-arctic-embed-(?:m|l)-v2\.0", "query: ", ""),
    (r"(?:snowflake-arctic-embed|mxbai-embed)-.*", _SENTENCE, ""),
)
"""Patterns of names in lower case, prefixes of questions and of passages; the first that fits counts."""

_CACHED = re.compile(r"models--.+--(.+)")


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What stands before a question, and before a passage."""

    question: str = ""
    passage: str = ""


def parse_setting(setting: str) -> tuple[str, Prefixes | None]:
    """The model that a setting names, and the prefixes if it gives them.

    A prefix that ends with a colon is followed by a blank, which a setting cannot end with.
    """
    name, *given = setting.split(MARK, 2)
    if not given:
        return name.strip(), None
    question, passage = (
        f"{part.strip()} " if part.strip().endswith(":") else part.strip() for part in (*given, "")[:2]
    )
    return name.strip(), Prefixes(question, passage)


def prefixes_of(name: str, prompts: Mapping[str, str], given: Prefixes | None) -> Prefixes | None:
    """The prefixes to put before texts; None where the model puts its own prompts itself.

    Args:
        name: the model's name or folder. prompts: what the model brings. given: what the setting says.
    """
    if given is not None:
        return given
    if any(prompts.get(kind) for kind in ("query", "document", "passage", "corpus")):
        return None
    parts = [part.lower() for part in PurePath(name).parts]
    # A model of the hub that was stored on this machine lies in a folder of its name, below which are its versions.
    names = parts[-1:] + [found[1] for part in parts if (found := _CACHED.fullmatch(part))]
    for pattern, question, passage in _FAMILIES:
        if any(re.fullmatch(pattern, each) for each in names):
            return Prefixes(question, passage)
    return Prefixes()
