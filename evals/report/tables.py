"""The parts of the page that are figures: checks, data sets, confusion, slices, search, ablations, and what it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from evals.ablations import METRICS as ABLATED
from evals.gate import Check, scope_figure
from evals.metrics import CUTS, METRICS, SEARCHED, Figure
from evals.report.charts import bullet, curves, rate_bar
from evals.report.view import VERDICTS, View, count, percent

_STATES = {"passed": ("●", "passed"), "failed": ("✕", "failed"), "not judged": ("–", "not judged")}
_OVERVIEW = (
    "accuracy",
    "wrong_verdict",
    "answered",
    "false_answer",
    "recall_conditional",
    "abstention_recall",
    "amounts",
)
_LEGEND = (
    '<p class="legend">The bar is the value, the thick line the threshold, the ring the baseline. The thin line is the range '
    "in which the true value lies with 95% certainty if cases are independent; “by families” is that range if like questions "
    "stand or fall together.</p>"
)
_GOLD = ("covered", "not_covered", "conditional", "undetermined")
_SLICES = {
    "scheme": "Scheme", "plan": "Plan", "kind": "Kind of question", "language": "Language", "difficulty": "Difficulty",
    "length": "Length", "turns": "Turns", "split": "Used while developing, or set aside",
}  # fmt: skip


def checks(view: View) -> str:
    """The gate, failures first: each threshold with value, interval, baseline and reason."""
    order = {"failed": 0, "passed": 1, "not judged": 2}
    rows = sorted(view.judgement.checks, key=lambda check: order[check.verdict])
    return _LEGEND + '<ul class="checks">' + "".join(_check(view, check) for check in rows) + "</ul>"


def _check(view: View, check: Check) -> str:
    shape, word = _STATES[check.verdict]
    state = f'<span class="state {word.replace(" ", "-")}"><span aria-hidden="true">{shape}</span> {word}</span>'
    head = f"<h3>{escape(check.name)}</h3>{state}"
    if check.threshold is None or check.figure is None:
        reason = f'<p class="soft">{escape(check.threshold.reason)}</p>' if check.threshold else ""
        return f'<li class="check">{head}<p class="message">{escape(check.message)}</p>{reason}</li>'
    threshold, figure, metric = check.threshold, check.figure, METRICS[check.threshold.metric]
    before = view.before(threshold.over, threshold.metric)
    lower = metric.better == "lower"
    chart = bullet(figure, threshold.bound, before, lower=lower, failed=check.verdict == "failed")
    facts = [("Threshold", ("at most " if lower else "at least ") + percent(threshold.bound))]
    if before is not None:
        change = (figure.value - before) * 100
        facts.append(
            ("Baseline", percent(before) + (f" ({change:+.1f} points)" if abs(change) >= 0.05 else " (no change)"))
        )
    facts += _intervals(figure)
    return (
        f'<li class="check">{head}<p class="value"><b>{percent(figure.value)}</b> '
        f'<span class="soft">{count(figure.scored, figure.total)}</span></p>{chart}'
        f"<dl>{''.join(f'<div><dt>{name}</dt><dd>{value}</dd></div>' for name, value in facts)}</dl>"
        f'<p class="soft">{escape(metric.what[0].upper() + metric.what[1:])}. {escape(threshold.reason)}</p></li>'
    )


def _intervals(figure: Figure) -> Iterator[tuple[str, str]]:
    for name, interval in (("Likely range", figure.wilson), ("By families", figure.clustered)):
        if interval is not None:
            yield name, f"{percent(interval[0])} to {percent(interval[1])}"


def overview(view: View) -> str:
    """The main metrics of every data set and group of questions."""
    groups = view.results.groups
    grouped = [name for group, members in groups.items() for name in (group, *members)]
    order = [*grouped, *(name for name in view.results.scopes if name not in grouped)]
    found_in = view.results.scopes
    scopes = [(name, found_in[name]) for name in order if "accuracy" in found_in.get(name, {})]
    head = "".join(f"<th scope=col>{METRICS[name].title}</th>" for name in _OVERVIEW)
    rows = []
    for name, found in scopes:
        group = name in groups
        cells = "".join(
            f'<td data-label="{METRICS[metric].title}">{_short(found.get(metric))}</td>' for metric in _OVERVIEW
        )
        rows.append(f"<tr{' class=group' if group else ''}><th scope=row>{escape(name)}</th>{cells}</tr>")
    return f'<table class="stack"><thead><tr><th scope=col>Data set</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def confusions(view: View) -> str:
    """Gold verdict against given verdict, for each group of questions."""
    names = [name for name in view.results.groups if name in view.results.confusion]
    names = names or list(view.results.confusion)
    return "".join(_confusion(name, view.results.confusion[name]) for name in names)


def _confusion(name: str, table: dict[str, dict[str, int]]) -> str:
    columns = [*_GOLD, *(["none"] if any("none" in row for row in table.values()) else [])]
    heads = "".join(
        f'<th scope=col><span aria-hidden="true">{VERDICTS[c][0]}</span> <span class=word>{VERDICTS[c][1]}</span></th>'
        for c in columns
    )
    rows = []
    for want in _GOLD:
        row = table.get(want, {})
        total = sum(row.values())
        cells = []
        for got in columns:
            number = row.get(got, 0)
            kind = "right" if got == want else "opposite" if {got, want} == {"covered", "not_covered"} else "other"
            kind += " some" if number else ""
            strength = round(100 * number / total) if total else 0
            cells.append(f'<td class="{kind}" style="--s:{strength}%">{number or "·"}</td>')
        recall = percent(row.get(want, 0) / total, 0) if total else "–"
        label = f'<span aria-hidden="true">{VERDICTS[want][0]}</span> {VERDICTS[want][1]}'
        rows.append(f"<tr><th scope=row>{label}</th>{''.join(cells)}<td class=recall>{recall}</td></tr>")
    return (
        f'<table class="confusion"><caption>{escape(name)}: rows are right, columns were given</caption><thead><tr>'
        f"<th scope=col>Right</th>{heads}<th scope=col>Recall</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def slices(view: View) -> str:
    """Right answers by slice; a name filters the failures below."""
    parts = []
    for key, title in _SLICES.items():
        values = view.results.slices.get(key, {})
        if not values:
            continue
        rows = "".join(_slice(key, value, found) for value, found in values.items())
        parts.append(f'<section class="slice"><h3>{title}</h3><ul>{rows}</ul></section>')
    return f'<div class="slices">{"".join(parts)}</div>'


def _slice(key: str, value: str, found: dict[str, Figure]) -> str:
    right, wrong = found["accuracy"], found.get("wrong_verdict")
    told = f", {wrong.scored:g} wrong verdicts" if wrong is not None and wrong.scored else ""
    return (
        f'<li><button type="button" data-key="{key}" data-value="{escape(value)}">{escape(value)}</button>{rate_bar(right)}'
        f'<span class="soft"><b>{percent(right.value, 0)}</b> of {right.total}{told}</span></li>'
    )


def search(view: View) -> str:
    """Retrieval in its three rankings, as a chart and a table."""
    scope = next((name for name, found in view.results.scopes.items() if "mrr/fused" in found), None)
    if scope is None:
        return '<p class="soft">No searches were part of this run.</p>'
    found = view.results.scopes[scope]
    lines = [(words, [(k, found[f"success@{k}/{how}"].value) for k in CUTS]) for how, words in SEARCHED.items()]
    label = "Share of searches with a right section among the first 1, 3, 5 and 10; the figures stand in the table."
    measures = [*(f"success@{k}" for k in CUTS), *(f"recall@{k}" for k in CUTS), "mrr", "ndcg@10"]
    titles = {f"success@{k}": f"Found in the first {k}" for k in CUTS} | {f"recall@{k}": f"Recall@{k}" for k in CUTS}
    titles |= {"mrr": "MRR", "ndcg@10": "nDCG@10"}
    rows = "".join(
        f"<tr><th scope=row>{titles[name]}</th>"
        + "".join(f"<td>{found[f'{name}/{how}'].value:.3f}</td>" for how in SEARCHED)
        + "</tr>"
        for name in measures
    )
    heads = "".join(f"<th scope=col>{words}</th>" for words in SEARCHED.values())
    total = found["mrr/fused"].total
    return (
        f'<div class="beside"><figure>{curves(lines, label)}<figcaption>Searches with a right section among the first '
        f"1, 3, 5, 10; {total} searches in lay words.</figcaption></figure>"
        f'<table class="plain"><thead><tr><th scope=col>Measure</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def ablations(view: View) -> str:
    """What each part adds, as last measured."""
    table = view.ablations
    if table is None:
        return '<p class="soft">Not measured yet: <code>python -m evals ablations</code>.</p>'
    whole = table.rows[0].figures
    rows = []
    for row in table.rows:
        name = f'<th scope=row>{escape(row.name)}<br><span class="soft">{escape(row.what)}</span></th>'
        if row.missing:
            rows.append(f'<tr>{name}<td colspan="{len(ABLATED)}" class="soft">{escape(row.missing)}</td></tr>')
            continue
        cells = "".join(
            f'<td data-label="{METRICS[m].title}">{_ablated(m, row.figures.get(m), whole.get(m))}</td>' for m in ABLATED
        )
        rows.append(f"<tr>{name}{cells}</tr>")
    heads = "".join(f"<th scope=col>{METRICS[m].title}</th>" for m in ABLATED)
    same = table.corpus == view.results.versions.corpus
    on = f"{sum(table.sets.values())} questions" + ("" if same else f"; measured on an older corpus, {table.corpus}")
    return (
        f'<table class="stack"><thead><tr><th scope=col>Variant</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        f'<p class="soft">{on}. Measured anew by <code>python -m evals ablations</code>.</p>'
    )


def resources(view: View) -> str:
    """Latency and memory: reported, not gated, as they differ between machines."""
    took = view.resources
    facts = [
        ("Median answer", took.median_ms, "ms"),
        ("95% within", took.p95_ms, "ms"),
        ("99% within", took.p99_ms, "ms"),
        ("Longest", took.max_ms, "ms"),
        ("Opening", took.open_s, "s"),
        ("Whole run", took.run_s, "s"),
        ("Peak memory", took.peak_mib, "MiB"),
    ]
    shown = "".join(
        f"<div><dt>{name}</dt><dd>{value:,.0f} {unit}</dd></div>" for name, value, unit in facts if value is not None
    )
    return f'<dl class="facts">{shown}</dl><p class="soft">{took.answers} answers; {escape(took.machine)}.</p>'


def other_metrics(view: View) -> str:
    """Every metric that no threshold shows, over everything that ran."""
    gated = {check.threshold.metric for check in view.judgement.checks if check.threshold}
    names = [name for name in METRICS if name not in gated and "/" not in name]
    rows = []
    for name in names:
        figure = scope_figure(view.results, name, "all")
        if figure is not None:
            metric = METRICS[name]
            rows.append(
                f'<tr><th scope=row>{metric.title}<br><span class="soft">{escape(metric.what)}</span></th>'
                f"<td>{percent(figure.value)}</td><td>{count(figure.scored, figure.total)}</td></tr>"
            )
    return (
        '<table class="plain"><thead><tr><th scope=col>Metric, all data sets</th><th scope=col>Value</th>'
        f"<th scope=col>Cases</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _short(figure: Figure | None) -> str:
    return f'<b>{percent(figure.value)}</b> <span class="soft">of {figure.total}</span>' if figure else "–"


def _ablated(metric: str, value: float | None, whole: float | None) -> str:
    if value is None:
        return "–"
    change = (value - whole) * 100 if whole is not None else 0.0
    if abs(change) < 0.05:
        return f"<b>{percent(value)}</b>"
    worse = (change < 0) == (METRICS[metric].better == "higher")
    return f'<b>{percent(value)}</b> <span class="{"worse" if worse else "better"}">{change:+.1f}</span>'


def scopes_of(view: View) -> Sequence[str]:
    """The data sets that ran, in their order."""
    return tuple(dict.fromkeys(outcome.dataset for outcome in view.results.outcomes))
