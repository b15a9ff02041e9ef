"""Whether a capital acts for its state where it stands ("talks between Nortown and Sudstadt"), and whether a seat or house is where something was done."""

from kg.model import Parse

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


def acts_for_its_state(parse: Parse, index: int) -> bool:
    """True for a capital that is subject, party or possessor; False for one that is a place."""
    node = parse.first_conjunct(index, _JOINED)
    cases = {c.lemma.lower() for c in parse.children(node.index, "case")}
    relation = node.deprel.split(":")[0]
    head = parse.nodes[node.head] if node.head >= 0 else None
    if cases == {"to"} and head is not None and head.lemma.lower() in _TURNING_TO:
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


# "protested to Nortown": words and things for a government, not a way to go
_TURNING_TO = frozenset([
    "answer", "appeal", "arms", "assurance", "call", "challenge", "complain", "complaint", "concession", "convey", "explain", "gesture", "letter",
    "loyal", "message", "note", "objection", "offer", "plead", "pledge", "promise", "proposal", "propose", "protest", "request", "response", "sell",
    "signal", "speak", "support", "surrender", "talk", "threat", "ultimatum", "warning", "write", "rebuke", "loyalty", "hostile", "hostility", "opposed",
    "opposition", "friendly", "sale", "snub", "tribute",
])

_ADDRESSING = frozenset(
    [
        "accuse",
        "urge",
        "warn",
        "criticise",
        "criticize",
        "condemn",
        "blame",
        "ask",
        "tell",
        "praise",
        "thank",
        "threaten",
        "pressure",
        "press",
        "call",
        "support",
        "back",
        "sanction",
        "invite",
        "persuade",
        "convince",
        "assure",
        "inform",
        "provoke",
        "anger",
        "help",
        "assist",
    ]
)
