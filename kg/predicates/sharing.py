"""Arguments that a tree gives only once: shared in coordination, relative clauses, control, company and inserted speech."""

from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.model import Node, Parse, Relation
from kg.predicates.drafts import Draft, case_of, conjuncts


def give_what_is_thanked_for(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "thanked X for its aid", "grateful to X for the loan": who is thanked gave it, to who thanks."""
    services, thanks = lexicon.words("predicates", "services"), lexicon.words("predicates", "thanking")
    for draft in drafts.values():
        if draft.lemma not in thanks:
            continue
        thanked = draft.fillers(Relation.OBJECT) if draft.node.upos == "VERB" else tuple(n for r, c, nodes in draft.arguments if r is Relation.OBLIQUE and c == "to" for n in nodes)
        given = [drafts[n] for r, c, nodes in draft.arguments if r is Relation.OBLIQUE and c == "for" for n in nodes if n in drafts]
        for noun in (d for d in given if d.lemma in services and d.node.upos == "NOUN"):
            givers = {c for r, c, _ in noun.arguments if r is Relation.OBLIQUE} & {"of", "from", "by"}
            if not noun.fillers(Relation.POSSESSOR) and not givers:
                noun.add(Relation.SUBJECT, None, thanked)
            if not any(r is Relation.OBLIQUE and c in ("to", "for") for r, c, _ in noun.arguments):
                noun.add(Relation.OBLIQUE, "to", draft.fillers(Relation.SUBJECT))


def meet_over_relations(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "talks to ease tensions with X": with whom relations are to be better the talks are."""
    met, relations = lexicon.words("predicates", "consultations"), lexicon.words("predicates", "relations")
    for noun in drafts.values():
        if noun.lemma not in met or any(c in ("with", "between", "among") for _, c, _ in noun.arguments):
            continue
        aims = (drafts[c.index] for c in parse.children(noun.node.index, "acl") if c.index in drafts)
        between = (n for aim in aims for n in aim.fillers(Relation.OBJECT) if parse.nodes[n].lemma.lower() in relations)
        for child in (c for n in between for c in parse.children(n, "nmod") if case_of(parse, c) in ("with", "between")):
            noun.add(Relation.OBLIQUE, case_of(parse, child), conjuncts(parse, child.index))


def share_by_intention(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "announced a plan to help X": who announces it is to help."""
    intentions = lexicon.words("predicates", "intentions")
    for draft in drafts.values():
        node = draft.node
        noun = parse.nodes[node.head] if node.deprel == "acl" and node.head >= 0 else node
        if noun is node or noun.lemma.lower() not in intentions or draft.fillers(Relation.SUBJECT) or draft.passive:
            continue
        own = drafts[noun.index].fillers(Relation.POSSESSOR) if noun.index in drafts else ()
        first = parse.first_conjunct(noun.index)
        above = drafts.get(first.head) if first.deprel == "obj" else None
        if any(m.lemma.lower() == "to" for m in parse.children(node.index, "mark")):
            draft.add(Relation.SUBJECT, None, own or (above.fillers(Relation.SUBJECT) if above is not None else ()))


def share_by_coordination(parse: Parse, drafts: dict[int, Draft]) -> None:
    """Subjects and late objects of the first verb serve those joined to it."""
    for index, draft in sorted(drafts.items()):
        node = draft.node
        if node.deprel != "conj" or node.head not in drafts:
            continue
        first = drafts[node.head]
        if not has_surface_subject(parse, node):
            surface = first.fillers(Relation.OBJECT if first.passive else Relation.SUBJECT)
            if node.upos != "NOUN":
                draft.add(Relation.OBJECT if draft.passive else Relation.SUBJECT, None, surface)
        if node.upos == "VERB" and not draft.fillers(Relation.OBJECT) and not draft.passive:
            late = tuple(n for n in first.fillers(Relation.OBJECT) if n > index)
            draft.add(Relation.OBJECT, None, late)
        if node.upos == "NOUN":  # "talks and consultations between A and B"
            for relation, case, nodes in drafts[index].arguments:
                if relation is Relation.OBLIQUE and case in ("between", "with"):
                    first.add(relation, case, nodes)


def has_surface_subject(parse: Parse, node: Node) -> bool:
    """Whether a subject stands beside the word itself."""
    return any(parse.children(node.index, "nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"))


def fill_relative_clauses(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """What a clause hangs on fills the place of its pronoun, or its subject or object."""
    pronouns = lexicon.words("predicates", "relative_pronouns")
    arriving = lexicon.words("predicates", "arriving_verbs")
    for draft in drafts.values():
        node = draft.node
        if node.deprel not in ("acl:relcl", "acl") or node.head < 0:
            continue
        antecedents = (node.head,)
        if node.deprel == "acl:relcl":
            replaced = _replace_pronoun(parse, draft, antecedents, pronouns)
            adverbs = {c.lemma.lower() for c in parse.children(node.index, "advmod")} & {"where"}
            if "where" in adverbs and node.lemma.lower() not in arriving:  # "Nortown, where they met": met in it
                draft.add(Relation.OBLIQUE, "in", conjuncts(parse, node.head))
                replaced = True
            if not replaced and draft.fillers(Relation.SUBJECT) and not draft.fillers(Relation.OBJECT):
                draft.add(Relation.OBJECT, None, antecedents)
        elif node.upos == "VERB" and not has_surface_subject(parse, node):
            if node.xpos in ("VBN", "VBD"):  # "the accords reached": a reduced clause has no finite verb
                draft.passive = True
                _by_agent(draft)
                draft.add(Relation.OBJECT, None, antecedents)
            elif node.xpos == "VBG":
                draft.add(Relation.SUBJECT, None, antecedents)
    for draft in drafts.values():  # "a Russia-mediated ceasefire", "the disputed region"
        if draft.node.upos == "VERB" and draft.node.deprel == "amod" and draft.node.xpos == "VBN":
            draft.passive = True
            draft.add(Relation.OBJECT, None, (draft.node.head,))
            for relation, _, nodes in tuple(draft.arguments):
                beside = relation in (Relation.MODIFIER, Relation.OBLIQUE)
                if beside and all(parse.nodes[n].mention is not None for n in nodes):
                    draft.add(Relation.SUBJECT, None, nodes)


def _by_agent(draft: Draft) -> None:
    for entry in tuple(draft.arguments):
        if entry[0] is Relation.OBLIQUE and entry[1] == "by":
            draft.arguments.remove(entry)
            draft.add(Relation.SUBJECT, None, entry[2])


def _replace_pronoun(parse: Parse, draft: Draft, antecedents: tuple[int, ...], pronouns: frozenset[str]) -> bool:
    replaced = False
    for i, (relation, case, nodes) in enumerate(draft.arguments):
        if any(parse.nodes[n].form.lower() in pronouns and parse.nodes[n].upos == "PRON" for n in nodes):
            draft.arguments[i] = (relation, case, antecedents)
            replaced = True
    return replaced


def fill_controlled_subjects(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """Control and raising: the subject of an infinitive or participle is an argument of the verb above."""
    subject_control = lexicon.words("predicates", "subject_control")
    oblique_control = lexicon.words("predicates", "oblique_control")
    object_control = lexicon.words("predicates", "object_control")
    summoning, answering = lexicon.words("predicates", "summoning_verbs"), lexicon.words("predicates", "answering_verbs")
    copular = lexicon.words("predicates", "copular_verbs")
    for _, draft in sorted(drafts.items()):
        node = draft.node
        named = node.deprel == "xcomp" and node.upos == "NOUN" and parse.nodes[node.head].lemma.lower() in copular  # "remains a donor"
        controlled = node.deprel in ("xcomp", "advcl", "acl") and (node.upos in ("VERB", "ADJ") or named)
        if not controlled or draft.fillers(Relation.SUBJECT) or has_surface_subject(parse, node):
            continue
        above = drafts.get(node.head)
        if above is None:
            continue
        marks = [mark.lemma.lower() for mark in parse.children(node.index, "mark")]
        told_of_object = "from" in marks or any(f"{above.lemma} {mark}" in object_control for mark in marks)
        by_object = (node.deprel == "xcomp" and above.node.lemma not in subject_control) or told_of_object
        if above.lemma in summoning:  # "summoned the envoy to protest", "... to explain"
            by_object = node.lemma in answering
        objects = above.fillers(Relation.INDIRECT_OBJECT) or above.fillers(Relation.OBJECT)
        called_on = tuple(
            n for kind, case, nodes in above.arguments
            if kind is Relation.OBLIQUE and f"{above.lemma} {case}" in oblique_control for n in nodes
        )  # fmt: skip
        if called_on and "to" in marks:
            by_object, objects = True, called_on
        surface = above.fillers(Relation.OBJECT if above.passive else Relation.SUBJECT)
        filler = objects if by_object and objects else surface
        draft.add(Relation.OBJECT if draft.passive else Relation.SUBJECT, None, filler)


def attach_inverted_speech(parse: Parse, drafts: dict[int, Draft]) -> None:
    """ "..., the ministry said": the main clause is what the inserted verb of speech governs."""
    for draft in drafts.values():
        node = draft.node
        inserted = node.deprel == "parataxis" and node.upos == "VERB" and node.head >= 0
        told = draft.fillers(Relation.CLAUSE) or draft.fillers(Relation.OBJECT)
        if any(c.form in (";", ":") for c in parse.children(node.index, "punct")):  # a main clause of its own
            continue
        if inserted and draft.fillers(Relation.SUBJECT) and not told:
            draft.add(Relation.CLAUSE, "inverted", (node.head,))


def see_through(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "released the text of a statement": an argument whose noun only measures another lets that one in."""
    measuring = lexicon.words("predicates", "measuring_nouns")
    for draft in drafts.values():
        for i, (relation, case, nodes) in enumerate(draft.arguments):
            measured: tuple[int, ...] = ()
            last = nodes
            while last := tuple(  # "hundreds of tonnes of grain"
                child.index
                for n in last
                if parse.nodes[n].mention is None and (parse.nodes[n].lemma.lower() in measuring or parse.nodes[n].upos == "NUM")
                for child in parse.children(n, "nmod")
                if case_of(parse, child) == "of"
            ):
                measured = (*measured, *last)
            if measured:
                draft.arguments[i] = (relation, case, (*nodes, *measured))
        _tell_amounts(parse, draft, lexicon)


def _tell_amounts(parse: Parse, draft: Draft, lexicon: Lexicon) -> None:
    """ "gave 200 million dollars in loans": the loans are given, on whichever word the parse hangs them."""
    amounts, goods = lexicon.words("predicates", "amounts"), lexicon.words("predicates", "amount_goods")
    for i, (relation, case, nodes) in enumerate(draft.arguments):
        if relation is Relation.OBJECT and any(parse.nodes[n].lemma.lower() in amounts for n in nodes):
            beside = [c for n in nodes for c in parse.children(n, "nmod")] + list(parse.children(draft.node.index, "obl"))
            told = tuple(c.index for c in beside if c.lemma.lower() in goods and case_of(parse, c) == "in" and c.index not in nodes)
            draft.arguments[i] = (relation, case, (*nodes, *told))


def join_company(parse: Parse, drafts: dict[int, Draft], lexicon: Lexicon) -> None:
    """ "A, along with B, did": who is in the company of an argument fills it too."""
    company = lexicon.words("predicates", "comitative")
    for draft in drafts.values():
        if draft.node.upos != "VERB":
            continue
        for i, (relation, case, nodes) in enumerate(draft.arguments):
            if case is None and relation in (Relation.SUBJECT, Relation.OBJECT):
                beside = (m for n in nodes for c in _companions(parse, n, company) for m in conjuncts(parse, c.index))
                draft.arguments[i] = (relation, case, (*nodes, *beside))
        for entry in tuple(draft.arguments):
            if entry[0] is Relation.OBLIQUE and any(_case_words(parse, parse.nodes[n]) in company for n in entry[2][:1]):
                draft.arguments.remove(entry)
                draft.add(Relation.OBJECT if draft.passive else Relation.SUBJECT, None, entry[2])


def name_the_parties(parse: Parse, drafts: dict[int, Draft], counted: frozenset[int], people: frozenset[int]) -> None:
    """ "The two ministers, A and B, met": the names stand for the words that count them (mentions ``counted``).

    A person (``people``) stands for the noun that he is told by: "its chairman, A, said", "arms inspector B".
    """
    for draft in drafts.values():
        for i, (relation, case, nodes) in enumerate(draft.arguments):
            if relation is not Relation.MODIFIER:
                draft.arguments[i] = (relation, case, tuple(m for n in nodes for m in _named(parse, n, counted, people)))


def _named(parse: Parse, index: int, counted: frozenset[int], people: frozenset[int]) -> tuple[int, ...]:
    """The names behind a node that counts people or states, or the person that a noun tells of, else the node."""
    node = parse.nodes[index]
    if node.mention is None and node.upos == "NOUN":
        behind = tuple(c.index for c in parse.children(index, "appos", "flat") if c.mention in people)
        return behind[:1] or (index,)
    if parse.nodes[index].mention in counted:
        for child in parse.children(index, "appos"):
            names = conjuncts(parse, child.index)
            if len(names) > 1 and all(parse.nodes[n].mention is not None for n in names):
                return names
    return (index,)


def _companions(parse: Parse, index: int, company: frozenset[str]) -> Iterator[Node]:
    """Who stands behind "along with", whether the parse hangs him on the noun or on the adverb."""
    for child in parse.children(index, "nmod", "advmod"):
        beside = [child] if child.deprel == "nmod" else list(parse.children(child.index, "obl", "nmod"))
        yield from (node for node in beside if _case_words(parse, node) in company)


def _case_words(parse: Parse, node: Node) -> str:
    """The preposition with an adverb right before it: "along with", "together with"."""
    first = min((c.index for c in parse.children(node.index, "case")), default=0)
    words = [c.lemma.lower() for c in parse.children(node.index, "case")]
    before = parse.nodes[first - 1] if first else None
    if before is not None and before.upos == "ADV" and before.deprel in ("advmod", "case"):
        words.insert(0, before.lemma.lower())
    return " ".join(dict.fromkeys(words))
