"""What stands behind a title: whose office it is, its field, where someone is posted.

TITLE [of body] [for, to or in somewhere] [(abbreviation)]: "minister of foreign affairs of Norland", "ambassador to Sudria",
"head of the Northern Council's mission in Ostia".
"""

import re
from typing import Final

from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, RoleDraft, Words
from kg.recognition.fields import field_behind, second_field

POSSESSIVE: Final = ("'s", "’s", "'", "’")
OWNERS: Final = frozenset(
    {EntityKind.STATE, EntityKind.POLITY, EntityKind.ORGANISATION, EntityKind.REGION, EntityKind.GROUP}
)
PLACES: Final = frozenset({EntityKind.CITY, EntityKind.PLACE})
OF: Final = ("of", "from")
FIELD: Final = ("for", "to", "on", "in", "at", "with")
_BETWEEN: Final = ("the", "republic", "of", "state", "kingdom", "federal", "both")
# Offices that are sent somewhere: what follows "to", "for" or "in" is part of the title.
POSTED: Final = frozenset(
    ["ambassador", "envoy", "permanent-representative", "charge-daffaires", "consul", "high-representative",
     "diplomat", "minister", "adviser", "security-adviser", "deputy-foreign-minister", "deputy-minister"]
)  # fmt: skip
_IN_MINISTRIES: Final = frozenset(["minister", "deputy-minister", "deputy-foreign-minister", "adviser"])
# Offices that speak or bargain for someone: what follows "for" is whose office it is.
_SPEAKING: Final = frozenset(["spokesperson", "lawmaker", "official"])
# Offices that serve somebody: the state of "an adviser to the Norlandic president" is Norland.
_SERVING: Final = frozenset(["spokesperson", "adviser", "official", "envoy", "security-adviser", "chairperson", None])
_UNIT_WORDS: Final = 3
_PHRASE_WORDS: Final = 7
BEFORE_VERBS: Final = ("who", "which", "that", "he", "she", "it", "currently", "also", "now")
_FORCES: Final = ("armed forces", "army", "military", "forces")
_NUMBER: Final = re.compile(r"\d+(?:-\w+)?$|-$")


