"""Where an act was that does not say so itself: where those who do it were last told to be.

A clause sets a scene when it tells where somebody is in person: an act of diplomacy with a place, a verb of presence
("was speaking at a hospital in Nortown"), or a place in front of its subject, which frames what follows ("In Nortown
she laid a wreath": Charolles, "L'encadrement du discours", 1997). A scene goes with the persons in it, on its day. "X
said this in Nortown" and "the speech was given in Nortown" tell of what was said before. Places that are carried over
are marked as inferred and never stand as stated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.circumstances import is_recent
from kg.extraction.filling import Fillers
from kg.extraction.places import Place, Places, case_words
from kg.extraction.telling import carrier_of, in_order, is_background, is_unrealised
from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import Act, Analysis, EntityKind, Participation, PartKind, Predicate, Relation, Role, Span

_DOING: Final = frozenset({Role.AGENT, Role.PARTICIPANT, Role.SIGNATORY, Role.HOST, Role.MEDIATOR})
_IN_PERSON: Final = frozenset({EntityKind.PERSON, EntityKind.GROUP})
_KNOWN: Final = frozenset({"the", "this", "that", "his", "her", "their"})  # "the speech" has been told of
_THIS: Final = frozenset({"this", "that", "so"})
_SPOKEN: Final = frozenset({"address", "interview", "lecture", "remark", "speech", "statement"})
_PAST: Final = frozenset({"VBD", "VBG", "VBN"})


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where somebody is; since which clause, on which day."""

    place: Place
    day: str | None
    at: int

    def holds(self, day: str | None) -> bool:
        """Whether what is done on that day may be part of it."""
        return day is None or self.day is None or day == self.day


def placed_from_context(
    acts: Sequence[Act], analysis: Analysis, fillers: Fillers, catalogue: ActCatalogue, lexicon: Lexicon
) -> tuple[Act, ...]:
    """The acts in text order; those of talk without a place with that of the scene of who does them.

    What is done from a distance ("by telephone") has no such place, nor has what lies in the past, nor what a
    state does on its own account.
    """
    return _Scenes(analysis, fillers, catalogue, lexicon).placed(acts)


