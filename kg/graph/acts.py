"""Acts: who takes part in which role, when, where, about what, and how one act stands to another."""

from collections.abc import Iterable
from typing import Final

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef

from kg import iris
from kg.graph.draft import INFERRED, SCHEMA, Draft
from kg.model import (
    AGENT_KINDS,
    STATE_KINDS,
    Act,
    ActRelation,
    Factuality,
    Participation,
    Role,
    Topic,
)
from ontology.terms import DEM

_ROLE_PROPERTIES: Final = {
    Role.AGENT: DEM.agent, Role.ADDRESSEE: DEM.addressee, Role.HOST: DEM.host, Role.MEDIATOR: DEM.mediator,
    Role.SIGNATORY: DEM.signatory,
}  # fmt: skip


def describe_act(draft: Draft, act: Act) -> None:
    """One act with participations, shortcuts, time, topics, ties and attestations."""
    node = URIRef(act.iri)
    draft.add(node, *((RDF.type, t) for t in _types(draft, act.type)))
    draft.add(
        node,
        (RDFS.label, Literal(_act_label(draft, act), lang="en")),
        (DEM.reportedBy, draft.iri),
        (DEM.factuality, URIRef(iris.concept(act.factuality.value))),
        (DEM.inferredPlace if act.place_inferred else DEM.place, URIRef(act.place) if act.place else None),
        (DEM.outcomeText, Literal(act.outcome, lang="en") if act.outcome else None),
        *((DEM.effectText, Literal(words, lang="en")) for words in act.effects),
        (SKOS.prefLabel, Literal(act.name, lang="en") if act.name else None),
    )
    for span in act.evidence:
        draft.add(node, (DEM.sentence, Literal(" ".join(span.of(draft.source.body).split()), lang="en")))
    for number, participation in enumerate(act.participations, 1):
        _participation(draft, act, number, participation)
    _time(draft, act)
    for topic in act.topics:
        _topic(draft, node, topic)
    for number, tie in enumerate(act.relations, 1):
        _tie(draft, act, number, tie)
    for quote in act.quotes:
        draft.add(
            node, (DEM.quoteText, Literal(quote.text, lang="en")), (DEM.hasQuotation, draft.quotation(quote))
        )
    draft.attest(
        node, act.evidence, act.evidentiality.value, act.factuality, act.confidence, act.reasons, act.sources
    )


def _types(draft: Draft, kind: str) -> Iterable[URIRef]:
    known = draft.catalogue.types.get(kind)
    above = known.ancestors if known else (iris.concept("DiplomaticAct"), iris.concept("Event"))
    return (URIRef(kind), *map(URIRef, above))


def _act_label(draft: Draft, act: Act) -> str:
    kind = draft.catalogue.types.get(act.type)
    name = act.name or (kind.label if kind else "round of consultations")
    told = sorted(act.participations, key=lambda p: p.span.start if p.span is not None else 0)
    sides = list(dict.fromkeys(draft.label(p.entity) for p in told))
    return name if not sides else f"{name}: {', '.join(sides)}"


def _participation(draft: Draft, act: Act, number: int, p: Participation) -> None:
    node, act_node, entity = URIRef(iris.part(act.iri, "participation", number)), URIRef(act.iri), URIRef(p.entity)
    acting = draft.entities[p.entity].kind in AGENT_KINDS
    draft.add(act_node, (DEM.hasParticipation, node))
    draft.add(
        node,
        (RDF.type, DEM.Participation), (RDF.type, DEM.Situation),
        (DEM.role, URIRef(iris.concept(f"{p.role.value}Role"))),
        (DEM.participant if acting else DEM.participantThing, entity),
        (DEM.inCapacity, URIRef(p.tenure) if p.tenure else None),
        *((DEM.onBehalfOf, URIRef(b)) for b in p.on_behalf_of if draft.can_act(b)),
    )  # fmt: skip
    if p.role is Role.AFFECTED:
        draft.add(act_node, (DEM.affected, entity))
    if acting:
        draft.add(act_node, (DEM.hasParticipant, entity), (_ROLE_PROPERTIES.get(p.role, DEM.hasParticipant), entity))
    for party in (p.entity, *p.on_behalf_of):
        if draft.entities[party].kind in STATE_KINDS:
            draft.add(act_node, (DEM.involvesParty, URIRef(party)))
    if p.span:
        ground = "inferred" if p.inferred else act.evidentiality.value
        confidence = act.confidence * INFERRED if p.inferred else act.confidence
        draft.attest(node, (p.span,), ground, act.factuality, confidence, ())


def _tie(draft: Draft, act: Act, number: int, tie: ActRelation) -> None:
    """The statement itself, and the node that bears its attestation."""
    act_node, node = URIRef(act.iri), URIRef(iris.part(act.iri, "tie", number))
    draft.add(act_node, (URIRef(iris.concept(tie.kind)), URIRef(tie.target)), (DEM.hasTie, node))
    draft.add(
        node,
        (RDF.type, DEM.Tie), (RDF.type, DEM.Situation), (DEM.tieKind, Literal(tie.kind)),
        (DEM.tieTarget, URIRef(tie.target)),
    )  # fmt: skip
    ground = "inferred" if tie.inferred else "narrated"
    confidence = act.confidence * INFERRED if tie.inferred else act.confidence
    draft.attest(node, (tie.span or act.evidence[0],), ground, act.factuality, confidence, ())


def _time(draft: Draft, act: Act) -> None:
    value, node = act.time, URIRef(act.iri)
    if value is None:
        return
    extent = URIRef(f"{node}/time")
    shown = value.start or value.end
    prop = DEM.inferredDate if value.inferred else DEM.date
    open_start = value.start is None
    draft.add(
        node,
        (DEM.time, extent),
        (prop, _date(shown) if shown and not open_start else None),
        (DEM.edtf, Literal(value.edtf) if not value.inferred else None),
    )
    draft.add(
        extent,
        (RDF.type, DEM.TimeExtent), (RDF.type, DEM.Situation), (DEM.edtf, Literal(value.edtf)),
        (DEM.inferred, Literal(value.inferred)), (DEM.timeWords, Literal(value.words, lang="en") if value.words else None),
        (DEM.earliestStart, _day(value.earliest_start)), (DEM.latestStart, _day(value.latest_start)),
        (DEM.earliestEnd, _day(value.earliest_end)), (DEM.latestEnd, _day(value.latest_end)),
    )  # fmt: skip
    if value.inferred:
        confidence = act.confidence * INFERRED
        draft.attest(extent, act.evidence[:1], "inferred", Factuality.ASSERTED, confidence, ())
    elif value.span is not None:
        draft.attest(extent, (value.span,), "narrated", Factuality.ASSERTED, 0.95, ())


def _topic(draft: Draft, node: URIRef, topic: Topic) -> None:
    own = URIRef(iris.local(draft.source.iri, "topic", topic.span))
    draft.add(node, (DEM.topic, own))
    draft.add(
        own,
        (RDF.type, SKOS.Concept), (SKOS.prefLabel, Literal(topic.label, lang="en")),
        *((SKOS.broader, URIRef(c)) for c in topic.concepts),
        *((SCHEMA.mentions, URIRef(e)) for e in topic.entities),
    )  # fmt: skip


def _date(text: str) -> Literal:
    """A day, month or year in the datatype of its precision."""
    return Literal(text, datatype={4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(text)])


def _day(text: str | None) -> Literal | None:
    return None if text is None else Literal(text, datatype=XSD.date)
