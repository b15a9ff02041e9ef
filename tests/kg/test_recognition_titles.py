"""Officials with their offices and states, in the forms in which English news writes them."""

from collections.abc import Callable

import pytest

from kg.model import Conversion

Offices = set[tuple[str, str, str | None]]


def offices(conversion: Conversion) -> Offices:
    """Person, title and state or body of every office told, titles in lower case."""
    label = {e.iri: e.label for e in conversion.resolution.entities}
    return {(label[t.person], t.title.lower(), label.get(t.of or "")) for t in conversion.resolution.tenures}


CASES: list[tuple[str, Offices]] = [
    ("Norlandic Foreign Minister Olga Lund met reporters.", {("Olga Lund", "foreign minister", "Norland")}),
    (
        "Olga Lund, the foreign minister of Norland, met reporters.",
        {("Olga Lund", "foreign minister", "Norland")},
    ),
    ("Norland's foreign minister, Olga Lund, met reporters.", {("Olga Lund", "foreign minister", "Norland")}),
    ("Olga Lund, Norland's foreign minister, met reporters.", {("Olga Lund", "foreign minister", "Norland")}),
    (
        "Norlandic and Sudrian Foreign Ministers, Olga Lund and Marko Bran, held talks.",
        {("Olga Lund", "foreign minister", "Norland"), ("Marko Bran", "foreign minister", "Sudria")},
    ),
    (
        "The foreign ministers Olga Lund of Norland and Marko Bran of Sudria signed a treaty.",
        {("Olga Lund", "foreign minister", "Norland"), ("Marko Bran", "foreign minister", "Sudria")},
    ),
    (
        "The Chief of Norland's armed forces, General Erik Lund, arrived on Monday.",
        {("Erik Lund", "chief of norland's armed forces", "Norland's armed forces")},
    ),
    (
        "Norlandic President Olga Lund's spokesman, Marko Bran, denied the report.",
        {("Olga Lund", "president", "Norland"), ("Marko Bran", "spokesman", "Norland")},
    ),
    (
        "Marko Bran, a spokesman for the Norlandic foreign ministry, denied the report.",
        {("Marko Bran", "spokesman", "Norlandic foreign ministry")},
    ),
    (
        "Norland's special envoy for Sudria, Olga Lund, resigned.",
        {("Olga Lund", "special envoy for sudria", "Norland")},
    ),
    (
        "Norlandic ambassador to Sudria Olga Lund was summoned.",
        {("Olga Lund", "ambassador to sudria", "Norland")},
    ),
    ("Norland's UN ambassador Olga Lund spoke.", {("Olga Lund", "un ambassador", "Norland")}),
    (
        "Norlandic Deputy Prime Minister and Foreign Minister Olga Lund spoke.",
        {("Olga Lund", "deputy prime minister", "Norland"), ("Olga Lund", "foreign minister", "Norland")},
    ),
    (
        "Norlandic Minister of Foreign Affairs and Trade Olga Lund spoke.",
        {("Olga Lund", "minister of foreign affairs and trade", "Norland")},
    ),
    (
        "Norlandic Deputy Assistant Secretary for Eastern Affairs Olga Lund spoke.",
        {("Olga Lund", "deputy assistant secretary for eastern affairs", "Norland")},
    ),
    ("The Ambassador and Foreign Minister Olga Lund of Norland spoke.", {("Olga Lund", "foreign minister", "Norland")}),
    ("Norland's minister of state for defence, Olga Lund, spoke.", {("Olga Lund", "minister of state for defence", "Norland")}),
    ("Olga Lund, 54, the Norlandic foreign minister since 2018, spoke.", {("Olga Lund", "foreign minister", "Norland")}),
    ("Olga Lund became Norland's foreign minister.", {("Olga Lund", "foreign minister", "Norland")}),
    ("Olga Lund was appointed Norlandic ambassador to Sudria.", {("Olga Lund", "ambassador to sudria", "Norland")}),
    ("Marko Bran, a spokesman for Norlandic President Olga Lund, spoke.", {("Marko Bran", "spokesman", "Norland"), ("Olga Lund", "president", "Norland")}),
    ("The head of the FBI investigation in Ostburg, Marko Bran, spoke.", {("Marko Bran", "head", "FBI")}),
    ("Former Norlandic president Olga Lund spoke.", {("Olga Lund", "president", "Norland")}),
    (
        "Northern Council Secretary-General Olga Lund spoke.",
        {("Olga Lund", "secretary-general", "Northern Council")},
    ),
    ("Northern Council President Olga Lund spoke.", {("Olga Lund", "president", "Northern Council")}),
    ("Minister of Foreign Affairs of Norland Olga Lund spoke.", {("Olga Lund", "minister of foreign affairs", "Norland")}),
    (
        "Norlandic Minister for Europe and Northern Affairs Olga Lund spoke.",
        {("Olga Lund", "minister for europe and northern affairs", "Norland")},
    ),
    ("The Ambassador of Norland to Sudria Olga Lund spoke.", {("Olga Lund", "ambassador of norland to sudria", "Norland")}),
    (
        "Major General Erik Lund, spokesman for the Norlandic military, spoke.",
        {("Erik Lund", "spokesman", "Norlandic military")},
    ),
    (
        "Norlandic Foreign Minister Olga Lund met her Sudrian opposite number Marko Bran.",
        {("Olga Lund", "foreign minister", "Norland"), ("Marko Bran", "foreign minister", "Sudria")},
    ),
    ("Norlandic fisheries minister Olga Lund spoke.", {("Olga Lund", "fisheries minister", "Norland")}),
    ("Norlandic Chief Cabinet Secretary Olga Lund spoke.", {("Olga Lund", "chief cabinet secretary", "Norland")}),
    ("The foreign minister of neighbouring Sudria, Marko Bran, spoke.", {("Marko Bran", "foreign minister", "Sudria")}),
    ("In Norland, Marko Bran met President Olga Lund.", {("Olga Lund", "president", "Norland")}),
    (
        "Norlandic Foreign Minister Olga Lund met with her Sudrian counterpart Marko Bran.",
        {("Olga Lund", "foreign minister", "Norland"), ("Marko Bran", "foreign minister", "Sudria")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:50] for text, _ in CASES])
