"""The rows of the table for months, seasons, years, decades and relative periods, in order of precedence."""

from typing import Final

from kg.temporal import guards, readers, relative
from kg.temporal.vocabulary import (
    ABOUT,
    COUNT,
    FEW,
    LAST_MONTH,
    MONTH,
    NEAR_YEAR,
    PART,
    WHOLE_MONTH,
    YEAR,
    Row,
)

_SEASON: Final = "(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_AFTER_PREPOSITION: Final = (
    r"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Tt]ill )|(?<=\b[Bb]y )|(?<=\b[Dd]uring )|(?<=\b[Ff]rom )"
    r"|(?<=\b[Bb]efore )|(?<=\b[Aa]fter )|(?<=\b[Ff]or )|(?<=\b[Oo]f )|(?<=\b[Tt]hrough )|(?<=\bIN ))"
)

MONTHS_AND_SEASONS: Final = (
    Row(
        name="months", cue="month", reader=readers.month_range, guard=guards.no_person,
        pattern=(
            rf"\b{WHOLE_MONTH}(?: (?P<first_year>\d{{4}}))?(?: ?[-–—/] ?| (?:to|and|through|until|till) )"
            rf"{LAST_MONTH}(?:,? (?:of )?(?:{YEAR}|{NEAR_YEAR}))?(?!\w| \d)"
        ),
        examples=(
            "from <May to July>", "between <May 2019 and March 2020>", "<July-August 2021>", "in <May and June last year>",
            "in <April/May 2006>",
        ),
        others=("May and Merkel met", "on March 5 and April 6"),
    ),
    Row(
        name="month of a year", cue="month", reader=readers.month,
        pattern=rf"(?:{PART}|{ABOUT}|\b){MONTH},?(?: of| in)? {YEAR}\b(?!-\d)",
        examples=(
            "in <May 2026>", "in <late March 2020>", "in <August of 2008>", "the <March 2020> deal", "<around May 2014>",
        ),
        others=("March 2, 2020",),
    ),
    Row(
        name="month of a near year", cue="month", reader=readers.month,
        pattern=rf"(?:{PART}|\b){MONTH},?(?: of)? {NEAR_YEAR}\b",
        examples=("in <August last year>", "in <early May this year>", "in <June of next year>"),
    ),
    Row(
        name="near month", cue="month", reader=readers.month,
        pattern=rf"\b(?i:(?P<which>last|this past|this coming|this|next|coming) ){WHOLE_MONTH}(?!\w| \d)",
        examples=("<last March>", "<next June>", "<this August>"), others=("this May 5", "this Marches on"),
    ),
    Row(
        name="part of a month", cue="month", reader=readers.month,
        pattern=rf"{PART}{WHOLE_MONTH}(?!\w| \d)",
        examples=("in <late March>", "by <mid-May>", "at <the end of August>", "in <early Sept.>"),
        others=("late March 2020", "the start of May 5"),
    ),
    Row(
        name="month", cue="month", reader=readers.month, guard=guards.no_person,
        pattern=rf"{_AFTER_PREPOSITION}{WHOLE_MONTH}(?!\w|[-’']| \d)",
        examples=("in <August>, they", "since <January>", "scheduled for <June>", "By <May> the", "in <Sept.> they"),
        others=(
            "they may meet", "Theresa May spoke", "March for peace", "by May’s government", "by April Glaspie", "by Jan Kavan",
        ),
    ),
    Row(
        name="season", cue="season", reader=readers.season,
        pattern=rf"\b(?:[Ee]arly |[Ll]ate |[Mm]id-)?(?:[Tt]he )?{_SEASON},? (?:of )?{YEAR}\b",
        examples=("in <spring 2014>", "<the autumn of 2020>", "<late summer 1990>"),
        others=("the fall of the union", "the Arab Spring", "in the fall"),
    ),
    Row(
        name="this season", cue="season", reader=readers.season,
        pattern=rf"\b[Tt]his {_SEASON}\b(?! (?:of|in))",
        examples=("<this spring>",), others=("this fall in prices", "last summer"),
    ),
    Row(
        name="some season", cue="season", reader=readers.nothing,
        pattern=r"(?:\b[Ll]ast|\b[Nn]ext|(?<=\b[Ii]n )the) (?:spring|summer|autumn|fall|winter)\b(?! (?:of|in))",
        examples=("<last summer>", "in <the winter>"), others=("in the fall of the union", "the fall"),
    ),
)  # fmt: skip

