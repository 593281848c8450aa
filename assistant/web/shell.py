"""The frame around Gradio's page: which of its paths are served, and the HTML document it starts from.

Gradio serves far more than this page uses (uploads, file and URL proxies, editors); what is not needed is not served.
Its document names its makers and is marked as English; ours carries our title, language, styles and script.
"""

from __future__ import annotations

import re
from html import escape

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import ProblemError, problem_response
from assistant.web.text import EN, JA

_SERVED = re.compile(
    r"/(?:|config/?|theme\.css|favicon\.ico|(?:assets|static|svelte)/.*"
    r"|gradio_api/(?:queue/(?:join|data)|run/[^/]+/?|heartbeat/[^/]+|startup-events|reset/?|cancel|app_id/?))"
)
_BRANDING = re.compile(r'\s*<(?:meta\s+(?:property="og:|name="twitter:)|link\s+rel="manifest")[^>]*>')
_BODY = re.compile(r"<body[^>]*>")
_LANGUAGE = re.compile(r'(<html[^>]*?\blang=")[^"]*(")')

# `./` is resolved against Gradio's <base>, so that the page also works under a prefix behind a proxy.
_HEAD = f"""<title>{escape(JA.title)}</title>
<meta name="color-scheme" content="light dark">
<script src="./look/theme.js"></script>
<link rel="stylesheet" href="./look/tokens.css">
<link rel="stylesheet" href="./look/page.css">
<link rel="stylesheet" href="./look/card.css">
<link rel="stylesheet" href="./look/panel.css">
<script src="./look/panel.js"></script>
<script src="./look/page.js"></script>
"""

# The framework's page is empty until its script runs.
_NO_SCRIPT = "".join(
    f'<p lang="{language}">{escape(text.no_script)}</p>' for language, text in (("ja", JA), ("en", EN))
)


class PageShell:
    """Serve Gradio's application behind the frame."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if not _SERVED.fullmatch(path):
            problem = ProblemError(404, "not_found", f"There is nothing at {path}.")
            await problem_response(problem, str(scope.get("request_id", "")))(scope, receive, send)
            return
        # Gradio believes it from anybody and writes it into the page; the name that counts is the Host.
        scope = {**scope, "headers": [each for each in scope["headers"] if each[0] != b"x-forwarded-host"]}
        if path != "/":
            await self.app(scope, receive, send)
            return
        # The document is rewritten below, so it must arrive as plain text.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, _Rewriter(send))


class _Rewriter:
    """Collects an HTML answer and sends it on with our head."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] != "http.response.body" or self.start is None:
            await self.send(message)
            return
        self.parts.append(message.get("body", b""))
        if message.get("more_body", False):
            return
        body = b"".join(self.parts)
        headers = MutableHeaders(scope=self.start)
        if body and headers.get("content-type", "").startswith("text/html"):
            body = dress(body.decode("utf-8")).encode("utf-8")
            headers["content-length"] = str(len(body))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body, "more_body": False})


def dress(document: str) -> str:
    """Return Gradio's document with our language, title, styles and script, and without its makers' cards."""
    document = _BRANDING.sub("", document)
    document = _LANGUAGE.sub(r"\g<1>ja\g<2>", document, count=1)
    document = _BODY.sub(
        lambda found: f'{found[0]}<noscript><main class="no-script">{_NO_SCRIPT}</main></noscript>', document, count=1
    )
    before, mark, after = document.partition("<style>")
    return f"{before}{_HEAD}{mark}{after}" if mark else document
