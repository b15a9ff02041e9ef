"""Types of acts and their frames, from the compiled form of the act files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import ResourceError
from kg.model import Relation

COMPILED: Final = Path(__file__).parents[1] / "compiled" / "acts.json"
DEM: Final = "https://w3id.org/demarche/ontology#"
ANY: Final = "*"  # as a lemma: any word of the part of speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An argument and the role that it fills; no cases means any."""

    relation: Relation
    cases: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What one argument must (or must not) be like; an empty key fits all."""

    relation: Relation | None
    cases: tuple[str, ...]
    lemmas: tuple[str, ...]
    kinds: tuple[str, ...]
    modals: tuple[str, ...]
    negated: bool | None = None  # polarity of the clause or infinitive; None is either
    same_subject: bool | None = None  # whether the clause's subject is the predicate's own; None is either


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way of wording an act."""

    act: str  # IRI
    lemmas: tuple[str, ...]
    pos: str
    particle: str | None
    voice: str | None
    speaker: str | None  # role of whose words these are; such a frame fits only inside somebody's words
    slots: tuple[Slot, ...]
    requires: tuple[Pattern, ...]
    excludes: tuple[Pattern, ...]
    modals: tuple[str, ...]  # one of these modals stands before the trigger; () asks for none
    weight: float
    cameo: str | None = None  # finer than the code of the act
    cameo_planned: str | None = None  # of the wording when it is only planned, where that is another than the act's
    negated: bool = False  # the wording reports the act by its negation: "will not sign"
    light: bool | None = None  # whether a noun must (not) stand under a light verb; None is either

    @property
    def demands(self) -> int:
        """How much the wording asks for beside its trigger; a negation changes its sense and counts twice."""
        return len(self.requires) + bool(self.modals) + 2 * self.negated + (self.particle is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that proves the act, with roles and the words that fill them."""

    text: str
    expects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActType:
    """One class of act."""

    iri: str
    name: str  # local name
    label: str
    definition: str
    ancestors: tuple[str, ...]  # IRIs, nearest first
    cameo: str | None
    plover: str | None
    cameo_planned: str | None  # of the act when it is only planned ("will meet")
    minimum_sides: int
    residual: bool  # what remains of its kind where no stronger act is told
    remote: bool  # done from a distance: has no place of its own
    each: str | None  # role of which each filler makes an act of its own: a tour is a visit to each state
    frames: tuple[Frame, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How far below the top of the class tree."""
        return len(self.ancestors)


class ActCatalogue:
    """All types of acts, with their frames by trigger."""

    def __init__(self, types: Mapping[str, ActType]) -> None:
        self.types = types
        self._names = {t.name: t for t in types.values()}
        self._frames: dict[tuple[str, str], list[Frame]] = {}
        for act in types.values():
            for frame in act.frames:
                for lemma in frame.lemmas:
                    self._frames.setdefault((lemma, frame.pos), []).append(frame)

    def frames_for(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """The frames that a word may evoke."""
        return (*self._frames.get((lemma, pos), ()), *self._frames.get((ANY, pos), ()))

    def by_name(self, name: str) -> ActType:
        """The type of a local name; ``KeyError`` for none."""
        return self._names[name]

    def is_a(self, iri: str, ancestor: str) -> bool:
        """Whether a type is, or lies below, a class given by local name."""
        wanted = DEM + ancestor
        return iri == wanted or (iri in self.types and wanted in self.types[iri].ancestors)


def load_catalogue(compiled: Path = COMPILED) -> ActCatalogue:
    """The catalogue from its compiled form; ``ResourceError`` when that is missing."""
    try:
        rows = json.loads(compiled.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"expected the compiled acts at {compiled}: {error}") from error
    return ActCatalogue({row["iri"]: _act_from(row) for row in rows})


def _act_from(row: dict[str, Any]) -> ActType:
    frames = tuple(_frame_from(frame) for frame in row.pop("frames"))
    examples = tuple(
        Example(text=e["text"], expects=tuple((r, f) for r, f in e["expects"])) for e in row.pop("examples")
    )
    lists: dict[str, Any] = {k: tuple(row.pop(k)) for k in ("ancestors", "counter_examples")}
    return ActType(frames=frames, examples=examples, **lists, **row)


def _frame_from(row: dict[str, Any]) -> Frame:
    slots = tuple(
        Slot(relation=Relation(s["relation"]), cases=tuple(s["cases"]), role=s["role"]) for s in row.pop("slots")
    )
    patterns: dict[str, Any] = {
        key: tuple(
            Pattern(
                relation=Relation(p["relation"]) if p["relation"] else None,
                cases=tuple(p["cases"]), lemmas=tuple(p["lemmas"]), kinds=tuple(p["kinds"]), modals=tuple(p["modals"]),
                negated=p["negated"], same_subject=p["same_subject"],
            )
            for p in row.pop(key)
        )
        for key in ("requires", "excludes")
    }  # fmt: skip
    return Frame(
        slots=slots, lemmas=tuple(row.pop("lemmas")), modals=tuple(row.pop("modals")), **patterns, **row
    )  # fmt: skip
