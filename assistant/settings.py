"""Every setting in one place; nothing else in the package reads the environment.

| variable | meaning | default |
| --- | --- | --- |
| `ASSISTANT_HOST` | address the web server listens on | `127.0.0.1` |
| `ASSISTANT_PORT` | port the web server listens on, 0 for any free one | `7860` |
| `ASSISTANT_DATA_DIR` | where derived data lives, such as the index | `~/.local/share/coverage-assistant` |
| `ASSISTANT_CORPUS_DIR` | folder with one sub-folder a scheme | `corpus/` beside the package |
| `ASSISTANT_EMBEDDING` | a sentence-transformers model instead of the one that ships | none |
| `ASSISTANT_CHROMA_URL` | a Chroma server instead of the embedded index | none |
| `ASSISTANT_MODEL` | a language model that may help to understand and to phrase | none |
| `ASSISTANT_MAX_QUESTION_CHARS` | longest question that is read, in characters | `20000` |
| `ASSISTANT_CORS_ORIGINS` | sites whose pages may call the interface, comma-separated: `https://a.example` | none |
| `ASSISTANT_API_KEYS` | keys for programs as `name:sha256`, comma-separated; a key itself is kept nowhere | none |
| `ASSISTANT_API_KEYS_FILE` | a file with one `name:sha256` a line, instead or besides | none |
| `ASSISTANT_API_KEY_REQUIRED` | 1: the interface answers to keys only | `0` |
| `ASSISTANT_CALLS_PER_MINUTE` | calls of the interface that one address may make in a minute, 0 for no bound | `600` |
| `ASSISTANT_KEY_CALLS_PER_MINUTE` | the same for each key | `3000` |
| `ASSISTANT_MCP` | 1: serve the tools over MCP at `/mcp`, too | `0` |

The default data folder follows the XDG base directory specification (`XDG_DATA_HOME`); on Windows it is under
`LOCALAPPDATA`. A variable that is set but empty counts as not set.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import SettingsError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860
DEFAULT_MAX_QUESTION_CHARS = 20_000
_MOST_QUESTION_CHARS = 100_000
DEFAULT_CALLS_PER_MINUTE = 600
DEFAULT_KEY_CALLS_PER_MINUTE = 3000
_MOST_CALLS = 100_000
_APPLICATION = "coverage-assistant"
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_KEY = re.compile(r"([A-Za-z0-9._-]{1,64}):([0-9A-Fa-f]{64})")
_HOST = re.compile(r"[A-Za-z0-9._:%-]+")


def default_data_dir(env: Mapping[str, str] | None = None) -> Path:
    """Return the folder for a person's own data when `ASSISTANT_DATA_DIR` is not set; it need not exist yet.

    Raises:
        SettingsError: the system tells no home folder.
    """
    env = os.environ if env is None else env
    base = env.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    # The XDG specification: a relative path there is invalid and is ignored.
    if base and Path(base).is_absolute():
        return Path(base) / _APPLICATION
    home = env.get("HOME") or os.path.expanduser("~")
    if not Path(home).is_absolute():
        raise SettingsError(
            "No home folder was found to keep the index in. Set ASSISTANT_DATA_DIR to a folder for it.",
            field="ASSISTANT_DATA_DIR",
        )
    return Path(home) / ".local" / "share" / _APPLICATION


def default_corpus_dir() -> Path:
    """Return `corpus/` of the repository that this package is in."""
    return Path(__file__).resolve().parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; built once by an entry point and handed down.

    `max_question_chars` is in characters (code points); `port` 0 lets the system choose.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    data_dir: Path = field(default_factory=default_data_dir)
    corpus_dir: Path = field(default_factory=default_corpus_dir)
    embedding: str | None = None
    chroma_url: str | None = None
    model: str | None = None
    max_question_chars: int = DEFAULT_MAX_QUESTION_CHARS
    cors_origins: tuple[str, ...] = ()
    api_keys: Mapping[str, str] = field(default_factory=dict)
    api_key_required: bool = False
    calls_per_minute: int = DEFAULT_CALLS_PER_MINUTE
    key_calls_per_minute: int = DEFAULT_KEY_CALLS_PER_MINUTE
    mcp: bool = False

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `env` (the process environment by default).

        Raises:
            SettingsError: a value cannot be used; the message names the variable and the valid values.
        """
        env = os.environ if env is None else env
        return cls(
            host=_host(env),
            port=_whole_number(env, "ASSISTANT_PORT", DEFAULT_PORT, 0, 65535),
            data_dir=_folder(env, "ASSISTANT_DATA_DIR", must_exist=False) or default_data_dir(env),
            corpus_dir=_folder(env, "ASSISTANT_CORPUS_DIR", must_exist=True) or default_corpus_dir(),
            embedding=_text(env, "ASSISTANT_EMBEDDING"),
            chroma_url=_url(env, "ASSISTANT_CHROMA_URL"),
            model=_text(env, "ASSISTANT_MODEL"),
            max_question_chars=_whole_number(
                env, "ASSISTANT_MAX_QUESTION_CHARS", DEFAULT_MAX_QUESTION_CHARS, 1, _MOST_QUESTION_CHARS
            ),
            cors_origins=_origins(env),
            api_keys=_keys(env),
            api_key_required=_key_required(env),
            calls_per_minute=_whole_number(env, "ASSISTANT_CALLS_PER_MINUTE", DEFAULT_CALLS_PER_MINUTE, 0, _MOST_CALLS),
            key_calls_per_minute=_whole_number(
                env, "ASSISTANT_KEY_CALLS_PER_MINUTE", DEFAULT_KEY_CALLS_PER_MINUTE, 0, _MOST_CALLS
            ),
            mcp=_switch(env, "ASSISTANT_MCP"),
        )


