"""SPARQL updates by POST, for whoever bears the token (SPARQL 1.1 Protocol, 2.2)."""

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from kg.store import OxigraphStore
from server.answering import change, query_hash
from server.authority import require_token
from server.protocol import graph_names, limit_body, operation_text

blueprint = Blueprint("update", __name__)


@blueprint.post("/update")
def update() -> Response:
    """Runs an update as one transaction: 204 when readers can see it."""
    require_token()
    limit = current_app.config["SETTINGS"].max_update_bytes
    limit_body(limit, of="an update")
    text = operation_text("update")
    if text is None:
        raise BadRequest("expected an update: a form with update=..., or a body of type application/sparql-update")
    if len(text.encode()) > limit:
        raise RequestEntityTooLarge(f"expected an update of at most {limit:,} bytes")
    request.environ.setdefault("demarche.notes", {}).update(hash=query_hash(text), query=text)  # for the log
    change(_update, text, request.base_url, graph_names("using-graph-uri"), graph_names("using-named-graph-uri"))
    return Response(status=204)


def _update(store: OxigraphStore, text: str, base: str, using: tuple[str, ...], using_named: tuple[str, ...]) -> None:
    services = current_app.config["SETTINGS"].allowed_services
    store.update(text, base=base, using=using, using_named=using_named, services=services)
