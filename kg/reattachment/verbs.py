"""What belongs to a verb, not to the noun that stands before it.

* What stands behind an inserted verb of saying is not part of what was said before it ("..., X told reporters after meeting Y").
* A participle behind a comma tells what came of the clause, not what its last noun is like ("led to a
  conflict, killing thousands": Quirk et al. 1985, §15.60, supplementive clauses).
* A name behind a time is what the verb is done to ("summoned on Friday [Norlandic envoy X]").
* "..., adding that" behind a reported clause belongs to who reports it.
* The infinitive behind somebody who is told is what he is told ("ordered [the envoy] [to leave]"); "of" behind somebody
  who is accused or assured belongs to the verb.
* A bare verb is joined to an infinitive, not to a past tense; a clause behind "that" with its own subject is what a noun says.
* A participle of saying behind whom a text is sent to is what the text says, and its sender does ("sent a letter to [the envoy] threatening to leave").
* "by X" behind a comma is done with the clause inside: X is the agent of the passive around it ("was accused of theft, much of it
  believed hidden, by X").
* What somebody is driven "from", and owns, belongs to the verb ("drove thousands from their homes").
"""

from kg.lexicon import Lexicon
from kg.model import Node, Parse
from kg.reattachment.subjects import SUBJECTS


def saying_between(parse: Parse, node: Node) -> int | None:
    """The verb of saying between an adjunct and the words before it that the parser hung the adjunct on."""
    said = parse.nodes[node.head]
    return said.head if said.deprel == "ccomp" and said.index < said.head < node.index else None


