"""Every shape has a good and a bad fixture: the good one is silent, the bad one provokes every message."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph
from rdflib.term import Node

from kg.validation import ONTOLOGY, Report, Result, Shapes, validate

FIXTURES = Path(__file__).parent / "shapes"
DEM = "https://w3id.org/demarche/ontology#"


@cache
def sources() -> Graph:
    graph = Graph().parse(ONTOLOGY / "shapes.ttl")
    for path in sorted((ONTOLOGY / "acts").glob("*.ttl")):
        graph.parse(path)
    return graph


@cache
def shapes() -> Shapes:
    return Shapes.load()


SHAPES = sorted(str(s).removeprefix(DEM).removesuffix("Shape") for s in sources().subjects(RDF.type, SH.NodeShape))


def reported(name: str) -> Report:
    graph = Graph().parse(FIXTURES / "frame.ttl").parse(FIXTURES / f"{name}.ttl")
    return validate(graph, shapes())


def messages_of(shape: Node) -> set[str]:
    """The messages of a shape and of what hangs on it; {?name} stands for a value."""
    parts = [shape, *sources().objects(shape, SH.property), *sources().objects(shape, SH.sparql)]
    return {str(m) for part in parts for m in sources().objects(part, SH.message)}


def pattern(message: str) -> str:
    return ".+".join(re.escape(part) for part in re.split(r"\{\?\w+\}", message))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_good_fixture_passes_without_a_word(shape: str) -> None:
    assert reported(f"{shape}.good").results == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_bad_fixture_provokes_every_message_of_the_shape(shape: str) -> None:
    (node,) = (s for s in sources().subjects(RDF.type, SH.NodeShape) if str(s) == f"{DEM}{shape}Shape")
    found = {r.message for r in reported(f"{shape}.bad").results}
    for message in messages_of(node):
        assert any(re.fullmatch(pattern(message), said) for said in found), f"{message!r} not among {found}"


def test_no_fixture_stands_without_a_shape() -> None:
    assert {p.stem.split(".")[0] for p in FIXTURES.glob("*.*.ttl")} == set(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_speaks_to_people_in_whole_sentences(shape: str) -> None:
    (node,) = (s for s in sources().subjects(RDF.type, SH.NodeShape) if str(s) == f"{DEM}{shape}Shape")
    assert messages_of(node)
    for message in messages_of(node):
        assert re.fullmatch(r"[A-Z].{15,}[.?]", message), message


def test_what_is_asked_at_once_is_what_each_shape_asks_of_each_node() -> None:
    graph = Graph().parse(FIXTURES / "frame.ttl")
    for path in sorted(FIXTURES.glob("*.bad.ttl")):
        graph.parse(path)
    one_by_one, at_once = (validate(graph, s).results for s in (Shapes(sources()), shapes()))
    assert at_once
    assert Counter(map(told, at_once)) == Counter(map(told, one_by_one))


def told(r: Result) -> tuple[str | None, ...]:
    """A result; where a question has no ?value, SHACL takes the node itself for it."""
    return r.focus, r.severity, r.message, r.path, r.value or r.focus, r.constraint, r.sentence
