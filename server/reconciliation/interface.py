"""The reconciliation service in the terms of OpenAPI; the manifest at ``/reconcile`` describes it in those of its own specification."""

import json
from typing import Any, Final

from server.operations import TEXT, Json, get, parameter, post
from server.reconciliation.protocol import MAX_TEXT
from server.reconciliation.types import TYPES

_JSON: Final = ("application/json", "text/javascript")  # the latter for ?callback=
_CALLBACK: Final = parameter("callback", {"type": "string", "maxLength": 100}, "name of a function that the answer shall call (JSONP)")
_BOUNDED: Final[Json] = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
_KIND: Final = parameter("kind", {"type": "string", "enum": ["entity", "type", "property"]}, "what is looked for", where="path")
_QUERIES: Final = {"q0": {"query": "Lavrov", "type": "Person", "limit": 3, "properties": [{"pid": "on", "v": "2021-04-02"}]}}
_EXTENSION: Final = {"ids": ["entity/Q58217"], "properties": [{"id": "office", "settings": {"on": "2021-04-02"}}]}


def paths() -> Json:
    """The addresses below ``/reconcile``."""
    asked = {"queries": _text_of(_QUERIES, "queries by a key each"), "extend": _text_of(_EXTENSION, "entities, and what shall be told of them")}
    form: Json = {"type": "object", "minProperties": 1, "maxProperties": 1, "properties": asked}
    named = [parameter(name, schema, str(schema["description"])) for name, schema in asked.items()]
    kind = parameter("type", {"type": "string", "enum": [*TYPES]}, "only of this type")
    prefix, cursor = parameter("prefix", {**TEXT, "maxLength": MAX_TEXT}, "what was typed so far"), _number("cursor", "how many to pass over")
    known = parameter("id", {**_BOUNDED, "examples": ["entity/Q399"]}, "identifier", required=True)
    return {
        "/reconcile": {
            "get": get("The manifest; with queries candidates, with extend values of properties.", [*named, _CALLBACK], _JSON),
            "post": post("Candidates for queries, or values of properties.", _JSON, {
                "application/x-www-form-urlencoded": form, "multipart/form-data": form,
            }, [_CALLBACK]),
        },
        "/reconcile/suggest/{kind}": {"get": get("What begins with what was typed.", [_KIND, prefix, cursor, kind, _CALLBACK], _JSON)},
        "/reconcile/flyout/{kind}": {"get": get("A few words on one thing.", [_KIND, known, _CALLBACK], _JSON)},
        "/reconcile/properties": {"get": get("The properties that things of a type may have.", [kind, _number("limit", "at most so many"), _CALLBACK], _JSON)},
        "/reconcile/preview": {"get": get("A small page on one thing, for a frame.", [known], ("text/html",))},
        "/reconcile/entity": {"get": get("A page on one thing.", [known], ("text/html",))},
        "/reconcile/about": {"get": get("How to use the service.", [], ("text/html",))},
    }  # fmt: skip


def _text_of(example: Any, words: str) -> Json:
    """A text that holds JSON."""
    return {"type": "string", "contentMediaType": "application/json", "description": f"JSON: {words}", "examples": [json.dumps(example)]}


def _number(name: str, words: str) -> Json:
    return parameter(name, {"type": "integer", "minimum": 0}, words)
