"""Serve the coverage assistant: `python app.py`, or `make run`. Settings are described in `assistant.settings`.

`python app.py --workers 2` serves with two processes, on the port and the one after it; see docs/operations.md.
"""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings

EXIT_UNUSABLE = 2


def main(arguments: Sequence[str] = ()) -> int:
    """Open the assistant, build the application, serve it until it is stopped. Returns the exit code.

    0 after a normal stop; 2 when a setting, the corpus or the address cannot be used, with one message on standard
    error that says what to do.
    """
    from assistant.errors import AssistantError
    from assistant.settings import Settings
    from assistant.web.logs import set_up_logging

    given = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment(
            {**os.environ, "ASSISTANT_WORKERS": given.workers} if given.workers else None
        )
        set_up_logging(settings.log)
        if given.listening is not None:
            return work(settings, given.listening, given.supervisor)
        if settings.workers > 1:
            return supervise(settings)
        # Taken before the index is built, so that a port in use shows at once and not after a minute of work.
        listening = listen(settings.host, settings.port)
    except (AssistantError, OSError) as error:
        return stop(str(error))
    address = page_address(settings.host, listening.getsockname()[1])
    return answer(settings, listening, lambda: say(f"Open {address}"))


def answer(settings: Settings, listening: socket.socket, on_ready: Callable[[], None]) -> int:
    """Build everything and answer on this socket until the process is told to stop. Returns the exit code."""
    from assistant.errors import AssistantError

    with listening:
        try:
            say("Loading the brochures …")
            # Imported late: these bring the libraries that take seconds, and a wrong setting should show at once.
            from assistant.service import Assistant

            assistant = Assistant.open(settings, progress=say)
            say("Preparing the page …")
            from assistant.web.quick_gradio import import_gradio

            import_gradio()
            from assistant.web.application import create_app
            from assistant.web.serving import serve

            app = create_app(assistant, settings)
        except AssistantError as error:
            return stop(error.message)
        serve(app, listening, on_ready, delay=settings.stop_delay)
    return 0


def supervise(settings: Settings) -> int:
    """Serve with several processes, each on a port of its own, one after the other. Returns the exit code.

    Raises:
        OSError: an address cannot be used.
    """
    if sys.platform == "win32":
        return stop("Several workers need Linux or macOS. Set ASSISTANT_WORKERS to 1.")
    if settings.port + settings.workers > 65536:
        return stop(
            f"There are no {settings.workers} ports from {settings.port} on. Set ASSISTANT_PORT to a lower one."
        )
    from assistant.web.stopping import STOP_SECONDS
    from assistant.web.workers import Workers

    def command(listening: int, supervisor: int) -> list[str]:
        numbers = ["--workers", str(settings.workers), "--listening", str(listening), "--supervisor", str(supervisor)]
        return [as_it_is_now(sys.executable), as_it_is_now(__file__), *numbers]

    sockets: list[socket.socket] = []
    try:
        for index in range(settings.workers):
            sockets.append(listen(settings.host, settings.port + index if settings.port else 0))
        addresses = [page_address(settings.host, each.getsockname()[1]) for each in sockets]
        patience = settings.stop_delay + STOP_SECONDS + 15
        return Workers(command, sockets, patience=patience).run(
            lambda: say(f"Ready: {len(sockets)} workers, {' '.join(addresses)}")
        )
    finally:
        for each in sockets:
            each.close()


def as_it_is_now(path: str) -> str:
    """Return where a file lies at this moment, in whatever release its folder is a link to.

    So workers that are replaced come from the new release, and those that still run read nothing of it.
    """
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def work(settings: Settings, descriptor: int, supervisor: int) -> int:
    """Serve as one of several, on a socket that was handed down. Returns the exit code."""
    from assistant.web.workers import Told

    told = Told(supervisor)
    return answer(settings, socket.socket(fileno=descriptor), told.ready)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Serve the coverage assistant.")
    parser.add_argument("--workers", help="processes that answer, each on a port of its own (ASSISTANT_WORKERS)")
    # Given by the process that looks after the workers.
    parser.add_argument("--listening", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--supervisor", type=int, help=argparse.SUPPRESS)
    return parser


def listen(host: str, port: int) -> socket.socket:
    """Reserve the address to serve on; port 0 takes any free one.

    Raises:
        OSError: the address cannot be used; the message says why and which variable chooses another.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise OSError(f"The address {host!r} is not known. Set ASSISTANT_HOST to one of this machine's.") from None
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two programs share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        # Without listening, another program could bind the same port meanwhile; early callers wait for the page.
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise OSError(_why_not(host, port, error)) from None
    return listening


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use. Choose another: ASSISTANT_PORT=7861 (0 takes any free one)."
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights that this account does not have. Set ASSISTANT_PORT to 1024 or more."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine does not have the address {host}. Set ASSISTANT_HOST to one that it has."
    return f"Cannot listen on {host} port {port}: {error.strerror or error}."


def page_address(host: str, port: int) -> str:
    """Return the address to open in a browser; a host that means every network is reached as this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def say(line: str) -> None:
    """Print one line of progress at once."""
    print(line, flush=True)


def stop(message: str) -> int:
    """Say why nothing is served and return the exit code for it."""
    print(message, file=sys.stderr, flush=True)
    return EXIT_UNUSABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
