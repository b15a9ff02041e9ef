"""Whether a matched expression is about time at all: a guard per ambiguity of English."""

import re
from typing import Final

from kg.temporal.context import looks_ahead

# Nouns that a number in front counts: "2000 people"
_COUNTED: Final = re.compile(
    r"\s?(?:%|percent|per cent|(?:[a-z]+ )?(?:people|persons|troops|soldiers|men|women|children|civilians|refugees|migrants|"
    r"members|workers|prisoners|fighters|officers|police|policemen|officials|delegates|participants|observers|guests|"
    r"families|homes|houses|villages|villagers|residents|citizens|nationals|protesters|protestors|demonstrators|voters|"
    r"students|deaths|casualties|victims|jobs|ships|vessels|tanks|aircraft|vehicles|trucks|missiles|rockets|weapons|"
    r"warheads|tons|tonnes|tonne|ton|barrels|miles|kilometers|kilometres|km|kilos|kg|meters|metres|feet|acres|hectares|"
    r"dollars|euros|pounds|rubles|roubles|yen|yuan|million|billion|thousand|times|square|nautical|pages|words|volunteers|"
    r"peacekeepers|militants|rebels|monitors|doses|bodies|inmates|hostages|detainees|asylum|hours|minutes|firms|companies)\b)"
)
_QUANTITY: Final = re.compile(
    r"(?:\b(?:some|nearly|almost|over|than|least|most|up to|only|another|total of|estimated|number|numbers|nos?\.?|"
    r"resolutions?|articles?|sections?|paragraphs?|flight|highway|route|room|page|chapter|item|channel|boeing|document|"
    r"order|bill|law|directive|decree|vision|agenda|horizon|euro|expo|project|strategy|windows|base|unit|hill|point|psalm)"
    r"|[$€£¥#])\s?$",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"\b(?:in|since|until|till|by|before|after|from|during|of|for|through|to|and|or|between|year|years|around|about|"
    r"early|late|mid|as of|prior to|early in|spring|summer|autumn|fall|winter|end|start|beginning)\W{1,2}$",
    re.IGNORECASE,
)
_NAMED_YEAR: Final = re.compile(r"\s(?:Agenda|Vision|Strategy|Roadmap)\b")
_APPROXIMATE: Final = ("around", "about", "approximately", "circa", "roughly")
_OLDEST_BARE: Final = 1800  # an older year stands behind a preposition
_NAMED_DAY: Final = re.compile(
    r"\b(?:Black|Bloody|Good|Holy|Easter|Ash|Palm|Red|Super|Cyber|Shrove|Maundy)\s$"
)
_DAY_TITLE: Final = re.compile(
    r"\s(?:Times|Telegraph|Mail|Express|Mirror|Herald|Post|Tribune|Independent|Agreement|Accords?|prayers?|mosque|school|"
    r"Service|Club|Group|services?|mass)\b"
)
_BYNAME: Final = re.compile(
    r"\s(?:terrorist |terror )?(?:attacks?|hijack|terror|Movement|movement|Brigades?|Revolution)"
)
_CAPITAL: Final = re.compile(r"\s[A-Z][a-z]")
_AGE: Final = re.compile(
    r"\b(?:his|her|their|my|our|your|its|aged?)\W+(?:early |mid[- ]|late )?$", re.IGNORECASE
)
_LINE: Final = 40  # characters of context that a guard looks at


def is_year(match: re.Match[str]) -> bool:
    """Whether four digits are a year: not a quantity, not the number of a resolution or flight."""
    number, before, behind = int(match["year"]), _before(match), _behind(match)
    if match["part"] or "year" in match.group():
        return True
    if match["about"] in _APPROXIMATE and not _PREPOSITION.search(before):
        return not _COUNTED.match(behind) and number >= _OLDEST_BARE and number % 100 != 0
    if _QUANTITY.search(before) or _NAMED_YEAR.match(behind) or _COUNTED.match(behind):
        return False
    if _PREPOSITION.search(before):
        return True
    if number % 100 == 0 and re.match(r"\s[a-z]+s\b", behind):  # "1900 islands"
        return False
    return number >= _OLDEST_BARE


def is_span(match: re.Match[str]) -> bool:
    """Whether two numbers joined by a dash are years in order."""
    first, last = match["year"], match["last"]
    return first < (last if len(last) == 4 else first[:2] + last) and not _QUANTITY.search(_before(match))


def no_age(match: re.Match[str]) -> bool:
    """ "in his 80s" is no decade."""
    return not _AGE.search(_before(match))


def no_title(match: re.Match[str]) -> bool:
    """ "Bloody Sunday", "the Sunday Times" and "Friday prayers" name no day."""
    return not _NAMED_DAY.search(_before(match)) and not _DAY_TITLE.match(_behind(match))


def no_byname(match: re.Match[str]) -> bool:
    """ "the September 11 attacks" name an event of another year than the nearest."""
    return not _BYNAME.match(_behind(match))


def no_person(match: re.Match[str]) -> bool:
    """ "by April Glaspie" names a person."""
    return not (_before(match).lower().endswith("by ") and _CAPITAL.match(_behind(match)))


def is_whole(match: re.Match[str]) -> bool:
    """ "this week-long visit" is about something else."""
    return not re.match(r"-\w", _behind(match))


def is_adverbial(match: re.Match[str]) -> bool:
    """ "that day", not "said that year after year ..."."""
    return not re.match(r"\s(?:by|after|in and)\s(?:day|week|month|year)", _behind(match)) and is_whole(match)


def is_coming(match: re.Match[str]) -> bool:
    """Whether a stretch of time is one to wait for ("will meet in two weeks", "the next round in a month"), not one that something took."""
    before = _before(match).lower().split()
    ranked = {"first", "second", "third", "fourth", "worst", "longest", "largest", "highest", "lowest", "most", "only"} & set(before)
    return not ranked and (looks_ahead(match) or "next" in before)


def counts_from_publication(match: re.Match[str]) -> bool:
    """ "two days after" something is not counted from what was told last."""
    if match["direction"].lower() in ("after", "before"):
        return re.match(r"\s*(?:[.,;:)]|$)", _behind(match)) is not None
    return not re.match(r"\sthan\b", _behind(match))


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _LINE) : match.start()]


def _behind(match: re.Match[str]) -> str:
    return match.string[match.end() : match.end() + _LINE]
