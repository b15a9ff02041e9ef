"""Names: what tables and the tagger find, reconciled."""

from collections.abc import Iterator
from dataclasses import replace

from kg.gazetteer import NameMatch, NameUse
from kg.model import STATE_KINDS, EntityKind, MentionForm
from kg.recognition.drafts import Draft, Words

_TAGGED = {"PER": EntityKind.PERSON, "LOC": EntityKind.PLACE, "ORG": EntityKind.ORGANISATION}


def find_names(words: Words) -> list[Draft]:
    """Names of states, places, organisations and people in text order, none over another."""
    sites = list(_sites(words))
    tagged = [d for d in _tagged(words) if d.end > d.start and not _inside_title(words, d)]
    tagged = sites + [d for d in tagged if not any(s.start <= d.start < s.end for s in sites)]
    found: list[Draft] = []
    i = 0
    while i < len(words.texts):
        match = _with_seat(words, i, _best_match(words, i) or _elliptical(words, i))
        tag = next((d for d in tagged if d.start <= i < d.end), None)
        if match is not None and not _tag_wins(words, tag, i, match):
            found.append(_from_match(words, i, match))
            i += match.length
            if tag is not None and tag.kind is EntityKind.PERSON and tag.start < i < tag.end - 1:
                found.append(_named(words, i + _owns(words, i, tag.end), tag))  # the name behind its owner
        elif tag is not None and tag.start == i:
            found.append(tag)
            found.extend(_inside(words, tag))
            i = tag.end
        elif tag is not None and not any(f.start <= tag.start < f.end for f in found):
            i += 1
        else:
            i += 1
    return [d for d in found if not (d.kind is EntityKind.PERSON and _is_title_only(words, d))]


def _inside(words: Words, body: Draft) -> Iterator[Draft]:
    """The state at the end of a body's name: "Central Bank of [Norland]"."""
    if body.kind is not EntityKind.ORGANISATION:
        return
    for at in range(body.start + 2, body.end):
        match = _best_match(words, at) if words.lower[at - 1] in ("of", "the", "in") else None
        if (
            match is not None
            and at + match.length == body.end
            and match.entries[0].kind in STATE_KINDS
        ):
            state = _from_match(words, at, match)
            body.of = state
            yield state
            return


def _best_match(words: Words, start: int) -> NameMatch | None:
    matches = words.gazetteer.match(words.texts, start, all_caps=words.all_caps)
    if not matches or (words.lower[start] == "american" and words.among(start - 1, "other_americans")):
        return None
    longest = [m for m in matches if m.length == matches[0].length]
    if len(longest) == 1:
        return longest[0]
    # "US": a name before a verb or preposition, an adjective before a noun
    after = start + matches[0].length
    before_noun = (
        after < len(words.texts) and words.texts[after][0].isalpha() and not words.among(after, "after_names")
    )
    wanted = NameUse.ADJECTIVE if before_noun or _joins_adjective(words, after) else NameUse.NAME
    return next((m for m in longest if m.use is wanted), longest[0])


def _with_seat(words: Words, start: int, match: NameMatch | None) -> NameMatch | None:
    """A seat that stands for its state with its common noun: "Elysee [Palace]"."""
    if match is None or match.use is not NameUse.METONYM:
        return match
    noun = start + match.length
    return replace(match, length=match.length + 1) if words.among(noun, "site_heads") and words.capital(noun) else match


def _joins_adjective(words: Words, at: int) -> bool:
    """ "US and Norlandic officials": what is joined to an adjective is one."""
    while at + 1 < len(words.texts) and words.lower[at] in ("and", ",", "&"):
        found = words.gazetteer.match(words.texts, at + 1, all_caps=words.all_caps)
        if not found:
            return False
        if all(m.use is NameUse.ADJECTIVE for m in found if m.length == found[0].length):
            return True
        at += 1 + found[0].length
    return False


def _elliptical(words: Words, start: int) -> NameMatch | None:
    """ "North" in "North and South Korea": the name goes on behind the other one."""
    if not words.among(start, "directions") or not words.capital(start) or start + 3 >= len(words.texts):
        return None
    joined = words.lower[start + 1] in ("and", "or") and words.among(start + 2, "directions")
    whole = [words.texts[start], *words.texts[start + 3 : start + 5]]
    found = words.gazetteer.match(whole, 0) if joined else ()
    return replace(found[0], length=1) if found else None


