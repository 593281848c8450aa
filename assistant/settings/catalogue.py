"""Every variable with its meaning, and what of it is in force: its value, and where that comes from. Secrets stay hidden."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.settings.reading import Settings

Value = str | int | float | bool | None | tuple[str, ...]
Source = Literal["default", "environment", "file"]

PREFIX = "ASSISTANT_"
HIDDEN = "(hidden)"
_OF_EVALUATIONS = ("ASSISTANT_BROCHURES", "ASSISTANT_JGLUE")
_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the environment, what it means, and the value that settings have for it."""

    name: str
    meaning: str
    value: Callable[[Settings], Value]


@dataclass(frozen=True, slots=True)
class InForce:
    """A variable with the value in force and its source; of a secret, only whether there is one."""

    name: str
    value: Value
    source: Source
    meaning: str


def _hidden(value: object) -> str | None:
    return HIDDEN if value else None


def _without_credentials(url: str | None) -> str | None:
    return None if url is None else _CREDENTIALS.sub(f"{HIDDEN}@", url)


VARIABLES = (
    Variable("ASSISTANT_HOST", "address the server listens on; 0.0.0.0 for every network", lambda s: s.host),
    Variable("ASSISTANT_PORT", "port the server listens on; 0 for any free one", lambda s: s.port),
    Variable("ASSISTANT_WORKERS", "processes that answer, on the port and those after it", lambda s: s.workers),
    Variable(
        "ASSISTANT_STOP_DELAY",
        "how long /readyz says no before a stopping server takes no call, in seconds",
        lambda s: s.stop_delay,
    ),
    Variable(
        "ASSISTANT_DATABASE_URL",
        "a PostgreSQL database for records and bounds instead of files",
        lambda s: _hidden(s.database_url),
    ),
    Variable("ASSISTANT_DATA_DIR", "where derived data lives, such as the index", lambda s: str(s.data_dir)),
    Variable("ASSISTANT_CORPUS_DIR", "folder with one sub-folder a scheme", lambda s: str(s.corpus_dir)),
    Variable(
        "ASSISTANT_EMBEDDING", "a sentence-transformers model instead of the one that ships", lambda s: s.embedding
    ),
    Variable("ASSISTANT_RERANKER", "a cross-encoder that puts the first passages in order", lambda s: s.reranker),
    Variable(
        "ASSISTANT_CHROMA_URL",
        "a Chroma server instead of the embedded index",
        lambda s: _without_credentials(s.chroma_url),
    ),
    Variable("ASSISTANT_MODEL", "a language model that may help to understand and to phrase", lambda s: s.model),
    Variable("ASSISTANT_MODEL_URL", "base URL of its server", lambda s: _without_credentials(s.model_url)),
    Variable("ASSISTANT_MODEL_KEY", "its key", lambda s: _hidden(s.model_key)),
    Variable("ASSISTANT_MODEL_TIMEOUT", "longest that one answer waits for it, in seconds", lambda s: s.model_timeout),
    Variable("ASSISTANT_MODEL_CALLS", "calls to it a process and day (UTC), at most", lambda s: s.model_calls),
    Variable("ASSISTANT_MODEL_TOKENS", "tokens a process and day (UTC), at most", lambda s: s.model_tokens),
    Variable("ASSISTANT_MAX_QUESTION_CHARS", "longest question read, in characters", lambda s: s.max_question_chars),
    Variable(
        "ASSISTANT_KEPT_ANSWERS_MB",
        "memory for computed answers that are given again, in MB; 0 computes each anew",
        lambda s: s.kept_answers_mb,
    ),
    Variable(
        "ASSISTANT_MOST_WAITING",
        "questions that may wait to be computed; who comes then is told when to try again (429)",
        lambda s: s.most_waiting,
    ),
    Variable("ASSISTANT_CORS_ORIGINS", "sites whose pages may call the interface", lambda s: s.cors_origins),
    Variable("ASSISTANT_HOSTS", "names that the server answers under; none: any", lambda s: s.hosts),
    Variable("ASSISTANT_API_KEYS", "names of the keys for programs; hashes are not shown", lambda s: tuple(s.api_keys)),
    Variable("ASSISTANT_API_KEY_REQUIRED", "whether keys alone are answered", lambda s: s.api_key_required),
    Variable(
        "ASSISTANT_CALLS_PER_MINUTE", "calls that one address may make; 0 for no bound", lambda s: s.calls_per_minute
    ),
    Variable("ASSISTANT_KEY_CALLS_PER_MINUTE", "the same for each key", lambda s: s.key_calls_per_minute),
    Variable("ASSISTANT_MCP", "whether the tools are served at /mcp", lambda s: s.mcp),
    Variable("ASSISTANT_OWNER_PASSWORD", "hash of the password of /owner", lambda s: _hidden(s.owner_password)),
    Variable("ASSISTANT_OWNER_DAYS", "how long the owner's records are kept, in days", lambda s: s.owner_days),
    Variable("ASSISTANT_METRICS", "whether figures for Prometheus are served at /metrics", lambda s: s.metrics),
    Variable("ASSISTANT_LOG", "how the server logs: human or json", lambda s: s.log),
    Variable("ASSISTANT_LOG_QUESTIONS", "whether questions stand in the log", lambda s: s.log_questions),
)


def in_force(settings: Settings, env: Mapping[str, str]) -> list[InForce]:
    """Every variable with what is in force, as it was read from `env`."""
    return [InForce(v.name, v.value(settings), _source(v.name, env), v.meaning) for v in VARIABLES]


def unknown(env: Mapping[str, str]) -> dict[str, str | None]:
    """Variables that look like settings and are none, each with the name that may be meant."""
    known = {*(v.name for v in VARIABLES), "ASSISTANT_API_KEYS_FILE"}
    strange = sorted(n for n in env if n.startswith(PREFIX) and n not in known and n not in _OF_EVALUATIONS)
    return {name: next(iter(difflib.get_close_matches(name, known, 1, 0.8)), None) for name in strange}


def _source(name: str, env: Mapping[str, str]) -> Source:
    if env.get(name, "").strip():
        return "environment"
    return "file" if name == "ASSISTANT_API_KEYS" and env.get(f"{name}_FILE", "").strip() else "default"
