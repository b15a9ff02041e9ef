"""Serving with waitress, a production WSGI server in pure Python."""

import socket

from flask import Flask

from kg.errors import DemarcheError


class PortError(DemarcheError):
    """The address cannot be listened on."""


def serve(app: Flask, host: str, port: int, *, threads: int = 8) -> None:
    """Serves until interrupted; ``PortError`` when the port is taken or not allowed."""
    import waitress

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortError(f"cannot listen on {host}:{port}: {error.strerror}; choose another with --port") from error
    waitress.serve(app, host=host, port=port, threads=threads, ident="demarche")
