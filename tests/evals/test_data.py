"""The project's own data sets: listed as they are, about what exists, and each of them runs in the evaluation."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from assistant.corpus.loader import Corpus, load_corpus
from assistant.settings import Settings
from evals.home import Home
from evals.manifest import Manifest, read_manifest
from evals.records import Question, Search
from evals.sets import Sets, check_sets, load_sets

HOME = Home()
SECRET = re.compile(r"[\w.+-]+@[\w-]+\.\w+|0\d0-\d{4}-\d{4}")  # mail addresses, mobile numbers


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(Settings().corpus_dir)


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(HOME.data)


@pytest.fixture(scope="module")
def sets(manifest: Manifest, corpus: Corpus) -> Sets:
    return check_sets(load_sets(manifest, HOME.data), corpus)


def test_every_set_is_listed_with_source_licence_count_and_hash(manifest: Manifest, sets: Sets) -> None:
    assert {"silver", "others", "outofscope", "injection", "badinput", "silver-own", "others-own"} <= set(manifest.sets)
    for each in sets.chosen:
        entry = manifest.sets[each.name]
        assert entry.source and entry.licence
        assert (len(each.records), each.sha256) == (entry.count, entry.sha256), each.name


def test_grounds_are_of_cases_that_exist(sets: Sets) -> None:
    assert set(sets.grounds) <= {record.id for each in sets.chosen for record in each.records}
    assert len(sets.grounds) > 300


def test_grounds_name_sections_and_rules_that_exist(sets: Sets, corpus: Corpus) -> None:
    sections = {f"{s.scheme}/{s.id}" for s in corpus.sections}
    rules = {f"{ident}.{rule.id}" for ident, scheme in corpus.schemes.items() for rule in scheme.rules}
    for ident, ground in sets.grounds.items():
        assert set(ground.sections) <= sections, ident
        assert set(ground.rules) <= rules, ident


def test_searches_name_sections_that_exist_in_both_languages(sets: Sets, corpus: Corpus) -> None:
    known = {(f"{s.scheme}/{s.id}", s.language) for s in corpus.sections}
    searches = [record for each in sets.chosen for record in each.records if isinstance(record, Search)]
    assert len(searches) >= 120
    assert {search.lang for search in searches} == {"ja", "en"}
    assert [s.id for s in searches for section in s.sections if (section, s.lang) not in known] == []
    assert min(Counter(search.scheme for search in searches).values()) >= 30


def test_every_printed_premium_of_a_plan_by_type_and_rank_is_asked_for(sets: Sets) -> None:
    figures = next(each for each in sets.chosen if each.name == "figures")
    premiums = [
        r for r in figures.records if isinstance(r, Question) and r.family == "premium" and r.scheme == "silver"
    ]
    assert len({yen for question in premiums for yen in question.yen}) == 18


def test_nothing_personal_is_in_our_own_sets(manifest: Manifest) -> None:
    for name, entry in manifest.sets.items():
        if entry.group != "attacks":
            assert not SECRET.search((HOME.data / entry.file).read_text(encoding="utf-8")), name
