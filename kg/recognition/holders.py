"""Titles joined to the people who bear them.

Title and name: TITLE [,] [rank] NAME ({, | and} NAME), where a plural title is shared out:
jurisdictions and names in the same number go together in order; or NAME, [the] TITLE [of body].
A title without a name stands for its holder when it is determined or has a jurisdiction.
"""

import re
from dataclasses import replace
from typing import Final

from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, RoleDraft, Words, covering
from kg.recognition.titles import DETERMINERS, OWNERS, POSSESSIVE, behind_phrase, longest_from, role_at

MAX_APPOSITION: Final = 12  # words between a name and the head of the title behind it
MAX_SYLLABLE: Final = 5  # letters of the longest in Revised Romanization and Pinyin in mid name
MAX_INITIALS: Final = 6  # tokens: letters and full stops
_INITIAL: Final = re.compile(r"[A-Z]|(?:[A-Z]\.)+|\.|-")
_CLOSING: Final = (",", ".", ";", ")", "-", "–", "—", ":", '"', "”")
_CLOSING_WORDS: Final = (
    "and", "said", "who", "told", "says", "has", "was", "is", "respectively", "also", "since", "until", "from", "will", "had", "have", "would",
)


def find_people(words: Words, drafts: list[Draft]) -> list[Draft]:
    """All drafts with roles joined to names; titles alone become drafts of form ROLE."""
    people = [d for d in drafts if d.kind is EntityKind.PERSON]
    found = [d for d in drafts if d.kind is not EntityKind.PERSON]
    taken: set[int] = set()
    i = 0
    while i < len(words.texts):
        role = role_at(words, found, people, i)
        if role is None or _is_rank(words, found, people, role) or _begins_longer(words, role):
            i += 1
            continue
        made = _with_names(words, found, people, role)
        if len(made) == 1 and made[0].form is MentionForm.NAME:
            _add_title_behind(words, found, people, made[0])
        found.extend(made)
        taken.update(
            id(p)
            for p in people
            if p is not role.boss and any(m.start <= p.start and p.end <= m.end for m in made)
        )
        alone = bool(made) and made[0].form is MentionForm.ROLE
        i = max([i + 1, role.title_range[1]] if alone else [m.end for m in made] + [role.end, i + 1])
    found.extend(_with_apposition(words, found, people, p) for p in people if id(p) not in taken)
    return _without_swallowed(found)


def _begins_longer(words: Words, role: RoleDraft) -> bool:
    """Whether a title only begins a longer one: "Chief" in "Chief Cabinet Secretary"."""
    at = role.title_range[1]
    if at >= len(words.texts) or role.end != at or words.capital(at) is not words.capital(at - 1):
        return False
    one_word = at - role.title_range[0] == 1
    return one_word and not role.plural and words.offices.longest_at(words.texts, at) is not None


