"""The Reconciliation API 0.2 over the gazetteer, at /reconcile: https://reconciliation-api.github.io/specs/0.2/."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, g, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType

from kg.concepts import ConceptScheme
from kg.gazetteer import Gazetteer
from kg.gazetteer.packaged import index_in
from server.queries import text_of
from server.reconciliation import answers
from server.reconciliation.manifest import manifest
from server.reconciliation.matching import Matcher
from server.reconciliation.properties import PROPERTIES, Property
from server.reconciliation.protocol import MAX_TEXT, Query, read_batch, read_extension, read_number
from server.reconciliation.records import Directory, Record
from server.reconciliation.types import TYPES, Type, type_of
from server.settings import Settings

blueprint = Blueprint("reconciliation", __name__, url_prefix="/reconcile")
_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_MAX_CALLBACK: Final = 100
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
# A preview stands in a frame of whoever asks, holds no script and loads nothing but its style.
_PREVIEW_POLICY: Final = "default-src 'none'; style-src 'self'; frame-ancestors *; base-uri 'none'; form-action 'none'"


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """The manifest; with ``queries`` candidates, with ``extend`` values of properties."""
    sent = _sent()
    asked = [name for name in ("queries", "extend") if name in sent]
    if len(asked) > 1:
        raise BadRequest("expected queries or extend, found both")
    if not asked:
        if request.method == "POST" or "query" in sent:
            raise BadRequest("expected a form with queries={...} or extend={...}, each holding JSON")
        return _json(_manifest())
    if asked == ["queries"]:
        return _json(answers.results(_matcher(), read_batch(sent["queries"])))
    return _json(answers.extension(_matcher().directory, read_extension(sent["extend"])))


@blueprint.get("/suggest/<kind>")
def suggest(kind: str) -> Response:
    """Entities, types or properties that begin with ?prefix=; ?cursor= skips so many."""
    prefix, cursor = _prefix(), read_number(request.args.get("cursor"), "cursor", 0)
    if kind == "entity":
        return _json(answers.suggested_entities(_matcher(), prefix, tuple(_types()), cursor))
    if kind == "type":
        return _json(answers.suggested_types(prefix, cursor))
    if kind == "property":
        return _json(answers.suggested_properties(prefix, cursor))
    raise NotFound("Suggestions are of entity, type or property.")


@blueprint.get("/flyout/<kind>")
def flyout(kind: str) -> Response:
    """A small preview of the entity, type or property ?id=."""
    identifier = _identifier()
    look_up: dict[str, Callable[[str], Record | Type | Property | None]] = {
        "entity": _matcher().directory.record, "type": TYPES.get, "property": PROPERTIES.get,
    }  # fmt: skip
    found = look_up[kind](identifier) if kind in look_up else None
    if found is None:
        raise NotFound(f"Nothing of this kind is known by {identifier!r}.")
    return _json(answers.flyout(identifier, found))


@blueprint.get("/properties")
def properties() -> Response:
    """The properties that entities of ?type= may have, at most ?limit=."""
    kinds = list(_types())
    return _json(answers.proposals(kinds[0] if kinds else None, read_number(request.args.get("limit"), "limit", 0)))


@blueprint.get("/preview")
def preview() -> Response:
    """A small page on the entity ?id=, to be shown in a frame."""
    page = render_template("reconciliation/preview.html", **_described(_known()))
    return Response(page, headers={"Content-Security-Policy": _PREVIEW_POLICY})


@blueprint.get("/entity")
def entity() -> str | Any:
    """What the gazetteer knows of the entity ?id=, and whether this store tells of it."""
    record = _known()
    iri = _matcher().directory.base + record.id
    told = g.store.query(text_of("pages/exists.rq"), thing=iri).boolean
    return render_template("reconciliation/entity.html", told=url_for("dereference.identity", path=record.id) if told else None, **_described(record))


@blueprint.get("/about")
def about() -> str:
    """How to use the service, for people."""
    return render_template(
        "reconciliation/about.html", address=url_for("reconciliation.service", _external=True), types=TYPES.values(), properties=PROPERTIES.values()
    )


def warm(app: Flask) -> None:
    """Makes what answers need, so that processes forked from this one share it; leaves no file open."""
    matcher = app.extensions["demarche-reconciliation"] = _made_for(app.config["SETTINGS"])
    matcher.candidates(Query(text="warm"))
    matcher.directory.gazetteer.close()


def _made_for(settings: Settings) -> Matcher:
    """A matcher over the packaged gazetteer, or that of the operator."""
    gazetteer = Gazetteer.load(index_in(settings.gazetteer))
    return Matcher(Directory(gazetteer, ConceptScheme.load("offices"), settings.base))


def _matcher() -> Matcher:
    """The matcher of this application, made at the first request where ``warm`` did not."""
    found = current_app.extensions.get("demarche-reconciliation")
    if found is None:
        found = current_app.extensions["demarche-reconciliation"] = _made_for(current_app.config["SETTINGS"])
    assert isinstance(found, Matcher)
    return found


def _sent() -> dict[str, str]:
    """The parameters of the address and of the form; each once."""
    found = dict(request.args.lists())
    if request.method == "POST":
        if request.mimetype not in _FORMS:
            raise UnsupportedMediaType("expected application/x-www-form-urlencoded with queries={...} or extend={...}")
        for name, values in request.form.lists():
            found[name] = [*found.get(name, []), *values]
    for name, values in found.items():
        if name in ("queries", "extend") and len(values) > 1:
            raise BadRequest(f"expected {name} once, found it {len(values)} times")
    return {name: values[0] for name, values in found.items()}


def _manifest() -> dict[str, Any]:
    root = request.url_root.rstrip("/")
    address = url_for("reconciliation.service", _external=True)
    return manifest(address, root, current_app.config["SETTINGS"].base, url_for("static", filename="icon.svg", _external=True))


def _json(content: dict[str, Any]) -> Response:
    """JSON, or a call of the function that ?callback= names."""
    text = json.dumps(content, ensure_ascii=False)
    callback = request.args.get("callback")
    if callback is None:
        return Response(text, content_type="application/json")
    if len(callback) > _MAX_CALLBACK or not _CALLBACK.fullmatch(callback):
        raise BadRequest("callback: expected the name of a function of at most 100 characters")
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")  # line ends to scripts of old browsers
    return Response(f"/**/{callback}({safe});", content_type="text/javascript; charset=utf-8")


def _prefix() -> str:
    prefix = request.args.get("prefix", "")
    if len(prefix) > MAX_TEXT:
        raise BadRequest(f"prefix: expected at most {MAX_TEXT} characters, found {len(prefix)}")
    return prefix


def _types() -> Any:
    """The types named by ?type=; 400 for one that is none."""
    for name in filter(None, request.args.getlist("type")):
        found = type_of(name)
        if found is None:
            raise BadRequest(f"type: expected one of {', '.join(TYPES)}, found {name[:40]!r}")
        yield found.id


def _identifier() -> str:
    identifier = request.args.get("id", "")
    if not identifier.strip() or len(identifier) > MAX_TEXT:
        raise BadRequest("id: expected the identifier of an entity, such as entity/Q399")
    return identifier


def _known() -> Record:
    identifier = _identifier()
    record = _matcher().directory.record(identifier)
    if record is None:
        raise NotFound("Nothing is known of this thing.")
    return record


def _described(record: Record) -> dict[str, Any]:
    directory = _matcher().directory
    tenures = directory.gazetteer.tenures(record.person.key) if record.person else ()
    tenures = directory.tenures_of(record.office) if record.office else tenures
    return {
        "record": record, "types": [TYPES[t].name for t in record.types], "facts": answers.facts(directory, record),
        "tenures": sorted(tenures, key=lambda t: (t.start or "", t.end or "9999"), reverse=True), "directory": directory,
    }  # fmt: skip
