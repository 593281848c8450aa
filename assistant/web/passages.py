"""A section of a brochure as it opens beside an answer: both languages side by side, the passage that applies marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.answer import Answer, Citation, Language, OwnPassage
from assistant.corpus.brochure import Section
from assistant.web.markdown import render
from assistant.web.names import Names
from assistant.web.protocol import Assistant
from assistant.web.text import TEXTS
from assistant.web.tool_text import TOOL_TEXTS

MOST_ABOUT = 400
"""Characters of what an answer is about, as an address carries them."""

_WORDS = re.compile(r"[a-z]{3,}|\d[\d,.]*|[ァ-ヶー]{2,}|[一-龠々]{1,}|[ぁ-ん]{3,}")
_KANA = re.compile(r"[\u3040-\u30ff]")
_RULES = re.compile(r"^[\s|:-]*$")
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "this",
        "that",
        "are",
        "not",
        "its",
        "other",
        "from",
        "per",
        "any",
        "all",
        "such",
        "only",
        "which",
    ]
)
# A line is marked where it shares this much of what is asked about, and stands out from the others.
_LEAST = 0.26
_NEAR_BEST = 0.8
_MOST_MARKED = 3


def about(answer: Answer) -> str:
    """Return what an answer is about: its subjects and reasons, else its own words."""
    parts = [part for entry in answer.verdicts for part in (entry.subject, entry.reason)]
    parts += [f"{entry.type or ''} {entry.yen:,}" for entry in answer.amounts if not entry.steps]
    parts += [f"{entry.type}" for entry in answer.amounts if entry.steps and entry.type]
    return " ".join(dict.fromkeys(parts or [answer.text]))[:MOST_ABOUT]


def source_view(assistant: Assistant, names: Names, cited: Citation, subject: str, language: Language) -> str | None:
    """Return the section in both languages, the language of the page first; None where there is no such section.

    `subject` is what the answer is about (`about`), in `language`.
    """
    text, own = TOOL_TEXTS[language], TEXTS[language]
    first = assistant.section(cited.document, cited.section, language)
    if first is None:
        return None
    other_language: Language = "en" if language == "ja" else "ja"
    other = assistant.section(cited.document, cited.section, other_language)
    marked = applying(first.text, subject)
    columns = [_column(first, marked, language, language)]
    if other is not None:
        # Both restate the same passage line by line; where they do not, nothing is marked rather than the wrong line.
        same = len(other.text.splitlines()) == len(first.text.splitlines())
        columns.append(_column(other, marked if same else (), other_language, language))
    columns += [own_passage(mine, language) for mine in assistant.own(cited.document, cited.section)]
    place = f"{names.scheme_name(first.scheme, language)} · {own.page.format(page=first.page)}"
    note = f'<p class="mark-note"><span class="mark-sample" aria-hidden="true"></span>{escape(text.marked)}</p>'
    return (
        f'<p class="source-where">{escape(place)}</p>{note if marked else ""}'
        f'<div class="side-by-side">{"".join(columns)}</div>'
    )


def _column(section: Section, marked: Sequence[int], language: Language, page: Language) -> str:
    label = TOOL_TEXTS[page].languages[language]
    # A wide table scrolls, and what scrolls must be reached with the keyboard.
    scrolls = f' role="group" tabindex="0" aria-label="{escape(section.title)}"' if "\n|" in f"\n{section.text}" else ""
    return (
        f'<section class="passage" lang="{language}" aria-label="{escape(label)}">'
        f'<p class="passage-language" lang="{page}">{escape(label)}</p><h3>{escape(section.title)}</h3>'
        f'<div class="words"{scrolls}>{render(section.text, marked)}</div></section>'
    )


def own_passage(own: OwnPassage, page: Language) -> str:
    """Return words of a document that the person added, marked as theirs; none of it is drawn but its letters."""
    text = TEXTS[page]
    place = own.title + (f" · {text.page.format(page=own.page)}" if own.page else "")
    scrolls = f' role="group" tabindex="0" aria-label="{escape(own.title)}"' if "\n|" in f"\n{own.text}" else ""
    lang = "ja" if _KANA.search(own.text) else "en"
    return (
        f'<section class="passage own" aria-label="{escape(text.own)}">'
        f'<p class="passage-language">{escape(text.own)}</p><h3 lang="{lang}">{escape(place)}</h3>'
        f'<div class="words" lang="{lang}"{scrolls}>{render(own.text)}</div></section>'
    )


def applying(text: str, subject: str) -> tuple[int, ...]:
    """Return the lines of a section (from 0) that are about the subject; none where no line stands out."""
    wanted = _pieces(subject)
    scores: dict[int, float] = {}
    for number, line in enumerate(text.splitlines()):
        if _RULES.match(line) or line.rstrip().endswith(("：", ":")):
            continue
        found = _pieces(line)
        if found:
            shared = sum((found & wanted).values())
            scores[number] = shared / (sum(found.values()) ** 0.5 * max(1, sum(wanted.values())) ** 0.5)
    best = max(scores.values(), default=0.0)
    if best < _LEAST:
        return ()
    near = sorted((number for number, score in scores.items() if score >= best * _NEAR_BEST), key=lambda n: -scores[n])
    return tuple(sorted(near[:_MOST_MARKED]))


def _pieces(text: str) -> Counter[str]:
    """Words of Latin letters and figures, and pairs of characters of Japanese ones; each counted once."""
    found: set[str] = set()
    for word in _WORDS.findall(text.lower()):
        if word.isascii():
            found.add(word.strip(".,"))
        else:
            found.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return Counter(found - _COMMON - {""})
