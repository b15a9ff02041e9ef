"""Named graphs on disk: Oxigraph embedded through pyoxigraph.

One process writes at a time; readers open a read-only snapshot and take a new one when the store's
generation changes. The default graph is the union of all named graphs, written out: Oxigraph's own
union repeats a statement for each graph that holds it, so that queries would count and join too much.
(A store made ``plain`` keeps a default graph of its own instead, as SPARQL 1.1 has it for datasets.)
Every change is one transaction of Oxigraph: a process killed in between leaves the old or the new.
"""

import io
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import IO, Any, Final, Protocol
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import Graph

from kg.errors import (
    OutsideError,
    QueryError,
    ReadingError,
    StoreError,
    StoreInUse,
    UnionError,
)
from kg.exchange.serialisation import serialise
from kg.faults import OPAQUE, fault_of
from kg.locking import (
    OWN_FILES,
    count_up,
    generation_of,
    is_plain,
    make_plain,
    mark_change,
    opening,
    unmark_change,
    was_cut_short,
    writing,
)
from kg.rdf_files import parse_quads, quads_of
from kg.snapshots import Lease, clear, publish, snapshot_of
from kg.updates import prepare

_FILE_GRAPHS: Final = "https://w3id.org/demarche/id/file/"  # graphs of files that name none
_TRIES: Final = 10  # of opening a store that is being written; of 3,000 openings 5 failed at first
_BETWEEN_TRIES: Final = 0.02  # seconds
_UNSUPPORTED: Final = re.compile(r"is not supported")  # how Oxigraph words a function that it does not know
_IN_USE: Final = re.compile(r"lock hold by|While lock file")  # how RocksDB says that another process writes
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
# Statements of a graph that no other graph holds leave the union with it.
_CLEAR: Final = """
DELETE { ?s ?p ?o } WHERE {
  GRAPH $graph { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } FILTER(?other != $graph) } } ;
DROP SILENT GRAPH $graph"""
_INSERT: Final = """ ;
INSERT DATA { GRAPH $graph {
$triples
} }"""
_INSERT_DEFAULT: Final = """ ;
INSERT DATA {
$triples
}"""
_TO_UNION: Final = """ ;
INSERT { ?s ?p ?o } WHERE { GRAPH $graph { ?s ?p ?o } }"""
# What would reach out of the store, once strings, IRIs and comments are gone.
_SERVICE: Final = re.compile(r"(?<![\w?$:.-])SERVICE(\s+SILENT)?(?![\w:-])", re.IGNORECASE)
_TOKEN: Final = re.compile(rf"{OPAQUE.pattern}|[?$](?P<variable>\w+)", re.DOTALL)
PREFIXES: Final = {
    "dem": "https://w3id.org/demarche/ontology#", "dcterms": "http://purl.org/dc/terms/", "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "wd": "http://www.wikidata.org/entity/", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip


class Store(Protocol):
    """What conversion and background ask of a store, whatever its home."""

    def put(self, iri: str, graph: Graph) -> None:
        """Replaces one named graph whole, in one transaction."""
        ...

    def add(self, iri: str, graph: Graph) -> None:
        """Adds statements to one named graph, in one transaction; those that it holds stay."""
        ...

    def put_turtle(self, iri: str, documents: Iterable[str]) -> None:
        """Replaces one named graph whole by the statements of Turtle documents."""
        ...

    def delete(self, iri: str) -> bool:
        """Takes a graph out; False where there was none."""
        ...

    def query(
        self, text: str, *, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (),
        literals: Mapping[str, str] | None = None, **values: str,
    ) -> "Answer":  # fmt: skip
        """Answers a SPARQL query over the union of the graphs; ``values`` are IRIs that stand for variables."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs, sorted."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: rows, a truth value or triples."""

    kind: str  # "rows", "boolean", "triples"
    _result: Any
    _lease: Lease | None = None  # on the snapshot from which the rows are still to come

    def serialise(self, media_type: str) -> bytes:
        """The answer in a SPARQL results or RDF media type."""
        out = io.BytesIO()
        self.write(out, media_type)
        return out.getvalue()

    def write(self, out: IO[bytes], media_type: str, *, each: Callable[[Iterable[Any]], Iterable[Any]] = iter) -> None:
        """Writes the answer to a stream; of triples, ``each`` sees all that pass."""
        if self.kind == "triples":
            form = ox.RdfFormat.from_media_type(media_type)
            ox.serialize(each(self._result), out, form, prefixes=dict(PREFIXES))
        else:
            self._result.serialize(out, format=ox.QueryResultsFormat.from_media_type(media_type))

    @property
    def boolean(self) -> bool:
        """The truth value of an ASK."""
        return bool(self._result)

    @property
    def variables(self) -> list[str]:
        """The variables of a SELECT, in its order."""
        return [v.value for v in self._result.variables]

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows of a SELECT: plain values by variable, unbound ones left out."""
        names = self.variables
        for row in self._result:
            yield {n: row[n].value for n in names if row[n] is not None}


class OxigraphStore:
    """A folder of Oxigraph, written by one process at a time."""

    def __init__(self, folder: Path, store: ox.Store, generation: int, lease: Lease | None = None) -> None:
        self.folder, self._store, self.generation, self._lease = folder, store, generation, lease
        self.plain = is_plain(folder)
        self.identity = _identity(snapshot_of(folder, generation))  # tells a restored store from the one before

    @classmethod
    def open(cls, folder: Path, *, writable: bool = True, plain: bool = False, patience: float = 0) -> "OxigraphStore":
        """Opens or (for writing) creates a store; ``StoreError`` names what stands in the way.

        Args:
            folder: where the store is or will be.
            writable: whether to write; readers get the newest snapshot.
            plain: makes the default graph of a new store a graph of its own instead of the union of the others.
            patience: seconds to wait for another process that writes; then ``StoreInUse``.
        """
        until = time.monotonic() + patience
        while True:
            try:
                return cls._open(folder, writable=writable, plain=plain)
            except StoreInUse:
                if time.monotonic() >= until:
                    raise
                time.sleep(_BETWEEN_TRIES)

    @classmethod
    def _open(cls, folder: Path, *, writable: bool, plain: bool) -> "OxigraphStore":
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder}: expected a store folder, found a file")
        others = {p.name for p in folder.iterdir()} - OWN_FILES if folder.is_dir() else set()
        if others and not (folder / "CURRENT").exists():
            raise StoreError(
                f"{folder}: expected a store, found a folder with other things or a damaged store (no file CURRENT)"
            )
        if plain and (folder / "CURRENT").exists() and not is_plain(folder):
            raise StoreError(f"{folder}: expected a store with a default graph of its own, found one whose default graph is a union")
        if not writable and not (folder / "CURRENT").exists():
            raise StoreError(f"{folder}: no store here yet; make one with: demarche ingest ARTICLE --store {folder}")
        try:
            if writable:
                folder.mkdir(parents=True, exist_ok=True)
                with writing(folder):
                    if plain and not (folder / "CURRENT").exists():
                        make_plain(folder)
                    return cls(folder, _writable(folder), generation_of(folder))
            _ensure_snapshot(folder)
            with opening(folder):
                return cls._reader(folder, generation_of(folder))
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: how pyoxigraph words corruption
            if _IN_USE.search(str(error)):
                raise StoreInUse(
                    f"{folder}: the store is being written by another process; try again when it is done"
                ) from error
            raise StoreError(f"{folder}: the store cannot be opened: {error}") from error

    @classmethod
    def _reader(cls, folder: Path, generation: int) -> "OxigraphStore":
        """The newest snapshot; a store that nobody can write to is read as it is."""
        snapshot = snapshot_of(folder, generation)
        if not snapshot.is_dir():
            return cls(folder, _as_it_is(folder), generation)
        lease = Lease(snapshot)
        return cls(folder, ox.Store.read_only(str(snapshot)), generation, lease)

    def stale(self) -> bool:
        """Whether another process has written since this snapshot was taken."""
        return generation_of(self.folder) != self.generation

    def put(self, iri: str, graph: Graph) -> None:
        """Replaces one named graph whole, in one transaction; the same graph changes nothing."""
        triples = ox.parse(serialise(graph, iri, "ntriples").encode(), format=ox.RdfFormat.N_TRIPLES)
        self._put(_name(iri), {q.triple for q in triples})

    def add(self, iri: str, graph: Graph) -> None:
        """Adds statements to one named graph, in one transaction; those that it holds stay."""
        triples = ox.parse(serialise(graph, iri, "ntriples").encode(), format=ox.RdfFormat.N_TRIPLES)
        self._extend([ox.Quad(q.subject, q.predicate, q.object, _name(iri)) for q in triples])

    def put_turtle(self, iri: str, documents: Iterable[str]) -> None:
        """Replaces one named graph whole by the statements of Turtle documents."""
        quads = (q for d in documents for q in quads_of(d.encode(), "text/turtle", name=iri, base=iri))
        self._put(_name(iri), {q.triple for q in quads})

    def put_documents(self, iri: str | None, documents: Iterable[tuple[bytes, str]], base: str | None = None) -> None:
        """Replaces one graph whole by documents with their media types; None is the default graph of a plain store."""
        self._put(self._target(iri), {q.triple for d in documents for q in _triples(*d, base)})

    def add_documents(self, iri: str | None, documents: Iterable[tuple[bytes, str]], base: str | None = None) -> None:
        """Adds the statements of documents to one graph; None is the default graph of a plain store."""
        name = self._target(iri)
        self._extend([ox.Quad(q.subject, q.predicate, q.object, name) for d in documents for q in _triples(*d, base)])

    def update(
        self, text: str, *, base: str | None = None, using: Iterable[str] = (), using_named: Iterable[str] = ()
    ) -> None:
        """Runs a SPARQL update of any number of operations as one transaction.

        Nothing is loaded from elsewhere: ``LOAD SILENT`` does nothing, ``LOAD`` and ``SERVICE`` are an ``OutsideError``.
        ``QueryError`` for what is not valid, cannot be run, or writes to a default graph that is a union.

        Args:
            text: the update.
            base: what relative IRIs are resolved against.
            using: graphs whose union its patterns see as the default graph.
            using_named: graphs that its patterns see as named graphs.
        """
        _refuse_outside(text, lambda inside: _check_update(inside, base))
        names = [[n.value for n in _graph_names(given)] for given in (using, using_named)]
        try:
            prepared = prepare(text, plain=self.plain, using=names[0], using_named=names[1])
        except (UnionError, OutsideError):
            _check_update(text, base)
            raise

        def run() -> None:
            try:
                self._store.update(prepared, base_iri=base, prefixes=dict(PREFIXES))
            except (SyntaxError, ValueError) as error:
                raise _query_error(text, error) from error
            except RuntimeError as error:
                raise QueryError(f"the update could not be run, nothing was changed: {error}") from error

        self._change(run)

    def _target(self, iri: str | None) -> "ox.NamedNode | ox.DefaultGraph":
        if iri is None and not self.plain:
            raise UnionError("the default graph of this store is the union of its graphs and cannot be written to: name a graph")
        return ox.DefaultGraph() if iri is None else _name(iri)

    def _put(self, name: "ox.NamedNode | ox.DefaultGraph", triples: set[ox.Triple]) -> None:
        triples = _as_stored(triples)
        old = {q.triple for q in self._store.quads_for_pattern(None, None, None, name)}
        if triples == old:
            return
        if old:
            lines = "\n".join(f"{t} ." for t in triples)
            insert = _INSERT_DEFAULT if isinstance(name, ox.DefaultGraph) else _INSERT
            self._update(self._clearing(name) + Template(insert if self.plain else insert + _TO_UNION).substitute(graph=name, triples=lines))
        else:
            self._extend([ox.Quad(t.subject, t.predicate, t.object, name) for t in triples])

    def _clearing(self, name: "ox.NamedNode | ox.DefaultGraph") -> str:
        """The operations that empty a graph."""
        if not self.plain:
            return Template(_CLEAR).substitute(graph=name)
        return "DROP SILENT DEFAULT" if isinstance(name, ox.DefaultGraph) else f"DROP SILENT GRAPH {name}"

    def _update(self, text: str) -> None:
        self._change(lambda: self._store.update(text))

    def _extend(self, quads: list[ox.Quad]) -> None:
        union = [] if self.plain else [ox.Quad(q.subject, q.predicate, q.object) for q in quads]
        self._change(lambda: self._store.extend([*quads, *union]))

    def _change(self, transaction: Callable[[], None]) -> None:
        """Runs one transaction to its end on disk while no reader opens the store."""
        done = False
        try:
            with writing(self.folder):
                mark_change(self.folder)
                try:
                    transaction()
                except QueryError:
                    unmark_change(self.folder)
                    raise
                done = True
                self._store.flush()
                self.generation += 1
                publish(self.folder, self.generation, self._store.backup)
                count_up(self.folder, self.generation)
                unmark_change(self.folder)
                clear(self.folder, self.generation)
        except (OSError, RuntimeError) as error:
            state = "the change may be lost" if done else "nothing was changed"
            raise StoreError(f"{self.folder}: cannot be written, {state}: {error}") from error

    def delete(self, iri: str | None) -> bool:
        """Takes a graph out, of a plain store also the default graph (None); False where there was none."""
        name = self._target(iri)
        if isinstance(name, ox.NamedNode) and not self._store.contains_named_graph(name):
            return False
        self._update(self._clearing(name))
        return True

    def __contains__(self, iri: str) -> bool:
        """Whether there is a graph of this name; what is no IRI names none."""
        try:
            return self._store.contains_named_graph(ox.NamedNode(iri))
        except ValueError:
            return False

    def load_file(self, path: Path, graph: str | None = None) -> int:
        """Adds an RDF file whole or not at all: the number of statements it holds.

        Without ``graph`` quads keep their graphs and triples go to one named by the file, of a plain store to the default graph. Loading
        the same file twice leaves the store as after once. ``ReadingError`` for what is no RDF.
        """
        target = ox.DefaultGraph() if self.plain and not graph else _name(graph or f"{_FILE_GRAPHS}{quote(path.name)}")
        quads = [
            q if q.graph_name != ox.DefaultGraph() and not graph else ox.Quad(q.subject, q.predicate, q.object, target)
            for q in parse_quads(path, base=graph)
        ]
        if any(isinstance(q.graph_name, ox.BlankNode) for q in quads):
            raise ReadingError(f"{path}: expected graphs named by IRIs, found one named by a blank node")
        self._extend(quads)
        return len(quads)

    def query(
        self, text: str, *, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (),
        base: str | None = None, literals: Mapping[str, str] | None = None, **values: str,
    ) -> Answer:  # fmt: skip
        """Answers a query; ``values`` are IRIs that stand for variables, ``literals`` plain strings.

        Relative IRIs are resolved against ``base``. A query may leave out the declarations of ``PREFIXES``; its own win.
        ``QueryError`` for what is not valid or not allowed.
        Graphs named from outside win over the query's own FROM; both name graphs of this store only.
        """
        _refuse_outside(text, lambda inside: ox.Store().query(inside, base_iri=base, prefixes=dict(PREFIXES)))
        default, named = _graph_names(default_graphs), _graph_names(named_graphs)
        try:
            terms = {k: str(ox.NamedNode(v)) for k, v in values.items()}
            terms |= {k: str(ox.Literal(v)) for k, v in (literals or {}).items()}
            result = self._store.query(
                _bound(text, terms) if terms else text,
                base_iri=base,
                prefixes=dict(PREFIXES),
                default_graph=default or ([] if named else None),
                named_graphs=named or ([] if default else None),
            )
        except (SyntaxError, ValueError) as error:
            raise _query_error(text, error) from error
        except (OSError, RuntimeError) as error:
            if _UNSUPPORTED.search(str(error)):
                raise QueryError(f"the query could not be run: {error}") from error
            raise StoreError(f"{self.folder}: the query could not be run: {error}") from error
        kind = (
            "boolean"
            if isinstance(result, ox.QueryBoolean)
            else "rows"
            if isinstance(result, ox.QuerySolutions)
            else "triples"
        )
        return Answer(kind, result, self._lease)

    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs, sorted."""
        return tuple(sorted(g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode)))

    def export(self, media_type: str, graph: str | None = None) -> bytes:
        """Everything, or one graph, in an RDF media type."""
        out = io.BytesIO()
        self.write(out, media_type, graph)
        return out.getvalue()

    def write(self, out: IO[bytes], media_type: str, graph: str | None = None) -> None:
        """Writes everything, or one graph, to a stream; forms without graphs get the union."""
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise StoreError(f"expected an RDF media type, found {media_type}")
        if form.supports_datasets and graph is None:
            ox.serialize(self._quads(), out, form, prefixes=dict(PREFIXES))
        else:
            name = _name(graph) if graph is not None else ox.DefaultGraph()
            self._store.dump(out, form, from_graph=name, prefixes=dict(PREFIXES))

    def _quads(self) -> Iterator[ox.Quad]:
        """The statements of the named graphs, graph by graph, after those of a default graph of its own."""
        if self.plain:
            yield from self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        for name in self.graphs():
            yield from self._store.quads_for_pattern(None, None, None, ox.NamedNode(name))

    def __len__(self) -> int:
        return int(next(self.query(_COUNT).rows())["n"])

    def backup(self, target: Path) -> None:
        """Copies the store as it is now into a new folder."""
        if target.exists():
            raise StoreError(f"{target}: expected a folder that does not exist yet")
        self._store.backup(str(target))
        if self.plain:
            make_plain(target)
        count_up(target, self.generation)


