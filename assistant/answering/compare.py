"""Write comparisons: verdicts, limits and premiums over plans and schemes, as tables with a source for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answer import AmountEntry, Answer, Citation, VerdictEntry
from assistant.answering.context import Desk
from assistant.answering.coverage import PlanFindings, condition_text, entries, reason
from assistant.answering.judging import groups_of, subject_of, with_option
from assistant.answering.limits import HIGHEST, LOWEST, NOT_OF_COVER, named_sections
from assistant.answering.wording import VERDICT_WORDS, bullets, capital, join, phrase, yen
from assistant.rules.compare import differences
from assistant.rules.payout import limit_yen
from assistant.understanding.query import Query, SchemeReading

_TWO = 2


class _Case(NamedTuple):
    """What one scheme judges: its subject in words, and the ids it is judged on; `told` where facts are known of it."""

    desk: Desk
    groups: Sequence[PlanFindings]
    subject: str
    judged_on: tuple[str, ...]
    told: bool


def write_across(
    q: Query,
    everything: Sequence[tuple[Desk, SchemeReading]],
    judged: Sequence[tuple[Desk, SchemeReading]],
    unknowing: Sequence[Desk] = (),
) -> Answer | None:
    """A comparison over several schemes; None where nothing comparable was asked.

    Args:
        q: the query.
        everything: the schemes asked about, with their readings.
        judged: those of them to give a verdict on.
        unknowing: those whose brochure knows no such cost.
    """
    # "The liability limit of each": a whole section is named, no cost in particular, and no verdict is asked for.
    plain = all(d.scheme.stands_for_section(i) for d, r in judged for i in r.items)
    if (
        "limit" in q.intents
        and not NOT_OF_COVER.search(q.message.text)
        and plain
        and (not judged or q.wants("choose") or not q.wants("coverage"))
    ):
        return _limits(q, everything)
    if "deductible" in q.intents and plain:
        return _deductibles(q, everything)
    return write_verdicts(q, judged, unknowing) if judged else None


def write_verdicts(q: Query, judged: Sequence[tuple[Desk, SchemeReading]], unknowing: Sequence[Desk] = ()) -> Answer:
    """The verdict of each scheme and plan as one table, with the option that would pay what a plan does not."""
    lang = q.message.language
    ja = lang == "ja"
    verdicts: list[VerdictEntry] = []
    citations: list[Citation] = []
    rows: list[str] = []
    notes: list[str] = []
    cases: list[_Case] = []
    for desk, reading in judged:
        r = with_option(q, reading, desk.scheme, unasked=reading.plans_from != "text")
        groups = groups_of(r, desk.scheme)
        if _presumes(desk, reading, judged) and any(
            v in ("covered", "conditional") for g in groups for v in g.verdicts
        ):
            # Here nothing is known of the incident that others were told of: that some incident would be covered is no answer.
            unknowing = (*unknowing, desk)
            continue
        cases.append(_Case(desk, groups, subject_of(desk, r, False, groups), _judged_on(desk, r), bool(r.facts)))
    # What most schemes are judged on stands above the table, by its plainest name; where one is judged on something
    # else, its rows say so.
    keys = [c.judged_on for c in cases]
    common = max(keys, key=keys.count)
    first = min((c for c in cases if c.judged_on == common), key=lambda c: (not c.told, len(c.subject))).subject
    for c in cases:
        desk = c.desk
        for g in c.groups:
            findings = g.findings[:1] if len(g.verdicts) == 1 else g.findings
            for e, f in zip(entries(desk, g, c.subject), findings, strict=True):
                verdicts.append(e)
                cited = desk.cite(ident for x in g.findings for ident in x.cites)
                citations += cited
                pages = ", ".join(dict.fromkeys(f"p.{x.page}" for x in cited[:2]))
                about = e.subject if c.judged_on != common or len(g.verdicts) > 1 else ""
                what = desk.plan_label(g.plan) + ((f"（{about}）" if ja else f" ({about})") if about else "")
                cell = VERDICT_WORDS[lang][e.verdict]
                rows.append(f"| {desk.t(desk.scheme.short)} | {what} | **{cell}** | {reason(desk, f)} {pages} |")
            for f in g.findings:
                notes += [condition_text(desk, x) for x in f.conditions]
    head = (
        "| 制度 | プラン | 判定 | 理由と根拠 |\n| --- | --- | --- | --- |"
        if ja
        else "| Scheme | Plan | Verdict | Why, and where |\n| --- | --- | --- | --- |"
    )
    lead = f"**{first}について、制度ごとの答えです。**" if ja else f"**{capital(first)}, scheme by scheme:**"
    lines = [lead, "\n".join([head, *rows])]
    if not any(r.items for _, r in judged):
        lines.append(
            "これは出来事そのもの（賠償責任や対応費用の全般）についての判定です。個々の費用の扱いはそれぞれ違うため、費用を挙げてお尋ねください。"
            if ja
            else "This is about the incident as such, liability or response costs in general. Each cost is a matter of its own: please name the one you mean."
        )
    if unknowing:
        names = join((d.t(d.scheme.short) for d in unknowing), lang)
        lines.append(
            f"{names}については、お尋ねの費用や出来事にあたるものが読み取れず、判定していません。"
            if ja
            else f"{capital(names)}: no such cost or event is found in the brochure, so no verdict is given."
        )
    if notes:
        lines.append(("条件：" if ja else "Conditions:") + "\n" + bullets(f"☐ {note}" for note in dict.fromkeys(notes)))
    caveats = [phrase("insurer_decides", lang)]
    if any(f.inferred for c in cases for g in c.groups for f in g.findings):
        caveats.insert(0, phrase("inferred", lang))
    lines += caveats
    silent = all(v.verdict == "undetermined" for v in verdicts)
    return Answer(
        language=lang,
        kind="comparison",
        text="\n\n".join(lines),
        verdicts=tuple(verdicts),
        citations=tuple(dict.fromkeys(citations)),
        abstained=silent,
        caveats=tuple(caveats),
    )


def _presumes(desk: Desk, r: SchemeReading, judged: Sequence[tuple[Desk, SchemeReading]]) -> bool:
    """Whether a scheme knows nothing of the incident told, and would have to presume one, while another knows it."""

    def tells(d: Desk, x: SchemeReading) -> bool:
        return any(v is not False and d.scheme.facts[f].kind == "peril" for f, v in x.facts.items())

    return not any(v is not False for v in r.facts.values()) and any(tells(d, x) for d, x in judged)


def _judged_on(desk: Desk, r: SchemeReading) -> tuple[str, ...]:
    """The ids of what a scheme is judged on: the costs, else the incident."""
    return tuple(sorted(r.items)) or tuple(
        sorted(f for f, v in r.facts.items() if v and desk.scheme.facts[f].kind == "peril")[:1]
    )


def _deductibles(q: Query, everything: Sequence[tuple[Desk, SchemeReading]]) -> Answer:
    """The deductible of each scheme, none, or not stated."""
    lang = q.message.language
    ja = lang == "ja"
    rows: list[str] = []
    amounts: list[AmountEntry] = []
    citations: list[Citation] = []
    for desk, _ in everything:
        name = desk.t(desk.scheme.short)
        values = sorted({d.yen for d in desk.scheme.deductibles})
        citations += desk.cite(c for d in desk.scheme.deductibles for c in d.cites)
        if not values:
            rows.append(f"- {name}：パンフレットに記載なし" if ja else f"- {name}: not stated in the brochure")
        elif values == [0]:
            rows.append(f"- {name}：免責金額なし（0円）" if ja else f"- {name}: no deductible")
        else:
            shown = ("・" if ja else ", ").join(yen(v, lang) for v in values)
            rows.append(f"- {name}：{shown}" if ja else f"- {name}: {shown}")
            amounts += [
                AmountEntry(label="免責金額" if ja else "deductible", yen=v, scheme=desk.scheme.scheme) for v in values
            ]
    lead = (
        "**免責金額（自己負担額）は、制度によって違います。**"
        if ja
        else "**The deductible differs from scheme to scheme.**"
    )
    return Answer(
        language=lang,
        kind="comparison",
        text="\n\n".join([lead, "\n".join(rows)]),
        amounts=tuple(amounts),
        citations=tuple(dict.fromkeys(citations)),
    )


def _limits(q: Query, everything: Sequence[tuple[Desk, SchemeReading]]) -> Answer | None:
    """The printed limits of one section of each scheme: the highest, or lowest, of each where that is asked for, else all."""
    lang = q.message.language
    ja = lang == "ja"
    low = bool(LOWEST.search(q.message.text)) and not HIGHEST.search(q.message.text)
    pick = min if low else max
    top = low or q.wants("choose") or bool(HIGHEST.search(q.message.text))
    named = [s for d, _ in everything for s in named_sections(d, q.message.text)]
    section = next(
        (s for d, r in everything for s in (*r.sections, *(d.scheme.items[i].section for i in r.items))),
        named[0] if len(set(named)) == 1 else "liability",
    )
    found: list[tuple[int, str, Desk]] = []
    silent: list[str] = []
    citations: list[Citation] = []
    for desk, r in everything:
        cells = _cells(desk, r, section)
        citations += desk.cite(c for x in desk.scheme.limits if x.section == section for c in x.cites)
        if not cells:
            silent.append(desk.t(desk.scheme.short))
        elif top:
            best = pick(value for value, _ in cells)
            found.append((best, next(name for value, name in cells if value == best), desk))
        else:
            by_value: dict[int, list[str]] = {}
            for value, name in cells:
                by_value.setdefault(value, []).append(name)
            found += [(v, join(dict.fromkeys(x for x in names if x), lang), desk) for v, names in by_value.items()]
    if not found:
        return None
    best_of_all = pick(found, key=lambda x: x[0])
    if top:
        found.sort(key=lambda x: x[0] if low else -x[0])
    first = [(d, name) for v, name, d in found if v == best_of_all[0]]
    where = join((f"{d.t(d.scheme.short)}{'の' if ja else ', '}{name}".rstrip("の, ") for d, name in first), lang)
    what = (
        everything[0][0].t(everything[0][0].scheme.sections[section].name)
        if section in everything[0][0].scheme.sections
        else ""
    )
    lead = (
        f"**{what}の支払限度額が最も{'低い' if low else '高い'}のは{where}で、{yen(best_of_all[0], lang)} です。**"
        if ja
        else f"**The {'lowest' if low else 'highest'} is {where}: {yen(best_of_all[0], lang)}.** ({capital(what)})"
    )
    values = [v for v, _, _ in found]
    if len(found) > 1 and len(set(values)) == 1:
        lead = (
            f"**{what}の支払限度額は、どれも {yen(values[0], lang)} で同じです。**"
            if ja
            else f"**The limit is the same everywhere: {yen(values[0], lang)}.** ({capital(what)})"
        )
    rows = []
    for v, name, d in found:
        who = f"{d.t(d.scheme.short)}{' ' if ja else ', '}{name}".rstrip(", ")
        rows.append(f"- {who}：{yen(v, lang)}" if ja else f"- {who}: {yen(v, lang)}")
    rows += [f"- {s}：パンフレットに記載なし" if ja else f"- {s}: not stated in the brochure" for s in silent]
    amounts = [
        AmountEntry(label="支払限度額" if ja else "limit", yen=v, scheme=d.scheme.scheme, type=name or None)
        for v, name, d in found
    ]
    lines = [lead, "\n".join(rows)]
    if q.wants("difference") and len(values) > 1:
        gap, sums = max(values) - min(values), f"{max(values):,} − {min(values):,}"
        shown = yen(gap, lang)
        lines.append(
            f"最も高いものと最も低いものの差は **{shown}** です（{sums}）。"
            if ja and len(values) > _TWO
            else f"差は **{shown}** です（{sums}）。"
            if ja
            else f"The gap between the highest and the lowest is **{shown}** ({sums})."
            if len(values) > _TWO
            else f"The difference is **{shown}** ({sums})."
        )
        if gap:
            amounts.append(
                AmountEntry(
                    label="差額" if ja else "difference", yen=gap, scheme=best_of_all[2].scheme.scheme, basis="computed"
                )
            )
    return Answer(
        language=lang,
        kind="comparison",
        text="\n\n".join(lines),
        amounts=tuple(amounts),
        citations=tuple(dict.fromkeys(citations)),
    )


def _cells(desk: Desk, r: SchemeReading, section: str) -> list[tuple[int, str]]:
    """Limits of a section that are printed for what was named, in yen, each with the name of its type (empty for all)."""
    cells = []
    for limit in desk.scheme.limits:
        if limit.section != section or (r.plans and limit.plans and not set(r.plans) & set(limit.plans)):
            continue
        values = {"": limit.yen} if isinstance(limit.yen, int) else limit.yen
        for key in (r.choices.get(limit.by, ()) if limit.by else ()) or values:
            value = limit_yen(limit, {limit.by: key} if limit.by else {})
            if value is not None:
                cells.append((value, desk.t(desk.scheme.dimensions[limit.by].values[key].name) if limit.by else ""))
    return cells


def write_differences(desk: Desk, plans: Sequence[str]) -> Answer | None:
    """What the plans of one scheme judge differently, as a table."""
    lang, ja = desk.language, desk.language == "ja"
    rows = []
    citations: list[Citation] = []
    for d in differences(desk.scheme, tuple(plans)):
        name = desk.t(desk.scheme.facts[d.subject].name) if d.subject in desk.scheme.facts else ""
        item = desk.t(desk.scheme.items[d.item].name)
        what = f"{name} – {item}" if name else item
        rows.append(f"| {what} | " + " | ".join(VERDICT_WORDS[lang][v] for v in d.verdicts) + " |")
        citations += desk.cite(c for f in d.findings for c in f.cites[:1])
    if not rows:
        return None
    head = f"| {'事由・費用' if ja else 'Peril or cost'} | " + " | ".join(desk.plan(p) for p in plans) + " |"
    lead = (
        "**プランで答えが変わるのは次の事由・費用です。**" if ja else "**The plans differ on these perils and costs:**"
    )
    text = "\n\n".join(
        [lead, "\n".join([head, "| --- |" + " --- |" * len(plans), *rows]), phrase("insurer_decides", lang)]
    )
    return Answer(language=lang, kind="comparison", text=text, citations=tuple(dict.fromkeys(citations)))
