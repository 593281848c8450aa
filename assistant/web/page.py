"""The chat page: Gradio lays it out and carries the events; how it looks is in `static/`, its words in `text`."""

from __future__ import annotations

import itertools
import json
import logging
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

# Read when gradio is imported: no usage figures, and no look-ups at a model hub.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# Gradio else keeps every event and works all of them into a table after each; `/metrics` counts what matters.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")

import gradio as gr
from pydantic import BaseModel, ValidationError

from assistant.answer import Answer, Citation, Language
from assistant.conversation import Turn
from assistant.errors import AssistantError, MessageTooLongError, UnknownChoiceError
from assistant.web import cards
from assistant.web.choices import Context, form
from assistant.web.metrics import Metrics
from assistant.web.names import Names
from assistant.web.protocol import Assistant
from assistant.web.text import TEXTS, Text, language_of
from assistant.web.tool_text import TOOL_TEXTS, TOOLS

logger = logging.getLogger(__name__)

_FONTS = ("Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "sans-serif")
_MOST_EXCHANGES = 50
_MOST_EXAMPLES = 4
_MOST_KEPT = 20
_SEND_CONTEXT = "() => [window.coverage.context(), null]"
_SEND_ALL = "() => [window.coverage.context(), null, window.coverage.kept()]"


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

    def __init__(self, assistant: Assistant, max_question_chars: int, metrics: Metrics) -> None:
        self.assistant = assistant
        self.max_question_chars = max_question_chars
        self.metrics = metrics

    def names(self) -> Names:
        """Return the names in the catalogue as it stands now."""
        return Names(self.assistant.catalogue())

    def conversation(self, exchanges: Sequence[Exchange], context: Context, pending: str | None = None) -> str:
        """Return the conversation so far, or the welcome with example questions where there is none."""
        names, text = self.names(), TEXTS[context.language]
        turns = [self._turn(number, exchange, names) for number, exchange in enumerate(exchanges, 1)]
        if pending is not None:
            turns.append(cards.turn(len(turns) + 1, pending, cards.working(text), text, context.language))
        welcome = "" if turns else self._welcome(context, names, text)
        label = escape(text.conversation)
        return (
            f'<div class="welcome">{welcome}</div>'
            f'<div class="turns" role="log" aria-live="polite" aria-label="{label}">{"".join(turns)}</div>'
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
        for exchange in self._exchanges(question, context, exchanges):
            shown = [*exchanges, exchange][-_MOST_EXCHANGES:]
            yield gr.skip(), gr.skip(), gr.skip(), self.conversation(shown, context), shown
        yield gr.skip(), gr.Button(interactive=True), gr.skip(), gr.skip(), gr.skip()

    def choose(self, raw_context: str, exchanges: list[Exchange]) -> tuple[Any, ...]:
        """Fit the fields to what was chosen. Returns values for: choices, conversation."""
        context = Context.read(raw_context).fitted(self.names())
        return form(context, self.names()), gr.skip() if exchanges else self.conversation([], context)

    def speak(self, raw_context: str, exchanges: list[Exchange], kept: str) -> tuple[Any, ...]:
        """Put the page into the chosen language; answers stay in their own.

        `kept` is what the browser holds of a conversation that this server does not know, as after a restart: its
        questions are answered again. Returns values for: masthead, choices, conversation, question, send, stop, clear,
        notice, panel, exchanges.
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
            exchanges,
        )

    def stop(self, raw_context: str, exchanges: list[Exchange], question: str) -> tuple[Any, ...]:
        """Give the question back that was on its way. Returns values for: question, send, notice, conversation."""
        context = Context.read(raw_context).fitted(self.names())
        text = TEXTS[context.language]
        shown = self.conversation(exchanges, context)
        return question or "", gr.Button(interactive=True), notice(text.stopped, calm=True), shown

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
            after = cards.follow_ups(exchange.answer, names, text) + cards.tools(exchange.answer, text)
            body = cards.answer_card(
                exchange.answer, names, number, lambda cited: self._passage(cited, language), after=after
            )
        else:
            body = cards.failure(exchange.failure, text, exchange.question)
        context = exchange.context.model_dump(exclude_defaults=True)
        kept = json.dumps({"question": exchange.question, "context": context}, ensure_ascii=False)
        return cards.turn(number, exchange.question, body, text, exchange.language, kept)

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
        buttons = "".join(f"<li>{cards.message_button(question, question)}</li>" for question in questions)
        examples = f'<h3 id="examples">{escape(text.examples)}</h3><ul aria-labelledby="examples">{buttons}</ul>'
        return f"<h2>{escape(text.welcome)}</h2><p>{escape(text.intro)}</p>{examples if buttons else ''}"


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """Return the conversation so far as the assistant takes it; questions without an answer are left out."""
    turns: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns)


def masthead(language: Language) -> str:
    """Return the head of the page: skip link, name, language switch."""
    text = TEXTS[language]
    buttons = "".join(
        f'<button type="button" lang="{code}" data-language="{code}" aria-pressed="{str(code == language).lower()}">'
        f"{name}</button>"
        for code, name in (("ja", "日本語"), ("en", "English"))
    )
    titles = TOOL_TEXTS[language].titles
    views = "".join(
        f'<button type="button" data-view="{name}" data-title="{escape(titles[name])}" aria-expanded="false">'
        f"{escape(text.views[name])}</button>"
        for name in TOOLS
    )
    return (
        f'<a class="skip" href="#question-field">{escape(text.skip)}</a><div class="masthead-row">'
        f'<h1 data-title="{escape(text.title)}">{escape(text.title)}</h1>'
        f'<nav class="views" aria-label="{escape(text.views_label)}">{views}</nav>'
        f'<div class="languages" role="group" aria-label="{escape(text.language_group)}">{buttons}</div></div>'
        f'<p class="connection" role="alert" data-lost="{escape(text.lost)}"></p>'
    )


def notice(message: str, *, calm: bool = False) -> str:
    """Return the line above the input: what keeps a question from being sent, or that something was done."""
    role = "status" if calm else "alert"
    return f'<p class="notice-{role}" role="{role}">{escape(message)}</p>' if message else ""


def panel(language: Language) -> str:
    """Return the frame beside the chat that sources and views open in; the script fills it."""
    text = TOOL_TEXTS[language]
    words = (
        f'data-loading="{escape(text.loading)}" data-unreachable="{escape(text.unreachable)}" '
        f'data-source="{escape(text.titles["source"])}"'
    )
    return (
        f'<div class="panel" role="complementary" aria-labelledby="panel-title" hidden {words}><div class="panel-head">'
        f'<h2 id="panel-title" tabindex="-1"></h2>'
        f'<button type="button" class="panel-close">{escape(text.close)}</button></div>'
        f'<div class="panel-body"></div></div>'
    )


def build_page(assistant: Assistant, max_question_chars: int, metrics: Metrics) -> gr.Blocks:
    """Lay the page out and connect its events."""
    page = Page(assistant, max_question_chars, metrics)
    start = Context().fitted(page.names())
    text = TEXTS[start.language]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    blocks = gr.Blocks(title=text.title, analytics_enabled=False, fill_width=True)
    with blocks:
        exchanges = gr.State([])
        head = gr.HTML(
            masthead(start.language),
            elem_id="masthead",
            js_on_load="window.coverage.masthead(element, trigger, watch)",
            apply_default_css=False,
        )
        with gr.Row(elem_id="frame"):
            with gr.Column(elem_id="beside"):
                choices = gr.HTML(
                    form(start, page.names()),
                    elem_id="choices",
                    js_on_load="window.coverage.choices(element, trigger, watch)",
                    apply_default_css=False,
                )
            with gr.Column(elem_id="talk"):
                conversation = gr.HTML(
                    page.conversation([], start),
                    elem_id="conversation",
                    js_on_load="window.coverage.conversation(element, trigger, watch)",
                    apply_default_css=False,
                )
                with gr.Column(elem_id="composer"):
                    said = gr.HTML("", elem_id="notice", js_on_load=None, apply_default_css=False)
                    with gr.Row(elem_id="composer-row"):
                        question = gr.Textbox(
                            label=text.question,
                            placeholder=text.question_help,
                            lines=1,
                            max_lines=6,
                            elem_id="question-field",
                            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
                        )
                        context = gr.Textbox(visible=False)
                        kept = gr.Textbox(visible=False)
                        send = gr.Button(text.send, variant="primary", elem_id="send")
                        halt = gr.Button(text.stop, elem_id="stop")
                    clear = gr.Button(text.clear, elem_id="clear")
            beside = gr.HTML(
                panel(start.language),
                elem_id="panel",
                js_on_load="window.coverage.panel(element, trigger, watch)",
                apply_default_css=False,
            )
        asking = gr.on(
            [question.submit, send.click, conversation.submit],
            page.ask,
            [question, context, exchanges],
            [question, send, said, conversation, exchanges],
            js="(question) => window.coverage.outgoing(question)",
            concurrency_limit=4,
            # Gradio would else swallow a question that is sent while it still ends a stopped one; the script keeps
            # one from being sent twice.
            trigger_mode="multiple",
            **quiet,
        )
        choices.input(
            page.choose,
            [context, exchanges],
            [choices, conversation],
            js=_SEND_CONTEXT,
            concurrency_limit=None,
            **quiet,
        )
        halt.click(
            page.stop,
            [context, exchanges, kept],
            [question, send, said, conversation],
            js="() => [window.coverage.context(), null, window.coverage.lastAsked()]",
            cancels=[asking],
            concurrency_limit=None,
            **quiet,
        )
        spoken = [head, choices, conversation, question, send, halt, clear, said, beside, exchanges]
        gr.on(
            [head.input, blocks.load],
            page.speak,
            [context, exchanges, kept],
            spoken,
            js=_SEND_ALL,
            concurrency_limit=None,
            **quiet,
        ).then(None, js="() => window.coverage.ready()")
        clear.click(
            page.clear,
            [context],
            [question, said, conversation, exchanges],
            js="() => [window.coverage.context()]",
            concurrency_limit=None,
            **quiet,
        ).then(None, js="() => window.coverage.focus()")
    return blocks


def page_theme() -> gr.themes.Base:
    """Return Gradio's plainest theme with system fonts; the colours come from `static/tokens.css`."""
    return gr.themes.Base(font=list(_FONTS), font_mono=["Noto Sans Mono CJK JP", "monospace"])
