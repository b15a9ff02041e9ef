"""The ontology: as a page with an anchor a term, or as Turtle."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template

import ontology
from server.description import RDFLIB_FORMATS
from server.negotiation import TRIPLES, media_type, wants_html
from server.views import Term, ontology_terms

blueprint = Blueprint("vocabulary", __name__)
FOLDER = Path(ontology.__file__).parent


@blueprint.get("/ontology")
def vocabulary() -> Response | str:
    """All terms."""
    if wants_html():
        return render_template("ontology.html", groups=_terms())
    kind = media_type(TRIPLES)
    return Response(_graph(kind), content_type=f"{kind}; charset=utf-8", headers={"Vary": "Accept"})


@cache
def _terms() -> list[tuple[str, list[Term]]]:
    return ontology_terms(FOLDER)


@cache
def _graph(kind: str) -> str:
    from rdflib import Graph

    graph = Graph()
    for path in (FOLDER / "core.ttl", *sorted((FOLDER / "acts").glob("*.ttl"))):
        graph.parse(path)
    return graph.serialize(format=RDFLIB_FORMATS[kind])
