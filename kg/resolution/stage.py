"""The turns of the resolution, sentence by sentence in text order."""

from collections.abc import Sequence
from dataclasses import replace

from kg import iris
from kg.gazetteer import Gazetteer, NameUse
from kg.lexicon import Lexicon
from kg.model import (
    Act,
    Article,
    EntityKind,
    Link,
    Mention,
    MentionForm,
    Parse,
    PartKind,
    Quote,
    Resolution,
    Sentence,
)
from kg.resolution.antecedents import Antecedents
from kg.resolution.bodies import resolve_body, resolve_group, resolve_polity
from kg.resolution.issuers import find_issuers
from kg.resolution.metonymy import acts_for_its_state, is_where
from kg.resolution.nominals import resolve_nominal
from kg.resolution.people import resolve_person
from kg.resolution.pronouns import resolve_pronoun
from kg.resolution.registry import Found, Registry
from kg.resolution.titles import resolve_title

_NONE: Found = ((), 0.0, ())


def resolve(
    article: Article,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    parses: Sequence[Parse],
    quotes: Sequence[Quote],
    gazetteer: Gazetteer,
    lexicon: Lexicon,
) -> Resolution:
    """Entities, one link per mention in the mentions' order, and the offices told."""
    registry = Registry(article, gazetteer)
    nodes = {n.mention: (p, n.index) for p in parses for n in p.nodes if n.mention is not None}
    antecedents = Antecedents(registry, mentions, sentences, parses, nodes, quotes)
    found: dict[int, Found] = {}
    entities: dict[int, tuple[str, ...]] = {}  # of the mentions settled so far

    def settle(mention: Mention) -> None:
        """Links a mention, after those that it depends on."""
        if mention.index in found:
            return
        found[mention.index], entities[mention.index] = _NONE, ()  # of one that depends on itself no link
        for needed in (mention.of, *(m for role in mention.roles for m in role.of)):
            if needed is not None:
                settle(mentions[needed])
        found[mention.index] = _resolve_one(mention, registry, antecedents, entities, nodes, lexicon)
        entities[mention.index] = found[mention.index][0]
        antecedents.told(mention, entities[mention.index])

    for sentence in sorted(
        sentences, key=lambda s: s.part is PartKind.HEADLINE
    ):  # a headline uses what the text tells
        here = antecedents.of_sentence(sentence.index)
        for turn in (_is_name, _is_body, _is_person, _is_anaphor):
            for mention in filter(turn, here):
                settle(mention)
    links = tuple(
        Link(mention=m.index, entities=e, score=s, reasons=r)
        for m in mentions
        for e, s, r in (found.get(m.index, _NONE),)
    )
    issuers = find_issuers(parses, {m: entities for m, (entities, _, _) in found.items()}, registry, lexicon)
    return Resolution(
        entities=registry.finished(), links=links, tenures=tuple(registry.tenures.values()), issuers=issuers,
        implied=registry.implied(),
    )


def with_implied(resolution: Resolution, acts: Sequence[Act]) -> Resolution:
    """The resolution with those states among its entities that are told by their capitals and take part in an act."""
    sides = {p.entity for act in acts for p in act.participations}
    told = tuple(e for e in resolution.implied if e.iri in sides)
    return replace(resolution, entities=(*resolution.entities, *told))


def _is_name(mention: Mention) -> bool:
    return bool(mention.candidates) and mention.kind is not EntityKind.PERSON


def _is_body(mention: Mention) -> bool:
    return mention.kind is not EntityKind.PERSON and mention.form in (MentionForm.NAME, MentionForm.ADJECTIVE)


def _is_person(mention: Mention) -> bool:
    return mention.kind is EntityKind.PERSON and mention.form is MentionForm.NAME


def _is_anaphor(mention: Mention) -> bool:
    return True


