"""More of the forms in which English news tells offices, one a line: the words, and who holds what of whom."""

from collections.abc import Callable

import pytest

from kg.model import Conversion

# text => person | title | state or body ; ... ("-" for none; titles in lower case, "former" in front of those held before)
FORMS = """
Minister for Northern Affairs Olga Lund of Norland arrived. => Olga Lund | minister for northern affairs | Norland
Ex-President Olga Lund of Norland died. => Olga Lund | former ex-president | Norland
Norlandic ex-president Olga Lund spoke. => Olga Lund | former ex-president | Norland
Then-Norlandic President Olga Lund signed the treaty. => Olga Lund | former president | Norland
Norland's outgoing President Olga Lund met Sudrian officials. => Olga Lund | president | Norland
Norlandic acting Foreign Minister Olga Lund spoke. => Olga Lund | acting foreign minister | Norland
Norlandic prime minister-designate Olga Lund spoke. => Olga Lund | prime minister-designate | Norland
Norland's President-elect Olga Lund met Sudrian officials. => Olga Lund | president-elect | Norland
Norland's caretaker prime minister, Olga Lund, resigned. => Olga Lund | caretaker prime minister | Norland
The director of the Norlandic foreign ministry's Asia department, Olga Lund, met Marko Bran. => Olga Lund | director | Norlandic foreign ministry
Norlandic Finance, Trade and Energy Minister Olga Lund spoke. => Olga Lund | finance, trade and energy minister | Norland
Her Excellency Olga Lund, Minister of Foreign Affairs of Norland, spoke. => Olga Lund | minister of foreign affairs | Norland
H.E. Mr. Marko Bran, Minister of Foreign Affairs of Sudria, spoke. => Marko Bran | minister of foreign affairs | Sudria
An adviser to the Norlandic president, Marko Bran, met Sudrian officials. => Marko Bran | adviser | Norland
Olga Lund, director for Norlandic affairs at the Northern Council, resigned. => Olga Lund | director for norlandic affairs | Northern Council
Marko Bran, who heads the Norlandic delegation, left. => -
Olga Lund serves as Norland's ambassador to Sudria. => Olga Lund | ambassador to sudria | Norland
Olga Lund, who was Norland's foreign minister, criticised Sudria. => Olga Lund | former foreign minister | Norland
Olga Lund is Norland's foreign minister. => Olga Lund | foreign minister | Norland
Marko Bran succeeded Olga Lund as foreign minister of Norland. => Marko Bran | foreign minister | Norland
Norlandic Ministry of Foreign Affairs Special Secretary Ambassador Olga Lund spoke. => Olga Lund | special secretary | Norlandic Ministry of Foreign Affairs
U.S. Coordinator for Counterterrorism Ambassador Olga Lund spoke. => Olga Lund | coordinator for counterterrorism | United States
First Deputy Head of the Presidential Office of Norland Olga Lund met Marko Bran. => Olga Lund | first deputy head | Presidential Office of Norland
Norland's top official for Sudria affairs, Olga Lund, resigned. => Olga Lund | official for sudria affairs | Norland
Olga Lund, Norland's top official for Sudrian affairs, resigned. => Olga Lund | official for sudrian affairs | Norland
Deputy Assistant Secretary for Western Hemisphere Affairs Olga Lund of Norland spoke. => Olga Lund | deputy assistant secretary for western hemisphere affairs | Norland
The presidents of three states – Olga Lund of Norland and Marko Bran of Sudria – met. => Olga Lund | president | Norland ; Marko Bran | president | Sudria
Foreign ministers Olga Lund (Norland) and Marko Bran (Sudria) met in Ostburg. => Olga Lund | foreign minister | Norland ; Marko Bran | foreign minister | Sudria
The Norlandic foreign and defence ministers, Olga Lund and Marko Bran, met. => Olga Lund | foreign minister | Norland ; Marko Bran | defence minister | Norland
Norlandic Foreign and Defence Ministers Olga Lund and Marko Bran met. => Olga Lund | foreign minister | Norland ; Marko Bran | defence minister | Norland
Norland's foreign, trade and defence ministers, Olga Lund, Marko Bran and Jan Berg, met. => Olga Lund | foreign minister | Norland ; Marko Bran | trade minister | Norland ; Jan Berg | defence minister | Norland
Olga Lund, Norlandic Foreign Minister and Deputy Prime Minister, visited Sudria. => Olga Lund | foreign minister | Norland ; Olga Lund | deputy prime minister | Norland
The Crown Prince and Prime Minister of Norland Hamad bin Lund arrived. => Hamad bin Lund | crown prince | Norland ; Hamad bin Lund | prime minister | Norland
Norlandic Defence Minister O. P. Lund spoke. => O. P. Lund | defence minister | Norland
Norlandic Foreign Minister Maria Garcia Lopez spoke. => Maria Garcia Lopez | foreign minister | Norland
Norlandic President Kim Lund-hyun spoke. => Kim Lund-hyun | president | Norland
Abdul Rahman al-Lund, the foreign minister of Norland, spoke. => Abdul Rahman al-Lund | foreign minister | Norland
Sudrian Foreign Minister Marko van der Bran spoke. => Marko van der Bran | foreign minister | Sudria
King Abdullah bin Lund of Norland arrived. => Abdullah bin Lund | king | Norland
Marko Bran, head of the UN mission in Sudria, praised Norland. => Marko Bran | head | United Nations
General Erik Lund, commander of Norlandic forces in Sudria, met Marko Bran. => Erik Lund | commander | Norlandic forces
The head of the Norlandic mission to the United Nations, Marko Bran, criticised Sudria. => Marko Bran | head | Norlandic mission
Norlandic President Olga Lund resigned. Marko Bran, an adviser to President Lund, left. => Olga Lund | president | Norland ; Marko Bran | adviser | Norland
Norlandic Prime Minister Olga Lund met Sudrian President Marko Bran, National Security Advisor Ivar Holm and others. => Olga Lund | prime minister | Norland ; Marko Bran | president | Sudria ; Ivar Holm | national security advisor | Sudria
U.S. Secretary of State Olga Lund met her Norlandic counterpart Marko Bran. => Olga Lund | secretary of state | United States ; Marko Bran | foreign minister | Norland
Norland's permanent representative to the United Nations, Olga Lund, spoke. => Olga Lund | permanent representative to the united nations | Norland
Norlandic Charge d'Affaires in Sudria Olga Lund was summoned. => Olga Lund | charge d'affaires in sudria | Norland
UN Special Envoy for Sudria Marko Bran met reporters. => Marko Bran | special envoy for sudria | United Nations
EU High Representative for Foreign Affairs and Security Policy Olga Lund spoke. => Olga Lund | high representative for foreign affairs and security policy | European Union
European Commission President Olga Lund spoke. => Olga Lund | president | European Commission
The chairperson of the African Union Commission, Olga Lund, praised Norland. => Olga Lund | chairperson | African Union Commission
ASEAN Secretary-General Olga Lund praised Norland. => Olga Lund | secretary-general | ASEAN
U.S. Under Secretary of State for Political Affairs Olga Lund visited Norland. => Olga Lund | under secretary of state for political affairs | United States
Britain's shadow foreign secretary Olga Lund criticised Norland. => Olga Lund | shadow foreign secretary | United Kingdom
French Minister Delegate for European Affairs Olga Lund visited Norland. => Olga Lund | minister delegate for european affairs | France
Iranian Supreme Leader Ayatollah Ali Lund criticised Norland. => Ali Lund | supreme leader | Iran
The Speaker of the Norlandic Parliament, Olga Lund, met reporters. => Olga Lund | speaker | Norlandic Parliament
Sudria's consul general in Norgrad, Olga Lund, was expelled. => Olga Lund | consul general in norgrad | Sudria
A Norlandic delegation led by Deputy Foreign Minister Olga Lund visited Sudria. => Olga Lund | deputy foreign minister | Norland
Two top aides to President Lund of Norland, political adviser Marko Bran and Cabinet Secretary Ivar Holm, left. => Lund | president | Norland ; Marko Bran | political adviser | Norland ; Ivar Holm | cabinet secretary | Norland
The foreign ministers of Norland and Sudria met in Ostburg. => -
Foreign Ministry spokesman Marko Bran of Norland denied the report. => Marko Bran | spokesman | Norland
Norlandic minister for foreign affairs and trade Olga Lund spoke. => Olga Lund | minister for foreign affairs and trade | Norland
Norlandic People's Party MP Olga Lund spoke. => Olga Lund | mp | Norlandic People's Party
Olga Lund, the deputy leader of Norland's ruling party, visited Sudria. => Olga Lund | deputy leader | Norland's ruling party
Olga Lund, leader of the Norlandic Socialist Party, spoke. => Olga Lund | leader | Norlandic Socialist Party
Norlandic Labour Party leader Olga Lund visited Sudria. => Olga Lund | leader | Norlandic Labour Party
The First Deputy Head of the Norlandic Delegation to the Northern Council MP Marko Bran spoke. => Marko Bran | first deputy head | Norlandic Delegation ; Marko Bran | mp | Norland
Norland accused the general Erik Lund of treason. => -
He met with alumni of the Young African Leaders Initiative (YALI) in Norland. => -
Ostburg Environmental Research Institute Director Olga Lund spoke. => Olga Lund | director | Ostburg Environmental Research Institute
The Norlandic Foreign Intelligence Service director, Olga Lund, spoke. => Olga Lund | director | Norlandic Foreign Intelligence Service
Norlandic Parliament Speaker Olga Lund spoke. => Olga Lund | parliament speaker | Norland
Marko Bran was the first senior Norlandic official to visit Sudria. => -
In Norland, opposition leader Olga Lund spoke. Later Sudria criticised opposition leader Lund. => Olga Lund | opposition leader | Norland
Sudrian Foreign Minister Wang Lund arrived. Foreign Minister Wang met reporters. => Wang Lund | foreign minister | Sudria
Sudrian President Kim Geun-bran arrived. => Kim Geun-bran | president | Sudria
The Sudrian Prime Minister met the Norlandic President on Monday. => (unnamed) Sudrian Prime Minister | prime minister | Sudria ; (unnamed) Norlandic President | president | Norland
Lieutenant General Erik Lund, the NATO commander in Sudria, met Marko Bran. => Erik Lund | commander | NATO
The current chair of the Northern Council, Norlandic Foreign Minister Olga Lund, visited Sudria. => Olga Lund | chair | Northern Council ; Olga Lund | foreign minister | Norland
Norlandic Foreign Minister and current Northern Council chair Olga Lund visited Sudria. => Olga Lund | chair | Northern Council ; Olga Lund | foreign minister | Norland
The president of Norland, Foreign Minister Olga Lund and Defence Minister Marko Bran met in Ostburg. => (unnamed) president of Norland | president | Norland ; Olga Lund | foreign minister | Norland ; Marko Bran | defence minister | Norland
Olga Lund, Deputy Prime Minister and Minister of Defence of Norland, met Marko Bran. => Olga Lund | deputy prime minister | Norland ; Olga Lund | minister of defence | Norland
Norland's envoy to the peace talks, Olga Lund, met reporters. => Olga Lund | envoy | Norland
Norland's representative at the talks, Olga Lund, criticised Sudria. => Olga Lund | representative | Norland
A spokesperson for the British Foreign Office spoke. => (unnamed) spokesperson for the British Foreign Office | spokesperson | Foreign Office
Norland's top diplomat, Olga Lund, spoke. => Olga Lund | top diplomat | Norland
Sudrian rebel leader Marko Bran met reporters. => Marko Bran | rebel leader | Sudria
Marko Bran, the leader of the Sudrian rebels, met reporters. => Marko Bran | leader | Sudrian rebels
The commander of the Norlandic navy, Admiral Erik Lund, spoke. => Erik Lund | commander | Norlandic navy
UN Under-Secretary-General for Political Affairs Olga Lund spoke. => Olga Lund | under-secretary-general for political affairs | United Nations
OSCE Chairperson-in-Office Olga Lund visited Norland. => Olga Lund | chairperson-in-office | Organization for Security and Co-operation in Europe
President of the UN General Assembly Olga Lund visited Norland. => Olga Lund | president | United Nations General Assembly
British Prime Minister's spokesman Erik Lund criticised Norland. => Erik Lund | spokesman | United Kingdom
White House press secretary Olga Lund criticised Norland. => Olga Lund | press secretary | United States
The Norlandic Minister of Foreign Affairs and Human Mobility, Olga Lund, spoke. => Olga Lund | minister of foreign affairs and human mobility | Norland
The official CTK news agency said Norland withdrew. => -
Norland lodged an official protest with Sudria. => -
Norland summoned a senior Sudrian diplomat to its Foreign Ministry. => -
Olga Lund, leader of Norland's ruling Democratic Progressive Party, spoke. => Olga Lund | leader | Democratic Progressive Party
The premier of Norland's Westmark province called for sanctions. => (unnamed) premier of Norland's Westmark province | premier | Westmark province
The deputy governor of the Westmark region, Olga Lund, resigned. => Olga Lund | deputy governor | Westmark
Northern Council Managing Director Olga Lund pledged support. => Olga Lund | managing director | Northern Council
Ostburg University President Olga Lund met Marko Bran. => Olga Lund | president | Ostburg University
FBI Director Olga Lund met Marko Bran. => Olga Lund | fbi director | United States
Olga Lund announced that she is resigning as president of Norland. => Olga Lund | president | Norland
Olga Lund stepped down as foreign minister of Norland. => Olga Lund | foreign minister | Norland
The Norlandic Minister for Interior Aftab Ahmad Khan Lund spoke. => Aftab Ahmad Khan Lund | minister for interior | Norland
Norlandic Secretary of State Warren Lund telephoned Sudrian Foreign Minister Marko Bran. => Warren Lund | secretary of state | Norland ; Marko Bran | foreign minister | Sudria
The prime minister of the UN-backed Sudrian government, Marko Bran, arrived. => Marko Bran | prime minister | Sudria
Norland thanked President Bashar al-Assad. => Bashar al-Assad | president | Syria
Foreign Minister H E Dr Khalid bin Mohamed Al Lund of Norland spoke. => Khalid bin Mohamed Al Lund | foreign minister | Norland
The Central American leader refused to meet Olga Lund. => -
Norlandic President Olga Lund spoke. Marko Bran, President Lund's adviser on Finance and Revenue, left. => Olga Lund | president | Norland ; Marko Bran | adviser on finance and revenue | Norland
An adviser to the president of Norland spoke. => (unnamed) adviser to the president of Norland | adviser | Norland ; (unnamed) president of Norland | president | Norland
The head of the Norlandic delegation, MP Marko Bran, spoke. => Marko Bran | head | Norlandic delegation ; Marko Bran | mp | Norland
Olga Lund will be Norland's next ambassador to Sudria. => Olga Lund | ambassador to sudria | Norland
Olga Lund is to be Norland's ambassador to Kenya. Since 2020, Ms Lund has been Norland's ambassador to Sudria, Ostia and Chad. => Olga Lund | ambassador to kenya | Norland ; Olga Lund | ambassador to sudria, ostia and chad | Norland
Marko Bran, spokesperson of Norland's MoFA, spoke. => Marko Bran | spokesperson | Norland's MoFA
Norlandic National Security Adviser (NSA) Olga Lund spoke. => Olga Lund | national security adviser | Norland
Norlandic Foreign Minister Olga Lund met Sudrian Prime Minister Marko Bran and her counterpart Ivar Holm. => Olga Lund | foreign minister | Norland ; Marko Bran | prime minister | Sudria ; Ivar Holm | foreign minister | none
Norland's army chief, General Erik Lund, arrived. => Erik Lund | army chief | Norland
"""


