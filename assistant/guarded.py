"""What every command shares: how it speaks to the person at the terminal, and how an error ends it.

Exit codes: 2 input, set-up or corpus that cannot be used, 70 a defect of the assistant, 141 nobody reads on.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from rich.console import Console

EXIT_BAD_INPUT = 2
EXIT_DEFECT = 70
EXIT_BROKEN_PIPE = 141


def console(*, stderr: bool = False) -> Console:
    """A console for people that takes nothing in a text for markup."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def say(message: str) -> None:
    """Print a line for the person at the terminal; never into the results."""
    from assistant.terminal import printable

    console(stderr=True).print(printable(message), soft_wrap=True)


def defect(error: Exception) -> str:
    """Word an exception that nobody foresaw, with the place in this package that it came from."""
    package = Path(__file__).parent
    places = [
        f" at {Path(frame.filename).relative_to(package)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(package)
    ]
    what = f"{type(error).__name__}{places[-1] if places else ''}: {error}"
    return f"This is a defect of the assistant; please report it with your question. {what}"


@contextmanager
def guarded() -> Iterator[None]:
    """Turn errors into a message and an exit code; a reader that closes the pipe early is none."""
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.Abort):
        raise
    except AssistantError as error:
        say(error.message)
        raise typer.Exit(EXIT_BAD_INPUT) from None
    except BrokenPipeError:
        with suppress(OSError):  # else Python complains when it flushes at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_BROKEN_PIPE) from None
    except Exception as error:
        say(defect(error))
        raise typer.Exit(EXIT_DEFECT) from None
