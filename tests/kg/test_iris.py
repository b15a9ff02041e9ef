"""Names of things: what articles share, and what they must not."""

import pytest

from kg import iris

ONE, OTHER = iris.article("one"), iris.article("other")
BERG = "https://w3id.org/demarche/id/person/anna-berg"


def test_a_named_person_has_one_tenure_in_all_articles() -> None:
    assert iris.tenure(ONE, BERG, "president", "NOR") == iris.tenure(OTHER, BERG, "president", "NOR")


def test_unnamed_holders_of_two_articles_are_two_tenures() -> None:
    """Both articles begin "The president ...": offsets alone would make them one."""
    tenures = {iris.tenure(a, f"{a}/person/0-13", "president", "NOR") for a in (ONE, OTHER)}
    assert tenures == {f"{a}/tenure/0-13-president-NOR" for a in (ONE, OTHER)}


@pytest.mark.parametrize("node", [f"{ONE}/act/3-6", iris.tenure(ONE, BERG, "president", "NOR")], ids=["act", "tenure"])
def test_an_attestation_lies_under_the_article_whose_words_it_holds(node: str) -> None:
    assert iris.attestation(ONE, node, 1).startswith(f"{ONE}/")
    assert iris.attestation(ONE, node, 1).endswith("/attestation/1")
    assert iris.attestation(ONE, node, 1) != iris.attestation(OTHER, node, 1)
