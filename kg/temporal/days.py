"""The rows of the table for days, hours and ranges of days, in order of precedence."""

from typing import Final

from kg.temporal import guards, readers, relative
from kg.temporal.vocabulary import (
    DAY,
    LAST_DAY,
    LAST_MONTH,
    MONTH,
    NEAR_YEAR,
    OF_DAY,
    TO,
    WEEKDAY,
    YEAR,
    ZONE,
    Row,
)

_NEAR: Final = r"(?:around |about |shortly (?:after|before) |just (?:after|before) )?"

DATES: Final = (
    Row(
        name="clock with day elsewhere", cue="digits", reader=relative.clock,
        pattern=(
            rf"{_NEAR}\b(?P<hour>[01]?\d|2[0-3])(?:[.:](?P<minute>\d\d))?(?: ?(?P<half>[ap]\.?m)\b\.?)?(?: local time)? ?"
            rf"\((?P<other>\d{{1,2}}(?:[.:]?\d\d)?)(?: ?(?P<other_half>[ap]\.?m)\b\.?)? (?P<zone>{ZONE}),? "
            rf"(?:on )?(?P<weekday>{WEEKDAY})\)"
        ),
        examples=("at <around 2 a.m. (1700 GMT on Wednesday)>", "at <10:30 p.m. (0330 GMT Friday)>"),
        others=("at 2 a.m. they left", "(1700 GMT on Wednesday)"),
    ),
    Row(
        name="clock", cue="digits", reader=readers.nothing,
        pattern=(
            rf"{_NEAR}\b(?:[01]?\d(?:[.:]\d\d)? ?[ap]\.?m\b\.?(?: local time| {ZONE}\b)?"
            rf"|[0-2]\d[.:]?[0-5]\d ?(?:hours\b|local time\b|{ZONE}\b))"
            rf"(?: ?\([0-2]?\d[.:]?\d?\d?(?: ?[ap]\.?m\b\.?)? {ZONE}\))?"
        ),
        examples=("at <2 a.m.> on Thursday", "at <1700 GMT>", "by <around 11:30 pm local time>", "at <9 p.m. (1900 GMT)>"),
        others=("some 1700 soldiers", "at 10 Downing Street"),
    ),
    Row(
        name="days of two months", cue="month", reader=readers.day_range,
        pattern=rf"\b{MONTH} {DAY}(?:, \d{{4}})?{TO}{LAST_MONTH} {LAST_DAY}(?:,? {YEAR})?\b(?!,\d)",
        examples=("from <September 27 to November 10, 2020>", "between <Sept. 27 and Oct. 3>"),
    ),
    Row(
        name="days of two months, day first", cue="month", reader=readers.day_range,
        pattern=rf"\b{DAY} {MONTH}(?: \d{{4}})?{TO}{LAST_DAY} {LAST_MONTH}(?:,? {YEAR})?\b",
        examples=("from <27 September to 10 November 2020>", "<30 December – 2 January>"),
    ),
    Row(
        name="week of a day", cue="month", reader=readers.week_of_day,
        pattern=rf"\b(?:[Tt]he )?week (?:of|beginning|starting) {MONTH} {DAY}(?:,? {YEAR})?\b",
        examples=("<the week of April 5>",), others=("a week of talks in April",),
    ),
    Row(
        name="days of one month", cue="month", reader=readers.day_range,
        pattern=rf"{OF_DAY}\b{MONTH} {DAY}{TO}{LAST_DAY}(?:,? {YEAR})?\b(?![,.]\d| ?(?:%|percent|p\.m|a\.m))",
        examples=("On <September 3 and 4, 2026>, they", "held <July 24-25, 2026>.", "<April 1–3>", "on <May 5 to 7>"),
        others=("On May 5 and 300 people",),
    ),
    Row(
        name="days of one month, day first", cue="month", reader=readers.day_range,
        pattern=rf"{OF_DAY}\b{DAY}{TO}{LAST_DAY} (?:of )?{MONTH}(?:,? {YEAR})?(?!\w)",
        examples=("on <1-3 April 2021>", "from <3 to 5 May>", "on <12 and 13 June>"),
    ),
    Row(
        name="full date", cue="month", reader=readers.full_date,
        pattern=rf"{OF_DAY}\b(?:{WEEKDAY},? )?{MONTH} {DAY},? {YEAR}\b",
        examples=("on <June 9, 2016>", "On <Friday, April 2, 2021>", "<Sept. 3, 2026>", "<the evening of May 5, 2019>"),
        others=("the May 2019 talks",),
    ),
    Row(
        name="full date, day first", cue="month", reader=readers.full_date,
        pattern=rf"{OF_DAY}\b(?:{WEEKDAY},? )?(?:the )?{DAY} (?:of )?{MONTH},? {YEAR}\b",
        examples=("on <27 September 2020>", "on <Tuesday 3 March 2020>", "on <the 1st of April 2021>"),
        others=("27 Septembers",),
    ),
    Row(
        name="date in digits", cue="digits", reader=readers.full_date,
        pattern=rf"(?<![\d./-]){YEAR}(?P<mark>[-/])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>[0-3]\d)(?![\d-])",
        examples=("on <2021-04-01>", "dated <2021/04/01>"), others=("2021-2022", "1234-2021-04-01"),
    ),
    Row(
        name="date in digits, day first", cue="digits", reader=readers.full_date,
        pattern=rf"(?<![\d./-])(?P<day>[0-3]?\d)\.(?P<month>0?[1-9]|1[0-2])\.{YEAR}(?![\d-])",
        examples=("on <1.4.2021>", "dated <01.04.2021>"), others=("version 1.40.2021",),
    ),
    Row(
        name="day of a near year", cue="month", reader=readers.day_of_year,
        pattern=rf"{OF_DAY}\b(?:{WEEKDAY},? )?{MONTH} {DAY},?(?: of)? {NEAR_YEAR}\b",
        examples=("occurred on <September 27 last year>", "on <May 5 this year>", "on <March 3 of next year>"),
    ),
    Row(
        name="day of a near year, day first", cue="month", reader=readers.day_of_year,
        pattern=rf"{OF_DAY}\b(?:{WEEKDAY},? )?(?:the )?{DAY} (?:of )?{MONTH},?(?: of)? {NEAR_YEAR}\b",
        examples=("on <27 September last year>", "on <the 5th of May this year>"),
    ),
    Row(
        name="day of a month", cue="month", reader=readers.day_of_year, guard=guards.no_byname,
        pattern=(
            rf"{OF_DAY}\b(?:{WEEKDAY},? )?{MONTH} {DAY}\b"
            r"(?![,.]?\d|[-–]\w| ?(?:%|percent|per cent|million|billion|[ap]\.?m\b))"
        ),
        examples=(
            "on <April 1>", "On <Thursday, April 1>, they", "the <November 27> deal", "on <Aug. 7>", "<the night of May 5>",
        ),
        others=("May 5 percent be enough", "the September 11 attacks", "in April 2021"),
    ),
    Row(
        name="day of a month, day first", cue="month", reader=readers.day_of_year, guard=guards.no_byname,
        pattern=rf"{OF_DAY}\b(?:{WEEKDAY},? )?(?:the )?{DAY} (?:of )?{MONTH}(?!\w| \d)",
        examples=("on <27 September>", "on <the 3rd of May>", "On <Monday 3 March>"),
        others=("some 300 March on the capital", "3 Marches"),
    ),
    Row(
        name="feast", cue="word", reader=readers.feast,
        pattern=rf"\b(?P<feast>Christmas (?:Day|Eve)|New Year['’]s (?:Day|Eve))(?:,? {YEAR})?\b",
        examples=("on <Christmas Eve>", "on <New Year's Day 2020>"), others=("the Christmas truce",),
    ),
)  # fmt: skip

