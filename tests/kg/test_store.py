import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from kg.background import OFFICIALS, add_background, backgrounds
from kg.errors import QueryError, ReadingError, StoreError
from kg.snapshots import snapshot_of
from kg.store import OxigraphStore

ROOT = Path(__file__).parents[2]
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
NORLAND, NAME, OSTIA = URIRef("https://example.org/norland"), URIRef("https://example.org/name"), URIRef("https://example.org/ostia")
ONE, TWO = "https://example.org/graph/1", "https://example.org/graph/2"


@pytest.fixture
def store(tmp_path: Path) -> OxigraphStore:
    return OxigraphStore.open(tmp_path / "store")


def graph(*triples: tuple[URIRef, URIRef, object]) -> Graph:
    made = Graph()
    for s, p, o in triples:
        made.add((s, p, o if isinstance(o, URIRef | BNode) else Literal(o)))
    return made


def values(store: OxigraphStore) -> list[str]:
    return sorted(row["o"] for row in store.query(ALL).rows())


def test_a_statement_of_two_graphs_is_one_statement_of_the_union(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    store.put(TWO, graph((NORLAND, NAME, "Norland"), (OSTIA, NAME, "Ostia")))
    assert values(store) == ["Norland", "Ostia"]
    assert len(store) == 2


def test_a_graph_is_replaced_whole_and_the_union_follows(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland"), (OSTIA, NAME, "Ostia")))
    store.put(TWO, graph((OSTIA, NAME, "Ostia")))
    store.put(ONE, graph((NORLAND, NAME, "The Norland")))
    assert values(store) == ["Ostia", "The Norland"]
    store.put(TWO, graph((OSTIA, NAME, "New Ostia")))
    assert values(store) == ["New Ostia", "The Norland"]


def test_a_deleted_graph_leaves_what_others_say(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland"), (OSTIA, NAME, "Ostia")))
    store.put(TWO, graph((NORLAND, NAME, "Norland")))
    assert store.delete(ONE)
    assert not store.delete(ONE)
    assert values(store) == ["Norland"]
    assert store.graphs() == (TWO,)


def test_the_same_graph_again_changes_nothing(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    before = store.generation, store.export("application/n-quads")
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    assert (store.generation, store.export("application/n-quads")) == before


def test_blank_nodes_of_a_replaced_graph_stay_tied_in_graph_and_union(store: OxigraphStore) -> None:
    for text in ("Norland", "New Norland"):
        node = BNode()
        made = graph((NORLAND, NAME, node))
        made.add((node, NAME, Literal(text)))
        store.put(ONE, made)
    path = "SELECT ?o WHERE { <https://example.org/norland> <https://example.org/name>/<https://example.org/name> ?o }"
    assert [row["o"] for row in store.query(path).rows()] == ["New Norland"]
    assert len(store) == 2


def test_export_holds_each_named_graph_once_and_no_union(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    store.put(TWO, graph((NORLAND, NAME, "Norland")))
    assert len(store.export("application/n-quads").splitlines()) == 2
    assert len(store.export("application/n-triples").splitlines()) == 1
    assert len(store.export("application/n-triples", ONE).splitlines()) == 1


def test_putting_the_files_in_order_leaves_fewer_files_and_the_same_statements(store: OxigraphStore) -> None:
    for n in range(3):
        store.put(f"{ONE}/{n}", graph((NORLAND, NAME, f"Norland {n}")))
    files = _files_of_snapshot(store)
    before = store.export("application/n-quads")
    store.put_in_order()
    assert store.export("application/n-quads") == before
    assert OxigraphStore.open(store.folder, writable=False).export("application/n-quads") == before
    assert _files_of_snapshot(store) < files


def _files_of_snapshot(store: OxigraphStore) -> int:
    """How many tables the newest snapshot has; the folder itself keeps old ones for a while."""
    return len(list(snapshot_of(store.folder, store.generation).glob("*.sst")))


def test_a_reader_sees_what_was_written_when_it_opened(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    reader = OxigraphStore.open(store.folder, writable=False)
    assert values(reader) == ["Norland"]
    assert not reader.stale()
    store.put(TWO, graph((OSTIA, NAME, "Ostia")))
    assert reader.stale()
    assert values(OxigraphStore.open(store.folder, writable=False)) == ["Norland", "Ostia"]


_WRITER = """
import sys
from pathlib import Path
from rdflib import Graph, Literal, URIRef
from kg.snapshots import snapshot_of
from kg.store import OxigraphStore
store = OxigraphStore.open(Path(sys.argv[1]))
number = 0
while True:
    made = Graph()
    for i in range(300):
        made.add((URIRef(f"https://example.org/{i}"), URIRef("https://example.org/round"), Literal(number)))
    store.put("https://example.org/graph/1", made)
    number += 1
    print(number, flush=True)
"""


@pytest.mark.parametrize("rounds", [1, 2, 3, 5])
def test_a_writer_killed_at_work_leaves_the_old_graph_or_the_new(tmp_path: Path, rounds: int) -> None:
    folder = tmp_path / "store"
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        for _ in range(rounds):
            assert writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    store = OxigraphStore.open(folder)
    rows = list(store.query("SELECT ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?o").rows())
    named = list(store.query("SELECT ?o (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?o").rows())
    assert [row["n"] for row in rows] == ["300"]
    assert named == rows
    assert int(rows[0]["o"]) >= rounds - 1


def test_a_store_can_be_opened_and_read_while_it_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline()
        rounds = set()
        for _ in range(60):
            rows = list(OxigraphStore.open(folder, writable=False).query("SELECT ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?o").rows())
            assert [row["n"] for row in rows] == ["300"]
            rounds.add(rows[0]["o"])
        writer.kill()
    assert len(rounds) > 1


def test_a_snapshot_cannot_be_written(store: OxigraphStore) -> None:
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    reader = OxigraphStore.open(store.folder, writable=False)
    with pytest.raises(StoreError, match="nothing was changed"):
        reader.put(TWO, graph((OSTIA, NAME, "Ostia")))
    with pytest.raises(StoreError, match="nothing was changed"):
        reader.delete(ONE)


# --- background -------------------------------------------------------------------------------------


def small_root(tmp_path: Path, label: str) -> Path:
    for folder in ("ontology/acts", "seeds"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    head = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix e: <https://w3id.org/demarche/id/entity/> .\n"
    for name in ("ontology/core.ttl", "ontology/offices.ttl", "ontology/topics.ttl", "ontology/acts/visit.ttl"):
        (tmp_path / name).write_text(f'{head}<https://example.org/{name}> rdfs:label "{label}" ; rdfs:seeAlso [ rdfs:label "inner" ] .')
    for name in ("seeds/states.ttl", "seeds/officials.ttl"):
        (tmp_path / name).write_text(f'{head}e:{name[6:10]} rdfs:label "{label}" .')
    return tmp_path


def test_ontology_and_seeds_stand_in_graphs_of_their_own(store: OxigraphStore) -> None:
    written = add_background(store)
    assert written == tuple(b.iri for b in backgrounds() if b.iri != OFFICIALS)
    assert store.graphs() == tuple(sorted(written))
    assert {g.rsplit("/", 1)[-1] for g in written} >= {"ontology", "offices", "topics", "states", "organisations", "cities"}
    assert store.query("ASK { ?meeting <http://www.w3.org/2000/01/rdf-schema#subClassOf>+ <https://w3id.org/demarche/ontology#Consultation> }").boolean
    assert add_background(store) == ()


def test_a_changed_ontology_replaces_the_old_one(store: OxigraphStore, tmp_path: Path) -> None:
    root = small_root(tmp_path / "root", "old")
    add_background(store, root=root)
    before = len(store)
    (root / "ontology/core.ttl").write_text((root / "ontology/core.ttl").read_text().replace("old", "new"))
    assert add_background(store, root=root) == ("https://w3id.org/demarche/ontology",)
    assert len(store) == before
    labels = values(store)
    assert "new" in labels
    assert labels.count("old") == 4


def test_officials_come_on_request_and_are_kept_up_to_date(store: OxigraphStore, tmp_path: Path) -> None:
    root = small_root(tmp_path / "root", "old")
    assert OFFICIALS not in add_background(store, root=root)
    assert add_background(store, root=root, officials=True) == (OFFICIALS,)
    small_root(tmp_path / "root", "new")
    assert OFFICIALS in add_background(store, root=root)


def test_seeds_are_named_under_the_base_of_the_data(store: OxigraphStore, tmp_path: Path) -> None:
    add_background(store, root=small_root(tmp_path / "root", "x"), base="https://example.org/id/")
    assert store.query('ASK { <https://example.org/id/entity/stat> ?p "x" }').boolean


# --- RDF files --------------------------------------------------------------------------------------


def test_loading_a_file_twice_leaves_the_store_as_after_once(store: OxigraphStore, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text('<https://example.org/a> <https://example.org/p> [ <https://example.org/q> "x" ] .')
    assert store.load_file(path) == 2
    before = store.export("application/n-quads")
    assert store.load_file(path) == 2
    assert store.export("application/n-quads") == before


def test_two_files_loaded_into_one_graph_are_both_there(store: OxigraphStore, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.nt").write_text(f'_:x <https://example.org/p> "{name}" .\n')
        store.load_file(tmp_path / f"{name}.nt", ONE)
    assert values(store) == ["a", "b"]
    assert len({row["s"] for row in store.query(ALL).rows()}) == 2
    assert store.graphs() == (ONE,)


def test_quads_keep_their_graphs(store: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text(f'<https://example.org/a> <https://example.org/p> "x" <{TWO}> .\n')
    store.load_file(tmp_path / "a.nq")
    assert store.graphs() == (TWO,)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param("a.ttl", "<https://example.org/a> <https://example.org/p> 1 .\n<https://example.org/a> oops .\n", "line 2", id="syntax"),
        pytest.param("a.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<a", "expected application/rdf", id="XML"),
        pytest.param("a.ttl", "<a> <https://example.org/p> <b> .", "relative IRIs need a base", id="relative IRIs"),
        pytest.param("a.jsonld", '{"@context": "https://example.org/context", "@id": "https://example.org/a", "p": 1}', "expected application/ld", id="remote context"),
        pytest.param("a.trig", "_:g { <https://example.org/a> <https://example.org/p> 1 }", "blank node", id="blank graph"),
        pytest.param("a.docx", "x", "expected an RDF file ending in .ttl", id="ending"),
    ],
)
def test_a_file_that_is_no_rdf_is_refused_and_nothing_is_stored(store: OxigraphStore, tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ReadingError, match=words) as caught:
        store.load_file(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert len(store) == 0


def test_relative_iris_are_resolved_against_the_graph_that_was_named(store: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <p> <b> .")
    store.load_file(tmp_path / "a.ttl", "https://example.org/g/")
    assert values(store) == ["https://example.org/g/b"]


# --- what stands in the way -----------------------------------------------------------------------------


def test_a_graph_name_must_be_an_iri(store: OxigraphStore) -> None:
    with pytest.raises(StoreError, match="absolute IRI"):
        store.put("not an iri", graph((NORLAND, NAME, "x")))


def test_a_malformed_query_is_told_with_the_place_of_the_fault(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="line 1, column 16"):
        store.query("SELECT ? WHERE { }")


def _broken(folder: Path, fault: str) -> None:
    store = OxigraphStore.open(folder)
    store.put(ONE, graph((NORLAND, NAME, "Norland")))
    del store
    if fault == "CURRENT":
        for path in folder.rglob("CURRENT"):  # of the store and of the snapshot that readers open
            path.write_text("MANIFEST-999999\n")
    elif fault == "manifest":
        for path in folder.rglob("MANIFEST-*"):
            path.write_bytes(os.urandom(200))
    elif fault == "no CURRENT":
        (folder / "CURRENT").unlink()
    elif fault == "no tables":
        OxigraphStore.open(folder)._store.optimize()
        for path in folder.rglob("*.sst"):
            path.unlink()


@pytest.mark.parametrize("fault", ["CURRENT", "manifest", "no CURRENT", "no tables"])
@pytest.mark.parametrize("writable", [True, False], ids=["to write", "to read"])
def test_a_broken_store_is_told(tmp_path: Path, fault: str, writable: bool) -> None:
    folder = tmp_path / "store"
    _broken(folder, fault)
    with pytest.raises(StoreError, match=str(folder)):
        OxigraphStore.open(folder, writable=writable)


def test_a_file_or_a_folder_of_other_things_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(StoreError, match="found a file"):
        OxigraphStore.open(tmp_path / "notes.txt")
    with pytest.raises(StoreError, match="folder with other things"):
        OxigraphStore.open(tmp_path)
    with pytest.raises(StoreError, match="no store here yet"):
        OxigraphStore.open(tmp_path / "none", writable=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.txt"]


def test_a_second_writer_is_refused(store: OxigraphStore) -> None:
    with pytest.raises(StoreError, match="another process"):
        OxigraphStore.open(store.folder)


def test_an_export_loaded_again_gives_the_same_store(store: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('<https://example.org/a> <https://example.org/p> [ <https://example.org/q> "x" ] .')
    store.load_file(tmp_path / "a.ttl")
    add_background(store)
    (tmp_path / "backup.nq").write_bytes(store.export("application/n-quads"))
    restored = OxigraphStore.open(tmp_path / "restored")
    restored.load_file(tmp_path / "backup.nq")
    assert add_background(restored) == ()
    assert sorted(restored.export("application/n-quads").splitlines()) == sorted(store.export("application/n-quads").splitlines())
    assert len(restored) == len(store)
