"""The whole store, or one graph, as a stream of RDF."""

from typing import Final

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import NotFound

from server.answering import Export, respond
from server.negotiation import TRIPLES, media_type
from server.protocol import only

blueprint = Blueprint("exporting", __name__)
# What keeps graphs apart comes first: a client without a wish gets all there is.
FORMS: Final = {name: TRIPLES[name] for name in ("trig", "nquads", "jsonld", "turtle", "ntriples", "rdfxml")}
_ENDINGS: Final = {"trig": "trig", "nquads": "nq", "jsonld": "jsonld", "turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}


@blueprint.get("/export")
def export() -> Response:
    """Everything, or the graph of ?graph=; forms without graphs get the union."""
    graph = only("graph")
    if graph is not None and graph not in g.store:
        raise NotFound("there is no graph of this name")
    kind = media_type(FORMS)
    response = respond(Export(media_type=kind, graph=graph))
    name = next(n for n, media in FORMS.items() if media == kind)
    response.headers["Content-Disposition"] = f'{"attachment" if request.args.get("format") else "inline"}; filename="demarche.{_ENDINGS[name]}"'
    return response