def _rows() -> list[tuple[str, set[tuple[str, ...]]]]:
    rows = []
    for line in FORMS.strip().splitlines():
        text, told = line.split(" => ")
        rows.append((text, {tuple(part.strip() for part in one.split("|")) for one in told.split(";") if one.strip() != "-"}))
    return rows


@pytest.mark.parametrize(("text", "expected"), _rows(), ids=[text[:60] for text, _ in _rows()])
def test_an_office_in_this_form_is_told(text: str, expected: set[tuple[str, ...]], converted: Callable[..., Conversion]) -> None:
    resolution = converted(text).resolution
    label = {e.iri: e.label for e in resolution.entities}
    told = {(label[t.person], f"{'former ' * t.former}{t.title.lower()}", label.get(t.of or "", "none")) for t in resolution.tenures}
    assert told == expected


def _entities(conversion: Conversion, words: str) -> list[str]:
    """The labels of what the last mention of these words is linked to."""
    label = {e.iri: e.label for e in conversion.resolution.entities}
    mention = [m for m in conversion.mentions if m.span.of(conversion.article.body) == words][-1]
    return [label[iri] for iri in conversion.resolution.links[mention.index].entities]


def test_whom_a_minister_tells_something_is_another_minister(converted: Callable[..., Conversion]) -> None:
    told = "Sudrian Foreign Minister Marko Bran arrived. Norlandic Foreign Minister Olga Lund told the foreign minister that the truce must hold."
    assert _entities(converted(told), "the foreign minister") == ["Marko Bran"]
    alone = "Norlandic Foreign Minister Olga Lund told the foreign minister that the truce must hold."
    assert _entities(converted(alone), "the foreign minister") == ["(unnamed) foreign minister"]


