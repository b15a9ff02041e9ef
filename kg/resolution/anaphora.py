"""Nominals and pronouns to what they stand for: "both sides", "the ministry", "they"."""

from typing import Final

from kg.model import EntityKind, Mention
from kg.resolution.antecedents import Antecedents
from kg.resolution.parties import resolve_parties
from kg.resolution.registry import Record

_Found = tuple[tuple[str, ...], float, tuple[str, ...]]
_STATES: Final = (EntityKind.STATE, EntityKind.POLITY)
_BODIES: Final = (EntityKind.ORGANISATION, EntityKind.GROUP)
_FEMALE: Final = ("she", "her", "hers")
_MALE: Final = ("he", "him", "his")
PLURAL_LOOK_BACK: Final = 2  # sentences
_DIRECTIONS: Final = ("north", "south", "east", "west")
_DISPUTED: Final = ("disputed", "contested", "breakaway", "separatist", "occupied", "annexed")
# What else a body may be called when it is told again.
_CALLED: Final = {
    "bloc": ("union", "community", "association", "organisation", "organization", "council", "g7", "g8", "g20", "group"),
    "alliance": ("nato", "pact", "organisation", "organization"),
    "organisation": ("organization", "nations", "union", "nato", "opec", "unesco", "agency"),
    "organization": ("organisation", "nations", "union", "nato", "opec", "unesco", "agency"),
    "group": ("hamas", "hezbollah", "taliban", "houthis", "front", "movement", "organisation", "organization", "g7", "g20", "state", "militia"),
    "movement": ("taliban", "hamas", "houthis", "front"),
    "body": ("council", "commission", "agency", "assembly", "court"),
    "agency": ("iaea", "organization", "programme"),
    "union": ("eu",),
}  # fmt: skip


def resolve_nominal(mention: Mention, antecedents: Antecedents) -> _Found:
    """ "both leaders", "the two sides", "the country", "the alliance", "the disputed region"."""
    words = (mention.name or "").lower()
    if mention.kind is EntityKind.REGION:
        return _last_region(words, mention, antecedents)
    if mention.kind is EntityKind.ORGANISATION:
        return last_body(words.split()[-1], mention, antecedents)
    if mention.kind is EntityKind.STATE and words.split()[-1] in _DIRECTIONS:
        return _half(words.split()[-1], mention, antecedents)
    if mention.kind is EntityKind.STATE and not mention.plural:
        return _last_of(mention, antecedents, _STATES, 2)
    return resolve_parties(mention, antecedents)


def _half(direction: str, mention: Mention, antecedents: Antecedents) -> _Found:
    """ "the North" of a country whose name begins so, where one was told."""
    for _, entities in antecedents.anywhere_before(mention):
        record = antecedents.registry.records[entities[0]]
        if record.kind in _STATES and record.label.lower().startswith(direction + " "):
            return entities, 0.8, ("the state of that name told before",)
    return (), 0.0, ("no state of that name before it",)


def _last_region(words: str, mention: Mention, antecedents: Antecedents) -> _Found:
    """A disputed region is the one last named; a bare "the region" may be wider than that."""
    if not any(w in words for w in _DISPUTED):
        return (), 0.0, ("the extent of the region is not told",)
    for _, entities in antecedents.before(mention, 10**6):
        if antecedents.kind(entities[0]) is EntityKind.REGION:
            return entities, 0.7, ("the region last named",)
    return (), 0.0, ("no region before it",)


def last_body(
    noun: str, mention: Mention, antecedents: Antecedents, kinds: tuple[EntityKind, ...] = _BODIES
) -> _Found:
    """The body last told whose name has a noun as its head ("the council"), or is of the sort that it means."""
    called = _CALLED.get(noun, ())
    for wanted in ((noun,), called):
        for _, entities in antecedents.anywhere_before(mention):
            record = antecedents.registry.records[entities[0]]
            if len(entities) == 1 and record.kind in kinds and _heads(record) & set(wanted):
                return entities, 0.7, ("the body last told that is called so",)
    return (), 0.0, ("no such body before it",)