def extend_right(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> None:
    """Takes into a role the fields, owners and postings behind its title."""
    at = _after_abbreviation(words, second_field(words, drafts, people, role))
    while at < len(words.texts) and words.lower[at] in (*OF, *FIELD):
        after = _complement(words, drafts, people, role, at) or field_behind(words, drafts, people, role, at)
        if not after:
            break
        at = after
    at = _after_abbreviation(words, at)
    if role.office in (None, "chairperson", "commander", "leader", "adviser") and any(
        map(_is_force, role.of)
    ):
        if role.office == "chairperson" and at > role.title_range[1]:
            role.title_range = (role.title_range[0], at)
        role.office = "chief-of-general-staff" if role.office == "chairperson" else role.office
    role.end = at


def behind_phrase(words: Words, at: int) -> int:
    """Behind what a title deals with or where, up to a comma: "envoy [to the peace talks],", "commander [in Sudria],", else the same place."""
    if at >= len(words.texts) or words.lower[at] not in FIELD:
        return at
    end = at + 1
    while end < min(at + _PHRASE_WORDS, len(words.texts)) and words.texts[end].isalpha() and words.lower[end] not in BEFORE_VERBS:
        end += 1
    return end if at + 1 < end < len(words.texts) and words.texts[end] == "," else at


def longest_from(drafts: list[Draft], start: int) -> Draft | None:
    """The longest draft that begins at a word and is no person."""
    here = [
        d for d in drafts if d.start == start and d.kind is not EntityKind.PERSON and d.kind not in PLACES
    ]
    return max(here, key=lambda d: d.end, default=None)


def coordinated(words: Words, drafts: list[Draft], first: Draft) -> list[Draft]:
    """An owner and those coordinated with it: "of Norland, Sudria and Ostia"."""
    found, at = [first], _after_abbreviation(words, first.end)
    while at < len(words.texts) and words.lower[at] in ("and", ","):
        following = at + 1
        while following < len(words.texts) and words.lower[following] in ("and", "the"):
            following += 1
        other = longest_from(drafts, following)
        if other is None or other.kind not in OWNERS or other.form is MentionForm.ADJECTIVE:
            break
        if other.end < len(words.texts) and words.texts[other.end] in POSSESSIVE:
            break
        found.append(other)
        at = _after_abbreviation(words, other.end)
    return found


def _after_abbreviation(words: Words, at: int) -> int:
    """Behind "(PM)", else the same place."""
    closed = at + 2 < len(words.texts) and words.texts[at] == "(" and words.texts[at + 2] == ")"
    return at + 3 if closed and words.texts[at + 1].isupper() else at


def _complement(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft, at: int) -> int:
    """ "of Norland", "for the ministry", "to Sudria": where it ends, 0 for none."""
    inside = at + 1
    owner = longest_from(drafts, inside) or _place_from(drafts, inside, role)
    if owner is not None and words.texts[owner.end : owner.end + 1] == ("-",):  # "of the UN-[backed Norlandic government]"
        owner = longest_from(drafts, owner.end + 2)
    if words.lower[at] in ("to", "in", "at") and words.lower[inside : inside + 1] in (("its",), ("their",), ("his",), ("her",)):
        return 0  # "summoned a diplomat to its ministry"
    first = inside
    while owner is None and inside < len(words.texts) and _may_stand_between(words, inside):
        inside += 1
        owner = longest_from(drafts, inside) or _place_from(drafts, inside, role)
    described = inside > first and words.lower[inside - 1] not in _BETWEEN
    if owner is None and (
        behind := _behind_boss(words, people, role, first) or _behind_bosses(words, drafts, role, first) or _behind_count(words, role, first)
    ):
        return behind
    if owner is None or (described and not owner.candidates and owner.of is None):
        return 0
    if owner.form is MentionForm.ADJECTIVE and (boss := words.offices.longest_at(words.texts, owner.end)) is not None:
        if role.office not in _SERVING or role.of:
            return 0
        role.of.append(owner)  # "spokesman for the Norlandic president"
        end = owner.end + boss[0]
        return next((p.end for p in people if p.start == end), end)
    adjective = owner.form is MentionForm.ADJECTIVE and words.lower[at] != "of" and words.among(owner.end, "fields")
    if adjective or words.lower[owner.end : owner.end + 1] == ("affairs",):
        end = owner.end  # "director for Norlandic affairs", "for Western Hemisphere Affairs"
        while words.among(end, "fields"):
            end += 1
        role.title_range = (role.title_range[0], end)
        return end
    if _owns(words.lower[at], owner, role):
        owner = _part_of(words, drafts, owner) or owner
        role.of.extend(coordinated(words, drafts, owner) if role.plural else [owner])
        end = role.of[-1].end
        end += role.of[-1].kind in (*PLACES, EntityKind.REGION) and words.among(end, "place_nouns")  # "of the X region"
        return _behind_unit(words, drafts, end) if (posted := _behind_posting(words, drafts, role, end)) == end else posted
    if words.lower[at] in ("for", "to", "in", "on", "at") and role.office in POSTED:
        told_whose = any(d.start >= role.title_range[1] for d in role.of)
        if (role.office == "permanent-representative" or told_whose) and words.lower[at] in ("in", "at"):
            return 0  # "met envoys of Norland in Nortown"
        row = coordinated(words, drafts, owner) if words.lower[at] == "to" else [owner]
        role.title_range = (role.title_range[0], row[-1].end if len(row) > 2 else owner.end)  # "ambassador to Norland, Sudria and Ostia"
        return second_field(words, drafts, people, role)
    return 0


def _part_of(words: Words, drafts: list[Draft], owner: Draft) -> Draft | None:
    """What an owner's office is really of: "of Norland's [ruling] Labour Party", "of Norland's Westmark province"."""
    at = owner.end + 1
    if owner.end >= len(words.texts) or words.texts[owner.end] not in POSSESSIVE:
        return None
    while words.among(at, "title_parts") and not words.capital(at):
        at += 1
    here = [d for d in drafts if d.start == at and d.form is MentionForm.NAME and d.kind in (EntityKind.ORGANISATION, EntityKind.REGION, *PLACES)]
    part = max(here, key=lambda d: d.end, default=None)
    if part is None or (part.kind is not EntityKind.ORGANISATION and not any(words.among(i, "place_nouns") for i in (part.end - 1, part.end))):
        return None
    part.of = part.of or (owner if part.kind is EntityKind.ORGANISATION and not part.candidates else None)
    return part


def _behind_posting(words: Words, drafts: list[Draft], role: RoleDraft, at: int) -> int:
    """Behind where the body is: "of Norlandic forces [in Sudria]", "of the delegation [to the Northern Council]", else the same place."""
    if role.of[-1].kind is not EntityKind.ORGANISATION or words.lower[at : at + 1] not in (("in",), ("to",)):
        return at
    inside = at + 2 if words.lower[at + 1 : at + 2] == ("the",) else at + 1
    where = [d for d in drafts if d.start == inside and d.form is MentionForm.NAME and d.kind is not EntityKind.PERSON]
    return max((d.end for d in where), default=at)


def _behind_boss(words: Words, people: list[Draft], role: RoleDraft, at: int) -> int:
    """ "adviser to [President] NAME": whom someone serves, and through him his state; where the name ends, 0 for none."""
    if role.office not in _SERVING or role.of:
        return 0
    title = words.offices.longest_at(words.texts, at)
    start = at + title[0] if title is not None else at
    boss = next((p for p in people if p.start == start), None)
    if boss is None:
        return 0
    role.of, role.boss = [boss], boss
    return boss.end


def _behind_bosses(words: Words, drafts: list[Draft], role: RoleDraft, at: int) -> int:
    """ "advisers to [the] leaders of Norland and Sudria": whose offices they serve, told by title; where that ends, 0 for none."""
    start = at + (words.lower[at : at + 1] == ("the",))
    title = words.offices.longest_at(words.texts, start)
    if title is None or role.office is None or role.office not in _SERVING or role.of:
        return 0
    end = start + title[0]
    if words.lower[end : end + 1] != ("of",):
        return 0
    inside = end + 1
    while inside < len(words.texts) and words.lower[inside] in _BETWEEN:
        inside += 1
    owner = longest_from(drafts, inside)
    if owner is None or owner.kind not in OWNERS:
        return 0
    role.of.extend(coordinated(words, drafts, owner))
    return role.of[-1].end


def _behind_count(words: Words, role: RoleDraft, at: int) -> int:
    """ "the presidents of [the] three states", whose names follow: where the phrase ends, 0 for none."""
    at += words.lower[at : at + 1] == ("the",)
    counted = words.among(at, "small_numbers") or words.among(at, "dual")
    return at + 2 if role.plural and counted and words.among(at + 1, "states_plural") else 0


def _behind_unit(words: Words, drafts: list[Draft], at: int) -> int:
    """Behind the unit of an owner: "of the ministry's [Asia department]", "of the FBI [investigation]", else the same place."""
    first = at + 1 if at < len(words.texts) and words.texts[at] in POSSESSIVE else at
    for end in range(first, min(first + _UNIT_WORDS, len(words.texts))):
        if words.among(end, "units"):
            in_place = words.lower[end + 1 : end + 2] == ("in",)
            return next((d.end for d in drafts if in_place and d.start == end + 2 and d.kind is not EntityKind.PERSON), end + 1)
        if not words.texts[end][0].isalpha() or words.lower[end] in (*OF, *FIELD, "and"):
            break
    return at


def _may_stand_between(words: Words, index: int) -> bool:
    """Articles, "Republic of", and what describes an owner: "of the 16-member X", "of neighbouring X"."""
    compound = words.lower[index].rpartition("-")[2] in words.lexicon.words("recognition", "compounding") and "-" in words.texts[index]
    return words.lower[index] in _BETWEEN or words.among(index, "owner_modifiers") or bool(_NUMBER.match(words.texts[index])) or compound


def _owns(preposition: str, owner: Draft, role: RoleDraft) -> bool:
    if preposition in OF:
        return True
    if preposition == "for":
        return owner.kind is EntityKind.ORGANISATION or role.office in _SPEAKING
    return (
        preposition == "at"
        and owner.kind is EntityKind.ORGANISATION
        and not role.of
        and role.office not in POSTED - _IN_MINISTRIES
    )


def _is_force(draft: Draft) -> bool:
    return (draft.name or "").lower().endswith(_FORCES)


def _place_from(drafts: list[Draft], start: int, role: RoleDraft) -> Draft | None:
    """A city or place may own a local office, and be where someone is posted."""
    fits = role.office in ("mayor", "governor", "judge", None) or role.office in POSTED
    return next((d for d in drafts if d.start == start and d.kind in PLACES), None) if fits else None
