"""The example queries: for the query page, and as RDF that editors and agents ask the endpoint for.

The form is the one that SPARQL editors look for: a ``sh:SPARQLExecutable`` for each query, its words in ``rdfs:comment``,
and ``sh:declare`` for each prefix (SHACL, 5.2.1 and 6). ``python -m server.examples`` writes ``seeds/queries/examples.ttl``.
"""

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from kg.store import PREFIXES

QUERIES: Final = "https://w3id.org/demarche/queries"  # the graph that holds them, in every store that has the seeds
FILE: Final = Path(__file__).parent.parent / "seeds" / "queries" / "examples.ttl"
_FORMS: Final = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select), "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A query to start from; ``title`` says what it answers."""

    name: str
    title: str
    text: str

    @property
    def form(self) -> str:
        """SELECT, ASK or CONSTRUCT."""
        found = re.search(r"^\s*(SELECT|ASK|CONSTRUCT)\b", self.text, re.MULTILINE)
        assert found is not None, self.name
        return found[1]


def examples() -> list[Example]:
    """The example queries in order; the first line of each is a comment that tells what it answers."""
    folder = files("server") / "queries" / "examples"
    found = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".rq"):
            text = path.read_text("utf-8")
            found.append(Example(name=path.name.removesuffix(".rq"), title=text.splitlines()[0].lstrip("# "), text=text))
    return found


def describe_examples(target: str | None = None) -> Graph:
    """Queries and prefixes as RDF; ``target`` is the address of the endpoint that they are for, where it is known."""
    graph, whole = Graph(), URIRef(QUERIES)
    graph.bind("sh", SH)
    graph.add((whole, RDFS.label, Literal("Example queries, and the prefixes that they use", lang="en")))
    for prefix, namespace in PREFIXES.items():
        node = URIRef(f"{QUERIES}#prefix-{prefix}")
        graph.add((whole, SH.declare, node))
        graph.add((node, RDF.type, SH.PrefixDeclaration))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
    for example in examples():
        kind, prop = _FORMS[example.form]
        node = URIRef(f"{QUERIES}#{example.name}")
        for predicate, value in (
            (RDF.type, SH.SPARQLExecutable), (RDF.type, kind), (RDFS.comment, Literal(example.title, lang="en")),
            (RDFS.label, Literal(example.title, lang="en")), (prop, Literal(example.text)), (SH.prefixes, whole),
        ):  # fmt: skip
            graph.add((node, predicate, value))
        if target is not None:
            graph.add((node, URIRef("https://schema.org/target"), URIRef(target)))
    return graph


if __name__ == "__main__":
    FILE.write_text(describe_examples().serialize(format="turtle"), "utf-8")
