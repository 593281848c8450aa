"""The handlers of the chat page: a question comes in, pieces of HTML go out. State is kept a browser session."""

from __future__ import annotations

import itertools
import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import gradio as gr
from pydantic import BaseModel, ValidationError

from assistant.answer import Answer, Citation, Language
from assistant.conversation import Turn
from assistant.errors import AssistantError, MessageTooLongError, UnknownChoiceError
from assistant.web import cards, turns
from assistant.web.choices import Context, form
from assistant.web.frame import consent, masthead, notice, panel
from assistant.web.metrics import Metrics
from assistant.web.names import Names
from assistant.web.owner.recording import Recorder
from assistant.web.protocol import Assistant
from assistant.web.text import TEXTS, Text, language_of

logger = logging.getLogger(__name__)
_MOST_EXCHANGES = 50
_MOST_EXAMPLES = 4
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, or with the sentence that says why there is none."""

    question: str
    language: Language
    answer: Answer | None = None
    failure: str = ""
    context: Context = field(default_factory=Context)


class _Kept(BaseModel):
    """A question as the browser keeps it, with what was chosen when it was asked."""

    question: str
    context: Context = Context()


class Page:
    """The handlers of the page over one assistant. State is kept a browser session, in memory."""

    def __init__(
        self, assistant: Assistant, max_question_chars: int, metrics: Metrics, recorder: Recorder | None = None
    ) -> None:
        self.assistant = assistant
        self.max_question_chars = max_question_chars
        self.metrics = metrics
        self.recorder = recorder or Recorder()

    def names(self) -> Names:
        """Return the names in the catalogue as it stands now."""
        return Names(self.assistant.catalogue())

    def conversation(self, exchanges: Sequence[Exchange], context: Context, pending: str | None = None) -> str:
        """Return the conversation so far, or the welcome with example questions where there is none."""
        names, text = self.names(), TEXTS[context.language]
        shown = [self._turn(number, exchange, names) for number, exchange in enumerate(exchanges, 1)]
        if pending is not None:
            shown.append(turns.turn(len(shown) + 1, pending, turns.working(text), text, context.language))
        welcome = "" if shown else self._welcome(context, names, text)
        label = escape(text.conversation)
        return (
            f'<div class="welcome">{welcome}</div>'
            f'<div class="turns" role="log" aria-live="polite" aria-label="{label}">{"".join(shown)}</div>'
        )

    def ask(self, question: str, raw_context: str, exchanges: list[Exchange]) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its answer or what went wrong; a better wording takes the answer's place.

        Yields values for: question, send, notice, conversation, exchanges.
        """
        context = Context.read(raw_context).fitted(self.names())
        text = TEXTS[context.language]
        refused = self._refusal(question, context.length, text)
        if refused:
            yield gr.skip(), gr.skip(), notice(refused), gr.skip(), gr.skip()
            return
        question = question.strip()
        yield "", gr.Button(interactive=False), notice(""), self.conversation(exchanges, context, question), gr.skip()
        last: Exchange | None = None
        for last in self._exchanges(question, context, exchanges):
            shown = [*exchanges, last][-_MOST_EXCHANGES:]
            yield gr.skip(), gr.skip(), gr.skip(), self.conversation(shown, context), shown
        yield gr.skip(), gr.Button(interactive=True), gr.skip(), gr.skip(), gr.skip()
        if last is not None:
            self._note(last, context.conversation)

    def agree(self, raw_context: str, exchanges: list[Exchange]) -> str:
        """Keep the conversation so far for the owner, as the person has just agreed. Returns the notice."""
        context = Context.read(raw_context)
        for exchange in exchanges if context.conversation else ():
            self._note(exchange, context.conversation, again=True)
        return notice("")

    def choose(self, raw_context: str, exchanges: list[Exchange]) -> tuple[Any, ...]:
        """Fit the fields to what was chosen. Returns values for: choices, conversation."""
        context = Context.read(raw_context).fitted(self.names())
        return form(context, self.names()), gr.skip() if exchanges else self.conversation([], context)

    def speak(self, raw_context: str, exchanges: list[Exchange], kept: str) -> tuple[Any, ...]:
        """Put the page into the chosen language; answers stay in their own.

        `kept` is what the browser holds of a conversation that this server does not know, as after a restart: its
        questions are answered again. Returns values for: masthead, choices, conversation, question, send, stop, clear,
        notice, panel, consent, exchanges.
        """
        asked = Context.read(raw_context)
        context = asked.fitted(self.names())
        text = TEXTS[context.language]
        if not exchanges:
            exchanges = self._again(kept)
        stale = asked.linked and any(getattr(asked, name) != getattr(context, name) for name in asked.chosen())
        return (
            masthead(context.language),
            form(context, self.names()),
            self.conversation(exchanges, context),
            gr.Textbox(label=text.question, placeholder=text.question_help),
            gr.Button(value=text.send, interactive=True),
            gr.Button(value=text.stop),
            gr.Button(value=text.clear),
            notice(text.stale_link if stale else ""),
            panel(context.language),
            consent(context.language, self.recorder),
            exchanges,
        )

    def stop(self, raw_context: str, exchanges: list[Exchange], question: str) -> tuple[Any, ...]:
        """Give the question back that was on its way. Returns values for: question, send, notice, conversation."""
        context = Context.read(raw_context).fitted(self.names())
        text = TEXTS[context.language]
        shown = self.conversation(exchanges, context)
        return question or "", gr.Button(interactive=True), notice(text.stopped, calm=True), shown

    def _note(self, exchange: Exchange, conversation: str, *, again: bool = False) -> None:
        self.recorder.answered(
            "page", exchange.question, exchange.context.selection(), exchange.answer, exchange.language, conversation,
            again=again,
        )  # fmt: skip

    def _again(self, kept: str) -> list[Exchange]:
        """The conversation that a browser kept, answered again by the rules; nothing where what it sent is unusable."""
        try:
            asked = [_Kept.model_validate(entry) for entry in json.loads(kept or "[]")[-_MOST_KEPT:]]
        except (ValueError, RecursionError, TypeError, ValidationError):
            return []
        names, exchanges = self.names(), list[Exchange]()
        for entry in asked:
            if entry.question.strip() and len(entry.question) <= self.max_question_chars:
                found = self._exchanges(entry.question, entry.context.fitted(names), exchanges)
                exchanges += [exchange for exchange in itertools.islice(found, 1) if exchange.answer is not None]
        return exchanges

    def clear(self, raw_context: str) -> tuple[Any, ...]:
        """Forget the conversation. Returns values for: question, notice, conversation, exchanges."""
        context = Context.read(raw_context).fitted(self.names())
        return "", notice(TEXTS[context.language].cleared, calm=True), self.conversation([], context), []

    def _refusal(self, question: str, typed: int, text: Text) -> str:
        if not isinstance(question, str) or not question.strip():
            return text.empty_question
        length = max(len(question), typed)
        if length > self.max_question_chars:
            return text.too_long.format(length=f"{length:,}", most=f"{self.max_question_chars:,}")
        return ""

    def _exchanges(self, question: str, context: Context, before: Sequence[Exchange]) -> Iterator[Exchange]:
        """The exchange with the computed answer, then, where a better wording comes, the one that takes its place."""
        language = language_of(question, context.language)
        started = time.perf_counter()
        answer: Answer | None = None
        try:
            for answer in self.assistant.answers(
                question, selection=context.selection(), history=history(before), language=language
            ):
                yield Exchange(question, answer.language, answer, context=context)
        except AssistantError as error:
            text = TEXTS[context.language]
            yield Exchange(question, context.language, failure=self._in_words(error, question, text), context=context)
            return
        except Exception:
            # The question itself is not logged: it may hold personal data.
            logger.exception("A question on the page could not be answered")
            if answer is None:
                failed = TEXTS[context.language].failed
                yield Exchange(question, context.language, failure=failed, context=context)
                return
        if answer is not None:
            self.metrics.count_answer("page", answer, started)

    def _in_words(self, error: AssistantError, question: str, text: Text) -> str:
        if isinstance(error, MessageTooLongError):
            return text.too_long.format(length=f"{len(question):,}", most=f"{self.max_question_chars:,}")
        if isinstance(error, UnknownChoiceError):
            field = str(getattr(text, error.field or "", error.field or ""))
            return text.unknown_choice.format(field=field, choices=text.between.join(error.choices))
        if error.code == "invalid_amount":
            return text.unusable_amount
        if error.code.startswith("invalid"):
            return text.unusable
        logger.error("A question on the page could not be answered: %s", error.message)
        return text.failed

    def _turn(self, number: int, exchange: Exchange, names: Names) -> str:
        text = TEXTS[exchange.language]
        if exchange.answer is not None:
            language = exchange.answer.language
            after = turns.follow_ups(exchange.answer, names, text) + turns.tools(exchange.answer, text)
            body = cards.answer_card(
                exchange.answer, names, number, lambda cited: self._passage(cited, language), after=after
            )
        else:
            body = turns.failure(exchange.failure, text, exchange.question)
        context = exchange.context.model_dump(exclude_defaults=True, exclude={"conversation", "linked", "length"})
        kept = json.dumps({"question": exchange.question, "context": context}, ensure_ascii=False)
        return turns.turn(number, exchange.question, body, text, exchange.language, kept)

    def _passage(self, citation: Citation, language: Language) -> str:
        """Return the whole section as the brochure file has it; a quote has lost its lists and tables."""
        section = self.assistant.section(citation.document, citation.section, language)
        return section.text if section else citation.quote

    def _welcome(self, context: Context, names: Names, text: Text) -> str:
        chosen = names.scheme(context.scheme)
        schemes = [chosen] if chosen else list(names.schemes)
        listed = [list(scheme.examples.get(context.language, ())) for scheme in schemes]
        # One of each scheme first, so that the examples show the breadth of what can be asked.
        questions = [row[index] for index in range(_MOST_EXAMPLES) for row in listed if index < len(row)]
        questions = list(dict.fromkeys(questions))[:_MOST_EXAMPLES]
        buttons = "".join(f"<li>{turns.message_button(question, question)}</li>" for question in questions)
        examples = f'<h3 id="examples">{escape(text.examples)}</h3><ul aria-labelledby="examples">{buttons}</ul>'
        return f"<h2>{escape(text.welcome)}</h2><p>{escape(text.intro)}</p>{examples if buttons else ''}"


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """Return the conversation so far as the assistant takes it; questions without an answer are left out."""
    turns: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns)
