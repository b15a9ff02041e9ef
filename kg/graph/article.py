"""The article itself: title, day, source, its text, and how the graph came about."""

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef

from kg import __version__, iris
from kg.graph.draft import SCHEMA, Draft
from kg.model import PartKind
from ontology.terms import DEM


def describe_article(draft: Draft) -> None:
    """Title, day, source, length, and how the graph came about."""
    a = draft.source
    draft.add(
        draft.iri,
        (RDF.type, DEM.NewsArticle), (RDF.type, DEM.InformationObject),
        (DCTERMS.identifier, Literal(a.id)),
        (DCTERMS.title, Literal(a.title, lang="en") if a.title else None),
        (DCTERMS.issued, Literal(a.published.isoformat(), datatype=XSD.date) if a.published else None),
        (DCTERMS.abstract, Literal(_standfirst(draft), lang="en") if _standfirst(draft) else None),
        (DCTERMS.language, Literal(a.language)),
        (DCTERMS.publisher, Literal(a.outlet) if a.outlet else None),
        (DEM.sourceCredit, Literal(a.credit) if a.credit else None),
        (DEM.bodyLength, Literal(len(a.body), datatype=XSD.nonNegativeInteger)),
        (SCHEMA.url, Literal(a.url, datatype=XSD.anyURI) if a.url else None),
    )  # fmt: skip
    if a.credit:
        _creditor(draft, a.credit)
    _made(draft)


def _made(draft: Draft) -> None:
    """The activity that made the graph, and the text it used: offsets count into its value."""
    text, activity = URIRef(iris.text(draft.source.iri)), URIRef(f"{draft.iri}/conversion")
    agent = URIRef(f"{iris.base_of(draft.source.iri)}software/demarche-{__version__}")
    draft.add(text, (RDF.type, PROV.Entity), (PROV.value, Literal(draft.source.body, lang=draft.source.language)))
    draft.add(draft.iri, (PROV.wasGeneratedBy, activity))
    draft.add(
        activity,
        (RDF.type, PROV.Activity),
        (PROV.wasAssociatedWith, agent),
        (PROV.used, text),
    )
    draft.add(agent, (RDF.type, PROV.SoftwareAgent), (RDFS.label, Literal(f"demarche {__version__}")))


def _standfirst(draft: Draft) -> str:
    """The summary under the headline: told again, not told twice."""
    spans = (p.span for p in draft.source.parts if p.kind is PartKind.STANDFIRST)
    return " ".join(" ".join(s.of(draft.source.body).split()) for s in spans)


def _creditor(draft: Draft, credit: str) -> None:
    agency = URIRef(iris.named(draft.source.iri, "organisation", credit))
    draft.add(draft.iri, (DEM.creditedSource, agency))
    draft.add(
        agency,
        *((RDF.type, t) for t in (DEM.NewsOrganization, DEM.Organization, DEM.Agent)),
        (RDFS.label, Literal(credit, lang="en")),
    )
