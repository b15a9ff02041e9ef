"""Where: the places that the words around a predicate give, without a frame."""

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.phrases import with_conjuncts
from kg.lexicon import Lexicon
from kg.model import PLACE_KINDS, STATE_KINDS, EntityKind, Node, Parse, Predicate, Relation, Span

PLACES: Final = PLACE_KINDS.union(STATE_KINDS)
Place = tuple[str, Span]  # IRI and the words that tell it
_ABOUT: Final = frozenset({"on", "around"})  # also in front of topics: "spoke on the war in X"
_DEEP: Final = 2  # "a treaty [on fisheries [at the palace]]"
_HELD_AT: Final = frozenset({"at", "during", "in", "throughout"})  # the others only relate two times


class Places:
    """Looks up places of predicates in one article."""

    def __init__(self, fillers: Fillers, lexicon: Lexicon) -> None:
        self._fillers = fillers
        self._place_cases = lexicon.words("extraction", "place_cases")
        self._occasion_cases = lexicon.words("extraction", "occasion_cases")
        self._journeys = lexicon.words("extraction", "journeys")
        self._gatherings = lexicon.words("extraction", "gatherings")
        self._presence = lexicon.words("extraction", "presence_verbs")
        self._remote = lexicon.words("extraction", "remote")

    def place(self, predicate: Predicate, sides: Sequence[Filler] = ()) -> Place | None:
        """The place told of the act: its own adjuncts, those of the occasion, the verb it is joined to.

        Else where a visited side is, or where the words put a side ("the ambassador in Nortown").
        """
        parse = self._fillers.parse_of(predicate)
        if any(c.lemma.lower() in self._remote for c in parse.children(predicate.node, "amod", "advmod", "compound")):
            return None
        taken = frozenset(side.span for side in sides)
        return (
            self._best(self._of_arguments(parse, predicate, taken))
            or self._best(self._hanging(parse, predicate))
            or self._best(self._of_relative(parse, predicate))
            or self._best(self._of_occasions(parse, predicate))
            or self._best(self._of_adverbial(parse, predicate))
            or self._of_carrier_place(parse, predicate)
            or self._beside_side(sides)
        )

    @staticmethod
    def _best(found: Iterator[tuple[int, Place]]) -> Place | None:
        return min(found, key=lambda row: row[0], default=(0, None))[1]

    def _of_arguments(
        self, parse: Parse, predicate: Predicate, taken: frozenset[Span]
    ) -> Iterator[tuple[int, Place]]:  # fmt: skip
        """Places behind prepositions; who takes part is no place ("called on Norland")."""
        for argument in predicate.arguments:
            if argument.relation is Relation.OBLIQUE and argument.case in self._place_cases:
                about = argument.case in _ABOUT
                yield from (row for row in self._at(parse, argument.nodes[0], about=about) if row[1][1] not in taken)

    def _at(self, parse: Parse, index: int, *, about: bool = False) -> Iterator[tuple[int, Place]]:
        """A place, or the place of a venue ("at the palace in Nortown").

        Cities come before wider places, and before a venue that no table knows ("at Grand Hall in Nortown").
        A noun that acts may be ``about`` is a venue only with "of" ("on the coast of X", not "on the war in X").
        """
        node = parse.nodes[index]
        if node.time is not None:
            return
        for filler in self._fillers.of_node(parse, index) if node.mention is not None else ():
            if filler.entity.kind in PLACES:
                unknown = filler.entity.kind is EntityKind.PLACE and filler.entity.wikidata is None
                rank = 0 if filler.entity.kind is EntityKind.CITY else 3 if unknown else 2
                yield rank, (filler.entity.iri, filler.span)
        for child in parse.children(index, "nmod", "nmod:unmarked", "appos"):
            named = node.mention is None and child.mention is not None
            of_it = named and case_words(parse, child) == "of"  # "at the village of Sudburg"
            if of_it or (not (about and node.mention is None) and (child.deprel != "nmod" or case_words(parse, child) in self._place_cases)):
                for rank, place in self._at(parse, child.index):
                    yield rank + 2, place

    def _hanging(self, parse: Parse, predicate: Predicate) -> Iterator[tuple[int, Place]]:
        """ "met with the envoys in Nortown": a city that the parse hangs on a side behind the verb.

        What stands behind "at" is where all of it was done, however deep the parse hangs it.
        """
        behind = [n for a in predicate.arguments for n in a.nodes if n > predicate.node]
        for depth in range(_DEEP):
            below = [(n, c) for n in behind for c in parse.children(n, "nmod")]
            for above, child in below:
                case = case_words(parse, child)
                beside = depth == 0 and parse.nodes[above].mention is not None and case in self._place_cases
                if beside or case == "at":
                    yield from (row for row in self._at(parse, child.index) if self._is_spot(row[1][0]))
            behind = [c.index for _, c in below]

    def _is_spot(self, iri: str) -> bool:
        entity = self._fillers.entity(iri)
        return entity is not None and entity.kind in (EntityKind.CITY, EntityKind.PLACE)

    def _of_relative(self, parse: Parse, predicate: Predicate) -> Iterator[tuple[int, Place]]:
        """ "came from Nortown, where he met X": the place that the clause is about, the last of joined ones."""
        node = parse.nodes[predicate.light_node if predicate.light_node is not None else predicate.node]
        if node.deprel == "nsubj" and predicate.pos == "NOUN":  # "to Norland, where a war goes on"
            node = parse.nodes[node.head]
        where = [c.index for c in parse.children(node.index, "advmod") if c.lemma.lower() == "where"]
        if where and node.deprel == "acl:relcl" and node.head >= 0:
            joined = [n for n in with_conjuncts(parse, node.head) if n < where[0]]
            yield from self._at(parse, max(joined, default=node.head))
        elif where and where[0] > 1 and node.deprel == "advcl":  # hung on the verb before
            yield from self._at(parse, where[0] - 1 - (parse.nodes[where[0] - 1].form == ","))

    def _of_occasions(self, parse: Parse, predicate: Predicate) -> Iterator[tuple[int, Place]]:
        """ "said during a visit to Nortown", "met at a summit in Sudstadt", "told a conference held in Ostburg"."""
        for argument in predicate.arguments:
            held = argument.relation is Relation.OBLIQUE and argument.case in self._occasion_cases
            told = argument.relation is Relation.OBJECT
            for index in argument.nodes[:1] if held or told else ():
                noun = parse.nodes[index].lemma.lower()
                gathering = noun in self._gatherings
                if gathering or (held and (argument.case in _HELD_AT or noun in self._journeys)):
                    yield from self._of_occasion(parse, index, gathering=gathering)

    def _of_occasion(self, parse: Parse, index: int, *, gathering: bool) -> Iterator[tuple[int, Place]]:
        """The place of an occasion: behind it, in the clause that says where it was held, behind who was there."""
        for child in parse.children(index, "nmod"):
            case = case_words(parse, child)
            if case in self._place_cases or (case == "to" and parse.nodes[index].lemma in self._journeys):
                yield from self._at(parse, child.index, about=case in _ABOUT)
            if gathering:  # "a news conference for media in Nortown"
                for below in parse.children(child.index, "nmod"):
                    if case_words(parse, below) in ("in", "at"):
                        yield from (row for row in self._at(parse, below.index) if self._is_spot(row[1][0]))
        for clause in parse.children(index, "acl", "acl:relcl") if gathering else ():
            yield from self._beside_verb(parse, clause.index)

    def _beside_verb(self, parse: Parse, verb: int) -> Iterator[tuple[int, Place]]:
        """Places that hang on a verb: "held in Nortown", "speaking at a hotel in Sudstadt"."""
        for child in parse.children(verb, "obl"):
            case = case_words(parse, child)
            if case in self._place_cases and case not in _ABOUT:
                yield from self._at(parse, child.index)

    def _of_adverbial(self, parse: Parse, predicate: Predicate) -> Iterator[tuple[int, Place]]:
        """ "Speaking in Nortown, she said ...": where one was who did it."""
        node = parse.nodes[predicate.light_node if predicate.light_node is not None else predicate.node]
        for clause in parse.children(node.index, "advcl"):
            if clause.xpos == "VBG" and clause.lemma.lower() in self._presence:
                yield from self._beside_verb(parse, clause.index)

    def _of_carrier_place(self, parse: Parse, predicate: Predicate) -> Place | None:
        """ "In Nortown A met B and praised C": a place before the first of joined verbs holds for all."""
        node = parse.nodes[predicate.light_node if predicate.light_node is not None else predicate.node]
        while node.deprel == "conj" and node.head >= 0:
            node = parse.nodes[node.head]
            early = (
                row
                for c in parse.children(node.index, "obl")
                if c.index < node.index and case_words(parse, c) in self._place_cases
                for row in self._at(parse, c.index)
            )
            found = self._best(early)
            if found is not None:
                return found
        return None

    def _beside_side(self, sides: Sequence[Filler]) -> Place | None:
        """ "the Norlandic ambassador in Sudstadt": the city inside the words that name a side."""
        body = self._fillers.body
        for side in sides:
            for filler in self._fillers.inside(side.span):
                before = body[side.span.start : filler.span.start].rsplit(None, 1)
                if filler.entity.kind is EntityKind.CITY and before and before[-1].lower() in self._place_cases:
                    return filler.entity.iri, filler.span
        return None


def case_words(parse: Parse, node: Node) -> str:
    """The prepositions of a node, in the form of the word lists: "in", "on board"."""
    return " ".join(c.lemma.lower() for c in parse.children(node.index, "case"))
