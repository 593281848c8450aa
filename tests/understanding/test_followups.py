"""What short messages do to the one before them."""

from __future__ import annotations

import pytest

from assistant.understanding.followups import (
    adds_what_was_left_out,
    changes_choice,
    leaves_out,
    names_another_date,
    wishes_for,
    without_same,
)
from assistant.understanding.text import prepare


@pytest.mark.parametrize("text", ["じゃあオプションを付けたら？", "and with it?", "付けたらいくらですか"])
def test_an_option_is_added(text: str) -> None:
    assert adds_what_was_left_out(prepare(text).text) and not leaves_out(prepare(text).text)


@pytest.mark.parametrize("text", ["じゃあ外したら？", "and without it?"])
def test_an_option_is_left_out(text: str) -> None:
    assert leaves_out(prepare(text).text) and not adds_what_was_left_out(prepare(text).text)


@pytest.mark.parametrize(
    ("text", "another"),
    [("9月24日からなら？", True), ("And from 7 May?", True), ("限定プランなら？", False)],
)
def test_another_date_is_named(text: str, another: bool) -> None:
    assert names_another_date(prepare(text)) is another


@pytest.mark.parametrize("text", ["類型7に変えると", "if we switch to set 3", "タイプIIに上げたら"])
def test_a_type_takes_the_place_of_another(text: str) -> None:
    assert changes_choice(prepare(text).text)


def test_what_stays_the_same_is_not_asked_for() -> None:
    assert "limit" not in without_same(prepare("and the other plan, at the same limit?").text)
    assert "limit" in without_same(prepare("Is it the same limit for G I?").text)
    assert "限度" not in without_same(prepare("同じ限度額のまま充実プランにしたら？").text)


def test_a_wish_is_no_question() -> None:
    assert wishes_for(prepare("著作権も補償してほしい").text) and not wishes_for(prepare("補償してほしいのは何？").text)