class _Scenes:
    """The scenes of one article, by who is in them."""

    def __init__(self, analysis: Analysis, fillers: Fillers, catalogue: ActCatalogue, lexicon: Lexicon) -> None:
        self._analysis, self._fillers, self._catalogue = analysis, fillers, catalogue
        self._places = Places(fillers, lexicon)
        self._presence = lexicon.words("extraction", "presence_verbs")
        self._place_cases = lexicon.words("extraction", "place_cases")
        self._verbs = lexicon.words("speech", "verbs")
        self._now: dict[str, _Scene] = {}

    def placed(self, acts: Sequence[Act]) -> tuple[Act, ...]:
        """The acts with the places of their scenes."""
        told = {a.predicate for a in acts}
        settings = sorted(
            (p for p in self._analysis.predicates if p.index not in told and self._may_set(p)), key=lambda p: p.span
        )
        done: list[Act] = []
        for act, turned in in_order(acts, self._analysis):
            if turned:
                self._now.clear()
            while settings and settings[0].span < act.trigger:
                done = self._set(settings.pop(0), done)
            done.append(self._placed(act))
            done = self._told_before(done[-1], done)
        for predicate in settings:
            done = self._set(predicate, done)
        return tuple(done)

    # --- acts

    def _placed(self, act: Act) -> Act:
        """One act, with the place of its scene; it sets a scene where it has one of its own."""
        doing = [p for p in act.participations if p.role in _DOING]
        if act.type in self._catalogue.types and self._catalogue.types[act.type].remote:
            for side in doing:  # who calls has left the meeting
                self._now.pop(side.entity, None)
            return act
        predicate = self._analysis.predicates[act.predicate] if act.predicate is not None else None
        if predicate is None or not self._is_talk(act) or not self._is_now(act, predicate):
            return act
        day = act.time.start if act.time is not None else None
        if act.place is not None and act.place_span is not None:
            if not any(self._is_named_by(p, act.place_span) for p in act.participations):
                scene = _Scene((act.place, act.place_span), day, act.trigger.start)
                self._now.update((iri, scene) for iri in self._present(act, doing))
            return act
        scenes = [s for s in self._scenes_of(act, doing) if s.holds(day)]
        latest = max(scenes, key=lambda s: s.at, default=None)
        return act if latest is None else replace(act, place=latest.place[0], place_inferred=True)

    def _scenes_of(self, act: Act, doing: Sequence[Participation]) -> Iterator[_Scene]:
        """The scenes of who does an act: persons always, states where they talk, or do it together."""
        together = len(doing) > 1 or not self._catalogue.is_a(act.type, "Deed")
        for side in doing:
            if side.entity in self._now and (together or self._is_in_person(side.entity)):
                yield self._now[side.entity]

    def _is_named_by(self, side: Participation, place: Span) -> bool:
        """Whether a place only tells which body takes part: "wrote to the embassy in Nortown"."""
        entity = self._fillers.entity(side.entity)
        body = entity is not None and entity.kind is EntityKind.ORGANISATION
        return body and side.span is not None and side.span.covers(place)

    def _present(self, act: Act, doing: Sequence[Participation]) -> Iterator[str]:
        """Who is at the place of an act: the persons, and of talks the states and bodies that they hold them for."""
        talks = self._catalogue.is_a(act.type, "Consultation") and len({p.entity for p in act.participations}) > 1
        for side in doing:
            if self._is_in_person(side.entity) or talks:
                yield side.entity
            if talks and self._is_group(side.entity):
                yield from side.on_behalf_of

    def _is_group(self, iri: str) -> bool:
        entity = self._fillers.entity(iri)
        return entity is not None and entity.kind is EntityKind.GROUP

    def _is_in_person(self, iri: str) -> bool:
        entity = self._fillers.entity(iri)
        return entity is not None and entity.kind in _IN_PERSON

    def _is_talk(self, act: Act) -> bool:
        """Whether an act is one of diplomacy at which people speak: no strike, no vote."""
        return self._catalogue.is_a(act.type, "DiplomaticAct") and not self._catalogue.is_a(act.type, "UseOfForce")

    def _is_now(self, act: Act, predicate: Predicate) -> bool:
        """Whether an act is part of the news, of the last days where it is dated."""
        recent = act.time is None or act.time.inferred or is_recent(act.time, self._analysis.article.published)
        return recent and not is_background(predicate, self._analysis) and not is_unrealised(act, predicate, self._analysis)

    # --- clauses that tell no act

    def _may_set(self, predicate: Predicate) -> bool:
        """Whether a clause of the running text tells in the past where somebody is."""
        sentence = self._analysis.sentences[predicate.sentence]
        if sentence.part is not PartKind.PARAGRAPH or predicate.pos != "VERB" or predicate.xpos not in _PAST:
            return False
        parse, carrier = self._fillers.parse_of(predicate), carrier_of(predicate)
        if predicate.negated or predicate.modals or is_background(predicate, self._analysis):
            return False
        if self._fillers.speakers.quote_around(predicate.span) is not None:
            return False
        present = predicate.lemma in self._presence or predicate.lemma in self._verbs
        return present or any(
            c.index < carrier and case_words(parse, c) in self._place_cases for c in parse.children(carrier, "obl")
        )

    def _set(self, predicate: Predicate, done: list[Act]) -> list[Act]:
        """The acts so far, after a clause that may set a scene."""
        place = self._places.place(predicate)
        if place is None:
            return done
        who = [iri for iri in self._subjects(predicate) if self._is_in_person(iri)]
        for iri in who or self._owners(predicate):
            before = self._now.get(iri)
            self._now[iri] = _Scene(place, before.day if before else None, predicate.span.start)
            if self._refers_back(predicate):
                done = self._filled(done, iri, place, None)
        return done

    def _subjects(self, predicate: Predicate) -> Iterator[str]:
        parse = self._fillers.parse_of(predicate)
        wanted = Relation.OBJECT if predicate.passive else Relation.SUBJECT
        for argument in predicate.arguments:
            if argument.relation is wanted:
                for node in argument.nodes:
                    yield from (f.entity.iri for f in self._fillers.of_node(parse, node))

    def _owners(self, predicate: Predicate) -> tuple[str, ...]:
        """ "His speech was given in Nortown": whose words they are."""
        parse = self._fillers.parse_of(predicate)
        nodes = [n for a in predicate.arguments if a.relation is Relation.OBJECT and predicate.passive for n in a.nodes]
        texts = [n for n in nodes if parse.nodes[n].lemma.lower() in _SPOKEN]
        owners = (f.entity.iri for n in texts for c in parse.children(n, "nmod:poss") for f in self._fillers.of_node(parse, c.index))
        return tuple(iri for iri in owners if self._is_in_person(iri))

    # --- what was said before

    def _refers_back(self, predicate: Predicate) -> bool:
        """Whether a saying is told again: "said this at ...", "went on in the speech, which was given in ..."."""
        parse = self._fillers.parse_of(predicate)
        nodes = [parse.nodes[n] for a in predicate.arguments for n in a.nodes]
        objects = [parse.nodes[n] for a in predicate.arguments if a.relation is Relation.OBJECT for n in a.nodes]
        spoken = [n for n in (*nodes, parse.nodes[predicate.node]) if n.lemma.lower() in _SPOKEN]
        known = any(c.lemma.lower() in _KNOWN for n in spoken for c in parse.children(n.index, "det", "nmod:poss"))
        return known or any(n.upos == "PRON" and n.lemma.lower() in _THIS for n in objects)

    def _told_before(self, act: Act, done: list[Act]) -> list[Act]:
        """The acts so far, those of the same speech with the place that this one tells of it."""
        if act.predicate is None or act.place is None or act.place_span is None or act.place_inferred:
            return done
        agents = [p.entity for p in act.participations if p.role is Role.AGENT and self._is_in_person(p.entity)]
        if not self._refers_back(self._analysis.predicates[act.predicate]):
            return done
        day = act.time.start if act.time is not None else None
        for iri in agents:
            done = self._filled(done, iri, (act.place, act.place_span), day)
        return done

    def _filled(self, done: list[Act], speaker: str, place: Place, day: str | None) -> list[Act]:
        """The acts, with a place what the speaker said before on the same day and has none."""
        return [replace(a, place=place[0], place_inferred=True) if self._is_said_by(a, speaker, day) else a for a in done]

    def _is_said_by(self, act: Act, speaker: str, day: str | None) -> bool:
        said = act.place is None and self._catalogue.is_a(act.type, "SpeechAct")
        same_day = day is None or act.time is None or act.time.start == day
        return said and same_day and any(p.entity == speaker and p.role is Role.AGENT for p in act.participations)
