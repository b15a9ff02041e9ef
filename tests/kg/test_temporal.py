"""Time expressions: the table both ways, values, relations, what fixes no date."""

import itertools
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import PartKind, Sentence, Span, TimeMention
from kg.temporal import resolve_times
from kg.temporal.stage import find_expressions, table
from kg.temporal.vocabulary import Row

PUBLISHED = date(2021, 4, 2)  # a Friday
Read = tuple[str, str | None, str | None]


def mentions(
    text: str, on: date | None = PUBLISHED, part: PartKind = PartKind.PARAGRAPH
) -> tuple[TimeMention, ...]:
    sentence = Sentence(index=0, span=Span(0, len(text)), part=part, paragraph=0, tokens=())
    return resolve_times([sentence], text, on=on)


def read(text: str, on: date | None = PUBLISHED) -> list[Read]:
    return [(m.span.of(text), m.relation, m.value.edtf if m.value else None) for m in mentions(text, on)]


EXAMPLES = [
    pytest.param(row, example, id=f"{row.name}: {example}") for row in table() for example in row.examples
]
OTHERS = [pytest.param(row, text, id=f"{row.name}: {text}") for row in table() for text in row.others]


@pytest.mark.parametrize(("row", "example"), EXAMPLES)
def test_a_row_claims_its_examples(row: Row, example: str) -> None:
    before, _, rest = example.partition("<")
    words, _, behind = rest.partition(">")
    found = [
        (e.row.name, e.match.group(), e.match.start()) for e in find_expressions(before + words + behind)
    ]
    assert (row.name, words, len(before)) in found


@pytest.mark.parametrize(("row", "text"), OTHERS)
def test_a_row_claims_nothing_else(row: Row, text: str) -> None:
    assert [e.match.group() for e in find_expressions(text) if e.row.name == row.name] == []


