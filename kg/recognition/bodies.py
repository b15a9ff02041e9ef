"""Bodies, polities, groups, agreements and conflicts made of names and common nouns."""

import re

from kg.model import PLACE_KINDS, STATE_KINDS, EntityKind, MentionForm
from kg.recognition.complements import POSSESSIVE
from kg.recognition.drafts import Draft, Words, covering
from kg.recognition.groups import find_groups
from kg.recognition.organs import AREA, find_organs, organs_of

MAX_BODY_WORDS = 5
_GROUND = (EntityKind.REGION, EntityKind.PLACE, EntityKind.POLITY)


def find_bodies(words: Words, names: list[Draft]) -> list[Draft]:
    """All drafts of the sentence after names have been joined with the nouns around them."""
    drafts = _with_owners(words, names)
    drafts += _explained(words, drafts)
    drafts += _acronyms_and_organs(words, drafts)
    drafts += _polities(words, drafts)
    drafts += _formats(words, drafts)
    drafts += find_organs(words, drafts)
    drafts += find_groups(words, drafts)
    drafts += _titled_texts(words, drafts, "agreement_heads", EntityKind.AGREEMENT)
    drafts += _titled_texts(words, drafts, "conflict_heads", EntityKind.CONFLICT)
    return drafts


def _with_owners(words: Words, names: list[Draft]) -> list[Draft]:
    """A body that the tagger found, joined with the state in front ("Norlandic X") or behind ("X of Norland")."""
    drafts = list(names)
    for body in names:
        if body.kind is not EntityKind.ORGANISATION or body.form is not MentionForm.NAME:
            continue
        if body.candidates and not words.among_phrases("bodies_of_many", (body.name or "").lower()):
            continue
        owner = next((d for d in names if d is not body and d.kind in STATE_KINDS and d.end == body.start), None)
        behind = _owner_behind(words, names, body.end) if owner is None else None
        if owner is None and (behind is None or body.candidates):
            if (end := _behind_acronym(words, body.end)) > body.end:
                drafts.remove(body)
                drafts[:] = [d for d in drafts if not (body.end <= d.start and d.end <= end)]
                drafts.append(_named(words, body.start, end, EntityKind.ORGANISATION))
            continue
        start, end = (owner.start, body.end) if owner else (body.start, behind.end if behind else body.end)
        end = _behind_acronym(words, end)
        drafts.remove(body)
        drafts.append(_named(words, start, end, EntityKind.ORGANISATION, owner or behind))
    return drafts


def _behind_acronym(words: Words, at: int) -> int:
    """Behind "(FAM)", else the same place."""
    closed = at + 2 < len(words.texts) and words.texts[at] == "(" and words.texts[at + 2] == ")"
    return at + 3 if closed and words.texts[at + 1].isupper() and len(words.texts[at + 1]) < 8 else at


def _owner_behind(words: Words, names: list[Draft], end: int) -> Draft | None:
    """The state of "of Norland" or "in the DRC" at a word."""
    if end + 1 >= len(words.texts) or words.lower[end] not in ("of", "in"):
        return None
    inside = end + 2 if words.lower[end + 1] == "the" else end + 1
    return next(
        (d for d in names if d.start == inside and d.kind in STATE_KINDS and d.form is MentionForm.NAME), None
    )


