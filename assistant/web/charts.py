"""Figures drawn: a payout as a waterfall and premiums as a table with bars. Each bar stands under its figure in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from assistant.answer import AmountEntry, Language, Step
from assistant.answering.wording import capital
from assistant.web import money
from assistant.web.names import Names
from assistant.web.tool_text import TOOL_TEXTS

_WIDTH = 1000
_THINNEST = 6
_NUMBER = re.compile(r"\d[\d,]*")


def waterfall(steps: Sequence[Step], language: Language) -> str:
    """Return the steps of a computation from cost to payout: what is left as a full bar, what falls away as hatching.

    A step goes on from the one before it where its expression starts with that one's result; else a new cost begins.
    """
    most = max((max(step.yen, _first(step)) for step in steps), default=0) or 1
    rows, before = [], 0
    for step in steps:
        goes_on = before > step.yen and re.match(rf"(?:min\()?{before:,}(?![\d,])", step.expression)
        lost = before - step.yen if goes_on else max(0, _cost(step) - step.yen)
        result = money.exact(step.yen, language)
        shown = f"{step.expression} = " if step.expression != f"{step.yen:,}" else ""
        last = " last" if step is steps[-1] else ""
        rows.append(
            f'<li class="fall{last}"><span class="fall-label">{escape(capital(step.label))}</span>'
            f'<span class="fall-sum">{escape(shown)}<strong>{escape(result)}</strong></span>'
            f"{_bar(step.yen, lost, most)}</li>"
        )
        before = step.yen
    return f'<ol class="waterfall">{"".join(rows)}</ol>'


def _first(step: Step) -> int:
    """The first figure of an expression, in yen."""
    found = _NUMBER.search(step.expression)
    return int(found[0].replace(",", "")) if found else 0


def _cost(step: Step) -> int:
    """The yen that a step caps or reduces (`min(3,000,000, 1,000 × 500)`, `5,000,000 × 90%`); 0 where it does neither."""
    capped = step.expression.startswith("min(") or re.match(r"[\d,]+ [×−] ", step.expression)
    return _first(step) if capped else 0


def _bar(yen: int, lost: int, most: int) -> str:
    left = round(_WIDTH * yen / most)
    gone = max(round(_WIDTH * lost / most), _THINNEST) if lost else 0
    left = min(left, _WIDTH - gone)
    hatched = (
        f'<rect class="fall-gone" x="{left}" y="1" width="{gone}" height="12"/>'
        + "".join(f'<path d="M{x} 13l8-12"/>' for x in range(left + 2, left + gone - 8, 14))
        if gone
        else ""
    )
    return (
        f'<svg class="fall-bar" viewBox="0 0 {_WIDTH} 14" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><rect class="fall-left" x="0" y="0" width="{left}" height="14"/>{hatched}</svg>'
    )


def premium_table(
    amounts: Sequence[AmountEntry], names: Names, language: Language, chosen: Mapping[str, str | None]
) -> str:
    """Return premiums by plan and type, a column for each rank where there are ranks; `chosen` marks its cells."""
    rows: dict[tuple[str | None, str | None], dict[str, AmountEntry]] = {}
    for entry in amounts:
        rows.setdefault((entry.plan, entry.type), {})[entry.rank or ""] = entry
    ranks = list(dict.fromkeys(entry.rank or "" for entry in amounts))
    scheme = amounts[0].scheme
    most = max(entry.yen for entry in amounts) or 1
    found = names.scheme(scheme)
    labels = [(found.rank_label or {}).get(language, "") if found and rank else "" for rank in ranks]
    heads = [f"{label} {rank}".strip() or amounts[0].label for label, rank in zip(labels, ranks, strict=True)]
    text = TOOL_TEXTS[language]
    kind = ((found.type_label or {}).get(language) if found else None) or text.type
    out, plan_before = [], object()
    for (plan, of_type), cells in rows.items():
        if plan != plan_before and plan:
            out.append(
                f'<tr class="plan-row"><th scope="rowgroup" colspan="{len(ranks) + 1}">'
                f"{escape(capital(names.plan_name(scheme, plan, language)))}</th></tr>"
            )
            plan_before = plan
        row = [f'<th scope="row">{escape(of_type or "–")}</th>']
        for rank in ranks:
            if rank not in cells:
                row.append("<td>–</td>")
                continue
            entry = cells[rank]
            own = {"plan": entry.plan, "type": entry.type, "rank": entry.rank}
            given = {key: value for key, value in chosen.items() if value}
            picked = bool(given) and all(own.get(key) == value for key, value in given.items())
            width = max(_THINNEST, round(_WIDTH * entry.yen / most))
            mark = f'<span class="visually-hidden"> ({escape(text.chosen)})</span>' if picked else ""
            row.append(
                f'<td class="yen{" picked" if picked else ""}">{escape(money.exact(entry.yen, language))}{mark}'
                f'<svg class="cell-bar" viewBox="0 0 {_WIDTH} 6" preserveAspectRatio="none" aria-hidden="true" '
                f'focusable="false"><rect width="{width}" height="6"/></svg></td>'
            )
        out.append(f"<tr>{''.join(row)}</tr>")
    shared = labels[0] if len(labels) > 1 and len(set(labels)) == 1 else ""
    # What all columns have in common is said once, so that three of them fit beside the chat.
    over = (
        f'<th scope="colgroup" class="end" colspan="{len(ranks)}">{escape(capital(shared))}</th></tr><tr>'
        if shared
        else ""
    )
    columns = ranks if shared else heads
    head = over + "".join(f'<th scope="col" class="end">{escape(capital(item))}</th>' for item in columns)
    span = ' rowspan="2"' if shared else ""
    caption = f'<caption class="visually-hidden">{escape(text.premium_table)}</caption>'
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(text.premium_table)}"><table class="premiums">{caption}<thead><tr><th scope="col"{span}>{escape(kind)}</th>{head}</tr>'
        f"</thead><tbody>{''.join(out)}</tbody></table></div>"
    )
