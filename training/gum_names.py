"""Names of GUM from its layer of mentions: "the former president of Norland" in, "Norland" out, as Universal NER marks them.

GUM marks every noun phrase that refers. A name is taken from a mention of a person, place or organisation whose head
is a proper noun: the head with the proper nouns beside it, for places and organisations with what is joined by "of",
"for" or "and"; without article, title and apposition. Where mentions stand within each other the longest name is kept.
What the layer does not tell, whether Universal NER would mark proper nouns in no mention, titles alone or peoples,
has the tag ``UNSURE``.
"""

from dataclasses import replace
from typing import Final

from training.data import UNSURE, Example

_TYPES: Final = {"person": "PER", "place": "LOC", "organization": "ORG"}
_TITLES: Final = frozenset(
    ["president", "senator", "speaker", "mr.", "mrs.", "ms.", "dr.", "professor", "chairman", "secretary", "minister",
     "pope", "king", "queen", "prince", "princess", "judge", "justice", "captain", "general", "governor", "mayor", "lord",
     "lady", "sir", "majesty", "excellency", "god", "chair", "ambassador", "director"]
)  # fmt: skip
_JOINING: Final = frozenset(["of", "for", "and"])
_LINKS: Final = frozenset([*_JOINING, "the", "on", "in", "to", "&", "-", "'s", "’s", "de", "du", "la", "van", "von", "bin"])
_QUOTES: Final = frozenset("\"'“”.")


def with_names(example: Example) -> Example:
    """A sentence with trees and mentions, and the names among them as its entities; OTH is not told."""
    return replace(example, entities=tuple(_Reader(example).tags()), knows_other=False)


class _Reader:
    """The words of a sentence as they are asked about again and again."""

    def __init__(self, example: Example) -> None:
        self.words, self.lower = example.words, [word.lower() for word in example.words]
        self.heads, self.deprels = example.heads or (), example.deprels or ()
        self.fine, self.mentions = example.xpos or (), example.mentions
        tagged = zip(example.upos or (), self.fine, strict=True)
        self.proper = [coarse == "PROPN" or fine.startswith("NNP") for coarse, fine in tagged]

    def tags(self) -> list[str]:
        """BIO tags, some ``UNSURE``."""
        tags = ["O"] * len(self.words)
        told: set[int] = set()  # words of names that are no person, place or organisation, and titles of people
        for start, end, kind in sorted(self.mentions, key=lambda m: (m[0] - m[1], m[0])):
            head = next((i for i in range(start, end) if not start <= self.heads[i] < end), start)
            if not self.proper[head]:
                continue
            if kind not in _TYPES:
                told.update(i for i in range(start, end) if self.proper[i] or self.lower[i] in _LINKS)
                continue
            first, last = self.extent(start, end, head, _TYPES[kind])
            if set(tags[first:last]) == {"O"}:
                tags[first:last] = [f"B-{_TYPES[kind]}", *[f"I-{_TYPES[kind]}"] * (last - first - 1)]
                told.update(range(start, first) if kind == "person" else ())
        for i, tag in enumerate(tags):
            if tag == "O" and self.proper[i] and i not in told and self.fine[i] != "NNPS" and not self.words[i][0].isdigit():
                tags[i] = UNSURE
        return self.without_doubtful(tags)

    def extent(self, start: int, end: int, head: int, kind: str) -> tuple[int, int]:
        """The first word of a name and the word behind its last, within its mention."""
        first, last = head, head + 1
        while first > start and self.goes_on_before(start, first - 1, head, kind):
            first -= 1
        while last < end and (behind := self.goes_on_behind(first, last, end, head, kind)):
            last = behind
        while first < head and self.lower[first] in ("the", "-", "&"):
            first += 1
        return first, last

    def goes_on_before(self, start: int, at: int, head: int, kind: str) -> bool:
        """Whether a name whose first word so far is behind ``at`` begins earlier; titles before people do not count."""
        if kind == "PER":
            titled = self.deprels[at].startswith("nmod") or (self.deprels[at] == "compound" and at < self.heads[at] <= head)
            return not titled and (self.proper[at] or self.words[at] in _QUOTES - {"."} or self.linked(start, at))
        described = self.deprels[at] == "amod" and self.words[at][0].isupper()
        return self.proper[at] or described or self.linked(start, at)

    def linked(self, start: int, at: int) -> bool:
        """Whether a mark joins proper nouns: "Al - Jazeera", "Moody 's"."""
        return at > start and self.words[at] in ("-", "&", "'s", ".") and self.proper[at - 1]

    def goes_on_behind(self, first: int, at: int, end: int, head: int, kind: str) -> int:
        """The word behind the next piece of a name that so far ends before ``at``; 0 where there is none."""
        if self.proper[at] or self.deprels[at] == "flat" or (self.words[at] in ("-", "&") and at + 1 < end and self.proper[at + 1]):
            return at + 1
        if kind == "PER":
            nickname = self.words[at] in _QUOTES and at + 1 < end and (self.proper[at + 1] or (at + 2 < end and self.proper[at - 1]))
            return at + 1 if nickname and any(self.proper[i] and self.deprels[i] == "flat" for i in range(at, min(at + 4, end))) else 0
        if self.lower[at] not in _JOINING:
            return 0
        noun = next((i for i in range(at + 1, end) if self.lower[i] not in (*_JOINING, "the", "on", "in")), end)
        if noun == end or not self.proper[noun]:
            return 0
        if self.lower[at] == "and":
            return noun + 1 if self.deprels[noun] in ("conj", "compound", "flat") and head < self.heads[noun] < at else 0
        governor = noun
        while governor >= at:
            governor = self.heads[governor]
        return noun + 1 if governor >= first else 0

    def without_doubtful(self, tags: list[str]) -> list[str]:
        """The tags with titles alone ("Mr. President"), peoples ("the Maori") and single letters made unsure."""
        ends = [i for i, tag in enumerate(tags, 1) if tag[0] in "BI" and (i == len(tags) or tags[i][0] != "I")]
        starts = [i for i, tag in enumerate(tags) if tag[0] == "B"]
        for start, end in zip(starts, ends, strict=True):
            alone = end - start == 1
            people = tags[start] == "B-PER" and (
                "NNPS" in self.fine[start:end] or (start > 0 and self.lower[start - 1] == "the")
                or (alone and self.lower[start] in _TITLES)
            )  # fmt: skip
            if people or (alone and len(self.words[start]) == 1) or self.lower[start:end].count("of") > 1:
                tags[start:end] = [UNSURE] * (end - start)
        return tags
