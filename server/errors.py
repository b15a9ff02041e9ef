"""Errors to answers: the right status, a clear word, no traceback."""

import logging
import math
from typing import Any, Final

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import AnswerTooLarge, DemarcheError, FormError, OutsideError, QueryError, StoreError
from server.negotiation import wants_html
from server.refusals import (
    ComeBackLater,
    ProcessKilled,
    QueryExhausted,
    QueryTimeout,
    ServerBusy,
    TooManyRequests,
)

_STATUS: Final = (
    (QueryTimeout, 504), (QueryExhausted, 507), (AnswerTooLarge, 507), (OutsideError, 403), (FormError, 406), (QueryError, 400), (StoreError, 503),
    (ServerBusy, 503), (ProcessKilled, 503), (TooManyRequests, 429),
)  # fmt: skip
_RETRY: Final = "5"  # seconds
_TITLES: Final = {
    400: "This request cannot be answered", 401: "Only with a token", 403: "Not allowed", 404: "Nothing here",
    405: "Not with this method", 406: "Not in this form", 413: "Too large", 429: "Not so fast", 500: "Something went wrong",
    503: "Not just now",
}  # fmt: skip
_WORDS: Final = {
    404: "There is no page at this address.",
    405: "This address does not answer to {method}.",
    413: "The request is too large.",
    500: "Something went wrong here; the log has the details.",
    503: "The store cannot be read or written just now; the log has the details.",
}
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Ties the errors of Demarche and of HTTP to answers."""

    @app.errorhandler(DemarcheError)
    def ours(error: DemarcheError) -> Response:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), 400)
        if isinstance(error, StoreError):
            return unreadable(error)
        later = {"Retry-After": str(math.ceil(error.after))} if isinstance(error, ComeBackLater) else {}
        return _answer(status, str(error), later, _place(error))

    @app.errorhandler(OSError)  # what pyoxigraph raises while it reads rows
    def unreadable(error: Exception) -> Response:
        log.error("%s", error)  # names folders of this machine: not for the client
        return _answer(503, _WORDS[503], {"Retry-After": _RETRY}, {})

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        headers = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After", "Location", "WWW-Authenticate")}
        return _answer(status, _words(error, status), headers, {})

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log.exception("unforeseen error at %s", request.path)
        return _answer(500, _WORDS[500], {}, {})


def _words(error: HTTPException, status: int) -> str:
    """What the error says, our own words where it only has the framework's."""
    own = error.description not in (None, type(error).description)
    if own:
        return str(error.description)
    return _WORDS.get(status, error.name).format(method=request.method)


def _place(error: DemarcheError) -> dict[str, int]:
    """Line and column of a syntax error, of SPARQL or of RDF."""
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    return {} if line is None or column is None else {"line": line, "column": column}


def _answer(status: int, message: str, headers: dict[str, str], more: dict[str, Any]) -> Response:
    if wants_html():
        page = render_template("error.html", status=status, title=_TITLES.get(status, "Error"), message=message)
        response = Response(page, status=status, headers=headers)
    else:
        response = jsonify(error=message, status=status, **more)
        response.status_code = status
        response.headers.extend(headers)
    return response
