"""An answer as a card, from the verdict down to whom to ask. All text is escaped; so it is in `turns`, `sources` and `figures`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from assistant.answer import Answer, DerivationNode, VerdictEntry
from assistant.answering.wording import capital, phrase
from assistant.web import figures
from assistant.web.markdown import boxes, render, without_repeats, without_tables
from assistant.web.names import Names
from assistant.web.sources import Passage, sources
from assistant.web.text import TEXTS, Text
from assistant.web.turns import message_button

# Drawn rather than typed: a font that lacks ◐ would show an empty box.
_SHAPES = {
    "covered": '<circle cx="8" cy="8" r="7"/>',
    "not_covered": '<path d="M2 2l12 12M14 2L2 14" fill="none" stroke="currentColor" stroke-width="3"/>',
    "conditional": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2a6 6 0 000 12z"/>',
    "undetermined": '<path d="M4 5.2C4 3 5.8 1.5 8 1.5s4 1.4 4 3.6c0 2.9-3.4 3-3.4 5.6" fill="none" '
    'stroke="currentColor" stroke-width="2.4"/><circle cx="8.5" cy="13.6" r="1.6"/>',
}
_WAY = re.compile(r"\s*\(\d+\)\s+")
_VALUE_MARKS = {"true": "✓", "false": "✕", "unknown": "？", "info": "・"}


def answer_card(
    answer: Answer,
    names: Names,
    number: int | str,
    passage: Passage = lambda citation: citation.quote,
    *,
    open_steps: bool = False,
    after: str = "",
) -> str:
    """Return the card of one answer, from the verdict down to whom to ask; `number` makes ids unique on the page.

    With `open_steps` the arithmetic is unfolded from the start; `after` is HTML that ends the card.
    """
    text = TEXTS[answer.language]
    # Conditions of an amount stand in the text alone, as boxes to tick.
    stated = (item for entry in answer.verdicts for item in entry.conditions)
    conditions = tuple(dict.fromkeys([*stated, *boxes(answer.text)]))
    decides = phrase("insurer_decides", answer.language)
    caveats = tuple(item for item in answer.caveats if item != decides)
    ask = phrase("ask", answer.language, name="").rstrip(" :：")
    contact = _contact(answer, names, text, ask)
    drawn = figures.amounts(answer, names, text, f"turn-{number}", open_steps=open_steps)
    # The text is complete in itself, for readers of the interface; what the card draws is not said a second time.
    starts = [phrase("sources", answer.language)] if answer.citations else []
    starts += [ask] if contact else []
    starts += [capital(step.label) for entry in answer.amounts for step in entry.steps] if drawn else []
    words = without_repeats(answer.text, [*conditions, *caveats, decides], starts)
    compared = _compared(answer)
    if compared:
        words = without_tables(words)
    # Of a comparison the words only say what is compared: they head its verdicts.
    lead = f'<div class="words lead">{render(words)}</div>' if words.strip() else ""
    verdicts = _verdicts(answer, names, text, with_reasons=compared)
    parts = [
        f'<h3 class="visually-hidden">{escape(text.answered)} {number}</h3>',
        *([lead, verdicts] if compared else [verdicts, lead]),
        drawn,
        _conditions(conditions, text),
        _options(answer, text),
        "" if compared else _reasons(answer, words),
        _derivation(answer, text, number),
        sources(answer, names, text, number, passage),
        _caveats(caveats, text),
        contact,
        f'<p class="decides">{escape(decides)}</p>',
        after,
    ]
    return f'<div class="answer kind-{answer.kind}">{"".join(parts)}</div>'


def badge(verdict: str, word: str) -> str:
    """Return a verdict as shape, word and colour together."""
    shape = f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_SHAPES[verdict]}</svg>'
    return f'<span class="badge badge-{verdict}">{shape}{escape(word)}</span>'


def _compared(answer: Answer) -> bool:
    """Whether the text lays the verdicts of several schemes out as a table, which the card shows as its verdicts."""
    if len({entry.scheme for entry in answer.verdicts}) < 2:
        return False
    rows = [line for line in answer.text.splitlines() if line.startswith("|")]
    return bool(rows) and all(any(entry.reason in row for row in rows) for entry in answer.verdicts if entry.reason)


def _verdicts(answer: Answer, names: Names, text: Text, *, with_reasons: bool = False) -> str:
    if not answer.verdicts:
        if answer.kind != "abstention":
            return ""
        return f'<ul class="verdicts"><li>{badge("undetermined", text.not_stated)}</li></ul>'
    several = len({entry.scheme for entry in answer.verdicts}) > 1
    subjects = {entry.subject for entry in answer.verdicts}
    rows = []
    for entry in answer.verdicts:
        standing = _standing(entry, answer, names, several_schemes=several)
        subject = f'<span class="subject">{escape(entry.subject)}</span>' if len(subjects) > 1 else ""
        why = f'<span class="subject">{escape(entry.reason)}</span>' if with_reasons and entry.reason else ""
        rows.append(
            f"<li>{badge(entry.verdict, text.verdicts[entry.verdict])}"
            f'<span class="standing">{standing}{subject}{why}</span></li>'
        )
    return f'<ul class="verdicts">{"".join(rows)}</ul>'


def _standing(entry: VerdictEntry, answer: Answer, names: Names, *, several_schemes: bool) -> str:
    """Return what a verdict stands on: scheme where there are several, plan, type, rank, section of cover."""
    language, text = answer.language, TEXTS[answer.language]
    parts = [names.scheme_name(entry.scheme, language)] if several_schemes else []
    parts.append(names.plan_name(entry.scheme, entry.plan, language))
    if answer.basis.get("plan", entry.plan) == entry.plan:
        # The type that an amount was computed for is what its verdict stands on, too.
        types = {amount.type for amount in answer.amounts if amount.plan == entry.plan and amount.type}
        kind = answer.basis.get("type") or (types.pop() if len(types) == 1 else None)
        parts += figures.type_and_rank(kind, answer.basis.get("rank"), entry.scheme, names, language)
    if len({other.section for other in answer.verdicts}) > 1:
        parts.append(text.sections.get(entry.section, entry.section))
    shown = [part for part in parts if part]
    return "".join(f"<span>{escape(capital(part) if part == shown[0] else part)}</span>" for part in shown)


def _conditions(conditions: Sequence[str], text: Text) -> str:
    if not conditions:
        return ""
    items = "".join(f'<li><label><input type="checkbox"><span>{_ways(item)}</span></label></li>' for item in conditions)
    return f'<section class="conditions"><h4>{escape(text.conditions)}</h4><ul>{items}</ul></section>'


def _ways(condition: str) -> str:
    """Return a condition as HTML; where one of several ways is enough (`…: (1) …, (2) …`), each on a line of its own."""
    lead, *ways = _WAY.split(condition)
    if len(ways) < 2:
        return escape(condition)
    lines = "".join(f'<span class="way">{escape(way.rstrip("、,; "))}</span>' for way in ways)
    return f"{escape(lead.rstrip())}{lines}"


def _reasons(answer: Answer, words: str) -> str:
    reasons = dict.fromkeys(entry.reason for entry in answer.verdicts if entry.reason and entry.reason not in words)
    return "".join(f'<p class="why">{escape(reason)}</p>' for reason in reasons)


def _derivation(answer: Answer, text: Text, number: int | str) -> str:
    if not answer.derivation:
        return ""
    ident = f"turn-{number}-derivation"
    return (
        f'<details class="disclosure derivation" id="{ident}"><summary>{escape(text.derivation)}</summary>'
        f"{_nodes(answer.derivation, text, ident)}</details>"
    )


def _nodes(nodes: Iterable[DerivationNode], text: Text, ident: str) -> str:
    """Return one level of the tree; each node that rests on others unfolds to them."""
    rows = []
    for index, node in enumerate(nodes, 1):
        own = f"{ident}-{index}"
        rule = f"<code>{escape(node.rule)}</code>" if node.rule else ""
        label = (
            f'<span class="mark" aria-hidden="true">{_VALUE_MARKS[node.value]}</span><span>{escape(node.label)}'
            f'<span class="visually-hidden"> ({escape(text.values[node.value])})</span>{rule}</span>'
        )
        if node.children:
            inner = _nodes(node.children, text, own)
            label = f'<details id="{own}"><summary>{label}</summary>{inner}</details>'
        else:
            label = f'<div class="leaf">{label}</div>'
        rows.append(f'<li class="node node-{node.value}">{label}</li>')
    return f"<ul>{''.join(rows)}</ul>"


def _caveats(caveats: Sequence[str], text: Text) -> str:
    if not caveats:
        return ""
    items = "".join(f"<li>{escape(item)}</li>" for item in caveats)
    return f'<section class="caveats"><h4>{escape(text.caveats)}</h4><ul>{items}</ul></section>'


def _options(answer: Answer, text: Text) -> str:
    if not answer.options:
        return ""
    buttons = "".join(message_button(option.label, option.message) for option in answer.options)
    return f'<div class="options" role="group" aria-label="{escape(text.options)}">{buttons}</div>'


def _contact(answer: Answer, names: Names, text: Text, ask: str) -> str:
    """Return whom to ask, where the answer leaves something open or its text says it in a line that starts `ask`."""
    open_ended = (
        answer.abstained
        or any(line.startswith(ask) for line in answer.text.splitlines())
        or any(entry.verdict in ("conditional", "undetermined") for entry in answer.verdicts)
        or any(entry.basis == "inferred" for entry in answer.amounts)
    )
    schemes = names.contact_of(answer) if open_ended else ()
    rows = []
    for scheme in schemes:
        agency = scheme.agency.get(answer.language, "")
        phone = scheme.agency_phone
        if not agency and not phone:
            continue
        link = f'<a href="tel:{escape(_dialable(phone))}">{escape(phone)}</a>' if phone else ""
        # The hours stand in the text alone, behind the number.
        told = next((line for line in answer.text.splitlines() if line.startswith(ask) and phone and phone in line), "")
        hours = f"<span>{escape(told.split(phone)[-1].strip())}</span>" if phone and told else ""
        rows.append(f"<dd><span>{escape(agency)}</span>{link if phone and phone not in agency else ''}{hours}</dd>")
    return f'<dl class="contact"><dt>{escape(text.agency)}</dt>{"".join(rows)}</dl>' if rows else ""


def _dialable(phone: str) -> str:
    return "".join(
        character for character in phone if character.isascii() and (character.isdigit() or character == "+")
    )
