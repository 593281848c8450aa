"""Bounds that several processes share: one bucket for all, forgotten in time, and no call that waits for a broken database."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.shared_limits import SharedBuckets, shared_buckets
from tests.web.conftest import ServeApp, StandIn


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["file", "postgres"])
def url(request: pytest.FixtureRequest) -> SecretStr | None:
    return None if request.param == "file" else request.getfixturevalue("postgres")


@pytest.fixture
def buckets(tmp_path: Path, url: SecretStr | None) -> Iterator[SharedBuckets]:
    """A bound of six calls a minute, in a file and in a real PostgreSQL."""
    found, _ = shared_buckets(tmp_path, url, 6, 6)
    found._now = Clock()
    yield found
    with found.database.begin() as connection:
        connection.execute(text("DELETE FROM calls"))
    found.database.close()


def later(buckets: SharedBuckets, seconds: float) -> None:
    clock = buckets._now
    assert isinstance(clock, Clock)
    clock.now += seconds


def test_a_bucket_empties_and_fills_steadily(buckets: SharedBuckets) -> None:
    assert [buckets.taken("a").calls for _ in range(6)] == [5, 4, 3, 2, 1, 0]
    refused = buckets.taken("a")
    assert (refused.allowed, refused.calls, round(refused.wait)) == (False, 0, 10)
    assert buckets.taken("b").allowed
    later(buckets, 9.9)
    assert not buckets.taken("a").allowed
    later(buckets, 0.2)
    assert buckets.taken("a").allowed and not buckets.taken("a").allowed
    later(buckets, 60)
    assert buckets.taken("a").calls == 5


def test_a_clock_that_is_put_back_holds_nobody_off_for_more_than_a_minute(buckets: SharedBuckets) -> None:
    for _ in range(6):
        buckets.taken("a")
    later(buckets, -86_400)
    assert not buckets.taken("a").allowed
    later(buckets, 10.1)
    assert buckets.taken("a").allowed


def test_who_is_full_again_is_forgotten_and_no_address_is_kept(buckets: SharedBuckets) -> None:
    buckets.taken("203.0.113.7")
    later(buckets, 61)
    buckets.taken("203.0.113.8")
    with buckets.database.begin() as connection:
        rows = connection.execute(text("SELECT caller FROM calls")).all()
    assert len(rows) == 1 and "203" not in rows[0][0][:4]


def test_processes_and_threads_at_once_get_no_call_more(tmp_path: Path, url: SecretStr | None) -> None:
    code = (
        "import sys; from concurrent.futures import ThreadPoolExecutor; from pathlib import Path\n"
        "from pydantic import SecretStr; from assistant.web.shared_limits import shared_buckets\n"
        "buckets, _ = shared_buckets(Path(sys.argv[1]), SecretStr(sys.argv[2]) if sys.argv[2] else None, 30, 30)\n"
        "buckets._now = lambda: 1_800_000_000.0\n"
        "with ThreadPoolExecutor(2) as pool: print(sum(pool.map(lambda _: buckets.taken('all').allowed, range(25))))\n"
    )
    first, _ = shared_buckets(tmp_path, url, 30, 30)
    first._now = Clock()
    first.taken("all")
    command = [sys.executable, "-c", code, str(tmp_path), url.get_secret_value() if url else ""]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(process.communicate(timeout=120)[0]) for process in running) == 29
    with first.database.begin() as connection:
        connection.execute(text("DELETE FROM calls"))
    first.database.close()


def test_two_servers_share_a_bound(tmp_path: Path, settings: Settings, serve_app: ServeApp) -> None:
    several = replace(settings, data_dir=tmp_path, workers=2, calls_per_minute=4)
    with serve_app(create_app(StandIn(), several)) as one, serve_app(create_app(StandIn(), several)) as other:
        replies = [httpx.get(f"{address}/api/v1/schemes") for address in (one, other) * 3]
    assert [reply.status_code for reply in replies] == [200] * 4 + [429] * 2
    assert [reply.headers["RateLimit-Remaining"] for reply in replies[:4]] == ["3", "2", "1", "0"]


def test_a_broken_database_holds_no_call_up_and_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "limits").write_text("no folder", encoding="utf-8")
    buckets, _ = shared_buckets(tmp_path, None, 3, 3)
    with ThreadPoolExecutor(4) as pool:
        assert sum(left.allowed for left in pool.map(buckets.taken, ["a"] * 5)) == 3
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert str(tmp_path) in caplog.text


def test_a_database_that_hangs_is_waited_for_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = SecretStr(f"postgresql+psycopg://desk@127.0.0.1:{silent.getsockname()[1]}/coverage")
        buckets, _ = shared_buckets(tmp_path, url, 100, 100)
        started = time.monotonic()
        assert all(buckets.taken("a").allowed for _ in range(50))
        assert time.monotonic() - started < 30  # one wait of 3 s, not fifty