def _tag_wins(words: Words, tag: Draft | None, at: int, match: NameMatch) -> bool:
    """Whether the tagger's longer name ("Jordan Smith", "Iran Air") beats the table's."""
    if tag is None:
        return False
    inside = tag.start <= at and at + match.length <= tag.end
    if match.use is NameUse.METONYM and words.among(at + match.length - 1, "site_heads"):
        return False
    if tag.kind is EntityKind.PLACE and words.among(tag.end - 1, "site_heads"):
        return inside
    longer = tag.end - tag.start > match.length
    if not inside or not longer:
        return False
    if tag.kind is EntityKind.PERSON:
        if _owner_swallowed(words, tag, at, match) or _owns(words, at + match.length, tag.end):
            return False
        return match.use is not NameUse.ADJECTIVE and match.entries[0].kind is not EntityKind.ORGANISATION
    if tag.kind is EntityKind.ORGANISATION:
        return (
            tag.start == at
            and words.texts[tag.end - 1] not in words.lexicon.words("recognition", "body_heads")
            and match.use is not NameUse.ADJECTIVE
            and words.offices.longest_at(words.texts, at + match.length) is None  # "[EU] High Representative"
        )
    return False


def _owns(words: Words, at: int, end: int) -> bool:
    """ "[Norland] 's NAME": whether a genitive stands within a tagged name."""
    return at < end - 1 and words.lower[at] in ("'s", "’s")


def _owner_swallowed(words: Words, tag: Draft, at: int, match: NameMatch) -> bool:
    """ "Minister of [Georgia David X]": the state in front of a name is no part of it."""
    behind = at > 0 and tag.start == at and words.lower[at - 1] in ("of", "to", "for", "in", "the")
    return behind and tag.end - at - match.length >= 2 and match.entries[0].kind is EntityKind.STATE


def _from_match(words: Words, start: int, match: NameMatch) -> Draft:
    entry = match.entries[0]
    form = MentionForm.ADJECTIVE if match.use is NameUse.ADJECTIVE else MentionForm.NAME
    kind = EntityKind.GROUP if match.use is NameUse.PEOPLE else entry.kind
    end = start + match.length
    return Draft(
        start=start, end=end, kind=kind, form=form, head=(start, end), name=words.text(start, end),
        plural=match.use is NameUse.PEOPLE, candidates=tuple(e.key for e in match.entries),
    )  # fmt: skip


def _named(words: Words, start: int, tag: Draft) -> Draft:
    return replace(tag, start=start, head=(start, tag.end), name=words.text(start, tag.end))


def _tagged(words: Words) -> list[Draft]:
    found: list[Draft] = []
    start = 0
    while start < len(words.tags):
        kind = _TAGGED.get(words.tags[start][2:])
        if kind is None or not words.tags[start].startswith(("B", "I")):
            start += 1
            continue
        end = start + 1
        while end < len(words.tags) and _goes_on(words, start, end):
            end += 1
        draft = _trimmed(words, start, end, kind)
        if draft is not None and draft.start > 1 and words.lower[draft.start - 1] == "of" and words.among(draft.start - 2, "place_nouns"):
            draft.kind = EntityKind.PLACE
        if draft is not None and kind is EntityKind.PERSON and words.among(draft.end, "event_heads") and words.capital(draft.end):
            draft.kind = EntityKind.PLACE  # "the Negev Summit"
        if draft is not None and (draft := _of_acronym(words, draft)) is not None:
            found.append(draft)
        start = end
    return found


def _goes_on(words: Words, start: int, end: int) -> bool:
    """Whether a tagged name includes a word; two people do not stand side by side."""
    kind = words.tags[start][2:]
    if kind == "PER" and words.texts[end] in ("–", "—", ":", ";"):
        return False
    known = any(m.length == end - start for m in words.gazetteer.match(words.texts, start))
    parted = words.tags[end] == f"B-{kind}" and not known  # "Trilateral [Contact Group]"
    return words.tags[end] == f"I-{kind}" or (parted and (kind == "PER" or (kind == "ORG" and words.proper(end - 1))))


