"""Updates: one transaction, the default graph stays the union, nothing is loaded from elsewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import OutsideError, QueryError
from kg.store import OxigraphStore
from kg.updates import operations

START = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1, 2 } GRAPH <urn:h> { <urn:a> <urn:p> 2, 3 } }"
UNION = "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"


def rows(store: OxigraphStore, query: str) -> set[tuple[str, ...]]:
    return {tuple(row.values()) for row in store.query(query).rows()}


@pytest.fixture
def store(tmp_path: Path) -> OxigraphStore:
    made = OxigraphStore.open(tmp_path / "store")
    made.update(START)
    return made


@pytest.mark.parametrize(
    ("update", "objects"),
    [
        ("INSERT DATA { GRAPH <urn:k> { <urn:a> <urn:p> 4 . <urn:a> <urn:p> 1 } }", "1234"),
        ("PREFIX e: <urn:> INSERT DATA { GRAPH e:k { <urn:a> <urn:p> 4 } } ; # a last word", "1234"),
        ("DELETE DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1, 2 } }", "23"),
        ("DELETE WHERE { GRAPH ?any { <urn:a> ?p 2 } }", "13"),
        ("DELETE WHERE { GRAPH <urn:h> { ?s ?p ?o } } ; INSERT { GRAPH <urn:k> { ?s ?p 9 } } WHERE { ?s ?p 3 }", "12"),
        ("INSERT DATA { GRAPH <urn:k> { <urn:a> <urn:p> 5 } } ; INSERT { GRAPH <urn:l> { ?s ?p 6 } } WHERE { ?s ?p 5 }", "12356"),
        ("PREFIX e: <urn:x> INSERT DATA { GRAPH e:k { <urn:a> <urn:p> 5 } } ; PREFIX f: <urn:y> DELETE DATA { GRAPH f:k { <urn:a> <urn:p> 5 } }", "1235"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 7 } WHERE { ?s ?p ?o }", "237"),
        ("INSERT { GRAPH ?to { ?s ?p 8 } } WHERE { GRAPH ?to { ?s ?p 1 } }", "1238"),
        ("DELETE { GRAPH <urn:g> { ?s ?p ?o } } USING <urn:h> WHERE { ?s ?p ?o }", "123"),
        ("CLEAR GRAPH <urn:g>", "23"),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 5 } } ; CLEAR SILENT GRAPH <urn:g> ; INSERT { GRAPH <urn:k> { ?s ?p 6 } } WHERE { ?s ?p 5 }", "23"),
        ("DROP GRAPH <urn:g> ; DROP GRAPH <urn:h>", ""),
        ("CLEAR GRAPH <urn:g> ; PREFIX e: <urn:> INSERT DATA { GRAPH e:k { e:a e:p 7 } }", "237"),
        ("DROP NAMED", ""),
        ("DROP SILENT GRAPH <urn:none>", "123"),
        ("COPY <urn:g> TO <urn:h>", "12"),
        ("MOVE <urn:g> TO <urn:h>", "12"),
        ("ADD <urn:g> TO <urn:h>", "123"),
        ("ADD DEFAULT TO <urn:all>", "123"),
        ("CREATE GRAPH <urn:new>", "123"),
        ("LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <urn:g>", "123"),
        ("", "123"),
    ],
)  # fmt: skip
def test_the_default_graph_stays_the_union(store: OxigraphStore, update: str, objects: str) -> None:
    store.update(update)
    assert rows(store, "SELECT ?s ?p ?o { ?s ?p ?o }") == rows(store, UNION)
    assert {o for *_, o in rows(store, UNION)} == set(objects)
    reader = OxigraphStore.open(store.folder, writable=False)
    assert rows(reader, UNION) == rows(store, UNION)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:p> 9 }", "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 9 } <urn:a> <urn:p> 9 }",
        "DELETE WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } WHERE { GRAPH <urn:g> { ?s ?p ?o } }", "CLEAR DEFAULT", "DROP ALL ; CLEAR DEFAULT",
        "COPY <urn:g> TO DEFAULT", "MOVE DEFAULT TO <urn:k>",
    ],
)  # fmt: skip
def test_an_update_that_writes_to_the_union_itself_is_refused(store: OxigraphStore, update: str) -> None:
    with pytest.raises(QueryError, match="name one"):
        store.update(update)
    assert len(store) == 3


@pytest.mark.parametrize(
    ("update", "error", "words"),
    [
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 9 } } ;\nCREATE GRAPH <urn:g>", QueryError, "nothing was changed"),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 9 } } ;\n INSERT DATA { oops", QueryError, "line 2"),
        ("LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:g>", OutsideError, "LOAD reaches outside"),
        ("INSERT { GRAPH <urn:g> { ?s ?p 9 } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", OutsideError, "SERVICE reaches outside"),
        ("INSE\\u0052T DATA { GRAPH <urn:g> { <urn:a> <urn:p> 9 } }", QueryError, "no escapes"),
    ],
)  # fmt: skip
def test_an_update_that_fails_changes_nothing(store: OxigraphStore, update: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        store.update(update)
    assert {o for *_, o in rows(store, UNION)} == set("123")
    store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 4 } }")
    assert len(OxigraphStore.open(store.folder, writable=False)) == 4


def test_the_dataset_of_the_protocol_is_what_patterns_see(store: OxigraphStore) -> None:
    store.update("INSERT { GRAPH <urn:k> { ?s <urn:seen> ?o } } WHERE { ?s ?p ?o }", using=["urn:h"])
    store.update("INSERT { GRAPH <urn:l> { ?g <urn:seen> ?o } } WHERE { GRAPH ?g { ?s <urn:p> ?o } }", using_named=["urn:g"])
    assert {o for (o,) in rows(store, "SELECT ?o { GRAPH <urn:k> { ?s ?p ?o } }")} == set("23")
    assert rows(store, "SELECT DISTINCT ?g { GRAPH <urn:l> { ?g ?p ?o } }") == {("urn:g",)}
    with pytest.raises(QueryError, match="found both"):
        store.update("INSERT { GRAPH <urn:k> { ?s ?p ?o } } USING <urn:g> WHERE { ?s ?p ?o }", using=["urn:h"])


def test_a_plain_store_has_a_default_graph_of_its_own(tmp_path: Path) -> None:
    store = OxigraphStore.open(tmp_path / "store", plain=True)
    store.update("INSERT DATA { <urn:a> <urn:p> 1 . GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")
    store.put_documents("urn:h", [(b"<urn:a> <urn:p> 3 .", "text/turtle")])
    store.put_documents(None, [(b"<urn:b> <urn:p> 4 .", "text/turtle")])
    reader = OxigraphStore.open(store.folder, writable=False)
    assert reader.plain
    assert rows(reader, "SELECT ?s { ?s ?p ?o }") == {("urn:b",)}
    assert rows(reader, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }") == {("2",), ("3",)}
    store.backup(tmp_path / "copy")
    assert OxigraphStore.open(tmp_path / "copy", writable=False).plain


def test_the_words_of_strings_iris_and_comments_are_no_keywords() -> None:
    text = "# LOAD <urn:x>\nINSERT DATA { GRAPH <urn:DELETE;> { <urn:s> <urn:p> '''DROP ALL ; { ''' , \"}\\\" ;\" } }"
    (found,) = operations(text)
    assert (found.verb, found.takes_away, found.graphs, found.writes_default) == ("INSERT", False, {"<urn:DELETE;>"}, False)


CUT_SHORT = """
import os, sys
from pathlib import Path
import kg.store.oxigraph
store = kg.store.OxigraphStore.open(Path(sys.argv[1]))
kg.store.oxigraph.publish = lambda *_: os._exit(9)
store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 4 } }")
"""


def test_a_change_cut_short_before_readers_saw_it_is_seen_by_the_next_reader(tmp_path: Path) -> None:
    OxigraphStore.open(tmp_path / "store").update(START)
    done = subprocess.run([sys.executable, "-c", CUT_SHORT, str(tmp_path / "store")], check=False)
    assert done.returncode == 9
    assert len(OxigraphStore.open(tmp_path / "store", writable=False)) == 4
    OxigraphStore.open(tmp_path / "store")
    assert len(OxigraphStore.open(tmp_path / "store", writable=False)) == 4
