"""Several server processes on one machine: each serves a socket of its own, which this process holds open for it.

A process that ends is started anew. Told to (SIGHUP), each is replaced in turn: the new one is ready before the old one is told
to stop, and what comes meanwhile waits in the socket, so that no call is refused and no answer is lost. The two find each other
over a pair of sockets: the worker writes one byte when it serves, and stops when the other end is gone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)

Command = Callable[[int, int], Sequence[str]]
"""The command of a worker, from the file descriptors of its listening socket and of its end of the pair."""

_LONGEST_PAUSE = 30.0


@dataclass
class _Worker:
    process: asyncio.subprocess.Process
    pair: socket.socket


class Workers:
    """A worker for each socket of `listening`."""

    def __init__(
        self, command: Command, listening: Sequence[socket.socket], pause: float = 1.0, patience: float = 60.0
    ) -> None:
        """`pause` is how long a worker that ended by itself stays away, in seconds; each time in a row twice as long.

        `patience` is how long one that was told to stop may take; then it is killed.
        """
        self._command, self._listening, self._pause, self._patience = command, listening, pause, patience
        self._running: list[_Worker] = []
        self._stopping = asyncio.Event()
        self._rolling = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, on_ready: Callable[[], None]) -> int:
        """Serve until this process is told to stop; `on_ready` is called when all serve. Returns the exit code.

        That of the first worker, where it cannot start: it has said why.
        """
        return asyncio.run(self._run(on_ready))

    async def _run(self, on_ready: Callable[[], None]) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        loop.add_signal_handler(signal.SIGHUP, self._replace)
        # The first one builds what the others then find.
        for index in range(len(self._listening)):
            started = await self._start(index)
            if isinstance(started, int):
                asked = self._stopping.is_set()
                await self._stop()
                return 0 if asked else max(1, started)
            self._running.append(started)
        for index in range(len(self._listening)):
            self._later(self._keep(index))
        on_ready()
        await self._stopping.wait()
        await self._stop()
        return 0

    async def _start(self, index: int) -> _Worker | int:
        """Start a worker and wait until it serves; its exit code where it never does."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        handed = (self._listening[index].fileno(), theirs.fileno())
        with theirs:
            process = await asyncio.create_subprocess_exec(*self._command(*handed), pass_fds=handed)
        worker = _Worker(process, ours)
        told = asyncio.create_task(asyncio.get_running_loop().sock_recv(ours, 1))
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({told, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if told.done() and told.result():
            return worker
        told.cancel()
        return await self._end(worker)

    async def _keep(self, index: int) -> None:
        """Start the worker of a socket anew whenever it ends by itself."""
        pause = self._pause
        while not self._stopping.is_set():
            worker = self._running[index]
            started = asyncio.get_running_loop().time()
            code = await worker.process.wait()
            async with self._rolling:  # one that was replaced has ended as it should
                if self._stopping.is_set() or self._running[index] is not worker:
                    continue
            pause = self._pause if asyncio.get_running_loop().time() - started > 60 else min(pause * 2, _LONGEST_PAUSE)
            port = self._port(index)
            logger.warning("The worker on port %s ended with code %s; it is started anew in %.0f s", port, code, pause)
            worker.pair.close()
            while not self._stopping.is_set():
                await self._wait(pause)
                async with self._rolling:
                    again = await self._start(index)
                    if not isinstance(again, int):
                        self._running[index] = again
                        break
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _replace(self) -> None:
        if len(self._running) == len(self._listening):  # before that all are new anyway
            self._later(self._replace_all())

    async def _replace_all(self) -> None:
        """Replace each worker, one after the other; where the new one cannot start, the old ones stay."""
        for index in range(len(self._running)):
            async with self._rolling:
                if self._stopping.is_set():
                    return
                new = await self._start(index)
                if isinstance(new, int):
                    if self._stopping.is_set():
                        return
                    logger.error("A new worker cannot start on port %s; the one that runs stays", self._port(index))
                    return
                old, self._running[index] = self._running[index], new
                await self._end(old)
        logger.info("All workers were replaced")

    async def _end(self, worker: _Worker) -> int:
        """Tell a worker to stop, wait until it has, and return its exit code; one that hangs is killed."""
        if worker.process.returncode is None:
            worker.process.terminate()
        try:
            code = await asyncio.wait_for(worker.process.wait(), self._patience)
        except TimeoutError:
            logger.error("A worker did not stop within %.0f s and is killed", self._patience)
            worker.process.kill()
            code = await worker.process.wait()
        worker.pair.close()
        return code

    async def _stop(self) -> None:
        self._stopping.set()
        await asyncio.gather(*(self._end(worker) for worker in self._running))
        await asyncio.gather(*self._tasks)
        # One that became ready meanwhile.
        await asyncio.gather(*(self._end(worker) for worker in self._running))

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _port(self, index: int) -> int:
        return int(self._listening[index].getsockname()[1])


class Told:
    """The worker's end of the pair: tells that it serves, and stops this process when the other end is gone."""

    def __init__(self, descriptor: int) -> None:
        self._pair = socket.socket(fileno=descriptor)
        threading.Thread(target=self._watch, name="supervisor", daemon=True).start()

    def ready(self) -> None:
        """Tell that requests are answered."""
        self._pair.sendall(b".")

    def _watch(self) -> None:
        if not self._pair.recv(1):
            os.kill(os.getpid(), signal.SIGTERM)
