"""`assistant learn`: check the labelled questions, train the classifiers, judge them on writers they have not seen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import LabelError
from assistant.guarded import guarded
from assistant.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.corpus.model import Scheme
    from assistant.understanding.labelled import Labelled


app = typer.Typer(
    name="learn",
    help="Learn from the labelled questions in corpus/questions (needs scikit-learn; minutes, not seconds).",
    no_args_is_help=True,
)
OutOption = Annotated[Path | None, typer.Option("--out", help="Where to write the classifiers. Default: the package.")]


@app.command()
def check() -> None:
    """Read all labelled questions and say how many there are, by writer, language and what they ask."""
    _, labels = _read()
    for name, key in (("writer", "writer"), ("language", "lang"), ("asks", "ask"), ("scheme", "scheme")):
        counts: dict[str, int] = {}
        for x in labels:
            value = str(getattr(x, key) or "none")
            counts[value] = counts.get(value, 0) + 1
        typer.echo(f"{name:10} " + ", ".join(f"{k} {n:,}" for k, n in sorted(counts.items())))
    typer.echo(f"{len(labels):,} labelled questions, all readable.")


@app.command()
def train(out: OutOption = None) -> None:
    """Train on all writers; calibrate and judge on each writer by classifiers that have not seen it."""
    # Imported here: what trains takes seconds to import, and no other command needs it.
    from assistant.understanding.judging import judge
    from assistant.understanding.learned import FILE
    from assistant.understanding.lexicon import lexicons
    from assistant.understanding.reading import Reader
    from assistant.understanding.training import Vocabulary, calibrate, examples, fit, out_of_writer, save

    started = time.monotonic()

    def tell(line: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {line}", err=True)

    schemes, labels = _read()
    rows, heads = examples(schemes, Reader(schemes, lexicons(schemes)), labels, tell)
    features = [x.features for x in rows]
    vocabulary = Vocabulary.of(features)
    matrix = vocabulary.matrix(features)
    scores = out_of_writer(matrix, rows, heads, tell)
    slope, shift = calibrate(scores, rows, heads)
    typer.echo(
        f"{'judged on unseen writers':26} {'n':>6}  patterns P / R    learned P / R (choices: first / first three)"
    )
    for row in judge(labels, rows, heads, scores, slope, shift):
        patterns = f"{row.patterns[0]:.3f} / {row.patterns[1]:.3f}" if row.patterns else "      –      "
        typer.echo(
            f"{row.what:23} {row.language} {row.count:6,}  {patterns}     {row.learned[0]:.3f} / {row.learned[1]:.3f}"
        )
    path = out or FILE
    size = save(path, vocabulary, heads, fit(matrix, rows, heads, tell), slope, shift)
    typer.echo(f"{path}: {size / 1e6:.1f} MB")


def _read() -> tuple[Mapping[str, Scheme], list[Labelled]]:
    """The schemes and their labelled questions; what cannot be used ends the command with a message and exit code 2."""
    from assistant.corpus.loader import load_corpus
    from assistant.understanding.labelled import read_labelled

    with guarded():
        settings = Settings.from_environment()
        folder = settings.corpus_dir / "questions"
        schemes = load_corpus(settings.corpus_dir).schemes
        labels = read_labelled(folder, schemes)
        if not labels:
            raise LabelError(f"{folder} holds no labelled questions: expected *.jsonl, one file a writer.")
    return schemes, labels
