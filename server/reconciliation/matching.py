"""A query in, scored candidates out: the linker's own answer first, then names that read like it.

Names, offices and days are weighed by ``kg.gazetteer.linking``, which links articles too, and a candidate is a
match where the linker would link it. What only reads like the query is offered, never matched. A day narrows:
people who certainly held no such office on it are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Final

from kg.gazetteer import Candidate, Feature, Holder
from kg.gazetteer.answers import TITLE_CLASSES
from kg.gazetteer.linking import MIN_LEAD, MIN_LINK_SCORE, NEWS_MEANS_ANOTHER, people
from kg.gazetteer.names import fold
from kg.gazetteer.phrases import link_phrase, office_class, read_phrase, state_key
from server.reconciliation.properties import values
from server.reconciliation.protocol import Constraint, Query, Value
from server.reconciliation.records import Directory, Record
from server.reconciliation.search import NameSearch

MAX_SIMILAR: Final = 25  # names that read like the query
MAX_HOLDING: Final = 50  # people of one surname that are looked at
SIMILAR: Final = 0.5  # weight of a name that reads nearly so, times its likeness: below the linker's threshold by itself
HOLDING: Final = 0.45  # of a name in which the words of the query stand
_AGREES: Final = 0.1
_DIFFERS: Final = -0.3
_CONTEXT: Final = ("country", "office")  # what the linker weighs of people


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A record with what speaks for it and against it."""

    record: Record
    features: tuple[Feature, ...]
    exact: bool  # found by the linker, not only by likeness
    whole: bool = True  # nothing that the query asks stayed unanswered
    tenure: Holder | None = None
    match: bool = False

    @property
    def score(self) -> float:
        """The weights of the features added up, 0 to 1."""
        return round(min(1.0, max(0.0, sum(f.weight for f in self.features))), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What a query tells beside the name."""

    of: str | None = None  # key of a state or body
    office: str | None = None  # class of office
    on: date | None = None
    whole: bool = True  # False: a value was not understood


class Matcher:
    """Answers queries over one directory; its names are indexed at the first query that needs it."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    @cached_property
    def search(self) -> NameSearch:
        """Names that begin or read like a word."""
        return NameSearch(self.directory.names())

    def candidates(self, query: Query) -> tuple[Scored, ...]:
        """The candidates of a query, best first."""
        found = [s for context in self._contexts(query) for s in self._of_context(query, context)]
        best: dict[str, Scored] = {}
        for scored in sorted(found, key=lambda s: -s.score):
            best.setdefault(scored.record.id, scored)
        weighed = self._constrained(_typed(best.values(), query), query.constraints)
        return tuple(_decided(sorted(weighed, key=lambda s: (-s.score, not s.exact, s.record.id))))[: query.limit]

    def _contexts(self, query: Query) -> Iterator[_Context]:
        """State and office of a query, each pair of those that its values may mean."""
        told = [self._office(v) for c in query.constraints if c.property == "office" for v in c.values]
        states = [self._state(v) for c in query.constraints if c.property == "country" for v in c.values]
        for (office, own), of in product(told or [(None, None)], states or [None]):
            whole = (not told or office is not None) and (not states or of is not None)
            yield _Context(of=of or own, office=office, on=query.on, whole=whole)

    def _state(self, value: Value) -> str | None:
        record = self.directory.record(value.id) if value.id else None
        if record is not None and record.entry is not None:
            return record.entry.key
        try:
            return state_key(value.text, self.directory.gazetteer)
        except ValueError:
            return None

    def _office(self, value: Value) -> tuple[str | None, str | None]:
        """Class and state of an office, given as a record, a class or a title."""
        record = self.directory.record(value.id or value.text)
        if record is not None and record.office is not None:
            return record.office.office, record.office.of
        try:
            return office_class(value.text, self.directory.offices), None
        except ValueError:
            phrase = read_phrase(value.text, self.directory.gazetteer, self.directory.offices)
            return phrase.office, phrase.of

    # --- where candidates come from -----------------------------------------------------------------

    def _of_context(self, query: Query, context: _Context) -> Iterator[Scored]:
        if query.text is None:
            found = self._by_properties(query.constraints, context)
        else:
            found = self._by_name(query.text, context)
        for scored in found:
            fits = scored.record.person is None or self._fits(scored.record.person.key, context)
            if fits or context.on is None:
                yield replace(scored, whole=context.whole and fits)

    def _by_name(self, text: str, context: _Context) -> Iterator[Scored]:
        record = self.directory.record(text)
        if record is not None:
            yield Scored(record=record, features=(Feature("identifier", 1.0),), exact=True)
            return
        gazetteer, offices = self.directory.gazetteer, self.directory.offices
        linking = link_phrase(text, gazetteer, offices, office=context.office, of=context.of, on=context.on)
        for candidate in linking.candidates:
            yield self._scored(candidate, context, exact=True)
        posts = tuple(self._posts(text))
        yield from posts
        if linking.best is None and not posts:
            yield from self._near(text, context)

    def _posts(self, text: str) -> Iterator[Scored]:
        """The offices that a phrase names: "the Russian foreign minister"."""
        phrase = read_phrase(text, self.directory.gazetteer, self.directory.offices)
        if phrase.office is None or phrase.of is None or phrase.name:
            return
        posts = [p for c in TITLE_CLASSES.get(phrase.office, (phrase.office,)) for p in self.directory.posts_of(c, phrase.of)]
        titled = [p for p in posts if fold(phrase.title) in {fold(t) for t in p.titles}] or posts
        for post in titled:
            features = (Feature("office and state told", 0.8), *([Feature("no other such office", 0.1)] if len(titled) == 1 else []))
            yield Scored(record=self.directory.of_office(post), features=features, exact=True)

    def _near(self, text: str, context: _Context) -> Iterator[Scored]:
        """Names in which the words stand, and names that sound nearly so."""
        likeness = dict.fromkeys(self.search.holding(text)[:MAX_HOLDING], Feature("words within the name", HOLDING))
        for identifier, like in self.search.similar(text, MAX_SIMILAR):
            likeness[identifier] = Feature("similar name", round(SIMILAR * like / 100, 3))
        for identifier, feature in likeness.items():
            record = self.directory.record(identifier)
            if record is None:
                continue
            if record.person is None:
                yield Scored(record=record, features=(feature,), exact=False)
                continue
            own = people(self.directory.gazetteer, record.name, office=context.office, of=context.of, on=context.on)
            for candidate in (c for c in own if c.key == record.person.key):
                yield self._scored(replace(candidate, features=(feature, *candidate.features[1:])), context, exact=False)

    def _by_properties(self, constraints: tuple[Constraint, ...], context: _Context) -> Iterator[Scored]:
        """Without a name: by identifier or code, else who held such an office."""
        codes = [v for c in constraints if c.property in ("wikidata", "iso2", "iso3", "iri") for v in c.values]
        for value in codes:
            key = self._state(value)
            record = self.directory.record(value.id or value.text) or (self.directory.record(key) if key else None)
            if record is not None:
                yield Scored(record=record, features=(Feature("identifier", 0.9),), exact=True)
        if codes or context.of is None:
            return
        gazetteer = self.directory.gazetteer
        classes = [context.office] if context.office else list(dict.fromkeys(p.office for p in self.directory.posts_at(context.of)))
        for office in classes:
            if context.on is None:
                rows = [t for c in TITLE_CLASSES.get(office, (office,)) for t in gazetteer.all_tenures(c) if t.of == context.of]
            else:
                rows = list(gazetteer.possible_holders(office, context.of, context.on))
            for tenure in rows:
                held = context.on is not None and tenure.held_on(context.on)
                feature = Feature("office held on the day", 0.8) if held else Feature("office held at some time", 0.5)
                record = self.directory.record(f"entity/{tenure.person}")
                if record is not None:
                    yield Scored(record=record, features=(feature,), exact=True, tenure=tenure)

    def _scored(self, candidate: Candidate, context: _Context, *, exact: bool) -> Scored:
        record = self.directory.record(f"entity/{candidate.key}")
        assert record is not None
        return Scored(record=record, features=candidate.features, exact=exact, tenure=candidate.tenure)

    # --- what weighs ----------------------------------------------------------------------------------

    def _fits(self, person: str, context: _Context) -> bool:
        """Whether a person is known in such an office, and no row says that it was not on the day."""
        if context.of is None and context.office is None and context.on is None:
            return True
        classes = TITLE_CLASSES.get(context.office, (context.office,)) if context.office else None
        return any(
            (context.of is None or t.of == context.of) and (classes is None or t.office in classes)
            and (context.on is None or t.held_on(context.on) is not False)
            for t in self.directory.gazetteer.tenures(person)
        )  # fmt: skip

    def _constrained(self, found: Iterable[Scored], constraints: tuple[Constraint, ...]) -> Iterator[Scored]:
        """The candidates with a feature for each further property; one without a value leaves it open."""
        for scored in found:
            features, whole = list(scored.features), scored.whole
            for constraint in constraints:
                if scored.record.person is not None and constraint.property in _CONTEXT:
                    continue
                cells = [c for c in values(self.directory, scored.record, constraint.property) if c]
                if not cells:
                    whole = False
                elif any(self._agrees(value, cell) for value in constraint.values for cell in cells):
                    features.append(Feature(f"{constraint.property} agrees", _AGREES))
                else:
                    features.append(Feature(f"{constraint.property} differs", _DIFFERS))
                    whole = False
            yield replace(scored, features=tuple(features), whole=whole)

    def _agrees(self, value: Value, cell: dict[str, str]) -> bool:
        told = {fold(t) for t in (value.text, value.id) if t}
        if told & {fold(t) for t in (cell.get("id"), cell.get("name"), cell.get("str")) if t}:
            return True
        if "id" not in cell:
            return False
        record, state = self.directory.record(value.id or value.text), self._state(value)
        return cell["id"] in (record.id if record else None, f"entity/{state}" if state else None)


def _typed(found: Iterable[Scored], query: Query) -> Iterator[Scored]:
    """The candidates whose types fit the query's; where they only should, what does not fit weighs less.

    An office is no answer where a day asks who held it. One thing of a type is not weighed down by namesakes of another.
    """
    posts_too = query.on is None or "Office" in query.types
    scoreds = [s for s in found if posts_too or s.record.office is None]
    if not query.types:
        yield from scoreds
        return
    sort = all if query.strict == "all" else any
    fitting = [sort(t in s.record.all_types for t in query.types) for s in scoreds]
    alone = sum(fits and s.exact and s.record.entry is not None for s, fits in zip(scoreds, fitting, strict=True)) == 1
    for scored, fits in zip(scoreds, fitting, strict=True):
        if fits:
            kept = tuple(f for f in scored.features if f != NEWS_MEANS_ANOTHER)
            yield replace(scored, features=kept) if alone and scored.exact else scored
        elif query.strict == "should":
            yield replace(scored, features=(*scored.features, Feature("type differs", _DIFFERS)), whole=False)


def _decided(found: list[Scored]) -> Iterator[Scored]:
    """The candidates; the first is a match where the linker would link it: sure enough, and ahead of the next."""
    for place, scored in enumerate(found):
        following = found[1].score if len(found) > 1 else 0.0
        sure = place == 0 and scored.exact and scored.whole and scored.score >= MIN_LINK_SCORE
        yield replace(scored, match=sure and scored.score - following >= MIN_LEAD)

