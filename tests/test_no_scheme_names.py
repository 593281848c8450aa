"""No scheme's name stands in code: whatever is said of a scheme stands in `corpus/`, so that adding one touches nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SCHEMES = sorted((ROOT / "corpus").glob("*/scheme.yaml"))
FILES = sorted(path for path in (ROOT / "assistant").rglob("*") if path.suffix in (".py", ".js", ".html"))
# Plain words of the trade that a scheme happens to use as a name.
TRADE = {"サイバー保険", "cyber insurance", "comprehensive", "base cover", "基本補償", "ベーシック", "ワイド"}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (part for key in ("ja", "en") for part in _texts(value.get(key)))


def names_of(path: Path) -> set[str]:
    """The scheme's id, documents, names, plain words and the names of its plans and riders, in lower case."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    words = data.get("words", {})
    names = {data["scheme"], *data["documents"], *_texts(data["name"]), *_texts(data["short"])}
    names |= {w for key in ("yes", "aliases") for w in words.get(key, ()) if re.fullmatch(r"[\w ]{4,}", w)}
    for group in ("plans", "riders"):
        for entry in (data.get(group) or {}).values():
            names |= {*_texts(entry["name"]), *_texts(entry.get("short"))}
    return {name.lower() for name in names} - TRADE


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.parent.name)
def test_code_names_no_scheme_and_none_of_its_plans(path: Path) -> None:
    name = "|".join(re.escape(n) for n in sorted(names_of(path), key=len, reverse=True))
    pattern = re.compile(rf"(?<![a-z0-9])(?:{name})(?![a-z0-9])")
    found = [
        f"{file.relative_to(ROOT)}:{number}: {match[0]}"
        for file in FILES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for match in [pattern.search(line.lower())]
        if match
    ]
    assert not found, "names of a scheme belong in corpus/:\n" + "\n".join(found)


def test_the_names_are_those_of_the_corpus() -> None:
    assert len(SCHEMES) >= 4
    assert all(names_of(path) for path in SCHEMES)
