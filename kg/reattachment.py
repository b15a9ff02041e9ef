"""Parses in, parses out: attachments that a parser of news gets wrong by rule are put right.

* An agent behind "by" belongs to the deed, not to the thing it was done to ("the demolition of churches by
  troops": Huddleston and Pullum 2002, ch. 5 §16.5, agents of event nominals).
* Coordination joins likes: a noun is no conjunct of a clause that lies inside another noun's phrase ("issues
  relating to ensuring peace, as well as the prospects of trade").
* Names that are told alike are joined alike ("A of Norland and B of Sudria": B joins A, not Norland).
* A participle behind a comma tells what came of the clause, not what its last noun is like ("led to a
  conflict, killing thousands": Quirk et al. 1985, §15.60, supplementive clauses).
* "and" in front of a verb joins it to a verb ("rejected the charge and accused X of lying": X is no charge).
* What stands behind an inserted verb of saying is not part of what was said before it ("..., X told reporters after meeting Y").
* A participle with its agent tells what the noun before it is like ("agreed to [a ceasefire [brokered by X]]").
* What is "on the sidelines" or "in the wake" of something is the deed, not who takes part in it.
* "of X" belongs to the noun right before it.
* The infinitive behind somebody who is told is what he is told ("ordered [the envoy] [to leave]"); "of" behind somebody
  who is accused or assured belongs to the verb.
* What somebody is driven "from", and owns, belongs to the verb ("drove thousands from their homes").
* A finite clause without a conjunction that comes first is the main one ("X alleged, by way of example, Y had
  helped").
* A bare day between subject and verb dates the verb ("Norland and Ostia Friday formally joined": news style).
* A time right behind a verb of saying and in front of what is said dates the saying ("said on Monday they had met").
* A verb has one subject: a second one behind it is its object ("X told ministers"), a name right behind a noun
  in front of the subject is that noun's ("according to news agency N, X said").
* A sentence has a verb: a participle between a name and a noun is it ("[The Council] suspended [aid to Ostia]").
* A name in front of a verb with a hyphen is its subject ("[Norland] test-fired a missile").
* The noun between a verb of saying and a finite clause that has no subject is that subject, "that" being left out
  ("N reported X, the premier, urged Y to leave": Quirk et al. 1985, §15.4).
* A name in a compound belongs to all of it ("the Northern Council high-level meeting").
"""

from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Node, Parse

_CLAUSES = ("acl", "advcl", "xcomp", "acl:relcl")
_JOINED_TO_SUBJECT = ("conj", "appos", "nmod:unmarked", "flat", "nmod", "dep")
_SUBJECTS = ("nsubj", "nsubj:pass")


def reattach(parses: Sequence[Parse], lexicon: Lexicon) -> tuple[Parse, ...]:
    """The parses with agents of deeds and unlike conjuncts where they belong."""
    return tuple(_reattach_one(parse, lexicon) for parse in parses)


def _reattach_one(parse: Parse, lexicon: Lexicon) -> Parse:
    changed: dict[int, Node] = {}
    for node in parse.nodes:
        if node.time is not None and (dated := _verb_behind(parse, node)) is not None:
            changed |= _parted(parse, node, dated)
            continue
        if node.time is not None and node.deprel.startswith("obl") and (saying := _verb_right_before(parse, node)) is not None:
            changed[node.index] = replace(node, head=saying)
            continue
        if node.deprel in ("nsubj", "obj") and (said := _of_what_is_said(parse, node, lexicon)) is not None:
            changed[node.index] = replace(node, head=said, deprel="nsubj")
            continue
        if node.deprel == "nsubj" and _is_second_subject(parse, node):
            changed[node.index] = replace(node, deprel="obj")
            continue
        if node.deprel == "nsubj" and (named := _noun_of_name(parse, node)) is not None:
            changed[node.index] = replace(node, head=named, deprel="appos")
            continue
        if node.deprel == "compound" and node.mention is not None and (whole := _whole_compound(parse, node)) is not None:
            changed[node.index] = replace(node, head=whole)
            continue
        if node.deprel in ("advcl", "obl") and (saying := _saying_between(parse, node)) is not None:
            changed[node.index] = replace(node, head=saying)
            continue
        if node.deprel == "acl":
            if (telling := _told_to_do(parse, node, lexicon)) is not None:
                changed[node.index] = replace(node, head=telling, deprel="xcomp")
                continue
            clause = _clause_before(parse, node)
            if clause is not None:
                changed[node.index] = replace(node, head=clause, deprel="advcl")
            continue
        if node.deprel == "nmod" and (occasion := _held_beside(parse, node, lexicon)) is not None:
            changed[node.index] = replace(node, head=occasion, deprel="obl" if parse.nodes[occasion].upos == "VERB" else "nmod")
            continue
        if node.deprel == "obl" and (deed := _deed_condemned(parse, node, lexicon)) is not None:
            changed[node.index] = replace(node, head=deed, deprel="nmod")
            continue
        if node.deprel == "nmod" and (verb := _told_of(parse, node, lexicon) or _left_behind(parse, node)) is not None:
            changed[node.index] = replace(node, head=verb, deprel="obl")
            continue
        if node.deprel == "conj" and (named := _told_alike(parse, node)) is not None:
            changed[node.index] = replace(node, head=named)
            continue
        if node.deprel == "appos" and _is_next_told_alike(parse, node):
            changed[node.index] = replace(node, deprel="conj")
            continue
        found = _of_the_noun_before(parse, node) if node.deprel == "nmod" else None
        if found is None:
            found = _deed_of_agent(parse, node, lexicon) if node.deprel == "nmod" else _like(parse, node)
        if found is not None:
            changed[node.index] = replace(node, head=found)
    changed |= _first_clause_first(parse)
    changed |= _noun_of_participle(parse)
    changed |= _joined_verb(parse)
    changed |= _subject_before_prefix(parse)
    changed |= _verb_of_verbless(parse)
    if not changed:
        return parse
    return Parse(sentence=parse.sentence, nodes=tuple(changed.get(n.index, n) for n in parse.nodes))


