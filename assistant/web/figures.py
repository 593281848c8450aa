"""Amounts of an answer as HTML: the figure large, what it is, its arithmetic in one line, the steps to unfold."""

from __future__ import annotations

from html import escape

from assistant.answer import AmountEntry, Answer, Language, Step
from assistant.answering.wording import capital
from assistant.web import money
from assistant.web.charts import waterfall
from assistant.web.names import Names
from assistant.web.text import Text

# More figures than this are compared rather than read one by one, unless each has arithmetic of its own.
_MOST_LARGE = 2
_MOST_LARGE_WITH_STEPS = 4


def amounts(answer: Answer, names: Names, text: Text, prefix: str, *, open_steps: bool = False) -> str:
    """Return all amounts of an answer, or nothing; `prefix` makes the ids of the disclosures unique.

    With `open_steps` the steps of the first amount are unfolded.
    """
    if not answer.amounts:
        return ""
    computed = any(entry.steps for entry in answer.amounts)
    if len(answer.amounts) > (_MOST_LARGE_WITH_STEPS if computed else _MOST_LARGE):
        # Where the text lays them all out already, as a table of premiums does, a second table adds nothing.
        told = all(f"{entry.yen:,}" in answer.text for entry in answer.amounts)
        return "" if told else _table(answer, names, text)
    blocks = [
        _large(entry, answer, names, text, f"{prefix}-steps-{index}", opened=open_steps and index == 1)
        for index, entry in enumerate(answer.amounts, 1)
    ]
    return f'<div class="figures">{"".join(blocks)}</div>'


def type_and_rank(
    kind: str | None, rank: str | None, scheme: str | None, names: Names, language: Language
) -> list[str]:
    """Return `タイプ F II`, `ランク B` with the labels that the scheme itself uses."""
    found = names.scheme(scheme)
    parts = []
    if kind:
        label = (found.type_label or {}).get(language, "") if found else ""
        parts.append(f"{label} {kind}".strip())
    if rank:
        label = (found.rank_label or {}).get(language, "") if found else ""
        parts.append(f"{label} {rank}".strip())
    return parts


def _standing(entry: AmountEntry, names: Names, language: Language) -> str:
    parts = [names.plan_name(entry.scheme, entry.plan, language)] if entry.plan else []
    parts += type_and_rank(entry.type, entry.rank, entry.scheme, names, language)
    return "".join(f"<span>{escape(part)}</span>" for part in parts)


def _large(entry: AmountEntry, answer: Answer, names: Names, text: Text, ident: str, *, opened: bool) -> str:
    language = answer.language
    short, exact = money.spoken(entry.yen, language), money.exact(entry.yen, language)
    beside = f'<span class="exact">{escape(exact)}</span>' if short != exact else ""
    inferred = f'<p class="inferred">{escape(text.inferred)}</p>' if entry.basis == "inferred" else ""
    standing = _standing(entry, names, language)
    place = f'<span class="standing">{standing}</span>' if standing else ""
    return (
        f'<div class="figure"><p class="figure-label">{escape(capital(entry.label))}{place}</p>'
        f'<p class="figure-value"><strong>{escape(short)}</strong>{beside}</p>'
        f"{_arithmetic(entry.steps, text, language, ident, opened=opened)}{inferred}</div>"
    )


def _arithmetic(steps: tuple[Step, ...], text: Text, language: Language, ident: str, *, opened: bool) -> str:
    if not steps:
        return ""
    shown = (
        f"{step.yen:,}" if step.expression == f"{step.yen:,}" else f"{step.expression} = {step.yen:,}"
        for step in steps[-2:]
    )
    line = " → ".join(shown)
    if len(steps) > 2:
        line = "… → " + line
    head = f'<p class="arithmetic">{escape(line)}</p>'
    if len(steps) == 1:
        return head
    unfolded = " open" if opened else ""
    return (
        f'{head}<details class="disclosure" id="{escape(ident)}"{unfolded}><summary>{escape(text.steps)}</summary>'
        f"{waterfall(steps, language)}</details>"
    )


def _table(answer: Answer, names: Names, text: Text) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(capital(entry.label))}<span class="standing">'
        f"{_standing(entry, names, answer.language)}</span></th>"
        f'<td class="yen">{escape(money.exact(entry.yen, answer.language))}</td></tr>'
        for entry in answer.amounts
    )
    inferred = any(entry.basis == "inferred" for entry in answer.amounts)
    note = f'<p class="inferred">{escape(text.inferred)}</p>' if inferred else ""
    caption = f'<caption class="visually-hidden">{escape(text.figures)}</caption>'
    return f'<table class="figure-table">{caption}<tbody>{rows}</tbody></table>{note}'
