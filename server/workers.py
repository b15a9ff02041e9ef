"""Processes that answer visitors' queries and can be killed: nothing else stops a runaway query for certain.

A question goes to a free process over a pipe, an answer or an error comes back. At the deadline the
process is killed and replaced. Each process opens its own read-only snapshot of the store, anew when the
store has changed, can open no socket, is limited in memory, and kills itself shortly after the deadline
should its parent be gone.
"""

import logging
import multiprocessing
import queue
import resource
import signal
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from kg.errors import DemarcheError, QueryError, StoreError
from kg.store import OxigraphStore
from server.isolation import forbid_sockets

log = logging.getLogger(__name__)
_GRACE: Final = 2.0  # seconds after the deadline until an orphaned process ends itself
_MEMORY: Final = Path("/proc/self/statm")  # man 5 proc: the first number is the address space in pages
_SPAWN: Final = multiprocessing.get_context("spawn")  # forks of a threaded server can deadlock


class QueryTimeout(QueryError):
    """The query ran into its deadline and was stopped."""


class QueryExhausted(QueryError):
    """The query needed more memory than it may take."""


class ServerBusy(DemarcheError):
    """All query processes are at work."""


class NoSuchForm(DemarcheError):
    """The client takes no form that this kind of answer has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query, the graphs it may see, and the media type to answer in for either kind of answer."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows_as: str | None
    triples_as: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: its media type and content."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one query may take."""

    deadline: float  # seconds
    memory: int  # bytes of address space beyond what the process starts with
    answer: int  # bytes


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass(slots=True)
class WorkerPool:
    """A fixed number of query processes over one store, each started when a query first needs it."""

    folder: Path
    size: int
    patience: float  # seconds to wait for a free process
    limits: Limits
    _idle: "queue.Queue[_Worker]" = field(default_factory=queue.Queue)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _started: int = 0

    def ask(self, question: Question) -> Reply:
        """The answer. ``QueryError`` and its kinds for the query's faults, ``ServerBusy`` when all are at work."""
        worker = self._take()
        try:
            worker.pipe.send(question)
            if not worker.pipe.poll(self.limits.deadline):
                raise QueryTimeout(f"the query was stopped after {self.limits.deadline:g} seconds")
            reply = worker.pipe.recv()
        except (EOFError, OSError) as error:
            self._replace(worker)
            raise QueryExhausted("the query needed more memory than it may take and was stopped") from error
        except BaseException:
            self._replace(worker)
            raise
        self._idle.put(worker)
        if isinstance(reply, Reply):
            return reply
        assert isinstance(reply, DemarcheError)
        raise reply

    def start(self) -> None:
        """Starts all processes now, so that the first query does not wait for one."""
        with self._lock:
            for _ in range(self.size - self._started):
                self._idle.put(self._start())
            self._started = self.size

    def close(self) -> None:
        """Ends the processes that are idle."""
        while not self._idle.empty():
            self._idle.get_nowait().stop()

    def _take(self) -> _Worker:
        with self._lock:
            if self._idle.empty() and self._started < self.size:
                self._started += 1
                return self._start()
        try:
            return self._idle.get(timeout=self.patience)
        except queue.Empty:
            raise ServerBusy("all query processes are at work; try again in a few seconds") from None

    def _start(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, self.folder, self.limits), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _replace(self, worker: _Worker) -> None:
        worker.stop()
        self._idle.put(self._start())


def _work(pipe: Connection, folder: Path, limits: Limits) -> None:
    """The life of a query process: answers until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    if not forbid_sockets():
        log.warning("the kernel offers no way to keep queries from the network; only SERVICE and LOAD by name are refused")
    _limit_memory(limits.memory)
    store: OxigraphStore | None = None
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, limits.deadline + _GRACE)
        try:
            store = _newest(store, folder)
            pipe.send(_answer(store, question, limits.answer))
        except DemarcheError as error:
            pipe.send(error)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _newest(store: OxigraphStore | None, folder: Path) -> OxigraphStore:
    """The newest snapshot; while that cannot be opened, the one before."""
    if store is not None and not store.stale():
        return store
    try:
        return OxigraphStore.open(folder, writable=False)
    except StoreError:
        if store is None:
            raise
        return store


def _answer(store: OxigraphStore, question: Question, limit: int) -> Reply:
    """The reply to a question; what goes wrong while rows are made comes out here too."""
    try:
        answer = store.query(
            question.text, default_graphs=question.default_graphs, named_graphs=question.named_graphs
        )
        kind = question.triples_as if answer.kind == "triples" else question.rows_as
        if kind is None:
            raise NoSuchForm(answer.kind)
        return Reply(media_type=kind, content=answer.serialise(kind, limit=limit))
    except MemoryError:
        raise QueryExhausted("the query needed more memory than it may take") from None
    except PermissionError:
        raise QueryError("the query reaches outside the store, which is switched off") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query could not be run: {error}") from None


def _limit_memory(extra: int) -> None:
    """Sets the limit of the address space; where the system does not tell its size, there is none."""
    try:
        now = int(_MEMORY.read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + extra, now + extra))
