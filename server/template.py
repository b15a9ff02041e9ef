"""The process that query processes are forked from: it has everything loaded and has opened nothing.

Forking takes a few milliseconds where starting Python takes some hundred, so that a process that was killed is
soon replaced. It runs one thread and opens no store, which is what makes forking safe.
Run by ``server/workers.py`` as ``python -m server.template FD``; ends when its end of the socket FD closes.
"""

import gc
import os
import pickle
import select
import signal
import socket
import sys
import time
from typing import Final

from server.application import create_app
from server.gateway import work
from server.observing import log_as_json
from server.reconciliation import warm

_REAP_EVERY: Final = 1.0  # seconds
_REAP_AFTER: Final = 2.0  # seconds from the end of a process


def main() -> None:
    """Forks a process for each socket that comes in, and sends a handle on it back."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the server ends it by closing the socket
    log_as_json()
    folder, settings = pickle.loads(_sent(control))
    app = create_app(folder, settings)
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    warm(app)
    gc.collect()
    gc.freeze()
    children: dict[int, float] = {}  # when each was seen to have ended, 0 for those that live
    while True:
        if not select.select([control], [], [], _REAP_EVERY)[0]:
            _reap(children)
            continue
        data, files, _, _ = socket.recv_fds(control, 1, 1)
        if not data or not files:
            return
        process = os.fork()
        if process == 0:
            control.close()
            try:
                work(socket.socket(fileno=files[0]), app, settings)
            finally:
                os._exit(0)
        children[process] = 0.0
        handle = os.pidfd_open(process)  # before it is reaped, so that the number is surely its own
        socket.send_fds(control, [process.to_bytes(8)], [handle])
        os.close(handle)
        os.close(files[0])
        _reap(children)


def _sent(control: socket.socket) -> bytes:
    length = int.from_bytes(control.recv(8, socket.MSG_WAITALL))
    return control.recv(length, socket.MSG_WAITALL)


def _reap(children: dict[int, float]) -> None:
    """Takes note of processes that have ended; not at once, so that the server can see what ended them."""
    now = time.monotonic()
    for process, ended in list(children.items()):
        if not ended and os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            children[process] = now
        elif ended and now - ended >= _REAP_AFTER:
            os.waitpid(process, 0)
            del children[process]


if __name__ == "__main__":
    main()
