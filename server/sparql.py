"""The endpoint: SPARQL 1.1 queries by GET and POST, and the query page."""

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    NotAcceptable,
    RequestEntityTooLarge,
)

from server.answering import Question, respond
from server.description import describe_service
from server.examples import examples
from server.negotiation import ROWS, TRIPLES, media_type, rdf_of, wants_html
from server.protocol import READING, endpoint_address, graph_names, limit_body, operation_text
from server.refusals import NoSuchForm

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response | str:
    """Answers a query; without one a browser gets the query page, a program the service description."""
    limit_body(current_app.config["SETTINGS"].max_query_bytes, of="a query")
    text = operation_text("query")
    reading = request.method in READING
    if reading and wants_html():
        settings = current_app.config["SETTINGS"]
        return render_template(
            "sparql.html", examples=examples(), query=text, base=settings.base, deadline=f"{settings.deadline:g}"
        )
    if text is None and reading:
        update = url_for("update.update", _external=True) if current_app.config["SETTINGS"].update_token else None
        void = url_for("wellknown.void", _external=True)
        return rdf_of(describe_service(request.base_url, void=void, plain=g.store.plain, update=update))
    if text is None:
        raise BadRequest("expected a query: a form with query=..., or a body of type application/sparql-query")
    return _answer(text)


def _answer(text: str) -> Response:
    limit = current_app.config["SETTINGS"].max_query_bytes
    if len(text.encode("utf-8", "surrogatepass")) > limit:
        raise RequestEntityTooLarge(f"expected a query of at most {limit:,} bytes")
    rows_as, no_rows = _form(ROWS)
    triples_as, no_triples = _form(TRIPLES)
    if rows_as is None and triples_as is None:
        raise no_rows or NotAcceptable()
    try:
        return respond(Question(
            text=text, base=endpoint_address(request.environ), default_graphs=graph_names("default-graph-uri"), named_graphs=graph_names("named-graph-uri"),
            rows_as=rows_as, triples_as=triples_as,
        ))  # fmt: skip
    except NoSuchForm as error:
        raise (no_triples if str(error) == "triples" else no_rows) or NotAcceptable() from error


def _form(offered: dict[str, str]) -> tuple[str | None, HTTPException | None]:
    """The media type for a kind of answer, or why there is none: which kind comes, only the query tells."""
    try:
        return media_type(offered), None
    except (NotAcceptable, BadRequest) as error:
        return None, error
