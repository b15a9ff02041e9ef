"""A store in a folder of Oxigraph, embedded through pyoxigraph."""

import io
import logging
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import IO, Final
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
from kg.locking import (
    count_up,
    generation_of,
    is_cut_short,
    is_plain,
    make_plain,
    mark_change,
    opening,
    unmark_change,
    writing,
)
from kg.rdf_files import parse_quads, quads_of
from kg.snapshots import Lease, clear, publish, snapshot_of
from kg.store.answers import PREFIXES, Answer
from kg.store.asking import bound, check_update, graph_names, query_error, refuse_outside
from kg.store.damage import check_folder, remedy
from kg.store.opening import as_it_is, identity, open_for_writing, renew_snapshot, settle
from kg.store.statements import CLEAR, INSERT, INSERT_DEFAULT, TO_UNION, as_stored, statements_of
from kg.updates import prepare

log = logging.getLogger(__name__)
_FILE_GRAPHS: Final = "https://w3id.org/demarche/id/file/"  # graphs of files that name none
_BETWEEN_TRIES: Final = 0.02  # seconds
_BETWEEN_SETTLING: Final = 1.0  # seconds
_UNSUPPORTED: Final = re.compile(r"is not supported")  # how Oxigraph words a function that it does not know
_IN_USE: Final = re.compile(r"lock hold by|While lock file")  # how RocksDB says that another process writes
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


