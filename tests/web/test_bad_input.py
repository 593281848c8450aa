"""Bad input over real HTTP: refused with a problem document that names the field, never a crash, and served again."""

from __future__ import annotations

import json
import resource
import socket
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as opened:
        yield opened


def fields(reply: httpx.Response) -> set[str]:
    return {entry["field"] for entry in reply.json().get("errors", [])}


def refused(reply: httpx.Response) -> None:
    assert 400 <= reply.status_code < 500
    assert reply.headers["content-type"] == "application/problem+json"
    document = json.loads(reply.text, parse_constant=lambda name: pytest.fail(f"{name} in the reply"))
    assert document["status"] == reply.status_code and document["title"] and document["detail"]
    for inside in ("Traceback", 'File "/', "site-packages", "Exception in ASGI", "pydantic"):
        assert inside not in reply.text


HISTORY = [{"role": "user", "content": "?"}]


@pytest.mark.tried(
    "Abuse",
    "fields of every wrong kind, one at a time",
    "4xx with a problem document that names the field",
    unit="bodies",
)
@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({}, 422, {"question"}),
        ({"question": None}, 422, {"question"}),
        ({"question": 42}, 422, {"question"}),
        ({"question": True}, 422, {"question"}),
        ({"question": ["?"]}, 422, {"question"}),
        ({"question": {"$gt": ""}}, 422, {"question"}),
        ({"question": ""}, 422, {"question"}),
        ({"question": " \t\n\u3000"}, 422, {"question"}),
        ({"question": "?" * 100_001}, 422, {"question"}),
        ({"question": "ﷺ" * 60_000}, 422, {"question"}),
        ({"question": "調査費用は" + "1," * 50_000 + "x円でした"}, 422, {"question"}),
        ({"question": "?", "scheme": "toyota"}, 422, {"scheme"}),
        ({"question": "?", "scheme": ""}, 422, {"scheme"}),
        ({"question": "?", "scheme": ["silver"], "plan": {"a": 1}}, 422, {"scheme", "plan"}),
        ({"question": "?", "plan": "' OR 1=1; DROP TABLE rules; --"}, 422, {"plan"}),
        ({"question": "?", "scheme": "silver", "type": "G IV"}, 422, {"type"}),
        ({"question": "?", "scheme": "silver", "rank": "D"}, 422, {"rank"}),
        ({"question": "?", "plan": "x" * 201}, 422, {"plan"}),
        ({"question": "?", "residents": 0}, 422, {"residents"}),
        ({"question": "?", "residents": -5}, 422, {"residents"}),
        ({"question": "?", "residents": 1.5}, 422, {"residents"}),
        ({"question": "?", "residents": True}, 422, {"residents"}),
        ({"question": "?", "residents": 10**30}, 400, {"residents"}),
        ({"question": "?", "language": "fr"}, 422, {"language"}),
        ({"question": "?", "planet": "earth"}, 422, {"planet"}),
        ({"question": "?", "history": "none"}, 422, {"history"}),
        ({"question": "?", "history": [1]}, 422, {"history.0"}),
        ({"question": "?", "history": [{"role": "system", "content": "?"}]}, 422, {"history.0.role"}),
        ({"question": "?", "history": [{"role": "user"}]}, 422, {"history.0.content"}),
        ({"question": "?", "history": HISTORY * 101}, 422, {"history"}),
        ({"question": "?", "history": [{"role": "user", "content": "あ" * 20_001}]}, 422, {"history.0.content"}),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    client: httpx.Client, body: dict[str, object], status: int, named: set[str]
) -> None:
    reply = client.post("/api/v1/ask", json=body)
    refused(reply)
    assert reply.status_code == status
    assert fields(reply) == named


@pytest.mark.tried(
    "Abuse",
    "bodies that are no clean JSON: cut, nested, doubled keys, half surrogates, other encodings",
    "400 with a problem document",
    unit="bodies",
)
@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"", {"question"}),
        (b"   ", {"question"}),
        (b"question=?", set()),
        (b'{"question": "?"', set()),
        (b'["question"]', set()),
        (b'"?"', set()),
        (b"null", set()),
        (b'{"question": NaN, "plan": Infinity}', {"question", "plan"}),
        (b'{"question": "?", "residents": -Infinity}', {"residents"}),
        (b'{"question": "?", "residents": ' + b"9" * 5000 + b"}", {"residents"}),
        (b'{"question":"a","question":"b","scheme":"silver","scheme":"x"}', {"question", "scheme"}),
        (b'{"question": "\\ud800"}', {"question"}),
        (b'{"question": "?", "history": [{"role": "user", "content": "\\udfff"}]}', {"history.0.content"}),
        (b'{"question": "?", "\\ud800": 1}', {"body"}),
        (b'{"question": "\xff"}', set()),
        ('{"question": "保険料は？"}'.encode("utf-16-le"), set()),
        ('{"question": "保険料は？"}'.encode("utf-16"), set()),
        ('{"question": "保険料は？"}'.encode("cp932"), set()),
        (b'{"question": ' + b"[" * 100_000, set()),
        (b'{"question": ' + b"[" * 200 + b"]" * 200 + b"}", set()),
    ],
)
def test_what_is_no_clean_json_is_400(client: httpx.Client, raw: bytes, named: set[str]) -> None:
    reply = client.post("/api/v1/ask", content=raw, headers=JSON)
    refused(reply)
    assert reply.status_code == 400
    assert named <= fields(reply)


