"""What a saying is by its force: "said that X must leave" is a demand, not a statement.

The words said are matched with the frames of what speakers do by their words (``frame:speaker``);
where such a frame fits, the saying takes its type (Searle 1976: the force, not the verb, tells the
act of speech).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.matching import Match
from kg.extraction.voices import Voices
from kg.model import Relation


def by_force(matches: Sequence[Match], voices: Voices) -> list[Match]:
    """The matches in their order; sayings of the residual type with the force of what is said."""
    sayings = {m.predicate.index: m for m in matches if _is_told_by_content(m)}
    spoken: dict[int, list[Match]] = {}
    for match in matches:
        saying = voices.saying(match.predicate) if _is_spoken(match, voices) else None
        if saying is not None and saying.index in sayings and _decides(match, sayings[saying.index]):
            spoken.setdefault(saying.index, []).append(match)
    inner = {id(match) for found in spoken.values() for match in found}
    kept: list[Match] = []
    for match in matches:
        if match.predicate.index in spoken and _is_told_by_content(match):
            kept.extend(_forced(match, spoken[match.predicate.index]))
        elif id(match) not in inner:
            kept.append(match)
    return kept


def _is_told_by_content(match: Match) -> bool:
    """Whether only what is said tells what a saying is: a plain one, or one whose frame asks for words in its clause."""
    return match.type.residual or any(p.relation is Relation.CLAUSE and p.lemmas for p in match.frame.requires)


def _decides(spoken: Match, saying: Match) -> bool:
    """Whether words tell what a saying is: any words of a plain one, else those that its own frame has read."""
    said = (n for a in saying.predicate.arguments if a.relation is Relation.CLAUSE for n in a.nodes)
    return saying.type.residual or spoken.predicate.node in said


def _is_spoken(match: Match, voices: Voices) -> bool:
    quoted = voices.quote_around(match.predicate.span) is not None
    return match.frame.speaker is not None or (quoted and voices.in_first_person(match.predicate))


def _forced(saying: Match, spoken: Sequence[Match]) -> Iterator[Match]:
    """One act for each type; the first stands in the place of the saying."""
    told: set[str] = set()
    for match in spoken:
        if match.type.iri in told:
            continue
        if not told:
            sides = {filler.entity.iri for _, filler in saying.participants}
            more = tuple(row for row in match.participants if row[1].entity.iri not in sides)
            yield replace(saying, frame=match.frame, type=match.type, participants=(*saying.participants, *more))
        else:
            yield match
        told.add(match.type.iri)
