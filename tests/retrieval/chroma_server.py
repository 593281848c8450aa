"""A real Chroma server on this machine, as `chroma run` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def chroma_server(path: Path, port: int = 0) -> Iterator[str]:
    """Run the server over `path` on a free port (or the one given) and give its address when it listens."""
    if port == 0:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(path), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    assert process.stdout is not None
    rest = None
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "listening on address" in line:
                break
        else:
            raise AssertionError("The Chroma server did not start:\n" + "".join(said))
        _wait_for(port)  # it says so a moment before it does
        rest = threading.Thread(target=process.stdout.read)  # a pipe that is full would stop the server
        rest.start()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        if rest is not None:
            rest.join()
        process.stdout.close()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("The Chroma server does not listen.")