def _text(env: Mapping[str, str], name: str) -> str | None:
    return env.get(name, "").strip() or None


def _host(env: Mapping[str, str]) -> str:
    value = _text(env, "ASSISTANT_HOST") or DEFAULT_HOST
    if not _HOST.fullmatch(value):
        raise SettingsError(
            f"ASSISTANT_HOST is {value!r}; it must be an address or a host name without scheme or path, "
            f"such as 127.0.0.1 (this machine only) or 0.0.0.0 (every network).",
            field="ASSISTANT_HOST",
        )
    return value


def _whole_number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = _text(env, name)
    if value is None:
        return default
    # Six digits hold every bound here, and int() refuses very long numbers with an error of its own.
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else -1
    if not least <= number <= most:
        raise SettingsError(f"{name} is {value!r}; it must be a whole number from {least} to {most}.", field=name)
    return number


def _folder(env: Mapping[str, str], name: str, *, must_exist: bool) -> Path | None:
    value = _text(env, name)
    if value is None:
        return None
    try:
        path = Path(value).expanduser().absolute()
        missing = not path.is_dir() if must_exist else path.exists() and not path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(f"{name} is {value!r}, which is no usable path ({error}).", field=name) from error
    if missing:
        kind = "an existing folder" if must_exist else "a folder, or a path at which one can be made"
        raise SettingsError(f"{name} is {value!r}; it must be {kind}.", field=name)
    return path


def _url(env: Mapping[str, str], name: str) -> str | None:
    value = _text(env, name)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number, or a broken IPv6 address
        usable = False
    if not usable:
        raise SettingsError(
            f"{name} is {value!r}; it must be the address of a Chroma server, such as http://localhost:8000.",
            field=name,
        )
    return value


def _switch(env: Mapping[str, str], name: str) -> bool:
    value = (_text(env, name) or "0").lower()
    if value not in ("0", "1", "true", "false"):
        raise SettingsError(f"{name} is {value!r}; it must be 1 or 0.", field=name)
    return value in ("1", "true")


def _origins(env: Mapping[str, str]) -> tuple[str, ...]:
    name = "ASSISTANT_CORS_ORIGINS"
    found = [part.strip().rstrip("/").lower() for part in (_text(env, name) or "").split(",")]
    for origin in filter(None, found):
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"{name} names {origin!r}; each entry must be an origin such as https://www.example.org, "
                "without a path and without *.",
                field=name,
            )
    return tuple(dict.fromkeys(filter(None, found)))


def _keys(env: Mapping[str, str]) -> dict[str, str]:
    """Name and hash of each key, of the variable and of the file; a value is never repeated in a message."""
    entries = [("ASSISTANT_API_KEYS", part) for part in (_text(env, "ASSISTANT_API_KEYS") or "").split(",")]
    source = _text(env, "ASSISTANT_API_KEYS_FILE")
    if source is not None:
        try:
            lines = Path(source).expanduser().read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise SettingsError(
                f"ASSISTANT_API_KEYS_FILE is {source!r}, which cannot be read: {reason}.",
                field="ASSISTANT_API_KEYS_FILE",
            ) from None
        entries += [("ASSISTANT_API_KEYS_FILE", line.partition("#")[0]) for line in lines]
    found: dict[str, str] = {}
    for number, (variable, entry) in enumerate(entries, 1):
        if not entry.strip():
            continue
        match = _KEY.fullmatch(entry.strip())
        if match is None:
            raise SettingsError(
                f"Entry {number} of {variable} is no name:sha256; the hash has 64 hexadecimal digits. "
                "`python -m assistant api-key NAME` makes a key and prints its entry.",
                field=variable,
            )
        if match[1] in found:
            raise SettingsError(f"{variable} names the key {match[1]!r} twice.", field=variable)
        found[match[1]] = match[2].lower()
    return found


def _key_required(env: Mapping[str, str]) -> bool:
    required = _switch(env, "ASSISTANT_API_KEY_REQUIRED")
    if required and not (_text(env, "ASSISTANT_API_KEYS") or _text(env, "ASSISTANT_API_KEYS_FILE")):
        raise SettingsError(
            "ASSISTANT_API_KEY_REQUIRED is 1, but there is no key: set ASSISTANT_API_KEYS or ASSISTANT_API_KEYS_FILE.",
            field="ASSISTANT_API_KEY_REQUIRED",
        )
    return required
