"""What is measured: the assistant in this process, or one that is reached over HTTP; both through doors that users have."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from assistant.conversation import Selection, Turn
from assistant.errors import AssistantError, EvaluationError
from evals.scoring import Json

if TYPE_CHECKING:
    import httpx

    from assistant.service import Assistant
    from assistant.settings import Settings

IN_PROCESS = "in-process"
_PATH = "/api/v1/ask"
_TIMEOUT = 60.0


class TargetDiedError(EvaluationError):
    """The target cannot be reached any more: the run ends here, and what was measured is kept."""

    code = "target_died"


@dataclass(frozen=True, slots=True)
class Posted:
    """The reply to a body that was sent as it is: HTTP status, text, and the time it took in seconds."""

    status: int
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The outcome of asking: an answer (`answer/1` as JSON) or the reason why there is none; `seconds` for the last turn."""

    answer: Json | None
    error: str | None = None
    seconds: float = 0.0


class Target(Protocol):
    """Something that answers questions."""

    @property
    def name(self) -> str:
        """How it is called in reports: `in-process`, or its address."""
        ...

    @property
    def assistant(self) -> Assistant | None:
        """The assistant itself, where it is in this process: for what no door gives, such as the search index."""
        ...

    def ask(self, question: str, selection: Selection, history: Sequence[Turn]) -> Json:
        """The answer to one question.

        Raises:
            AssistantError: there is none; the message says why.
            TargetDiedError: the target cannot be reached.
        """
        ...

    def post(self, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Send a body to the interface for programs, as it is.

        Raises:
            TargetDiedError: the target cannot be reached.
        """
        ...


@dataclass
class InProcess:
    """The assistant in this process; `asked_on` is the day that relative dates count from."""

    assistant: Assistant
    settings: Settings
    asked_on: dt.date | None = None
    _client: Any = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """`in-process`."""
        return IN_PROCESS

    def ask(self, question: str, selection: Selection, history: Sequence[Turn]) -> Json:
        """The answer as the page, the interface and the command line get it."""
        answer = self.assistant.ask(question, selection=selection, history=history, today=self.asked_on)
        return answer.model_dump(mode="json")

    def post(self, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Send the body through the whole application, without a network."""
        if self._client is None:
            from fastapi.testclient import TestClient

            from assistant.web.application import create_app

            app = create_app(self.assistant, self.settings)
            self._client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
        started = time.perf_counter()
        reply = self._client.post(_PATH, content=body, headers=dict(headers))
        return Posted(reply.status_code, reply.text, time.perf_counter() - started)


@dataclass
class Http:
    """A server; no request is sent twice."""

    address: str
    client: httpx.Client
    assistant: None = None

    @classmethod
    def open(cls, address: str) -> Http:
        """Connect to a server.

        Raises:
            EvaluationError: the address cannot be used, or the server does not tell that it is ready.
        """
        import httpx

        client = httpx.Client(base_url=address, timeout=_TIMEOUT, trust_env=False)
        try:
            status = client.get("/readyz").status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EvaluationError(
                f"{address} cannot be reached ({error}). Is the server running?", field="target"
            ) from error
        if status != 200:
            raise EvaluationError(f"{address}/readyz answers with {status}; the server is not ready.", field="target")
        return cls(address, client)

    @property
    def name(self) -> str:
        """The address."""
        return self.address

    def ask(self, question: str, selection: Selection, history: Sequence[Turn]) -> Json:
        """The answer to `POST /api/v1/ask`."""
        chosen = {name: getattr(selection, name) for name in ("scheme", "plan", "type", "rank", "residents")}
        body: dict[str, object] = {"question": question, **{k: v for k, v in chosen.items() if v is not None}}
        if history:
            body["history"] = [{"role": turn.role, "content": turn.content} for turn in history]
        reply = self.post(json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            data = json.loads(reply.text)
        except ValueError:
            data = None
        if reply.status != 200 or not isinstance(data, dict):
            detail = data.get("detail") if isinstance(data, dict) else None
            raise EvaluationError(f"The server answers with {reply.status}: {detail or reply.text[:200]}")
        return data

    def post(self, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Send the body to the server."""
        import httpx

        started = time.perf_counter()
        try:
            reply = self.client.post(_PATH, content=body, headers=dict(headers))
        except httpx.TransportError as error:
            raise TargetDiedError(
                f"{self.address} does not answer any more ({type(error).__name__}: {error})."
            ) from error
        return Posted(reply.status_code, reply.text, time.perf_counter() - started)


def converse(target: Target, turns: Sequence[str], selection: Selection, history: Sequence[Turn] = ()) -> Answered:
    """Ask all turns in order, each with the conversation so far; the outcome of the last.

    An answer that is refused, or a defect, is the outcome of this case alone.

    Raises:
        TargetDiedError: the target cannot be reached.
        MemoryError: there is no memory left.
    """
    said = list(history)
    answer: Json | None = None
    started = time.perf_counter()
    try:
        for question in turns:
            if answer is not None:
                said.append(Turn("assistant", str(answer.get("text") or "")))
            started = time.perf_counter()
            answer = target.ask(question, selection, tuple(said))
            said.append(Turn("user", question))
    except (TargetDiedError, MemoryError):
        raise
    except AssistantError as error:
        return Answered(None, error.message, time.perf_counter() - started)
    except Exception as error:
        return Answered(None, f"defect: {type(error).__name__}: {error}", time.perf_counter() - started)
    return Answered(answer, None, time.perf_counter() - started)


def open_in_process(
    settings: Settings, asked_on: dt.date | None, progress: Callable[[str], None] | None = None
) -> InProcess:
    """Open the assistant with these settings.

    Raises:
        AssistantError: the corpus, the index or a setting cannot be used.
    """
    from assistant.service import Assistant

    assistant = Assistant.open(settings, progress)
    assistant.library = None  # figures do not depend on what somebody has added to the data folder
    return InProcess(assistant, settings, asked_on)
