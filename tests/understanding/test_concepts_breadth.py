"""Every concept of every scheme is known by many examples of both languages, so that no one phrasing decides."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.corpus.loader import Corpus, read_utterances
from assistant.corpus.model import Words
from assistant.understanding.labelled import Labelled, read_labelled
from assistant.understanding.text import detect_language

CORPUS = Path(__file__).parents[2] / "corpus"
QUESTIONS = CORPUS / "questions"
EXAMPLES, QUESTION_COUNT, WRITERS = 30, 3_000, 5
LEAST_OF_A_LANGUAGE = 5


@pytest.fixture(scope="module")
def labels(whole_corpus: Corpus) -> list[Labelled]:
    return read_labelled(QUESTIONS, whole_corpus.schemes)


def has_words(words: Words) -> bool:
    """Whether people can say it at all: some facts and items only follow from others."""
    return bool(words.yes or words.aliases or words.utterances)


def examples_of(corpus: Corpus, labels: list[Labelled]) -> Iterator[tuple[str, set[str]]]:
    """`scheme kind id` of each concept that people can say, with the messages that are examples of it."""
    facts: dict[str, set[str]] = {}
    items: dict[str, set[str]] = {}
    statements: dict[tuple[str | None, str | None], set[str]] = {}
    for x in labels:
        for f in x.facts:
            facts.setdefault(f, set()).add(x.text)
        for i in x.items:
            items.setdefault(i, set()).add(x.text)
        statements.setdefault((x.scheme, x.statement), set()).add(x.text)
    for name, scheme in corpus.schemes.items():
        for ident, fact in scheme.facts.items():
            if has_words(fact.words):
                yield f"{name} fact {ident}", {*fact.words.utterances, *facts.get(ident, ())}
        for ident, item in scheme.items.items():
            if has_words(item.words):
                yield f"{name} item {ident}", {*item.words.utterances, *items.get(ident, ())}
        for ident, statement in scheme.statements.items():
            said = {*statement.words.utterances, *statements.get((name, ident), ())}
            yield f"{name} statement {ident}", said


def test_every_concept_has_many_examples(whole_corpus: Corpus, labels: list[Labelled]) -> None:
    few = {concept: len(said) for concept, said in examples_of(whole_corpus, labels) if len(said) < EXAMPLES}

    assert not few, f"fewer than {EXAMPLES} examples: {few}"


def test_every_concept_has_examples_of_both_languages(whole_corpus: Corpus, labels: list[Labelled]) -> None:
    few = {}
    for concept, said in examples_of(whole_corpus, labels):
        counts = Counter(map(detect_language, said))
        if min(counts["ja"], counts["en"]) < LEAST_OF_A_LANGUAGE:
            few[concept] = dict(counts)
    assert not few, few


def test_there_are_many_labelled_questions_by_several_writers_of_both_languages(labels: list[Labelled]) -> None:
    writers = {x.writer for x in labels}

    assert len(labels) >= QUESTION_COUNT
    assert len(writers) >= WRITERS
    assert {x.writer for x in labels if x.lang == "ja"} == writers == {x.writer for x in labels if x.lang == "en"}


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda p: p.stem)
def test_each_file_of_questions_is_readable_and_repeats_none(path: Path, labels: list[Labelled]) -> None:
    here = [x for x in labels if x.writer == path.stem]
    repeated = [text for text, n in Counter((x.text, x.scheme) for x in here).items() if n > 1]

    assert len(here) == sum(1 for row in path.read_text("utf-8").splitlines() if row.strip())
    assert repeated == []


def test_every_scheme_has_labelled_questions_of_every_writer_together(
    whole_corpus: Corpus, labels: list[Labelled]
) -> None:
    counts = Counter(x.scheme for x in labels)

    assert {s: counts[s] for s in whole_corpus.schemes if counts[s] < 100} == {}


def test_shared_utterances_name_facts_or_items_of_some_scheme(whole_corpus: Corpus) -> None:
    known = {i for s in whole_corpus.schemes.values() for i in (*s.facts, *s.items)}

    assert sorted(set(read_utterances(CORPUS)) - known) == []


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*.jsonl")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_each_line_is_one_json_object(path: Path) -> None:
    rows = [json.loads(row) for row in path.read_text("utf-8").split("\n") if row]

    assert rows and all(isinstance(row, dict) for row in rows)
