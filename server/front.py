"""The server's front, an ASGI application: it takes requests in, has a query process answer each, and relays the answer.

It runs no query and renders no page itself. A request waits for its turn, is answered by one process at a time, and
its process is killed at the deadline or when the client has hung up. A query that takes longer than a moment moves
to places of its own, at a low priority, so that short ones never wait for long ones; where those places are
taken it is halted until one is free.
"""

import asyncio
import logging
import signal
import time
from pathlib import Path
from typing import Any, Final

from flask import Flask
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, RequestEntityTooLarge

from kg.errors import DemarcheError
from kg.locking import generation_of
from server.aftermath import Fate, fate_of
from server.answering import query_hash, told
from server.authority import bears_token
from server.forwarding import HOST, sender_of
from server.gateway import environ_of
from server.messages import BROKEN, DATA, HEAD, REQUEST, WHOLE, Message, encode
from server.observing import METRICS_TYPE, Observer, query_in
from server.pool import Pool
from server.protocol import longest_body
from server.queueing import Budgets, Places
from server.refusals import (
    ComeBackLater,
    ProcessKilled,
    QueryExhausted,
    QueryTimeout,
    ServerBusy,
    TooManyConnections,
)
from server.security import STANDING
from server.settings import Settings
from server.workers import Worker, WorkerLost

log = logging.getLogger(__name__)
_MOMENT: Final = 0.1  # seconds after which a query counts as one that takes long
_HEALTH: Final = "/healthz"
_METRICS: Final = "/metrics"
_READING: Final = ("GET", "HEAD")
_GRAPHS: Final = "/rdf-graph-store"
_WRITING: Final = ("/update", _GRAPHS)


class HungUp(Exception):
    """The client has gone."""


class Broken(Exception):
    """The answer failed after its beginning has left: the connection must not look as if it had ended well."""


