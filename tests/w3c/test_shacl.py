"""SHACL core and SHACL-SPARQL through ``kg.validation``: whether a graph conforms, and each result that is told."""

from collections import Counter
from typing import Any

import pytest
from manifests import EXPECTED_FAILURES, MF, Test, cases, path_of
from manifests import tests_of as from_manifest
from rdflib import RDF, SH, BNode, Graph, URIRef

from kg.errors import ResourceError
from kg.validation import Result, Shapes, validate

SHT = "http://www.w3.org/ns/shacl-test#"
FILES = ("core/manifest", "sparql/manifest", "sparql/component/nodeValidator-001")  # the last stands in no manifest
TESTS = [t for file in FILES for t in from_manifest(f"shacl/{file}.ttl")]


@pytest.mark.parametrize("test", cases(TESTS))
def test_what_a_shape_complains_of_is_told(test: Test) -> None:
    described = test.manifest
    action, wanted = described.one(test.node, f"{MF}action"), described.one(test.node, f"{MF}result")
    data, shapes = graph(described.text(action, f"{SHT}dataGraph")), graph(described.text(action, f"{SHT}shapesGraph"))
    if wanted.value == f"{SHT}Failure":
        with pytest.raises(ResourceError):
            validate(data, Shapes(shapes))
        return
    report = validate(data, Shapes(shapes))
    expected = expected_of(graph(test.node.value.rpartition("/")[0] + "/" + test.node.value.rpartition("/")[2] + ".ttl"))
    assert Counter(map(told, report.results)) == expected
    assert (not report.results) is (described.text(wanted, str(SH.conforms)) in ("true", "1"))


def graph(iri: str) -> Graph:
    return Graph().parse(path_of(iri), publicID=iri, format="turtle")


def told(result: Result) -> tuple[Any, ...]:
    focus = None if result.focus.startswith(("n", "N")) and ":" not in result.focus else result.focus
    return (focus, result.severity, result.path, result.value, result.constraint)


def expected_of(described: Graph) -> Counter[tuple[Any, ...]]:
    """The results of a report, blank nodes left out."""
    found: Counter[tuple[Any, ...]] = Counter()
    for node in described.subjects(RDF.type, SH.ValidationResult):
        focus, path, value, severity, kind = (
            described.value(node, p) for p in (SH.focusNode, SH.resultPath, SH.value, SH.resultSeverity, SH.sourceConstraintComponent)
        )
        found[
            None if isinstance(focus, BNode) else str(focus), str(severity).split("#")[-1], str(path) if isinstance(path, URIRef) else None,
            None if value is None or isinstance(value, BNode) else str(value), str(kind).split("#")[-1],
        ] += 1  # fmt: skip
    return found


@pytest.mark.skipif(not TESTS, reason="DEMARCHE_SHARED names no folder with w3c/, the tests of the W3C")
def test_as_many_pass_as_is_claimed() -> None:
    assert len(TESTS) == 121
    assert sum(t.id not in EXPECTED_FAILURES for t in TESTS) >= 119
