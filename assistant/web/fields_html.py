"""Form fields of the views beside the chat, as native HTML: every field has a label, help and errors belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assistant.answering.wording import capital

Options = Iterable[tuple[str, str]]


def select(
    name: str, label: str, options: Options, chosen: str, *, nothing: str | None = None, again: bool = False
) -> str:
    """Return a choice; `nothing` is the entry for none, `again` says that other fields depend on it."""
    rows = [] if nothing is None else [f'<option value="">{escape(nothing)}</option>']
    rows += [_option(value, shown, chosen) for value, shown in options]
    return _select(name, label, "".join(rows), again)


def grouped_select(
    name: str, label: str, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], chosen: str, *, nothing: str
) -> str:
    """Return a choice whose entries stand in named groups."""
    rows = [f'<option value="">{escape(nothing)}</option>']
    for title, options in groups:
        inner = "".join(_option(value, shown, chosen) for value, shown in options)
        rows.append(f'<optgroup label="{escape(capital(title))}">{inner}</optgroup>')
    return _select(name, label, "".join(rows), True)


def _select(name: str, label: str, rows: str, again: bool) -> str:
    label = capital(label)
    ident, mark = f"tool-{name}", " data-again" if again else ""
    return (
        f'<div class="field field-{name}"><label for="{ident}">{escape(label)}</label>'
        f'<select id="{ident}" name="{name}"{mark}>{rows}</select></div>'
    )


def _option(value: str, shown: str, chosen: str) -> str:
    return f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(capital(shown))}</option>'


def entry(
    name: str, label: str, value: str, *, ident: str = "", help_text: str = "", kind: str = "number", longest: int = 30
) -> str:
    """Return a line to fill in: `number` brings up the digits on a phone, `date` is the browser's own."""
    ident = ident or f"tool-{name}"
    described = f' aria-describedby="{ident}-help"' if help_text else ""
    note = f'<p class="help" id="{ident}-help">{escape(help_text)}</p>' if help_text else ""
    mode = 'type="date"' if kind == "date" else f'type="text" inputmode="{"text" if kind == "yen" else "numeric"}"'
    return (
        f'<div class="field field-{name}"><label for="{ident}">{escape(label)}</label>'
        f'<input id="{ident}" name="{name}" {mode} autocomplete="off" maxlength="{longest}" '
        f'value="{escape(value)}"{described}>{note}</div>'
    )


def problem(message: str) -> str:
    """Return what is wrong with the form, in words."""
    return f'<p class="tool-problem" role="alert">{escape(message)}</p>'


def hint(message: str) -> str:
    """Return what to do next where there is no result yet."""
    return f'<p class="tool-hint">{escape(message)}</p>'
