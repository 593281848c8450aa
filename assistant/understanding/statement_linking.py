"""The statements of a scheme as things that a message can be linked to."""

from __future__ import annotations

from assistant.corpus.model import Scheme
from assistant.derived.shelf import NOWHERE, Shelf
from assistant.understanding.linking import Linker, PatternHits, names_as_patterns
from assistant.understanding.linking_tables import Linkable, Tables
from assistant.understanding.text import Language, prepare


def statement_hits(scheme: Scheme) -> PatternHits:
    """The patterns of a scheme's statements, compiled; those of both languages together."""
    return PatternHits({i: (*s.words.yes, *names_as_patterns(s.words.aliases)) for i, s in scheme.statements.items()})


def statement_linker(
    scheme: Scheme, language: Language, hits: PatternHits | None = None, shelf: Shelf = NOWHERE
) -> Linker:
    """A linker over the statements of a scheme, with their names and texts in `language`."""
    tables = Tables.kept(shelf, f"statements-{scheme.scheme}-{language}", lambda: _things(scheme, language))
    named = [Linkable(ident, (), "", beats=s.words.beats) for ident, s in scheme.statements.items()]
    return Linker(named, hits or statement_hits(scheme), tables)


def _things(scheme: Scheme, language: Language) -> list[Linkable]:
    things = []
    for ident, s in scheme.statements.items():
        # Examples in the other language share no letters with a message and would only cost time.
        said = [prepare(u) for u in s.words.utterances]
        utterances = [m.text for m in said if m.language == language]
        names = [prepare(n).text for n in (s.name.of(language), *s.words.aliases)]
        things.append(Linkable(ident, (*utterances, *names), prepare(s.text.of(language)).text))
    return things
