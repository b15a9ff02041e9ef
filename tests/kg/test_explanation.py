from collections.abc import Callable

from kg.explanation import explain
from kg.model import Conversion
from kg.resources import Resources


def explained(converted: Callable[..., Conversion], resources: Resources, text: str) -> str:
    return explain(converted(text), resources.catalogue)


def test_mentions_times_and_acts_are_told_sentence_by_sentence(converted: Callable[..., Conversion], resources: Resources) -> None:
    text = explained(converted, resources, "Norland's President Olav Berg met Sudria's Foreign Minister Ana Silva in Ostburg on Monday.")
    assert "[0-91] paragraph: Norland's President Olav Berg met" in text
    assert "mention «Sudria» state/name -> Sudria" in text
    assert "time «Monday» -> 2021-03-29" in text
    assert "ACT Meeting asserted" in text
    assert "Olav Berg as participant, Ana Silva as participant on 2021-03-29 in Ostburg" in text


def test_a_predicate_without_an_act_is_told_why(converted: Callable[..., Conversion], resources: Resources) -> None:
    text = explained(converted, resources, "Norland met on Monday.")
    assert "ACT" not in text
    assert "predicate meet/VERB [subject: Norland; oblique on: Monday]" in text
    assert "no Meeting: fewer than 2 sides" in text


def test_an_act_told_twice_is_told_once_and_the_second_as_evidence(converted: Callable[..., Conversion], resources: Resources) -> None:
    text = explained(converted, resources, "Norland and Sudria met in Ostburg on Monday.\nNorland and Sudria met in Ostburg on Monday for an hour.")
    assert text.count("ACT Meeting") == 1
    assert "no Meeting: told as " in text
