"""The HTTP interface for programs, as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg import __version__
from server.exporting import FORMS
from server.negotiation import ROWS, TRIPLES

_Json = dict[str, Any]
_RESULTS: Final = (*ROWS.values(), *TRIPLES.values())
_GRAPH_FORMS: Final = tuple(TRIPLES[name] for name in ("turtle", "ntriples", "rdfxml", "jsonld"))
_FORM: Final = "application/x-www-form-urlencoded"
_IRI: Final[_Json] = {"type": "string", "format": "iri"}
_TEXT: Final[_Json] = {"type": "string"}
_IRIS: Final[_Json] = {"type": "array", "items": _IRI}
_ERRORS: Final = {
    "400": "Not valid; a syntax error has its line and column", "401": "Writing needs the token", "403": "Switched off, or outside the store",
    "404": "Nothing is known of this", "405": "Not with this method", "406": "Not in a form that the client takes", "413": "Larger than allowed",
    "415": "A body of a type, charset or coding that is not taken", "429": "This client has used its share up",
    "503": "Busy, or the store is being written; try again", "504": "Stopped at the deadline", "507": "More rows, bytes or memory than allowed",
}  # fmt: skip


def describe(server: str) -> _Json:
    """The description of the interface at an address."""
    graph = [_parameter("graph", _IRI, "IRI of the graph"), _parameter("default", _TEXT, "the default graph; any value")]
    named = [_parameter("path", _TEXT, "path of the thing below the base", where="path"), _format(TRIPLES)]
    dataset = [_parameter(f"{kind}-graph-uri", _IRIS, f"{kind} graphs that the query sees") for kind in ("default", "named")]
    using = [_parameter(f"using-{kind}graph-uri", _IRIS, "graphs that the update's patterns see") for kind in ("", "named-")]
    below = [_parameter("path", _TEXT, "address of the graph below this one", where="path")]
    paths = {
        "/sparql": {
            "get": _get("Asks a SPARQL query; without one, describes the service.", [
                _parameter("query", _TEXT, "SPARQL"), *dataset, _format({**ROWS, **TRIPLES}),
            ], _RESULTS),
            "post": _post("Asks a SPARQL query.", _RESULTS, {
                _FORM: _form("query", "default-graph-uri", "named-graph-uri"), "application/sparql-query": _TEXT,
            }, dataset),
        },
        "/update": {"post": _post("Runs a SPARQL update.", (), {
            _FORM: _form("update", "using-graph-uri", "using-named-graph-uri"), "application/sparql-update": _TEXT,
        }, using, status=("204",), secured=True)},
        "/rdf-graph-store": _graph_store(graph, created=True),
        "/rdf-graph-store/{path}": _graph_store(below, created=False),
        "/export": {"get": _get("Everything, or one graph, as a stream.", [graph[0], _format(FORMS)], tuple(FORMS.values()))},
        "/described": {"get": _get("What is said of anything in the data.", [
            _parameter("iri", _IRI, "what to describe", required=True), _parameter("page", {"type": "integer", "minimum": 1}, "page of what others say"),
            _format(TRIPLES),
        ], (*TRIPLES.values(), "text/html"))},
        "/id/{path}": {"get": _get("Leads to what is said of a thing.", named, (), status=("303",))},
        "/data/{path}": {"get": _get("What is said of a thing, as RDF.", named, tuple(TRIPLES.values()))},
        "/page/{path}": {"get": _get("What is said of a thing, for people.", named[:1], ("text/html",))},
        "/ontology": {"get": _get("The vocabulary.", [_format(TRIPLES)], (*TRIPLES.values(), "text/html"))},
        "/.well-known/void": {"get": _get("What the store holds, by VoID.", [_format(TRIPLES)], tuple(TRIPLES.values()))},
        "/openapi.json": {"get": _get("This description.", [], ("application/json",))},
        "/healthz": {"get": _get("Whether the store answers.", [], ("application/json",))},
    }  # fmt: skip
    return {
        "openapi": "3.1.0", "servers": [{"url": server}], "paths": paths,
        "info": {"title": "Demarche", "version": __version__, "description": "A knowledge graph of diplomatic acts: SPARQL, graphs, exports.",
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": {
                "type": "object", "required": ["error", "status"],
                "properties": {"error": _TEXT, "status": {"type": "integer"}, "line": {"type": "integer"}, "column": {"type": "integer"}},
            }},
        },
    }  # fmt: skip


def _graph_store(parameters: list[_Json], *, created: bool) -> _Json:
    content: _Json = dict.fromkeys(_GRAPH_FORMS, _TEXT)
    files: _Json = {"type": "object", "additionalProperties": {"type": "string", "contentMediaType": "text/turtle"}}
    written = ("201", "204")
    return {
        "get": _get("A graph.", [*parameters, _format({n: TRIPLES[n] for n in ("turtle", "ntriples", "rdfxml", "jsonld")})], _GRAPH_FORMS),
        "put": _post("Replaces a graph.", (), content, parameters, status=written, secured=True),
        "post": _post("Adds to a graph; without a name makes one." if created else "Adds to a graph.", (), {
            **content, "multipart/form-data": files,
        }, parameters, status=written, secured=True),
        "delete": _operation("Takes a graph out.", parameters, (), ("204",), secured=True),
    }  # fmt: skip


def _get(summary: str, parameters: list[_Json], kinds: Iterable[str], status: Iterable[str] = ("200",)) -> _Json:
    return _operation(summary, parameters, kinds, status)


def _post(
    summary: str, kinds: Iterable[str], bodies: Mapping[str, _Json], parameters: list[_Json], *,
    status: Iterable[str] = ("200",), secured: bool = False,
) -> _Json:  # fmt: skip
    made = _operation(summary, parameters, kinds, status, secured=secured)
    return made | {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind, schema in bodies.items()}}}


def _operation(summary: str, parameters: list[_Json], kinds: Iterable[str], status: Iterable[str], *, secured: bool = False) -> _Json:
    content: _Json = {kind: {"schema": {}} for kind in kinds}
    told = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}, "text/html": {"schema": _TEXT}}
    answers: _Json = {code: {"description": summary, **({"content": content} if content else {})} for code in status}
    errors = {code: {"description": words, "content": told} for code, words in _ERRORS.items()}
    return {"summary": summary, "parameters": parameters, "responses": answers | errors, **({"security": [{"token": []}]} if secured else {})}


def _parameter(name: str, schema: _Json, words: str, *, where: str = "query", required: bool = False) -> _Json:
    return {"name": name, "in": where, "required": required or where == "path", "schema": schema, "description": words}


def _format(offered: Mapping[str, str]) -> _Json:
    return _parameter("format", {"type": "string", "enum": [*offered]}, "form of the answer; wins over Accept")


def _form(text: str, *graphs: str) -> _Json:
    return {"type": "object", "required": [text], "properties": {text: _TEXT, **dict.fromkeys(graphs, _IRIS)}}