def test_an_unknown_choice_is_answered_with_the_valid_ones(client: httpx.Client) -> None:
    entry = client.post("/api/v1/ask", json={"question": "?", "scheme": "toyota"}).json()["errors"][0]
    assert "silver" in entry["choices"] and "silver" in entry["message"]
    assert entry["pointer"] == "#/scheme"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=shift_jis",
        "",
    ],
)
def test_another_content_type_is_415(client: httpx.Client, content_type: str) -> None:
    reply = client.post("/api/v1/ask", content=b'{"question": "?"}', headers={"Content-Type": content_type})
    refused(reply)
    assert reply.status_code == 415


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=UTF-8", "Application/JSON", "application/vnd.x+json"]
)
def test_every_way_to_say_json_is_taken(client: httpx.Client, content_type: str) -> None:
    content = '\ufeff{"question": "premium?"}'.encode()
    reply = client.post("/api/v1/ask", content=content, headers={"Content-Type": content_type})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/v1/ask", "POST"),
        ("PUT", "/api/v1/ask", "POST"),
        ("DELETE", "/api/v1/schemes", "GET"),
        ("POST", "/healthz", "GET"),
        ("PATCH", "/api/v1/ask", "POST"),
    ],
)
def test_another_method_is_405_and_told_which(client: httpx.Client, method: str, path: str, allow: str) -> None:
    reply = client.request(method, path)
    refused(reply)
    assert reply.status_code == 405
    assert reply.headers["allow"] == allow


@pytest.mark.parametrize("path", ["/api/v1/asks", "/api/v2/ask", "/api/", "/wp-login.php", "/..%2f..%2fetc%2fpasswd"])
def test_an_unknown_path_is_404(client: httpx.Client, path: str) -> None:
    reply = client.get(path)
    refused(reply)
    assert reply.status_code == 404


def test_a_body_beyond_the_bound_is_413_and_names_what_to_shorten(client: httpx.Client) -> None:
    turns = [
        {"role": "user", "content": "保険料は？"},
        {"role": "assistant", "content": "プランを選んでください。"},
    ] * 5000
    for body in ({"question": "あ" * 1_000_000}, {"question": "?", "history": turns}):
        reply = client.post("/api/v1/ask", json=body)
        refused(reply)
        assert reply.status_code == 413
        assert fields(reply) == {"question", "history"}


def chunks(count: int) -> Iterator[bytes]:
    yield b'{"question":"'
    for _ in range(count):
        yield b"A" * 1_000_000
    yield b'"}'


@pytest.mark.tried("Abuse", "fifty megabytes without a length", "413; memory grows by less than 20 MB")
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux reports it")
def test_fifty_megabytes_without_a_length_are_refused_without_being_kept(client: httpx.Client) -> None:
    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    client.post("/api/v1/ask", json={"question": "premium?"})
    before = peak()
    reply = client.post("/api/v1/ask", content=chunks(50), headers=JSON)
    refused(reply)
    assert reply.status_code == 413
    assert peak() - before < 20_000  # KiB: less than half of what was sent


def test_who_asks_before_sending_is_refused_before_sending(server: str) -> None:
    address = urlsplit(server)
    request = (
        f"POST /api/v1/ask HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        "Content-Length: 50000000\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall(request.encode())
        assert connection.recv(200).startswith(b"HTTP/1.1 413 ")


def test_the_page_itself_takes_no_large_body_either(client: httpx.Client) -> None:
    reply = client.post("/gradio_api/queue/join", content=b"x" * 300_000, headers=JSON)
    refused(reply)
    assert reply.status_code == 413


@pytest.mark.parametrize(
    "question",
    [
        "充実プランF IIランクBの保険料は？'); DELETE FROM history; --",
        "契約類型9、住民数は1e400人です。分担金はいくらですか？",
        "保険料は" + "\u0336\u0301\u0489" * 1000 + "？",
        "\x00\x01\x1b[31m保険料は？\u202e",
        "<script>alert(1)</script> {{value}} ${value}",
    ],
)
def test_odd_text_is_text(client: httpx.Client, question: str) -> None:
    reply = client.post("/api/v1/ask", json={"question": question, "scheme": "silver"})
    assert reply.status_code == 200
    assert reply.json()["schema"] == "answer/1"


def test_after_all_this_the_next_question_is_answered(client: httpx.Client) -> None:
    assert client.get("/readyz").status_code == 200