def _first_clause_first(parse: Parse) -> dict[int, Node]:
    """The main verb and what it governs, where the parser took a finite clause without conjunction for an adverbial."""
    main = next((n for n in parse.nodes if n.head == -1), None)
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


def _noun_of_participle(parse: Parse) -> dict[int, Node]:
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


def _verb_of_verbless(parse: Parse) -> dict[int, Node]:
    """The verb between a name and its object, where the parser took all of it for one noun phrase."""
    noun = next((n for n in parse.nodes if n.head == -1), None)
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


def _joined_verb(parse: Parse) -> dict[int, Node]:
    """The second of two joined verbs, where the parser took it for what its own object is like."""
    for verb in parse.nodes:
        name = parse.nodes[verb.head] if verb.head >= 0 else verb
        joined = any(parse.children(verb.index, "cc")) and verb.deprel == "amod" and verb.upos == "VERB"
        first = parse.nodes[parse.nodes[name.head].head] if joined and name.deprel == "conj" and name.mention is not None else verb
        if first is not verb and first.upos == "VERB" and parse.nodes[name.head].deprel == "obj":
            moved = {c.index: replace(c, head=verb.index, deprel="advcl" if c.deprel == "acl" else c.deprel) for c in parse.children(name.index, "acl") if c.index > name.index}
            return moved | {verb.index: replace(verb, head=first.index, deprel="conj"), name.index: replace(name, head=verb.index, deprel="obj")}
    return {}


def _saying_between(parse: Parse, node: Node) -> int | None:
    """The verb of saying between an adjunct and the words before it that the parser hung the adjunct on."""
    said = parse.nodes[node.head]
    return said.head if said.deprel == "ccomp" and said.index < said.head < node.index else None


def _subject_before_prefix(parse: Parse) -> dict[int, Node]:
    """The name in front of a verb with a hyphen, where the parser hung it on the word before the hyphen."""
    for verb in parse.nodes[2:]:
        first, hyphen = parse.nodes[verb.index - 2 : verb.index]
        if verb.upos != "VERB" or hyphen.form != "-" or first.head != verb.index or first.mention is not None:
            continue
        if not any(parse.children(verb.index, *_SUBJECTS)):
            for name in parse.children(first.index, "compound", "nmod:poss"):
                if name.mention is not None and name.index < first.index:
                    return {name.index: replace(name, head=verb.index, deprel="nsubj"), first.index: replace(first, deprel="compound")}
    return {}


def _verb_behind(parse: Parse, node: Node) -> int | None:
    """The verb right behind a bare day that hangs on the verb's subject."""
    subject = parse.first_conjunct(node.head) if node.head >= 0 else None
    if node.deprel in _SUBJECTS:  # "the foreign minister Thursday met": the day taken for the subject
        named = any(c.mention is not None for c in parse.children(node.index, "compound"))
        subject = node if named else None
    elif subject is not None and node.deprel not in _JOINED_TO_SUBJECT:
        return None
    if subject is None or subject.deprel not in _SUBJECTS or any(parse.children(node.index, "case")):
        return None
    verb = next((n for n in parse.nodes[node.index + 1 :] if n.upos not in ("ADV", "AUX")), None)
    return verb.index if verb is not None and verb.index == subject.head and verb.upos == "VERB" else None


