"""Load `corpus/`: every scheme's YAML and brochures, checked as a whole before anything is served.

A scheme's folder holds `scheme.yaml` and may hold further `*.yaml` files whose top-level keys join it. A mapping
`words_of` (id → how people say it) joins the ids it names; `corpus/*.yaml` hold the words that schemes share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.corpus.brochure import Section as BrochureSection
from assistant.corpus.brochure import read_brochure
from assistant.corpus.model import ONE_BY_ONE, Scheme, Words
from assistant.corpus.patterns import PatternSet
from assistant.corpus.references import check_references
from assistant.corpus.yaml_source import KeyPath, Source, merge, read_yaml
from assistant.errors import BrochureError, CorpusError, SchemeError

LANGUAGES = ("ja", "en")
_PREMIUMS = ("table", "rate", "examples", "none")
_WORDED = ("facts", "items", "statements", "plans", "riders", "sections", "deadlines")


@dataclass(frozen=True)
class Corpus:
    """All schemes, all brochure sections in both languages, and where each scheme's keys stand in its files."""

    schemes: Mapping[str, Scheme]
    sections: tuple[BrochureSection, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[tuple[str, str, str], BrochureSection]:
        return {(s.scheme, s.id, s.language): s for s in self.sections}

    def section(self, scheme: str, ident: str, language: str) -> BrochureSection | None:
        """The section with this id in this language, or None."""
        return self._by_id.get((scheme, ident, language))


def load_corpus(folder: Path) -> Corpus:
    """Load and check every scheme under `folder`.

    Raises:
        CorpusError: nothing is there, or one file is broken; the message names file, line and key.
    """
    if not folder.is_dir():
        raise CorpusError(f"The corpus folder {folder} does not exist. Set ASSISTANT_CORPUS_DIR to where it is.")
    common = read_shared_words(folder)
    shared = read_utterances(folder)
    schemes: dict[str, Scheme] = {}
    sections: list[BrochureSection] = []
    sources: dict[str, Source] = {}
    for place in _folders(folder):
        scheme, own, source = _load(place, common, shared)
        if scheme.scheme in schemes:
            raise SchemeError(
                f"{place / 'scheme.yaml'}:1: scheme {scheme.scheme!r} is already loaded from another folder."
            )
        schemes[scheme.scheme] = scheme
        sources[scheme.scheme] = source
        sections.extend(own)
    if not schemes:
        raise CorpusError(f"The corpus folder {folder} holds no scheme: expected {folder}/<scheme>/scheme.yaml.")
    return Corpus(schemes, tuple(sections), sources)


def load_sections(folder: Path) -> tuple[BrochureSection, ...]:
    """The restated brochures alone, of every scheme under `folder`: what needs no rules is there in a moment.

    Raises:
        CorpusError: nothing is there, or a brochure is broken.
    """
    paths = [place / f"brochure.{language}.md" for place in _folders(folder) for language in LANGUAGES]
    if not paths:
        raise CorpusError(f"The corpus folder {folder} holds no scheme: expected {folder}/<scheme>/scheme.yaml.")
    return tuple(section for path in paths for section in read_brochure(path))


def _folders(folder: Path) -> list[Path]:
    """The folders of schemes; also of one whose `scheme.yaml` is gone, which must be told and not be left out."""
    return sorted({path.parent for name in ("scheme.yaml", "brochure.*.md") for path in folder.glob(f"*/{name}")})


def read_shared_words(folder: Path) -> Source | None:
    """The words that schemes share: every YAML file directly in the corpus folder, joined; None where there is none.

    Raises:
        SchemeError: a file is broken, or a word's id stands in two of them.
    """
    common: Source | None = None
    for path in sorted(folder.glob("*.yaml")):
        source = read_yaml(path)
        if common is None:
            common = source
        else:
            merge(common, source)
    return common


def load_scheme(folder: Path, common: Source | None = None) -> tuple[Scheme, tuple[BrochureSection, ...]]:
    """Load one scheme and its brochure sections.

    Raises:
        SchemeError: a YAML file is broken, or a rule names what does not exist.
        BrochureError: a brochure is broken, or its two languages differ.
    """
    scheme, sections, _ = _load(folder, common)
    return scheme, sections


def read_utterances(folder: Path) -> dict[str, tuple[int, list[str]]]:
    """More examples of how people say things: `utterances.jsonl`, an id and its messages a line; line and messages by id.

    Raises:
        SchemeError: a line is not what it must be.
    """
    path = folder / "utterances.jsonl"
    found: dict[str, tuple[int, list[str]]] = {}
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text("utf-8").rstrip("\n").split("\n"), 1):
        try:
            entry = json.loads(line)
            ident, said = entry["id"], entry["utterances"]
        except (ValueError, KeyError, TypeError) as error:
            raise SchemeError(f'{path}:{number}: expected {{"id": …, "utterances": […]}} on one line.') from error
        if not isinstance(ident, str) or not isinstance(said, list) or not all(isinstance(u, str) and u for u in said):
            raise SchemeError(f"{path}:{number}: the id must be a text and the utterances a list of texts.")
        first, known = found.get(ident, (number, []))
        found[ident] = (first, [*known, *said])
    return found


