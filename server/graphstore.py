"""Graphs by GET, HEAD, PUT, POST and DELETE (SPARQL 1.1 Graph Store HTTP Protocol); writing is for whoever bears the token.

A graph is named by ``?graph=IRI``, by the address below ``/rdf-graph-store/`` itself, or by ``?default``.
"""

import re
import uuid
from typing import Final

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType
from werkzeug.urls import iri_to_uri

from kg.store import OxigraphStore
from server.answering import Export, change, respond
from server.authority import require_token
from server.negotiation import TRIPLES, media_type
from server.protocol import limit_body, not_here, only, refuse_encoded_body

blueprint = Blueprint("graphstore", __name__)
_METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE")
_FORMS: Final = {name: TRIPLES[name] for name in ("turtle", "ntriples", "rdfxml", "jsonld")}  # of one graph
_ACCEPTED: Final = tuple(_FORMS.values())
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


@blueprint.route("/rdf-graph-store", methods=_METHODS)
@blueprint.route("/rdf-graph-store/<path:path>", methods=_METHODS)
def graph_store(path: str = "") -> Response:
    """One graph, read or written."""
    if request.method in ("GET", "HEAD"):
        return _read(_named(path))
    require_token()
    limit_body(current_app.config["SETTINGS"].max_graph_bytes, of="RDF", encoded=False)
    if request.method == "POST" and not path and not request.args:
        address = f"{iri_to_uri(request.base_url).rstrip('/')}/{uuid.uuid4()}"
        change(_write, address, _documents(), address, False)
        return Response(status=201, headers={"Location": address})
    graph = _named(path)
    if graph is None and not g.store.plain:
        raise not_here(("GET", "HEAD"), "the default graph is the union of the graphs here and cannot be written to: name a graph")
    if request.method == "DELETE":
        if not change(OxigraphStore.delete, graph):
            raise NotFound("there is no graph of this name")
        return Response(status=204)
    base = graph or iri_to_uri(request.base_url)
    existed = change(_write, graph, _documents(), base, request.method == "PUT")
    return Response(status=204 if existed else 201)


def _write(store: OxigraphStore, graph: str | None, documents: tuple[tuple[bytes, str], ...], base: str, replace: bool) -> bool:
    """Whether the graph was there before."""
    existed = graph is None or graph in store
    (store.put_documents if replace else store.add_documents)(graph, documents, base)
    return existed


def _read(graph: str | None) -> Response:
    if graph is not None and graph not in g.store:
        raise NotFound("there is no graph of this name")
    kind = media_type(_FORMS)
    return respond(Export(media_type=kind, graph=graph))


def _named(path: str) -> str | None:
    """The IRI of the graph that the request names, None for the default graph; 400 for none, two or no IRI."""
    graph, default = only("graph"), only("default")
    if (graph is not None) + (default is not None) + bool(path) != 1:
        raise BadRequest("expected one graph: ?graph=IRI, ?default, or an address below /rdf-graph-store/")
    if default is not None:
        return None
    iri = iri_to_uri(request.base_url) if path else graph
    if iri is None or not _IRI.fullmatch(iri):
        raise BadRequest(f"graph: expected an absolute IRI, found {iri!r:.80}")
    return iri


def _documents() -> tuple[tuple[bytes, str], ...]:
    """The RDF documents of the request with their media types: its body, or the files of a form."""
    refuse_encoded_body()
    if request.mimetype != "multipart/form-data":
        return ((_checked(request.get_data(), request.mimetype), request.mimetype),)
    if request.method != "POST":
        raise UnsupportedMediaType(f"expected one of {', '.join(_ACCEPTED)}, found multipart/form-data, which is for POST")
    files = [f for _, found in request.files.lists() for f in found]
    if not files or request.form:
        raise BadRequest("expected a form of files, each with its Content-Type and filename")
    return tuple((_checked(f.read(), f.mimetype), f.mimetype) for f in files)


def _checked(data: bytes, media: str) -> bytes:
    """The document; 415 for what is no form of one graph, 400 for XML that may define entities."""
    if media not in _ACCEPTED:
        raise UnsupportedMediaType(f"expected one of {', '.join(_ACCEPTED)}, found {media[:60] or 'no Content-Type'}")
    if media == TRIPLES["rdfxml"] and (_DOCTYPE.search(data) or b"\0" in data):
        raise BadRequest("expected RDF/XML in UTF-8 without a DOCTYPE, found one")
    return data
