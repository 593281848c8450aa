"""The widget's built file: that it is the sources', what it may hold, and how the server hands it out."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from assistant.answering.wording import phrase
from assistant.web.widget_routes import BUNDLE, Bundle

WIDGET = BUNDLE.parents[1] / "widget"
SOURCES = sorted((WIDGET / "src").iterdir())
MOST_BYTES = 30 * 1024


def digest_of_sources() -> str:
    """The digest that `build.mjs` writes into the first line."""
    digest = hashlib.sha256()
    for path in [*SOURCES, *(WIDGET / name for name in ("build.mjs", "package.json", "package-lock.json"))]:
        digest.update(path.relative_to(WIDGET).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def node(*command: str) -> str:
    """Run a command of the widget's own tools; skip where they are not installed."""
    if not shutil.which("node"):
        pytest.skip("Node is not installed; the digest test holds the built file and its sources together without it")
    if not (WIDGET / "node_modules").is_dir():
        pytest.skip("the widget's tools are not installed; `make widget` installs them")
    environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
    done = subprocess.run(
        ["node", *command], cwd=WIDGET, capture_output=True, encoding="utf-8", env=environment, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_the_built_file_is_made_from_the_sources() -> None:
    first = BUNDLE.read_text(encoding="utf-8").splitlines()[0]
    assert f"sources sha256:{digest_of_sources()}" in first, "run `make widget` and commit the result"


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    node("build.mjs", "out", str(tmp_path))
    assert (tmp_path / "widget.js").read_bytes() == BUNDLE.read_bytes()


def test_types() -> None:
    node("node_modules/typescript/bin/tsc", "--noEmit")


def test_units() -> None:
    assert re.search(r"# fail 0", node("build.mjs", "test"))


def test_it_is_small() -> None:
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= MOST_BYTES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_parses_html_or_keeps_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML",
        r"\beval\(|new Function|setTimeout\(\s*['\"`]",
        r"document\.cookie|localStorage|indexedDB|sendBeacon|new Image\b|XMLHttpRequest|WebSocket|EventSource",
        r"setAttribute\(\s*['\"](?:style|on)",
    ):
        assert not re.search(pattern, text), pattern
    if path.name != "client.ts":
        assert not re.search(r"(?<![\w.])fetch\(", text), "requests are made in client.ts alone"
    if path.name != "dom.ts":
        assert "http://" not in text and "https://" not in text, "no address stands in the sources"


def test_the_widget_knows_the_sentences_that_the_server_writes() -> None:
    """The card tells lines of the text apart by how they start."""
    text = (WIDGET / "src" / "strings.ts").read_text(encoding="utf-8")
    for language in ("ja", "en"):
        for key, wanted in {
            "saysWhy": phrase("why", language),
            "saysSources": phrase("sources", language),
            "saysAsk": phrase("ask", language, name="").rstrip(" :："),
            "decides": phrase("insurer_decides", language),
        }.items():
            assert f'{key}: "{wanted}"' in text, (key, language)


# ---- how it is handed out


@pytest.fixture(scope="module")
def manifest(server: str) -> dict[str, str]:
    found: dict[str, str] = httpx.get(f"{server}/widget/v1/manifest.json").json()
    return found


def test_the_newest_and_the_pinned_address(server: str, manifest: dict[str, str]) -> None:
    newest = httpx.get(server + manifest["path"])
    pinned = httpx.get(server + manifest["pinned_path"])
    assert newest.content == pinned.content == BUNDLE.read_bytes()
    assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert newest.headers["cache-control"].startswith("public, max-age=3600")
    for answer in (newest, pinned):
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
    digest = base64.b64encode(hashlib.sha384(newest.content).digest()).decode()
    assert manifest["integrity"] == f"sha384-{digest}"


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "null"])
def test_any_page_may_load_it(server: str, manifest: dict[str, str], origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    assert httpx.get(server + manifest["path"], headers=headers).headers["access-control-allow-origin"] == "*"


def test_it_comes_packed_where_that_is_understood(server: str, manifest: dict[str, str]) -> None:
    for accepted, packed in {
        "gzip, br": True,
        "br;q=1, gzip;q=0.5": True,
        "identity": False,
        "gzip;q=0": False,
    }.items():
        with httpx.stream("GET", server + manifest["path"], headers={"Accept-Encoding": accepted}) as answer:
            assert (answer.headers.get("content-encoding") == "gzip") is packed, accepted
            assert "Accept-Encoding" in answer.headers["vary"]
            assert b"".join(answer.iter_bytes()) == BUNDLE.read_bytes()


def test_what_is_known_is_not_sent_again(server: str, manifest: dict[str, str]) -> None:
    tag = httpx.head(server + manifest["path"]).headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        answer = httpx.get(server + manifest["path"], headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    assert httpx.get(server + manifest["path"], headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_version_is_told_where_to_look(server: str, manifest: dict[str, str]) -> None:
    answer = httpx.get(f"{server}/widget/v1/widget.0123456789abcdef.js")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert manifest["pinned_path"] in answer.json()["detail"]
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_two_builds_have_two_addresses() -> None:
    assert Bundle(b"a").path != Bundle(b"b").path
    assert Bundle(b"a").packed == Bundle(b"a").packed


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_demo_page_shows_the_tag_that_it_uses(server: str, manifest: dict[str, str], language: str) -> None:
    answer = httpx.get(f"{server}/widget/demo?lang={language}&scheme=silver&plan=leakage-only&theme=dark")
    page = answer.text
    assert f'<html lang="{language}"' in page
    assert page.count(manifest["integrity"]) == 4, "two tags that work, two to copy"
    assert f'src="{server}{manifest["pinned_path"]}"' in page
    for attribute in ('data-scheme="silver"', 'data-plan="leakage-only"', 'data-theme="dark"', 'data-mode="inline"'):
        assert attribute in page
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


@pytest.mark.parametrize(
    "query",
    ["?scheme=<script>alert(1)</script>", '?plan="><img src=x>', "?lang=xx&theme=%00", "?scheme=nothing&plan=x"],
)
def test_the_demo_page_shows_nothing_of_what_it_does_not_know(server: str, query: str) -> None:
    answer = httpx.get(f"{server}/widget/demo{query}")
    assert answer.status_code == 200
    assert "alert(1)" not in answer.text and "<img" not in answer.text and "nothing" not in answer.text


def test_a_forged_host_cannot_write_into_the_demo_page(server: str) -> None:
    answer = httpx.get(f"{server}/widget/demo", headers={"Host": 'x"><script>alert(1)</script>'})
    assert "<script>alert(1)" not in answer.text


def test_manifest_sizes(manifest: dict[str, object]) -> None:
    assert manifest["bytes"] == len(BUNDLE.read_bytes())
    assert isinstance(manifest["bytes_gzip"], int) and manifest["bytes_gzip"] <= MOST_BYTES
    assert json.dumps(manifest)
