"""Verbs that the parser took for less than a clause, or for the wrong one; each rule moves what the verb governs with it.

* A finite clause without a conjunction that comes first is the main one ("X alleged, by way of example, Y had
  helped").
* A participle with its agent tells what the noun before it is like ("agreed to [a ceasefire [brokered by X]]").
* "and" in front of a verb joins it to a verb ("rejected the charge and accused X of lying": X is no charge).
* A name in front of a verb with a hyphen is its subject ("[Norland] test-fired a missile").
* A sentence has a verb: a participle between a name and a noun is it ("[The Council] suspended [aid to Ostia]").
* A past tense between two names is their verb, no piece of a name ("[A] telephoned [B] on Monday, the agency said").
* A verb with a subject of its own is no attribute of its object ("[Norland] denied on Monday charges by X that ...").
"""

from dataclasses import replace

from kg.model import Node, Parse
from kg.reattachment.subjects import SUBJECTS


def first_clause_first(parse: Parse) -> dict[int, Node]:
    """The main verb and what it governs, where the parser took a finite clause without conjunction for an adverbial."""
    main = parse.root
    if main is None or main.upos != "VERB":
        return {}
    for node in parse.children(main.index, "advcl"):
        first = node.index < main.index and node.upos == "VERB" and node.xpos in ("VBD", "VBZ", "VBP")
        bare = not any(parse.children(node.index, "mark", "advmod", "aux", "cop"))
        if first and bare and any(parse.children(node.index, "nsubj")) and any(parse.children(main.index, "nsubj")):
            return {
                node.index: replace(node, head=-1, deprel="root"),
                main.index: replace(main, head=node.index, deprel="ccomp"),
            }
    return {}


def noun_of_participle(parse: Parse) -> dict[int, Node]:
    """The noun right before a participle with its agent, where the parser made it a compound of the participle."""
    for verb in parse.nodes:
        noun = parse.nodes[verb.index - 1] if verb.index else verb
        told = verb.upos == "VERB" and verb.deprel in ("xcomp", "obj", "obl") and noun.upos == "NOUN" and noun.head == verb.index
        if told and noun.deprel == "compound" and any(parse.children(verb.index, "obl:agent")):
            before = [c for c in parse.children(verb.index, "case", "det", "amod") if c.index < noun.index]
            case = any(c.deprel == "case" for c in before)
            moved = {c.index: replace(c, head=noun.index) for c in before}
            moved[noun.index] = replace(noun, head=verb.head, deprel="obl" if case else "obj")
            moved[verb.index] = replace(verb, head=noun.index, deprel="acl")
            return moved
    return {}


def joined_verb(parse: Parse) -> dict[int, Node]:
    """The second of two joined verbs, where the parser took it for what its own object is like."""
    for verb in parse.nodes:
        name = parse.nodes[verb.head] if verb.head >= 0 else verb
        joined = any(parse.children(verb.index, "cc")) and verb.deprel == "amod" and verb.upos == "VERB"
        first = parse.nodes[parse.nodes[name.head].head] if joined and name.deprel == "conj" and name.mention is not None else verb
        if first is not verb and first.upos == "VERB" and parse.nodes[name.head].deprel == "obj":
            moved = {c.index: replace(c, head=verb.index, deprel="advcl" if c.deprel == "acl" else c.deprel) for c in parse.children(name.index, "acl") if c.index > name.index}
            return moved | {verb.index: replace(verb, head=first.index, deprel="conj"), name.index: replace(name, head=verb.index, deprel="obj")}
    return {}


def subject_before_prefix(parse: Parse) -> dict[int, Node]:
    """The name in front of a verb with a hyphen, where the parser hung it on the word before the hyphen."""
    for verb in parse.nodes[2:]:
        first, hyphen = parse.nodes[verb.index - 2 : verb.index]
        if verb.upos != "VERB" or hyphen.form != "-" or first.head != verb.index or first.mention is not None:
            continue
        if not any(parse.children(verb.index, *SUBJECTS)):
            for name in parse.children(first.index, "compound", "nmod:poss"):
                if name.mention is not None and name.index < first.index:
                    return {name.index: replace(name, head=verb.index, deprel="nsubj"), first.index: replace(first, deprel="compound")}
    return {}


