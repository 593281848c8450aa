"""The plans of a scheme as a table of costs and perils: four states, filters, and the rule behind each verdict."""

from __future__ import annotations

from html import escape

from assistant.answer import Verdict
from assistant.answering.wording import capital
from assistant.operations import CoverageRequest
from assistant.operations.matrix import COSTS, Matrix, Row, columns_of, groups_of
from assistant.web import cards
from assistant.web.fields_html import select
from assistant.web.form import Form, shown
from assistant.web.text import TEXTS

STATES: tuple[Verdict, ...] = ("covered", "conditional", "not_covered", "undetermined")


def matrix(form: Form) -> str:
    """The table of the scheme that is chosen, with its filters."""
    scheme = form.scheme()
    assert scheme is not None
    known = form.assistant.operations.corpus.schemes[scheme.id]
    text, own = form.text, TEXTS[form.language]
    groups = {
        ident: text.costs if name is None else text.perils_by.format(section=name.of(form.language))
        for ident, name in groups_of(known).items()
    }
    group = form.get("group") if form.get("group") in groups else COSTS
    table = form.assistant.operations.matrices.of(scheme.id, group)
    fields = form.scheme_field(scheme.id) + select("group", text.table, list(groups.items()), group, again=True)
    states = "".join(
        f'<label class="state"><input type="checkbox" data-state="{state}" checked>'
        f"{cards.badge(state, own.verdicts[state])}</label>"
        for state in STATES
    )
    filters = (
        f'<div class="filters" role="group" aria-label="{escape(text.filter)}">'
        f'<div class="field"><label for="tool-search">{escape(text.search)}</label>'
        f'<input id="tool-search" type="search" autocomplete="off" maxlength="60" data-search></div>'
        f'<fieldset class="states"><legend>{escape(text.states)}</legend>{states}</fieldset>'
        f'<label class="check"><input type="checkbox" data-differing><span>{escape(text.differing)}</span></label></div>'
    )
    count = len(table.rows)
    return (
        f'<form class="tool-form" autocomplete="off"><div class="fields">{fields}</div></form>{filters}'
        f'<p class="count" role="status" data-count="{escape(text.shown)}" data-none="{escape(text.none_shown)}">'
        f"{escape(text.shown.format(all=count, shown=count))}</p>{_table(form, scheme.id, table)}"
    )


def _table(form: Form, scheme: str, table: Matrix) -> str:
    text, language = form.text, form.language
    heads = "".join(f'<th scope="col">{escape(capital(column.name.of(language)))}</th>' for column in table.columns)
    what = text.row_head["costs" if table.group == COSTS else "perils"]
    rows = "".join(_row(form, table, row, index) for index, row in enumerate(table.rows))
    return (
        f'<div class="wide matrix-scroll" role="region" tabindex="0" aria-label="{escape(text.scroll)}">'
        f'<table class="matrix" data-scheme="{escape(scheme)}" data-group="{escape(table.group)}">'
        f'<caption class="visually-hidden">{escape(text.titles["matrix"])}</caption>'
        f'<thead><tr><th scope="col">{escape(what)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(form: Form, table: Matrix, row: Row, index: int) -> str:
    words = TEXTS[form.language].verdicts
    name = capital(row.name.of(form.language))
    number = f'<span class="row-number">{escape(row.number)}</span> ' if row.number else ""
    cells = "".join(
        f'<td><button type="button" class="cell" aria-expanded="false" data-row="{index}" data-column="{position}" '
        f'aria-label="{escape(f"{column.name.of(form.language)}: {words[verdict]}")}">'
        f"{cards.badge(verdict, words[verdict])}</button></td>"
        for position, (column, verdict) in enumerate(zip(table.columns, row.verdicts, strict=True))
    )
    differs = " data-differs" if len(set(row.verdicts)) > 1 else ""
    return (
        f'<tr data-states="{" ".join(dict.fromkeys(row.verdicts))}"{differs}>'
        f'<th scope="row">{number}{escape(name)}</th>{cells}</tr>'
    )


def cell(form: Form) -> str | None:
    """The rule behind one verdict of the table, as the chat would answer; None where there is no such cell."""
    schemes = form.assistant.operations.corpus.schemes
    scheme, group = form.get("scheme"), form.get("group")
    if scheme not in schemes or group not in groups_of(schemes[scheme]):
        return None
    table = form.assistant.operations.matrices.of(scheme, group)
    index, position = form.get("row"), form.get("column")
    if not (index.isdecimal() and position.isdecimal()):
        return None
    columns = columns_of(schemes[scheme])
    if int(index) >= len(table.rows) or int(position) >= len(columns):
        return None
    row, column = table.rows[int(index)], columns[int(position)]
    request = CoverageRequest(
        scheme=scheme, plan=column.plan, riders=list(column.riders), items=[row.item], language=form.language,
        facts={row.peril: True} if row.peril else {},
    )  # fmt: skip
    question = form.text.ask_cell.format(plan=column.name.of(form.language), what=row.name.of(form.language))
    return (
        f"{shown(form, form.assistant.operations.coverage(request))}"
        f'<p class="tool-ask"><button type="button" class="second" data-message="{escape(question)}">'
        f"{escape(form.text.ask)}</button></p>"
    )