def test_names_of_rows_are_unique() -> None:
    names = [row.name for row in table()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("On Thursday, they met.", "2021-04-01"),
        ("they met on Friday", "2021-04-02"),
        ("on Saturday they met", "2021-03-27"),
        ("next Thursday", "2021-04-08"),
        ("last Friday", "2021-03-26"),
        ("this coming Friday", "2021-04-09"),
        ("The leaders will meet on Tuesday", "2021-04-06"),
        ("On Tuesday the leaders will meet", "2021-04-06"),
        ("They will meet soon, she said on Tuesday", "2021-03-30"),
        ("She is due to arrive on Sunday", "2021-04-04"),
        ("ahead of a summit on Monday", "2021-04-05"),
        ("announced on 28 March that she would travel", "2021-03-28"),
        ("On Sunday the envoy heads to Norgrad", "2021-04-04"),
        ("They agreed to the terms on Monday", "2021-03-29"),
        ("They agreed to meet on Monday", "2021-04-05"),
        ("early on Wednesday morning", "2021-03-31"),
        ("from Monday to Wednesday", "2021-03-29/2021-03-31"),
        ("on September 27 last year", "2020-09-27"),
        ("on September 27", "2020-09-27"),
        ("on 27 September 2020", "2020-09-27"),
        ("a summit planned for May 7", "2021-05-07"),
        ("on April 6", "2021-04-06"),
        ("June 9, 2016", "2016-06-09"),
        ("Sept. 3, 2019", "2019-09-03"),
        ("the 1st of April 2021", "2021-04-01"),
        ("2021-03-05", "2021-03-05"),
        ("5.3.2021", "2021-03-05"),
        ("April 1-3, 2021", "2021-04-01/2021-04-03"),
        ("On September 3 and 4, 2026, they", "2026-09-03/2026-09-04"),
        ("September 27 to November 10, 2020", "2020-09-27/2020-11-10"),
        ("30 December to 2 January 2021", "2020-12-30/2021-01-02"),
        ("the week of March 15", "2021-03-15/2021-03-21"),
        ("on New Year's Day", "2021-01-01"),
        ("on Christmas Eve", "2020-12-24"),
        ("in the early 90s", "1990~/1993~"),
        ("in the mid-1990s", "1994~/1996~"),
        ("in the late 1980s", "1987~/1989~"),
        ("the 1990s", "199X"),
        ("the nineties", "199X"),
        ("the 2000s", "200X"),
        ("the 1800s", "18XX"),
        ("the 19th century", "18XX"),
        ("in 1994", "1994"),
        ("in late 2019", "2019~"),
        ("in late March", "2021-03~"),
        ("in August they met", "2020-08"),
        ("they will meet in August", "2021-08"),
        ("in April they met", "2021-04"),
        ("in May 2026", "2026-05"),
        ("last June", "2020-06"),
        ("next June", "2021-06"),
        ("last February", "2021-02"),
        ("next February", "2022-02"),
        ("from May to July", "2020-05/2020-07"),
        ("November to February 2021", "2020-11/2021-02"),
        ("May 2019 to March 2020", "2019-05/2020-03"),
        ("in spring 2014", "2014-21"),
        ("the winter of 1991", "1991-24"),
        ("the first half of 2020", "2020-40"),
        ("the third quarter of 2019", "2019-35"),
        ("between 2018 and 2020", "2018/2020"),
        ("1992-94", "1992/1994"),
        ("Last year it", "2020"),
        ("next year", "2022"),
        ("last month", "2021-03"),
        ("last week", "2021-03-22/2021-03-28"),
        ("this week they met", "2021-03-29/2021-04-02"),
        ("later this week they will meet", "2021-03-29/2021-04-04"),
        ("earlier this year", "2021"),
        ("earlier in the month", "2021-04"),
        ("the end of the year", "2021~"),
        ("two days ago", "2021-03-31"),
        ("two weeks ago", "2021-03-19~"),
        ("three months ago", "2021-01~"),
        ("10 years ago", "2011~"),
        ("yesterday", "2021-04-01"),
        ("tomorrow", "2021-04-03"),
        ("the day before yesterday", "2021-03-31"),
        ("last night", "2021-04-01"),
        ("last weekend", "2021-03-27/2021-03-28"),
        ("today's announcement", "2021-04-02"),
        ("at 2 a.m. (1700 GMT on Wednesday)", "2021-04-01"),
        ("at 9 p.m. (2000 GMT on Wednesday)", "2021-03-31"),
        ("at 3 a.m. (3 p.m. ET on Monday)", "2021-03-30"),
    ],
)
def test_an_expression_has_the_value_of_its_words(text: str, edtf: str) -> None:
    assert [value for _, _, value in read(text)] == [edtf]


@pytest.mark.parametrize(
    ("text", "words", "relation"),
    [
        ("until around 1994", "around 1994", "until"),
        ("till 1994", "1994", "until"),
        ("by 1992", "1992", "by"),
        ("by the end of 1992", "the end of 1992", "by"),
        ("since 2011", "2011", "since"),
        ("since the early 90s", "early 90s", "since"),
        ("Since Monday, they", "Monday", "since"),
        ("before May 5, 2020", "May 5, 2020", "before"),
        ("prior to 2014", "2014", "before"),
        ("after 2014, they", "2014", "after"),
        ("from January", "January", "since"),
        ("from July 25-26", "July 25-26", None),
        ("since Monday’s talks", "Monday", None),
        ("after the 2016 war", "2016", None),
        ("on Monday", "Monday", None),
        ("in 1994", "1994", None),
    ],
)
def test_the_word_in_front_says_how_the_act_lies_to_the_time(
    text: str, words: str, relation: str | None
) -> None:
    assert [(w, r) for w, r, _ in read(text)] == [(words, relation)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("On Monday they met. On the same day they signed.", "2021-03-29"),
        ("They met on May 5, 2020. The following day they signed.", "2020-05-06"),
        ("They met on May 5, 2020. They had spoken the previous day.", "2020-05-04"),
        ("They met on May 5, 2020, and signed two days later.", "2020-05-07"),
        ("They met on May 5, 2020. Later that month they signed.", "2020-05"),
        ("They fought in 2016. The following year they signed.", "2017"),
        ("They fought in 2016 and signed three years later.", "2019~"),
        ("They met on Monday over the May 5 deal. That day they signed.", "2021-03-29"),
    ],
)
def test_some_expressions_count_from_what_was_told_last(text: str, edtf: str) -> None:
    assert read(text)[-1][2] == edtf


