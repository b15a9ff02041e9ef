"""Predicates under construction: which words are predicates, and the arguments that a tree gives them directly."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, Node, Parse, Relation, Span

_CORE = {
    "nsubj": Relation.SUBJECT,
    "nsubj:outer": Relation.SUBJECT,
    "csubj": Relation.SUBJECT,
    "nsubj:pass": Relation.OBJECT,
    "csubj:pass": Relation.OBJECT,
    "obl:agent": Relation.SUBJECT,
    "obj": Relation.OBJECT,
    "iobj": Relation.INDIRECT_OBJECT,
    "ccomp": Relation.CLAUSE,
    "xcomp": Relation.INFINITIVE,
    "nmod:poss": Relation.POSSESSOR,
    "amod": Relation.MODIFIER,
    "compound": Relation.MODIFIER,
    "nmod:desc": Relation.MODIFIER,
    "nummod": Relation.MODIFIER,
}
EVENT_NAMES = (EntityKind.AGREEMENT, EntityKind.CONFLICT)  # names that are triggers themselves
_OBLIQUE = ("obl", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod", "nmod:unmarked", "nmod:tmod", "nmod:npmod")
_PREFIXES = ("air", "co", "counter", "de", "pre", "re", "test")  # what a hyphen may join to a verb
_DIRECTIONS = ("away", "back", "down", "home", "off", "out", "over")  # adverbs that a goal or source hangs on
_MEANS = frozenset(["email", "e-mail", "fax", "letter", "phone", "satellite", "telephone", "teleconference", "video", "videoconference"])  # no agents
_ADVERBIAL = ("advcl", "advcl:relcl")


@dataclass(slots=True)
class Draft:
    """A predicate under construction."""

    node: Node
    lemma: str
    span: Span
    arguments: list[tuple[Relation, str | None, tuple[int, ...]]] = field(default_factory=list)
    passive: bool = False
    light: Node | None = None

    def fillers(self, relation: Relation) -> tuple[int, ...]:
        """The nodes in a relation."""
        return tuple(n for kind, _, nodes in self.arguments if kind is relation for n in nodes)

    def add(self, relation: Relation, case: str | None, nodes: tuple[int, ...]) -> None:
        """Adds an argument once; nothing is an argument of itself."""
        entry = (relation, case, nodes)
        if nodes and entry not in self.arguments and self.node.index not in nodes:
            self.arguments.append(entry)


def is_predicate(parse: Parse, node: Node, named: dict[int, str]) -> bool:
    """Whether a node can tell a deed: verbs, nouns, names of events, adjectives that are said of something."""
    if node.mention is not None:
        return node.mention in named
    if node.time is not None:
        return False
    if node.upos in ("VERB", "NOUN"):
        return True
    if node.upos == "PROPN":
        return node.form[:1].isupper() and node.deprel not in ("flat", "compound")
    return node.upos == "ADJ" and (node.deprel == "xcomp" or any(parse.children(node.index, "cop", "nsubj", "nsubj:pass")))


def event_lemma(mention: Mention) -> str:
    """The last word of an event's name, in the singular."""
    last = (mention.name or "").split()[-1:]
    word = last[0].lower() if last else ""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def draft_of(parse: Parse, node: Node, named: dict[int, str]) -> Draft:
    """The predicate of a node with the arguments that hang on it."""
    lemma = named[node.mention] if node.mention is not None else node.lemma.lower()
    draft = Draft(node=node, lemma=lemma, span=node.span)
    first = _before_hyphen(parse, node)
    if first is not None:
        draft.lemma, draft.span = f"{first.form.lower()}-{lemma}", Span(first.span.start, node.span.end)
    marked = any(parse.children(node.index, "aux:pass"))
    by_means = any(c.lemma.lower() in _MEANS for c in parse.children(node.index, "obl:agent", "obl"))  # "conferred by telephone"
    draft.passive = node.upos != "ADJ" and (marked or (not by_means and any(parse.children(node.index, "nsubj:pass"))))
    for child in parse.children(node.index):
        relation, case = _relation(parse, draft, child)
        if relation is not None:
            draft.add(relation, case, conjuncts(parse, child.index))
        if child.deprel == "advmod" and child.lemma.lower() in _DIRECTIONS:  # "walked away from", "sent back to"
            for goal in parse.children(child.index, "obl"):
                case = case_of(parse, goal)
                draft.add(Relation.OBLIQUE, f"away {case}" if child.lemma.lower() == "away" else case, conjuncts(parse, goal.index))
    return draft


