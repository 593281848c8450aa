"""Writing down what the owner may see, masked, after the person has the answer; a failure is logged and stops nobody.

Of an answered question the subject is kept, not the words. The words are kept where nothing could be answered, and whole
conversations where the person agreed to it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Literal

from sqlalchemy import delete, insert, update

from assistant.answer import Answer, Language
from assistant.conversation import Selection
from assistant.errors import StoreError
from assistant.web.owner.masking import mask
from assistant.web.owner.store import Store, asked, said, turns
from assistant.web.topics import MOST_SUBJECT, scheme_of, subject_of

logger = logging.getLogger(__name__)

State = Literal["answered", "asked_back", "not_stated", "no_answer", "failed"]
"""How a question ended; `not_stated`: the brochures do not say it, `no_answer`: another subject, or not understood."""

_Write = Callable[[Store], None]
_MOST_CHARS = 2_000
_MOST_ANSWER_CHARS = 8_000
# Control characters, and those that turn the direction of what stands beside them.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Recorder:
    """Writes to a store, or to nothing where there is none."""

    def __init__(self, store: Store | None = None, *, log_questions: bool = False) -> None:
        """Write to the store; with `log_questions` the log gets each question, masked, which those who ask must know."""
        self.store, self._log_questions = store, log_questions

    @property
    def on(self) -> bool:
        """Whether anything is written down."""
        return self.store is not None

    @property
    def notes_questions(self) -> bool:
        """Whether a question that was dealt with leaves a trace, in the store or in the log."""
        return self.store is not None or self._log_questions

    def answered(
        self,
        door: str,
        question: str,
        selection: Selection,
        answer: Answer | None,
        language: Language,
        conversation: str = "",
        *,
        again: bool = False,
    ) -> None:
        """Note a question that was dealt with; `answer` None where it failed.

        `conversation` is its id if the person agreed that it is kept; with `again` it was counted before.
        """
        if self._log_questions and not again:
            words = cleaned(question)
            logger.info("Asked: %s", words, extra={"door": door, "question": words})
        state, language = state_of(answer), answer.language if answer else language
        scheme = (scheme_of(answer) if answer else "") or selection.scheme or ""
        subject = subject_of(answer) if answer and state == "answered" else ""
        chosen = json.dumps({k: v for k, v in asdict(selection).items() if v is not None}, ensure_ascii=False)

        def write(store: Store) -> None:
            words = cleaned(question) if state in ("not_stated", "no_answer", "failed") or conversation else ""
            unanswered = words if state in ("not_stated", "no_answer", "failed") else ""
            reply = cleaned(answer.text if answer else "", _MOST_ANSWER_CHARS) if conversation else ""
            at = int(store.now())
            with store.open() as connection:
                if not again:
                    connection.execute(
                        insert(asked).values(
                            at=at, door=door, language=language, state=state, scheme=scheme,
                            subject=cleaned(subject, MOST_SUBJECT), selected=chosen, question=unanswered,
                        )
                    )  # fmt: skip
                if conversation:
                    connection.execute(
                        insert(turns).values(
                            at=at, conversation=conversation, language=language, state=state, scheme=scheme,
                            selected=chosen, question=words, answer=reply,
                        )
                    )  # fmt: skip

        self._write(write)

    def said(
        self,
        door: str,
        language: Language,
        *,
        helpful: bool,
        reason: str = "",
        comment: str = "",
        kind: str = "",
        scheme: str = "",
        subject: str = "",
        conversation: str = "",
        number: int = 0,
    ) -> bool:
        """Note what somebody said of an answer, and tell whether that worked; `number` is its place in the conversation, from 1."""

        def write(store: Store) -> None:
            with store.open() as connection:
                connection.execute(
                    insert(said).values(
                        at=int(store.now()), door=door, language=language, helpful=int(helpful), reason=reason,
                        comment=cleaned(comment), kind=kind, scheme=scheme, subject=cleaned(subject, MOST_SUBJECT),
                        conversation=conversation, number=number,
                    )
                )  # fmt: skip

        return self._write(write)

    def forget(self, conversation: str) -> bool:
        """Delete a conversation whose person no longer agrees; tell whether that worked."""

        def write(store: Store) -> None:
            with store.open() as connection:
                connection.execute(delete(turns).where(turns.c.conversation == conversation))
                kept = update(said).where(said.c.conversation == conversation)
                connection.execute(kept.values(conversation="", number=0))

        return self._write(write)

    def _write(self, write: _Write) -> bool:
        if self.store is None:
            return True
        try:
            write(self.store)
        except StoreError as error:
            logger.error("%s", error.message)
            return False
        except Exception:
            # What was asked is not logged: it may hold personal data.
            logger.exception("A record for the owner could not be written")
            return False
        return True


def state_of(answer: Answer | None) -> State:
    """Return how a question ended."""
    if answer is None:
        return "failed"
    if answer.kind == "clarification":
        return "asked_back"
    if not answer.abstained and answer.kind != "abstention":
        return "answered"
    return "not_stated" if answer.verdicts or answer.citations else "no_answer"


def cleaned(text: str, most: int = _MOST_CHARS) -> str:
    """Return text that may be written down: personal data masked, unseen characters left out, at most `most` long."""
    plain = _UNSEEN.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    return mask(plain[: most * 2]).strip()[:most]
