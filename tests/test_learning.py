"""`assistant learn`: what is counted, what is written, and what is said of questions that cannot be used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant import cli, guarded
from assistant.understanding.learned import learned

INVENTED = Path(__file__).parent / "corpus" / "invented" / "orchard"
MEANINGS = (
    ("名簿が外に漏れました {}", "The list leaked, case {}", {"ask": "verdict", "facts": {"leak": True}}),
    ("サーバーが攻撃された {}", "Hackers attacked us, case {}", {"ask": "verdict", "facts": {"attack": True}}),
    ("掛金はいくら {}", "How much is the premium, case {}", {"ask": "premium"}),
    ("身代金は出ますか {}", "Is the ransom paid, case {}", {"ask": "verdict", "items": {"ransom": None}}),
)


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for questions of a corpus with the invented scheme alone, which the settings point to."""
    corpus = tmp_path / "corpus"
    shutil.copytree(INVENTED, corpus / "orchard")
    (corpus / "questions").mkdir()
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(corpus))
    return corpus / "questions"


def write(folder: Path, writer: str, count: int) -> None:
    """`count` Japanese and as many English questions of each meaning."""
    with (folder / f"{writer}.jsonl").open("w", encoding="utf-8") as file:
        for n in range(count):
            for ja, en, meaning in MEANINGS:
                for lang, text in (("ja", ja), ("en", en)):
                    row = {"text": text.format(f"{writer}{n}"), "lang": lang, "scheme": "orchard", **meaning}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        cli.main(["learn", *arguments])
    code = caught.value.code
    assert code is None or isinstance(code, int)
    return code or 0


def test_check_counts_by_writer_language_and_what_is_asked(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(questions, "anna", 2)  # 2 × 4 meanings × 2 languages = 16
    write(questions, "bert", 1)  # 8

    assert run("check") == 0

    said = capsys.readouterr().out.splitlines()
    assert [" ".join(row.split()) for row in said] == [
        "writer anna 16, bert 8",
        "language en 12, ja 12",
        "asks premium 6, verdict 18",
        "scheme orchard 24",
        "24 labelled questions, all readable.",
    ]


def test_train_writes_classifiers_that_can_be_loaded(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for writer in ("anna", "bert", "carl"):
        write(questions, writer, 1)
    out = tmp_path / "new.npz"

    assert run("train", "--out", str(out)) == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[-1].startswith(f"{out}: 0.")
    assert "judged on unseen writers" in said.out
    assert all(f"judged on {writer}: 8 questions" in said.err for writer in ("anna", "bert", "carl"))
    found = learned(out)
    assert found is not None
    assert {"+leak", "item:ransom", "ask:premium"} <= set(found.heads)


@pytest.mark.parametrize("command", ["check", "train"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "holds no labelled questions: expected *.jsonl, one file a writer."),
        ("{}\n", "w1.jsonl, line 1, text: Field required."),
        ("no json\n", "w1.jsonl, line 1: not a JSON object"),
    ],
)
def test_questions_that_cannot_be_used_end_with_a_message(
    questions: Path, capsys: pytest.CaptureFixture[str], command: str, content: str | None, says: str
) -> None:
    if content is not None:
        (questions / "w1.jsonl").write_text(content, encoding="utf-8")

    assert run(command) == guarded.EXIT_BAD_INPUT

    said = capsys.readouterr().err
    assert says in " ".join(said.split())
    assert "Traceback" not in said
