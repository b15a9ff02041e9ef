"""What the gazetteer needs of an entity: a person's offices, what an office is, or a state, body or settlement.

Facts are what a layer of a user's gazetteer holds, one JSON object to a line; ``assembly`` makes rows of them, for which
it must see all offices before the first person.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

from kg.growing.closure import Classes
from kg.growing.days import Bound, bound
from kg.growing.entity import Entity, Qualifiers, Statement, best, true_statements

_LONGEST_NAME: Final = 100  # characters; longer aliases are sentences


class Held(Struct, omit_defaults=True):
    """One statement that a person holds or held a position."""

    statement: str
    position: int
    of: list[int] = []  # jurisdictions that the statement itself tells
    start: str | None = None
    end: str | None = None
    open: Bound | None = None  # why there is no end; None where there is one
    started: bool = True  # False: nothing at all is said of the start
    over: bool = False  # a successor or a reason for the end is told


class PersonFact(Struct, tag="person", omit_defaults=True):
    """A human who holds or held positions."""

    id: int
    name: str
    held: list[Held]
    aliases: list[str] = []
    gender: str | None = None
    dead: bool = False
    formerly: list[int] = []  # numbers that redirect to this one
    source: str = ""  # where it differs from that of the layer
    as_of: str = ""


class OfficeFact(Struct, tag="office", omit_defaults=True):
    """A position that people hold."""

    id: int
    label: str
    office: str = ""  # class of office by the closure, "" for none
    of: list[int] = []  # jurisdictions that are not over
    country: list[int] = []
    as_of: str = ""


class EntityFact(Struct, tag="entity", omit_defaults=True):
    """A state, polity, organisation or settlement."""

    id: int
    kind: str
    label: str
    types: list[str] = []
    aliases: list[str] = []
    iso2: str | None = None
    iso3: str | None = None
    population: int = 0
    capital_of: list[int] = []  # by the settlement's own item
    capitals: list[int] = []  # by the state's
    source: str = ""
    as_of: str = ""


Fact: TypeAlias = PersonFact | OfficeFact | EntityFact
encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Fact).decode


def fact_of(entity: Entity, classes: Classes, redirects: Mapping[int, int]) -> Fact | None:
    """The fact of an entity, None where the gazetteer has no use for it or it has no English name."""
    item, label = entity.number, entity.label
    if item is None or not label:
        return None
    told = entity.told
    kinds = _items(true_statements(told.P31), redirects)
    if told.P39 and classes.human in kinds:
        return _person(entity, item, label, classes, redirects)
    above = {*kinds, *_items(true_statements(told.P279), redirects)}
    if item in classes.offices or not above.isdisjoint(classes.offices):
        office = classes.offices.get(item) or next((o for c in sorted(above) if (o := classes.offices.get(c))), "")
        of = _items((s for s in best(told.P1001) if not s.qualified.P582), redirects)
        return OfficeFact(id=item, label=label, office=office, of=of, country=_items(best(told.P17), redirects))
    return _entity(entity, item, label, classes, redirects)


def _person(entity: Entity, item: int, label: str, classes: Classes, redirects: Mapping[int, int]) -> PersonFact | None:
    told = entity.told
    held = [h for s in true_statements(told.P39) if (h := _held(s, redirects)) is not None]
    if not held:
        return None
    genders = [g for s in best(told.P21) if (g := classes.genders.get(s.mainsnak.item or 0))]
    return PersonFact(
        id=item, name=label, held=held, aliases=_names(entity), gender=genders[0] if len(genders) == 1 else None,
        dead=any(s.mainsnak.kind != "novalue" for s in true_statements(told.P570)),
    )  # fmt: skip


def _held(statement: Statement, redirects: Mapping[int, int]) -> Held | None:
    """A statement whose position is told; ``somevalue`` and ``novalue`` are none."""
    position = statement.mainsnak.item
    if position is None:
        return None
    qualifiers = statement.qualified
    start, why_no_start = bound(qualifiers.P580)
    end, why_no_end = bound(qualifiers.P582)
    return Held(
        statement=statement.id.replace("$", "-", 1), position=redirects.get(position, position),
        of=_jurisdictions(qualifiers, redirects), start=start, end=end, open=why_no_end,
        started=why_no_start is not Bound.ABSENT, over=bool(qualifiers.P1534 or qualifiers.P1366),
    )  # fmt: skip


def _jurisdictions(qualifiers: Qualifiers, redirects: Mapping[int, int]) -> list[int]:
    """By the closest property that tells any: applies to jurisdiction, of, representative of."""
    for snaks in (qualifiers.P1001, qualifiers.P642, qualifiers.P1268):
        found = [redirects.get(s.item, s.item) for s in snaks if s.item is not None]
        if found:
            return list(dict.fromkeys(found))
    return []


def _entity(entity: Entity, item: int, label: str, classes: Classes, redirects: Mapping[int, int]) -> EntityFact | None:
    """By what the entity is now; by what it was, where it is nothing any more."""
    told = entity.told
    now = [s for s in true_statements(told.P31) if not s.qualified.P582]
    places = [p for i in _items(now or true_statements(told.P31), redirects) if (p := classes.kinds.get(i)) is not None]
    if not places:
        return None
    kind, types = classes.kind_and_types(min(places))
    if kind == "state" and "FormerState" not in types and (told.P576 or not now):
        types = ("FormerState", *types)
    return EntityFact(
        id=item, kind=kind, types=list(types), label=label, aliases=_names(entity),
        iso2=_text(told.P297), iso3=_text(told.P298), population=_largest(told.P1082),
        capital_of=_items((s for s in best(told.P1376) if not s.qualified.P582), redirects),
        capitals=_items((s for s in best(told.P36) if not s.qualified.P582), redirects) if kind == "state" else [],
    )  # fmt: skip


def _names(entity: Entity) -> list[str]:
    return [n for n in entity.other_names if len(n) <= _LONGEST_NAME]


def _items(statements: Iterable[Statement], redirects: Mapping[int, int]) -> list[int]:
    """The items that statements tell, each once."""
    found = [item for s in statements if (item := s.mainsnak.item) is not None]
    return list(dict.fromkeys(redirects.get(i, i) for i in found))


def _text(statements: list[Statement]) -> str | None:
    """The one text of the best statements."""
    texts = {s.mainsnak.text for s in best(statements) if s.mainsnak.text}
    return texts.pop() if len(texts) == 1 else None


def _largest(statements: list[Statement]) -> int:
    """The largest number of the best statements; one that is no number does not count."""
    found = 0
    for statement in best(statements):
        value = statement.mainsnak.value
        digits = (value.amount or "").removeprefix("+").partition(".")[0] if value is not None else ""
        found = max(found, int(digits)) if digits.isdecimal() else found
    return found