def speakers_own(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb of saying to which "..., adding that" belongs, not to the clause that it reports: who speaks goes on."""
    reported = parse.nodes[node.head]
    behind_comma = node.index > 0 and parse.nodes[node.index - 1].form == "," and node.xpos == "VBG"
    saying = parse.nodes[reported.head] if reported.deprel == "ccomp" and reported.head >= 0 else reported
    speech = lexicon.words("extraction", "plain_saying") | lexicon.words("predicates", "telling_verbs")
    goes_on = saying is not reported and saying.index < node.index and {saying.lemma.lower(), node.lemma.lower()} <= speech
    return saying.index if behind_comma and goes_on else None


def is_object(parse: Parse, node: Node) -> bool:
    """Whether a name without a preposition behind a verb that lacks its object is that object: "summoned on Friday [Norlandic envoy X]"."""
    bare = node.deprel in ("obl", "obl:unmarked") and node.mention is not None and node.time is None and node.head < node.index
    bare = bare and not any(parse.children(node.index, "case"))
    verb = parse.nodes[node.head]
    return bare and verb.upos == "VERB" and not any(parse.children(verb.index, "obj", "ccomp", "xcomp", "nsubj:pass"))


def clause_before(parse: Parse, node: Node) -> int | None:
    """The verb of the clause that a participle behind a comma hangs on; None where it hangs on the subject."""
    if node.xpos != "VBG" or node.index == 0 or parse.nodes[node.index - 1].form != ",":
        return None
    above = parse.nodes[node.head]
    while above.head >= 0 and above.upos not in ("VERB", "AUX") and above.deprel not in SUBJECTS:
        above = parse.nodes[above.head]
    deed = above.upos == "NOUN" and node.lemma.lower() != "include" and any(parse.children(above.index, "cop"))  # "was the first donor, giving"
    return above.index if above.upos == "VERB" or deed else None


def is_content(parse: Parse, node: Node) -> bool:
    """Whether a clause tells what a noun says, not which one is meant: "a signal that X will leave", where "that" is no argument."""
    that = any(m.lemma.lower() == "that" for m in parse.children(node.index, "mark"))
    return that and any(parse.children(node.index, "nsubj", "nsubj:pass"))


def saying_alike(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb of saying that another is joined to, past what was said: "A [said] that B had left, and [called] on C to stay".

    Who speaks goes on speaking where a comma, another tense or another "that" parts the second verb from the words reported.
    """
    said, words = parse.nodes[node.head], lexicon.words("speech", "verbs")
    saying = parse.nodes[said.head] if said.deprel == "ccomp" and said.head >= 0 else said
    alike = node.xpos == saying.xpos and node.xpos in ("VBD", "VBZ") and node.lemma.lower() in words and saying.lemma.lower() in words
    if saying is said or not alike or not saying.index < said.index < node.index:
        return None
    if said.lemma.lower() in words and (any(parse.children(said.index, "ccomp")) or not any(parse.children(said.index, "aux"))):
        return None
    first = min((c.index for c in parse.children(node.index, "cc")), default=node.index)
    comma = parse.nodes[first - 1].form == ","
    other = any(c.lemma.lower() not in ("be", "have") for c in parse.children(said.index, "aux")) and not any(parse.children(node.index, "aux"))
    again = any(m.lemma.lower() == "that" for c in parse.children(node.index, "ccomp") for m in parse.children(c.index, "mark"))
    own = any(parse.children(node.index, "nsubj", "nsubj:pass"))
    return saying.index if (comma or other or again) and not own else None


def verb_alike(parse: Parse, node: Node) -> int | None:
    """The infinitive that a bare verb is joined to, past a finite one: "is to greet [those who came] and [meet] X".

    Joined verbs have one form (Quirk et al. 1985, §13.49): a base form goes on with an infinitive, not with a past tense.
    """
    above = parse.nodes[node.head]
    alone = node.xpos == "VB" and not any(parse.children(node.index, "aux", "mark", "nsubj", "cop"))
    if not alone or above.upos != "VERB" or above.xpos not in ("VBD", "VBZ", "VBP"):
        return None
    while above.head >= 0 and above.xpos != "VB":
        above = parse.nodes[above.head]
    return above.index if above.xpos == "VB" and above.upos == "VERB" else None


def told_to_do(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb of telling whose object, somebody named, has the infinitive: "ordered [the envoy] [to leave]"."""
    told = parse.nodes[node.head]
    infinitive = any(m.lemma.lower() == "to" for m in parse.children(node.index, "mark"))
    if not infinitive or told.mention is None or told.deprel not in ("obj", "iobj") or told.head < 0:
        return None
    return told.head if parse.nodes[told.head].lemma.lower() in lexicon.words("predicates", "infinitive_verbs") else None


def told_of(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb to which "of" belongs, not to its object, somebody named: "assured Norland of its support" (Quirk et al. 1985, §16.61)."""
    whom = parse.nodes[node.head]
    of = any(c.lemma.lower() == "of" for c in parse.children(node.index, "case"))
    if not of or node.mention is not None or whom.mention is None or whom.deprel not in ("obj", "iobj", "nsubj:pass") or whom.head < 0:
        return None
    return whom.head if parse.nodes[whom.head].lemma.lower() in lexicon.words("predicates", "verbs_of") else None


def stood_with(parse: Parse, node: Node) -> int | None:
    """The verb to which "in solidarity with" leads, a preposition of three words: "stands [in solidarity with X]" (Quirk et al. 1985, §9.11)."""
    noun = parse.nodes[node.head]
    complex_ = noun.lemma.lower() == "solidarity" and noun.deprel == "obl" and any(c.lemma.lower() == "in" for c in parse.children(noun.index, "case"))
    return noun.head if complex_ and any(c.lemma.lower() == "with" for c in parse.children(node.index, "case")) else None


def left_behind(parse: Parse, node: Node) -> int | None:
    """The verb of whose object something is told "from their homes": what they own marks out nobody."""
    case = {c.lemma.lower() for c in parse.children(node.index, "case")}
    owned = any(c.upos == "PRON" for c in parse.children(node.index, "nmod:poss"))
    above = parse.nodes[node.head]
    return above.head if "from" in case and owned and above.deprel == "obj" else None


def said_in_text(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb by which a text is sent to somebody named, behind whom a participle tells what the text says."""
    whom = parse.nodes[node.head]
    if node.xpos != "VBG" or node.lemma.lower() not in lexicon.words("speech", "verbs") | {"threaten"} or whom.mention is None or whom.deprel not in ("obl", "nmod"):
        return None
    above = parse.nodes[whom.head]
    texts = lexicon.words("extraction", "texts")
    sent = above if above.upos == "VERB" else parse.nodes[above.head] if above.lemma.lower() in texts and above.head >= 0 else None
    return sent.index if sent is not None and sent.upos == "VERB" and any(c.lemma.lower() in texts for c in parse.children(sent.index, "obj")) else None


def agent_behind_comma(parse: Parse, node: Node) -> int | None:
    """The outer passive verb without an agent to which "by X" belongs that a comma sets off from an inner one."""
    case = next(iter(parse.children(node.index, "case")), None)
    if case is None or case.lemma.lower() != "by" or case.index == 0 or parse.nodes[case.index - 1].form != "," or node.head < 0:
        return None
    above = parse.nodes[node.head]
    while above.head >= 0:
        above = parse.nodes[above.head]
        if above.upos == "VERB" and any(parse.children(above.index, "aux:pass")) and not any(parse.children(above.index, "obl:agent")):
            return above.index if above.index < node.index else None
    return None
