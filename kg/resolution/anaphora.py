"""What was told before: antecedents of nominals and pronouns, the state in focus.

Recency with grammatical role, in the spirit of Lappin and Leass (1994): subjects outrank others,
the same sentence outranks the one before, number and known gender must agree.
"""

from collections.abc import Iterator, Sequence

from kg.model import EntityKind, Mention, Parse, PartKind, Sentence
from kg.resolution.registry import Registry

_Found = tuple[tuple[str, ...], float, tuple[str, ...]]
_STATES = (EntityKind.STATE, EntityKind.POLITY)
LOOK_BACK = 4  # sentences
_FEMALE_TITLES = frozenset(
    [
        "mrs",
        "ms",
        "miss",
        "queen",
        "princess",
        "dame",
        "lady",
        "madam",
        "baroness",
        "duchess",
        "empress",
        "sister",
    ]
)
_MALE_TITLES = frozenset(
    [
        "mr",
        "king",
        "prince",
        "emir",
        "sultan",
        "pope",
        "sir",
        "lord",
        "sheikh",
        "ayatollah",
        "archbishop",
        "cardinal",
        "father",
        "baron",
        "duke",
    ]
)
_FEMALE = ("she", "her", "hers")
_MALE = ("he", "him", "his")


class Antecedents:
    """The row of linked mentions, newest last."""

    def __init__(
        self,
        registry: Registry,
        mentions: Sequence[Mention],
        sentences: Sequence[Sentence],
        parses: Sequence[Parse],
        nodes: dict[int, tuple[Parse, int]],
    ) -> None:
        self.registry, self._sentences = registry, sentences
        self._nodes = nodes
        self._parses = parses
        self._told: dict[int, list[tuple[Mention, tuple[str, ...]]]] = {}  # by sentence
        self._by_sentence: dict[int, list[Mention]] = {}
        self._named = {m.candidates[0] for m in mentions if m.candidates}
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)

    def of_sentence(self, index: int) -> list[Mention]:
        """The mentions of a sentence in text order."""
        return self._by_sentence.get(index, [])

    def told(self, mention: Mention, entities: tuple[str, ...]) -> None:
        """Takes a linked mention into the row."""
        if entities:
            self._told.setdefault(mention.sentence, []).append((mention, entities))

    def before(self, mention: Mention, sentences: int = LOOK_BACK) -> Iterator[tuple[Mention, tuple[str, ...]]]:
        """What was told before a mention, newest first, outermost mentions only where they nest."""
        for index in range(mention.sentence, max(0, mention.sentence - sentences) - 1, -1):
            told = sorted(self._told.get(index, ()), key=lambda row: -row[0].span.start)
            yield from ((m, e) for m, e in told if index < mention.sentence or m.span.end <= mention.span.start)

    def anywhere_before(self, mention: Mention) -> Iterator[tuple[Mention, tuple[str, ...]]]:
        """All that was told before, newest first; for a headline, which is read last, all in text order."""
        if self._sentences[mention.sentence].part is PartKind.HEADLINE:
            told = (row for rows in self._told.values() for row in rows)
            return iter(sorted(told, key=lambda row: row[0].span.start))
        return self.before(mention, 10**6)

    def gender_told(self, mention: Mention) -> str | None:
        """The gender that an honorific or title in a mention tells."""
        words = mention.span.of(self.registry.article.body).lower().split()
        if any(w.strip(".,") in _FEMALE_TITLES or w.strip(".,").endswith("woman") for w in words):
            return "female"
        return (
            "male"
            if any(w.strip(".,") in _MALE_TITLES or w.strip(".,").endswith("sman") for w in words)
            else None
        )

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is (part of) a subject."""
        place = self._nodes.get(mention.index)
        if place is None:
            return False
        parse, index = place
        node = parse.nodes[index]
        while node.deprel == "conj" and node.head >= 0:
            node = parse.nodes[node.head]
        return node.deprel in ("nsubj", "nsubj:pass")

    def is_top(self, mention: Mention) -> bool:
        """Whether a mention stands by itself in the parse, not inside another."""
        return mention.index in self._nodes

    def kind(self, iri: str) -> EntityKind:
        """The kind of an entity."""
        return self.registry.records[iri].kind

    def last_states(self, mention: Mention, count: int) -> tuple[str, ...]:
        """The last states concerned: behind the people of this sentence, else named before.

        "Both countries" are states in the full sense where enough of them were named, "both sides" are not.
        """
        countries = any(w in (mention.name or "").lower() for w in ("countr", "nations"))
        full = self._last_states(mention, count, (EntityKind.STATE,)) if countries else ()
        return full or self._last_states(mention, count, _STATES)

    def _last_states(self, mention: Mention, count: int, kinds: tuple[EntityKind, ...]) -> tuple[str, ...]:
        here = list(self.before(mention, 0))
        behind = self._distinct(self.registry.state_behind(i) for m, e in reversed(here) if self.is_top(m) for i in e)
        behind = tuple(s for s in behind if self.registry.records[s].kind in kinds)
        if len(behind) >= count:
            return behind[:count]
        seen: list[str] = []
        for _m, entities in self.before(mention):
            for iri in entities:
                state = self.registry.state_behind(iri)
                if state is not None and state not in seen and self.registry.records[state].kind in kinds:
                    seen.append(state)
            if len(seen) >= count:
                break
        return tuple(reversed(seen[:count])) if len(seen) >= count else ()

    @staticmethod
    def _distinct(values: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for v in values if v is not None))  # type: ignore[attr-defined]

    def case(self, mention: Mention) -> str | None:
        """The preposition in front of a mention, lower case."""
        place = self._nodes.get(mention.index)
        if place is None:
            return None
        return next((n.lemma.lower() for n in place[0].children(place[1], "case")), None)

    def home_state(self) -> str | None:
        """The state of the dateline's city, if it is a capital and the article is about that state."""
        place = self.registry.article.place
        for match in self.registry.gazetteer.match(place.title().split(), 0)[:1] if place else ():
            entry = match.entries[0]
            key = entry.capital_of[0] if entry.capital_of else entry.key if entry.kind in _STATES else None
            if key in self._named:  # a dateline may only say where the writer sits
                return self.registry.known(key).iri
        return None

    def focus_state(self, mention: Mention) -> str | None:
        """The state of which a bare "the foreign ministry" speaks."""
        if (home := self.home_state()) is not None:
            return home
        for m, entities in self.before(mention, 2):
            if self.is_subject(m) and (state := self.registry.state_behind(entities[0])) is not None:
                return state
        for _, entities in self.before(mention, 2):
            if (state := self.registry.state_behind(entities[0])) is not None:
                return state
        return None


