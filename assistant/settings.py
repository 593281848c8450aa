"""Every setting in one place; nothing else in the package reads the environment.

| variable | meaning | default |
| --- | --- | --- |
| `ASSISTANT_HOST` | address the web server listens on | `127.0.0.1` |
| `ASSISTANT_PORT` | port the web server listens on, 0 for any free one | `7860` |
| `ASSISTANT_DATA_DIR` | where derived data lives, such as the index | `~/.local/share/coverage-assistant` |
| `ASSISTANT_CORPUS_DIR` | folder with one sub-folder a scheme | `corpus/` beside the package |
| `ASSISTANT_EMBEDDING` | a sentence-transformers model instead of the one that ships | none |
| `ASSISTANT_RERANKER` | a cross-encoder of sentence-transformers that puts the first passages in order | none |
| `ASSISTANT_CHROMA_URL` | a Chroma server instead of the embedded index | none |
| `ASSISTANT_MODEL` | a language model that may help to understand and to phrase, `provider:name` | none |
| `ASSISTANT_MODEL_URL` | base URL of its server, where it is not the provider's own | none |
| `ASSISTANT_MODEL_KEY` | its key; never shown, never logged | none |
| `ASSISTANT_MODEL_TIMEOUT` | longest time that one answer may wait for it, in seconds | `8` |
| `ASSISTANT_MODEL_CALLS` | calls to it a process and day (UTC), at most | `2000` |
| `ASSISTANT_MODEL_TOKENS` | tokens to and from it a process and day (UTC), at most | `4000000` |
| `ASSISTANT_MAX_QUESTION_CHARS` | longest question that is read, in characters | `20000` |
| `ASSISTANT_CORS_ORIGINS` | sites whose pages may call the interface, comma-separated: `https://a.example` | none |
| `ASSISTANT_API_KEYS` | keys for programs as `name:sha256`, comma-separated; a key itself is kept nowhere | none |
| `ASSISTANT_API_KEYS_FILE` | a file with one `name:sha256` a line, instead or besides | none |
| `ASSISTANT_API_KEY_REQUIRED` | 1: the interface answers to keys only | `0` |
| `ASSISTANT_CALLS_PER_MINUTE` | calls of the interface that one address may make in a minute, 0 for no bound | `600` |
| `ASSISTANT_KEY_CALLS_PER_MINUTE` | the same for each key | `3000` |
| `ASSISTANT_MCP` | 1: serve the tools over MCP at `/mcp`, too | `0` |
| `ASSISTANT_OWNER_PASSWORD` | hash of the password of the owner's view, as `assistant owner-password` prints it | none: no view |
| `ASSISTANT_OWNER_DAYS` | how long what people asked and said is kept for the owner, in days | `90` |

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

from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.password import is_hash

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860
DEFAULT_MAX_QUESTION_CHARS = 20_000
DEFAULT_MODEL_TIMEOUT = 8.0
DEFAULT_MODEL_CALLS = 2_000
DEFAULT_MODEL_TOKENS = 4_000_000
_MOST_QUESTION_CHARS = 100_000
DEFAULT_CALLS_PER_MINUTE = 600
DEFAULT_OWNER_DAYS = 90
_MOST_DAYS = 3650
DEFAULT_KEY_CALLS_PER_MINUTE = 3000
_MOST_CALLS = 100_000
_APPLICATION = "coverage-assistant"
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_KEY = re.compile(r"([A-Za-z0-9._-]{1,64}):([0-9A-Fa-f]{64})")
_HOST = re.compile(r"[A-Za-z0-9._:%-]+")
_MODEL = re.compile(r"[a-z0-9_-]+:\S+")
_SECONDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?")
_LONGEST_TIMEOUT = 300.0
_MOST_CALLS = 1_000_000
_MOST_TOKENS = 10_000_000_000


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

    `max_question_chars` is in characters (code points); `port` 0 lets the system choose. `model_timeout` is in
    seconds and holds for one answer; `model_calls` and `model_tokens` hold for one process and day (UTC). `owner_password`
    is a hash, as `assistant.password` makes it.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    data_dir: Path = field(default_factory=default_data_dir)
    corpus_dir: Path = field(default_factory=default_corpus_dir)
    embedding: str | None = None
    reranker: str | None = None
    chroma_url: str | None = None
    model: str | None = None
    model_url: str | None = None
    model_key: SecretStr | None = None
    model_timeout: float = DEFAULT_MODEL_TIMEOUT
    model_calls: int = DEFAULT_MODEL_CALLS
    model_tokens: int = DEFAULT_MODEL_TOKENS
    max_question_chars: int = DEFAULT_MAX_QUESTION_CHARS
    cors_origins: tuple[str, ...] = ()
    api_keys: Mapping[str, str] = field(default_factory=dict)
    api_key_required: bool = False
    calls_per_minute: int = DEFAULT_CALLS_PER_MINUTE
    key_calls_per_minute: int = DEFAULT_KEY_CALLS_PER_MINUTE
    mcp: bool = False
    owner_password: str | None = None
    owner_days: int = DEFAULT_OWNER_DAYS

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
            reranker=_text(env, "ASSISTANT_RERANKER"),
            chroma_url=_url(env, "ASSISTANT_CHROMA_URL", "a Chroma server, such as http://localhost:8000"),
            model=_model(env),
            model_url=_url(env, "ASSISTANT_MODEL_URL", "the model's server, such as http://localhost:11434/v1"),
            model_key=_secret(env, "ASSISTANT_MODEL_KEY"),
            model_timeout=_seconds(env, "ASSISTANT_MODEL_TIMEOUT", DEFAULT_MODEL_TIMEOUT, _LONGEST_TIMEOUT),
            model_calls=_whole_number(env, "ASSISTANT_MODEL_CALLS", DEFAULT_MODEL_CALLS, 0, _MOST_CALLS),
            model_tokens=_whole_number(env, "ASSISTANT_MODEL_TOKENS", DEFAULT_MODEL_TOKENS, 0, _MOST_TOKENS),
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
            owner_password=_owner_password(env),
            owner_days=_whole_number(env, "ASSISTANT_OWNER_DAYS", DEFAULT_OWNER_DAYS, 1, _MOST_DAYS),
        )


def _text(env: Mapping[str, str], name: str) -> str | None:
    return env.get(name, "").strip() or None


def _secret(env: Mapping[str, str], name: str) -> SecretStr | None:
    value = _text(env, name)
    return SecretStr(value) if value else None


def _model(env: Mapping[str, str]) -> str | None:
    value = _text(env, "ASSISTANT_MODEL")
    if value is not None and not _MODEL.fullmatch(value):
        raise SettingsError(
            f"ASSISTANT_MODEL is {value!r}; it must be provider:name, such as openai:gpt-4.1-mini or ollama:qwen3.",
            field="ASSISTANT_MODEL",
        )
    return value


def _seconds(env: Mapping[str, str], name: str, default: float, most: float) -> float:
    value = _text(env, name)
    if value is None:
        return default
    seconds = float(value) if _SECONDS.fullmatch(value) else -1.0
    if not 0 < seconds <= most:
        raise SettingsError(f"{name} is {value!r}; it must be seconds, above 0 and at most {most:g}.", field=name)
    return seconds


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
    # Twelve digits hold every bound here, and int() refuses very long numbers with an error of its own.
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else -1
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


def _url(env: Mapping[str, str], name: str, what: str) -> str | None:
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
            f"{name} is {value!r}; it must be the address of {what}.",
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


def _owner_password(env: Mapping[str, str]) -> str | None:
    value = _text(env, "ASSISTANT_OWNER_PASSWORD")
    if value is not None and not is_hash(value):
        # It is not repeated: it may be the password itself.
        raise SettingsError(
            "ASSISTANT_OWNER_PASSWORD is no hash of a password. `python -m assistant owner-password` asks for a password "
            "and prints the hash.",
            field="ASSISTANT_OWNER_PASSWORD",
        )
    return value


def _key_required(env: Mapping[str, str]) -> bool:
    required = _switch(env, "ASSISTANT_API_KEY_REQUIRED")
    if required and not (_text(env, "ASSISTANT_API_KEYS") or _text(env, "ASSISTANT_API_KEYS_FILE")):
        raise SettingsError(
            "ASSISTANT_API_KEY_REQUIRED is 1, but there is no key: set ASSISTANT_API_KEYS or ASSISTANT_API_KEYS_FILE.",
            field="ASSISTANT_API_KEY_REQUIRED",
        )
    return required
