"""A conversion in, an RDF graph out: every node has an IRI, every act the words that tell it.

The graph's shape is told in docs/architecture.md. Superclasses and shortcut properties are written
out, so that neither SHACL nor a query needs a reasoner. The result depends on the conversion alone.
"""

from rdflib import Graph

from kg.frames import ActCatalogue
from kg.graph.acts import describe_act
from kg.graph.article import describe_article
from kg.graph.draft import Draft
from kg.graph.entities import describe_entity, describe_tenure
from kg.graph.facts import describe_claims, describe_estimate, describe_quotations
from kg.model import Conversion

__all__ = ["build_graph"]


def build_graph(conversion: Conversion, catalogue: ActCatalogue, *, owl_same_as: bool = False) -> Graph:
    """The graph of one article, which bears the article's IRI.

    Args:
        conversion: What the stages found.
        catalogue: The types of acts.
        owl_same_as: Whether links are told as ``owl:sameAs`` beside ``schema:sameAs``: a reasoner then takes all that is
            true of a Wikidata item for true of the entity.
    """
    draft = Draft(conversion, catalogue, owl_same_as)
    describe_article(draft)
    for entity in conversion.resolution.entities:
        describe_entity(draft, entity)
    for tenure in conversion.resolution.tenures:
        describe_tenure(draft, tenure)
    for act in conversion.acts:
        describe_act(draft, act)
    describe_claims(draft)
    for estimate in conversion.facts.estimates:
        describe_estimate(draft, estimate)
    describe_quotations(draft)
    return draft.graph
