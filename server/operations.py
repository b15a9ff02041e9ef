"""The parts of an OpenAPI description: operations, parameters, forms (https://spec.openapis.org/oas/v3.1.1.html#operation-object)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

Json = dict[str, Any]
IRI: Final[Json] = {"type": "string", "format": "iri"}
TEXT: Final[Json] = {"type": "string"}
IRIS: Final[Json] = {"type": "array", "items": IRI}
_ERRORS: Final = {
    "400": "Not valid; a syntax error has its line and column", "401": "Writing needs the token", "403": "Switched off, or outside the store",
    "404": "Nothing is known of this", "405": "Not with this method", "406": "Not in a form that the client takes", "413": "Larger than allowed",
    "415": "A body of a type, charset or coding that is not taken", "429": "This client has used its share up",
    "503": "Busy, or the store is being written; try again", "504": "Stopped at the deadline", "507": "More rows, bytes or memory than allowed",
}  # fmt: skip


def get(summary: str, parameters: list[Json], kinds: Iterable[str], status: Iterable[str] = ("200",)) -> Json:
    """Reading: a client that has the answer already is told so."""
    made = operation(summary, parameters, kinds, status)
    made["responses"]["304"] = {"description": "What the client has still holds"}
    return made


def post(
    summary: str, kinds: Iterable[str], bodies: Mapping[str, Json], parameters: list[Json], *,
    status: Iterable[str] = ("200",), secured: bool = False,
) -> Json:  # fmt: skip
    """An operation with a body: a schema for each media type."""
    made = operation(summary, parameters, kinds, status, secured=secured)
    return made | {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind, schema in bodies.items()}}}


def operation(summary: str, parameters: list[Json], kinds: Iterable[str], status: Iterable[str], *, secured: bool = False) -> Json:
    """An operation: a summary, its parameters, the media types of its answers, their status, and the errors that all share."""
    content: Json = {kind: {"schema": {}} for kind in kinds}
    told = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}, "text/html": {"schema": TEXT}}
    answers: Json = {code: {"description": summary, **({"content": content} if content else {})} for code in status}
    errors = {code: {"description": words, "content": told} for code, words in _ERRORS.items()}
    return {"summary": summary, "parameters": parameters, "responses": answers | errors, **({"security": [{"token": []}]} if secured else {})}


def parameter(name: str, schema: Json, words: str, *, where: str = "query", required: bool = False) -> Json:
    """A parameter of the address, unless ``where`` says otherwise."""
    return {"name": name, "in": where, "required": required or where == "path", "schema": schema, "description": words}


def format_of(offered: Mapping[str, str]) -> Json:
    """The parameter that names the form of the answer."""
    return parameter("format", {"type": "string", "enum": [*offered]}, "form of the answer; wins over Accept")


def form(text: str, *graphs: str) -> Json:
    """A form with a text and names of graphs."""
    return {"type": "object", "required": [text], "properties": {text: TEXT, **dict.fromkeys(graphs, IRIS)}}
