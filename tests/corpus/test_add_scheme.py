"""A scheme is added with files in `corpus/` alone: the invented one answers through the service, in both languages."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversation import Selection
from assistant.corpus.completeness import check_scheme
from assistant.corpus.loader import load_corpus
from assistant.corpus.model import Exclusion, Fact, Grant, Item, Limit, Requirement, Statement, Term, Words
from assistant.service import Assistant
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
INVENTED = Path(__file__).parent / "invented" / "orchard"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture
def assistant(orchard_with_shared_words: Path, settings: Settings) -> Assistant:
    return Assistant.open(replace(settings, corpus_dir=orchard_with_shared_words), lazy=True)


@pytest.mark.parametrize(
    ("question", "plan", "verdict"),
    [
        ("納屋プランで、サイバー攻撃のあとのデータ復旧費用は補償されますか", "barn", "conditional"),
        ("納屋プランでサイバー攻撃。データ復旧費用は組合の同意を得ました。対象？", "barn", "covered"),
        ("Does the basket plan pay for restoring data after a cyber attack?", "basket", "not_covered"),
        ("Under the barn plan, is the ransom paid after a cyber attack?", "barn", "not_covered"),
        ("かごプランで、情報漏えいの損害賠償金は補償されますか", "basket", "covered"),
    ],
)
def test_it_gives_verdicts(assistant: Assistant, question: str, plan: str, verdict: str) -> None:
    answer = assistant.ask(question)
    assert {(v.scheme, v.plan, v.verdict) for v in answer.verdicts} == {("orchard", plan, verdict)}
    assert {c.document for c in answer.citations} == {"orchard-leaflet"}


@pytest.mark.parametrize(
    ("question", "yen"),
    [
        ("納屋プラン、タイプS、ランクAの保険料はいくらですか", 12_300),
        ("What is the annual premium of the basket plan, type L, rank B?", 24_700),
    ],
)
def test_it_gives_premiums(assistant: Assistant, question: str, yen: int) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "amount"
    assert [amount.yen for amount in answer.amounts] == [yen]


def test_it_gives_a_limit(assistant: Assistant) -> None:
    answer = assistant.ask("タイプLの賠償責任の支払限度額は？")
    assert [amount.yen for amount in answer.amounts] == [60_000_000]
    assert [c.section for c in answer.citations] == ["limits"]


def test_it_abstains_where_its_brochure_is_silent(assistant: Assistant) -> None:
    answer = assistant.ask("Can I pay by instalments?")
    assert answer.abstained
    assert answer.verdicts == answer.amounts == ()
    assert "00-1234-5678" in answer.text  # whom to ask


def test_the_page_can_offer_it(assistant: Assistant) -> None:
    (info,) = assistant.catalogue()
    assert info.id == "orchard"
    assert [(plan.id, plan.types) for plan in info.plans] == [("basket", ("S", "L")), ("barn", ("S", "L"))]
    assert info.ranks == ("A", "B")
    answer = assistant.ask("保険料は?", selection=Selection("orchard", "barn", "L", "A"))
    assert [amount.yen for amount in answer.amounts] == [31_500]


def test_it_stands_beside_the_others(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    shutil.copytree(INVENTED, corpus / "orchard")
    loaded = load_corpus(corpus)
    assert {"orchard", *(path.parent.name for path in ROOT.glob("corpus/*/scheme.yaml"))} == set(loaded.schemes)
    report = check_scheme(loaded, "orchard")
    assert report.problems == ()


# The guide


def test_every_file_that_the_guide_names_exists() -> None:
    named = set(re.findall(r"`((?:assistant|corpus|tests|evals|\.ci)/[\w./-]*|[\w.-]+\.(?:md|toml|py))`", GUIDE))
    assert "tests/corpus/invented/orchard/" in named
    own = {"scheme.yaml", "brochure.ja.md", "brochure.en.md"}  # of the scheme that the reader adds
    missing = [name for name in named - own if not (ROOT / name).exists() and "your-scheme" not in name]
    assert not missing


@pytest.mark.parametrize("model", [Fact, Term, Item, Grant, Exclusion, Requirement, Limit, Statement, Words])
def test_the_guide_explains_every_field(model: type) -> None:
    told = set(re.findall(r"`([a-z_]+)(?::[^`]*)?`", GUIDE.partition("## Add a scheme")[2].partition("\n## ")[0]))
    fields: dict[str, object] = model.model_fields  # type: ignore[attr-defined]
    assert set(fields) - told == set()
