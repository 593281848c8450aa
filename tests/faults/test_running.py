"""A server that runs, and what happens beside it: builds that are killed, a corpus that cannot be read, a clock that is set."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from assistant.corpus.loader import load_corpus, load_sections
from assistant.errors import CorpusError
from assistant.password import hashed
from assistant.retrieval import Retrieval
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.store import Store
from tests.faults.clock import SetClock, set_clock
from tests.faults.conftest import Place, Program, make_place

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

BUILD = """
import os, pathlib, signal, sys
from pathlib import Path
from assistant.corpus.loader import load_sections
from assistant.retrieval import Retrieval, index
from assistant.settings import Settings

moment, settings = sys.argv[1], Settings.from_environment()
rename, write = Path.rename, Path.write_text

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def renaming(self, target):
    swap = pathlib.Path(target).parent == settings.data_dir / "index"
    if swap and moment == "before the swap":
        die()
    done = rename(self, target)
    if swap and moment == "after the swap" or not swap and moment == "after the old one is set aside":
        die()
    return done

def writing(self, *args, **kwargs):
    if self.name == "manifest.json" and moment == "before the manifest":
        die()
    done = write(self, *args, **kwargs)
    if self.name == "manifest.json" and moment == "in the manifest":
        os.truncate(self, 40)
        die()
    return done

def progress(done, total):
    if moment == "at the first passage" and not done or moment == "in the middle" and done:
        die()

Path.rename, Path.write_text = renaming, writing
found = Retrieval.open(load_sections(settings.corpus_dir), settings.data_dir, progress=progress)
print(len(found.search("保険料", 3)))
"""
MOMENTS = ("in the middle", "in the manifest", "before the swap", "after the swap")


@dataclass(frozen=True)
class Served:
    """The server, its place, and its clock where it can be set."""

    place: Place
    program: Program
    clock: SetClock | None

    def same(self, before: object) -> bool:
        """Whether it answers as before, is ready, and has told of no fault."""
        as_before = self.program.ask() == before and self.program.ready()
        assert self.program.told() == []  # shown by pytest: a line that is told once stays in the log of the whole file
        return as_before


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests of this file."""
    folder = tmp_path_factory.mktemp("served")
    place, clock = make_place(folder), set_clock(folder)
    place.settings["ASSISTANT_OWNER_PASSWORD"] = hashed("a clerk with a brochure")
    place.settings.update(clock.environment if clock else {})
    with place.serving() as program:
        yield Served(place, program, clock)


def opened(place: Place) -> int:
    """Open the index of the corpus as it is now, building it if need be; the number of passages found."""
    return len(Retrieval.open(load_sections(place.corpus), place.data).search("保険料", 2))


def whole(place: Place) -> list[Path]:
    return [path for path in place.indexes() if not path.name.startswith(".")]


@pytest.mark.tried(
    "Faults",
    "the process is killed (SIGKILL) while the next index is built or swapped in, at four moments",
    "the server over the old one answers as before and is ready; the next build is whole and removes what was left",
)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed(served: Served, moment: str, caplog: pytest.LogCaptureFixture) -> None:
    before, old = served.program.ask(), whole(served.place)
    served.place.reword(f"付記（{moment}）。")
    assert served.place.run("-c", BUILD, moment).returncode == -signal.SIGKILL
    assert len(whole(served.place)) == len(old) + (moment == "after the swap")
    assert served.same(before)
    # The next one takes what is whole, builds what is not, and clears up.
    assert opened(served.place) == 2
    assert caplog.messages == []
    assert len(served.place.indexes()) == len(whole(served.place)) == len(old) + 1
    assert served.same(before)


@pytest.mark.tried(
    "Faults",
    "the process is killed while a damaged index is replaced",
    "the damaged one is not used; the next start builds it anew",
)
def test_a_replacement_that_is_killed(place: Place) -> None:
    assert opened(place) == 2
    (folder,) = place.indexes()
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert place.run("-c", BUILD, "after the old one is set aside").returncode == -signal.SIGKILL
    assert opened(place) == 2
    assert place.indexes() == [folder]


