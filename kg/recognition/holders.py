"""Titles joined to the people who bear them.

Title and name: a plural title is shared out, jurisdictions and names in the same number go together in order. A title without
a name stands for its holder when it is determined or has a jurisdiction.
"""

from dataclasses import replace

from kg.model import EntityKind, MentionForm
from kg.recognition.appositions import add_title_behind, with_apposition
from kg.recognition.drafts import Draft, RoleDraft, Words
from kg.recognition.people import names_after, rank_before
from kg.recognition.titles import DETERMINERS, begins_longer, inherited, role_at


def find_people(words: Words, drafts: list[Draft]) -> list[Draft]:
    """All drafts with roles joined to names; titles alone become drafts of form ROLE."""
    people = [d for d in drafts if d.kind is EntityKind.PERSON]
    found = [d for d in drafts if d.kind is not EntityKind.PERSON]
    taken: set[int] = set()
    i = 0
    while i < len(words.texts):
        role = role_at(words, found, people, i)
        if role is None or _is_rank(words, found, people, role) or begins_longer(words, role):
            i += 1
            continue
        made = _with_names(words, found, people, role)
        if len(made) == 1 and made[0].form is MentionForm.NAME:
            add_title_behind(words, found, people, made[0], listed=words.texts[role.end : role.end + 1] == (",",))
        found.extend(made)
        taken.update(
            id(p)
            for p in people
            if p is not role.boss and any(m.start <= p.start and p.end <= m.end for m in made)
        )
        alone = bool(made) and made[0].form is MentionForm.ROLE
        i = max([i + 1, role.title_range[1]] if alone else [m.end for m in made] + [role.end, i + 1])
    found.extend(with_apposition(words, found, people, p) for p in people if id(p) not in taken)
    return _without_swallowed(found)


def _is_rank(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> bool:
    """ "Major General NAME": a rank before a name is no office."""
    ranks = role.end == role.title_range[1] and all(words.among(i, "ranks") for i in range(*role.title_range))
    return ranks and not role.of and bool(names_after(words, drafts, people, role))


def _without_swallowed(found: list[Draft]) -> list[Draft]:
    """Titles alone that became part of a named person's phrase are dropped."""
    named = [d for d in found if d.kind is EntityKind.PERSON and d.form is MentionForm.NAME]
    return [
        d for d in found
        if not (d.form is MentionForm.ROLE and d.roles and any(n.start <= d.start and d.end <= n.end for n in named))
    ]  # fmt: skip


def _with_names(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[Draft]:
    roles = [role]
    names = names_after(words, drafts, people, role)
    if not names and (second := _second_title(words, drafts, people, role)) is not None:
        roles.append(second)
        names = names_after(words, drafts, people, second)
    if not names and (second := _title_in_apposition(words, drafts, people, role)) is not None:
        roles.append(second)
        names = names_after(words, drafts, people, second)
    if not names:
        return [_title_alone(words, role)] if _stands_alone(words, role) else []
    made = []
    for i, (name, own) in enumerate(zip(names, _share_out(words, role, len(names)), strict=True)):
        start = min(role.start, name.start) if i == 0 else name.start
        held = [own, *roles[1:]]
        for one in held:
            one.rank = rank_before(words, name.start) or one.rank
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
    if not one or not names_after(words, drafts, people, second):
        return None
    role.of = role.of or list(second.of)
    second.of = second.of or inherited(role, second)
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
    names = names_after(words, list(drafts), people, second)
    end = names[0].end if names else len(words.texts)
    goes_on = end + 1 < len(words.texts) and words.texts[end] == "," and words.texts[end + 1].islower() and words.lower[end + 1] != "and"
    return second if goes_on and names[0].start >= second.end else None


def _fields_of(words: Words, role: RoleDraft) -> list[str]:
    """The fields of "foreign, trade and defence ministers", each of its own office; [] for a title of one field."""
    start, noun = role.title_range[0], role.title_range[1] - 1
    if noun > 0 and "and" not in words.lower[start:noun]:
        while start > 1 and words.lower[start - 1] in ("and", ",") and words.among(start - 2, "fields"):
            start -= 2
    row = words.texts[start:noun]
    fields = [w for w in row if w.lower() not in ("and", ",")]
    return fields if "and" in row and all(w.lower() in words.lexicon.words("recognition", "fields") for w in fields) else []


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
        known = title in ("minister", "leader", "governor", "mediator") or (title in ("secretary", "chair") and words.capital(role.title_range[0]))
        return known and words.lower[role.start] in ("the", "his", "her", "their")
    return words.lower[role.start] in DETERMINERS[:6] or role.plural or words.capital(role.start)


def _title_alone(words: Words, role: RoleDraft) -> Draft:
    kind = EntityKind.GROUP if role.plural else EntityKind.PERSON
    return Draft(start=role.start, end=role.end, kind=kind, form=MentionForm.ROLE, head=(role.start, role.end),
                 name=words.text(role.start, role.end), plural=role.plural, roles=[role])  # fmt: skip