def attributions(parse: Parse, lexicon: Lexicon) -> dict[int, Draft]:
    """ "according to X", "according to a statement by X": a preposition that tells who says the clause, as a verb of saying would."""
    found: dict[int, Draft] = {}
    for node in parse.nodes:
        source = parse.nodes[node.head] if node.deprel == "case" and node.lemma.lower() in ("accord", "according") else node
        if source is node or source.deprel not in ("obl", "obj", "nmod") or (source.mention is None and source.lemma.lower() not in lexicon.words("speech", "documents")):
            continue
        said = conjuncts(parse, source.index) if source.mention is not None else tuple(_issuers(parse, source))
        if not said or (source.mention is not None and source.deprel != "obl"):
            continue
        draft = Draft(node=replace(node, upos="VERB"), lemma="according", span=node.span)
        draft.add(Relation.OBLIQUE, "to", said)
        draft.add(Relation.CLAUSE, None, (source.head,))
        found[node.index] = draft
    return found


def _issuers(parse: Parse, text: Node) -> Iterator[int]:
    """Whose a text is: "a statement by the ministry", "a ministry statement"."""
    for child in parse.children(text.index, "nmod", "nmod:poss", "compound", "amod"):
        if child.mention is not None and (child.deprel != "nmod" or case_of(parse, child) in ("by", "from", "of")):
            yield from conjuncts(parse, child.index)


def _before_hyphen(parse: Parse, node: Node) -> Node | None:
    """The "flare" of "flare-up": the "test" of "test-fired": the treebanks cut at the hyphen, frames name the whole word."""
    row = parse.nodes[max(0, node.index - 2) : node.index + 1]
    joined = len(row) == 3 and row[1].form == "-" and row[0].span.end + 1 == row[1].span.end == row[2].span.start
    if not joined or row[0].mention is not None or node.upos not in ("NOUN", "VERB"):
        return None
    if node.upos == "VERB" and row[0].form.lower() not in _PREFIXES:
        return None
    return row[0]


def _relation(parse: Parse, draft: Draft, child: Node) -> tuple[Relation | None, str | None]:
    if child.deprel == "xcomp" and any(m.lemma.lower() == "to" for m in parse.children(child.index, "mark")):
        return Relation.INFINITIVE, "to"
    if child.deprel == "nsubj:pass" and not draft.passive:  # "is committed", taken for an adjective
        return Relation.SUBJECT, None
    if child.deprel == "nsubj" and draft.passive:  # "were set": the auxiliary tells the voice
        return Relation.OBJECT, None
    if child.deprel == "obl:agent" and not draft.passive and child.lemma.lower() in _MEANS:
        return Relation.OBLIQUE, "by"
    if child.deprel in _CORE:
        return _CORE[child.deprel], None
    if child.deprel in _OBLIQUE:
        case = case_of(parse, child)
        if case == "by" and draft.passive and child.time is None:
            return Relation.SUBJECT, None
        return Relation.OBLIQUE, case
    if child.deprel in _ADVERBIAL or child.deprel == "acl":
        marks = {mark.lemma.lower() for mark in parse.children(child.index, "mark")}
        if "to" in marks:
            return Relation.INFINITIVE, "to"
        if child.deprel == "acl" and "that" in marks:
            return Relation.CLAUSE, "that"
        if marks & {"for", "of", "in", "on", "about", "over", "at", "from"}:  # "criticised for doing"
            return Relation.OBLIQUE, sorted(marks)[0]
    return None, None


def conjuncts(parse: Parse, index: int) -> tuple[int, ...]:
    """A node and the nodes coordinated with it, in text order."""
    found = [index]
    for child in parse.children(index, "conj"):
        found.extend(conjuncts(parse, child.index))
    return tuple(found)


def case_of(parse: Parse, node: Node) -> str | None:
    """The preposition of a node with its fixed parts: "with", "because of"; None without one."""
    words = []
    for case in parse.children(node.index, "case"):
        if case.form in ("'s", "’s", "'", "’"):
            continue
        words.append(case.lemma.lower())
        words.extend(part.lemma.lower() for part in parse.children(case.index, "fixed"))
    return " ".join(words) or None
