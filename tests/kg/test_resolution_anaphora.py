"""Nominals, pronouns and titles that stand for what was told before."""

from collections.abc import Callable

import pytest

from kg.model import Conversion


def meaning(conversion: Conversion, words: str) -> list[str]:
    """The labels of what the last mention with the given words stands for."""
    label = {e.iri: e.label for e in conversion.resolution.entities}
    mention = [m for m in conversion.mentions if m.span.of(conversion.article.body) == words][-1]
    return [label[iri] for iri in conversion.resolution.links[mention.index].entities]


MINISTERS = "Norlandic Foreign Minister Olga Lund met Sudrian Foreign Minister Marko Bran in Ostburg."
CASES = [
    ("Norland, Sudria and Ostia signed a treaty. The three countries will meet again.", "The three countries", ["Norland", "Sudria", "Ostia"]),
    (f"{MINISTERS} The delegations discussed trade.", "The delegations", ["Norland", "Sudria"]),
    (f"{MINISTERS} The two sides agreed to meet again.", "The two sides", ["Norland", "Sudria"]),
    (f"{MINISTERS} The ministers signed a plan.", "The ministers", ["Olga Lund", "Marko Bran"]),
    ("Norland called on Sudria to halt its strikes on Ostia.", "its", ["Sudria"]),
    ("Norland cut ties with Sudria over its attacks on Ostia.", "its", ["Sudria"]),
    ("Norland apologised to Sudria for its attacks on Ostia.", "its", ["Norland"]),
    ("Norlandic President Olga Lund spoke with Sudrian Prime Minister Marko Bran and thanked him.", "him", ["Marko Bran"]),
    ("The Northern Council welcomed the talks. Norlandic President Olga Lund said that her government would help.", "her government", ["Norland"]),
    ("Norlandic Foreign Minister Olga Lund met Sudrian President Marko Bran. She urged the government to help.", "the government", ["Sudria"]),
    ("Norlandic Foreign Minister John Lund praised Ostia. Sudrian President Xi Bran vowed to defend his country.", "his", ["Xi Bran"]),
    ("Norlandic President John Lund met Xi Bran. Sudrian Prime Minister Wei Berg told reporters he was ready.", "he", ["Wei Berg"]),
    ("Norlandic President Xi Bran met Sudrian President John Lund. He said that ties were good.", "He", ["Xi Bran"]),
    ("The Norlandic defence ministry said that Sudrian forces had opened fire. It accused Sudria of lying.", "It", ["Norlandic defence ministry"]),
    ("The foreign ministers of Norland and Sudria met. Norlandic and Sudrian troops must leave the valley, they said.", "they", ["(unnamed) foreign minister of Norland", "(unnamed) foreign minister of Sudria"]),
    ("The Northern Council urged Norland to withdraw its troops.", "its troops", ["Armed forces of Norland"]),
    (f"{MINISTERS} They discussed trade.", "They", ["Olga Lund", "Marko Bran"]),
    ("Norlandic President Olga Lund arrived in Sudstadt. The president met reporters.", "The president", ["Olga Lund"]),
    ("Norland's opposition and government officials met. Both sides agreed to talk.", "Both sides", ["Norland's opposition", "government officials"]),
    ("The Northern Council condemned Norland. The council met on Monday.", "The council", ["Northern Council"]),
    ("Marko Bran met Mrs Olga Lund of Norland. She thanked him.", "She", ["Olga Lund"]),
    ("Norlandic and Sudrian officials met in Ostburg. The officials agreed to resume flights.", "The officials", ["officials of Norland", "officials of Sudria"]),
    ("The envoys of Norland, Sudria and Ostia met. The envoys backed the truce.", "The envoys", ["envoys of Norland", "envoys of Sudria", "envoys of Ostia"]),
    ("Representatives of Norland and Sudria met. The advisers agreed on a text.", "The advisers", ["representatives of Norland", "representatives of Sudria"]),
    ("Advisers to the leaders of the Ostburg format met. The parties agreed on a text.", "The parties", ["advisers of Ostburg format"]),
    (f"{MINISTERS} The two foreign ministers signed a plan.", "The two foreign ministers", ["Olga Lund", "Marko Bran"]),
    (f"{MINISTERS} The two prime ministers will meet.", "The two prime ministers", []),
    (f"{MINISTERS} The foreign minister thanked Sudria.", "The foreign minister", ["Olga Lund"]),
    ('Norlandic Foreign Minister Olga Lund left. "I hope to meet Foreign Minister Marko Bran," the foreign minister said.', "the foreign minister", ["Olga Lund"]),
    ('Norlandic President Olga Lund left. "It was no use because Bran is not serious," she said.', "she", ["Olga Lund"]),
    ("The Northern Council (NC) ministers met. Ministers from Norland and Sudria came too. The NC ministers left. The ministers urged Ostia to act.", "The ministers", ["ministers of Northern Council"]),
    ("Norland hosted a summit. The document was adopted. It calls for peace.", "It", []),
    ("UN Secretary-General Marko Bran welcomed the talks. The UN chief urged calm.", "The UN chief", ["Marko Bran"]),
    ("Putin thanked Norland. In a call, the Russian President praised Sudria.", "the Russian President", ["Putin"]),
    ('Lund told reporters that he had called Marko Bran. "I asked him to stop. He refused. He left," he said.', "he", ["Lund"]),
    ("The foreign ministers of Norland, Sudria and Ostia met. The three foreign ministers signed a plan.", "The three foreign ministers",
     ["(unnamed) foreign minister of Norland", "(unnamed) foreign minister of Sudria", "(unnamed) foreign minister of Ostia"]),
    ("The Norlandic foreign ministry summoned the envoy. The ministry protested.", "The ministry", ["Norlandic foreign ministry"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "expected"), CASES, ids=[f"{w} / {t[:30]}" for t, w, _ in CASES])
def test_a_phrase_stands_for_what_was_told(
    text: str, words: str, expected: list[str], converted: Callable[..., Conversion]
) -> None:
    assert meaning(converted(text), words) == expected


def test_presidents_of_two_states_are_two_people(converted: Callable[..., Conversion]) -> None:
    conversion = converted("The presidents of Norland and Sudria met.")
    assert meaning(conversion, "The presidents of Norland and Sudria") == [
        "(unnamed) president of Norland",
        "(unnamed) president of Sudria",
    ]


def test_a_capital_acts_for_its_state_and_is_a_place_where_one_meets(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Norgrad accused Sudria. The ministers met in Norgrad.")
    first, second = [m for m in conversion.mentions if m.span.of(conversion.article.body) == "Norgrad"]
    kinds = {e.iri: e.kind.value for e in conversion.resolution.entities}
    linked = [kinds[conversion.resolution.links[m.index].entities[0]] for m in (first, second)]
    assert linked == ["state", "city"]


def test_the_north_is_the_state_of_that_name(converted: Callable[..., Conversion]) -> None:
    conversion = converted("North and South Korea exchanged fire. The North retaliated.")
    assert meaning(conversion, "North") == ["North Korea"]
    assert meaning(conversion, "The North") == ["North Korea"]


def test_a_surname_with_another_states_office_is_another_person(converted: Callable[..., Conversion]) -> None:
    text = "Norlandic President Olga Lund met Ostian Foreign Minister Marko Bran. Sudrian President Lund was away."
    assert meaning(converted(text), "Sudrian President Lund") == ["Lund"]


def test_a_short_title_is_that_of_the_longer_one_told_before(converted: Callable[..., Conversion]) -> None:
    conversion = converted(
        "The Deputy Secretary of Trade of Norland, Ada Berg, travelled to Sudria. The Deputy Secretary praised Ostia."
    )
    praise = next(a for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith("#Praise"))
    known = {e.iri: e.label for e in conversion.resolution.entities}
    assert "Ada Berg" in {known[p.entity] for p in praise.participations}


@pytest.mark.parametrize(
    ("told", "owner"),
    [
        ("In Norland, ministers of Sudria held talks. Sudrian parties were angry. The government denied the reports.", "Sudria"),
        ("Norlandic ministers met in Norgrad. Sudria protested in March. The government denied the reports.", "Norland"),
    ],
)
def test_the_government_is_that_of_the_dateline_where_its_state_is_more_than_a_place(
    told: str, owner: str, converted: Callable[..., Conversion]
) -> None:
    conversion = converted(f"NORGRAD — {told}")
    assert meaning(conversion, "The government") == [owner]


def test_the_object_of_a_participle_is_the_other_party(converted: Callable[..., Conversion]) -> None:
    (act,) = (a for a in converted("Norland severed ties with Sudria in August, accusing it of hostile actions.").acts if a.type.endswith("#Accusation"))
    assert {p.entity.rsplit("/", 1)[-1]: p.role for p in act.participations} == {"X1": "agent", "X2": "addressee"}


def test_the_leaders_are_those_who_lead(converted: Callable[..., Conversion]) -> None:
    text = (
        "Norlandic President Olga Lund met Sudrian Prime Minister Marko Bran. The chairman of the Northern Council, Nils Berg, praised them. "
        "Ostian President Eva Holm, who spoke to both leaders by phone on Sunday, offered to mediate."
    )
    assert meaning(converted(text), "both leaders") == ["Olga Lund", "Marko Bran"]


def test_the_secretary_and_the_minister_are_two(converted: Callable[..., Conversion]) -> None:
    text = "US Secretary of State Antony Blinken met Norlandic Foreign Minister Olga Lund. The Secretary and the Foreign Minister condemned the raid."
    conversion = converted(text)
    assert meaning(conversion, "The Secretary") == ["Antony Blinken"]
    assert meaning(conversion, "the Foreign Minister") == ["Olga Lund"]


def test_its_chairman_is_of_the_body_told_before(converted: Callable[..., Conversion]) -> None:
    resolution = converted("The Northern Council welcomed the talks. Its chairman, Nils Berg, urged Norland to help.").resolution
    label = {e.iri: e.label for e in resolution.entities}
    assert [(label[t.person], label[t.of or ""]) for t in resolution.tenures] == [("Nils Berg", "Northern Council")]


def test_they_behind_a_body_that_is_the_subject_is_the_body(converted: Callable[..., Conversion]) -> None:
    text = "The Norlandic and Sudrian presidents met. The Ostian Foreign Ministry denounced the meeting. They invited Norland to open talks."
    conversion = converted(text)
    appeal = next(a for a in conversion.acts if a.type.endswith("#Appeal"))
    known = {e.iri: e.label for e in conversion.resolution.entities}
    assert {known[p.entity] for p in appeal.participations if p.role == "agent"} == {"Ostian Foreign Ministry"}
