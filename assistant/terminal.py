"""What a person sees in a terminal: verdict, text, amounts, sources, the report of a check; colours where wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.answer import AmountEntry, Answer, Citation, Language, Verdict
from assistant.corpus.completeness import SchemeReport

PlanNames = Mapping[tuple[str, str], str]
Passage = Mapping[str, Any]

_WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "covered": "● 補償されます",
        "not_covered": "✕ 対象外",
        "conditional": "◐ 条件つき",
        "undetermined": "？ 記載なし",
        "liability": "賠償責任",
        "response_costs": "事故対応費用",
        "business_interruption": "利益・営業継続費用",
        "coverage": "補償",
        "amount": "金額",
        "fact": "ご案内",
        "comparison": "比較",
        "clarification": "確認",
        "abstention": "お答えできません",
        "amounts": "金額と計算",
        "sources": "出典",
        "page": "{}ページ",
        "inferred": "読み取りによる",
        "options": "こうお尋ねください",
        "own": "お手元の資料",
        "found": "お手元の資料の記載（判断ではありません）",
    },
    "en": {
        "covered": "● Covered",
        "not_covered": "✕ Not covered",
        "conditional": "◐ Depends",
        "undetermined": "? Not stated",
        "liability": "liability",
        "response_costs": "response costs",
        "business_interruption": "business interruption",
        "coverage": "Coverage",
        "amount": "Amount",
        "fact": "Information",
        "comparison": "Comparison",
        "clarification": "To be sure",
        "abstention": "No answer",
        "amounts": "Amounts and arithmetic",
        "sources": "Sources",
        "page": "page {}",
        "inferred": "our reading",
        "options": "You can ask",
        "own": "your document",
        "found": "In your documents (no verdict)",
    },
}
_STYLES: dict[Verdict, str] = {
    "covered": "green",
    "not_covered": "red",
    "conditional": "yellow",
    "undetermined": "bright_black",
}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTE_CHARS = 120
_PASSAGE_CHARS = 400


def printable(text: str) -> str:
    """Return `text` without what a terminal would act on or cannot show."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def show_answer(console: Console, answer: Answer, names: PlanNames) -> None:
    """Print one answer; `names` gives a plan's printed name for its (scheme id, plan id)."""
    words = _WORDS[answer.language]
    shown = list(dict.fromkeys(entry.verdict for entry in answer.verdicts))
    parts: list[RenderableType] = []
    # One verdict is the title; several, or several plans, need their list.
    if len(answer.verdicts) > 1:
        parts += (_verdicts(answer, names), "")
    parts.append(Markdown(printable(answer.text)))
    console.print(
        Panel(
            Group(*parts),
            title=Text(words[shown[0] if len(shown) == 1 else answer.kind], style="bold"),
            title_align="left",
            border_style=_STYLES[shown[0]] if len(shown) == 1 else "blue",
            padding=(1, 2),
        )
    )
    if answer.amounts:
        console.print(_amounts(answer, names))
    if answer.citations:
        console.print(_sources(answer))
    if answer.own:
        console.print(Text(words["found"], style="bold"))
        for own in answer.own:
            console.print(Text(f"  {_place(own.title, own.page, words)}"))
            console.print(Text(f"  {_cut(own.text, _PASSAGE_CHARS)}", style="dim"))
    for caveat in answer.caveats:
        if caveat not in answer.text:
            console.print(Text(printable(f"※ {caveat}" if answer.language == "ja" else f"Note: {caveat}")))
    if answer.options:
        console.print(Text(words["options"], style="bold"))
        for option in answer.options:
            console.print(Text(printable(f"  {option.message}")))


def show_passages(console: Console, passages: Sequence[Passage]) -> None:
    """Print passages in the order found, nearest first, each with its place in the brochure and its score."""
    for rank, passage in enumerate(passages, start=1):
        page = f" p. {passage['page']}" if passage["page"] else ""
        mine = f" (your document: {passage['title']})" if "title" in passage else ""
        head = f"{rank}. {passage['document']}{page} {passage['section']}{mine}"
        console.print(Text.assemble((printable(head), "bold"), (f"  {passage['score']:.3f}", "dim")))
        console.print(Text(_cut(str(passage["text"]), _PASSAGE_CHARS)))
        if also := passage.get("also"):
            places = ", ".join(f"{each['document']} p. {each['page']} {each['section']}" for each in also)
            console.print(Text(f"Also in {printable(places)}", style="italic"))
        if own := passage.get("own"):
            page = f", p. {own['page']}" if own["page"] else ""
            console.print(Text(f"Your document, {printable(own['title'])}{page}:", style="italic"))
            console.print(Text(_cut(str(own["text"]), _PASSAGE_CHARS), style="dim"))
        console.print()


