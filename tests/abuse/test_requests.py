"""Requests that are forged: paths, headers, hosts and origins, sent as bytes where a client library would mend them."""

from __future__ import annotations

import itertools
import logging
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from assistant.password import hashed
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.logs import ForPeople, ForPrograms, _WithRequest
from tests.abuse.conftest import OTHER, SITE

Serve = Callable[[FastAPI], AbstractContextManager[str]]
Record = Callable[[str, object], None]
PASSWORD = "a clerk with a brochure"

pytestmark = pytest.mark.usefixtures("no_defects")


def raw(address: str, request: bytes) -> tuple[int, bytes]:
    """The status and all bytes that the server sends for these bytes; 0 where it closes without a word."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as connection:
        connection.sendall(request)
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    return (int(reply.split(b" ", 2)[1]) if reply.startswith(b"HTTP/1.1 ") else 0), reply


def get(path: bytes, *headers: bytes, host: bytes = b"127.0.0.1") -> bytes:
    return b"\r\n".join([b"GET " + path + b" HTTP/1.1", b"Host: " + host, b"Connection: close", *headers, b"", b""])


# ---------------------------------------------------------------- paths

ROUTES = (b"/gradio_api/file=", b"/gradio_api/file/", b"/file=", b"/file/", b"/assets/", b"/static/", b"/svelte/", b"/look/", b"/docs-assets/",
          b"/widget/v1/", b"/gradio_api/proxy=", b"/gradio_api/stream/", b"/custom_component/x/client/component/", b"/gradio_api/upload?path=", b"/theme.css?x=", b"/view/")  # fmt: skip
TARGETS = ("etc/passwd", "proc/self/environ", "app.py", "pyproject.toml", ".ci/constraints.txt")
STEPS = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "%252e%252e%252f",
    "..\\",
    "..%5c",
    "..%c0%af",
    "....//",
    ".%00./",
    "..;/",
    "//",
    "\u002e\u002e/./",
)


def traversals() -> Iterator[bytes]:
    for route, target, step in itertools.product(ROUTES, TARGETS, STEPS):
        yield route + step.encode() * 8 + target.encode()
    for route, prefix in itertools.product(ROUTES, (b"/", b"file:///", b"C:\\", b"%2f", b"http://127.0.0.1:1/")):
        yield route + prefix + b"etc/passwd"


@pytest.mark.tried(
    "Abuse",
    "path traversal through the file routes of Gradio and our own, in 13 spellings",
    "no file was served; 400 or 404",
    unit="paths",
)
def test_no_path_leads_to_a_file(address: str, record_property: Record) -> None:
    wrong, count = [], 0
    for path in traversals():
        status, reply = raw(address, get(path))
        count += 1
        served = any(
            inside in reply for inside in (b"root:x:", b"HOME=", b"[build-system]", b"def main", b"pydantic==")
        )
        if served or not (400 <= status < 500 or (status == 200 and path.startswith(b"/theme.css?"))):
            wrong.append((path, status))
    assert wrong == []
    record_property("times", count)


# ---------------------------------------------------------------- headers and the log

FORGED = (
    b"X-Request-Id: a\nSet-Cookie: evil=1", b"X-Request-Id: a\r\n Set-Cookie: evil=1", b"X-Request-Id: a%0d%0aSet-Cookie:%20evil=1",
    b"X-Request-Id: \x1b[31mred", b"X-Request-Id: a\x00b", b"X-Request-Id: " + b"a" * 5000, b"X-Request-Id: \xe2\x80\xaeabc", b"Accept: " + b"a/b," * 500,
    b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked\r\nContent-Length: 3", b"Transfer-Encoding: identity, chunked",
    b"If-None-Match: " + b'"x",' * 800, b"Range: bytes=0-,0-,0-", b"Cookie: " + b"a=b;" * 1000, b"Authorization: Bearer " + b"\xff" * 100,
    b"X-API-Key: \x80\x81", b"Accept-Language: ../../etc/passwd", b"Accept-Encoding: gzip;q=x", b"Upgrade: websocket\r\nConnection: Upgrade", b"X-Forwarded-For: \x80, 1.2.3.4.5,,",
    b"Forwarded: for=\"[::1\"", b"Expect: 200-ok", b": nothing", b"no colon", b"Origin: null", b"X-Forwarded-Proto: javascript", b"X-HTTP-Method-Override: DELETE",
)  # fmt: skip


@pytest.mark.tried(
    "Abuse",
    "forged headers: line breaks, control signs, lengths that lie, other encodings",
    "no header of the caller's making in a reply, no 5xx",
    unit="requests",
)
def test_no_header_brings_another(address: str, record_property: Record) -> None:
    wrong = []
    sent = list(itertools.product(FORGED, (b"/healthz", b"/", b"/api/v1/schemes")))
    for header, path in sent:
        status, reply = raw(address, get(path, header))
        head = reply.partition(b"\r\n\r\n")[0].lower()
        if b"evil" in head or b"\x1b" in head or b"\x00" in head or status >= 500:
            wrong.append((header, path, status))
    assert wrong == []
    record_property("times", len(sent))


@pytest.mark.tried(
    "Abuse",
    "log injection: line breaks and control signs in path, header and question",
    "each record of the log stays one line, without control signs",
    unit="requests",
)
@pytest.mark.parametrize("form", [ForPeople, ForPrograms])
def test_no_request_writes_a_line_of_its_own_into_the_log(address: str, form: type[logging.Formatter]) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, logger = Kept(), logging.getLogger()
    handler.setFormatter(form())
    handler.addFilter(_WithRequest())
    ours, before = logging.getLogger("assistant"), logging.getLogger("assistant").level
    ours.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        for path in (
            b"/api/v1/a%0a2026-01-01%20ERROR%20forged",
            b"/api/v1/%1b[31m%0d%0aforged",
            b"/api/v1/schemes/%0aforged%07",
            b"/api/v1/\x01",
        ):
            raw(address, get(path, b"X-Request-Id: a%0aforged", b"User-Agent: forged"))
        logger.warning("A model says: %s", "\x1b[2J\x07\r\nERROR f-o-r-g-e-d")
        httpx.post(
            f"{address}/api/v1/ask", json={"question": "保険料は？\nERROR forged\x1b[2J", "scheme": "x\nERROR forged"}
        )
    finally:
        logger.removeHandler(handler)
        ours.setLevel(before)
    assert len([line for line in lines if "/api" in line]) >= 3
    assert [line for line in lines if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line) or "forged" in line] == []


# ---------------------------------------------------------------- the host

HOSTS = (b"elsewhere.example", b"elsewhere.example:80", b'x"><script>', b"a b", b"a/b", b"a@b", b"", b"[::1", b"a:99999999", b"\xff", b"x" * 300, b"127.0.0.1\r\nHost: elsewhere.example")  # fmt: skip


@pytest.mark.tried(
    "Abuse",
    "a forged Host or X-Forwarded-Host, against a server that lists its names and one that does not",
    "broken ones are refused (400), others too where names are listed (421); X-Forwarded-Host changes nothing",
    unit="requests",
)
def test_a_forged_host(
    address: str, opened: Assistant, settings: Settings, serve_app: Serve, record_property: Record
) -> None:
    count = 0
    listing = create_app(opened, replace(settings, hosts=("assistant.example",), calls_per_minute=0))
    with serve_app(listing) as named:
        for host, path in itertools.product(HOSTS, (b"/", b"/config", b"/widget/demo", b"/api/v1/schemes")):
            status, reply = raw(named, get(path, host=host))
            assert status in (400, 421) and b"elsewhere" not in reply, (host, path)
            anyhow = raw(address, get(path, host=host))[0]
            assert anyhow == (200 if host.startswith(b"elsewhere") else 400), (host, path)
            count += 2
        for host in (b"assistant.example", b"ASSISTANT.example:8443", b"127.0.0.1:1", b"[::1]", b"localhost"):
            assert raw(named, get(b"/", host=host))[0] == 200
            count += 1
        assert raw(named, get(b"/healthz", host=b"10.0.0.7:7860"))[0] == 200
        for header in (
            b"X-Forwarded-Host: elsewhere.example",
            b"X-Forwarded-Server: elsewhere.example",
            b"Forwarded: host=elsewhere.example",
            b"X-Original-URL: /owner",
            b"X-Rewrite-URL: /owner",
        ):
            for path in (b"/", b"/config", b"/widget/demo", b"/docs"):
                status, reply = raw(named, get(path, header))
                assert status == 200 and b"elsewhere" not in reply, (header, path)
                count += 1
    record_property("times", count)


# ---------------------------------------------------------------- other sites, frames, policies, cookies

PATHS = ("/", "/config", "/look/page.css", "/docs", "/healthz", "/metrics", "/owner/sign-in", "/owner", "/view/premium", "/view/nothing",
         "/widget/demo", "/widget/v1/widget.js", "/api/v1/schemes", "/api/v1/ask", "/api/v1/nothing", "/gradio_api/upload", "/gradio_api/queue/join", "/nothing")  # fmt: skip


@pytest.fixture(scope="module")
def owned(
    opened: Assistant, settings: Settings, serve_app: Serve, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server with an owner's view and one other site listed."""
    own = replace(settings, data_dir=tmp_path_factory.mktemp("owned"), owner_password=hashed(PASSWORD))
    with serve_app(create_app(opened, replace(own, cors_origins=(SITE,), calls_per_minute=0))) as found:
        yield found


