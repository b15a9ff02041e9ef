"""Offices in words, and the people who hold them.

Grammar: [determiner] [jurisdiction] [modifiers] TITLE [of body] [(abbreviation)] [,] [rank] NAME
({, | and} NAME); or NAME, [the] TITLE [of body]. A plural title before several names is shared out:
jurisdictions and names in the same number go together in order.
"""

from kg.model import EntityKind, MentionForm
from kg.recognition.drafts import Draft, RoleDraft, Words, covering

_POSSESSIVE = ("'s", "’s", "'", "’")
_DETERMINERS = ("the", "a", "an", "his", "her", "their", "its", "this", "that")
_OWNERS = (EntityKind.STATE, EntityKind.POLITY, EntityKind.ORGANISATION, EntityKind.REGION, EntityKind.GROUP)
_COUNTERPART = ("counterpart", "counterparts", "opposite")
_JURISDICTION = ("of", "from")
_FIELD = ("for", "to", "on", "in", "at", "with")


def find_people(words: Words, drafts: list[Draft]) -> list[Draft]:
    """All drafts with roles joined to names; titles alone become drafts of form ROLE."""
    people = [d for d in drafts if d.kind is EntityKind.PERSON]
    found: list[Draft] = [d for d in drafts if d.kind is not EntityKind.PERSON]
    taken: set[int] = set()
    i = 0
    while i < len(words.texts):
        role = _role_at(words, found, people, i)
        if role is None:
            i += 1
            continue
        made = _with_names(words, found, people, role)
        found.extend(made)
        taken.update(id(p) for p in people if any(m.start <= p.start and p.end <= m.end for m in made))
        i = max([m.end for m in made] + [role.end])
    found.extend(_with_apposition(words, found, p) for p in people if id(p) not in taken)
    return _without_swallowed(found)


def _without_swallowed(found: list[Draft]) -> list[Draft]:
    """Titles alone that became part of a named person's phrase are dropped."""
    named = [d for d in found if d.kind is EntityKind.PERSON and d.form is MentionForm.NAME]
    return [
        d for d in found
        if not (d.form is MentionForm.ROLE and any(n.start <= d.start and d.end <= n.end for n in named))
    ]  # fmt: skip


def _role_at(words: Words, drafts: list[Draft], people: list[Draft], start: int) -> RoleDraft | None:
    hit = words.offices.longest_at(words.texts, start)
    counterpart = words.lower[start] in _COUNTERPART
    over = covering([*drafts, *people], start)
    if hit is None and not counterpart:
        return None
    if over is not None and over.end - over.start > (hit[0] if hit else 1):
        return None
    if start > 0 and words.among(start - 1, "dual"):  # "both leaders" stands for people named before
        return None
    end = start + (hit[0] if hit else 1)
    title = words.text(start, end)
    role = RoleDraft(
        start=start, end=end, title=title, office=hit[1].key if hit and not counterpart else None,
        counterpart=counterpart, plural=words.lower[end - 1].endswith(("s", "men")) and not words.lower[end - 1].endswith("ss"),
    )  # fmt: skip
    if " of " in f" {title.lower()} " and title.lower().split()[0].endswith("s"):
        role.plural = True
    _extend_left(words, drafts, people, role)
    _extend_right(words, drafts, role)
    return role


