"""Pronouns to what they stand for: he, she, they, it and their possessives."""

from typing import Final

from kg.model import STATE_KINDS, EntityKind, Mention, MentionForm
from kg.resolution.antecedents import Antecedents
from kg.resolution.nominals import last_of
from kg.resolution.registry import Found

_BODIES: Final = (EntityKind.ORGANISATION, EntityKind.GROUP)
_FEMALE: Final = ("she", "her", "hers")
_MALE: Final = ("he", "him", "his")
_QUOTED_BACK: Final = 8  # sentences, for a speaker behind a long quotation
_LOOK_BACK: Final = 2  # sentences, for a plural


def resolve_pronoun(mention: Mention, antecedents: Antecedents) -> Found:
    """he, she, they, it and their possessives."""
    word = (mention.name or "").lower()
    if len(told := antecedents.clauses.told_to_do(mention)) == 1 and _may_be(word, told[0], antecedents):
        return told, 0.7, ("who is told to do it",)
    if len(blamed := antecedents.clauses.blamed_for(mention)) == 1 and _may_be(word, blamed[0], antecedents):
        return blamed, 0.6, ("who is praised or blamed for it",)
    if word in ("his", "her") and antecedents.clauses.is_possessive(mention):
        own = antecedents.clauses.subject_around(mention)  # "A vowed to defend his country"
        if len(own) == 1 and _may_be(word, own[0], antecedents):
            antecedents.registry.gender_of(antecedents.registry.records[own[0]], "female" if word in _FEMALE else "male")
            return own, 0.65, ("the subject of its clause",)
    if word in ("he", "she") and antecedents.clauses.is_reported(mention):
        speaker = antecedents.clauses.subject_around(mention)  # "A said he was ready"
        if len(speaker) == 1 and _may_be(word, speaker[0], antecedents):
            antecedents.registry.gender_of(antecedents.registry.records[speaker[0]], "female" if word in _FEMALE else "male")
            return speaker, 0.65, ("who says it",)
    if word in (*_MALE, *_FEMALE):
        return _person_pronoun(mention, antecedents, "female" if word in _FEMALE else "male")
    if word in ("it", "them") and (others := antecedents.clauses.subjects_of_clause_around(mention)):
        return _other_party(mention, others, antecedents)
    if word in ("they", "them", "their"):
        return _plural_pronoun(mention, antecedents)
    if word == "it" and antecedents.thing_told_last(mention):  # a resolution may be a body's, a document of many is no state's
        return last_of(mention, antecedents, (EntityKind.ORGANISATION,), 1)
    if word == "it" and antecedents.clauses.closes_report(mention) and (said := _last_speaker(mention, antecedents, _LOOK_BACK)):
        return said, 0.65, ("who was the subject before",)
    if word == "it" and antecedents.clauses.is_main_subject(mention) and (said := _last_speaker(mention, antecedents, 1, reports=True)):
        return said, 0.6, ("who said what stands before",)
    if antecedents.clauses.is_subject(mention) or word == "its":
        return last_of(mention, antecedents, (*STATE_KINDS, EntityKind.ORGANISATION), 1)
    return (), 0.0, ("not a subject",)


def _last_speaker(mention: Mention, antecedents: Antecedents, sentences: int, reports: bool = False) -> tuple[str, ...]:
    """The state or body that was the main subject so many sentences before, of one that ``reports`` where asked for.

    What is reported does not name who says it: "A said that B had fired. It accused C", "X left, it said".
    """
    for m, entities in antecedents.before(mention, sentences):
        fits = antecedents.kind(entities[0]) in (*STATE_KINDS, EntityKind.ORGANISATION) and len(entities) == 1
        if m.sentence < mention.sentence and fits and antecedents.clauses.is_main_subject(m) and (not reports or antecedents.clauses.reports(m)):
            return entities
    return ()


def _may_be(word: str, iri: str, antecedents: Antecedents) -> bool:
    """Whether a possessive fits an entity in number and gender."""
    kind = antecedents.kind(iri)
    if word in (*_MALE, *_FEMALE):
        gender = antecedents.gender((iri,)) if kind is EntityKind.PERSON else None
        return kind is EntityKind.PERSON and gender in (None, "female" if word in _FEMALE else "male")
    return kind in ((EntityKind.GROUP,) if word == "their" else (*STATE_KINDS, EntityKind.ORGANISATION))


def _other_party(mention: Mention, subjects: tuple[str, ...], antecedents: Antecedents) -> Found:
    """Of a participle's object: who is last told in the sentence and is not its subject ("A left B, accusing it of")."""
    plural = (mention.name or "").lower() == "them"
    told = [(m, e) for m, e in antecedents.before(mention, 0) if antecedents.clauses.is_top(m) and not set(e) & set(subjects)]
    for kinds in ((EntityKind.GROUP,),) if plural else (STATE_KINDS, (EntityKind.ORGANISATION,)):  # states before courts and bodies
        for _, entities in told:
            if antecedents.kind(entities[0]) in kinds or (plural and len(entities) > 1):
                return entities, 0.6, ("the other party of the sentence",)
    return (), 0.0, ("no other party before it",)


