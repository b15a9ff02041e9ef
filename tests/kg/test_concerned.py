"""Whom a one-sided act concerns."""

from collections.abc import Callable

import pytest

from kg.model import Conversion


def parties(conversion: Conversion) -> set[tuple[str, str]]:
    """Role and label of every participant."""
    label = {e.iri: e.label for e in conversion.resolution.entities}
    return {(p.role.value, label[p.entity]) for act in conversion.acts for p in act.participations}


@pytest.mark.parametrize(
    "text",
    [
        "Norland rejected on Monday an offer of help for the region from Sudria.",
        "Norland threatened on Monday to cut off electricity to Sudria.",
        "Norland demanded on Monday a withdrawal of all Sudrian troops.",
    ],
)
def test_a_party_told_in_the_content_is_concerned(text: str, converted: Callable[..., Conversion]) -> None:
    told = parties(converted(text))
    assert ("agent", "Norland") in told
    assert any("Sudria" in label for _, label in told)


def test_the_state_of_the_agent_is_not_concerned(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Norlandic President Olga Lund rejected calls for new elections in Norland."))
    assert ("affected", "Norland") not in told
