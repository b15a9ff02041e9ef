"""Names: what tables and the tagger find, reconciled."""

from kg.gazetteer import NameMatch, NameUse
from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, Words

_TAGGED = {"PER": EntityKind.PERSON, "LOC": EntityKind.PLACE, "ORG": EntityKind.ORGANISATION}


def find_names(words: Words) -> list[Draft]:
    """Names of states, places, organisations and people in text order, none over another."""
    tagged = [d for d in _tagged(words) if d.end > d.start and not _inside_title(words, d)]
    found: list[Draft] = []
    i = 0
    while i < len(words.texts):
        match = _best_match(words, i)
        tag = next((d for d in tagged if d.start <= i < d.end), None)
        if match is not None and not _tag_wins(words, tag, i, match):
            found.append(_from_match(words, i, match))
            i += match.length
        elif tag is not None and tag.start == i:
            found.append(tag)
            i = tag.end
        elif tag is not None and not any(f.start <= tag.start < f.end for f in found):
            i += 1
        else:
            i += 1
    return [d for d in found if not (d.kind is EntityKind.PERSON and _is_title_only(words, d))]


def _best_match(words: Words, start: int) -> NameMatch | None:
    matches = words.gazetteer.match(words.texts, start, all_caps=words.all_caps)
    if not matches:
        return None
    longest = [m for m in matches if m.length == matches[0].length]
    if len(longest) == 1:
        return longest[0]
    # "US": a name before a verb or preposition, an adjective before a noun
    after = start + matches[0].length
    before_noun = after < len(words.texts) and words.texts[after][0].isalpha() and words.lower[after] not in _AFTER_NAME
    wanted = NameUse.ADJECTIVE if before_noun else NameUse.NAME
    return next((m for m in longest if m.use is wanted), longest[0])


_AFTER_NAME = frozenset(
    [
        "and",
        "or",
        ",",
        ".",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "in",
        "on",
        "at",
        "of",
        "to",
        "for",
        "from",
        "with",
        "by",
        "as",
        "that",
        "which",
        "who",
        "said",
        "says",
        "must",
        "should",
        "may",
        "can",
        "could",
        "also",
        "did",
        "does",
        "do",
        "to",
        "into",
        "over",
        "after",
        "before",
        "but",
    ]
)


def _tag_wins(words: Words, tag: Draft | None, at: int, match: NameMatch) -> bool:
    """Whether the tagger's longer name ("Jordan Smith", "Iran Air") beats the table's."""
    if tag is None:
        return False
    inside = tag.start <= at and at + match.length <= tag.end
    longer = tag.end - tag.start > match.length
    if not inside or not longer:
        return False
    if tag.kind is EntityKind.PERSON:
        return match.use is not NameUse.ADJECTIVE and match.entries[0].kind is not EntityKind.ORGANISATION
    if tag.kind is EntityKind.ORGANISATION:
        return tag.start == at and words.texts[tag.end - 1] not in words.lexicon.words("recognition", "body_heads") and match.use is not NameUse.ADJECTIVE
    return False


def _from_match(words: Words, start: int, match: NameMatch) -> Draft:
    entry = match.entries[0]
    form = MentionForm.ADJECTIVE if match.use is NameUse.ADJECTIVE else MentionForm.NAME
    kind = EntityKind.GROUP if match.use is NameUse.PEOPLE else entry.kind
    end = start + match.length
    return Draft(
        start=start, end=end, kind=kind, form=form, head=(start, end), name=words.text(start, end),
        plural=match.use is NameUse.PEOPLE, candidates=tuple(e.key for e in match.entries),
    )  # fmt: skip


def _tagged(words: Words) -> list[Draft]:
    found: list[Draft] = []
    start = 0
    while start < len(words.tags):
        kind = _TAGGED.get(words.tags[start][2:])
        if kind is None or not words.tags[start].startswith(("B", "I")):
            start += 1
            continue
        end = start + 1
        while end < len(words.tags) and words.tags[end] == "I-" + words.tags[start][2:]:
            end += 1
        draft = _trimmed(words, start, end, kind)
        if draft is not None:
            found.append(draft)
        start = end
    return found


def _trimmed(words: Words, start: int, end: int, kind: EntityKind) -> Draft | None:
    """A tagged name without honorifics, ranks and marks at its ends."""
    first = start
    while first < end and (
        words.among(first, "honorifics") or words.among(first, "ranks") or not words.texts[first][0].isalnum()
    ):
        first += 1
    while end > first and (
        words.lower[end - 1] in ("'s", "’s", "the", ",", ".") or not words.texts[end - 1][0].isalnum()
    ):
        end -= 1
    if kind is not EntityKind.PERSON:
        first = start if start < end and words.texts[start][0].isalnum() and words.lower[start] != "the" else first
    if first >= end or not any(words.capital(i) for i in range(first, end)):
        return None
    return Draft(start=first, end=end, kind=kind, form=MentionForm.NAME, head=(first, end), name=words.text(first, end))


def _inside_title(words: Words, draft: Draft) -> bool:
    """Whether a tagged name is a piece of a title ("Minister of [Foreign Affairs]")."""
    for start in range(max(0, draft.start - 4), draft.start + 1):
        hit = words.offices.longest_at(words.texts, start)
        if hit is not None and hit[0] > 1 and start + hit[0] >= draft.end:
            return True
    return False


def _is_title_only(words: Words, draft: Draft) -> bool:
    hit = words.offices.longest_at(words.texts, draft.start)
    return hit is not None and draft.start + hit[0] >= draft.end
