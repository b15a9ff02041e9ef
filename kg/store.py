"""Named graphs on disk: Oxigraph embedded through pyoxigraph.

One process writes at a time; readers open a read-only snapshot and take a new one when the store's
generation changes. The default graph of a query is the union of all named graphs.
"""

import io
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import pyoxigraph as ox
from rdflib import Graph

from kg.errors import AnswerTooLarge, QueryError, StoreError
from kg.exchange.serialisation import serialise

ONTOLOGY_GRAPH: Final = "https://w3id.org/demarche/ontology"
SEEDS_GRAPH: Final = "https://w3id.org/demarche/seeds/"
_GENERATION: Final = "demarche-generation"
_FORMATS: Final = {".ttl": "text/turtle", ".nt": "application/n-triples", ".nq": "application/n-quads", ".trig": "application/trig",
                   ".rdf": "application/rdf+xml", ".owl": "application/rdf+xml", ".xml": "application/rdf+xml", ".jsonld": "application/ld+json"}  # fmt: skip
# What would reach out of the store, once strings, IRIs and comments are gone.
_OUTSIDE: Final = re.compile(r"(?<![\w?$:.-])(SERVICE|LOAD)(?![\w:-])", re.IGNORECASE)
_DATASET: Final = re.compile(r"(?<![\w?$:.-])FROM(?![\w:-])", re.IGNORECASE)
_OPAQUE: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.DOTALL,
)


