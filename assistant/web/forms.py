"""The forms beside the chat: premium, payout, deadline and comparison. Each runs the typed operations on its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pydantic import ValidationError

from assistant.answer import Answer, Language
from assistant.errors import AssistantError
from assistant.operations import (
    CompareRequest,
    DeadlineRequest,
    PayoutRequest,
    PremiumRequest,
    SchemeVocabulary,
)
from assistant.operations.requests import CostLine, IncidentCase
from assistant.operations.vocabulary import Named
from assistant.rules.payout import MAX_YEN
from assistant.rules.premium import MAX_RESIDENTS
from assistant.understanding.numbers import find_all
from assistant.web import cards, money
from assistant.web.charts import premium_table
from assistant.web.choices import head_count
from assistant.web.fields_html import entry, grouped_select, hint, problem, select
from assistant.web.names import Names
from assistant.web.protocol import Assistant
from assistant.web.text import TEXTS
from assistant.web.tool_text import TOOL_TEXTS, ToolText

MOST_LINES = 12
_ALL = "*"


class Unreadable(Exception):
    """A field whose text is no amount; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is shown for: the language, and its fields as the address carries them."""

    assistant: Assistant
    names: Names
    language: Language
    fields: Mapping[str, Sequence[str]]

    @property
    def text(self) -> ToolText:
        """The words of the views."""
        return TOOL_TEXTS[self.language]

    def get(self, name: str) -> str:
        """Return a field's value without blanks around it, or nothing."""
        values = self.fields.get(name, ())
        return values[0].strip()[:100] if values else ""

    def known(self) -> list[SchemeVocabulary]:
        """Return the schemes that can be chosen and have rules."""
        operations = self.assistant.operations
        return [operations.vocabulary(s.id) for s in self.names.schemes if s.id in operations.corpus.schemes]

    def scheme(self, wanted: Callable[[SchemeVocabulary], bool] = lambda found: True) -> SchemeVocabulary | None:
        """Return the scheme that is chosen, else the first that the form is for."""
        fitting = [scheme for scheme in self.known() if wanted(scheme)]
        return next((s for s in fitting if s.id == self.get("scheme")), fitting[0] if fitting else None)

    def name(self, named: Named) -> str:
        """Return the name of something that has one in both languages."""
        return named.name.ja if self.language == "ja" else named.name.en

    def scheme_field(self, chosen: str, wanted: Callable[[SchemeVocabulary], bool] = lambda found: True) -> str:
        """Return the choice of a scheme."""
        options = [(s.id, self.names.scheme_name(s.id, self.language)) for s in self.known() if wanted(s)]
        return select("scheme", TEXTS[self.language].scheme, options, chosen, again=True)

    def plan(self, scheme: SchemeVocabulary) -> str:
        """Return the plan that is chosen, or nothing."""
        plans = [plan.id for plan in scheme.plans if plan.offered]
        return self.get("plan") if self.get("plan") in plans else plans[0] if len(plans) == 1 else ""

    def plan_fields(self, scheme: SchemeVocabulary, plan: str, kind: str) -> str:
        """Return the choices of plan and type, where the scheme has several."""
        plans = [(p.id, self.name(p)) for p in scheme.plans if p.offered]
        out = select("plan", TEXTS[self.language].plan, plans, plan, nothing=self.text.any, again=True)
        types = self.types(scheme, plan)
        if types:
            info = self.names.scheme(scheme.id)
            label = ((info.type_label if info else None) or {}).get(self.language) or self.text.type
            out += select("type", label, [(t, t) for t in types], kind, nothing=self.text.any)
        return out

    def types(self, scheme: SchemeVocabulary, plan: str) -> list[str]:
        """Return the types of the plan, or of every plan where none is chosen."""
        return list(dict.fromkeys(t for p in scheme.plans if p.id == plan or not plan for t in p.types))

    def who(self, scheme: SchemeVocabulary, plan: str, kind: str, rank: str = "") -> str:
        """Return plan, type and rank as a question names them."""
        named = next((self.name(p) for p in scheme.plans if p.id == plan), "")
        if self.language == "en":
            parts = [f"the {named}" if named else "", f"type {kind}" if kind else "", f"rank {rank}" if rank else ""]
            return ", ".join(p for p in parts if p) or self.names.scheme_name(scheme.id, "en")
        parts = [named, f"タイプ{kind}" if kind else "", f"ランク{rank}" if rank else ""]
        return "、".join(p for p in parts if p) or self.names.scheme_name(scheme.id, "ja")

    def yen(self, value: str) -> int | None:
        """Return an amount as people type it, in whole yen; None where nothing is typed.

        Raises:
            Unreadable: it is no amount, or one beyond all cover.
        """
        if not value:
            return None
        found = find_all(value)
        amounts = [x.value for x in found.amounts] or [int(x.value) for x in found.bare]
        if len(amounts) != 1 or amounts[0] < 0:
            raise Unreadable(self.text.unreadable.format(value=value))
        if amounts[0] > MAX_YEN:
            raise Unreadable(self.text.too_much.format(value=value))
        return amounts[0]


