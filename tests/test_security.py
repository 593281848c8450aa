"""What SECURITY.md says of our use of other software holds in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / ".ci/locks/run.txt").read_text("utf-8"), re.MULTILINE))


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "assistant").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


def test_no_collection_of_chroma_gets_an_embedding_function_of_its_own() -> None:
    found = [
        (path.name, {k.arg: ast.unparse(k.value) for k in call.keywords}.get("embedding_function"))
        for path, tree in sources()
        for call in calls(tree, "create_collection", "get_collection", "get_or_create_collection")
    ]
    assert found and {given for _, given in found} == {"None"}, found


@pytest.mark.parametrize("word", ["trust_remote_code", "pickle", "marshal", "yaml.load", "yaml.unsafe_load"])
def test_no_code_of_others_is_run(word: str) -> None:
    for path, tree in sources():
        names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}
        names |= {k.arg or "" for node in ast.walk(tree) if isinstance(node, ast.Call) for k in node.keywords}
        names |= {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert word not in names, path


@pytest.mark.parametrize("package", ["gradio", "chromadb"])
def test_the_versions_that_were_looked_at_are_those_in_use(package: str) -> None:
    shown = {"gradio": "Gradio", "chromadb": "Chroma"}[package]
    looked_at = re.search(rf"^### {shown} (\d+(?:\.\d+)+)", SECURITY, re.MULTILINE)
    assert looked_at is not None
    assert f"{PINS[package]}.".startswith(f"{looked_at[1]}.")
    assert f"{version(package)}.".startswith(f"{looked_at[1]}.")


def numbers(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", text)]


def test_no_lock_is_older_than_what_mended_a_known_weakness() -> None:
    told = SECURITY.partition("### The rest of the lock")[2].partition("### Others")[0]
    rows = re.findall(r"^\| ([A-Za-z0-9._-]+) \|.*?\| (\d[\d.]*) \|", told, re.MULTILINE)
    assert len(rows) > 10
    for package, mended in rows:
        assert numbers(version(package)) >= numbers(mended), package
