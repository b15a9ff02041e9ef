"""Titles: the words that give someone an office, with whom the office belongs to.

Grammar: [determiner] [jurisdiction] [modifiers] TITLE, then what ``complements`` reads. TITLE is the longest wording of
``ontology/offices.ttl``; capitalised words in front of it that name nothing belong to it ("Police and Crime Commissioner").
"""

from typing import Final

from kg.model import EntityKind, MentionForm
from kg.recognition.complements import (
    BEFORE_VERBS,
    FIELD,
    OF,
    OWNERS,
    PLACES,
    POSSESSIVE,
    POSTED,
    extend_right,
)
from kg.recognition.drafts import Draft, RoleDraft, Words, covering

DETERMINERS: Final = ("the", "a", "an", "his", "her", "their", "its", "our", "my", "your", "this", "that")
_SINGLE_DETERMINERS: Final = ("that", "this", "a", "an")  # before a plural "that" begins a clause
_COUNTERPART: Final = ("counterpart", "counterparts")
_AUXILIARIES: Final = ("is", "was", "were", "are", "been", "being", "be", "has", "have", "had", "who", "and", "he", "she", "they")
MAX_LEADING_WORDS: Final = 4
MAX_TITLE: Final = 10  # words


def role_at(words: Words, drafts: list[Draft], people: list[Draft], start: int) -> RoleDraft | None:
    """The role whose title begins at a word; ``drafts`` are what is found so far, ``people`` bare names."""
    ex = len(words.lower[start]) > 3 and words.lower[start].startswith("ex-")  # "Ex-President"
    hit = words.offices.longest_at((words.texts[start][3:], *words.texts[start + 1 : start + MAX_TITLE]), 0) if ex else words.offices.longest_at(words.texts, start)
    counterpart = _counterpart(words, start)
    if hit is None and not counterpart:
        return None
    length = hit[0] if hit else counterpart
    named = [d for d in drafts if not (d.form is MentionForm.ROLE and d.roles)]  # the president inside "his spokesman"
    over = covering([*named, *people], start)
    if over is not None and over.end - over.start > length:
        return None
    explained = (e for e in words.acronyms.values() if e.sentence == words.sentence.index and e.start <= start < e.end)
    if any(e.end != start + length for e in explained):
        return None  # "Young Leaders Initiative (YLI)" is no office, "National Security Adviser (NSA)" is one
    counted = start - 1 if not words.among(start - 1, "party_modifiers") else start - 2
    names_follow = words.texts[start + length : start + length + 1] in ((",",), (":",), ("-",), ("–",), ("of",), ("from",))
    three = words.among(counted, "small_numbers") and words.lower[counted - 1 : counted] == ("the",) and not names_follow
    if start > 0 and (words.among(counted, "dual") or three):
        return None  # "both leaders", "the three foreign ministers" stand for people named before
    if start > 0 and words.lower[start] in ("heads", "chairs") and words.lower[start - 1] in BEFORE_VERBS:
        return None
    if length == 1 and start > 0 and words.lower[start] == words.texts[start] and words.among(start - 1, "modals"):
        return None  # "will judge", "to head", "must chair"
    end = start + length
    role = RoleDraft(
        start=start, end=end, title="", title_range=(start, end), office=hit[1].key if hit and not counterpart else None,
        counterpart=counterpart > 0, plural=_is_plural(words.lower[start:end]), former=ex,
    )  # fmt: skip
    _extend_left(words, drafts, people, role)
    extend_right(words, drafts, people, role)
    role.title = words.text(*role.title_range)
    if role.of and all(d.kind in (EntityKind.ORGANISATION, EntityKind.PLACE) for d in role.of) and role.office in ("president", "head-of-government"):
        role.office = "chairperson"  # the president of a commission is no head of state
    return role


def begins_longer(words: Words, role: RoleDraft) -> bool:
    """Whether a title only begins a longer one: "Chief" in "Chief Cabinet Secretary"."""
    at = role.title_range[1]
    if at >= len(words.texts) or role.end != at or words.capital(at) is not words.capital(at - 1):
        return False
    one_word = at - role.title_range[0] == 1
    return one_word and not role.plural and words.offices.longest_at(words.texts, at) is not None


def inherited(role: RoleDraft, second: RoleDraft) -> list[Draft]:
    """Whose a second office is: the first one's owner's, of a member of parliament or ambassador the state behind it."""
    return [(d.of or d) if second.office in ("lawmaker", "ambassador") else d for d in role.of]


def _counterpart(words: Words, start: int) -> int:
    """Words of "counterpart", "opposite number" or "(his Norlandic) colleague" at a place, 0 for none."""
    if words.lower[start] in _COUNTERPART:
        return 1
    if words.lower[start] == "opposite" and start + 1 < len(words.lower) and words.lower[start + 1] in ("number", "numbers"):
        return 2
    its_owner = start > 1 and any(words.lower[i] in ("his", "her", "their") for i in range(max(0, start - 5), start - 1))
    return int(words.lower[start] in ("colleague", "colleagues") and its_owner and words.capital(start - 1))


def _is_plural(title: tuple[str, ...]) -> bool:
    end = next((i for i, word in enumerate(title) if i and word in (*OF, *FIELD)), len(title))
    head = title[:end]
    last = head[-1] if head else title[-1]
    return last.endswith(("s", "men")) and not last.endswith(("ss", "affaires"))