def _explained(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "Joint Coordination Mechanism (JCM)" as one mention, where it stands and is a body."""
    found: list[Draft] = []
    for expansion in words.acronyms.values():
        start, end = expansion.start, expansion.end
        governs = expansion.words[0] == "Government"  # "Government of National Accord (GNA)"
        thing = words.among_phrases("thing_heads", expansion.words[-1].lower()) and not governs
        if expansion.sentence != words.sentence.index or thing:
            continue
        known = any(d.candidates and d.start == start and d.end >= end for d in drafts)
        is_body = governs or any(w in words.lexicon.words("recognition", "body_heads") for w in expansion.words) or any(
            d.kind is EntityKind.ORGANISATION and d.start < end and d.end > start for d in drafts
        )
        if is_body and not known:
            before = start - 1 if start and words.texts[start - 1] in POSSESSIVE else start  # "Norland's Government of Unity (GU)"
            inner = next((d for d in drafts if d.kind in STATE_KINDS and (d.end == before or (start <= d.start and d.end <= end))), None)
            drafts[:] = [d for d in drafts if not (start <= d.start and d.end <= end + 3) or d.candidates]
            found.append(_named(words, start, end + 3, EntityKind.ORGANISATION, inner))
    return found


def _acronyms_and_organs(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "Commonwealth of Independent States (CIS) Council of Foreign Ministers"."""
    found: list[Draft] = []
    for name in drafts:
        if name.kind not in (*AREA, EntityKind.GROUP) or (name.form is not MentionForm.NAME and name.kind is not EntityKind.STATE):
            continue
        end = name.end
        if (
            end + 2 < len(words.texts)
            and words.texts[end] == "("
            and words.texts[end + 2] == ")"
            and words.texts[end + 1].isupper()
        ):
            end += 3
        if end < len(words.texts) and words.texts[end] in POSSESSIVE:
            end += 1
        last = _capitalised_body(words, end)
        if any(d.start == end and d.end == last and d.candidates for d in drafts):
            continue  # "Norlandic [Northern Council]" has a name of its own
        if (name.kind in PLACE_KINDS and last - end < 2) or words.longest(end, organs_of(words)) == last - end:
            continue  # "Harbour Authority" of many a place; "Norlandic [Foreign Ministry]" is told as an organ
        if last > end and covering(drafts, end) in (
            None,
            *(d for d in drafts if d.start == end and d.end <= last),
        ):
            found.append(
                Draft(start=name.start, end=last, kind=EntityKind.ORGANISATION, form=MentionForm.NAME,
                      head=(name.start, last), name=words.text(name.start, last), of=None if name.kind in PLACE_KINDS else name)
            )  # fmt: skip
    return found


def _capitalised_body(words: Words, start: int) -> int:
    """The end of "(Security) Council (of Foreign Ministers)" from ``start``, else ``start``."""
    heads = words.lexicon.words("recognition", "body_heads")
    i, last = start, start
    while i < min(start + MAX_BODY_WORDS, len(words.texts)):
        owns_body = words.texts[i + 1 : i + 2] in (("'s",), ("’s",)) and any(w in heads for w in words.texts[i + 2 : i + 3])
        if words.tags[i].endswith("PER") and not owns_body:  # the tagger may take "People" of "People's Party" for a person
            break
        genitive = i > start and words.texts[i] in POSSESSIVE[:2] and words.proper(i + 1)  # "People's Party"
        joined = i > start and last == start and words.lower[i] == "and" and words.capital(i + 1)  # "Peace and Security Council"
        if not genitive and not joined and not (words.capital(i) and words.texts[i][0].isalpha()):
            break
        i += 1
        if words.texts[i - 1] in heads:
            last = i
    if last == start:
        return start
    i = last
    if i + 1 < len(words.texts) and words.lower[i] in ("of", "on", "for") and words.capital(i + 1) and not words.among(i + 1, "no_title_words"):
        i += 1
        first = i
        while i < len(words.texts) and not (i > first and _begins_title(words, i)) and (
            (words.capital(i) and not words.tags[i].endswith("PER")) or (words.lower[i] in ("and", "of") and words.capital(i + 1))
        ):
            i += 1
    return i


def _begins_title(words: Words, at: int) -> bool:
    """Whether an office of one person begins at a word: "Ministry of Foreign Affairs [Special Secretary]"."""
    hit = words.offices.longest_at(words.texts, at)
    return hit is not None and not words.lower[at + hit[0] - 1].endswith("s")


def _formats(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "the Normandy Four", "the Astana trio": states that meet, called by the place where they first did."""
    found: list[Draft] = []
    for place in drafts:
        if place.kind not in (EntityKind.CITY, *_GROUND) or place.form is not MentionForm.NAME or covering(drafts, place.end) is not None:
            continue
        counted = words.capital(place.end) and words.among(place.end, "format_numbers")
        named = words.among(place.end, "format_heads") and not words.capital(place.end + 1)  # not "the Nortown group NAME"
        if counted or (named and words.lower[place.start - 1 : place.start] == ("the",)):
            found.append(_named(words, place.start, place.end + 1, EntityKind.ORGANISATION))
    return found


def _polities(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "the Autonomous Oblast of X", "the self-proclaimed X Republic": units apart from the region X."""
    found: list[Draft] = []
    for name in list(drafts):
        if name.form is not MentionForm.NAME or name.kind not in (*_GROUND, EntityKind.ORGANISATION):
            continue
        if not name.candidates and _is_polity_name(words, name):  # "Republic of X" as the tagger has it
            start = name.start
            while start > 0 and words.among(start - 1, "polity_modifiers"):
                start -= 1
            drafts.remove(name)
            found.append(_named(words, start, name.end, EntityKind.POLITY))
            continue
        if name.kind is EntityKind.ORGANISATION:
            continue
        at = name.start - 1
        if at >= 1 and words.lower[at] == "of" and words.among(at - 1, "polity_heads"):
            start = at - 1
            while start > 0 and words.among(start - 1, "polity_modifiers"):
                start -= 1
            if start < at - 1 or words.capital(at - 1):
                found.append(_named(words, start, name.end, EntityKind.POLITY, name))
        elif words.among(name.end, "polity_heads") and words.capital(name.end):
            found.append(_named(words, name.start, name.end + 1, EntityKind.POLITY, name))
    return found


def _is_polity_name(words: Words, name: Draft) -> bool:
    """ "Republic of X", "Autonomous Province of X": a unit's common noun with the name of its ground."""
    at = name.start
    while at < name.end and words.among(at, "polity_modifiers"):
        at += 1
    return words.among(at, "polity_heads") and words.lower[at] != "state" and at + 2 < name.end and words.lower[at + 1] == "of"


def _named(words: Words, start: int, end: int, kind: EntityKind, of: Draft | None = None) -> Draft:
    return Draft(
        start=start,
        end=end,
        kind=kind,
        form=MentionForm.NAME,
        head=(start, end),
        name=words.text(start, end),
        of=of,
    )


def _titled_texts(words: Words, drafts: list[Draft], heads: str, kind: EntityKind) -> list[Draft]:
    """Capitalised names that end in "Treaty", "War" and the like, with a year in front."""
    wanted = words.lexicon.words("recognition", heads)
    found = []
    for i, text in enumerate(words.texts):
        if text not in wanted or words.all_caps:
            continue
        start = i
        while start > 0 and (
            words.capital(start - 1)
            or words.texts[start - 1] in ("-", "–")
            or re.fullmatch(r"(?:1[6-9]|20)\d\d", words.texts[start - 1])
        ):
            start -= 1
        if words.lower[start] in ("the", "a", "this", "joint") and start < i:
            start += 1
        if words.text(start, i + 1).lower() in words.lexicon.words("recognition", "no_conflicts"):
            continue
        if start < i and not (start == 0 and i == 1 and words.lower[0] in ("the", "a")):
            end = i + 1
            if kind is EntityKind.CONFLICT and end < len(words.texts) and words.texts[end] in ("I", "II"):
                end += 1
            found.append(_named(words, start, end, kind))
    return found
