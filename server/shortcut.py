"""Plain queries by GET, answered without Flask's routing, contexts and proxies, which take most of the time of a small query.

Whatever is not plain goes the whole way through the application (``server/sparql.py``), and so does the wording of every
error; the answers are the same, header for header.
"""

from typing import Any, Final
from urllib.parse import parse_qs

from flask import Flask, Response

from server.answering import Question, answer_to, cache_headers, streamed, tag_of, told
from server.negotiation import ROWS, TRIPLES, best_of, content_type, names_html
from server.protocol import READING, endpoint_address
from server.refusals import NoSuchForm
from server.security import STANDING

_PATH: Final = "/sparql"
_DEFAULT: Final = "default-graph-uri"
_NAMED: Final = "named-graph-uri"
_PLAIN: Final = frozenset({"query", _DEFAULT, _NAMED})
_NOT_PLAIN: Final = ("HTTP_IF_NONE_MATCH", "HTTP_CONTENT_ENCODING", "SCRIPT_NAME")


class Shortcut:
    """WSGI: the answers to plain queries; ``whole`` answers all other requests."""

    def __init__(self, app: Flask, whole: Any) -> None:
        self._app, self._whole = app, whole
        self._settings = app.config["SETTINGS"]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """WSGI."""
        question = self._question(environ) if environ["PATH_INFO"] == _PATH else None
        if question is None:
            return self._whole(environ, start_response)

        def failed(error: Exception) -> Response:
            with self._app.request_context(environ):
                return told(self._app, error)

        notes: dict[str, Any] = environ.setdefault("demarche.notes", {})
        try:
            store = self._app.extensions["demarche-source"].store
            tag = tag_of(question, store, self._settings, notes)
            kind, write = answer_to(question, store, self._settings)
        except NoSuchForm:
            return self._whole(environ, start_response)
        except Exception as error:
            return failed(error)(environ, start_response)
        headers = [("Content-Type", content_type(kind)), *cache_headers(tag, self._settings).items(), *STANDING]
        return streamed("200 OK", headers, write, notes, environ, start_response, failed)

    def _question(self, environ: dict[str, Any]) -> Question | None:
        """What a plain request asks; None for one that is not."""
        query_string, accept = environ["QUERY_STRING"], environ.get("HTTP_ACCEPT", "")
        if environ["REQUEST_METHOD"] not in READING or any(environ.get(name) for name in _NOT_PLAIN) or names_html(accept):
            return None
        if environ.get("CONTENT_LENGTH") not in (None, "", "0") or not query_string.isascii():
            return None
        try:
            fields = parse_qs(query_string, keep_blank_values=True, errors="strict")
        except ValueError:
            return None
        texts = fields.get("query", ())
        if len(texts) != 1 or not _PLAIN.issuperset(fields) or len(texts[0].encode()) > self._settings.max_query_bytes:
            return None
        rows_as, triples_as = best_of(accept, ROWS), best_of(accept, TRIPLES)
        if rows_as is None and triples_as is None:
            return None
        return Question(
            text=texts[0], base=endpoint_address(environ), default_graphs=tuple(fields.get(_DEFAULT, ())), named_graphs=tuple(fields.get(_NAMED, ())),
            rows_as=rows_as, triples_as=triples_as,
        )  # fmt: skip
