"""A hard negative shares words with a question and does not answer it."""

from __future__ import annotations

from assistant.corpus.brochure import Section
from assistant.retrieval.hard_negatives import section_text, with_negatives

TEXTS = {
    "investigation": ("調査費用", "事故の原因を調べる費用です。"),
    "sympathy": ("見舞金", "被害者へ渡す見舞金の費用です。"),
    "animals": ("動物", "牛と馬と羊です。"),
}
SECTIONS = [
    Section(scheme, "guide", ident, 1, "ja", 2, title, text, None)
    for scheme in ("orchard", "meadow")
    for ident, (title, text) in TEXTS.items()
]
KNOWN = {(section.scheme, section.id): section_text(section) for section in SECTIONS}


def negatives(*pairs: tuple[str, str]) -> list[tuple[str, str, str]]:
    return with_negatives(pairs, SECTIONS, seed=1)


def test_it_is_another_section_of_the_same_scheme() -> None:
    ((anchor, positive, negative),) = negatives(("原因の調査の費用は?", KNOWN["orchard", "investigation"]))
    assert (anchor, positive) == ("原因の調査の費用は?", KNOWN["orchard", "investigation"])
    assert negative in {text for (_, ident), text in KNOWN.items() if ident != "investigation"}


def test_a_section_that_answers_the_same_question_is_none() -> None:
    both = [("費用は?", KNOWN["orchard", name]) for name in ("investigation", "sympathy")]
    assert {negative for _, _, negative in negatives(*both)} == {KNOWN["orchard", "animals"]}


def test_it_has_the_form_of_what_it_is_held_against() -> None:
    ((_, _, negative),) = negatives(("しらべるお金", "調査費用"))
    assert negative in {"見舞金", "動物"}


def test_the_same_seed_gives_the_same() -> None:
    pairs = [(f"費用は{n}?", KNOWN["meadow", "sympathy"]) for n in range(20)]
    assert negatives(*pairs) == negatives(*pairs)
