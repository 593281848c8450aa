"""The owner's password: its hash tells nothing of it, and a setting that is none is refused without being repeated."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.errors import SettingsError
from assistant.password import hashed, is_hash, matches
from assistant.settings import Settings


def test_a_hash_fits_its_password_alone() -> None:
    kept = hashed("合言葉は山と川と海")
    assert is_hash(kept) and kept != hashed("合言葉は山と川と海")
    assert matches("合言葉は山と川と海", kept)
    assert not matches("合言葉は山と川と空", kept)
    assert not matches("合言葉は山と川と海", "scrypt:99:8:1:" + "a" * 22 + ":" + "a" * 43)
    assert not matches("a" * 10_000, kept)


def test_the_command_prints_the_setting_and_refuses_a_short_password() -> None:
    command = [sys.executable, "-m", "assistant", "owner-password"]
    made = subprocess.run(command, input=b"a clerk with a brochure\n", capture_output=True, timeout=60, check=True)
    name, _, value = made.stdout.decode().strip().partition("=")
    assert name == "ASSISTANT_OWNER_PASSWORD" and b"clerk" not in made.stdout + made.stderr
    settings = Settings.from_environment({"HOME": "/tmp", name: value, "ASSISTANT_OWNER_DAYS": "7"})
    assert settings.owner_days == 7 and matches("a clerk with a brochure", settings.owner_password or "")
    short = subprocess.run(command, input=b"short\n", capture_output=True, timeout=60, check=False)
    assert short.returncode == 2 and b"12 to 200" in short.stderr and b"short" not in short.stderr


@pytest.mark.parametrize(
    "value", ["my own password", "scrypt:15:8:1:x:y", "scrypt$15$8$1$" + "a" * 22 + "$" + "a" * 43]
)
def test_what_is_no_hash_is_refused_without_being_repeated(value: str) -> None:
    with pytest.raises(SettingsError, match="owner-password") as error:
        Settings.from_environment({"HOME": "/tmp", "ASSISTANT_OWNER_PASSWORD": value})
    assert value not in error.value.message


@pytest.mark.parametrize("days", ["0", "3651", "ever"])
def test_a_retention_time_is_a_number_of_days(days: str) -> None:
    with pytest.raises(SettingsError, match="from 1 to 3650"):
        Settings.from_environment({"HOME": "/tmp", "ASSISTANT_OWNER_DAYS": days})
