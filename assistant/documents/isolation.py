"""Read documents in a process of its own, bounded in time and memory: what breaks or never ends takes nothing with it.

parent → child   one line of JSON (name, size), then the bytes of the file
child → parent   one line of JSON: the reading, or the error
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Any, BinaryIO

from assistant.documents.model import Part, Reading
from assistant.documents.reading import read_document
from assistant.errors import DocumentDamagedError, DocumentError, DocumentTooLargeError

LONGEST = 120.0
"""Seconds that one document may take."""
MOST_MEMORY = 4 * 2**30
"""Bytes that the process may use, where the system can bound it."""


class IsolatedReader:
    """Reads documents as `read_document` does. A context manager; not to be shared by threads."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, data: bytes, name: str) -> Reading:
        """Understand a document; raises what `read_document` raises, and an error for one that takes too long."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._longest, stop)
        timer.start()
        line = b""
        try:
            process.stdin.write(json.dumps({"name": name, "size": len(data)}).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            pass  # it is gone, as the end of its output says, too
        except BaseException:
            self._end()  # interrupted: a reply that is under way must not be taken for the next one's
            raise
        finally:
            timer.cancel()
        if not line:
            self._end()
            if late.is_set():
                raise DocumentTooLargeError(
                    f"It was not read within {self._longest:.0f} seconds. Save it anew, or split it, and add that."
                )
            raise DocumentDamagedError(
                "Reading it used up the memory or ended abruptly. Save it anew, for example by printing it to PDF."
            )
        return _result(json.loads(line))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", __spec__.name if __spec__ else __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()


def _result(reply: Mapping[str, Any]) -> Reading:
    if "error" in reply:
        kinds: dict[str, type[DocumentError]] = {each.code: each for each in DocumentError.__subclasses__()}
        raise kinds.get(reply["error"], DocumentError)(reply["message"])
    data = dict(reply["reading"])
    data["parts"] = tuple(Part(**part) for part in data["parts"])
    data["set_aside"], data["unread"] = tuple(data["set_aside"]), tuple(data["unread"])
    return Reading(**data)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Read documents from `source` and write readings to `sink` until there are no more."""
    while line := source.readline():
        asked = json.loads(line)
        reply: dict[str, Any]
        try:
            reply = {"reading": asdict(read_document(source.read(asked["size"]), asked["name"]))}
        except DocumentError as error:
            reply = {"error": error.code, "message": error.message}
        except MemoryError:
            reply = {
                "error": DocumentTooLargeError.code,
                "message": "It needs more memory than is given to one document. Split it and add the pieces.",
            }
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            reply = {
                "error": DocumentDamagedError.code,
                "message": f"It could not be read ({what[:200]}). Save it anew; if that does not help, please report it.",
            }
        sink.write(json.dumps(reply).encode() + b"\n")
        sink.flush()


def _bound() -> None:
    """Leave interrupts to the parent, and take no more memory than one document may need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))


if __name__ == "__main__":
    _bound()
    serve(sys.stdin.buffer, sys.stdout.buffer)
