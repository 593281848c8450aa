"""Settings: defaults, what can be set, and messages that name the variable and what it may be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.settings import Settings, default_corpus_dir, default_data_dir

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own place for data")


def test_without_any_variable_the_defaults_hold(tmp_path: Path) -> None:
    settings = Settings.from_environment({"HOME": str(tmp_path)})
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.corpus_dir == default_corpus_dir()
    assert settings.embedding is settings.reranker is settings.chroma_url is settings.model is None
    assert settings.model_url is settings.model_key is None
    assert (settings.model_timeout, settings.model_calls, settings.model_tokens) == (8.0, 2_000, 4_000_000)
    assert settings.max_question_chars == 20_000


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "ASSISTANT_HOST": "0.0.0.0",
            "ASSISTANT_PORT": "8080",
            "ASSISTANT_DATA_DIR": str(tmp_path / "new"),
            "ASSISTANT_CORPUS_DIR": str(tmp_path),
            "ASSISTANT_EMBEDDING": "/models/e5",
            "ASSISTANT_RERANKER": "/models/second",
            "ASSISTANT_CHROMA_URL": "http://chroma:8000",
            "ASSISTANT_MODEL": "openai:small",
            "ASSISTANT_MODEL_URL": "http://localhost:8001/v1",
            "ASSISTANT_MODEL_KEY": "sk-secret",
            "ASSISTANT_MODEL_TIMEOUT": "2.5",
            "ASSISTANT_MODEL_CALLS": "10",
            "ASSISTANT_MODEL_TOKENS": "5000000000",
            "ASSISTANT_MAX_QUESTION_CHARS": "500",
        }
    )
    assert settings == Settings(
        host="0.0.0.0",
        port=8080,
        data_dir=tmp_path / "new",
        corpus_dir=tmp_path,
        embedding="/models/e5",
        reranker="/models/second",
        chroma_url="http://chroma:8000",
        model="openai:small",
        model_url="http://localhost:8001/v1",
        model_key=SecretStr("sk-secret"),
        model_timeout=2.5,
        model_calls=10,
        model_tokens=5_000_000_000,
        max_question_chars=500,
    )


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "ASSISTANT_PORT": "", "ASSISTANT_MODEL": "  ", "ASSISTANT_CHROMA_URL": ""}
    assert Settings.from_environment(env) == Settings.from_environment({"HOME": str(tmp_path)})


@posix_only
@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"HOME": "/home/p"}, "/home/p/.local/share/coverage-assistant"),
        ({"HOME": "/home/p", "XDG_DATA_HOME": "/data"}, "/data/coverage-assistant"),
        ({"HOME": "/home/p", "XDG_DATA_HOME": "relative"}, "/home/p/.local/share/coverage-assistant"),
        ({"HOME": "/home/p", "XDG_DATA_HOME": ""}, "/home/p/.local/share/coverage-assistant"),
    ],
)
def test_data_folder_follows_the_xdg_specification(env: dict[str, str], expected: str) -> None:
    assert default_data_dir(env) == Path(expected)


@posix_only
def test_a_home_that_is_written_as_tilde_is_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/p")
    settings = Settings.from_environment({"ASSISTANT_DATA_DIR": "~/assistant"})
    assert settings.data_dir == Path("/home/p/assistant")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ASSISTANT_PORT", "http", "0 to 65535"),
        ("ASSISTANT_PORT", "70000", "0 to 65535"),
        ("ASSISTANT_PORT", "-1", "0 to 65535"),
        ("ASSISTANT_PORT", "80.5", "0 to 65535"),
        ("ASSISTANT_PORT", "9" * 5000, "0 to 65535"),
        ("ASSISTANT_HOST", "http://localhost", "127.0.0.1"),
        ("ASSISTANT_HOST", "my host", "127.0.0.1"),
        ("ASSISTANT_MAX_QUESTION_CHARS", "0", "1 to 100000"),
        ("ASSISTANT_MAX_QUESTION_CHARS", "many", "1 to 100000"),
        ("ASSISTANT_MODEL", "gpt", "provider:name"),
        ("ASSISTANT_MODEL", "openai: gpt", "provider:name"),
        ("ASSISTANT_MODEL_URL", "localhost", "http://localhost:11434/v1"),
        ("ASSISTANT_MODEL_TIMEOUT", "0", "above 0 and at most 300"),
        ("ASSISTANT_MODEL_TIMEOUT", "soon", "above 0 and at most 300"),
        ("ASSISTANT_MODEL_TIMEOUT", "1e3", "above 0 and at most 300"),
        ("ASSISTANT_MODEL_CALLS", "-1", "0 to 1000000"),
        ("ASSISTANT_MODEL_TOKENS", "lots", "0 to 10000000000"),
        ("ASSISTANT_CHROMA_URL", "localhost:8000", "http://localhost:8000"),
        ("ASSISTANT_CHROMA_URL", "ftp://chroma", "http://localhost:8000"),
        ("ASSISTANT_CHROMA_URL", "http://chroma:port", "http://localhost:8000"),
        ("ASSISTANT_CHROMA_URL", "http://[::1", "http://localhost:8000"),
        ("ASSISTANT_CORPUS_DIR", "/nowhere/corpus", "an existing folder"),
        ("ASSISTANT_CORPUS_DIR", "bad\0path", "ASSISTANT_CORPUS_DIR"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_the_valid_ones(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"HOME": "/home/p", name: value})
    assert caught.value.field == name
    assert name in caught.value.message
    assert says in caught.value.message


@pytest.mark.parametrize("name", ["ASSISTANT_DATA_DIR", "ASSISTANT_CORPUS_DIR"])
def test_a_file_is_not_accepted_as_a_folder(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({"HOME": "/home/p", name: str(path)})


def test_settings_cannot_change_after_they_were_read(settings: Settings) -> None:
    with pytest.raises(AttributeError):
        settings.port = 1  # type: ignore[misc]


HASH = "ab" * 32


def test_who_may_call_the_interface_is_read(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"# partners\n\ndesk:{HASH}  # the agency\nfirm.b:{HASH.upper()}\n", encoding="utf-8")
    settings = Settings.from_environment(
        {
            "HOME": str(tmp_path),
            "ASSISTANT_CORS_ORIGINS": "https://a.example, https://B.example:8443/ ,http://[::1]:80,https://a.example",
            "ASSISTANT_HOSTS": "A.example., b.example,a.example",
            "ASSISTANT_API_KEYS": f"own:{HASH}, ",
            "ASSISTANT_API_KEYS_FILE": str(file),
            "ASSISTANT_API_KEY_REQUIRED": "1",
            "ASSISTANT_CALLS_PER_MINUTE": "0",
            "ASSISTANT_KEY_CALLS_PER_MINUTE": "60",
            "ASSISTANT_MCP": "true",
        }
    )
    assert settings.cors_origins == ("https://a.example", "https://b.example:8443", "http://[::1]:80")
    assert settings.hosts == ("a.example", "b.example")
    assert settings.api_keys == {"own": HASH, "desk": HASH, "firm.b": HASH}
    assert settings.api_key_required and settings.mcp
    assert (settings.calls_per_minute, settings.key_calls_per_minute) == (0, 60)


@pytest.mark.parametrize(
    ("env", "name", "says"),
    [
        ({"ASSISTANT_CORS_ORIGINS": "*"}, "ASSISTANT_CORS_ORIGINS", "without *"),
        ({"ASSISTANT_CORS_ORIGINS": "https://a.example/path"}, "ASSISTANT_CORS_ORIGINS", "without a path"),
        ({"ASSISTANT_HOSTS": "https://a.example"}, "ASSISTANT_HOSTS", "without scheme"),
        ({"ASSISTANT_HOSTS": "*"}, "ASSISTANT_HOSTS", "without scheme"),
        ({"ASSISTANT_CORS_ORIGINS": "a.example"}, "ASSISTANT_CORS_ORIGINS", "https://"),
        ({"ASSISTANT_API_KEYS": "secret-key"}, "ASSISTANT_API_KEYS", "name:sha256"),
        ({"ASSISTANT_API_KEYS": f"a:{HASH},a:{HASH}"}, "ASSISTANT_API_KEYS", "twice"),
        ({"ASSISTANT_API_KEYS_FILE": "/nowhere/keys"}, "ASSISTANT_API_KEYS_FILE", "cannot be read"),
        ({"ASSISTANT_API_KEY_REQUIRED": "1"}, "ASSISTANT_API_KEY_REQUIRED", "no key"),
        ({"ASSISTANT_API_KEY_REQUIRED": "yes"}, "ASSISTANT_API_KEY_REQUIRED", "1 or 0"),
        ({"ASSISTANT_CALLS_PER_MINUTE": "many"}, "ASSISTANT_CALLS_PER_MINUTE", "0 to 100000."),
        ({"ASSISTANT_CALLS_PER_MINUTE": "100001"}, "ASSISTANT_CALLS_PER_MINUTE", "0 to 100000."),
        ({"ASSISTANT_MOST_WAITING": "10001"}, "ASSISTANT_MOST_WAITING", "0 to 10000."),
        ({"ASSISTANT_KEPT_ANSWERS_MB": "-1"}, "ASSISTANT_KEPT_ANSWERS_MB", "0 to 4096."),
        ({"ASSISTANT_KEY_CALLS_PER_MINUTE": "100001"}, "ASSISTANT_KEY_CALLS_PER_MINUTE", "0 to 100000."),
        ({"ASSISTANT_MCP": "on"}, "ASSISTANT_MCP", "1 or 0"),
        ({"ASSISTANT_METRICS": "no"}, "ASSISTANT_METRICS", "1 or 0"),
        ({"ASSISTANT_LOG": "xml"}, "ASSISTANT_LOG", "human or json"),
        ({"ASSISTANT_LOG_QUESTIONS": "some"}, "ASSISTANT_LOG_QUESTIONS", "1 or 0"),
    ],
    ids=str,
)
def test_who_may_call_is_refused_where_it_cannot_be_read(env: dict[str, str], name: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"HOME": "/home/p", **env})
    assert caught.value.field == name and says in caught.value.message
    assert "secret-key" not in caught.value.message


def test_the_key_of_a_model_is_never_shown() -> None:
    settings = Settings.from_environment({"HOME": "/home/p", "ASSISTANT_MODEL_KEY": "sk-secret"})
    assert settings.model_key is not None and settings.model_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in f"{settings!r} {settings}"


def test_a_database_is_named_without_its_password() -> None:
    settings = Settings.from_environment({"ASSISTANT_DATABASE_URL": "postgresql://desk:hush@db/coverage", "HOME": "/"})
    assert settings.database_url is not None and "hush" not in repr(settings)
    assert settings.database_url.get_secret_value() == "postgresql+psycopg://desk:hush@db/coverage"
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"ASSISTANT_DATABASE_URL": "mysql://desk:hush@db/coverage", "HOME": "/"})
    assert "PostgreSQL" in refused.value.message and "hush" not in refused.value.message
