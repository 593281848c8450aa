"""The brochures as they were published, split into sections, and which of them a restated section restates.

The originals are not part of the project: their folder is given when search over them is measured. A restated section
finds its originals by rare character pairs and figures that both contain, which no search that is measured here uses.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.corpus.brochure import Section
from assistant.errors import EvaluationError

LENGTH = 300
"""Characters at which a new section is begun where no heading begins one."""

NEAR = 0.75
"""Share of the best similarity from which another original counts as restated, too."""

_SHORT = 30
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_WORDLESS = re.compile(r"[\s*_`|#・\-]+")

Key = tuple[str, str]
"""A scheme and the id of a section."""


def read_originals(folder: Path, documents: Mapping[str, str]) -> tuple[Section, ...]:
    """The originals in `folder` (`<document>.txt`, UTF-8), split; `documents` maps each document to its scheme.

    Raises:
        EvaluationError: a document is missing or cannot be read.
    """
    sections: list[Section] = []
    for document, scheme in sorted(documents.items()):
        path = folder / f"{document}.txt"
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EvaluationError(
                f"{path}: cannot be read ({error}). Give the folder with the originals as <document>.txt in UTF-8."
            ) from error
        sections += split_original(text, scheme, document)
    return tuple(sections)


def split_original(text: str, scheme: str, document: str) -> Iterator[Section]:
    """A section for each heading or, where there are none, for each run of paragraphs of about `LENGTH` characters."""
    above: list[tuple[int, str]] = []
    for number, (heading, body) in enumerate(_parts(text), 1):
        level, title = heading
        if level:
            above = [(depth, name) for depth, name in above if depth < level]
        headed = " / ".join([*(name for _, name in above), title]) if level else title
        if level:
            above.append((level, title))
        yield Section(scheme, document, f"{document}-{number:04d}", number, "ja", 2, headed, body or title, None)


def _parts(text: str) -> Iterator[tuple[tuple[int, str], str]]:
    heading, lines = (0, ""), list[str]()
    for line in [*unicodedata.normalize("NFKC", text).splitlines(), "# end"]:
        match = _HEADING.match(line)
        full = not line.strip() and sum(map(len, lines)) > LENGTH
        if match or full:
            body = "\n".join(lines).strip()
            if len(_WORDLESS.sub("", body)) >= _SHORT or (match and heading[0] and body):
                yield (heading if heading[1] else (0, body.splitlines()[0].strip()[:40])), body
                lines = []
            elif match and not heading[0] and not body:
                lines = []
            elif match and heading[0]:
                # A heading right below another: both head what follows.
                match_title = f"{heading[1]} {match[2]}"
                heading, lines = (min(heading[0], len(match[1])), match_title), []
                continue
            if match:
                heading = (len(match[1]), match[2])
            elif full:
                continue
        else:
            lines.append(line)


def restated_by(sections: Iterable[Section], originals: Sequence[Section]) -> dict[Key, frozenset[str]]:
    """By restated section (Japanese): the ids of the originals in its document that say the same."""
    restated = [section for section in sections if section.language == "ja"]
    grams = {id(section): _grams(section) for section in (*restated, *originals)}
    spread = Counter(gram for found in grams.values() for gram in found)
    total = len(grams)
    weight = {gram: math.log(1 + total / count) for gram, count in spread.items()}
    vectors = {key: _vector(found, weight) for key, found in grams.items()}
    by_document: dict[str, list[Section]] = defaultdict(list)
    for original in originals:
        by_document[original.document].append(original)
    found: dict[Key, frozenset[str]] = {}
    for section in restated:
        near = {o.id: _cosine(vectors[id(section)], vectors[id(o)]) for o in by_document[section.document]}
        best = max(near.values(), default=0.0)
        if best > 0:
            chosen = frozenset(ident for ident, value in near.items() if value >= NEAR * best)
            found[section.scheme, section.id] = chosen
    return found


def _grams(section: Section) -> Counter[str]:
    text = _WORDLESS.sub("", unicodedata.normalize("NFKC", f"{section.title}{section.text}").lower())
    pairs = Counter(text[n : n + 2] for n in range(len(text) - 1))
    return pairs + Counter(f"#{figure}" for figure in _FIGURE.findall(text) if len(figure) > 1)


def _vector(grams: Counter[str], weight: Mapping[str, float]) -> dict[str, float]:
    values = {gram: (1 + math.log(count)) * weight[gram] for gram, count in grams.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {gram: value / length for gram, value in values.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(value * b[gram] for gram, value in a.items() if gram in b)