def resolve_nominal(mention: Mention, antecedents: Antecedents) -> _Found:
    """ "both leaders", "the two sides", "the country", "the disputed region"."""
    words = (mention.name or "").lower()
    if mention.kind is EntityKind.REGION:
        return _last_region(words, mention, antecedents)
    if mention.kind is EntityKind.STATE and not mention.plural:
        return _last_of(mention, antecedents, _STATES, 2)
    count = 3 if "three" in words else 4 if "four" in words else 2
    if mention.kind is EntityKind.PERSON:
        people = _last_people(mention, antecedents, count)
        if len(people) == count:
            return people, 0.75, ("the people last named",)
        return (), 0.0, ("no people before it",)
    states = antecedents.last_states(mention, count)
    return (states, 0.7, ("the states last concerned",)) if states else ((), 0.0, ("no states before it",))


def _last_region(words: str, mention: Mention, antecedents: Antecedents) -> _Found:
    """A disputed region is the one last named; a bare "the region" may be wider than that."""
    if not any(
        w in words for w in ("disputed", "contested", "breakaway", "separatist", "occupied", "annexed")
    ):
        return (), 0.0, ("the extent of the region is not told",)
    for _, entities in antecedents.before(mention, 10**6):
        if antecedents.kind(entities[0]) is EntityKind.REGION:
            return entities, 0.7, ("the region last named",)
    return (), 0.0, ("no region before it",)


