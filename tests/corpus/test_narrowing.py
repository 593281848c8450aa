"""Which part of the brochures a plan, a document or an edition leaves."""

from __future__ import annotations

import pytest

from assistant.corpus.loader import Corpus, load_corpus
from assistant.corpus.narrowing import Narrowed, narrow
from assistant.errors import UnknownChoiceError
from assistant.settings import default_corpus_dir


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(default_corpus_dir())


def test_nothing_given_leaves_all(corpus: Corpus) -> None:
    assert narrow(corpus.schemes) == narrow(corpus.schemes, "silver") == Narrowed()


def test_a_document_is_searched_alone(corpus: Corpus) -> None:
    (document,) = narrow(corpus.schemes, document="chosonkai-flyer-2024").documents or ()
    assert document == "chosonkai-flyer-2024"


def test_an_edition_is_that_of_its_scheme(corpus: Corpus) -> None:
    assert narrow(corpus.schemes, edition="2026").documents == {"silver-2026"}


def test_a_plan_leaves_out_what_holds_for_others_alone(corpus: Corpus) -> None:
    """Every rule for the plan still finds its sections, and something of the other plan is gone."""
    scheme = corpus.schemes["silver"]
    left_out = {plan: narrow(corpus.schemes, "silver", plan=plan).left_out for plan in scheme.plans}
    for plan, gone in left_out.items():
        needed = {section for rule in scheme.rules if not rule.plans or plan in rule.plans for section in rule.cites}
        assert not {section for _, section in gone} & needed
    assert any(left_out.values())
    assert not left_out["leakage-only"] & left_out["comprehensive"]


@pytest.mark.parametrize(
    ("scheme", "given", "valid"),
    [
        (None, {"plan": "gold"}, "leakage-only"),
        ("silver", {"plan": "basic"}, "comprehensive"),
        ("silver", {"document": "jcci-flyer"}, "silver-2026"),
        ("jcci", {"edition": "2026"}, "flyer"),
        (None, {"edition": "2026", "plan": "basic"}, "leakage-only"),
    ],
)
def test_what_does_not_exist_or_fit_is_named_with_what_does(
    corpus: Corpus, scheme: str | None, given: dict[str, str], valid: str
) -> None:
    with pytest.raises(UnknownChoiceError, match=valid) as caught:
        narrow(corpus.schemes, scheme, **given)
    assert caught.value.field in given
