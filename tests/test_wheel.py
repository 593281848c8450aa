"""The wheel is the same, byte for byte, wherever and whenever it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", ".gitignore")


def build(project: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    return wheel


def test_a_copy_made_later_gives_the_same_wheel(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    leave = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(ROOT / "assistant", copy / "assistant", ignore=leave)
    for name in FILES:
        shutil.copy(ROOT / name, copy)
    for path in copy.rglob("*"):
        os.utime(path, (10**9, 10**9))
    first, second = build(ROOT, tmp_path / "first"), build(copy, tmp_path / "second")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
    names = zipfile.ZipFile(first).namelist()
    assert "assistant/settings/catalogue.py" in names and "assistant/web/static/widget.js" in names