def _heads(record: Record) -> set[str]:
    """The head nouns of a body's names: the last word, and the last one before "of", "for" or a bracket."""
    found = set()
    for name in (record.label, *record.aliases):
        words = name.lower().split()
        stop = next((i for i, w in enumerate(words) if i and (w in ("of", "for", "in", "on") or w[0] == "(")), len(words))
        found |= {words[-1], words[stop - 1]}
    return found


def _last_of(
    mention: Mention, antecedents: Antecedents, kinds: tuple[EntityKind, ...], sentences: int
) -> _Found:
    rows = [
        r
        for r in antecedents.before(mention, sentences)
        if antecedents.kind(r[1][0]) in kinds and antecedents.is_top(r[0])
    ]
    subjects = [r for r in rows if antecedents.is_subject(r[0])]
    for _, entities in subjects or rows:
        return entities[:1], 0.6, ("last fitting subject",)
    return (), 0.0, ("nothing fitting before it",)


def resolve_pronoun(mention: Mention, antecedents: Antecedents) -> _Found:
    """he, she, they, it and their possessives."""
    word = (mention.name or "").lower()
    if len(told := antecedents.told_to_do(mention)) == 1 and _may_be(word, told[0], antecedents):
        return told, 0.7, ("who is told to do it",)
    if len(blamed := antecedents.blamed_for(mention)) == 1 and _may_be(word, blamed[0], antecedents):
        return blamed, 0.6, ("who is praised or blamed for it",)
    if word in (*_MALE, *_FEMALE):
        return _person_pronoun(mention, antecedents, "female" if word in _FEMALE else "male")
    if word in ("it", "them") and (others := antecedents.subjects_of_clause_around(mention)):
        return _other_party(mention, others, antecedents)
    if word in ("they", "them", "their"):
        return _plural_pronoun(mention, antecedents)
    if antecedents.is_subject(mention) or word == "its":
        return _last_of(mention, antecedents, (*_STATES, EntityKind.ORGANISATION), 1)
    return (), 0.0, ("not a subject",)


def _may_be(word: str, iri: str, antecedents: Antecedents) -> bool:
    """Whether a possessive fits an entity in number and gender."""
    kind = antecedents.kind(iri)
    if word in (*_MALE, *_FEMALE):
        gender = antecedents.gender((iri,)) if kind is EntityKind.PERSON else None
        return kind is EntityKind.PERSON and gender in (None, "female" if word in _FEMALE else "male")
    return kind in ((EntityKind.GROUP,) if word == "their" else (*_STATES, EntityKind.ORGANISATION))


def _other_party(mention: Mention, subjects: tuple[str, ...], antecedents: Antecedents) -> _Found:
    """Of a participle's object: who is last told in the sentence and is not its subject ("A left B, accusing it of")."""
    plural = (mention.name or "").lower() == "them"
    told = [(m, e) for m, e in antecedents.before(mention, 0) if antecedents.is_top(m) and not set(e) & set(subjects)]
    for kinds in ((EntityKind.GROUP,),) if plural else (_STATES, (EntityKind.ORGANISATION,)):  # states before courts and bodies
        for _, entities in told:
            if antecedents.kind(entities[0]) in kinds or (plural and len(entities) > 1):
                return entities, 0.6, ("the other party of the sentence",)
    return (), 0.0, ("no other party before it",)


