"""Serve the coverage assistant: `python app.py`, or `make run`. Settings are described in `assistant.settings`."""

from __future__ import annotations

import errno
import socket
import sys

EXIT_UNUSABLE = 2


def main() -> int:
    """Open the assistant, build the application, serve it until it is stopped. Returns the exit code.

    0 after a normal stop; 2 when a setting, the corpus or the address cannot be used, with one message on standard
    error that says what to do.
    """
    from assistant.errors import AssistantError
    from assistant.settings import Settings
    from assistant.web.logs import set_up_logging

    try:
        settings = Settings.from_environment()
        set_up_logging(settings.log)
        # Taken before the index is built, so that a port in use shows at once and not after a minute of work.
        listening = listen(settings.host, settings.port)
    except (AssistantError, OSError) as error:
        return stop(str(error))
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
        address = page_address(settings.host, listening.getsockname()[1])
        serve(app, listening, on_ready=lambda: say(f"Open {address}"))
    return 0


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
    sys.exit(main())
