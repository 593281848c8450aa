"""The command line with a stand-in: what people see, what programs read, exit codes, unusable input."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import __version__, cli
from assistant.answer import AmountEntry, Answer, Citation, Option, Step, VerdictEntry
from assistant.batch import json_line
from assistant.batch import run as run_batch
from assistant.conversation import Selection, Turn
from assistant.errors import CorpusError, InputError, UnknownChoiceError
from assistant.retrieval import Hit, Passage

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class StandIn:
    """An assistant of one scheme, `demo`, that repeats what it was asked and keeps what it was given."""

    asked: list[tuple[str, Selection, tuple[Turn, ...], str | None]] = field(default_factory=list)
    searched: list[tuple[str, int, str | None]] = field(default_factory=list)
    parts: list[dict[str, str]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        selection: Selection = Selection(),
        history: Sequence[Turn] = (),
        language: str | None = None,
    ) -> Answer:
        self.asked.append((question, selection, tuple(history), language))
        self._check(selection.scheme)
        if not question.strip():
            raise InputError("The question is empty.", field="question")
        if question == "defect":
            raise ZeroDivisionError("by zero")
        if question == "interrupt":
            raise KeyboardInterrupt
        if question == "unknown":
            return Answer(kind="abstention", text="The brochures do not say.", abstained=True, language="en")
        if question == "which":
            options = (Option(label="G II", message="Type G II?"),)
            return Answer(kind="clarification", text="Which type?", options=options, language="en")
        return Answer(
            language="ja",
            kind="amount",
            text=f"**補償されます。** {question}",
            verdicts=(
                VerdictEntry(scheme="demo", plan="wide", section="liability", subject="著作権", verdict="covered"),
            ),
            amounts=(
                AmountEntry(
                    label="支払額",
                    yen=4_500_000,
                    scheme="demo",
                    plan="wide",
                    type="G II",
                    basis="inferred",
                    steps=(Step(label="縮小", expression="5,000,000 × 90%", yen=4_500_000),),
                ),
            ),
            citations=(Citation(document="demo-2026", section="limits", page=6, quote="限度額…", title="支払限度額"),),
            caveats=("読み取りによる金額です。",),
        )

    def search(self, query: str, *, k: int = 5, scheme: str | None = None, **part: str) -> tuple[Any, ...]:
        self.searched.append((query, k, scheme))
        self.parts.append(part)
        self._check(scheme)
        if query == "unknown":
            return ()
        text = "緊急対応\n費用\x1b[31m"
        passage = Passage("demo/costs/ja/1", "demo", "demo-2026", "costs", 5, "ja", "費用", text)
        if not part:
            return (Hit(passage, 0.75),)
        around = replace(passage, parents=("補償",), next="demo/costs/ja/2")
        return (Hit(around, 0.75, also=(replace(passage, document="demo-2025", page=7),)),)

    def own(self, document: str, section: str) -> tuple[Any, ...]:
        return ()

    def search_own(self, query: str, *, k: int = 5, scheme: str | None = None) -> tuple[Any, ...]:
        return ()

    def catalogue(self) -> list[Any]:
        return [SimpleNamespace(id="demo", plans=(SimpleNamespace(id="wide", name={"ja": "ワイド"}),))]

    def _check(self, scheme: str | None) -> None:
        if scheme not in (None, "demo"):
            message = f"There is no scheme {scheme}; there is demo."
            raise UnknownChoiceError(message, field="scheme", choices=("demo",))


@dataclass(frozen=True)
class Outcome:
    """What a call left behind."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Outcome]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    assistant = StandIn()
    monkeypatch.setattr(cli, "open_assistant", lambda: assistant)
    return assistant


