"""What clients send, by SPARQL 1.1 Protocol: queries and updates in their forms, strictly; bodies as they come, within limits."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.exceptions import BadRequest, MethodNotAllowed, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.sansio.utils import get_current_url, get_host

from server.authority import bears_token
from server.settings import Settings

_FORM: Final = "application/x-www-form-urlencoded"
READING: Final = ("GET", "HEAD")
_FORM_OVERHEAD: Final = 3  # a form may write each byte as %XX
_AROUND: Final = 4096  # bytes of a form beside its text


def longest_body(settings: Settings, authorization: str) -> int:
    """Bytes of the longest body that is read of a client with this ``Authorization``: of most no more than a query."""
    if bears_token(settings, authorization):
        return max(settings.max_update_bytes * _FORM_OVERHEAD, settings.max_graph_bytes) + _AROUND
    return settings.max_query_bytes * _FORM_OVERHEAD + _AROUND


def endpoint_address(environ: Mapping[str, Any]) -> str:
    """The address of the endpoint as this request (its WSGI environment) names it: what relative IRIs are resolved against."""
    return _address(environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), environ["SERVER_NAME"], environ["SERVER_PORT"])


@lru_cache(maxsize=1024)  # clients name the same few hosts over and over
def _address(scheme: str, host: str | None, server: str, port: str) -> str:
    return get_current_url(scheme, get_host(scheme, host, (server, int(port))), "", "/sparql")


def limit_body(length: int, *, of: str, encoded: bool = True) -> None:
    """413 for a body that must be longer than a text of so many bytes."""
    request.max_content_length = length * (_FORM_OVERHEAD if encoded else 1) + _AROUND
    if (request.content_length or 0) > request.max_content_length:
        raise RequestEntityTooLarge(f"expected {of} of at most {length:,} bytes")


def operation_text(kind: str) -> str | None:
    """The text of the request's query or update (``kind``), None where it has none.

    400 for one that comes twice or is not UTF-8, 415 for a body of another type. A query comes by GET, by a form or as a body
    of type ``application/sparql-query``; an update by a form or as a body of type ``application/sparql-update``.
    """
    refuse_encoded_body()
    _decoded(unquote_to_bytes(request.query_string))
    other = {"query": "update", "update": "query"}[kind]
    if request.method in READING:
        return _only(kind, other, request.args.getlist(kind), request.args)
    direct = f"application/sparql-{kind}"
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"expected UTF-8, found {charset[:40]}")
    if request.mimetype == direct:
        if kind in request.args or other in request.args:
            raise BadRequest(f"expected the {kind} in the body only, found another in the address")
        return _decoded(request.get_data())
    if request.mimetype == _FORM:
        _decoded(unquote_to_bytes(request.get_data(cache=True)))
        return _only(kind, other, request.form.getlist(kind) + request.args.getlist(kind), {*request.form, *request.args})
    if request.mimetype == f"application/sparql-{other}":
        raise BadRequest(f"this address takes a {kind}, found an {other}" if other == "update" else f"this address takes an {kind}, found a {other}")
    raise UnsupportedMediaType(f"expected {direct} or {_FORM}, found {request.mimetype[:60] or 'no Content-Type'}")


def graph_names(parameter: str) -> tuple[str, ...]:
    """The graphs that a parameter of the protocol's dataset names, in the address or a form."""
    return tuple(request.args.getlist(parameter) + (request.form.getlist(parameter) if request.mimetype == _FORM else []))


def refuse_encoded_body() -> None:
    """415 for a compressed body: it may unpack to any size."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise UnsupportedMediaType(f"expected a body without Content-Encoding, found {encoding[:40]}")


def only(parameter: str) -> str | None:
    """The value of a parameter of the address; 400 for one that comes twice."""
    _decoded(unquote_to_bytes(request.query_string))
    found = request.args.getlist(parameter)
    if len(found) > 1:
        raise BadRequest(f"{parameter}: expected one value, found {len(found)}")
    return found[0] if found else None


def not_here(allowed: Iterable[str], words: str) -> MethodNotAllowed:
    """405 that names the methods that are allowed."""
    return MethodNotAllowed(list(allowed), words)


def _only(kind: str, other: str, found: list[str], given: Iterable[str]) -> str | None:
    if other in given:
        raise BadRequest(f"this address takes only a {kind}" if kind == "query" else f"this address takes only an {kind}")
    if len(found) > 1:
        raise BadRequest(f"expected one {kind}, found {len(found)}")
    return found[0] if found else None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"expected UTF-8, found byte 0x{data[error.start]:02x} at byte {error.start}") from error
