"""`assistant index`: what is stored, build it ahead of time, verify it, remove old versions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.guarded import guarded
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.retrieval.plan import Plan
    from assistant.retrieval.versions import Version

EXIT_PROBLEMS = 1
DAYS = 7.0

app = typer.Typer(
    name="index",
    help="The search index: it is built by itself when needed; these commands look after it.",
    no_args_is_help=True,
)
DaysOption = Annotated[
    float, typer.Option("--days", min=0, help="Keep versions that were opened within so many days; 0 keeps none.")
]


@app.command()
def status() -> None:
    """Show every stored version: which one is current, what it holds, its size, when it was last used.

    Exit codes: 0 the current one is there and whole on this disk, 1 it will be built at the next start.
    """
    with guarded():
        from assistant.retrieval.versions import versions

        plan = _plan()
        typer.echo(f"Index of {plan.count:,} passages for {plan.embedder.identity}")
        typer.echo(f"Folder: {plan.root}; vectors: {plan.store.place}")
        found = versions(plan)
        for version in found:
            typer.echo(_line(version))
        if not any(version.current and version.problem is None for version in found):
            typer.echo("The current version is not built yet: `python -m assistant index build`, or the next start.")
            raise typer.Exit(EXIT_PROBLEMS)


@app.command()
def build() -> None:
    """Build the current version if it is not there; what runs on another version is not disturbed."""
    with guarded():
        from assistant.retrieval.index import open_plan

        plan = _plan()
        started = time.monotonic()
        told = -1

        def tell(done: int, total: int) -> None:
            nonlocal told
            if done * 20 // max(1, total) > told:
                told = done * 20 // max(1, total)
                typer.echo(f"{done:,} of {total:,} passages", err=True)

        open_plan(plan, tell)
        what = "was there and is whole" if told < 0 else f"built in {time.monotonic() - started:.1f} s"
        typer.echo(f"{plan.folder.name}: {plan.count:,} passages, {what}.")


@app.command()
def verify() -> None:
    """Compare every file and vector of the current version with what was built.

    Exit codes: 0 whole, 1 missing or damaged.
    """
    with guarded():
        from assistant.retrieval.versions import verify as verified

        plan = _plan()
        version = verified(plan)
        if version is None:
            typer.echo("There is no index yet: `python -m assistant index build`, or the next start, makes it.")
            raise typer.Exit(EXIT_PROBLEMS)
        typer.echo(_line(version))
        if version.problem is not None:
            typer.echo("It is built again by `python -m assistant index build`, or by itself at the next start.")
            raise typer.Exit(EXIT_PROBLEMS)
        typer.echo("Whole: every file and vector is what was built.")


@app.command()
def prune(days: DaysOption = DAYS) -> None:
    """Remove versions that are not current and that nobody has opened for a while."""
    with guarded():
        from assistant.retrieval.versions import prune as pruned

        removed = pruned(_plan(), days)
        for name in removed:
            typer.echo(f"removed {name}")
        typer.echo(f"{len(removed)} removed." if removed else "Nothing to remove.")


def _plan() -> Plan:
    from assistant.corpus.loader import load_corpus
    from assistant.retrieval.embedding import load_embedder
    from assistant.retrieval.passages import split_sections
    from assistant.retrieval.plan import Plan

    settings = Settings.from_environment()
    passages = split_sections(load_corpus(settings.corpus_dir).sections)
    return Plan.of(passages, load_embedder(settings.embedding), settings.data_dir, settings.chroma_url)


def _line(version: Version) -> str:
    used = time.strftime("%Y-%m-%d %H:%M", time.localtime(version.used))
    held = ", ".join(f"{name} {count:,}" for name, count in sorted(version.passages.items()))
    mark = "*" if version.current else " "
    told = f"damaged: {version.problem}" if version.problem else f"{held} · {version.embedding} · {version.place}"
    return f"{mark} {version.name}  {version.size / 1e6:.1f} MB  used {used}  {told}"
