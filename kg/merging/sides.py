"""Who takes part in an act, and whether two that do are on one side."""

from kg.model import Act, Participation, Role


def agents(act: Act) -> set[str]:
    """The entities that do an act."""
    return {p.entity for p in act.participations if p.role is Role.AGENT}


def doers(act: Act) -> set[str]:
    """Its agents, or those who do it with or to each other."""
    return agents(act) or {p.entity for p in act.participations if p.role is Role.PARTICIPANT}


def sides(act: Act) -> frozenset[str]:
    """All entities that take part in an act."""
    return frozenset(p.entity for p in act.participations)


def equals(act: Act) -> tuple[Participation, ...]:
    """Those who do an act together, where there are such: who joins a body, beside the body; else all."""
    equals = tuple(p for p in act.participations if p.role in (Role.PARTICIPANT, Role.SIGNATORY))
    return equals if len(equals) > 1 else act.participations


def are_one_side(p: Participation, q: Participation) -> bool:
    """The same entity, or a state and somebody who acts for it."""
    return p.entity == q.entity or p.entity in q.on_behalf_of or q.entity in p.on_behalf_of
