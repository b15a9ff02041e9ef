"""Alignments name terms that exist, import nothing, and keep the ontology consistent."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from ontology.quality import ONTOLOGY, whole_ontology
from ontology.reasoning import check

DEM = "https://w3id.org/demarche/ontology#"
ALIGNMENTS = Graph().parse(ONTOLOGY / "alignments.ttl")
VOCABULARIES = {
    "org": "http://www.w3.org/ns/org#", "prov": "http://www.w3.org/ns/prov#", "oa": "http://www.w3.org/ns/oa#",
    "time": "http://www.w3.org/2006/time#", "schema": "https://schema.org/", "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "foaf": "http://xmlns.com/foaf/0.1/", "dcterms": "http://purl.org/dc/terms/",
    "void": "http://rdfs.org/ns/void#", "fibo": "https://spec.edmcouncil.org/fibo/",
    "cco": "http://www.ontologyrepository.com/CommonCoreOntologies/", "agr": "http://promsns.org/def/agr#",
}  # fmt: skip
WIKIDATA = {
    "P39", "P580", "P582", "P585", "P276", "P710", "P1344", "P530", "P1001", "P35", "P6",
    "P1906", "P1313", "P1308", "P1268", "P1336", "P1891", "P463", "P361", "P607", "P410", "P36",
}  # fmt: skip


def test_every_term_of_ours_exists() -> None:
    declared = set(whole_ontology().subjects(RDF.type, None))
    ours = {s for s in ALIGNMENTS.subjects() if str(s).startswith(DEM)}
    assert ours
    assert ours <= declared


@pytest.mark.parametrize("namespace", VOCABULARIES.values(), ids=VOCABULARIES)
def test_each_vocabulary_is_tied(namespace: str) -> None:
    ours = [o for s, _, o in ALIGNMENTS if str(s).startswith(DEM)]
    assert any(str(o).startswith(namespace) for o in ours)


def test_the_properties_of_wikidata_are_tied_and_no_other() -> None:
    found = {str(o).rsplit("/", 1)[-1] for o in ALIGNMENTS.objects() if str(o).startswith("http://www.wikidata.org/entity/P")}
    assert found == WIKIDATA


def test_nothing_is_imported_and_terms_of_others_are_declared() -> None:
    assert not list(ALIGNMENTS.objects(None, OWL.imports))
    for s, p, o in ALIGNMENTS:
        if str(s).startswith(DEM) and p not in (SKOS.closeMatch, SKOS.relatedMatch):
            assert (o, RDF.type, None) in ALIGNMENTS or not isinstance(o, URIRef), f"{o} is not declared"


@pytest.mark.java
def test_the_ontology_with_its_alignments_is_consistent() -> None:
    assert check(ALIGNMENTS).sound


OWL_FILES = [ONTOLOGY / "core.ttl", ONTOLOGY / "axioms.ttl", ONTOLOGY / "alignments.ttl", *sorted((ONTOLOGY / "acts").glob("*.ttl"))]


@pytest.mark.parametrize("path", OWL_FILES, ids=lambda p: p.stem)
def test_no_owl_file_uses_a_date_or_imports_another(path: Path) -> None:
    text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#"))
    assert not re.search(r"\^\^xsd:(date|gYear|time)\b|range xsd:date\b|owl:imports", text)


def test_the_core_stays_inside_owl_rl() -> None:
    core = Graph().parse(ONTOLOGY / "core.ttl")
    used = set(core.predicates()) | set(core.objects(None, RDF.type))
    outside = [OWL.Restriction, OWL.unionOf, OWL.complementOf, OWL.oneOf, OWL.equivalentClass, OWL.someValuesFrom, OWL.ReflexiveProperty, OWL.disjointUnionOf]
    assert not used & set(outside)
