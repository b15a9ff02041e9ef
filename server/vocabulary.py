"""The ontology and its concept schemes: as pages with an anchor for each term, or as RDF."""

from functools import cache

from flask import Blueprint, Response, g, render_template, request, url_for
from rdflib import Graph
from werkzeug.exceptions import NotFound

from kg.background import NAMES
from server.negotiation import TRIPLES, content_type, media_type, rdf_of, rdflib_format, wants_html
from server.queries import text_of
from server.terms import FOLDER, packaged
from server.views.concepts import Scheme, read_scheme

blueprint = Blueprint("vocabulary", __name__)


@blueprint.get("/ontology")
def terms() -> Response:
    """All terms: core and acts."""
    if wants_html():
        return _linked(Response(render_template("ontology.html", groups=packaged().groups)), "ontology")
    kind = media_type(TRIPLES)
    return _linked(_rdf(_ontology(kind), kind), "ontology")


@blueprint.get("/<any(shapes, frame, alignments):part>")
@blueprint.get("/ontology/<part>")
def part(part: str) -> Response:
    """303 from a part or a version of the ontology to the whole."""
    if not g.store.query(text_of("pages/exists.rq"), thing=f"{NAMES}{request.path[1:]}").boolean:
        raise NotFound("There is no such part of the ontology.")
    place = url_for("vocabulary.terms", format=request.args.get("format"))
    return _linked(Response(status=303, headers={"Location": place, "Vary": "Accept"}), "ontology", request.path[1:])


@blueprint.get("/<any(offices, topics):scheme>")
def concepts(scheme: str) -> Response:
    """The classes of office, or the topics."""
    if wants_html():
        return _linked(Response(render_template("concepts.html", scheme=_scheme(scheme))), scheme)
    return _linked(rdf_of(_concepts(scheme)), scheme)


@blueprint.get("/<any(offices, topics):scheme>/<name>")
def concept(scheme: str, name: str) -> Response:
    """303 from a concept to its place in the scheme."""
    if not any(c.name == name for c in _scheme(scheme).concepts):
        raise NotFound(f"No concept of this name in {scheme}.")
    place = url_for("vocabulary.concepts", scheme=scheme, _anchor=name, format=request.args.get("format"))
    return _linked(Response(status=303, headers={"Location": place, "Vary": "Accept"}), scheme, f"{scheme}/{name}")


def _linked(response: Response, document: str, about: str | None = None) -> Response:
    """With links to what the document is about and to its forms (RFC 8288)."""
    forms = (("text/html", f"/{document}"), *((TRIPLES[name], f"/{document}?format={name}") for name in ("turtle", "jsonld")))
    links = [f'<{NAMES}{about or document}>; rel="about"', *(f'<{place}>; rel="alternate"; type="{kind}"' for kind, place in forms)]
    response.headers["Link"] = ", ".join(links)
    return response


def _rdf(content: str, kind: str) -> Response:
    return Response(content, content_type=content_type(kind), headers={"Vary": "Accept"})


@cache
def _ontology(kind: str) -> str:
    return packaged().graph.serialize(format=rdflib_format(kind))


@cache
def _concepts(scheme: str) -> Graph:
    return Graph().parse(FOLDER / f"{scheme}.ttl")


@cache
def _scheme(scheme: str) -> Scheme:
    return read_scheme(_concepts(scheme))
