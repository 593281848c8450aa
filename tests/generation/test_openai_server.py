"""A real provider library against a server on this machine that misbehaves in every way that servers do."""

from __future__ import annotations

import json
import logging
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from assistant.errors import ModelError
from assistant.generation.calling import Caller
from assistant.generation.guards import Breaker, Budget
from assistant.generation.helper import Helper
from assistant.generation.model import connect
from assistant.guardrail import verify
from assistant.service import Assistant
from assistant.settings import Settings
from evals.model_server import KEY, NAME, ModelServer, Reply, model_server, scripted
from evals.scripts import honest
from tests.generation.conftest import TIMEOUT

QUESTION = "シルバーの両プランで不正アクセスの調査費用は対象？"
PROMPT = (("system", "Be brief."), ("human", "Hello"))


class Thing(BaseModel):
    name: str


def settings_for(server: ModelServer, timeout: float = TIMEOUT) -> Settings:
    return replace(
        Settings(), model=f"openai:{NAME}", model_url=server.url, model_key=SecretStr(KEY), model_timeout=timeout
    )


def caller_for(server: ModelServer, timeout: float = TIMEOUT, breaker: Breaker | None = None) -> Caller:
    settings = settings_for(server, timeout)
    return Caller(lambda: connect(settings), timeout=timeout, budget=Budget(100, 10**9), breaker=breaker)


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]]:
    servers: list[ModelServer] = []

    def start(behaviour: Callable[[dict[str, Any]], Reply]) -> ModelServer:
        servers.append(ModelServer(behaviour))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


Serve = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]


def test_a_reply_comes_through_with_temperature_zero_and_is_counted(serve: Serve) -> None:
    server = serve(lambda body: Reply("Good day."))
    caller = caller_for(server)
    assert caller.text(PROMPT, caller.deadline()) == "Good day."
    assert server.requests[0]["temperature"] == 0 and server.requests[0]["model"] == NAME
    assert server.keys == [f"Bearer {KEY}"]
    assert caller.budget.left == (99, 10**9 - 120)


def test_an_object_is_asked_for_with_its_form(serve: Serve) -> None:
    server = serve(lambda body: Reply('{"name": "orchard"}'))
    caller = caller_for(server)
    assert caller.object(PROMPT, Thing, caller.deadline()) == Thing(name="orchard")
    assert "response_format" in server.requests[0] or "tools" in server.requests[0]


def test_a_stream_is_put_together(serve: Serve) -> None:
    from langchain_openai import ChatOpenAI

    server = serve(lambda body: Reply("こんにちは、お答えします。 And more."))
    model = ChatOpenAI(model=NAME, base_url=server.url, api_key=SecretStr(KEY), streaming=True)
    caller = Caller(lambda: model, timeout=TIMEOUT, budget=Budget(10, 10**6))
    assert caller.text(PROMPT, caller.deadline()) == "こんにちは、お答えします。 And more."
    assert server.requests[0]["stream"] is True


FAILURES: dict[str, tuple[Reply, str]] = {
    "wrong key": (Reply(f"Incorrect API key provided: {KEY}", 401), "the key was refused; it is left alone for 600 s"),
    "no such model": (Reply("no such model", 404), "no such model or address; it is left alone for 600 s"),
    "asked too often": (Reply("slow down", 429, {"Retry-After": "7"}), "asked too often; it is left alone for 7 s"),
    "asked too often, no hint": (Reply("slow down", 429), "asked too often"),
    "broken": (Reply("oops", 500), "status 500"),
    "overloaded": (Reply("later", 503, {"Retry-After": "99999"}), "status 503; it is left alone for 600 s"),
    "not JSON": (Reply(raw=b"<html>Bad gateway</html>"), "did not help"),
    "half JSON": (Reply(raw=b'{"choices": [{"mess'), "did not help"),
    "JSON of another kind": (Reply(raw=b'{"object": "list", "data": []}'), "did not help"),
    "hung up": (Reply("Good day.", drop=True), "did not help"),
    "empty": (Reply(""), "its reply is empty"),
    "refused": (Reply("", refusal="I cannot help with that."), "did not help"),
    "very long": (Reply("a" * 50_000), "too long"),
}


