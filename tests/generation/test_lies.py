"""A model that lies, in every way, about every kind of answer: what is shown equals the computed answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from assistant.answer import Answer, Language
from assistant.generation.refusals import refusals
from assistant.generation.slots import Form, form_of
from assistant.generation.vocabulary import Vocabulary
from assistant.service import Assistant
from evals.scripts import LIES, honest, liar, lying_reading
from tests.generation.conftest import Accepts, Beside, Told

QUESTIONS: list[str] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def computed(plain: Assistant) -> dict[str, Answer]:
    """The answers without a model."""
    return {question: plain.ask(question) for question in QUESTIONS}


@pytest.fixture(scope="module")
def forms(plain: Assistant, computed: dict[str, Answer]) -> list[tuple[Form, Vocabulary]]:
    """What a model gets to phrase of every answer."""
    vocabularies: dict[Language, Vocabulary] = {"ja": Vocabulary("ja"), "en": Vocabulary("en")}
    made = [
        (form_of(answer, plain.corpus.schemes, vocabularies[answer.language]), vocabularies[answer.language])
        for answer in computed.values()
    ]
    return [(form, vocabulary) for form, vocabulary in made if form is not None]


@pytest.mark.parametrize("lie", LIES)
def test_every_lie_is_refused_whatever_the_answer(lie: str, forms: list[tuple[Form, Vocabulary]]) -> None:
    assert len(forms) >= 10
    for form, vocabulary in forms:
        assert refusals(LIES[lie](form.shown()), form, vocabulary), form.shown()


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_reaches_the_person(lie: str, beside: Beside, computed: dict[str, Answer]) -> None:
    # Even with a guardrail that lets everything through: the construction alone refuses.
    helped = beside(Told(wording=LIES[lie]), verify=lambda text, answer, question: Accepts())
    for question in (QUESTIONS[0], QUESTIONS[-2]):
        assert helped.ask(question) == computed[question], question


@pytest.mark.parametrize("reading", [lying_reading, lambda messages: "{}", lambda messages: "補償されます 400万円"])
def test_no_lie_about_the_question_changes_the_answer(
    reading: object, beside: Beside, computed: dict[str, Answer]
) -> None:
    helped = beside(lambda messages, wants: reading(messages) if wants else "")  # type: ignore[operator]
    for question, answer in computed.items():
        assert helped.ask(question) == answer, question


def test_a_model_that_lies_about_everything_changes_nothing(beside: Beside, computed: dict[str, Answer]) -> None:
    helped = beside(liar)
    for question, answer in computed.items():
        assert helped.ask(question) == answer, question


def test_an_honest_wording_is_shown_with_everything_else_unchanged(beside: Beside, computed: dict[str, Answer]) -> None:
    helped = beside(honest)
    reworded = 0
    for question, answer in computed.items():
        shown = helped.ask(question)
        assert shown.model_copy(update={"text": answer.text, "generator": "rules"}) == answer
        assert re.findall(r"\d+", shown.text) == re.findall(r"\d+", answer.text)
        if shown.generator == "llm":
            reworded += 1
            assert shown.text != answer.text
            assert (
                answer.text.split("\n\n")[-1] in shown.text
            )  # what is at the end stays: sources, that the insurer decides
        else:
            assert shown == answer
    assert reworded >= 10