def _extend_left(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> None:
    at = _leading_words(words, drafts, people, role)
    while at > 0:
        before = _step_left(words, drafts, people, role, at)
        if before == at:
            break
        at = before
    if role.office in POSTED and not role.plural and len(role.of) == 2 and role.of[1].kind is EntityKind.ORGANISATION:
        role.of.pop()  # "the U.S. UN ambassador" is the state's
    if at > 0 and words.lower[at - 1] in DETERMINERS and not (role.plural and words.lower[at - 1] in _SINGLE_DETERMINERS):
        at -= 1
    role.start = at


def _leading_words(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> int:
    """Takes modifiers and capitalised words that name nothing into the title; where it begins then."""
    at = start = role.title_range[0]
    while at > 0 and start - at < MAX_LEADING_WORDS:
        listed = words.among(at - 1, "title_parts") or words.among(at - 1, "fields")
        same_case = words.capital(at - 1) is words.capital(at) or words.among(at - 1, "title_parts")
        free = listed and same_case and _is_free(covering([*drafts, *people], at - 1))
        people_of = role.plural and at == start and not words.capital(at) and _is_title_word(words, drafts, people, at - 1, before_title=True)
        if free or people_of or _is_title_word(words, drafts, people, at - 1):
            at -= 1
        elif (
            words.lower[at - 1] in ("and", "&")
            and (at < start or words.among(at, "fields"))
            and (words.among(at - 2, "fields") or at < start)
            and words.proper(at - 2)
            and _is_free(covering([*drafts, *people], at - 2))
            and not words.among(at - 2, "no_title_words")
        ):
            at -= 2
        elif words.texts[at - 1] == "," and "and" in words.lower[at:start] and words.among(at - 2, "fields") and words.capital(at - 2):
            at -= 2  # "Finance, Trade and Energy Minister"
        else:
            break
    role.title_range = (at, role.title_range[1])
    return at


def _is_title_word(words: Words, drafts: list[Draft], people: list[Draft], index: int, *, before_title: bool = False) -> bool:
    """Whether a capitalised word names nothing but the title it begins, or (``before_title``) whose a plural title is: "Yoruba leaders"."""
    return (
        index > 0
        and words.proper(index)
        and (before_title or words.capital(index + 1))
        and words.texts[index].isalpha()
        and not words.texts[index].isupper()
        and not words.among(index, "no_title_words")
        and not words.among(index, "ranks")
        and not words.is_honorific(index)
        and words.texts[index - 1] not in (".", ":", '"', "“")
        and _is_free(covering([*drafts, *people], index))
        and words.offices.longest_at(words.texts, index) is None
    )


def _is_free(over: Draft | None) -> bool:
    """Whether a word names nothing by itself: "Police" without an owner may begin a title."""
    return over is None or (over.form is MentionForm.ROLE and over.kind is EntityKind.ORGANISATION and over.of is None)


def _step_left(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft, at: int) -> int:
    """One step to the left over an owner, a possessor, a modifier or a conjunction; ``at`` for none."""
    if (owner := _owner_before(words, drafts, role, at)) is not None:
        role.of.insert(0, owner)
        return owner.start
    if words.texts[at - 1] in POSSESSIVE and (not role.of or role.office in POSTED):
        boss = _person_before(drafts, people, at - 1)
        if boss is not None:
            role.of = list(boss.roles[0].of) if boss.roles and boss.roles[0].of else [boss]
            role.boss = boss
            return boss.start
        if any(d.end == at - 1 for d in drafts):
            role.of.clear()  # "Norland's UN ambassador" is Norland's
            return at - 1
    if words.among(at - 1, "title_modifiers") and words.lower[at - 1] not in ("her", "his") and not _is_verb(words, at - 1):
        role.former = role.former or words.among(at - 1, "former")
        return at - 1
    if words.texts[at - 1] == "-" and at > 1 and words.among(at - 2, "title_modifiers"):
        return at - 1
    joined = role.of and words.lower[at - 1] in ("and", ",", "as", "&")
    if joined and any(d.end == at - 1 and (d.form is MentionForm.ADJECTIVE or (role.plural and _is_abbreviated(words, d))) for d in drafts):
        return at - 1
    return at


def _is_abbreviated(words: Words, draft: Draft) -> bool:
    """ "UK" of "UK and EU negotiators", which is name and adjective alike."""
    return draft.kind in OWNERS and draft.end - draft.start == 1 and words.texts[draft.start].replace(".", "").isupper()


def _is_verb(words: Words, index: int) -> bool:
    """Whether "appointed" or "elected" tells the act: "was appointed ambassador", not "the newly elected president"."""
    before = words.lower[index - 1] if index else ""
    return words.lower[index] in ("appointed", "elected") and (before in _AUXILIARIES or words.capital(index - 1))


def _owner_before(words: Words, drafts: list[Draft], role: RoleDraft, at: int) -> Draft | None:
    if words.texts[at - 1] == ")" and (short := next((d for d in drafts if d.end == at - 1 and words.texts[d.start - 1] == "("), None)):
        return _owner_before(words, drafts, role, short.start - 1)  # "the Group of Seven (G7) ministers"
    here = [d for d in drafts if d.end == at and d.kind in OWNERS and not (d.plural and d.roles) and words.lower[d.start - 1 : d.start] != ("ethnic",)]
    if here:
        return max(here, key=lambda d: d.end - d.start)
    places = [d for d in drafts if d.end == at and d.kind in PLACES]
    local = words.texts[at] in POSSESSIVE if at < len(words.texts) else False
    institute = words.among(at - 1, "site_heads")  # "Norgrad University President"
    return places[0] if places and (local or institute or role.office in ("mayor", "governor", "judge")) else None


def _person_before(drafts: list[Draft], people: list[Draft], end: int) -> Draft | None:
    named = [d for d in drafts if d.kind is EntityKind.PERSON and d.end == end]
    return max(named, key=lambda d: d.end - d.start, default=next((p for p in people if p.end == end), None))
