"""What belongs to the noun of a deed, not to what stands beside it.

* An agent behind "by" belongs to the deed, not to the thing it was done to ("the demolition of churches by
  troops": Huddleston and Pullum 2002, ch. 5 §16.5, agents of event nominals).
* What is attended, chaired or hosted is the gathering, not those of whom it is ("a meeting of ministers attended by X").
* What is "on the sidelines" or "in the wake" of something is the deed, not who takes part in it.
"""

from kg.lexicon import Lexicon
from kg.model import Node, Parse


def held_beside(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The deed that is done "on the sidelines" or "in the wake" of something: never who takes part in it."""
    above, lemma = parse.nodes[node.head], node.lemma.lower()
    beside = lemma in lexicon.words("extraction", "sidelines") or lemma in lexicon.table("extraction", "order_nouns")
    if above.mention is None or not beside:
        return None
    while above.mention is not None and above.head >= 0:
        above = parse.nodes[above.head]
    return above.index if above.upos in ("VERB", "NOUN") else None


def gathering_attended(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The gathering that "attended by X" tells of, where the parser hung it on those who gather."""
    if node.lemma.lower() not in lexicon.words("predicates", "attending") or node.xpos not in ("VBN", "VBD"):
        return None
    above, gatherings = parse.nodes[node.head], lexicon.words("predicates", "consultations")
    while above.deprel == "nmod" and above.head >= 0 and above.lemma.lower() not in gatherings:
        above = parse.nodes[above.head]
    moved = above.index != node.head and above.mention is None and above.lemma.lower() in gatherings
    return above.index if moved else None


def deed_of_agent(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The noun of the deed above the thing on which "by X" hangs; None where nothing is to change."""
    if node.mention is None or not any(c.lemma.lower() == "by" for c in parse.children(node.index, "case")):
        return None
    thing = parse.first_conjunct(node.head)
    if thing.deprel != "nmod" or _is_deed(thing, lexicon):
        return None
    deed = parse.nodes[thing.head]
    of_thing = any(c.lemma.lower() == "of" for c in parse.children(thing.index, "case"))
    return deed.index if of_thing and deed.upos == "NOUN" and _is_deed(deed, lexicon) else None


def deed_condemned(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The deed told last beside an active verb on which "by X" hangs: "condemned the destruction ... by X", "protested over a raid by X"."""
    if node.mention is None or not any(c.lemma.lower() == "by" for c in parse.children(node.index, "case")):
        return None
    if any(parse.children(node.head, "aux:pass", "nsubj:pass")):
        return None
    deeds = [n.index for n in parse.children(node.head, "obj", "obl") if n.index < node.index and _is_deed(n, lexicon)]
    return max(deeds, default=None)


def _is_deed(node: Node, lexicon: Lexicon) -> bool:
    lemma = node.lemma.lower()
    if node.mention is not None or lemma in lexicon.words("predicates", "no_deeds"):
        return False
    ending = lemma.endswith(tuple(lexicon.words("predicates", "deed_endings")))
    return ending or lemma in lexicon.words("predicates", "deeds")