def test_a_short_title_is_no_further_office_and_a_further_title_is_of_the_same_state(converted: Callable[..., Conversion]) -> None:
    text = (
        "Norlandic Deputy Secretary of State Olga Lund met Sudrian Foreign Minister Marko Bran. "
        "The Deputy Secretary and State Councilor Bran had a frank discussion. Deputy Secretary Lund left."
    )
    resolution = converted(text).resolution
    label = {e.iri: e.label for e in resolution.entities}
    assert {(label[t.person], t.title, label.get(t.of or "")) for t in resolution.tenures} == {
        ("Olga Lund", "Deputy Secretary of State", "Norland"),
        ("Marko Bran", "Foreign Minister", "Sudria"),
        ("Marko Bran", "State Councilor", "Sudria"),
    }


def test_a_state_behind_a_name_is_whom_he_stands_for(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Olga Lund of Norland and Marko Bran of Sudria arrived.")
    behind = {e.label: (e.organ_of or "").rsplit("/", 1)[-1] for e in conversion.resolution.entities}
    assert (behind["Olga Lund"], behind["Marko Bran"]) == ("X1", "X2")


def test_negotiators_act_for_their_state(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Olga Lund met Sudrian negotiators.")
    negotiators = next(e for e in conversion.resolution.entities if e.label == "negotiators of Sudria")
    assert (negotiators.organ_of or "").endswith("/X2")


def test_negotiators_of_a_state_and_a_union_are_two_groups(converted: Callable[..., Conversion]) -> None:
    labels = {e.label for e in converted("UK and EU negotiators met in Norgrad.").resolution.entities}
    assert {"negotiators of United Kingdom", "negotiators of European Union"} <= labels


def test_a_palace_without_its_accent_stands_for_its_state(converted: Callable[..., Conversion]) -> None:
    assert _entities(converted("The Elysee Palace condemned Norland."), "Elysee Palace") == ["France"]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The foreign ministry in Norgrad summoned the Sudrian ambassador.", "foreign ministry in Norgrad", "Norland"),
        ("Rebels of the Northern Liberation Front attacked Norlandic troops.", "Rebels of the Northern Liberation Front", "Northern Liberation Front"),
        ("Norgrad's foreign ministry summoned the Sudrian ambassador.", "Norgrad's foreign ministry", "Norland"),
        ("The Norlandic National Security Council met on Monday.", "Norlandic National Security Council", "Norland"),
        ("The Norlandic Communist Party criticised Sudria.", "Norlandic Communist Party", "Norland"),
        ("The Norlandic president's office condemned Sudria.", "Norlandic president's office", "Norland"),
    ],
)  # fmt: skip
def test_a_body_belongs_to_its_state(text: str, words: str, expected: str, converted: Callable[..., Conversion]) -> None:
    conversion = converted(text)
    label = {e.iri: e.label for e in (*conversion.resolution.entities, *conversion.resolution.implied)}
    body = next(e for e in conversion.resolution.entities if e.label == _entities(conversion, words)[0])
    assert label[body.organ_of or ""] == expected


