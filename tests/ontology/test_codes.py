"""The codes of acts are codes that their schemes have.

CAMEO: Conflict and Mediation Event Observations, manual 1.1b3, list of codes (Schrodt 2012).
PLOVER: the sixteen event types of the POLECAT data (Halterman, Bagozzi, Beger, Schrodt, Scarborough 2023).
"""

import pytest
from rdflib import Graph, Namespace

from kg.frames import ActType, load_catalogue
from ontology.quality import whole_ontology

DEM = Namespace("https://w3id.org/demarche/ontology#")
FRAME = Namespace("https://w3id.org/demarche/frame#")
CAMEO_RANGES = """
010-019 020-028 0211-0214 0231-0234 0241-0244 0251-0256 030-039 0311-0314 0331-0334 0341-0344 0351-0356 040-046 050-057
060-064 070-075 080-087 0811-0814 0831-0834 0841-0842 0861-0863 0871-0874 090-094 100-108 1011-1014 1031-1034 1041-1044
1051-1056 110-116 1121-1125 120-129 1211-1212 1221-1224 1231-1234 1241-1246 130-139 1311-1313 1321-1324 1381-1385 140-145
1411-1414 1421-1424 1431-1434 1441-1444 1451-1454 150-155 160-166 1621-1623 1661-1663 170-176 1711-1712 1721-1724 180-186
1821-1823 1831-1834 190-196 1951-1952 200-204 2041-2042
"""
PLOVER = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()  # noqa: SIM905
)
WITHOUT_A_CODE = {"Appointment", "Displacement", "Dissolution", "Election", "Referendum"}
# The roots of CAMEO under which the acts of a class lie; a summons is a way to complain officially (114).
ROOTS = {
    "Consultation": {"04", "11"},
    "SpeechAct": {"01", "02", "03", "05", "10", "11", "12", "13"},
    "UseOfForce": {"15", "19"},
    "ArmedConflict": {"19"},
}
TYPES = sorted(load_catalogue().types.values(), key=lambda t: t.name)


def cameo() -> set[str]:
    codes = set()
    for first, _, last in (part.partition("-") for part in CAMEO_RANGES.split()):
        codes |= {str(n).zfill(len(first)) for n in range(int(first), int(last) + 1)}
    return codes


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return whole_ontology()


def test_every_code_of_an_act_or_a_wording_is_in_the_list_of_cameo(ontology: Graph) -> None:
    used = {str(o) for p in (DEM.cameo, FRAME.cameo, FRAME.cameoPlanned) for o in ontology.objects(None, p)}
    assert len(used) > 30
    assert used <= cameo()


def test_every_plover_code_is_an_event_type_of_plover(ontology: Graph) -> None:
    assert {str(o) for o in ontology.objects(None, DEM.plover)} <= PLOVER


@pytest.mark.parametrize("kind", TYPES, ids=lambda t: t.name)
def test_an_act_has_a_code_where_one_exists(kind: ActType) -> None:
    assert (kind.cameo is None) == (kind.name in WITHOUT_A_CODE)


@pytest.mark.parametrize("kind", [t for t in TYPES if t.cameo], ids=lambda t: t.name)
def test_the_code_lies_under_the_roots_of_its_class(kind: ActType) -> None:
    for above, roots in ROOTS.items():
        if str(DEM[above]) in kind.ancestors:
            assert (kind.cameo or "")[:2] in roots
