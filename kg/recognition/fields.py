"""The field of an office in its title: "minister [for African Affairs]", "Minister of Foreign Affairs [and Trade]"."""

from typing import Final

from kg.model import EntityKind
from kg.recognition.drafts import Draft, RoleDraft, Words, covering

# Offices with a field behind "for": "minister for foreign affairs".
_WITH_FIELD: Final = frozenset(["minister", "deputy-minister", "deputy-foreign-minister", "adviser", "official", "chairperson", "envoy"])


def second_field(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> int:
    """ "Minister of Foreign Affairs [and Trade]": where the title ends."""
    start, end = role.title_range
    has_field = any(w in ("of", "for") for w in words.lower[start:end]) or words.lower[end - 1] == "affairs"
    following = end + 1
    if (
        has_field
        and end + 1 < len(words.texts)
        and words.lower[end] in ("and", "&")
        and (words.proper(following) or words.among(following, "fields"))
        and covering([*drafts, *people], following) is None
        and words.offices.longest_at(words.texts, following) is None
    ):
        plain = not words.capital(following)
        while following < len(words.texts) and (words.among(following, "fields") if plain else _is_field_word(words, drafts, people, following)):
            following += 1
        role.title_range = (start, following)
        return following
    return end


def field_behind(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft, at: int) -> int:
    """ "for African Affairs", "of Foreign Affairs and Trade": capitalised words that name nothing."""
    if words.lower[at] not in ("for", "of", "on"):
        return 0
    if not words.proper(role.title_range[1] - 1):
        return _plain_field(words, role, at)
    end = at + 2 if at + 1 < len(words.texts) and words.lower[at + 1] == "the" else at + 1
    first = end
    if words.among(first, "no_title_words"):  # "met the President on Monday"
        return 0
    while end < len(words.texts) and not any(p.start <= end < p.end for p in people):
        if end > first and words.among(end - 1, "fields") and not words.among(end, "fields") and any(p.start == end + 1 for p in people):
            break  # "Minister for Interior [NAME NAME]", of which only the second is tagged
        if end > first and words.is_honorific(end):  # "Coordinator for Counterterrorism [Ambassador NAME]"
            break
        joins = words.lower[end] in ("and", "&", ",", "-") and end > first and words.capital(end + 1)
        if joins and words.lower[end] == "," and not _lists_on(words, people, end):
            break
        if not joins and not (words.capital(end) and words.texts[end][0].isalpha()):
            break
        end += 1
    if end == first or words.texts[end - 1] == ",":
        return 0
    role.title_range = (role.title_range[0], end)
    return end


def _is_field_word(words: Words, drafts: list[Draft], people: list[Draft], index: int) -> bool:
    over = covering([*drafts, *people], index)
    unnamed = over is None or (words.among(index, "fields") and over.kind is EntityKind.ORGANISATION and not over.candidates)
    return words.capital(index) and words.texts[index].isalpha() and unnamed


def _plain_field(words: Words, role: RoleDraft, at: int) -> int:
    """ "minister for foreign affairs and trade" in lower case: where the fields end, 0 for none."""
    end = at + 1
    while words.among(end, "fields") or (end > at + 1 and words.lower[end : end + 1] in (("and",), (",",)) and words.among(end + 1, "fields")):
        end += 1
    if words.capital(end - 1) and words.lower[end : end + 1] == ("and",) and words.proper(end + 1):
        end += 2  # "adviser on Finance [and Revenue]"
    if end == at + 1 or role.office not in _WITH_FIELD:
        return 0
    role.title_range = (role.title_range[0], end)
    return end


def _lists_on(words: Words, people: list[Draft], comma: int) -> bool:
    """Whether a comma stands in a list of fields ("of Trade, Industry and Energy"), not after the title."""
    following = words.lower[comma + 1 : comma + 5]
    named = any(p.start <= comma + 1 < p.end for p in people)
    return (
        not named
        and "and" in following
        and all(words.capital(comma + 1 + i) for i in range(following.index("and")))
    )
