"""The examples of docs/operations are what their programs read, and what they name is there; nginx's is run by its own test."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings.catalogue import VARIABLES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "operations"
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    shipped = (FOLDER / "coverage-assistant.service").read_text(encoding="utf-8")
    program = "/opt/coverage-assistant/.venv/bin/python"
    assert f"ExecStart={program} /opt/coverage-assistant/app.py\n" in shipped
    unit = tmp_path / "coverage-assistant.service"
    unit.write_text(shipped.replace(program, sys.executable), encoding="utf-8")
    read = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    # What it says of other units of this machine is not about ours.
    said = [line for line in read.stderr.splitlines() if "coverage-assistant" in line]
    assert (read.returncode, said) == (0, []), read.stderr


def test_the_container_file_copies_what_there_is_and_starts_what_it_has() -> None:
    text = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    known = {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "USER",
        "ENV",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
    }
    assert {line.split()[0] for line in lines} <= known
    copied = [name for line in lines if line.startswith("COPY") for name in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)
    # Building the project in the image reads these.
    assert {"pyproject.toml", "README.md", "LICENSE", "NOTICE", "app.py", ".ci", "assistant", "corpus"} <= set(copied)


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_variable_that_an_example_sets_is_a_setting(path: Path) -> None:
    named = set(re.findall(r"ASSISTANT_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named <= {variable.name for variable in VARIABLES}
    assert f"operations/{path.name}" in GUIDE


def test_what_the_guide_names_is_there() -> None:
    named = set(re.findall(r"ASSISTANT_[A-Z_]+", GUIDE))
    assert named <= {variable.name for variable in VARIABLES} | {"ASSISTANT_API_KEYS_FILE"}
    for target in re.findall(r"\]\(([^)#]+)\)", GUIDE):
        assert target.startswith("http") or (ROOT / "docs" / target).exists(), target
    figures = set(re.findall(r"`((?:coverage|process)_[a-z_]+)", GUIDE))
    code = (ROOT / "assistant" / "web" / "metrics.py").read_text(encoding="utf-8")
    for name in figures:
        stem = re.sub(r"_(total|bucket|count|sum)$", "", name)
        assert name.startswith("process_") or f'"{stem}"' in code, name
