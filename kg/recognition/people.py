"""Names of people beside a title: TITLE [,] [rank] NAME [of OWNER] ({, | and} NAME), grown to their last capital."""

import re
from typing import Final

from kg.model import EntityKind, MentionForm
from kg.recognition.complements import OWNERS, behind_phrase, longest_from
from kg.recognition.drafts import Draft, RoleDraft, Words, covering
from kg.recognition.titles import DETERMINERS

MAX_SYLLABLE: Final = 5  # letters of the longest in Revised Romanization and Pinyin in mid name
MAX_INITIALS: Final = 6  # tokens: letters and full stops
_INITIAL: Final = re.compile(r"[A-Z]|(?:[A-Z]\.)+|\.|-")
_CLOSING: Final = (",", ".", ";", ")", "-", "–", "—", ":", '"', "”")
CLOSING_WORDS: Final = (
    "and", "said", "who", "told", "says", "has", "was", "is", "respectively", "also", "since", "until", "from", "will", "had", "have", "would",
)


def names_after(words: Words, drafts: list[Draft], people: list[Draft], role: RoleDraft) -> list[Draft]:
    """The names that a title is followed by, several of a plural one; each may tell its own owner."""
    at = role.end if role.plural or not role.of else behind_phrase(words, role.end)
    if (at < len(words.texts) and words.texts[at] in (",", "(")) or (role.plural and words.texts[at : at + 1] in (("–",), ("—",), (":",))):
        bound = (
            role.plural or role.start == 0 or words.lower[role.start] in DETERMINERS or role.of or role.boss
        )
        first = name_at(words, drafts, people, at + 1) if bound else None
        if first is None or (not role.plural and not closes(words, first.end)):
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
    while (name := name_at(words, drafts, people, at)) is not None:
        names.append(name)
        at = name.end
        ownerless = all(d.form is MentionForm.ROLE and d.of is None for d in role.of)  # "Foreign Ministry spokesman NAME of Norland"
        if (owner := owner_behind(words, drafts, at)) is not None and (role.plural or ownerless):
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


def owner_behind(words: Words, drafts: list[Draft], at: int) -> Draft | None:
    """ "of Norland" or "(Norland)" behind a name."""
    if at + 1 >= len(words.texts) or words.lower[at] not in ("of", "("):
        return None
    inside = at + 2 if words.lower[at + 1] == "the" else at + 1
    owner = longest_from(drafts, inside)
    if owner is None or owner.kind not in OWNERS:
        return None
    closed = words.lower[at] == "of" or (owner.end < len(words.texts) and words.texts[owner.end] == ")")
    return owner if closed else None


def closes(words: Words, at: int) -> bool:
    """Whether an apposition ends here."""
    return at >= len(words.texts) or words.texts[at] in _CLOSING or words.lower[at] in CLOSING_WORDS


def name_at(words: Words, drafts: list[Draft], people: list[Draft], at: int) -> Draft | None:
    """The name that begins at a word, ranks and honorifics skipped: as tagged, grown to its last capital."""
    while at < len(words.texts) and (words.among(at, "ranks") or words.is_honorific(at)):
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


def rank_before(words: Words, start: int) -> str | None:
    """The rank in front of a name, as written."""
    at = start
    while at > 0 and words.among(at - 1, "ranks"):
        at -= 1
    return words.text(at, start) if at < start else None
