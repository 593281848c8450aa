"""The owner's records: what is written down of a question, for how long, by several processes, and with a broken disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from assistant.answer import Answer, VerdictEntry
from assistant.conversation import Selection
from assistant.errors import StoreError
from assistant.password import hashed
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.recording import Recorder
from assistant.web.owner.sessions import MOST_TRIES, Sessions, TooManyTriesError
from assistant.web.owner.store import DAY, Store

NOTHING = Answer(language="ja", kind="abstention", text="記載がありません。", abstained=True)
COVERED = Answer(
    language="ja", kind="coverage", text="補償されます。担当は03-1111-2222です。",
    verdicts=(VerdictEntry(scheme="silver", plan="comprehensive", section="liability", subject="著作権の侵害", verdict="covered"),),
)  # fmt: skip
TALK = "0123456789abcdef" * 2


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["file", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The records in a file, and in a real PostgreSQL."""
    url = None if request.param == "file" else request.getfixturevalue("postgres")
    found = Store(tmp_path, 90, clock, url)
    yield found
    if url is not None:
        with found.open() as db:
            for table in found.database.tables.sorted_tables:
                db.execute(delete(table))
    found.database.close()


@pytest.fixture
def in_file(tmp_path: Path, clock: Clock) -> Store:
    return Store(tmp_path, 90, clock)


def written(store: Store) -> str:
    """Everything that is on the disk, or in the database."""
    if store.database.url is not None:
        with store.open() as db:
            rows = [db.execute(select(table)).all() for table in store.database.tables.sorted_tables]
        return str(rows)
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in store.path.parent.iterdir())


def test_words_are_kept_only_where_there_was_no_answer_and_masked(store: Store) -> None:
    recorder, records = Recorder(store), Records(store)
    recorder.answered("page", "著作権の侵害は出ますか", Selection("silver"), COVERED, "ja")
    recorder.answered("api", "鈴木様の\u202e件、090-1234-5678", Selection(), NOTHING, "ja")
    recorder.answered("page", "鈴木様の件、090-1234-5678", Selection(), NOTHING, "ja")
    recorder.answered("page", "壊れた", Selection(), None, "ja")
    found, total = records.unanswered(Span())
    assert total == 2
    assert [(q.question, q.times, q.state) for q in found] == [
        ("壊れた", 1, "failed"), ("［氏名］様の件、［電話］", 2, "no_answer"),
    ]  # fmt: skip
    subjects, _ = records.subjects(Span())
    assert [(s.scheme, s.subject, s.times) for s in subjects] == [("silver", "著作権の侵害", 1)]
    assert records.talks(Span()) == ([], 0)
    for secret in ("鈴木", "090", "出ますか", "\u202e"):
        assert secret not in written(store)
    assert store.database.url is not None or store.path.stat().st_mode & 0o077 == 0


def test_a_conversation_is_kept_with_agreement_and_gone_without(store: Store) -> None:
    recorder, records = Recorder(store), Records(store)
    recorder.answered("page", "田中さんの著作権の侵害", Selection("silver", residents=10), COVERED, "ja", TALK)
    recorder.said("page", "ja", helpful=False, reason="verdict", kind="coverage", conversation=TALK, number=1)
    talks, total = records.talks(Span())
    assert (total, talks[0].first, talks[0].unhelpful) == (1, "［氏名］さんの著作権の侵害", 1)
    exchange = records.talk(TALK)[0]
    assert exchange.answer == "補償されます。担当は［電話］です。"
    assert exchange.selected == {"scheme": "silver", "residents": 10}
    assert exchange.opinions[0].reason == "verdict"
    assert recorder.forget(TALK)
    assert records.talk(TALK) == [] and records.talks(Span()) == ([], 0)
    # What was said of the answer stays, without the way to the conversation.
    assert records.opinions(Span())[0][0].conversation == ""
    assert "著作権の侵害" in written(store) and "［氏名］さん" not in written(store)


