"""The report as one self-contained page: no other file, no other host, and readable without JavaScript."""

from __future__ import annotations

from html import escape
from pathlib import Path

from evals.report import tables
from evals.report.failures import failures
from evals.report.view import View

_HERE = Path(__file__).parent
# The page is opened from a folder or kept as an artefact: nothing may be loaded, and nothing sent.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def page(view: View) -> str:
    """The whole page."""
    good, sentence = view.verdict
    sections = [
        ("checks", "Checks", tables.checks(view)),
        ("sets", "Data sets", tables.overview(view)),
        ("confusion", "Verdicts", tables.confusions(view)),
        ("slices", "Where it is right", tables.slices(view)),
        ("search", "Search", tables.search(view)),
        ("ablations", "What each part adds", tables.ablations(view)),
        ("other", "Further metrics", tables.other_metrics(view)),
        ("took", "Time and memory", tables.resources(view)),
        ("failures", "What is wrong", failures(view)),
    ]
    links = "".join(f'<li><a href="#{ident}">{title}</a></li>' for ident, title, _ in sections)
    body = "".join(
        f'<section id="{ident}" aria-labelledby="h-{ident}"><h2 id="h-{ident}">{title}</h2>{inner}</section>'
        for ident, title, inner in sections
    )
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>Evaluation: {escape(sentence)}</title><style>{style}</style></head><body>"
        '<a class="skip" href="#main">Skip to the checks</a>'
        f'<header><p class="kicker">Coverage assistant, evaluation</p>{_banner(view, good, sentence)}</header>'
        f'<div class="frame"><nav aria-label="Parts of the report"><ul>{links}</ul></nav><main id="main">{body}</main></div>'
        f"<script>{script}</script></body></html>\n"
    )


def _banner(view: View, good: bool, sentence: str) -> str:
    results, judgement = view.results, view.judgement
    shape = "●" if good else "✕"
    since = f"{len(judgement.regressions)} worse, {len(judgement.improvements)} better"
    since = since if judgement.baseline is not None else "there is no baseline yet"
    facts = [
        ("Version", results.versions.assistant),
        ("Corpus", results.versions.corpus),
        ("Asked", results.target + (f", model {results.model}" if results.model else "")),
        ("Cases", f"{len(results.ran):,} in {len(tables.scopes_of(view))} data sets"),
        ("Since the baseline", since),
    ]
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    reason = f"<p>{escape(results.reason)}</p>" if results.reason else ""
    return (
        f'<h1 class="{"good" if good else "bad"}"><span aria-hidden="true">{shape}</span> {escape(sentence)}</h1>'
        f'{reason}<dl class="facts">{rows}</dl>'
    )
