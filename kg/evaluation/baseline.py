"""The baseline: an act wherever a trigger word stands, whoever else is in the sentence.

It sees what the stages before extraction give (sentences, lemmas, linked entities, times, quotes)
and nothing of the frames but their lemmas, light verbs left out: no syntax, no requirements, no
factuality. What the converter gains over it is what frames and predicate-argument structures are worth.
"""

from collections.abc import Iterator

from kg.evaluation.predicted import Predicted, PredictedAct, PredictedEntity, PredictedRole, Side
from kg.frames import ActCatalogue, ActType
from kg.lexicon import Lexicon
from kg.model import AGENT_KINDS, PLACE_KINDS, Conversion, Entity, EntityKind, PartKind, Role, Sentence


def code_by_lemma(conversion: Conversion, catalogue: ActCatalogue, lexicon: Lexicon) -> Predicted:
    """One act per sentence and type of which a trigger lemma stands there, all linked agents its sides."""
    coder = _Coder(conversion, catalogue, lexicon)
    return Predicted(
        body=conversion.article.body,
        acts=tuple(act for s in conversion.sentences for act in coder.acts(s)),
        roles=tuple(coder.roles()),
        entities=tuple(
            PredictedEntity(label=e.label, kind=e.kind.value, wikidata=e.wikidata, iso3=e.iso3)
            for e in conversion.resolution.entities
        ),
    )


class _Coder:
    """Reads the sentences of one conversion."""

    def __init__(self, conversion: Conversion, catalogue: ActCatalogue, lexicon: Lexicon) -> None:
        self._conversion, self._catalogue = conversion, catalogue
        self._light_verbs = lexicon.words("predicates", "light_object") | lexicon.words("predicates", "light_subject")
        self._entities = {e.iri: e for e in conversion.resolution.entities}

    def acts(self, sentence: Sentence) -> Iterator[PredictedAct]:
        """The acts that a sentence's lemmas evoke, by their least demanding frame."""
        if sentence.part is not PartKind.PARAGRAPH:
            return
        here = self._linked(sentence)
        sides = tuple(self._side(e) for e in here if e.kind in AGENT_KINDS)
        if not sides:
            return
        time = next((t.value for t in self._conversion.times if t.sentence == sentence.index and t.value), None)
        start = (time.start or time.end or "") if time else ""
        for kind in self._evoked(sentence):
            yield PredictedAct(
                iri="", type=kind.name, sides=sides, start=start, end=(time.end or start) if time else start,
                inferred=False, place=next((e.label for e in here if e.kind in PLACE_KINDS), None),
                quotes=tuple(q.text for q in self._conversion.quotes if q.sentence == sentence.index),
                evidence=(sentence.span,), confidence=1.0, cameo=kind.cameo,
            )  # fmt: skip

    def _evoked(self, sentence: Sentence) -> tuple[ActType, ...]:
        found: dict[str, None] = {}
        for node in self._conversion.parses[sentence.index].nodes:
            frames = self._catalogue.frames_for(node.lemma.lower(), node.upos)
            if frames and node.lemma not in self._light_verbs:
                found[min(frames, key=lambda f: (len(f.requires), -f.weight, f.act)).act] = None
        return tuple(self._catalogue.types[iri] for iri in found)

    def _linked(self, sentence: Sentence) -> tuple[Entity, ...]:
        """The entities that the sentence mentions, in text order."""
        iris = [
            iri
            for mention in self._conversion.mentions
            if mention.sentence == sentence.index
            for iri in self._conversion.resolution.links[mention.index].entities
        ]
        return tuple(self._entities[iri] for iri in dict.fromkeys(iris))

    def _side(self, entity: Entity) -> Side:
        return Side(label=entity.label, names=(entity.label, *entity.aliases), behalf=(), part=Role.PARTICIPANT.value)

    def roles(self) -> Iterator[PredictedRole]:
        """Every person whose mention holds a title, of the first state or body that the sentence names."""
        for mention in self._conversion.mentions:
            titles = [role.title for role in mention.roles]
            people = [self._entities[i] for i in self._conversion.resolution.links[mention.index].entities]
            here = self._linked(self._conversion.sentences[mention.sentence])
            of = next((e.label for e in here if e.kind in (EntityKind.STATE, EntityKind.ORGANISATION)), "")
            for person in people[:1] if titles else ():
                yield PredictedRole(person=person.label, title=titles[0], of=of)
