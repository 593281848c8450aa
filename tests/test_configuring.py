"""`assistant config`: what is in force, from where, and nothing secret."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.password import hashed
from assistant.settings.catalogue import VARIABLES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
HASH = "ab" * 32


def run(*arguments: str, **env: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(app, ["config", *arguments], env={**env, "COLUMNS": "200"})
    return ended.exit_code, ended.stdout, ended.stderr


def told(**env: str) -> dict[str, tuple[object, str]]:
    code, out, _ = run("--json", **env)
    assert code == 0
    return {each["name"]: (each["value"], each["source"]) for each in json.loads(out)}


@pytest.mark.parametrize("name", [variable.name for variable in VARIABLES])
def test_every_setting_is_printed_and_in_the_readme(name: str) -> None:
    code, out, _ = run()
    assert code == 0 and name in out
    assert f"`{name}`" in README


def test_value_and_source_are_those_in_force(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"desk:{HASH}\n", encoding="utf-8")
    found = told(ASSISTANT_PORT="8080", ASSISTANT_API_KEYS_FILE=str(keys), ASSISTANT_METRICS="0", ASSISTANT_HOST=" ")
    assert found["ASSISTANT_PORT"] == (8080, "environment")
    assert found["ASSISTANT_HOST"] == ("127.0.0.1", "default")
    assert found["ASSISTANT_API_KEYS"] == (["desk"], "file")
    assert found["ASSISTANT_METRICS"] == (False, "environment")
    assert found["ASSISTANT_MODEL"] == (None, "default")
    assert found["ASSISTANT_DATA_DIR"] == (os.environ["ASSISTANT_DATA_DIR"], "environment")


def test_no_secret_is_printed() -> None:
    secrets = {
        "ASSISTANT_MODEL_KEY": "sk-very-secret",
        "ASSISTANT_MODEL_URL": "https://user:pass-word@models.example/v1",
        "ASSISTANT_CHROMA_URL": "http://token@chroma.example:8000",
        "ASSISTANT_API_KEYS": f"desk:{HASH}",
        "ASSISTANT_OWNER_PASSWORD": hashed("correct horse battery"),
    }
    for arguments in ((), ("--json",)):
        code, out, err = run(*arguments, **secrets)
        assert code == 0 and "desk" in out and "models.example/v1" in out
        for secret in ("sk-very-secret", "pass-word", "user:", "token@", HASH, secrets["ASSISTANT_OWNER_PASSWORD"]):
            assert secret not in out + err


def test_a_value_that_cannot_be_used_ends_as_everywhere() -> None:
    code, out, err = run(ASSISTANT_PORT="http")
    assert (code, out) == (2, "")
    assert "ASSISTANT_PORT is 'http'; it must be a whole number from 0 to 65535." in err


def test_a_misspelt_setting_is_named_with_the_one_meant() -> None:
    _, _, err = run(ASSISTANT_PROT="1", ASSISTANT_NONSENSE="1")
    assert "ASSISTANT_PROT is no setting. Is ASSISTANT_PORT meant?" in err
    assert "ASSISTANT_NONSENSE is no setting." in err