def _last_of(
    mention: Mention, antecedents: Antecedents, kinds: tuple[EntityKind, ...], sentences: int
) -> _Found:
    rows = [
        r
        for r in antecedents.before(mention, sentences)
        if antecedents.kind(r[1][0]) in kinds and antecedents.is_top(r[0])
    ]
    subjects = [r for r in rows if antecedents.is_subject(r[0])]
    for _, entities in subjects or rows:
        return entities[:1], 0.6, ("last fitting subject",)
    return (), 0.0, ("nothing fitting before it",)


def _last_people(mention: Mention, antecedents: Antecedents, count: int) -> tuple[str, ...]:
    """The people of the newest sentence that names enough of them."""
    seen: list[str] = []
    for m, entities in antecedents.before(mention):
        for iri in entities:
            if antecedents.kind(iri) is EntityKind.PERSON and iri not in seen and antecedents.is_top(m):
                seen.append(iri)
        if len(seen) >= count:
            break
    return tuple(reversed(seen[:count])) if len(seen) >= count else ()


def resolve_pronoun(mention: Mention, antecedents: Antecedents) -> _Found:
    """he, she, they, it and their possessives."""
    word = (mention.name or "").lower()
    if word in (*_MALE, *_FEMALE):
        return _person_pronoun(mention, antecedents, "female" if word in _FEMALE else "male")
    if word in ("they", "them", "their"):
        return _plural_pronoun(mention, antecedents)
    return (
        _last_of(mention, antecedents, (*_STATES, EntityKind.ORGANISATION), 1)
        if antecedents.is_subject(mention) or word == "its"
        else ((), 0.0, ("not a subject",))
    )


def _person_pronoun(mention: Mention, antecedents: Antecedents, gender: str) -> _Found:
    rows = []
    for m, entities in antecedents.before(mention, 3):
        record = antecedents.registry.records[entities[0]]
        known = antecedents.registry.gender_of(record) if record.kind is EntityKind.PERSON else None
        if (
            record.kind is EntityKind.PERSON
            and len(entities) == 1
            and known in (None, gender)
            and antecedents.is_top(m)
        ):
            rows.append((m, entities))
    newest = [r for r in rows if r[0].sentence == (rows[0][0].sentence if rows else 0)]
    subjects = [r for r in newest if antecedents.is_subject(r[0])] or [
        r for r in rows if antecedents.is_subject(r[0])
    ]
    chosen = (subjects or rows)[:1]
    if not chosen:
        return (), 0.0, ("no person before it",)
    antecedents.registry.gender_of(antecedents.registry.records[chosen[0][1][0]], gender)
    return chosen[0][1], 0.65, ("last fitting person",)


def _plural_pronoun(mention: Mention, antecedents: Antecedents) -> _Found:
    for m, entities in antecedents.before(mention, 1):
        if m.plural and len(entities) > 1:
            return entities, 0.6, ("plural named last",)
    for sentence in (mention.sentence, mention.sentence - 1):
        people = [
            i for m, e in antecedents.before(mention, 1) if m.sentence == sentence and antecedents.is_top(m)
            for i in e if antecedents.kind(i) is EntityKind.PERSON
        ]  # fmt: skip
        distinct = tuple(dict.fromkeys(reversed(people)))
        if len(distinct) > 1:
            return distinct, 0.6, ("the people of the sentence",)
    for m, entities in antecedents.before(mention, 1):
        if antecedents.kind(entities[0]) is EntityKind.GROUP and antecedents.is_subject(m):
            return entities, 0.55, ("group named last",)
    return (), 0.0, ("nothing plural before it",)
