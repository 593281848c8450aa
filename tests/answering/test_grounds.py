"""What a message is likely about, as evidence for search: sections that its answer cites, statements it is read as."""

from __future__ import annotations

from types import SimpleNamespace

from assistant.answer import Answer, Citation
from assistant.answering.grounds import CITED, LEAST_LIKELY, LIKELY, grounds_of


def scheme(**cites: tuple[str, ...]) -> SimpleNamespace:
    return SimpleNamespace(statements={name: SimpleNamespace(cites=found) for name, found in cites.items()})


def grounded(cited: tuple[str, ...], likely: dict[str, float]) -> dict[tuple[str, str], float]:
    citations = tuple(
        Citation(document="guide", section=section, page=1, quote="", scheme="orchard") for section in cited
    )
    query = SimpleNamespace(readings=(SimpleNamespace(likely=likely),))
    schemes = {"orchard": scheme(hours=("contact", "letter"), barn=("barn",))}
    return grounds_of(query, Answer(kind="fact", text="", citations=citations), schemes)  # type: ignore[arg-type]


def test_what_an_answer_cites_first_counts_most() -> None:
    found = grounded(("a", "b", "c", "d", "e", "a"), {})
    assert [found["orchard", name] for name in "abcde"] == [*CITED, CITED[-1]]


def test_a_likely_statement_counts_by_its_probability_and_an_unlikely_one_does_not() -> None:
    found = grounded((), {"orchard:hours": 0.8, "orchard:barn": LEAST_LIKELY / 2, "ask:premium": 1.0, "orchard:-": 0.9})
    assert list(found) == [("orchard", "contact"), ("orchard", "letter")]
    assert found["orchard", "contact"] == LIKELY * 0.8 > found["orchard", "letter"]


def test_the_stronger_evidence_for_a_section_stands() -> None:
    assert grounded(("x", "contact"), {"orchard:hours": 0.4})["orchard", "contact"] == CITED[1]
    assert grounded(("x", "y", "z", "contact"), {"orchard:hours": 1.0})["orchard", "contact"] == LIKELY