def _of_what_is_said(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
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


def _is_second_subject(parse: Parse, node: Node) -> bool:
    """Whether a noun right behind an active verb is called its subject where one stands before it."""
    verb = parse.nodes[node.head] if node.head >= 0 else None
    if verb is None or verb.upos != "VERB" or node.index < verb.index or any(parse.children(node.index, "case")):
        return False
    return any(s.index < verb.index and (s.mention is not None or s.upos == "PRON") for s in parse.children(verb.index, "nsubj"))


def _noun_of_name(parse: Parse, node: Node) -> int | None:
    """The noun of an adverbial that a name stands right behind, where the verb has its subject further on."""
    before = parse.nodes[node.index - 1] if node.index and node.mention is not None and node.head > node.index else None
    if before is None or before.upos != "NOUN" or before.deprel != "obl" or before.head != node.head:
        return None
    further = any(node.index < s.index < node.head for s in parse.children(node.head, "nsubj"))
    return before.index if further else None


def _verb_right_before(parse: Parse, node: Node) -> int | None:
    """The verb right in front of a time that hangs on the clause the verb governs, before that clause's subject."""
    inner = parse.nodes[node.head] if node.head >= 0 else None
    if inner is None or inner.deprel != "ccomp" or inner.head >= node.index:
        return None
    between = parse.nodes[inner.head + 1 : node.index]
    fronted = all(s.index > node.index for s in parse.children(inner.index, *_SUBJECTS))
    return inner.head if fronted and all(n.head == node.index for n in between) else None


def _parted(parse: Parse, day: Node, verb: int) -> dict[int, Node]:
    """The day hung on its verb; a name that was taken for its compound ("and Ostia Friday") stands where the day did."""
    below = list(parse.children(day.index))
    name = next((c for c in reversed(below) if c.deprel == "compound" and c.mention is not None), None)
    moved = {day.index: replace(day, head=verb, deprel="obl:unmarked")}
    if name is not None:
        moved |= {c.index: replace(c, head=name.index) for c in below}
        moved[name.index] = replace(name, head=day.head, deprel=day.deprel)
    return moved


def _whole_compound(parse: Parse, node: Node) -> int | None:
    """The last noun of a compound in whose middle a name hangs."""
    above = parse.nodes[node.head]
    if above.deprel != "compound" or above.mention is not None:
        return None
    while above.deprel == "compound" and above.mention is None:
        above = parse.nodes[above.head]
    return above.index if above.upos in ("NOUN", "PROPN") else None


def _clause_before(parse: Parse, node: Node) -> int | None:
    """The verb of the clause that a participle behind a comma hangs on; None where it hangs on the subject."""
    if node.xpos != "VBG" or node.index == 0 or parse.nodes[node.index - 1].form != ",":
        return None
    above = parse.nodes[node.head]
    while above.head >= 0 and above.upos not in ("VERB", "AUX") and above.deprel not in _SUBJECTS:
        above = parse.nodes[above.head]
    return above.index if above.upos == "VERB" else None


def _of_the_noun_before(parse: Parse, node: Node) -> int | None:
    """The noun right before "of X" where X hangs on an earlier one; None where nothing is to change."""
    case = next(iter(parse.children(node.index, "case")), None)
    if case is None or case.index == 0 or case.lemma.lower() != "of":
        return None
    before = parse.nodes[case.index - 1]
    plain = before.upos == "NOUN" and before.mention is None and before.time is None
    return before.index if plain and node.head < before.index else None


def _told_alike(parse: Parse, node: Node) -> int | None:
    """The name "of X" with which a name "of Y" is joined, where the parser joined it to X."""
    owner = parse.first_conjunct(node.head)
    above = parse.nodes[owner.head] if owner.head >= 0 else owner
    if node.mention is None or above.mention is None or owner.deprel != "nmod" or not _is_of(parse, owner):
        return None
    behind = parse.nodes[node.index + 1 : node.index + 2]
    return above.index if any(n.lemma.lower() == "of" for n in behind) else None


def _is_next_told_alike(parse: Parse, node: Node) -> bool:
    """Whether "B of Y" behind "A of X," is no other word for A but the next of a row: "A of X, B of Y and C of Z"."""
    above = parse.nodes[node.head]
    alike = all(n.mention is not None and any(_is_of(parse, c) for c in parse.children(n.index, "nmod")) for n in (node, above))
    return alike and any(c.index > node.index and c.mention is not None for c in parse.children(above.index, "conj"))


def _is_of(parse: Parse, node: Node) -> bool:
    return any(c.lemma.lower() == "of" for c in parse.children(node.index, "case"))


def _held_beside(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The deed that is done "on the sidelines" or "in the wake" of something: never who takes part in it."""
    above, lemma = parse.nodes[node.head], node.lemma.lower()
    beside = lemma in lexicon.words("extraction", "sidelines") or lemma in lexicon.table("extraction", "order_nouns")
    if above.mention is None or not beside:
        return None
    while above.mention is not None and above.head >= 0:
        above = parse.nodes[above.head]
    return above.index if above.upos in ("VERB", "NOUN") else None


def _deed_of_agent(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The noun of the deed above the thing on which "by X" hangs; None where nothing is to change."""
    if node.mention is None or not any(c.lemma.lower() == "by" for c in parse.children(node.index, "case")):
        return None
    thing = parse.first_conjunct(node.head)
    if thing.deprel != "nmod" or _is_deed(thing, lexicon):
        return None
    deed = parse.nodes[thing.head]
    of_thing = any(c.lemma.lower() == "of" for c in parse.children(thing.index, "case"))
    return deed.index if of_thing and deed.upos == "NOUN" and _is_deed(deed, lexicon) else None


def _deed_condemned(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The deed that is the object of an active verb on which "by X" hangs: "condemned the destruction ... by X"."""
    if node.mention is None or not any(c.lemma.lower() == "by" for c in parse.children(node.index, "case")):
        return None
    if any(parse.children(node.head, "aux:pass", "nsubj:pass")):
        return None
    deeds = (n for n in parse.children(node.head, "obj") if n.index < node.index and _is_deed(n, lexicon))
    return next((n.index for n in deeds), None)


def _told_to_do(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb of telling whose object, somebody named, has the infinitive: "ordered [the envoy] [to leave]"."""
    told = parse.nodes[node.head]
    infinitive = any(m.lemma.lower() == "to" for m in parse.children(node.index, "mark"))
    if not infinitive or told.mention is None or told.deprel not in ("obj", "iobj") or told.head < 0:
        return None
    return told.head if parse.nodes[told.head].lemma.lower() in lexicon.words("predicates", "infinitive_verbs") else None


def _told_of(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The verb to which "of" belongs, not to its object, somebody named: "assured Norland of its support" (Quirk et al. 1985, §16.61)."""
    whom = parse.nodes[node.head]
    of = any(c.lemma.lower() == "of" for c in parse.children(node.index, "case"))
    if not of or node.mention is not None or whom.mention is None or whom.deprel not in ("obj", "iobj", "nsubj:pass") or whom.head < 0:
        return None
    return whom.head if parse.nodes[whom.head].lemma.lower() in lexicon.words("predicates", "verbs_of") else None


def _left_behind(parse: Parse, node: Node) -> int | None:
    """The verb of whose object something is told "from their homes": what they own marks out nobody."""
    case = {c.lemma.lower() for c in parse.children(node.index, "case")}
    owned = any(c.upos == "PRON" for c in parse.children(node.index, "nmod:poss"))
    above = parse.nodes[node.head]
    return above.head if "from" in case and owned and above.deprel == "obj" else None


def _is_deed(node: Node, lexicon: Lexicon) -> bool:
    lemma = node.lemma.lower()
    if node.mention is not None or lemma in lexicon.words("predicates", "no_deeds"):
        return False
    ending = lemma.endswith(tuple(lexicon.words("predicates", "deed_endings")))
    return ending or lemma in lexicon.words("predicates", "deeds")


def _like(parse: Parse, node: Node) -> int | None:
    """The noun with which a noun is joined that the parser hung inside a clause of that noun's phrase."""
    if node.deprel != "conj" or node.upos != "NOUN" or any(parse.children(node.index, "cop", "nsubj", "nsubj:pass")):
        return None
    above = parse.nodes[node.head]
    if above.upos == "NOUN" and _adds(parse, node):  # joins at the top of what is told
        above = _clause_around(parse, above) or above
    if above.upos != "VERB" or above.deprel not in _CLAUSES:
        return None
    while above.head >= 0:
        above = parse.nodes[above.head]
        if above.upos in ("NOUN", "PROPN"):
            return above.index
        if above.deprel not in _CLAUSES:
            return None
    return None


def _adds(parse: Parse, node: Node) -> bool:
    """Whether "as well as" joins the node to what stands before."""
    return any(
        part.lemma.lower() == "well" for cc in parse.children(node.index, "cc") for part in parse.children(cc.index, "fixed")
    )


def _clause_around(parse: Parse, node: Node) -> Node | None:
    """The verb of which a noun is the object."""
    above = parse.nodes[node.head] if node.head >= 0 else node
    return above if node.deprel == "obj" and above.upos == "VERB" else None
