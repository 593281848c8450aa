"""A person's own documents: add, list and remove them, find their passages, and what they say beside a citation."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

from assistant.corpus.brochure import Section
from assistant.documents.bridging import Bridges, Restated, letters
from assistant.documents.catalogue import Catalogue, Entry, Stored, content_digest, words_of
from assistant.documents.linking import Brochures, Link, Linked
from assistant.documents.model import Part, Reading
from assistant.documents.reading import read_document
from assistant.documents.units import quote, units
from assistant.errors import InputError, RetrievalError, UnknownChoiceError
from assistant.retrieval import Hit
from assistant.retrieval.fusion import with_restated

if TYPE_CHECKING:
    from assistant.retrieval import Embedder, Retrieval

Status = Literal["added", "new version", "duplicate"]
Progress = Callable[[int, int], None]

FOLDER = "documents"
"""The folder of a person's documents in the data folder."""
SAME_BROCHURE = 0.45
"""How much of a brochure's sections a document must hold to be that brochure."""
_BESIDE = 0.75
"""A second brochure in one document holds at least this share of what the first does."""
_SURE = 0.55
"""The score from which a link counts even where a document holds but a page of a brochure."""
_VERSION = 0.55
"""How much of their wording two versions of a document share, at least."""
_RUN = 6
"""Letters of the runs by which wordings are compared."""
_COVERED = 0.5
_NO_SCHEME = "own"
_CONSIDERED = 100
"""Passages that are found by their own text before what restates them is looked at."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document: its entry, how it was read, and the version it took the place of."""

    status: Status
    entry: Entry
    reading: Reading
    replaced: Entry | None = None


@dataclass(frozen=True, slots=True)
class OwnText:
    """Words of a person's own document: `document` is its id, `title` its title, `page` None where it has no pages."""

    document: str
    title: str
    page: int | None
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class OwnHit:
    """A passage of a person's own document that a search found; `restated` is the section that restates it, if any."""

    own: OwnText
    section: str
    scheme: str | None
    restated: tuple[str, str] | None


