"""On which day an act was that does not say so itself: carried over from the news days that the article tells.

News tells its day in the lead and again where it changes ("X said Monday", "on Tuesday Y answered"; the inverted
pyramid of Pöttker, "News and its communicative quality", 2003). So an undated act is of the day last told of who
does it, else of the day of the scene that the paragraph goes on with, else of the lead's. What is carried over is
marked as inferred and never stands as stated.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeGuard

from kg.extraction.circumstances import is_news
from kg.extraction.filling import Fillers
from kg.extraction.telling import carrier_of, heads_main_clause, in_order, is_background, is_unrealised
from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import Act, Analysis, Node, Parse, PartKind, Predicate, Relation, Role, TimeValue

_LEAD: Final = 3  # sentences in which an article tells its news day
_DOING: Final = frozenset({Role.AGENT, Role.PARTICIPANT, Role.SIGNATORY, Role.MEDIATOR})
_FORCE: Final = ("UseOfForce", "ArmedConflict", "Harm")  # told of the day of the fight, not of who tells it
_WEEK: Final = "week"  # "this week" on a Monday is that day, and tells no news day
_WITHIN: Final = frozenset({"in", "at", "during"})  # "in ceremonies Sunday, X marked ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A news day that a main clause tells, and of whom."""

    at: int
    sentence: int
    value: TimeValue
    who: frozenset[str]
    speech: bool


def dated_from_context(
    acts: Sequence[Act], analysis: Analysis, fillers: Fillers, catalogue: ActCatalogue, lexicon: Lexicon
) -> Iterator[Act]:
    """The acts in text order, undated news with the news day that holds for it, marked as inferred.

    The day of publication serves where a press statement speaks in the present tense. The tale of
    the day ends where a main clause is dated before it ("The war lasted until 1994"): nothing behind
    takes a day over until the news goes on, but for what a speaker says who has a day.
    """
    days = _NewsDays(acts, analysis, fillers, catalogue, lexicon)
    paused = 0  # end of the last words that turned to the past
    for act, turned in in_order(acts, analysis):
        if turned:
            paused = act.trigger.start
        predicate = analysis.predicates[act.predicate] if act.predicate is not None else None
        if act.time is not None or predicate is None:
            yield act
            continue
        published = analysis.article.published
        if published is not None and _done_by_the_text(act, predicate, analysis):
            day = published.isoformat()
            yield replace(act, time=TimeValue(start=day, end=day, edtf=day, inferred=True))
            continue
        value = None
        if not is_background(predicate, analysis) and not is_unrealised(act, predicate, analysis):
            value = days.of(act, paused)
        yield act if value is None else replace(act, time=replace(value, inferred=True, words="", span=None))


def _done_by_the_text(act: Act, predicate: Predicate, analysis: Analysis) -> bool:
    """Whether a text does the act itself: in the present tense, or by the words of its issuer."""
    agents = {p.entity for p in act.participations if p.role is Role.AGENT}
    issued = bool(agents) and agents <= set(analysis.resolution.issuers) and predicate.xpos not in ("VBD", "VBN")
    return issued or (predicate.xpos in ("VBZ", "VBP") and not predicate.modals)


