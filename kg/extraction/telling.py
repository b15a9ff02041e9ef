"""How an article tells its tale: in which order, when it turns to the past, what stands behind the news."""

from collections.abc import Iterator, Sequence
from datetime import date

from kg.extraction.circumstances import is_news
from kg.model import Act, Analysis, Parse, Predicate, TimeValue


def in_order(acts: Sequence[Act], analysis: Analysis) -> Iterator[tuple[Act, bool]]:
    """The acts in text order, each with whether the tale has turned to the past since the one before."""
    seen = 0
    for act in sorted(acts, key=lambda a: (a.trigger, a.iri)):
        yield act, any(turns_to_the_past(analysis, i) for i in range(seen, act.sentence + 1))
        seen = act.sentence + 1


def turns_to_the_past(analysis: Analysis, sentence: int) -> bool:
    """Whether the main clause of a sentence is dated before the news."""
    parse, published = analysis.parses[sentence], analysis.article.published
    dated = [n.time for n in parse.nodes if n.time is not None and heads_main_clause(parse, n.head)]
    values = [analysis.times[number].value for number in dated]
    return published is not None and any(v is not None and _is_past(v, published) for v in values)


def heads_main_clause(parse: Parse, index: int) -> bool:
    """Whether a node is the root of its sentence, joined to it, or what a verb of saying at the end reports."""
    while index >= 0 and (parse.nodes[index].deprel == "conj" or _is_reported_first(parse, index)):
        index = parse.nodes[index].head
    return index >= 0 and parse.nodes[index].head < 0


def carrier_of(predicate: Predicate) -> int:
    """The node that stands in the clause: the light verb, else the predicate's own."""
    return predicate.light_node if predicate.light_node is not None else predicate.node


def is_background(predicate: Predicate, analysis: Analysis) -> bool:
    """Past perfect, a bare noun and a reduced clause ("accords reached") tell of an earlier time than the news."""
    parse = analysis.parses[predicate.sentence]
    carrier = parse.nodes[carrier_of(predicate)]
    auxiliaries = {c.form.lower() for c in parse.children(carrier.index, "aux")}
    bare = predicate.pos == "NOUN" and predicate.light_verb is None
    return bool(auxiliaries & {"had", "have", "has"}) or bare or carrier.deprel in ("acl", "amod")


def is_unrealised(act: Act, predicate: Predicate, analysis: Analysis) -> bool:
    """Whether the words leave an act to come or to be wished for: behind a modal verb, or "agreed to meet".

    What stands as a purpose was done: "summoned the envoy to protest".
    """
    if act.voiced or act.by_negation:
        return False
    parse = analysis.parses[predicate.sentence]
    carrier = parse.first_conjunct(carrier_of(predicate))
    marked = any(c.lemma.lower() == "to" for c in parse.children(carrier.index, "mark"))
    return bool(predicate.modals) or (marked and carrier.deprel != "advcl")


def _is_reported_first(parse: Parse, index: int) -> bool:
    """ "X met Y on Monday, the ministry said": what is told stands first, who tells it comes behind."""
    node = parse.nodes[index]
    subjects = parse.children(node.head, "nsubj") if node.head >= 0 else ()
    return node.deprel == "ccomp" and index < node.head and all(s.index > index for s in subjects)


def _is_past(value: TimeValue, published: date) -> bool:
    end = value.end or value.start
    return end is not None and not is_news(value, published) and end < published.isoformat()[: len(end)]
