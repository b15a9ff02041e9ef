"""A conversion in, an RDF graph out: every node has an IRI, every act the words that tell it.

The graph's shape is told in docs/architecture.md. Superclasses and shortcut properties are written
out, so that neither SHACL nor a query needs a reasoner. The result depends on the conversion alone.
"""

from collections.abc import Iterable
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kg import __version__, iris
from kg.frames import ActCatalogue
from kg.model import (
    Act,
    ActRelation,
    Conversion,
    Entity,
    EntityKind,
    Estimate,
    Factuality,
    Participation,
    PartKind,
    Quote,
    Role,
    Span,
    Tenure,
    Topic,
)
from ontology.terms import DEM

OA: Final = Namespace("http://www.w3.org/ns/oa#")
SCHEMA: Final = Namespace("https://schema.org/")
WD: Final = Namespace("http://www.wikidata.org/entity/")
WDS: Final = Namespace("http://www.wikidata.org/entity/statement/")
CONTEXT: Final = 32  # code points of prefix and suffix in a quote selector
_CLASSES: Final = {
    EntityKind.STATE: ("State", "GeopoliticalEntity", "Agent", "Place"),
    EntityKind.POLITY: ("GeopoliticalEntity", "Agent", "Place"),
    EntityKind.REGION: ("Region", "Place"),
    EntityKind.CITY: ("City", "Place"),
    EntityKind.PLACE: ("Place",),
    EntityKind.PERSON: ("Person", "Agent"),
    EntityKind.ORGANISATION: ("Organization", "Agent"),
    EntityKind.GROUP: ("PopulationGroup", "Agent"),
    EntityKind.AGREEMENT: ("Instrument", "InformationObject"),
}
_ROLE_PROPERTIES: Final = {
    Role.AGENT: DEM.agent, Role.ADDRESSEE: DEM.addressee, Role.HOST: DEM.host, Role.MEDIATOR: DEM.mediator,
    Role.SIGNATORY: DEM.signatory,
}  # fmt: skip
_EVIDENTIALITY: Final = {"inferred": "inferredGround"}
_INFERRED: Final = 0.5  # what the words do not say is half as sure as what they say
_ACTING: Final = (EntityKind.STATE, EntityKind.POLITY, EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.GROUP)


def build_graph(conversion: Conversion, catalogue: ActCatalogue, *, owl_same_as: bool = False) -> Graph:
    """The graph of one article, which bears the article's IRI.

    Args:
        conversion: What the stages found.
        catalogue: The types of acts.
        owl_same_as: Whether links are told as ``owl:sameAs`` beside ``schema:sameAs``: a reasoner then takes all that is
            true of a Wikidata item for true of the entity.
    """
    builder = _Builder(conversion, catalogue, owl_same_as)
    builder.article()
    for entity in conversion.resolution.entities:
        builder.entity(entity)
    for tenure in conversion.resolution.tenures:
        builder.tenure(tenure)
    for act in conversion.acts:
        builder.act(act)
    builder.claims()
    for estimate in conversion.facts.estimates:
        builder.estimate(estimate)
    builder.quotations()
    return builder.graph


