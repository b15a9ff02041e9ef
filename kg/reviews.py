"""Reviews: what a reader who compared an article's words with the graph says of them.

A review judges one attestation and stands in a graph of its own (``{base}reviews``), which only grows: converting
an article anew takes no review away, and a later review of the same attestation outweighs an earlier one. It keeps
the words that were read; where the article now tells it in other words, the review is stale and counts no longer.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, Literal, URIRef

from kg import iris
from kg.errors import QueryError, ReviewError
from kg.store import Store
from ontology.terms import DEM

_WORDS: Final = """SELECT ?article ?words WHERE { GRAPH ?article {
    ?attestation dem:attestedIn ?article ; oa:hasTarget/oa:hasSelector/oa:exact ?words } }"""
_REVIEWS: Final = """SELECT ?attestation ?verdict ?reviewer ?words ?made ?note WHERE {
    ?review a dem:Review ; dem:reviewOf ?attestation ; dem:verdict ?verdict ; dem:reviewer ?reviewer ;
            dem:reviewedWords ?words ; dcterms:created ?made .
    OPTIONAL { ?review rdfs:comment ?note } } ORDER BY ?made ?review"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One judgement on one attestation."""

    attestation: str  # IRI
    confirmed: bool  # False: refuted
    reviewer: str  # name
    words: str  # of the article, as they were read
    made: datetime
    note: str | None = None


def review(
    store: Store, attestations: Iterable[str], *, confirmed: bool, reviewer: str, note: str | None = None, made: datetime | None = None
) -> tuple[Review, ...]:
    """Puts reviews of attestations into the store, all or none; ``ReviewError`` for one that the store lacks."""
    if not reviewer.strip():
        raise ReviewError("expected the name of the reviewer, found none")
    at = (made or datetime.now(UTC)).replace(microsecond=0)
    reviews, graphs = [], dict[str, Graph]()
    for attestation in dict.fromkeys(attestations):
        article, words = _read(store, attestation)
        one = Review(attestation=attestation, confirmed=confirmed, reviewer=reviewer.strip(), words=words, made=at, note=note)
        reviews.append(one)
        base = iris.base_of(article)
        _describe(graphs.setdefault(reviews_graph(base), Graph()), one, base)
    for name, graph in graphs.items():
        store.add(name, graph)
    return tuple(reviews)


def latest(store: Store) -> Mapping[str, Review]:
    """The last review of each attestation that has one."""
    return {
        row["attestation"]: Review(
            attestation=row["attestation"], confirmed=row["verdict"] == str(DEM.confirmed), reviewer=row["reviewer"],
            words=row["words"], made=datetime.fromisoformat(row["made"]), note=row.get("note"),
        )
        for row in store.query(_REVIEWS).rows()
    }  # fmt: skip


def reviews_graph(base: str = iris.BASE) -> str:
    """The name of the graph that holds the reviews."""
    return f"{base}reviews"


def _read(store: Store, attestation: str) -> tuple[str, str]:
    """The article of an attestation and its words."""
    try:
        row = next(store.query(_WORDS, attestation=attestation).rows(), None)
    except QueryError:  # no IRI
        row = None
    if row is None:
        raise ReviewError(f"expected an attestation of the store, found {attestation}; demarche review list shows some")
    return row["article"], row["words"]


def _describe(graph: Graph, one: Review, base: str) -> None:
    made = one.made.astimezone(UTC).isoformat().replace("+00:00", "Z")
    digest = hashlib.sha256("\0".join((one.attestation, one.reviewer, made)).encode()).hexdigest()[:16]
    node = URIRef(f"{base}review/{digest}")
    for prop, value in (
        (RDF.type, DEM.Review), (RDF.type, DEM.Situation), (DEM.reviewOf, URIRef(one.attestation)),
        (DEM.verdict, DEM.confirmed if one.confirmed else DEM.refuted), (DEM.reviewer, Literal(one.reviewer)),
        (DEM.reviewedWords, Literal(one.words)), (DCTERMS.created, Literal(made, datatype=XSD.dateTime)),
    ):  # fmt: skip
        graph.add((node, prop, value))
    if one.note:
        graph.add((node, RDFS.comment, Literal(one.note)))
