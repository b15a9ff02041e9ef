import pytest

from scripts.refresh_figures import heading, refreshed

PAGE = "Before.\n\n<!-- figures: make x -->\n```\nold\n```\n\nAfter.\n```\nkept\n```\n"


def test_the_block_behind_the_command_is_replaced_and_nothing_else() -> None:
    new = refreshed(PAGE, "make x", "a 1  \nb \\1\n")
    assert new == PAGE.replace("old", "a 1\nb \\1")
    assert refreshed(new, "make x", "old") == PAGE


def test_a_page_without_the_block_is_refused() -> None:
    with pytest.raises(SystemExit, match="make y"):
        refreshed(PAGE, "make y", "")


def test_the_heading_tells_command_day_and_cores() -> None:
    assert heading("make x").startswith("make x, 20")
    assert " cores of " in heading("make x")
