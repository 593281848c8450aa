"""Have a model phrase an answer: it gets a form with slots, and what it writes is checked, filled in, and verified.

One attempt and one to mend it, both within the answer's time; on any doubt the written answer stands.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.answer import Answer, Language
from assistant.corpus.model import Scheme
from assistant.generation.calling import Caller, Prompt
from assistant.generation.data import RULE, data
from assistant.generation.refusals import refusals
from assistant.generation.slots import Form, form_of
from assistant.generation.stock import STOCK
from assistant.generation.vocabulary import Vocabulary

logger = logging.getLogger(__name__)

_NAMES: dict[Language, str] = {"ja": "Japanese", "en": "English"}


class Verification(Protocol):
    """What the guardrail says of a text."""

    @property
    def accepted(self) -> bool: ...


Verify = Callable[[str, Answer, str], Verification]
"""The guardrail: may this text be shown in place of the computed answer?"""


class Writer:
    """Phrases answers; built once, used by all threads."""

    def __init__(self, caller: Caller, schemes: Mapping[str, Scheme], verify: Verify) -> None:
        self._caller, self._schemes, self._verify = caller, schemes, verify
        self._vocabularies: dict[Language, Vocabulary] = {"ja": Vocabulary("ja"), "en": Vocabulary("en")}

    def phrase(self, answer: Answer, question: str, deadline: float) -> Answer:
        """The answer with its text phrased by the model, or the answer as it is where that is not good.

        Raises:
            ModelError: the model gave nothing that can be used.
        """
        vocabulary = self._vocabularies[answer.language]
        form = form_of(answer, self._schemes, vocabulary)
        if form is None:
            return answer
        prompt = _prompt(form, question)
        for _ in range(2):
            draft = form.apart(self._caller.text(prompt, deadline))
            reasons = refusals(draft, form, vocabulary)
            if not reasons:
                return self._verified(form, draft, answer, question)
            prompt = (*prompt, ("ai", draft[:4000]), ("human", _mend(reasons)))
        logger.info("A wording was refused twice; the written answer stands.")
        return answer

    def _verified(self, form: Form, draft: str, answer: Answer, question: str) -> Answer:
        # Titles of sections are no claims, nor are frames of the closed list's words: both stand beside what was verified.
        frame = self._vocabularies[form.language].frames
        if not self._verify(form.fill(draft, sources=False, without=frame), answer, question).accepted:
            logger.info("A wording was not accepted by the guardrail; the written answer stands.")
            return answer
        return answer.model_copy(update={"text": form.fill(draft), "generator": "llm"})


def _prompt(form: Form, question: str) -> Prompt:
    language = _NAMES[form.language]
    system = f"""You phrase answers of an insurance assistant in friendly, clear {language}. A program fills in all values.
You get a form: text with slots such as {{{{verdict_1}}}}, which stand for words and figures that you do not know.
Rewrite the form so that it reads as a natural reply to the question. Rules:
- Use every slot once, written exactly as in the form, and invent none.
- Keep the lines in order, and on each the slots that it has. Where a line has two figures or two verdicts, its slots keep
  their order; otherwise they may change places. A slot that has a line of its own keeps it.
- Around the slots use only words of the form itself and of these sentences; a word that is in neither is refused:
{" ".join(STOCK[form.language])}
  (there それ / it stands where slots stand)
- No figures, no numerals, no verdicts, no names, no conditions, no promises, no markup, no links outside slots.
{RULE}
Reply with the rewritten form and nothing else."""
    return (("system", system), ("human", f"{data('question', question)}\n\nThe form:\n{form.shown()}"))


def _mend(reasons: list[str]) -> str:
    return (
        "That cannot be used:\n"
        + "\n".join(f"- {reason}" for reason in reasons)
        + "\nReply with the whole form, mended."
    )
