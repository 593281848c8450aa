"""Pages that put the widget in a difficult place, and a small server for them on another port than the assistant's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NONCE = "n0nce123"

# What a careless page may hold, and what a spiteful one would. Not `zoom`: a page enlarged by that enlarges the widget.
HOSTILE_CSS = """
* { all: unset !important; box-sizing: content-box !important; }
*, *::before, *::after {
  color: lime !important; background: magenta !important; font: italic 3px/9 fantasy !important;
  letter-spacing: 1em !important; text-transform: uppercase !important; text-align: right !important;
  position: static !important; float: left !important; visibility: hidden !important; opacity: 0.1 !important;
  transform: rotate(7deg) scale(0.2) !important; pointer-events: none !important; user-select: none !important;
  display: inline !important; max-width: 10px !important; overflow: hidden !important; z-index: -1 !important;
  direction: rtl !important; writing-mode: vertical-rl !important; filter: invert(1) !important;
  animation: spin 1s infinite !important; transition: all 9s !important;
}
@keyframes spin { to { rotate: 1turn } }
html { font-size: 2px !important; }
html, body { overflow: hidden !important; transform: translate(50%, 50%) !important; contain: strict !important; }
coverage-assistant { display: none !important; content-visibility: hidden !important; clip-path: inset(50%) !important; }
[hidden], dialog, button, textarea { display: none !important; }
dialog::backdrop { background: red !important; }
:root {
  --page: red; --ink: red; --key: red; --line: red; --ink-soft: red; --quiet: red; --height: 3px; --visible: 3px;
}
"""


@dataclass
class Pages:
    """What the server of other pages serves: path to body and headers."""

    address: str
    served: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def put(self, path: str, body: str, **headers: str) -> str:
        """Serve an HTML document at a path; returns its whole address. `_` in a header's name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.served[path] = (body, {"Content-Type": "text/html; charset=utf-8", **named})
        return self.address + path


@contextmanager
def other_site() -> Iterator[Pages]:
    """Serve pages on a free port of this machine: another origin than the assistant's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, headers = pages.served.get(self.path.split("?")[0], ("", {"Content-Type": "text/plain"}))
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is printed."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    pages = Pages(f"http://127.0.0.1:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield pages
    listening.shutdown()
    thread.join(10)
    listening.server_close()


def document(tag: str, *, css: str = "", language: str = "ja", body: str = "<h1>協会</h1><a href='#x'>前</a>") -> str:
    """A whole page with the tag at its end."""
    style = f'<style nonce="{NONCE}">{css}</style>' if css else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Page</title>'
        f'<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">{style}</head>'
        f"<body>{body}{tag}</body></html>"
    )


def script(src: str, **attributes: str) -> str:
    """A script tag; `data_scheme="x"` becomes `data-scheme="x"`."""
    given = {"src": src, **{name.replace("_", "-"): value for name, value in attributes.items()}}
    return "<script " + " ".join(f'{name}="{escape(value)}"' for name, value in given.items()) + "></script>"


def policy(host: str, source: str) -> str:
    """The strictest policy under which the widget works: its script by `source`, its calls to `host`, nothing else."""
    return (
        f"default-src 'none'; script-src {source}; connect-src {host}; style-src 'nonce-{NONCE}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
