"""The graph of one article while it is written: statements, and the attestation that ties each thing to its words."""

from collections.abc import Iterable
from typing import Final

from rdflib import PROV, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kg import iris
from kg.frames import ActCatalogue
from kg.model import AGENT_KINDS, Conversion, Factuality, Quote, Span
from ontology.terms import DEM

OA: Final = Namespace("http://www.w3.org/ns/oa#")
SCHEMA: Final = Namespace("https://schema.org/")
WD: Final = Namespace("http://www.wikidata.org/entity/")
CONTEXT: Final = 32  # code points of prefix and suffix in a quote selector
INFERRED: Final = 0.5  # what the words do not say is half as sure as what they say
_EVIDENTIALITY: Final = {"inferred": "inferredGround"}


class Draft:
    """What is written so far, with what every part of it asks."""

    def __init__(self, conversion: Conversion, catalogue: ActCatalogue, owl_same_as: bool) -> None:
        self.conversion, self.catalogue, self.owl_same_as = conversion, catalogue, owl_same_as
        self.source = conversion.article
        self.iri = URIRef(self.source.iri)
        self.graph = Graph()
        self.entities = {e.iri: e for e in conversion.resolution.entities}
        for prefix, space in (("dem", DEM.NAMESPACE), ("oa", OA), ("schema", SCHEMA), ("wd", WD), ("prov", PROV), ("skos", SKOS)):
            self.graph.bind(prefix, Namespace(str(space)))

    def add(self, subject: URIRef, *pairs: tuple[URIRef, URIRef | Literal | None]) -> None:
        """Statements of one subject; None is no statement."""
        store = self.graph.store  # Graph.add would look at the type of each term first: a tenth of all time here
        for prop, value in pairs:
            if value is not None:
                store.add((subject, prop, value), self.graph)

    def can_act(self, iri: str) -> bool:
        """Whether an entity can act: a city or region is a place, also where an office is called after it."""
        return self.entities[iri].kind in AGENT_KINDS

    def label(self, iri: str) -> str:
        """The name of an entity."""
        return self.entities[iri].label if iri in self.entities else iri.rsplit("/", 1)[-1]

    def quotation(self, quote: Quote) -> URIRef:
        """The node of a quotation."""
        return URIRef(iris.local(self.source.iri, "quotation", quote.span))

    def attest(
        self, node: URIRef, spans: Iterable[Span], ground: str, factuality: Factuality, confidence: float,
        reasons: tuple[str, ...], sources: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """One attestation a span, with position and quote selectors."""
        for number, span in enumerate(spans, 1):
            attestation = URIRef(iris.attestation(self.source.iri, str(node), number))
            target, selector = URIRef(f"{attestation}/target"), URIRef(f"{attestation}/selector")
            self.add(node, (DEM.hasAttestation, attestation))
            self.add(
                attestation,
                (RDF.type, DEM.Attestation), (RDF.type, DEM.Situation), (DEM.attests, node), (DEM.attestedIn, self.iri),
                (DEM.evidentiality, URIRef(iris.concept(_EVIDENTIALITY.get(ground, ground)))),
                (DEM.factuality, URIRef(iris.concept(factuality.value))),
                (DEM.confidence, Literal(f"{confidence:.2f}", datatype=XSD.decimal)),
                *((DEM.reason, Literal(r)) for r in reasons),
                *((DEM.citedSource, URIRef(s)) for s in sources),
                (OA.hasTarget, target),
            )  # fmt: skip
            self.add(target, (RDF.type, OA.SpecificResource), (OA.hasSource, self.iri), (OA.hasSelector, selector))
            self._selector(selector, span)

    def _selector(self, node: URIRef, span: Span) -> None:
        body = self.source.body
        self.add(
            node,
            (RDF.type, OA.TextPositionSelector), (RDF.type, OA.TextQuoteSelector),
            (OA.start, Literal(span.start, datatype=XSD.nonNegativeInteger)),
            (OA.end, Literal(span.end, datatype=XSD.nonNegativeInteger)),
            (OA.exact, Literal(span.of(body))),
            (OA.prefix, Literal(body[max(0, span.start - CONTEXT) : span.start])),
            (OA.suffix, Literal(body[span.end : span.end + CONTEXT])),
        )  # fmt: skip
