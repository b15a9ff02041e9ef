"""With a list of services only these are called, however a query is written."""

import pytest

from kg.errors import OutsideError, QueryError
from kg.federation import check_calls
from kg.store import OxigraphStore

ALLOWED = ("https://norland.example/sparql", "https://norland.example/service?x=1")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { SERVICE <https://norland.example/sparql> { ?s ?p ?o } }",
        "SELECT * { service silent<https://norland.example/service?x=1>{ ?s ?p ?o } }",
        "SELECT * { SERVICE\n<https://norland.example/sparql> { SERVICE <https://norland.example/sparql> { ?s ?p ?o } } }",
    ],
)  # fmt: skip
def test_what_is_listed_may_be_called(query: str) -> None:
    check_calls(query, ALLOWED)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <https://sudria.example/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://norland.example/sparql/other> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://norland.example/sparql> { SERVICE <http://127.0.0.1/> { ?s ?p ?o } } }",
        "SELECT * { VALUES ?x { <http://127.0.0.1/> } SERVICE ?x { ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
        "SELECT * { SERVICE #<https://norland.example/sparql>\n<http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { S\\u0045RVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { \\U00000053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o.SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
        "SELECT * { FILTER(?x<?y&&'a>'='a>') SERVICE <http://127.0.0.1/> { ?s ?p 'z' } }",
        "BASE <http://127.0.0.1/> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'the service' }",
    ],
)  # fmt: skip
def test_what_is_not_listed_may_not_be_called(query: str) -> None:
    with pytest.raises(OutsideError, match="allowed are only"):
        check_calls(query, ALLOWED)


def test_a_query_that_is_not_valid_is_told_so_first(tmp_path: object) -> None:
    store = OxigraphStore.open(tmp_path / "store")  # type: ignore[operator]
    for services in ((), ALLOWED):
        with pytest.raises(QueryError, match="not valid SPARQL at line 1"):
            store.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p } }", services=services)