def _load(
    folder: Path, common: Source | None, shared: Mapping[str, tuple[int, list[str]]] | None = None
) -> tuple[Scheme, tuple[BrochureSection, ...], Source]:
    source = _read_source(folder, common)
    _join_words(source, common)
    _join_utterances(source, read_utterances(folder), shared or {}, folder / "utterances.jsonl")
    try:
        scheme = Scheme.model_validate(source.data)
    except ValidationError as error:
        raise SchemeError(_explain(error, source)) from error
    try:
        _compile_words(scheme)
    except SchemeError:
        _find_broken_pattern(folder, common, source)
        raise
    sections = _read_both(folder, scheme.scheme)
    check_references(scheme, sections, source)
    return scheme, sections, source


def _read_source(folder: Path, common: Source | None, context: str | None = None) -> Source:
    """All YAML files of a scheme's folder as one, the words in them checked where they stand."""
    source = read_yaml(folder / "scheme.yaml")
    if common is not None:
        _check_words(common, context)
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "scheme.yaml":
            merge(source, read_yaml(path))
    _check_words(source, context)
    return source


def _compile_words(scheme: Scheme) -> None:
    worded = [(i, entry.words) for group in _WORDED for i, entry in getattr(scheme, group).items()]
    for ident, words in (*worded, *((x.id, x.words) for x in scheme.limits), (scheme.scheme, scheme.words)):
        for patterns in (words.yes, words.no, words.open):
            PatternSet(patterns, f"{scheme.scheme}: words of {ident}")


def _find_broken_pattern(folder: Path, common: Source | None, joined: Source) -> None:
    """Say where the pattern stands that cannot be compiled.

    Raises:
        SchemeError: the message names file, line and key.
    """
    _read_source(folder, common, ONE_BY_ONE)
    try:
        Scheme.model_validate(joined.data, context=ONE_BY_ONE)
    except ValidationError as error:
        raise SchemeError(_explain(error, joined)) from error


def _check_words(source: Source, context: str | None = None) -> None:
    """Check `words_of` where it stands, before it is joined to what it is about.

    Raises:
        SchemeError: an entry is not what words must be.
    """
    entries = source.data.get("words_of") or {}
    if not isinstance(entries, dict):
        raise SchemeError(f"{source.where(('words_of',))}: words_of must be a mapping of ids.")
    for ident, words in entries.items():
        try:
            Words.model_validate(words, context=context)
        except ValidationError as error:
            raise SchemeError(_explain(error, source, ("words_of", ident))) from error


def _join_words(source: Source, common: Source | None) -> None:
    """Put the words of `words:` and of the shared file where their ids are declared."""
    own = source.data.pop("words_of", None) or {}
    used: set[str] = set()
    shared = (common.data.get("words_of") if common else None) or {}
    places: dict[str | int, list[tuple[KeyPath, tuple[Path, int]]]] = {}
    for path, place in source.lines.items():
        if path[:1] == ("words_of",) and len(path) > 1:
            places.setdefault(path[1], []).append((path, place))
    for group in _WORDED:
        entries = source.data.get(group)
        if not isinstance(entries, dict):
            continue
        for ident, entry in entries.items():
            if not isinstance(entry, dict):
                continue
            merged: dict[str, list[Any]] = {}
            asked_as = _shared_questions(source, ident, entry, shared) if group == "statements" else {}
            if asked_as:
                entry["asked_as"] = asked_as.get("yes", [])
            for words in (entry.get("words"), own.get(ident), shared.get(ident), asked_as):
                for key, values in (words or {}).items():
                    merged.setdefault(key, []).extend(values if isinstance(values, list) else [values])
            if ident in own:
                used.add(ident)
            if merged:
                entry["words"] = merged
                for path, place in places.get(ident, ()):
                    source.lines.setdefault((group, ident, "words", *path[2:]), place)
    for ident in own:
        if ident not in used:
            raise SchemeError(
                f"{source.where(('words_of', ident))}: words_of.{ident} names nothing: "
                f"no {', '.join(_WORDED[:-1])} or {_WORDED[-1]} has that id."
            )


