"""Read a restated brochure (`brochure.ja.md`, `brochure.en.md`) into sections.

A section is a heading of level 2 or 3 that ends in `{#id document=… page=…}`; its text is all that follows up to the
next such heading. Both languages carry the same ids, so that a citation resolves in either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import BrochureError

_HEADING = re.compile(r"^(#{2,3})\s+(.*?)\s*\{#([a-z0-9][a-z0-9-]*)\s+document=(\S+)\s+page=(\d+)\}\s*$")
_ANY_HEADING = re.compile(r"^#{2,3}\s")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a brochure in one language; `page` is the brochure's page or slide number."""

    scheme: str
    document: str
    id: str
    page: int
    language: str
    level: int
    title: str
    text: str
    parent: str | None


def read_brochure(path: Path) -> tuple[Section, ...]:
    """Parse one brochure file.

    Raises:
        BrochureError: the file is missing, has no front matter, a heading without id, or a duplicate id.
    """
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrochureError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    meta, body, offset = _front_matter(path, raw)
    scheme, language = str(meta.get("scheme", "")), str(meta.get("language", ""))
    documents = meta.get("documents")
    if not scheme or language not in ("ja", "en") or not isinstance(documents, dict):
        raise BrochureError(f"{path}:1: the front matter needs `scheme`, `language` (ja or en) and `documents`.")
    sections: list[Section] = []
    seen: dict[str, int] = {}
    parent: str | None = None
    head: tuple[int, str, str, str, int] | None = None
    lines: list[str] = []

    def close() -> None:
        if head is not None:
            level, title, ident, document, page = head
            text = "\n".join(lines).strip()
            owner = parent if level == 3 else None
            sections.append(Section(scheme, document, ident, page, language, level, title, text, owner))

    for number, line in enumerate(body.splitlines(), offset):
        if not _ANY_HEADING.match(line):
            if not line.startswith("# "):
                lines.append(line)
            continue
        match = _HEADING.match(line)
        if not match:
            raise BrochureError(f"{path}:{number}: a heading must end in `{{#id document=… page=…}}`: {line!r}.")
        ident, document = match[3], match[4]
        if ident in seen:
            raise BrochureError(f"{path}:{number}: section id {ident!r} is already used on line {seen[ident]}.")
        if document not in documents:
            raise BrochureError(f"{path}:{number}: document {document!r} is not listed in the front matter.")
        seen[ident] = number
        close()
        if len(match[1]) == 2:
            parent = ident
        head, lines = (len(match[1]), match[2], ident, document, int(match[5])), []
    close()
    if not sections:
        raise BrochureError(f"{path}: has no sections; a section starts with `## Title {{#id document=… page=…}}`.")
    return tuple(sections)


def _front_matter(path: Path, raw: str) -> tuple[dict[str, object], str, int]:
    match = re.match(r"---\n(.*?)\n---\n", raw, re.DOTALL)
    if not match:
        raise BrochureError(f"{path}:1: the file must start with a `---` front matter.")
    try:
        meta = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise BrochureError(f"{path}:1: the front matter is not valid YAML ({error}).") from error
    if not isinstance(meta, dict):
        raise BrochureError(f"{path}:1: the front matter must be `key: value` lines.")
    return meta, raw[match.end() :], raw[: match.end()].count("\n") + 1
