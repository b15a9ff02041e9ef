"""Nouns behind a verb that the parser took for its subject or object.

* A verb has one subject: a second one behind it is its object ("X told ministers").
* The noun between a verb of saying and a finite clause that has no subject is that subject, "that" being left out
  ("N reported X, the premier, urged Y to leave": Quirk et al. 1985, §15.4).
"""

from typing import Final

from kg.lexicon import Lexicon
from kg.model import Node, Parse

SUBJECTS: Final = ("nsubj", "nsubj:pass")


def clause_of_subject(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The finite clause without a subject of its own behind a verb of saying, whose subject the noun between them is."""
    verb = parse.nodes[node.head] if node.head >= 0 else None
    if verb is None or node.index < verb.index or verb.lemma not in lexicon.words("speech", "verbs") - lexicon.words("predicates", "telling_verbs"):
        return None
    if any(parse.children(node.index, "case")):
        return None
    for clause in parse.children(verb.index, "ccomp"):
        finite = clause.xpos in ("VBD", "VBP", "VBZ") or any(c.xpos in ("MD", "VBD", "VBP", "VBZ") for c in parse.children(clause.index, "aux"))
        bare = not any(parse.children(clause.index, "nsubj", "nsubj:pass", "mark", "expl"))
        if clause.index > node.index and clause.upos == "VERB" and finite and bare:
            return clause.index
    return None


def is_second_subject(parse: Parse, node: Node) -> bool:
    """Whether a noun right behind an active verb is called its subject where one stands before it."""
    verb = parse.nodes[node.head] if node.head >= 0 else None
    if verb is None or verb.upos != "VERB" or node.index < verb.index or any(parse.children(node.index, "case")):
        return False
    return any(s.index < verb.index and (s.mention is not None or s.upos == "PRON") for s in parse.children(verb.index, "nsubj"))
