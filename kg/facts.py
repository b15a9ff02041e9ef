"""What an article states beside acts and offices: territorial claims and vague numbers.

A number stays as vague as its words: "thousands" has an order of magnitude and no bound, "more than
100,000" an exclusive lower bound; nothing exact is made of either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import (
    STATE_KINDS,
    Act,
    Analysis,
    Argument,
    Claim,
    EntityKind,
    Estimate,
    Facts,
    Parse,
    Predicate,
    Relation,
    Span,
)

_GROUND: Final = frozenset(
    ["archipelago", "area", "district", "enclave", "island", "land", "part", "peninsula", "plateau", "province", "region", "reef",
     "sovereignty", "strip", "territory", "valley", "water", "whole", "zone"]
)  # fmt: skip
_TERRITORIES: Final = (EntityKind.REGION, EntityKind.PLACE, EntityKind.CITY, EntityKind.POLITY)
# Number words that tell no number, the longer first, with the power of ten that they stand for
_VAGUE: Final = (
    ("hundreds of thousands", 5), ("tens of thousands", 4), ("tens of millions", 7), ("hundreds of millions", 8),
    ("dozens", 1), ("scores", 1), ("hundreds", 2), ("thousands", 3), ("millions", 6),
)  # fmt: skip
_WORDS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
_FACTORS: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBER: Final = re.compile(
    r"(?P<from>(?:more than|over|at least|as many as|up to|nearly|almost|about|around|some|fewer than|less than|under|an estimated|approximately|roughly) )?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?|" + "|".join(_WORDS) + r")(?: (?P<factor>hundred|thousand|million|billion))?\b",
    re.IGNORECASE,
)
_AT_LEAST: Final = ("more than", "over", "at least")
_AT_MOST: Final = ("up to", "as many as", "fewer than", "less than", "under", "nearly", "almost")
_OF_WORDS: Final = ("SpeechAct", "Consultation")  # nobody is killed or driven out by these
_EXCLUSIVE: Final = ("more than", "over", "fewer than", "less than", "under")


def state_facts(analysis: Analysis, acts: Sequence[Act], lexicon: Lexicon, catalogue: ActCatalogue) -> Facts:
    """The claims and estimates of an article."""
    links = {link.mention: link.entities for link in analysis.resolution.links}
    kinds = {e.iri: e.kind for e in analysis.resolution.entities}
    claims = tuple(dict.fromkeys(_claims(analysis, links, kinds)))
    striking = [a for a in acts if not any(catalogue.is_a(a.type, kind) for kind in _OF_WORDS)]
    return Facts(claims=claims, estimates=tuple(_estimates(analysis, striking, lexicon)))


def _claims(analysis: Analysis, links: dict[int, tuple[str, ...]], kinds: dict[str, EntityKind]) -> Iterator[Claim]:
    """ "X claims Y", "X holds claims over Y", "X's claim to Y"."""
    for predicate in analysis.predicates:
        noun = predicate.pos == "NOUN" and predicate.lemma in ("claim", "sovereignty")
        verb = predicate.pos == "VERB" and predicate.lemma in ("claim",)
        if not noun and not verb:
            continue
        parse = analysis.parses[predicate.sentence]
        holders = _entities(parse, predicate, links, (Relation.SUBJECT, Relation.POSSESSOR, Relation.MODIFIER), None)
        goals = _entities(
            parse,
            predicate,
            links,
            (Relation.OBJECT, Relation.OBLIQUE) if verb else (Relation.OBLIQUE,),
            (None, "to", "over") if verb else ("to", "over", "on", "of"),
        )
        span = analysis.sentences[predicate.sentence].span
        for claimant in holders:
            for territory in goals:
                if kinds.get(claimant) in STATE_KINDS and kinds.get(territory) in _TERRITORIES:
                    yield Claim(claimant=claimant, territory=territory, span=span)


def _entities(
    parse: Parse,
    predicate: Predicate,
    links: dict[int, tuple[str, ...]],
    relations: tuple[Relation, ...],
    cases: tuple[str | None, ...] | None,
) -> list[str]:
    found: list[str] = []
    for argument in predicate.arguments:
        if argument.relation in relations and (cases is None or argument.case in cases):
            for node in argument.nodes:
                for number in _mentions(parse, node):
                    found.extend(links.get(number, ()))
    return list(dict.fromkeys(found))


def _mentions(parse: Parse, node: int) -> list[int]:
    """The mention at a node; of a common noun the one that names it ("the island of X", "the X region")."""
    own = parse.nodes[node]
    if own.mention is not None:
        return [own.mention]
    if own.lemma.lower() not in _GROUND:
        return []
    named = [
        child.mention
        for child in parse.children(node, "nmod", "compound", "appos")
        if child.mention is not None
        and (child.deprel != "nmod" or any(c.lemma.lower() == "of" for c in parse.children(child.index, "case")))
    ]
    return named[:1]


def _estimates(analysis: Analysis, acts: Sequence[Act], lexicon: Lexicon) -> Iterator[Estimate]:
    for predicate in analysis.predicates:
        if predicate.pos not in ("VERB", "NOUN") or predicate.negated:
            continue
        parse = analysis.parses[predicate.sentence]
        kind = _struck(parse, predicate, lexicon)
        counted = [n for a in predicate.arguments if _is_counted(a, predicate) for n in a.nodes] if kind else []
        for node in counted:
            span = _phrase(parse, node)
            told = read_quantity(span.of(analysis.article.body))
            if kind is not None and told is not None:
                yield _estimate(analysis, acts, predicate, kind, span, told)


def _is_counted(argument: Argument, predicate: Predicate) -> bool:
    """Whether an argument holds who is counted: "displaced X", "X died", "the displacement of X"."""
    if predicate.pos == "NOUN":
        return argument.case == "of"
    return argument.relation is (Relation.SUBJECT if predicate.lemma in ("die", "perish", "flee") else Relation.OBJECT)


def _struck(parse: Parse, predicate: Predicate, lexicon: Lexicon) -> str | None:
    """What befell people: "killed ten", "left ten dead", "drove ten from their homes", "claimed ten lives"."""
    quantities, states = lexicon.table("facts", "quantities"), lexicon.table("facts", "states")
    if predicate.lemma in quantities:
        return quantities[predicate.lemma]
    if predicate.pos != "VERB":
        return None
    for argument in predicate.arguments:
        after = [c for n in argument.nodes for c in parse.children(n, "amod", "acl") if c.index > n]  # "ten people dead"
        for word in [*(parse.nodes[n].lemma.lower() for n in argument.nodes), *(c.form.lower() for c in after)]:
            if predicate.lemma in ("leave", "render") and word in states:
                return states[word]
            driven = predicate.lemma in ("drive", "force", "chase", "push") and argument.case in ("from", "out of")
            if driven and word in lexicon.words("facts", "homes"):
                return "displaced"
            if predicate.lemma in ("claim", "cost", "take") and argument.relation is Relation.OBJECT and word == "life":
                return "killed"
    return None


def _phrase(parse: Parse, node: int) -> Span:
    kept = [node]
    for child in parse.children(node):
        behind = child.deprel == "amod" and child.index > node  # "ten people [dead]"
        if behind or (child.deprel == "case" and child.lemma.lower() == "of"):
            continue
        if child.deprel in ("nummod", "advmod", "amod", "det", "compound", "case", "nmod") and child.time is None:
            kept.extend(i for i in parse.subtree(child.index) if parse.nodes[i].time is None)
    spans = [parse.nodes[i].span for i in kept]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What a phrase says of a number: bounds where it tells them, else its order of magnitude."""

    lower: int | None = None
    upper: int | None = None
    lower_exclusive: bool = False
    upper_exclusive: bool = False
    magnitude: int | None = None


