"""`assistant embedding build`: make the embedding that ships, from word sources and the project's own questions.

Pairs come from `corpus/` alone, and each is held against every question of the evaluation: one that is such a question, or
contains one, is left out.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.conversation import Selection
from assistant.errors import EmbeddingError
from assistant.guarded import guarded
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.retrieval.hard_negatives import Pair
    from assistant.service import Assistant
    from assistant.understanding.labelled import Labelled

EVALUATION = Path(__file__).parents[1] / "evals" / "data"
"""Where the evaluation's questions are."""

PAIRS = Path(__file__).parent / "retrieval" / "pairs.jsonl.gz"
"""The pairs that were trained on, kept: questions that are labelled later do not change what a build makes."""

CITED = 3
"""Sections cited first that a question is paired with."""

_OTHER_LANGUAGE = 4
"""Every so manieth pair has the section in the other language."""

_DAY = dt.date(2026, 4, 1)

app = typer.Typer(
    name="embedding",
    help="Make the embedding that ships with the package (needs the extra `train`; minutes, not seconds).",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """Make the embedding that ships with the package."""


@app.command()
def build(
    sources: Annotated[Path, typer.Option("--sources", help="Folder with EDICT, MiniLM, ja-ginza and wordfreq.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the model. Default: the package.")] = None,
    pairs: Annotated[
        Path, typer.Option("--pairs", help="The pairs of questions and sections; made and kept there if it is missing.")
    ] = PAIRS,
    without: Annotated[list[str] | None, typer.Option("--without", help="A writer to leave out.")] = None,
    evaluation: Annotated[
        Path, typer.Option("--evaluation", help="Data sets whose questions may not be trained on.")
    ] = EVALUATION,
) -> None:
    """Read the words, pair questions with the sections that answer them, train, and write the model."""
    from assistant.retrieval import build_embedding as making
    from assistant.retrieval.embedding import DEFAULT_MODEL
    from assistant.retrieval.held_out import HeldOut
    from assistant.retrieval.sentence_sources import read_sentences
    from assistant.retrieval.word_sources import read_words

    started = time.monotonic()

    def tell(line: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {line}", err=True)

    with guarded():
        settings = Settings.from_environment()
        sections = making.read_corpus(settings.corpus_dir)
        texts = [f"{section.title}\n{section.text}" for section in sections]
        held_out = HeldOut.read(evaluation)
        words = read_words(sources, texts, making.JAPANESE_WORDS, making.ENGLISH_WORDS, making.DIMENSIONS, tell)
        found = _kept_pairs(settings, pairs, frozenset(without or ()), tell)
        kept = [pair for pair in found if not held_out.holds(pair[0])]
        tell(f"{len(found) - len(kept)} pairs left out that hold a question of an evaluation")
        sentences = read_sentences(sources, tell)
        tell(f"Training on {len(kept):,} pairs, then on {len(sentences.japanese):,} sentences …")
        made = making.build(words, kept, out or DEFAULT_MODEL, sections=sections, sentences=sentences)
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
    typer.echo(f"{made}: {size / 1e6:.1f} MB")


def _kept_pairs(settings: Settings, path: Path, without: frozenset[str], tell: Callable[[str], None]) -> list[Pair]:
    """All pairs, those of questions from the file where it is there; each line holds writer, question and section."""
    from assistant.retrieval.build_embedding import read_corpus, section_pairs
    from assistant.retrieval.hard_negatives import section_text

    if path.exists():
        try:
            asked = [tuple(json.loads(line)) for line in gzip.decompress(path.read_bytes()).splitlines()]
        except (OSError, ValueError, EOFError) as error:
            raise EmbeddingError(f"{path}: cannot be read ({error}). Delete it to have it made again.") from error
    else:
        asked = list(asked_sections(settings, tell))
        lines = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in asked)
        path.write_bytes(gzip.compress(lines.encode(), mtime=0))
    sections = read_corpus(settings.corpus_dir)
    known = {(section.scheme, section.id, section.language): section for section in sections}
    pairs: list[Pair] = []
    for number, (writer, language, text, scheme, ident) in enumerate(asked):
        other = "en" if language == "ja" else "ja"
        section = known.get((scheme, ident, other if number % _OTHER_LANGUAGE == 0 else language))
        if section is not None and section.text.strip() and writer not in without:
            pairs.append((text, section_text(section)))
    return pairs + section_pairs(sections)


def asked_sections(settings: Settings, tell: Callable[[str], None]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (writer, language, message, scheme, section): labelled questions and example messages with what answers them.

    A labelled question is answered as its label reads it; the sections are those that the answer cites first.
    """
    from assistant.language.tokens import language_of
    from assistant.service import Assistant
    from assistant.understanding.labelled import read_labelled

    assistant = Assistant.open(settings, lazy=True)
    schemes = assistant.corpus.schemes
    labels = read_labelled(settings.corpus_dir / "questions", schemes)
    for number, label in enumerate(labels):
        if number % 1000 == 0:
            tell(f"Answering labelled question {number:,} of {len(labels):,} …")
        if label.statement and label.scheme:
            cited = [(label.scheme, ident) for ident in schemes[label.scheme].statements[label.statement].cites]
        else:
            answer = _answered(assistant, label)
            cited = [] if answer.abstained else [(each.scheme, each.section) for each in answer.citations]
        for scheme, ident in cited[:CITED]:
            yield label.writer, label.lang, label.text, scheme, ident
    for name, scheme_ in schemes.items():
        for statement in scheme_.statements.values():
            for text in statement.words.utterances:
                for ident in statement.cites[:1]:
                    yield "", language_of(text), text, name, ident


def _answered(assistant: Assistant, label: Labelled) -> Answer:
    query = assistant._reader.read([label.text], Selection(label.scheme), label.lang)
    readings = tuple(
        replace(each, facts=label.facts, items=tuple(label.items)) if each.scheme == label.scheme else each
        for each in query.readings
        if label.scheme in (None, each.scheme)
    )
    return assistant._answerer.answer(replace(query, readings=readings or query.readings), _DAY)
