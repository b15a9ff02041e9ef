"""Parses in, predicate-argument structures out.

Every verb, event-like noun and predicative adjective becomes a ``Predicate`` whose arguments are
independent of wording: the passive is turned to the active, relative pronouns are replaced by what
they stand for, subjects are shared in coordination and control, coordinated fillers are listed, and
light verbs ("held talks with") hand their arguments to the noun. The relations follow Universal
Dependencies (https://universaldependencies.org/u/dep/); the method is that of PredPatt (White et
al. 2016) with light verbs added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import Argument, EntityKind, Mention, Node, Parse, Predicate, Relation, Span

_CORE = {
    "nsubj": Relation.SUBJECT,
    "nsubj:outer": Relation.SUBJECT,
    "csubj": Relation.SUBJECT,
    "nsubj:pass": Relation.OBJECT,
    "csubj:pass": Relation.OBJECT,
    "obl:agent": Relation.SUBJECT,
    "obj": Relation.OBJECT,
    "iobj": Relation.INDIRECT_OBJECT,
    "ccomp": Relation.CLAUSE,
    "xcomp": Relation.INFINITIVE,
    "nmod:poss": Relation.POSSESSOR,
    "amod": Relation.MODIFIER,
    "compound": Relation.MODIFIER,
    "nmod:desc": Relation.MODIFIER,
    "nummod": Relation.MODIFIER,
}
_EVENT_NAMES = (EntityKind.AGREEMENT, EntityKind.CONFLICT)  # names that are triggers themselves
_OBLIQUE = ("obl", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod", "nmod:unmarked", "nmod:tmod", "nmod:npmod")
_IDIOMATIC = ("place", "effect", "shape")  # "talks took place": objects that are part of the verb
_ADVERBIAL = ("advcl", "advcl:relcl")


@dataclass(slots=True)
class _Draft:
    """A predicate under construction."""

    node: Node
    lemma: str
    span: Span
    arguments: list[tuple[Relation, str | None, tuple[int, ...]]] = field(default_factory=list)
    passive: bool = False
    light: Node | None = None

    def fillers(self, relation: Relation) -> tuple[int, ...]:
        return tuple(n for kind, _, nodes in self.arguments if kind is relation for n in nodes)

    def add(self, relation: Relation, case: str | None, nodes: tuple[int, ...]) -> None:
        entry = (relation, case, nodes)
        if nodes and entry not in self.arguments and self.node.index not in nodes:
            self.arguments.append(entry)


def predicates(parses: Sequence[Parse], mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Predicate, ...]:
    """The predicates of all sentences, in text order.

    Named conflicts and agreements ("the Long War", "Nortown Accords") are predicates too: their
    lemma is the last word of the name, in the singular where it is one of English's regular plurals.
    """
    named = {m.index: _event_lemma(m) for m in mentions if m.kind in _EVENT_NAMES}
    found: list[Predicate] = []
    for parse in parses:
        found.extend(_of_sentence(parse, named, lexicon, len(found)))
    return tuple(found)


def _event_lemma(mention: Mention) -> str:
    last = (mention.name or "").split()[-1:]
    word = last[0].lower() if last else ""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def conjuncts(parse: Parse, index: int) -> tuple[int, ...]:
    """A node and the nodes coordinated with it, in text order."""
    found = [index]
    for child in parse.children(index, "conj"):
        found.extend(conjuncts(parse, child.index))
    return tuple(found)


def _of_sentence(parse: Parse, named: dict[int, str], lexicon: Lexicon, first: int) -> Iterator[Predicate]:
    drafts = {node.index: _draft(parse, node, named) for node in parse.nodes if _is_predicate(parse, node, named)}
    _join_company(parse, drafts, lexicon)
    _share_by_coordination(parse, drafts)
    _fill_relative_clauses(parse, drafts, lexicon)
    _see_through(parse, drafts, lexicon)
    _fill_controlled_subjects(parse, drafts, lexicon)
    _share_by_coordination(parse, drafts)  # again: "summoned X to protest and urge Y"
    _attach_inverted_speech(parse, drafts)
    _unfold_light_verbs(parse, drafts, lexicon)
    order = sorted(drafts)
    number = {node: first + i for i, node in enumerate(order)}
    for node in order:
        yield _finished(parse, drafts, drafts[node], number, lexicon)


def _is_predicate(parse: Parse, node: Node, named: dict[int, str]) -> bool:
    if node.mention is not None:
        return node.mention in named
    if node.time is not None:
        return False
    if node.upos in ("VERB", "NOUN"):
        return True
    if node.upos == "PROPN":
        return node.form[:1].isupper() and node.deprel not in ("flat", "compound")
    return node.upos == "ADJ" and (node.deprel == "xcomp" or any(parse.children(node.index, "cop", "nsubj")))


def _draft(parse: Parse, node: Node, named: dict[int, str]) -> _Draft:
    lemma = named[node.mention] if node.mention is not None else node.lemma.lower()
    draft = _Draft(node=node, lemma=lemma, span=node.span)
    first = _before_hyphen(parse, node)
    if first is not None:
        draft.lemma, draft.span = f"{first.form.lower()}-{lemma}", Span(first.span.start, node.span.end)
    draft.passive = any(parse.children(node.index, "aux:pass", "nsubj:pass"))
    for child in parse.children(node.index):
        relation, case = _relation(parse, draft, child)
        if relation is not None:
            draft.add(relation, case, conjuncts(parse, child.index))
    return draft


def _before_hyphen(parse: Parse, node: Node) -> Node | None:
    """The "flare" of "flare-up": the treebanks cut at the hyphen, frames name the whole word."""
    row = parse.nodes[max(0, node.index - 2) : node.index + 1]
    joined = len(row) == 3 and row[1].form == "-" and row[0].span.end + 1 == row[1].span.end == row[2].span.start
    if not joined or node.upos != "NOUN" or row[0].mention is not None:
        return None
    return row[0]


def _relation(parse: Parse, draft: _Draft, child: Node) -> tuple[Relation | None, str | None]:
    if child.deprel == "xcomp" and any(m.lemma.lower() == "to" for m in parse.children(child.index, "mark")):
        return Relation.INFINITIVE, "to"
    if child.deprel in _CORE:
        return _CORE[child.deprel], None
    if child.deprel in _OBLIQUE:
        case = case_of(parse, child)
        if case == "by" and draft.passive and child.time is None:
            return Relation.SUBJECT, None
        return Relation.OBLIQUE, case
    if child.deprel in _ADVERBIAL or child.deprel == "acl":
        marks = {mark.lemma.lower() for mark in parse.children(child.index, "mark")}
        if "to" in marks:
            return Relation.INFINITIVE, "to"
        if child.deprel == "acl" and "that" in marks:
            return Relation.CLAUSE, "that"
        if marks & {"for", "of", "in", "on", "about", "over", "at", "from"}:  # "criticised for doing"
            return Relation.OBLIQUE, sorted(marks)[0]
    return None, None


def _join_company(parse: Parse, drafts: dict[int, _Draft], lexicon: Lexicon) -> None:
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


def case_of(parse: Parse, node: Node) -> str | None:
    """The preposition of a node with its fixed parts: "with", "because of"; None without one."""
    words = []
    for case in parse.children(node.index, "case"):
        if case.form in ("'s", "’s", "'", "’"):
            continue
        words.append(case.lemma.lower())
        words.extend(part.lemma.lower() for part in parse.children(case.index, "fixed"))
    return " ".join(words) or None


def _share_by_coordination(parse: Parse, drafts: dict[int, _Draft]) -> None:
    for index, draft in sorted(drafts.items()):
        node = draft.node
        if node.deprel != "conj" or node.head not in drafts:
            continue
        first = drafts[node.head]
        if not _has_surface_subject(parse, node):
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


def _has_surface_subject(parse: Parse, node: Node) -> bool:
    return any(parse.children(node.index, "nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"))


def _fill_relative_clauses(parse: Parse, drafts: dict[int, _Draft], lexicon: Lexicon) -> None:
    pronouns = lexicon.words("predicates", "relative_pronouns")
    for draft in drafts.values():
        node = draft.node
        if node.deprel not in ("acl:relcl", "acl") or node.head < 0:
            continue
        antecedents = (node.head,)
        if node.deprel == "acl:relcl":
            replaced = _replace_pronoun(parse, draft, antecedents, pronouns)
            if not replaced and draft.fillers(Relation.SUBJECT) and not draft.fillers(Relation.OBJECT):
                draft.add(Relation.OBJECT, None, antecedents)
        elif node.upos == "VERB" and not _has_surface_subject(parse, node):
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


def _by_agent(draft: _Draft) -> None:
    for entry in tuple(draft.arguments):
        if entry[0] is Relation.OBLIQUE and entry[1] == "by":
            draft.arguments.remove(entry)
            draft.add(Relation.SUBJECT, None, entry[2])


def _replace_pronoun(parse: Parse, draft: _Draft, antecedents: tuple[int, ...], pronouns: frozenset[str]) -> bool:
    replaced = False
    for i, (relation, case, nodes) in enumerate(draft.arguments):
        if any(parse.nodes[n].form.lower() in pronouns and parse.nodes[n].upos == "PRON" for n in nodes):
            draft.arguments[i] = (relation, case, antecedents)
            replaced = True
    return replaced


def _see_through(parse: Parse, drafts: dict[int, _Draft], lexicon: Lexicon) -> None:
    """ "released the text of a statement": an argument whose noun only measures another lets that one in."""
    measuring = lexicon.words("predicates", "measuring_nouns")
    for draft in drafts.values():
        for i, (relation, case, nodes) in enumerate(draft.arguments):
            measured = tuple(
                child.index
                for n in nodes
                if parse.nodes[n].mention is None and parse.nodes[n].lemma.lower() in measuring
                for child in parse.children(n, "nmod")
                if case_of(parse, child) == "of"
            )
            if measured:
                draft.arguments[i] = (relation, case, (*nodes, *measured))


def _fill_controlled_subjects(parse: Parse, drafts: dict[int, _Draft], lexicon: Lexicon) -> None:
    subject_control = lexicon.words("predicates", "subject_control")
    oblique_control = lexicon.words("predicates", "oblique_control")
    object_control = lexicon.words("predicates", "object_control")
    for _, draft in sorted(drafts.items()):
        node = draft.node
        controlled = node.deprel in ("xcomp", "advcl", "acl") and node.upos in ("VERB", "ADJ")
        if not controlled or draft.fillers(Relation.SUBJECT) or _has_surface_subject(parse, node):
            continue
        above = drafts.get(node.head)
        if above is None:
            continue
        marks = [mark.lemma.lower() for mark in parse.children(node.index, "mark")]
        told_of_object = "from" in marks or any(f"{above.lemma} {mark}" in object_control for mark in marks)
        by_object = (node.deprel == "xcomp" and above.node.lemma not in subject_control) or told_of_object
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


def _attach_inverted_speech(parse: Parse, drafts: dict[int, _Draft]) -> None:
    """ "..., the ministry said": the main clause is what the inserted verb of speech governs."""
    for draft in drafts.values():
        node = draft.node
        inserted = node.deprel == "parataxis" and node.upos == "VERB" and node.head >= 0
        told = draft.fillers(Relation.CLAUSE) or draft.fillers(Relation.OBJECT)
        if any(c.form in (";", ":") for c in parse.children(node.index, "punct")):  # a main clause of its own
            continue
        if inserted and draft.fillers(Relation.SUBJECT) and not told:
            draft.add(Relation.CLAUSE, "inverted", (node.head,))


def _unfold_light_verbs(parse: Parse, drafts: dict[int, _Draft], lexicon: Lexicon) -> None:
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
                _hand_over(verb, drafts[index], relation)
        _lend_to_journeys(verb, drafts, lexicon)


def _lend_to_journeys(verb: _Draft, drafts: dict[int, _Draft], lexicon: Lexicon) -> None:
    """ "During a visit to X, A met B": who meets is on the visit."""
    journeys = lexicon.words("predicates", "journeys")
    for relation, case, nodes in verb.arguments:
        if relation is Relation.OBLIQUE and case in ("during", "on", "amid"):
            for index in nodes:
                noun = drafts.get(index)
                if noun is not None and noun.lemma in journeys and not noun.fillers(Relation.POSSESSOR):
                    noun.add(Relation.SUBJECT, None, verb.fillers(Relation.SUBJECT))


def _hand_over(verb: _Draft, noun: _Draft, held: Relation) -> None:
    noun.light = noun.light or verb.node
    engaged = verb.passive and held is Relation.OBLIQUE  # "A and B were engaged in fighting"
    for relation, case, nodes in verb.arguments:
        if relation is held and noun.node.index in nodes:
            continue
        if engaged and relation is Relation.OBJECT:
            noun.add(Relation.SUBJECT, None, nodes)
        if relation in (Relation.SUBJECT, Relation.OBLIQUE, Relation.INFINITIVE, Relation.INDIRECT_OBJECT):
            noun.add(relation, case, tuple(n for n in nodes if n != noun.node.index))


def _finished(
    parse: Parse, drafts: dict[int, _Draft], draft: _Draft, number: dict[int, int], lexicon: Lexicon
) -> Predicate:
    node = draft.node
    negators = lexicon.words("predicates", "negators")
    carriers = [node] + ([draft.light] if draft.light is not None else [])
    governor, relation = _governor(parse, drafts, draft)
    particle = next((c.lemma.lower() for c in parse.children(node.index, "compound:prt")), None)
    return Predicate(
        index=number[node.index],
        sentence=parse.sentence,
        node=node.index,
        span=draft.span,
        lemma=draft.lemma,
        pos="NOUN" if node.upos == "PROPN" or node.mention is not None else node.upos,
        arguments=tuple(Argument(relation=r, case=c, nodes=n) for r, c, n in draft.arguments),
        particle=particle,
        light_verb=draft.light.lemma if draft.light is not None else None,
        light_node=draft.light.index if draft.light is not None else None,
        passive=draft.passive,
        negated=any(
            child.lemma.lower() in negators
            for carrier in carriers
            for child in parse.children(carrier.index, "advmod", "det", "cc:preconj", "mark", "case")
        )
        or any(_is_nobody(parse, subject, negators) for subject in draft.fillers(Relation.SUBJECT)),
        modals=tuple(
            child.lemma.lower()
            for carrier in carriers
            for child in parse.children(carrier.index, "aux")
            if child.xpos == "MD" or child.lemma.lower() in ("will", "would", "may", "must", "should", "could")
        ),
        xpos=node.xpos,
        governor=number[governor] if governor is not None else None,
        governor_relation=relation,
    )


def _is_nobody(parse: Parse, index: int, negators: frozenset[str]) -> bool:
    """A subject that denies the deed: "no state", "none of the ships", "nobody"."""
    node = parse.nodes[index]
    return node.lemma.lower() in ("none", "nobody", "neither") or any(
        child.lemma.lower() in negators for child in parse.children(index, "det")
    )


def _governor(parse: Parse, drafts: dict[int, _Draft], draft: _Draft) -> tuple[int | None, Relation | None]:
    """The nearest predicate above in whose argument this one stands, and by which relation."""
    below, here = draft.node.index, draft.node.head
    if draft.node.deprel == "parataxis":
        return None, None
    for inserted in parse.children(draft.node.index, "parataxis"):
        above = drafts.get(inserted.index)
        if above is not None and draft.node.index in above.fillers(Relation.CLAUSE):
            return inserted.index, Relation.CLAUSE
    while here >= 0:
        if here in drafts:
            chain = set(parse.subtree(below))
            for relation, _, nodes in drafts[here].arguments:
                if any(n in chain for n in nodes):
                    return here, relation
            return here, None
        below, here = here, parse.nodes[here].head
    return None, None
