"""Text with marks: pieces, gaps, dates."""

import pytest

from kg.model import Span
from server.views.articles import assembled
from server.views.lists import PAGE, paged
from server.views.text import Mark, cut, day, period

TEXT = "Norland met Sudria in Ostburg."


def mark(start: int, end: int, kind: str, href: str | None = None) -> Mark:
    return Mark(span=Span(start, end), kind=kind, href=href)


@pytest.mark.parametrize(
    "marks",
    [
        [],
        [mark(0, 7, "who"), mark(8, 11, "act"), mark(12, 18, "who")],
        [mark(0, 30, "quote"), mark(8, 11, "act")],
        [mark(0, 11, "topic"), mark(8, 18, "quote")],
        [mark(-5, 3, "who"), mark(25, 99, "when")],
        [mark(8, 11, "act"), mark(8, 11, "act"), mark(40, 50, "who")],
    ],
    ids=["none", "apart", "inside", "crossing", "over the edges", "twice and beyond"],
)  # fmt: skip
def test_the_pieces_together_are_the_text(marks: list[Mark]) -> None:
    assert "".join(p.text for p in cut(TEXT, 0, marks)) == TEXT


def test_crossing_marks_share_the_words_between_them() -> None:
    pieces = cut(TEXT, 0, [mark(0, 11, "topic"), mark(8, 18, "quote")])
    assert [(p.text, p.kinds) for p in pieces] == [
        ("Norland ", ("topic",)), ("met", ("quote", "topic")), (" Sudria", ("quote",)), (" in Ostburg.", ()),
    ]  # fmt: skip


def test_the_act_leads_where_marks_overlap() -> None:
    (piece,) = [p for p in cut(TEXT, 0, [mark(0, 30, "quote", "/quote"), mark(8, 11, "act", "/act")]) if "act" in p.kinds]
    assert piece.href == "/act"


def test_marks_count_from_the_beginning_of_the_article() -> None:
    (first, *_) = cut(TEXT, 100, [mark(100, 107, "who")])
    assert (first.text, first.kinds) == ("Norland", ("who",))


@pytest.mark.parametrize(
    "fragments", [[(0, "Norland met.")], [(4, "met"), (20, "Sudria")], [(0, "Norland met"), (8, "met Sudria")], [(2, "a")], []]
)
def test_every_fragment_stands_at_its_offset(fragments: list[tuple[int, str]]) -> None:
    text = assembled(fragments)
    assert all(text[start : start + len(words)] == words for start, words in fragments)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2021-04-01", "1 April 2021"), ("2016-10", "October 2016"), ("1994", "1994"), ("1994~", "1994~"), ("199X", "199X"), ("2021-13-45", "2021-13-45"), ("", "")],
)  # fmt: skip
def test_a_date_is_shown_as_people_write_it(written: str, shown: str) -> None:
    assert day(written) == shown


@pytest.mark.parametrize(("page", "first"), [(1, 0), (2, PAGE), (3, 2 * PAGE), (99, 2 * PAGE), (0, 0), (-7, 0)])
def test_a_page_number_beyond_the_list_gives_the_nearest_page(page: int, first: int) -> None:
    shown, pages = paged(range(2 * PAGE + 1), page, {"q": "x"})
    assert shown[0] == first
    assert pages.total == 2 * PAGE + 1
    assert (pages.later is None) == (first == 2 * PAGE)
    assert (pages.earlier is None) == (first == 0)


def test_an_empty_list_has_one_page() -> None:
    shown, pages = paged([], 3, {})
    assert (len(shown), pages.total, pages.earlier, pages.later) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("1994", "1994"), ("2021-05-03", "3 May 2021"), ("1994~", "about 1994"), ("2021-21", "spring 2021"), ("2021-40", "first half of 2021"),
        ("1990~/1993~", "about 1990 to about 1993"), ("2021-05-03/2021-05-05", "3 May 2021 to 5 May 2021"), ("../1994~", "until about 1994"),
        ("2014-03/..", "since March 2014"), ("/..", "ongoing"), ("soon", "soon"), ("", ""),
    ],
)  # fmt: skip
def test_a_time_is_shown_as_people_write_it(edtf: str, shown: str) -> None:
    assert period(edtf) == shown