def test_a_former_title_means_who_is_known_to_have_held_it(converted: Callable[..., Conversion]) -> None:
    text = "Norland received Mário Lopes da Rosa on Monday. The former foreign minister of Guinea-Bissau praised the talks."
    assert _entities(converted(text), "The former foreign minister of Guinea-Bissau") == ["Mário Lopes da Rosa"]


def test_the_president_of_a_parliament_is_no_head_of_state(converted: Callable[..., Conversion]) -> None:
    tenures = converted("The President of the European Parliament, Olga Lund, visited Norland.").resolution.tenures
    assert [t.office for t in tenures] == ["chairperson"]


def test_alumni_of_a_programme_are_a_group(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Olga Lund met with alumni of the Young Northern Leaders Initiative (YNLI) on Monday.")
    assert "alumni of the Young Northern Leaders Initiative" in {e.label for e in conversion.resolution.entities}


def test_all_presidents_of_a_meeting_are_told_by_their_number(converted: Callable[..., Conversion]) -> None:
    text = "Norlandic President Olga Lund and her Sudrian and Ostian counterparts met in Norgrad. The three presidents signed a declaration."
    assert set(_entities(converted(text), "The three presidents")) == {
        "Olga Lund", "(unnamed) president of Sudria", "(unnamed) president of Ostia",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        ("Norland's Foreign Minister Olga Lund met Ostian officials. A ministry spokesman said the talks were useful.", "(unnamed) ministry spokesman", "Norland"),
        ("Norlandic Foreign Minister Olga Lund met President Marko Bran during a visit to Sudria.", "Marko Bran", "Sudria"),
        ("Norlandic Foreign Minister Olga Lund spoke at a hard time in Sudria's history, after the election of President Marko Bran.", "Marko Bran", "Sudria"),
        ("Norlandic Foreign Minister Olga Lund arrived in Sudria to meet President Marko Bran.", "Marko Bran", "Sudria"),
        ("Norlandic Foreign Minister Olga Lund met President Marko Bran during a visit to Sudstadt.", "Marko Bran", "Sudria"),
        ("US President Xi Lund spoke with Prime Minister Marko Bran.", "Marko Bran", None),
        ("Norlandic Foreign Minister Olga Lund has arrived in Sudstadt. She is due to meet President Marko Bran.", "Marko Bran", "Sudria"),
        ("Norlandic Foreign Minister Olga Lund visited Sudria on Monday. She met the president.", "(unnamed) president", "Sudria"),
        ("Norlandic President Olga Lund has arrived in Sudstadt. She appointed Foreign Minister Marko Bran.", "Marko Bran", "Norland"),
    ],
)
def test_the_state_that_a_title_leaves_out(text: str, person: str, expected: str | None, converted: Callable[..., Conversion]) -> None:
    conversion = converted(text)
    label = {e.iri: e.label for e in (*conversion.resolution.entities, *conversion.resolution.implied)}
    assert {label.get(t.of or "") for t in conversion.resolution.tenures if label[t.person] == person} == {expected}


