"""An entity in an argument of a predicate."""

from dataclasses import dataclass

from kg.model import Entity, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """An entity in an argument, with the words that name it there."""

    entity: Entity
    span: Span
    node: int | None  # None where it is not named there: the speaker behind "we"
    mention: int | None
    inferred: bool = False  # taken over from an act told together with it
    through: str | None = None  # the noun through which it acts: "the Norlandic side", "the Berg administration"
