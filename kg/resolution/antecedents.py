"""The row of what was told before: antecedents, coordinated parties, the state in focus.

Recency with grammatical role, in the spirit of Lappin and Leass (1994): subjects outrank others,
the same sentence outranks the one before, number and known gender must agree.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from kg.model import EntityKind, Mention, Parse, PartKind, Sentence
from kg.resolution.registry import Registry

_Told = tuple[Mention, tuple[str, ...]]
_STATES = (EntityKind.STATE, EntityKind.POLITY)
_PLACE_WORDS = frozenset(["in", "to", "at"])
_OWN_DEEDS = frozenset(["answer", "apologise", "apologize", "atone", "compensate", "leave", "pay"])  # "apologised to X for its strikes"
LOOK_BACK = 4  # sentences
CLAUSE = 150  # characters that the rest of a clause may take
_VISIT_TO = re.compile(r"\b(?:visit|trip|tour|journey) (?:to|of)(?: the)? $")
_JOINED = 16  # steps of joined names
_FEMALE_TITLES = frozenset(["mrs", "ms", "miss", "queen", "princess", "dame", "lady", "madam", "baroness", "duchess", "empress", "sister"])
_MALE_TITLES = frozenset(
    ["mr", "king", "prince", "emir", "sultan", "pope", "sir", "lord", "sheikh", "ayatollah", "archbishop", "cardinal", "father", "baron", "duke"]
)



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
        self._told: dict[int, list[_Told]] = {}  # by sentence
        self._by_sentence: dict[int, list[Mention]] = {}
        self._states_told_of = self._states_in(mentions)
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)

    def _states_in(self, mentions: Sequence[Mention]) -> set[str]:
        """Gazetteer keys of the states that an article is about: told as more than a place, where any is."""
        states = [m for m in mentions if m.candidates and m.kind in _STATES]
        return {m.candidates[0] for m in [m for m in states if self.case(m) not in _PLACE_WORDS] or states}

    def of_sentence(self, index: int) -> list[Mention]:
        """The mentions of a sentence in text order."""
        return self._by_sentence.get(index, [])

    def told(self, mention: Mention, entities: tuple[str, ...]) -> None:
        """Takes a linked mention into the row."""
        if entities:
            self._told.setdefault(mention.sentence, []).append((mention, entities))

    def before(self, mention: Mention, sentences: int = LOOK_BACK) -> Iterator[_Told]:
        """What was told before a mention, newest first, outermost mentions only where they nest."""
        for index in range(mention.sentence, max(0, mention.sentence - sentences) - 1, -1):
            told = sorted(self._told.get(index, ()), key=lambda row: -row[0].span.start)
            yield from ((m, e) for m, e in told if index < mention.sentence or m.span.end <= mention.span.start)

    def anywhere_before(self, mention: Mention) -> Iterator[_Told]:
        """All that was told before, newest first; for a headline, which is read last, all in text order."""
        if self._sentences[mention.sentence].part is PartKind.HEADLINE:
            told = (row for rows in self._told.values() for row in rows)
            return iter(sorted(told, key=lambda row: row[0].span.start))
        return self.before(mention, 10**6)

    def speakers_first(self, mention: Mention) -> Iterator[_Told]:
        """All that was told before, those first who were subjects of main clauses in the last sentences: a text goes on with who speaks."""
        near = (row for row in self.before(mention, LOOK_BACK - 2) if row[0].sentence < mention.sentence)
        return chain((row for row in near if self.is_main_subject(row[0])), self.anywhere_before(mention))

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

    def gender(self, entities: tuple[str, ...]) -> str | None:
        """The gender of one person, where it is told or known."""
        return self.registry.gender_of(self.registry.records[entities[0]])

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is (part of) a subject."""
        place = self._nodes.get(mention.index)
        if place is None:
            return False
        parse, index = place
        return parse.first_conjunct(index).deprel in ("nsubj", "nsubj:pass")

    def is_object(self, mention: Mention) -> bool:
        """Whether a mention is an object or stands behind a preposition."""
        place = self._nodes.get(mention.index)
        return place is not None and place[0].first_conjunct(place[1]).deprel in ("obj", "iobj", "obl")

    def is_main_subject(self, mention: Mention) -> bool:
        """Whether a mention is (part of) the subject of its sentence's main clause."""
        if not self.is_subject(mention):
            return False
        parse, index = self._nodes[mention.index]
        verb = parse.first_conjunct(parse.first_conjunct(index).head)
        return verb.head < 0

    def is_top(self, mention: Mention) -> bool:
        """Whether a mention stands by itself in the parse, not inside another."""
        return mention.index in self._nodes

    def coordinated(self, sentence: int) -> list[tuple[Mention, ...]]:
        """The agents joined by "and" in a sentence, row by row in text order."""
        parse = self._parses[sentence]
        rows: dict[int, list[Mention]] = {}
        for mention in self._by_sentence.get(sentence, []):
            if self._nodes.get(mention.index, (None, 0))[0] is parse:
                top = parse.first_conjunct(self._nodes[mention.index][1], _JOINED)
                rows.setdefault(top.index, []).append(mention)
        return [tuple(row) for row in rows.values() if len(row) > 1]

    def joined_with(self, mention: Mention) -> tuple[str, ...]:
        """The entities of those joined with a mention by "and", told before it: two titles are two people."""
        rows = (row for row in self.coordinated(mention.sentence) if mention in row)
        return tuple(i for row in rows for m in row if m.span.end <= mention.span.start for i in self.entities_of(m))

    def entities_of(self, mention: Mention) -> tuple[str, ...]:
        """What a mention was linked to so far."""
        return self._linked(mention.sentence, mention.index)

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
        outside = self.speaking_to(mention)
        seen: list[str] = []
        for _m, entities in self.before(mention):
            for iri in entities:
                state = self.registry.state_behind(iri)
                if state is None or state in seen or state == outside:
                    continue
                if self.registry.records[state].kind in kinds:
                    seen.append(state)
            if len(seen) >= count:
                break
        return tuple(reversed(seen[:count])) if len(seen) >= count else ()

    def subject_beside(self, mention: Mention) -> tuple[str, ...]:
        """The subject of the verb that has a mention as its object: in "X told the minister" the minister is not X.

        Principle B of binding (Chomsky 1981): only "himself" would be the subject of its own clause.
        """
        place = self._nodes.get(mention.index)
        if place is None:
            return ()
        parse, index = place
        node = parse.first_conjunct(index)
        if node.head < 0 or node.deprel not in ("obj", "iobj", "obl", "obl:agent"):
            return ()
        verb = parse.nodes[node.head]
        own = any(parse.children(verb.index, "nsubj", "nsubj:pass"))
        clause = verb if own else parse.first_conjunct(verb.index)  # "X spoke with him and thanked him"
        subjects = (n.mention for n in parse.children(clause.index, "nsubj", "nsubj:pass") if n.mention is not None)
        return tuple(iri for number in subjects for iri in self._linked(mention.sentence, number))

    def subjects_of_clause_around(self, mention: Mention) -> tuple[str, ...]:
        """The subject that a participle takes from the clause around it, where a mention is its object: "A left B, accusing it"."""
        place = self._nodes.get(mention.index)
        if place is None or place[0].nodes[place[1]].deprel != "obj":
            return ()
        parse = place[0]
        participle = parse.nodes[parse.nodes[place[1]].head]
        if participle.deprel != "advcl" or any(parse.children(participle.index, "nsubj", "nsubj:pass")):
            return ()
        verb = parse.nodes[participle.head]
        numbers = (n.mention for n in parse.children(verb.index, "nsubj") if n.mention is not None)
        return tuple(iri for number in numbers for iri in self._linked(mention.sentence, number))

    def subject_around(self, mention: Mention) -> tuple[str, ...]:
        """The subject of the clause in which "its forces" stand, or of the one around where they are its subject themselves."""
        place = self._nodes.get(mention.index)
        if place is None:
            return ()
        parse, index = place
        node = parse.first_conjunct(index)
        here = node
        while here.head >= 0:
            here = parse.nodes[here.head]
            for subject in parse.children(here.index, "nsubj", "nsubj:pass"):
                if subject.index < node.index and subject.mention is not None:
                    return self._linked(mention.sentence, subject.mention)
        return ()

    def last_state_but(self, mention: Mention, outside: str) -> str | None:
        """The state last concerned that is another than one."""
        told = [(self.kind(e[0]), self.registry.state_behind(e[0])) for _, e in self.before(mention)]
        people = [s for kind, s in told if kind is EntityKind.PERSON]  # who is spoken to outranks what is spoken of
        return next((s for s in (*people, *(s for _, s in told)) if s is not None and s != outside and self.kind(s) in _STATES), None)

    def speaking_to(self, mention: Mention) -> str | None:
        """The state of the subject whose verb has the mention as its object: "X urged both sides" leaves X out."""
        place = self._nodes.get(mention.index)
        if place is None or place[0].nodes[place[1]].deprel not in ("obj", "iobj", "obl"):
            return None
        head = place[0].nodes[place[1]].head
        clause = head if any(place[0].children(head, "nsubj")) else place[0].first_conjunct(head).index
        subjects = [n.mention for n in place[0].children(clause, "nsubj") if n.mention is not None]
        here = self._told.get(mention.sentence, ())
        entities = [iri for told, linked in here if told.index in subjects for iri in linked]
        states = {s for s in map(self.registry.state_behind, entities) if s is not None}
        return next(iter(states)) if len(states) == 1 else None

    @staticmethod
    def _distinct(values: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for v in values if v is not None))  # type: ignore[attr-defined]

    def case(self, mention: Mention) -> str | None:
        """The preposition in front of a mention, lower case."""
        place = self._nodes.get(mention.index)
        if place is None:
            return None
        return next((n.lemma.lower() for n in place[0].children(place[1], "case")), None)

    def bearer(self, mention: Mention, becoming: frozenset[str], appointing: frozenset[str]) -> tuple[str, bool] | None:
        """Who a title is said to be of, and whether in the past: "NAME is the TITLE", "became", "was appointed TITLE"."""
        place = self._nodes.get(mention.index)
        if place is None:
            return None
        parse, index = place
        node = parse.nodes[index]
        copula = next(iter(parse.children(index, "cop")), None)
        head = parse.nodes[node.head] if node.head >= 0 else None
        if copula is not None:
            verb, past = node, copula.form.lower() in ("was", "were")
            bearers: tuple[str, ...] = ("nsubj", "nsubj:outer")
        elif head is not None and node.deprel in ("xcomp", "obj", "obl") and head.lemma.lower() in becoming | appointing:
            if (node.deprel == "obl") is not (self.case(mention) == "as"):
                return None
            passive = any(parse.children(head.index, "nsubj:pass", "aux:pass"))
            verb, past = head, head.lemma.lower() == "serve" and head.xpos == "VBD"
            bearers = ("obj",) if head.lemma.lower() in appointing and not passive else ("nsubj", "nsubj:pass")
        elif head is not None and node.deprel == "nmod" and self.case(mention) == "as" and parse.nodes[head.head].lemma.lower() in appointing:
            linked = self._linked(mention.sentence, head.mention) if head.mention is not None else ()  # "named NAME as envoy"
            return (linked[0], False) if len(linked) == 1 and self.kind(linked[0]) is EntityKind.PERSON else None
        else:
            return None
        if any(c.lemma.lower() in ("not", "never", "if", "should", "may", "might", "could") for c in parse.children(verb.index)):
            return None
        said = next((c for c in parse.children(verb.index, *bearers) if c.index != index), None)
        if said is not None and said.mention is None and said.lemma.lower() in ("who", "that") and verb.head >= 0:
            said = parse.nodes[verb.head]
        linked = () if said is None or said.mention is None else self._linked(mention.sentence, said.mention)
        one = len(linked) == 1 and self.kind(linked[0]) is EntityKind.PERSON
        return (linked[0], past) if one else None

    def _linked(self, sentence: int, number: int) -> tuple[str, ...]:
        return next((e for m, e in self._told.get(sentence, ()) if m.index == number), ())

    def place_before(self, mention: Mention) -> str | None:
        """The state of "in Norland", "to Norgrad" or "visits Norland" earlier in the sentence."""
        for other, entities in self.before(mention, 0):
            record = self.registry.records[entities[0]]
            if self.case(other) not in _PLACE_WORDS and not self._is_visited(other):
                continue
            if record.kind in _STATES:
                return record.iri
            entry = self.registry.gazetteer.entry(record.key or "")
            if entry is not None and entry.capital_of:
                return self.registry.known(entry.capital_of[0]).iri
        return None

    def opens_behind_place(self, mention: Mention) -> bool:
        """Whether a sentence begins with a place and then tells of somebody there: "In Nortown, the minister said"."""
        sentence = self._sentences[mention.sentence]
        words = self.registry.article.body[sentence.span.start : mention.span.start].split()
        return len(words) in (2, 3) and words[0] == "In" and words[-1].endswith(",")

    def _is_visited(self, mention: Mention) -> bool:
        """Whether a mention is the object of "visit"."""
        place = self._nodes.get(mention.index)
        node = None if place is None else place[0].nodes[place[1]]
        return place is not None and node is not None and node.deprel == "obj" and place[0].nodes[node.head].lemma.lower() in ("visit", "tour")

    def told_to_do(self, mention: Mention) -> tuple[str, ...]:
        """Who is to do the deed in whose object a possessive stands: X in "called on X to halt its strikes"."""
        place = self._nodes.get(mention.index)
        if place is None or place[0].nodes[place[1]].deprel != "nmod:poss":
            return ()
        parse = place[0]
        deed = parse.nodes[parse.nodes[parse.nodes[place[1]].head].head]
        if deed.deprel not in ("xcomp", "advcl") or not any(m.lemma.lower() == "to" for m in parse.children(deed.index, "mark")):
            return ()
        told = [c for c in parse.children(deed.head, "obj", "iobj", "obl") if c.mention is not None and deed.head < c.index < deed.index]
        return self._linked(mention.sentence, told[-1].mention) if told and told[-1].mention is not None else ()

    def blamed_for(self, mention: Mention) -> tuple[str, ...]:
        """Whose deed a possessive behind "over" or "for" tells: Y's in "X cut ties with Y over its attacks"."""
        place = self._nodes.get(mention.index)
        if place is None or place[0].nodes[place[1]].deprel != "nmod:poss":
            return ()
        parse = place[0]
        deed = parse.nodes[parse.nodes[place[1]].head]
        if deed.deprel not in ("obl", "nmod") or not any(c.lemma.lower() in ("over", "for") for c in parse.children(deed.index, "case")):
            return ()
        verb = parse.nodes[deed.head]
        while verb.upos != "VERB" and verb.head >= 0:
            verb = parse.nodes[verb.head]
        if verb.lemma.lower() in _OWN_DEEDS:
            return ()
        party = [n for n in parse.nodes[verb.index : deed.index] if n.mention is not None and n.deprel in ("obj", "iobj", "obl", "nmod")]
        subjects = {s.mention for s in parse.children(verb.index, "nsubj", "nsubj:pass")}
        told = [n.mention for n in party if n.mention not in subjects and n.mention is not None]
        return self._linked(mention.sentence, told[-1]) if told else ()

    def visited_behind(self, mention: Mention) -> str | None:
        """The state of "met President X during a visit to Norland" behind a mention: the host is its official."""
        body = self.registry.article.body
        for other in self.of_sentence(mention.sentence):
            if not 0 < other.span.start - mention.span.end < CLAUSE or not _VISIT_TO.search(body[mention.span.end : other.span.start]):
                continue
            linked = self.entities_of(other) or ()
            record = self.registry.records[linked[0]] if linked else None
            if record is not None and (state := record if record.kind in _STATES else self.registry.state_of_seat(record)) is not None:
                return state.iri
        return None

    def home_state(self) -> str | None:
        """The state of the dateline's city, if it is a capital and the article is about that state."""
        place = self.registry.article.place
        for match in self.registry.gazetteer.match(place.title().split(), 0)[:1] if place else ():
            entry = match.entries[0]
            key = entry.capital_of[0] if entry.capital_of else entry.key if entry.kind in _STATES else None
            if key in self._states_told_of:  # a dateline may only say where the writer sits
                return self.registry.known(key).iri
        return None

    def focus_state(self, mention: Mention) -> str | None:
        """The state of which a bare "the foreign ministry" speaks."""
        if (home := self.home_state()) is not None:
            return home
        told = [(m, self.registry.state_behind(e[0])) for m, e in self.before(mention, 2)]
        for rows in ([r for r in told if self.is_subject(r[0])], told):
            newest = [(m.sentence, state) for m, state in rows if state is not None]
            states = {state for sentence, state in newest if sentence == newest[0][0]}
            if newest:  # of two states in one sentence neither is in focus
                return newest[0][1] if len(states) == 1 else None
        return None
