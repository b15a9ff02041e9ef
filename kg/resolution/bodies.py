"""Organs, organisations, groups and polities to entities."""

import re

from kg import iris
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, MentionForm
from kg.resolution.antecedents import Antecedents
from kg.resolution.focus import focus_state, last_state_but, last_states, place_before, speaking_to
from kg.resolution.nominals import last_body
from kg.resolution.registry import Found, Record, Registry

_MINISTRY = re.compile(r"^(?:ministry|department) of (?:the )?(.+)$")
_SAME = {"foreign affairs": "foreign", "foreign office": "foreign ministry", "external affairs ministry": "foreign ministry", "mofa": "foreign ministry", "mfa": "foreign ministry",
         "defense": "defence", "foreign affairs ministry": "foreign ministry", "authorities": "government",
         "administration": "government", "side": "government", "sides": "government", "leadership": "government", "regime": "government"}  # fmt: skip
_FORCES = {
    **dict.fromkeys(("army", "military", "forces", "troops", "soldiers", "military forces", "government forces", "defense forces", "defence forces"), "armed forces"),
    "navy ship": "navy", "warship": "navy", "warships": "navy", "warplanes": "air force",
}  # fmt: skip
_ARMED = (
    "armed forces",
    "navy",
    "air force",
    "marines",
    "ground forces",
    "special forces",
    "security forces",
    "peacekeepers",
)
_AT_HOME = ("opposition", "opposition party", "main opposition party", "ruling party", "governing party", "ruling coalition", "governing coalition", "parliament")
_POSSESSIVES = ("his", "her", "its", "their")
_SUBNATIONAL = ("oblast", "province", "okrug", "krai", "canton", "governorate", "autonomous region")


def resolve_body(
    mention: Mention,
    registry: Registry,
    antecedents: Antecedents,
    of: dict[int, tuple[str, ...]],
    lexicon: Lexicon,
) -> Found:
    """A ministry, army or organisation; one per owner for "the armed forces of both countries"."""
    owners = of.get(mention.of, ()) if mention.of is not None else ()
    if not owners and mention.candidates:
        owners = (registry.known(mention.candidates[0]).iri,)
    owners = tuple(_state_of_seat(o, registry) for o in owners)
    noun = organ_noun(mention, registry, lexicon)
    if noun is None:
        return _organisation(mention, registry, owners)
    if not owners and mention.form is MentionForm.ROLE:
        told = last_body(noun.split()[-1], mention, antecedents, (EntityKind.ORGANISATION,))
        if told[0] and not mention.plural:
            registry.mentioned(registry.records[told[0][0]], mention, mention.span.of(registry.article.body))
            return told
        owners = _owners_from_context(mention, noun, registry, antecedents)
    if not owners and mention.form is MentionForm.NAME:
        return _organisation(mention, registry, ())
    if not owners:
        return (), 0.0, ("body without a known owner",)
    known = _known_organ(mention, owners, registry)
    if known is not None:
        registry.mentioned(known, mention)
        return (known.iri,), 0.9, ("organ that the gazetteer knows",)
    found = [_organ(mention, noun, owner, registry, lexicon) for owner in owners]
    return tuple(r.iri for r in found), 0.85, ("organ of a known state or body",)


def organ_noun(mention: Mention, registry: Registry, lexicon: Lexicon) -> str | None:
    """The organ's common noun in one spelling ("foreign ministry", "armed forces"); None for no organ."""
    organs = lexicon.words("recognition", "organs")
    forces = lexicon.words("recognition", "forces")
    words = re.findall(r"[\w'’-]+", mention.name or "")
    lower = [w.lower() for w in words]
    for length in range(min(4, len(lower)), 0, -1):
        for i in range(len(lower) - length + 1):
            phrase = " ".join(lower[i : i + length])
            if phrase in forces:
                return _FORCES.get(phrase, phrase)
            if phrase in organs:
                ministry = _MINISTRY.match(phrase)
                plain = f"{ministry.group(1)} ministry" if ministry else phrase
                for old, new in _SAME.items():
                    plain = re.sub(rf"\b{old}\b", new, plain)
                return plain
    return None


def resolve_group(mention: Mention, registry: Registry, of: dict[int, tuple[str, ...]]) -> Found:
    """People of a nationality or ethnicity, unnamed sources, groupings: never the state itself."""
    name = mention.name or ""
    owners = of.get(mention.of, ()) if mention.of is not None else ()
    if mention.candidates or owners:
        iri = iris.named(registry.article.iri, "group", name)
    else:
        same = registry.told(EntityKind.GROUP, name)
        iri = iris.local(registry.article.iri, "group", mention.span) if same is None else same.iri
    record = registry.make(iri, EntityKind.GROUP, name, types=("PopulationGroup",))
    registry.mentioned(record, mention)
    return (record.iri,), 0.7, ("group",)


