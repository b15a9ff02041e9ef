"""What is generated and kept in the repository agrees with its sources (make terms writes it)."""

from kg.concepts import COMPILED as CONCEPTS
from kg.concepts import compile_concepts
from kg.frames import COMPILED as ACTS
from kg.frames.compilation import compile_catalogue
from ontology.generate_terms import FOLDER, generate


def test_the_terms_are_those_of_the_core_ontology() -> None:
    assert (FOLDER / "terms.py").read_text("utf-8") == generate()


def test_the_compiled_acts_are_those_of_the_act_files() -> None:
    assert ACTS.read_text("utf-8") == compile_catalogue()


def test_the_compiled_concepts_are_those_of_the_schemes() -> None:
    assert CONCEPTS.read_text("utf-8") == compile_concepts()

