"""Which statement answers a question of fact: invented messages against the statements of the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answering.linked import STATEMENT_FLOOR, STATEMENT_LIKELY
from assistant.corpus.loader import load_scheme, read_shared_words
from assistant.corpus.patterns import PatternSet
from assistant.understanding.linking import Link, Linker, names_as_patterns
from assistant.understanding.linking_tables import Linkable
from assistant.understanding.other_insurances import OtherInsurances
from assistant.understanding.text import prepare

CORPUS = Path(__file__).parents[2] / "corpus"
MESSAGES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("statement_messages.yaml").read_text(encoding="utf-8")
)
ASKED = [m for m in MESSAGES if m["ids"]]
NO_BROCHURE = OtherInsurances("", PatternSet(()))
FOREIGN = [m for m in MESSAGES if not m["ids"]]


@pytest.fixture(scope="module")
def linkers() -> Mapping[str, Linker]:
    scheme, _ = load_scheme(CORPUS / "silver", read_shared_words(CORPUS))
    return {
        language: Linker(
            [
                Linkable(
                    ident,
                    tuple(prepare(t).text for t in (*s.words.utterances, s.name.of(language), *s.words.aliases)),
                    prepare(s.text.of(language)).text,
                    (*s.words.yes, *names_as_patterns(s.words.aliases)),
                    s.words.beats,
                )
                for ident, s in scheme.statements.items()
            ]
        )
        for language in ("ja", "en")
    }


def said(linkers: Mapping[str, Linker], text: str) -> Link | None:
    """The statement that would be told, or None."""
    message = prepare(text)
    if NO_BROCHURE.named(message):
        return None
    links = linkers[message.language].link(message.text)
    best = links[0] if links else None
    if best is None or best.score < (STATEMENT_FLOOR if best.pattern else STATEMENT_LIKELY):
        return None
    return best


def test_nearly_all_questions_of_fact_find_their_statement(linkers: Mapping[str, Linker]) -> None:
    found = [(m, said(linkers, m["text"])) for m in ASKED]
    wrong = [(m["text"], link and link.id) for m, link in found if link is None or link.id not in m["ids"]]
    assert len(wrong) <= 0.05 * len(ASKED), wrong


def test_most_foreign_questions_find_none(linkers: Mapping[str, Linker]) -> None:
    told = [(m["text"], link.id) for m in FOREIGN if (link := said(linkers, m["text"]))]
    assert len(told) <= 0.2 * len(FOREIGN), told


def test_every_expected_statement_exists() -> None:
    scheme, _ = load_scheme(CORPUS / "silver", read_shared_words(CORPUS))
    assert {i for m in MESSAGES for i in m["ids"]} <= set(scheme.statements)
