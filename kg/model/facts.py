"""What is told beside acts: claims and numbers."""

from dataclasses import dataclass

from kg.model.text import Span
from kg.model.times import TimeValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of a state or polity to a territory, as told."""

    claimant: str  # entity IRI
    territory: str  # entity IRI
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A quantity of people or things with its vagueness kept: never a number that is not there."""

    quantity: str  # local name: "killed", "displaced", "wounded"
    words: str  # "thousands", "more than 100,000 people"
    span: Span
    lower: int | None = None
    upper: int | None = None
    lower_exclusive: bool = False
    upper_exclusive: bool = False
    magnitude: int | None = None  # power of ten of a number word ("thousands": 3) where no number is told
    act: str | None = None  # IRI of the act it belongs to
    time: TimeValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the article states beside acts and offices."""

    claims: tuple[Claim, ...] = ()
    estimates: tuple[Estimate, ...] = ()
