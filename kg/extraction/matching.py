"""Which frames a predicate fits, and which of them wins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extraction.attachment import (
    behind,
    clause_subjects,
    condition_subjects,
    hanging,
    named_by,
    struck,
)
from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.patterns import holds
from kg.extraction.voices import Voices
from kg.frames import ActCatalogue, ActType, Frame, Slot
from kg.model import AGENT_KINDS, PLACE_KINDS, Argument, EntityKind, Predicate, Relation, Role

ROLE_OF: Final = {
    "agent": Role.AGENT,
    "addressee": Role.ADDRESSEE,
    "hasParticipant": Role.PARTICIPANT,
    "participant": Role.PARTICIPANT,
    "host": Role.HOST,
    "mediator": Role.MEDIATOR,
    "signatory": Role.SIGNATORY,
    "affected": Role.AFFECTED,
}
# What may be acted on without being able to act: a city destroyed, a treaty broken.
_TARGETS: Final = frozenset({Role.ADDRESSEE, Role.AFFECTED})
# Where a thing gives way to who is behind it ("rejected the Norlandic offer").
_THINGS: Final = frozenset({Relation.OBJECT, Relation.OBLIQUE})
_THING_ROLES: Final = frozenset({Role.AFFECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A predicate that fits a frame, with the arguments of its slots."""

    predicate: Predicate
    frame: Frame
    type: ActType
    participants: tuple[tuple[Role, Filler], ...]
    words: tuple[tuple[str, Argument], ...]  # roles that take words: topic, outcome
    spots: tuple[Filler, ...] = ()  # places that are visited and cannot receive anybody: cities, regions
    many: bool = False  # its one side is many: "the advisers of the four states"

    @property
    def sides(self) -> int:
        """How many take part; a plural that serves no one state is more than one."""
        return max(len({f.entity.iri for _, f in self.participants}), 2 if self.many else 0)

    @property
    def voiced(self) -> bool:
        """Whether the speaker does the act by the words matched."""
        return self.frame.speaker is not None

    @property
    def rank(self) -> tuple[bool, bool, int, int, int, float]:
        """What makes one frame win over others, the most important first.

        All sides of its act, what a speaker does by the words, requirements met, depth of the class,
        roles filled, weight.
        """
        frame = self.frame
        complete = self.sides >= self.type.minimum_sides
        return (
            complete, frame.speaker is not None, frame.demands, self.type.depth, len(self.participants), frame.weight
        )  # fmt: skip


def best_match(predicate: Predicate, catalogue: ActCatalogue, fillers: Fillers, voices: Voices) -> Match | None:
    """The frame that fits best; None where none fits or the act would lack its sides."""
    frames = catalogue.frames_for(predicate.lemma, predicate.pos)
    arguments = tuple(_arguments(predicate, fillers)) if frames else ()
    matches = [
        match
        for frame in frames
        if (match := _match(predicate, arguments, frame, catalogue, fillers, voices)) is not None
    ]
    return max(matches, key=lambda match: (match.rank, match.type.iri), default=None)


def _match(
    predicate: Predicate, arguments: tuple[Argument, ...], frame: Frame, catalogue: ActCatalogue, fillers: Fillers, voices: Voices
) -> Match | None:
    if frame.particle is not None and frame.particle != predicate.particle:
        return None
    if frame.voice is not None and (frame.voice == "passive") is not predicate.passive:
        return None
    if frame.negated and not predicate.negated:
        return None
    if frame.light is not None and frame.light is (predicate.light_verb is None):
        return None
    if not all(holds(pattern, predicate, arguments, fillers) for pattern in frame.requires):
        return None
    if any(holds(pattern, predicate, arguments, fillers) for pattern in frame.excludes):
        return None
    if frame.modals and not set(predicate.modals) & set(frame.modals):
        return None
    participants: list[tuple[Role, Filler]] = []
    if frame.speaker is not None:
        speakers = () if predicate.negated and not (frame.modals or frame.negated) else voices.speakers(predicate)
        if not speakers or voices.in_first_person(predicate):
            return None
        if _is_subject(speakers, predicate, voices, fillers):
            return None
        participants.extend((ROLE_OF[frame.speaker], speaker) for speaker in speakers)
    words: list[tuple[str, Argument]] = []
    for argument in (*arguments, *clause_subjects(predicate, fillers), *condition_subjects(predicate, fillers)):
        named, told = _filled(frame, argument, predicate, fillers)
        participants.extend(named)
        words.extend(told)
    participants.extend(_borrowed(frame.slots, predicate, fillers))
    participants.extend(_in_name(frame.slots, predicate, fillers))
    if any(ROLE_OF.get(slot.role) is Role.AFFECTED for slot in frame.slots):
        participants.extend((Role.AFFECTED, filler) for filler in struck(predicate, fillers))
    visited = ROLE_OF.get(catalogue.types[frame.act].each or "")
    spots = () if visited is None else tuple(_spots(frame.slots, visited, predicate, arguments, fillers))
    own = {iri for _, f in participants for iri in (f.entity.iri, *fillers.capacities.behalf(f.entity, f.span)[0])}
    states = (fillers.state_of_seat(spot) for spot in spots)
    participants.extend((visited, s) for s in states if visited and s is not None and s.entity.iri not in own)
    return Match(
        predicate=predicate,
        frame=frame,
        type=catalogue.types[frame.act],
        participants=tuple(_distinct(participants)),
        words=tuple(words),
        spots=spots,
        many=any(_is_many(filler, fillers) for _, filler in participants),
    )