@pytest.mark.tried(
    "Abuse",
    "CORS: 18 paths, 5 methods, 6 origins, with and without preflight",
    "only the listed site, only under /api/, never with cookies",
    unit="requests",
)
def test_which_sites_may_call_what(owned: str, record_property: Record) -> None:
    origins = (
        SITE,
        OTHER,
        "null",
        SITE + ".elsewhere.example",
        SITE.replace("https", "http"),
        "https://xwww.association.example",
    )
    count = 0
    with httpx.Client(base_url=owned, timeout=30) as client:
        for path, method, origin in itertools.product(PATHS, ("GET", "POST", "PUT", "DELETE", "OPTIONS"), origins):
            headers = {"Origin": origin} | ({"Access-Control-Request-Method": "POST"} if method == "OPTIONS" else {})
            reply = client.request(method, path, headers=headers)
            allowed = reply.headers.get("access-control-allow-origin")
            assert reply.status_code < 500
            assert "access-control-allow-credentials" not in reply.headers
            if path == "/widget/v1/widget.js":
                assert allowed in ("*", None)
            else:
                assert allowed == (SITE if origin == SITE and path.startswith("/api/") else None), (
                    path,
                    method,
                    origin,
                )
            count += 1
    record_property("times", count)


@pytest.mark.tried(
    "Abuse",
    "clickjacking, content policy and sniffing: the headers of every page, piece and error",
    "no other site may frame one; a policy that loads from this server alone; nosniff",
    unit="replies",
)
def test_every_reply_has_its_policies(owned: str, record_property: Record) -> None:
    with httpx.Client(base_url=owned, timeout=30) as client:
        replies = [client.request(method, path) for path in PATHS for method in ("GET", "POST")]
        replies += [client.post("/api/v1/ask", content=b"x" * 300_000), client.get("/", headers={"Host": "a b"})]
    for reply in replies:
        told, policy = reply.headers, reply.headers["content-security-policy"]
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert told["x-frame-options"] in ("SAMEORIGIN", "DENY") and rules["frame-ancestors"] in ("'self'", "'none'")
        assert told["x-content-type-options"] == "nosniff" and told["referrer-policy"] in ("same-origin", "no-referrer")
        assert (
            rules["default-src"] in ("'self'", "'none'") and rules.get("object-src", rules["default-src"]) == "'none'"
        )
        assert rules["base-uri"] in ("'self'", "'none'") and rules["form-action"] in ("'self'", "'none'")
        assert not re.search(r"\*|https?:|//", policy)
        kind = told.get("content-type", "")
        if "unsafe" in policy and "text/html" in kind:
            assert reply.request.url.path in ("/", "/docs")
        assert "server" not in told and "x-powered-by" not in told
    record_property("times", len(replies))


