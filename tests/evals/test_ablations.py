"""The table of ablations: every variant runs, and what is taken away is really gone."""

from __future__ import annotations

from assistant.corpus.loader import load_corpus
from assistant.corpus.model import Words
from evals.ablations import measure, read_table, table_lines, without_context, without_utterances, write_table
from evals.home import Home
from evals.manifest import read_manifest
from evals.records import Question
from evals.sets import load_sets
from tests.evals.conftest import Small


def words_of(value: object) -> list[Words]:
    if isinstance(value, Words):
        return [value]
    fields = getattr(type(value), "model_fields", None)
    inner = [getattr(value, name) for name in fields] if fields else []
    inner += list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, tuple) else []
    return [words for part in inner for words in words_of(part)]


def test_every_variant_is_measured(small: Small) -> None:
    table = measure(small.home, small.settings, ["questions"], lambda line: None)
    rows = {row.name: row for row in table.rows}
    assert list(rows) == [
        "whole", "lexical alone", "dense alone", "no utterances", "no context", "scripted model", "lying model"
    ]  # fmt: skip
    assert rows["whole"].figures["conversation"] == 1.0
    assert rows["no context"].figures["conversation"] == 0.0  # "and rank B?" alone says nothing
    # A language model, honest or not, moves no figure.
    assert rows["scripted model"].figures == rows["lying model"].figures == rows["whole"].figures
    write_table(table, small.home.ablations)
    assert read_table(small.home.ablations) == table
    assert any(line.startswith("no context") for line in table_lines(table))


def test_without_utterances_nothing_else_is_lost(small: Small) -> None:
    corpus = load_corpus(small.corpus)
    stripped = without_utterances(corpus)
    before, after = words_of(corpus.schemes["orchard"]), words_of(stripped.schemes["orchard"])
    assert any(words.utterances for words in before)
    assert after == [words.model_copy(update={"utterances": ()}) for words in before]


def test_without_context_only_the_last_message_is_left(small: Small) -> None:
    sets = without_context(load_sets(read_manifest(small.home.data), small.home.data))
    questions = [record for each in sets.chosen for record in each.records if isinstance(record, Question)]
    assert {len(question.turns) for question in questions} == {1}
    assert "ランクBなら？" in {question.turns[0] for question in questions}


def test_a_table_that_was_never_measured_is_none() -> None:
    assert read_table(Home().folder / "none.json") is None
