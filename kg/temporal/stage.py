"""Sentences in, time mentions out: finds the expressions of the table, reads each in its context.

Normalisation as for TIMEX3 (Strötgen and Gertz, "Multilingual and cross-domain temporal tagging",
2013): relative to the day of publication, or to what was told last. News reports what has
happened, so a bare weekday or month is the nearest past one unless the verb looks ahead. The
precision of the words is kept; what the words do not date has no value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from kg.model import PartKind, Sentence, Span, TimeMention, TimeValue
from kg.temporal.context import Context
from kg.temporal.days import DATES, NEAR_DAYS
from kg.temporal.periods import MONTHS_AND_SEASONS, NEAR_PERIODS, YEARS
from kg.temporal.vocabulary import CUES, Row

_PARTS: Final = (PartKind.HEADLINE, PartKind.STANDFIRST, PartKind.PARAGRAPH)
_RELATIONS: Final = {
    "since": "since", "from": "since", "starting": "since", "beginning": "since", "as from": "since",
    "until": "until", "till": "until", "through": "until", "up to": "until", "pending": "until",
    "by": "by", "no later than": "by", "before": "before", "prior to": "before", "ahead of": "before", "after": "after",
}  # fmt: skip
_PREPOSITION: Final = re.compile(
    r"\b(since|as from|from|starting|beginning|until|till|through|up to|pending|by|no later than|before|prior to|"
    r"ahead of|after)\s+(?:in |on )?(?:the\s+)?$",
    re.IGNORECASE,
)
_DETERMINER: Final = re.compile(r"\b(?:the|a|an|this|that|its|their|his|her|our|['’]s)\s$", re.IGNORECASE)
_NOUN: Final = re.compile(
    r"\s(?!(?:and|or|but|when|where|which|as|in|on|at|by|to|for|of|after|before|with|that)\b)[A-Za-z]"
)
_LINE: Final = 24  # characters in which the preposition is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A time expression before it has a value."""

    row: Row
    match: re.Match[str]


def resolve_times(sentences: Sequence[Sentence], body: str, *, on: date | None) -> tuple[TimeMention, ...]:
    """The time expressions of the running text, in order.

    Args:
        sentences: Of the whole article; datelines and credits are passed over.
        body: The article's text.
        on: The day of publication; without it relative expressions have no value.
    """
    found: list[TimeMention] = []
    context = Context(on=on)
    for sentence in sentences:
        if sentence.part not in _PARTS:
            continue
        for expression in find_expressions(sentence.span.of(body)):
            value = expression.row.reader(expression.match, context)
            if not _modifies(expression.match):  # "the May 5 deal" tells no day on which the tale goes on
                context = context.after(value)
            found.append(_mention(len(found), sentence, expression, value))
    return tuple(found)


def find_expressions(text: str) -> Iterator[Expression]:
    """The expressions of one sentence in text order, none overlapping another."""
    cues = {match.lastgroup for match in CUES.finditer(text)}
    if not cues:
        return
    taken = bytearray(len(text))
    found: list[Expression] = []
    for row, regex in _compiled():
        if row.cue not in cues:
            continue
        for match in regex.finditer(text):
            start, end = match.span()
            if taken.find(1, start, end) < 0 and (row.guard is None or row.guard(match)):
                taken[start:end] = b"\1" * (end - start)
                found.append(Expression(row=row, match=match))
    yield from sorted(found, key=lambda e: e.match.start())


def table() -> tuple[Row, ...]:
    """All rows in order of precedence: what an earlier one claims, a later one cannot."""
    return (*DATES, *MONTHS_AND_SEASONS, *NEAR_DAYS, *YEARS, *NEAR_PERIODS)


@cache
def _compiled() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    """The rows with their patterns, compiled at first use."""
    return tuple((row, re.compile(row.pattern)) for row in table())


def _mention(index: int, sentence: Sentence, expression: Expression, value: TimeValue | None) -> TimeMention:
    match = expression.match
    span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
    if value is not None:
        value = replace(value, words=" ".join(match.group().split()), span=span)
    return TimeMention(
        index=index, sentence=sentence.index, span=span, value=value, relation=_relation(match, value)
    )


def _relation(match: re.Match[str], value: TimeValue | None) -> str | None:
    """What the preposition in front says, unless the expression only modifies a noun behind it.

    "since Monday" relates the act to Monday; "since Monday's talks" and "after the 2016 war" do not.
    """
    before = _PREPOSITION.search(match.string[max(0, match.start() - _LINE) : match.start()])
    if before is None or _modifies(match):
        return None
    relation = " ".join(before[1].lower().split())
    if relation == "from" and value is not None and value.start != value.end:  # "from 3 to 5 May"
        return None
    return _RELATIONS[relation]


def _modifies(match: re.Match[str]) -> bool:
    """Whether the expression stands before a noun: "the 2016 war", "Monday's talks", "a June 23 vote"."""
    text, end = match.string, match.end()
    if text[end : end + 2] in ("'s", "’s"):
        return True
    return (
        _DETERMINER.search(text, max(0, match.start() - _LINE), match.start()) is not None
        and _NOUN.match(text, end) is not None
    )
