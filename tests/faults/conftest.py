"""A small corpus and the real program over it, as a process of its own that can be killed, stopped and looked at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
INVENTED = ROOT / "tests" / "corpus" / "invented" / "orchard"
QUESTION = {"question": "保険料はいくらですか", "scheme": "orchard", "language": "ja"}


@dataclass
class Program:
    """`app.py` in a process: where it serves, what it says on standard error."""

    process: subprocess.Popen[str]
    errors: Path
    address: str = ""

    def told(self) -> list[str]:
        """The lines of its log so far."""
        return self.errors.read_text(encoding="utf-8").splitlines()

    def get(self, path: str) -> httpx.Response:
        """Call it."""
        return httpx.get(self.address + path, timeout=60)

    def ask(self, **fields: object) -> dict[str, object]:
        """The answer to a question, by default to one that is always the same."""
        reply = httpx.post(f"{self.address}/api/v1/ask", json={**QUESTION, **fields}, timeout=60)
        assert reply.status_code == 200, reply.text
        answer: dict[str, object] = reply.json()
        return answer

    def ready(self) -> bool:
        """What /readyz says."""
        return self.get("/readyz").status_code == 200


@dataclass
class Place:
    """A corpus and a data folder of their own."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self) -> dict[str, str]:
        """The environment of a process over this place."""
        own = {"ASSISTANT_CORPUS_DIR": str(self.corpus), "ASSISTANT_DATA_DIR": str(self.data), "ASSISTANT_PORT": "0"}
        return {**os.environ, **own, "PYTHONPATH": str(ROOT), **self.settings}

    def reword(self, note: str) -> None:
        """Change the brochure, so that another index is needed."""
        brochure = self.corpus / "orchard" / "brochure.ja.md"
        brochure.write_text(f"{brochure.read_text(encoding='utf-8')}\n{note}\n", encoding="utf-8")

    def indexes(self) -> list[Path]:
        """The folders of indexes, whole or not."""
        return sorted(path for path in (self.data / "index").glob("*") if path.is_dir())

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            [sys.executable, *arguments], env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=120
        )

    @contextmanager
    def serving(self) -> Iterator[Program]:
        """Start `app.py`, wait for its address, and end it."""
        errors = self.folder / "errors.log"
        with errors.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "app.py"],
                env=self.environment(),
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        program = Program(process, errors)
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.startswith("Open "):
                    program.address = line.split()[1]
                    break
            assert program.address, errors.read_text(encoding="utf-8")
            yield program
        finally:
            process.terminate()
            process.wait(30)
            process.stdout.close()


def make_place(folder: Path) -> Place:
    """A corpus of one small scheme, and an empty data folder."""
    shutil.copytree(INVENTED, folder / "corpus" / "orchard")
    return Place(folder)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place for one test."""
    return make_place(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small disk of its own with these options; skips where this account may not."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        command = ["mount", "-t", "tmpfs", "-o", ("remount," if mounted else "") + options, "tmpfs", str(disk)]
        if not mounted and (not shutil.which("mount") or not hasattr(os, "geteuid") or os.geteuid() != 0):
            pytest.skip("a small disk can be mounted by root alone")
        for _ in range(200):  # it is busy for as long as somebody writes
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode == 0 or not mounted:
                break
        if done.returncode and not mounted:
            pytest.skip("this machine lets nobody mount a small disk")
        assert done.returncode == 0, done.stderr
        mounted = True
        return disk

    yield mount
    if mounted:
        subprocess.run(["umount", "-l", str(disk)], check=False)


ServeApp = Callable[..., AbstractContextManager[str]]
