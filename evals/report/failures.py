"""The part of the page that lists every case that is wrong: question, expected, got, derivation and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from evals.outcomes import Outcome
from evals.report.view import View, expected_lines, given_lines
from evals.results import Case
from evals.slicing import KEYS

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NODE = {"true": ("●", "so"), "false": ("✕", "not so"), "unknown": ("？", "open"), "info": ("·", "")}


def failures(view: View) -> str:
    """Every case that is wrong, regressions first; those that are set aside as ids alone."""
    wrong = list(view.failures())
    shown = [(outcome, case) for outcome, case in wrong if not outcome.held]
    held = [outcome for outcome, _ in wrong if outcome.held]
    if not wrong:
        return "<p>Every case is right in every respect.</p>"
    items = "".join(_failure(view, outcome, case) for outcome, case in shown)
    return f'{_filters(shown)}<ol class="failures" id="list">{items}</ol>{_held(held)}{_skipped(view)}'


def _filters(shown: list[tuple[Outcome, Case | None]]) -> str:
    """The controls; they work with JavaScript alone and are hidden without it."""
    fields = []
    for key in KEYS:
        values = sorted({value for outcome, _ in shown for value in outcome.slices.get(key, ())})
        if len(values) > 1:
            options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
            fields.append(
                f'<label>{key.capitalize()}<select data-filter="{key}"><option value="">any</option>{options}</select></label>'
            )
    aspects = sorted({problem.split(":")[0] for outcome, _ in shown for problem in outcome.problems})
    options = "".join(f'<option value="{escape(aspect)}">{escape(aspect)}</option>' for aspect in aspects)
    fields.append(
        f'<label>What is wrong<select data-filter="problem"><option value="">anything</option>{options}</select></label>'
    )
    return (
        f'<form class="filters" id="filters" hidden aria-label="Filter the failures">{"".join(fields)}'
        '<label class="wide">Words<input type="search" id="words" autocomplete="off"></label>'
        '<label class="tick"><input type="checkbox" id="regressions"> Regressions only</label>'
        '<button type="reset">Show all</button>'
        f'<p role="status" id="shown">{len(shown)} cases</p></form>'
    )


def _failure(view: View, outcome: Outcome, case: Case | None) -> str:
    regressed = outcome.id in view.regressed
    marks = {key: "\x1f".join(values) for key, values in outcome.slices.items()}
    marks["problem"] = "\x1f".join(dict.fromkeys(problem.split(":")[0] for problem in outcome.problems))
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in marks.items())
    label = '<span class="state failed"><span aria-hidden="true">✕</span> now wrong</span>' if regressed else ""
    question = case.turns[-1] if case and case.turns else ""
    brief = _text("span", question if len(question) <= 140 else question[:139] + "…", "brief") if question else ""
    summary = f'<summary><span class="id">{escape(outcome.id)}</span>{label}{brief}</summary>'
    problems = "".join(_text("li", problem) for problem in outcome.problems)
    body = f'<ul class="problems">{problems}</ul>' + (_case(case) if case else "")
    return f'<li class="failure{" regressed" if regressed else ""}"{data}><details>{summary}<div class="body">{body}</div></details></li>'


def _case(case: Case) -> str:
    parts = []
    if case.turns:
        turns = "".join(_text("li", turn) for turn in case.turns)
        chosen = ", ".join(f"{key} {value}" for key, value in case.selected.items())
        parts.append(f'<h3>Asked</h3><ol class="turns">{turns}</ol>')
        parts.append(f'<p class="soft">Selected: {escape(chosen)}</p>' if chosen else "")
    parts.append(f"<div class=pair><div><h3>Expected</h3>{_list(list(expected_lines(case)))}</div>")
    parts.append(f"<div><h3>Got</h3>{_list(list(given_lines(case)))}</div></div>")
    if case.note:
        parts.append(f"<h3>Why it is expected</h3>{_text('p', case.note)}")
    answer = case.answer or {}
    if answer.get("text"):
        parts.append(f"<h3>Answer as written</h3>{_text('blockquote', str(answer['text']))}")
    if answer.get("derivation"):
        nodes = "".join(_node(node) for node in answer["derivation"])
        parts.append(f'<details><summary>Derivation</summary><ul class="tree">{nodes}</ul></details>')
    if answer.get("citations"):
        sources = "".join(_source(citation) for citation in answer["citations"])
        parts.append(
            f'<details><summary>Sources ({len(answer["citations"])})</summary><ul class="sources">{sources}</ul></details>'
        )
    return "".join(parts)


def _node(node: Mapping[str, Any]) -> str:
    shape, word = _NODE.get(str(node.get("value")), _NODE["info"])
    rule = f" <code>{escape(str(node['rule']))}</code>" if node.get("rule") else ""
    children = "".join(_node(child) for child in node.get("children") or ())
    inner = f"<ul>{children}</ul>" if children else ""
    said = f'<span class="visually-hidden">{word}: </span>' if word else ""
    return (
        f'<li><span aria-hidden="true">{shape}</span> {said}{_text("span", str(node.get("label")))}{rule}{inner}</li>'
    )


def _source(citation: Mapping[str, Any]) -> str:
    where = f"{citation.get('document')}, {citation.get('section')}, page {citation.get('page')}"
    title = _text("b", str(citation.get("title") or ""))
    return f'<li>{title} <span class="soft">{escape(where)}</span>{_text("p", str(citation.get("quote") or ""))}</li>'


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(_text('li', line) for line in lines)}</ul>" if lines else '<p class="soft">nothing stated</p>'


def _held(held: list[Outcome]) -> str:
    if not held:
        return ""
    ids = ", ".join(escape(outcome.id) for outcome in held)
    return (
        f'<details class="held"><summary>{len(held)} more of the cases that are set aside</summary><p>What they ask is not '
        f"shown, so that nobody tunes to them.</p><p>{ids}</p></details>"
    )


def _skipped(view: View) -> str:
    skipped = [outcome for outcome in view.results.outcomes if outcome.skipped is not None]
    rows = "".join(f"<li>{escape(o.id)}: {escape(o.skipped or '')}</li>" for o in skipped)
    return (
        f'<details class="held"><summary>{len(skipped)} cases could not be asked yet</summary><ul>{rows}</ul></details>'
        if rows
        else ""
    )


def _text(tag: str, text: str, css: str = "") -> str:
    """Text in an element that tells its language, for line breaks and screen readers."""
    language = ' lang="ja"' if _JAPANESE.search(text) else ""
    named = f' class="{css}"' if css else ""
    return f"<{tag}{named}{language}>{escape(text)}</{tag}>"
