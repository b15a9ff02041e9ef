"""A conversion in, words for people out: what each stage found in each sentence, and why."""

from collections.abc import Iterator

from kg.frames import ANY, ActCatalogue
from kg.model import Act, Conversion, Sentence


def explain(conversion: Conversion, catalogue: ActCatalogue) -> str:
    """Sentence by sentence: mentions and links, times, predicates with frames, acts with reasons."""
    return "\n".join(_lines(conversion, catalogue)) + "\n"


def _lines(conversion: Conversion, catalogue: ActCatalogue) -> Iterator[str]:
    body = conversion.article.body
    labels = {e.iri: e.label for e in conversion.resolution.entities}
    for sentence in conversion.sentences:
        yield f"[{sentence.span.start}-{sentence.span.end}] {' '.join(sentence.span.of(body).split())}"
        for mention in conversion.mentions:
            if mention.sentence == sentence.index:
                link = conversion.resolution.links[mention.index]
                to = ", ".join(labels.get(i, i) for i in link.entities) or "nothing"
                yield f"  mention «{mention.span.of(body)}» {mention.kind.value}/{mention.form.value} -> {to} ({', '.join(link.reasons)})"
        for time in conversion.times:
            if time.sentence == sentence.index:
                yield f"  time «{time.span.of(body)}» -> {time.value.edtf if time.value else 'open'}"
        yield from _predicates(conversion, catalogue, sentence)
        for act in conversion.acts:
            if act.sentence == sentence.index:
                yield from _act(act, labels, catalogue)
        yield ""


def _predicates(conversion: Conversion, catalogue: ActCatalogue, sentence: Sentence) -> Iterator[str]:
    parse = conversion.parses[sentence.index]
    used = {a.predicate for a in conversion.acts}
    for p in conversion.predicates:
        frames = [f for f in catalogue.frames_for(p.lemma, p.pos) if f.lemmas != (ANY,) or p.index in used]
        if p.sentence != sentence.index or not frames:
            continue
        arguments = "; ".join(
            f"{a.relation.value}{f' {a.case}' if a.case else ''}: {', '.join(parse.nodes[n].form for n in a.nodes)}"
            for a in p.arguments
        )
        kinds = sorted({catalogue.types[f.act].name for f in frames})
        verdict = "fired" if p.index in used else "no act (frame does not fit, sides missing, or merged)"
        yield f"  predicate {p.lemma}/{p.pos}{' passive' if p.passive else ''}{' negated' if p.negated else ''} [{arguments}] frames {', '.join(kinds)}: {verdict}"


def _act(act: Act, labels: dict[str, str], catalogue: ActCatalogue) -> Iterator[str]:
    kind = catalogue.types[act.type].name if act.type in catalogue.types else act.type.rsplit("#", 1)[-1]
    sides = ", ".join(f"{labels.get(p.entity, p.entity)} as {p.role.value}" for p in act.participations)
    yield f"  ACT {kind} {act.factuality.value} ({act.confidence}): {sides} | {'; '.join(act.reasons)}"
