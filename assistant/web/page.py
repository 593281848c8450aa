"""The chat page: Gradio lays it out and carries the events; how it looks is in `static/`, its words in `text`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.web.choices import Context, form
from assistant.web.frame import consent, masthead, panel
from assistant.web.metrics import Metrics
from assistant.web.owner.recording import Recorder
from assistant.web.protocol import Assistant
from assistant.web.talk import Page
from assistant.web.text import TEXTS

_FONTS = ("Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "sans-serif")
_SEND_CONTEXT = "() => [window.coverage.context(), null]"
_SEND_ALL = "() => [window.coverage.context(), null, window.coverage.kept()]"


def build_page(assistant: Assistant, max_question_chars: int, metrics: Metrics, recorder: Recorder) -> gr.Blocks:
    """Lay the page out and connect its events."""
    page = Page(assistant, max_question_chars, metrics, recorder)
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
                agreement = gr.HTML(
                    consent(start.language, recorder),
                    elem_id="consent",
                    js_on_load="window.coverage.consent(element, trigger, watch)",
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
        agreement.input(page.agree, [context, exchanges], [said], js=_SEND_CONTEXT, concurrency_limit=None, **quiet)
        spoken = [head, choices, conversation, question, send, halt, clear, said, beside, agreement, exchanges]
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