NEAR_DAYS: Final = (
    Row(
        name="weekdays", cue="weekday", reader=relative.weekday_range, guard=guards.no_title,
        pattern=rf"\b(?P<weekday>{WEEKDAY})(?: ?[-–—] ?| (?:to|and|through|until) )(?P<last>{WEEKDAY})\b",
        examples=("from <Monday to Wednesday>", "on <Tuesday and Wednesday>"), others=("On Monday the Sunday Times",),
    ),
    Row(
        name="weekday", cue="weekday", reader=relative.weekday, guard=guards.no_title,
        pattern=(
            rf"{OF_DAY}\b(?i:early |late |later )?(?i:(?P<which>last|next|this coming|this past|this|coming) )?"
            rf"(?P<weekday>{WEEKDAY})(?: (?:early |late )?(?:morning|afternoon|evening|night)\b)?(?!\w)"
        ),
        examples=(
            "On <Thursday>, they met", "<next Thursday>", "early on <Friday>", "<this coming Friday>", "<late Monday>",
            "on <Monday night>", "<Tuesday>’s talks", "<the evening of Sunday>", "<Last Monday>",
        ),
        others=("Bloody Sunday", "the Sunday Times", "on Fridays", "Good Friday Agreement", "Friday prayers"),
    ),
    Row(
        name="weekend", cue="unit", reader=relative.weekend,
        pattern=r"(?i:\b(?:the|(?P<which>this past|this coming|this|last|next|coming)) weekend\b)",
        examples=("over <the weekend>", "<last weekend>"), others=("a weekend in May", "weekends"),
    ),
    Row(
        name="today", cue="word", reader=relative.near_day,
        pattern=(
            r"(?i:\b(?:earlier |later |late |early )?"
            r"(?P<word>today|tonight|the day before yesterday|yesterday|the day after tomorrow|tomorrow)(?: (?:morning|afternoon|evening|night))?\b)"
        ),
        examples=("<today>’s announcement", "<earlier today>", "<Yesterday evening> they", "<tomorrow>", "<the day before yesterday>"),
    ),
    Row(
        name="this morning", cue="unit", reader=relative.near_day,
        pattern=r"(?i:\b(?P<which>this|last) (?:morning|afternoon|evening|night)\b)",
        examples=("<this morning>", "<Last night> they"), others=("that night", "the night"),
    ),
)  # fmt: skip