class OxigraphStore:
    """A folder of Oxigraph, written by one process at a time."""

    def __init__(self, folder: Path, store: ox.Store, generation: int, lease: Lease | None = None) -> None:
        self.folder, self._store, self.generation, self._lease = folder, store, generation, lease
        self.plain = is_plain(folder)
        self._settle_from = 0.0  # time before which settling is not tried again
        self.identity = identity(snapshot_of(folder, generation))  # tells a restored store from the one before

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
        check_folder(folder)
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
                    return cls(folder, open_for_writing(folder), generation_of(folder))
            settle(folder)
            try:
                return cls._reader(folder)
            except (OSError, RuntimeError) as error:
                if _IN_USE.search(str(error)) or not os.access(folder, os.W_OK):
                    raise
                log.warning("%s: the snapshot for readers cannot be opened and is made anew: %s", folder, error)
                renew_snapshot(folder)
                return cls._reader(folder)
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: how pyoxigraph words corruption
            if _IN_USE.search(str(error)):
                raise StoreInUse(
                    f"{folder}: the store is being written by another process; try again when it is done"
                ) from error
            raise StoreError(f"{folder}: the store cannot be opened: {error}{remedy(folder, error)}") from error

    @classmethod
    def _reader(cls, folder: Path) -> "OxigraphStore":
        with opening(folder):
            return cls._snapshot(folder, generation_of(folder))

    @classmethod
    def _snapshot(cls, folder: Path, generation: int) -> "OxigraphStore":
        """The newest snapshot; a store that nobody can write to is read as it is."""
        snapshot = snapshot_of(folder, generation)
        if not snapshot.is_dir():
            return cls(folder, as_it_is(folder), generation)
        lease = Lease(snapshot)
        return cls(folder, ox.Store.read_only(str(snapshot)), generation, lease)

    def stale(self) -> bool:
        """Whether another process has written since this snapshot was taken."""
        return generation_of(self.folder) != self.generation

    def outdated(self) -> bool:
        """As ``stale``, after what a process that was killed in the midst of a change has left is shown to readers."""
        if is_cut_short(self.folder) and time.monotonic() >= self._settle_from and not settle(self.folder):
            self._settle_from = time.monotonic() + _BETWEEN_SETTLING
        return self.stale()

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
        self._put(self._target(iri), {q.triple for d in documents for q in statements_of(*d, base)})

    def add_documents(self, iri: str | None, documents: Iterable[tuple[bytes, str]], base: str | None = None) -> None:
        """Adds the statements of documents to one graph; None is the default graph of a plain store."""
        name = self._target(iri)
        self._extend([ox.Quad(q.subject, q.predicate, q.object, name) for d in documents for q in statements_of(*d, base)])

    def update(
        self, text: str, *, base: str | None = None, using: Iterable[str] = (), using_named: Iterable[str] = (),
        services: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Runs a SPARQL update of any number of operations as one transaction.

        Nothing is loaded from elsewhere: ``LOAD SILENT`` does nothing, ``LOAD`` and ``SERVICE`` are an ``OutsideError``.
        ``QueryError`` for what is not valid, cannot be run, or writes to a default graph that is a union.

        Args:
            text: the update.
            base: what relative IRIs are resolved against.
            using: graphs whose union its patterns see as the default graph.
            using_named: graphs that its patterns see as named graphs.
            services: addresses that it may call by ``SERVICE``.
        """
        refuse_outside(text, services, lambda inside: check_update(inside, base))
        names = [[n.value for n in graph_names(given)] for given in (using, using_named)]
        try:
            prepared = prepare(text, plain=self.plain, using=names[0], using_named=names[1])
        except (UnionError, OutsideError):
            check_update(text, base)
            raise

        def run() -> None:
            try:
                self._store.update(prepared, base_iri=base, prefixes=dict(PREFIXES))
            except (SyntaxError, ValueError) as error:
                raise query_error(text, error) from error
            except RuntimeError as error:
                raise QueryError(f"the update could not be run, nothing was changed: {error}") from error

        self._change(run)

    def _target(self, iri: str | None) -> "ox.NamedNode | ox.DefaultGraph":
        if iri is None and not self.plain:
            raise UnionError("the default graph of this store is the union of its graphs and cannot be written to: name a graph")
        return ox.DefaultGraph() if iri is None else _name(iri)

    def _put(self, name: "ox.NamedNode | ox.DefaultGraph", triples: set[ox.Triple]) -> None:
        triples = as_stored(triples)
        old = {q.triple for q in self._store.quads_for_pattern(None, None, None, name)}
        if triples == old:
            return
        if old:
            lines = "\n".join(f"{t} ." for t in triples)
            insert = INSERT_DEFAULT if isinstance(name, ox.DefaultGraph) else INSERT
            self._update(self._clearing(name) + Template(insert if self.plain else insert + TO_UNION).substitute(graph=name, triples=lines))
        else:
            self._extend([ox.Quad(t.subject, t.predicate, t.object, name) for t in triples])

    def _clearing(self, name: "ox.NamedNode | ox.DefaultGraph") -> str:
        """The operations that empty a graph."""
        if not self.plain:
            return Template(CLEAR).substitute(graph=name)
        return "DROP SILENT DEFAULT" if isinstance(name, ox.DefaultGraph) else f"DROP SILENT GRAPH {name}"

    def _update(self, text: str) -> None:
        self._change(lambda: self._store.update(text))

    def _extend(self, quads: list[ox.Quad]) -> None:
        union = [] if self.plain else [ox.Quad(q.subject, q.predicate, q.object) for q in quads]
        self._change(lambda: self._store.extend([*quads, *union]))

    def put_in_order(self) -> None:
        """Writes the files anew without gaps: seconds for a million statements, and joins then take a third less time."""
        self._change(self._store.optimize)

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
            state = "the change was made and shows as soon as this can be written" if done else "nothing was changed"
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
        return self.load(read_rdf(path, graph), path.name, graph)

    def load(self, parsed: Iterable[ox.Quad], name: str, graph: str | None = None) -> int:
        """Adds what ``read_rdf`` has read of a file of this name, as ``load_file`` does."""
        target = ox.DefaultGraph() if self.plain and not graph else _name(graph or f"{_FILE_GRAPHS}{quote(name)}")
        quads = [
            q if q.graph_name != ox.DefaultGraph() and not graph else ox.Quad(q.subject, q.predicate, q.object, target)
            for q in parsed
        ]
        self._extend(quads)
        return len(quads)

    def query(
        self, text: str, *, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (),
        base: str | None = None, services: Collection[str] = (), literals: Mapping[str, str] | None = None, **values: str,
    ) -> Answer:  # fmt: skip
        """Answers a query; ``values`` are IRIs that stand for variables, ``literals`` plain strings.

        Relative IRIs are resolved against ``base``; ``SERVICE`` may call ``services`` only. A query may leave out the declarations of ``PREFIXES``; its own win.
        ``QueryError`` for what is not valid or not allowed.
        Graphs named from outside win over the query's own FROM; both name graphs of this store only.
        """
        refuse_outside(text, services, lambda inside: ox.Store().query(inside, base_iri=base, prefixes=dict(PREFIXES)))
        default, named = graph_names(default_graphs), graph_names(named_graphs)
        try:
            terms = {k: str(ox.NamedNode(v)) for k, v in values.items()}
            terms |= {k: str(ox.Literal(v)) for k, v in (literals or {}).items()}
            result = self._store.query(
                bound(text, terms) if terms else text,
                base_iri=base,
                prefixes=dict(PREFIXES),
                default_graph=default or ([] if named else None),
                named_graphs=named or ([] if default else None),
            )
        except (SyntaxError, ValueError) as error:
            raise query_error(text, error) from error
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


def read_rdf(path: Path, graph: str | None = None) -> list[ox.Quad]:
    """The statements of an RDF file that is to be loaded; ``ReadingError`` for what cannot be, ``StoreError`` for a ``graph`` without an IRI."""
    if graph:
        _name(graph)
    quads = parse_quads(path, base=graph)
    if not graph and any(isinstance(q.graph_name, ox.BlankNode) for q in quads):
        raise ReadingError(f"{path}: expected graphs named by IRIs, found one named by a blank node")
    return quads


def _name(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(f"expected an absolute IRI as the name of a graph, found {iri!r}") from error