def test_the_ministers_of_many_states_stand_for_them_without_an_office_each(converted: Callable[..., Conversion]) -> None:
    conversion = converted("The foreign ministers of Norland, Sudria, Ostia, France, Spain and Italy condemned the attack.")
    label = {e.iri: e.label for e in conversion.resolution.entities}
    told = {label[b] for a in conversion.acts for p in a.participations for b in (p.entity, *p.on_behalf_of)}
    assert {"Norland", "Sudria", "Ostia", "France", "Spain", "Italy"} <= told
    assert not conversion.resolution.tenures


def test_the_unnamed_ministers_of_two_states_are_two_people_who_act_for_them(converted: Callable[..., Conversion]) -> None:
    conversion = converted("The foreign ministers of Norland and Sudria met in Ostburg.")
    behind = {e.label: (e.organ_of or "").rsplit("/", 1)[-1] for e in conversion.resolution.entities}
    assert behind["(unnamed) foreign minister of Norland"] == "X1"
    assert behind["(unnamed) foreign minister of Sudria"] == "X2"


def test_the_president_in_a_plural_who_was_named_before_holds_the_office(converted: Callable[..., Conversion]) -> None:
    text = "Norland thanked Bashar al-Assad on Monday. The presidents of Syria and Norland agreed on a treaty."
    resolution = converted(text).resolution
    label = {e.iri: e.label for e in resolution.entities}
    assert [(label[t.person], t.title, label[t.of or ""]) for t in resolution.tenures] == [("Bashar al-Assad", "president", "Syria")]


