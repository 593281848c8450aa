"""A scheme's file that was spoilt in any way loads, or is refused with file and line; it never breaks the start in another way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.corpus.loader import load_corpus
from assistant.errors import CorpusError

ORCHARD = Path(__file__).parents[1] / "corpus" / "invented" / "orchard"
LINES = (ORCHARD / "scheme.yaml").read_text(encoding="utf-8").splitlines()
ODD = (
    "", "null", "~", "yes", "-1", "1e400", ".nan", "0x1F", "1_000", "9" * 400, "2026-02-30", "2026-01-01", "!!python/object/apply:os.system [ls]", "!!binary AA==", "&a [*a]",
    "{a: &b {c: *b}}", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "{}", "[]", "(", "(a+)+$", "[", "\\", "*", "a && ", "~", "(?P<a>x)(?P<a>y)", "\"", "'", "|", ">", "%", "@", "- - -", "\t", "\x00", "\ufffe", "あ" * 500,
)  # fmt: skip
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spoilt")
    shutil.copytree(ORCHARD, folder / "orchard")
    return folder


def refused_or_loaded(corpus: Path, text: str) -> str:
    """The message of the refusal; empty where it loads."""
    (corpus / "orchard" / "scheme.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_corpus(corpus)
    except CorpusError as error:
        return error.message
    return ""


@pytest.mark.tried(
    "Abuse",
    "Hypothesis: a scheme.yaml with lines lost, doubled, moved, cut or with odd values",
    "it loads, or one message names the file",
    unit="examples",
)
@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_spoilt_scheme(corpus: Path, data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(("lose", "double", "move", "cut", "value", "value", "text")))
        key, colon, _ = lines[at].partition(":")
        if what == "lose":
            lines[at : at + data.draw(st.integers(1, 4))] = []
            lines = lines or [""]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "move":
            lines[at] = data.draw(st.sampled_from((" ", "  ", "- "))) + lines[at]
        elif what == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
        elif what == "value":
            lines[at] = f"{key}{colon or ':'} {data.draw(st.sampled_from(ODD))}"
        else:
            lines[at] += data.draw(st.text(max_size=8))
    told = refused_or_loaded(corpus, "\n".join(lines))
    assert not told or "orchard" in told or "scheme.yaml" in told


@pytest.mark.tried(
    "Abuse",
    "a scheme.yaml that unfolds without an end: aliases of aliases, of themselves, nested a thousand deep",
    "refused at once, with file and line",
)
@pytest.mark.parametrize("text", [BOMB, "scheme: &a [*a]\n", "scheme: " + "[" * 1000 + "]" * 1000, "scheme:\n" + "".join(" " * n + "- \n" for n in range(1, 900))], ids=["bomb", "itself", "deep", "stairs"])  # fmt: skip
def test_a_scheme_that_unfolds(corpus: Path, text: str) -> None:
    assert "scheme.yaml:" in refused_or_loaded(corpus, text)
