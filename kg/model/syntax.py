"""How words hang together: dependency trees, and the predicates with their arguments that are read off them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kg.model.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The Universal Dependencies analysis of one word; ``head`` is an index, -1 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A word of a parsed sentence, or the one-token stand-in of a mention or time expression."""

    index: int
    span: Span  # of all that it stands for
    form: str
    lemma: str
    upos: str
    xpos: str
    head: int  # index of the governing node, -1 for the root
    deprel: str
    mention: int | None = None  # index of the outermost mention that it stands for
    time: int | None = None  # index of the time mention that it stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """The dependency tree of one sentence over its simplified words."""

    sentence: int
    nodes: tuple[Node, ...]
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.nodes]
        for node in self.nodes:
            if node.head >= 0:
                below[node.head].append(node.index)
        object.__setattr__(self, "_children", tuple(map(tuple, below)))

    @property
    def root(self) -> Node | None:
        """The first node that hangs on no other; None where there is none."""
        return next((node for node in self.nodes if node.head == -1), None)

    def children(self, index: int, *deprels: str) -> Iterator[Node]:
        """The dependents of a node in text order, all or those with one of the given relations."""
        for child in self._children[index]:
            node = self.nodes[child]
            if not deprels or node.deprel in deprels:
                yield node

    def first_conjunct(self, index: int, at_most: int | None = None) -> Node:
        """The first of the words joined with a node ("A" of "A, B and C"), climbing ``at_most`` steps where given."""
        node, steps = self.nodes[index], 0
        while node.deprel == "conj" and node.head >= 0 and steps != at_most:
            node, steps = self.nodes[node.head], steps + 1
        return node

    def subtree(self, index: int) -> tuple[int, ...]:
        """Indices of a node and all below it, in text order."""
        found, todo = [], [index]
        while todo:
            here = todo.pop()
            found.append(here)
            todo.extend(self._children[here])
        return tuple(sorted(found))


class Relation(StrEnum):
    """Grammatical relation of an argument after normalisation (passive turned to active)."""

    SUBJECT = "subject"
    OBJECT = "object"
    INDIRECT_OBJECT = "indirect_object"
    OBLIQUE = "oblique"  # has a case word
    CLAUSE = "clause"  # finite complement: "said that ..."
    INFINITIVE = "infinitive"  # "to ..." complement or purpose
    POSSESSOR = "possessor"  # "Russia's call for"
    MODIFIER = "modifier"  # adjective or noun before the noun: "telephone conversation"
    CLAUSE_SUBJECT = "clause_subject"  # of a clause or infinitive: "demanded that X ...", "called for X to ..."
    CONDITION_SUBJECT = "condition_subject"  # of the condition under which it holds: "threatened to ... if X ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a predicate; ``nodes`` are the heads of its conjuncts in text order."""

    relation: Relation
    case: str | None  # lemma(s) of the preposition: "with", "because of"
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A verb, noun or adjective with its arguments, ready to be matched with frames."""

    index: int
    sentence: int
    node: int  # of the trigger word
    span: Span  # of the trigger, with its light verb's span kept apart
    lemma: str
    pos: str  # VERB, NOUN, ADJ
    arguments: tuple[Argument, ...]
    particle: str | None = None
    light_verb: str | None = None  # lemma: "hold" in "held talks"
    light_node: int | None = None
    passive: bool = False
    negated: bool = False
    modals: tuple[str, ...] = ()  # "will", "may", "should" ...
    xpos: str = ""
    governor: int | None = None  # predicate in whose argument this one stands
    governor_relation: Relation | None = None
