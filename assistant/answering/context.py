"""What every answer is written with: the scheme, the language, and where citations are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Kind, Language
from assistant.answering.wording import phrase
from assistant.corpus.loader import Corpus
from assistant.corpus.model import Scheme, Text

QUOTE_CHARS = 280


@dataclass(frozen=True, slots=True)
class Desk:
    """One scheme in one language, with the corpus behind it."""

    corpus: Corpus
    scheme: Scheme
    language: Language

    def t(self, text: Text) -> str:
        """The text in the answer's language."""
        return text.of(self.language)

    def plan(self, plan: str) -> str:
        """A plan's name; with the scheme's where the plan does not tell it."""
        return self.t(self.scheme.plans[plan].name)

    def plan_label(self, plan: str) -> str:
        """A plan's name, or the printed name of the option that stands for it."""
        return self.plan(plan) if plan in self.scheme.plans else plan

    def cite(self, sections: Iterable[str]) -> tuple[Citation, ...]:
        """Citations for section ids, each once, in order; unknown ids cannot be, as loading checks them."""
        found = []
        for ident in dict.fromkeys(sections):
            section = self.corpus.section(self.scheme.scheme, ident, self.language)
            if section is None:
                continue
            quote = excerpt(section.text)
            found.append(
                Citation(
                    document=section.document,
                    section=section.id,
                    page=section.page,
                    quote=quote,
                    title=section.title,
                    scheme=self.scheme.scheme,
                )
            )
        return tuple(found)

    def sources(self, citations: Iterable[Citation]) -> str:
        """One line that names documents, pages and sections."""
        rows = []
        for c in citations:
            page = phrase("page", self.language, page=c.page)
            title = c.title.split("{#")[0].strip()
            rows.append(f"「{title}」{page}" if self.language == "ja" else f"“{title}”, {page}")
        if not rows:
            return ""
        document = (
            self.t(next(iter(self.scheme.documents.values())).title)
            if len(self.scheme.documents) == 1
            else self.t(self.scheme.name)
        )
        head = phrase("sources", self.language)
        return (
            (f"{head}：{document} " + "、".join(rows))
            if self.language == "ja"
            else (f"{head}: {document}: " + "; ".join(rows))
        )

    def whom_to_ask(self) -> str:
        """The agency with phone and hours."""
        agency = self.scheme.agency
        parts = [self.t(agency.name)]
        if agency.phone:
            parts.append(agency.phone)
        if agency.hours:
            parts.append(self.t(agency.hours))
        return phrase("ask", self.language, name=" ".join(parts))


def excerpt(text: str) -> str:
    """The beginning of a section, whole lines of it, so that lists and tables stay what they are."""
    taken: list[str] = []
    room = QUOTE_CHARS
    for line in (x.rstrip() for x in text.strip().splitlines()):
        if len(line) > room and taken:
            taken.append("…")
            break
        taken.append(line if len(line) <= 2 * QUOTE_CHARS else line[: 2 * QUOTE_CHARS] + "…")
        room -= len(line)
    return "\n".join(taken)


def abstain(
    language: Language,
    text: str,
    *,
    citations: tuple[Citation, ...] = (),
    kind: Kind = "abstention",
    basis: dict[str, str] | None = None,
) -> Answer:
    """An answer that gives no verdict, amount or fact."""
    return Answer(language=language, kind=kind, text=text, citations=citations, abstained=True, basis=basis or {})
