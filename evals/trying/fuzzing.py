"""Fuzz the readers with atheris: `python -m evals fuzz TARGET --runs N`, where `pip install atheris` was done.

Unlike the other tests it is led by which code a text reaches, so that it finds its way into branches that no list of odd texts
thinks of. It is not part of `make test`: atheris is built for few systems. The seed is fixed.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, EvaluationError
from evals.trying.plugin import Tried

ROOT = Path(__file__).parents[2]
RUNS = {"numbers": 20_000, "understanding": 1_500, "markdown": 20_000, "scheme": 1_500, "body": 20_000}
"""How often each is tried by `python -m evals tried`."""
_SEEDS = (
    "保険料はタイプG II、ランクBで73,810円ですか",
    "Is 5 million yen covered under the leakage-only plan?",
    "| a | b |\n| --- | --- |\n| **1** | `2` |",
)
_LONGEST = 400  # bytes
_DONE = re.compile(r"Done (\d+) runs")


def installed() -> bool:
    """Whether atheris is there."""
    return importlib.util.find_spec("atheris") is not None


def fuzz(target: str, runs: int) -> None:
    """Fuzz one reader in this process, which then ends: with 0 after so many runs, else with what broke it on standard error.

    Raises:
        EvaluationError: atheris is not installed, or there is no such target.
    """
    if target not in RUNS:
        raise EvaluationError(
            f"There is nothing to fuzz named {target!r}; there are {', '.join(RUNS)}.", field="target"
        )
    if not installed():
        raise EvaluationError("Fuzzing needs atheris: pip install atheris==3.0.0 (Linux and macOS).")
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["assistant"], enable_loader_override=False):
        call = _targets(target)
    with tempfile.TemporaryDirectory() as seeds:
        for number, seed in enumerate(_SEEDS):
            (Path(seeds) / str(number)).write_text(seed, encoding="utf-8")
        atheris.Setup([sys.argv[0], f"-runs={runs}", "-seed=9", f"-max_len={_LONGEST}", "-timeout=20", seeds], call)
        atheris.Fuzz()


def tried(counts: Mapping[str, int] = RUNS) -> list[Tried]:
    """Fuzz every reader in processes of their own, and say how it went."""
    rows = []
    for target, runs in counts.items():
        row = Tried(
            "Abuse",
            f"atheris: the reader of {_NAMES[target]}, led by its own code",
            "read, or refused in a sentence",
            "runs",
        )
        row.files.append("evals/trying/fuzzing.py")
        rows.append(row)
        if not installed():
            row.skipped.append("atheris is not installed")
            continue
        command = [sys.executable, "-m", "evals", "fuzz", target, "--runs", str(runs)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        done = _DONE.findall(ended.stderr)
        if ended.returncode or not done:
            sys.stderr.write(ended.stderr[-4000:])
            row.failed.append(target)
        else:
            row.times = int(done[-1])
    return rows


_NAMES = {
    "numbers": "numbers",
    "understanding": "messages",
    "markdown": "Markdown",
    "scheme": "schemes",
    "body": "bodies",
}


def _targets(name: str) -> Callable[[bytes], None]:
    if name == "numbers":
        from assistant.understanding.numbers import find_all

        return lambda raw: _ignore(find_all(raw.decode("utf-8", "replace")))
    if name == "markdown":
        from assistant.web.markdown import render

        return lambda raw: _ignore(render(raw.decode("utf-8", "replace")))
    if name == "body":
        from assistant.web.body import parse_json_object
        from assistant.web.problems import ProblemError

        return _allowing(ProblemError, lambda raw: _ignore(parse_json_object(raw)))
    if name == "scheme":
        return _allowing(AssistantError, _scheme())
    from assistant.service import Assistant
    from assistant.settings import Settings

    opened = Assistant.open(Settings.from_environment(), lazy=True)
    opened.retrieval()
    return _allowing(AssistantError, lambda raw: _ignore(opened.ask(raw.decode("utf-8", "replace"))))


def _scheme() -> Callable[[bytes], None]:
    """A small scheme of our own with the bytes in place of a line that the first of them chooses."""
    import shutil

    from assistant.corpus.loader import load_corpus

    source = ROOT / "tests" / "corpus" / "invented" / "orchard"
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(source, folder / "orchard")
    lines = (source / "scheme.yaml").read_bytes().splitlines()

    def load(raw: bytes) -> None:
        at = raw[0] * len(lines) // 256 if raw else 0
        (folder / "orchard" / "scheme.yaml").write_bytes(b"\n".join([*lines[:at], raw[1:], *lines[at + 1 :]]))
        load_corpus(folder)

    return load


def _allowing(kind: type[Exception], call: Callable[[bytes], None]) -> Callable[[bytes], None]:
    def checked(raw: bytes) -> None:
        try:
            call(raw)
        except kind:
            return

    return checked


def _ignore(value: object) -> None:
    """Take a result that nobody looks at."""
