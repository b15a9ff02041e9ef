"""Groups of people: of a nationality or ethnicity, of a body, unnamed sources, groupings of states."""

import re
from dataclasses import replace

from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, Words, covering

_GROUNDS = (EntityKind.STATE, EntityKind.REGION, EntityKind.CITY, EntityKind.PLACE)
_MAX_WORDS = 3
_MANY = 4  # states; two or three are told by name before


def find_groups(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "Norlandic refugees", "ethnic Sudrians", "people of Westmark", "alumni of the institute", "several sources", "the grouping"."""
    found: list[Draft] = []
    for i, word in enumerate(words.lower):
        over = covering(drafts, i)
        if over is not None and over.kind is EntityKind.GROUP and i > 0 and words.lower[i - 1] == "ethnic":
            found.append(_group(words, i - 1, i + 1, over))
        elif over is not None and over.kind is EntityKind.GROUP and over.start == i and over.candidates:
            owner = _state_adjective(drafts, i)
            if owner is not None:  # "Iraqi Kurds"
                found.append(_group(words, owner.start, over.end, owner))
        elif over is None and words.among(i, "source_nouns") and words.among(i - 1, "source_quantifiers"):
            found.append(_group(words, i - 1, i + 1, None))
        elif over is None and words.among(i, "state_nouns") and (first := _bloc(words, drafts, i)) < i:
            found.append(_group(words, first, i + 1, None))
        elif over is None and words.proper(i) and word.endswith("s") and words.among_phrases("blocs", word[:-1]):
            first = i - 1 if words.among(i - 1, "parts_of_continents") and words.proper(i - 1) and covering(drafts, i - 1) is None else i
            found.append(replace(_group(words, first, i + 1, None), form=MentionForm.NAME))  # "West Africans"
        elif over is None and words.among(i, "grouping_nouns"):
            start = i
            while (
                start > 0
                and re.fullmatch(r"[a-z]+", words.texts[start - 1])
                and words.lower[start - 1] not in ("the", "a", "of", "this", "by", "in")
            ):
                start -= 1
            found.append(_group(words, start, i + 1, None))
        elif over is None and words.among(i, "group_nouns"):
            owner = _state_adjective(drafts, i) or _body_served(words, drafts, i)
            if owner is not None and word != "ships":
                found.append(_group(words, owner.start, i + 1, owner))
            elif _is_told_apart(words, drafts, i - 1):  # "Zairean rebels", "Syrian Muslim refugees"
                owner = _state_adjective(drafts, i - 1)
                found.append(replace(_group(words, owner.start if owner else i - 1, i + 1, owner), form=MentionForm.NAME))
            elif (first := for_a_cause(words, i, i + 1)) < i or (first := fighters_for(words, drafts, i, i + 1)) < i:
                found.append(replace(_group(words, first, i + 1, None), form=MentionForm.NAME))  # "jihadist groups", "Iran-backed groups"
            elif (ground := ground_behind(words, drafts, i, i + 1)) is not None:
                found.append(_group(words, i, ground.end, ground))
            elif word == "people" and i + 2 < len(words.texts) and words.lower[i + 1] == "of":
                place = next((d for d in drafts if d.start in (i + 2, i + 3)), None)
                if place is not None:
                    found.append(_group(words, i, place.end, place))
            elif words.lower[i + 1 : i + 2] in (("of",), ("from",), ("at",)) and (end := _behind_body(words, drafts, i + 2)):
                found.append(replace(_group(words, i, end, None), form=MentionForm.NAME))  # "alumni of the Northern Institute"
    return found


def ground_behind(words: Words, drafts: list[Draft], start: int, end: int) -> Draft | None:
    """The ground on which fighters stand ("militias in Riverton") or from which people come ("migrants from Ostia"); None without one."""
    case = "in" if words.among(end - 1, "ground_holders") else "from" if words.among(end - 1, "people_on_the_move") else None
    if case is None or words.lower[end : end + 1] != (case,):
        return None
    at = end + 2 if words.lower[end + 1 : end + 2] == ("the",) else end + 1
    return next((d for d in drafts if d.start in (at, at - 1) and d.end > at and d.kind in _GROUNDS and d.form is MentionForm.NAME), None)


def _is_told_apart(words: Words, drafts: list[Draft], at: int) -> bool:
    """Whether a capitalised word that names nothing by itself says of what people or faith a group is."""
    plain = at > 0 and words.proper(at) and words.texts[at].isalpha() and not words.texts[at].isupper()
    return plain and covering(drafts, at) is None and not words.among(at, "no_title_words") and not words.among(at, "parts_of_continents") and words.texts[at - 1] not in (":", '"', "“", ".")


def fighters_for(words: Words, drafts: list[Draft], at: int, end: int) -> int:
    """Where what tells for whom fighters fight begins: "Iran-backed Shiite militia groups", "pro-Norlandic rebels"; ``at`` without it."""
    first = at
    if not words.among(end - 1, "fighters"):
        return at
    while at - first < _MAX_WORDS and first > 1 and (words.among(first - 1, "force_modifiers") or (words.proper(first - 1) and words.texts[first - 1].isalpha())):
        first -= 1
    if words.among(first - 1, "backing") and words.texts[first - 2 : first - 1] == ("-",):
        backer = next((d for d in drafts if d.end == first - 2), None)
        return backer.start if backer is not None else first - 3 if first > 2 and words.proper(first - 3) else at
    return first - 1 if words.lower[first - 1].startswith(("pro-", "anti-")) else at


def for_a_cause(words: Words, at: int, end: int) -> int:
    """Where the cause begins that fighters are told by: "communist rebels"; ``at`` without one."""
    return at - 1 if words.among(at - 1, "causes") and words.among(end - 1, "fighters") else at


def _bloc(words: Words, drafts: list[Draft], at: int) -> int:
    """Where what makes states a group of their own begins: "Western countries", "more than 40 states", "dozens of nations"; ``at`` without one."""
    first = at
    if (words.among(at - 1, "blocs") and covering(drafts, at - 1) is None) or (words.texts[at - 1 : at][0:1] and words.texts[at - 1].isdigit() and int(words.texts[at - 1]) >= _MANY):
        first = at - 1
    elif words.lower[at - 1 : at] == ("of",) and words.among(at - 2, "many_of"):
        first = at - 2
    return first


def _behind_body(words: Words, drafts: list[Draft], at: int) -> int:
    """Where a body ends that begins at a word or behind its article, also one that is only explained: "Leaders Initiative (LI)"; 0 for none."""
    inside = at + 1 if words.lower[at : at + 1] == ("the",) else at
    here = [d.end for d in drafts if d.start == inside and d.kind is EntityKind.ORGANISATION and d.form is MentionForm.NAME]
    explained = [e.end for e in words.acronyms.values() if e.sentence == words.sentence.index and e.start == inside]
    return max(here + explained, default=0)


def _state_adjective(drafts: list[Draft], end: int) -> Draft | None:
    return next((d for d in drafts if d.end == end and d.form is MentionForm.ADJECTIVE), None)


def _body_served(words: Words, drafts: list[Draft], at: int) -> Draft | None:
    """The known body before a noun for those who serve it: "OSCE observers"."""
    named = (d for d in drafts if d.end == at and d.kind is EntityKind.ORGANISATION and d.form is MentionForm.NAME and d.candidates)
    return next(named, None) if words.among(at, "serving_nouns") else None


def _group(words: Words, start: int, end: int, of: Draft | None) -> Draft:
    people = of is not None and of.kind is EntityKind.GROUP
    return Draft(start=start, end=end, kind=EntityKind.GROUP, form=MentionForm.NAME if of else MentionForm.ROLE,
                 head=(start, end), name=words.text(start, end), plural=True, of=None if people else of,
                 candidates=of.candidates if of is not None and people else ())  # fmt: skip