def _shared_questions(
    source: Source, ident: str, entry: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[Any]]:
    """The words of the questions about the contract that a statement answers (`ask_<subject>` of the shared words).

    Raises:
        SchemeError: shared words are there, but none of that subject.
    """
    found: dict[str, list[Any]] = {}
    subjects = entry.get("subjects")
    for subject in subjects if shared and isinstance(subjects, list) else ():
        words = shared.get(f"ask_{subject}")
        if words is None:
            where = source.where(("statements", ident, "subjects"))
            raise SchemeError(f"{where}: there is no ask_{subject} among the shared words.")
        for key, values in words.items():
            found.setdefault(key, []).extend(values)
    return found


def _join_utterances(
    source: Source,
    own: Mapping[str, tuple[int, list[str]]],
    shared: Mapping[str, tuple[int, list[str]]],
    path: Path,
) -> None:
    """Add the examples of the scheme's file, and of the shared one, to the words of what they are about."""
    used: set[str] = set()
    for group in _WORDED:
        entries = source.data.get(group)
        if not isinstance(entries, dict):
            continue
        for ident, entry in entries.items():
            more = [
                *own.get(ident, (0, []))[1],
                *(shared.get(ident, (0, []))[1] if group in ("facts", "items") else []),
            ]
            used.add(ident)
            if more and isinstance(entry, dict):
                words = dict(entry.get("words") or {})
                words["utterances"] = list(dict.fromkeys([*(words.get("utterances") or []), *more]))
                entry["words"] = words
    for ident, (number, _) in own.items():
        if ident not in used:
            raise SchemeError(f"{path}:{number}: {ident!r} names nothing of this scheme.")


def _explain(error: ValidationError, source: Source, under: KeyPath = ()) -> str:
    """Each complaint of pydantic as `file:line: key: what was expected`."""
    found = [((*under, *_keys(item["loc"])), item) for item in error.errors()]
    rows = []
    for path, item in found:
        # Of a union every member complains; the one that fits best complains about something further in.
        if any(len(other) > len(path) and other[: len(path)] == path for other, _ in found):
            continue
        key = ".".join(map(str, path)) or "(top)"
        rows.append(f"{source.where(path)}: {key}: {item['msg']} (found {_short(item.get('input'))}).")
    return "\n".join(rows[:10])


def _keys(path: KeyPath) -> KeyPath:
    """Pydantic's path without what names no key of the file: the tag or the member of a union."""
    tag = 2 if path[:1] == ("rules",) else 1 if path[:1] == ("premium",) else len(path)
    # The tag itself is missing from the path where it is what is wrong.
    tagged = tag < len(path) and path[tag] in ("grant", "exclude", "except", "require", "silent", *_PREMIUMS)
    return tuple(
        part
        for i, part in enumerate(path)
        if not (tagged and i == tag)
        and not (isinstance(part, str) and ("[" in part or part in ("bool", "int") or part.startswith("constrained-")))
    )


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _read_both(folder: Path, scheme: str) -> tuple[BrochureSection, ...]:
    both = {lang: read_brochure(folder / f"brochure.{lang}.md") for lang in LANGUAGES}
    for lang, sections in both.items():
        for section in sections:
            if section.scheme != scheme or section.language != lang:
                raise BrochureError(
                    f"{folder}/brochure.{lang}.md:1: the front matter must say scheme: {scheme}, language: {lang}."
                )
    problems = [
        problem
        for lang, other in (("ja", "en"), ("en", "ja"))
        for problem in _differences(folder / f"brochure.{lang}.md", both[lang], both[other])
    ]
    if problems:
        raise BrochureError("\n".join(problems[:20]))
    return (*both["ja"], *both["en"])


def _differences(path: Path, own: tuple[BrochureSection, ...], other: tuple[BrochureSection, ...]) -> list[str]:
    """The sections of `path` that the other language lacks or has on another page, each with its line."""
    there = {s.id: (s.document, s.page) for s in other}
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for s in own:
        if there.get(s.id) != (s.document, s.page):
            line = next((n for n, text in enumerate(lines, 1) if f"{{#{s.id} " in text), 1)
            seen = "is not there" if s.id not in there else "has document={} page={}".format(*there[s.id])
            found.append(
                f"{path}:{line}: section {s.id!r} (document={s.document} page={s.page}) {seen} in the other language; "
                "both languages need the same sections, documents and pages."
            )
    return found