@pytest.mark.tried(
    "Abuse",
    "cookies: who sets one, and with which flags",
    "the owner's view alone: HttpOnly, SameSite=strict, its path; Secure behind TLS",
    unit="replies",
)
def test_cookies_have_their_flags(owned: str, record_property: Record) -> None:
    count = 0
    for secure in ({}, {"X-Forwarded-Proto": "https"}):
        with httpx.Client(base_url=owned, timeout=30, headers=secure) as client:
            for path in PATHS:
                for cookie in client.get(path).headers.get_list("set-cookie"):
                    assert path.startswith("/owner")
                    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
                    assert {"httponly", "samesite=strict", "path=/owner"} <= flags
                    assert ("secure" in flags) == bool(secure)
                count += 1
    record_property("times", count)


@pytest.mark.tried(
    "Abuse",
    "uploads and large bodies to every path: announced, streamed, as a form with a file",
    "413 or 404 before anything is kept; no file appears",
    unit="requests",
)
def test_nothing_large_is_taken_anywhere(owned: str, record_property: Record) -> None:
    large, count = b"x" * 300_000, 0
    with httpx.Client(base_url=owned, timeout=30) as client:
        for path in PATHS:
            streamed = client.post(path, content=iter([large[:200_000], large]))
            announced = client.post(path, content=large, headers={"Content-Type": "application/json"})
            form = client.post(path, files={"files": ("a.zip", large)})
            small = client.post(path, files={"files": ("../../a.html", b"<script>alert(1)</script>")})
            assert {reply.status_code for reply in (streamed, announced, form)} == {413}, path
            assert 400 <= small.status_code < 500 or small.status_code == 303, path
            count += 4
    record_property("times", count)
