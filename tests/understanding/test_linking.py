"""The linker on things small enough to reckon by hand."""

from __future__ import annotations

import pytest

from assistant.understanding.concepts import concepts
from assistant.understanding.linking import Linker
from assistant.understanding.linking_tables import Linkable

THINGS = (
    Linkable("hours", ("窓口は何時から開いていますか", "When does the desk open?"), "9時から5時です。", ("何時",)),
    Linkable("refund", ("解約したら保険料は戻りますか", "Do we get money back?"), "書かれていません。"),
    Linkable("fax", ("ファックスの番号は", "What is the fax number?"), "番号は番号です。", ("ファックス",), ("hours",)),
)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(THINGS)


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("窓口って何時から", "hours"),
        ("やめたら掛金は返ってきますか", "refund"),
        ("will there be a refund if we cancel", "refund"),
        ("fax number please", "fax"),
    ],
)
def test_the_nearest_thing_comes_first(linker: Linker, text: str, ident: str) -> None:
    assert linker.link(text)[0].id == ident


def test_a_matching_pattern_is_told(linker: Linker) -> None:
    by_id = {x.id: x for x in linker.link("窓口は何時から開いていますか")}
    assert by_id["hours"].pattern
    assert not by_id["fax"].pattern if "fax" in by_id else True


def test_what_beats_another_stands_before_it(linker: Linker) -> None:
    assert [x.id for x in linker.link("ファックスの番号は何時から")][:2] == ["fax", "hours"]


@pytest.mark.parametrize("text", ["", "!?", "zzzz"])
def test_nothing_known_is_linked_weakly_or_not(linker: Linker, text: str) -> None:
    assert all(x.score < 0.3 for x in linker.link(text))


def test_the_same_message_gives_the_same_links() -> None:
    text = "解約したら窓口は何時から"
    assert Linker(THINGS).link(text) == Linker(THINGS).link(text)


def test_small_talk_scores_lower_than_without_a_background(linker: Linker) -> None:
    assert all(x.score < 0.3 for x in linker.link("明日の天気はどうですか"))


@pytest.mark.parametrize(
    ("text", "name"),
    [("掛金はいくら", "premium"), ("what premium do we pay", "premium"), ("示談してもいい?", "settle")],
)
def test_words_of_both_languages_mean_one_idea(text: str, name: str) -> None:
    assert name in concepts(text)
