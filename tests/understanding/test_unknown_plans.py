"""Names of plans that nobody offers are found; names of real ones and words for plans in general are not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.understanding.lexicon import Span
from assistant.understanding.reading import Reader
from assistant.understanding.text import prepare
from assistant.understanding.unknown_plans import unknown_plans


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("プレミアムプランはありますか", ["プレミアムプラン"]),
        ("「ゴールドコース」に入りたい", ["ゴールドコース"]),
        ("安心プランならいくら？", ["安心プラン"]),
        ("テレワーク特約を付けたい", ["テレワーク特約"]),
        ("プレミアムプランとゴールドプランの差", ["プレミアムプラン", "ゴールドプラン"]),
        ("Is there a Gold Plan?", ["gold plan"]),
        ("what does the premium plan cost", ["premium plan"]),
        ("the remote-work rider please", ["remote-work rider"]),
        ("family package or platinum option", ["family package", "platinum option"]),
    ],
)
def test_a_plan_that_nobody_offers_is_a_wrong_choice_of_a_plan(text: str, named: list[str]) -> None:
    message = prepare(text)

    found = unknown_plans(message.text, [])

    assert [x.raw for x in found] == named
    assert {(x.dimension, x.value) for x in found} == {("plan", None)}
    assert all(x.raw in message.text[x.start : x.end] for x in found)


@pytest.mark.parametrize(
    "text",
    [
        "ワイドプランの保険料は",
        "充実プランは",
        "限定プランに入っています",
        "サイバープランって何",
        "セットプランの値段",
        "どのプランがいいですか",
        "両方のプランで",
        "プラン",
        "the comprehensive plan",
        "which plan is best",
        "this plan or that plan, any option?",
        "our cyber plan",
        "the premium for each plan",
        "",
    ],
)
def test_words_for_plans_that_may_exist_are_left_alone(text: str) -> None:
    assert unknown_plans(prepare(text).text, []) == []


@dataclass(frozen=True)
class Place:
    """A place in a text."""

    start: int
    end: int


@pytest.mark.parametrize(
    ("known", "found"), [(Place(9, 18), 0), (Place(0, 10), 0), (Place(17, 25), 0), (Place(0, 9), 1), (Place(18, 25), 1)]
)
def test_what_overlaps_a_known_name_is_left_alone(known: Place, found: int) -> None:
    text = "maybe a: gold plan, or two"  # "gold plan" stands at 9 to 18

    assert len(unknown_plans(text, [known])) == found


def test_no_scheme_finds_its_own_plans_unknown(pattern_reader: Reader) -> None:
    wrong = []
    for ident, scheme in pattern_reader.schemes.items():
        lexicon = pattern_reader.lexicons[ident]
        names = [x.name for x in scheme.plans.values()] + [x.name for x in scheme.riders.values()]
        for name in (n for both in names for n in (both.ja, both.en)):
            text = prepare(name).text
            known: list[Span] = [*lexicon.find_plans(text), *lexicon.find_riders(text), *lexicon.names.yes.find(text)]
            wrong += [(ident, name, x.raw) for x in unknown_plans(text, known)]
    assert wrong == []
