"""The page of the ontology shows every term, leads only to places that exist, and loads nothing."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from rdflib import OWL, RDF

from kg.frames import load_catalogue
from ontology.documentation import page
from ontology.quality import whole_ontology

DEM = "https://w3id.org/demarche/ontology#"
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Anchors, links, elements left open and addresses that a browser would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if tag == "a" else []
        self.loaded += [tag] if tag in ("script", "link", "img", "iframe") or "src" in values else []
        self.open += [tag] if tag not in VOID else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@cache
def text() -> str:
    return page()


def test_every_term_of_the_ontology_has_its_place() -> None:
    graph = whole_ontology()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
    names = {str(t).removeprefix(DEM) for kind in kinds for t in graph.subjects(RDF.type, kind) if str(t).startswith(DEM)}
    anchors = Outline(text()).anchors
    assert set(anchors) == names
    assert len(anchors) == len(names)


def test_links_lead_to_places_on_the_page_and_nothing_is_loaded() -> None:
    outline = Outline(text())
    assert outline.links
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.anchors)
    assert outline.loaded == []
    assert outline.open == []
    assert "url(" not in text()


@pytest.mark.parametrize("name", sorted(t.name for t in load_catalogue().types.values()))
def test_an_act_shows_the_sentences_that_tell_it_and_its_codes(name: str) -> None:
    kind = load_catalogue().by_name(name)
    (section,) = re.findall(rf'<section class="term" id="{name}">.*?</section>', text(), re.DOTALL)
    assert "<dt>Sentences that tell it</dt>" in section
    assert "<dt>Sentences that do not</dt>" in section
    assert "<dt>Its shape</dt>" in section
    assert (f"<dd>{kind.cameo}</dd>" in section) is (kind.cameo is not None)