def test_offices_are_told_with_holder_and_owner(
    text: str, expected: Offices, converted: Callable[..., Conversion]
) -> None:
    assert offices(converted(text)) == expected


def test_a_former_office_is_marked(converted: Callable[..., Conversion]) -> None:
    tenures = converted("Former Norlandic president Olga Lund spoke.").resolution.tenures
    assert [t.former for t in tenures] == [True]


def test_a_deputy_title_behind_a_name_is_no_office_of_the_person_before(
    converted: Callable[..., Conversion],
) -> None:
    text = "Norlandic President Olga Lund, Prime Minister Marko Bran and Speaker Ivar Holm attended."
    assert ("Olga Lund", "prime minister", "Norland") not in offices(converted(text))


def test_an_official_without_an_office_acts_for_his_state(converted: Callable[..., Conversion]) -> None:
    conversion = converted("A senior Norlandic official criticised Sudria on Monday.")
    official = next(e for e in conversion.resolution.entities if e.label.startswith("(unnamed)"))
    assert official.organ_of is not None
    assert official.organ_of.endswith("/X1")
    assert conversion.resolution.tenures == ()


def test_the_minister_is_the_one_named_before(converted: Callable[..., Conversion]) -> None:
    conversion = converted(
        "Norlandic Foreign Minister Olga Lund arrived in Sudria. The minister will meet officials."
    )
    mention = next(m for m in conversion.mentions if m.span.of(conversion.article.body) == "The minister")
    link = conversion.resolution.links[mention.index]
    assert [e.label for e in conversion.resolution.entities if e.iri in link.entities] == ["Olga Lund"]


def test_two_ambassadors_are_two_people(converted: Callable[..., Conversion]) -> None:
    conversion = converted(
        "The Norlandic ambassador to Sudria spoke. Then the Ostian ambassador to Sudria spoke."
    )
    unnamed = [e.label for e in conversion.resolution.entities if e.label.startswith("(unnamed)")]
    assert unnamed == ["(unnamed) Norlandic ambassador to Sudria", "(unnamed) Ostian ambassador to Sudria"]


def test_a_rank_before_a_name_is_kept_with_the_office(converted: Callable[..., Conversion]) -> None:
    tenures = converted("Major General Erik Lund, spokesman for the Norlandic military, spoke.").resolution.tenures
    assert [t.rank for t in tenures] == ["Major General"]


def test_the_president_of_a_council_is_no_head_of_state(converted: Callable[..., Conversion]) -> None:
    tenures = converted("Northern Council President Olga Lund spoke.").resolution.tenures
    assert [t.office for t in tenures] == ["chairperson"]


def test_colleagues_of_two_states_are_two_ministers(converted: Callable[..., Conversion]) -> None:
    text = "Norlandic Foreign Minister Olga Lund and her Sudrian and Ostian colleagues signed a treaty."
    labels = {e.label for e in converted(text).resolution.entities}
    assert {"(unnamed) foreign minister of Sudria", "(unnamed) foreign minister of Ostia"} <= labels


def test_a_state_in_the_genitive_tells_whom_a_name_stands_for(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Norland's Lund and Sudria's Bran met on Monday.")
    behind = {e.label: (e.organ_of or "").rsplit("/", 1)[-1] for e in conversion.resolution.entities}
    assert (behind["Lund"], behind["Bran"]) == ("X1", "X2")
