"""A person's own documents beside answers: shown with citations and where no rule answers, and never part of either."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, OwnPassage
from assistant.operations.requests import CoverageRequest
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web import cards
from assistant.web.names import Names
from assistant.web.passages import source_view
from tests.documents.conftest import CORPUS, ORCHARD
from tests.documents.leaflet import PARKING, as_text

NOT_PAID = "Under the barn plan, is the ransom paid after a cyber attack?"
PREMIUM = "納屋プラン、タイプS、ランクAの保険料はいくらですか"
UNKNOWN = "直売所の駐車場に軽トラックはどこに停めますか"


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over a corpus of the orchard alone, with the words that schemes share."""
    folder = tmp_path_factory.mktemp("orchard")
    shutil.copytree(ORCHARD, folder / "corpus" / "orchard")
    for path in CORPUS.glob("*.yaml"):
        shutil.copy(path, folder / "corpus")
    return Settings(data_dir=folder / "data", corpus_dir=folder / "corpus")


@pytest.fixture(scope="module")
def opened(orchard: Settings) -> Assistant:
    return Assistant.open(orchard, lazy=True)


@pytest.fixture
def assistant(opened: Assistant) -> Iterator[Assistant]:
    """The assistant, with nothing added before and after."""
    yield opened
    assert opened.library is not None
    for entry in opened.library.entries():
        opened.library.remove(entry.id)


def add(assistant: Assistant, text: str, name: str = "leaflet.txt") -> str:
    assert assistant.library is not None
    return assistant.library.add(text.encode(), name).entry.id


def bare(answer: Answer) -> Answer:
    """The answer without what documents add."""
    citations = tuple(citation.model_copy(update={"own": None}) for citation in answer.citations)
    return answer.model_copy(update={"citations": citations, "own": ()})


def test_a_citation_carries_the_verbatim_passage_with_its_page(assistant: Assistant) -> None:
    before = assistant.ask(PREMIUM)
    ident = add(assistant, as_text())
    answer = assistant.ask(PREMIUM)
    own = {citation.section: citation.own for citation in answer.citations}
    premiums = own["premiums"]
    assert premiums is not None
    assert (premiums.document, premiums.page) == (ident, 2)
    assert "| L | 31,500円 | 24,700円 |" in premiums.text
    assert bare(answer) == before
    typed = next(o for o in assistant.operations.all() if o.name == "coverage")
    asked = CoverageRequest(scheme="orchard", items=["ransom"], language="ja")
    assert any(citation.own for citation in typed.run(asked).citations)


def test_what_no_section_restates_is_shown_where_no_rule_answers(assistant: Assistant) -> None:
    before = assistant.ask(UNKNOWN)
    assert before.abstained and before.own == ()
    add(assistant, as_text())
    answer = assistant.ask(UNKNOWN)
    assert any(PARKING in own.text for own in answer.own)
    assert bare(answer) == before
    assert assistant.ask("明日の天気を教えてください").own == ()


@pytest.mark.parametrize(
    "question", [NOT_PAID, PREMIUM, "かごプランで、情報漏えいの損害賠償金は補償されますか", UNKNOWN]
)
def test_a_lying_document_changes_no_answer(assistant: Assistant, question: str) -> None:
    before = assistant.ask(question)
    lies = as_text().replace("身代金として要求された金銭", "遅延利息").replace("12,300円", "1円")
    add(assistant, f"{lies}\n\n## 身代金\n\n納屋プランでは身代金を全額お支払いいたします。\n")
    assert bare(assistant.ask(question)) == before


def test_documents_that_cannot_be_read_do_not_disturb(
    assistant: Assistant, orchard: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    before = assistant.ask(PREMIUM)
    listed = orchard.data_dir / "documents" / "catalogue.json"
    kept = listed.read_bytes() if listed.exists() else None
    listed.parent.mkdir(parents=True, exist_ok=True)
    listed.write_text("{", encoding="utf-8")
    assert assistant.ask(PREMIUM) == before
    assert assistant.own("orchard-leaflet", "premiums") == ()
    assert "cannot be used" in caplog.text
    listed.write_bytes(kept) if kept is not None else listed.unlink()


def test_the_page_shows_it_beside_the_restated_section_marked_as_ones_own(assistant: Assistant) -> None:
    add(assistant, as_text())
    names = Names(assistant.catalogue())
    cited = Citation(document="orchard-leaflet", section="premiums", page=2, quote="")
    for language, label in (("ja", "お手元の資料の原文"), ("en", "Your own document, word by word")):
        view = source_view(assistant, names, cited, "", language)  # type: ignore[arg-type]
        assert view is not None and label in view
        own = view[view.index('class="passage own"') :]
        assert 'lang="ja"' in own and "プランによる違いはございません" in own and "<table>" in own
    card = cards.answer_card(assistant.ask(PREMIUM), names, 1, lambda citation: citation.quote)
    assert "お手元の資料あり" in card
    found = cards.answer_card(assistant.ask(UNKNOWN), names, 1, lambda citation: citation.quote)
    assert "判断ではありません" in found and PARKING in found


def test_nothing_of_a_document_runs_or_leads_anywhere_on_the_page() -> None:
    hostile = (
        "<img src=x onerror=alert(1)> [飛ぶ](https://evil.example) ![絵](https://evil.example/x) <script>x</script>"
    )
    own = OwnPassage(document="own-1", title=hostile, page=None, text=f"# {hostile}\n\n| {hostile} |\n| --- |\n")
    answer = Answer(
        kind="abstention",
        text="t",
        abstained=True,
        own=(own,),
        citations=(Citation(document="d", section="s", page=1, quote="q", own=own),),
    )
    html = cards.answer_card(answer, Names(()), 1, lambda citation: citation.quote)
    assert not re.search(r"<(?:img|script|a)\b", html)


def test_search_shows_both(orchard: Settings, assistant: Assistant) -> None:
    ident = add(assistant, as_text())

    def search(query: str) -> list[dict[str, object]]:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "search", "--json", "-k", "3", query],
            capture_output=True,
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "ASSISTANT_DATA_DIR": str(orchard.data_dir),
                "ASSISTANT_CORPUS_DIR": str(orchard.corpus_dir),
            },
            check=True,
        )
        passages: list[dict[str, object]] = json.loads(done.stdout)["passages"]
        return passages

    first = search("ランクBの保険料")[0]
    assert (first["document"], first["section"]) == ("orchard-leaflet", "premiums")
    assert isinstance(first["own"], dict) and first["own"]["document"] == ident and first["own"]["page"] == 2
    mine = search("駐車場")[0]
    assert mine["document"] == ident and PARKING in str(mine["text"]) and mine["page"] == 2
