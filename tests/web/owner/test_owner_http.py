"""The owner's view over real HTTP: who gets in, what a form must carry, what can be taken away as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.answer import Answer, VerdictEntry
from assistant.conversation import Selection
from assistant.password import hashed
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.recording import Recorder
from assistant.web.owner.sessions import SESSION_SECONDS, WINDOW_SECONDS, Sessions, TooManyTriesError
from assistant.web.owner.store import Store
from assistant.web.protocol import Assistant
from evals.chats import Chat
from evals.records import Question
from tests.web.owner.conftest import HASH, PASSWORD, form_of, holds, sign_in

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]
NOTHING = Answer(language="ja", kind="abstention", text="記載がありません。", abstained=True)
COVERED = Answer(
    language="ja", kind="coverage", text="補償されます。",
    verdicts=(VerdictEntry(scheme="silver", plan="comprehensive", section="liability", subject="著作権の侵害", verdict="covered"),),
)  # fmt: skip
TALK = "fedcba9876543210" * 2


def test_without_a_password_there_is_no_view_and_nothing_is_written(
    assistant: Assistant, settings: Settings, serve_app: ServeApp
) -> None:
    with serve_app(create_app(assistant, settings)) as address:
        for path in ("/owner", "/owner/sign-in", "/owner/unanswered", "/owner/export/cases.jsonl"):
            assert httpx.get(address + path).status_code == 404
        assert httpx.post(address + "/api/v1/ask", json={"question": "明日の天気は"}, timeout=30).status_code == 200
        assert httpx.post(address + "/api/v1/feedback", json={"helpful": True}).status_code == 204
    assert not (settings.data_dir / "owner").exists()


def test_who_is_not_signed_in_sees_nothing(client: httpx.Client, store: Store) -> None:
    for path in ("/owner", "/owner/unanswered", f"/owner/conversations/{TALK}", "/owner/export/unanswered.csv"):
        reply = client.get(path)
        assert (reply.status_code, reply.headers["location"]) == (303, "/owner/sign-in")
    assert client.post("/owner/delete", data={"kind": "question", "id": "1"}).status_code == 303
    assert client.get("/owner", headers={"Cookie": "coverage_owner=guess"}).status_code == 303


def test_the_password_opens_a_session_that_ends_with_sign_out(client: httpx.Client, store: Store) -> None:
    wrong = sign_in(client, "a clerk without one")
    assert wrong.status_code == 403 and "パスワードが違います" in wrong.text
    right = sign_in(client)
    assert (right.status_code, right.headers["location"]) == (303, "/owner")
    cookie = next(c for c in right.headers.get_list("set-cookie") if c.startswith("coverage_owner="))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/owner" in cookie and "Secure" not in cookie
    page = client.get("/owner")
    assert page.status_code == 200
    assert (
        page.headers["cache-control"] == "no-store" and "default-src 'none'" in page.headers["content-security-policy"]
    )
    old = dict(client.cookies)
    assert client.post("/owner/sign-out", data={"form": "guess"}).status_code == 303
    client.cookies.update(old)
    assert client.get("/owner").status_code == 200  # not by a form of somebody else
    client.post("/owner/sign-out", data={"form": form_of(page.text)})
    client.cookies.update(old)
    assert client.get("/owner").status_code == 303
    # What is kept of a session opens none.
    assert old["coverage_owner"].encode() not in store.path.read_bytes()


def test_behind_https_the_cookie_is_for_https_alone(client: httpx.Client, store: Store) -> None:
    reply = sign_in(client, **{"X-Forwarded-Proto": "https", "Cookie": "coverage_owner_form=x"})
    form = client.get("/owner/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert all("Secure" in cookie for cookie in form.headers.get_list("set-cookie"))
    assert reply.status_code in (303, 403)


@pytest.mark.tried("Abuse", "forms of another site (CSRF)", "403")
def test_a_form_of_another_site_signs_nobody_in(client: httpx.Client, store: Store) -> None:
    assert client.post("/owner/sign-in", data={"password": PASSWORD}).status_code == 403
    assert client.post("/owner/sign-in", data={"form": "", "password": PASSWORD}).status_code == 403
    assert sign_in(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/owner/sign-in", content=b"{}", headers={"Content-Type": "application/json"}).status_code == 403
    many = "&".join(f"f{n}=1" for n in range(50))
    odd = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/owner/sign-in", content=many, headers=odd).status_code == 403
    assert client.post("/owner/sign-in", content=b"form=%ff&password=%00" * 300, headers=odd).status_code == 403


@pytest.mark.tried("Abuse", "the owner's password is guessed", "after five tries within a quarter of an hour: 429")
def test_a_password_that_is_tried_too_often_must_wait(client: httpx.Client, store: Store) -> None:
    for number in range(5):
        assert sign_in(client, f"guess number {number}").status_code == 403
    refused = sign_in(client)
    assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= WINDOW_SECONDS
    assert "分後に" in refused.text


def test_sessions_end_by_time_and_with_another_password(store: Store) -> None:
    start = store.now()
    sessions = Sessions(store, HASH)
    session = sessions.sign_in(PASSWORD, "a")
    assert session is not None and sessions.find(session.token) == session
    assert Sessions(store, hashed("another password")).find(session.token) is None
    for _ in range(5):
        assert sessions.sign_in("wrong", "b") is None
    with pytest.raises(TooManyTriesError):
        sessions.sign_in(PASSWORD, "b")
    assert sessions.sign_in(PASSWORD, "a") is not None  # others are not held up
    store.now = lambda: start + WINDOW_SECONDS + 60
    assert sessions.sign_in(PASSWORD, "b") is not None
    store.now = lambda: start + SESSION_SECONDS + 60
    assert sessions.find(session.token) is None


def test_questions_and_opinions_over_the_interface_arrive_masked(client: httpx.Client, store: Store) -> None:
    client.post("/api/v1/ask", json={"question": "田中さんの明日の天気は"})
    events = client.post("/api/v1/ask", json={"question": "鈴木様の天気は"}, headers={"Accept": "text/event-stream"})
    assert "event: answer" in events.text
    client.post("/api/v1/ask", json={"question": "完全に壊れる"})
    client.post("/api/v1/ask", json={"question": "著作権の侵害は補償されますか"})
    said = {
        "helpful": False,
        "comment": "佐藤まで 090-1234-5678",
        "kind": "coverage",
        "scheme": "silver",
        "subject": "著作権",
    }
    assert client.post("/api/v1/feedback", json=said).status_code == 204
    records = Records(store)
    assert holds(str(client.base_url), lambda: records.overview(Span()).asked == 4)
    assert {q.question for q in records.unanswered(Span())[0]} == {
        "［氏名］さんの明日の天気は", "［氏名］様の天気は", "完全に壊れる",
    }  # fmt: skip
    assert [s.subject for s in records.subjects(Span())[0]] == ["著作権の侵害による損害賠償"]
    opinion = records.opinions(Span())[0][0]
    assert (opinion.comment, opinion.subject, opinion.door) == ("［氏名］まで ［電話］", "著作権", "api")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "helpful"),
        ({"helpful": "yes"}, "helpful"),
        ({"helpful": True, "reason": "bad"}, "reason"),
        ({"helpful": True, "comment": "x" * 1001}, "comment"),
        ({"helpful": True, "scheme": "<b>"}, "scheme"),
        ({"helpful": True, "question": "x"}, "question"),
    ],
)
def test_an_opinion_that_cannot_be_used_names_the_field(
    client: httpx.Client, body: dict[str, object], field: str
) -> None:
    reply = client.post("/api/v1/feedback", json=body)
    assert reply.status_code == 422
    assert [error["field"] for error in reply.json()["errors"]] == [field]


def test_records_are_deleted_by_a_form_of_the_page_alone(
    client: httpx.Client, store: Store, recorder: Recorder
) -> None:
    recorder.answered("page", "天気は", Selection(), NOTHING, "ja", TALK)
    recorder.said("page", "ja", helpful=True)
    sign_in(client)
    records, page = Records(store), client.get("/owner/unanswered").text
    question, opinion = records.unanswered(Span())[0][0].id, records.opinions(Span())[0][0].id
    assert client.post("/owner/delete", data={"kind": "question", "id": str(question)}).status_code == 403
    form = form_of(page)
    for kind, ident, back in (
        ("question", str(question), "unanswered"), ("opinion", str(opinion), "feedback"), ("conversation", TALK, "conversations"),
    ):  # fmt: skip
        reply = client.post("/owner/delete", data={"kind": kind, "id": ident, "form": form})
        assert reply.headers["location"] == f"/owner/{back}?done=deleted"
        assert "消しました" in client.get(reply.headers["location"]).text
    assert records.unanswered(Span())[1] == records.opinions(Span())[1] == records.talks(Span())[1] == 0
    assert client.post("/owner/delete", data={"kind": "question", "id": "²", "form": form}).status_code == 404
    assert client.get(f"/owner/conversations/{TALK}").status_code == 404
    assert client.get("/owner/export/passwords.csv").status_code == 404


def test_files_are_safe_in_a_spreadsheet_and_good_for_the_evaluation(
    client: httpx.Client, store: Store, recorder: Recorder
) -> None:
    chosen = Selection("silver", "leakage-only", "G II", residents=5)
    recorder.answered("page", "=HYPERLINK(1), 明日の天気は", chosen, NOTHING, "ja")
    for question in ("著作権の侵害は", "では充実プランは"):
        recorder.answered("page", question, chosen, COVERED, "ja", TALK)
    recorder.said("page", "ja", helpful=False, reason="verdict", conversation=TALK, number=2)
    sign_in(client)
    raw = client.get("/owner/export/unanswered.csv")
    assert raw.headers["content-disposition"] == 'attachment; filename="unanswered.csv"'
    assert raw.content.startswith(b"\xef\xbb\xbf")
    row = next(csv.DictReader(io.StringIO(raw.text.lstrip("\ufeff"))))
    assert row["question"] == "'=HYPERLINK(1), 明日の天気は" and row["times"] == "1"
    for name, rows in (("feedback", 1), ("subjects", 1), ("conversations", 2)):
        text = client.get(f"/owner/export/{name}.csv").text
        assert len(list(csv.reader(io.StringIO(text)))) == rows + 1
    chat = Chat.model_validate_json(client.get(f"/owner/export/{TALK}.json").content)
    assert [turn.role for turn in chat.turns] == ["user", "assistant"] * 2
    assert (chat.selected.type, chat.selected.residents, chat.comment) == ("G II", 5, "verdict")
    cases = [json.loads(line) for line in client.get("/owner/export/cases.jsonl").text.splitlines()]
    assert cases[1]["turns"] == ["著作権の侵害は", "では充実プランは"]
    for case in cases:  # a person fills in what should have been said
        with pytest.raises(ValueError, match="gold"):
            Question.model_validate(case)
        Question.model_validate({**case, "must": [["対象"]]})


def test_the_view_says_that_its_records_cannot_be_read(client: httpx.Client, store: Store, owned: Settings) -> None:
    sign_in(client)
    whole = store.path.read_bytes()
    for path in store.path.parent.glob("*-*"):
        path.unlink()
    store.path.write_bytes(b"x" * 4096)
    try:
        reply = client.get("/owner/unanswered")
        assert reply.status_code == 503 and "記録を読み書きできません" in reply.text
        assert sign_in(client).status_code == 503
        assert client.post("/api/v1/ask", json={"question": "明日の天気は"}).status_code == 200
    finally:
        store.path.write_bytes(whole)
