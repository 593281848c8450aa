"""Backup and restore: all that cannot be made anew comes back, nothing else is in it, and a broken file changes nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.conversation import Selection
from assistant.password import hashed
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.recording import Recorder
from assistant.web.owner.sessions import Sessions
from assistant.web.owner.store import Store

OWN = "# 覚え書き\n\n## 連絡先\n\n事故のときは、まず代理店に電話し、それから報告書を書いて送ってください。夜間は当番に連絡します。\n"


def run(data: Path, *arguments: str | Path) -> tuple[int, str]:
    env = {"ASSISTANT_DATA_DIR": str(data), "COLUMNS": "300"}
    ended = CliRunner().invoke(app, [str(each) for each in arguments], env=env)
    return ended.exit_code, ended.output


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A data folder with a record, somebody signed in, a document of one's own and things that can be made anew."""
    data = tmp_path / "data"
    store = Store(data, 30)
    Recorder(store).answered("page", "明日の天気は", Selection(), None, "ja")
    assert Sessions(store, hashed("a clerk with a brochure")).sign_in("a clerk with a brochure", "127.0.0.1")
    own = tmp_path / "own.md"
    own.write_text(OWN, encoding="utf-8")
    assert run(data, "ingest", own)[0] == 0
    (data / "derived").mkdir(exist_ok=True)
    (data / "derived" / "words.kept").write_bytes(b"made anew")
    return data


def test_what_cannot_be_made_anew_comes_back(used: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "backup.zip", tmp_path / "other"
    with Store(used, 30).open():  # a server writes
        code, told = run(used, "backup", file)
    assert code == 0 and "the records, 1 of your own documents" in told
    assert file.stat().st_mode & 0o077 == 0
    assert not [name for name in zipfile.ZipFile(file).namelist() if "index" in name or "derived" in name]
    code, told = run(other, "restore", file)
    assert code == 0 and str(other) in told
    assert [q.question for q in Records(Store(other, 30)).unanswered(Span())[0]] == ["明日の天気は"]
    with Store(other, 30).open() as records:
        assert records.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one() == 0
    assert "覚え書き" in run(other, "ingest", "--list")[1]
    assert (other / "owner" / "records.sqlite3").stat().st_mode & 0o077 == 0


def test_what_is_there_is_replaced_only_when_asked(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    assert run(used, "backup", file)[0] == 0
    assert run(used, "backup", file)[0] == 2 and run(used, "backup", "--replace", file)[0] == 0
    store = Store(used, 30)
    Recorder(store).answered("page", "昼ごはんは", Selection(), None, "ja")
    code, told = run(used, "restore", file)
    assert code == 2 and "--replace" in told and Records(store).overview(Span()).asked == 2
    assert run(used, "restore", "--replace", file)[0] == 0
    # What had the file open goes on with what was restored.
    assert Records(store).overview(Span()).asked == 1


@pytest.mark.parametrize("damage", ["cut", "records", "list", "other", "text"])
def test_a_broken_file_changes_nothing(used: Path, tmp_path: Path, damage: str) -> None:
    file, other = tmp_path / "backup.zip", tmp_path / "other"
    run(used, "backup", file)
    parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif damage == "text":
        file.write_text("no backup", encoding="utf-8")
    else:
        if damage == "records":
            parts["owner/records.sqlite3"] = b"no database " * 500
        elif damage == "list":
            parts["documents/catalogue.json"] = b"{}"
        else:
            parts["backup.json"] = json.dumps({"format": "coverage-backup/9"}).encode()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    code, told = run(other, "restore", file)
    assert code == 2 and str(file) in told.replace("\n", "") and not list(other.rglob("*.*"))


def test_nothing_is_written_outside_the_folder(used: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "backup.zip", tmp_path / "deep" / "other"
    run(used, "backup", file)
    with zipfile.ZipFile(file, "a") as archive:
        for name in ("../../stray.json", "documents/texts/../../../../stray.json", "/tmp/stray.json", "extra.txt"):
            archive.writestr(name, "stray")
    assert run(other, "restore", file)[0] == 0
    assert not list(tmp_path.rglob("stray*")) and not list(tmp_path.rglob("extra*"))
