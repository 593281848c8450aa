"""The stand-in of `conftest` over the schemes and brochures that are served: for what reads the corpus itself."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answer import Answer, Language
from assistant.corpus.brochure import Section
from assistant.service import SchemeInfo, _info
from tests.web.conftest import StandIn

SLOW = "ゆっくり"


class Shelf(StandIn):
    """Knows every scheme and section; a question with `SLOW` in it is answered when `let_go` is called."""

    def __init__(self) -> None:
        super().__init__()
        self.corpus = self.operations.corpus
        self.held = True

    def catalogue(self) -> Sequence[SchemeInfo]:  # type: ignore[override]
        return [_info(scheme) for scheme in self.corpus.schemes.values()]

    def section(self, document: str, section: str, language: Language) -> Section | None:
        for ident, scheme in self.corpus.schemes.items():
            if document in scheme.documents:
                return self.corpus.section(ident, section, language)
        return None

    def answers(self, question: str, **more: Any) -> Iterator[Answer]:
        until = time.monotonic() + 20
        while SLOW in question and self.held and time.monotonic() < until:
            time.sleep(0.02)  # a model at work; the test lets it go
        yield self.ask(question, **more)
