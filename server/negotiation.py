"""Which media type a client gets: q-valued Accept, or ``?format=``."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from flask import Response, request
from rdflib import Graph
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import BadRequest, NotAcceptable
from werkzeug.http import parse_accept_header

ROWS: Final = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}  # fmt: skip
TRIPLES: Final = {
    "turtle": "text/turtle", "ntriples": "application/n-triples", "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml", "trig": "application/trig", "nquads": "application/n-quads",
}  # fmt: skip
_RDFLIB: Final = {
    "text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml",
    "application/trig": "turtle", "application/n-quads": "nt",
}  # fmt: skip
# Types that clients ask for and that mean one of ours; the answer bears our name.
_ALSO_ROWS: Final = {
    "application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}  # fmt: skip
_ALSO_TRIPLES: Final = {
    "application/json": "application/ld+json", "application/xml": "application/rdf+xml", "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples", "application/x-turtle": "text/turtle", "text/n3": "text/turtle",
}  # fmt: skip
# Names of formats by which SPARQLWrapper, file endings and other servers call ours.
_OTHER_NAMES: Final = {
    "n3": "turtle", "ttl": "turtle", "nt": "ntriples", "n-triples": "ntriples", "json-ld": "jsonld", "json": "jsonld", "rdf+xml": "rdfxml",
    "rdf": "rdfxml", "xml": "rdfxml", "nq": "nquads", "n-quads": "nquads", "sparql-results+json": "json", "sparql-results+xml": "xml",
}  # fmt: skip


def media_type(offered: Mapping[str, str]) -> str:
    """The best of the offered media types; 406 when the client takes none, 400 for an unknown ?format=."""
    named = request.values.get("format")
    if named:
        plain = named if named in offered else _OTHER_NAMES.get(named, "")
        if plain in offered:
            return offered[plain]
        if named in offered.values():
            return named
        raise BadRequest(f"format: expected one of {', '.join(offered)}, found {named[:40]!r}")
    best = best_of(request.headers.get("Accept", ""), offered)
    if best is None:
        raise NotAcceptable(f"this comes as {', '.join(offered.values())}")
    return best


def best_of(accept: str, offered: Mapping[str, str]) -> str | None:
    """The media type that an Accept header likes best of those offered (names to types), None when it takes none."""
    return _best(accept, offered is ROWS, tuple(offered.values()))


@lru_cache(maxsize=1024)  # clients send the same few headers over and over
def _best(accept: str, rows: bool, offered: tuple[str, ...]) -> str | None:
    if not accept.strip():
        return offered[0]
    also = _ALSO_ROWS if rows else _ALSO_TRIPLES
    best = accepted_types(accept).best_match([*offered, *also])
    return also.get(best, best) if best else None


def accepted_types(header: str) -> MIMEAccept:
    """What an Accept header names, without parameters such as charset: they change nothing in what we offer."""
    return MIMEAccept([(mime.partition(";")[0].strip(), quality) for mime, quality in parse_accept_header(header, MIMEAccept)])


def content_type(kind: str) -> str:
    """The header for a media type: only text/ types say their charset, the others are UTF-8 by definition."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def rdflib_format(kind: str) -> str:
    """How rdflib names a media type of ``TRIPLES``; what holds graphs is written without them."""
    return _RDFLIB[kind]


def rdf_of(graph: Graph) -> Response:
    """A small graph in the form that the client wants."""
    kind = media_type(TRIPLES)
    return Response(graph.serialize(format=_RDFLIB[kind]), content_type=content_type(kind), headers={"Vary": "Accept"})


def wants_html() -> bool:
    """Whether a browser asks: HTML named, and not below a data format."""
    if request.args.get("format"):  # never the form: this is asked also of bodies too large to read
        return False
    return names_html(request.headers.get("Accept", ""))


@lru_cache(maxsize=1024)
def names_html(header: str) -> bool:
    """Whether an Accept header names HTML, and not below a data format."""
    accept = accepted_types(header)
    named = any(mime in ("text/html", "application/xhtml+xml") for mime, _ in accept)
    data = [quality for mime, quality in accept if mime in (*TRIPLES.values(), *ROWS.values())]
    return named and accept["text/html"] >= max(data, default=0)
