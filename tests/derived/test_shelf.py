"""Derived data is found again whole or not at all, whatever happens to its files."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.derived.shelf import NOWHERE, Shelf, digest_of

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "derived", "a" * 64)


def only_file(shelf: Shelf) -> Path:
    assert shelf.folder is not None
    (path,) = shelf.folder.iterdir()
    return path


def test_what_is_written_is_read(shelf: Shelf) -> None:
    shelf.write("words", CONTENT)
    assert shelf.read("words") == CONTENT
    assert shelf.read("others") is None


def test_another_state_of_things_sees_nothing_of_it(shelf: Shelf) -> None:
    shelf.write("words", CONTENT)
    assert Shelf(shelf.folder, "b" * 64).read("words") is None


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    return content[:-7] + bytes([content[-7] ^ 1]) + content[-6:]


@pytest.mark.tried("Faults", "what a start keeps for the next one is damaged", "it is ignored and made anew")
@pytest.mark.parametrize(
    "damage",
    [_cut, _flip, lambda content: b"", lambda content: content + b"x", lambda content: b"\0" * len(content)],
    ids=["truncated", "one bit", "empty", "longer", "zeros"],
)
def test_a_damaged_file_is_ignored_and_replaced(shelf: Shelf, damage: Callable[[bytes], bytes]) -> None:
    shelf.write("words", CONTENT)
    path = only_file(shelf)
    path.write_bytes(damage(path.read_bytes()))
    assert shelf.read("words") is None
    shelf.write("words", CONTENT)
    assert shelf.read("words") == CONTENT


def test_a_file_under_another_name_is_ignored(shelf: Shelf) -> None:
    shelf.write("words", CONTENT)
    path = only_file(shelf)
    path.rename(path.with_name(path.name.replace("words", "terms")))
    assert shelf.read("terms") is None


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "derived").write_text("a file where the folder would be")
    shelf = Shelf(tmp_path / "derived", "a")
    shelf.write("words", CONTENT)
    assert shelf.read("words") is None


def test_nowhere_keeps_nothing() -> None:
    NOWHERE.write("words", CONTENT)
    NOWHERE.write_arrays("words", {"a": np.zeros(2)})
    assert NOWHERE.read("words") is None
    assert NOWHERE.read_arrays("words") is None


def test_arrays_come_back_as_they_were(shelf: Shelf) -> None:
    arrays = {"weights": np.array([0.1, 1 / 3, 1e-300]), "rows": np.array([[3], [1]], dtype=np.int32)}
    shelf.write_arrays("tables", arrays)
    found = shelf.read_arrays("tables")
    assert found is not None and list(found) == list(arrays)
    for name, values in arrays.items():
        assert found[name].dtype == values.dtype
        np.testing.assert_array_equal(found[name], values)


def test_what_holds_no_arrays_is_none(shelf: Shelf) -> None:
    shelf.write("tables", b"no archive")
    assert shelf.read_arrays("tables") is None


def test_starts_at_the_same_time_find_all_or_nothing(shelf: Shelf) -> None:
    def start(number: int) -> bool:
        seen = shelf.read("words")
        shelf.write("words", CONTENT)
        return seen in (None, CONTENT)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(start, range(64)))
    assert shelf.read("words") == CONTENT
    assert only_file(shelf).suffix == ".kept"  # no half-written file stays behind


def test_what_no_start_used_for_a_month_is_removed(shelf: Shelf) -> None:
    old = Shelf(shelf.folder, "b" * 64)
    old.write("words", CONTENT)
    long_ago = time.time() - 40 * 86_400
    os.utime(only_file(old), (long_ago, long_ago))
    shelf.write("words", CONTENT)
    assert old.read("words") is None
    assert shelf.read("words") == CONTENT


def test_few_states_of_one_name_are_kept(shelf: Shelf) -> None:
    states = [Shelf(shelf.folder, f"{number:064}"[::-1]) for number in range(8)]
    for age, state in enumerate(states):
        state.write("words", CONTENT)
        path = max((shelf.folder or Path()).iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(path, (time.time() - 1000 + age, time.time() - 1000 + age))
    shelf.write("words-of-another-kind", CONTENT)
    kept = [state.read("words") is not None for state in states]
    assert kept == [False] * 3 + [True] * 5


def test_what_is_used_stays(shelf: Shelf) -> None:
    shelf.write("words", CONTENT)
    long_ago = time.time() - 40 * 86_400
    os.utime(only_file(shelf), (long_ago, long_ago))
    shelf.read("words")
    shelf.write("others", CONTENT)
    assert shelf.read("words") == CONTENT


def test_a_digest_tells_content_names_and_versions(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("one")
    second.write_text("two")
    digests = {digest_of([first, second]), digest_of([second, first]), digest_of([first]), digest_of([first], "3.11")}
    second.write_text("tw")
    assert len({*digests, digest_of([first, second])}) == 5