def _as_stored(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The triples as Oxigraph gives them back: it writes 0.90 as 0.9, a non-negative integer as an integer."""
    passage = ox.Store()
    passage.extend([ox.Quad(t.subject, t.predicate, t.object) for t in triples])
    return {q.triple for q in passage}


def _triples(data: bytes, media: str, base: str | None) -> list[ox.Quad]:
    """The statements of a document that names no graphs; ``ReadingError`` for another."""
    quads = quads_of(data, media, name="the document", base=base)
    named = next((q.graph_name for q in quads if q.graph_name != ox.DefaultGraph()), None)
    if named is not None:
        raise ReadingError(f"the document: expected the statements of one graph, found the graph {named}")
    return quads


def _refuse_outside(text: str, check: Callable[[str], object]) -> None:
    """``OutsideError`` for a ``SERVICE``, ``QueryError`` where the text is not valid anyway."""
    if not _SERVICE.search(OPAQUE.sub(" ", text)):
        return
    try:
        check(_SERVICE.sub(lambda m: "GRAPH".ljust(len(m[0])), text))  # of the same form, and reaches nothing
    except (SyntaxError, ValueError) as error:
        raise _query_error(text, error) from error
    except (OSError, RuntimeError):  # valid, though not on an empty store
        pass
    raise OutsideError("SERVICE reaches outside the store and is switched off")


def _check_update(text: str, base: str | None) -> None:
    """``QueryError`` for an update that is not valid."""
    try:
        ox.Store().update(prepare(text, plain=True, loads=True), base_iri=base, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise _query_error(text, error) from error
    except RuntimeError:  # valid, though not on an empty store
        pass


def _query_error(text: str, error: Exception) -> QueryError:
    fault = fault_of(text, str(error), PREFIXES)
    return QueryError(str(fault), line=fault.line, column=fault.column)


def _bound(text: str, terms: Mapping[str, str]) -> str:
    """The query with terms, written as SPARQL, in the place of variables.

    Oxigraph's own substitution wants every such variable among those selected.
    """
    return _TOKEN.sub(lambda m: terms.get(m["variable"] or "", m[0]), text)


def _graph_names(names: Iterable[str]) -> list[Any]:
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryError(f"expected the IRI of a graph: {error}") from error


def _writable(folder: Path) -> ox.Store:
    """The store to write to; readers find a snapshot beside it from now on."""
    store = ox.Store(str(folder))
    generation = generation_of(folder) + was_cut_short(folder)
    if not snapshot_of(folder, generation).is_dir():
        publish(folder, generation, store.backup)
        count_up(folder, generation)
    unmark_change(folder)
    return store


def _ensure_snapshot(folder: Path) -> None:
    """Leaves a snapshot where none is yet: in a restored backup, say."""
    if snapshot_of(folder, generation_of(folder)).is_dir() or not os.access(folder, os.W_OK):
        return
    with writing(folder):
        if not snapshot_of(folder, generation_of(folder)).is_dir():
            _writable(folder)


def _identity(snapshot: Path) -> str:
    try:
        found = snapshot.stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_mtime_ns}"


def _as_it_is(folder: Path) -> ox.Store:
    """The store itself; tried again where a writer has tidied a file away between its naming and its opening."""
    for left in reversed(range(_TRIES)):
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            if not left or "No such file" not in str(error):
                raise
    raise AssertionError("the last try returns or raises")


def _name(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(f"expected an absolute IRI as the name of a graph, found {iri!r}") from error