def resolve_polity(mention: Mention, registry: Registry) -> Found:
    """A political unit that bears a region's name: a node of its own."""
    name = mention.name or ""
    lower = name.lower()
    kind = "SubnationalUnit" if any(w in lower for w in _SUBNATIONAL) else "DeFactoPolity"
    record = registry.make(
        iris.named(registry.article.iri, "polity", name), EntityKind.POLITY, name, types=(kind,)
    )
    registry.mentioned(record, mention)
    return (record.iri,), 0.8, ("political unit apart from the region of that name",)


def _state_of_seat(owner: str, registry: Registry) -> str:
    """The state of a capital whose government a body is ("the foreign ministry in Norgrad"), else the owner itself."""
    state = registry.state_of_seat(registry.records[owner])
    return owner if state is None else state.iri


def _known_organ(mention: Mention, owners: tuple[str, ...], registry: Registry) -> Record | None:
    """An organ of the gazetteer under its own name with the owner in front: "United States Department of State"."""
    words = (mention.name or "").split()
    owner = registry.records[owners[0]].key if len(owners) == 1 else None
    for at in range(len(words)):
        for match in registry.gazetteer.match(words, at):
            entry = match.entries[0]
            if owner is not None and entry.organ_of == owner and at + match.length == len(words):
                return registry.known(entry.key)
    return None


def _organ(mention: Mention, noun: str, owner: str, registry: Registry, lexicon: Lexicon) -> Record:
    state = registry.records[owner]
    governs = noun == "government" and not re.search(
        r"\b(?:sides?|leadership)\b", (mention.name or "").lower()
    )
    if governs and state.kind is EntityKind.STATE:  # a state acts through its government
        registry.mentioned(state, mention, mention.span.of(registry.article.body))
        return state
    kinds = ("ArmedForces", "GovernmentBody") if noun in _ARMED else ("GovernmentBody",)
    iri = iris.named(registry.article.iri, "organisation", f"{noun} {registry.code(owner)}")
    label = (
        mention.name
        if mention.of is not None or mention.candidates
        else f"{noun.capitalize()} of {state.label}"
    )
    record = registry.make(iri, EntityKind.ORGANISATION, label or noun, types=kinds, organ_of=owner)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return record


def _owners_from_context(
    mention: Mention, noun: str, registry: Registry, antecedents: Antecedents
) -> tuple[str, ...]:
    """Whose "the foreign ministry" is: one told before, the dateline's state, the state in focus."""
    if mention.plural:
        return last_states(mention, 2, antecedents)
    clauses = antecedents.clauses
    possessed = mention.span.of(registry.article.body).split()[0].lower() in _POSSESSIVES
    if possessed and (owner := clauses.told_to_do(mention) or clauses.subject_around(mention)):
        behind = registry.state_behind(owner[0]) or owner[0]
        return (behind,) if registry.records[behind].kind is not EntityKind.PERSON else ()
    told = [
        r
        for r in registry.records.values()
        if r.organ_of and r.iri.split("/")[-1].startswith(iris.slug(noun) + "-")
    ]
    if len(told) == 1 and told[0].organ_of:
        return (told[0].organ_of,)
    state = focus_state(mention, antecedents) or place_before(mention, antecedents)
    if state is not None and noun not in _AT_HOME and state == speaking_to(mention, antecedents):  # "he urged the government": not his own
        state = last_state_but(mention, state, antecedents)
    return (state,) if state is not None else ()


def _organisation(mention: Mention, registry: Registry, owners: tuple[str, ...]) -> Found:
    name = mention.name or ""
    if " " not in name and (person := registry.person_by_name(name)) is not None:
        registry.mentioned(person, mention)
        return (person.iri,), 0.7, ("surname of someone told before",)
    short = re.match(r"^(.*?) \(([A-Z]{2,})\)$", name)
    record = _by_alias(registry, name)
    if record is None:
        label = short.group(1) if short else name
        record = registry.make(
            iris.named(registry.article.iri, "organisation", label), EntityKind.ORGANISATION, label,
            organ_of=owners[0] if owners else None,
            types=("IntergovernmentalOrganization",) if owners and registry.records[owners[0]].kind is EntityKind.ORGANISATION else (),
        )  # fmt: skip
    registry.mentioned(record, mention)
    if short and short.group(2) not in record.aliases:
        record.aliases.append(short.group(2))
    return (record.iri,), 0.7, ("name not in the knowledge base",)


def _by_alias(registry: Registry, name: str) -> Record | None:
    """An organisation of the article under a full, short or abbreviated name."""
    if (short := registry.body_by_short_name(name)) is not None:
        return short
    plain = name.lower().removeprefix("the ")
    for record in registry.records.values():
        if record.kind is EntityKind.ORGANISATION and plain in {
            a.lower().removeprefix("the ") for a in (record.label, *record.aliases)
        }:
            return record
    initials = name if name.isupper() and 2 <= len(name) <= 7 else None
    for record in registry.records.values():
        if initials and record.kind is EntityKind.ORGANISATION and _initials(record.label) == initials:
            return record
    return None


def _initials(label: str) -> str:
    return "".join(w[0] for w in label.split() if w[0].isupper())
