"""Import Gradio without what it does for editors, which takes nearly half of the time.

As each component's class is made, Gradio reads its source, works out a type stub for it and compares that with the one
beside it. A server needs none, and its disk may be read only.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


def import_gradio() -> ModuleType:
    """Gradio, imported; where it works otherwise than known here, only slower. To be called before other threads run."""
    with _no_source_of_components():
        import gradio
    return gradio


@contextmanager
def _no_source_of_components() -> Iterator[None]:
    """Let components seem to be made without a file: Gradio then leaves their stubs alone."""
    getfile = inspect.getfile

    def told(thing: Any) -> str:
        if isinstance(thing, type) and type(thing).__name__ == "ComponentMeta":
            raise OSError("not looked for")
        return getfile(thing)

    inspect.getfile = told  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = getfile