def _extend_left(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> None:
    at = role.start
    while at > 0:
        owner = next(
            (
                d
                for d in drafts
                if d.end == at and d.kind in (*_OWNERS, EntityKind.CITY) and d.form is not MentionForm.ROLE
            ),
            None,
        )
        boss = next((p for p in people if p.end == at - 1 and words.texts[at - 1] in _POSSESSIVE), None)
        if owner is not None and owner.kind is not EntityKind.CITY:
            role.of.insert(0, owner)
            at = owner.start
        elif words.texts[at - 1] in _POSSESSIVE and any(d.end == at - 1 for d in drafts):
            at -= 1
        elif boss is not None:
            over = next((d for d in drafts if d.kind is EntityKind.PERSON and d.end == boss.end), boss)
            role.of = list(over.roles[0].of) if over.roles else []
            at = over.start
        elif words.among(at - 1, "title_modifiers") and words.lower[at - 1] not in ("her", "his"):
            role.former = role.former or words.among(at - 1, "former")
            at -= 1
        elif (
            (words.texts[at - 1] == "-"
            and at > 1
            and words.among(at - 2, "title_modifiers"))
            or (role.of
            and words.lower[at - 1] in ("and", ",", "as")
            and any(d.end == at - 1 and d.form is MentionForm.ADJECTIVE for d in drafts))
        ):
            at -= 1
        else:
            break
    if at > 0 and words.lower[at - 1] in _DETERMINERS:
        at -= 1
    role.start = at


def _extend_right(words: Words, drafts: list[Draft], role: RoleDraft) -> None:
    at = role.end
    if (
        at + 2 < len(words.texts)
        and words.texts[at] == "("
        and words.texts[at + 2] == ")"
        and words.texts[at + 1].isupper()
    ):
        at += 3
    while at < len(words.texts) and words.lower[at] in (*_JURISDICTION, *_FIELD):
        inside = at + 1
        while inside < len(words.texts) and words.lower[inside] in (
            "the",
            "republic",
            "of",
            "state",
            "kingdom",
            "federal",
            "both",
        ):
            inside += 1
        owner = _longest_at(drafts, inside)
        if owner is None:
            break
        if (
            words.lower[at] in _JURISDICTION
            or (words.lower[at] == "for" and owner.kind is EntityKind.ORGANISATION)
            or (words.lower[at] == "at" and owner.kind is EntityKind.ORGANISATION and not role.of)
        ):
            role.of.extend(_coordinated(words, drafts, owner))
            at = role.of[-1].end
        elif (
            words.lower[at] in ("for", "to", "in", "on")
            and role.office in _POSTED
            and owner.kind is not EntityKind.PERSON
        ):
            role.title = words.text(role.end - _title_length(role), owner.end)
            at = owner.end
            if role.office == "permanent-representative":
                break
        else:
            break
    if at > role.end and role.office in (None, "chairperson", "commander", "leader", "adviser") and any(
        _is_force(words, d) for d in role.of
    ):
        role.office = "chief-of-general-staff" if role.office == "chairperson" else role.office
        role.title = (
            words.text(role.end - _title_length(role), at)
            if role.office == "chief-of-general-staff"
            else role.title
        )
    role.end = at


_POSTED = (
    "ambassador",
    "envoy",
    "permanent-representative",
    "charge-daffaires",
    "consul",
    "high-representative",
    "diplomat",
    "minister",
    "adviser",
    "security-adviser",
    "deputy-foreign-minister",
    "deputy-minister",
)


def _title_length(role: RoleDraft) -> int:
    return len(role.title.replace("-", " - ").split())


def _is_force(words: Words, draft: Draft) -> bool:
    text = (draft.name or "").lower()
    return any(text.endswith(force) for force in ("armed forces", "army", "military", "forces"))


def _longest_at(drafts: list[Draft], start: int) -> Draft | None:
    here = [d for d in drafts if d.start == start and d.kind is not EntityKind.PERSON]
    return max(here, key=lambda d: d.end, default=None)


def _coordinated(words: Words, drafts: list[Draft], first: Draft) -> list[Draft]:
    found, at = [first], first.end
    while at < len(words.texts) and words.lower[at] in ("and", ","):
        following = at + 1
        while following < len(words.texts) and words.lower[following] in ("and", "the"):
            following += 1
        other = _longest_at(drafts, following)
        if other is None or other.kind not in _OWNERS or other.form is MentionForm.ADJECTIVE:
            break
        found.append(other)
        at = other.end
    return found


def _with_names(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[Draft]:
    names = _names_after(words, drafts, people, role)
    if not names:
        return [_title_alone(words, role)] if _stands_alone(words, role) else []
    shared = _share_out(role, len(names))
    made = []
    for i, (name, own) in enumerate(zip(names, shared, strict=True)):
        start = min(role.start, name.start) if i == 0 else name.start
        rank = _rank_before(words, name.start)
        own.rank = rank or own.rank
        made.append(
            Draft(start=start, end=name.end, kind=EntityKind.PERSON, form=MentionForm.NAME,
                  head=(name.start, name.end), name=name.name, roles=[own])
        )  # fmt: skip
    return made


def _share_out(role: RoleDraft, count: int) -> list[RoleDraft]:
    """One role a name: jurisdictions in order where the numbers agree, else all to each."""
    in_order = len(role.of) == count > 1
    return [
        RoleDraft(start=role.start, end=role.end, title=role.title, office=role.office, former=role.former,
                  counterpart=role.counterpart,
                  of=[role.of[i]] if in_order else role.of[:1] if len(role.of) > 1 and count == 1 and not role.plural else list(role.of))
        for i in range(count)
    ]  # fmt: skip


def _names_after(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[Draft]:
    at = role.end
    if at < len(words.texts) and words.texts[at] == ",":
        lookahead = at + 1
        if not (role.plural or role.start == 0 or words.lower[role.start] in _DETERMINERS or role.of):
            return []
        first = _name_at(words, drafts, people, lookahead)
        if first is None or (not role.plural and not _closes(words, first.end)):
            return []
        at = lookahead
    names: list[Draft] = []
    own_states: list[Draft] = []
    while (name := _name_at(words, drafts, people, at)) is not None:
        names.append(name)
        at = name.end
        if not role.plural:
            break
        if at + 1 < len(words.texts) and words.lower[at] == "of":
            inside = at + 2 if words.lower[at + 1] == "the" else at + 1
            owner = _longest_at(drafts, inside)
            if owner is not None and owner.kind in _OWNERS:
                own_states.append(owner)
                at = owner.end
        while at < len(words.texts) and words.lower[at] in (",", "and", "&"):
            at += 1
        if at == name.end:
            break
    if names and len(own_states) == len(names):
        role.of = own_states
    return names


def _closes(words: Words, at: int) -> bool:
    """Whether an apposition ends here."""
    return (
        at >= len(words.texts)
        or words.texts[at] in (",", ".", ";", ")", "-", "–", "—")
        or words.lower[at] in ("and", "said", "who", "told")
    )


def _name_at(words: Words, drafts: list[Draft], people: list[Draft], at: int) -> Draft | None:
    while at < len(words.texts) and (words.among(at, "ranks") or words.among(at, "honorifics")):
        at += 1
    tagged = next((p for p in people if p.start <= at < p.end), None)
    if tagged is not None:
        start = max(tagged.start, at)
        return Draft(
            start=start,
            end=tagged.end,
            kind=tagged.kind,
            form=tagged.form,
            head=(start, tagged.end),
            name=words.text(start, tagged.end),
        )
    over = covering(drafts, at)
    first_name = (
        over is not None
        and over.kind is EntityKind.CITY
        and words.capital(over.end)
        and words.texts[over.end][0].isalpha()
    )
    if at >= len(words.texts) or not words.capital(at) or words.all_caps or words.title_case or (over is not None and not first_name):
        return None
    if words.offices.longest_at(words.texts, at) is not None:
        return None
    end = over.end if over is not None else at
    while (
        end < len(words.texts)
        and covering(drafts, end) is None
        and (
            (words.capital(end) and words.texts[end][0].isalpha())
            or (words.among(end, "name_particles") and words.capital(end + 1))
            or (words.texts[end] == "-" and end > at and words.capital(end + 1))
        )
    ):
        end += 1
    if end - at < 2 or words.texts[at].isupper():
        return None
    if over is not None:
        drafts.remove(over)
    return Draft(
        start=at, end=end, kind=EntityKind.PERSON, form=MentionForm.NAME, head=(at, end), name=words.text(at, end)
    )


def _rank_before(words: Words, start: int) -> str | None:
    at = start
    while at > 0 and words.among(at - 1, "ranks"):
        at -= 1
    return words.text(at, start) if at < start else None


def _stands_alone(words: Words, role: RoleDraft) -> bool:
    """A title without a name refers when it is determined, has a jurisdiction, or is plural with one."""
    if role.counterpart or role.of:
        return True
    loose = role.title.lower() in words.lexicon.words("recognition", "loose_titles")
    if role.office in (None, "chairperson", "lawmaker", "judge") or loose:
        return role.title.lower() in ("minister", "leader") and words.lower[role.start] in (
            "the",
            "his",
            "her",
            "their",
        )
    return words.lower[role.start] in _DETERMINERS[:6] or role.plural or words.capital(role.start)


def _title_alone(words: Words, role: RoleDraft) -> Draft:
    kind = EntityKind.GROUP if role.plural else EntityKind.PERSON
    head_end = role.end
    return Draft(start=role.start, end=head_end, kind=kind, form=MentionForm.ROLE, head=(role.start, head_end),
                 name=words.text(role.start, head_end), plural=role.plural, roles=[role])  # fmt: skip


def _with_apposition(words: Words, drafts: list[Draft], person: Draft) -> Draft:
    """ "Name, [the] title of X" and a bare name with rank or honorific in front."""
    start = person.start
    while start > 0 and (words.among(start - 1, "ranks") or words.among(start - 1, "honorifics")):
        start -= 1
    made = Draft(start=start, end=person.end, kind=person.kind, form=person.form, head=person.head, name=person.name)
    at = person.end
    if at + 1 < len(words.texts) and words.texts[at] == ",":
        for title_at in range(at + 1, min(at + 9, len(words.texts))):
            if words.texts[title_at] in (",", ".", ";", "“", '"') or words.lower[title_at] in (
                "who",
                "and",
                "said",
                "which",
            ):
                break
            role = _role_at(words, drafts, [], title_at)
            if (
                role is not None
                and role.start == at + 1
                and (role.end >= len(words.texts) or words.texts[role.end] in (",", ".", ";", ")", "—"))
            ):
                made.roles = [role]
                made.end = role.end
                role.rank = _rank_before(words, person.start)
                return made
    rank = _rank_before(words, person.start)
    if rank:
        made.roles = []
    return made
