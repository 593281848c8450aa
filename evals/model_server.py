"""A small server on this machine that speaks the OpenAI protocol (chat completions) and replies as a script tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.scripts import Script

NAME = "scripted"
KEY = "sk-scripted-0123456789"


@dataclass(frozen=True)
class Reply:
    """One reply: its text, or another status; `raw` is sent as it is; `drop` hangs up in the middle.

    `until` is waited for before anything is sent: a model that is slow, as long as a test wants it.
    """

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    drop: bool = False
    until: threading.Event | None = None
    refusal: str | None = None


Behaviour = Callable[[dict[str, Any]], Reply]


class ModelServer:
    """What is served, where, and which requests came."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The base URL to set."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def model_server(behaviour: Behaviour) -> Iterator[ModelServer]:
    """Serve as long as the block runs."""
    server = ModelServer(behaviour)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def scripted(script: Script) -> Behaviour:
    """A behaviour that replies to every request by a script."""

    def behave(body: dict[str, Any]) -> Reply:
        roles = {"system": "system", "user": "human", "assistant": "ai"}
        messages = [(roles.get(m["role"], "human"), str(m["content"])) for m in body["messages"]]
        return Reply(script(messages, "response_format" in body or "tools" in body))

    return behave


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            server.requests.append(body)
            server.keys.append(self.headers.get("Authorization", ""))
            reply = server.behaviour(body)
            if reply.until is not None:
                reply.until.wait()
            try:
                self._send(reply, body)
            except (BrokenPipeError, ConnectionResetError):  # the caller did not wait
                self.close_connection = True

        def _send(self, reply: Reply, body: dict[str, Any]) -> None:
            streamed = bool(body.get("stream")) and reply.status == 200 and reply.raw is None
            sent = reply.raw if reply.raw is not None else _events(reply) if streamed else _completion(reply)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/event-stream" if streamed else "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent[: len(sent) // 2] if reply.drop else sent)
            if reply.drop:
                self.wfile.flush()
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged."""

    return Handler


def _completion(reply: Reply) -> bytes:
    if reply.status != 200:
        return json.dumps({"error": {"message": reply.text, "type": "error", "code": None}}).encode()
    message = {"role": "assistant", "content": reply.text, "refusal": reply.refusal}
    body = {
        "id": "1", "object": "chat.completion", "created": 0, "model": NAME,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }  # fmt: skip
    return json.dumps(body).encode()


def _events(reply: Reply) -> bytes:
    pieces = [reply.text[i : i + 7] for i in range(0, len(reply.text), 7)]
    deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": p}, None) for p in pieces]
    rows = []
    for delta, end in [*deltas, ({}, "stop")]:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        rows.append({"id": "1", "object": "chat.completion.chunk", "created": 0, "model": NAME, "choices": [choice]})
    return b"".join(f"data: {json.dumps(row)}\n\n".encode() for row in rows) + b"data: [DONE]\n\n"
