"""A conversion in, words for people out: what each stage found in each sentence, and why."""

from collections.abc import Iterator
from typing import Final

from kg.frames import ANY, ActCatalogue, Frame, Pattern
from kg.model import Act, Conversion, PartKind, Predicate, Sentence

_SPELT_OUT: Final = {"'ll": "will", "wo": "will", "ca": "can", "sha": "shall", "'d": "would"}  # tokens of modals
_LONGEST: Final = 60  # characters of an argument that are shown


def explain(conversion: Conversion, catalogue: ActCatalogue) -> str:
    """Sentence by sentence: mentions and links, times, predicates with frames, acts with reasons."""
    return "\n".join(_Explanation(conversion, catalogue).lines()) + "\n"


class _Explanation:
    """One conversion, told."""

    def __init__(self, conversion: Conversion, catalogue: ActCatalogue) -> None:
        self.conversion, self.catalogue = conversion, catalogue
        self.body = conversion.article.body
        self.labels = {e.iri: e.label for e in conversion.resolution.entities}
        self.told = {act.predicate: act for act in conversion.acts}

    def lines(self) -> Iterator[str]:
        """The article, then its sentences in order."""
        article = self.conversion.article
        yield f"title {_or_none(article.title)} | published {_or_none(article.published)} | source {_or_none(article.outlet or article.credit)}"
        for sentence in self.conversion.sentences:
            yield ""
            yield f"[{sentence.span.start}-{sentence.span.end}] {sentence.part.value}: {self._words(sentence.span.start, sentence.span.end)}"
            yield from self._mentions(sentence)
            for predicate in self.conversion.predicates:
                if predicate.sentence == sentence.index:
                    yield from self._predicate(predicate, sentence)
            for act in self.conversion.acts:
                if act.sentence == sentence.index:
                    yield self._act(act)

    def _mentions(self, sentence: Sentence) -> Iterator[str]:
        for mention in self.conversion.mentions:
            if mention.sentence == sentence.index:
                link = self.conversion.resolution.links[mention.index]
                to = ", ".join(self.labels.get(i, i) for i in link.entities) or "nothing"
                reasons = f" ({', '.join(link.reasons)})" if link.reasons else ""
                yield f"  mention «{mention.span.of(self.body)}» {mention.kind.value}/{mention.form.value} -> {to}{reasons}"
        for time in self.conversion.times:
            if time.sentence == sentence.index:
                yield f"  time «{time.span.of(self.body)}» -> {time.value.edtf if time.value else 'open'}"

    def _predicate(self, predicate: Predicate, sentence: Sentence) -> Iterator[str]:
        frames = self.catalogue.frames_for(predicate.lemma, predicate.pos)
        frames = tuple(f for f in frames if f.lemmas != (ANY,) or predicate.index in self.told)
        if not frames:
            return
        marks = f"{' passive' if predicate.passive else ''}{' negated' if predicate.negated else ''}"
        yield f"  predicate {predicate.lemma}/{predicate.pos}{marks} [{self._arguments(predicate)}]"
        if predicate.index in self.told:
            return
        if sentence.part is not PartKind.PARAGRAPH:
            yield f"    no act: a {sentence.part.value} repeats what the text tells"
            return
        for name, why in sorted({(self.catalogue.types[f.act].name, self._why_not(predicate, f, sentence)) for f in frames}):
            yield f"    no {name}: {why}"

    def _arguments(self, predicate: Predicate) -> str:
        nodes = self.conversion.parses[predicate.sentence].nodes
        return "; ".join(
            f"{a.relation.value}{f' {a.case}' if a.case else ''}: "
            + ", ".join(self._words(nodes[n].span.start, nodes[n].span.end)[:_LONGEST] for n in a.nodes)
            for a in predicate.arguments
        )

    def _why_not(self, predicate: Predicate, frame: Frame, sentence: Sentence) -> str:
        """The first thing in a frame's way, as far as the predicate alone shows it."""
        for act in self.conversion.acts:
            if act.type == frame.act and sentence.span in act.evidence:
                return f"told as {act.iri.rsplit('/act/', 1)[-1]}, of which this is further evidence"
        if frame.particle is not None and frame.particle != predicate.particle:
            return f"expected the particle {frame.particle}"
        if frame.voice is not None and (frame.voice == "passive") is not predicate.passive:
            return f"expected the {frame.voice} voice"
        if frame.light is not None and frame.light is (predicate.light_verb is None):
            return f"expected {'a' if frame.light else 'no'} light verb"
        if frame.modals and not set(predicate.modals) & set(frame.modals):
            return f"expected {' or '.join(sorted({_SPELT_OUT.get(m, m) for m in frame.modals}))}"
        missing = [p for p in frame.requires if not _may_hold(p, predicate)]
        if missing:
            return f"expected {', '.join(map(_pattern, missing))}"
        if frame.speaker is not None:
            return "expected in the words of a state, body or official"
        sides = self.catalogue.types[frame.act].minimum_sides
        few = f"fewer than {sides} side{'' if sides == 1 else 's'}, " if sides else ""
        return f"{few}a pattern that is excluded, or a stronger act of the same words"

    def _act(self, act: Act) -> str:
        kind = self.catalogue.types[act.type].name if act.type in self.catalogue.types else act.type.rsplit("#", 1)[-1]
        sides = ", ".join(f"{self.labels.get(p.entity, p.entity)} as {p.role.value}" for p in act.participations)
        when = f" on {act.time.edtf}{_inferred(act.time.inferred)}" if act.time else ""
        where = f" in {self.labels.get(act.place, act.place)}{_inferred(act.place_inferred)}" if act.place else ""
        return f"  ACT {kind} {act.factuality.value} ({act.confidence}): {sides}{when}{where} | {'; '.join(act.reasons)}"

    def _words(self, start: int, end: int) -> str:
        return " ".join(self.body[start:end].split())


def _may_hold(pattern: Pattern, predicate: Predicate) -> bool:
    """Whether an argument has the relation and the preposition of a pattern; what fills it is not looked at."""
    return any(
        (pattern.relation is None or a.relation is pattern.relation) and (not pattern.cases or a.case in pattern.cases)
        for a in predicate.arguments
    )


def _pattern(pattern: Pattern) -> str:
    relation = pattern.relation.value if pattern.relation is not None else "argument"
    cases = f" with {' or '.join(pattern.cases)}" if pattern.cases else ""
    lemmas = f" ({', '.join(pattern.lemmas[:5])})" if pattern.lemmas else ""
    return f"{relation}{cases}{lemmas}"


def _inferred(carried: bool) -> str:
    return " (from context)" if carried else ""


def _or_none(value: object) -> object:
    return "none" if value is None else value