def _resolve_one(
    mention: Mention,
    registry: Registry,
    antecedents: Antecedents,
    of: dict[int, tuple[str, ...]],
    nodes: dict[int, tuple[Parse, int]],
    lexicon: Lexicon,
) -> Found:
    if mention.form is MentionForm.PRONOUN:
        return resolve_pronoun(mention, antecedents)
    if mention.form is MentionForm.NOMINAL:
        return resolve_nominal(mention, antecedents)
    if mention.kind is EntityKind.ORGANISATION and _names_owner(mention, registry):
        return resolve_body(mention, registry, antecedents, of, lexicon)
    if mention.candidates and mention.kind is not EntityKind.GROUP:
        return _from_gazetteer(mention, registry, nodes)
    if mention.kind is EntityKind.PERSON and mention.form is MentionForm.NAME:
        return resolve_person(mention, registry, antecedents, of, lexicon)
    if mention.kind is EntityKind.PERSON or (mention.kind is EntityKind.GROUP and mention.roles):
        return resolve_title(mention, registry, antecedents, of, lexicon)
    if mention.kind is EntityKind.ORGANISATION and _is_venue(mention, nodes.get(mention.index), lexicon):
        return _new_thing(replace(mention, kind=EntityKind.PLACE), registry)
    if mention.kind is EntityKind.ORGANISATION:
        return resolve_body(mention, registry, antecedents, of, lexicon)
    if mention.kind is EntityKind.GROUP:
        return resolve_group(mention, registry, of)
    if mention.kind is EntityKind.POLITY:
        return resolve_polity(mention, registry)
    return _new_thing(mention, registry)


def _names_owner(mention: Mention, registry: Registry) -> bool:
    """Whether the words of a body only name its state: "[Norlandic] and Sudrian forces"."""
    entry = registry.gazetteer.entry(mention.candidates[0]) if mention.candidates else None
    return entry is not None and entry.kind is not EntityKind.ORGANISATION


def _from_gazetteer(mention: Mention, registry: Registry, nodes: dict[int, tuple[Parse, int]]) -> Found:
    entry = registry.gazetteer.entry(mention.candidates[0])
    place = nodes.get(mention.index)
    if entry is not None and entry.capital_of and place is not None and acts_for_its_state(*place):
        state = registry.known(entry.capital_of[0])
        registry.mentioned(state, mention)
        return (state.iri,), 0.8, ("capital that acts stands for its government",)
    if place is not None and _is_seat(mention, registry.gazetteer) and is_where(*place):
        return _new_thing(replace(mention, kind=EntityKind.PLACE, name=(mention.name or "").removeprefix("the ")), registry)
    record = registry.known(mention.candidates[0])
    registry.mentioned(record, mention)
    return (record.iri,), 0.95, ("name in the gazetteer",)


def _is_venue(mention: Mention, place: tuple[Parse, int] | None, lexicon: Lexicon) -> bool:
    """Whether a body is told as the house in which something is done: "at the Norland Medical Center"."""
    words = (mention.name or "").lower().split()
    named = len(words) > 1 and words[-1] in lexicon.words("resolution", "venue_heads")
    return named and mention.of is None and place is not None and is_where(*place)


def _is_seat(mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a house which stands for its state: "the Kremlin"."""
    return any(m.use is NameUse.METONYM for m in gazetteer.match((mention.name or "").split(), 0))


def _new_thing(mention: Mention, registry: Registry) -> Found:
    """Places by name; agreements and conflicts are things of this article; a piece of a house's name is none."""
    name = mention.name or ""
    if mention.kind is EntityKind.PLACE and registry.is_inside_place(mention.span):
        return _NONE
    if mention.kind is EntityKind.PLACE and (body := registry.body_by_short_name(name)) is not None:
        registry.mentioned(body, mention)
        return (body.iri,), 0.7, ("short name of a body told before",)
    if mention.kind is EntityKind.CONFLICT:
        iri = iris.act(registry.article.iri, mention.span)
    elif mention.kind is EntityKind.AGREEMENT:
        same = registry.told(mention.kind, name)
        iri = iris.local(registry.article.iri, "agreement", mention.span) if same is None else same.iri
    else:
        iri = iris.named(registry.article.iri, mention.kind.value, name)
    record = registry.make(iri, mention.kind, name)
    registry.mentioned(record, mention)
    return (record.iri,), 0.7, ("name not in the knowledge base",)
