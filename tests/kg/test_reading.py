from datetime import date
from pathlib import Path

import pytest

from kg.errors import ReadingError
from kg.model import PartKind
from kg.reading import MAX_BYTES, article_of, read_article

TEXT = "The ministers of Norland and Sudria met on Monday in the capital, and they talked about trade and the border for hours."


def test_a_headline_before_the_body_is_found_with_outlet_and_date() -> None:
    article = article_of(f"Ministers meet in Norgrad\nNorland Times, May 3, 2021\n\nNORGRAD — {TEXT}\n")
    assert (article.title, article.outlet, article.published, article.place) == ("Ministers meet in Norgrad", "Norland Times", date(2021, 5, 3), "NORGRAD")


def test_a_headline_after_the_body_is_found_with_credit() -> None:
    article = article_of(f"{TEXT}\n{TEXT}\nMinisters Meet in Norgrad\nThey talked about the border, the ministry said.\nMay 3, 2021\n\nSOURCE: NOR PRESS")
    assert (article.title, article.published, article.credit, article.outlet) == ("Ministers Meet in Norgrad", date(2021, 5, 3), "NOR PRESS", None)
    assert [p.kind for p in article.parts][-3:] == [PartKind.STANDFIRST, PartKind.DATELINE, PartKind.CREDIT]


def test_a_single_sentence_is_a_body() -> None:
    assert [p.kind for p in article_of("Norland met Sudria.").parts] == [PartKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "nothing but white space", id="empty"),
        pytest.param(b"abc\x00def", "zero byte at offset 3", id="binary"),
        pytest.param(b"caf\xe9 is open", "byte 0xe9 at offset 3", id="not UTF-8"),
        pytest.param("Встреча министров прошла в столице и была долгой".encode(), "another script", id="Russian"),
        pytest.param(("Die Minister haben sich in der Hauptstadt getroffen und lange miteinander gesprochen " * 4).encode(), "common English words", id="German"),
    ],
)
def test_what_is_no_english_article_is_refused_with_a_reason(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match=words) as caught:
        read_article(path)
    assert str(path) in str(caught.value)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as f:
        f.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadingError, match="at most"):
        read_article(path)


@pytest.mark.parametrize("name", ["", "missing.txt"], ids=["a folder", "no file"])
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadingError):
        read_article(tmp_path / name)


def test_a_long_title_above_the_date_line_is_the_headline() -> None:
    title = "Joint Statement on the Sixth Meeting of the Commission for the Peace Agreement " + "between Norland and Sudria " * 5
    article = article_of(f"{title.strip()}\nNorland Foreign Ministry, May 3, 2021\n\nNorland and Sudria agreed to meet again.\n")
    kinds = [part.kind for part in article.parts]
    assert kinds == [PartKind.HEADLINE, PartKind.DATELINE, PartKind.PARAGRAPH]
