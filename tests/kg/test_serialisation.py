import pytest
from rdflib import RDF, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.errors import ResourceError
from kg.exchange.serialisation import FORMATS, serialise

NAME = "https://example.org/graph"
P = URIRef("https://example.org/terms#says")


def graph(*, blank: bool = False) -> Graph:
    made = Graph()
    subject = URIRef("https://example.org/a")
    for value in (
        "plain", 'quo"te', "a < b & c > d", "two\nlines\tand\ttabs", "Ünïcödé \U0001f54a", "", "  spaces  ", "carriage\rreturn", "]]>",
    ):  # fmt: skip
        made.add((subject, P, Literal(value)))
    made.add((subject, P, Literal("hello", lang="en")))
    made.add((subject, P, Literal("2021-05-03", datatype=XSD.date)))
    made.add((subject, RDF.type, URIRef("https://example.org/terms#Thing")))
    made.add((subject, URIRef("https://example.org/path/last"), URIRef("https://example.org/b?x=1&y=2")))
    if blank:
        made.add((subject, P, node := BNode()))
        made.add((node, P, Literal("inner")))
    return made


PARSERS = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_graph_survives_every_form(form: str) -> None:
    data = serialise(graph(), NAME, form)
    found = Graph()
    if form in ("trig", "nquads", "jsonld"):
        for s, p, o, name in Dataset().parse(data=data, format=PARSERS[form]).quads((None, None, None, None)):
            assert str(name) == NAME
            found.add((s, p, o))
    else:
        found.parse(data=data, format=PARSERS[form])
    assert set(found) == set(graph())


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_statements_does_not_matter(form: str) -> None:
    turned = Graph()
    for triple in sorted(graph(), reverse=True):
        turned.add(triple)
    assert serialise(turned, NAME, form) == serialise(graph(), NAME, form)


def test_blank_nodes_survive_rdf_xml() -> None:
    assert isomorphic(Graph().parse(data=serialise(graph(blank=True), NAME, "rdfxml"), format="xml"), graph(blank=True))


def test_a_property_that_no_element_can_bear_is_told() -> None:
    made = Graph()
    made.add((URIRef("https://example.org/a"), URIRef("https://example.org/12"), Literal(1)))
    with pytest.raises(ResourceError, match=r"example\.org/12: expected a property"):
        serialise(made, NAME, "rdfxml")


def test_an_unknown_form_is_told() -> None:
    with pytest.raises(ResourceError, match="expected a format of turtle"):
        serialise(graph(), NAME, "docx")
