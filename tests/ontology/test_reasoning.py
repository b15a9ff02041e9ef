"""HermiT: the ontology holds together, planted faults do not, and the explanation is small."""

from collections.abc import Callable, Sequence

import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef

from kg.frames import load_catalogue
from kg.graph import build_graph
from kg.model import Conversion
from ontology.axioms import Axiom, axioms, ontology_axioms
from ontology.contradiction import smallest
from ontology.errors import ReasoningError
from ontology.reasoning import check, explain, infer
from ontology.wording import words

DEM = Namespace("https://w3id.org/demarche/ontology#")
PREFIXES = """
@prefix dem: <https://w3id.org/demarche/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
CITY_AS_PARTICIPANT = """
:talks a dem:Meeting ; dem:hasParticipation :side .
:side a dem:Participation ; dem:participant :norgrad .
:norgrad a dem:City .
"""
FAULTS = {
    "a city as participant": CITY_AS_PARTICIPANT,
    "a disputed territory inside a region of a state": """
        :one a dem:TerritorialClaim ; dem:claimant :norland ; dem:claimedTerritory :isle ; owl:differentFrom :other .
        :other a dem:TerritorialClaim ; dem:claimant :sudria ; dem:claimedTerritory :isle .
        :isle a dem:Region ; dem:locatedIn :sea . :sea a dem:Region ; dem:locatedIn :sudria . :sudria a dem:State .""",
    "a tenure with two holders": """
        :tenure a dem:OfficeTenure ; dem:tenureHolder :anna, :berta . :anna owl:differentFrom :berta .""",
    "a participation in two roles": ":side a dem:Participation ; dem:role dem:hostRole, dem:mediatorRole .",
    "an act both asserted and denied": ":talks a dem:Meeting ; dem:factuality dem:asserted, dem:denied .",
    "a role that is a person": ":side a dem:Participation ; dem:role :onlooker . :onlooker a dem:Person .",
    "relations with itself": ":norland dem:diplomaticRelationsWith :norland .",
    "two states of one code": """
        :norland a dem:State ; dem:isoCode "NX" . :sudria a dem:State ; dem:isoCode "NX" ; owl:differentFrom :norland .""",
    "a state that is a de facto polity": ":norland a dem:State, dem:DeFactoPolity .",
    "a code of a city": ':norgrad a dem:City ; dem:isoCode "NG" .',
}  # fmt: skip


def graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.mark.java
def test_the_ontology_is_consistent_and_every_class_can_have_members() -> None:
    assert check().words() == "consistent, no unsatisfiable class"


@pytest.mark.java
def test_the_ontology_with_the_graph_of_the_seed_article_is_consistent(seed: Conversion) -> None:
    assert check(build_graph(seed, load_catalogue())).sound


@pytest.mark.java
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_inconsistent(fault: str) -> None:
    assert not check(graph(fault)).consistent


@pytest.mark.java
def test_names_alone_do_not_make_two_holders_two_people() -> None:
    assert check(graph(":tenure a dem:OfficeTenure ; dem:tenureHolder :anna, :anna-berg .")).sound


@pytest.mark.java
@pytest.mark.slow
def test_a_class_that_nothing_can_be_in_is_named_and_explained() -> None:
    extension = graph("dem:CityState a owl:Class ; rdfs:subClassOf dem:City, dem:State .")
    report = check(extension)
    assert report.consistent
    assert report.unsatisfiable == ("CityState",)
    assert "every dem:CityState is a dem:City" in explain(report, extension)


@pytest.mark.java
def test_the_shortcuts_that_the_converter_writes_follow_from_the_full_model(
    converted: Callable[[str], Conversion],
) -> None:
    told = build_graph(converted("The Norlandic president met the Sudrian prime minister in Ostburg on Monday."), load_catalogue())
    written = set(told.triples((None, DEM.hasParticipant, None))) | set(told.triples((None, DEM.involvesParty, None)))
    bare = Graph()
    for triple in set(told) - written:
        bare.add(triple)
    assert len(written) == 4
    assert written <= _inferred(bare)


@pytest.mark.java
def test_what_follows_goes_to_a_graph_apart() -> None:
    dataset = Dataset()
    dataset.parse(data=infer(graph(":talks a dem:Meeting ; dem:place :norgrad . :norgrad dem:locatedIn :norland .")), format="trig")
    names = {str(g.identifier) for g in dataset.graphs() if len(g)}
    assert names == {"https://w3id.org/demarche/inferred"}
    talks, norland = URIRef("https://example.org/talks"), URIRef("https://example.org/norland")
    assert (talks, DEM.heldWithin, norland, URIRef(names.pop())) in dataset
    assert (talks, RDF.type, DEM.Meeting, None) not in dataset  # said, not inferred


def _inferred(told: Graph) -> set[tuple[object, object, object]]:
    dataset = Dataset(default_union=True)
    dataset.parse(data=infer(told), format="trig")
    return {(s, p, o) for s, p, o, _ in dataset.quads()}


@pytest.mark.java
def test_relations_hold_both_ways() -> None:
    dataset = _inferred(graph(":norland dem:diplomaticRelationsWith :sudria ."))
    assert (URIRef("https://example.org/sudria"), DEM.diplomaticRelationsWith, URIRef("https://example.org/norland")) in dataset


@pytest.mark.java
def test_nothing_is_inferred_from_an_inconsistent_graph() -> None:
    with pytest.raises(ReasoningError, match="inconsistent"):
        infer(graph(CITY_AS_PARTICIPANT))


def test_without_java_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ReasoningError, match="HermiT needs Java"):
        check()


def test_a_literal_that_does_not_fit_its_datatype_is_named() -> None:
    with pytest.raises(ReasoningError, match=r"expected a literal of .*decimal, found 'high'"):
        check(graph(':words a dem:Attestation ; dem:confidence "high"^^xsd:decimal .'))


def test_dates_stay_outside_what_the_reasoner_reads() -> None:
    day = graph(':talks a dem:Meeting ; dem:date "2021-04-01"^^xsd:date ; dem:sentence "They met."@en .')
    read = {a.head[1] for a in axioms(day, ontology_axioms())}
    assert read == {RDF.type, DEM.sentence}


@pytest.mark.parametrize(
    ("contradiction", "size"), [({3}, 1), ({1, 8}, 2), ({0, 4, 9}, 3), ({10, 19}, 2), ({2, 11, 17}, 3)], ids=str
)
def test_leaving_parts_out_finds_the_smallest_set(contradiction: set[int], size: int) -> None:
    rows = [_numbered(i) for i in range(20)]

    def contradicts(kept: Sequence[Axiom]) -> bool:
        return {int(a.head[2]) for a in kept if isinstance(a.head[2], Literal)} >= contradiction

    found = smallest(rows[:10], rows[10:], contradicts)
    assert {int(a.head[2]) for a in found if isinstance(a.head[2], Literal)} == contradiction
    assert len(found) == size


def _numbered(number: int) -> Axiom:
    triple = (URIRef(f"https://example.org/{number}"), DEM.confidence, Literal(number))
    return Axiom(triple, frozenset([triple]))


def test_every_axiom_of_the_ontology_can_be_read_out() -> None:
    for axiom in ontology_axioms():
        line = words(axiom)
        assert "restricted on" not in line
        assert all("://" in part for part in line.split() if part.startswith("<")), line  # no blank node shows
