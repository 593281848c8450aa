"""`utterances.jsonl`: joined to the words of what it names; a bad line is told with its file and number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.corpus.loader import load_corpus, read_utterances
from assistant.errors import SchemeError


def row(ident: str, *said: str) -> str:
    return json.dumps({"id": ident, "utterances": said}, ensure_ascii=False) + "\n"


def test_a_scheme_s_utterances_join_its_words_after_its_own(orchard: Path) -> None:
    (orchard / "orchard" / "utterances.jsonl").write_text(
        row("guild_consent", "組合が承知した", "事務局の同意を得ました")  # the second stands in scheme.yaml already
        + row("silent_instalments", "pay in parts?")
        + row("ransom", "身代金を払えと言われた")
        + row("guild_consent", "they agreed"),
        encoding="utf-8",
    )

    scheme = load_corpus(orchard).schemes["orchard"]

    assert scheme.facts["guild_consent"].words.utterances == (
        "事務局の同意を得ました",
        "The guild agreed beforehand.",
        "組合が承知した",
        "they agreed",
    )
    assert scheme.statements["silent_instalments"].words.utterances == ("pay in parts?",)
    assert scheme.statements["silent_instalments"].words.yes  # what was there stays
    assert scheme.items["ransom"].words.utterances == ("身代金を払えと言われた",)


def test_shared_utterances_join_facts_and_items_and_nothing_else(orchard: Path) -> None:
    (orchard / "utterances.jsonl").write_text(
        row("leak", "it leaked") + row("damages", "they sued") + row("silent_instalments", "not here"),
        encoding="utf-8",
    )

    scheme = load_corpus(orchard).schemes["orchard"]

    assert scheme.facts["leak"].words.utterances == ("it leaked",)
    assert scheme.items["damages"].words.utterances == ("they sued",)
    assert scheme.statements["silent_instalments"].words.utterances == ()


def test_own_utterances_stand_before_shared_ones_and_none_twice(orchard: Path) -> None:
    (orchard / "utterances.jsonl").write_text(row("leak", "shared", "both"), encoding="utf-8")
    (orchard / "orchard" / "utterances.jsonl").write_text(row("leak", "own", "both"), encoding="utf-8")

    assert load_corpus(orchard).schemes["orchard"].facts["leak"].words.utterances == ("own", "both", "shared")


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_utterances(tmp_path) == {}


EXPECTED = 'expected {"id": …, "utterances": […]} on one line.'
TYPES = "the id must be a text and the utterances a list of texts."


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("no json", EXPECTED),
        ('{"id": "leak"', EXPECTED),
        ("[]", EXPECTED),
        ("null", EXPECTED),
        ("{}", EXPECTED),
        ('{"id": "leak"}', EXPECTED),
        ('{"utterances": ["x"]}', EXPECTED),
        ('{"id": 3, "utterances": ["x"]}', TYPES),
        ('{"id": null, "utterances": []}', TYPES),
        ('{"id": "leak", "utterances": "x"}', TYPES),
        ('{"id": "leak", "utterances": null}', TYPES),
        ('{"id": "leak", "utterances": [1]}', TYPES),
        ('{"id": "leak", "utterances": [""]}', TYPES),
    ],
)
@pytest.mark.parametrize("folder", [".", "orchard"], ids=["shared", "own"])
def test_a_bad_line_is_told_with_file_and_number(orchard: Path, folder: str, bad: str, says: str) -> None:
    path = orchard / folder / "utterances.jsonl"
    path.write_text(row("leak", "it leaked") + bad + "\n" + row("leak", "again"), encoding="utf-8")

    with pytest.raises(SchemeError) as caught:
        load_corpus(orchard)

    assert str(caught.value) == f"{path}:2: {says}"


def test_an_unknown_id_is_told_with_the_line_that_names_it_first(orchard: Path) -> None:
    path = orchard / "orchard" / "utterances.jsonl"
    path.write_text(row("leak", "x") + row("hail", "y") + row("hail", "z"), encoding="utf-8")

    with pytest.raises(SchemeError) as caught:
        load_corpus(orchard)

    assert str(caught.value) == f"{path}:2: 'hail' names nothing of this scheme."