@pytest.mark.tried(
    "Faults",
    "the data folder is deleted under a server that runs",
    "it answers as before and is ready; feedback is written into a folder made anew",
)
def test_a_data_folder_that_is_gone(served: Served) -> None:
    before = served.program.ask()
    shutil.rmtree(served.place.data)
    assert served.same(before)
    assert httpx.post(f"{served.program.address}/api/v1/feedback", json={"helpful": True}).status_code == 204
    assert Records(Store(served.place.data, 90)).opinions(Span())[1] == 1


def _gone(file: Path) -> None:
    file.unlink()


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _a_broken_disk(file: Path) -> None:
    """Every read of it is an error of input and output."""
    file.unlink()
    file.symlink_to("/proc/self/mem")


def _other_bytes(file: Path) -> None:
    file.write_bytes(b"\xff\xfe" + file.read_bytes()[:200])


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


SPOILT: tuple[Callable[[Path], None], ...] = (_gone, _a_folder, _a_broken_disk, _other_bytes, _cut)


@pytest.mark.tried(
    "Faults",
    "a file of the corpus is gone, a folder, on a broken disk, in other bytes or cut",
    "a start stops with one message that names the file; a server that runs answers as before",
)
@pytest.mark.parametrize("name", ["scheme.yaml", "brochure.ja.md"])
@pytest.mark.parametrize("spoil", SPOILT, ids=lambda each: each.__name__.strip("_").replace("_", " "))
def test_a_corpus_that_cannot_be_read(served: Served, place: Place, spoil: Callable[[Path], None], name: str) -> None:
    before = served.program.ask()
    shutil.copytree(place.corpus / "orchard", place.corpus / "whole")  # what is whole does not stand for the rest
    spoil(place.corpus / "orchard" / name)
    with pytest.raises(CorpusError, match="orchard") as caught:
        load_corpus(place.corpus)
        raise AssertionError("half a corpus was loaded")
    assert name.split(".")[0] in caught.value.message
    kept = served.place.corpus / "orchard" / name
    content = kept.read_bytes()
    spoil(kept)
    try:
        assert served.same(before)
    finally:
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink(missing_ok=True)
        kept.write_bytes(content)


@pytest.mark.tried(
    "Faults", "a start over a corpus that this account may not read", "one message, exit code 2, nothing is served"
)
def test_a_corpus_without_rights(place: Place) -> None:
    if os.geteuid() == 0:
        (place.corpus / "orchard" / "scheme.yaml").unlink()
        (place.corpus / "orchard" / "scheme.yaml").symlink_to("/proc/self/mem")  # root may read everything else
    else:
        (place.corpus / "orchard" / "scheme.yaml").chmod(0)
    ended = place.run("app.py")
    assert ended.returncode == 2
    assert "scheme.yaml: cannot be read" in ended.stderr and "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.tried(
    "Faults",
    "the clock of a running server is set years ahead, years back and right again",
    "the same answers, ready; calls are bounded as before; no record is deleted, and the log says why, once",
)
def test_a_clock_that_is_set(served: Served) -> None:
    if served.clock is None:
        pytest.skip("setting the clock of a process needs Linux and a C compiler")
    before = served.program.ask()
    said = {"helpful": False, "reason": "unclear"}
    start = Records(Store(served.place.data, 90)).opinions(Span())[1]
    for days in (0, 1200, 0, -1200):
        served.clock.set(days)
        assert served.program.ask() == before and served.program.ready()
        reply = httpx.post(f"{served.program.address}/api/v1/feedback", json=said)
        assert (reply.status_code, reply.headers["ratelimit-limit"]) == (204, "600")
        assert int(reply.headers["ratelimit-remaining"]) > 400
    assert Records(Store(served.place.data, 36_500)).opinions(Span())[1] == start + 4
    served.clock.set(0)
    told = [line for line in served.program.told() if "clock" in line]
    assert len(told) == len(served.program.told()) == 1 and "+1200 days" in told[0]
