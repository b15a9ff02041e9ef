"""The seeds fit the ontology: one node a tenure, offices with a label and a class that exists."""

import re
from functools import cache

import pytest
from rdflib import RDF, SKOS, Graph

from kg.gazetteer import Gazetteer
from kg.gazetteer.seeds import SEEDS
from kg.validation import ONTOLOGY, Shapes, summary, validate
from scripts.name_sources import names, rows

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


def test_every_english_name_of_a_state_has_a_source() -> None:
    told = {(r["state"], r["use"], r["name"]) for r in rows() if r["source"].strip()}
    assert len(told) > 450
    assert [name for name in names() if name not in told] == []


def test_all_members_of_the_united_nations_are_there() -> None:
    gazetteer = Gazetteer.load()
    types = [tuple(t.split()) for (t,) in gazetteer._rows("SELECT types FROM entity WHERE kind IN ('state', 'polity')")]
    assert sum(t == ("State",) for t in types) >= 195  # 193 members, 2 observers
    assert sum("FormerState" in t for t in types) == 7
    assert sum("DeFactoPolity" in t for t in types) >= 9
