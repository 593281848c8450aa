"""What an answer rests on, as cards that open beside it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from assistant.answer import Answer, Citation
from assistant.web.markdown import render
from assistant.web.names import Names
from assistant.web.passages import about, own_passage
from assistant.web.text import Text

Passage = Callable[[Citation], str]
"""Gives the Markdown of the section that a citation names, in the language of the answer."""


def sources(answer: Answer, names: Names, text: Text, number: int | str, passage: Passage) -> str:
    """Return the sources of an answer; each is a button, and on paper the passage itself."""
    if not answer.citations:
        return _found(answer, text)
    cards = []
    subject = about(answer)
    for index, citation in enumerate(answer.citations, 1):
        place = [names.scheme_name(citation.scheme, answer.language) if citation.scheme else citation.document]
        place.append(text.page.format(page=citation.page))
        title = citation.title or citation.section
        if citation.own is not None:
            place.append(text.own_beside)
        where = "".join(f"<span>{escape(part)}</span>" for part in place)
        own = own_passage(citation.own, answer.language) if citation.own is not None else ""
        # Opens beside the answer; on paper the passage itself stands below.
        cards.append(
            f'<li class="source" id="turn-{number}-source-{index}"><button type="button" class="source-open" '
            f'data-document="{escape(citation.document)}" data-section="{escape(citation.section)}" '
            f'data-about="{escape(subject)}" aria-haspopup="dialog"><span class="source-title">{escape(title)}</span>'
            f'<span class="source-place">{where}</span></button>'
            f'<blockquote class="words on-paper">{render(passage(citation))}{own}</blockquote></li>'
        )
    listed = f'<section class="sources"><h4>{escape(text.sources)}</h4><ul>{"".join(cards)}</ul></section>'
    return listed + _found(answer, text)


def _found(answer: Answer, text: Text) -> str:
    """Return what the person's own documents say where no rule answers: to read, no verdict."""
    if not answer.own:
        return ""
    passages = "".join(own_passage(own, answer.language) for own in answer.own)
    return f'<section class="own-found"><h4>{escape(text.own_found)}</h4>{passages}</section>'
