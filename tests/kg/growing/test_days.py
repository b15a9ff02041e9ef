"""Wikidata's time values."""

import msgspec
import pytest

from kg.growing.days import Bound, bound, day_of
from kg.growing.entity import Snak

from .conftest import snak

GREGORIAN, JULIAN = "Q1985727", "Q1985786"


def told(*values: object) -> list[Snak]:
    return [msgspec.convert(snak(v), Snak) for v in values]


@pytest.mark.parametrize(
    ("time", "precision", "calendar", "expected"),
    [
        ("+2004-03-09T00:00:00Z", 11, GREGORIAN, "2004-03-09"),
        ("+2004-03-09T10:30:00Z", 14, GREGORIAN, "2004-03-09"),
        ("+2004-03-00T00:00:00Z", 10, GREGORIAN, "2004-03"),
        ("+2004-00-00T00:00:00Z", 9, GREGORIAN, "2004"),
        ("+00000002004-03-09T00:00:00Z", 11, GREGORIAN, "2004-03-09"),  # dumps of 2014 and before
        ("+2004-00-00T00:00:00Z", 11, GREGORIAN, "2004"),  # more precision than the value has
        ("+2004-03-00T00:00:00Z", 11, GREGORIAN, "2004-03"),
        ("+1917-10-25T00:00:00Z", 11, JULIAN, "1917-11-07"),  # the October Revolution
        ("+1900-02-29T00:00:00Z", 11, JULIAN, "1900-03-13"),  # a day that the Gregorian calendar lacks
        ("+0993-00-00T00:00:00Z", 9, JULIAN, "0993"),
        ("+2010-00-00T00:00:00Z", 8, GREGORIAN, None),  # the 2010s
        ("+1900-00-00T00:00:00Z", 7, GREGORIAN, None),
        ("-0044-03-15T00:00:00Z", 11, JULIAN, None),
        ("+2004-02-30T00:00:00Z", 11, GREGORIAN, None),
        ("+1901-02-29T00:00:00Z", 11, JULIAN, None),
        ("+2004-13-01T00:00:00Z", 11, GREGORIAN, None),
        ("+12004-01-01T00:00:00Z", 11, GREGORIAN, None),
        ("2004-03-09", 11, GREGORIAN, None),
        ("last Tuesday", 11, GREGORIAN, None),
        ("", 11, GREGORIAN, None),
    ],
)
def test_a_time_has_the_precision_it_was_given_or_is_unknown(time: str, precision: int, calendar: str, expected: str | None) -> None:
    value = told((time, precision, calendar))[0].value
    assert value is not None
    assert day_of(value) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), (None, Bound.ABSENT)),
        (("novalue",), (None, Bound.NONE)),
        (("somevalue",), (None, Bound.VAGUE)),
        ((("+2010-00-00T00:00:00Z", 8),), (None, Bound.VAGUE)),
        ((("+2010-00-00T00:00:00Z", 9),), ("2010", None)),
        ((("+2010-00-00T00:00:00Z", 9), ("+2011-00-00T00:00:00Z", 9)), (None, Bound.VAGUE)),
        ((("+2010-00-00T00:00:00Z", 9), "somevalue"), (None, Bound.VAGUE)),
    ],
    ids=["absent", "no value", "some value", "a decade", "a year", "two that differ", "one and some other"],
)
def test_why_a_bound_has_no_date_is_kept(values: tuple[object, ...], expected: tuple[str | None, Bound | None]) -> None:
    assert bound(told(*values)) == expected
