"""Offices that a sentence says somebody holds: "NAME is the TITLE", "NAME became TITLE", "was appointed TITLE"."""

from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, RolePhrase
from kg.resolution.antecedents import Antecedents
from kg.resolution.holding import NO_OFFICE
from kg.resolution.registry import Found, Registry
from kg.resolution.tenures import Held, add_tenure, with_owner


def said_to_hold(
    mention: Mention, role: RolePhrase, held: Held, registry: Registry, antecedents: Antecedents, lexicon: Lexicon
) -> Found | None:
    """The office of "NAME became Norland's foreign minister", "NAME, who has been ambassador to Sudria"."""
    found = _bearer(mention, antecedents, lexicon.words("resolution", "becoming"), lexicon.words("resolution", "appointing"))
    if found is None:
        return None
    record, past = registry.records[found[0]], found[1]
    role = replace(role, former=role.former or past)
    if role.office in NO_OFFICE:  # "was the first Norlandic official to ..."
        record.organ_of = record.organ_of or (held.state if not registry.tenures_of(record.iri) else None)
        return (record.iri,), 0.75, ("said to be an official",)
    add_tenure(record, role, with_owner(record, role, held, mention, registry, antecedents, lexicon), registry)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return (record.iri,), 0.75, ("said to hold the office",)


def _bearer(
    mention: Mention, antecedents: Antecedents, becoming: frozenset[str], appointing: frozenset[str]
) -> tuple[str, bool] | None:
    """Who a title is said to be of, and whether in the past: "NAME is the TITLE", "became", "was appointed TITLE"."""
    place = antecedents.clauses.place(mention)
    if place is None:
        return None
    parse, index = place
    node = parse.nodes[index]
    copula = next(iter(parse.children(index, "cop")), None)
    head = parse.nodes[node.head] if node.head >= 0 else None
    if copula is not None:
        verb, past = node, copula.form.lower() in ("was", "were")
        bearers: tuple[str, ...] = ("nsubj", "nsubj:outer")
    elif head is not None and node.deprel in ("xcomp", "obj", "obl") and head.lemma.lower() in becoming | appointing:
        if (node.deprel == "obl") is not (antecedents.clauses.case(mention) == "as"):
            return None
        passive = any(parse.children(head.index, "nsubj:pass", "aux:pass"))
        verb, past = head, head.lemma.lower() == "serve" and head.xpos == "VBD"
        bearers = ("obj",) if head.lemma.lower() in appointing and not passive else ("nsubj", "nsubj:pass")
    elif head is not None and node.deprel == "nmod" and antecedents.clauses.case(mention) == "as" and parse.nodes[head.head].lemma.lower() in appointing:
        linked = antecedents.linked(mention.sentence, head.mention) if head.mention is not None else ()  # "named NAME as envoy"
        return (linked[0], False) if len(linked) == 1 and antecedents.kind(linked[0]) is EntityKind.PERSON else None
    else:
        return None
    if any(c.lemma.lower() in ("not", "never", "if", "should", "may", "might", "could") for c in parse.children(verb.index)):
        return None
    said = next((c for c in parse.children(verb.index, *bearers) if c.index != index), None)
    if said is not None and said.mention is None and said.lemma.lower() in ("who", "that") and verb.head >= 0:
        said = parse.nodes[verb.head]
    linked = () if said is None or said.mention is None else antecedents.linked(mention.sentence, said.mention)
    one = len(linked) == 1 and antecedents.kind(linked[0]) is EntityKind.PERSON
    return (linked[0], past) if one else None
