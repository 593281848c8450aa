"""The premium calculator and the deadline finder. Each runs the typed operations on its fields."""

from __future__ import annotations

import datetime as dt

from assistant.answer import Answer
from assistant.errors import AssistantError
from assistant.operations import DeadlineRequest, PremiumRequest, SchemeVocabulary
from assistant.rules.premium import MAX_RESIDENTS
from assistant.web.charts import premium_table
from assistant.web.choices import head_count
from assistant.web.fields_html import entry, hint, problem, select
from assistant.web.form import Form, assembled, computed, shown
from assistant.web.text import TEXTS


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
