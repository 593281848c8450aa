"""Language models for an evaluation: any that the assistant takes, and scripted ones, which need no network.

`scripted:honest` and `scripted:liar` stand for a server on this machine that follows a script (`evals.scripts`); the
assistant calls it as it calls any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pydantic import SecretStr

from assistant.errors import EvaluationError
from assistant.settings import Settings
from evals.scripts import SCRIPTS

SCRIPTED = "scripted:"
_TIMEOUT = 60.0  # seconds; a scripted model is never late, only the machine may be
_PLENTY = 10**9


@contextmanager
def connected(settings: Settings) -> Iterator[Settings]:
    """The settings with which the model can be called; a scripted one is served as long as the block runs.

    Raises:
        EvaluationError: the model is no provider:name, or there is no such script.
    """
    model = settings.model
    if model is None or not model.startswith(SCRIPTED):
        if model is not None and ":" not in model:
            raise EvaluationError(f"--model {model}: give provider:name, or scripted:honest.", field="model")
        yield settings
        return
    script = SCRIPTS.get(model.removeprefix(SCRIPTED))
    if script is None:
        names = ", ".join(SCRIPTED + name for name in SCRIPTS)
        raise EvaluationError(f"--model {model}: there is no such script; there are {names}.", field="model")
    from evals.model_server import KEY, NAME, model_server, scripted

    with model_server(scripted(script)) as server:
        yield replace(
            settings,
            model=f"openai:{NAME}",
            model_url=server.url,
            model_key=SecretStr(KEY),
            model_timeout=_TIMEOUT,
            model_calls=_PLENTY,
            model_tokens=_PLENTY,
        )