PREFIXES: Final = {
    "dem": "https://w3id.org/demarche/ontology#", "dcterms": "http://purl.org/dc/terms/", "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "wd": "http://www.wikidata.org/entity/", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a limit."""

    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        if self._limit is not None and self.tell() + len(data) > self._limit:
            raise AnswerTooLarge(f"the answer is larger than {self._limit:,} bytes; narrow the query or add a LIMIT")
        return super().write(data)


class Store(Protocol):
    """What the command line and the server ask of a store."""

    def put(self, iri: str, graph: Graph) -> None:
        """Replaces one named graph whole."""
        ...

    def query(self, text: str, **values: str) -> "Answer":
        """Answers a SPARQL query over the union of the graphs."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: rows, a truth value or triples."""

    kind: str  # "rows", "boolean", "triples"
    _result: Any

    def serialise(self, media_type: str, *, limit: int | None = None) -> bytes:
        """The answer in a SPARQL results or RDF media type; ``AnswerTooLarge`` beyond ``limit`` bytes."""
        out = _Bounded(limit)
        if self.kind == "triples":
            ox.serialize(self._result, out, ox.RdfFormat.from_media_type(media_type), prefixes=dict(PREFIXES))
        else:
            self._result.serialize(out, format=ox.QueryResultsFormat.from_media_type(media_type))
        return out.getvalue()

    @property
    def boolean(self) -> bool:
        """The truth value of an ASK."""
        return bool(self._result)

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows of a SELECT: plain values by variable, unbound ones left out."""
        names = [v.value for v in self._result.variables]
        for row in self._result:
            yield {n: row[n].value for n in names if row[n] is not None}


class OxigraphStore:
    """A folder of Oxigraph, written by one process at a time."""

    def __init__(self, folder: Path, store: ox.Store, *, writable: bool) -> None:
        self.folder, self._store, self._writable = folder, store, writable
        self.generation = self._read_generation()

    @classmethod
    def open(cls, folder: Path, *, writable: bool = True) -> "OxigraphStore":
        """Opens or (for writing) creates a store; ``StoreError`` names what stands in the way."""
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder}: expected a store folder, found a file")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / "CURRENT").exists():
            raise StoreError(
                f"{folder}: expected a store, found a folder with other things or a damaged store (no file CURRENT)"
            )
        if not writable and not (folder / "CURRENT").exists():
            raise StoreError(f"{folder}: no store here yet; make one with: demarche ingest ARTICLE --store {folder}")
        try:
            if writable:
                folder.mkdir(parents=True, exist_ok=True)
                return cls(folder, ox.Store(str(folder)), writable=True)
            return cls(folder, ox.Store.read_only(str(folder)), writable=False)
        except (OSError, ValueError) as error:
            if "lock" in str(error).lower():
                raise StoreError(
                    f"{folder}: the store is being written by another process; try again when it is done"
                ) from error
            raise StoreError(f"{folder}: the store cannot be opened: {error}") from error

    def _read_generation(self) -> int:
        try:
            return int((self.folder / _GENERATION).read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def stale(self) -> bool:
        """Whether another process has written since this snapshot was taken."""
        return self._read_generation() != self.generation

    def _changed(self) -> None:
        self._store.flush()
        self.generation += 1
        draft = self.folder / f"{_GENERATION}.new"
        draft.write_text(str(self.generation), "ascii")
        draft.replace(self.folder / _GENERATION)

    def put(self, iri: str, graph: Graph) -> None:
        """Replaces one named graph whole, in one transaction; the same graph changes nothing."""
        name = ox.NamedNode(iri)
        data = serialise(graph, iri, "ntriples").encode()
        new = {ox.Quad(t.subject, t.predicate, t.object, name) for t in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}
        old = set(self._store.quads_for_pattern(None, None, None, name))
        if new == old:
            return
        self._update(name, new)

    def _update(self, name: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
        """Clear and insert as one update: Oxigraph runs an update as one transaction."""
        triples = b"\n".join(str(q.triple).encode() + b" ." for q in quads).decode()
        self._store.update(f"CLEAR SILENT GRAPH {name} ; INSERT DATA {{ GRAPH {name} {{ {triples} }} }}")
        self._changed()

    def delete(self, iri: str) -> bool:
        """Takes a graph out; False where there was none."""
        name = ox.NamedNode(iri)
        if not self._store.contains_named_graph(name):
            return False
        self._store.remove_graph(name)
        self._changed()
        return True

    def load_file(self, path: Path, graph: str | None = None) -> int:
        """Loads an RDF file whole or not at all: the number of statements it holds.

        Without ``graph`` quads keep their graphs and triples go to one named by the file.
        """
        media = _FORMATS.get(path.suffix.lower())
        if media is None:
            raise StoreError(f"{path}: expected a file ending in {', '.join(_FORMATS)}")
        target = ox.NamedNode(graph or f"https://w3id.org/demarche/id/file/{path.name}")
        try:
            data = path.read_bytes()
            quads = [
                ox.Quad(
                    q.subject,
                    q.predicate,
                    q.object,
                    target if graph or q.graph_name == ox.DefaultGraph() else q.graph_name,
                )
                for q in ox.parse(data, format=ox.RdfFormat.from_media_type(media), base_iri=str(target.value))
            ]
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{path}: expected {media}: {error}") from error
        if any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object)):
            for name in {q.graph_name for q in quads}:
                self._store.remove_graph(name)  # blank nodes get new labels each time: replace, do not add
        self._store.extend(quads)
        self._changed()
        return len(quads)

    def query(
        self, text: str, *, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (), **values: str
    ) -> Answer:
        """Answers a query; ``values`` are IRIs bound to variables. ``QueryError`` for what is not allowed.

        Graphs named from outside win over the query's own FROM; both name graphs of this store only.
        """
        bare = _OPAQUE.sub(" ", text)
        forbidden = _OUTSIDE.search(bare)
        if forbidden:
            raise QueryError(f"{forbidden.group(1).upper()} reaches outside the store and is switched off")
        default, named = _graph_names(default_graphs), _graph_names(named_graphs)
        try:
            result = self._store.query(
                text,
                use_default_graph_as_union=not default and not named and not _DATASET.search(bare),
                default_graph=default or ([] if named else None),
                named_graphs=named or ([] if default else None),
                substitutions={ox.Variable(k): ox.NamedNode(v) for k, v in values.items()} or None,
            )
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"not valid SPARQL: {error}") from error
        except OSError as error:
            raise StoreError(f"{self.folder}: the query could not be run: {error}") from error
        kind = (
            "boolean"
            if isinstance(result, ox.QueryBoolean)
            else "rows"
            if isinstance(result, ox.QuerySolutions)
            else "triples"
        )
        return Answer(kind, result)

    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs, sorted."""
        return tuple(sorted(g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode)))

    def export(self, media_type: str, graph: str | None = None) -> bytes:
        """Everything, or one graph, in an RDF media type."""
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise StoreError(f"expected an RDF media type, found {media_type}")
        out = io.BytesIO()
        if graph is not None:
            self._store.dump(out, form, from_graph=ox.NamedNode(graph))
        elif form.supports_datasets:
            self._store.dump(out, form)
        else:
            quads = (q.triple for q in self._store.quads_for_pattern(None, None, None, None))
            ox.serialize(dict.fromkeys(quads), out, form)
        return out.getvalue()

    def __len__(self) -> int:
        return len(self._store)

    def backup(self, target: Path) -> None:
        """Copies the store as it is now into a new folder."""
        if target.exists():
            raise StoreError(f"{target}: expected a folder that does not exist yet")
        self._store.backup(str(target))
        if (self.folder / _GENERATION).exists():
            shutil.copy(self.folder / _GENERATION, target / _GENERATION)


def _graph_names(names: Iterable[str]) -> list[Any]:
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryError(f"expected the IRI of a graph: {error}") from error
