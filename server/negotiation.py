"""Which media type a client gets: q-valued Accept, or ``?format=``."""

from collections.abc import Mapping
from typing import Final

from flask import request
from werkzeug.exceptions import BadRequest, NotAcceptable

ROWS: Final = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}  # fmt: skip
TRIPLES: Final = {
    "turtle": "text/turtle", "ntriples": "application/n-triples", "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}  # fmt: skip
_ALSO: Final = {
    "application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml", "text/plain": "application/n-triples",
}  # fmt: skip
_ALSO_TRIPLES: Final = {
    "application/json": "application/ld+json", "application/xml": "application/rdf+xml", "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples", "application/x-turtle": "text/turtle", "text/n3": "text/turtle",
}  # fmt: skip


def media_type(offered: Mapping[str, str]) -> str:
    """The best of the offered media types; 406 when the client takes none, 400 for an unknown ?format=."""
    named = request.values.get("format")
    if named:
        if named in offered:
            return offered[named]
        if named in offered.values():
            return named
        raise BadRequest(f"format: expected one of {', '.join(offered)}, found {named}")
    if not request.headers.get("Accept"):
        return next(iter(offered.values()))
    also = _ALSO if offered is ROWS else _ALSO_TRIPLES
    choices = [*offered.values(), *(a for a, own in also.items() if own in offered.values())]
    best = request.accept_mimetypes.best_match(choices)
    if best is None:
        raise NotAcceptable(f"this resource comes as {', '.join(offered.values())}")
    return also.get(best, best) if best not in offered.values() else best


def wants_html() -> bool:
    """Whether a browser asks: HTML preferred over every data format."""
    if request.values.get("format"):
        return False
    accept = request.accept_mimetypes
    data = max(
        (
            accept[t]
            for t in (
                "text/turtle",
                "application/ld+json",
                "application/rdf+xml",
                "application/n-triples",
                "application/sparql-results+json",
            )
        ),
        default=0,
    )
    explicit = any(mime in ("text/html", "application/xhtml+xml") for mime, _ in accept)
    return explicit and accept["text/html"] >= data
