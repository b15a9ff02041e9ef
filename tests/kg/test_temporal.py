from datetime import date

import pytest

from kg.model import PartKind, Sentence, Span
from kg.temporal import resolve_times

PUBLISHED = date(2021, 4, 2)  # a Friday


def read(text: str, on: date | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    sentence = Sentence(index=0, span=Span(0, len(text)), part=PartKind.PARAGRAPH, paragraph=0, tokens=())
    return [(m.span.of(text), m.relation, m.value.edtf if m.value else None) for m in resolve_times([sentence], text, on=on)]


@pytest.mark.parametrize(
    ("text", "words", "relation", "edtf"),
    [
        ("On Thursday, they met.", "Thursday", None, "2021-04-01"),
        ("on Friday", "Friday", None, "2021-04-02"),
        ("on Saturday they met", "Saturday", None, "2021-03-27"),
        ("next Thursday", "next Thursday", None, "2021-04-08"),
        ("on September 27 last year", "September 27 last year", None, "2020-09-27"),
        ("on 27 September 2020", "27 September 2020", None, "2020-09-27"),
        ("June 9, 2016", "June 9, 2016", None, "2016-06-09"),
        ("in the early 90s", "early 90s", None, "1990~/1993~"),
        ("the 1990s", "the 1990s", None, "199X"),
        ("until around 1994", "around 1994", "until", "1994~"),
        ("by 1992", "1992", "by", "1992"),
        ("since 2011", "2011", "since", "2011"),
        ("in late March", "late March", None, "2021-03~"),
        ("in August they", "August", None, "2020-08"),
        ("in May 2026", "May 2026", None, "2026-05"),
        ("Last year it", "Last year", None, "2020"),
        ("last week", "last week", None, "2021-03-22/2021-03-28"),
        ("earlier in the month", "earlier in the month", None, "2021-04"),
        ("two days ago", "two days ago", None, "2021-03-31"),
        ("yesterday", "yesterday", None, "2021-04-01"),
        ("between 2018 and 2020", "between 2018 and 2020", None, "2018/2020"),
        ("April 1-3, 2021", "April 1-3, 2021", None, "2021-04-01/2021-04-03"),
        ("On September 3 and 4, 2026, they", "September 3 and 4, 2026", None, "2026-09-03/2026-09-04"),
        ("in spring 2014", "spring 2014", None, "2014-21"),
        ("2021-03-05", "2021-03-05", None, "2021-03-05"),
    ],
)
def test_an_expression_has_the_value_of_its_words(text: str, words: str, relation: str | None, edtf: str) -> None:
    assert read(text) == [(words, relation, edtf)]


def test_the_same_day_is_the_day_told_last() -> None:
    assert read("On Monday they met. On the same day they signed.")[1][2] == "2021-03-29"


@pytest.mark.parametrize("text", ["2,000 people fled", "they may meet", "Theresa May spoke", "the fall of the union", "March for peace", "$2020"])
def test_what_dates_nothing_is_not_dated(text: str) -> None:
    assert read(text) == []


def test_relative_expressions_stay_open_without_a_day_of_publication() -> None:
    assert read("On Thursday in 1994", on=None) == [("Thursday", None, None), ("1994", None, "1994")]


def test_a_vague_expression_has_no_value() -> None:
    assert read("in recent years") == [("in recent years", None, None)]
