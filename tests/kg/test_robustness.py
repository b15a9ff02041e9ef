"""Whatever the text: no exception, and every span lies in the body and is what it says.

Texts are those of the measuring material and a short one of invented states, taken apart and put
together by Hypothesis. That time grows no faster than length is measured by ``bench/conversion.py``.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ReadingError
from kg.exchange.article_json import to_object
from kg.graph import build_graph
from kg.model import Conversion, Span
from kg.pipeline import convert
from kg.reading import article_of, read_article
from kg.resources import Resources

FOLDER = Path(os.environ.get("DEMARCHE_SHARED", "")) / "eval" / "articles"
PATHS = sorted(FOLDER.glob("*.txt")) if os.environ.get("DEMARCHE_SHARED") else []
SHORT = """Foreign ministers of France and Germany held talks
Paris, 2 April 2021

French Foreign Minister Jean-Yves Le Drian met his German counterpart Heiko Maas in Paris on Thursday. “We agreed on
everything,” said Mr. Maas. Both ministers praised Italy's decision to recall its ambassador from Belarus.

The talks followed the expulsion of two Russian diplomats last month, which Moscow called "groundless".
"""
ODD = "\u200b\u00a0\u202e\ufeff\u2028\u0301\x0b\t\n\n\n“”‘’\"'()[]{}<>&%…—–-.,;:!?/\\|İßﬁé😀𝐀漢字م0٣½²$€#@*_~^`"
QUICK = settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def spans(conversion: Conversion) -> Iterator[tuple[str, Span]]:
    """Every span that a conversion holds, with what it belongs to."""
    for sentence in conversion.sentences:
        yield "sentence", sentence.span
        yield from (("token", token.span) for token in sentence.tokens)
    for mention in conversion.mentions:
        yield from (("mention", mention.span), ("head", mention.head))
        yield from (("role", role.span) for role in mention.roles)
    yield from (("time", time.span) for time in conversion.times)
    yield from (("predicate", predicate.span) for predicate in conversion.predicates)
    yield from (("quote", quote.span) for quote in conversion.quotes)
    for entity in conversion.resolution.entities:
        yield from (("entity", span) for span in entity.mentions)
    for tenure in conversion.resolution.tenures:
        yield from (("tenure", span) for span in tenure.evidence)
    for act in conversion.acts:
        yield "trigger", act.trigger
        yield from (("evidence", span) for span in act.evidence)
        yield from (("topic", topic.span) for topic in act.topics)
        optional = (act.place_span, act.time.span if act.time else None, *(p.span for p in act.participations))
        yield from (("circumstance", span) for span in optional if span is not None)
    yield from (("claim", claim.span) for claim in conversion.facts.claims)
    yield from (("estimate", estimate.span) for estimate in conversion.facts.estimates)


def check(text: str, resources: Resources) -> Conversion | None:
    """Converts a text and checks its offsets; None for what is refused as no English article."""
    try:
        article = article_of(text, identifier="test")
    except ReadingError:
        return None
    conversion = convert(article, resources)
    body = conversion.article.body
    for what, span in spans(conversion):
        assert 0 <= span.start < span.end <= len(body), (what, span)
    assert all(token.span.of(body) == token.text for s in conversion.sentences for token in s.tokens)
    assert all(quote.text in quote.span.of(body) for quote in conversion.quotes)
    assert all(act.evidence for act in conversion.acts), "every act has evidence"
    for act in conversion.acts:
        assert any(evidence.overlaps(act.trigger) for evidence in act.evidence), act.iri
    assert len({act.iri for act in conversion.acts}) == len(conversion.acts), "no two acts share an IRI"
    to_object(conversion, resources.catalogue)
    build_graph(conversion, resources.catalogue)
    return conversion


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_real_articles_convert_with_right_offsets(path: Path, resources: Resources) -> None:
    conversion = check(path.read_text("utf-8"), resources)
    assert conversion is not None
    assert conversion.article.body == read_article(path).body
    assert conversion.acts


@pytest.mark.skipif(not PATHS, reason="DEMARCHE_SHARED names no folder: no real articles here")
@QUICK
@given(data=st.data())
def test_an_article_cut_anywhere_converts(data: st.DataObject, resources: Resources) -> None:
    text = data.draw(st.sampled_from(PATHS)).read_text("utf-8")
    start = data.draw(st.integers(0, len(text) - 1))
    check(text[start : data.draw(st.integers(start + 1, len(text)))], resources)


@pytest.mark.skipif(not PATHS, reason="DEMARCHE_SHARED names no folder: no real articles here")
@QUICK
@given(data=st.data())
def test_shuffled_sentences_of_two_articles_convert(data: st.DataObject, resources: Resources) -> None:
    texts = [data.draw(st.sampled_from(PATHS)).read_text("utf-8") for _ in range(2)]
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?”\"])\s+", text)]
    check(" ".join(data.draw(st.permutations(sentences))[:40]), resources)


@QUICK
@given(data=st.data())
def test_odd_characters_anywhere_convert(data: st.DataObject, resources: Resources) -> None:
    letters = list(SHORT)
    for _ in range(data.draw(st.integers(1, 40))):
        letters.insert(data.draw(st.integers(0, len(letters))), data.draw(st.sampled_from(ODD)))
    check("".join(letters), resources)


@QUICK
@given(text=st.text(alphabet=st.one_of(st.sampled_from(ODD), st.sampled_from("aeit NorlandTheUS")), max_size=300))
def test_any_row_of_characters_converts_or_is_refused(text: str, resources: Resources) -> None:
    check(text, resources)


@QUICK
@given(words=st.lists(st.sampled_from(SHORT.split()), min_size=1, max_size=80))
def test_words_in_any_order_convert(words: list[str], resources: Resources) -> None:
    check(" ".join(words), resources)


@pytest.mark.parametrize("form", [str.upper, str.lower, str.title, str.swapcase], ids=lambda form: form.__name__)
def test_letters_of_any_case_convert(form: object, resources: Resources) -> None:
    assert check(getattr(SHORT, form.__name__)(), resources) is not None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        re.sub(r"[.!?,;:“”\"]", "", SHORT).replace("\n", " "),
        SHORT.replace(" ", "\n"),
        SHORT.replace(" ", "  \t "),
        SHORT.replace("\n", "\r\n"),
        "(" * 200 + SHORT + ")" * 200,
        "“" * 50 + SHORT,
        SHORT.replace(" ", " \"" ),
    ],
    ids=["no punctuation", "a word a line", "wide spaces", "windows lines", "brackets", "open quotes", "quotes everywhere"],
)  # fmt: skip
def test_broken_layout_converts(text: str, resources: Resources) -> None:
    assert check(text, resources) is not None


def test_a_text_repeated_a_hundred_times_converts(resources: Resources) -> None:
    text = "France and Germany held talks in Paris on Monday. “It went well,” said German Chancellor Angela Merkel.\n"
    conversion = check(text * 100, resources)
    assert conversion is not None
    assert len({act.sentence for act in conversion.acts}) > 50


def test_a_sentence_of_ten_thousand_words_converts(resources: Resources) -> None:
    words = re.sub(r"[.!?\n]", " ", SHORT).split()
    conversion = check(" ".join(words * (10_000 // len(words) + 1)) + ".", resources)
    assert conversion is not None
    assert sum(len(s.tokens) for s in conversion.sentences) >= 10_000