def _is_many(filler: Filler, fillers: Fillers) -> bool:
    """Whether a plural stands for people of several states: of a body of states, or of none that is told."""
    plural = filler.mention is not None and fillers.analysis.mentions[filler.mention].plural
    owner = fillers.entity(filler.entity.organ_of or "")
    return plural and filler.entity.kind is EntityKind.GROUP and (owner is None or owner.kind is EntityKind.ORGANISATION)


def _is_subject(speakers: Sequence[Filler], predicate: Predicate, voices: Voices, fillers: Fillers) -> bool:
    """Whether they say it of themselves: "Norland said that it had the right to act" backs nobody."""
    saying = voices.saying(predicate)
    if saying is not None and saying.node == predicate.light_node:  # a subject that the verb of saying lends
        return False
    subjects = (a for a in predicate.arguments if a.relation is Relation.SUBJECT)
    found = {f.entity.iri for a in subjects for n in a.nodes for f in named_by(a, n, predicate, fillers)}
    return bool(found) and found <= {f.entity.iri for f in speakers}


def _spots(
    slots: Sequence[Slot], visited: Role, predicate: Predicate, arguments: tuple[Argument, ...], fillers: Fillers
) -> Iterator[Filler]:
    """What stands where one who is visited would and is a place only ("a visit to Nortown")."""
    parse = fillers.parse_of(predicate)
    for argument in arguments:
        if any(
            ROLE_OF.get(s.role) is visited and s.relation is argument.relation and (not s.cases or argument.case in s.cases)
            for s in slots
        ):
            for node in argument.nodes:
                yield from (f for f in fillers.of_node(parse, node) if f.entity.kind in PLACE_KINDS)


def _arguments(predicate: Predicate, fillers: Fillers) -> Iterator[Argument]:
    """The arguments that fill roles: not the times ("on Monday")."""
    parse = fillers.parse_of(predicate)
    for argument in predicate.arguments:
        if not any(parse.nodes[n].time is not None for n in argument.nodes):
            yield argument


def _filled(
    frame: Frame, argument: Argument, predicate: Predicate, fillers: Fillers
) -> tuple[list[tuple[Role, Filler]], list[tuple[str, Argument]]]:
    """What an argument fills: of its roles the first that takes part and fits, else (or beside) the first that takes words."""
    roles = [s.role for s in frame.slots if s.relation is argument.relation and (not s.cases or argument.case in s.cases)]
    parts = (ROLE_OF[r] for r in roles if r in ROLE_OF)
    text = next((r for r in roles if r not in ROLE_OF), None)
    named = next((n for part in parts if (n := [(part, f) for f in _fitting(argument, part, predicate, fillers, frame)])), [])
    direct = {f.node for _, f in named} & set(argument.nodes)
    return named, [] if text is None or direct else [(text, argument)]


def _fitting(argument: Argument, role: Role, predicate: Predicate, fillers: Fillers, frame: Frame) -> Iterator[Filler]:
    thing = argument.relation in _THINGS or (frame.speaker is not None and argument.relation is Relation.SUBJECT)  # "X's conduct threatens us"
    for node in argument.nodes:
        found = named_by(argument, node, predicate, fillers)
        if not found and role in _TARGETS and thing:
            own = _served(predicate, fillers)  # "the minister stressed Norland's support": of his own state
            found = tuple(f for f in behind(predicate, node, fillers) if f.entity.iri not in own)
        for filler in found:
            if filler.entity.kind in AGENT_KINDS or role in _THING_ROLES:
                yield filler


def _served(predicate: Predicate, fillers: Fillers) -> set[str]:
    """The states and bodies for which the people who are the subject act."""
    parse = fillers.parse_of(predicate)
    nodes = [n for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes]
    people = (f for n in nodes for f in fillers.of_node(parse, n) if f.entity.kind is EntityKind.PERSON)
    return {iri for f in people for iri in fillers.capacities.behalf(f.entity, f.span)[0]}


def _borrowed(slots: Sequence[Slot], predicate: Predicate, fillers: Fillers) -> Iterator[tuple[Role, Filler]]:
    """Sides and places behind a preposition that the parse hangs on the object ("closed its border with X", "suspended aid to Y")."""
    for case, filler in hanging(predicate, fillers):
        if filler.node == -1 and filler.entity.kind is EntityKind.CITY:  # "its ambassador to Norgrad"
            filler = fillers.state_of_seat(filler) or filler
        roles = (ROLE_OF[s.role] for s in slots if s.relation is Relation.OBLIQUE and case in s.cases and s.role in ROLE_OF)
        fitting = (role for role in roles if filler.entity.kind in AGENT_KINDS or (role in _THING_ROLES and filler.entity.kind in PLACE_KINDS))
        role = next(fitting, None)
        if role is not None:
            yield role, filler


def _in_name(slots: Sequence[Slot], predicate: Predicate, fillers: Fillers) -> Iterator[tuple[Role, Filler]]:
    """Sides in the name of a named event ("the Norland–Sudria War")."""
    node = fillers.parse_of(predicate).nodes[predicate.node]
    role = next((ROLE_OF[s.role] for s in slots if s.relation is Relation.MODIFIER and s.role in ROLE_OF), None)
    if role is not None and node.mention is not None:
        yield from ((role, f) for f in fillers.inside(node.span) if f.entity.kind is EntityKind.STATE)


def _distinct(participants: list[tuple[Role, Filler]]) -> Iterator[tuple[Role, Filler]]:
    seen: set[str] = set()
    for role, filler in participants:
        if filler.entity.iri not in seen:
            seen.add(filler.entity.iri)
            yield role, filler
