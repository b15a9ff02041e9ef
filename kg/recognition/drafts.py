"""Mentions under construction, over token indices of one sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kg.concepts import ConceptScheme
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import EntityKind, MentionForm, Sentence
from kg.recognition.acronyms import Expansion

_GENITIVE: Final = re.compile(r" (?=['’]s\b)")  # the blank before it, which lists of phrases do not have


@dataclass(slots=True, eq=False)
class RoleDraft:
    """An office in words; ``of`` are the drafts of states and bodies."""

    start: int
    end: int
    title: str
    title_range: tuple[int, int]  # of the title's words, without jurisdiction and determiner
    office: str | None
    of: list["Draft"] = field(default_factory=list)
    rank: str | None = None
    former: bool = False
    counterpart: bool = False
    plural: bool = False
    boss: "Draft | None" = None  # "Miller's spokesman"


@dataclass(slots=True, eq=False)
class Draft:
    """A mention over tokens ``start`` to ``end`` (exclusive); ``head`` is the part that names."""

    start: int
    end: int
    kind: EntityKind
    form: MentionForm
    head: tuple[int, int]
    name: str | None = None
    plural: bool = False
    roles: list[RoleDraft] = field(default_factory=list)
    candidates: tuple[str, ...] = ()
    of: "Draft | None" = None  # state or body that an organ belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One sentence with its tags and the resources to read it."""

    sentence: Sentence
    tags: tuple[str, ...]
    body: str
    gazetteer: Gazetteer
    offices: ConceptScheme
    lexicon: Lexicon
    texts: tuple[str, ...]
    lower: tuple[str, ...]
    all_caps: bool
    acronyms: Mapping[str, Expansion]  # explained anywhere in the article
    title_case: bool  # a headline with capitals throughout: a capital says nothing there

    def among(self, index: int, key: str) -> bool:
        """Whether the word at an index stands in a list of ``recognition.toml``."""
        return 0 <= index < len(self.lower) and self.lower[index] in self.lexicon.words("recognition", key)

    def is_honorific(self, index: int) -> bool:
        """Whether a word is a form of address: "Mr", "Sheikh", "HE" for an excellency, in one word or in two."""
        pair = self.texts[index : index + 2] == ("H", "E") or (index > 0 and self.texts[index - 1 : index + 1] == ("H", "E"))
        return self.among(index, "honorifics") or pair or (self.texts[index : index + 1] == ("HE",) and not self.all_caps)

    def among_phrases(self, key: str, phrase: str) -> bool:
        """Whether a phrase stands in a list of ``recognition.toml``."""
        return phrase in self.lexicon.words("recognition", key)

    def text(self, start: int, end: int) -> str:
        """The article's words between two tokens, white space folded."""
        tokens = self.sentence.tokens
        return " ".join(self.body[tokens[start].span.start : tokens[end - 1].span.end].split())

    def longest(self, start: int, phrases: frozenset[str], limit: int = 4) -> int:
        """The length in words of the longest phrase of a list that begins at ``start``, else 0."""
        if start >= len(self.lower) or self.lower[start] not in _first_words(phrases):
            return 0
        for length in range(min(limit, len(self.lower) - start), 0, -1):
            text = " ".join(self.lower[start : start + length])
            if (_GENITIVE.sub("", text) if "'s" in text or "’s" in text else text) in phrases:
                return length
        return 0

    def capital(self, index: int) -> bool:
        """Whether the word at an index begins with a capital."""
        return 0 <= index < len(self.texts) and self.texts[index][:1].isupper()

    def proper(self, index: int) -> bool:
        """Whether the word at an index begins with a capital where a capital means a name."""
        return self.capital(index) and not self.title_case and self.texts[index][0].isalpha()


@lru_cache(maxsize=64)
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    """The words by which phrases begin, as they stand and without a genitive's ending, which is a word of its own in a sentence."""
    firsts = {phrase.split(" ")[0] for phrase in phrases}
    return frozenset(firsts | {first[:-2] for first in firsts if first.endswith(("'s", "’s"))})


def covering(drafts: Sequence[Draft], index: int) -> Draft | None:
    """The widest draft over a token."""
    widest: Draft | None = None
    for draft in drafts:
        if draft.start <= index < draft.end and (widest is None or draft.end - draft.start > widest.end - widest.start):
            widest = draft
    return widest