@pytest.mark.tried(
    "Faults",
    "a model server that fails in every way that servers do",
    "one line in the log each; the computed answer stands",
)
@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_is_one_log_line_and_never_an_error(
    name: str, serve: Serve, plain: Assistant, calm: pytest.LogCaptureFixture
) -> None:
    reply, says = FAILURES[name]
    server = serve(lambda body: reply)
    caller = caller_for(server)
    calm.clear()
    with pytest.raises(ModelError):
        caller.text(PROMPT, caller.deadline())
    ours = [r.getMessage() for r in calm.records if r.name.startswith("assistant.")]
    assert len(ours) == 1 and says in ours[0]
    helper = Helper(caller_for(server), plain.corpus.schemes, plain.hits, verify)
    helped = beside_of(plain, helper)
    assert helped.ask(QUESTION) == plain.ask(QUESTION)
    said = "\n".join(r.getMessage() for r in calm.records)
    assert KEY not in said and "不正アクセス" not in said


def beside_of(plain: Assistant, helper: Helper) -> Assistant:
    import copy

    helped = copy.copy(plain)
    helped.helper = helper
    return helped


@pytest.mark.parametrize("raw", ["補償されます", '{"nome": "x"}', "{{{", "null", '{"name": 7}'])
def test_garbage_in_place_of_an_object_is_dropped(raw: str, serve: Serve) -> None:
    caller = caller_for(serve(lambda body: Reply(raw)))
    with pytest.raises(ModelError):
        caller.object(PROMPT, Thing, caller.deadline())


def test_a_silent_model_is_waited_for_as_long_as_set_and_then_left_alone(
    serve: Serve, plain: Assistant, calm: pytest.LogCaptureFixture
) -> None:
    never = threading.Event()
    server = serve(lambda body: Reply("too late", until=never))
    timeout = 0.3
    helper = Helper(caller_for(server, timeout), plain.corpus.schemes, plain.hits, verify)
    helped = beside_of(plain, helper)
    helper.warm()
    try:
        without, took = [], []
        for _ in range(9):
            without.append(_seconds(lambda: plain.ask(QUESTION)))
            took.append(_seconds(lambda: helped.ask(QUESTION)))
        assert helped.ask(QUESTION) == plain.ask(QUESTION)
    finally:
        never.set()
    # The bound is generous in time, not in kind: one time-out an answer, and none once the model is left alone.
    assert statistics.median(took) <= statistics.median(without) + timeout + 2.0
    assert len(server.requests) <= 3  # three failures in a row, then a rest
    assert sum("too long" in r.getMessage() for r in calm.records) == 3


def test_the_computed_answer_is_there_before_the_model_is_asked(serve: Serve, plain: Assistant) -> None:
    asked, go = threading.Event(), threading.Event()

    def behave(body: dict[str, Any]) -> Reply:
        asked.set()
        return Reply(honest([("system", "Japanese"), ("human", "")], True), until=go)

    server = serve(behave)
    helped = beside_of(plain, Helper(caller_for(server), plain.corpus.schemes, plain.hits, verify))
    answers = helped.answers(QUESTION)
    assert next(answers) == plain.ask(QUESTION)
    assert not asked.is_set() and server.requests == []
    go.set()
    assert list(answers) in ([], [helped.ask(QUESTION)])


def test_the_whole_way_with_an_honest_model(serve: Serve, plain: Assistant) -> None:
    server = serve(scripted(honest))
    helped = beside_of(plain, Helper(caller_for(server), plain.corpus.schemes, plain.hits, verify))
    first, last = helped.answers(QUESTION)
    assert (first.generator, last.generator) == ("rules", "llm")
    assert last.text.startswith("お問い合わせありがとうございます。")
    assert last.verdicts == first.verdicts and last.citations == first.citations
    # What the model got to see of the answer: slots, no verdict.
    shown = json.dumps(server.requests[-1]["messages"][-1], ensure_ascii=False)
    assert "{{verdict_1}}" in shown and "補償されます" not in shown