YEARS: Final = (
    Row(
        name="years", cue="digits", reader=readers.year_range,
        pattern=(
            rf"\b(?i:between|from) (?:the years )?{YEAR} (?:and|to|until|till|through) (?P<last>(?:1[5-9]|20)\d\d)\b"
        ),
        examples=("<between 2018 and 2020>", "<From 1988 to 1994> they"), others=("between 2018 and 300",),
    ),
    Row(
        name="years with a dash", cue="digits", reader=readers.year_range, guard=guards.is_span,
        pattern=rf"(?<![\w$€£.,/-]){YEAR} ?[-–—/] ?(?P<last>(?:1[5-9]|20)\d\d|\d\d)(?![\w-]|[.,]\d)",
        examples=("in <1992-94>", "the <1988–1994> war", "<2014/15>"), others=("2021-04-01", "2020-19"),
    ),
    Row(
        name="share of a year", cue="digits", reader=readers.share_of_year,
        pattern=rf"\b(?:the )?(?P<number>first|second|third|fourth|last|latter) (?P<share>quarter|half) of (?:the year )?{YEAR}\b",
        examples=("in <the first half of 2020>", "<the third quarter of 2019>"), others=("half of 2020 people",),
    ),
    Row(
        name="decade", cue="digits", reader=readers.decade, guard=guards.no_age,
        pattern=rf"(?:{PART}|(?:\bthe )?(?<![\w$€£.,-]))['’]?(?P<decade>(?:1[5-9]|20)\d0|[2-9]0)['’]?s\b",
        examples=(
            "in the <early 90s>", "in <the 1990s>", "the <mid-1990s>", "the <late 1980s>", "<the ’90s>", "in <the 1800s>",
        ),
        others=("in his 80s", "she is in her late 60s", "the 1992s", "5,000s"),
    ),
    Row(
        name="decade in words", cue="word", reader=readers.decade, guard=guards.no_age,
        pattern=rf"{PART}?(?:\bthe )?\b(?P<decade>(?i:twen|thir|for|fif|six|seven|eigh|nine)ties)\b",
        examples=("in the <early nineties>", "in <the eighties>"), others=("treaties", "in his thirties"),
    ),
    Row(
        name="century", cue="digits", reader=readers.century,
        pattern=rf"{PART}?(?:\bthe )?\b(?P<century>1[5-9]|2[01])(?:th|st)[ -]century\b",
        examples=("in <the 19th century>", "the <early 20th century>", "<the 21st-century> order"),
    ),
    Row(
        name="year", cue="digits", reader=readers.year, guard=guards.is_year,
        pattern=rf"(?:{PART}|(?:{ABOUT})?(?:\bthe year )?(?<![\w$€£¥#.,/-])){YEAR}(?![\w%-]|[.,/]\d)",
        examples=(
            "in <1994>", "until <around 1994>", "in <late 2019>", "the <2016> Four-Day War", "a <2020> agreement",
            "by <the end of 2025>", "in <the year 2020>", "(<2015>)", "resolution 2231 (<2015>)", "since <2011>, when",
            "in <mid-2019>",
        ),
        others=(
            "2000 people", "$2020", "some 2000 refugees", "resolution 1701", "Flight 1549", "2020-based", "Vision 2030",
            "the 2030 Agenda", "2,015", "Article 1990", "about 1900 kilometres", "1995.5", "nearly 1800 were held",
        ),
    ),
)  # fmt: skip

