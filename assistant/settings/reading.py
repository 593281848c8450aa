"""What can be set from outside, read once from the environment and checked."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.settings import values

DEFAULT_PORT = 7860
DEFAULT_MAX_QUESTION_CHARS = 20_000
DEFAULT_MODEL_TIMEOUT = 8.0
DEFAULT_MODEL_CALLS = 2_000
DEFAULT_MODEL_TOKENS = 4_000_000
_MOST_QUESTION_CHARS = 100_000
DEFAULT_CALLS_PER_MINUTE = 600
DEFAULT_OWNER_DAYS = 90
DEFAULT_KEPT_ANSWERS_MB = 16
_MOST_KEPT_ANSWERS_MB = 4_096
DEFAULT_MOST_WAITING = 64
_MOST_WAITING = 10_000
_MOST_DAYS = 3650
DEFAULT_KEY_CALLS_PER_MINUTE = 3000
_MOST_CALLS_PER_MINUTE = 100_000
_APPLICATION = "coverage-assistant"
_LONGEST_TIMEOUT = 300.0
_MOST_WORKERS = 64
_LONGEST_DELAY = 300
_MOST_MODEL_CALLS = 1_000_000
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
    return Path(__file__).resolve().parents[2] / "corpus"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; built once by an entry point and handed down.

    `max_question_chars` is in characters (code points), `kept_answers_mb` in millions of bytes; `port` 0 lets the system
    choose. `model_timeout` is in seconds and holds for one answer, `stop_delay` is in seconds, too; `model_calls` and
    `model_tokens` hold for one process and day (UTC). `owner_password` is a hash, as `assistant.password` makes it.
    """

    host: str = values.DEFAULT_HOST
    port: int = DEFAULT_PORT
    workers: int = 1
    stop_delay: int = 0
    database_url: SecretStr | None = None
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
    kept_answers_mb: int = DEFAULT_KEPT_ANSWERS_MB
    most_waiting: int = DEFAULT_MOST_WAITING
    cors_origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    api_keys: Mapping[str, str] = field(default_factory=dict)
    api_key_required: bool = False
    calls_per_minute: int = DEFAULT_CALLS_PER_MINUTE
    key_calls_per_minute: int = DEFAULT_KEY_CALLS_PER_MINUTE
    mcp: bool = False
    owner_password: str | None = None
    owner_days: int = DEFAULT_OWNER_DAYS
    metrics: bool = True
    log: values.LogForm = "human"
    log_questions: bool = False

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `env` (the process environment by default).

        Raises:
            SettingsError: a value cannot be used; the message names the variable and the valid values.
        """
        env = os.environ if env is None else env
        return cls(
            host=values.host(env),
            port=values.whole_number(env, "ASSISTANT_PORT", DEFAULT_PORT, 0, 65535),
            workers=values.whole_number(env, "ASSISTANT_WORKERS", 1, 1, _MOST_WORKERS),
            stop_delay=values.whole_number(env, "ASSISTANT_STOP_DELAY", 0, 0, _LONGEST_DELAY),
            database_url=values.database(env),
            data_dir=values.folder(env, "ASSISTANT_DATA_DIR", must_exist=False) or default_data_dir(env),
            corpus_dir=values.folder(env, "ASSISTANT_CORPUS_DIR", must_exist=True) or default_corpus_dir(),
            embedding=values.text(env, "ASSISTANT_EMBEDDING"),
            reranker=values.text(env, "ASSISTANT_RERANKER"),
            chroma_url=values.url(env, "ASSISTANT_CHROMA_URL", "a Chroma server, such as http://localhost:8000"),
            model=values.model(env),
            model_url=values.url(env, "ASSISTANT_MODEL_URL", "the model's server, such as http://localhost:11434/v1"),
            model_key=values.secret(env, "ASSISTANT_MODEL_KEY"),
            model_timeout=values.seconds(env, "ASSISTANT_MODEL_TIMEOUT", DEFAULT_MODEL_TIMEOUT, _LONGEST_TIMEOUT),
            model_calls=values.whole_number(env, "ASSISTANT_MODEL_CALLS", DEFAULT_MODEL_CALLS, 0, _MOST_MODEL_CALLS),
            model_tokens=values.whole_number(env, "ASSISTANT_MODEL_TOKENS", DEFAULT_MODEL_TOKENS, 0, _MOST_TOKENS),
            max_question_chars=values.whole_number(
                env, "ASSISTANT_MAX_QUESTION_CHARS", DEFAULT_MAX_QUESTION_CHARS, 1, _MOST_QUESTION_CHARS
            ),
            kept_answers_mb=values.whole_number(
                env, "ASSISTANT_KEPT_ANSWERS_MB", DEFAULT_KEPT_ANSWERS_MB, 0, _MOST_KEPT_ANSWERS_MB
            ),
            most_waiting=values.whole_number(env, "ASSISTANT_MOST_WAITING", DEFAULT_MOST_WAITING, 0, _MOST_WAITING),
            cors_origins=values.origins(env),
            hosts=values.hosts(env),
            api_keys=values.api_keys(env),
            api_key_required=values.key_required(env),
            calls_per_minute=values.whole_number(
                env, "ASSISTANT_CALLS_PER_MINUTE", DEFAULT_CALLS_PER_MINUTE, 0, _MOST_CALLS_PER_MINUTE
            ),
            key_calls_per_minute=values.whole_number(
                env, "ASSISTANT_KEY_CALLS_PER_MINUTE", DEFAULT_KEY_CALLS_PER_MINUTE, 0, _MOST_CALLS_PER_MINUTE
            ),
            mcp=values.switch(env, "ASSISTANT_MCP"),
            owner_password=values.owner_password(env),
            owner_days=values.whole_number(env, "ASSISTANT_OWNER_DAYS", DEFAULT_OWNER_DAYS, 1, _MOST_DAYS),
            metrics=values.switch(env, "ASSISTANT_METRICS", default=True),
            log=values.log_form(env),
            log_questions=values.switch(env, "ASSISTANT_LOG_QUESTIONS"),
        )
