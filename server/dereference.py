"""Every IRI of the data answers: /id/... leads to /page/... for people and /data/... for programs; /described tells of others."""

import math
import re
from typing import Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.urls import iri_to_uri

from kg.background import NAMES
from kg.rdf_files import rewritten
from kg.store import PREFIXES, OxigraphStore
from ontology.terms import DEM
from server.answering import Export, respond
from server.negotiation import TRIPLES, content_type, media_type, wants_html
from server.protocol import only
from server.queries import text_of
from server.views.acts import act_page
from server.views.articles import article_page, marks_of
from server.views.reader import Facts, Reader, current_reader
from server.views.things import entity_page, thing

blueprint = Blueprint("dereference", __name__)
_IRI: Final = re.compile(r"(?:%[0-9A-Fa-f]{2}|[^%\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff\ufff0-\uffff])+")  # RFC 3987, 2.2
_IN_PATHS: Final = "/:@!$&'()*+,;=~"  # RFC 3986, 3.3
PAGE: Final = 1000  # statements of others about a thing on one page of its RDF
_ENTITIES: Final = (str(DEM.Agent), str(DEM.Place))


@blueprint.get("/id/<path:path>")
def identity(path: str) -> Response:
    """303: a thing is no document."""
    iri = _known(path)
    html = wants_html()
    target = "dereference.page" if html else "dereference.data"
    address = url_for(target, path=path, format=None if html else request.args.get("format"))
    return Response(status=303, headers={"Location": address, "Vary": "Accept", "Link": _links(iri, path)})


@blueprint.get("/data/<path:path>")
def data(path: str) -> Response:
    """What the store says of a thing, as RDF; of an article its whole graph."""
    return _data(_known(path), path)


@blueprint.get("/page/<path:path>")
def page(path: str) -> Response:
    """What the store says of a thing, for people."""
    return _page(_known(path), path)


@blueprint.get("/described")
def described() -> Response:
    """What the store says of anything in it, also of what is named elsewhere: ?iri=."""
    iri = only("iri") or ""
    if not _IRI.fullmatch(iri) or ":" not in iri:
        raise BadRequest(f"iri: expected an absolute IRI, found {iri[:80]!r}")
    return _document(iri)


@blueprint.get("/<any(queries):path>")
@blueprint.get("/seeds/<name>")
def background(path: str = "", name: str = "") -> Response:
    """A graph that the store holds beside articles: seeds, example queries."""
    return _document(NAMES + (path or f"seeds/{name}"))


def data_address(path: str, form: str | None = None) -> str:
    """Where the RDF of a thing is: of one below the base by its path, of any other by its IRI."""
    if ":" in path.split("/")[0]:
        return url_for("dereference.described", iri=path, format=form)
    return url_for("dereference.data", path=path, format=form)


def _document(iri: str) -> Response:
    if not _exists(iri):
        raise NotFound("Nothing is known of this thing.")
    if not wants_html():
        return _data(iri, iri)
    response = _page(iri, iri)
    response.headers["Vary"] = "Accept"
    return response


def _data(iri: str, path: str) -> Response:
    """RDF: of a graph its statements, of any other thing what is said of it and, page by page, what speaks of it."""
    if iri in g.store:
        response = respond(Export(media_type=media_type(TRIPLES), graph=iri))
        response.headers["Link"] = _links(iri, path)
        return response
    number = _page_number()
    kind = media_type(TRIPLES)
    said = g.store.query(text_of("pages/describe.rq"), thing=iri).serialise("application/n-triples")
    speaking = list(g.store.query(text_of("pages/speaking.rq"), thing=iri).rows())
    pages = max(1, math.ceil(len(speaking) / PAGE))
    if number > pages:
        raise NotFound(f"page: expected at most {pages}, found {number}")
    others = "".join(f"<{row['s']}> <{row['p']}> <{iri}> .\n" for row in speaking[(number - 1) * PAGE : number * PAGE])
    content = rewritten(said + others.encode(), kind, PREFIXES)
    response = Response(content, content_type=content_type(kind), headers={"Vary": "Accept"})
    response.headers["Link"] = ", ".join([_links(iri, path), *_paging(number, pages)])
    return response


def _page(iri: str, path: str) -> Response:
    reader = current_reader()
    return Response(_rendered(reader, reader.facts(iri), path), headers={"Link": _links(iri, path)})


def _links(iri: str, path: str) -> str:
    """What a document is about, and its other forms (RFC 8288)."""
    forms = [f'<{data_address(path, name)}>; rel="alternate"; type="{TRIPLES[name]}"' for name in ("turtle", "jsonld")]
    html = url_for("dereference.described", iri=path) if path == iri else url_for("dereference.page", path=path)
    return ", ".join([f'<{iri_to_uri(iri)}>; rel="about"', f'<{html}>; rel="alternate"; type="text/html"', *forms])


def _paging(number: int, pages: int) -> list[str]:
    """Links to the pages beside this one; nothing for one page."""
    wanted = {"first": 1, "prev": number - 1, "next": number + 1, "last": pages}
    return [
        f'<{iri_to_uri(request.path)}?{urlencode({**request.args, "page": n})}>; rel="{rel}"'
        for rel, n in wanted.items()
        if pages > 1 and 1 <= n <= pages
    ]


def _page_number() -> int:
    text = only("page") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise BadRequest(f"page: expected a number from 1, found {text[:40]!r}")
    return int(text)


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
        if _IRI.fullmatch(iri) and _exists(iri):
            return iri
    raise NotFound("Nothing is known of this thing.")


def _exists(iri: str) -> bool:
    store: OxigraphStore = g.store
    return iri in store or store.query(text_of("pages/exists.rq"), thing=iri).boolean
