"""The HTTP interface for programs, as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html)."""

from typing import Final

from kg import __version__
from server.exporting import FORMS
from server.negotiation import ROWS, TRIPLES
from server.operations import IRI, IRIS, TEXT, Json, form, format_of, get, operation, parameter, post
from server.reconciliation import interface

_RESULTS: Final = (*ROWS.values(), *TRIPLES.values())
_GRAPH_FORMS: Final = tuple(TRIPLES[name] for name in ("turtle", "ntriples", "rdfxml", "jsonld"))
_FORM: Final = "application/x-www-form-urlencoded"


def describe(server: str) -> Json:
    """The description of the interface at an address."""
    graph = [parameter("graph", IRI, "IRI of the graph"), parameter("default", TEXT, "the default graph; any value")]
    named = [parameter("path", TEXT, "path of the thing below the base", where="path"), format_of(TRIPLES)]
    dataset = [parameter(f"{kind}-graph-uri", IRIS, f"{kind} graphs that the query sees") for kind in ("default", "named")]
    using = [parameter(f"using-{kind}graph-uri", IRIS, "graphs that the update's patterns see") for kind in ("", "named-")]
    below = [parameter("path", TEXT, "address of the graph below this one", where="path")]
    paths = {
        "/sparql": {
            "get": get("Asks a SPARQL query; without one, describes the service.", [
                parameter("query", TEXT, "SPARQL"), *dataset, format_of({**ROWS, **TRIPLES}),
            ], _RESULTS),
            "post": post("Asks a SPARQL query.", _RESULTS, {
                _FORM: form("query", "default-graph-uri", "named-graph-uri"), "application/sparql-query": TEXT,
            }, dataset),
        },
        "/update": {"post": post("Runs a SPARQL update.", (), {
            _FORM: form("update", "using-graph-uri", "using-named-graph-uri"), "application/sparql-update": TEXT,
        }, using, status=("204",), secured=True)},
        "/rdf-graph-store": _graph_store(graph, created=True),
        "/rdf-graph-store/{path}": _graph_store(below, created=False),
        "/export": {"get": get("Everything, or one graph, as a stream.", [graph[0], format_of(FORMS)], tuple(FORMS.values()))},
        "/described": {"get": get("What is said of anything in the data.", [
            parameter("iri", IRI, "what to describe", required=True), parameter("page", {"type": "integer", "minimum": 1}, "page of what others say"),
            format_of(TRIPLES),
        ], (*TRIPLES.values(), "text/html"))},
        "/id/{path}": {"get": get("Leads to what is said of a thing.", named, (), status=("303",))},
        "/data/{path}": {"get": get("What is said of a thing, as RDF.", named, tuple(TRIPLES.values()))},
        "/page/{path}": {"get": get("What is said of a thing, for people.", named[:1], ("text/html",))},
        "/ontology": {"get": get("The vocabulary.", [format_of(TRIPLES)], (*TRIPLES.values(), "text/html"))},
        "/.well-known/void": {"get": get("What the store holds, by VoID.", [format_of(TRIPLES)], tuple(TRIPLES.values()))},
        "/openapi.json": {"get": get("This description.", [], ("application/json",))},
        "/healthz": {"get": get("Whether the store answers.", [], ("application/json",))},
        "/metrics": {"get": get("Counts, times and states, for Prometheus.", [], ("text/plain",))},
        **interface.paths(),
    }  # fmt: skip
    return {
        "openapi": "3.1.0", "servers": [{"url": server}], "paths": paths,
        "info": {"title": "Demarche", "version": __version__, "description": "A knowledge graph of diplomatic acts: SPARQL, graphs, exports.",
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": {
                "type": "object", "required": ["error", "status"],
                "properties": {"error": TEXT, "status": {"type": "integer"}, "line": {"type": "integer"}, "column": {"type": "integer"}},
            }},
        },
    }  # fmt: skip


def _graph_store(parameters: list[Json], *, created: bool) -> Json:
    content: Json = dict.fromkeys(_GRAPH_FORMS, TEXT)
    files: Json = {"type": "object", "additionalProperties": {"type": "string", "contentMediaType": "text/turtle"}}
    written = ("201", "204")
    return {
        "get": get("A graph.", [*parameters, format_of({n: TRIPLES[n] for n in ("turtle", "ntriples", "rdfxml", "jsonld")})], _GRAPH_FORMS),
        "put": post("Replaces a graph.", (), content, parameters, status=written, secured=True),
        "post": post("Adds to a graph; without a name makes one." if created else "Adds to a graph.", (), {
            **content, "multipart/form-data": files,
        }, parameters, status=written, secured=True),
        "delete": operation("Takes a graph out.", parameters, (), ("204",), secured=True),
    }  # fmt: skip
