"""The guardrail: no text that a language model wrote reaches a person unless it says what was computed.

    verification = verify(draft, answer)
    verification.accepted, verification.reasons

`verify` uses the corpus that ships with the package; `Guardrail(schemes)` any other.
"""

from __future__ import annotations

from functools import cache

from assistant.answer import Answer
from assistant.corpus.loader import load_corpus
from assistant.guardrail.verification import Guardrail, Verification
from assistant.settings import Settings

__all__ = ["Guardrail", "Verification", "verify"]


def verify(draft: str, answer: Answer, question: str = "") -> Verification:
    """Judge a draft against the answer that was computed for `question`.

    Raises:
        CorpusError: the corpus that ships with the package is broken.
    """
    return _default().verify(draft, answer, question)


@cache
def _default() -> Guardrail:
    return Guardrail(load_corpus(Settings().corpus_dir).schemes)
