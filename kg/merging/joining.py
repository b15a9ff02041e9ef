"""Two tellings of one act put together."""

from dataclasses import replace

from kg.frames import ActCatalogue
from kg.model import Act, Factuality, Topic


def join(a: Act, b: Act, catalogue: ActCatalogue) -> Act:
    """The fuller telling with what the other adds."""
    first, second = (b, a) if _fuller(b, a, catalogue) else (a, b)
    seen = {p.entity for p in first.participations}
    extra = tuple(p for p in second.participations if p.entity not in seen) if a.sentence == b.sentence else ()
    labels = {t.label.lower() for t in first.topics}
    topics: tuple[Topic, ...] = (*first.topics, *(t for t in second.topics if t.label.lower() not in labels))
    time = (
        first.time
        if first.time is not None and not (first.time.inferred and second.time is not None)
        else second.time
    )
    placed = next((x for x in (first, second) if x.place and not x.place_inferred), first if first.place else second)
    return replace(
        first,
        participations=(*first.participations, *extra),
        topics=topics,
        time=time,
        place=placed.place,
        place_span=placed.place_span,
        place_inferred=placed.place_inferred,
        outcome=first.outcome or second.outcome,
        effects=tuple(dict.fromkeys((*first.effects, *second.effects))),
        name=first.name or second.name,
        relations=(*first.relations, *second.relations),
        quotes=tuple(dict.fromkeys((*first.quotes, *second.quotes))),
        evidence=tuple(dict.fromkeys((*first.evidence, *second.evidence))),
        confidence=max(first.confidence, second.confidence),
        factuality=second.factuality if first.factuality is Factuality.ASSERTED and first.type == second.type else first.factuality,
    )


def _fuller(a: Act, b: Act, catalogue: ActCatalogue) -> bool:
    """Whether ``a`` tells more than ``b``: the more specific type (the residual one is never that), then more sides."""
    types = [catalogue.types.get(x.type) for x in (a, b)]
    depth = [0 if kind is None else kind.depth for kind in types]
    if a.type != b.type and depth[0] == depth[1]:
        residual = [kind is not None and kind.residual for kind in types]
        return residual[1] if residual[0] is not residual[1] else a.confidence > b.confidence
    return (depth[0], len(a.participations)) > (depth[1], len(b.participations))
