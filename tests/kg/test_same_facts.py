"""The graph and the JSON form of an article tell the same."""

from typing import Any

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg.exchange.article_json import to_object
from kg.graph import build_graph
from kg.model import Conversion
from kg.resources import Resources
from ontology.terms import DEM

OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def graph(seed: Conversion, resources: Resources) -> Graph:
    return build_graph(seed, resources.catalogue)


@pytest.fixture(scope="module")
def told(seed: Conversion, resources: Resources) -> dict[str, Any]:
    return to_object(seed, resources.catalogue)


def name(iri: object) -> str:
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def text(graph: Graph, subject: Any, prop: URIRef) -> str | None:
    value = graph.value(subject, prop)
    return None if value is None else str(value)


def test_the_same_acts_of_the_same_factuality(graph: Graph, told: dict[str, Any]) -> None:
    in_graph = {(str(a), name(graph.value(a, DEM.factuality))) for a in graph.subjects(DEM.reportedBy)}
    assert in_graph == {(a["iri"], a["factuality"]) for a in told["acts"]}
    for act in told["acts"]:
        assert (URIRef(act["iri"]), RDF.type, URIRef(f"{DEM.NAMESPACE}{act['type']}")) in graph


def test_the_same_participants_in_the_same_roles_for_the_same_states(graph: Graph, told: dict[str, Any]) -> None:
    in_graph = set()
    for act, part in graph.subject_objects(DEM.hasParticipation):
        who = graph.value(part, DEM.participant) or graph.value(part, DEM.participantThing)
        states = frozenset(str(graph.value(b, RDFS.label)) for b in graph.objects(part, DEM.onBehalfOf))
        in_graph.add((str(act), str(who), name(graph.value(part, DEM.role)).removesuffix("Role"), states))
    in_json = {(a["iri"], p["iri"], p["as"], frozenset(p["onBehalfOf"])) for a in told["acts"] for p in a["participants"]}
    assert in_graph == in_json


def test_the_same_times_and_places(graph: Graph, told: dict[str, Any]) -> None:
    for act in told["acts"]:
        node = URIRef(act["iri"])
        extent = graph.value(node, DEM.time)
        assert (text(graph, extent, DEM.edtf) if extent is not None else None) == act["interval"]
        if act["date"] is not None:
            assert text(graph, extent, DEM.inferred) == str(act["date"]["inferred"]).lower()
        place = graph.value(node, DEM.place) or graph.value(node, DEM.inferredPlace)
        assert (str(place) if place is not None else None) == (act["place"]["iri"] if act["place"] else None)


def test_the_same_topics_outcomes_and_quotations(graph: Graph, told: dict[str, Any]) -> None:
    for act in told["acts"]:
        node = URIRef(act["iri"])
        assert {str(graph.value(t, SKOS.prefLabel)) for t in graph.objects(node, DEM.topic)} == {t["label"] for t in act["topics"]}
        assert text(graph, node, DEM.outcomeText) == act["outcome"]
        assert {str(q) for q in graph.objects(node, DEM.quoteText)} == {q["text"] for q in act["quotes"]}


def test_the_same_ties(graph: Graph, told: dict[str, Any]) -> None:
    in_graph = {
        (str(act), str(graph.value(tie, DEM.tieKind)), str(graph.value(tie, DEM.tieTarget)))
        for act, tie in graph.subject_objects(DEM.hasTie)
    }
    assert in_graph == {(a["iri"], r["type"], r["target"]) for a in told["acts"] for r in a["relations"]}
    for act, kind, target in in_graph:
        assert (URIRef(act), URIRef(f"{DEM.NAMESPACE}{kind}"), URIRef(target)) in graph


def test_the_same_entities_with_the_same_links(graph: Graph, told: dict[str, Any]) -> None:
    for entity in told["entities"]:
        if entity["kind"] != "conflict":  # a conflict is told as an act
            assert str(graph.value(URIRef(entity["iri"]), RDFS.label)) == entity["label"]
            link = text(graph, URIRef(entity["iri"]), SCHEMA.sameAs)
            assert (name(link) if link else None) == entity["wikidata"]


def test_the_same_offices_claims_and_estimates(graph: Graph, told: dict[str, Any]) -> None:
    def label(node: Any) -> str:
        return str(graph.value(node, RDFS.label))

    offices = {
        (label(graph.value(t, DEM.tenureHolder)), str(graph.value(t, DEM.titleAsWritten)), label(graph.value(graph.value(t, DEM.tenureOf), DEM.officeOf)))
        for t in graph.subjects(RDF.type, DEM.OfficeTenure)
    }
    assert offices == {(r["person"], r["role"], r["of"]) for r in told["roles"]}
    claims = {(label(graph.value(c, DEM.claimant)), label(graph.value(c, DEM.claimedTerritory))) for c in graph.subjects(RDF.type, DEM.TerritorialClaim)}
    assert claims == {(c["claimant"], c["territory"]) for c in told["claims"]}
    estimates = {
        (str(graph.value(e, DEM.quantityKind)), str(graph.value(e, DEM.quantityWords)), text(graph, e, DEM.lowerBound), text(graph, e, DEM.estimateOf))
        for e in graph.subjects(RDF.type, DEM.QuantityEstimate)
    }
    assert estimates == {(e["quantity"], e["words"], str(e["lower"]) if e["lower"] is not None else None, e["act"]) for e in told["estimates"]}


def test_every_stretch_of_evidence_is_in_both(graph: Graph, told: dict[str, Any]) -> None:
    quoted = {(int(str(graph.value(s, OA.start))), int(str(graph.value(s, OA.end)))) for s in graph.subjects(RDF.type, OA.TextPositionSelector)}
    for act in told["acts"]:
        for span in act["evidence"]:
            assert (span["start"], span["end"]) in quoted


def test_what_is_inferred_is_told_with_less_confidence_than_the_act(graph: Graph, told: dict[str, Any]) -> None:
    confidence = {a["iri"]: float(a["confidence"]) for a in told["acts"]}
    inferred = [(a, t) for a, t in graph.subject_objects(DEM.time) if str(graph.value(t, DEM.inferred)) == "true"]
    assert inferred
    for act, extent in inferred:
        attestation = graph.value(extent, DEM.hasAttestation)
        assert graph.value(attestation, DEM.evidentiality) == DEM.inferredGround
        assert float(str(graph.value(attestation, DEM.confidence))) < confidence[str(act)]
