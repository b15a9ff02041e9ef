"""SPARQL 1.1 and 1.2 over HTTP: queries and updates give what the W3C's tests expect, what is no SPARQL is refused."""

import manifests
import pytest
from comparing import accepted_for, same_graphs, same_results
from endpoint import Endpoint
from manifests import EXPECTED_FAILURES, MF, QT, RDFS, UT, Test, cases, path_of, quads_of

ASIDE = ("sparql11/entailment/", "sparql11/service/")  # no reasoner, no federation: neither is claimed
ONE, TWO = manifests.tests_of("sparql/sparql11/manifest-all.ttl"), manifests.tests_of("sparql/sparql12/manifest.ttl")
TESTS = [t for t in (*ONE, *TWO) if not t.id.startswith(ASIDE)]
QUERIES = [t for t in TESTS if t.kind in ("QueryEvaluationTest", "CSVResultFormatTest")]
UPDATES = [t for t in TESTS if t.kind == "UpdateEvaluationTest"]
SYNTAX = [t for t in TESTS if "Syntax" in t.kind]


@pytest.mark.parametrize("test", cases(QUERIES))
def test_a_query_gives_the_expected_results(endpoint: Endpoint, test: Test) -> None:
    described = test.manifest
    action = described.one(test.node, f"{MF}action")
    graphs = [g.value for g in described.all(action, f"{QT}graphData")]
    endpoint.load([d.value for d in described.all(action, f"{QT}data")], [(g, g) for g in graphs])
    source, expected = described.text(action, f"{QT}query"), path_of(described.text(test.node, f"{MF}result"))
    answer = endpoint.query(f"BASE <{source}>\n{path_of(source).read_text('utf-8')}", accepted_for(expected))
    assert answer.status == 200, answer.content.decode()
    assert same_results(answer, expected), answer.content.decode()


@pytest.mark.parametrize("test", cases(UPDATES))
def test_an_update_leaves_the_expected_graphs(endpoint: Endpoint, test: Test) -> None:
    described = test.manifest
    action, result = described.one(test.node, f"{MF}action"), described.one(test.node, f"{MF}result")
    endpoint.load(*_dataset(test, action))
    source = described.text(action, f"{UT}request")
    answer = endpoint.update(f"BASE <{source}>\n{path_of(source).read_text('utf-8')}")
    assert answer.status == 204, answer.content.decode()
    found = endpoint.statements()
    endpoint.load(*_dataset(test, result))
    assert same_graphs(found, endpoint.statements())


def _dataset(test: Test, node: object) -> tuple[list[str], list[tuple[str, str]]]:
    described = test.manifest
    named = [(described.text(g, f"{RDFS}label"), described.text(g, f"{UT}graph")) for g in described.all(node, f"{UT}graphData")]
    return [d.value for d in described.all(node, f"{UT}data")], named


@pytest.mark.parametrize("test", cases(SYNTAX))
def test_what_is_valid_is_taken_and_what_is_not_is_told_where(endpoint: Endpoint, test: Test) -> None:
    source = test.manifest.text(test.node, f"{MF}action")
    data = path_of(source).read_bytes().decode("utf-8", "surrogateescape")
    if "Update" in test.kind or source.endswith(".ru"):
        answer = endpoint.update(data)
    else:
        answer = endpoint.query(f"BASE <{source}>\n{data}", "*/*")
    if test.kind.startswith("Positive"):
        # 403: valid, but not allowed here (SERVICE, LOAD); a graph that is not there is told as a fault of running it
        assert answer.status in (200, 204, 403) or b"could not be run" in answer.content, answer.content.decode()
    else:
        assert answer.status == 400, answer.content.decode()


@pytest.mark.skipif(not TESTS, reason="DEMARCHE_SHARED names no folder with w3c/, the tests of the W3C")
@pytest.mark.parametrize(
    ("chosen", "total", "least"),
    [
        ([t for t in QUERIES if t in ONE], 235, 224),
        ([t for t in UPDATES if t in ONE], 94, 94),
        ([t for t in SYNTAX if t in ONE], 169, 169),
        ([t for t in TESTS if t in TWO], 269, 263),
    ],
    ids=["SPARQL 1.1 query", "SPARQL 1.1 update", "SPARQL 1.1 syntax", "SPARQL 1.2"],
)  # fmt: skip
def test_as_many_pass_as_is_claimed(chosen: list[Test], total: int, least: int) -> None:
    assert len(chosen) == total
    assert sum(t.id not in EXPECTED_FAILURES for t in chosen) >= least


@pytest.mark.skipif(not TESTS, reason="DEMARCHE_SHARED names no folder with w3c/, the tests of the W3C")
def test_every_expected_failure_is_a_test() -> None:
    known = {t.id for t in (*TESTS, *manifests.tests_of("shacl/core/manifest.ttl"), *manifests.tests_of("shacl/sparql/manifest.ttl"))}
    assert set(EXPECTED_FAILURES) <= known
    assert all(len(reason) > 30 for reason in EXPECTED_FAILURES.values())


def test_files_of_the_tests_are_read(endpoint: Endpoint) -> None:
    """The comparison can fail: one value changed is another graph."""
    if not UPDATES:
        pytest.skip("DEMARCHE_SHARED names no folder with w3c/, the tests of the W3C")
    quads = quads_of(path_of("http://w3c-tests.example/sparql/sparql11/basic-update/spo.ttl"))
    assert same_graphs(quads, list(quads))
    assert not same_graphs(quads, quads[1:])
