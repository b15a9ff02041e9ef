"""A graph as RDF/XML: one description a subject, everything sorted, so that the same graph gives the same bytes.

rdflib's own serialiser declares prefixes in the order of a set, which differs from run to run.
RDF 1.1 XML Syntax, https://www.w3.org/TR/rdf-syntax-grammar/.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import ResourceError

_LOCAL: Final = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)  # the part of an IRI that can be the name of an element


def to_rdf_xml(graph: Graph) -> str:
    """The whole document; ``ResourceError`` for a property whose IRI no element can bear."""
    names = _Names(graph)
    rows = sorted(graph, key=lambda t: (str(t[0]), t[1] != RDF.type, str(t[1]), t[2].n3()))
    lines = list(_descriptions(rows, names))
    declared = "".join(f"\n   xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in sorted(names.used.items()))
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF{declared}>", *lines, "</rdf:RDF>", ""])


class _Names:
    """Element names of properties, and the prefixes that they need."""

    def __init__(self, graph: Graph) -> None:
        self._prefixes = {str(iri): prefix for prefix, iri in graph.namespaces() if prefix}
        self.used = {"rdf": str(RDF)}

    def of(self, iri: str) -> str:
        """``dem:hasParticipant`` for its IRI."""
        match = _LOCAL.search(iri)
        if match is None or match.start() == 0:
            raise ResourceError(f"{iri}: expected a property that ends in a name, as RDF/XML needs; take another form")
        namespace = iri[: match.start()]
        prefix = "rdf" if namespace == str(RDF) else self._prefixes.setdefault(namespace, f"ns{len(self._prefixes)}")
        self.used[prefix] = namespace
        return f"{prefix}:{match.group()}"


def _descriptions(rows: list[tuple[Node, Node, Node]], names: _Names) -> Iterator[str]:
    subject: Node | None = None
    for s, p, o in rows:
        if s != subject:
            if subject is not None:
                yield "  </rdf:Description>"
            yield f"  <rdf:Description {_reference(s, 'about')}>"
            subject = s
        yield f"    {_property(names.of(str(p)), o)}"
    if subject is not None:
        yield "  </rdf:Description>"


def _property(name: str, value: Node) -> str:
    if not isinstance(value, Literal):
        return f"<{name} {_reference(value, 'resource')}/>"
    kind = ""
    if value.language:
        kind = f" xml:lang={quoteattr(value.language)}"
    elif value.datatype is not None:
        kind = f" rdf:datatype={quoteattr(str(value.datatype))}"
    return f"<{name}{kind}>{escape(str(value), {chr(13): '&#13;'})}</{name}>"


def _reference(node: Node, attribute: str) -> str:
    if isinstance(node, BNode):
        return f"rdf:nodeID={quoteattr(str(node))}"
    assert isinstance(node, URIRef)
    return f"rdf:{attribute}={quoteattr(str(node))}"
