"""Acts of plain saying that a record of what is said makes needless."""

from kg.frames import ActCatalogue
from kg.model import Act, Analysis, Factuality, Relation


def without_doubled_saying(acts: list[Act], analysis: Analysis, catalogue: ActCatalogue) -> list[Act]:
    """What is said and has a record of its own needs none for the saying."""
    by_node: dict[tuple[int, int], list[Act]] = {}
    for act in acts:
        for node in _nodes(act, analysis):
            by_node.setdefault(node, []).append(act)
    told = (Factuality.ASSERTED, Factuality.PLANNED, Factuality.ALLEGED)
    kept = []
    for act in acts:
        predicate = analysis.predicates[act.predicate] if act.predicate is not None else None
        if predicate is None or not (act.type in catalogue.types and catalogue.types[act.type].residual) or act.quotes:
            kept.append(act)
            continue
        said = [
            (predicate.sentence, n) for a in predicate.arguments if a.relation is Relation.CLAUSE for n in a.nodes
        ]
        said.append((predicate.sentence, predicate.node))  # "announced talks": the verb only carries the noun
        inner = [other for node in said for other in by_node.get(node, ()) if other is not act]
        if not any(other.factuality in told for other in inner):
            kept.append(act)
    return kept


def without_threatened_deeds(acts: list[Act], analysis: Analysis, catalogue: ActCatalogue) -> list[Act]:
    """What is only threatened is told by the threat: "threatened to attack X", "said it would strike if ..."."""
    threats = {a.predicate for a in acts if a.predicate is not None and catalogue.is_a(a.type, "Threat")}
    if not threats:
        return acts
    open_ = {a.iri for a in acts if a.factuality is Factuality.CONDITIONAL or (a.factuality is Factuality.PLANNED and catalogue.is_a(a.type, "ArmedConflict"))}
    return [a for a in acts if a.iri not in open_ or not _is_only_threatened(a, threats, analysis)]


def _is_only_threatened(act: Act, threats: set[int], analysis: Analysis) -> bool:
    if act.predicate is None or act.voiced or act.predicate in threats:
        return False
    predicate = analysis.predicates[act.predicate]
    return predicate.governor in threats and predicate.governor_relation in (Relation.CLAUSE, Relation.INFINITIVE)


def _nodes(act: Act, analysis: Analysis) -> set[tuple[int, int]]:
    """The words that carry an act: its trigger and the trigger's light verb."""
    if act.predicate is None:
        return set()
    predicate = analysis.predicates[act.predicate]
    return {(predicate.sentence, n) for n in (predicate.node, predicate.light_node) if n is not None}
