"""The set-up that docs/operations ships, on this machine: nginx with its example, two workers, one Chroma server.

Any worker answers any turn, all of them alike; workers are replaced while calls come, and none is lost.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.retrieval.chroma_server import chroma_server

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "operations" / "nginx.conf"
INVENTED = ROOT / "tests" / "corpus" / "invented" / "orchard"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed; on Debian: sudo apt-get install nginx-light"
)
TALK = [
    ("納屋プランで、サイバー攻撃のあとのデータ復旧費用は補償されますか", "conditional"),
    ("組合の同意を得ました", "covered"),
    ("かごプランでは？", "not_covered"),
]


class Log:
    """What the workers and their supervisor log, read as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.lines: list[dict[str, Any]] = []
        self.replaced = threading.Event()
        self.thread = threading.Thread(target=self._read, args=(process.stderr,))
        self.thread.start()

    def _read(self, stream: Iterable[str]) -> None:
        for line in stream:
            try:
                self.lines.append(json.loads(line))
            except ValueError:  # whatever else a process writes; a pipe that nobody reads on would stop them all
                self.lines.append({"message": line})
            if self.lines[-1]["message"] == "All workers were replaced":
                self.replaced.set()


@dataclass
class SetUp:
    """The running set-up: its address over TLS, the workers' own addresses, and the process that looks after them."""

    address: str
    workers: list[str]
    supervisor: subprocess.Popen[str]
    trusted: ssl.SSLContext
    log: Log

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, verify=self.trusted, timeout=120)


def free_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