class _NewsDays:
    """The news days of one article, by place in the text and by who acts."""

    def __init__(
        self, acts: Sequence[Act], analysis: Analysis, fillers: Fillers, catalogue: ActCatalogue, lexicon: Lexicon
    ) -> None:  # fmt: skip
        self._analysis, self._fillers, self._catalogue = analysis, fillers, catalogue
        self._verbs = lexicon.words("speech", "verbs")
        self._by_head: dict[tuple[int, int], list[Predicate]] = {}
        for predicate in analysis.predicates:
            self._by_head.setdefault((predicate.sentence, carrier_of(predicate)), []).append(predicate)
        self._doing: dict[int, set[str]] = {}  # by predicate
        for act in acts:
            if act.predicate is not None:
                self._doing.setdefault(act.predicate, set()).update(_doers(act))
        told = [told for parse in analysis.parses for told in self._of_sentence(parse)]
        known = {(t.sentence, t.value.start) for t in told}
        dated = [(act, row) for act in acts if (row := self._of_act(act)) is not None]
        told += [row for act, row in dated if (row.sentence, row.value.start) not in known and self._is_main(act)]
        self._told = sorted(told, key=lambda t: t.at)
        self._fights = sorted((row for act, row in dated if self._is_force(act.type)), key=lambda t: t.at)
        self._by_sentence: dict[int, list[_Told]] = {}
        self._by_who: dict[str, list[_Told]] = {}
        for row in self._told:
            self._by_sentence.setdefault(row.sentence, []).append(row)
            for who in row.who:
                self._by_who.setdefault(who, []).append(row)
        running = [s.index for s in analysis.sentences if s.part is PartKind.PARAGRAPH]
        opening = set(running[:_LEAD])
        self._lead = next((t for t in self._told if t.sentence in opening), None)

    def of(self, act: Act, paused: int) -> TimeValue | None:
        """The day of an act: told in its sentence, of who does it, of the scene that goes on, or by the lead."""
        at, doers = act.trigger.start, _doers(act)
        if self._is_force(act.type):
            fight = _last(self._fights, at)
            return fight.value if fight is not None and fight.at >= paused else None
        last = _last(self._told, at)
        running = last if last is not None and last.at >= paused else None  # told since the tale was in the past
        own = self._own(doers, at)
        if own is not None and own.at < paused and not self._is_speech(act):
            own = None
        news = running is not None or not paused
        told = (
            self._in_sentence(act, doers)
            or (own if own is not None and self._paragraphs(own, act) <= 1 else None)
            or (running if running is not None and self._goes_on(running, act, doers) else None)
            or (self._lead if news and self._lead and (self._lead.who & doers or not self._is_speech(act)) else None)
            or own
            or ((self._lead or last) if news else None)
        )
        fitting = told is not None and (told is not self._lead or self._catalogue.is_a(act.type, "DiplomaticAct"))
        return told.value if told is not None and fitting else None

    def _in_sentence(self, act: Act, doers: set[str]) -> _Told | None:
        """The last day of an act's own sentence, told before it, by who says it, or of who does it."""
        here = self._by_sentence.get(act.sentence, ())
        fitting = [t for t in here if t.at < act.trigger.start or t.speech or t.who & doers]
        return fitting[-1] if fitting else None

    def _own(self, doers: set[str], at: int) -> _Told | None:
        """The day told last of any of those who act."""
        found = (_last(self._by_who.get(who, ()), at) for who in doers)
        return max((t for t in found if t is not None), key=lambda t: t.at, default=None)

    def _goes_on(self, told: _Told, act: Act, doers: set[str]) -> bool:
        """Whether an act goes on with what was told of a day: the same paragraph, and no other speaker's turn."""
        if told.speech or self._paragraphs(told, act):
            return False
        return not (doers and told.who and self._is_speech(act))

    def _paragraphs(self, told: _Told, act: Act) -> int:
        """How many paragraphs an act stands behind what was told."""
        sentences = self._analysis.sentences
        return sentences[act.sentence].paragraph - sentences[told.sentence].paragraph

    def _is_force(self, kind: str) -> bool:
        return any(self._catalogue.is_a(kind, name) for name in _FORCE)

    def _is_speech(self, act: Act) -> bool:
        return self._catalogue.is_a(act.type, "SpeechAct")

    def _of_sentence(self, parse: Parse) -> Iterator[_Told]:
        """The news days of the main clause of a sentence."""
        if self._analysis.sentences[parse.sentence].part is not PartKind.PARAGRAPH:
            return
        for node in parse.nodes:
            mention = None if node.time is None else self._analysis.times[node.time]
            if mention is None or mention.relation is not None or not self._is_news(mention.value):
                continue
            head = _clause_of(parse, node)
            if head is not None and self._fillers.speakers.quote_around(node.span) is None:
                predicates = self._by_head.get((parse.sentence, head), [])
                yield _Told(
                    at=node.span.start, sentence=parse.sentence, value=mention.value,
                    who=frozenset(who for p in predicates for who in self._who(p, parse)),
                    speech=any(p.lemma in self._verbs for p in predicates),
                )  # fmt: skip

    def _of_act(self, act: Act) -> _Told | None:
        """The news day of a dated act; its time need not stand at the verb."""
        if not self._is_news(act.time):
            return None
        who, speech = frozenset(_doers(act)), self._is_speech(act)
        return _Told(at=act.trigger.start, sentence=act.sentence, value=act.time, who=who, speech=speech)

    def _is_main(self, act: Act) -> bool:
        """Whether the main clause of a sentence tells an act."""
        predicate = None if act.predicate is None else self._analysis.predicates[act.predicate]
        return predicate is not None and heads_main_clause(self._analysis.parses[act.sentence], carrier_of(predicate))

    def _is_news(self, time: TimeValue | None) -> TypeGuard[TimeValue]:
        return time is not None and _WEEK not in time.words and is_news(time, self._analysis.article.published)

    def _who(self, predicate: Predicate, parse: Parse) -> Iterator[str]:
        yield from self._doing.get(predicate.index, ())
        wanted = Relation.OBJECT if predicate.passive else Relation.SUBJECT
        for argument in predicate.arguments:
            if argument.relation is wanted:
                for node in argument.nodes:
                    yield from (f.entity.iri for f in self._fillers.of_node(parse, node))


def _last(rows: Sequence[_Told], at: int) -> _Told | None:
    """The last of rows in text order that begins before a place."""
    number = bisect_left(rows, at, key=lambda row: row.at)
    return rows[number - 1] if number else None


def _clause_of(parse: Parse, node: Node) -> int | None:
    """The head of the main clause that a time dates: its verb, the verb of saying put in, or through an occasion."""
    if node.head < 0:
        return None
    head = parse.nodes[node.head]
    if head.upos == "NOUN" and head.deprel == "obl" and node.deprel in ("nmod", "nmod:unmarked") and head.head >= 0:
        if not any(c.lemma.lower() in _WITHIN for c in parse.children(head.index, "case")):
            return None
        head = parse.nodes[head.head]
    inserted = head.deprel == "parataxis" and heads_main_clause(parse, head.head)
    return head.index if inserted or heads_main_clause(parse, head.index) else None


def _doers(act: Act) -> set[str]:
    return {p.entity for p in act.participations if p.role in _DOING}
