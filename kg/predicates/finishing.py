"""Drafts to predicates: negation, modals, particle, and the predicate that governs."""

from kg.lexicon import Lexicon
from kg.model import Argument, Node, Parse, Predicate, Relation
from kg.predicates.drafts import Draft


def finished(
    parse: Parse, drafts: dict[int, Draft], draft: Draft, number: dict[int, int], lexicon: Lexicon
) -> Predicate:
    """The predicate of a draft; ``number`` gives the index of each node's predicate."""
    node = draft.node
    negators = lexicon.words("predicates", "negators")
    carriers = [node] + ([draft.light] if draft.light is not None else [])
    governor, relation = _governor(parse, drafts, draft)
    particle = next((c.lemma.lower() for c in parse.children(node.index, "compound:prt")), None) or _adverb_behind(parse, node, lexicon)
    return Predicate(
        index=number[node.index],
        sentence=parse.sentence,
        node=node.index,
        span=draft.span,
        lemma=draft.lemma,
        pos="NOUN" if node.upos == "PROPN" or node.mention is not None else node.upos,
        arguments=tuple(Argument(relation=r, case=c, nodes=n) for r, c, n in draft.arguments),
        particle=particle,
        light_verb=draft.light.lemma if draft.light is not None else None,
        light_node=draft.light.index if draft.light is not None else None,
        passive=draft.passive,
        negated=any(
            child.lemma.lower() in negators
            for carrier in carriers
            for child in parse.children(carrier.index, "advmod", "det", "cc:preconj", "mark", "case")
        )
        or _is_doubted(parse, node, lexicon, negators)
        or any(_is_nobody(parse, subject, negators) for subject in draft.fillers(Relation.SUBJECT)),
        modals=tuple(
            child.lemma.lower()
            for carrier in carriers
            for child in parse.children(carrier.index, "aux")
            if child.xpos == "MD" or child.lemma.lower() in ("will", "would", "may", "must", "should", "could")
        ),
        xpos=node.xpos,
        governor=number[governor] if governor is not None else None,
        governor_relation=relation,
    )


def _adverb_behind(parse: Parse, node: Node, lexicon: Lexicon) -> str | None:
    """The particle right behind a verb that the parse takes for an adverb: "hit back at"."""
    words = lexicon.words("predicates", "particles")
    return next((c.lemma.lower() for c in parse.children(node.index, "advmod") if c.index == node.index + 1 and c.lemma.lower() in words), None)


def _is_doubted(parse: Parse, node: Node, lexicon: Lexicon, negators: frozenset[str]) -> bool:
    """Whether the negation stands on a verb of thinking: "I do not think that this is right" (Quirk et al. 1985, §14.36)."""
    above = parse.nodes[node.head] if node.deprel == "ccomp" and node.head >= 0 else node
    raising = above is not node and above.lemma.lower() in lexicon.words("predicates", "neg_raising")
    return raising and any(c.lemma.lower() in negators for c in parse.children(above.index, "advmod"))


def _is_nobody(parse: Parse, index: int, negators: frozenset[str]) -> bool:
    """A subject that denies the deed: "no state", "none of the ships", "nobody", "neither state nor ..."."""
    node = parse.nodes[index]
    return node.lemma.lower() in ("none", "nobody", "neither") or any(
        child.lemma.lower() in negators for child in parse.children(index, "det", "cc:preconj")
    )


def _governor(parse: Parse, drafts: dict[int, Draft], draft: Draft) -> tuple[int | None, Relation | None]:
    """The nearest predicate above in whose argument this one stands, and by which relation."""
    below, here = draft.node.index, draft.node.head
    if draft.node.deprel == "parataxis":
        return None, None
    for inserted in parse.children(draft.node.index, "parataxis"):
        above = drafts.get(inserted.index)
        if above is not None and draft.node.index in above.fillers(Relation.CLAUSE):
            return inserted.index, Relation.CLAUSE
    while here >= 0:
        if here in drafts:
            chain = set(parse.subtree(below))
            for relation, _, nodes in drafts[here].arguments:
                if any(n in chain for n in nodes):
                    return here, relation
            return here, None
        below, here = here, parse.nodes[here].head
    return None, None
