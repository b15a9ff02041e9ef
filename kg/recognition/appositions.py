"""Titles behind a name: NAME, [the] TITLE [of body] [and TITLE], NAME (TITLE), NAME, 54, TITLE."""

from dataclasses import replace
from typing import Final

from kg.model import STATE_KINDS, MentionForm
from kg.recognition.complements import POSSESSIVE, behind_phrase
from kg.recognition.drafts import Draft, RoleDraft, Words
from kg.recognition.people import CLOSING_WORDS, closes, names_after, owner_behind, rank_before
from kg.recognition.titles import DETERMINERS, begins_longer, inherited, role_at

MAX_APPOSITION: Final = 12  # words between a name and the head of the title behind it


def with_apposition(words: Words, drafts: list[Draft], people: list[Draft], person: Draft) -> Draft:
    """ "NAME, [the] TITLE of X", "NAME (TITLE)", and a bare name with rank or honorific in front."""
    start = person.start
    while start > 0 and (words.among(start - 1, "ranks") or words.is_honorific(start - 1)):
        start -= 1
    if start > 0 and words.among(start, "styles") and words.lower[start - 1] in ("his", "her", "their"):
        start -= 1  # "Her Excellency NAME"
    made = replace(person, start=start)
    role = _title_behind(words, drafts, people, person)
    if role is not None:
        role.rank = rank_before(words, person.start)
        made.roles = [role, *_joined_title(words, drafts, people, role)]
        made.end = made.roles[-1].end
    made.of = _possessor(words, drafts, start) or (None if made.roles else _state_behind(words, drafts, person.end))
    return made


def _possessor(words: Words, drafts: list[Draft], start: int) -> Draft | None:
    """The state of "Norland's NAME"."""
    if start < 2 or words.texts[start - 1] not in POSSESSIVE:
        return None
    return next((d for d in drafts if d.end == start - 1 and d.kind in STATE_KINDS), None)


def _state_behind(words: Words, drafts: list[Draft], at: int) -> Draft | None:
    """The state of "NAME of Norland"."""
    owner = owner_behind(words, drafts, at)
    return owner if owner is not None and owner.kind in STATE_KINDS and owner.form is MentionForm.NAME else None


def _joined_title(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[RoleDraft]:
    """The other office of "NAME, Norlandic foreign minister [and deputy prime minister],"."""
    first = role.end + 1
    if words.lower[role.end : first] not in (("and",), ("&",)):
        return []
    others = [d for d in drafts if not (d.form is MentionForm.ROLE and d.roles)]
    second = next((r for i in range(first, min(first + 3, len(words.texts))) if (r := role_at(words, others, people, i))), None)
    if second is None or second.start != first or second.plural or words.lower[first] in DETERMINERS or not closes(words, second.end):
        return []
    if names_after(words, list(drafts), people, second):
        return []
    second.of = second.of or inherited(role, second)
    role.of = role.of or list(second.of)
    return [second]


def add_title_behind(words: Words, drafts: list[Draft], people: list[Draft], person: Draft, listed: bool) -> None:
    """The further office of "TITLE NAME, TITLE of X"; ``listed`` where it may be that of the next in "TITLE, NAME, TITLE, NAME"."""
    role = _title_behind(words, drafts, people, person)
    if role is not None and listed and names_after(words, list(drafts), people, role):
        return
    if role is not None and (role.of or words.lower[role.start] not in DETERMINERS):
        person.roles += [role, *_joined_title(words, drafts, people, role)]
        person.end = person.roles[-1].end


def _title_behind(words: Words, drafts: list[Draft], people: list[Draft], person: Draft) -> RoleDraft | None:
    end = _behind_age(words, person.end)
    if end + 1 >= len(words.texts) or words.texts[end] not in (",", "("):
        return None
    others = [d for d in drafts if not (d.form is MentionForm.ROLE and d.roles)]
    for at in range(end + 1, min(end + MAX_APPOSITION, len(words.texts))):
        if words.texts[at] in (",", ".", ";", "“", '"', ")") or words.lower[at] in (
            "who",
            "said",
            "which",
            "told",
        ):
            return None
        boss = [d for d in drafts if d.roles and d.end < at and words.texts[d.end] in POSSESSIVE and d.start > end]
        role = role_at(words, others + boss, [p for p in people if p.end <= at or p.start > at], at)
        if role is not None and not begins_longer(words, role) and words.texts[role.end : role.end + 1] not in (("'s",), ("’s",)):
            begins = role.start == end + 1
            role.end = behind_phrase(words, role.end) if role.of else role.end
            ends = (
                role.end >= len(words.texts)
                or words.texts[role.end] in (",", ".", ";", ")", "—", ":", "-", "–")
                or words.lower[role.end] in CLOSING_WORDS
            )
            return role if begins and ends and not role.plural else None
    return None


def _behind_age(words: Words, at: int) -> int:
    """Behind ", 54" of "NAME, 54, the TITLE", else the same place."""
    told = at + 2 < len(words.texts) and words.texts[at] == "," and words.texts[at + 2] == ","
    return at + 2 if told and words.texts[at + 1].isdigit() else at