def test_what_is_too_old_is_deleted_and_a_span_is_its_last_days(store: Store, clock: Clock) -> None:
    recorder, records = Recorder(store), Records(store)
    recorder.answered("page", "むかしの質問", Selection(), NOTHING, "ja", TALK)
    clock.now += 80 * DAY
    recorder.answered("page", "きのうの質問", Selection(), NOTHING, "ja")
    assert records.overview(Span()).asked == 2
    assert records.overview(Span(7)).asked == 1
    clock.now += 11 * DAY
    assert records.overview(Span()).asked == 1
    assert "むかしの質問" not in written(store)


def test_equal_questions_are_deleted_together(store: Store) -> None:
    recorder, records = Recorder(store), Records(store)
    for question in ("明日の天気は", "明日の天気は", "昼ごはんは"):
        recorder.answered("page", question, Selection(), NOTHING, "ja")
    weather = next(q for q in records.unanswered(Span())[0] if q.times == 2)
    records.delete_question(weather.id)
    assert [q.question for q in records.unanswered(Span())[0]] == ["昼ごはんは"]


def test_pages_hold_a_part_each(store: Store) -> None:
    recorder, records = Recorder(store), Records(store)
    for number in range(5):
        recorder.answered("page", f"質問 {'あいうえお'[number]}", Selection(), NOTHING, "ja")
    first, total = records.unanswered(Span(), 2)
    last, _ = records.unanswered(Span(page=3), 2)
    assert total == 5
    assert [q.question for q in (*first, *last)] == ["質問 お", "質問 え", "質問 あ"]


@pytest.mark.tried("Faults", "three processes write records at once", "nothing is lost")
def test_several_processes_write_at_once(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from pydantic import SecretStr; from assistant.conversation import Selection\n"
        "from assistant.web.owner.recording import Recorder; from assistant.web.owner.store import Store\n"
        "store = Store(Path(sys.argv[1]), 36500, url=SecretStr(sys.argv[3]) if sys.argv[3] else None)\n"
        "for n in range(20):\n"
        "    Recorder(store).answered('api', f'質問{sys.argv[2]}', Selection(), None, 'ja')\n"
    )
    url = store.database.url
    known = [str(store.path.parent.parent), url.get_secret_value() if url else ""]
    running = [
        subprocess.Popen([sys.executable, "-c", code, known[0], str(n), known[1]], stderr=subprocess.PIPE)
        for n in range(3)
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0 and not errors, errors.decode()
    found, _ = Records(store).unanswered(Span())
    assert sorted((q.question, q.times) for q in found) == [(f"質問{n}", 20) for n in range(3)]


@pytest.mark.parametrize("broken", [False, True])
def test_passwords_that_are_tried_at_once_are_all_counted(store: Store, broken: bool) -> None:
    sessions = Sessions(store, hashed("the right one"))

    def attempt(number: int) -> bool:
        try:
            sessions.sign_in("a wrong one", "203.0.113.9" if not broken else f"203.0.113.{number}")
        except TooManyTriesError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(attempt, range(8)))
    assert sum(let_in) == (8 if broken else MOST_TRIES)


@pytest.mark.tried(
    "Faults", "the file of the records is no database", "answers go on; the log names the file and what to do"
)
def test_a_damaged_file_stops_no_answer(in_file: Store, caplog: pytest.LogCaptureFixture) -> None:
    in_file.path.parent.mkdir(parents=True)
    in_file.path.write_bytes(b"no database " * 500)
    recorder = Recorder(in_file)
    recorder.answered("page", "田中さんの質問", Selection(), NOTHING, "ja")
    assert recorder.forget(TALK) is False
    assert str(in_file.path) in caplog.text and "田中" not in caplog.text
    with pytest.raises(StoreError, match="delete it"):
        Records(in_file).overview(Span())
    # It may be deleted at any time.
    in_file.path.unlink()
    recorder.answered("page", "質問", Selection(), NOTHING, "ja")
    assert Records(in_file).overview(Span()).asked == 1