def _is_rank(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> bool:
    """ "Major General NAME": a rank before a name is no office."""
    ranks = role.end == role.title_range[1] and all(words.among(i, "ranks") for i in range(*role.title_range))
    return ranks and not role.of and bool(_names_after(words, drafts, people, role))


def _without_swallowed(found: list[Draft]) -> list[Draft]:
    """Titles alone that became part of a named person's phrase are dropped."""
    named = [d for d in found if d.kind is EntityKind.PERSON and d.form is MentionForm.NAME]
    return [
        d for d in found
        if not (d.form is MentionForm.ROLE and d.roles and any(n.start <= d.start and d.end <= n.end for n in named))
    ]  # fmt: skip


def _with_names(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[Draft]:
    roles = [role]
    names = _names_after(words, drafts, people, role)
    if not names and (second := _second_title(words, drafts, people, role)) is not None:
        roles.append(second)
        names = _names_after(words, drafts, people, second)
    if not names and (second := _title_in_apposition(words, drafts, people, role)) is not None:
        roles.append(second)
        names = _names_after(words, drafts, people, second)
    if not names:
        return [_title_alone(words, role)] if _stands_alone(words, role) else []
    made = []
    for i, (name, own) in enumerate(zip(names, _share_out(words, role, len(names)), strict=True)):
        start = min(role.start, name.start) if i == 0 else name.start
        held = [own, *roles[1:]]
        for one in held:
            one.rank = _rank_before(words, name.start) or one.rank
        made.append(
            Draft(start=start, end=name.end, kind=EntityKind.PERSON, form=MentionForm.NAME,
                  head=(name.start, name.end), name=name.name, roles=held)
        )  # fmt: skip
    return made


def _second_title(
    words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft
) -> RoleDraft | None:
    """The other office of one person: "Norlandic Deputy Prime Minister and Foreign Minister NAME", "Special Secretary Ambassador NAME"."""
    at = role.end
    if role.plural or at + 1 >= len(words.texts) or not (words.lower[at] in ("and", "&") or words.proper(at)):
        return None
    joined = words.lower[at] in ("and", "&")
    first = at + 1 if joined else at
    outside = [d for d in drafts if d.start >= at or d.end <= role.start] + [_title_alone(words, role)]
    second = next(
        (r for i in range(first, min(first + 5, len(words.texts))) if (r := role_at(words, outside, people, i))),
        None,
    )
    if second is None or second.start != first or second.plural or words.lower[second.start] in DETERMINERS:
        return None
    if joined and not role.of and not second.of and words.lower[role.start] in DETERMINERS:
        return None  # "the Deputy Secretary and State Councilor NAME" are two
    behind = all(d.start >= second.title_range[1] for d in second.of)  # "the Crown Prince and Prime Minister of Norland NAME"
    of_body = bool(role.of) and all(d.kind is EntityKind.ORGANISATION for d in second.of)  # "Norlandic minister and Northern Council chair NAME"
    same = words.capital(role.title_range[0]) == words.capital(second.title_range[0])
    one = same if not second.of else (same and behind and not role.of) or of_body
    if not one or not _names_after(words, drafts, people, second):
        return None
    role.of = role.of or list(second.of)
    second.of = second.of or _inherited(role, second)
    return second


def _share_out(words: Words, role: RoleDraft, count: int) -> list[RoleDraft]:
    """One role a name: jurisdictions in order where the numbers agree, else all to each."""
    in_order = len(role.of) == count > 1
    first_only = len(role.of) > 1 and count == 1 and not role.plural
    fields = _fields_of(words, role) if role.plural else []
    shared = [
        replace(role, of=[role.of[i]] if in_order else role.of[:1] if first_only else list(role.of))
        for i in range(count)
    ]
    if len(fields) == count and not in_order:  # "the foreign and defence ministers, NAME and NAME"
        noun = words.text(role.title_range[1] - 1, role.title_range[1])
        for one, field in zip(shared, fields, strict=True):
            one.title = f"{field} {noun}"
            hit = words.offices.longest_at((field, noun.lower().removesuffix("s")), 0)
            one.office = hit[1].key if hit is not None and hit[0] > 1 else one.office
    return shared


def _title_in_apposition(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> RoleDraft | None:
    """The other office of "The chair of the council, Norlandic Foreign Minister NAME, ...": one person, as subject of a sentence."""
    first = role.end + 1
    if role.start > 0 or role.plural or not role.of or words.texts[role.end : first] != (",",):
        return None
    second = next((r for i in range(first, min(first + 4, len(words.texts))) if (r := role_at(words, drafts, people, i))), None)
    if second is None or second.start != first or second.plural or second.of == role.of:
        return None
    names = _names_after(words, list(drafts), people, second)
    end = names[0].end if names else len(words.texts)
    goes_on = end + 1 < len(words.texts) and words.texts[end] == "," and words.texts[end + 1].islower() and words.lower[end + 1] != "and"
    return second if goes_on and names[0].start >= second.end else None


def _inherited(role: RoleDraft, second: RoleDraft) -> list[Draft]:
    """Whose a second office is: the first one's owner's, of a member of parliament or ambassador the state behind it."""
    return [(d.of or d) if second.office in ("lawmaker", "ambassador") else d for d in role.of]


def _fields_of(words: Words, role: RoleDraft) -> list[str]:
    """The fields of "foreign, trade and defence ministers", each of its own office; [] for a title of one field."""
    start, noun = role.title_range[0], role.title_range[1] - 1
    if noun > 0 and "and" not in words.lower[start:noun]:
        while start > 1 and words.lower[start - 1] in ("and", ",") and words.among(start - 2, "fields"):
            start -= 2
    row = words.texts[start:noun]
    fields = [w for w in row if w.lower() not in ("and", ",")]
    return fields if "and" in row and all(w.lower() in words.lexicon.words("recognition", "fields") for w in fields) else []


def _names_after(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[Draft]:
    at = role.end if role.plural or not role.of else behind_phrase(words, role.end)
    if (at < len(words.texts) and words.texts[at] in (",", "(")) or (role.plural and words.texts[at : at + 1] in (("–",), ("—",), (":",))):
        bound = (
            role.plural or role.start == 0 or words.lower[role.start] in DETERMINERS or role.of or role.boss
        )
        first = _name_at(words, drafts, people, at + 1) if bound else None
        if first is None or (not role.plural and not _closes(words, first.end)):
            return []
        at += 1
    elif role.plural and at < len(words.texts) and words.lower[at] == "of":
        at += 1  # "the foreign ministers of NAME of Norland and NAME of Sudria"
    names, own = _row_of_names(words, drafts, people, role, at)
    if names and len(own) == len(names):
        role.of = own
    return names


def _row_of_names(
    words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft, at: int
) -> tuple[list[Draft], list[Draft]]:
    """The names of a title and, where each is followed by one, their owners ("NAME of Norland")."""
    names: list[Draft] = []
    own: list[Draft] = []
    while (name := _name_at(words, drafts, people, at)) is not None:
        names.append(name)
        at = name.end
        ownerless = all(d.form is MentionForm.ROLE and d.of is None for d in role.of)  # "Foreign Ministry spokesman NAME of Norland"
        if (owner := _owner_behind(words, drafts, at)) is not None and (role.plural or ownerless):
            own.append(owner)
            at = owner.end + (words.texts[at] == "(")
        if not role.plural:
            break
        joined = at
        while joined < len(words.texts) and words.lower[joined] in (",", "and", "&"):
            joined += 1
        if joined == at:
            break
        at = joined
    return names, own


def _owner_behind(words: Words, drafts: list[Draft], at: int) -> Draft | None:
    """ "of Norland" or "(Norland)" behind a name."""
    if at + 1 >= len(words.texts) or words.lower[at] not in ("of", "("):
        return None
    inside = at + 2 if words.lower[at + 1] == "the" else at + 1
    owner = longest_from(drafts, inside)
    if owner is None or owner.kind not in OWNERS:
        return None
    closed = words.lower[at] == "of" or (owner.end < len(words.texts) and words.texts[owner.end] == ")")
    return owner if closed else None


def _closes(words: Words, at: int) -> bool:
    """Whether an apposition ends here."""
    return at >= len(words.texts) or words.texts[at] in _CLOSING or words.lower[at] in _CLOSING_WORDS


def _name_at(words: Words, drafts: list[Draft], people: list[Draft], at: int) -> Draft | None:
    """The name that begins at a word, ranks and honorifics skipped: as tagged, grown to its last capital."""
    while words.among(at, "ranks") or words.among(at, "honorifics") or words.texts[at : at + 2] == ("H", "E") or words.texts[at - 1 : at + 1] == ("H", "E"):
        at += 1
    if at >= len(words.texts) or ((words.all_caps or words.title_case) and not any(p.start <= at < p.end for p in people)):
        return None
    tagged = next((p for p in people if p.start <= at < p.end), None) or _behind_initials(words, people, at)
    over = covering(drafts, at)
    if tagged is None and not _may_begin_a_name(words, drafts, over, at):
        return None
    end = _end_of_name(words, drafts, people, tagged.end if tagged else over.end if over else at)
    if tagged is None and (end - at < 2 or words.texts[at].isupper() or words.texts[end - 1] in words.lexicon.words("recognition", "body_heads")):
        return None
    for swallowed in [d for d in drafts if at <= d.start < end and d.form is MentionForm.NAME]:
        drafts.remove(swallowed)
    return Draft(
        start=at,
        end=end,
        kind=EntityKind.PERSON,
        form=MentionForm.NAME,
        head=(at, end),
        name=words.text(at, end),
    )


def _behind_initials(words: Words, people: list[Draft], at: int) -> Draft | None:
    """The tagged name behind its initials: "O. P. [NAME]"."""
    start = at
    while start < min(at + MAX_INITIALS, len(words.texts)) and _INITIAL.fullmatch(words.texts[start]):
        start += 1
    return next((p for p in people if start > at and p.start <= start < p.end), None)


def _may_begin_a_name(words: Words, drafts: list[Draft], over: Draft | None, at: int) -> bool:
    """A capitalised word that is no title and no known name, or a city's name with a surname behind it."""
    if not words.capital(at) or words.offices.longest_at(words.texts, at) is not None or words.lower[at] == "affairs":
        return False
    unknown = over is not None and over.form is MentionForm.NAME and not over.candidates and not over.roles
    first_name = over is not None and over.kind is EntityKind.CITY and words.capital(over.end)
    return over is None or (unknown and over.start == at) or first_name


def _end_of_name(words: Words, drafts: list[Draft], people: list[Draft], end: int) -> int:
    """A name goes on over capitalised words that are no known name of something else."""
    while end < len(words.texts):
        over = covering(drafts, end)
        known = over is not None and (
            bool(over.candidates) or over.of is not None or over.form is not MentionForm.NAME
        )
        given = words.texts[end] == "He" and end + 1 < len(words.texts) and words.texts[end + 1].islower()
        word = words.proper(end) and (given or not words.among(end, "no_title_words"))
        particle = words.among(end, "name_particles") and words.capital(end + 1)
        hyphen = words.texts[end] == "-" and (_joins_syllable(words, end) or (words.capital(end + 1) and words.texts[end + 1][0].isalpha()))
        if known or not (word or particle or hyphen):
            break
        inside = next((p for p in people if p.start <= end < p.end), None)
        end = inside.end if inside else end + 1 + (hyphen and not words.capital(end + 1))
    return end


def _joins_syllable(words: Words, hyphen: int) -> bool:
    """Whether a hyphen joins the second syllable of a Korean or Chinese given name: "Jong-un", not "Lund-led"."""
    if hyphen + 1 >= len(words.texts) or hyphen < 1:
        return False
    before, mark, after = words.sentence.tokens[hyphen - 1 : hyphen + 2]
    syllable = words.lower[hyphen + 1]
    return (
        before.span.end == mark.span.start and mark.span.end == after.span.start and syllable.isalpha() and len(syllable) <= MAX_SYLLABLE
        and not words.among(hyphen + 1, "compounding")
    )  # fmt: skip


def _rank_before(words: Words, start: int) -> str | None:
    at = start
    while at > 0 and words.among(at - 1, "ranks"):
        at -= 1
    return words.text(at, start) if at < start else None


def _stands_alone(words: Words, role: RoleDraft) -> bool:
    """A title without a name refers when it is determined, has a jurisdiction, or is plural."""
    if role.office == "official" and not role.plural and role.end < len(words.texts) and role.end == role.title_range[1]:
        named = words.capital(role.end) and words.texts[role.end] != "I"  # "the official NAME news agency"
        if words.among(role.end, "official_things") or (named and not role.of):
            return False
    if role.counterpart or role.of or role.boss:
        return True
    title = role.title.lower()
    if role.plural and title.split()[-1] in ("leader", "leaders") and len(title.split()) > 1:  # "opposition leaders"
        return True
    if role.office in (None, "chairperson", "lawmaker", "judge") or words.among_phrases(
        "loose_titles", title
    ):
        return title in ("minister", "leader", "governor", "mediator") and words.lower[role.start] in (
            "the",
            "his",
            "her",
            "their",
        )
    return words.lower[role.start] in DETERMINERS[:6] or role.plural or words.capital(role.start)


def _title_alone(words: Words, role: RoleDraft) -> Draft:
    kind = EntityKind.GROUP if role.plural else EntityKind.PERSON
    return Draft(start=role.start, end=role.end, kind=kind, form=MentionForm.ROLE, head=(role.start, role.end),
                 name=words.text(role.start, role.end), plural=role.plural, roles=[role])  # fmt: skip


def _with_apposition(words: Words, drafts: list[Draft], people: list[Draft], person: Draft) -> Draft:
    """ "NAME, [the] TITLE of X", "NAME (TITLE)", and a bare name with rank or honorific in front."""
    start = person.start
    while start > 0 and (words.among(start - 1, "ranks") or words.among(start - 1, "honorifics")):
        start -= 1
    if start > 0 and words.among(start, "styles") and words.lower[start - 1] in ("his", "her", "their"):
        start -= 1  # "Her Excellency NAME"
    made = replace(person, start=start)
    role = _title_behind(words, drafts, people, person)
    if role is not None:
        role.rank = _rank_before(words, person.start)
        made.roles = [role, *_joined_title(words, drafts, people, role)]
        made.end = made.roles[-1].end
    made.of = _possessor(words, drafts, start) or (None if made.roles else _state_behind(words, drafts, person.end))
    return made


def _possessor(words: Words, drafts: list[Draft], start: int) -> Draft | None:
    """The state of "Norland's NAME"."""
    if start < 2 or words.texts[start - 1] not in POSSESSIVE:
        return None
    return next((d for d in drafts if d.end == start - 1 and d.kind in (EntityKind.STATE, EntityKind.POLITY)), None)


def _state_behind(words: Words, drafts: list[Draft], at: int) -> Draft | None:
    """The state of "NAME of Norland"."""
    owner = _owner_behind(words, drafts, at)
    return owner if owner is not None and owner.kind in (EntityKind.STATE, EntityKind.POLITY) and owner.form is MentionForm.NAME else None


def _joined_title(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[RoleDraft]:
    """The other office of "NAME, Norlandic foreign minister [and deputy prime minister],"."""
    first = role.end + 1
    if words.lower[role.end : first] not in (("and",), ("&",)):
        return []
    others = [d for d in drafts if not (d.form is MentionForm.ROLE and d.roles)]
    second = next((r for i in range(first, min(first + 3, len(words.texts))) if (r := role_at(words, others, people, i))), None)
    if second is None or second.start != first or second.plural or words.lower[first] in DETERMINERS or not _closes(words, second.end):
        return []
    if _names_after(words, list(drafts), people, second):
        return []
    second.of = second.of or _inherited(role, second)
    role.of = role.of or list(second.of)
    return [second]


def _add_title_behind(words: Words, drafts: list[Draft], people: list[Draft], person: Draft) -> None:
    """The further office of "TITLE NAME, TITLE of X"."""
    role = _title_behind(words, drafts, people, person)
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
        if role is not None and not _begins_longer(words, role) and words.texts[role.end : role.end + 1] not in (("'s",), ("’s",)):
            begins = role.start == end + 1
            role.end = behind_phrase(words, role.end) if role.of else role.end
            ends = (
                role.end >= len(words.texts)
                or words.texts[role.end] in (",", ".", ";", ")", "—", ":", "-", "–")
                or words.lower[role.end] in _CLOSING_WORDS
            )
            return role if begins and ends and not role.plural else None
    return None


def _behind_age(words: Words, at: int) -> int:
    """Behind ", 54" of "NAME, 54, the TITLE", else the same place."""
    told = at + 2 < len(words.texts) and words.texts[at] == "," and words.texts[at + 2] == ","
    return at + 2 if told and words.texts[at + 1].isdigit() else at
