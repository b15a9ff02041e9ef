"""The seeds fit the ontology: one node a tenure, offices with a label and a class that exists."""

import re
from functools import cache

import pytest
from rdflib import RDF, SKOS, Graph

from kg.gazetteer.seeds import SEEDS
from kg.validation import ONTOLOGY, Shapes, summary, validate

FILES = ("officials", "executives")


@cache
def lines(name: str, kind: str) -> tuple[str, ...]:
    text = (SEEDS / f"{name}.ttl").read_text("utf-8")
    return tuple(line for line in text.splitlines() if f" a dem:{kind} ;" in line)


@pytest.mark.parametrize("name", FILES)
def test_no_tenure_is_of_two_offices(name: str) -> None:
    subjects = [line.split()[0] for line in lines(name, "OfficeTenure")]
    assert len(subjects) == len(set(subjects)) > 0


@pytest.mark.parametrize("name", FILES)
def test_every_office_has_a_label_and_a_class_of_the_scheme(name: str) -> None:
    scheme = set(map(str, Graph().parse(ONTOLOGY / "offices.ttl").subjects(RDF.type, SKOS.Concept)))
    assert lines(name, "Office")
    for line in lines(name, "Office"):
        assert set(re.findall(r"dem:officeClass <([^>]+)>", line)) <= scheme
        assert ("dem:officeClass" in line) is not line.startswith("o:other-office-")
        assert "rdfs:label" in line


@pytest.mark.parametrize("name", ["states", "organisations"])
def test_the_seeds_conform(name: str) -> None:
    report = validate(Graph().parse(SEEDS / f"{name}.ttl"), Shapes.load())
    assert report.conforms, summary(report.violations)
