"""The stage itself: match, build, then tie what stands beside acts to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg import iris
from kg.concepts import ConceptScheme
from kg.extraction.circumstances import Circumstances
from kg.extraction.concerned import with_concerned
from kg.extraction.context import with_sides_of_talks
from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.force import by_force
from kg.extraction.matching import ROLE_OF, Match, best_match
from kg.extraction.news_days import dated_from_context
from kg.extraction.phrases import clause_span
from kg.extraction.places import PLACES, Place
from kg.extraction.scenes import placed_from_context
from kg.extraction.spokespeople import spoken_by
from kg.extraction.standing import Standing
from kg.extraction.ties import Ties
from kg.extraction.topics import Topics
from kg.extraction.voices import Voices
from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import (
    Act,
    ActRelation,
    Analysis,
    EntityKind,
    MentionForm,
    Participation,
    Relation,
    Role,
    Span,
)

_FULL_QUOTE: Final = 5  # words: fewer are a phrase, no saying of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionResources:
    """What the stage reads beside the article."""

    catalogue: ActCatalogue
    topics: ConceptScheme
    lexicon: Lexicon


def extract_acts(analysis: Analysis, resources: ExtractionResources) -> tuple[Act, ...]:
    """The acts of an article in text order, each with roles, time, place, topics and ties."""
    fillers = Fillers(analysis, resources.lexicon)
    voices = Voices(fillers, resources.lexicon)
    builder = _Builder(analysis, fillers, resources)
    matches = [m for p in analysis.predicates if (m := best_match(p, resources.catalogue, fillers, voices)) is not None]
    matches += _sayings(analysis, {m.predicate.index for m in matches}, fillers, voices, resources)
    matches = list(with_sides_of_talks(matches, fillers, resources.catalogue, resources.lexicon))
    standing = Standing(fillers, voices, builder.circumstances, resources.catalogue, resources.lexicon)
    kept = by_force(list(_without_carried([m for m in matches if standing.stands(m)])), voices)
    kept = [spoken_by(m, voices, fillers, resources.catalogue) for m in kept]
    deeds = {(m.predicate.sentence, m.predicate.node): m for m in kept}
    kept = [with_concerned(m, fillers, deeds) for m in kept]
    acts = [act for match in kept for act in builder.build(match)]
    told = {m.predicate for m in kept}
    ties = Ties(analysis, fillers, builder.topics, resources)
    acts = ties.tie(acts, [m.predicate for m in matches if m.predicate not in told and builder.refers_back(m)])
    dated = tuple(dated_from_context(acts, analysis, fillers, resources.catalogue, resources.lexicon))
    return placed_from_context(dated, analysis, fillers, resources.catalogue, resources.lexicon)


def _without_carried(matches: Sequence[Match]) -> Iterator[Match]:
    """The matches without nouns of another family that the frame of their verb asks for: "expressed their commitment" is one act.

    Of one family both stay: merging joins their sides ("attended a meeting of ministers").
    """
    asking = {
        (m.predicate.sentence, m.predicate.node, lemma): m.type.ancestors[:1]
        for m in matches if not m.type.residual
        for pattern in m.frame.requires if pattern.relation is Relation.OBJECT
        for lemma in pattern.lemmas
    }  # fmt: skip
    for match in matches:
        carried = asking.get((match.predicate.sentence, match.predicate.light_node or -1, match.predicate.lemma))
        if match.predicate.pos != "NOUN" or carried in (None, match.type.ancestors[:1]):
            yield match


def _sayings(
    analysis: Analysis, matched: set[int], fillers: Fillers, voices: Voices, resources: ExtractionResources
) -> Iterator[Match]:
    """What introduces somebody's words is a saying, whatever the verb ("..., the minister joked")."""
    introducing = {q.verb for q in analysis.quotes if q.speakers and len(q.text.split()) >= _FULL_QUOTE}
    for number in sorted(n for n in introducing if n is not None and n not in matched):
        predicate = analysis.predicates[number]
        if predicate.pos == "VERB":
            for lemma in sorted(resources.lexicon.words("extraction", "plain_saying")):
                match = best_match(replace(predicate, lemma=lemma), resources.catalogue, fillers, voices)
                if match is not None:
                    yield replace(match, predicate=predicate)
                    break


