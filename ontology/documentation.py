"""The ontology in, one HTML page for readers out: every term with its words, ties, wording and shapes.

A page of our own rather than pyLODE's, because an act is more than a class here: its examples,
counter-examples, codes and what its shape asks for stand beside the definition. The page loads nothing.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ontology.axioms import axioms
from ontology.quality import whole_ontology
from ontology.wording import short, words

DEM: Final = Namespace("https://w3id.org/demarche/ontology#")
FRAME: Final = Namespace("https://w3id.org/demarche/frame#")
_KINDS: Final = (
    ("Classes", OWL.Class), ("Object properties", OWL.ObjectProperty), ("Data properties", OWL.DatatypeProperty),
    ("Annotation properties", OWL.AnnotationProperty), ("Individuals", OWL.NamedIndividual),
)  # fmt: skip
_LINKED: Final = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
_STYLE: Final = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
a { color: #1d4f8c; } code { font-size: .9em; } h2 { border-bottom: 1px solid #bbb; margin-top: 3rem; }
section.term { border-left: 3px solid #d0d7de; margin: 1.5rem 0; padding-left: 1rem; } h3 { margin: 0; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem 1.2rem; } nav ul { list-style: none; padding-left: 1.2rem; }
@media (prefers-color-scheme: dark) { body { background: #16181c; color: #e6e6e6; } a { color: #8ab8ff; } }
"""


def page(graph: Graph | None = None) -> str:
    """The page for a graph that holds an ontology; the packaged one unless told."""
    reader = _Reader(whole_ontology() if graph is None else graph)
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{reader.title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n",
            *reader.head(),
            *reader.tree(),
            *(part for title, kind in _KINDS for part in reader.terms(title, kind)),
            "</body>\n</html>\n",
        ]
    )


class _Reader:
    """Turns the statements about a term into HTML."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        versions = graph.subjects(OWL.versionIRI, None)
        self.ontology: Node = next(iter(sorted(versions, key=str)), URIRef(str(DEM).removesuffix("#")))
        self.title = self._text(self.ontology, DCTERMS.title)
        self._axioms: dict[Node, list[str]] = {}
        for axiom in axioms(graph):
            shown_as_link = axiom.head[1] in _LINKED and isinstance(axiom.head[2], URIRef)
            if not axiom.declares and not shown_as_link:
                self._axioms.setdefault(axiom.head[0], []).append(words(axiom))

    def head(self) -> Iterator[str]:
        """Title, description, version and licence."""
        yield f"<h1>{self.title}</h1>\n<p>{self._text(self.ontology, DCTERMS.description)}</p>\n"
        yield f"<p>{self._text(self.ontology, DCTERMS.abstract)}</p>\n<dl>\n"
        for name, prop in (("Version", OWL.versionIRI), ("Licence", DCTERMS.license), ("Publisher", DCTERMS.publisher)):
            yield f"<dt>{name}</dt><dd>{self._text(self.ontology, prop)}</dd>\n"
        yield f"<dt>Namespace</dt><dd><code>{DEM}</code>, prefix <code>dem:</code></dd>\n</dl>\n"

    def tree(self) -> Iterator[str]:
        """The classes as a tree."""
        yield "<h2>Tree of classes</h2>\n<nav>\n"
        tops = [c for c in self._of(OWL.Class) if not list(self._parents(c))]
        yield from self._branches(tops)
        yield "</nav>\n"

    def _branches(self, classes: Iterable[Node]) -> Iterator[str]:
        rows = sorted(classes, key=str)
        if rows:
            yield "<ul>\n"
            for row in rows:
                yield f"<li>{self._link(row)}"
                yield from self._branches(c for c in self._of(OWL.Class) if row in self._parents(c))
                yield "</li>\n"
            yield "</ul>\n"

    def _parents(self, term: Node) -> list[Node]:
        return [o for o in self.graph.objects(term, RDFS.subClassOf) if isinstance(o, URIRef)]

    def terms(self, title: str, kind: URIRef) -> Iterator[str]:
        """A section for each term of a kind."""
        yield f"<h2>{title}</h2>\n"
        for term in self._of(kind):
            yield f'<section class="term" id="{_local(term)}">\n<h3>{self._text(term, RDFS.label)}</h3>\n'
            yield f"<p><code>{short(term)}</code> · {self._text(term, SKOS.definition)}</p>\n<dl>\n"
            for name, lines in self._rows(term):
                listed = "".join(f"<dd>{line}</dd>\n" for line in lines)
                yield f"<dt>{name}</dt>\n{listed}" if listed else ""
            yield "</dl>\n</section>\n"

    def _rows(self, term: Node) -> Iterator[tuple[str, list[str]]]:
        g = self.graph
        yield "Example", [escape(str(x)) for x in sorted(g.objects(term, SKOS.example), key=str)]
        yield "Note", [escape(str(x)) for x in sorted(g.objects(term, SKOS.scopeNote), key=str)]
        for name, prop in (("Below", RDFS.subClassOf), ("Below", RDFS.subPropertyOf), ("From", RDFS.domain), ("To", RDFS.range)):
            yield name, [self._link(x) for x in sorted(g.objects(term, prop), key=str) if isinstance(x, URIRef)]
        yield "What holds", sorted(escape(x) for x in self._axioms.get(term, ()))
        for scheme, prop in (("CAMEO", DEM.cameo), ("PLOVER", DEM.plover)):
            yield scheme, [escape(str(x)) for x in g.objects(term, prop)]
        told = (g.value(e, FRAME.text) for e in g.objects(term, FRAME.example))
        yield "Sentences that tell it", sorted(escape(str(x)) for x in told)
        yield "Sentences that do not", sorted(escape(str(x)) for x in g.objects(term, FRAME.counterExample))
        asked = g.subjects(SH.targetClass, term)
        yield "Its shape", sorted(escape(str(m)) for s in asked for p in g.objects(s, SH.property) for m in g.objects(p, SH.message))

    def _of(self, kind: URIRef) -> list[Node]:
        found = self.graph.subjects(RDF.type, kind, unique=True)
        return sorted((t for t in found if str(t).startswith(str(DEM))), key=str)

    def _text(self, term: Node, prop: URIRef) -> str:
        return escape(", ".join(sorted(str(v) for v in self.graph.objects(term, prop))))

    def _link(self, term: Node) -> str:
        label = self.graph.value(term, RDFS.label)
        if isinstance(label, Literal) and str(term).startswith(str(DEM)):
            return f'<a href="#{_local(term)}">{escape(str(label))}</a>'
        return f"<code>{escape(short(term))}</code>"


def _local(term: Node) -> str:
    return str(term).removeprefix(str(DEM))
