"""Errors to answers: the right status, a clear word, no traceback."""

import logging

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import DemarcheError, QueryError, StoreError

_STATUS = {QueryError: 400, StoreError: 503}
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Ties the errors of Demarche and of HTTP to answers."""

    @app.errorhandler(DemarcheError)
    def ours(error: DemarcheError) -> tuple[Response | str, int]:
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 400)
        return _answer(status, str(error))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[Response | str, int]:
        return _answer(error.code or 500, error.description or error.name)

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> tuple[Response | str, int]:
        log.exception("unforeseen error at %s", request.path)
        return _answer(500, "Something went wrong here; the log has the details.")


def _answer(status: int, message: str) -> tuple[Response | str, int]:
    wants_page = request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
    if wants_page and not request.path.startswith("/sparql"):
        return render_template("error.html", status=status, message=message), status
    return jsonify(error=message, status=status), status
