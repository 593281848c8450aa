"""The payout estimator: cost lines, and the waterfall of what would be paid."""

from __future__ import annotations

from html import escape

from pydantic import ValidationError

from assistant.operations import PayoutRequest
from assistant.operations.requests import CostLine
from assistant.web import money
from assistant.web.choices import head_count
from assistant.web.fields_html import entry, grouped_select, hint, problem, select
from assistant.web.form import Form, Unreadable, assembled, computed, shown

MOST_LINES = 12


def payout(form: Form) -> str:
    """The payout estimator: as many costs as are needed, each with its amount."""
    scheme = form.scheme()
    assert scheme is not None
    plan, kind, peril = form.plan(scheme), form.get("type"), form.get("peril")
    kind = kind if kind in form.types(scheme, plan) else ""
    perils = [(f.id, form.name(f)) for f in scheme.facts if f.kind == "peril"]
    peril = peril if peril in dict(perils) else ""
    items = {item.id: item for item in scheme.items}
    groups = [
        (form.name(section), [(i.id, form.name(i)) for i in scheme.items if i.section == section.id])
        for section in scheme.sections
    ]
    fields = form.scheme_field(scheme.id) + form.plan_fields(scheme, plan, kind)
    fields += select("peril", form.text.peril, perils, peril, nothing=form.text.peril_open)
    rows = _lines(form)
    out = []
    for number, (item, yen, heads) in enumerate(rows):
        item = item if item in items else ""
        legend = form.text.line.format(number=number + 1)
        unit = items[item].heads if item else None
        cells = grouped_select(f"item-{number}", form.text.cost, groups, item, nothing=form.text.any)
        help_text = form.text.yen_help if number == 0 else ""
        cells += entry(f"yen-{number}", form.text.yen, yen, help_text=help_text, kind="yen")
        if unit in form.text.heads:
            cells += entry(f"heads-{number}", form.text.heads[unit], heads, longest=9)
        if len(rows) > 1:
            label = escape(form.text.remove_line.format(number=number + 1))
            cells += f'<button type="button" class="quiet" data-step="remove" value="{number}">{label}</button>'
        out.append(f'<fieldset class="line"><legend>{escape(legend)}</legend>{cells}</fieldset>')
    fields += "".join(out)
    if len(rows) < MOST_LINES:
        fields += f'<button type="button" class="second" data-step="add">{escape(form.text.add_line)}</button>'
    costs: list[CostLine] = []
    try:
        for item, typed, heads in rows:
            amount = form.yen(typed)
            if item in items and amount is not None:
                counted = head_count(heads) if items[item].heads else None
                costs.append(CostLine(item=item, yen=amount, heads=counted))
    except (Unreadable, ValidationError) as error:
        return assembled(form, fields, problem(str(error) if isinstance(error, Unreadable) else form.text.not_computed))
    if not costs:
        return assembled(form, fields, hint(form.text.give_costs))
    request = PayoutRequest(
        scheme=scheme.id, plan=plan or None, type=kind or None, language=form.language, costs=costs,
        facts={peril: True} if peril else {}, own_share=True,
    )  # fmt: skip
    named = form.text.and_then.join(
        form.text.ask_cost.format(item=form.name(items[c.item]), yen=money.spoken(c.yen, form.language)) for c in costs
    )
    question = form.text.ask_payout.format(who=form.who(scheme, plan, kind), costs=named)
    card = computed(form, lambda: shown(form, form.assistant.operations.payout(request), open_steps=True))
    return assembled(form, fields, card, question)


def _lines(form: Form) -> list[tuple[str, str, str]]:
    """The cost lines of the form after the step that was asked for; at least one."""
    numbers = [n for n in range(MOST_LINES) if f"item-{n}" in form.fields or f"yen-{n}" in form.fields]
    rows = [(form.get(f"item-{n}"), form.get(f"yen-{n}"), form.get(f"heads-{n}")) for n in numbers]
    if form.get("remove").isdecimal() and int(form.get("remove")) < len(rows) > 1:
        rows.pop(int(form.get("remove")))
    if not rows or (form.get("add") and len(rows) < MOST_LINES):
        rows.append(("", "", ""))
    return rows