def _person_pronoun(mention: Mention, antecedents: Antecedents, gender: str) -> Found:
    """The last fitting subject, of earlier sentences first that of the main clause; else the last fitting person.

    Centering (Grosz, Joshi and Weinstein 1995): the subject of the sentence before outranks what is told further off.
    In one sentence someone known to be of the gender outranks someone of whom it is not known.
    """
    others = {*antecedents.clauses.subject_beside(mention), *antecedents.clauses.subjects_of_clause_around(mention)}
    fits = [(m, e) for m, e in antecedents.before(mention, _QUOTED_BACK) if _is_one_person(m, e, antecedents) and not others & set(e)]
    near = [r for r in fits if r[0].sentence >= mention.sentence - 3]
    rows_before = antecedents.outside_words(mention, near, fits)
    told = [(m, e, antecedents.gender(e)) for m, e in rows_before]
    if others and (here := [r for r in told if r[0].sentence == mention.sentence and r[2] in (None, gender)]):
        told = here  # "A met B and thanked him"
    sure = [(m, e) for m, e, known in told if known == gender]
    rows = sure or [(m, e) for m, e, known in told if known is None]
    before = [(m, e, known) for m, e, known in told if known in (None, gender) and antecedents.clauses.is_main_subject(m)]
    nearest = next((m.sentence for m, _, _ in before), None)
    if nearest is not None and nearest < mention.sentence and not any(m.sentence > nearest for m, _ in rows):
        likely = (gender,) if gender == "female" else (gender, None)  # most officials of whom it is not known are men
        subjects = [(m, e) for m, e, known in before if m.sentence == nearest and known in likely]
        rows = subjects or ([] if any(m.sentence == nearest for m, _ in sure) else [(m, e) for m, e, _ in before]) or rows
    newest = [r for r in rows if r[0].sentence == rows[0][0].sentence]
    subjects = [r for r in newest if antecedents.clauses.is_subject(r[0])]
    subjects = subjects or [r for r in rows if antecedents.clauses.is_subject(r[0])]
    for _, entities in (subjects or rows)[:1]:
        antecedents.registry.gender_of(antecedents.registry.records[entities[0]], gender)
        return entities, 0.65, ("last fitting person",)
    return (), 0.0, ("no person before it",)


def _is_one_person(mention: Mention, entities: tuple[str, ...], antecedents: Antecedents) -> bool:
    return len(entities) == 1 and antecedents.kind(entities[0]) is EntityKind.PERSON and antecedents.clauses.is_top(mention)


def _plural_pronoun(mention: Mention, antecedents: Antecedents) -> Found:
    """Joined subjects outrank plural ones, these the people of the sentence, they other plurals.

    Who says what stands before is who spoke or acted in the sentence before: "'A's troops should leave', they said".
    """
    if (mention.name or "").lower() == "they" and antecedents.clauses.closes_report(mention) and (said := _last_speakers(mention, antecedents)):
        return said, 0.65, ("who spoke before",)
    for sentence in range(mention.sentence, mention.sentence - _LOOK_BACK - 1, -1):
        told = [r for r in antecedents.before(mention, _LOOK_BACK) if r[0].sentence == sentence]
        joined = _joined_subject(mention, antecedents, sentence)
        if len(joined) > 1:
            return joined, 0.65, ("joined subjects",)
        for m, entities in told:
            plural = len(entities) > 1 or antecedents.kind(entities[0]) is EntityKind.GROUP
            if plural and antecedents.clauses.is_subject(m):
                return entities, 0.65, ("plural subject",)
        if sentence < mention.sentence - 1:
            continue
        body = next((e for m, e in told if sentence < mention.sentence and antecedents.clauses.is_main_subject(m)), ())
        if len(body) == 1 and antecedents.kind(body[0]) is EntityKind.ORGANISATION:  # "The ministry rejected it. They called ..."
            return body, 0.5, ("body told as a plural",)
        people = tuple(
            i for m, e in reversed(told) if antecedents.clauses.is_top(m) for i in e if antecedents.kind(i) is EntityKind.PERSON
        )
        if len(set(people)) > 1:
            return tuple(dict.fromkeys(people)), 0.6, ("the people of the sentence",)
        for m, entities in told:
            if m.plural and len(entities) > 1:
                return entities, 0.6, ("plural named last",)
    return _collective(mention, antecedents)


def _last_speakers(mention: Mention, antecedents: Antecedents) -> tuple[str, ...]:
    """The several that were told together as "they", or before the sentence as its main subject."""
    clauses = antecedents.clauses
    for m, entities in antecedents.before(mention, _LOOK_BACK):
        speak = clauses.is_subject(m) if m.form is MentionForm.PRONOUN else m.sentence < mention.sentence and clauses.is_main_subject(m)
        if speak and len(entities) > 1:
            return entities
    return ()


def _joined_subject(mention: Mention, antecedents: Antecedents, sentence: int) -> tuple[str, ...]:
    for row in reversed(antecedents.coordinated(sentence) if sentence >= 0 else []):
        if antecedents.clauses.is_subject(row[0]) and all(m.span.end <= mention.span.start for m in row):
            found = tuple(dict.fromkeys(i for m in row for i in antecedents.entities_of(m)))
            if all(antecedents.kind(i) in (*STATE_KINDS, *_BODIES, EntityKind.PERSON) for i in found):
                return found
    return ()


def _collective(mention: Mention, antecedents: Antecedents) -> Found:
    """A body may be told on as "they"."""
    for m, entities in antecedents.before(mention, 1):
        if antecedents.kind(entities[0]) is EntityKind.ORGANISATION and antecedents.clauses.is_subject(m):
            return entities, 0.5, ("body told as a plural",)
    return (), 0.0, ("nothing plural before it",)