def verb_of_verbless(parse: Parse) -> dict[int, Node]:
    """The verb between a name and its object, where the parser took all of it for one noun phrase."""
    noun = parse.root
    if noun is None or any(n.xpos in ("VBZ", "VBP", "MD") or n.deprel.startswith(("nsubj", "cop", "aux")) for n in parse.nodes):
        return {}
    for verb in parse.children(noun.index, "amod"):
        name = parse.nodes[verb.index - 1] if verb.index else verb
        if verb.upos == "VERB" and verb.xpos in ("VBD", "VBN") and name.mention is not None and name.head == noun.index and name.deprel in ("compound", "nmod:desc", "amod"):
            moved = {c.index: replace(c, head=name.index) for c in parse.children(noun.index, "det", "amod", "compound") if c.index < name.index}
            moved |= {c.index: replace(c, head=verb.index) for c in parse.children(noun.index, "punct")}
            moved[name.index] = replace(name, head=verb.index, deprel="nsubj")
            moved[noun.index] = replace(noun, head=verb.index, deprel="obj")
            return moved | {verb.index: replace(verb, head=-1, deprel="root")}
    return {}


def verb_between_names(parse: Parse) -> dict[int, Node]:
    """The verb right between two names, where the parser took all three for one name, or the verb for an attribute of the second."""
    for verb in parse.nodes[1:-1]:
        first, second = parse.nodes[verb.index - 1], parse.nodes[verb.index + 1]
        past = verb.mention is None and verb.form.islower() and (verb.xpos in ("VBD", "VBN") or verb.form.endswith("ed"))
        if not past or first.mention is None or second.mention is None:
            continue
        flat = second.deprel == "flat" and second.head == first.index and (verb.deprel == "flat" or not any(parse.children(verb.index, *SUBJECTS)))
        attribute = verb.deprel == "amod" and first.deprel == "compound" and verb.head == first.head == second.index
        top = first if flat else second
        role = _role_of_clause(parse, top)
        if not (flat or attribute) or role is None:
            continue
        behind = {"nmod": "obl", "acl": "advcl"}
        moved = {
            c.index: replace(c, head=verb.index, deprel=behind.get(c.deprel, c.deprel)) if c.index > verb.index else replace(c, head=first.index)
            for c in parse.children(top.index)
            if c.index != verb.index
        }
        moved[first.index] = replace(first, head=verb.index, deprel="nsubj")
        moved[second.index] = replace(second, head=verb.index, deprel="obj")
        lemma = verb.lemma if verb.upos == "VERB" else _base_form(verb.form)
        return moved | {verb.index: replace(verb, head=top.head, deprel=role, upos="VERB", xpos="VBD", lemma=lemma)}
    return {}


def _role_of_clause(parse: Parse, top: Node) -> str | None:
    """What a clause is whose words the parser took for one noun phrase; None where they may be one."""
    if top.deprel in ("root", "conj", "parataxis", "ccomp"):
        return top.deprel
    said = top.deprel == "nsubj" and any(c.index > top.index for c in parse.children(top.head, "nsubj"))  # "..., the agency said"
    return "ccomp" if said else None


def _base_form(past: str) -> str:
    """The base form of a regular past whose parser knew no verb: "telephoned", "phoned"."""
    return past.removesuffix("d") if past.endswith(("oned", "ited", "ated", "ised", "ized")) else past.removesuffix("ed")


def object_of_attribute(parse: Parse) -> dict[int, Node]:
    """The object of a verb with a subject, where the parser took the verb for its attribute and a clause below it for the main one."""
    for verb in parse.nodes:
        noun = parse.nodes[verb.head] if verb.head > verb.index else verb
        subjects = list(parse.children(verb.index, *SUBJECTS))
        if verb.deprel != "amod" or noun is verb or verb.upos != "VERB" or not subjects or subjects[0].index > verb.index:
            continue
        below = parse.nodes[noun.head] if noun.head > noun.index else noun
        if below is noun or noun.deprel not in ("obj", *SUBJECTS) or any(parse.children(verb.index, "aux:pass")):
            continue
        return {
            verb.index: replace(verb, head=below.head, deprel=below.deprel),
            noun.index: replace(noun, head=verb.index, deprel="obj"),
            below.index: replace(below, head=noun.index, deprel="acl"),
            subjects[0].index: replace(subjects[0], deprel="nsubj"),
        }
    return {}