def read_quantity(words: str) -> Quantity | None:
    """The quantity that a phrase tells; None where it holds no number."""
    lower = words.lower()
    for pattern, magnitude in _VAGUE:
        if re.search(rf"\b{pattern}\b", lower):
            return Quantity(magnitude=magnitude)
    between = re.search(r"between ([\d,]+) and ([\d,]+)", lower)
    if between:
        return Quantity(lower=_integer(between[1]), upper=_integer(between[2]))
    match = _NUMBER.search(words)
    if match is None:
        return None
    number = _number(match)
    before = (match["from"] or "").strip().lower()
    if before in _AT_LEAST:
        return Quantity(lower=number, lower_exclusive=before in _EXCLUSIVE)
    if before in _AT_MOST:
        return Quantity(upper=number, upper_exclusive=before in _EXCLUSIVE)
    if before:  # about, some: neither bound is told
        return Quantity(magnitude=len(str(number)) - 1)
    return Quantity(lower=number, upper=number)


def _number(match: re.Match[str]) -> int:
    text = match["number"].lower()
    value = float(_WORDS[text]) if text in _WORDS else float(text.replace(",", ""))
    return round(value * _FACTORS.get((match["factor"] or "").lower(), 1))


def _integer(text: str) -> int:
    return int(text.replace(",", ""))


def _estimate(
    analysis: Analysis, acts: Sequence[Act], predicate: Predicate, kind: str, span: Span, told: Quantity
) -> Estimate:
    own = [a for a in acts if a.predicate == predicate.index]
    near = [a for a in acts if a.sentence == predicate.sentence and a.trigger.end <= predicate.span.start]
    chosen = next(iter(own or sorted(near, key=lambda a: a.trigger, reverse=True)), None)
    time = own[0].time if own else None
    return Estimate(
        quantity=kind, words=" ".join(span.of(analysis.article.body).split()), span=span,
        lower=told.lower, upper=told.upper, lower_exclusive=told.lower_exclusive, upper_exclusive=told.upper_exclusive,
        magnitude=told.magnitude, act=chosen.iri if chosen is not None else None,
        time=time if time is not None and not time.inferred else None,
    )  # fmt: skip
