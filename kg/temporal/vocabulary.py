"""What the rows of the table of time expressions are made of: the row itself and pieces of patterns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kg.temporal.context import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of expression; the named groups of its pattern are what its reader reads."""

    name: str
    cue: str  # sort of word without which the pattern cannot match: a group of ``CUES``
    pattern: str
    reader: Reader
    examples: tuple[str, ...]  # angle brackets mark what is claimed
    others: tuple[str, ...] = ()  # texts in which the row claims nothing
    guard: Callable[[re.Match[str]], bool] | None = None  # whether a match is about time at all


# One pass over a sentence tells which rows are worth trying.
CUES: Final = re.compile(
    r"(?P<month>\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC))"
    r"|(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY\b)"
    r"|(?P<digits>\d\d|\d ?[ap]\.?m\b)"
    r"|(?P<season>\b(?i:spring|summer|autumn|fall|winter)\b)"
    r"|(?P<word>(?i:today|tonight|yesterday|tomorrow|recent|lately|\bpast\b|\bcoming\b|\wties\b|Christmas|New Year))"
    r"|(?P<unit>(?i:day|week|month|year|decade|night|morning|afternoon|evening))"
)

MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
)
_SHORT: Final = "(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
MONTH: Final = rf"(?P<month>{MONTHS}|{_SHORT}\.?)"
WHOLE_MONTH: Final = rf"(?P<month>{MONTHS}|{_SHORT}\.)"  # "Jan" alone is a name
LAST_MONTH: Final = rf"(?P<last_month>{MONTHS}|{_SHORT}\.?)"
DAY: Final = r"(?<![\d.,$€£])(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
LAST_DAY: Final = r"(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR: Final = r"(?P<year>(?:1[5-9]|20)\d\d)"
NEAR_YEAR: Final = r"(?P<which_year>last|this|next|previous) year"
WEEKDAY: Final = (
    "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|"
    "MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY)"
)
OF_DAY: Final = r"(?:\b(?:[Tt]he )?(?:early )?(?:hours|morning|afternoon|evening|night|eve) of )?"
PART: Final = (
    r"(?P<part>\b(?i:early|mid|late)[- ]|"
    r"\b(?i:(?:the )?(?:beginning|start|middle|end|early part|latter part) of )(?:the )?)"
)
ABOUT: Final = r"\b(?P<about>around|about|approximately|circa|roughly|sometime in|some time in) "
TO: Final = r"(?: ?[-–—] ?| (?:to|and|through|until|till) (?:the )?)"
COUNT: Final = r"(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|a couple of|\d{1,3})"
ZONE: Final = "(?:GMT|UTC|BST|CEST|CET|EEST|EET|MSK|JST|KST|EST|EDT|ET|CST|CDT|PST|PDT|PT)"
FEW: Final = r"(?:(?:few|several|couple of|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) )?"
