"""What programs look for at known places: VoID (https://www.w3.org/TR/void/, section 7.2) and the API's description."""

from flask import Blueprint, Response, current_app, g, jsonify, request, url_for

from server.answering import cache_headers, entity_tag, unchanged
from server.description import describe_data
from server.negotiation import rdf_of
from server.openapi import describe
from server.queries import text_of
from server.settings import Settings

blueprint = Blueprint("wellknown", __name__)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """What the store holds, and where to get it."""
    settings: Settings = current_app.config["SETTINGS"]
    tag = entity_tag(g.store, settings, "void", request.base_url, request.headers.get("Accept", ""), request.args.get("format", ""))
    headers = cache_headers(tag, settings)
    if unchanged(tag):
        return Response(status=304, headers=headers)
    newest: dict[str, str] = next(iter(g.store.query(text_of("pages/newest.rq")).rows()), {})
    response = rdf_of(describe_data(
        g.store, void=request.base_url, endpoint=url_for("sparql.endpoint", _external=True), exemplary=newest.get("article"),
        export=url_for("exporting.export", _external=True), base=settings.base,
    ))  # fmt: skip
    response.headers.update(headers)
    return response


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The interface for programs, by OpenAPI."""
    return jsonify(describe(request.url_root.rstrip("/")))
