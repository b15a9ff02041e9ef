"""What frames can ask for, and where they find the sides of an act."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import FrameError
from kg.exchange.article_json import to_object
from kg.frames import load_catalogue
from kg.frames.compilation import read_acts
from kg.model import Act, Conversion, Factuality

CATALOGUE = load_catalogue()
ROOT = Path(__file__).parent.parent.parent
Converted = Callable[..., Conversion]


def acts_of(conversion: Conversion, name: str) -> list[Act]:
    """The acts of a type, also those too unsure to be told: frames are tested here, not confidence."""
    return [act for act in (*conversion.acts, *conversion.doubtful) if act.type == CATALOGUE.by_name(name).iri]


def sides_of(conversion: Conversion, name: str) -> set[tuple[str, str]]:
    """Role and label of the sides of all acts of a type."""
    labels = {e.iri: e.label for e in conversion.resolution.entities}
    return {(p.role.value, labels[p.entity]) for act in acts_of(conversion, name) for p in act.participations}


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Norland criticised the Sudrian blockade.", "Criticism", ("addressee", "Sudria")),
        ("Norland condemned the attack by Sudria.", "Criticism", ("addressee", "Sudria")),
        ("Norland closed its border with Sudria.", "BorderClosure", ("addressee", "Sudria")),
        ("Norland recalled its ambassador from Sudria.", "Recall", ("addressee", "Sudria")),
        ("Norland demanded that Sudria withdraw its troops.", "Demand", ("addressee", "Sudria")),
        ("Norland threatened to attack Sudria.", "Threat", ("affected", "Sudria")),
        ("Norland refused to talk with Sudria.", "Rejection", ("affected", "Sudria")),
        ("A statement by Norland denounced the Sudrian decree.", "Criticism", ("agent", "Norland")),
    ],
    ids=[
        "behind an adjective", "behind by", "on the object", "inside a mention", "subject of the clause",
        "object of the infinitive", "oblique of the infinitive", "who issues a text",
    ],
)  # fmt: skip
def test_a_side_is_found_where_the_words_have_it(
    text: str, name: str, side: tuple[str, str], converted: Converted
) -> None:
    assert side in sides_of(converted(text), name)


def test_a_thing_in_the_place_of_an_addressee_stays_a_topic(converted: Converted) -> None:
    (act,) = acts_of(converted("Norland criticised the Sudrian blockade."), "Criticism")
    assert [topic.label for topic in act.topics] == ["Sudrian blockade"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norland will not lift the embargo on Sudria.", "Rejection"),
        ("Norland said it would not attend the summit.", "Rejection"),
        ("Norland said it would help Sudria.", "Pledge"),
        ("Norland insisted that Sudria withdraw its troops.", "Demand"),
        ("Norland insisted that the road was safe.", "Statement"),
    ],
)
def test_modal_mood_polarity_and_speaker_tell_the_act(text: str, name: str, converted: Converted) -> None:
    assert [act.factuality for act in acts_of(converted(text), name)] == [Factuality.ASSERTED]


@pytest.mark.parametrize(
    ("text", "name", "factuality"),
    [
        ("Norland threatened to expel the Sudrian ambassador.", "Expulsion", Factuality.CONDITIONAL),
        ("Norland proposed a meeting with Sudria.", "Meeting", Factuality.PLANNED),
    ],
)
def test_what_is_threatened_or_proposed_is_not_told_as_done(
    text: str, name: str, factuality: Factuality, converted: Converted
) -> None:
    assert {act.factuality for act in acts_of(converted(text), name)} <= {factuality}


def test_an_attribute_before_its_noun_is_no_act_of_speech(converted: Converted) -> None:
    assert not acts_of(converted("The Norland-backed company built a dam."), "Praise")


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("The Norlandic president met the Sudrian president.", "Meeting", "040"),
        ("The Norlandic president will meet the Sudrian president in May.", "Meeting", "036"),
        ("Norland and Sudria signed a treaty.", "Agreement", "057"),
        ("Norland and Sudria agreed to build a railway.", "Agreement", "030"),
    ],
    ids=["of the class", "of the plan", "of the class beside a finer one", "of the wording"],
)
def test_the_code_is_as_fine_as_the_words(text: str, name: str, code: str, converted: Converted) -> None:
    acts = to_object(converted(text), CATALOGUE)["acts"]
    assert [act["codes"]["cameo"] for act in acts if act["type"] == name] == [code]


def act_files(folder: Path, frame: str) -> Path:
    """A copy of the ontology with one act whose file holds the given frame."""
    (folder / "acts").mkdir()
    for name in ("core.ttl", "frames.ttl"):
        (folder / name).write_text((ROOT / "ontology" / name).read_text("utf-8"), "utf-8")
    text = (ROOT / "ontology" / "acts" / "war.ttl").read_text("utf-8")
    (folder / "acts" / "war.ttl").write_text(text.replace("frame:evokedBy", f"frame:evokedBy {frame} ,", 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ('[ frame:lemma "fight" ; frame:pos "VERB" ; frame:like frame:nothingSuch ]', "a template of ontology/frames.ttl"),
        ('[ frame:lemma "fight" ; frame:pos "VERB" ; frame:colour "red" ]', "a property of ontology/frames.ttl"),
        ('[ frame:lemma "fight" ; frame:pos "VERB" ; frame:particle "back", "off" ]', "one particle, found back, off"),
        ('[ frame:lemma "fight" ; frame:pos "VERB" ; frame:requires [ frame:kind "planet" ] ]', "a relation and kinds"),
        ('[ frame:lemma "fight" ; frame:pos "VERB" ; frame:requires [ frame:word "x" ] ]', "a property of ontology/frames.ttl"),
    ],
    ids=["template", "property", "two particles", "kind", "property of a pattern"],
)
def test_a_faulty_frame_is_refused_with_its_file(frame: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(FrameError, match=rf"ontology/acts/war\.ttl: expected {expected}"):
        read_acts(act_files(tmp_path, frame))


def test_a_frame_takes_over_slots_requirements_and_words(tmp_path: Path) -> None:
    frame = '[ frame:lemma "spar" ; frame:pos "VERB" ; frame:like frame:fightVerb , frame:byAgent ; frame:excludes [ frame:relation "object" ; frame:like frame:truce ] ]'
    (made,) = read_acts(act_files(tmp_path, frame)).frames_for("spar", "VERB")[:1]
    assert {slot.role for slot in made.slots} == {"hasParticipant", "topic"}
    assert [pattern.kinds for pattern in made.requires] == [("agent",)]
    assert "ceasefire" in made.excludes[0].lemmas
