"""The worked example of docs/adding-an-act.md does what the page says: one file, no code."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import FrameError
from kg.frames import ActCatalogue
from kg.frames.compilation import read_acts
from kg.graph import build_graph
from kg.model import Conversion
from kg.pipeline import convert
from kg.reading import article_of
from kg.resources import Resources
from kg.validation import ONTOLOGY, Shapes, validate

PAGE = Path(__file__).parent.parent.parent / "docs" / "adding-an-act.md"
APOLOGY = "https://w3id.org/demarche/ontology#Apology"


def turtle() -> str:
    (block,) = re.findall(r"```turtle\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return str(block)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("ontology")
    shutil.copytree(ONTOLOGY / "acts", copy / "acts")
    for name in ("core", "frames", "shapes"):
        shutil.copy(ONTOLOGY / f"{name}.ttl", copy)
    (copy / "acts" / "apology.ttl").write_text(turtle(), "utf-8")
    return copy


@pytest.fixture(scope="module")
def extended(folder: Path, invented: Resources) -> Resources:
    return replace(invented, catalogue=read_acts(folder))


def told(text: str, resources: Resources) -> Conversion:
    return convert(article_of(text, identifier="apology"), resources)


def names(conversion: Conversion, role: str) -> set[str]:
    labels = {e.iri: {e.label, *e.aliases} for e in conversion.resolution.entities}
    acts = [a for a in conversion.acts if a.type == APOLOGY]
    return {n for a in acts for p in a.participations if p.role.value == role for n in labels[p.entity]}


def test_each_example_of_the_new_file_gives_the_act_with_its_roles(extended: Resources) -> None:
    kind = extended.catalogue.by_name("Apology")
    assert len(kind.examples) == 2
    for example in kind.examples:
        conversion = told(example.text, extended)
        for role, words in example.expects:
            assert any(words in name for name in names(conversion, role)), f"{role} {words}: {example.text}"


def test_its_counter_example_does_not(extended: Resources) -> None:
    (text,) = extended.catalogue.by_name("Apology").counter_examples
    assert not [a for a in told(text, extended).acts if a.type == APOLOGY]


def test_its_shape_is_found(folder: Path, extended: Resources) -> None:
    graph = build_graph(told("Norland apologised to Sudria for the incident.", extended), extended.catalogue)
    shapes = Shapes.load(folder)
    assert not [r for r in validate(graph, shapes).violations if "apology" in r.message]
    for triple in list(graph.triples((None, None, None))):
        if str(triple[1]).endswith("#agent"):
            graph.remove(triple)
    assert "An apology needs its agent: who is sorry?" in {r.message for r in validate(graph, shapes).violations}


@pytest.mark.parametrize(
    ("line", "words"),
    [("frame:counterExample", "two examples and a counter-example"), ("frame:pos", "lemma and pos")],
    ids=["no counter-example", "no part of speech"],
)
def test_a_file_that_lacks_something_is_refused_by_name(line: str, words: str, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "ontology")
    without = re.sub(rf" ;\s+{line}\s+\"[^\"]*\"(@en)?", "", turtle())
    assert without != turtle()
    (copy / "acts" / "apology.ttl").write_text(without, "utf-8")
    Graph().parse(copy / "acts" / "apology.ttl")
    with pytest.raises(FrameError, match=rf"apology\.ttl: expected .*{words}"):
        read_acts(copy)


def test_the_packaged_catalogue_has_no_apology_yet(invented: Resources) -> None:
    assert isinstance(invented.catalogue, ActCatalogue)
    assert APOLOGY not in invented.catalogue.types