class _Builder:
    """Adds one kind of thing after the other."""

    def __init__(self, conversion: Conversion, catalogue: ActCatalogue, owl_same_as: bool) -> None:
        self.conversion, self.catalogue, self.owl_same_as = conversion, catalogue, owl_same_as
        self.source = conversion.article
        self.iri = URIRef(self.source.iri)
        self.graph = Graph()
        self.entities = {e.iri: e for e in conversion.resolution.entities}
        for prefix, space in (
            ("dem", DEM.NAMESPACE),
            ("oa", OA),
            ("schema", SCHEMA),
            ("wd", WD),
            ("prov", PROV),
            ("skos", SKOS),
        ):
            self.graph.bind(prefix, Namespace(str(space)))

    def add(self, subject: URIRef, *pairs: tuple[URIRef, URIRef | Literal | None]) -> None:
        """Statements of one subject; None is no statement."""
        for prop, value in pairs:
            if value is not None:
                self.graph.add((subject, prop, value))

    # --- the article --------------------------------------------------------------------------------

    def article(self) -> None:
        """Title, day, source, length, and how the graph came about."""
        a = self.source
        self.add(
            self.iri,
            (RDF.type, DEM.NewsArticle), (RDF.type, DEM.InformationObject),
            (DCTERMS.identifier, Literal(a.id)),
            (DCTERMS.title, Literal(a.title, lang="en") if a.title else None),
            (DCTERMS.issued, Literal(a.published.isoformat(), datatype=XSD.date) if a.published else None),
            (DCTERMS.abstract, Literal(self._standfirst(), lang="en") if self._standfirst() else None),
            (DCTERMS.language, Literal(a.language)),
            (DCTERMS.publisher, Literal(a.outlet) if a.outlet else None),
            (DEM.sourceCredit, Literal(a.credit) if a.credit else None),
            (DEM.bodyLength, Literal(len(a.body), datatype=XSD.nonNegativeInteger)),
            (SCHEMA.url, Literal(a.url, datatype=XSD.anyURI) if a.url else None),
        )  # fmt: skip
        if a.credit:
            self._creditor(a.credit)
        self._made()

    def _made(self) -> None:
        """The activity that made the graph, and the text it used: offsets count into its value."""
        text, activity = URIRef(iris.text(self.source.iri)), URIRef(f"{self.iri}/conversion")
        agent = URIRef(f"{iris.base_of(self.source.iri)}software/demarche-{__version__}")
        self.add(text, (RDF.type, PROV.Entity), (PROV.value, Literal(self.source.body, lang=self.source.language)))
        self.add(self.iri, (PROV.wasGeneratedBy, activity))
        self.add(
            activity,
            (RDF.type, PROV.Activity),
            (PROV.wasAssociatedWith, agent),
            (PROV.used, text),
        )
        self.add(agent, (RDF.type, PROV.SoftwareAgent), (RDFS.label, Literal(f"demarche {__version__}")))

    def _standfirst(self) -> str:
        """The summary under the headline: told again, not told twice."""
        spans = (p.span for p in self.source.parts if p.kind is PartKind.STANDFIRST)
        return " ".join(" ".join(s.of(self.source.body).split()) for s in spans)

    def _creditor(self, credit: str) -> None:
        agency = URIRef(iris.named(self.source.iri, "organisation", credit))
        self.add(self.iri, (DEM.creditedSource, agency))
        self.add(
            agency,
            *((RDF.type, t) for t in (DEM.NewsOrganization, DEM.Organization, DEM.Agent)),
            (RDFS.label, Literal(credit, lang="en")),
        )

    # --- entities -----------------------------------------------------------------------------------

    def entity(self, entity: Entity) -> None:
        """Types and label restated, so that the graph stands alone; the link with its reasons."""
        if entity.kind is EntityKind.CONFLICT:
            return  # is told as an act, under the same IRI
        node = URIRef(entity.iri)
        types = {*_CLASSES[entity.kind], *entity.types}
        if "ArmedForces" in types:
            types.add("GovernmentBody")
        claims = sum(c.territory == entity.iri for c in self.conversion.facts.claims)
        if entity.kind is EntityKind.PLACE and claims:  # what is claimed as a territory is a stretch of land
            types.add("Region")
        if entity.kind in (EntityKind.REGION, EntityKind.PLACE) and claims > 1:
            types.add("DisputedTerritory")
        self.add(node, *((RDF.type, URIRef(iris.concept(t))) for t in sorted(types)))
        self.add(
            node,
            (RDFS.label, Literal(entity.label, lang="en")),
            *((SKOS.altLabel, Literal(a, lang="en")) for a in entity.aliases if a != entity.label),
            (DEM.isoCode, Literal(entity.iso2) if entity.iso2 else None),
            (DEM.isoCode3, Literal(entity.iso3) if entity.iso3 else None),
            (DEM.organOf, URIRef(entity.organ_of) if entity.organ_of else None),
        )
        method = "gazetteer of dated offices" if entity.kind is EntityKind.PERSON else "gazetteer"
        if entity.wikidata:
            relations = [SCHEMA.sameAs, *([OWL.sameAs] if self.owl_same_as else [])]
            self._link(node, entity.wikidata, relations, entity.score or 0, method, entity.reasons, entity.statement)
        else:
            for match in entity.near:
                self._link(node, match.wikidata, [SKOS.closeMatch], match.score, method, match.reasons, match.statement)

    def _link(
        self, node: URIRef, item: str, relations: list[URIRef], score: float, method: str, reasons: tuple[str, ...], statement: str | None
    ) -> None:
        """The link itself, and the node that says how sure it is, why, and by which statement of the item."""
        link, target = URIRef(iris.link(self.source.iri, str(node), item)), WD[item]
        self.add(node, *((relation, target) for relation in relations), (DEM.hasLink, link))
        self.add(
            link,
            (RDF.type, DEM.EntityLink), (DEM.linkTarget, target), (DEM.method, Literal(method)),
            (DEM.score, Literal(f"{score:.3f}", datatype=XSD.decimal)), *((DEM.reason, Literal(r)) for r in reasons),
            (DEM.linkEvidence, WDS[statement] if statement else None),
        )  # fmt: skip

    def tenure(self, tenure: Tenure) -> None:
        """A person in an office, as the article tells it."""
        node, office_class = URIRef(tenure.iri), tenure.office or iris.slug(tenure.title)
        code = tenure.iri.rsplit(f"-{office_class}-", 1)[-1]
        office = URIRef(iris.office(self.source.iri, office_class, code))
        behind = self.entities.get(tenure.of or "")
        self.add(office, (RDF.type, DEM.Office), (RDF.type, DEM.Situation))
        self.add(
            office,
            (RDFS.label, Literal(f"{tenure.title}{f' of {behind.label}' if behind else ''}", lang="en")),
            (DEM.officeOf, URIRef(behind.iri) if behind and self._acts(behind.iri) else None),
            (DEM.officeClass, URIRef(f"https://w3id.org/demarche/offices/{tenure.office}") if tenure.office else None),
            (SKOS.exactMatch, WD[tenure.wikidata] if tenure.wikidata else None),
        )
        day = self.source.published
        self.add(
            node,
            (RDF.type, DEM.OfficeTenure), (RDF.type, DEM.Situation), (DEM.tenureHolder, URIRef(tenure.person)),
            (DEM.tenureOf, office), (DEM.titleAsWritten, Literal(tenure.title, lang="en")),
            (DEM.rank, Literal(tenure.rank, lang="en") if tenure.rank else None),
            (DEM.former, Literal(True) if tenure.former else None),
            (DEM.observedOn, Literal(day.isoformat(), datatype=XSD.date) if day else None),
            (RDFS.label, Literal(f"{self._label(tenure.person)}, {tenure.title}", lang="en")),
        )  # fmt: skip
        ground = "inferred" if tenure.inferred else "narrated"
        self._attest(node, tenure.evidence, ground, Factuality.ASSERTED, 0.8 if tenure.inferred else 0.95, ())

    def _acts(self, iri: str) -> bool:
        """Whether an entity can act: a city or region is a place, also where an office is called after it."""
        return self.entities[iri].kind in _ACTING

    def _label(self, iri: str) -> str:
        return self.entities[iri].label if iri in self.entities else iri.rsplit("/", 1)[-1]

    # --- acts ---------------------------------------------------------------------------------------

    def act(self, act: Act) -> None:
        """One act with participations, shortcuts, time, topics, ties and attestations."""
        node = URIRef(act.iri)
        self.add(node, *((RDF.type, t) for t in self._types(act.type)))
        self.add(
            node,
            (RDFS.label, Literal(self._act_label(act), lang="en")),
            (DEM.reportedBy, self.iri),
            (DEM.factuality, URIRef(iris.concept(act.factuality.value))),
            (DEM.inferredPlace if act.place_inferred else DEM.place, URIRef(act.place) if act.place else None),
            (DEM.outcomeText, Literal(act.outcome, lang="en") if act.outcome else None),
            *((DEM.effectText, Literal(words, lang="en")) for words in act.effects),
            (SKOS.prefLabel, Literal(act.name, lang="en") if act.name else None),
        )
        for span in act.evidence:
            self.add(node, (DEM.sentence, Literal(" ".join(span.of(self.source.body).split()), lang="en")))
        for number, participation in enumerate(act.participations, 1):
            self._participation(act, number, participation)
        self._time(act)
        for topic in act.topics:
            self._topic(node, topic)
        for number, tie in enumerate(act.relations, 1):
            self._tie(act, number, tie)
        for quote in act.quotes:
            self.add(
                node, (DEM.quoteText, Literal(quote.text, lang="en")), (DEM.hasQuotation, self._quotation_iri(quote))
            )
        self._attest(
            node, act.evidence, act.evidentiality.value, act.factuality, act.confidence, act.reasons, act.sources
        )

    def _types(self, kind: str) -> Iterable[URIRef]:
        known = self.catalogue.types.get(kind)
        above = known.ancestors if known else (iris.concept("DiplomaticAct"), iris.concept("Event"))
        return (URIRef(kind), *map(URIRef, above))

    def _act_label(self, act: Act) -> str:
        kind = self.catalogue.types.get(act.type)
        name = act.name or (kind.label if kind else "round of consultations")
        told = sorted(act.participations, key=lambda p: p.span.start if p.span is not None else 0)
        sides = list(dict.fromkeys(self._label(p.entity) for p in told))
        return name if not sides else f"{name}: {', '.join(sides)}"

    def _participation(self, act: Act, number: int, p: Participation) -> None:
        node, act_node, entity = URIRef(iris.part(act.iri, "participation", number)), URIRef(act.iri), URIRef(p.entity)
        acting = self.entities[p.entity].kind in _ACTING
        self.add(act_node, (DEM.hasParticipation, node))
        self.add(
            node,
            (RDF.type, DEM.Participation), (RDF.type, DEM.Situation),
            (DEM.role, URIRef(iris.concept(f"{p.role.value}Role"))),
            (DEM.participant if acting else DEM.participantThing, entity),
            (DEM.inCapacity, URIRef(p.tenure) if p.tenure else None),
            *((DEM.onBehalfOf, URIRef(b)) for b in p.on_behalf_of if self._acts(b)),
        )  # fmt: skip
        if p.role is Role.AFFECTED:
            self.add(act_node, (DEM.affected, entity))
        if acting:
            self.add(act_node, (DEM.hasParticipant, entity), (_ROLE_PROPERTIES.get(p.role, DEM.hasParticipant), entity))
        for party in (p.entity, *p.on_behalf_of):
            if self.entities[party].kind in (EntityKind.STATE, EntityKind.POLITY):
                self.add(act_node, (DEM.involvesParty, URIRef(party)))
        if p.span:
            ground = "inferred" if p.inferred else act.evidentiality.value
            confidence = act.confidence * _INFERRED if p.inferred else act.confidence
            self._attest(node, (p.span,), ground, act.factuality, confidence, ())

    def _tie(self, act: Act, number: int, tie: ActRelation) -> None:
        """The statement itself, and the node that bears its attestation."""
        act_node, node = URIRef(act.iri), URIRef(iris.part(act.iri, "tie", number))
        self.add(act_node, (URIRef(iris.concept(tie.kind)), URIRef(tie.target)), (DEM.hasTie, node))
        self.add(
            node,
            (RDF.type, DEM.Tie), (RDF.type, DEM.Situation), (DEM.tieKind, Literal(tie.kind)),
            (DEM.tieTarget, URIRef(tie.target)),
        )  # fmt: skip
        ground = "inferred" if tie.inferred else "narrated"
        confidence = act.confidence * _INFERRED if tie.inferred else act.confidence
        self._attest(node, (tie.span or act.evidence[0],), ground, act.factuality, confidence, ())

    def _time(self, act: Act) -> None:
        value, node = act.time, URIRef(act.iri)
        if value is None:
            return
        extent = URIRef(f"{node}/time")
        shown = value.start or value.end
        prop = DEM.inferredDate if value.inferred else DEM.date
        open_start = value.start is None
        self.add(
            node,
            (DEM.time, extent),
            (prop, date_literal(shown) if shown and not open_start else None),
            (DEM.edtf, Literal(value.edtf) if not value.inferred else None),
        )
        self.add(
            extent,
            (RDF.type, DEM.TimeExtent), (RDF.type, DEM.Situation), (DEM.edtf, Literal(value.edtf)),
            (DEM.inferred, Literal(value.inferred)), (DEM.timeWords, Literal(value.words, lang="en") if value.words else None),
            (DEM.earliestStart, _day(value.earliest_start)), (DEM.latestStart, _day(value.latest_start)),
            (DEM.earliestEnd, _day(value.earliest_end)), (DEM.latestEnd, _day(value.latest_end)),
        )  # fmt: skip
        if value.inferred:
            confidence = act.confidence * _INFERRED
            self._attest(extent, act.evidence[:1], "inferred", Factuality.ASSERTED, confidence, ())
        elif value.span is not None:
            self._attest(extent, (value.span,), "narrated", Factuality.ASSERTED, 0.95, ())

    def _topic(self, node: URIRef, topic: Topic) -> None:
        own = URIRef(iris.local(self.source.iri, "topic", topic.span))
        self.add(node, (DEM.topic, own))
        self.add(
            own,
            (RDF.type, SKOS.Concept), (SKOS.prefLabel, Literal(topic.label, lang="en")),
            *((SKOS.broader, URIRef(c)) for c in topic.concepts),
            *((SCHEMA.mentions, URIRef(e)) for e in topic.entities),
        )  # fmt: skip

    # --- quotations, claims, estimates ----------------------------------------------------------------

    def _quotation_iri(self, quote: Quote) -> URIRef:
        return URIRef(iris.local(self.source.iri, "quotation", quote.span))

    def quotations(self) -> None:
        """All quotations, those of no act too."""
        for quote in self.conversion.quotes:
            node = self._quotation_iri(quote)
            self.add(
                node,
                (RDF.type, DEM.Quotation), (RDF.type, DEM.InformationObject), (DEM.quoteText, Literal(quote.text, lang="en")),
                *((DEM.speaker, URIRef(s)) for s in quote.speakers),
            )  # fmt: skip
            self._attest(node, (quote.span,), "directQuotation", Factuality.ASSERTED, 0.95, ())

    def claims(self) -> None:
        """Territorial claims, as told."""
        for number, claim in enumerate(self.conversion.facts.claims, 1):
            node = URIRef(f"{self.source.iri}/claim/{claim.span.start}-{claim.span.end}/{number}")
            self.add(
                node,
                (RDF.type, DEM.TerritorialClaim), (RDF.type, DEM.Situation), (DEM.claimant, URIRef(claim.claimant)),
                (DEM.claimedTerritory, URIRef(claim.territory)),
            )  # fmt: skip
            self._attest(node, (claim.span,), "narrated", Factuality.ASSERTED, 0.85, ())

    def estimate(self, e: Estimate) -> None:
        """A number as vague as its words."""
        node = URIRef(iris.local(self.source.iri, "estimate", e.span))
        number = XSD.nonNegativeInteger
        self.add(
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
        self._attest(node, (e.span,), "narrated", Factuality.ASSERTED, 0.85, ())

    # --- provenance -----------------------------------------------------------------------------------

    def _attest(
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


def date_literal(text: str) -> Literal:
    """A day, month or year in the datatype of its precision."""
    return Literal(text, datatype={4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(text)])


def _day(text: str | None) -> Literal | None:
    return None if text is None else Literal(text, datatype=XSD.date)
