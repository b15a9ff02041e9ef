"""Every IRI of the data answers: /id/... leads to /page/... for people and /data/... for programs."""

import re
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import NotFound

from ontology.terms import DEM
from server.negotiation import TRIPLES, content_type, media_type, wants_html
from server.queries import text_of
from server.views.acts import act_page
from server.views.articles import article_page, marks_of
from server.views.reader import Facts, Reader, current_reader
from server.views.things import entity_page, thing

blueprint = Blueprint("dereference", __name__)
_IRI: Final = re.compile(r"(?:%[0-9A-Fa-f]{2}|[^%\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff\ufff0-\uffff])+")  # RFC 3987, 2.2
_IN_PATHS: Final = "/:@!$&'()*+,;=~"  # RFC 3986, 3.3
_ENTITIES: Final = (str(DEM.Agent), str(DEM.Place))


@blueprint.get("/id/<path:path>")
def identity(path: str) -> Response:
    """303: a thing is no document."""
    _known(path)
    html = wants_html()
    target = "dereference.page" if html else "dereference.data"
    address = url_for(target, path=path, format=None if html else request.args.get("format"))
    return Response(status=303, headers={"Location": address, "Vary": "Accept"})


@blueprint.get("/data/<path:path>")
def data(path: str) -> Response:
    """What the store says of a thing, as RDF; of an article its whole graph."""
    iri = _known(path)
    kind = media_type(TRIPLES)
    query = "graph" if iri in g.store.graphs() else "describe"
    links = f'<{iri}>; rel="about", <{url_for("dereference.page", path=path)}>; rel="alternate"; type="text/html"'
    content = g.store.query(text_of(f"pages/{query}.rq"), thing=iri).serialise(kind)
    return Response(content, content_type=content_type(kind), headers={"Vary": "Accept", "Link": links})


@blueprint.get("/page/<path:path>")
def page(path: str) -> Response:
    """What the store says of a thing, for people."""
    iri = _known(path)
    links = f'<{iri}>; rel="about", <{url_for("dereference.data", path=path)}>; rel="alternate"; type="text/turtle"'
    reader = current_reader()
    return Response(_rendered(reader, reader.facts(iri), path), headers={"Link": links})


def _rendered(reader: Reader, facts: Facts, path: str) -> str:
    described = thing(reader, facts)
    if str(DEM.NewsArticle) in facts.types:
        return render_template("article.html", page=article_page(reader, facts), thing=described, path=path)
    reported = facts[str(DEM.reportedBy)]
    if reported:
        marks = marks_of(reader, reported[0].iri or "")
        return render_template("act.html", page=act_page(reader, facts, marks), thing=described, path=path)
    if any(kind in facts.types for kind in _ENTITIES):
        return render_template("entity.html", page=entity_page(reader, facts), thing=described, path=path)
    return render_template("thing.html", thing=described, path=path)


def _known(path: str) -> str:
    """The IRI of a path that the store says something of; else 404.

    The path comes decoded; an IRI of the data may itself hold what is percent-encoded.
    """
    base = str(current_app.config["SETTINGS"].base)
    for iri in dict.fromkeys((base + path, base + quote(path, safe=_IN_PATHS, errors="replace"))):
        if _IRI.fullmatch(iri) and g.store.query(text_of("pages/exists.rq"), thing=iri).boolean:
            return iri
    raise NotFound("Nothing is known of this thing.")