def test_the_key_is_nowhere_to_be_seen(serve: Serve, calm: pytest.LogCaptureFixture) -> None:
    server = serve(lambda body: Reply(f"Incorrect API key provided: {KEY}", 401))
    settings = settings_for(server)
    caller = Caller(lambda: connect(settings), timeout=TIMEOUT, budget=Budget(5, 10**6))
    with pytest.raises(ModelError) as caught:
        caller.text(PROMPT, caller.deadline())
    assert KEY not in repr(settings) and KEY not in str(settings) and KEY not in repr(connect(settings))
    assert KEY not in str(caught.value) and caught.value.__suppress_context__
    assert all(KEY not in record.getMessage() and KEY not in str(record.args) for record in calm.records)


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("mistralai:large", "list of providers"),
        ("google_genai:gemini", "pip install -e '.[google]'"),
        ("nobody:knows", "ASSISTANT_MODEL_URL"),
    ],
)
def test_a_model_that_cannot_be_had_is_said_once_and_answers_go_on(
    model: str, says: str, plain: Assistant, calm: pytest.LogCaptureFixture
) -> None:
    settings = replace(Settings(), model=model, model_key=SecretStr(KEY))
    caller = Caller(lambda: connect(settings), timeout=TIMEOUT, budget=Budget(5, 10**6))
    helper = Helper(caller, plain.corpus.schemes, plain.hits, verify)
    helper.warm()
    helped = beside_of(plain, helper)
    assert helped.ask(QUESTION) == plain.ask(QUESTION)
    lines = [r.getMessage() for r in calm.records if r.levelno >= logging.WARNING]
    assert len(lines) == 1 and "without a language model" in lines[0] and KEY not in lines[0]
    assert says in lines[0]


def test_a_used_up_budget_costs_no_call_and_is_said_once(
    serve: Serve, plain: Assistant, calm: pytest.LogCaptureFixture
) -> None:
    server = serve(scripted(honest))
    settings = settings_for(server)
    caller = Caller(lambda: connect(settings), timeout=TIMEOUT, budget=Budget(2, 10**9))
    helped = beside_of(plain, Helper(caller, plain.corpus.schemes, plain.hits, verify))
    assert helped.ask(QUESTION).generator == "llm"
    assert [helped.ask(QUESTION).generator for _ in range(3)] == ["rules"] * 3
    assert len(server.requests) == 2
    assert sum("budget" in r.getMessage() for r in calm.records) == 1


def test_only_so_many_questions_wait_for_the_model_at_once(serve: Serve) -> None:
    from assistant.generation.calling import AT_ONCE

    go, inside = threading.Event(), threading.Semaphore(0)

    def behave(body: dict[str, Any]) -> Reply:
        inside.release()
        return Reply("Good day.", until=go)

    caller = caller_for(serve(behave))
    caller.warm()
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda: got.append(caller.text(PROMPT, caller.deadline()))) for _ in range(AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert inside.acquire(timeout=TIMEOUT)
    with pytest.raises(ModelError, match="not to be had now"):
        caller.text(PROMPT, caller.deadline())
    go.set()
    for thread in threads:
        thread.join(TIMEOUT)
    assert got == ["Good day."] * AT_ONCE


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def test_the_server_speaks_the_protocol() -> None:
    from langchain_openai import ChatOpenAI

    with model_server(lambda body: Reply("Good day.")) as server:
        model = ChatOpenAI(model=NAME, base_url=server.url, api_key=SecretStr(KEY))
        assert model.invoke("Hello").text == "Good day."
        assert "".join(chunk.text for chunk in model.stream("Hello")) == "Good day."