@pytest.fixture
def run(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        out, err = capsysbinary.readouterr()
        assert isinstance(left.value.code, int)
        return Outcome(left.value.code, out.decode("utf-8"), err.decode("utf-8"))

    return call


def batch(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


# ask, for a person


def test_a_person_sees_verdict_amount_arithmetic_and_source(run: Run) -> None:
    outcome = run("ask", "著作権侵害は補償されますか")
    assert outcome.code == 0
    for shown in ("● 補償されます", "4,500,000円", "5,000,000 × 90%", "ワイド G II", "6ページ", "支払限度額"):
        assert shown in outcome.out
    assert "読み取りによる金額です。" in outcome.out


def test_there_is_no_colour_in_a_pipe(run: Run) -> None:
    assert "\x1b" not in run("ask", "保険料は?").out


def test_colour_is_used_where_wanted_and_no_color_is_respected(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m" in run("ask", "保険料は?").out  # 32: green, covered
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[32m" not in run("ask", "保険料は?").out


def test_a_question_cannot_steer_the_terminal(run: Run) -> None:
    assert "\x1b" not in run("ask", "\x1b]0;title\x07 [red]x[/red] \x9b31m").out


def test_square_brackets_are_shown_as_they_are(run: Run) -> None:
    assert "[red]x[/red]" in run("ask", "[red]x[/red]").out


@pytest.mark.parametrize(("question", "shown"), [("unknown", "No answer"), ("which", "Type G II?")])
def test_no_answer_leaves_with_1(run: Run, question: str, shown: str) -> None:
    outcome = run("ask", question)
    assert outcome.code == 1
    assert shown in outcome.out


# ask, for a program


def test_json_is_the_answer_and_nothing_else(run: Run) -> None:
    outcome = run("ask", "--json", "保険料は?")
    (answer,) = outcome.records
    assert outcome.code == 0
    assert outcome.err == ""
    assert answer["schema"] == "answer/1"
    assert answer["amounts"][0]["yen"] == 4_500_000
    assert "補償されます" in outcome.out  # letters, not \u escapes


def test_everything_selected_is_handed_over(run: Run, stand_in: StandIn) -> None:
    choices = ["--scheme", "demo", "--plan", "wide", "--type", "G II", "--rank", "B", "--residents", "12000"]
    run("ask", "--json", *choices, "--language", "en", "premium?")
    assert stand_in.asked == [("premium?", Selection("demo", "wide", "G II", "B", 12000), (), "en")]


def test_an_empty_choice_is_none(run: Run, stand_in: StandIn) -> None:
    run("ask", "--json", "--scheme", "", "--plan", "", "保険料は?")
    assert stand_in.asked[0][1] == Selection()


def test_bytes_that_are_no_text_do_not_stop_it(run: Run) -> None:
    outcome = run("ask", "--json", "保険料\udc83は? \ud800")  # as the shell hands over Shift JIS
    assert outcome.code == 0
    assert "保険料\ufffdは?" in outcome.records[0]["text"]


# Input that cannot be used


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "Give a question"),
        (["search"], "Give a query"),
        (["ask", ""], "The question is empty."),
        (["ask", "--scheme", "gold", "x"], "There is no scheme gold; there is demo."),
        (["search", "--scheme", "gold", "x"], "There is no scheme gold; there is demo."),
        (["ask", "--language", "fr", "x"], "'ja', 'en'"),
        (["ask", "--residents", "0", "x"], "--residents"),
        (["ask", "--residents", "many", "x"], "--residents"),
        (["ask", "--colour", "x"], "--colour"),
        (["search", "-k", "0", "x"], "-k"),
        (["search", "-k", "1000", "x"], "-k"),
        (["ask", "--batch", "nowhere.jsonl"], "'nowhere.jsonl' cannot be read"),
        (["search", "--batch", "nowhere.jsonl"], "'nowhere.jsonl' cannot be read"),
        (["ask", "--batch", "."], "'.' cannot be read"),
        (["ask", "--batch", "bad\0name"], "cannot be read"),
        (["ask", "--batch", "-", "x"], "not both"),
        (["guess"], "guess"),
    ],
)
def test_bad_input_leaves_with_2_and_says_why(run: Run, arguments: list[str], says: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert says in outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_a_broken_corpus_leaves_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> StandIn:
        raise CorpusError("corpus/demo/scheme.yaml:3: plans: a list was expected.")

    monkeypatch.setattr(cli, "open_assistant", broken)
    for arguments in (["ask", "x"], ["ask", "--json", "x"], ["ask", "--batch", "-"], ["search", "x"]):
        outcome = run(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == "corpus/demo/scheme.yaml:3: plans: a list was expected.\n"


def test_a_setting_that_cannot_be_used_leaves_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "http")
    with pytest.raises(SystemExit) as left:
        cli.main(["ask", "x"])
    assert left.value.code == 2
    assert "ASSISTANT_PORT" in capsys.readouterr().err


def test_a_defect_is_one_line_with_its_place(run: Run) -> None:
    outcome = run("ask", "defect")
    assert outcome.code == 70
    assert "ZeroDivisionError" in outcome.err
    assert "cli.py:" in outcome.err
    assert "Traceback" not in outcome.err


def test_an_interrupt_leaves_with_130_and_without_traceback(run: Run) -> None:
    outcome = run("ask", "interrupt")
    assert outcome.code == 130
    assert "Traceback" not in outcome.err


# ask --batch


def test_a_batch_answers_in_order(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(batch({"id": "b", "turns": ["一"]}, {"id": 7, "turns": ["二"], "kind": "ignored"}))
    outcome = run("ask", "--batch", str(path))
    assert outcome.code == 0
    assert [record["id"] for record in outcome.records] == ["b", 7]
    assert [record["answer"]["text"][-1] for record in outcome.records] == ["一", "二"]


def test_earlier_turns_are_asked_and_become_history(run: Run, stand_in: StandIn) -> None:
    outcome = run("ask", "--batch", "-", stdin=batch({"id": "1", "turns": ["一", "二", "三"]}))
    histories = [history for _, _, history, _ in stand_in.asked]
    first = (Turn("user", "一"), Turn("assistant", "**補償されます。** 一"))
    second = (Turn("user", "二"), Turn("assistant", "**補償されます。** 二"))
    assert histories == [(), first, first + second]
    assert [record["answer"]["text"] for record in outcome.records] == ["**補償されます。** 三"]


def test_a_record_s_selection_comes_before_that_of_the_call(run: Run, stand_in: StandIn) -> None:
    records = batch(
        {"id": "1", "turns": ["x"], "selected": {"plan": "wide", "type": 3, "residents": 900, "rank": None}},
        {"id": "2", "turns": ["x"], "selected": None},
        {"id": "3", "turns": ["x"], "selected": {"plan": ""}},
    )
    run("ask", "--batch", "-", "--scheme", "demo", "--plan", "basic", "--rank", "A", stdin=records)
    assert [selection for _, selection, _, _ in stand_in.asked] == [
        Selection("demo", "wide", "3", "A", 900),
        Selection("demo", "basic", None, "A"),
        Selection("demo", "basic", None, "A"),
    ]


BAD_LINES = [
    (b"{", None, None, "Line 2 is not JSON"),
    (b"\xff\xfe", None, None, "Line 2 is not UTF-8"),
    (b"[" * 100_000, None, None, "Line 2"),
    (b"9" * 5_000, None, None, "Line 2"),
    (b"[]", None, None, "must be an object"),
    (b'"text"', None, None, "must be an object"),
    (b'{"turns": ["x"]}', None, "id", '"id"'),
    (b'{"id": null, "turns": ["x"]}', None, "id", '"id"'),
    (b'{"id": true, "turns": ["x"]}', None, "id", '"id"'),
    (b'{"id": "q"}', "q", "turns", '"turns" must be a list'),
    (b'{"id": "q", "turns": []}', "q", "turns", '"turns" must be a list'),
    (b'{"id": "q", "turns": "x"}', "q", "turns", '"turns" must be a list'),
    (b'{"id": "q", "turns": ["x", 5]}', "q", "turns[1]", '"turns[1]" must be a string'),
    (b'{"id": "q", "turns": ["x", " "]}', "q", "turns[1]", "The question is empty."),
    (b'{"id": "q", "turns": ["", "x"]}', "q", "turns[0]", "The question is empty."),
    (b'{"id": "q", "turns": ["x"], "selected": []}', "q", "selected", "scheme, plan, type, rank, residents"),
    (b'{"id": "q", "turns": ["x"], "selected": {"paln": "x"}}', "q", "selected.paln", "scheme, plan, type"),
    (b'{"id": "q", "turns": ["x"], "selected": {"plan": []}}', "q", "selected.plan", "a string"),
    (b'{"id": "q", "turns": ["x"], "selected": {"rank": true}}', "q", "selected.rank", "a string"),
    (b'{"id": "q", "turns": ["x"], "selected": {"residents": 0}}', "q", "selected.residents", "above 0"),
    (
        b'{"id": "q", "turns": ["x"], "selected": {"residents": "9"}}',
        "q",
        "selected.residents",
        "whole number",
    ),
    (b'{"id": "q", "turns": ["x"], "selected": {"scheme": "gold"}}', "q", "scheme", "there is demo"),
    (b'{"id": "q", "turns": ["defect"]}', "q", None, "ZeroDivisionError"),
]


@pytest.mark.parametrize(("line", "ident", "name", "says"), BAD_LINES, ids=[str(row[0][:60]) for row in BAD_LINES])
def test_a_bad_record_yields_its_error_and_the_batch_goes_on(
    run: Run, line: bytes, ident: str | None, name: str | None, says: str
) -> None:
    good = batch({"id": "good", "turns": ["x"]})
    outcome = run("ask", "--batch", "-", stdin=good + line + b"\n" + good)
    first, bad, last = outcome.records
    assert outcome.code == 0
    assert "answer" in first and "answer" in last
    assert set(bad) == {"id", "error"} and set(bad["error"]) == {"code", "message", "field"}
    assert (bad["id"], bad["error"]["field"]) == (ident, name)
    assert says in bad["error"]["message"]


def test_blank_lines_line_ends_of_windows_and_a_byte_order_mark_are_no_errors(run: Run) -> None:
    stdin = b'\xef\xbb\xbf{"id": "1", "turns": ["x"]}\r\n\r\n  \n{"id": "2", "turns": ["x"]}'
    records = run("ask", "--batch", "-", stdin=stdin).records
    assert [(record["id"], "answer" in record) for record in records] == [("1", True), ("2", True)]


def test_an_empty_batch_is_no_error(run: Run) -> None:
    assert run("ask", "--batch", "-") == Outcome(0, "", "")


def test_half_a_surrogate_pair_cannot_stop_a_batch(run: Run) -> None:
    stdin = b'{"id": "\\ud800", "turns": ["\\udfff?"], "selected": {"plan": "\\ud800"}}\n'
    (record,) = run("ask", "--batch", "-", stdin=stdin).records
    assert record["id"] == "\ufffd"
    assert record["answer"]["text"].endswith("\ufffd?")


def test_what_was_answered_before_an_interrupt_stays(run: Run) -> None:
    stdin = batch({"id": "1", "turns": ["x"]}, {"id": "2", "turns": ["interrupt"]}, {"id": "3", "turns": ["x"]})
    outcome = run("ask", "--batch", "-", stdin=stdin)
    assert outcome.code == 130
    assert [record["id"] for record in outcome.records] == ["1"]
    assert "Traceback" not in outcome.err


@given(st.text())
def test_json_is_one_line_for_every_reader(text: str) -> None:
    line = json_line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8")) == {"text": text.encode("utf-16", "surrogatepass").decode("utf-16")}


@given(st.characters(categories=["Cs"]))
def test_json_replaces_what_cannot_be_written(surrogate: str) -> None:
    assert json.loads(json_line(f"a{surrogate}b").encode("utf-8")) == "a\ufffdb"


@pytest.mark.tried("Abuse", "Hypothesis: any lines as a batch", "one record a line", unit="examples")
@given(st.lists(st.binary(max_size=40) | st.just(b'{"id": 1, "turns": ["x"]}')))
def test_every_line_yields_one_record_whatever_it_holds(lines: list[bytes]) -> None:
    results = list(run_batch(lines, lambda _: {"answer": 1}, selection=Selection(), defect=str))
    assert len(results) == sum(bool(line.strip()) for line in lines)
    assert all(set(json.loads(result)) in ({"id", "answer"}, {"id", "error"}) for result in results)


# search


def test_search_shows_a_person_place_and_text(run: Run) -> None:
    outcome = run("search", "緊急対応費用")
    assert outcome.code == 0
    assert "demo-2026 p. 5 costs" in outcome.out
    assert "緊急対応 費用" in outcome.out
    assert "\x1b" not in outcome.out


def test_search_gives_a_program_the_passages(run: Run, stand_in: StandIn) -> None:
    outcome = run("search", "--json", "-k", "3", "--scheme", "demo", "緊急対応費用")
    passage = {
        "document": "demo-2026",
        "section": "costs",
        "page": 5,
        "text": "緊急対応\n費用\x1b[31m",
        "score": 0.75,
    }
    assert outcome.records == [{"passages": [passage]}]
    assert stand_in.searched == [("緊急対応費用", 3, "demo")]


def test_search_in_a_part_tells_what_stands_around(run: Run, stand_in: StandIn) -> None:
    outcome = run("search", "--json", "--plan", "wide", "--document", "demo-2026", "--edition", "2026", "費用")
    (passage,) = outcome.records[0]["passages"]
    assert (passage["parents"], passage["next"], "previous" in passage) == (["補償"], "demo/costs/ja/2", False)
    assert passage["also"] == [{"document": "demo-2025", "section": "costs", "page": 7}]
    assert stand_in.parts == [{"plan": "wide", "document": "demo-2026", "edition": "2026"}]
    assert "Also in demo-2025 p. 7 costs" in run("search", "--plan", "wide", "費用").out


def test_search_that_finds_nothing_leaves_with_1(run: Run) -> None:
    assert run("search", "unknown").code == 1
    outcome = run("search", "--json", "unknown")
    assert (outcome.code, outcome.records) == (1, [{"passages": []}])


def test_search_batch_takes_the_last_turn_and_the_selected_scheme(run: Run, stand_in: StandIn) -> None:
    stdin = batch(
        {"id": "1", "turns": ["一", "二"], "selected": {"scheme": "demo"}},
        {"id": "2", "turns": ["unknown"]},
        {"id": "3", "turns": ["x"], "selected": {"scheme": "gold"}},
    )
    outcome = run("search", "--batch", "-", "-k", "2", stdin=stdin)
    first, second, third = outcome.records
    assert (first["id"], len(first["passages"])) == ("1", 1)
    assert second == {"id": "2", "passages": []}
    assert third["error"]["field"] == "scheme"
    assert stand_in.searched == [("二", 2, "demo"), ("unknown", 2, None), ("x", 2, "gold")]


# check


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with the invented scheme `orchard` alone; returns its folder."""
    folder = tmp_path / "corpus" / "orchard"
    shutil.copytree(ROOT / "tests" / "corpus" / "invented" / "orchard", folder)
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(folder.parent))
    return folder


def break_limit(corpus: Path) -> None:
    path = corpus / "scheme.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("yen: {S: 20000000", "yen: {S: 25000000"), encoding="utf-8")


def test_check_of_a_clean_corpus_shows_its_coverage(run: Run, corpus: Path) -> None:
    outcome = run("check")
    assert (outcome.code, outcome.err) == (0, "")
    rows = {line.strip()[:-1].strip(): line.strip()[-1] for line in outcome.out.splitlines() if line.strip()}
    assert (rows["brochure sections"], rows["unused"], rows["rules"], rows["problems"]) == ("8", "0", "6", "0")
    assert "orchard" in outcome.out
    assert "Nothing to mend." in outcome.out
    assert "utterances" not in outcome.out
    assert "orchard: fact leak: 0 patterns, 0 utterances." in run("check", "--hints").out


def test_check_tells_what_to_mend_and_leaves_with_1(run: Run, corpus: Path) -> None:
    break_limit(corpus)
    outcome = run("check", "orchard")
    assert outcome.code == 1
    (line,) = [line for line in outcome.out.splitlines() if "limits.0.yen.S" in line]
    assert line.startswith(f"{corpus / 'scheme.yaml'}:")
    assert "25,000,000 yen" in line
    assert "1 to mend" in outcome.out


def test_check_for_programs(run: Run, corpus: Path) -> None:
    clean = run("check", "--json")
    assert clean.code == 0
    (record,) = clean.records
    assert record["clean"] is True
    (scheme,) = record["schemes"]
    assert (scheme["scheme"], scheme["sections"], scheme["unused"], scheme["problems"]) == ("orchard", 8, [], [])
    assert scheme["rules"] == {"grant": 2, "require": 1, "exclude": 3}
    break_limit(corpus)
    broken = run("check", "--json")
    assert (broken.code, broken.records[0]["clean"]) == (1, False)
    (problem,) = broken.records[0]["schemes"][0]["problems"]
    assert problem["key"] == "limits.0.yen.S"


def test_check_of_what_is_no_scheme_names_those_there_are(run: Run, corpus: Path) -> None:
    outcome = run("check", "vineyard")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "There is no scheme 'vineyard'. Valid: orchard.\n"


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_check_of_a_corpus_that_does_not_load_leaves_with_2(run: Run, corpus: Path, as_json: tuple[str, ...]) -> None:
    path = corpus / "scheme.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("when: insured_event", "when: hail"), encoding="utf-8")
    outcome = run("check", *as_json)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{path}:" in outcome.err
    assert "'hail'" in outcome.err
    shutil.rmtree(corpus.parent)
    assert run("check", *as_json).code == 2


# The process as a whole

WITH_STAND_IN = (
    "from assistant import cli; from tests.test_cli import StandIn; cli.open_assistant = StandIn; cli.main()"
)


def python(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, timeout=120, **options)


def test_version_and_help_come_from_the_module() -> None:
    version = python("-m", "assistant", "--version")
    assert (version.returncode, version.stdout.split()) == (0, [b"coverage-assistant", __version__.encode()])
    for command in ("ask", "search", "check"):
        shown = python("-m", "assistant", command, "--help")
        assert shown.returncode == 0
        assert b"Exit codes: 0" in shown.stdout


def test_help_imports_nothing_that_takes_long() -> None:
    heavy = {"torch", "chromadb", "gradio", "fastapi", "langchain_core", "sentence_transformers", "sudachipy"}
    code = f"import sys; import assistant.cli; print(sorted({heavy!r} & set(sys.modules)))"
    assert python("-c", code).stdout.split() == [b"[]"]


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(batch({"id": 1, "turns": ["x"]}, {"id": 2, "turns": ["x"]}))
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        left = subprocess.run(
            [sys.executable, "-c", WITH_STAND_IN, "ask", "--batch", str(path)],
            cwd=ROOT,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=120,
        )
    assert (left.returncode, left.stderr) == (141, b"")


def test_json_is_utf_8_and_people_are_served_in_any_locale() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "", "HOME": "/"}
    as_json = python("-c", WITH_STAND_IN, "ask", "--json", "保険料は?", env=environment)
    assert "補償されます" in as_json.stdout.decode("utf-8")
    shown = python("-c", WITH_STAND_IN, "ask", "保険料は?", env=environment)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"4,500,000" in shown.stdout


def test_a_key_is_shown_once_and_the_server_is_given_its_hash(run: Run) -> None:
    made = run("api-key", "desk.1")
    key = made.out.strip()
    assert made.code == 0 and len(key) >= 40
    assert f"desk.1:{hashlib.sha256(key.encode()).hexdigest()}" in made.err.replace("\n", "")
    assert run("api-key", "desk.1").out.strip() != key
    assert run("api-key", "a:b").code == 2


def test_without_the_package_mcp_the_command_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.agents.mcp_server.find_spec", lambda name: None)
    refused = run("mcp")
    assert refused.code == 2 and refused.out == ""
    assert "pip install 'coverage-assistant[mcp]'" in refused.err.replace("\n", " ")
