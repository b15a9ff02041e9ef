import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lexicon import Lexicon
from kg.model import Article, Part, PartKind, Span
from kg.segmentation import MAX_SENTENCE_TOKENS, segment

LEXICON = Lexicon.load()


def sentences(text: str) -> list[str]:
    return [s.span.of(text) for s in segment(_article(text), LEXICON)]


def words(text: str) -> list[str]:
    return [t.text for s in segment(_article(text), LEXICON) for t in s.tokens]


def _article(text: str) -> Article:
    return Article(id="x", iri="x", body=text, parts=(Part(kind=PartKind.PARAGRAPH, span=Span(0, len(text))),))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Norland met Sudria. They talked.", 2, id="two"),
        pytest.param("Gen. A. B. Berg met Mr. Holm in Norgrad.", 1, id="titles and initials"),
        pytest.param("The U.S. President arrived. He left.", 2, id="abbreviated state before a name"),
        pytest.param("“We agree. We sign.” He left.", 3, id="two sentences in one quotation"),
        pytest.param("It began at 2 a.m. on Monday.", 1, id="time of day"),
        pytest.param("Prices rose 1.5 percent in Sept. 2020.", 1, id="decimal and month"),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Norland's envoy can't come.", ["Norland", "'s", "envoy", "ca", "n't", "come", "."]),
        ("military-technical co-operation", ["military", "-", "technical", "co-operation"]),
        ("(CIS) U.S. 1,000", ["(", "CIS", ")", "U.S.", "1,000"]),
    ],
)
def test_words_are_cut_as_in_the_treebanks(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_every_token_gives_its_text_back_whatever_the_text(text: str) -> None:
    for sentence in segment(_article(text), LEXICON):
        assert len(sentence.tokens) <= MAX_SENTENCE_TOKENS
        for token in sentence.tokens:
            assert token.span.of(text) == token.text
            assert sentence.span.covers(token.span)


def test_a_genitive_behind_a_figure_or_a_stop_is_one_word() -> None:
    assert words("The G7's plan is the U.S.'s plan.").count("'s") == 2