def _trimmed(words: Words, start: int, end: int, kind: EntityKind) -> Draft | None:
    """A tagged name without prepositions, honorifics, ranks and marks at its ends."""
    start += words.texts[start] in ("by", "for", "from", "in", "of", "to")  # "The Foreign Ministry [of Norland]"
    first = start
    while first < end and (
        words.is_honorific(first) or words.among(first, "ranks") or not words.texts[first][0].isalnum()
    ):
        first += 1
    while kind is EntityKind.PERSON and first < end - 1 and words.texts[first].isupper() and len(words.texts[first]) > 1 and words.offices.longest_at(words.texts, first):
        first += 1  # "MP NAME"
    while kind is EntityKind.PERSON and first < end - 2 and words.among(first, "fields") and words.capital(first - 1):
        first += 1  # "Minister for Northern [Affairs NAME]"
    while end > first and (
        words.lower[end - 1] in ("'s", "’s", "the", ",", ".") or not words.texts[end - 1][0].isalnum()
    ):
        end -= 1
    if kind is not EntityKind.PERSON:
        first = (
            start
            if start < end and words.texts[start][0].isalnum() and words.lower[start] != "the"
            else first
        )
        while end > first + 1 and words.among(end - 1, "title_parts") and words.offices.longest_at(words.texts, end if end < len(words.texts) else 0):
            end -= 1  # "[Northern Fund] Managing Director"
        while end > first and words.among(end - 1, "event_heads"):  # "[Norland Forum] Ministerial Meeting"
            end -= 1
    if kind is EntityKind.PERSON:
        while words.texts[end : end + 1] == ("-",) and words.proper(end + 1) and end + 1 < len(words.texts):
            end += 2  # "Samba-Panza"
        while end > first + 1 and words.texts[end - 1].islower() and words.texts[end - 2] != "-" and not words.among(end - 1, "name_particles"):  # "Secretary NAME [telephoned]"
            end -= 1
        end = _before_state(words, first, end)
        end -= end > first and words.lower[end - 1] == "of"
    if end > first and words.lower[end - 1] == "of":  # "[Ministry of Defence of] Norland": the tag ends too early
        behind = _best_match(words, end) if end < len(words.texts) else None
        end = end + behind.length if behind is not None else end - 1
    if first >= end or not any(words.capital(i) for i in range(first, end)):
        return None
    if end - first == 1 and words.lower[first].rpartition("-")[2] in words.lexicon.words("recognition", "compounding") and "-" in words.texts[first]:
        return None  # "UN-backed" describes
    if kind is not EntityKind.PERSON and all(words.among(i, "generic_words") for i in range(first, end)):
        return None
    return Draft(
        start=first, end=end, kind=kind, form=MentionForm.NAME, head=(first, end), name=words.text(first, end)
    )


def _before_state(words: Words, first: int, end: int) -> int:
    """The end of a person's name without the state behind it: "NAME [of Norland]"."""
    for at in range(first + 1, end - 1):
        if words.lower[at] == "of":
            match = _best_match(words, at + 2 if words.lower[at + 1] == "the" else at + 1)
            if match is not None and match.use is NameUse.NAME and match.entries[0].kind in STATE_KINDS:
                return at
    return end


def _of_acronym(words: Words, draft: Draft) -> Draft | None:
    """A tagged abbreviation is a body, unless it names no agent or is explained as something else."""
    text = words.texts[draft.start]
    if draft.end - draft.start > 1 or sum(c.isupper() for c in text) < 2 or not text[-1:].isalpha():
        return draft
    explained = words.acronyms.get(text)
    if words.among(draft.start, "no_agents") or words.among(draft.start, "organs") or (
        explained and words.among_phrases("thing_heads", explained.words[-1].lower())
    ):
        return None
    if text.isupper() and (draft.kind is EntityKind.PERSON or explained):
        draft.kind = EntityKind.ORGANISATION
    return draft


def _sites(words: Words) -> Iterator[Draft]:
    """ "Harry Truman Library", "Hotel Sudria": buildings and grounds that bear names."""
    for i in range(1, len(words.texts)):
        if not words.among(i, "site_heads") or not words.proper(i):
            continue
        start = i
        while start > 0 and words.proper(start - 1) and not words.among(start - 1, "no_title_words"):
            start -= 1
        if start < i:
            yield Draft(start=start, end=i + 1, kind=EntityKind.PLACE, form=MentionForm.NAME, head=(start, i + 1),
                        name=words.text(start, i + 1))  # fmt: skip


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
