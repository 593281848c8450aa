"""`assistant config`: every setting in force, where it comes from, and what it means."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import Annotated

import typer

from assistant.guarded import console, say
from assistant.settings import Settings
from assistant.settings.catalogue import InForce, in_force, unknown


def config(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Print every setting in force, where it comes from and what it means; secrets are hidden.

    Exit codes: 0 all can be used, 2 one cannot; the message says which.
    """
    found = in_force(Settings.from_environment(), os.environ)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    else:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("setting", "value", "source", "meaning"):
            table.add_column(heading, overflow="fold")
        for each in found:
            table.add_row(each.name, _shown(each), each.source, each.meaning)
        console().print(table)
    for name, meant in unknown(os.environ).items():
        say(f"{name} is no setting." + (f" Is {meant} meant?" if meant else ""))


def _shown(each: InForce) -> str:
    if each.value is None or each.value == ():
        return "–"
    if isinstance(each.value, bool):
        return "1" if each.value else "0"
    return ", ".join(each.value) if isinstance(each.value, tuple) else str(each.value)