class _Builder:
    """Turns matches into acts."""

    def __init__(self, analysis: Analysis, fillers: Fillers, resources: ExtractionResources) -> None:
        self.analysis, self.fillers, self.resources = analysis, fillers, resources
        self.circumstances = Circumstances(fillers, resources.lexicon)
        self.topics = Topics(fillers, resources.topics, resources.lexicon)
        self._anaphors = resources.lexicon.words("extraction", "anaphors")

    def refers_back(self, match: Match) -> bool:
        """Whether a noun without sides speaks of a consultation told before ("the talks")."""
        if not self.resources.catalogue.is_a(match.type.iri, "Consultation"):
            return False
        parse = self.fillers.parse_of(match.predicate)
        determiners = {c.lemma.lower() for c in parse.children(match.predicate.node, "det", "nmod:poss")}
        return match.predicate.pos == "NOUN" and bool(determiners & self._anaphors)

    def build(self, match: Match) -> Iterator[Act]:
        """One act; an umbrella and its parts for "officials of A and B met counterparts of C"."""
        act = self._act(match, match.participants, iris.act(self.analysis.article.iri, match.predicate.span))
        groups = self._distributed(match)
        if not groups:
            yield from self._each(match, act)
            return
        round_of = iris.concept("ConsultationRound")
        yield replace(act, type=round_of, participations=())
        for i, sides in enumerate(groups, 1):
            part = self._act(match, sides, iris.part(act.iri, "part", i))
            tie = ActRelation(kind="subEventOf", target=act.iri, inferred=True)
            yield replace(part, relations=(*part.relations, tie))

    def _each(self, match: Match, whole: Act) -> Iterator[Act]:
        """The act, or one for each filler of the role that its type distributes over ("toured A and B")."""
        role = ROLE_OF.get(match.type.each or "")
        fillers = [row for row in match.participants if row[0] is role]
        if len(fillers) < 2:
            yield whole
            return
        others = [row for row in match.participants if row[0] is not role]
        for i, filler in enumerate(fillers, 1):
            yield self._act(match, [*others, filler], iris.part(whole.iri, "part", i))

    def _distributed(self, match: Match) -> list[tuple[tuple[Role, Filler], ...]]:
        """Unnamed groups of several states that meet "their counterparts": each met those, not each other."""
        groups = [
            row
            for row in match.participants
            if row[1].entity.kind is EntityKind.GROUP and self._form(row[1]) is MentionForm.ROLE
        ]
        others = [row for row in groups if self._is_counterpart(row[1])]
        first = [row for row in groups if row not in others]
        if len(first) < 2 or not others or len(groups) != len(match.participants):
            return []
        return [(row, *others) for row in first]

    def _form(self, filler: Filler) -> MentionForm | None:
        return None if filler.mention is None else self.analysis.mentions[filler.mention].form

    def _is_counterpart(self, filler: Filler) -> bool:
        roles = () if filler.mention is None else self.analysis.mentions[filler.mention].roles
        return bool(roles) and roles[0].counterpart_of

    def _place(self, match: Match, sides: Sequence[tuple[Role, Filler]]) -> Place | None:
        """The place told of an act that has one."""
        told = self.circumstances.place(match.predicate, [f for _, f in sides])
        return told or self._visited(match, sides) or self._destination(match)

    def _act(self, match: Match, sides: Sequence[tuple[Role, Filler]], iri: str) -> Act:
        predicate = match.predicate
        place = None if match.type.remote else self._place(match, sides)
        topic_arguments = [a for role, a in match.words if role == "topic"]
        outcome = next((a for role, a in match.words if role == "outcome"), None)
        parse = self.fillers.parse_of(predicate)
        told = self.topics.of_arguments(predicate, topic_arguments)
        mention = self.fillers.mention_of(parse.nodes[predicate.node])
        return Act(
            iri=iri,
            type=match.type.iri,
            sentence=predicate.sentence,
            trigger=predicate.span,
            participations=tuple(self._participation(role, filler) for role, filler in sides),
            time=self.circumstances.time(predicate),
            place=place[0] if place else None,
            place_span=place[1] if place else None,
            topics=tuple(t for t in told if not self._is_side(t.span, sides) and (place is None or t.span != place[1])),
            outcome=None if outcome is None else clause_span(parse, outcome.nodes[0]).of(self.fillers.body),
            name=mention.name if mention is not None else None,
            confidence=self._confidence(match, sides),
            reasons=self._reasons(match, sides),
            evidence=(self.analysis.sentences[predicate.sentence].span,),
            predicate=predicate.index,
            voiced=match.voiced,
            by_negation=match.frame.negated,
            cameo=match.frame.cameo,
            cameo_planned=match.frame.cameo_planned,
        )

    @staticmethod
    def _visited(match: Match, sides: Sequence[tuple[Role, Filler]]) -> Place | None:
        """The city visited, else the state: where one goes to visit it."""
        visited = (Role.HOST, ROLE_OF.get(match.type.each or ""))
        states = (f for role, f in sides if role in visited and f.entity.kind in PLACES)
        here = {f.entity.iri for _, f in sides}
        spots = (f for f in match.spots if f.entity.seat_of is None or f.entity.seat_of in here or len(match.spots) == 1)
        return next(((f.entity.iri, f.span) for f in (*spots, *states)), None)

    def _destination(self, match: Match) -> Place | None:
        """The place that an argument fills by itself: the city that is visited."""
        parse = self.fillers.parse_of(match.predicate)
        nodes = [n for role, argument in match.words if role == "place" for n in argument.nodes]
        found = (f for n in nodes for f in self.fillers.of_node(parse, n) if f.entity.kind in PLACES)
        return next(((f.entity.iri, f.span) for f in found), None)

    @staticmethod
    def _is_side(span: Span, sides: Sequence[tuple[Role, Filler]]) -> bool:
        return any(f.span == span for _, f in sides)

    def _participation(self, role: Role, filler: Filler) -> Participation:
        behalf, tenure = self.fillers.capacities.behalf(filler.entity, filler.span)
        return Participation(entity=filler.entity.iri, role=role, on_behalf_of=behalf, tenure=tenure, span=filler.span, inferred=filler.inferred)

    def _confidence(self, match: Match, sides: Sequence[tuple[Role, Filler]]) -> float:
        """Weight of the wording, lowered for unlinked sides and for a noun without a carrier."""
        value = match.frame.weight
        if sides and all(f.entity.wikidata is None and f.entity.organ_of is None for _, f in sides):
            value -= 0.1
        if match.predicate.pos == "NOUN" and match.predicate.light_verb is None:
            value -= 0.1
        if match.frame.requires:
            value += 0.05
        return round(min(0.99, max(0.05, value)), 2)

    def _reasons(self, match: Match, sides: Sequence[tuple[Role, Filler]]) -> tuple[str, ...]:
        word = (
            f"{match.predicate.light_verb} + {match.predicate.lemma}"
            if match.predicate.light_verb
            else match.predicate.lemma
        )
        number = len({f.entity.iri for _, f in sides})
        found = [
            f"wording: {word} ({match.predicate.pos.lower()})",
            f"{number} side{'' if number == 1 else 's'} found",
        ]
        if match.frame.requires:
            found.append("requirements of the frame met")
        return tuple(found)