def shown(form: Form, answer: Answer, *, open_steps: bool = False) -> str:
    """Return an answer as the chat shows it."""
    return cards.answer_card(answer, form.names, "tool", open_steps=open_steps)


def assembled(form: Form, fields: str, result: str, question: str = "") -> str:
    """Return the form with its result, and the button that asks the same in the chat."""
    ask = ""
    if question:
        ask = (
            f'<p class="tool-ask"><button type="button" class="second" data-message="{escape(question)}">'
            f"{escape(form.text.ask)}</button></p>"
        )
    return (
        f'<form class="tool-form" autocomplete="off"><div class="fields">{fields}</div></form>'
        f'<div class="tool-result" aria-live="polite">{result}{ask}</div>'
    )


def computed(form: Form, run: Callable[[], str]) -> str:
    """Return what `run` shows, or in words why it cannot."""
    try:
        return run()
    except Unreadable as error:
        return problem(str(error))
    except (AssistantError, ValidationError):
        return problem(form.text.not_computed)


def premium(form: Form) -> str:
    """The premium calculator."""
    scheme = form.scheme()
    assert scheme is not None  # a catalogue has schemes
    plan, kind, rank = form.plan(scheme), form.get("type"), form.get("rank")
    info = form.names.scheme(scheme.id)
    kind = kind if kind in form.types(scheme, plan) else ""
    ranks = tuple(info.ranks) if info else ()
    rank = rank if rank in ranks else ""
    fields = form.scheme_field(scheme.id) + form.plan_fields(scheme, plan, kind)
    if info and ranks:
        label = (info.rank_label or {}).get(form.language) or TEXTS[form.language].rank
        fields += select("rank", label, [(r, r) for r in ranks], rank, nothing=form.text.any)
    typed = form.get("residents")
    if scheme.premium.kind == "rate":
        fields += entry("residents", form.text.residents, typed, longest=13)
    residents = head_count(typed)
    residents = residents if residents and residents <= MAX_RESIDENTS else None
    if scheme.premium.kind == "rate" and residents is None:
        return assembled(
            form, fields, problem(form.text.unreadable.format(value=typed)) if typed else hint(form.text.give_residents)
        )
    who = form.who(scheme, plan, kind, rank)
    question = form.text.ask_premium.format(who=who)
    if residents and scheme.premium.kind == "rate":
        question = form.text.ask_premium_residents.format(who=who, residents=f"{residents:,}")

    def ask(**more: object) -> Answer:
        given = {"scheme": scheme.id, "language": form.language, "residents": residents} | more
        if scheme.premium.kind != "rate":
            given["residents"] = None
        return form.assistant.operations.premium(PremiumRequest.model_validate(given))

    def run() -> str:
        if scheme.premium.kind not in ("table", "rate"):
            return shown(form, ask(plan=plan or None))
        chosen = {"plan": plan, "type": kind, "rank": rank}
        if scheme.premium.kind == "table":
            every = list(ask().amounts)
        else:
            plans = [p for p in scheme.plans if p.types]
            every = [a for p in plans for t in p.types for a in ask(plan=p.id, type=t).amounts[:1]]
        card = ""
        if plan and kind and (rank or not ranks):
            card = shown(form, ask(plan=plan, type=kind, rank=rank or None))
        table = premium_table(every, form.names, form.language, chosen) if every else ""
        return card + table

    return assembled(form, fields, computed(form, run), question)


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


def deadline(form: Form) -> str:
    """The deadline finder."""

    def counts(found: SchemeVocabulary) -> bool:
        return bool(found.deadlines)

    scheme = form.scheme(counts)
    if scheme is None:
        return hint(form.text.no_deadlines)
    options = [(d.id, form.name(d)) for d in scheme.deadlines]
    chosen = form.get("deadline") if form.get("deadline") in dict(options) else options[0][0]
    rule = next(d for d in scheme.deadlines if d.id == chosen)
    fields = form.scheme_field(scheme.id, counts)
    fields += select("deadline", form.text.deadline, options, chosen, again=True)
    day: dt.date | None = None
    if rule.date:
        fields += entry("date", form.text.date, form.get("date"), kind="date")
        try:
            day = dt.date.fromisoformat(form.get("date"))
        except ValueError:
            day = None
    request = DeadlineRequest(scheme=scheme.id, deadline=chosen, date=day, language=form.language)
    note = hint(form.text.give_date) if rule.date and day is None else ""
    question = ""
    if day is not None:
        named = day.isoformat() if form.language == "en" else f"{day.year}年{day.month}月{day.day}日"
        label = form.names.scheme_name(scheme.id, form.language)
        question = form.text.ask_deadline.format(scheme=label, deadline=dict(options)[chosen], date=named)
    try:
        card = shown(form, form.assistant.operations.deadline(request))
    except AssistantError:
        return assembled(form, fields, problem(form.text.year_unknown))
    return assembled(form, fields, note + card, question)


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
