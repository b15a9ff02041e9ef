"""What the figures count, and that they agree with the scale of the shared material."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.main import cli
from kg.errors import EvaluationError
from kg.evaluation.alignment import Alignment, align, find_sentence
from kg.evaluation.baseline import code_by_lemma
from kg.evaluation.event_free import read_event_free
from kg.evaluation.faults import Aspect, FaultKind, faults
from kg.evaluation.figures import figures
from kg.evaluation.gold import GoldAct, GoldArticle, GoldEntity, GoldRole, read_gold
from kg.evaluation.names import GoldNames
from kg.evaluation.predicted import Predicted, PredictedAct, PredictedRole, Side, from_object
from kg.evaluation.records import Actor, Coder, Event, Record, coded_events, read_records, record_figures
from kg.evaluation.running import of_gold, of_sentence
from kg.exchange.article_json import to_object
from kg.model import Conversion, Span
from kg.resources import Resources

BODY = "Norland met Sudria on Monday. Ostia praised Norland. Nothing else happened."
MET, PRAISED = "Norland met Sudria on Monday.", "Ostia praised Norland."


def entity(name: str, kind: str = "state", *aliases: str) -> GoldEntity:
    return GoldEntity(name=name, kind=kind, aliases=aliases)


def gold_act(kind: str, sentence: str, *names: str, **more: Any) -> GoldAct:
    values = {"date": None, "place": None, "quote": None, **more}
    return GoldAct(id="a", type=kind, sentence=sentence, participants=tuple((n, "participant") for n in names), **values)


def gold(*acts: GoldAct, roles: tuple[GoldRole, ...] = (), entities: tuple[GoldEntity, ...] = ()) -> GoldArticle:
    named = entities or (entity("Norland"), entity("Sudria"), entity("Ostia"))
    return GoldArticle(name="a", text=None, entities=named, roles=roles, acts=acts)


def side(label: str, part: str = "participant", *behalf: str) -> Side:
    return Side(label=label, names=(label,), behalf=behalf, part=part)


def act(kind: str, sentence: str, *sides: str | Side, **more: Any) -> PredictedAct:
    at = BODY.index(sentence)
    values = {"start": "", "end": "", "inferred": False, "place": None, "quotes": (), "cameo": None, **more}
    return PredictedAct(
        iri="", type=kind, sides=tuple(side(s) if isinstance(s, str) else s for s in sides),
        evidence=(Span(at, at + len(sentence)),), confidence=0.9, **values,
    )  # fmt: skip


def aligned(article: GoldArticle, *acts: PredictedAct, roles: tuple[PredictedRole, ...] = ()) -> Alignment:
    return align(article, Predicted(body=BODY, acts=acts, roles=roles))


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "same"),
    [("Ana Solano", True), ("Solano", True), ("Minister Solano", True), ("ana solanó", True), ("Rik Solberg", False), ("", False)],
)
def test_a_person_is_known_by_full_name_or_surname(label: str, same: bool) -> None:
    names = GoldNames([entity("Ana Solano", "person"), entity("Norland")])
    assert names.same([label], "Ana Solano") is same


def test_a_body_is_known_by_most_of_its_words_and_by_its_aliases() -> None:
    names = GoldNames([entity("Ministry of Foreign Affairs of Norland", "organisation", "Norgrad")])
    assert names.same(["Foreign Affairs Ministry of Norland"], "Ministry of Foreign Affairs of Norland")
    assert names.same(["Norgrad"], "Ministry of Foreign Affairs of Norland")
    assert not names.same(["Norland"], "Ministry of Foreign Affairs of Norland")


# --- alignment and figures -----------------------------------------------------------------------


def test_a_sentence_is_found_whatever_its_white_space_and_quotation_marks() -> None:
    body = "He said:  “We\nagree.” Then he left."
    span = find_sentence(body, 'He said: "We agree."')
    assert span is not None
    assert span.of(body) == "He said:  “We\nagree.”"
    assert find_sentence(body, "Nobody said this.") is None


def test_an_act_of_the_same_family_in_the_same_sentence_is_found_but_not_strictly() -> None:
    a = aligned(gold(gold_act("Negotiation", MET, "Norland", "Sudria")), act("Meeting", MET, "Norland", "Sudria"))
    found = figures([a])
    assert (found.acts.f1, found.strict.f1) == (1.0, 0.0)


def test_an_act_without_a_shared_participant_is_missed_and_extra() -> None:
    a = aligned(gold(gold_act("Meeting", MET, "Norland", "Sudria")), act("Meeting", MET, "Ostia"))
    assert (a.missed, a.extra) == ((0,), (0,))
    assert figures([a]).acts.f1 == 0.0


def test_an_official_stands_for_his_state_and_the_state_need_not_be_listed() -> None:
    role = GoldRole(person="Ana Solano", title="Minister", of="Norland")
    article = gold(
        gold_act("Meeting", MET, "Ana Solano", "Norland", "Sudria"), roles=(role,),
        entities=(entity("Ana Solano", "person"), entity("Norland"), entity("Sudria")),
    )  # fmt: skip
    found = figures([aligned(article, act("Meeting", MET, side("Ana Solano", "participant", "Norland"), "Sudria"))])
    assert (found.participants.precision, found.participants.recall) == (1.0, 1.0)


def test_a_type_that_the_gold_never_codes_is_neutral() -> None:
    found = figures([aligned(gold(gold_act("Praise", PRAISED, "Ostia")), act("Election", PRAISED, "Ostia"))])
    assert (found.predicted, found.acts.recall) == (0, 0.0)


def test_statements_are_no_deeds() -> None:
    a = aligned(
        gold(gold_act("Statement", MET, "Norland"), gold_act("Praise", PRAISED, "Ostia")),
        act("Statement", MET, "Norland"),
    )
    found = figures([a])
    assert (found.acts.recall, found.deeds.recall) == (0.5, 0.0)


def test_a_date_is_right_as_precisely_as_told_and_an_inferred_one_is_not_invented() -> None:
    dated = gold(gold_act("Meeting", MET, "Norland", date="2021-03"), gold_act("Praise", PRAISED, "Ostia"))
    a = aligned(
        dated,
        act("Meeting", MET, "Norland", start="2021-03-29", end="2021-03-29"),
        act("Praise", PRAISED, "Ostia", start="2021-03-29", end="2021-03-29", inferred=True),
    )
    found = figures([a])
    assert (found.dates_right, found.dates_invented) == (1.0, 0.0)


def test_faults_tell_what_is_missed_extra_and_wrong_with_the_sentence() -> None:
    article = gold(
        gold_act("Negotiation", MET, "Norland", "Sudria", date="2021-03-29", place="Norgrad", quote="we agreed"),
        gold_act("Praise", PRAISED, "Ostia"),
        roles=(GoldRole(person="Ana Solano", title="Minister", of="Norland"),),
    )
    found = faults(
        aligned(
            article,
            act("Meeting", MET, side("Norland", "agent"), "Ostia"),
            act("Threat", PRAISED, "Ostia"),
            roles=(PredictedRole(person="Rik Solberg", title="envoy", of="Sudria"),),
        )
    )
    told = {(f.kind, f.aspect): f for f in found}
    assert told[FaultKind.MISSED, Aspect.ACT].sentence == PRAISED
    assert told[FaultKind.EXTRA, Aspect.ACT].act == "Threat"
    assert (told[FaultKind.WRONG, Aspect.TYPE].expected, told[FaultKind.WRONG, Aspect.TYPE].found) == ("Negotiation", "Meeting")
    assert (told[FaultKind.WRONG, Aspect.PARTICIPANTS].expected, told[FaultKind.WRONG, Aspect.PARTICIPANTS].found) == ("Sudria", "Ostia")
    assert told[FaultKind.WRONG, Aspect.ROLE].found == "as agent"
    assert {Aspect.DATE, Aspect.PLACE, Aspect.QUOTES} <= {f.aspect for f in found}
    assert told[FaultKind.MISSED, Aspect.OFFICE].expected.startswith("Ana Solano")
    assert told[FaultKind.EXTRA, Aspect.OFFICE].found.startswith("Rik Solberg")
    assert [f.kind for f in found][:1] == [FaultKind.WRONG], "faults follow the text"


def test_a_perfect_prediction_has_no_faults() -> None:
    assert not faults(aligned(gold(gold_act("Praise", PRAISED, "Ostia")), act("Praise", PRAISED, "Ostia")))


# --- baseline ------------------------------------------------------------------------------------


def test_the_baseline_takes_a_trigger_word_for_an_act_of_all_who_are_named(invented: Resources) -> None:
    text = "Norland had refused to meet Sudria while Ostia watched the talks about fish."
    found = of_sentence(text, invented)
    assert found.baseline is not None
    assert {s.label for a in found.baseline.acts for s in a.sides} == {"Norland", "Sudria", "Ostia"}


def test_the_baseline_is_worse_than_the_converter_on_plain_sentences(converted: Any, invented: Resources) -> None:
    conversion: Conversion = converted("Norland and Sudria held talks on Monday. Ostia was not told of the visit.")
    coded = code_by_lemma(conversion, invented.catalogue, invented.lexicon)
    told = from_object(to_object(conversion, invented.catalogue))
    assert len(coded.acts) > len(told.acts) >= 1


# --- records -------------------------------------------------------------------------------------

CODER = Coder({"04": "Meeting", "10": "DemandAppeal"})


def event(kind: str, source: str, target: str | None) -> Event:
    return CODER.event(kind, Actor(words=source), None if target is None else Actor(words=target))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([event("Meeting", "Sudria", "Norland")], (1.0, 1.0, 1.0)),  # a meeting has no direction
        ([event("DemandAppeal", "Norland", "Sudria")], (0.0, 0.0, 1.0)),
        ([event("Meeting", "Norland", "Ostia")], (1.0, 0.0, 0.0)),
        ([], (0.0, 0.0, 0.0)),
    ],
)
def test_a_record_counts_acts_and_actors(found: list[Event], expected: tuple[float, float, float]) -> None:
    record = Record(id="1", text="", published=None, events=(event("Meeting", "Norland", "Sudria"),))
    got = record_figures([(record, found)])
    assert (got.act.recall, got.act_and_dyad.recall, got.dyad.recall) == expected


def test_acts_become_events_of_sources_and_targets() -> None:
    demand = act("Demand", MET, side("Norland", "agent"), side("Sudria", "addressee"), side("Ostia", "addressee"), cameo="10")
    meeting = act("Meeting", MET, "Norland", "Sudria", "Ostia", cameo="040")
    events = coded_events(Predicted(body=BODY, acts=(demand, meeting)), CODER)
    told = [(e.act, e.source and e.source.words, e.target and e.target.words) for e in events]
    assert told == [
        ("DemandAppeal", "Norland", "Sudria"), ("DemandAppeal", "Norland", "Ostia"),
        ("Meeting", "Norland", "Sudria"), ("Meeting", "Norland", "Ostia"), ("Meeting", "Sudria", "Ostia"),
    ]  # fmt: skip


# --- the scale of the shared material --------------------------------------------------------------


@pytest.fixture(scope="module")
def predictions(shared: Path, resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kg.pipeline import convert
    from kg.reading import read_article

    folder = tmp_path_factory.mktemp("predictions")
    for article in read_gold(shared / "eval" / "gold"):
        assert article.text is not None
        content = to_object(convert(read_article(article.text), resources), resources.catalogue)
        (folder / f"{article.name}.json").write_text(json.dumps(content), "utf-8")
    return folder


def test_our_figures_are_those_of_the_shared_scorer(shared: Path, predictions: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "figures.json"
    scorer = shared / "eval" / "score.py"
    subprocess.run([sys.executable, scorer, shared / "eval" / "gold", predictions, "--json", theirs], check=True, capture_output=True)
    ran = CliRunner().invoke(cli, ["evaluate", str(shared / "eval" / "gold"), "--predicted", str(predictions), "--json"])
    ours = json.loads(ran.stdout)["articles"]
    for name, figure in json.loads(theirs.read_text("utf-8")).items():
        if name != "missing_articles":
            assert ours[name] == pytest.approx(figure, abs=0.0005), name


def test_our_record_figures_are_those_of_the_shared_scorer(shared: Path, resources: Resources, tmp_path: Path) -> None:
    records = shared / "eval" / "records"
    coder = Coder.load(records / "act_map.json")
    rows = read_records(records / "records.jsonl", coder)[::4]
    texts, gold_file, found_file = tmp_path / "texts", tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    texts.mkdir()
    lines = [json.loads(line) for line in (records / "records.jsonl").read_text("utf-8").splitlines()][::4]
    gold_file.write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    pairs = []
    for number, row in enumerate(rows):
        content = _object_of(row.text, row.published, resources)
        (texts / f"{number}.json").write_text(json.dumps(content), "utf-8")
        pairs.append((row, coded_events(from_object(content), coder)))
    made = subprocess.run([sys.executable, records / "records_io.py", "events", gold_file, texts], check=True, capture_output=True)
    found_file.write_bytes(made.stdout)
    theirs = tmp_path / "figures.json"
    subprocess.run([sys.executable, records / "score_records.py", gold_file, found_file, "--json", theirs], check=True, capture_output=True)
    ours, expected = record_figures(pairs).as_object(), json.loads(theirs.read_text("utf-8"))
    for name in ("act", "act+dyad", "dyad"):
        assert ours[name] == pytest.approx(expected[name], abs=0.0005), name


def _object_of(text: str, published: Any, resources: Resources) -> dict[str, Any]:
    from kg.pipeline import convert
    from kg.reading import article_of

    return to_object(convert(article_of(f"{text}\n", published=published), resources), resources.catalogue)


# --- files and the command -----------------------------------------------------------------------


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    content = {
        "entities": [{"name": "France", "kind": "state"}, {"name": "Germany", "kind": "state"}], "roles": [],
        "acts": [{"type": "Negotiation", "participants": [{"name": "France"}, {"name": "Germany"}],
                  "sentence": "France and Germany held talks on Monday."}],
    }  # fmt: skip
    (folder / "one.json").write_text(json.dumps(content), "utf-8")
    (folder / "one.txt").write_text("France and Germany held talks on Monday.\n", "utf-8")
    return folder


def test_evaluate_converts_and_prints_figures_beside_the_baseline(gold_folder: Path) -> None:
    ran = CliRunner().invoke(cli, ["evaluate", str(gold_folder)])
    assert ran.exit_code == 0, ran.output
    assert "acts           1.000   1.000   1.000" in ran.stdout
    assert "by lemmas alone" in ran.stdout


def test_the_texts_may_lie_elsewhere(gold_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (gold_folder / "one.txt").rename(tmp_path / "texts" / "one.txt")
    ran = CliRunner().invoke(cli, ["evaluate", str(gold_folder), "--articles", str(tmp_path / "texts")])
    assert ran.exit_code == 0, ran.output
    assert "acts           1.000" in ran.stdout


def test_evaluate_needs_something_to_measure() -> None:
    ran = CliRunner().invoke(cli, ["evaluate"])
    assert ran.exit_code == 2
    assert "nothing to measure" in ran.output


def test_a_missing_prediction_is_named(gold_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    ran = CliRunner().invoke(cli, ["evaluate", str(gold_folder), "--predicted", str(tmp_path / "none")])
    assert isinstance(ran.exception, EvaluationError)
    assert "one.json" in str(ran.exception)


@pytest.mark.parametrize(
    ("content", "words"), [("{", "expected JSON"), ('{"acts": []}', "'entities'"), ("[]", "the form of a gold article")]
)
def test_a_malformed_gold_file_is_refused_with_its_name(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "bad.json").write_text(content, "utf-8")
    with pytest.raises(EvaluationError, match=r"bad\.json") as caught:
        read_gold(tmp_path)
    assert words in str(caught.value)


def test_a_malformed_record_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"id": "1", "text": "x", "expected": []}\n{"id": "2"}\n', "utf-8")
    with pytest.raises(EvaluationError, match=r"records\.jsonl:2"):
        read_records(path, CODER)


def test_a_gold_article_without_its_text_is_named(resources: Resources) -> None:
    with pytest.raises(EvaluationError, match=r"a\.txt"):
        of_gold(gold(), resources)


def test_event_free_sentences_come_from_text_or_by_id_from_a_treebank(tmp_path: Path) -> None:
    (tmp_path / "free.txt").write_text("# checked\nRain is expected.\n\nShares fell.\n", "utf-8")
    (tmp_path / "free.csv").write_text("file,sent_id\nbank.conllu,s2\n", "utf-8")
    (tmp_path / "bank.conllu").write_text("# sent_id = s1\n# text = One.\n\n# sent_id = s2\n# text = Two.\n\n", "utf-8")
    assert [s.text for s in read_event_free(tmp_path / "free.txt")] == ["Rain is expected.", "Shares fell."]
    assert [s.text for s in read_event_free(tmp_path / "free.csv", tmp_path)] == ["Two."]


def test_an_unknown_treebank_sentence_is_named(tmp_path: Path) -> None:
    (tmp_path / "free.csv").write_text("file,sent_id\nbank.conllu,s9\n", "utf-8")
    (tmp_path / "bank.conllu").write_text("# sent_id = s1\n# text = One.\n\n", "utf-8")
    with pytest.raises(EvaluationError, match="s9"):
        read_event_free(tmp_path / "free.csv", tmp_path)
    with pytest.raises(EvaluationError, match="--treebanks"):
        read_event_free(tmp_path / "free.csv")


def test_the_error_browser_is_one_page_that_loads_nothing(gold_folder: Path) -> None:
    (gold_folder / "one.txt").write_text("France praised <b>Germany</b> on Monday. Nothing was agreed.\n", "utf-8")
    ran = CliRunner().invoke(cli, ["evaluate", str(gold_folder), "--errors", "html"])
    assert ran.exit_code == 0, ran.output
    assert "missed act" in ran.stdout
    assert "France and Germany held talks on Monday." in ran.stdout
    assert "<b>" not in ran.stdout, "words of an article are escaped"
    assert not [word for word in ("src=", "href=", "url(", "@import", "fetch(") if word in ran.stdout]


def test_the_error_browser_as_text_shows_each_fault_with_its_sentence(gold_folder: Path) -> None:
    (gold_folder / "one.txt").write_text("France praised Germany on Monday.\n", "utf-8")
    ran = CliRunner().invoke(cli, ["evaluate", str(gold_folder), "--errors", "text"])
    assert "== one\n" in ran.stdout
    assert "missed act Negotiation\n    expected  France as participant; Germany as participant\n    «France and" in ran.stdout


def test_an_alarm_is_told_by_its_id_and_on_demand_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "free.txt").write_text("France praised Germany.\nRain is expected.\n", "utf-8")
    plain, full = (
        CliRunner().invoke(cli, ["evaluate", "--event-free", str(tmp_path / "free.txt"), *more]).stdout
        for more in ([], ["--errors", "text"])
    )
    assert "with an act: 1 of 2" in plain
    assert "free.txt:1: Praise" in plain
    assert "France praised Germany." not in plain
    assert "«France praised Germany.»" in full


CASES = Path(__file__).parent.parent / "cases"


def test_fewer_than_ten_of_a_hundred_event_free_sentences_are_given_an_act(shared: Path) -> None:
    files = [str(CASES / "event-free.txt"), "--event-free", str(CASES / "event-free-ids.csv")]
    ran = CliRunner().invoke(cli, ["evaluate", "--json", "--treebanks", str(shared / "treebanks"), "--event-free", *files])
    found = json.loads(ran.stdout)["eventFree"]
    assert found["sentences"] == 100
    assert found["withAct"] < 10, found["alarms"]
    assert found["withAct"] < found["withActByLemma"]
