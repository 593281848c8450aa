"""Options by every name that people give them, and whether the contract has them."""

from __future__ import annotations

import pytest

from assistant.corpus.loader import load_corpus
from assistant.settings import Settings
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.text import prepare

NAMES = {
    "leakage-only": [
        "the option 'leakage only'", "the 'leaks only' rider", "the leak-only extension", "the option named leakage-only", "the option for leaks only",
        "「情報漏えいのみ」のオプション", "情報漏えいのみの特約", "「漏えいのみ担保」オプション", "漏えい限定オプション",
    ],
    "without-leakage": [
        "the option 'without leaks'", 'the "without leakage" option', "the no-leaks option", "the option excluding leaks",
        "「情報漏えい不担保」", "漏えい不担保の特約", "漏えい除外オプション",
    ],
    "profit": [
        "the option 'profit and continuity costs'", 'the "profit and continuity" rider', "the business interruption option",
        "「利益・営業継続費用」のオプション", "利益オプション",
    ],
    "without-profit": ["the option 'without profit'", "the no-profit option", "「利益不担保」", "利益対象外オプション"],
    "without-continuity": ["the option 'without continuity costs'", "the no-continuity option", "「営業継続費用不担保」", "営業継続不担保オプション"],
    "it-services": ["the option 'IT services'", "the IT service rider", "the option for IT providers", "ITオプション", "ITサービスの特約"],
    "employee-crime": [
        "the option 'employees' unlawful acts'", "the employee crime rider", "the staff crime option",
        "「使用人法令違反復活担保」", "従業員犯罪オプション",
    ],
}  # fmt: skip
ATTACHED = [
    "Is an attack with nothing leaked covered under {}?",
    "Is libel not paid with {}?",
    "We have no other option than {}.",
    "{}を付けているとDoS攻撃は出ませんか",
    "{}では補償されないのですか",
]
LACKED = [
    "We do not have {}.",
    "We decided against {}.",
    "We do not carry anything such as {}.",
    "Without {}, is that covered?",
    "{}は契約していない",
    "{}を外したら補償されますか",
    "{}を付けなければ出ますか",
    "{}は断りました",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(load_corpus(Settings.from_environment().corpus_dir).schemes["sompo-corporate"])


def _named(lexicon: Lexicon, text: str) -> dict[str, bool | None]:
    return {m.id: m.truth for m in lexicon.find_riders(prepare(text).text)}


@pytest.mark.parametrize(("option", "name"), [(o, n) for o, names in NAMES.items() for n in names])
def test_an_option_is_known_by_any_of_its_names(lexicon: Lexicon, option: str, name: str) -> None:
    said = "We have attached {}. Is a DoS attack covered?" if name.isascii() else "{}を付けています。補償されますか"
    asked = "What does {} do, and is a DoS attack covered with it?" if name.isascii() else "{}だと何が変わりますか"
    for sentence in (said, asked):
        assert _named(lexicon, sentence.format(name)) == {option: True}


@pytest.mark.parametrize(
    "text",
    [
        "Does it leak only sometimes?",
        "Are profit and continuity costs covered?",
        "情報漏えいのみの場合は",
        "ITサービスの障害で止まった",
    ],
)
def test_words_of_its_name_alone_name_no_option(lexicon: Lexicon, text: str) -> None:
    assert _named(lexicon, text) == {}


@pytest.mark.parametrize(("sentence", "attached"), [*((s, True) for s in ATTACHED), *((s, False) for s in LACKED)])
def test_what_is_denied_is_told_apart_from_the_option(lexicon: Lexicon, sentence: str, attached: bool) -> None:
    name = "the leaks-only option" if sentence.isascii() else "情報漏えいのみ担保オプション"
    assert _named(lexicon, sentence.format(name)) == {"leakage-only": attached}
