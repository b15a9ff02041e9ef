"""Who speaks where a spokesman's words make his state the subject: "X said that Norland rejects the plan".

The act of speech is X's, done for Norland: the state speaks through whom it sends to speak.
"""

from dataclasses import replace
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.matching import Match
from kg.extraction.voices import Voices
from kg.frames import ActCatalogue
from kg.model import EntityKind, Role

_SPOKEN_FOR: Final = (EntityKind.STATE, EntityKind.POLITY, EntityKind.ORGANISATION)


def spoken_by(match: Match, voices: Voices, fillers: Fillers, catalogue: ActCatalogue) -> Match:
    """The match with the speaker as agent where its only agent is whom the speaker stands for."""
    agents = [f for role, f in match.participants if role is Role.AGENT]
    if len(agents) != 1 or agents[0].entity.kind not in _SPOKEN_FOR or not catalogue.is_a(match.type.iri, "SpeechAct"):
        return match
    speakers = [s for s in voices.speakers(match.predicate) if _stands_for(s, agents[0], fillers)]
    if len(speakers) != 1:
        return match
    others = tuple(row for row in match.participants if row[0] is not Role.AGENT)
    return replace(match, participants=((Role.AGENT, speakers[0]), *others))


def _stands_for(speaker: Filler, agent: Filler, fillers: Fillers) -> bool:
    behalf, _ = fillers.capacities.behalf(speaker.entity, speaker.span)
    return speaker.entity.kind is EntityKind.PERSON and agent.entity.iri in behalf
