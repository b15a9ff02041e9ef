"""RDF files in, statements out, with clear errors: what was expected, what was found, in which line.

Oxigraph parses: it is fast, fetches nothing (a remote JSON-LD context is an error, not a request)
and tells the place of a fault.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Graph

from kg.errors import FormError, ReadingError

FORMATS: Final = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".xml": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}
MAX_BYTES: Final = 2_000_000_000  # a file is parsed in memory: larger ones are refused before they are read
_OURS: Final = re.compile(r"b[0-9a-f]{12}x\d+")  # a label given here before: an export that is loaded again keeps it
_HINTS: Final = {  # how Oxigraph words a fault, and what to do
    "No scheme found": "; relative IRIs need a base: an @base in the file, or --graph IRI",
    "No LoadDocumentCallback": "; a context at another address is not fetched: write it into the document",
}


def parse_rdf(path: Path) -> Graph:
    """The statements of a file, named graphs joined; ``ReadingError`` for what is no RDF."""
    quads = parse_quads(path, base=path.absolute().as_uri())
    joined = dict.fromkeys(q.triple for q in quads)
    return Graph().parse(data=ox.serialize(joined, format=ox.RdfFormat.N_TRIPLES), format="nt")


def parse_quads(path: Path, *, base: str | None = None) -> list[ox.Quad]:
    """The statements of a file; ``ReadingError`` names file, line and what was expected.

    Blank nodes are labelled by the file's bytes and their order in it: the same file always gives
    the same statements, and two files never share a blank node.

    Args:
        path: the file; its ending tells the format.
        base: what relative IRIs are resolved against; without it (and without one in the file) they are an error.
    """
    media = _media_type(path)
    return quads_of(_bytes_of(path), media, name=str(path), base=base)


def quads_of(data: bytes, media: str, *, name: str, base: str | None = None) -> list[ox.Quad]:
    """The statements of a document of a media type, as ``parse_quads`` has them."""
    try:
        found = ox.parse(data, format=ox.RdfFormat.from_media_type(media), base_iri=base)
        return list(_labelled(found, hashlib.sha256(data).hexdigest()[:12]))
    except (SyntaxError, ValueError) as error:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
        hint = next((hint for fault, hint in _HINTS.items() if fault in words), "")
        line, column = (error.lineno, error.offset) if isinstance(error, SyntaxError) else (None, None)
        raise ReadingError(f"{name}: expected {media}: {words}{hint}", line=line, column=column) from error


def rewritten(ntriples: bytes, media: str, prefixes: Mapping[str, str]) -> bytes:
    """N-Triples in another form, each statement once; ``FormError`` for what the form cannot say."""
    statements = dict.fromkeys(q.triple for q in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
    try:
        written = ox.serialize(statements, format=ox.RdfFormat.from_media_type(media), prefixes=dict(prefixes))
    except OSError as error:
        raise FormError(f"this cannot be written as {media}: {error}") from error
    assert written is not None
    return written


def _media_type(path: Path) -> str:
    if path.is_dir():
        raise ReadingError(f"{path}: expected an RDF file, found a folder")
    media = FORMATS.get(path.suffix.lower())
    if media is None:
        raise ReadingError(f"{path}: expected an RDF file ending in {', '.join(FORMATS)}, found {path.suffix or 'none'}")
    return media


def _bytes_of(path: Path) -> bytes:
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise ReadingError(f"{path}: expected a file of at most {MAX_BYTES:,} bytes, found {size:,}")
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read: {error.strerror}") from error


def _labelled(quads: Iterable[ox.Quad], prefix: str) -> Iterator[ox.Quad]:
    labels: dict[str, ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, ox.Triple):
            return ox.Triple(named(term.subject), term.predicate, named(term.object))
        if not isinstance(term, ox.BlankNode):
            return term
        kept = term.value if _OURS.fullmatch(term.value) else f"b{prefix}x{len(labels)}"
        return labels.setdefault(term.value, ox.BlankNode(kept))

    for q in quads:
        yield ox.Quad(named(q.subject), q.predicate, named(q.object), named(q.graph_name))
