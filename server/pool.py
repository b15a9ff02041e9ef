"""The query processes: those that wait for a request, and the places of those at work."""

import asyncio
import logging
from collections import deque
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from server.queueing import Places
from server.settings import Settings
from server.workers import Template, Worker, WorkerLost

log = logging.getLogger(__name__)
_TRIES: Final = 3  # of starting a process before the client is told


class Pool:
    """Processes that have opened the store and wait for a request, and the places of those at work."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._template = Template(folder, settings)
        self._idle: deque[Worker] = deque()
        self._wanted = settings.workers
        self._filling: asyncio.Task[None] | None = None
        self.short = Places(settings.workers, waiting=settings.queue, patience=settings.patience)
        self.long = Places(settings.long_queries, waiting=2 * settings.long_queries, patience=settings.patience)
        self.writing = Places(1, waiting=settings.queue, patience=settings.patience)  # one writer, which is never halted
        self.health = Places(1, waiting=settings.queue, patience=settings.patience)
        self.processes = 0

    async def take(self) -> Worker:
        """A process to ask."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                self.refill()
                return worker
            self.discard(worker)
        return await self._new()

    def put_back(self, worker: Worker) -> None:
        """Takes a process back that has answered; one of low priority is replaced."""
        if worker.alive and not worker.lowered and len(self._idle) <= self._wanted:
            self._idle.append(worker)
        else:
            self.discard(worker)

    def discard(self, worker: Worker) -> None:
        """Ends a process."""
        worker.kill()
        self.processes -= 1
        self.refill()

    def refill(self) -> None:
        """Has processes started in the background until as many wait as may be needed at once."""
        if self._lacking() and (self._filling is None or self._filling.done()):
            self._filling = asyncio.create_task(self._fill())

    def close(self) -> None:
        """Ends all processes."""
        if self._filling is not None:
            self._filling.cancel()
        self._template.close()

    def _lacking(self) -> bool:
        return len(self._idle) + self.short.taken <= self._wanted  # one more than can be needed at once

    async def _fill(self) -> None:
        while self._lacking():
            try:
                self._idle.append(await self._new())
            except StoreError:
                return

    async def _new(self) -> Worker:
        for left in reversed(range(_TRIES)):
            try:
                worker = await self._template.fork()
            except WorkerLost as error:
                if not left:
                    log.error("%s", error)
                    raise StoreError(str(error)) from error
            else:
                self.processes += 1
                return worker
        raise AssertionError("the last try returns or raises")
