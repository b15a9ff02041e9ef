import unicodedata
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import ReadingError
from kg.model import Article, PartKind
from kg.reading import MAX_BYTES, article_of, decode, read_article
from kg.reading.days import days_in

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
        pytest.param(("Die Minister haben sich in der Hauptstadt getroffen und lange miteinander gesprochen " * 4).encode(), "reads like German", id="German"),
    ],
)
def test_what_is_no_english_article_is_refused_with_a_reason(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match=words) as caught:
        read_article(path)
    assert str(path) in str(caught.value)


def test_files_are_told_apart_by_names_in_any_script(tmp_path: Path) -> None:
    ids = []
    for name in ("Встреча", "Беседа", "visite à Norgrad", "plain_name"):
        path = tmp_path / f"{name}.txt"
        path.write_text(TEXT)
        ids.append(read_article(path).id)
    assert len(set(ids)) == 4
    assert ids[2:] == ["visite-a-norgrad", "plain-name"]


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


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "May 3, 2021", "MAY 3, 2021", "May 3rd, 2021", "May 3 2021", "3 May 2021", "03 May, 2021", "3rd of May 2021", "3-May-2021",
        "2021-05-03", "2021-05-03T10:00:00Z", "2021/05/03", "2021, May 3", "3.5.2021", "03. 05. 2021", "Monday, 3 May 2021",
        "Mon, 3 May 2021 12:00:00 +0000", "Published: May 3, 2021 10:30 a.m. EDT", "Last updated on May 3, 2021 at 10:30", "May\u00a03,\u00a02021",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["Norland Times, {}", "{} | Norland Times", "{}"])
def test_the_day_of_publication_is_read_in_usual_forms(written: str, form: str) -> None:
    article = article_of(f"Ministers meet in Norgrad\n{form.format(written)}\n\n{TEXT}\n")
    assert article.published == date(2021, 5, 3)
    assert article.title == "Ministers meet in Norgrad"
    assert article.outlet == ("Norland Times" if "Norland" in form else None)


@pytest.mark.parametrize("written", ["5/13/2021", "13/5/2021"])
def test_a_day_with_strokes_is_read_where_one_number_can_be_no_month(written: str) -> None:
    assert [day for day, _ in days_in(written)] == [date(2021, 5, 13)]


@pytest.mark.parametrize("written", ["3/5/2021", "May 2021", "2021", "February 30, 2021", "May 3, 0021", "2021-13-01", "1.2.3.2021", "room 3.5.20211"])
def test_what_names_no_day_for_certain_is_none(written: str) -> None:
    assert list(days_in(written)) == []


def test_a_sentence_or_headline_with_a_day_is_no_date_line() -> None:
    body = f"Joint Statement on the Accord of May 3, 2021\nNorland held elections on May 3, 2021.\n\n{TEXT}"
    article = article_of(body)
    assert article.title == "Joint Statement on the Accord of May 3, 2021"
    assert article.published is None
    assert PartKind.DATELINE not in [p.kind for p in article.parts]


# --- leads, bylines, credits ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "place", "credit"),
    [
        ("NORGRAD, Nov 27 (Reuters) - ", "NORGRAD", "Reuters"),
        ("NORGRAD (AP) \u2014 ", "NORGRAD", "AP"),
        ("NORGRAD, Norland (AP) _ ", "NORGRAD", "AP"),
        ("NORGRAD/OSTBURG, Feb 3 (Reuters) - ", "NORGRAD/OSTBURG", "Reuters"),
        ("NORGRAD, March 13, 2021 (Xinhua) -- ", "NORGRAD", "Xinhua"),
        ("NORGRAD, May 3. /NORPRESS/. ", "NORGRAD", "NORPRESS"),
        ("Norgrad, Norland (AFP) - ", "Norgrad", "AFP"),
        ("Norgrad, 4 May 2021 \u2013 ", "Norgrad", None),
        ("ST. OSTBURG, Sept. 5 -- ", "ST. OSTBURG", None),
        ("NEW NORGRAD: ", None, None),
        ("(Reuters) - ", None, "Reuters"),
        ("Norpress News / ", None, "Norpress News"),
        ("Norgrad - ", None, None),
        ("U.N. - ", None, None),
    ],
)
def test_the_lead_of_a_wire_report_is_cut_from_its_paragraph(lead: str, place: str | None, credit: str | None) -> None:
    article = article_of(f"Ministers meet in Norgrad\n\n{lead}{TEXT}\n\n{TEXT}")
    assert (article.place, article.credit) == (place, credit)
    paragraph = next(p for p in article.parts if p.kind is PartKind.PARAGRAPH)
    assert paragraph.span.of(article.body) == (TEXT if place or credit else lead + TEXT)


def test_the_day_of_a_lead_is_the_day_of_publication_where_no_line_has_one() -> None:
    assert article_of(f"NORGRAD, March 13, 2021 (Xinhua) -- {TEXT}\n{TEXT}").published == date(2021, 3, 13)


