"""Whether restated sections find their originals: the links of ingested brochures against where a reader found them.

`originals.json` says on which lines of an original each section stands, and the digest of that original; the originals
themselves are their insurers' and are not here. Whoever has them gives their folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.loader import Corpus
from assistant.documents.linking import Brochures
from assistant.documents.reading import KNOWN, read_document
from assistant.documents.units import units
from assistant.errors import EvaluationError

GOLD = Path(__file__).parent / "originals.json"
LEAST = 0.95
"""The share of sections that must find their original."""
_RUN = 4
_TELLING = 12
"""Runs of letters from which on one place of several says enough alone."""
_MARKUP = re.compile(r"<[^>]{1,80}>")
_SIGNS = re.compile(r"[\s|#*\-・\\]+")


@dataclass(frozen=True, slots=True)
class Found:
    """How one brochure fared.

    `sections` are those with an original; `right` found it; `linked` found any passage; `wrongly` are sections without
    an original that were linked all the same; `exact` is the share of the quoted words that stand in the original
    passage, over those that are right. `missed` are the sections that are not right.
    """

    brochure: str
    sections: int
    right: int
    linked: int
    wrongly: int
    exact: float
    missed: tuple[str, ...]


def measure(corpus: Corpus, folder: Path) -> list[Found]:
    """Link each original that the folder holds, whatever its name is.

    Raises:
        EvaluationError: there is none of the originals in the folder.
    """
    files = original_files(folder)
    brochures = {language: Brochures(corpus.sections, language) for language in ("ja", "en")}
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["brochures"]
    found = [
        _one(brochures, brochure, files[entry["sha256"]], entry["lines"])
        for brochure, entry in gold.items()
        if entry["sha256"] in files
    ]
    return found


def original_files(folder: Path) -> dict[str, Path]:
    """The originals that a folder holds, whatever their names are, by their SHA-256.

    Raises:
        EvaluationError: the folder cannot be read, or holds none of them.
    """
    try:
        files = {
            hashlib.sha256(path.read_bytes()).hexdigest(): path
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in KNOWN
        }
    except OSError as error:
        raise EvaluationError(
            f"{folder} cannot be read ({error.strerror}). Give the folder of the originals."
        ) from error
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["brochures"]
    known = {entry["sha256"] for entry in gold.values()}
    found = {digest: path for digest, path in files.items() if digest in known}
    if not found:
        raise EvaluationError(
            f"{folder} holds none of the originals that evals/originals.json knows (by their SHA-256)."
        )
    return found


def places_of(corpus: Corpus, files: Mapping[str, Path]) -> dict[tuple[str, str], list[list[str]]]:
    """By scheme and section, the places where an original states it: for each original the texts of its places."""
    schemes = {section.document: section.scheme for section in corpus.sections}
    found: dict[tuple[str, str], list[list[str]]] = {}
    for brochure, entry in json.loads(GOLD.read_text(encoding="utf-8"))["brochures"].items():
        if entry["sha256"] in files and brochure in schemes:
            lines = files[entry["sha256"]].read_bytes().decode("utf-8").split("\n")
            for section, where in entry["lines"].items():
                if where:
                    texts = [_at(lines, place) for place in where.split(",")]
                    found.setdefault((schemes[brochure], section), []).append(texts)
    return found


def states(passage: str, places: Sequence[Sequence[str]]) -> bool:
    """Whether a passage states what stands in these places of an original.

    It does where it holds half of them, of all together or of one that is more than a few words, or where half of it stands there.
    """
    words = _runs(passage)
    for texts in places:
        single = [runs for runs in map(_runs, texts) if len(runs) >= _TELLING]
        for theirs in (_runs("\n".join(texts)), *single):
            if 2 * len(words & theirs) >= min(len(words), len(theirs)):
                return True
    return False


def table_lines(found: Sequence[Found]) -> list[str]:
    """The figures as a Markdown table, then what was missed."""
    lines = [
        "| brochure | sections with an original | found it | share | linked wrongly | words quoted from elsewhere |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for each in found:
        lines.append(
            f"| {each.brochure} | {each.sections} | {each.right} | {each.right / each.sections:.1%} | {each.wrongly} | {1 - each.exact:.1%} |"
        )
    sections, right = sum(each.sections for each in found), sum(each.right for each in found)
    exact = sum(each.exact * each.right for each in found) / max(1, right)
    wrongly = sum(each.wrongly for each in found)
    lines.append(f"| all | {sections} | {right} | {right / sections:.1%} | {wrongly} | {1 - exact:.1%} |")
    return lines + [f"{each.brochure}: {', '.join(each.missed)}" for each in found if each.missed]


def share(found: Sequence[Found]) -> float:
    """The share of all sections that found their original."""
    return sum(each.right for each in found) / sum(each.sections for each in found)


def _one(brochures: dict[str, Brochures], brochure: str, path: Path, places: dict[str, str]) -> Found:
    raw = path.read_bytes()
    reading = read_document(raw, path.name)
    likely = brochures[reading.language].link(units(reading.parts))
    linked = next((each for each in likely if each.document == brochure), None)
    quotes = {each.section: each.text for each in linked.links} if linked else {}
    lines = raw.decode("utf-8").split("\n")
    right, missed, exact = 0, [], []
    for section, where in places.items():
        if not where:
            continue
        passages = [_at(lines, place) for place in where.split(",")]
        holds, exactly = _same(quotes.get(section, ""), [*passages, "\n".join(passages)])
        if holds:
            right += 1
            exact.append(exactly)
        else:
            missed.append(section)
    sections = sum(bool(where) for where in places.values())
    wrongly = sum(section in quotes for section, where in places.items() if not where)
    return Found(
        brochure, sections, right, len(quotes), wrongly, sum(exact) / len(exact) if exact else 0.0, tuple(missed)
    )


def _at(lines: Sequence[str], place: str) -> str:
    if "@" in place:
        line, letters = place.split("@")
        first, last = map(int, letters.split("-"))
        return lines[int(line) - 1][first:last]
    begin, _, end = place.partition("-")
    return "\n".join(lines[int(begin) - 1 : int(end or begin)])


def _same(quoted: str, passages: Sequence[str]) -> tuple[bool, float]:
    """Whether a quote is one of the passages, and how much of it stands there.

    It is, where half of the shorter of the two stands in the other; a quote that holds a passage may not be three times
    as long (60 letters are for nothing).
    """
    words = _runs(quoted)
    if not words or not quoted:
        return False, 0.0
    best, exact = False, 0.0
    for passage in passages:
        theirs = _runs(passage)
        both = len(words & theirs)
        inside, held = both / len(words), both / len(theirs)
        close = inside >= 0.5 or (held >= 0.5 and len(words) <= 3 * len(theirs) + 60)
        best = best or (close and both / min(len(words), len(theirs)) >= 0.5)
        exact = max(exact, inside)
    return best, exact


def _runs(text: str) -> frozenset[str]:
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", _MARKUP.sub("", text)))
    return frozenset(plain[n : n + _RUN] for n in range(max(1, len(plain) - _RUN + 1)))