NEAR_PERIODS: Final = (
    Row(
        name="period", cue="unit", reader=relative.period, guard=guards.is_whole,
        pattern=(
            rf"(?:\b(?i:(?P<earlier>earlier )|(?P<later>later ))|{PART})?\b(?i:(?P<which>last|this|next|previous|coming) "
            r"(?P<unit>week|month|year)\b)"
        ),
        examples=(
            "<last week>", "<Last year> it", "<earlier this year>", "<later this month>", "<early next year>",
            "<this week>’s talks", "at <the end of next month>",
        ),
        others=("this week-long visit", "the last years", "every week", "last two weeks"),
    ),
    Row(
        name="end of the year", cue="unit", reader=relative.period, guard=guards.is_whole,
        pattern=r"(?i:\b(?:the )?(?P<part>beginning|start|middle|end) of (?P<which>the) (?P<unit>month|year)\b)",
        examples=("by <the end of the year>", "<the start of the month>"), others=("the end of the year-long war",),
    ),
    Row(
        name="in the year", cue="unit", reader=relative.period,
        pattern=r"(?i:\b(?:(?P<earlier>earlier)|(?P<later>later)) in (?P<which>the) (?P<unit>week|month|year)\b)",
        examples=("<earlier in the month>", "<later in the year>"), others=("earlier in the talks", "in the year"),
    ),
    Row(
        name="ago", cue="unit", reader=relative.ago, guard=guards.counts_from_publication,
        pattern=(
            rf"(?i:\b{COUNT} (?P<unit>day|week|month|year)s? (?P<direction>ago|earlier|later|before|after|from now)\b)"
        ),
        examples=("<two days ago>", "<A week earlier>, they", "<three years later>", "<a day before>."),
        others=("two days after the talks", "a year before his death", "days ago", "a two-day visit"),
    ),
    Row(
        name="in so many weeks", cue="unit", reader=relative.ahead, guard=guards.is_coming,
        pattern=rf"(?i:\b(?:in|within) {COUNT} (?P<unit>day|week|month|year)s?(?:[’']s? time)?\b(?! of\b))",
        examples=("will meet <in two weeks> in", "the next meeting <in three days>", "is to return <in a month's time>"),
        others=("the first visit in ten years", "killed in two days of clashes", "met twice in three weeks"),
    ),
    Row(
        name="some time ago", cue="unit", reader=readers.nothing,
        pattern=r"(?i:\b(?:(?:several|some|many|a few|few) )?(?:days|weeks|months|years|decades) (?:ago|earlier|later)\b)",
        examples=("<several years ago>", "<months later>", "<a few days earlier>"), others=("five years of war",),
    ),
    Row(
        name="neighbour", cue="unit", reader=relative.neighbour, guard=guards.is_whole,
        pattern=r"(?i:\b(?:the |a )(?P<which>same|previous|preceding|following|next) (?P<unit>day|week|month|year)\b)",
        examples=("On <the same day>", "<the previous day>", "<the following year>, they", "on <the next day>"),
        others=("the same days", "the following years"),
    ),
    Row(
        name="the day before", cue="unit", reader=relative.neighbour,
        pattern=r"(?i:\bthe (?P<unit>day|week|month|year) (?P<which>before|after)(?=\s*(?:[.,;)]|$)))",
        examples=("<the day before>.", "<The year after>, they"), others=("the day before the talks",),
    ),
    Row(
        name="that day", cue="unit", reader=relative.neighbour, guard=guards.is_adverbial,
        pattern=r"(?i:\b(?:later |earlier |late |early )?(?P<which>that same|that) (?P<unit>day|week|month|year)\b)",
        examples=("<that day> they", "<later that year>", "on <that same day>"),
        others=("said that day by day they", "said that year after year"),
    ),
    Row(
        name="later in the day", cue="unit", reader=relative.same_day,
        pattern=r"(?i:\b(?:later|earlier|early|late) in the (?:day|evening|morning|afternoon)\b)",
        examples=("<later in the day>",), others=("in the day",),
    ),
    Row(
        name="recently", cue="word", reader=readers.nothing,
        pattern=(
            rf"(?i:\b(?:(?:in|over|during|for|within) (?:the )?)?(?:recent|past|coming) {FEW}"
            r"(?:hours|days|weeks|months|years|decades?|week|month|year)\b"
            r"|\b(?:more |most )?recently\b|\blately\b|\bin the past\b)"
        ),
        examples=(
            "<in recent years>", "<over the past decade>", "has <recently> met", "<in the past> they", "<in the past two weeks>",
        ),
        others=("the recent talks", "walked past the talks"),
    ),
    Row(
        name="last years", cue="unit", reader=readers.nothing,
        pattern=rf"(?i:\b(?:in|over|during|for|within) the (?:last|next) {FEW}(?:hours|days|weeks|months|years|decades?)\b)",
        examples=("<over the last two years>", "<in the next days>"), others=("the last days of the union",),
    ),
)  # fmt: skip
