"""Every act file proves itself: its examples give the act with its roles, its counter-examples do not."""

from collections.abc import Callable

import pytest

from kg.frames import ActType, load_catalogue
from kg.model import Act, Conversion

CATALOGUE = load_catalogue()
_ROLES = {"hasParticipant": "participant"}
EXAMPLES = [pytest.param(t, e.text, e.expects, id=f"{t.name}-{i}") for t in CATALOGUE.types.values() for i, e in enumerate(t.examples)]
COUNTER_EXAMPLES = [pytest.param(t, text, id=f"{t.name}-{i}") for t in CATALOGUE.types.values() for i, text in enumerate(t.counter_examples)]


def told(conversion: Conversion, act: Act) -> set[tuple[str, str]]:
    """Role and words of each participant; people who are only counted are affected."""
    body = conversion.article.body
    entities = {e.iri: e for e in conversion.resolution.entities}
    counted = {("affected", e.words) for e in conversion.facts.estimates if e.act == act.iri}
    return counted | {(p.role.value, w) for p in act.participations for w in (*entities[p.entity].aliases, entities[p.entity].label, *([p.span.of(body)] if p.span else []))}


@pytest.mark.parametrize(("kind", "text", "expects"), EXAMPLES)
def test_an_example_gives_the_act_with_its_roles(
    kind: ActType, text: str, expects: tuple[tuple[str, str], ...], converted: Callable[..., Conversion]
) -> None:
    conversion = converted(text)
    acts = [a for a in (*conversion.acts, *conversion.doubtful) if a.type == kind.iri]  # nobody knows Norland
    assert acts, f"no {kind.name}; found {[a.type.rsplit('#')[-1] for a in conversion.acts]}"
    for role, words in expects:
        role = _ROLES.get(role, role)
        assert any(r == role and words in w for a in acts for r, w in told(conversion, a)), f"{role} {words} not among {[told(conversion, a) for a in acts]}"


@pytest.mark.parametrize(("kind", "text"), COUNTER_EXAMPLES)
def test_a_counter_example_does_not(kind: ActType, text: str, converted: Callable[..., Conversion]) -> None:
    conversion = converted(text)
    assert not [a for a in (*conversion.acts, *conversion.doubtful) if a.type == kind.iri]


def test_no_code_names_an_act() -> None:
    from pathlib import Path

    root = Path(__file__).parent.parent.parent
    for path in [*(root / "kg").rglob("*.py"), *(root / "server").rglob("*.py")]:
        text = path.read_text("utf-8")
        for kind in CATALOGUE.types.values():
            assert kind.iri not in text, f"{path.name} names {kind.name}"
            assert f"DEM.{kind.name}" not in text, f"{path.name} names {kind.name}"
