"""Noun phrases and pronouns that stand for what was named before."""

from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, Words, covering


def find_nominals(words: Words, drafts: list[Draft]) -> list[Draft]:
    """ "both leaders", "the two sides", "the disputed region", "the country", personal pronouns."""
    found: list[Draft] = []
    for i, word in enumerate(words.lower):
        if covering(drafts, i) is not None or covering(found, i) is not None:
            continue
        made = _plural(words, drafts, i) or _single(words, drafts, i)
        if made is None and (words.among(i, "subject_pronouns") or words.among(i, "other_pronouns")):
            made = Draft(start=i, end=i + 1, kind=EntityKind.PERSON if word in ("he", "she", "him", "her", "his") else EntityKind.GROUP,
                         form=MentionForm.PRONOUN, head=(i, i + 1), name=word, plural=word in ("they", "them", "their"))  # fmt: skip
        if made is not None:
            found.append(made)
    return found


def _plural(words: Words, drafts: list[Draft], i: int) -> Draft | None:
    """ "both leaders", "the two sides", "either country", "the parties"."""
    at, definite = i, words.lower[i] in ("the", "these", "those")
    if definite:
        at += 1
    dual = words.among(at, "dual") or (
        definite and at < len(words.lower) and words.lower[at] in ("three", "four")
    )
    if dual:
        at += 1
    if at >= len(words.lower) or not (dual or definite):
        return None
    if words.lower[at] in (
        "neighbouring",
        "neighboring",
        "warring",
        "rival",
        "conflicting",
        "opposing",
        "foreign",
        "prime",
    ):
        at += 1
    for length in (2, 1):
        phrase = " ".join(words.lower[at : at + length])
        for key, kind in (("agents_plural", EntityKind.PERSON), ("states_plural", EntityKind.STATE)):
            listed = phrase in words.lexicon.words("recognition", key)
            if (
                listed
                and (dual or phrase in ("sides", "parties", "leaders", "ministers", "foreign ministers"))
                and covering(drafts, at) is None
            ):
                if at + length < len(words.lower) and words.lower[at + length] in ("of", "from", "in"):
                    return None
                return Draft(start=i, end=at + length, kind=kind, form=MentionForm.NOMINAL, head=(at, at + length),
                             name=words.text(i, at + length), plural=True)  # fmt: skip
    return None


def _single(words: Words, drafts: list[Draft], i: int) -> Draft | None:
    """ "the disputed region", "the country"."""
    if words.lower[i] not in ("the", "this"):
        return None
    at = i + 1
    while at < min(i + 3, len(words.lower)) and words.lower[at] in (
        "disputed",
        "contested",
        "breakaway",
        "separatist",
        "mountainous",
        "self",
        "-",
        "neighbouring",
        "neighboring",
        "occupied",
        "annexed",
    ):
        at += 1
    if at >= len(words.lower) or covering(drafts, at) is not None:
        return None
    disputed = any(w in ("disputed", "contested", "occupied", "annexed") for w in words.lower[i:at])
    if words.among(at, "regions_single") and (disputed or not _followed(words, at)):
        return Draft(
            start=i,
            end=at + 1,
            kind=EntityKind.REGION,
            form=MentionForm.NOMINAL,
            head=(i, at + 1),
            name=words.text(i, at + 1),
        )
    if words.among(at, "states_single") and not _followed(words, at):
        return Draft(
            start=i,
            end=at + 1,
            kind=EntityKind.STATE,
            form=MentionForm.NOMINAL,
            head=(i, at + 1),
            name=words.text(i, at + 1),
        )
    return None


def _followed(words: Words, at: int) -> bool:
    """Whether the noun goes on ("the region of", "the country 's")."""
    return at + 1 < len(words.lower) and (
        words.lower[at + 1] == "of" or (words.texts[at + 1][0].isalnum() and words.capital(at + 1))
    )
