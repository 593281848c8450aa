"""Where an evaluation lives: data sets, thresholds, baseline and ablations of one corpus, by default the repository's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with `data/`, `gate.toml`, and, once they were made, `baseline.json` and `ablations.json`."""

    folder: Path = Path(__file__).parent

    @property
    def data(self) -> Path:
        """The data sets with their manifest."""
        return self.folder / "data"

    @property
    def gate(self) -> Path:
        """The thresholds."""
        return self.folder / "gate.toml"

    @property
    def baseline(self) -> Path:
        """The baseline."""
        return self.folder / "baseline.json"

    @property
    def ablations(self) -> Path:
        """The table of ablations."""
        return self.folder / "ablations.json"

    @property
    def tuning(self) -> Path:
        """The searches that weights of search are set on, and no figure is reported on."""
        return self.folder / "tuning-searches.jsonl"

    @property
    def out(self) -> Path:
        """Where runs are written when nothing else is said."""
        return self.folder / "out"
