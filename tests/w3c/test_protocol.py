"""SPARQL 1.1 Protocol, Graph Store HTTP Protocol and Service Description: the requests of the W3C's tests as they stand."""

from typing import Any

import pyoxigraph as ox
import pytest
from comparing import same_graphs
from endpoint import Answer, Endpoint, parameters
from manifests import MF, RDFS, UT, Test, cases
from manifests import tests_of as from_manifest

HT, CNT, SD = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#", "http://www.w3.org/ns/sparql-service-description#"
ALL = from_manifest("sparql/sparql11/manifest-all.ttl")
NAMED = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
FORMS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}  # fmt: skip


def of_kind(kind: str) -> list[Test]:
    return [t for t in ALL if t.kind == kind]


@pytest.mark.parametrize("test", cases(of_kind("ProtocolTest")))
def test_the_protocol_is_kept(endpoint: Endpoint, test: Test) -> None:
    described = test.manifest
    graphs = [(described.text(g, f"{RDFS}label"), described.text(g, f"{UT}graph")) for g in described.all(test.node, f"{UT}graphData")]
    endpoint.load([], graphs)
    run(endpoint, test, lambda path, kind: f"{'/update' if is_update(test, path, kind) else '/sparql'}{path.removeprefix('/sparql/')}")


def is_update(test: Test, path: str, kind: str) -> bool:
    """The tests know one address for both; here updates have one of their own."""
    return "update" in test.id.split("/")[-1] and not kind.startswith("application/sparql-query")


@pytest.mark.parametrize("test", cases(of_kind("GraphStoreProtocolTest")))
def test_the_graph_store_protocol_is_kept(endpoint: Endpoint, test: Test) -> None:
    endpoint.load([], [])
    run(endpoint, test, lambda path, _: path.replace("/gsp", "/rdf-graph-store", 1))


def run(endpoint: Endpoint, test: Test, placed: Any) -> None:
    """The requests of a test in their order; what they give must fit what is expected."""
    described, location = test.manifest, ""
    requests = [r for c in described.all(test.node, f"{MF}action") for r in described.members(described.one(c, f"{HT}requests"))]
    assert requests
    for request in requests:
        headers = headers_of(described, request)
        body = described.one(request, f"{HT}body")
        encoding = described.text(body, f"{CNT}characterEncoding") or "UTF-8"
        content = None if body is None else described.text(body, f"{CNT}chars").encode(encoding)
        path = described.text(request, f"{HT}absolutePath").replace("$LOCATION$", location)
        method = described.text(request, f"{HT}methodName")
        answer = endpoint.ask(method, placed(path, dict(headers).get("content-type", "")), content, headers)
        check(test, described.one(request, f"{HT}resp"), answer)
        location = answer.headers.get("Location", location)


def headers_of(described: Any, node: Any) -> list[tuple[str, str]]:
    listed = described.one(node, f"{HT}headers")
    fields = described.members(listed) if listed is not None else ()
    return [(described.text(h, f"{HT}fieldName").lower(), described.text(h, f"{HT}fieldValue")) for h in fields]


def check(test: Test, wanted: Any, answer: Answer) -> None:
    described = test.manifest
    statuses = [s.value.split("#")[-1].removeprefix("StatusCode") for s in described.all(wanted, f"{MF}expectedStatus")]
    assert any(answer.status == NAMED.get(s, -1) or s == f"{answer.status // 100}xx" for s in statuses), (statuses, answer)
    if form := described.text(wanted, f"{MF}expectedFormat"):
        assert answer.kind in FORMS[form]
    if truth := described.text(wanted, f"{MF}expectedBoolean"):
        assert bool(ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.from_media_type(answer.kind))) is (truth == "true")
    if described.text(wanted, f"{MF}expectedLocation"):
        assert answer.headers["Location"].startswith("http://")
    expected = dict(headers_of(described, wanted))
    if "content-type" in expected:
        assert answer.headers["Content-Type"].replace(" ", "") == expected["content-type"].replace(" ", "")
    body = described.one(wanted, f"{HT}body")
    if body is not None:
        form = ox.RdfFormat.from_media_type(expected.get("content-type", answer.kind).split(";")[0])
        chars = described.text(body, f"{CNT}chars").encode()
        assert same_graphs(list(ox.parse(answer.content, format=form)), list(ox.parse(chars, format=form)))


# What Service Description 1.1 says of the terms used (section 3): the class of each property's values.
CLASSES = {
    "defaultDataset": "Dataset", "defaultGraph": "Graph", "namedGraph": "NamedGraph", "graph": "Graph",
    "availableGraphs": "GraphCollection",
}  # fmt: skip
PROPERTIES = {
    "endpoint", "feature", "defaultEntailmentRegime", "entailmentRegime", "defaultSupportedEntailmentProfile", "extensionFunction",
    "extensionAggregate", "languageExtension", "supportedLanguage", "propertyFeature", "inputFormat", "resultFormat", "name",
    "supportedEntailmentProfile", *CLASSES,
}  # fmt: skip


@pytest.mark.parametrize("test", cases(of_kind("ServiceDescriptionTest")))
def test_the_service_describes_itself(endpoint: Endpoint, test: Test) -> None:
    answer = endpoint.ask("GET", "/sparql", headers=[("Accept", "text/turtle, application/rdf+xml")])
    assert (answer.status, answer.kind) == (200, "text/turtle")
    address = ox.NamedNode(f"http://127.0.0.1:{endpoint.port}/sparql")
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    name = test.id.split("/")[-1]
    if name == "returns-rdf":
        assert quads
    elif name == "has-endpoint-triple":
        assert [q.object for q in quads if q.predicate.value == f"{SD}endpoint"].count(address) == 1
    else:
        assert name == "conforms-to-schema"
        types = {(q.subject, q.object.value) for q in quads if q.predicate == ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")}
        services = {s for s, kind in types if kind == f"{SD}Service"}
        assert sorted(map(str, services)) == sorted(str(q.subject) for q in quads if q.predicate.value == f"{SD}endpoint")
        assert address in services
        for q in quads:
            local = q.predicate.value.removeprefix(SD)
            if q.predicate.value.startswith(SD):
                assert local in PROPERTIES
                assert not isinstance(q.object, ox.Literal)
                assert local not in CLASSES or (q.object, f"{SD}{CLASSES[local]}") in types


@pytest.mark.skipif(not ALL, reason="DEMARCHE_SHARED names no folder with w3c/, the tests of the W3C")
def test_there_are_as_many_tests_as_is_claimed() -> None:
    assert [len(of_kind(k)) for k in ("ProtocolTest", "GraphStoreProtocolTest", "ServiceDescriptionTest")] == [34, 13, 3]


def test_writing_needs_the_token(endpoint: Endpoint) -> None:
    """The requests above bear it; without it, or with another, nothing is written."""
    import http.client

    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic Og=="}):
        connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=30)
        connection.request("DELETE", f"/rdf-graph-store?{parameters(graph='urn:g')}", headers=headers)
        response = connection.getresponse()
        assert response.status == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        connection.close()
