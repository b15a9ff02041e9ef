"""The endpoint: SPARQL 1.1 queries by GET and POST, and the query page."""

from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    NotAcceptable,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from server.answering import Question, respond
from server.description import service_description
from server.negotiation import ROWS, TRIPLES, content_type, media_type, wants_html
from server.refusals import NoSuchForm

blueprint = Blueprint("sparql", __name__)
_READING = ("GET", "HEAD")
_UPDATES_OFF = "updates are switched off at this endpoint: it answers SELECT, ASK, CONSTRUCT and DESCRIBE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A query to start from; ``title`` says what it answers."""

    name: str
    title: str
    text: str


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response | str:
    """Answers a query; without one a browser gets the query page, a program the service description."""
    text = _query_text()
    reading = request.method in _READING
    if reading and wants_html():
        settings = current_app.config["SETTINGS"]
        return render_template(
            "sparql.html", examples=examples(), query=text, base=settings.base, deadline=f"{settings.deadline:g}"
        )
    if text is None and reading:
        kind = media_type(TRIPLES)
        content = service_description(request.base_url, kind)
        return Response(content, content_type=content_type(kind), headers={"Vary": "Accept"})
    if text is None:
        raise BadRequest("expected a query: a form with query=..., or a body of type application/sparql-query")
    return _answer(text)


def examples() -> list[Example]:
    """The example queries in order; the first line of each is a comment that tells what it answers."""
    folder = files("server") / "queries" / "examples"
    found = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".rq"):
            text = path.read_text("utf-8")
            found.append(Example(name=path.name.removesuffix(".rq"), title=text.splitlines()[0].lstrip("# "), text=text))
    return found


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
            text=text, default_graphs=_graphs("default-graph-uri"), named_graphs=_graphs("named-graph-uri"),
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


def _graphs(parameter: str) -> tuple[str, ...]:
    found = request.args.getlist(parameter)
    return tuple(found + (request.form.getlist(parameter) if request.method == "POST" else []))


def _query_text() -> str | None:
    """The query of any of the protocol's three forms; 400 and 415 for what is none."""
    _require_utf8(request.query_string)
    if request.method in _READING:
        return _only(request.args.getlist("query"), "update" in request.args)
    kind = request.mimetype
    if kind == "application/sparql-query":
        return _decoded(request.get_data())
    if kind == "application/sparql-update":
        raise BadRequest(_UPDATES_OFF)
    if kind == "application/x-www-form-urlencoded":
        _require_utf8(request.get_data(cache=True))
    elif kind != "multipart/form-data":
        raise UnsupportedMediaType("expected application/sparql-query or application/x-www-form-urlencoded")
    return _only(request.form.getlist("query"), "update" in request.form)


def _only(found: list[str], update: bool) -> str | None:
    if update:
        raise BadRequest(_UPDATES_OFF)
    if len(found) > 1:
        raise BadRequest(f"expected one query, found {len(found)}")
    return found[0] if found else None


def _require_utf8(encoded: bytes) -> None:
    _decoded(unquote_to_bytes(encoded))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"expected UTF-8, found byte 0x{data[error.start]:02x} at byte {error.start}") from error
