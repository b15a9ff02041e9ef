"""Rows of the page queries as small values that templates show."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.iris import DEM
from kg.store import OxigraphStore
from server.queries import text_of

_PREFIXES: Final = {
    DEM: "", "http://purl.org/dc/terms/": "dcterms:", "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/2004/02/skos/core#": "skos:", "http://www.w3.org/ns/prov#": "prov:", "https://schema.org/": "schema:",
    "http://www.w3.org/ns/oa#": "oa:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:", "http://www.wikidata.org/entity/": "wd:",
}  # fmt: skip
_ABSTRACT: Final = (
    "Event",
    "DiplomaticAct",
    "Consultation",
    "SpeechAct",
    "Deed",
    "UseOfForce",
    "ArmedConflict",
    "PopularVote",
    "Harm",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value on a page: its words, and where it leads."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property with its values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """One act in a list."""

    href: str
    label: str
    kind: str
    date: str
    date_inferred: bool
    place: str
    factuality: str
    sentence: str
    topics: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A thing with all that is said of it."""

    iri: str
    label: str
    types: tuple[str, ...]
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]
    acts: tuple[ActRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of the ontology."""

    name: str
    label: str
    definition: str
    above: tuple[str, ...]
    examples: tuple[str, ...]


def shortened(iri: str) -> str:
    """An IRI with a prefix where it has one."""
    for namespace, prefix in _PREFIXES.items():
        if iri.startswith(namespace):
            return prefix + iri[len(namespace) :]
    return iri


def local_href(iri: str, base: str) -> str | None:
    """Where an IRI leads on this server; other IRIs lead to themselves, literals nowhere."""
    if iri.startswith(base):
        return "/page/" + iri[len(base) :]
    if iri.startswith(DEM):
        return "/ontology#" + iri[len(DEM) :]
    return iri if iri.startswith(("http://", "https://")) else None


def described(store: OxigraphStore, iri: str, base: str) -> Described:
    """A thing from the store."""
    outgoing: dict[str, list[Value]] = {}
    for row in store.query(text_of("pages/outgoing.rq"), thing=iri).rows():
        value = Value(text=row.get("label") or shortened(row["o"]), href=local_href(row["o"], base))
        values = outgoing.setdefault(shortened(row["p"]), [])
        if value not in values:
            values.append(value)
    incoming: dict[str, list[Value]] = {}
    for row in store.query(text_of("pages/incoming.rq"), thing=iri).rows():
        incoming.setdefault(shortened(row["p"]), []).append(Value(text=row["label"], href=local_href(row["s"], base)))
    types = tuple(v.text for v in outgoing.pop("rdf:type", []))
    labels = outgoing.get("rdfs:label") or outgoing.get("dcterms:title") or outgoing.get("skos:prefLabel") or []
    acts = act_rows(store.query(text_of("pages/acts-of.rq"), thing=iri).rows(), base)
    if not acts and "NewsArticle" in types:
        acts = act_rows(store.query(text_of("pages/acts.rq"), article=iri).rows(), base)
    return Described(
        iri=iri, label=labels[0].text if labels else iri[len(base) :], types=types,
        properties=_properties(outgoing), incoming=_properties(incoming), acts=acts,
    )  # fmt: skip


def _properties(rows: dict[str, list[Value]]) -> tuple[Property, ...]:
    return tuple(Property(name=name, values=tuple(values)) for name, values in sorted(rows.items()))


def act_rows(rows: Iterable[dict[str, str]], base: str) -> tuple[ActRow, ...]:
    """Acts of a query as rows; the most particular class names the kind."""
    return tuple(
        ActRow(
            href=local_href(row["act"], base) or row["act"],
            label=row["label"], kind=_kind(row["kinds"]), date=row.get("date") or row.get("inferred", ""),
            date_inferred="date" not in row and "inferred" in row, place=row.get("place", ""),
            factuality=shortened(row["factuality"]), sentence=row["sentence"],
            topics=tuple(t for t in row.get("topics", "").split("; ") if t),
            quotes=tuple(q for q in row.get("quotes", "").split(" | ") if q),
        )
        for row in rows
        if "act" in row
    )  # fmt: skip


def _kind(kinds: str) -> str:
    names = [shortened(k) for k in kinds.split()]
    return next((n for n in sorted(names) if n not in _ABSTRACT), names[0])


def ontology_terms(folder: Path) -> list[tuple[str, list[Term]]]:
    """The terms of core and acts in groups, for the page of the ontology."""
    from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

    graph = Graph()
    for path in (folder / "core.ttl", *sorted((folder / "acts").glob("*.ttl"))):
        graph.parse(path)
    groups = []
    kinds = (("Classes", OWL.Class), ("Object properties", OWL.ObjectProperty), ("Data properties", OWL.DatatypeProperty),
             ("Annotation properties", OWL.AnnotationProperty), ("Individuals", OWL.NamedIndividual))  # fmt: skip
    for title, kind in kinds:
        terms = [
            Term(
                name=shortened(str(s)), label=str(graph.value(s, RDFS.label)), definition=str(graph.value(s, SKOS.definition)),
                above=tuple(sorted(shortened(str(o)) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in graph.objects(s, p) if isinstance(o, URIRef))),
                examples=tuple(sorted(map(str, graph.objects(s, SKOS.example)))),
            )
            for s in sorted(graph.subjects(RDF.type, kind), key=str)
            if isinstance(s, URIRef) and str(s).startswith(DEM)
        ]  # fmt: skip
        groups.append((title, terms))
    return groups
