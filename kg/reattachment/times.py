"""Bare days and times that the parser hung on a noun or on the clause behind, and which date a verb.

* A day between subject and verb dates the verb ("Norland and Ostia Friday formally joined", "Norland on Friday joined": news style).
* What stands behind a time is in a place of its own ("the next meeting [in two weeks] [in Nortown]": no weeks are in a town).
* A time right behind a verb of saying and in front of what is said dates the saying ("said on Monday they had met").
"""

from dataclasses import replace
from typing import Final

from kg.model import Node, Parse
from kg.reattachment.subjects import SUBJECTS

_JOINED_TO_SUBJECT: Final = ("conj", "appos", "nmod:unmarked", "flat", "nmod", "dep")


def verb_behind_day(parse: Parse, node: Node) -> int | None:
    """The verb right behind a bare day that hangs on the verb's subject."""
    subject = parse.first_conjunct(node.head) if node.head >= 0 else None
    if node.deprel in SUBJECTS:  # "the foreign minister Thursday met": the day taken for the subject
        named = any(c.mention is not None for c in parse.children(node.index, "compound"))
        subject = node if named else None
    elif subject is not None and node.deprel not in _JOINED_TO_SUBJECT:
        return None
    if subject is None or subject.deprel not in SUBJECTS:
        return None
    cases = [c.lemma.lower() for c in parse.children(node.index, "case")]
    if cases and not (cases == ["on"] and subject.mention is not None):  # "the attack on Friday" may be another day's
        return None
    verb = next((n for n in parse.nodes[node.index + 1 :] if n.upos not in ("ADV", "AUX")), None)
    return verb.index if verb is not None and verb.index == subject.head and verb.upos == "VERB" else None


def before_time(parse: Parse, node: Node) -> int | None:
    """What a time belongs to, for a place that the parser hung on the time."""
    above = parse.nodes[node.head] if node.head >= 0 else None
    timed = above is not None and above.time is not None and node.mention is not None and node.time is None
    return above.head if above is not None and timed and above.head >= 0 and any(parse.children(node.index, "case")) else None


def verb_before_time(parse: Parse, node: Node) -> int | None:
    """The verb right in front of a time that hangs on the clause the verb governs, before that clause's subject."""
    inner = parse.nodes[node.head] if node.head >= 0 else None
    if inner is None or inner.deprel != "ccomp" or inner.head >= node.index:
        return None
    between = parse.nodes[inner.head + 1 : node.index]
    fronted = all(s.index > node.index for s in parse.children(inner.index, *SUBJECTS))
    return inner.head if fronted and all(n.head == node.index for n in between) else None


def parted_day(parse: Parse, day: Node, verb: int) -> dict[int, Node]:
    """The day hung on its verb; a name that was taken for its compound ("and Ostia Friday") stands where the day did."""
    below = list(parse.children(day.index))
    name = next((c for c in reversed(below) if c.deprel == "compound" and c.mention is not None), None)
    moved = {day.index: replace(day, head=verb, deprel="obl:unmarked")}
    if name is not None:
        moved |= {c.index: replace(c, head=name.index) for c in below}
        moved[name.index] = replace(name, head=day.head, deprel=day.deprel)
    return moved
