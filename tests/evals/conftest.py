"""A small evaluation of an invented scheme: its corpus, its data sets, its gate, and a baseline that it meets."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.baseline import baseline_of, write_baseline
from evals.gate import Judgement, judge_at
from evals.home import Home
from evals.manifest import read_manifest, renew_manifest
from evals.results import Results
from evals.runner import Run
from evals.sets import check_sets, load_sets
from evals.targets import InProcess, open_in_process

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).parent / "small"
ORCHARD = ROOT / "tests" / "corpus" / "invented" / "orchard"
ALIAS = "  ransom: {aliases: [鍵代金]}\n"


@dataclass
class Small:
    """A corpus and an evaluation of it, in folders that a test may break."""

    corpus: Path
    home: Home
    settings: Settings

    @property
    def scheme(self) -> Path:
        """The file that a maintainer edits."""
        return self.corpus / "orchard" / "scheme.yaml"

    def edit(self, path: Path, before: str, after: str) -> None:
        """Change a file as a maintainer might; what is replaced must be there."""
        text = path.read_text(encoding="utf-8")
        assert before in text, before
        path.write_text(text.replace(before, after), encoding="utf-8")

    def open(self) -> InProcess:
        """Open the assistant over the corpus as it stands now."""
        return open_in_process(self.settings, read_manifest(self.home.data).asked_on)

    def run(self, out: Path | None = None, target: InProcess | None = None, **options: object) -> Results:
        """Run every data set, or those that the options of `load_sets` name."""
        target = target or self.open()
        loaded = load_sets(read_manifest(self.home.data), self.home.data, **options)  # type: ignore[arg-type]
        corpus = target.assistant.corpus
        return Run(target, check_sets(loaded, corpus), corpus, self.settings).run(out)

    def judge(self) -> Judgement:
        """Run everything and hold it against gate and baseline."""
        return judge_at(self.home, self.run())

    def make_baseline(self) -> None:
        """Take what is now right as the baseline."""
        write_baseline(baseline_of(self.run()), self.home.baseline)


def make_small(folder: Path, settings: Settings) -> Small:
    """A fresh copy of the small evaluation; the index is content-addressed, so all copies share a data folder."""
    corpus = folder / "corpus"
    shutil.copytree(ORCHARD, corpus / "orchard")
    for path in (ROOT / "corpus").glob("*.yaml"):
        shutil.copy(path, corpus)
    home = Home(folder / "home")
    shutil.copytree(SMALL, home.folder)
    made = Small(corpus, home, replace(settings, corpus_dir=corpus))
    made.edit(made.scheme, "words_of:\n", "words_of:\n" + ALIAS)
    renew_manifest(home.data)
    return made


@pytest.fixture
def small(tmp_path: Path, settings: Settings) -> Small:
    """A fresh copy of the small evaluation."""
    return make_small(tmp_path, settings)


@pytest.fixture(scope="session")
def small_baseline(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """The baseline of the small evaluation as it is, made once."""
    made = make_small(tmp_path_factory.mktemp("small"), settings)
    made.make_baseline()
    return made.home.baseline


@pytest.fixture
def with_baseline(small: Small, small_baseline: Path) -> Small:
    """A fresh copy with a baseline that it meets."""
    shutil.copy(small_baseline, small.home.baseline)
    return small


@pytest.fixture
def failed() -> Callable[[Judgement], set[str]]:
    """Names of the checks that failed."""
    return lambda judgement: {check.name for check in judgement.checks if check.verdict == "failed"}