class Front:
    """Serves a store's folder."""

    def __init__(self, app: Flask, folder: Path, settings: Settings) -> None:
        self._app, self._folder, self._settings = app, folder, settings
        self._pool = Pool(folder, settings)
        self.trusted = settings.trusted_proxies
        self._budgets = Budgets(seconds=settings.client_seconds, requests=settings.client_requests, clock=time.monotonic)
        self._observer = Observer(which=settings.log, slow=settings.slow_query)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI."""
        if scope["type"] == "http":
            await Request(self, scope, receive, send).serve()

    async def start(self) -> None:
        """Returns when the first process can answer; ``StoreError`` where none can."""
        self._pool.put_back(await self._pool.take())

    def close(self) -> None:
        """Ends all processes."""
        self._pool.close()


class Request:
    """One request on its way."""

    def __init__(self, front: Front, scope: Any, receive: Any, send: Any) -> None:
        self._front, self._scope, self._receive, self._send = front, scope, receive, send
        self._pool, self._settings = front._pool, front._settings
        headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in scope["headers"]]
        self._sender = sender_of(scope["client"][0], scope["scheme"], headers, front.trusted)
        self._client, self._headers = self._sender.client, self._sender.headers
        named = dict(self._headers)
        self._type = named.get("content-type", "")
        self._query = scope["query_string"].decode("latin-1")
        self._body = b""
        self._arrived = time.perf_counter()
        self._until = asyncio.get_running_loop().time() + self._settings.deadline
        self._generation = 0  # of the store, when a process was asked
        self._begun = False  # whether the beginning of an answer has left
        self._told: dict[str, Any] = {
            "client": self._client, "method": scope["method"], "path": scope["path"], "status": 499, "outcome": "hung up",
        }  # fmt: skip
        self._place: Places | None = None

    async def serve(self) -> None:
        """Answers, counts and logs."""
        if self._scope["path"] == _METRICS:
            await self._metrics()
            return
        watched = self._scope["path"] == _HEALTH
        try:
            self._admit(watched)
            await self._read()
            if watched:
                await self._answered(self._pool.health)
            else:
                await self._within_budget()
        except HungUp:
            return
        except asyncio.CancelledError:  # the time that was left when the server was told to stop is over
            self._told["outcome"] = "stopped"
            await self._refuse(ServerBusy("the server is stopping; try again in a few seconds"))
        except Exception as error:
            await self._refuse(error)
        finally:
            if not watched:
                self._observe()

    async def _within_budget(self) -> None:
        self._front._budgets.begin(self._client)
        try:
            await self._answered(self._pool.writing if self._writes() else self._pool.short)
        finally:
            self._front._budgets.end(self._client, self._told.pop("cpu", 0.0))

    def _admit(self, watched: bool) -> None:
        """400 for a request that names no host, or none that can be one (RFC 9112, 3.2); ``ServerBusy`` where there are too many connections."""
        hosts = [value for name, value in self._headers if name == "host"]
        if len(hosts) > 1 or (not hosts and self._scope["http_version"] != "1.0") or not all(map(HOST.fullmatch, hosts)):
            raise BadRequest(f"Host: expected one name or address, found {', '.join(hosts)[:80] or 'none'}")
        if not watched and self._scope["state"]["connection"].number > self._settings.connections:
            raise TooManyConnections("too many connections; try again in a few seconds")

    def _writes(self) -> bool:
        """Whether this is a change of the store that its client may make."""
        named = self._scope["method"] not in ("GET", "HEAD", "OPTIONS") and self._scope["path"].startswith(_WRITING)
        return named and bears_token(self._settings, dict(self._headers).get("authorization", ""))

    async def _read(self) -> None:
        limit = longest_body(self._settings, dict(self._headers).get("authorization", ""))
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise HungUp
            self._body += message["body"]
            if len(self._body) > limit:
                raise RequestEntityTooLarge(f"expected a body of at most {limit:,} bytes")
            if not message["more_body"]:
                return

    async def _answered(self, places: Places) -> None:
        """Has a process answer when it is this client's turn."""
        serving = asyncio.current_task()
        assert serving is not None
        self._scope["state"]["connection"].on_lost(serving.cancel)
        try:
            await places.enter(self._client)
            self._place = places
            while not await self._by_a_process():
                pass  # it had been killed while it waited: another one is asked
        except asyncio.CancelledError:
            if not self._scope["state"]["connection"].lost:
                raise  # the server stops
            serving.uncancel()
            raise HungUp from None
        finally:
            self._scope["state"]["connection"].on_lost(None)
            if self._place is not None:
                self._place.leave()

    async def _by_a_process(self) -> bool:
        """Whether it answered: False when a reading one was killed at once, which another one may be asked."""
        worker = await self._pool.take()
        asked = time.perf_counter()
        try:
            await self._timed(worker)
        except ProcessKilled:
            self._killed(worker)
            if self._place is self._pool.short and time.perf_counter() - asked < _MOMENT / 2:
                return False
            raise
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError) and not self._scope["state"]["connection"].lost:
                self._told["outcome"] = "stopped"
            self._killed(worker)
            raise
        self._pool.put_back(worker)
        return True

    def _killed(self, worker: Worker) -> None:
        self._told.setdefault("cpu", time.perf_counter() - self._arrived)
        self._front._observer.killed(self._told["outcome"])
        self._pool.discard(worker)

    async def _timed(self, worker: Worker) -> None:
        """The exchange with a process, within the deadline, which counts from the request's arrival."""
        loop = asyncio.get_running_loop()
        moving: list[asyncio.Task[None]] = []
        serving = asyncio.current_task()
        mover = loop.call_later(_MOMENT, lambda: moving.append(loop.create_task(self._move(worker, serving))))
        if self._place is self._pool.writing:
            mover.cancel()
        try:
            async with asyncio.timeout_at(self._until):
                await self._relayed(worker)
        except TimeoutError:
            self._told["outcome"] = "timeout"
            await self._told_end(worker, QueryTimeout, f"the {self._asked} was stopped after {self._settings.deadline:g} seconds")
        except WorkerLost:
            killed = await worker.end() == signal.SIGKILL
            self._told["outcome"] = "lost" if killed else "memory"
            words = "process that answered was killed" if killed else f"{self._asked} needed more memory than it may take and was stopped"
            await self._told_end(worker, ProcessKilled if killed else QueryExhausted, f"the {words}")
        except asyncio.CancelledError:
            refused = next((t.exception() for t in moving if t.done() and not t.cancelled()), None)
            if refused is None or serving is None:
                raise
            serving.uncancel()
            if self._begun:
                raise Broken from None
            raise refused from None
        finally:
            mover.cancel()
            for task in moving:
                task.cancel()

    @property
    def _asked(self) -> str:
        return "update" if self._place is self._pool.writing else "query"

    async def _told_end(self, worker: Worker, kind: type[DemarcheError], words: str) -> None:
        """Raises what tells the client of the end of its process; where an update was carried out all the same, says so instead."""
        if self._begun:
            raise Broken from None
        if self._place is not self._pool.writing:
            raise kind(words) from None
        self._told.setdefault("cpu", time.perf_counter() - self._arrived)
        fate = await fate_of(worker, self._pool, self._front._folder, self._generation)
        if fate is not Fate.DONE or self._names_what_it_makes():
            raise kind(f"{words}; {fate.value}") from None
        self._told["outcome"] = "ok"
        await self._begin(Message(WHOLE, [204, STANDING], b""))
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    def _names_what_it_makes(self) -> bool:
        """Whether the answer would name the graph that was made (``Location``)."""
        return bool(self._scope["method"] == "POST" and self._scope["path"].rstrip("/") == _GRAPHS and not self._query)

    async def _move(self, worker: Worker, serving: Any) -> None:
        """Moves a query that takes long to the places for such, and halts it while there is none."""
        if self._place is not self._pool.short:
            return
        worker.lower()
        worker.suspend()
        self._place = None
        self._pool.short.leave()
        self._pool.refill()
        try:
            await self._pool.long.enter(self._client)
        except ComeBackLater:
            serving.cancel()
            raise
        self._place = self._pool.long
        worker.resume()

    async def _relayed(self, worker: Worker) -> None:
        """Asks, and sends on what comes until the answer is complete."""
        self._generation = generation_of(self._front._folder)
        worker.send(encode(REQUEST, self._as_message(), self._body))
        message = await worker.message()
        while message.kind in (HEAD, DATA):
            if message.kind == HEAD:
                await self._begin(message)
            await self._send({"type": "http.response.body", "body": message.content, "more_body": True})
            message = await worker.message()
        if message.kind == BROKEN:
            self._told |= {**message.head, "outcome": "broken"}
            raise Broken
        if message.kind == WHOLE:
            await self._begin(message)
        self._told |= {"outcome": _outcome(self._told["status"]), **(message.head[2] if message.kind == WHOLE else message.head)}
        await self._send({"type": "http.response.body", "body": message.content, "more_body": False})

    async def _begin(self, message: Message) -> None:
        status, headers = message.head[:2]
        self._told["status"], self._begun = status, True
        encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await self._send({"type": "http.response.start", "status": status, "headers": encoded})

    def _as_message(self) -> dict[str, Any]:
        scope = self._scope
        return {
            "method": scope["method"], "path": scope["raw_path"].decode("latin-1"), "query": self._query,
            "host": scope["server"][0], "port": scope["server"][1], "client": self._client, "scheme": self._sender.scheme,
            "version": scope["http_version"], "headers": self._headers,
        }  # fmt: skip

    # --- what the front says itself -----------------------------------------------------------------

    async def _refuse(self, error: Exception) -> None:
        """An error as the application would tell it; after the beginning of an answer, a broken connection."""
        if not isinstance(error, (Broken, DemarcheError, HTTPException)):
            log.error("unforeseen", exc_info=error)
        query = query_in(self._query, self._type, self._body)
        if query is not None:
            self._told |= {"hash": query_hash(query), "query": query}
        if self._begun:
            self._scope["state"]["connection"].abort()
            return
        status, headers, content = _told_by(self._front._app, error, self._as_message())
        if self._told["outcome"] == "hung up":
            self._told["outcome"] = _outcome(status)
        await self._begin(Message(WHOLE, [status, [*headers, *self._closing(error)]], b""))
        await self._send({"type": "http.response.body", "body": content, "more_body": False})

    def _closing(self, error: Exception) -> list[tuple[str, str]]:
        """Of a request that has not been read to its end the connection cannot be used again."""
        return [("Connection", "close")] if isinstance(error, (HTTPException, TooManyConnections)) else []

    async def _metrics(self) -> None:
        if self._scope["method"] not in _READING:
            await self._refuse(MethodNotAllowed(_READING))
            return
        pool = self._pool
        content = self._front._observer.exposition(
            answering=pool.short.taken, waiting=pool.short.waiting, long_queries=pool.long.taken,
            long_queries_waiting=pool.long.waiting, processes=pool.processes, snapshot=generation_of(self._front._folder),
        )  # fmt: skip
        await self._begin(Message(WHOLE, [200, [("Content-Type", METRICS_TYPE), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")]], b""))
        await self._send({"type": "http.response.body", "body": content, "more_body": False})

    def _observe(self) -> None:
        self._front._observer.request(self._told, seconds=time.perf_counter() - self._arrived)


def _outcome(status: int) -> str:
    """A word for the end of a request."""
    if status in (429, 503):
        return "turned away"
    if status in (504, 507):
        return {504: "timeout", 507: "limit"}[status]
    return "ok" if status < 400 else "faulty" if status < 500 else "error"


def _told_by(app: Flask, error: Exception, request: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """The application's words for an error: as JSON or as a page, with its headers."""
    with app.request_context(environ_of(request, b"", {})):
        response = told(app, error)
        return response.status_code, response.headers.to_wsgi_list(), response.get_data()
