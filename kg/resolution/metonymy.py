"""Whether a capital acts for its state where it stands ("talks between Nortown and Sudstadt"), and whether a seat or house is where something was done."""

from collections.abc import Mapping
from typing import Final

from kg.model import Node, Parse

_JOINED = 8  # steps of joined names
_PLACE_CASES = frozenset(
    [
        "in",
        "at",
        "to",
        "near",
        "outside",
        "inside",
        "around",
        "into",
        "toward",
        "towards",
        "via",
        "through",
        "within",
        "across",
        "from",
    ]
)
_ACTING_CASES = frozenset(["between", "with", "by", "against", "among", "for", "of"])
_STANDING_CASES = frozenset(["at", "in", "inside", "near", "outside"])  # "spoke to the palace" speaks to who is in it
_SERVING = frozenset(["adviser", "advisor", "aide", "insider", "official", "people", "source", "spokesman", "spokesperson", "spokeswoman", "staff"])
_PLACE_HEADS = frozenset(
    ["road", "border", "flight", "distance", "train", "route", "street", "area", "line", "bus", "train"]
)
# "protested to Nortown": words and things for a government, not a way to go
_TURNING_TO = frozenset([
    "answer", "appeal", "arms", "assurance", "call", "challenge", "complain", "complaint", "concession", "convey", "explain", "gesture", "letter",
    "loyal", "message", "note", "objection", "offer", "plead", "pledge", "promise", "proposal", "propose", "protest", "request", "response", "sell",
    "signal", "speak", "support", "surrender", "talk", "threat", "ultimatum", "warning", "write", "rebuke", "loyalty", "hostile", "hostility", "opposed",
    "opposition", "friendly", "sale", "snub", "tribute",
])

_LADEN = ["ban", "blame", "boycott", "curb", "duty", "embargo", "penalty", "pressure", "restriction", "sanction", "tariff"]
_HELP = ["aid", "assistance", "credit", "grant", "help", "loan", "relief", "weapon"]
_TURNING: Final[Mapping[str, frozenset[str]]] = {
    "to": _TURNING_TO | {*_HELP, "condolence", "congratulations", "demarche", "invitation", "thanks", "visa"},
    "on": frozenset([*_LADEN, "call", "count", "depend", "dependence", "influence", "leverage", "prevail", "rely"]),
    "upon": frozenset([*_LADEN, "call", "prevail"]),
    "at": frozenset(["aim", "anger", "exasperation", "finger", "frustration", "fury", "hit", "irritation", "jibe", "lash", "outrage", "rail", "snap", "swipe"]),
    "from": frozenset([
        *_HELP, "acknowledgement", "apology", "approval", "assurance", "backing", "backlash", "blessing", "clarification", "commitment", "compensation",
        "complaint", "concession", "condemnation", "consent", "cooperation", "criticism", "denial", "denunciation", "explanation", "guarantee",
        "indignation", "invitation", "ire", "objection", "opposition", "outcry", "outrage", "permission", "pledge", "praise", "pressure", "promise",
        "protest", "reaction", "reassurance", "rebuke", "recognition", "reparation", "reply", "reprimand", "request", "resistance", "response", "retaliation",
        "signal", "support", "threat", "ultimatum", "undertaking", "warning",
    ]),
}  # fmt: skip

_ADDRESSING = frozenset([
    "accuse", "advise", "anger", "arm", "ask", "assail", "assist", "assure", "back", "beg", "blame", "blast", "brief", "call", "castigate", "censure", "chide",
    "condemn", "congratulate", "convince", "criticise", "criticize", "denounce", "embolden", "encourage", "finance", "fund", "help", "implicate", "implore",
    "inform", "invite", "lambast", "lambaste", "lobby", "notify", "order", "persuade", "praise", "press", "pressure", "provide", "provoke", "punish",
    "push", "reassure", "rebuke", "remind", "sanction", "slam", "sue", "supply", "support", "suspect", "tell", "thank", "threaten", "urge", "warn",
])  # fmt: skip


def acts_for_its_state(parse: Parse, index: int) -> bool:
    """True for a capital that is subject, party or possessor; False for one that is a place."""
    node = parse.first_conjunct(index, _JOINED)
    cases = {c.lemma.lower() for c in parse.children(node.index, "case")}
    relation = node.deprel.split(":")[0]
    head = parse.nodes[node.head] if node.head >= 0 else None
    if head is not None and _is_turned_to(parse, head, cases):
        return True
    if cases & _PLACE_CASES:
        return False
    if node.deprel in ("nsubj", "nsubj:pass", "obl:agent", "nsubj:outer", "iobj"):
        return not (head is not None and any(parse.children(head.index, "cop")) and head.upos == "NOUN")
    if relation in ("obl", "nmod") and cases & _ACTING_CASES:
        if node.deprel == "nmod" and "of" in cases:
            return False
        return not (head is not None and head.lemma.lower() in _PLACE_HEADS)
    if node.deprel == "nmod:poss":
        return True
    return (
        relation == "obj" and head is not None and head.upos == "VERB" and head.lemma.lower() in _ADDRESSING
    )


def is_where(parse: Parse, index: int) -> bool:
    """True for a seat or house at which something is done ("met at the palace"), False where it may act.

    Officials and spokesmen serve the house: "officials at the palace".
    """
    node = parse.first_conjunct(index, _JOINED)
    head = parse.nodes[node.head]
    serves = node.deprel == "nmod" and head.lemma.lower() in _SERVING
    return node.deprel in ("obl", "nmod") and not serves and any(c.lemma.lower() in _STANDING_CASES for c in parse.children(node.index, "case"))


def _is_turned_to(parse: Parse, head: Node, cases: set[str]) -> bool:
    """Whether the head, or what it governs as object, is a word for a government behind this preposition: "imposed sanctions on"."""
    words = next((_TURNING[case] for case in cases if case in _TURNING), frozenset())
    objects = parse.children(head.index, "obj", "nsubj:pass") if head.upos == "VERB" else ()
    return len(cases) == 1 and any(n.lemma.lower() in words for n in (head, *objects))
