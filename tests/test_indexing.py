"""`assistant index` as an administrator uses it: status, build, verify, prune."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app

INVENTED = Path(__file__).parent / "corpus" / "invented"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one small scheme, and an empty data folder."""
    folder = tmp_path / "corpus"
    shutil.copytree(INVENTED / "orchard", folder / "orchard")
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(folder))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["index", *arguments])


def test_from_nothing_to_whole(corpus: Path) -> None:
    before = run("status")
    assert before.exit_code == 1 and "not built yet" in before.stdout
    missing = run("verify")
    assert missing.exit_code == 1 and "no index yet" in missing.stdout
    built = run("build")
    assert built.exit_code == 0 and "built in" in built.stdout and "passages" in built.stderr
    again = run("build")
    assert "was there and is whole" in again.stdout
    after = run("status")
    assert after.exit_code == 0 and "orchard/ja" in after.stdout and "* " in after.stdout
    assert run("verify").exit_code == 0


def test_damage_is_named_and_mended(corpus: Path, tmp_path: Path) -> None:
    run("build")
    shutil.rmtree(next((tmp_path / "data" / "index").glob("*/chroma")))
    found = run("verify")
    assert found.exit_code == 1 and "damaged: " in found.stdout and "index build" in found.stdout
    assert run("status").exit_code == 1
    assert run("build").exit_code == 0
    assert run("verify").exit_code == 0


def test_an_old_version_stays_while_it_is_in_use_and_goes_when_asked(corpus: Path, tmp_path: Path) -> None:
    run("build")
    old = next(path for path in (tmp_path / "data" / "index").iterdir() if path.is_dir())
    brochure = corpus / "orchard" / "brochure.ja.md"
    brochure.write_text(brochure.read_text(encoding="utf-8") + "\n付記。\n", encoding="utf-8")
    run("build")
    assert "Nothing to remove" in run("prune").stdout and old.is_dir()
    os.utime(old / "manifest.json", (0, 0))
    removed = run("prune")
    assert f"removed {old.name}" in removed.stdout and not old.exists()
    assert run("status").exit_code == 0


def test_a_server_that_is_not_there_is_said(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "http://127.0.0.1:9")
    found = run("build")
    assert found.exit_code == 2 and "does not answer" in found.stderr and "chroma run" in found.stderr
