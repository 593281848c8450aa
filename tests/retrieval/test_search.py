"""What a person gets for a question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.brochure import Section
from assistant.corpus.narrowing import Narrowed
from assistant.errors import RetrievalError
from assistant.retrieval import Retrieval
from assistant.retrieval.shard import Shard


def found(retrieval: Retrieval, question: str, **options: str) -> list[str]:
    return [hit.passage.id for hit in retrieval.search(question, **options)]  # type: ignore[arg-type]


def test_japanese_is_searched_in_japanese_and_english_in_english(retrieval: Retrieval) -> None:
    assert found(retrieval, "見舞金はいくらですか")[0] == "harbour/sympathy/ja/1"
    assert found(retrieval, "How much is the sympathy payment?")[0] == "harbour/sympathy/en/1"


def test_an_english_question_may_quote_a_japanese_term(retrieval: Retrieval) -> None:
    assert found(retrieval, "How much is the 見舞金 for one person?")[0] == "harbour/sympathy/en/1"


def test_a_scheme_is_searched_alone_when_it_is_named(retrieval: Retrieval) -> None:
    assert {ident.split("/")[0] for ident in found(retrieval, "保険料")} == {"harbour", "meadow"}
    assert {ident.split("/")[0] for ident in found(retrieval, "保険料", scheme="meadow")} == {"meadow"}


def test_a_scheme_without_english_is_searched_in_what_it_has(retrieval: Retrieval) -> None:
    hits = found(retrieval, "premium of the 家畜", scheme="meadow", language="en")
    assert hits[0] == "meadow/premiums/ja/1"


def test_the_language_can_be_set(retrieval: Retrieval) -> None:
    assert {ident.split("/")[2] for ident in found(retrieval, "見舞金", scheme="harbour", language="en")} == {"en"}


def test_what_a_rule_rests_on_comes_first_also_where_no_word_is_in_common(retrieval: Retrieval) -> None:
    before = retrieval.search("見舞金はいくらですか", 3, "harbour")
    hits = retrieval.search("見舞金はいくらですか", 3, "harbour", grounds={("harbour", "contact"): 0.95})
    assert [hit.passage.section for hit in hits][:2] == ["contact", before[0].passage.section]
    assert hits[1].score == before[0].score
    assert 0.95 <= hits[0].score <= 1.0


def test_other_evidence_names_sections_of_the_scheme_and_language_that_is_searched_alone(retrieval: Retrieval) -> None:
    grounds = {("meadow", "animals"): 1.0, ("harbour", "nowhere"): 1.0}
    hits = retrieval.search("見舞金はいくらですか", 9, "harbour", grounds=grounds)
    assert hits == retrieval.search("見舞金はいくらですか", 9, "harbour")


def test_a_section_is_found_once(tmp_path: Path) -> None:
    rows = "\n".join(f"- 費用の種類{n}。{'説明' * 40}" for n in range(12))
    sections = [
        Section("s", "d", "costs", 1, "ja", 2, "費用の種類", rows, None),
        Section("s", "d", "other", 2, "ja", 2, "その他", "その他の費用。", None),
    ]
    hits = Retrieval.open(sections, tmp_path).search("費用の種類", 10)
    assert [hit.passage.section for hit in hits] == ["costs", "other"]


def test_neighbours_can_be_read(tmp_path: Path) -> None:
    text = "\n\n".join(f"第{n}段落。{'説明' * 60}" for n in range(6))
    retrieval = Retrieval.open([Section("s", "d", "long", 1, "ja", 2, "長い節", text, None)], tmp_path)
    passage = retrieval.search("第3段落")[0].passage
    assert passage.previous is not None
    before = retrieval.passage(passage.previous)
    assert before is not None and before.next == passage.id
    assert retrieval.passage("no/such/passage") is None


LOSSES = ("漏えい", "盗難", "火災", "停電", "誤送信", "改ざん", "紛失", "感染", "脅迫", "故障")
COSTS = ("調査", "通知", "復旧", "弁護士", "広報", "見舞金", "監視", "代替", "輸送", "翻訳")


def test_many_passages_are_found_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sections = [
        Section(
            "s", "d", f"{a}-{b}", 1, "ja", 2, f"{loss}の{cost}", f"{loss}のときは、{cost}にかかる費用を払います。", None
        )
        for a, loss in enumerate(LOSSES)
        for b, cost in enumerate(COSTS)
    ]
    few = Retrieval.open(sections, tmp_path)
    monkeypatch.setattr(Shard, "read", partial(Shard.read, limit=50))
    monkeypatch.setattr("assistant.retrieval.shard.NEAREST", 20)
    monkeypatch.setattr("assistant.retrieval.shard.WORDED", 10)
    many = Retrieval.open(sections, tmp_path)
    for question in (
        "漏えいを調べる費用",
        "火事になったときの翻訳代",
        "パソコンが壊れた",
        "弁護士に頼む",
        "見舞金は出ますか",
    ):
        expected = [(hit.passage.id, pytest.approx(hit.score, abs=1e-5)) for hit in few.search(question, 3)]
        assert [(hit.passage.id, hit.score) for hit in many.search(question, 3)] == expected


def test_scores_fall_and_lie_between_zero_and_one(retrieval: Retrieval) -> None:
    scores = [hit.score for hit in retrieval.search("被害者への見舞金の保険料", 10)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_ties_are_in_the_order_of_ids(tmp_path: Path) -> None:
    names = ["zebra", "ant", "mole"]
    sections = [Section("s", "d", name, 1, "ja", 2, "料金", "料金は1円です。", None) for name in names]
    retrieval = Retrieval.open(sections, tmp_path)
    assert [hit.passage.section for hit in retrieval.search("料金")] == sorted(names)


@pytest.mark.parametrize("question", ["", " \n", "。。。", "?!", "the", "\x00\x07", "\ud800"])
def test_a_question_without_words_finds_nothing(retrieval: Retrieval, question: str) -> None:
    assert retrieval.search(question) == []


def test_a_question_about_something_else_scores_lower(retrieval: Retrieval) -> None:
    about = retrieval.search("見舞金は1人いくらまでですか")[0].score
    elsewhere = retrieval.search("金星の大気の組成を知りたい")
    assert not elsewhere or elsewhere[0].score < about / 2


@pytest.mark.parametrize("k", [0, -1])
def test_a_count_below_one_is_refused(retrieval: Retrieval, k: int) -> None:
    with pytest.raises(RetrievalError, match="at least 1") as caught:
        retrieval.search("保険料", k)
    assert caught.value.field == "k"


def test_an_unknown_scheme_is_refused_with_those_that_exist(retrieval: Retrieval) -> None:
    with pytest.raises(RetrievalError, match="harbour, meadow") as caught:
        retrieval.search("保険料", scheme="habour")
    assert caught.value.field == "scheme"


def test_nothing_to_search_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="no text"):
        Retrieval.open([], tmp_path)


@given(st.text(max_size=200))
def test_any_question_is_answered_the_same_way_twice(retrieval: Retrieval, question: str) -> None:
    assert retrieval.search(question) == retrieval.search(question)


def test_a_hundred_thousand_characters_are_searched(retrieval: Retrieval) -> None:
    assert found(retrieval, "見舞金はいくらですか。" * 10_000)[0] == "harbour/sympathy/ja/1"


def test_threads_find_the_same(retrieval: Retrieval) -> None:
    questions = ["見舞金", "保険料", "電話", "調査費用", "premium", "contact"] * 20
    alone = [retrieval.search(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(retrieval.search, questions)) == alone


EDITIONS = (
    ("d-2030", "fee", "料金", "年間の料金は12,300円です。"),
    ("d-2030", "sympathy", "見舞金", "被害者への見舞金は1人1,000円までです。"),
    ("d-2031", "fee", "料金", "年間の料金は12,800円です。"),
    ("d-2031", "gift", "見舞金", "被害者への**見舞金**は、１人1,000円までです"),
    ("d-2032", "gift", "見舞金", "被害者への見舞金は1人1,000円までではありません。"),
)


def editions(tmp_path: Path) -> Retrieval:
    sections = [Section(doc, doc, ident, 1, "ja", 2, title, text, None) for doc, ident, title, text in EDITIONS]
    return Retrieval.open(sections, tmp_path)


def test_what_two_editions_say_alike_is_found_once_with_both_places(tmp_path: Path) -> None:
    hits = editions(tmp_path).search("被害者への見舞金", 10)
    places = {
        hit.passage.document: [each.document for each in hit.also] for hit in hits if hit.passage.title == "見舞金"
    }
    assert places in ({"d-2030": ["d-2031"], "d-2032": []}, {"d-2031": ["d-2030"], "d-2032": []})


def test_another_figure_is_another_passage(tmp_path: Path) -> None:
    hits = [hit for hit in editions(tmp_path).search("年間の料金", 10) if hit.passage.section == "fee"]
    assert {hit.passage.document for hit in hits} == {"d-2030", "d-2031"}
    assert not any(hit.also for hit in hits)


@pytest.mark.parametrize("limit", [100, 0])  # all compared, and as many passages are searched
def test_a_search_can_be_narrowed(
    sections: tuple[Section, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(Shard, "read", partial(Shard.read, limit=limit))
    retrieval = Retrieval.open(sections, tmp_path)
    plain = retrieval.search("見舞金の保険料", 10)
    assert {hit.passage.document for hit in plain} == {"harbour-2030", "meadow-2030"}
    one = retrieval.search("見舞金の保険料", 10, narrowed=Narrowed(frozenset({"meadow-2030"})))
    assert {hit.passage.document for hit in one} == {"meadow-2030"}
    without = Narrowed(left_out=frozenset({("harbour", "premiums")}))
    others = {(hit.passage.scheme, hit.passage.section) for hit in retrieval.search("保険料", 10, narrowed=without)}
    assert ("harbour", "premiums") not in others and ("meadow", "premiums") in others
    assert retrieval.search("保険料", narrowed=Narrowed(frozenset({"none"}))) == []


def test_other_evidence_stays_in_the_part_that_is_searched(retrieval: Retrieval) -> None:
    grounds = {("harbour", "contact"): 0.9, ("meadow", "animals"): 0.9}
    found = retrieval.search("見舞金", 10, grounds=grounds, narrowed=Narrowed(frozenset({"harbour-2030"})))
    assert found[0].passage.section == "contact"
    assert {hit.passage.document for hit in found} == {"harbour-2030"}
