"""The life of a query process: requests in over a socket, answers of the application out (WSGI, PEP 3333).

The process can open no socket, is limited in memory, and ends itself shortly after the deadline should the
server not have killed it by then.
"""

import ctypes
import io
import logging
import resource
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from flask import Flask

from server.isolation import forbid_sockets
from server.messages import (
    BROKEN,
    DATA,
    END,
    HEAD,
    PREFIX,
    READY,
    SETTLE,
    WHOLE,
    Message,
    decode,
    encode,
    sizes,
)
from server.settings import Settings

log = logging.getLogger(__name__)
_LATE: Final = 0.25  # seconds after the deadline until a process ends itself
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG, man 2 prctl
_OOM_SCORE: Final = Path("/proc/self/oom_score_adj")  # man 5 proc: from -1000 to 1000, the highest goes first
_MEMORY: Final = Path("/proc/self/statm")  # man 5 proc: the first number is the address space in pages
_FAILED: Final = (500, [("Content-Type", "text/plain; charset=utf-8")], b"something went wrong here; the log has the details\n")


def work(channel: socket.socket, app: Flask, settings: Settings) -> None:
    """Answers until the channel closes."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if not settings.services and not forbid_sockets():
        log.warning("the kernel offers no way to keep queries from the network; only SERVICE and LOAD by name are refused")
    _go_first()
    app.extensions["demarche-source"].warm()
    _limit_memory(settings.max_memory_bytes)
    channel.sendall(encode(READY, None))
    while (message := _received(channel)) is not None:
        if message.kind == SETTLE:
            app.extensions["demarche-source"].warm()
            channel.sendall(encode(READY, None))
            continue
        signal.setitimer(signal.ITIMER_REAL, settings.deadline + _LATE)
        _Exchange(channel, message).run(app)
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Exchange:
    """One request and its answer."""

    def __init__(self, channel: socket.socket, message: Message) -> None:
        self._channel, self._message = channel, message
        self._started: tuple[int, list[tuple[str, str]]] | None = None
        self._begun = False
        self._notes: dict[str, Any] = {}

    def run(self, app: Flask) -> None:
        """Has the application answer, and sends what it says."""
        begun = time.process_time()
        environ = environ_of(self._message.head, self._message.content, self._notes)
        try:
            parts = app.wsgi_app(environ, self._start_response)
            content = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        except Exception as error:
            self._fail(error, begun)
            return
        self._notes["cpu"] = time.process_time() - begun
        assert self._started is not None
        if self._begun:
            self._channel.sendall(encode(END, self._notes, content))
        else:
            self._channel.sendall(encode(WHOLE, [*self._started, self._notes], content))

    def _fail(self, error: Exception, begun: float) -> None:
        self._notes |= {"cpu": time.process_time() - begun, "outcome": "broken", "error": str(error)}
        if self._begun:
            self._channel.sendall(encode(BROKEN, self._notes))
        else:
            log.error("unforeseen", exc_info=error)
            status, headers, content = _FAILED
            self._channel.sendall(encode(WHOLE, [status, headers, self._notes], content))

    def _start_response(self, status: str, headers: list[tuple[str, str]], failed: object = None) -> Any:
        self._started = int(status.split()[0]), headers
        return self._write

    def _write(self, data: bytes) -> None:
        if self._begun:
            self._channel.sendall(encode(DATA, None, data))
        else:
            self._begun = True
            self._channel.sendall(encode(HEAD, self._started, data))


def environ_of(request: dict[str, Any], content: bytes, notes: dict[str, Any]) -> dict[str, Any]:
    """The WSGI environment of a request as the front tells it; the application leaves its ``notes`` for the log."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request["method"], "SCRIPT_NAME": "", "QUERY_STRING": request["query"],
        "PATH_INFO": unquote_to_bytes(request["path"]).decode("latin-1"), "RAW_URI": request["path"],
        "REQUEST_URI": request["path"], "SERVER_NAME": request["host"], "SERVER_PORT": str(request["port"]),
        "SERVER_PROTOCOL": f"HTTP/{request['version']}", "REMOTE_ADDR": request["client"],
        "CONTENT_LENGTH": str(len(content)), "wsgi.version": (1, 0), "wsgi.url_scheme": request["scheme"],
        "wsgi.input": io.BytesIO(content), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
        "wsgi.multiprocess": True, "wsgi.run_once": False, "demarche.notes": notes,
    }  # fmt: skip
    for name, value in request["headers"]:
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            key = f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def _received(channel: socket.socket) -> Message | None:
    """The next message, or None when the server has gone."""
    data = _exactly(channel, PREFIX.size)
    if data is None:
        return None
    rest = _exactly(channel, sum(sizes(data)))
    return None if rest is None else decode(data + rest)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        try:
            part = channel.recv(min(length - len(parts), 1 << 20))
        except OSError:
            return None
        if not part:
            return None
        parts += part
    return bytes(parts)


def _go_first() -> None:
    """Has the kernel, where memory runs out, end this process rather than the server."""
    with suppress(OSError):
        _OOM_SCORE.write_text("500\n", "ascii")


def _limit_memory(extra: int) -> None:
    """Sets the limit of the address space; where the system does not tell its size, there is none."""
    try:
        now = int(_MEMORY.read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + extra, now + extra))
