"""Pages for people: what they show, where they lead, and that nothing comes from another host."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, Graph, URIRef

import server
from kg.graph import build_graph
from kg.iris import BASE
from kg.model import Conversion
from kg.resources import Resources
from kg.store import OxigraphStore
from server import create_app
from server.terms import packaged

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
DEM = "https://w3id.org/demarche/ontology#"
ACT = r"/act/\d+-\d+(/part/\d+)?$"
VOID = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    """Text, links and sources of a page; an error where tags do not close."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(content)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))
        if tag != "a":
            self.sources += [str(named[k]) for k in ("src", "href", "action") if named.get(k)]
        if named.get("id"):
            self.ids.append(str(named["id"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{tag} closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(client: FlaskClient, address: str) -> Page:
    answer = client.get(address, headers=HTML, follow_redirects=True)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    assert answer.content_type == "text/html; charset=utf-8"
    return Page(answer.get_data(as_text=True))


def path_of(iri: str) -> str:
    return iri.removeprefix(BASE)


@pytest.fixture(scope="session")
def statements(seed: Conversion, resources: Resources) -> Graph:
    return build_graph(seed, resources.catalogue)


def test_every_link_from_the_start_leads_somewhere_and_every_page_is_whole(client: FlaskClient) -> None:
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < 700:
        page = read(client, waiting.pop())
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            address = link.partition("#")[0]
            if link.startswith("#"):
                assert link[1:] in page.ids
            elif address.startswith("/") and address not in seen and "format=" not in address:
                seen.add(address)
                waiting.append(address)
    assert len(seen) > 80


def test_no_page_loads_anything_from_another_host(client: FlaskClient, seed: Conversion) -> None:
    article = f"/page/{path_of(seed.article.iri)}"
    for address in ("/", "/articles", "/acts", "/who", "/search?q=a", "/sparql", "/ontology", "/offices", "/nothing", article):
        answer = client.get(address, headers=HTML)
        page = Page(answer.get_data(as_text=True))
        assert page.sources
        assert all(s.startswith("/") and not s.startswith("//") for s in page.sources)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_what_the_pages_ship_names_no_foreign_source() -> None:
    static = Path(server.__file__).parent / "static"
    for file in [*static.glob("*.css"), *static.glob("*.js")]:
        assert not re.search(r"url\(|@import|import\(|src\s*=", file.read_text("utf-8"))


def test_every_iri_of_the_data_answers(client: FlaskClient, statements: Graph) -> None:
    things = {str(t).partition("#")[0] for triple in statements for t in triple if isinstance(t, URIRef) and t.startswith(BASE)}
    assert len(things) > 300
    for iri in things:
        path = path_of(iri)
        for accept, kind in ((HTML["Accept"], "page"), ("text/turtle", "data")):
            answer = client.get(f"/id/{path}", headers={"Accept": accept})
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/{kind}/{path}"), iri
        assert client.get(f"/page/{path}", headers=HTML).status_code == 200, iri
        data = client.get(f"/data/{path}", headers={"Accept": "text/turtle"})
        assert data.status_code == 200, iri
        assert f'<{iri}>; rel="about"' in data.headers["Link"]


def test_the_data_of_an_article_is_its_graph(client: FlaskClient, seed: Conversion, statements: Graph) -> None:
    answer = client.get(f"/data/{path_of(seed.article.iri)}", headers={"Accept": "application/n-triples"})
    got = Graph().parse(data=answer.data, format="nt")
    assert {s for s in got.subjects() if isinstance(s, URIRef)} == set(statements.subjects())


def test_the_data_of_an_act_holds_its_evidence(client: FlaskClient, seed: Conversion) -> None:
    answer = client.get(f"/data/{path_of(seed.acts[0].iri)}?format=turtle")
    exact = URIRef("http://www.w3.org/ns/oa#exact")
    got = Graph().parse(data=answer.data, format="turtle")
    assert seed.acts[0].evidence[0].of(seed.article.body) in {str(o) for o in got.objects(None, exact)}


def test_the_article_page_shows_the_whole_text_with_every_act_marked(client: FlaskClient, seed: Conversion) -> None:
    html = client.get(f"/page/{path_of(seed.article.iri)}", headers=HTML).get_data(as_text=True)
    shown = "".join(Page(f"<p>{t}</p>").text for t in re.findall(r'<p class="text">(.*?)</p>', html, re.DOTALL))
    assert "".join(shown.split()) == "".join(seed.article.body.split())
    for act in seed.acts:
        assert f'href="/page/{path_of(act.iri)}"' in html
    marked = "".join(Page(f"<p>{m}</p>").text for m in re.findall(r'(<a class="m m-act[^>]*>.*?</a>)', html, re.DOTALL))
    for act in seed.acts:
        assert act.trigger.of(seed.article.body) in marked


def test_a_day_carried_over_from_the_context_marks_no_words(client: FlaskClient, seed: Conversion) -> None:
    html = client.get(f"/page/{path_of(seed.article.iri)}", headers=HTML).get_data(as_text=True)
    assert re.search(r'<span class="m m-when " title="time: 1 April 2021">Thursday</span>', html)
    carried = [act for act in seed.acts if act.time is not None and act.time.inferred]
    assert carried
    for act in carried:
        assert f'<a class="m m-act " href="/page/{path_of(act.iri)}"' in html


def test_an_article_without_stored_text_shows_the_sentences_that_are_attested(
    statements: Graph, seed: Conversion, tmp_path: Path
) -> None:
    bare = Graph()
    for triple in statements:
        if str(triple[1]) != "http://www.w3.org/ns/prov#value":
            bare.add(triple)
    OxigraphStore.open(tmp_path / "store").put(seed.article.iri, bare)
    client = create_app(OxigraphStore.open(tmp_path / "store", writable=False)).test_client()
    page = read(client, f"/page/{path_of(seed.article.iri)}")
    assert "…" in page.text
    assert "holds only the sentences" in page.text
    assert all(s.of(seed.article.body) in page.text for a in seed.acts for s in a.evidence)


def test_an_act_page_shows_who_in_which_office_for_whom_and_the_words(client: FlaskClient, seed: Conversion) -> None:
    entities = {e.iri: e.label for e in seed.resolution.entities}
    tenures = {t.iri: t.title for t in seed.resolution.tenures}
    for act in seed.acts:
        page = read(client, f"/page/{path_of(act.iri)}")
        for span in act.evidence:
            assert span.of(seed.article.body) in page.text
        for p in act.participations:
            assert entities[p.entity] in page.text
            assert not p.tenure or tenures[p.tenure] in page.text
            assert all(entities[b] in page.text for b in p.on_behalf_of)
        assert f"{round(act.confidence * 100)} %" in page.text
        assert all(reason in page.text for reason in act.reasons)
        assert all(quote.text in page.text for quote in act.quotes)


def test_the_page_of_an_official_shows_offices_acts_and_the_link_to_wikidata(client: FlaskClient, seed: Conversion) -> None:
    for tenure in seed.resolution.tenures:
        page = read(client, f"/page/{path_of(tenure.person)}")
        assert tenure.title in page.text
        wikidata = next(e.wikidata for e in seed.resolution.entities if e.iri == tenure.person)
        assert not wikidata or f"http://www.wikidata.org/entity/{wikidata}" in page.links
    busiest = max(seed.resolution.entities, key=lambda e: sum(p.entity == e.iri for a in seed.acts for p in a.participations))
    links = read(client, f"/page/{path_of(busiest.iri)}").links
    for act in seed.acts:
        if any(p.entity == busiest.iri for p in act.participations):
            assert f"/page/{path_of(act.iri)}" in links


def acts_shown(client: FlaskClient, **filters: str) -> set[str]:
    """The acts of all pages of the list."""
    found: set[str] = set()
    for number in range(1, 20):
        answer = client.get("/acts", query_string={**filters, "page": number}, headers=HTML)
        assert answer.status_code == 200
        html = answer.get_data(as_text=True)
        found |= {link for link in Page(html).links if re.search(ACT, link)}
        if 'rel="next"' not in html:
            break
    return found


def test_the_list_of_acts_narrows_by_type_party_date_and_words(client: FlaskClient, seed: Conversion) -> None:
    everything = acts_shown(client)
    assert len(everything) == len(seed.acts)
    kind = seed.acts[0].type
    expected = {f"/page/{path_of(a.iri)}" for a in seed.acts if a.type == kind}
    assert acts_shown(client, type=kind.removeprefix(DEM)) >= expected
    assert acts_shown(client, type="Consultation") < everything
    assert acts_shown(client, type="Consultation", words="") == acts_shown(client, type="Consultation")
    party = next(p.entity for a in seed.acts for p in a.participations if "/entity/" in p.entity)
    assert 0 < len(acts_shown(client, party=path_of(party))) < len(everything)
    word = seed.acts[0].evidence[0].of(seed.article.body).split()[-1].strip(".”")
    assert f"/page/{path_of(seed.acts[0].iri)}" in acts_shown(client, q=word.upper())
    assert acts_shown(client, q="no such words anywhere") == set()
    assert acts_shown(client, type="NoSuchType") == set()


def test_a_span_of_time_takes_in_its_last_day_month_and_year(client: FlaskClient, seed: Conversion) -> None:
    dated = {f"/page/{path_of(a.iri)}": a.time.start for a in seed.acts if a.time and a.time.start}
    day = next(d for d in dated.values() if len(d) == 10)
    for until in (day, day[:7], day[:4]):
        assert {p for p, d in dated.items() if d == day} <= acts_shown(client, **{"from": day, "until": until})
    assert acts_shown(client, **{"from": "2050"}) == set()


def test_search_finds_names_titles_and_sentences(client: FlaskClient, seed: Conversion) -> None:
    person = seed.resolution.tenures[0].person
    label = next(e.label for e in seed.resolution.entities if e.iri == person)
    links = read(client, f"/search?q={label.split()[-1].lower()}").links
    assert f"/page/{path_of(person)}" in links
    assert any(re.search(ACT, link) for link in links)
    assert f"/page/{path_of(seed.article.iri)}" in read(client, f"/search?q={seed.article.title.split()[0]}").links
    assert "Nothing has the words" in read(client, "/search?q=zzzz").text


def test_the_start_counts_what_is_there(client: FlaskClient, seed: Conversion) -> None:
    text = " ".join(read(client, "/").text.split())
    assert "1 article" in text
    assert f"{len(seed.acts)} acts" in text
    assert seed.article.title in text


def test_an_empty_store_has_pages_too(tmp_path: Path) -> None:
    OxigraphStore.open(tmp_path / "store").put("urn:norland", Graph().parse(data="<urn:a> <urn:b> <urn:c> ."))
    client = create_app(OxigraphStore.open(tmp_path / "store", writable=False)).test_client()
    for address in ("/", "/articles", "/acts", "/who", "/search?q=x", "/ontology", "/sparql"):
        read(client, address)
    assert "demarche ingest" in read(client, "/").text


def terms() -> Iterator[Any]:
    graph = packaged().graph
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        yield from (s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(DEM))


def test_the_ontology_page_has_every_term_with_its_definition(client: FlaskClient) -> None:
    page = read(client, "/ontology")
    found = set(terms())
    assert len(found) > 120
    for term in found:
        assert term.removeprefix(DEM) in page.ids
        assert packaged().definition(str(term)) in page.text


def test_the_ontology_page_shows_wording_examples_and_counter_examples_of_every_act(client: FlaskClient) -> None:
    text = read(client, "/ontology").text
    acts = [t for g in packaged().groups for t in g.terms if t.wordings]
    assert len(acts) >= 38
    for term in acts:
        assert term.examples
        assert term.counter_examples
        for words in (*(e.text for e in term.examples), *term.counter_examples, *(", ".join(w.words) for w in term.wordings)):
            assert words in text


@pytest.mark.parametrize("address", ["/ontology", "/offices", "/topics"])
@pytest.mark.parametrize(
    ("accept", "kind", "parser"),
    [("text/turtle", "text/turtle; charset=utf-8", "turtle"), ("application/rdf+xml", "application/rdf+xml", "xml"),
     ("application/ld+json", "application/ld+json", "json-ld"), ("*/*", "text/turtle; charset=utf-8", "turtle")],
)  # fmt: skip
def test_the_vocabulary_comes_in_the_form_asked_for(
    client: FlaskClient, address: str, accept: str, kind: str, parser: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.content_type == kind
    assert len(Graph().parse(data=answer.data, format=parser)) > 100
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_a_concept_leads_to_its_place_in_the_scheme(client: FlaskClient) -> None:
    answer = client.get("/topics/security")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/topics#security")
    assert "security" in read(client, "/topics").ids
    assert client.get("/topics/no-such-topic").status_code == 404


@pytest.mark.parametrize("path", sorted(Path(server.__file__).parent.glob("queries/*/*.rq")), ids=lambda p: p.stem)
def test_every_query_file_says_first_what_it_answers(path: Path) -> None:
    assert re.match(r"# [A-Z]\w+.*", path.read_text("utf-8"))


def test_the_labels_of_the_page_are_those_of_the_ontology(app: Flask) -> None:
    for term in terms():
        assert packaged().label(str(term)) == str(packaged().graph.value(term, RDFS.label))
