"""What is told beside acts: quotations, territorial claims, numbers."""

from rdflib import RDF, XSD, Literal, URIRef

from kg import iris
from kg.graph.draft import Draft
from kg.model import Estimate, Factuality
from ontology.terms import DEM


def describe_quotations(draft: Draft) -> None:
    """All quotations, those of no act too."""
    for quote in draft.conversion.quotes:
        node = draft.quotation(quote)
        draft.add(
            node,
            (RDF.type, DEM.Quotation), (RDF.type, DEM.InformationObject), (DEM.quoteText, Literal(quote.text, lang="en")),
            *((DEM.speaker, URIRef(s)) for s in quote.speakers),
        )  # fmt: skip
        draft.attest(node, (quote.span,), "directQuotation", Factuality.ASSERTED, 0.95, ())


def describe_claims(draft: Draft) -> None:
    """Territorial claims, as told."""
    for number, claim in enumerate(draft.conversion.facts.claims, 1):
        node = URIRef(f"{draft.source.iri}/claim/{claim.span.start}-{claim.span.end}/{number}")
        draft.add(
            node,
            (RDF.type, DEM.TerritorialClaim), (RDF.type, DEM.Situation), (DEM.claimant, URIRef(claim.claimant)),
            (DEM.claimedTerritory, URIRef(claim.territory)),
        )  # fmt: skip
        draft.attest(node, (claim.span,), "narrated", Factuality.ASSERTED, 0.85, ())


def describe_estimate(draft: Draft, e: Estimate) -> None:
    """A number as vague as its words."""
    node = URIRef(iris.local(draft.source.iri, "estimate", e.span))
    number = XSD.nonNegativeInteger
    draft.add(
        node,
        (RDF.type, DEM.QuantityEstimate), (RDF.type, DEM.Situation), (DEM.quantityKind, Literal(e.quantity)),
        (DEM.quantityWords, Literal(e.words, lang="en")),
        (DEM.lowerBound, Literal(e.lower, datatype=number) if e.lower is not None else None),
        (DEM.upperBound, Literal(e.upper, datatype=number) if e.upper is not None else None),
        (DEM.lowerExclusive, Literal(True) if e.lower_exclusive else None),
        (DEM.upperExclusive, Literal(True) if e.upper_exclusive else None),
        (DEM.orderOfMagnitude, Literal(e.magnitude, datatype=number) if e.magnitude is not None else None),
        (DEM.estimateOf, URIRef(e.act) if e.act else None),
        (DEM.estimateTime, URIRef(f"{e.act}/time") if e.act and e.time is not None else None),
    )  # fmt: skip
    draft.attest(node, (e.span,), "narrated", Factuality.ASSERTED, 0.85, ())
