"""Every IRI of the data answers: /id/... leads to /page/... for people and /data/... for programs."""

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from server.negotiation import TRIPLES, media_type, wants_html
from server.queries import text_of
from server.views import Described, described

blueprint = Blueprint("dereference", __name__)


def _iri(path: str) -> str:
    return str(current_app.config["SETTINGS"].base) + path


@blueprint.get("/id/<path:path>")
def identity(path: str) -> Response:
    """303: a thing is no document."""
    target = "dereference.page" if wants_html() else "dereference.data"
    response = redirect(url_for(target, path=path, format=request.args.get("format")), code=303)
    response.headers["Vary"] = "Accept"
    return response  # type: ignore[return-value]


@blueprint.get("/data/<path:path>")
def data(path: str) -> Response:
    """What the store says of a thing, as RDF."""
    iri = _iri(path)
    answer = g.store.query(text_of("pages/describe.rq"), thing=iri)
    kind = media_type(TRIPLES)
    content = answer.serialise(kind)
    if not content.strip() or _is_empty(iri):
        raise NotFound(f"nothing is known of {iri}")
    headers = {
        "Vary": "Accept",
        "Link": f'<{iri}>; rel="about", <{url_for("dereference.page", path=path)}>; rel="alternate"; type="text/html"',
    }
    return Response(content, content_type=f"{kind}; charset=utf-8", headers=headers)


@blueprint.get("/page/<path:path>")
def page(path: str) -> Response:
    """What the store says of a thing, for people."""
    iri = _iri(path)
    if _is_empty(iri):
        raise NotFound(f"nothing is known of {iri}")
    thing: Described = described(g.store, iri, str(current_app.config["SETTINGS"].base))
    links = f'<{url_for("dereference.data", path=path)}>; rel="alternate"; type="text/turtle"'
    return Response(render_template("thing.html", thing=thing, path=path), headers={"Link": links})


def _is_empty(iri: str) -> bool:
    return not g.store.query(text_of("pages/exists.rq"), thing=iri).boolean
