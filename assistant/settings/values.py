"""Read one value of the environment each, or say which variable cannot be used and what it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.password import is_hash

DEFAULT_HOST = "127.0.0.1"

Environment = Mapping[str, str]
LogForm = Literal["human", "json"]

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_KEY = re.compile(r"([A-Za-z0-9._-]{1,64}):([0-9A-Fa-f]{64})")
_HOST = re.compile(r"[A-Za-z0-9._:%-]+")
_HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:]+\]")
_MODEL = re.compile(r"[a-z0-9_-]+:\S+")
_DATABASE = re.compile(r"(?:postgresql|postgres|postgresql\+psycopg)://(\S+)")
_SECONDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?")


def text(env: Environment, name: str) -> str | None:
    """A text without blanks around it; None where it is empty or not set."""
    return env.get(name, "").strip() or None


def secret(env: Environment, name: str) -> SecretStr | None:
    """A text that no message and no log shows."""
    value = text(env, name)
    return SecretStr(value) if value else None


def model(env: Environment) -> str | None:
    """`provider:name` of a language model."""
    value = text(env, "ASSISTANT_MODEL")
    if value is not None and not _MODEL.fullmatch(value):
        raise SettingsError(
            f"ASSISTANT_MODEL is {value!r}; it must be provider:name, such as openai:gpt-4.1-mini or ollama:qwen3.",
            field="ASSISTANT_MODEL",
        )
    return value


def seconds(env: Environment, name: str, default: float, most: float) -> float:
    """Seconds above 0, at most `most`."""
    value = text(env, name)
    if value is None:
        return default
    number = float(value) if _SECONDS.fullmatch(value) else -1.0
    if not 0 < number <= most:
        raise SettingsError(f"{name} is {value!r}; it must be seconds, above 0 and at most {most:g}.", field=name)
    return number


def host(env: Environment) -> str:
    """An address or host name to listen on."""
    value = text(env, "ASSISTANT_HOST") or DEFAULT_HOST
    if not _HOST.fullmatch(value):
        raise SettingsError(
            f"ASSISTANT_HOST is {value!r}; it must be an address or a host name without scheme or path, "
            f"such as 127.0.0.1 (this machine only) or 0.0.0.0 (every network).",
            field="ASSISTANT_HOST",
        )
    return value


def whole_number(env: Environment, name: str, default: int, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    value = text(env, name)
    if value is None:
        return default
    # Twelve digits hold every bound here, and int() refuses very long numbers with an error of its own.
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else -1
    if not least <= number <= most:
        raise SettingsError(f"{name} is {value!r}; it must be a whole number from {least} to {most}.", field=name)
    return number


def folder(env: Environment, name: str, *, must_exist: bool) -> Path | None:
    """An absolute path of a folder; `must_exist` asks for one that is there."""
    value = text(env, name)
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


def url(env: Environment, name: str, what: str) -> str | None:
    """An http or https address; `what` says of what."""
    value = text(env, name)
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


def database(env: Environment) -> SecretStr | None:
    """The address of a database; it may hold a password, so no message shows it."""
    name = "ASSISTANT_DATABASE_URL"
    value = text(env, name)
    if value is None:
        return None
    found = _DATABASE.fullmatch(value)
    if not found:
        raise SettingsError(
            f"{name} must be the address of a PostgreSQL database, such as postgresql://user:password@host/name.",
            field=name,
        )
    return SecretStr(f"postgresql+psycopg://{found[1]}")


def switch(env: Environment, name: str, *, default: bool = False) -> bool:
    """1 or 0, also as true or false."""
    value = (text(env, name) or str(default)).lower()
    if value not in ("0", "1", "true", "false"):
        raise SettingsError(f"{name} is {value!r}; it must be 1 or 0.", field=name)
    return value in ("1", "true")


def log_form(env: Environment) -> LogForm:
    """How the server logs."""
    value = (text(env, "ASSISTANT_LOG") or "human").lower()
    for form in get_args(LogForm):
        if value == form:
            return cast(LogForm, form)
    raise SettingsError(f"ASSISTANT_LOG is {value!r}; it must be human or json.", field="ASSISTANT_LOG")


def origins(env: Environment) -> tuple[str, ...]:
    """Sites, each once."""
    kind = "an origin such as https://www.example.org, without a path and without *"
    return _listed(env, "ASSISTANT_CORS_ORIGINS", _ORIGIN, "/", kind)


def hosts(env: Environment) -> tuple[str, ...]:
    """Host names, each once."""
    kind = "a host name such as assistant.example.org, without scheme, port and *"
    return _listed(env, "ASSISTANT_HOSTS", _HOST_NAME, ".", kind)


def _listed(env: Environment, name: str, form: re.Pattern[str], end: str, kind: str) -> tuple[str, ...]:
    """Entries between commas in lower case, without `end` at theirs, each once and of the `form`, which `kind` tells."""
    found = [part.strip().lower().rstrip(end) for part in (text(env, name) or "").split(",")]
    for entry in filter(None, found):
        if not form.fullmatch(entry):
            raise SettingsError(f"{name} names {entry!r}; each entry must be {kind}.", field=name)
    return tuple(dict.fromkeys(filter(None, found)))


def api_keys(env: Environment) -> dict[str, str]:
    """Name and hash of each key, of the variable and of the file; a value is never repeated in a message."""
    entries = [("ASSISTANT_API_KEYS", part) for part in (text(env, "ASSISTANT_API_KEYS") or "").split(",")]
    source = text(env, "ASSISTANT_API_KEYS_FILE")
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


def owner_password(env: Environment) -> str | None:
    """The hash of a password."""
    value = text(env, "ASSISTANT_OWNER_PASSWORD")
    if value is not None and not is_hash(value):
        # It is not repeated: it may be the password itself.
        raise SettingsError(
            "ASSISTANT_OWNER_PASSWORD is no hash of a password. `python -m assistant owner-password` asks for a password "
            "and prints the hash.",
            field="ASSISTANT_OWNER_PASSWORD",
        )
    return value


def key_required(env: Environment) -> bool:
    """Whether keys alone are answered; there must be one."""
    required = switch(env, "ASSISTANT_API_KEY_REQUIRED")
    if required and not (text(env, "ASSISTANT_API_KEYS") or text(env, "ASSISTANT_API_KEYS_FILE")):
        raise SettingsError(
            "ASSISTANT_API_KEY_REQUIRED is 1, but there is no key: set ASSISTANT_API_KEYS or ASSISTANT_API_KEYS_FILE.",
            field="ASSISTANT_API_KEY_REQUIRED",
        )
    return required
