"""Organs of states: "Norlandic Foreign Ministry", "Sudria's armed forces", "the foreign ministry in Norgrad", "rebels of the Northern Front"."""

from collections.abc import Iterator

from kg.model import STATE_KINDS, EntityKind, MentionForm
from kg.recognition.complements import POSSESSIVE
from kg.recognition.drafts import Draft, Words, covering
from kg.recognition.groups import fighters_for, for_a_cause, ground_behind

AREA = (
    EntityKind.STATE,
    EntityKind.POLITY,
    EntityKind.REGION,
    EntityKind.CITY,
    EntityKind.PLACE,
    EntityKind.ORGANISATION,
)
_SEATED = ("ministry", "government", "parliament", "authorities", "administration", "presidency", "regime")


def organs_of(words: Words) -> frozenset[str]:
    """The nouns of organs and armed forces."""
    return words.lexicon.words("recognition", "organs") | words.lexicon.words("recognition", "forces")


def find_organs(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "Russian Foreign Ministry", "Armenia's armed forces", "Ministry of Defence of Japan"."""
    organs = organs_of(words)
    found: list[Draft] = []
    i = 0
    while i < len(words.texts):
        length = words.longest(i, organs)
        if not length:
            i += 1
            continue
        inside = covering(drafts, i)
        if words.lower[i] == "military" and length == 1 and words.among(i + 1, "military_things"):  # "the military aid" is nobody
            i += 1
            continue
        stance = words.lower[i] == "opposition" and words.lower[i + 1 : i + 2] == ("to",)  # "its opposition to the plan"
        if stance or _belongs_elsewhere(inside, i, length) or _is_title(words, i, length):
            i += 1
            continue
        found.extend(_organ(words, drafts, i, i + length))
        i += length
    return found


def _belongs_elsewhere(inside: Draft | None, start: int, length: int) -> bool:
    """Whether the organ's words are a piece of a longer name that is known or has its owner already."""
    if inside is None or inside.end - inside.start <= 1:
        return False
    return (
        inside.of is not None
        or bool(inside.candidates)
        or (inside.start, inside.end) != (start, start + length)
    )


def _is_title(words: Words, start: int, length: int) -> bool:
    hit = words.offices.longest_at(words.texts, start)
    return hit is not None and hit[0] > length


def _organ(words: Words, drafts: list[Draft], start: int, end: int) -> Iterator[Draft]:
    """The organ of each owner: "Norlandic and Sudrian forces" are two."""
    owners = _owners_before(words, drafts, start)
    if (
        owners
        and owners[-1].kind is EntityKind.ORGANISATION
        and words.lower[start] in ("mission", "side", "office", "house")
    ):
        return
    last = end
    if not owners:
        owners, last = _owners_after(words, drafts, start, end)
    while start > 0 and words.lower[end - 1] in _SEATED and words.among(start - 1, "government_modifiers") and not words.capital(start - 1):
        start -= 1  # "the federal government"
    definite = start > 0 and words.lower[start - 1] in ("the", "its", "their", "his", "her")
    led = end + 1 if words.among(end, "fighters") else end  # "militia groups"
    if (first := fighters_for(words, drafts, start, led)) < start:
        yield _fighters(words, first, led)
        return
    if not owners and (first := for_a_cause(words, start, led)) < start:
        yield _fighters(words, first, led)
        return
    if not owners and (first := _continent_before(words, drafts, start)) < start and words.lower[end - 1].endswith("s"):  # "West African troops"
        yield _fighters(words, first, end)
        return
    if not owners and (ground := ground_behind(words, drafts, start, end)) is not None:  # "the rebels in Westmark" are no body of a state
        yield _fighters(words, start, ground.end, ground)
        return
    if not owners:
        both = last > end
        if (words.capital(start) or definite or both) and words.lower[start] != "sides":  # "the sides" are the parties
            first = start - 1 if definite else start
            yield Draft(start=first, end=last, kind=EntityKind.ORGANISATION, form=MentionForm.ROLE,
                        head=(start, last), name=words.text(start, last), plural=both)  # fmt: skip
        return
    for owner in owners[:-1]:
        yield Draft(start=owner.start, end=owner.end, kind=EntityKind.ORGANISATION, form=MentionForm.NAME,
                    head=(start, end), name=f"{owner.name} {words.text(start, end)}", candidates=owner.candidates)  # fmt: skip
    first = min(owners[-1].start, start)
    yield Draft(start=first, end=last, kind=EntityKind.ORGANISATION, form=MentionForm.NAME, head=(first, last),
                name=words.text(first, last), of=owners[-1])  # fmt: skip


def _owners_before(words: Words, drafts: list[Draft], start: int) -> list[Draft]:
    at = start
    while at > 0 and (
        words.texts[at - 1] in POSSESSIVE or words.lower[at - 1] in ("government", "armed", "new", "own")
    ):
        at -= 1
    beside = words.texts[at] in POSSESSIVE or (at == start and words.lower[start] in ("authorities", "government", "regime"))
    seated = beside and any(w in _SEATED for w in words.lower[start : start + 2])  # "Norgrad's foreign ministry", "the Norgrad authorities"
    owner = next(
        (d for d in drafts if d.end == at and d.kind in AREA and (d.kind is not EntityKind.CITY or (seated and _is_seat(words, d)))), None
    )
    if owner is None:
        return []
    if (
        owner.form is MentionForm.ADJECTIVE
        and owner.start >= 2
        and words.lower[owner.start - 1] in ("and", "or")
    ):
        other = next(
            (d for d in drafts if d.end == owner.start - 1 and d.form is MentionForm.ADJECTIVE), None
        )
        if other is not None:
            return [other, owner]
    return [owner]


def _owners_after(words: Words, drafts: list[Draft], start: int, end: int) -> tuple[list[Draft], int]:
    """Owners behind "of", and where the phrase ends; "of both countries" has an end but no name.

    The government that sits in a capital is its state's ("the foreign ministry in Norgrad"); fighters may be a body's
    ("rebels of the Northern Front").
    """
    if end + 1 >= len(words.texts) or words.lower[end] not in ("of", "in"):
        return [], end
    at = end + 1
    while at < len(words.texts) and words.lower[at] in ("the", "both", "two", "republic", "of"):
        at += 1
    if at < len(words.texts) and words.lower[at - 1] in ("both", "two") and words.among(at, "states_plural"):
        return [], at + 1
    owner = next(
        (
            d
            for d in drafts
            if d.start == at and d.form is MentionForm.NAME and _may_own(words, d, start, end)
        ),
        None,
    )
    return ([owner], owner.end) if owner is not None else ([], end)


def _fighters(words: Words, start: int, end: int, ground: Draft | None = None) -> Draft:
    """A group told by its cause, its backer or the ground where it stands: no body of a state."""
    return Draft(start=start, end=end, kind=EntityKind.GROUP, form=MentionForm.NAME, head=(start, end), name=words.text(start, end), plural=True, of=ground)


def _continent_before(words: Words, drafts: list[Draft], start: int) -> int:
    """Where a part of the world in front of a noun begins: "West African"; ``start`` without one."""
    if not (words.among(start - 1, "blocs") and words.proper(start - 1)) or covering(drafts, start - 1) is not None:
        return start
    return start - 2 if words.among(start - 2, "parts_of_continents") and words.proper(start - 2) else start - 1


def _may_own(words: Words, owner: Draft, start: int, end: int) -> bool:
    if owner.kind is EntityKind.CITY and words.lower[end] == "in" and words.lower[end - 1] in _SEATED:
        return _is_seat(words, owner)
    if words.lower[end] == "in" and words.among(end - 1, "ground_holders"):
        return False  # rebels in a state do not act for it
    fighters = words.lower[end] == "of" and words.longest(start, words.lexicon.words("recognition", "forces")) == end - start
    return owner.kind in STATE_KINDS or (fighters and owner.kind is EntityKind.ORGANISATION)


def _is_seat(words: Words, city: Draft) -> bool:
    entry = words.gazetteer.entry(city.candidates[0]) if city.candidates else None
    return entry is not None and len(entry.capital_of) == 1
