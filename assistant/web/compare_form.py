"""The comparison of plans and schemes."""

from __future__ import annotations

from assistant.operations import CompareRequest
from assistant.operations.requests import IncidentCase
from assistant.web.fields_html import grouped_select, hint, select
from assistant.web.form import Form, assembled, computed, shown
from assistant.web.text import TEXTS

_ALL = "*"


def compare(form: Form) -> str:
    """The comparison of plans, and of schemes where all of them are chosen."""
    text, operations = form.text, form.assistant.operations
    known = form.known()
    chosen = form.get("scheme") if form.get("scheme") in {s.id for s in known} else _ALL
    of = form.get("of") if form.get("of") in text.kinds else "coverage"
    within = [s for s in known if chosen in (_ALL, s.id)]
    perils = {f.id: form.name(f) for s in reversed(within) for f in s.facts if f.kind == "peril"}
    costs = {i.id: form.name(i) for s in reversed(within) for i in s.items}
    groups = [
        (text.peril, [(f"fact:{key}", name) for key, name in perils.items()]),
        (text.cost, [(f"item:{key}", name) for key, name in costs.items()]),
    ]
    what = form.get("what") if form.get("what") in {value for _, group in groups for value, _ in group} else ""
    schemes = [(_ALL, text.all_schemes), *((s.id, form.names.scheme_name(s.id, form.language)) for s in known)]
    fields = select("scheme", TEXTS[form.language].scheme, schemes, chosen, again=True)
    fields += select("of", text.compared, list(text.kinds.items()), of, again=True)
    if of == "coverage":
        fields += grouped_select("what", text.what, groups, what, nothing=text.differences)
    kind, _, ident = what.partition(":")
    cases = [
        IncidentCase(
            scheme=s.id,
            facts={ident: True} if kind == "fact" else {},
            items=[ident] if kind == "item" else [],
        )
        for s in within
        if of != "coverage" or not what or ident in {x.id for x in (s.facts if kind == "fact" else s.items)}
    ]
    if of == "coverage" and not what:
        # All differences of several schemes at once would be a book; each scheme has its own.
        cases = [case for case, s in zip(cases, within, strict=True) if sum(p.offered for p in s.plans) > 1][:1]
    if not cases:
        return assembled(form, fields, hint(text.nothing_to_compare))
    label = dict(schemes)[chosen if chosen != _ALL or of != "coverage" or what else cases[0].scheme]
    named = (perils if kind == "fact" else costs).get(ident, "")
    question = {
        "coverage": text.ask_which_plans.format(scheme=label, what=named) if what else text.ask_differences.format(scheme=label),
        "limits": text.ask_limits.format(scheme=label),
        "deductibles": text.ask_deductibles.format(scheme=label),
    }[of]  # fmt: skip

    def run() -> str:
        request = CompareRequest.model_validate({"of": of, "cases": cases, "language": form.language})
        return shown(form, operations.compare(request))

    return assembled(form, fields, computed(form, run), question)