class Library:
    """The documents of one data folder, against the sections of one corpus. Safe to use from several threads."""

    def __init__(self, folder: Path, sections: Sequence[Section], embedding: str | Embedder | None = None) -> None:
        self._catalogue = Catalogue(folder)
        self._sections = tuple(sections)
        self._schemes = {section.document: section.scheme for section in sections}
        self._embedding = embedding
        self._corpus = _digest(self._sections)
        self._lock = RLock()
        self._stamp: object = ()
        self._entries: tuple[Entry, ...] = ()
        self._stored: dict[str, Stored] = {}
        self._brochures: dict[str, Brochures] = {}
        self._wording: dict[str, frozenset[int]] = {}
        self._links: dict[tuple[str, str], list[tuple[Entry, Link]]] = {}
        self._retrieval: Retrieval | None = None
        self._bridges: dict[str, Bridges] = {}

    def entries(self) -> tuple[Entry, ...]:
        """All documents, in the order in which they were added.

        Raises:
            RetrievalError: the list cannot be read.
        """
        with self._lock:
            self._refresh()
            return self._entries

    def empty(self) -> bool:
        """Whether there surely is no document, told without waiting: no as well where a change is being looked at."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return not self._entries and self._catalogue.stamp() == self._stamp
        finally:
            self._lock.release()

    def add(
        self,
        data: bytes,
        name: str,
        *,
        scheme: str | None = None,
        keep: bool = False,
        read: Callable[[bytes, str], Reading] = read_document,
    ) -> Added:
        """Read a document and keep it. A new version takes the place of the one before.

        Args:
            data: the bytes of the file. name: its name. scheme: whose brochure it is; else its content tells.
            keep: keep the version before beside it. read: understands the file (see `IsolatedReader`).

        Raises:
            DocumentError: it cannot be read; the message does not name the file.
            RetrievalError: the folder cannot be written.
        """
        reading = read(data, name)
        digest = content_digest(reading.parts)
        with self._catalogue.changing(), self._lock:
            self._refresh()
            for entry in self._entries:
                if entry.digest == digest and (scheme is None or entry.scheme == scheme):
                    return Added("duplicate", entry, reading)
            before = next((e for e in self._entries if e.digest == digest), None) or self._version_of(reading)
            old = before if before is not None and not keep else None
            entry, stored = self._understand(reading, name, digest, scheme)
            if old is not None:
                entry = replace(entry, replaces=old.id)
            rest = [each for each in self._entries if each.id not in (entry.id, old.id if old else "")]
            self._catalogue.write_text(entry.id, stored)
            self._catalogue.write_list([*rest, entry])
            self._refresh()
            return Added("new version" if before is not None else "added", entry, reading, old)

    def remove(self, ident: str) -> Entry:
        """Remove a document, with its text and its part of the index.

        Raises:
            UnknownChoiceError: there is no document of this id; the error lists those that there are.
        """
        with self._catalogue.changing(), self._lock:
            self._refresh()
            gone = next((entry for entry in self._entries if entry.id == ident), None)
            if gone is None:
                known = tuple(entry.id for entry in self._entries)
                raise UnknownChoiceError(
                    f"There is no document {ident!r}. There {'are ' + ', '.join(known) if known else 'is none'}.",
                    field="id",
                    choices=known,
                )
            self._catalogue.write_list([entry for entry in self._entries if entry.id != ident])
            self._refresh()
        self.tidy()
        return gone

    def open(self, progress: Progress | None = None) -> None:
        """Build the search index of what there is now, and remove those of before.

        Raises:
            RetrievalError: it cannot be built.
        """
        with self._lock:
            self._refresh()
            self._search_index(progress)
        self.tidy()

    def tidy(self) -> None:
        """Remove indexes that are not in use, so that nothing of a removed document is left."""
        import shutil

        from assistant.retrieval.passages import split_sections
        from assistant.retrieval.plan import Plan
        from assistant.retrieval.versions import prune

        with self._lock:
            self._refresh()
            passages = split_sections(self.as_sections())
            if passages:
                prune(Plan.of(passages, self._embedder(), self._catalogue.folder), days=0)
            else:
                shutil.rmtree(self._catalogue.folder / "index", ignore_errors=True)

    def beside(self, document: str, section: str) -> tuple[OwnText, ...]:
        """What the person's own documents say where a restated section is cited, the likeliest first.

        Args:
            document: the brochure's id. section: the section's id.
        """
        with self._lock:
            self._refresh()
            found = self._links.get((document, section), [])
            return tuple(
                OwnText(entry.id, entry.title, each.page, each.text, each.score)
                for entry, each in sorted(found, key=lambda pair: -pair[1].score)
            )

    def search(
        self,
        query: str,
        k: int = 5,
        scheme: str | None = None,
        language: str | None = None,
        restated: Mapping[Restated, float] | None = None,
    ) -> list[OwnHit]:
        """Passages of the person's own documents, nearest first; those of documents of no scheme are always among them.

        Args:
            query: a question or keywords. k: most passages. scheme: documents of this scheme, else all. language:
            searched before others. restated: scores of restated sections for the same question, which count for the
            passages that they restate.

        Raises:
            RetrievalError: the index cannot be built.
        """
        with self._lock:
            self._refresh()
            retrieval = self._search_index(None)
            if retrieval is None:
                return []
            schemes = [s for s in retrieval.schemes if scheme is None or s in (scheme, _NO_SCHEME)]
            most = max(k, _CONSIDERED) if restated else k
            found = {
                hit.passage.id: hit
                for each in schemes
                for hit in retrieval.search(query, most, each, language, folded=False)
            }
            if found:
                for bridges in self._bridges.values():
                    for passage, score in bridges.cross(restated or {}).values():
                        if passage.scheme in schemes:
                            text = found[passage.id].score if passage.id in found else 0.0
                            found[passage.id] = Hit(passage, with_restated(text, score))
            hits = sorted(found.values(), key=lambda hit: (-hit.score, hit.passage.id))
            return [
                self._own_hit(hit.passage.document, hit.passage.section, hit.passage.text, hit.score)
                for hit in hits[:k]
            ]

    # What is behind it

    def _refresh(self) -> None:
        """Read what another process may have changed."""
        stamp = self._catalogue.stamp()
        if stamp == self._stamp:
            return
        before = {entry.id: entry for entry in self._entries}
        self._entries = self._catalogue.entries()
        known, self._stored = self._stored, {}
        self._links = {}
        self._retrieval = None
        self._bridges = {}
        for entry in self._entries:
            same = before.get(entry.id) == entry
            stored = (known.get(entry.id) if same else None) or self._catalogue.stored(entry.id)
            if stored is None:
                continue
            if stored.corpus != self._corpus:  # the restated sections have changed since
                chosen, _ = self._chosen(stored.parts, entry.language, entry.scheme)
                stored = Stored(stored.parts, stored.set_aside, chosen, self._corpus)
                with suppress(RetrievalError):  # then it is done again at the next start
                    self._catalogue.write_text(entry.id, stored)
            self._stored[entry.id] = stored
            for each in stored.links:
                self._links.setdefault((each.document, each.section), []).append((entry, each))
        self._entries = tuple(entry for entry in self._entries if entry.id in self._stored)
        self._stamp = stamp

    def _understand(self, reading: Reading, name: str, digest: str, scheme: str | None) -> tuple[Entry, Stored]:
        links, sought = self._chosen(reading.parts, reading.language, scheme)
        restates = tuple(dict.fromkeys(each.document for each in links))
        entry = Entry(
            id=self._ident(digest),
            name=name,
            title=reading.title,
            format=reading.format,
            language=reading.language,
            digest=digest,
            scheme=scheme or (self._schemes[restates[0]] if restates else None),
            restates=restates,
            linked=len(links),
            sought=sought,
            pages=reading.pages,
            sections=reading.sections,
            tables=reading.tables,
            characters=reading.characters,
            encoding=reading.encoding,
            removed=dict(reading.removed),
            unread=reading.unread,
            added=dt.datetime.now(dt.UTC).date().isoformat(),
        )
        return entry, Stored(reading.parts, reading.set_aside, links, self._corpus)

    def _ident(self, digest: str) -> str:
        taken = {entry.id for entry in self._entries if entry.digest != digest}
        return next(f"own-{digest[:n]}" for n in range(8, 65) if f"own-{digest[:n]}" not in taken)

    def _chosen(self, parts: Sequence[Part], language: str, scheme: str | None) -> tuple[tuple[Link, ...], int]:
        """The links that hold, and how many sections the brochures have that the document is."""
        if language not in self._brochures:
            self._brochures[language] = Brochures(self._sections, language)
        pieces = units(parts)
        found = self._brochures[language].link(pieces, scheme)
        if not found:
            return (), 0
        whole = [each for each in found if each.share >= max(SAME_BROCHURE, _BESIDE * found[0].share)]
        if whole:
            kept = [each for each in whole if self._schemes[each.document] == self._schemes[whole[0].document]]
            return tuple(link for each in kept for link in each.links), sum(each.sought for each in kept)
        best = max(found, key=lambda each: sum(x.score for x in each.links if x.score >= _SURE))
        return _sure(best, len(pieces))

    def _version_of(self, reading: Reading) -> Entry | None:
        """The document that this is another version of: most of their wording is the same."""
        mine = _runs(reading.parts)
        best: tuple[float, Entry] | None = None
        for entry in self._entries:
            if entry.id not in self._wording:
                self._wording[entry.id] = _runs(self._stored[entry.id].parts)
            theirs = self._wording[entry.id]
            shared = len(mine & theirs) / max(1, len(mine | theirs))
            if shared >= _VERSION and (best is None or shared > best[0]):
                best = (shared, entry)
        return best[1] if best else None

    def as_sections(self) -> list[Section]:
        """The parts of all documents in the form that is indexed."""
        with self._lock:
            self._refresh()
        found = []
        for entry in self._entries:
            for n, part in enumerate(self._stored[entry.id].parts, 1):
                text = quote(units([Part("", part.level, part.page, part.text)]))
                found.append(
                    Section(
                        scheme=entry.scheme or _NO_SCHEME,
                        document=entry.id,
                        id=f"{entry.id}-{n}",
                        page=part.page or 0,
                        language=entry.language,
                        level=2,
                        title=part.title or entry.title,
                        text=text,
                        parent=None,
                    )
                )
        return [section for section in found if section.text.strip()]

    def _search_index(self, progress: Progress | None) -> Retrieval | None:
        if self._retrieval is None:
            sections = self.as_sections()
            if not sections:
                return None
            from assistant.retrieval import Retrieval
            from assistant.retrieval.passages import split_sections

            self._retrieval = Retrieval.open(sections, self._catalogue.folder, self._embedder(), progress)
            for entry in self._entries:
                mine = split_sections(section for section in sections if section.document == entry.id)
                self._bridges[entry.id] = Bridges(mine, self._stored[entry.id].links)
        return self._retrieval

    def _embedder(self) -> Embedder:
        if self._embedding is None or isinstance(self._embedding, str):
            from assistant.retrieval.embedding import load_embedder

            self._embedding = load_embedder(self._embedding)
        return self._embedding

    def _own_hit(self, document: str, section: str, text: str, score: float) -> OwnHit:
        entry = next(each for each in self._entries if each.id == document)
        part = self._stored[document].parts[int(section.rsplit("-", 1)[1]) - 1]
        words = letters(text)
        shares = [(_share(words, letters(x.text)), x) for x in self._stored[document].links]
        # A passage may be restated by several sections, each a part of it.
        held = [letters(x.text) for share, x in shares if share > 0.05]
        covered = _share(words, frozenset().union(*held)) >= _COVERED
        best = max(shares, key=lambda pair: pair[0])[1] if covered else None
        return OwnHit(
            OwnText(document, entry.title, part.page, text, score),
            section,
            entry.scheme,
            (best.document, best.section) if best else None,
        )


def _sure(linked: Linked, count: int) -> tuple[tuple[Link, ...], int]:
    """Of a document that holds but a part of a brochure: the sure links, if they are about most of it."""
    sure = tuple(each for each in linked.links if each.score >= _SURE)
    held = {n for each in sure for n in range(each.first, each.last + 1)}
    return (sure, linked.sought) if sure and len(held) * 2 >= count else ((), 0)


def _share(of: frozenset[str], held: frozenset[str]) -> float:
    return len(of & held) / len(of) if of else 0.0


def _runs(parts: Sequence[Part]) -> frozenset[int]:
    words = words_of(parts)
    return frozenset(hash(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1)))


def _digest(sections: Sequence[Section]) -> str:
    digest = hashlib.sha256()
    for section in sections:
        digest.update(
            f"{section.document}\0{section.id}\0{section.language}\0{section.title}\0{section.text}\0".encode()
        )
    return digest.hexdigest()[:16]


def own_scheme_error(scheme: str, known: Sequence[str]) -> InputError:
    """The error for a scheme that does not exist."""
    return UnknownChoiceError(
        f"There is no scheme {scheme!r}. Valid: {', '.join(known)}.", field="scheme", choices=tuple(known)
    )
