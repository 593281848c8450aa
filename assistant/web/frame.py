"""What stands around the conversation, as HTML: the head of the page, the line above the input, the panel beside."""

from __future__ import annotations

from html import escape

from assistant.answer import Language
from assistant.web.owner.recording import Recorder
from assistant.web.text import TEXTS
from assistant.web.tool_text import TOOL_TEXTS, TOOLS


def masthead(language: Language) -> str:
    """Return the head of the page: skip link, name, language switch."""
    text = TEXTS[language]
    buttons = "".join(
        f'<button type="button" lang="{code}" data-language="{code}" aria-pressed="{str(code == language).lower()}">'
        f"{name}</button>"
        for code, name in (("ja", "日本語"), ("en", "English"))
    )
    titles = TOOL_TEXTS[language].titles
    themes = " ".join(f'data-{name}="{escape(words)}"' for name, words in text.themes.items())
    views = "".join(
        f'<button type="button" data-view="{name}" data-title="{escape(titles[name])}" aria-expanded="false">'
        f"{escape(text.views[name])}</button>"
        for name in TOOLS
    )
    return (
        f'<a class="skip" href="#question-field">{escape(text.skip)}</a><div class="masthead-row">'
        f'<h1 data-title="{escape(text.title)}">{escape(text.title)}</h1>'
        f'<nav class="views" aria-label="{escape(text.views_label)}">{views}</nav>'
        f'<button type="button" class="theme" hidden data-theme-switch data-label="{escape(text.theme)}" {themes}></button>'
        f'<div class="languages" role="group" aria-label="{escape(text.language_group)}">{buttons}</div></div>'
        f'<p class="connection" role="alert" data-lost="{escape(text.lost)}"></p>'
    )


def notice(message: str, *, calm: bool = False) -> str:
    """Return the line above the input: what keeps a question from being sent, or that something was done."""
    role = "status" if calm else "alert"
    return f'<p class="notice-{role}" role="{role}">{escape(message)}</p>' if message else ""


def consent(language: Language, recorder: Recorder) -> str:
    """Return the choice to keep the conversation for the owner, never set by itself; nothing where nothing is kept."""
    if recorder.store is None:
        return ""
    text = TEXTS[language]
    return (
        f'<section class="consent" aria-labelledby="consent-title"><h2 id="consent-title">{escape(text.records)}</h2>'
        f'<label><input type="checkbox" aria-describedby="consent-help"><span>{escape(text.agree)}</span></label>'
        f'<p class="help" id="consent-help">{escape(text.agree_help.format(days=recorder.store.days))}</p>'
        f'<p class="help said" role="status" data-kept="{escape(text.agreed)}" data-gone="{escape(text.withdrawn)}" '
        f'data-failed="{escape(text.not_withdrawn)}"></p></section>'
    )


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
