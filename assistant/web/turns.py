"""One question of the conversation as HTML: what was asked, what stands below an answer, what went wrong."""

from __future__ import annotations

from html import escape

from assistant.answer import Answer
from assistant.web.names import Names
from assistant.web.text import Text
from assistant.web.topics import scheme_of, subject_of

_MOST_PLANS = 3
# A longer question is shown from its beginning; the rest unfolds.
_MOST_SHOWN = 400


def turn(number: int, question: str, body: str, text: Text, language: str, kept: str = "") -> str:
    """Return one question with what came of it; `body` is HTML from this module, `question` is plain text.

    `kept` is what the browser keeps of it, as JSON, to go on after a restart of the server.
    """
    shown = f'<p dir="auto">{escape(question)}</p>'
    if len(question) > _MOST_SHOWN:
        shown = (
            f'<p dir="auto">{escape(question[:_MOST_SHOWN])}…</p><details class="disclosure" id="turn-{number}-whole">'
            f'<summary>{escape(text.whole_question)}</summary><p dir="auto">{escape(question)}</p></details>'
        )
    return (
        f'<article class="turn" id="turn-{number}" lang="{escape(language)}" data-kept="{escape(kept)}">'
        f'<div class="asked"><h2 class="visually-hidden">{escape(text.asked)} {number}</h2>{shown}</div>'
        f"{body}</article>"
    )


def working(text: Text) -> str:
    """Return what stands in place of an answer while it is computed."""
    return (
        f'<div class="working" role="status"><span class="dots" aria-hidden="true"></span>{escape(text.working)}</div>'
    )


def failure(message: str, text: Text, question: str = "") -> str:
    """Return an error in words: what happened and what to do; with a question, a button that asks it again."""
    again = f'<div class="options">{message_button(text.retry, question)}</div>' if question else ""
    return (
        f'<div class="failure" role="alert"><p class="heading">{escape(text.failed_title)}</p>'
        f"<p>{escape(message)}</p></div>{again}"
    )


def tools(answer: Answer, text: Text) -> str:
    """Return what can be done with an answer: copy its text, share a link to the question, print or save the conversation."""
    buttons = [
        f'<button type="button" class="quiet" data-copy="{escape(answer.text)}" data-done="{escape(text.copied)}">'
        f"{escape(text.copy)}</button>",
        f'<button type="button" class="quiet" data-share data-done="{escape(text.shared)}">{escape(text.share)}</button>',
        f'<button type="button" class="quiet" data-print>{escape(text.print)}</button>',
        f'<button type="button" class="quiet" data-save>{escape(text.save)}</button>',
    ]
    refused = f'data-refused="{escape(text.not_copied)}"'
    reasons = "".join(
        f'<button type="button" class="quiet" data-reason="{reason}">{escape(words)}</button>'
        for reason, words in text.reasons.items()
    )
    label = escape(text.helpful)
    opinion = (
        f'<div class="opinion" role="group" aria-label="{label}" data-kind="{answer.kind}" '
        f'data-scheme="{escape(scheme_of(answer))}" data-subject="{escape(subject_of(answer))}" '
        f'data-thanks="{escape(text.thanks)}" data-failed="{escape(text.not_sent)}"><span>{label}</span>'
        f'<button type="button" class="quiet" data-reason="">{escape(text.yes)}</button>'
        f'<button type="button" class="quiet" data-why aria-expanded="false">{escape(text.no)}</button>'
        f'<div class="reasons" role="group" aria-label="{escape(text.why)}" hidden><span>{escape(text.why)}</span>'
        f'{reasons}</div><span class="said" role="status"></span></div>'
    )
    done = '<span class="done" role="status"></span>'
    return f'<div class="tools" {refused}>{"".join(buttons)}{done}</div>{opinion}'


def follow_ups(answer: Answer, names: Names, text: Text) -> str:
    """Return questions that often come next, as one-tap replies; the words are those that people use."""
    scheme = names.scheme(answer.basis.get("scheme") or next((v.scheme for v in answer.verdicts), None))
    if scheme is None or answer.options or answer.kind not in ("coverage", "amount"):
        return ""
    plans = {entry.plan for entry in answer.verdicts} | {entry.plan for entry in answer.amounts if entry.plan}
    found = [
        text.follow_plan.format(plan=plan.name.get(answer.language, plan.id))
        for plan in scheme.plans
        if len(plans) == 1 and plan.id not in plans and len(scheme.plans) <= _MOST_PLANS
    ]
    if any(len(entry.steps) > 1 for entry in answer.amounts):
        found.append(text.follow_share)
    if answer.amounts or any(entry.verdict in ("covered", "conditional") for entry in answer.verdicts):
        found.append(text.follow_limit)
    buttons = "".join(message_button(question, question) for question in found)
    label = escape(text.follow_ups)
    return f'<div class="follow-ups" role="group" aria-label="{label}"><h4>{label}</h4>{buttons}</div>' if found else ""


def message_button(label: str, message: str) -> str:
    """Return a button that asks `message` when pressed."""
    return f'<button type="button" class="suggestion" data-message="{escape(message)}">{escape(label)}</button>'
