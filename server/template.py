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
from typing import Final

from server.application import create_app
from server.gateway import work
from server.observing import log_as_json
from server.reconciliation import warm

_REAP_EVERY: Final = 1.0  # seconds


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
    while True:
        if not select.select([control], [], [], _REAP_EVERY)[0]:
            _reap()
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
        handle = os.pidfd_open(process)  # before it is reaped, so that the number is surely its own
        socket.send_fds(control, [process.to_bytes(8)], [handle])
        os.close(handle)
        os.close(files[0])
        _reap()


def _sent(control: socket.socket) -> bytes:
    length = int.from_bytes(control.recv(8, socket.MSG_WAITALL))
    return control.recv(length, socket.MSG_WAITALL)


def _reap() -> None:
    """Takes note of processes that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    main()
