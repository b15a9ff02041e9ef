"""Serving with waitress, a production WSGI server in pure Python."""

import socket

from flask import Flask

from kg.errors import DemarcheError


class PortError(DemarcheError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, on a free port for port 0; ``PortError`` when the port is taken or not allowed."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(128)  # connections that wait while all threads are at work
    except OSError as error:
        bound.close()
        raise PortError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}; choose another with --host or --port"
        ) from error
    return bound


def serve(app: Flask, bound: socket.socket, *, threads: int = 8) -> None:
    """Serves until interrupted."""
    import waitress

    app.extensions["demarche-workers"].start()
    waitress.serve(app, sockets=[bound], threads=threads, ident="demarche")
