"""Processes that answer requests and can be killed: nothing else stops a runaway query for certain.

They are forked from a template (``server/template.py``), run the application (``server/gateway.py``) and exchange
messages with the server over a socket each.
"""

import asyncio
import logging
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Final, cast

from kg.errors import DemarcheError
from server.messages import PREFIX, READY, Message, decode, sizes
from server.settings import Settings

log = logging.getLogger(__name__)
_LOW: Final = 19  # niceness of a query that takes long: it gets what the others leave
_START_WITHIN: Final = 60.0  # seconds, for the template and for a process


class WorkerLost(DemarcheError):
    """The process ended before its answer: out of memory, or killed from outside."""


class Worker(asyncio.Protocol):
    """One query process, as the server sees it."""

    def __init__(self) -> None:
        self.process = 0
        self.lowered = False
        self._handle = -1
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._messages: deque[Message] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._lost = False

    # asyncio calls these

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The channel stands."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Cuts what comes in into messages; pauses while nobody takes them."""
        self._buffer += data
        while len(self._buffer) >= PREFIX.size:
            length = PREFIX.size + sum(sizes(self._buffer))
            if len(self._buffer) < length:
                break
            self._messages.append(decode(self._buffer[:length]))
            del self._buffer[:length]
        if self._messages:
            if len(self._messages) > 1 and self._transport is not None:
                self._transport.pause_reading()
            self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """The process has ended or closed its end."""
        self._lost = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # the server calls these

    @property
    def alive(self) -> bool:
        """Whether it can be asked: also one that has just ended is told apart."""
        return not self._lost and self._handle >= 0 and not select.select([self._handle], [], [], 0)[0]

    def known_as(self, process: int, handle: int) -> None:
        """Its number, and a file descriptor that stands for it (man 2 pidfd_open)."""
        self.process, self._handle = process, handle

    def send(self, message: bytes) -> None:
        """Asks."""
        assert self._transport is not None
        self._transport.write(message)

    async def message(self) -> Message:
        """What it says next; ``WorkerLost`` when it says no more."""
        while not self._messages:
            if self._lost:
                raise WorkerLost("the query process has ended")
            if self._transport is not None:
                self._transport.resume_reading()
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        return self._messages.popleft()

    def lower(self) -> None:
        """Gives way to other processes, for good: raising the priority again needs a right that servers lack."""
        self.lowered = True
        try:
            os.setpriority(os.PRIO_PROCESS, self.process, _LOW)
        except OSError:
            log.debug("process %s has gone", self.process)

    def suspend(self) -> None:
        """Halts it."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets it go on."""
        self._signal(signal.SIGCONT)

    async def end(self) -> int:
        """Ends it and returns when what it held is free: the number of the signal that ended it, 0 where that is not known."""
        self._signal(signal.SIGKILL)
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        if self._handle >= 0:
            loop.add_reader(self._handle, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(self._handle)
        return _signal_of(self.process)

    def kill(self) -> None:
        """Ends it, whatever it does."""
        self._signal(signal.SIGKILL)
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        if self._transport is not None:
            self._transport.abort()
        self._lost = True
        self._wake()

    def _signal(self, which: signal.Signals) -> None:
        if self._handle >= 0:
            try:
                signal.pidfd_send_signal(self._handle, which)
            except OSError:
                log.debug("process %s has gone", self.process)


def _signal_of(process: int) -> int:
    """The signal that ended a process, as long as its parent has not taken note of its end (man 5 proc, exit_code)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return int(fields[-1]) & 0x7F if fields[0] == "Z" else 0
    except (OSError, ValueError, IndexError):
        return 0


class Template:
    """The process that the others are forked from; started anew should it end."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._told = pickle.dumps((folder, settings))
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._turn = asyncio.Lock()

    async def fork(self) -> Worker:
        """A new process that has opened the store; ``WorkerLost`` where it could not."""
        ours, theirs = socket.socketpair()
        try:
            async with asyncio.timeout(_START_WITHIN):
                async with self._turn:
                    process, handle = await self._forked(theirs)
                theirs.close()
                _, worker = await asyncio.get_running_loop().create_unix_connection(Worker, sock=ours)
                worker.known_as(process, handle)
                first = await worker.message()
        except (OSError, TimeoutError, WorkerLost) as error:
            raise WorkerLost(f"no query process could be started: {error}") from error
        finally:
            theirs.close()
        assert first.kind == READY
        return worker

    def close(self) -> None:
        """Ends the template, and with it all processes."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def _forked(self, theirs: socket.socket) -> tuple[int, int]:
        control = await self._started()
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        try:
            socket.send_fds(control, [b"f"], [theirs.fileno()])
            loop.add_reader(control, readable.set)
            try:
                await readable.wait()
            finally:
                loop.remove_reader(control)
            data, files, _, _ = socket.recv_fds(control, 8, 1)
        except OSError:
            data, files = b"", []
        if not files:
            self.close()  # it has ended: the next one starts a new one
            raise WorkerLost("the template process has ended")
        return int.from_bytes(data), files[0]

    async def _started(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "server.template", str(theirs.fileno())],
                env={**os.environ, "MALLOC_ARENA_MAX": "2", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
            )  # fmt: skip
            theirs.close()
            ours.sendall(len(self._told).to_bytes(8) + self._told)
            ours.setblocking(False)
            self._control = ours
        return self._control
