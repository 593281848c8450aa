"""Write answers from statements, computed deadlines and passages: facts, dates, and open questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.answer import AmountEntry, Answer, PassageRef
from assistant.answering.context import Desk, abstain, excerpt
from assistant.answering.wording import bullets, phrase
from assistant.corpus.brochure import Section
from assistant.corpus.model import DeadlineRule, Statement
from assistant.rules.deadline import day_before_working, days_after, years_after

_WEEKDAYS = {
    "ja": "月火水木金土日",
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def write_statement(desk: Desk, statement: Statement) -> Answer:
    """What the brochure says on a subject, or that it says nothing."""
    citations = desk.cite(statement.cites)
    body = desk.t(statement.text).strip()
    if statement.silent:
        return abstain(
            desk.language,
            "\n\n".join(x for x in (body, desk.sources(citations) or _about(desk), desk.whom_to_ask()) if x),
            citations=citations,
        )
    amounts = tuple(
        AmountEntry(
            label=desk.t(f.label),
            yen=f.yen,
            scheme=desk.scheme.scheme,
            basis="inferred" if f.certainty == "inferred" else "stated",
        )
        for f in statement.figures
    )
    lines = [body]
    if statement.kind in ("contact", "procedure") and desk.scheme.agency.phone and desk.scheme.agency.phone not in body:
        lines.append(desk.whom_to_ask())
    lines.append(desk.sources(citations))
    return Answer(
        language=desk.language,
        kind="fact",
        text="\n\n".join(x for x in lines if x),
        amounts=amounts,
        citations=citations,
    )


def _about(desk: Desk) -> str:
    """The scheme that a statement is about, for an answer whose sources do not tell it."""
    name = desk.t(desk.scheme.name)
    return f"（{name}について）" if desk.language == "ja" else f"(This is about: {name}.)"


def show_date(day: dt.date, language: str) -> str:
    """2026年7月1日（水） or Wednesday 1 July 2026."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS['ja'][day.weekday()]}）"
    return f"{_WEEKDAYS['en'][day.weekday()]} {day.day} {day:%B} {day.year}"


def write_deadline(desk: Desk, rule: DeadlineRule, day: dt.date | None) -> Answer:
    """A deadline computed from `day` (the discovery, or the wanted date), or the rule alone when no date is given.

    Raises:
        DeadlineError: the holidays of that year are not known.
    """
    ja, lang = desk.language == "ja", desk.language
    lines: list[str] = []
    caveats: list[str] = []
    if rule.kind == "fixed" and rule.on:
        lines.append(f"**{show_date(rule.on, lang)}**")
    elif day is not None and rule.kind == "days-after":
        assert rule.days is not None
        last = days_after(day, rule.days)
        first = day + dt.timedelta(days=1)
        lines.append(
            f"**期限は {show_date(last, lang)} です。**（{show_date(first, lang)}を1日目として{rule.days}日目）"
            if ja
            else f"**The last day is {show_date(last, lang)}.** ({show_date(first, lang)} is day 1, this is day {rule.days}.)"
        )
    elif day is not None and rule.kind == "years-after":
        assert rule.years is not None
        last = years_after(day, rule.years)
        lines.append(
            f"**{show_date(last, lang)} までです。**（{show_date(day, lang)}から{rule.years}年）"
            if ja
            else f"**Until {show_date(last, lang)}.** ({rule.years} year from {show_date(day, lang)})"
        )
    elif day is not None and rule.kind == "working-day-before":
        found = day_before_working(day)
        lines.append(
            f"**期限は {show_date(found.date, lang)} です。**（希望日：{show_date(day, lang)}）"
            if ja
            else f"**The last day is {show_date(found.date, lang)}.** (wanted date: {show_date(day, lang)})"
        )
        if len(found.steps) > 1:
            lines.append(bullets(f"{show_date(s.date, lang)}" for s in found.steps))
        if found.other_reading:
            caveats.append(
                f"「休祝日の場合はその前日」を1日だけさかのぼると読むと {show_date(found.other_reading, lang)} です。余裕をもって手続きしてください。"
                if ja
                else f"Reading the holiday rule as one step back only gives {show_date(found.other_reading, lang)}."
            )
    lines.append(desk.t(rule.text))
    lines += caveats
    citations = desk.cite(rule.cites)
    lines += [desk.sources(citations), desk.whom_to_ask()]
    return Answer(language=lang, kind="fact", text="\n\n".join(lines), citations=citations, caveats=tuple(caveats))


def write_passages(desk: Desk, hits: Sequence[tuple[Section, float]], lead: str | None = None) -> Answer:
    """An open question: passages that may help, quoted, and no verdict; `lead` replaces the first sentences."""
    ja, lang = desk.language == "ja", desk.language
    head = lead or (
        "ご質問に直接答える規則は見つかりませんでした。関係がありそうなパンフレットの記載は次のとおりです（補償されるかどうかの判断ではありません）。"
        if ja
        else "No rule answers this directly. These parts of the brochure may help; they are no verdict on cover."
    )
    rows = []
    citations = desk.cite(s.id for s, _ in hits)
    for section, _ in hits:
        page = phrase("page", lang, page=section.page)
        title = f"**{section.title}**（{page}）" if ja else f"**{section.title}** ({page})"
        rows.append("\n".join(f"> {line}".rstrip() for line in (title, "", *excerpt(section.text).splitlines())))
    text = "\n\n".join([head, *rows, desk.whom_to_ask()])
    passages = tuple(PassageRef(document=s.document, section=s.id, score=round(float(v), 4)) for s, v in hits)
    return Answer(language=lang, kind="fact", text=text, citations=citations, passages=passages, abstained=True)