def _person_pronoun(mention: Mention, antecedents: Antecedents, gender: str) -> _Found:
    """The last fitting subject, of earlier sentences first that of the main clause; else the last fitting person.

    Centering (Grosz, Joshi and Weinstein 1995): the subject of the sentence before outranks what is told further off.
    In one sentence someone known to be of the gender outranks someone of whom it is not known.
    """
    others = {*antecedents.subject_beside(mention), *antecedents.subjects_of_clause_around(mention)}
    rows_before = ((m, e) for m, e in antecedents.before(mention, 3) if _is_one_person(m, e, antecedents) and not others & set(e))
    told = [(m, e, antecedents.gender(e)) for m, e in rows_before]
    if others and (here := [r for r in told if r[0].sentence == mention.sentence and r[2] in (None, gender)]):
        told = here  # "A met B and thanked him"
    sure = [(m, e) for m, e, known in told if known == gender]
    rows = sure or [(m, e) for m, e, known in told if known is None]
    before = [(m, e, known) for m, e, known in told if known in (None, gender) and antecedents.is_main_subject(m)]
    nearest = next((m.sentence for m, _, _ in before), None)
    if nearest is not None and nearest < mention.sentence and not any(m.sentence > nearest for m, _ in rows):
        subjects = [(m, e) for m, e, known in before if m.sentence == nearest and known == gender]
        rows = subjects or ([] if any(m.sentence == nearest for m, _ in sure) else [(m, e) for m, e, _ in before]) or rows
    newest = [r for r in rows if r[0].sentence == rows[0][0].sentence]
    subjects = [r for r in newest if antecedents.is_subject(r[0])]
    subjects = subjects or [r for r in rows if antecedents.is_subject(r[0])]
    for _, entities in (subjects or rows)[:1]:
        antecedents.registry.gender_of(antecedents.registry.records[entities[0]], gender)
        return entities, 0.65, ("last fitting person",)
    return (), 0.0, ("no person before it",)


def _is_one_person(mention: Mention, entities: tuple[str, ...], antecedents: Antecedents) -> bool:
    return len(entities) == 1 and antecedents.kind(entities[0]) is EntityKind.PERSON and antecedents.is_top(mention)


def _plural_pronoun(mention: Mention, antecedents: Antecedents) -> _Found:
    """Joined subjects outrank plural ones, these the people of the sentence, they other plurals."""
    for sentence in range(mention.sentence, mention.sentence - PLURAL_LOOK_BACK - 1, -1):
        told = [r for r in antecedents.before(mention, PLURAL_LOOK_BACK) if r[0].sentence == sentence]
        joined = _joined_subject(mention, antecedents, sentence)
        if len(joined) > 1:
            return joined, 0.65, ("joined subjects",)
        for m, entities in told:
            plural = len(entities) > 1 or antecedents.kind(entities[0]) is EntityKind.GROUP
            if plural and antecedents.is_subject(m):
                return entities, 0.65, ("plural subject",)
        if sentence < mention.sentence - 1:
            continue
        people = tuple(
            i for m, e in reversed(told) if antecedents.is_top(m) for i in e if antecedents.kind(i) is EntityKind.PERSON
        )
        if len(set(people)) > 1:
            return tuple(dict.fromkeys(people)), 0.6, ("the people of the sentence",)
        for m, entities in told:
            if m.plural and len(entities) > 1:
                return entities, 0.6, ("plural named last",)
    return _collective(mention, antecedents)


def _joined_subject(mention: Mention, antecedents: Antecedents, sentence: int) -> tuple[str, ...]:
    for row in reversed(antecedents.coordinated(sentence) if sentence >= 0 else []):
        if antecedents.is_subject(row[0]) and all(m.span.end <= mention.span.start for m in row):
            found = tuple(dict.fromkeys(i for m in row for i in antecedents.entities_of(m)))
            if all(antecedents.kind(i) in (*_STATES, *_BODIES, EntityKind.PERSON) for i in found):
                return found
    return ()


def _collective(mention: Mention, antecedents: Antecedents) -> _Found:
    """A body may be told on as "they"."""
    for m, entities in antecedents.before(mention, 1):
        if antecedents.kind(entities[0]) is EntityKind.ORGANISATION and antecedents.is_subject(m):
            return entities, 0.5, ("body told as a plural",)
    return (), 0.0, ("nothing plural before it",)
