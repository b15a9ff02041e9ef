"""Light verbs hand their arguments to the noun: "held talks with", "paid a visit to"."""

from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.model import Parse, Relation
from kg.predicates.drafts import Draft, case_of, conjuncts

_UNDERWAY = ("during", "in", "on", "amid")
_AFTERWARDS = ("after", "follow", "following")
_MEETING = ("host", "join", "meet", "receive")
_GATHERING = frozenset({"bring", "comprise", "gather", "group", "include", "involve", "unite"})
_IDIOMATIC = ("place", "effect", "shape")  # "talks took place": objects that are part of the verb


def unfold_light_verbs(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """Hands the arguments of verbs that only carry a noun to that noun."""
    by_object = lexicon.words("predicates", "light_object")
    by_oblique = lexicon.words("predicates", "light_oblique")
    by_subject = lexicon.words("predicates", "light_subject")
    for _, verb in sorted(drafts.items()):
        if verb.node.upos != "VERB":
            continue
        lemma = verb.node.lemma
        nouns: list[tuple[int, Relation]] = []
        named = any(c.upos in ("ADJ", "NOUN", "PROPN") for c in parse.children(verb.node.index, "xcomp"))
        if lemma in by_object and not named:  # "called the invitation an honour" lends nothing
            nouns += [(n, Relation.OBJECT) for n in verb.fillers(Relation.OBJECT)]
        nouns += [
            (n, Relation.OBLIQUE)
            for relation, case, nodes in verb.arguments
            if relation is Relation.OBLIQUE and f"{lemma} {case}" in by_oblique
            for n in nodes
        ]
        objects = verb.fillers(Relation.OBJECT)
        if lemma in by_subject and all(parse.nodes[n].lemma in _IDIOMATIC for n in objects):
            nouns += [(n, Relation.SUBJECT) for n in verb.fillers(Relation.SUBJECT)]
        for index, relation in nouns:
            if index in drafts and drafts[index].node.upos in ("NOUN", "PROPN"):
                _hand_over(verb, drafts[index], relation, lexicon)
        _lend_to_occasions(parse, verb, drafts, lexicon)


def _lend_to_occasions(parse: Parse, verb: Draft, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "During a visit to X, A met B", "after talks with B, A said": who meets is on the visit, who speaks was in the talks."""
    journeys = lexicon.words("predicates", "journeys")
    consultations = lexicon.words("predicates", "consultations")
    fights = lexicon.words("predicates", "fights")
    signings = lexicon.words("predicates", "signings")
    tells = verb.lemma in lexicon.words("predicates", "telling_verbs")
    for case, index in _occasions(parse, verb, lexicon):
        noun = drafts.get(index)
        if noun is None or any(parse.nodes[n].upos != "PRON" for n in noun.fillers(Relation.POSSESSOR)):
            continue
        subject = verb.fillers(Relation.SUBJECT)
        others = {c for r, c, _ in noun.arguments if r is Relation.OBLIQUE} & {"with", "between", "among"}
        on_it = noun.lemma in journeys and case in _UNDERWAY and not noun.fillers(Relation.POSSESSOR)
        if noun.lemma in signings or on_it or (noun.lemma in consultations and others == {"with"}):
            noun.add(Relation.SUBJECT, None, subject)
        elif noun.lemma in fights and case in ("in", "during") and others == {"with"}:  # "soldiers were killed in clashes with Y"
            noun.add(Relation.SUBJECT, None, verb.fillers(Relation.OBJECT if verb.passive else Relation.SUBJECT))
        elif noun.lemma in consultations and not others and case in ("during", "in") and len(subject) > 1:  # "A and B agreed in a call to meet"
            noun.add(Relation.SUBJECT, None, subject)
        elif noun.lemma in consultations and not others and tells and case in ("during", "in"):  # "told B in a call"
            noun.add(Relation.SUBJECT, None, subject)
            noun.add(Relation.OBLIQUE, "with", verb.fillers(Relation.INDIRECT_OBJECT) or verb.fillers(Relation.OBJECT))


def gather_sides(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "talks involving A, B and C": those whom a gathering brings together take part in it."""
    consultations = lexicon.words("predicates", "consultations")
    for verb in drafts.values():
        noun = drafts.get(verb.node.head) if verb.node.deprel == "acl" and verb.lemma in _GATHERING and verb.node.xpos == "VBG" else None
        if noun is not None and noun.lemma in consultations:
            noun.add(Relation.OBLIQUE, "between", verb.fillers(Relation.OBJECT))


def lend_to_stays(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "A is in X for a visit", "on a visit", "for talks with B": who is somewhere for an occasion takes part in it, and there."""
    journeys = lexicon.words("predicates", "journeys")
    consultations = lexicon.words("predicates", "consultations")
    for noun in drafts.values():
        place = parse.nodes[noun.node.head] if noun.node.head >= 0 else noun.node
        stays = any(parse.children(place.index, "cop")) and any(parse.children(place.index, "case")) and place.mention is not None
        if stays and noun.lemma in (*journeys, *consultations) and any(c.lemma.lower() in ("for", "on") for c in parse.children(noun.node.index, "case")):
            noun.add(Relation.SUBJECT, None, tuple(m for c in parse.children(place.index, "nsubj") for m in conjuncts(parse, c.index)))
            noun.add(Relation.OBLIQUE, "to" if noun.lemma in journeys else "in", (place.index,))


def _occasions(parse: Parse, verb: Draft, lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """The nouns that may say on what occasion a verb is done, each with its preposition."""
    cases = lexicon.words("predicates", "occasion_cases")
    for relation, case, nodes in tuple(verb.arguments):
        if relation is Relation.OBLIQUE and case in cases:
            yield from ((str(case), n) for n in nodes)
        if relation is Relation.OBLIQUE:  # "said at a press conference following talks with X"
            for inner in (c for n in nodes if parse.nodes[n].mention is None for c in parse.children(n, "nmod")):
                if (behind := case_of(parse, inner)) in _AFTERWARDS:
                    yield str(behind), inner.index
    for adverb in parse.children(verb.node.index, "advmod"):
        if adverb.lemma.lower() == "ahead":
            yield from (("ahead of", n.index) for n in parse.children(adverb.index, "obl", "nmod"))


def _hand_over(verb: Draft, noun: Draft, held: Relation, lexicon: Lexicon) -> None:
    """The verb's arguments to its noun; who receives an offer or suffers a raid is not who makes it."""
    met = (*lexicon.words("predicates", "consultations"), *lexicon.words("predicates", "journeys"))
    gets = held is Relation.OBJECT and verb.lemma in lexicon.words("predicates", "receiving_verbs") and noun.lemma not in met
    noun.light = noun.light or verb.node
    engaged = verb.passive and held is Relation.OBLIQUE  # "A and B were engaged in fighting"
    for relation, case, nodes in verb.arguments:
        if relation is held and noun.node.index in nodes:
            continue
        if engaged and relation is Relation.OBJECT:
            noun.add(Relation.SUBJECT, None, nodes)
        if held is Relation.OBLIQUE and relation is Relation.OBJECT and verb.lemma in _MEETING and noun.lemma in met and not engaged:
            noun.add(Relation.OBLIQUE, "with", nodes)  # "joined X for talks"
        if relation in (Relation.SUBJECT, Relation.OBLIQUE, Relation.INFINITIVE, Relation.INDIRECT_OBJECT):
            taken = Relation.INDIRECT_OBJECT if gets and relation is Relation.SUBJECT else relation
            noun.add(taken, case, tuple(n for n in nodes if n != noun.node.index))