@contextmanager
def nginx(folder: Path, workers: list[str]) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Run nginx with the example as it ships, but for its ports, its name and its certificate."""
    assert NGINX is not None
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    tls, plain = free_ports(2)
    site = EXAMPLE.read_text(encoding="utf-8")
    ports = [worker.rpartition(":")[2] for worker in workers]
    for shipped, here in [
        ("127.0.0.1:7860", f"127.0.0.1:{ports[0]}"), ("127.0.0.1:7861", f"127.0.0.1:{ports[1]}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"), ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("/etc/ssl/certs/assistant.example.org.pem", str(certificate)),
        ("/etc/ssl/private/assistant.example.org.key", str(key)), ("assistant.example.org", "localhost"),
    ]:  # fmt: skip
        assert shipped in site
        site = site.replace(shipped, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;\n"
        f"{'user root;' if os.getuid() == 0 else ''} events {{}}\n"
        f"http {{ access_log {folder}/access.log; {temporary} include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    command = [NGINX, "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0 and "[warn]" not in checked.stderr, checked.stderr
    with (folder / "errors.log").open("w") as errors:
        running = subprocess.Popen(command, stderr=errors)
    try:
        assert any(listens(tls) for _ in range(20_000)), (folder / "errors.log").read_text()
        yield f"https://localhost:{tls}", ssl.create_default_context(cafile=str(certificate))
    finally:
        running.send_signal(signal.SIGQUIT)
        assert running.wait(60) == 0


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetUp]:
    folder = tmp_path_factory.mktemp("nginx")
    corpus = folder / "corpus"
    shutil.copytree(INVENTED, corpus / "orchard")
    for path in (ROOT / "corpus").glob("*.yaml"):
        shutil.copy(path, corpus)
    with chroma_server(folder / "chroma") as chroma:
        settings = {
            "ASSISTANT_CORPUS_DIR": str(corpus), "ASSISTANT_DATA_DIR": str(folder / "data"), "ASSISTANT_PORT": "0",
            "ASSISTANT_CHROMA_URL": chroma, "ASSISTANT_WORKERS": "2", "ASSISTANT_CALLS_PER_MINUTE": "0",
            "ASSISTANT_LOG": "json",
        }  # fmt: skip
        supervisor = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **settings},
        )  # fmt: skip
        assert supervisor.stdout is not None and supervisor.stderr is not None
        log = Log(supervisor)
        try:
            ready = next((line for line in supervisor.stdout if line.startswith("Ready: 2 workers")), "")
            workers = [word for word in ready.split() if word.startswith("http://")]
            reading = threading.Thread(target=supervisor.stdout.read)  # a pipe that is full would stop them
            reading.start()
            with nginx(folder, workers) as (address, trusted):
                yield SetUp(address, workers, supervisor, trusted, log)
        finally:
            supervisor.terminate()
            assert supervisor.wait(90) == 0
            reading.join()
            log.thread.join()
            supervisor.stdout.close()
            supervisor.stderr.close()


def ask(client: httpx.Client, question: str, history: list[dict[str, str]] | None = None) -> dict[str, Any]:
    reply = client.post("/api/v1/ask", json={"question": question, "history": history or []})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def talk(clients: list[httpx.Client]) -> list[dict[str, Any]]:
    """The answers of a conversation whose turns go to one after the other."""
    history: list[dict[str, str]] = []
    answers = []
    for number, (question, _) in enumerate(TALK):
        answers.append(ask(clients[number % len(clients)], question, history))
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": answers[-1]["text"]}]
    return answers


def test_any_worker_answers_any_turn_and_all_answer_alike(set_up: SetUp) -> None:
    first, second = (httpx.Client(base_url=worker, timeout=120) for worker in set_up.workers)
    with first, second, set_up.client() as through:
        told = talk([first])
        assert [answer["verdicts"][0]["verdict"] for answer in told] == [verdict for _, verdict in TALK]
        assert told == talk([second]) == talk([first, second]) == talk([second, first]) == talk([through])
        question = {"query": "ランサムウェア", "k": 3}
        found = [client.post("/api/v1/search", json=question).json() for client in (first, second, through)]
        assert found[0] == found[1] == found[2] and found[0]
        assert [client.get("/readyz").status_code for client in (first, second)] == [200, 200]


def test_calls_arrive_as_they_were_sent_and_figures_stay_inside(set_up: SetUp) -> None:
    with set_up.client() as through:
        assert through.get("/metrics").status_code == through.get("/readyz").status_code == 404
        assert through.get("/healthz", headers={"X-Request-Id": "desk-7"}).headers["x-request-id"] == "desk-7"
        page = through.get("/")
        assert page.status_code == 200 and "http://" not in page.headers.get("location", "")
        assert through.get("/config").json()["root"] == set_up.address
        too_large = through.post("/api/v1/ask", content=b" " * 400_000, headers={"Content-Type": "application/json"})
        assert too_large.status_code == 413 and too_large.json()["code"] == "body_too_large"
        headers = {"Accept": "text/event-stream"}
        with through.stream("POST", "/api/v1/ask", json={"question": TALK[0][0]}, headers=headers) as events:
            text = "".join(events.iter_text())
        assert text.count("event: delta") > 1 and text.count("event: answer") == 1


def test_both_workers_get_calls(set_up: SetUp) -> None:
    def asked(worker: str) -> float:
        figures = httpx.get(f"{worker}/metrics", timeout=120).text.splitlines()
        return sum(float(line.split()[-1]) for line in figures if line.startswith("coverage_answers_total"))

    before = [asked(worker) for worker in set_up.workers]
    with set_up.client() as through, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ask(through, TALK[0][0]), range(20)))
    after = [asked(worker) for worker in set_up.workers]
    assert sum(after) - sum(before) == 20
    assert all(now > then for now, then in zip(after, before, strict=True))


def test_the_page_finds_its_own_worker(set_up: SetUp) -> None:
    """Gradio asks in one call and listens in another: with another worker it would find nothing."""
    with set_up.client() as through:
        dependencies = through.get("/config").json()["dependencies"]
        number = next(each["id"] for each in dependencies if each["queue"] is not False and len(each["inputs"]) == 1)
        for turn in range(6):
            joined = {"data": ["{}"], "fn_index": number, "session_hash": f"visitor{turn}", "event_data": None}
            assert through.post("/gradio_api/queue/join", json=joined).status_code == 200
            with through.stream("GET", f"/gradio_api/queue/data?session_hash=visitor{turn}") as events:
                told = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
            assert "process_completed" in {each["msg"] for each in told}


def test_workers_are_replaced_while_calls_come_and_none_is_lost(set_up: SetUp) -> None:
    def started() -> list[float]:
        found = []
        for worker in set_up.workers:
            figures = httpx.get(f"{worker}/metrics", timeout=120).text
            found.append(
                next(
                    float(line.split()[-1])
                    for line in figures.splitlines()
                    if line.startswith("process_start_time_seconds ")
                )
            )
        return found

    before, stop = started(), threading.Event()

    def caller(stream: bool) -> int:
        calls = 0
        with set_up.client() as through:
            while not stop.is_set():
                if stream:
                    headers = {"Accept": "text/event-stream"}
                    reply = through.post("/api/v1/ask", json={"question": TALK[0][0]}, headers=headers)
                    assert reply.status_code == 200 and reply.text.count("event: answer") == 1, reply.text
                else:
                    assert ask(through, TALK[0][0])["verdicts"][0]["verdict"] == TALK[0][1]
                calls += 1
        return calls

    with ThreadPoolExecutor(4) as pool:
        callers = [pool.submit(caller, stream) for stream in (False, True)]
        set_up.supervisor.send_signal(signal.SIGHUP)
        replaced = set_up.log.replaced.wait(240)
        stop.set()
        assert all(each.result() > 0 for each in callers)
    assert replaced and not set(started()) & set(before)
    assert {line["status"] for line in set_up.log.lines if line.get("route") == "/api/v1/ask"} == {200, 413}
