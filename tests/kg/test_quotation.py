"""Quotations: what is one, where it begins and ends, who said it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Conversion, PartKind, Sentence, Span
from kg.quotation import find_quotes

Convert = Callable[..., Conversion]


def quoted(text: str, part: PartKind = PartKind.PARAGRAPH) -> list[str]:
    sentences, at = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            span = Span(at, at + len(line))
            sentences.append(
                Sentence(index=len(sentences), span=span, part=part, paragraph=number, tokens=())
            )
        at += len(line) + 1
    return [q.text for q in find_quotes(sentences, text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("She said: “We want peace in the north.”", ["We want peace in the north."]),
        ('"We want peace," she said. "We will talk."', ["We want peace,", "We will talk."]),
        ("They called it 'a step in the right direction'.", ["a step in the right direction"]),
        ("They called it ‘a step in the right direction’.", ["a step in the right direction"]),
        ("Er sprach von „einem klaren Bruch des Rechts“ am Montag.", ["einem klaren Bruch des Rechts"]),
        ("Il parle «d'un pas utile et franc» hier.", ["d'un pas utile et franc"]),
        ("“Our ‘red lines’ remain what they were,” he said.", ["Our ‘red lines’ remain what they were,"]),
        ('"They told us "never again" and left," he said.', ['They told us "never again" and left,']),
        ("‘The ministers’ plan will not hold,’ he said.", ["The ministers’ plan will not hold,"]),
        ('the three states..."is the best proof of good will"', ["is the best proof of good will"]),
        ("“Never!” he said.", ["Never!"]),
        ("It is “null and void” and “of no effect at all”.", ["null and void", "of no effect at all"]),
    ],
)
def test_marks_are_paired(text: str, quotes: list[str]) -> None:
    assert quoted(text) == quotes


@pytest.mark.parametrize(
    "text",
    [
        "the so-called “Iron Curtain” fell",
        "a “frozen” conflict",
        "the ministers' plan and the leaders' word",
        "it's Norland's and the people's choice",
        "the “Treaty of Friendship and Peace” was signed",
        "in the '90s and the ’80s",
        'a 12" gun and a 5" shell',
        "no marks at all",
        "“”",
    ],
)
def test_titles_terms_and_apostrophes_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_over_paragraphs_gives_one_for_each() -> None:
    text = "“We came in peace.\n“We leave in peace,” he said."
    assert quoted(text) == ["We came in peace.", "We leave in peace,"]


def test_a_straight_mark_left_open_ends_with_its_paragraph() -> None:
    text = '"We came in peace and good faith.\n"We leave in peace," he said.'
    assert quoted(text) == ["We came in peace and good faith.", "We leave in peace,"]


def test_a_stray_closing_mark_opens_nothing() -> None:
    assert quoted('peace" he said. The talks went on for hours.') == []


def test_a_headline_quotes_nothing_of_its_own() -> None:
    assert quoted("Norland: “We want peace in the north”", PartKind.HEADLINE) == []


def test_spans_hold_the_marks_and_texts_what_is_between() -> None:
    text = "He spoke of “peace in our time” on Monday."
    sentence = Sentence(index=0, span=Span(0, len(text)), part=PartKind.PARAGRAPH, paragraph=0, tokens=())
    (quote,) = find_quotes([sentence], text)
    assert quote.span.of(text) == "“peace in our time”"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,!?'\"“”‘’„«»\n-1", max_size=120))
def test_any_text_gives_ordered_quotations_inside_it(text: str) -> None:
    sentences, at = [], 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            span = Span(at, at + len(line))
            sentences.append(
                Sentence(
                    index=len(sentences), span=span, part=PartKind.PARAGRAPH, paragraph=number, tokens=()
                )
            )
        at += len(line) + 1
    spans = [q.span for q in find_quotes(sentences, text)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert spans == sorted(spans)
    assert all(not a.overlaps(b) for a in spans for b in spans if a != b)


def speakers(converted: Convert, text: str) -> list[list[str]]:
    conversion = converted(text)
    labels = {e.iri: e.label for e in conversion.resolution.entities}
    return [[labels[s] for s in q.speakers] for q in conversion.quotes]


ROE = "Norlandic Foreign Minister Mary Roe"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (f"“We will not yield to threats,” said {ROE}.", [["Mary Roe"]]),
        (f"“We will not yield to threats,” {ROE} told reporters.", [["Mary Roe"]]),
        (f"{ROE} said: “We will not yield to threats.”", [["Mary Roe"]]),
        (f"{ROE} called the deal “a step in the right direction”.", [["Mary Roe"]]),
        (f"“The deal,” {ROE} said, “is a step in the right direction.”", [["Mary Roe"], ["Mary Roe"]]),
        (f"“We will not yield,” {ROE} said. “We never have and never will.”", [["Mary Roe"], ["Mary Roe"]]),
        (f"{ROE} rejected the plan. “We never asked for it,” she said.", [["Mary Roe"]]),
        (f"“The deal is a step in the right direction,” according to {ROE}.", [["Mary Roe"]]),
        (f"The deal was described by {ROE} as “a step in the right direction”.", [["Mary Roe"]]),
        (f"{ROE} was quoted as saying “the deal is a step in the right direction”.", [["Mary Roe"]]),
        (f"{ROE} said Norland supports “a lasting and just peace”.", [["Mary Roe"]]),
        ("The Norlandic government condemned “an act of open aggression”.", [["Norland"]]),
    ],
)
def test_the_subject_of_the_verb_of_speech_speaks(
    converted: Convert, text: str, who: list[list[str]]
) -> None:
    found = speakers(converted, text)
    if who == [["Norland"]]:
        assert len(found) == 1
        assert "Norland" in found[0][0]
    else:
        assert found == who


def test_the_subject_of_the_sentence_before_goes_on_speaking(converted: Convert) -> None:
    text = (
        "Sudrian President Olaf Stein opened the port. He praised the army. He thanked the crews. "
        "Norlandic Minister Tarik Roe called the plan a trap. “We will not yield to threats,” he added."
    )
    assert speakers(converted, text)[-1] == ["Tarik Roe"]


def test_the_main_subject_outranks_one_inside_its_clause(converted: Convert) -> None:
    text = (
        "Norlandic Minister Tarik Roe was calmer, saying he did not support the bid that Sudrian President Olaf Stein made. "
        "“We will not yield to threats,” he said."
    )
    assert speakers(converted, text)[-1] == ["Tarik Roe"]


def test_both_leaders_speak_together(converted: Convert) -> None:
    text = (
        "Norlandic President Mary Roe spoke with Sudrian President John Doe by telephone. "
        "Both leaders reaffirmed their “mutual commitment to a lasting peace”."
    )
    assert sorted(speakers(converted, text)[0]) == ["John Doe", "Mary Roe"]


@pytest.mark.parametrize(
    "text",
    [
        "Norlandic President Mary Roe met Sudrian President John Doe. The two discussed “trade, transit and the border”.",
        "Norlandic President Mary Roe and Sudrian President John Doe held talks on “the future of the border region”.",
    ],
)
def test_what_is_discussed_has_no_speaker(converted: Convert, text: str) -> None:
    assert speakers(converted, text) == [[]]


def test_words_go_on_over_paragraphs(converted: Convert) -> None:
    text = f"“We will not yield,” {ROE} said.\n“We never have and we never will yield to threats.”"
    assert speakers(converted, text) == [["Mary Roe"], ["Mary Roe"]]


def test_the_verb_that_introduces_the_words_is_told(converted: Convert) -> None:
    conversion = converted(f"{ROE} condemned “an act of open aggression against us”.")
    verb = conversion.quotes[0].verb
    assert verb is not None
    assert conversion.predicates[verb].lemma == "condemn"
