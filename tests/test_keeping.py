"""An answer that was computed is given again, to the very same question alone, and nobody notices but by the time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from assistant.answer import Answer
from assistant.conversation import Selection, Turn
from assistant.errors import InputError
from assistant.keeping import OVERHEAD, KeptAnswers, key_of
from assistant.password import hashed
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.owner.store import Store

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]

QUESTION = "6月1日に情報漏えいを見つけました。調査に500万円かかりました。いくら支払われますか"
DAY = dt.date(2026, 6, 20)
ASKED: dict[str, Any] = {
    "question": QUESTION,
    "selection": Selection("silver", "comprehensive", "F II", "B"),
    "history": (Turn("user", "充実プランに入っています"), Turn("assistant", "充実プランについてお答えします。")),
    "today": DAY,
}
OTHERS: list[dict[str, Any]] = [
    {"question": QUESTION + "？"},
    {"question": QUESTION.replace("500", "600")},
    {"question": " " + QUESTION},
    {"history": ()},
    {"history": (Turn("user", "限定プランに入っています"),)},
    {"history": (Turn("user", "充実プランに"), Turn("user", "入っています"))},
    {"selection": Selection()},
    {"selection": Selection("silver", "leakage-only", "G II", "B")},
    {"selection": Selection("silver", "comprehensive", "F III", "B")},
    {"selection": Selection("silver", "comprehensive", "F II", "C")},
    {"selection": Selection("silver", "comprehensive", "F II", "B", 1_000)},
    {"language": "en"},
    {"language": "ja"},
    {"today": DAY + dt.timedelta(days=30)},
]


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    return Assistant.open(settings)


@pytest.fixture(scope="module")
def computing(settings: Settings) -> Assistant:
    """The same assistant, keeping nothing."""
    return Assistant.open(replace(settings, kept_answers_mb=0))


@pytest.fixture(autouse=True)
def nothing_kept(assistant: Assistant) -> Iterator[None]:
    assistant.kept.forget()
    yield
    assistant.stages.watch = None


def stages(assistant: Assistant) -> list[str]:
    """The stages of what is asked from now on, in a list that fills."""
    seen: list[str] = []
    assistant.stages.watch = lambda stage, seconds: seen.append(stage)
    return seen


def test_the_same_question_is_answered_alike_without_being_computed(assistant: Assistant, computing: Assistant) -> None:
    first = assistant.ask(**ASKED)
    seen = stages(assistant)
    assert assistant.ask(**ASKED) == first == computing.ask(**ASKED)
    assert seen == ["kept"]


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_whatever_differs_is_computed(assistant: Assistant, computing: Assistant, other: dict[str, Any]) -> None:
    assistant.ask(**ASKED)
    seen = stages(assistant)
    assert assistant.ask(**{**ASKED, **other}) == computing.ask(**{**ASKED, **other})
    assert "kept" not in seen and "understanding" in seen


def test_without_a_day_it_is_the_day_on_which_it_is_asked(assistant: Assistant) -> None:
    asked = {**ASKED, "today": None}
    assistant.ask(**{**asked, "today": dt.date.today() - dt.timedelta(days=1)})
    seen = stages(assistant)
    assistant.ask(**asked)
    assert "kept" not in seen


def test_nothing_is_kept_where_that_is_switched_off(computing: Assistant) -> None:
    computing.ask(**ASKED)
    computing.ask(**ASKED)
    assert len(computing.kept) == 0


def test_what_cannot_be_asked_is_refused_each_time(assistant: Assistant) -> None:
    for _ in range(2):
        with pytest.raises(InputError):
            assistant.ask("", selection=Selection("silver"))
        with pytest.raises(InputError):
            assistant.ask(QUESTION, selection=Selection("no such scheme"))
    assert len(assistant.kept) == 0


def test_an_answer_that_was_found_without_all_of_the_index_is_not_kept(assistant: Assistant) -> None:
    shard = assistant.retrieval()._shards[0]

    def chroma_fails(stage: str, seconds: float) -> None:
        shard.lapses += stage == "understanding"

    assistant.stages.watch = chroma_fails
    assistant.ask(**ASKED)
    assert len(assistant.kept) == 0
    assistant.stages.watch = None
    assistant.ask(**ASKED)
    assert len(assistant.kept) == 1


def test_a_model_that_words_answers_gets_to_word_each(assistant: Assistant) -> None:
    class Worded:
        asked = 0

        def improve(self, query: object, first: Answer, **_: object) -> Answer:
            self.asked += 1
            return first.model_copy(update={"text": f"{self.asked}", "generator": "llm"})

    helper = Worded()
    assistant.helper = helper  # type: ignore[assignment]
    try:
        assert [assistant.ask(**ASKED).text for _ in range(2)] == ["1", "2"]
        assert len(assistant.kept) == 0
    finally:
        assistant.helper = None
    assert assistant.ask(**ASKED).generator == "rules"


def test_many_at_once_get_the_same(assistant: Assistant, computing: Assistant) -> None:
    questions = [f"調査に{n}万円かかりました。いくら支払われますか" for n in range(100, 104)]
    expected = [computing.ask(q, selection=Selection("silver"), today=DAY) for q in questions]
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(assistant.ask, q, selection=Selection("silver"), today=DAY)
            for _ in range(10)
            for q in questions
        ]
        assert [each.result() for each in asked] == expected * 10
    assert len(assistant.kept) == len(questions)


def test_who_changes_an_answer_changes_nobody_elses(assistant: Assistant) -> None:
    first = assistant.ask(**ASKED)
    first.basis["scheme"] = "another"
    assert assistant.ask(**ASKED).basis != first.basis


def test_each_request_keeps_its_own_id_count_and_record(
    settings: Settings, serve_app: ServeApp, tmp_path: Path
) -> None:
    chosen = replace(settings, data_dir=tmp_path, owner_password=hashed("a clerk with a brochure"))
    with (
        serve_app(create_app(Assistant.open(settings), chosen)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        replies = [
            client.post("/api/v1/ask", json={"question": "明日の天気は？", "scheme": "silver"}) for _ in range(3)
        ]
        opinion = {"helpful": False, "kind": "abstention", "scheme": "silver"}
        assert client.post("/api/v1/feedback", json=opinion).status_code < 300
        figures = client.get("/metrics").text
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == 3
    assert len({reply.text for reply in replies}) == 1
    assert 'coverage_answers_total{abstained="true",door="api",kind="abstention",language="ja"} 3.0' in figures
    assert 'coverage_answer_seconds_count{door="api"} 3.0' in figures
    assert 'coverage_stage_seconds_count{stage="kept"} 2.0' in figures
    with Store(chosen.data_dir, 30).open() as records:
        asked = records.execute(text("SELECT count(*) FROM asked WHERE question LIKE '%天気%'")).scalar_one()
    assert asked == 3


# The bounds


def made_up(number: int, letters: int = 10) -> Answer:
    return Answer(kind="fact", text=f"{number} " + "x" * letters)


def test_the_answers_asked_for_longest_ago_make_room() -> None:
    kept = KeptAnswers(1, most=3)
    for number in (1, 2, 3):
        kept.keep(bytes([number]), made_up(number))
    assert kept.get(b"\1") == made_up(1)
    kept.keep(b"\4", made_up(4))
    assert kept.get(b"\2") is None
    assert [kept.get(bytes([number])) for number in (1, 3, 4)] == [made_up(1), made_up(3), made_up(4)]


def test_they_never_take_more_than_was_allowed() -> None:
    kept = KeptAnswers(1)
    for number in range(60):
        kept.keep(number.to_bytes(2, "big"), made_up(number, letters=50_000))
        assert kept.size <= 1_000_000
    assert len(kept) == 19
    kept.keep(b"too large", made_up(0, letters=1_000_000))
    assert kept.get(b"too large") is None and len(kept) == 19
    kept.keep((59).to_bytes(2, "big"), made_up(59))
    assert kept.size == sum(
        len(made_up(n, 50_000).model_dump_json(by_alias=True)) + OVERHEAD for n in range(41, 59)
    ) + (len(made_up(59).model_dump_json(by_alias=True)) + OVERHEAD)
    kept.forget()
    assert (len(kept), kept.size) == (0, 0)


WORDS = st.text(max_size=5)
INPUTS = st.tuples(
    WORDS,
    st.lists(WORDS, max_size=3),
    st.builds(
        Selection,
        *[st.none() | st.sampled_from(["1", "2", "null", "silver"])] * 4,
        st.none() | st.integers(1, 3),
    ),
    st.sampled_from([None, "ja", "en"]),
    st.dates(DAY, DAY + dt.timedelta(days=3)),
)


@given(INPUTS, INPUTS)
def test_only_the_same_has_the_same_key(one: Any, other: Any) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other)


def test_a_key_tells_nothing_of_the_question() -> None:
    key = key_of("090-1234-5678", (), Selection(), None, DAY)
    assert len(key) == 32 and not re.search(rb"090|1234", key)
