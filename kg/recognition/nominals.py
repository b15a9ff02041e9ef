"""Noun phrases and pronouns that stand for what was named before."""

from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, Words, covering


def find_nominals(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "both leaders", "the two sides", "the disputed region", "the country", personal pronouns."""
    found: list[Draft] = []
    for i, word in enumerate(words.lower):
        if covering(drafts, i) is not None or covering(found, i) is not None:
            continue
        made = _plural(words, drafts, i) or _single(words, drafts, i) or _styled(words, i)
        if made is None and (words.among(i, "subject_pronouns") or words.among(i, "other_pronouns")):
            made = Draft(start=i, end=i + 1, kind=EntityKind.PERSON if word in ("he", "she", "him", "her", "his") else EntityKind.GROUP,
                         form=MentionForm.PRONOUN, head=(i, i + 1), name=word, plural=word in ("they", "them", "their"))  # fmt: skip
        if made is not None:
            found.append(made)
    return found


def _styled(words: Words, i: int) -> Draft | None:
    """ "His Excellency", "Her Majesty" without a name: he, she."""
    end = i + 1
    while words.among(end, "styles") and words.capital(end):
        end += 1
    if words.lower[i] not in ("his", "her") or end == i + 1 or words.capital(end):
        return None
    return Draft(start=i, end=end, kind=EntityKind.PERSON, form=MentionForm.PRONOUN, head=(i, end), name="he" if words.lower[i] == "his" else "she")


def _plural(words: Words, drafts: list[Draft], i: int) -> Draft | None:
    """ "both leaders", "the two sides", "either country", "the parties", "the trio"."""
    at, definite = i, words.lower[i] in ("the", "these", "those") or (i == 0 and words.lower[i] == "all")
    if definite:
        at += 1
    counted = words.among(at, "dual") or (definite and words.among(at, "small_numbers"))
    at += counted
    if at >= len(words.lower) or not (counted or definite):
        return None
    if words.among(at, "party_modifiers"):
        at += 1
    for length in (2, 1):
        phrase = " ".join(words.lower[at : at + length])
        kind = _sort_of_party(words, phrase, counted)
        if kind is None or covering(drafts, at) is not None:
            continue
        behind = words.lower[at + length : at + length + 3]
        if behind[:1] in (("from",), ("in",)) or (behind[:1] == ("of",) and not (behind[1:2] == ("the",) and words.among(at + length + 2, "event_heads"))):
            return None
        return Draft(start=i, end=at + length, kind=kind, form=MentionForm.NOMINAL, head=(at, at + length),
                     name=words.text(i, at + length), plural=True)  # fmt: skip
    return None


def _sort_of_party(words: Words, phrase: str, counted: bool) -> EntityKind | None:
    if words.among_phrases("ensembles", phrase):
        return EntityKind.PERSON if phrase in ("pair", "duo", "trio") else EntityKind.STATE
    for key, kind in (("agents_plural", EntityKind.PERSON), ("states_plural", EntityKind.STATE)):
        if words.among_phrases(key, phrase) and (counted or words.among_phrases("parties_by_article", phrase)):
            return kind
    return None


def _single(words: Words, drafts: list[Draft], i: int) -> Draft | None:
    """ "the disputed region", "the country", "the alliance"."""
    if words.lower[i] not in ("the", "this", "that"):
        return None
    at = i + 1
    while at < min(i + 4, len(words.lower)) and words.among(at, "single_modifiers"):
        at += 1
    if at >= len(words.lower) or covering(drafts, at) is not None:
        return None
    if words.among(at, "directions") and at == i + 1 and words.capital(at) and not words.capital(at + 1):
        return Draft(start=i, end=at + 1, kind=EntityKind.STATE, form=MentionForm.NOMINAL, head=(at, at + 1),
                     name=words.text(i, at + 1))  # fmt: skip
    disputed = any(w in ("disputed", "contested", "occupied", "annexed") for w in words.lower[i:at])
    kind = None
    if words.among(at, "regions_single") and (disputed or not _followed(words, at)):
        kind = EntityKind.REGION
    elif words.among(at, "states_single") and not _followed(words, at):
        kind = EntityKind.STATE
    elif words.among(at, "bodies_single") and not _followed(words, at) and words.lower[i] == "the":
        kind = EntityKind.ORGANISATION
    if kind is None:
        return None
    return Draft(start=i, end=at + 1, kind=kind, form=MentionForm.NOMINAL, head=(i, at + 1), name=words.text(i, at + 1))


def _followed(words: Words, at: int) -> bool:
    """Whether the noun goes on ("the region of", "the Northern Council Summit")."""
    return at + 1 < len(words.lower) and (
        words.lower[at + 1] == "of" or (words.texts[at + 1][0].isalnum() and words.capital(at + 1))
    )