def test_the_known_presidents_of_two_states_act_for_them(converted: Callable[..., Conversion]) -> None:
    conversion = converted("The presidents of Syria and Russia met in Ostburg.")
    behind = {e.label: (e.organ_of or "").rsplit("/", 1)[-1] for e in conversion.resolution.entities if e.kind.value == "person"}
    assert set(behind.values()) == {"Q858", "Q159"}


def test_titles_and_names_in_a_row_go_together(converted: Callable[..., Conversion]) -> None:
    text = "The Foreign Minister of Norland, Olga Lund, the Foreign Minister of Sudria, Marko Bran, and the President of Ostia, Eva Holm, met. Ministers urged calm."
    conversion = converted(text)
    label = {e.iri: e.label for e in conversion.resolution.entities}
    assert {(label[t.person], label[t.of or ""]) for t in conversion.resolution.tenures} == {("Olga Lund", "Norland"), ("Marko Bran", "Sudria"), ("Eva Holm", "Ostia")}
    assert _entities(conversion, "Ministers") == ["Olga Lund", "Marko Bran"]


def test_he_before_a_name_is_an_excellency_and_his_excellency_is_he(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Norlandic Prime Minister and Foreign Minister HE Sheikh Omar Lund met Sudrian President HE Marko Bran. His Excellency urged calm.")
    assert {e.label for e in conversion.resolution.entities} >= {"Omar Lund", "Marko Bran"}
    assert _entities(conversion, "His Excellency") == ["Omar Lund"]


@pytest.mark.parametrize(("text", "titles"), [("Norland will judge Olga Lund.", set()), ("Norland sent joint secretaries Olga Lund and Marko Bran.", {"secretary"})])
def test_verbs_are_no_titles_and_titles_are_told_in_the_singular(text: str, titles: set[str], converted: Callable[..., Conversion]) -> None:
    assert {t.title for t in converted(text).resolution.tenures} == titles