def show_check(console: Console, reports: Sequence[SchemeReport], *, hints: bool) -> None:
    """Print how much of its brochure each scheme uses, then what is to be mended; with `hints`, what could be better."""
    table = Table(title="Coverage of the brochures", title_justify="left", title_style="bold", box=box.SIMPLE)
    table.add_column("")
    for report in reports:
        table.add_column(Text(printable(report.scheme)), justify="right")
    effects = list(dict.fromkeys(effect for report in reports for effect in report.rules))
    rows: list[tuple[str, list[int]]] = [
        ("brochure sections", [r.sections for r in reports]),
        ("  under rules and figures", [r.used for r in reports]),
        ("  under statements only", [r.stated for r in reports]),
        ("  background", [r.background for r in reports]),
        ("  unused", [len(r.unused) for r in reports]),
        ("rules", [sum(r.rules.values()) for r in reports]),
        *((f"  {effect}", [r.rules.get(effect, 0) for r in reports]) for effect in effects),
        ("statements", [r.statements for r in reports]),
        ("  of silence", [r.silent_statements for r in reports]),
        ("facts", [r.facts for r in reports]),
        ("items", [r.items for r in reports]),
        ("figures checked", [r.figures for r in reports]),
        ("hints", [len(r.hints) for r in reports]),
        ("problems", [len(r.problems) for r in reports]),
    ]
    for label, counts in rows:
        style = "bold red" if label in ("problems", "  unused") and any(counts) else ""
        table.add_row(label, *(f"{count:,}" for count in counts), style=style)
    console.print(table)
    for report in reports:
        for problem in report.problems:
            console.print(Text(printable(str(problem)), style="red"), soft_wrap=True)
    if hints:
        for report in reports:
            for hint in report.hints:
                console.print(Text(printable(f"{report.scheme}: {hint}"), style="dim"), soft_wrap=True)
    problems = sum(len(report.problems) for report in reports)
    verdict = "Nothing to mend." if not problems else f"{problems} to mend; each line names file, line and key."
    console.print(Text(verdict, style="green" if not problems else "bold red"))


def _verdicts(answer: Answer, names: PlanNames) -> Table:
    words = _WORDS[answer.language]
    table = Table.grid(padding=(0, 2))
    for entry in answer.verdicts:
        table.add_row(
            Text(words[entry.verdict], style=f"bold {_STYLES[entry.verdict]}"),
            Text(printable(names.get((entry.scheme, entry.plan), entry.plan))),
            Text(words.get(entry.section, printable(entry.section))),
            Text(printable(entry.subject), style="dim"),
        )
    return table


def _amounts(answer: Answer, names: PlanNames) -> Table:
    words = _WORDS[answer.language]
    table = _table(words["amounts"])
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", style="dim")
    for amount in answer.amounts:
        note = words["inferred"] if amount.basis == "inferred" else ""
        table.add_row(
            Text(printable(amount.label)),
            Text(_yen(amount.yen, answer.language), style="bold"),
            Text(printable(" · ".join(filter(None, (_holds_for(amount, names), note))))),
        )
        for step in amount.steps:
            table.add_row(
                Text(printable(f"└ {step.label}"), style="dim"),
                Text(_yen(step.yen, answer.language), style="dim"),
                Text(printable(step.expression)),
            )
    return table


def _sources(answer: Answer) -> Table:
    words = _WORDS[answer.language]
    table = _table(words["sources"])
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for citation in answer.citations:
        table.add_row(
            Text(printable(citation.document)),
            Text(words["page"].format(citation.page)),
            Text.assemble(
                printable(citation.title or citation.section),
                (f"\n{_cut(citation.quote, _QUOTE_CHARS)}" if citation.quote else "", "dim"),
                *_own_words(citation, words),
            ),
        )
    return table


def _own_words(citation: Citation, words: Mapping[str, str]) -> tuple[str, ...]:
    own = citation.own
    if own is None:
        return ()
    return (f"\n{words['own']}: {_place(own.title, own.page, words)}\n{_cut(own.text, _QUOTE_CHARS)}",)


def _place(title: str, page: int | None, words: Mapping[str, str]) -> str:
    return printable(title) + (f", {words['page'].format(page)}" if page else "")


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE,
        show_header=False,
        pad_edge=False,
    )


def _holds_for(amount: AmountEntry, names: PlanNames) -> str:
    plan = names.get((amount.scheme or "", amount.plan or ""), amount.plan)
    return " ".join(filter(None, (plan, amount.type, amount.rank)))


def _yen(yen: int, language: Language) -> str:
    return f"{yen:,}円" if language == "ja" else f"{yen:,} yen"


def _cut(text: str, length: int) -> str:
    flat = " ".join(printable(text).split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