def test_bylines_and_credits_are_no_paragraphs() -> None:
    article = article_of(f"Ministers meet in Norgrad\nBy Jane Roe and John Doe\nMay 3, 2021\n\n{TEXT}\n\nReporting by Jane Roe; editing by John Doe\nSource: Nor Press\n")
    kinds = [p.kind for p in article.parts]
    assert kinds == [PartKind.HEADLINE, PartKind.CREDIT, PartKind.DATELINE, PartKind.PARAGRAPH, PartKind.CREDIT, PartKind.CREDIT]
    assert article.credit == "Nor Press"


# --- the text -------------------------------------------------------------------------------------------


def test_marks_of_order_entities_and_odd_spaces_become_plain_text() -> None:
    raw = b"\xef\xbb\xbf" + "Norland &amp; Sudria\u00a0meet\r\n\r\nThe min\u00adisters&#8217;\u200b talks &amp;quot;went\u2009well&amp;quot;.\fThey will meet again.".encode()
    article = article_of(decode(raw, "a"))
    assert article.body == "Norland & Sudria meet\n\nThe ministers\u2019 talks \"went well\".\nThey will meet again."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a") == TEXT


def test_letters_in_two_parts_are_joined() -> None:
    assert article_of("Norland met Cote d\u2019Ivoire and Turkiye\u0308.").body == "Norland met Cote d\u2019Ivoire and Turkiy\u00eb."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("French", "Le ministre des Affaires étrangères a rencontré lundi son homologue pour parler de la frontière avec le Norland."),
        ("Spanish", "El ministro de Asuntos Exteriores se reunió el lunes con su homólogo para hablar de la frontera con Norland."),
        ("German", "Der Minister hat am Montag seinen Amtskollegen getroffen und mit ihm über die Lage an der Grenze gesprochen."),
        ("Indonesian or Malay", "Menteri Luar Negeri bertemu dengan mitranya pada hari Senin untuk membahas perbatasan yang ditutup."),
    ],
)
def test_one_sentence_in_another_language_is_refused(language: str, text: str) -> None:
    with pytest.raises(ReadingError, match=f"reads like {language}"):
        article_of(text)


def test_english_with_foreign_names_is_english() -> None:
    body = "The Ministério das Relações Exteriores do Brasil and the Ministerio de Relaciones Exteriores de la República de Cuba signed a note in Rio de Janeiro."
    assert article_of(body).body == body


# --- whatever comes ---------------------------------------------------------------------------------------

LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "NORGRAD, Nov 27 (Reuters) - The ministers of Norland and Sudria met, and the talks went on for hours.", TEXT, "Ministers meet", "May 3, 2021",
                "Norland Times, 3 May 2021", "SOURCE: NOR PRESS", "By Jane Roe", "(AP) -- ", "NORGRAD \u2014 ", "###", "\u00a0", "\ufeff", "&amp;&#0;&nbsp;&bogus;", "\x0c", "\u2028", "...", "\"",
            ]
        ),
    ),
    max_size=12,
)  # fmt: skip


def check(article: Article) -> None:
    """Parts in order, within the body, without overlap, and over every character that is no white space."""
    at = 0
    for part in article.parts:
        assert at <= part.span.start < part.span.end <= len(article.body)
        assert not article.body[at : part.span.start].strip()
        at = part.span.end
    assert not article.body[at:].strip()
    assert article.body == unicodedata.normalize("NFC", article.body)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in article.body)
    for said in (article.title, article.outlet, article.credit, article.place):
        assert said is None or " ".join(said.split()) in " ".join(article.body.split())


@settings(max_examples=300, deadline=None)
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
@example(lines=[TEXT, "(AP) - "], end="\n")
@example(lines=["\ud800 " + TEXT], end="\n")
def test_any_text_is_read_with_right_offsets_or_refused(lines: list[str], end: str) -> None:
    try:
        article = article_of(end.join(lines))
    except ReadingError:
        return
    check(article)
    assert article_of(article.body).body == article.body


@settings(max_examples=300, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-16", "surrogatepass"))), encoding=st.sampled_from(["utf-8-sig", "utf-16", "windows-1252", "ascii", "utf-32-le"]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str) -> None:
    with suppress(ReadingError):
        check(article_of(decode(data, "a", encoding)))


def test_title_day_and_source_of_real_articles_are_found(shared: Path) -> None:
    """Of all but one, whose text has no headline."""
    import json

    rows = [json.loads(line) for line in (shared / "eval" / "index.jsonl").read_text("utf-8").splitlines()]
    read = [(row, read_article(shared / "eval" / "articles" / row["file"])) for row in rows]
    assert sum(article.title == row["title"] for row, article in read) >= len(rows) - 1
    assert all(str(article.published) == row["date"] for row, article in read)
    assert all((article.outlet or article.credit) == row["outlet"] for row, article in read)
