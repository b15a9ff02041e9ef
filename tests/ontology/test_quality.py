"""Each quality query passes a good graph, catches a bad one, and finds nothing in the ontology."""

from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from ontology.quality import ONTOLOGY, broken_by, check_names, whole_ontology

PREFIXES = """
@prefix dem: <https://w3id.org/demarche/ontology#> . @prefix frame: <https://w3id.org/demarche/frame#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix vann: <http://purl.org/vocab/vann/> . @prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
@prefix bibo: <http://purl.org/ontology/bibo/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
"""
METADATA = """<https://example.org/o> a owl:Ontology ; owl:versionIRI <https://example.org/o/1> ; dcterms:title "T" ;
    dcterms:description "D" ; dcterms:abstract "A" ; dcterms:creator "C" ; dcterms:publisher "P" ; dcterms:created "2026" ;
    dcterms:bibliographicCitation "B" ; owl:versionInfo "1" ; vann:preferredNamespacePrefix "o" ;
    vann:preferredNamespaceUri "https://example.org/o#" ; bibo:status "testing" """
# check: (what it passes, what it catches, the term that it names)
CASES = {
    "act-outside-the-tree": (
        "dem:Toast rdfs:subClassOf dem:SpeechAct ; frame:evokedBy [] . dem:SpeechAct rdfs:subClassOf dem:Event .",
        "dem:Toast rdfs:subClassOf dem:Agent ; frame:evokedBy [] .",
        "Toast",
    ),
    "act-without-shape": (
        'dem:Toast frame:evokedBy [] . dem:S sh:targetClass dem:Toast ; sh:property [ sh:message "Who?"@en ] .',
        "dem:Toast frame:evokedBy [] . dem:S sh:targetClass dem:Toast ; sh:property [ sh:minCount 1 ] .",
        "Toast",
    ),
    "annotation-whitespace": ('dem:Toast rdfs:label "state dinner"@en .', 'dem:Toast rdfs:label "toast "@en .', "Toast"),
    "built-in-vocabulary": ("dem:Toast a owl:Class .", "owl:Toast a owl:Class .", "Toast"),
    "cycle": (
        "dem:Toast rdfs:subClassOf dem:Act . dem:Act rdfs:subClassOf dem:Event .",
        "dem:Toast rdfs:subClassOf dem:Act . dem:Act rdfs:subClassOf dem:Toast .",
        "Toast",
    ),
    "date-datatype": ("dem:day rdfs:range xsd:dateTime .", "dem:day rdfs:range xsd:date .", "day"),
    "deprecated-reference": (
        "dem:Old owl:deprecated true . dem:New dcterms:replaces dem:Old .",
        "dem:Old owl:deprecated true . dem:New rdfs:subClassOf dem:Old .",
        "New",
    ),
    "duplicate-definition": (
        'dem:A skos:definition "One thing."@en . dem:B skos:definition "Another."@en .',
        'dem:A skos:definition "One thing."@en . dem:B skos:definition "One thing."@en .',
        "A",
    ),
    "duplicate-label": (
        'dem:A a owl:Class ; rdfs:label "thing"@en . dem:b a owl:ObjectProperty ; rdfs:label "thing"@en .',
        'dem:A a owl:Class ; rdfs:label "thing"@en . dem:B a owl:Class ; rdfs:label "thing"@en .',
        "A",
    ),
    "equivalent-properties": (
        "dem:place owl:equivalentProperty <https://example.org/place> .",
        "dem:place owl:equivalentProperty dem:venue .",
        "place",
    ),
    "is-relation": (
        'dem:organOf a owl:ObjectProperty ; rdfs:label "organ of"@en .',
        'dem:kind a owl:ObjectProperty ; rdfs:label "is a"@en .',
        "kind",
    ),
    "missing-definition": (
        'dem:A a owl:Class ; skos:definition "One thing."@en .',
        'dem:A a owl:Class ; rdfs:comment "One thing."@en .',
        "A",
    ),
    "missing-disjointness": (
        METADATA + " . [] a owl:AllDisjointClasses ; owl:members ( dem:A dem:B ) .",
        METADATA + " .",
        "https://example.org/o",
    ),
    "missing-domain-range": (
        "dem:p a owl:ObjectProperty ; rdfs:range dem:A .",
        "dem:p a owl:ObjectProperty .",
        "p",
    ),
    "missing-example": ('dem:A a owl:Class ; skos:example "this"@en .', "dem:A a owl:Class .", "A"),
    "missing-home": ("dem:A a owl:Class ; rdfs:isDefinedBy <https://example.org/o> .", "dem:A a owl:Class .", "A"),
    "missing-inverse": (
        """dem:hasSpeaker a owl:ObjectProperty ; rdfs:domain dem:A ; rdfs:range dem:B ; owl:inverseOf dem:speakerOf .
           dem:speakerOf a owl:ObjectProperty ; rdfs:domain dem:B ; rdfs:range dem:A .""",
        """dem:hasSpeaker a owl:ObjectProperty ; rdfs:domain dem:A ; rdfs:range dem:B .
           dem:speakerOf a owl:ObjectProperty ; rdfs:domain dem:B ; rdfs:range dem:A .""",
        "hasSpeaker",
    ),
    "missing-label": ('dem:A a owl:Class ; rdfs:label "a"@en .', 'dem:A a owl:Class ; rdfs:label "ein A"@de .', "A"),
    "missing-licence": (
        "<https://example.org/o> a owl:Ontology ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> .",
        '<https://example.org/o> a owl:Ontology ; dcterms:license "CC BY" .',
        "https://example.org/o",
    ),
    "missing-metadata": (METADATA + '; dcterms:modified "2026" .', METADATA + " .", "https://example.org/o"),
    "missing-status": (
        'dem:A a owl:Class ; vs:term_status "stable" .',
        'dem:A a owl:Class ; vs:term_status "good" .',
        "A",
    ),
    "missing-title": (
        '<https://example.org/o> a owl:Ontology ; dcterms:title "T" ; dcterms:description "D" .',
        '<https://example.org/o> a owl:Ontology ; dcterms:title "T" .',
        "https://example.org/o",
    ),
    "multiple-domains": (
        "dem:p rdfs:domain dem:A ; rdfs:range dem:B .",
        "dem:p rdfs:domain dem:A, dem:B .",
        "p",
    ),
    "multiple-labels": (
        'dem:A rdfs:label "organisation"@en, "Organisation"@de .',
        'dem:A rdfs:label "organisation"@en, "body"@en .',
        "A",
    ),
    "naming": ("dem:ToastAct a owl:Class .", "dem:toast_act a owl:Class .", "toast_act"),
    "recursive-definition": (
        "dem:A owl:equivalentClass [ owl:intersectionOf ( dem:B [ owl:onClass dem:C ] ) ] .",
        "dem:A owl:equivalentClass [ owl:intersectionOf ( dem:B [ owl:onClass dem:A ] ) ] .",
        "A",
    ),
    "self-inverse": ("dem:after owl:inverseOf dem:before .", "dem:beside owl:inverseOf dem:beside .", "beside"),
    "symmetric-domain": (
        "dem:p a owl:SymmetricProperty ; rdfs:domain dem:A ; rdfs:range dem:A .",
        "dem:p a owl:TransitiveProperty ; rdfs:domain dem:A ; rdfs:range dem:B .",
        "p",
    ),
    "undeclared-annotation": (
        'skos:note a owl:AnnotationProperty . dem:A skos:note "n" .',
        'dem:A skos:note "n" .',
        "note",
    ),
    "undeclared-term": (
        "dem:p a owl:ObjectProperty ; rdfs:domain dem:A . dem:A a owl:Class .",
        "dem:p a owl:ObjectProperty ; rdfs:domain dem:A .",
        "A",
    ),
    "wrong-inverse": (
        "dem:p owl:inverseOf dem:q ; rdfs:domain dem:A ; rdfs:range dem:B . dem:q rdfs:domain dem:B ; rdfs:range dem:A .",
        "dem:p owl:inverseOf dem:q ; rdfs:domain dem:A ; rdfs:range dem:B . dem:q rdfs:domain dem:A ; rdfs:range dem:B .",
        "p",
    ),
}  # fmt: skip


def graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@cache
def ontology() -> Graph:
    return whole_ontology()


@pytest.mark.parametrize(("check", "fine"), [(c, fine) for c, (fine, _, _) in CASES.items()], ids=CASES)
def test_a_check_passes_what_is_fine(check: str, fine: str) -> None:
    assert broken_by(check, graph(fine)) == ()


@pytest.mark.parametrize(("check", "faulty", "term"), [(c, f, t) for c, (_, f, t) in CASES.items()], ids=CASES)
def test_a_check_names_the_term_at_fault(check: str, faulty: str, term: str) -> None:
    assert term in broken_by(check, graph(faulty))


@pytest.mark.parametrize("check", check_names())
def test_the_ontology_passes(check: str) -> None:
    assert broken_by(check, ontology()) == ()


def test_every_check_has_its_cases() -> None:
    assert set(CASES) == set(check_names())


@pytest.mark.parametrize("name", ["shapes", "alignments", "offices", "topics"])
@pytest.mark.parametrize("check", ["missing-licence", "missing-title"])
def test_files_beside_the_ontology_say_what_they_are(name: str, check: str) -> None:
    assert broken_by(check, Graph().parse(ONTOLOGY / f"{name}.ttl")) == ()


@pytest.mark.parametrize("path", sorted(ONTOLOGY.glob("quality/*.rq")), ids=lambda p: p.stem)
def test_a_check_says_in_its_first_line_what_it_asks_for(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")