@pytest.mark.parametrize(
    "text",
    [
        "2,000 people fled", "2000 people fled", "they may meet", "Theresa May spoke", "the fall of the union",
        "March for peace", "$2020", "resolution 1701", "a two-day visit", "on Fridays", "he is in his 80s", "the Sunday Times",
        "at the same time", "three years of war", "decades of war", "day after day", "the May government", "May I ask",
    ],
)  # fmt: skip
def test_what_is_not_about_a_time_is_not_marked(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "in recent years",
        "recently",
        "several years ago",
        "over the past decade",
        "last summer",
        "at 2 a.m.",
        "that day",
    ],
)
def test_a_vague_expression_has_no_value(text: str) -> None:
    assert [(m.value, m.span) for m in mentions(text)] == [(None, m.span) for m in mentions(text)]
    assert len(mentions(text)) == 1


@pytest.mark.parametrize(
    "text", ["Thursday", "yesterday", "in August", "September 27", "last week", "two days ago", "this year"]
)
def test_relative_expressions_stay_open_without_a_day_of_publication(text: str) -> None:
    assert [value for _, _, value in read(text, on=None)] == [None]


@pytest.mark.parametrize("text", ["in 1994", "on May 5, 2020", "the early 90s", "spring 2014"])
def test_absolute_expressions_need_no_day_of_publication(text: str) -> None:
    assert read(text, on=None) == read(text)


@pytest.mark.parametrize("text", ["February 30, 2021", "31 April 2020", "September 31"])
def test_a_day_that_no_calendar_has_gets_no_value(text: str) -> None:
    assert [value for _, _, value in read(text)] == [None]


def test_bounds_hold_the_precision_of_the_words() -> None:
    (mention,) = mentions("in late 2019")
    assert mention.value is not None
    assert (mention.value.start, mention.value.end) == ("2019", "2019")
    assert (mention.value.earliest_start, mention.value.latest_end) == ("2019-09-01", "2019-12-31")


def test_a_range_begins_on_its_first_and_ends_on_its_last_day() -> None:
    (mention,) = mentions("from 3 to 5 May 2020")
    assert mention.value is not None
    value = mention.value
    assert (value.earliest_start, value.latest_start) == ("2020-05-03", "2020-05-03")
    assert (value.earliest_end, value.latest_end) == ("2020-05-05", "2020-05-05")


@pytest.mark.parametrize("part", [PartKind.DATELINE, PartKind.CREDIT])
def test_the_dateline_tells_no_time_of_an_act(part: PartKind) -> None:
    assert mentions("Norgrad, April 2, 2021", part=part) == ()


def test_values_keep_their_words_and_offsets() -> None:
    text = "They met on 27  September\n2020."
    for mention in mentions(text.replace("  ", " ").replace("\n", " ")):
        assert mention.value is not None
        assert mention.value.words == "27 September 2020"
        assert mention.value.span == mention.span


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "on",
                "in",
                "since",
                "the",
                "of",
                "May",
                "March",
                "31",
                "2020",
                "-",
                " ",
                ",",
                "1994",
                "Monday",
                "last",
                "year",
                "'s",
                "early",
                "mid",
                "week",
                "two",
                "days",
                "ago",
                "(",
                ")",
                "GMT",
                "2",
                "a.m.",
                "é",
                "🙂",
                "𝟙",
            ]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_any_text_gives_ordered_mentions_inside_it(text: str) -> None:
    spans = [m.span for m in mentions(text)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_a_long_sentence_takes_time_in_proportion() -> None:
    piece = "They met on Monday and again in late March 2020, two days after the May 5 talks, "

    def seconds(count: int) -> float:
        begin = time.process_time()
        mentions(piece * count)
        return time.process_time() - begin

    seconds(10)
    assert seconds(1600) < 40 * max(seconds(100), 0.001)
