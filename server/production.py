"""Serving with uvicorn, a production server; what it leaves open is closed here: slow and endless requests."""

import asyncio
import json
import logging
import math
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import DemarcheError
from server.application import create_app
from server.front import Front
from server.security import STANDING
from server.settings import Settings

_HEAD_WITHIN: Final = 15.0  # seconds for the head of a request
_BODY_RATE: Final = 20_000  # bytes a second below which a body is too slow
_KEEP_ALIVE: Final = 15  # seconds between two requests on a connection
_LONGEST_HEAD: Final = 512_000  # bytes: a query of 100,000 bytes may be three times as long in a URL
_BACKLOG: Final = 1024  # connections that wait to be accepted


class PortError(DemarcheError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, on a free port for port 0; ``PortError`` when the port is taken or not allowed."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        raise PortError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}; choose another with --host or --port"
        ) from error
    return bound


def serve(folder: Path, settings: Settings, bound: socket.socket, *, ready: Callable[[], None] = lambda: None) -> None:
    """Serves a store until SIGINT or SIGTERM; ``StoreError`` when it cannot be read."""
    front = Front(create_app(folder, settings), folder, settings)
    config = Config(
        front, http=_Connection, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False, proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE, timeout_graceful_shutdown=math.ceil(settings.grace), backlog=_BACKLOG,
    )  # fmt: skip
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # the front tells what went wrong
    with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(Server(config), front, bound, ready))


async def _serve(server: Server, front: Front, bound: socket.socket, ready: Callable[[], None]) -> None:
    try:
        await front.start()
        ready()
        await server.serve(sockets=[bound])  # a signal that ends it is raised again when all is done
    finally:
        front.close()


class _Connection(HttpToolsProtocol):
    """A connection that tells when the client has gone, and is closed when a request does not come to its end in time."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._tell: Callable[[], object] | None = None
        self.lost = False

    def on_lost(self, tell: Callable[[], object] | None) -> None:
        """Has a function called when the client hangs up."""
        self._tell = tell
        if self.lost and tell is not None:
            tell()

    def abort(self) -> None:
        """Breaks the connection off, so that no client takes what it has for all."""
        self.transport.abort()

    @property
    def number(self) -> int:
        """How many connections there are."""
        return len(self.connections)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is told as other errors are, to scripts of pages too."""
        content = json.dumps({"error": "expected a request by HTTP/1.1", "status": 400}).encode()
        head = ("HTTP/1.1 400 Bad Request", "Content-Type: application/json", f"Content-Length: {len(content)}", "Cache-Control: no-store", "Connection: close")
        self.transport.write("\r\n".join((*head, *(f"{name}: {value}" for name, value in STANDING), "", "")).encode("latin-1") + content)
        self.transport.close()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._within(_HEAD_WITHIN)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self._done()
        super().connection_lost(exc)
        if self._tell is not None:
            self._tell()

    def data_received(self, data: bytes) -> None:
        if self._head_bytes >= 0:
            self._head_bytes += len(data)
            if self._head_bytes > _LONGEST_HEAD + 65_536:
                self.transport.abort()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"]["connection"] = self
        self._head_bytes = 0
        self._within(_HEAD_WITHIN)

    def on_headers_complete(self) -> None:
        self._head_bytes = -1
        length = next((value for name, value in self.headers if name == b"content-length"), b"0")
        self._within(_HEAD_WITHIN + (int(length) / _BODY_RATE if length.isdigit() else 0))
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._done()
        super().on_message_complete()

    def _within(self, seconds: float) -> None:
        self._done()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _done(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
