"""The graph of the seed article: the analyst's queries run as they stand, and nothing varies."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import BNode, Graph, Literal, URIRef

from cli.main import cli
from kg.exchange.serialisation import serialise
from kg.frames import load_catalogue
from kg.graph import build_graph
from kg.model import Conversion
from kg.store import OxigraphStore

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"
# docs/ontology.md, "How to query": no prefix is declared, as an analyst would type them
PAGE = (ROOT / "docs" / "ontology.md").read_text("utf-8").partition("## How to query")[2]
CONSULTATIONS, MEETINGS, SPEECH = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
LABEL = "SELECT ?label { ?thing rdfs:label ?label }"


@pytest.fixture(scope="module")
def store(seed: Conversion, tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    store = OxigraphStore.open(tmp_path_factory.mktemp("seed"))
    store.put(seed.article.iri, build_graph(seed, load_catalogue()))
    return store


def label(store: OxigraphStore, iri: str) -> str:
    return next(row["label"] for row in store.query(LABEL, thing=iri).rows())


def test_who_consulted_whom_and_when(store: OxigraphStore) -> None:
    rows = list(store.query(CONSULTATIONS).rows())
    pairs = {frozenset((label(store, r["a"]), label(store, r["b"]))) for r in rows}
    assert frozenset(("Jeyhun Bayramov", "Sergei Lavrov")) in pairs
    assert all(r["date"] == "2021-04-01" and r["sentence"] in SEED.read_text("utf-8") for r in rows)


def test_meetings_that_involve_two_states_by_code(store: OxigraphStore) -> None:
    assert list(store.query(MEETINGS).rows())


def test_the_query_for_speech_acts_by_topic_runs(store: OxigraphStore) -> None:
    assert store.query(SPEECH).kind == "rows"


def test_a_speech_act_with_the_topic_and_words_is_found(tmp_path: Path) -> None:
    """What no sentence of the seed article says: the third query answers where one does."""
    act, dem = URIRef("https://example.org/s"), "https://w3id.org/demarche/ontology#"
    topic, graph = URIRef("https://example.org/t"), Graph()
    graph.add((act, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), URIRef(f"{dem}SpeechAct")))
    graph.add((act, URIRef(f"{dem}agent"), URIRef("https://example.org/anna")))
    graph.add((act, URIRef(f"{dem}topic"), topic))
    graph.add((act, URIRef(f"{dem}quoteText"), Literal("closer than ever", lang="en")))
    graph.add((topic, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("Military Cooperation", lang="en")))
    store = OxigraphStore.open(tmp_path / "store")
    store.put("https://example.org/a", graph)
    assert list(store.query(SPEECH).rows()) == [{"who": "https://example.org/anna", "words": "closer than ever"}]


def test_the_graph_has_no_blank_node_and_its_quads_are_canonical(seed: Conversion) -> None:
    graph = build_graph(seed, load_catalogue())
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    written = serialise(graph, seed.article.iri, "nquads")
    dataset = ox.Dataset(ox.parse(written.encode(), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert written.splitlines() == sorted(f"{quad} ." for quad in dataset)


def test_converting_twice_in_two_processes_gives_the_same_bytes() -> None:
    def converted(hash_seed: str) -> bytes:
        command = [sys.executable, "-m", "cli.main", "convert", str(SEED), "--format", "nquads"]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120).stdout

    first = converted("1")
    assert first
    assert converted("2") == first


def test_ingesting_twice_leaves_the_store_as_after_once(tmp_path: Path) -> None:
    folder = tmp_path / "store"

    def ingested() -> tuple[bytes, int]:
        answer = CliRunner().invoke(cli, ["ingest", str(SEED), "--store", str(folder)], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        store = OxigraphStore.open(folder, writable=False)
        return b"".join(sorted(store.export("application/n-quads").splitlines(keepends=True))), store.generation

    assert ingested() == ingested()
