import pytest

from kg.faults import fault_of
from kg.store import OxigraphStore


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("SELECT * {\n b:b ?p ?o }", "line 2, column 2: the prefix b: is not declared", id="prefix"),
        pytest.param("SELECT * { ?s a :Visit }", "line 1, column 17: the prefix : is not declared", id="empty prefix"),
        pytest.param("PREFIX b: <http://example.org/>\nSELECT * { ?s b:x/c:y ?o }", "line 2, column 19: the prefix c: is not declared", id="in a path"),
        pytest.param("SELECT * WHERE { ?s ?p ?o", "line 1, column 16: { is never closed", id="open"),
        pytest.param("SELECT * WHERE { ?s ?p ?o }}", "line 1, column 28: } closes nothing", id="closed twice"),
        pytest.param("SELECT * WHERE { ?s ?p }", "line 1, column 25: the parser cannot go on before the end", id="a term is missing"),
        pytest.param("SELEKT * WHERE { ?s ?p ?o }", "line 1, column 10: the parser cannot go on before «WHERE", id="keyword"),
        pytest.param(" \n", "found nothing", id="nothing"),
    ],
)
def test_the_place_of_a_fault_is_told(tmp_path, query: str, words: str) -> None:  # type: ignore[no-untyped-def]
    store = OxigraphStore.open(tmp_path / "store")
    with pytest.raises(Exception, match="not valid SPARQL") as caught:
        store.query(query)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX b: <http://example.org/> SELECT * { ?s b:x 'c:d', \"e:f\" # g:h\n }",
        "PREFIX : <http://example.org/> SELECT * { :s :p <x:y> . FILTER(?a<:b) }",
        "SELECT * { ?s ?p _:b . ?s ?p '''({[''' }",
        "PREFIX xsd: <http://example.org/> SELECT ?x { ?x ?y '1'^^xsd:date , 'a'@en }",
    ],
)
def test_strings_comments_and_iris_are_no_faults(query: str) -> None:
    assert fault_of(query, "as told").words == "as told"


def test_known_prefixes_need_no_declaration() -> None:
    assert fault_of("SELECT * { ?s a dem:Visit ; }}", "as told", ("dem",)).words == "} closes nothing"
