"""The pages of the owner's view, filled into their templates; nothing here knows of requests beyond their address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.answer import Language
from assistant.answering.wording import capital
from assistant.web.markdown import render
from assistant.web.names import Names
from assistant.web.owner.reading import PAGE, Exchange, Records, Span, Unanswered
from assistant.web.owner.sessions import Session
from assistant.web.owner.text import OWNER_TEXTS, counted, moment
from assistant.web.text import language_of

PAGES = ("overview", "unanswered", "feedback", "subjects", "conversations")
_FEW = 8
Alike = Callable[[Sequence[str]], Sequence[Sequence[int]]]
"""Finds the places of texts that are alike."""
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is shown for: its language, where the application is mounted (`root`), its address, who is there."""

    language: Language
    root: str
    path: str
    names: Names
    days_kept: int
    session: Session | None = None
    span: Span = field(default_factory=Span)

    def here(self, **changes: object) -> str:
        """Return the address of this page with other values in its query."""
        query: dict[str, object] = {}
        if self.span.days:
            query["days"] = self.span.days
        query |= changes
        if query.get("page") == 1:
            del query["page"]
        return f"{self.root}{self.path}" + (f"?{urlencode(query)}" if query else "")

    def address(self, name: str) -> str:
        """Return the address of another page, for the same days."""
        path = "/owner" if name == "overview" else f"/owner/{name}"
        return f"{self.root}{path}" + (f"?days={self.span.days}" if self.span.days else "")

    def scheme(self, ident: str) -> str:
        """Return the name of a scheme, or that none was named."""
        return self.names.scheme_name(ident, self.language) if ident else OWNER_TEXTS[self.language].no_scheme

    def chosen(self, selected: Mapping[str, Any]) -> str:
        """Return what was chosen beside the question, without the scheme."""
        plan = self.names.plan_name(selected.get("scheme") or "", selected.get("plan") or "", self.language)
        parts = [capital(plan) if plan else "", selected.get("type"), selected.get("rank"), selected.get("residents")]
        shown = " / ".join(str(part) for part in parts if part)
        return OWNER_TEXTS[self.language].chosen.format(chosen=shown) if shown else ""


def filled(template: str, visit: Visit, section: str = "", **values: object) -> str:
    """Return a template filled for a visit."""
    return _templates.get_template(f"{template}.html").render(
        language=visit.language,
        text=OWNER_TEXTS[visit.language],
        root=visit.root,
        session=visit.session,
        span=visit.span,
        days_kept=visit.days_kept,
        section=section,
        here=visit.here,
        address=visit.address,
        scheme=visit.scheme,
        chosen=visit.chosen,
        moment=lambda at: moment(at, visit.language),
        counted=counted,
        tongue=lambda words: language_of(words, visit.language),
        **{"notice": "", "problem": "", "pages": 1, **values},
    )


def page(name: str, visit: Visit, records: Records, alike: Alike, notice: str = "") -> str:
    """Return one of the `PAGES`; unanswered questions of a page that are `alike` stand together.

    Raises:
        StoreError: the records cannot be read.
    """
    if name == "overview":
        return _overview(visit, records)
    rows: Sequence[object]
    if name == "unanswered":
        questions, total = records.unanswered(visit.span)
        rows = _together(questions, alike)
    elif name == "feedback":
        rows, total = records.opinions(visit.span)
    elif name == "conversations":
        rows, total = records.talks(visit.span)
    else:
        found, total = records.subjects(visit.span)
        rows = [(capital(subject.subject), subject.times, visit.scheme(subject.scheme)) for subject in found]
    pages = max(1, -(-total // PAGE))
    return filled(name, visit, name, rows=rows, total=total, pages=pages, notice=notice)


def conversation(ident: str, visit: Visit, exchanges: Sequence[Exchange]) -> str:
    """Return the page of one conversation."""
    return filled("conversation", visit, "conversations", ident=ident, rows=exchanges, answer=_as_html)


def _together(questions: Sequence[Unanswered], alike: Alike) -> list[tuple[Unanswered, list[Unanswered], int]]:
    """Each question with those of its scheme that are alike, and how often all of them were asked."""
    found: dict[int, list[Unanswered]] = {}
    for scheme in dict.fromkeys(question.scheme for question in questions):
        places = [place for place, question in enumerate(questions) if question.scheme == scheme]
        for group in alike([questions[place].question for place in places]):
            found[places[group[0]]] = [questions[places[member]] for member in group]
    groups = [found[place] for place in sorted(found)]
    return [(group[0], group[1:], sum(question.times for question in group)) for group in groups]


def _as_html(answer: str) -> Markup:
    """An answer's Markdown as HTML; `render` escapes what it does not know. Nothing is ticked off here."""
    return Markup(render(answer.replace("- [ ] ", "- ")))


def _overview(visit: Visit, records: Records) -> str:
    text, found = OWNER_TEXTS[visit.language], records.overview(visit.span)
    subjects, _ = records.subjects(visit.span, _FEW)
    unanswered = sum(found.states.get(state, 0) for state in ("not_stated", "no_answer", "failed"))
    return filled(
        "overview",
        visit,
        "overview",
        found=found,
        figures=[
            ("asked", found.asked), ("unanswered", unanswered), ("helpful", found.helpful),
            ("unhelpful", found.unhelpful), ("conversations", found.conversations),
        ],
        states=[(text.states[state], found.states[state], "") for state in text.states if found.states.get(state)],
        subjects=[(capital(s.subject), s.times, visit.scheme(s.scheme)) for s in subjects],
        reasons=[(text.reasons[reason], count, "") for reason, count in found.reasons.items()],
    )  # fmt: skip
