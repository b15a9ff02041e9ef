"""The endpoint: SPARQL 1.1 queries by GET and POST, and the query page."""

from importlib.resources import files

from flask import Blueprint, Response, current_app, g, render_template, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from kg.store import Answer
from server.negotiation import ROWS, TRIPLES, media_type, wants_html

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "OPTIONS"])
def endpoint() -> Response | str:
    """Answers a query; a browser without one gets the page."""
    if request.method == "OPTIONS":
        return Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
                "Access-Control-Allow-Headers": "Content-Type, Accept",
            },
        )
    text = _query_text()
    if text is None:
        if request.method == "GET" and wants_html():
            return render_template("sparql.html", examples=examples())
        raise BadRequest(
            "expected a query: ?query=..., a form with query=..., or a body of type application/sparql-query"
        )
    if request.method == "GET" and wants_html():
        return render_template("sparql.html", examples=examples(), query=text)
    if len(text.encode()) > current_app.config["SETTINGS"].max_query_bytes:
        raise BadRequest(f"expected a query of at most {current_app.config['SETTINGS'].max_query_bytes} bytes")
    answer: Answer = g.store.query(
        text,
        default_graphs=request.values.getlist("default-graph-uri"),
        named_graphs=request.values.getlist("named-graph-uri"),
    )
    kind = media_type(TRIPLES if answer.kind == "triples" else ROWS)
    return Response(answer.serialise(kind), content_type=f"{kind}; charset=utf-8", headers={"Vary": "Accept"})


def _query_text() -> str | None:
    """The query of any of the protocol's three forms; 400 and 415 for what is none."""
    if request.method == "POST":
        kind = request.mimetype
        if kind == "application/sparql-query":
            try:
                return request.get_data().decode("utf-8")
            except UnicodeDecodeError as error:
                raise BadRequest(f"expected a query in UTF-8: {error}") from error
        if kind == "application/sparql-update" or "update" in request.form:
            raise BadRequest("updates are switched off at this endpoint")
        if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
            raise UnsupportedMediaType("expected application/sparql-query or application/x-www-form-urlencoded")
        found = request.form.getlist("query")
    else:
        if "update" in request.args:
            raise BadRequest("updates are switched off at this endpoint")
        found = request.args.getlist("query")
    if len(found) > 1:
        raise BadRequest(f"expected one query, found {len(found)}")
    return found[0] if found else None


def examples() -> list[tuple[str, str]]:
    """Title and text of the example queries; the first line of each is a comment that tells what it answers."""
    folder = files("server") / "queries" / "examples"
    found = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".rq"):
            text = path.read_text("utf-8")
            found.append((text.splitlines()[0].lstrip("# "), text))
    return found
